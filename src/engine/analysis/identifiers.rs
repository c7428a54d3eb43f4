//! Names that are more than a run of letters: `C++`, `.NET`, `v1.2.3`, `getUserName`, `on-call`. Found whole where they
//! are looked for whole, and by the parts that a reader would call words.

use std::ops::Range;

use super::tokenizer::Span;

/// Longest name that is taken apart, in bytes: longer ones are no names but encoded data.
const LONGEST_NAME: usize = 64;

/// What joins the parts of a word: the hyphen of the keyboard, that of printers, and the one lines do not break at.
const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{2011}'];

/// The end of a name that goes on with `++` or `#` after the word: `C++`, `notepad++`; `C#`, `F#`. A number sign needs
/// a word of one or two letters before it and no word after it.
pub(super) fn symbol_end(text: &str, span: &Span) -> Option<usize> {
    if !span.letters || span.alone {
        return None;
    }
    let rest = &text[span.end..];
    if let Some(rest) = rest.strip_prefix("++") {
        return (!rest.starts_with('+')).then_some(span.end + 2);
    }
    let rest = rest.strip_prefix('#')?;
    let short = !span.digits && span.ascii && span.end - span.start <= 2;
    (short && !rest.starts_with(|c: char| c == '#' || c.is_alphanumeric())).then_some(span.end + 1)
}

/// Where a name or an ending begins with a dot before the word: `.NET`, `.env`, and the `.js` of `node.js`.
pub(super) fn dot_start(text: &str, span: &Span) -> Option<usize> {
    let before = text[..span.start].strip_suffix('.')?;
    let name = span.letters && !span.alone && text[span.start..].starts_with(char::is_alphabetic);
    (name && !before.ends_with('.')).then_some(before.len())
}

/// Whether a dot at `start` begins a name and does not join two words: nothing is before it but white space or
/// punctuation that opens.
pub(super) fn dot_begins_name(text: &str, start: usize) -> bool {
    let opens = |c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '\'' | '`' | '“' | '„' | '‘' | '’' | '«' | '(' | '[' | '{' | '<')
            || matches!(c, '/' | '\\' | '*' | ',' | ';' | ':' | '=' | '|')
    };
    text[..start].chars().next_back().is_none_or(opens)
}

/// Whether the word is the `v1` of a version such as `v1.2`; alone, `v1` is a name.
pub(super) fn is_version(text: &str, span: &Span) -> bool {
    let word = text[span.range()].as_bytes();
    let number =
        matches!(word, [b'v' | b'V', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit));
    number && matches!(text.as_bytes()[span.end..], [b'.', next, ..] if next.is_ascii_digit())
}

/// The words of a name written without spaces, from its start: `get`, `User`, `Name`. Empty for names that readers
/// take for one word: of two parts (`GitHub`, `JavaScript`), or of a letter and a part (`iPhone`).
pub(super) fn humps(name: &str) -> Vec<Range<usize>> {
    let bytes = name.as_bytes();
    if bytes.len() > LONGEST_NAME || !name.is_ascii() {
        return Vec::new();
    }
    let mut humps = Vec::new();
    let mut start = 0;
    for at in 1..bytes.len() {
        let after = bytes.get(at + 1);
        // `getUser` parts before U, `HTTPServer` before the S that lower-case letters follow.
        let begins = bytes[at].is_ascii_uppercase()
            && (bytes[at - 1].is_ascii_lowercase()
                || after.is_some_and(u8::is_ascii_lowercase) && bytes[at - 1].is_ascii_alphanumeric());
        if begins {
            humps.push(start..at);
            start = at;
        }
    }
    humps.push(start..bytes.len());
    let camel = bytes.first().is_some_and(u8::is_ascii_lowercase) && humps[0].len() >= 2 && humps.len() >= 2;
    if camel || humps.len() >= 3 { humps } else { Vec::new() }
}

/// How many words from the first of `spans` on are one word with hyphens in it, such as `on-call`; 0 where they are
/// not: two or three, of letters only.
pub(super) fn hyphenated(text: &str, spans: &[Span]) -> usize {
    let joined = |pair: &[Span]| text[pair[0].end..pair[1].start].strip_prefix(HYPHENS).is_some_and(str::is_empty);
    let count = 1 + spans.windows(2).take(3).take_while(|pair| joined(pair)).count();
    let words = &spans[..count.min(spans.len())];
    let plain = words.iter().all(|span| span.letters && !span.digits && !span.alone);
    if plain && (2..=3).contains(&count) { count } else { 0 }
}

/// Whether a hyphen joins the word to one before it.
pub(super) fn is_joined_before(text: &str, span: &Span) -> bool {
    let before = text[..span.start].strip_suffix(HYPHENS);
    before.is_some_and(|before| before.ends_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::humps;

    fn parts(name: &str) -> Vec<&str> {
        humps(name).into_iter().map(|range| &name[range]).collect()
    }

    #[test]
    fn names_are_taken_apart_where_readers_see_words() {
        assert_eq!(parts("getUserName"), ["get", "User", "Name"]);
        assert_eq!(parts("useState"), ["use", "State"]);
        assert_eq!(parts("FileNotFoundException"), ["File", "Not", "Found", "Exception"]);
        assert_eq!(parts("HTTPServerError"), ["HTTP", "Server", "Error"]);
        assert_eq!(parts("parseHTML5Document"), ["parse", "HTML5", "Document"]);
        for whole in
            ["GitHub", "JavaScript", "DevOps", "PostgreSQL", "iPhone", "eBPF", "IaaS", "k8s", "API", "name", "x"]
        {
            assert!(parts(whole).is_empty(), "{whole}: {:?}", parts(whole));
        }
        assert!(parts(&"aB".repeat(100)).is_empty());
    }
}
