//! Bounds how deep quotes, lists and footnotes nest before Markdown is parsed: every line of a paragraph costs the
//! parser a look at all that it is nested in, so that a thousand levels would make short documents take minutes.

use std::borrow::Cow;

/// Where no quote, list or footnote begins any more, in columns. Each level takes one at least.
const MAX_COLUMN: usize = 256;

/// The same text with the markers beyond the limit made spaces: no byte moves, and only the markers are lost.
pub(super) fn bounded(text: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut copied = 0;
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        if line.len() > MAX_COLUMN / TAB {
            for marker in deep_markers(line.as_bytes()) {
                kept.push_str(text.get(copied..line_start + marker).unwrap_or_default());
                kept.push(' ');
                copied = line_start + marker + 1;
            }
        }
        line_start += line.len();
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    kept.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(kept)
}

/// The columns a tab takes at most.
const TAB: usize = 4;

/// The bytes of a line that would begin a level beyond the limit; each of them is ASCII.
fn deep_markers(line: &[u8]) -> impl Iterator<Item = usize> {
    let (mut at, mut column) = (0, 0);
    std::iter::from_fn(move || {
        loop {
            let rest = line.get(at..)?;
            let (length, marker) = match rest.first()? {
                b'\t' => (TAB, None),
                b' ' => (1, None),
                _ => marker(rest).map(|(length, marker)| (length, Some(marker)))?,
            };
            let beyond = column >= MAX_COLUMN;
            let found = marker.map(|marker| at + marker);
            column += length;
            at += if marker.is_some() { length } else { 1 };
            if let Some(found) = found.filter(|_| beyond) {
                return Some(found);
            }
        }
    })
}

/// The length of the marker that a line's rest begins with, and which of its bytes makes it one.
fn marker(rest: &[u8]) -> Option<(usize, usize)> {
    let ends = |at: usize| rest.get(at).is_none_or(u8::is_ascii_whitespace);
    match rest.first()? {
        b'>' => Some((1, 0)),
        b'-' | b'+' | b'*' if ends(1) => Some((1, 0)),
        b'0'..=b'9' => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            (matches!(rest.get(digits), Some(b'.' | b')')) && ends(digits + 1)).then_some((digits + 1, digits))
        }
        b'[' if rest.get(1) == Some(&b'^') => {
            let label = rest.iter().position(|&byte| byte == b']')?;
            (rest.get(label + 1) == Some(&b':')).then_some((label + 2, label + 1))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::bounded;

    #[test]
    fn ordinary_text_is_left_alone() {
        let text = "> - 1. [^a]: x\n\t\t- y\n* * *\n".to_owned() + &"- long line ".repeat(100) + &"*".repeat(1000);
        assert!(matches!(bounded(&text), Cow::Borrowed(_)));
    }

    #[test]
    fn markers_beyond_the_limit_become_spaces() {
        for (marker, character) in [(">", ">"), ("> ", ">"), ("- ", "-"), ("+\t", "+"), ("12) ", ")"), ("[^é]: ", ":")]
        {
            let text = "a\n".to_owned() + &marker.repeat(1000) + "- é\n> b";
            let safe = bounded(&text);
            assert_eq!(safe.len(), text.len(), "{marker}");
            assert!(safe.matches(character).count() <= 258, "{marker}");
            assert!(safe.starts_with("a\n") && safe.ends_with("é\n> b"), "{marker}");
        }
        let deep = "\t".repeat(64) + "- x";
        assert_eq!(bounded(&deep), "\t".repeat(64) + "  x");
    }
}
