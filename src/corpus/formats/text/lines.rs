//! What a line of plain text looks like: an item of a list, a heading, a line that underlines one.
//!
//! Everything here looks at a line by itself; what its neighbours make of it is decided where headings are chosen.

/// The characters that underline titles in plain text and reStructuredText.
const ADORNMENTS: &str = "=-~^\"'*+#`:._";
/// The most a heading holds.
const MAX_WORDS: usize = 14;
const MAX_CHARS: usize = 100;
/// The most words of a label.
const MAX_LABEL_WORDS: usize = 8;
/// The largest number that counts as a chapter's: beyond it, it is a year or a quantity.
const MAX_CHAPTER: u32 = 99;

/// The text of a list item, without its marker.
pub(super) fn item(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let after =
        line.strip_prefix(['-', '*', '+', '•', '·', '◦', '▪', '–', '‣', '●', '○']).or_else(|| numbered_item(line))?;
    after.starts_with(char::is_whitespace).then(|| after.trim())
}

/// What follows the `1.`, `1)` or `a)` of a line.
pub(super) fn numbered_item(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match digits {
        0 => line.strip_prefix(|c: char| c.is_ascii_lowercase()).and_then(|rest| rest.strip_prefix(')')),
        1..=3 => line.get(digits..).and_then(|rest| rest.strip_prefix(['.', ')'])),
        _ => None,
    }
    .filter(|rest| rest.starts_with(char::is_whitespace))
}

/// A line of one repeated character that may underline a title: the character and how many there are.
pub(super) fn adornment(line: &str) -> Option<(char, usize)> {
    let line = line.trim_end();
    let mark = line.chars().next().filter(|&mark| ADORNMENTS.contains(mark))?;
    (line.len() >= 3 && line.chars().all(|c| c == mark)).then_some((mark, line.len()))
}

/// The text of a label such as `Key duties:`, without the colon.
pub(super) fn label(line: &str) -> Option<&str> {
    let text = line.trim().strip_suffix(':')?.trim_end();
    let words = text.split_whitespace().take(MAX_LABEL_WORDS + 1).count();
    let plain = !text.ends_with(['.', '!', '?', ':']) && text.starts_with(|c: char| c.is_alphanumeric());
    (plain && (1..=MAX_LABEL_WORDS).contains(&words) && short(text)).then_some(text)
}

/// How a heading that stands by itself is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `2.1 Scope`: as deep as its numbers.
    Numbered(usize),
    /// `SCOPE OF WORK`.
    Capitals,
    /// `Scope of Work`.
    Title,
}

/// How the line is written, if it may be a heading.
pub(super) fn style(line: &str) -> Option<Style> {
    let text = line.trim();
    let indented = line.starts_with('\t') || line.starts_with("    ");
    if indented || text.is_empty() || !short(text) || text.ends_with(['.', '!', '?', ',', ';', ':']) || is_data(text) {
        return None;
    }
    let (depth, title) = chapter(text);
    // `1. Name` is an item unless it reads like a title; `2.1 name` needs no such proof.
    if depth >= 2 && title.starts_with(|c: char| c.is_uppercase()) {
        return Some(Style::Numbered(depth));
    }
    if depth == 0 && item(text).is_some() || !text.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) {
        return None;
    }
    match (depth, capitals(title), is_title(title)) {
        (1, _, true) => Some(Style::Numbered(1)),
        (_, true, _) => Some(Style::Capitals),
        (_, _, true) => Some(Style::Title),
        _ => None,
    }
}

fn short(text: &str) -> bool {
    // Four bytes are the most a character takes: a long line is not worth counting.
    text.len() <= MAX_CHARS * 4 && text.chars().count() <= MAX_CHARS && text.split_whitespace().count() <= MAX_WORDS
}

/// Code, addresses, times, tables and the line that says whose a text is.
fn is_data(text: &str) -> bool {
    let time = text
        .split_whitespace()
        .any(|word| word.split_once(':').is_some_and(|(hour, rest)| hour.ends_with(digit) && rest.starts_with(digit)));
    let copyright = text.starts_with("Copyright ") && text.contains(|c: char| c.is_ascii_digit());
    time || copyright
        || text.contains(['{', '}', '<', '>', '=', '|', '\t', '@', '`', '\\'])
        || text.contains("://")
        || text.contains("   ")
}

