//! XML as a stream of elements and text: no tree, no entities of its own, so that neither depth nor bombs cost anything.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// How far into a file its declared encoding is looked for, in bytes.
const DECLARATION: usize = 256;

/// What comes up in an XML file. Names come without their prefix.
#[derive(Debug)]
pub(in crate::corpus::formats) enum Node<'a> {
    /// An element begins.
    Open(&'a str, Element<'a>),
    /// An element ends.
    Close(&'a str),
    /// Text, references in it resolved. One run of text may come in several pieces.
    Text(&'a str),
}

/// The attributes of an element.
#[derive(Debug)]
pub(in crate::corpus::formats) struct Element<'a>(&'a BytesStart<'a>);

impl Element<'_> {
    /// The value of the first attribute with this name, prefixes aside.
    pub(in crate::corpus::formats) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        // Looking for repeated names would take time that grows with the square of their number.
        let found = attributes.with_checks(false).flatten().find(|found| found.key.local_name().as_ref() == name)?;
        found.normalized_value(XmlVersion::Implicit1_0).map(Cow::into_owned).ok()
    }
}

/// Reads a file to its end and hands over what comes up; says whether it was well-formed so far as that matters: where
/// it is not, what stands before that has been handed over.
pub(in crate::corpus::formats) fn read(bytes: Vec<u8>, mut visit: impl FnMut(Node<'_>)) -> bool {
    let text = decoded(bytes);
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut depth = 0usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                depth += 1;
                visit(Node::Open(start.local_name().as_ref(), Element(&start)));
            }
            Ok(Event::Empty(start)) => {
                visit(Node::Open(start.local_name().as_ref(), Element(&start)));
                visit(Node::Close(start.local_name().as_ref()));
            }
            Ok(Event::End(end)) => {
                depth = depth.saturating_sub(1);
                visit(Node::Close(end.local_name().as_ref()));
            }
            Ok(Event::Text(text)) => visit(Node::Text(&text.xml10_content())),
            Ok(Event::CData(text)) => visit(Node::Text(&text)),
            Ok(Event::GeneralRef(name)) => {
                if let Ok(Some(character)) = name.resolve_char_ref() {
                    visit(Node::Text(character.encode_utf8(&mut [0; 4])));
                } else if let Some(text) = quick_xml::escape::resolve_predefined_entity(&name) {
                    visit(Node::Text(text));
                }
            }
            Ok(Event::Eof) => return depth == 0,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

/// The text of an XML file: by its byte order mark, by what its first characters look like, by what it declares.
fn decoded(bytes: Vec<u8>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0.into_owned();
    }
    let encoding = match bytes.as_slice() {
        [b'<', 0, ..] => UTF_16LE,
        [0, b'<', ..] => UTF_16BE,
        _ => declared(&bytes).unwrap_or(UTF_8),
    };
    if encoding == UTF_8 {
        return String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    }
    encoding.decode_without_bom_handling(&bytes).0.into_owned()
}

/// The encoding that `<?xml encoding="…"?>` names. One that could not be read as ASCII is a mistake.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(bytes.get(..DECLARATION).unwrap_or(bytes)).into_owned();
    let declaration = start.trim_start().strip_prefix("<?xml")?.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let label = value.trim_start_matches(['"', '\'']).split(['"', '\'']).next()?;
    Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}

#[cfg(test)]
mod tests {
    use super::{Node, read};

    fn shown(bytes: impl Into<Vec<u8>>) -> (String, bool) {
        let mut shown = String::new();
        let whole = read(bytes.into(), |node| match node {
            Node::Open(name, element) => shown += &format!("({name}{} ", element.attribute("a").unwrap_or_default()),
            Node::Close(name) => shown += &format!("{name})"),
            Node::Text(text) => shown += text,
        });
        (shown, whole)
    }

    #[test]
    fn elements_and_text_come_in_order() {
        let text =
            "<?xml version='1.0'?><!DOCTYPE x><!-- no --><w:x q:a='1&amp;2'>a&lt;&#x42;<y/>&nbsp;<![CDATA[<c>]]></w:x>";
        assert_eq!(shown(text), ("(x1&2 a<B(y y)<c>x)".into(), true));
        assert_eq!(shown("<x>a &").0, "(x a &");
    }

    #[test]
    fn broken_files_are_read_up_to_the_break() {
        for text in ["<x><y>a", "<x><y>a</z", "<x><y>a<", "<x><y>a<!-- "] {
            assert_eq!(shown(text), ("(x (y a".into(), false), "{text}");
        }
        assert_eq!(shown("</a></b>x"), ("a)b)x".into(), true));
        assert_eq!(shown(""), (String::new(), true));
    }

    #[test]
    fn encodings_are_marked_seen_or_declared() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let expected = ("(x äx)".to_owned(), true);
        assert_eq!(shown("<x>ä</x>"), expected);
        assert_eq!(shown([vec![0xff, 0xfe], wide("<x>ä</x>")].concat()), expected);
        assert_eq!(shown(wide("<x>ä</x>")), expected);
        assert_eq!(shown(&b"<?xml version='1.0' encoding='iso-8859-1'?><x>\xe4</x>"[..]), expected);
        assert_eq!(shown("<?xml version='1.0' encoding='utf-16'?><x>ä</x>"), expected);
        assert_eq!(shown(&b"<x>\xff</x>"[..]).0, "(x \u{fffd}x)");
    }

    #[test]
    fn depth_bombs_and_floods_cost_little() {
        let deep = "<x>".repeat(50_000) + "t";
        assert!(shown(deep).0.ends_with('t'));
        let bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><x>&b;&b;</x>";
        assert_eq!(shown(bomb), ("(x x)".into(), true));
        let flood: String = (0..50_000).map(|n| format!(" b{n}=''")).collect();
        assert_eq!(shown(format!("<x{flood} a='1'>\0</x>")), ("(x1 \0x)".into(), true));
    }
}
