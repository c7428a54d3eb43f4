//! What Markdown dialects hang on headings and blocks in braces: `{#id .class}`, Kramdown's `{: .class}` and the
//! `{/*id*/}` of MDX.
//!
//! Taken off here and not by the parser, which drops whatever braces a heading ends in, a `{name}` in a title included.

use std::borrow::Cow;

/// A heading's text without the attributes at its end, and the id they give.
pub(super) fn of_heading(text: &str) -> (&str, Option<String>) {
    let text = text.trim_end();
    let Some((before, list)) = text.strip_suffix('}').and_then(|text| text.rsplit_once('{')) else {
        return (text, None);
    };
    // To CommonMark the stars of `/*id*/` are emphasis, so that they may be gone by now.
    let comment = |open, close| list.strip_prefix(open).and_then(|list| list.strip_suffix(close));
    if let Some(comment) = comment("/*", "*/").or_else(|| comment("/", "/")) {
        let id = comment.trim();
        let is_id = !id.is_empty() && !id.contains(char::is_whitespace);
        return (before.trim_end(), is_id.then(|| id.to_owned()));
    }
    let list = list.strip_prefix(':').unwrap_or(list);
    if !is_attribute_list(list) {
        return (text, None);
    }
    let id = list.split_whitespace().find_map(|attribute| attribute.strip_prefix('#'));
    (before.trim_end(), id.map(str::to_owned))
}

/// Text without Kramdown's `{: …}`.
pub(in crate::corpus) fn without_kramdown(text: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut rest = text;
    let mut copied = rest;
    while let Some((_, after)) = rest.split_once("{:") {
        rest = after;
        // A list stands on one line; a brace in it belongs to something else.
        let Some(end) = after.find(['{', '}', '\n']) else { break };
        let (list, closing) = after.split_at(end);
        if closing.starts_with('}') && (is_attribute_list(list) || list.starts_with([':', '/'])) {
            let before = copied.len() - after.len() - "{:".len();
            kept.push_str(copied.get(..before).unwrap_or_default());
            copied = closing.get(1..).unwrap_or_default();
            rest = copied;
        }
    }
    if copied.len() == text.len() {
        return Cow::Borrowed(text);
    }
    kept.push_str(copied);
    Cow::Owned(kept)
}

/// Whether a text in braces is nothing but attributes.
fn is_attribute_list(list: &str) -> bool {
    let mut attributes = list.split_whitespace().peekable();
    let mut quoted = false;
    attributes.peek().is_some()
        && attributes.all(|attribute| {
            // The value of an attribute may hold spaces: its words count as one up to the closing quote.
            let inside = quoted;
            quoted ^= attribute.matches(['"', '\'']).count() % 2 == 1;
            let key = attribute.split_once('=').map(|(key, _)| key);
            let is_key =
                |key: &str| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':'));
            let marked = attribute.len() > 1 && attribute.starts_with(['#', '.']);
            inside || marked || attribute == "toc" || key.is_some_and(is_key)
        })
}

#[cfg(test)]
mod tests {
    use super::{of_heading, without_kramdown};

    #[test]
    fn attributes_of_headings() {
        for (text, expected, id) in [
            ("One {#one}", "One", Some("one")),
            ("One {.x #one y=z}", "One", Some("one")),
            ("One {: .no_toc #one }", "One", Some("one")),
            ("One {/*one*/}", "One", Some("one")),
            ("One {/one/}", "One", Some("one")),
            ("One {/* some words */}", "One", None),
            ("One {: .x}", "One", None),
            ("Use {name}", "Use {name}", None),
            ("Use {{ name }}", "Use {{ name }}", None),
            ("A set {1, 2}", "A set {1, 2}", None),
            ("Open }", "Open }", None),
            ("{}", "{}", None),
            ("", "", None),
        ] {
            assert_eq!(of_heading(text), (expected, id.map(str::to_owned)), "{text}");
        }
    }

    #[test]
    fn kramdown_lists_are_dropped_and_other_braces_kept() {
        for (text, expected) in [
            ("a{: .note } b {:target='_blank' title=\"two words\"}c", "a b c"),
            ("{:toc}{::comment}x{:/}", "x"),
            ("{:ok, value} {: x", "{:ok, value} {: x"),
            ("{:{:.x}", "{:"),
            ("plain", "plain"),
        ] {
            assert_eq!(without_kramdown(text), expected);
        }
    }
}
