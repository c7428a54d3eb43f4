//! The encoding that a page declares.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How far into a page a declaration is looked for, in bytes: browsers take 1024, programs that write pages care less.
const DECLARATION: usize = 4096;

/// The encoding that a `<meta>` in the first bytes of a page names, `charset=` or `http-equiv` alike, else the one that
/// its XML declaration names.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..DECLARATION).unwrap_or(bytes)).to_ascii_lowercase();
    let mut rest = head.as_str();
    let mut in_xml = None;
    while let Some(at) = rest.find('<') {
        let tag = rest.get(at..).unwrap_or_default();
        let end = if tag.starts_with("<!--") { tag.find("-->") } else { tag.find('>') };
        let (tag, after) = tag.split_at(end.unwrap_or(tag.len()).max(1));
        rest = after;
        if let Some(found) = tag.strip_prefix("<?xml").and_then(|tag| named(tag, "encoding")) {
            in_xml = Some(found);
        }
        if let Some(found) = tag.strip_prefix("<meta").and_then(|tag| named(tag, "charset")) {
            return Some(found);
        }
    }
    in_xml
}

/// The encoding that stands after a key and `=`.
fn named(tag: &str, key: &str) -> Option<&'static Encoding> {
    let value = tag.split_once(key)?.1.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let label = value.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/' | '>' | '?')).next()?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // A declaration that could be read as ASCII does not stand in UTF-16.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}