fn digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// How many numbers a line begins with, as in `2.1 Scope`, and what follows them.
fn chapter(text: &str) -> (usize, &str) {
    let Some((numbers, title)) = text.split_once(char::is_whitespace) else { return (0, text) };
    let numbers = numbers.strip_suffix(['.', ')']).unwrap_or(numbers);
    let is_number = |number: &str| {
        number.bytes().all(|b| b.is_ascii_digit()) && number.parse().is_ok_and(|n: u32| n <= MAX_CHAPTER)
    };
    if numbers.split('.').all(is_number) { (numbers.split('.').count(), title.trim_start()) } else { (0, text) }
}

/// Whether all letters are capitals, and more than an abbreviation has.
pub(super) fn capitals(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    !text.chars().any(char::is_lowercase)
        && text.chars().any(char::is_uppercase)
        && (words >= 2 || letters.count() >= 6)
}

/// Whether most of the longer words begin with a capital or a digit.
fn is_title(text: &str) -> bool {
    let (mut all, mut longer, mut shown, mut shown_longer) = (0, 0, 0, 0);
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '—' | '–')) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let Some(first) = word.chars().next() else { continue };
        let capital = usize::from(first.is_uppercase() || first.is_numeric());
        let long = usize::from(word.chars().nth(3).is_some());
        all += 1;
        shown += capital;
        longer += long;
        shown_longer += capital * long;
    }
    if longer > 0 { shown_longer * 2 > longer } else { all > 0 && shown * 2 > all }
}

#[cfg(test)]
mod tests {
    use super::{Style, adornment, item, label, style};

    #[test]
    fn items() {
        for (line, expected) in [
            ("- one", Some("one")),
            ("  •\ttwo ", Some("two")),
            ("12. three", Some("three")),
            ("b) four", Some("four")),
            ("-five", None),
            ("-- six", None),
            ("2024. Seven", None),
            ("2.1 Eight", None),
            ("", None),
        ] {
            assert_eq!(item(line), expected, "{line}");
        }
    }

    #[test]
    fn labels_and_adornments() {
        assert_eq!(label("Main duties:"), Some("Main duties"));
        assert_eq!(label("What a gardener brings along and keeps at home always:"), None);
        assert_eq!(label(":"), None);
        assert_eq!(label("::"), None);
        assert_eq!(adornment("====  "), Some(('=', 4)));
        assert_eq!((adornment("=="), adornment("=-="), adornment("aaa"), adornment("")), (None, None, None, None));
    }

    #[test]
    fn headings_by_themselves() {
        for (line, expected) in [
            ("Head Gardener: Keeper of the Grounds", Some(Style::Title)),
            ("The 3 Seasons of the Year", Some(Style::Title)),
            ("FAQ", Some(Style::Title)),
            ("TOOLS AND SHEDS", Some(Style::Capitals)),
            ("2.1 Soil preparation", Some(Style::Numbered(2))),
            ("4 Summer Care", Some(Style::Numbered(1))),
            ("1. Introduction", Some(Style::Numbered(1))),
            ("1. Water the plants", None),
            ("2024 Harvest Report", Some(Style::Title)),
            ("Water the plants", None),
            ("the Garden", None),
            ("A Garden.", None),
            ("Why Gardens Matter:", None),
            ("- Garden Tools", None),
            ("    Garden Tools", None),
            ("10:15 Anna Smith", None),
            ("Anna@Garden", None),
            ("Copyright (c) 2024 Anna Smith", None),
            ("Copyright and Licence", Some(Style::Title)),
            ("A garden is a place where people from the town meet each other on Sundays", None),
            ("", None),
        ] {
            assert_eq!(style(line), expected, "{line}");
        }
        assert_eq!(style(&"Word ".repeat(1_000_000)), None);
    }
}
