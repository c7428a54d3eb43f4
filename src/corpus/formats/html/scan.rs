//! A look over HTML before it is tokenized: tags with thousands of attributes, which cost the tokenizer the square of
//! their number, are cut short, and line ends that it would not count are moved to where it does.

use std::borrow::Cow;

/// More attributes than any real tag has.
const MAX_ATTRIBUTES: usize = 500;

/// The same text with the attributes above the limit taken out; line ends within them stay, so that lines keep their
/// numbers. A line end between an attribute's `=` and its value stands before the `=` in it: after it the tokenizer
/// (html5ever 0.40) does not count it.
pub(super) fn made_safe(text: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
        let rest = text.get(open..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("<!--") {
            at = text.len() - comment.find("-->").and_then(|end| comment.get(end..)).map_or(0, str::len);
            continue;
        }
        let Some(tag) = Tag::scan(rest) else {
            at = open + 1;
            continue;
        };
        let flood = tag.flood.map(|flood| (flood, tag.end, ""));
        for (from, to, sign) in tag.late_values.iter().map(|&(from, to)| (from, to, "=")).chain(flood) {
            kept.push_str(text.get(copied..open + from).unwrap_or_default());
            let cut = text.get(open + from..open + to).unwrap_or_default();
            kept.extend(cut.chars().filter(|&c| c == '\n'));
            kept.push_str(sign);
            copied = open + to;
        }
        at = open + tag.end;
        if ["<script", "<style"].iter().any(|raw| begins_with(rest, raw)) {
            let closing = if begins_with(rest, "<script") { "</script" } else { "</style" };
            let raw = text.get(at..).unwrap_or_default();
            at += raw
                .match_indices("</")
                .find(|(end, _)| raw.get(*end..).is_some_and(|tag| begins_with(tag, closing)))
                .map_or(raw.len(), |(end, _)| end);
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    kept.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(kept)
}

fn begins_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Offsets into a text that begins with a tag.
struct Tag {
    /// Where the tag's `>` stands, or the end of the text.
    end: usize,
    /// Where the first attribute above the limit begins.
    flood: Option<usize>,
    /// From `=` to the value, where a line ends in between, before the flood.
    late_values: Vec<(usize, usize)>,
}

/// Where in a tag a character stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Name,
    Between,
    Attribute,
    /// After the `=` of an attribute.
    Value,
    Quoted(u8),
    Unquoted,
}

impl Tag {
    fn scan(text: &str) -> Option<Tag> {
        let bytes = text.as_bytes();
        let letter = if bytes.get(1) == Some(&b'/') { bytes.get(2) } else { bytes.get(1) };
        if !letter.is_some_and(u8::is_ascii_alphabetic) {
            return None;
        }
        let (mut place, mut attributes, mut flood) = (Place::Name, 0usize, None);
        let (mut sign, mut late, mut late_values) = (0, false, Vec::new());
        for (at, &byte) in bytes.iter().enumerate().skip(2) {
            let space = byte.is_ascii_whitespace();
            if place == Place::Value {
                late |= byte == b'\n';
                if !space && std::mem::take(&mut late) && flood.is_none() {
                    late_values.push((sign, at));
                }
            }
            place = match (place, byte) {
                (Place::Quoted(quote), byte) if byte == quote => Place::Between,
                (Place::Quoted(quote), _) => Place::Quoted(quote),
                (_, b'>') => return Some(Tag { end: at, flood, late_values }),
                (Place::Attribute, b'=') => {
                    sign = at;
                    Place::Value
                }
                (Place::Between, b'=') if attributes > 0 => {
                    sign = at;
                    Place::Value
                }
                (Place::Value, b'"' | b'\'') => Place::Quoted(byte),
                (Place::Value, _) if space => Place::Value,
                (Place::Value, _) => Place::Unquoted,
                (Place::Unquoted, b'/') => Place::Unquoted,
                (_, b'/') => Place::Between,
                (_, _) if space => Place::Between,
                (Place::Between, _) => {
                    attributes += 1;
                    if attributes > MAX_ATTRIBUTES {
                        flood.get_or_insert(at);
                    }
                    Place::Attribute
                }
                (same, _) => same,
            };
        }
        Some(Tag { end: bytes.len(), flood, late_values })
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::made_safe;

    #[test]
    fn ordinary_text_is_left_alone() {
        let text = "<!-- <a b --> <p a=1 b='>' c = \"x\" d/>a < b</p><script>a<b && c</script><";
        assert!(matches!(made_safe(text), Cow::Borrowed(_)));
    }

    #[test]
    fn floods_are_cut_and_lines_kept() {
        for attribute in ["a ", "a='>'", "a=\"b\" ", "a=b\t", "a/"] {
            let text = format!("x<p {}\nb>y</p>\n", attribute.repeat(2000));
            let cut = made_safe(&text);
            assert!(cut.len() < text.len() / 2 && cut.starts_with("x<p a"), "{attribute}");
            assert!(cut.ends_with("\n>y</p>\n"), "{attribute}");
        }
    }

    #[test]
    fn line_ends_before_a_value_stand_where_they_count() {
        let text = "<a href=\n \"x\n=y\" b = \r\n'z' c=\nd>=\n<br e=\n>";
        assert_eq!(made_safe(text), "<a href\n=\"x\n=y\" b \n='z' c\n=d>=\n<br e\n=>");
        let flood = format!("<p {}a=\n1>", "a ".repeat(500));
        assert_eq!(made_safe(&flood).matches('\n').count(), 1);
    }
}
