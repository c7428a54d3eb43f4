//! The words that a reader sees of a tag: some of its attributes and arguments.

use std::ops::Range;

/// Attributes whose text is shown, in lower case.
const SHOWN: [&str; 14] = [
    "title",
    "label",
    "summary",
    "alt",
    "alt-text",
    "caption",
    "description",
    "content",
    "text",
    "tabname",
    "header",
    "heading",
    "placeholder",
    "question",
];

/// Whether an attribute of this name holds text that a reader sees.
pub(in crate::corpus::formats) fn is_shown(name: &str) -> bool {
    SHOWN.iter().any(|shown| name.eq_ignore_ascii_case(shown))
}

/// A quoted text in a tag.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::corpus::formats) struct Quoted<'a> {
    /// The name it is given to by `=` or `:`; empty where there is none.
    pub name: &'a str,
    /// Where the text within the quotes stands.
    pub range: Range<usize>,
}

/// The quoted texts in a piece of `text`, in their order; a quote that is not closed ends the search.
pub(in crate::corpus::formats) fn quoted(text: &str, piece: Range<usize>) -> Vec<Quoted<'_>> {
    let mut found = Vec::new();
    let mut at = piece.start;
    let mut before = at;
    while let Some(open) = text.get(at..piece.end).and_then(|rest| rest.find(['"', '\'', '`', '“'])).map(|n| at + n) {
        let quote = text.get(open..).and_then(|rest| rest.chars().next()).unwrap_or('"');
        let closing = if quote == '“' { '”' } else { quote };
        let start = open + quote.len_utf8();
        let Some(end) = closed(text.get(start..piece.end).unwrap_or_default(), closing).map(|end| start + end) else {
            break;
        };
        let name = name_before(text.get(before..open).unwrap_or_default());
        found.push(Quoted { name, range: start..end });
        at = end + closing.len_utf8();
        before = at;
    }
    found
}

/// Where a quote closes that is not escaped.
fn closed(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let closes = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        closes.then_some(at)
    })
}

/// The name that a text gives a value by ending in `name=` or `name:`.
fn name_before(text: &str) -> &str {
    let Some(named) = text.trim_end().strip_suffix(['=', ':']) else { return "" };
    let named = named.trim_end();
    let start = named
        .rfind(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_'))
        .map_or(0, |at| at + named.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    named.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{is_shown, quoted};

    #[test]
    fn quoted_texts_have_names() {
        let text = "x title=\"A \\\"b\\\" c\" 'd', tab-name = `e` title: “f” 'open";
        let found: Vec<_> = quoted(text, 0..text.len()).into_iter().map(|q| (q.name, &text[q.range])).collect();
        assert_eq!(found, [("title", "A \\\"b\\\" c"), ("", "d"), ("tab-name", "e"), ("title", "f")]);
        assert!(is_shown("Title") && is_shown("tabName") && !is_shown("href"));
    }
}
