//! Text of guides made safe to show.
//!
//! A guide may hold anything: escape sequences that recolour or retitle a terminal, marks that turn the order of
//! letters round, letters nobody can see. Each such character becomes one visible `�`.

use std::borrow::Cow;

/// Stands where a character was that must not reach a terminal. One column wide.
pub const REPLACEMENT: char = '\u{fffd}';

/// Whether a character can steer a terminal or deceive a reader wherever it stands.
///
/// These are the control characters, the marks and overrides of text direction, characters without a shape, separators
/// of lines and paragraphs, and tag characters. Variation selectors and joiners are not among them: emoji, Arabic and
/// Indic scripts need them. [`one_line`] and [`lines`] judge those by the character before.
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

/// Whether a text is of printable ASCII alone: it is safe as it is, and every character takes one column.
pub(super) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// The text as one safe line: line ends and tabs become spaces.
pub fn one_line(text: &str) -> Cow<'_, str> {
    one_line_after(None, text)
}

/// Like [`one_line`], for a text that is printed right behind `before`, on which joiners and selectors depend.
pub(super) fn one_line_after(before: Option<char>, text: &str) -> Cow<'_, str> {
    rewrite(before, text, |c, out| match c {
        '\n' | '\r' | '\t' => out.push(' '),
        _ => out.push(REPLACEMENT),
    })
}

/// The text with its line ends kept as `\n` and each tab as four spaces.
pub fn lines(text: &str) -> Cow<'_, str> {
    let text = if text.contains("\r\n") { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) };
    let replace = |c, out: &mut String| match c {
        '\n' => out.push('\n'),
        '\t' => out.push_str("    "),
        _ => out.push(REPLACEMENT),
    };
    match text {
        Cow::Borrowed(text) => rewrite(None, text, replace),
        Cow::Owned(text) => Cow::Owned(rewrite(None, &text, replace).into_owned()),
    }
}

fn rewrite(before: Option<char>, text: &str, replace: impl Fn(char, &mut String)) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut before = before;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unsafe(c) || is_misplaced(before, c) {
            replace(c, &mut out);
        } else {
            out.push(c);
        }
        before = Some(c);
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Whether `c` is an invisible helper that has nothing to help: a joiner outside emoji and the scripts that join
/// letters, or a variation selector that follows no visible character. Rows of either can carry hidden text.
fn is_misplaced(before: Option<char>, c: char) -> bool {
    match c {
        '\u{200c}' | '\u{200d}' => !before.is_some_and(joins),
        _ if is_selector(c) => {
            before.is_none_or(|b| is_selector(b) || b.is_whitespace() || is_unsafe(b) || b.is_ascii_alphabetic())
        }
        _ => false,
    }
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180d}' | '\u{180f}')
}

fn joins(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{18af}'
        | '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{1f000}'..='\u{1faff}')
        && !is_unsafe(c)
}

#[cfg(test)]
mod tests {
    use super::{lines, one_line};
    use std::borrow::Cow;

    #[test]
    fn plain_text_is_untouched() {
        for text in ["", "Technical skills", "Überblick – 自己紹介", "👩‍💻 ☁️ می‌خواهم क्‍ष 葛󠄀", "a–b “c” … ·"]
        {
            assert!(matches!(one_line(text), Cow::Borrowed(same) if same == text), "{text:?}");
            assert_eq!(lines(text), text);
        }
    }

    #[test]
    fn what_steers_or_hides_becomes_visible() {
        for (text, expected) in [
            ("a\x1b[31mb", "a�[31mb"),
            ("a\u{9b}31m", "a�31m"),
            ("a\u{7f}\u{8}\0", "a���"),
            ("a\u{202e}b\u{2066}c\u{61c}\u{200f}", "a�b�c��"),
            ("pass\u{200b}word\u{2060}\u{feff}\u{ad}", "pass�word���"),
            ("pa\u{200d}ss\u{200c}", "pa�ss�"),
            ("x\u{e0041}\u{e007f}", "x��"),
            ("☁\u{fe0f}\u{fe01}\u{e0100}", "☁\u{fe0f}��"),
            ("a\u{2028}b\u{2029}\u{85}", "a�b��"),
            ("a\tb\r\nc", "a b  c"),
        ] {
            assert_eq!(one_line(text), expected, "{text:?}");
        }
    }

    #[test]
    fn line_ends_can_be_kept() {
        assert_eq!(lines("a\r\n\tb\rc\u{1b}d\n"), "a\n    b�c�d\n");
    }
}
