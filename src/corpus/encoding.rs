//! From bytes to text: byte order marks, UTF-8, what an HTML page declares, and a guess for the rest.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How much of a file is looked at to tell text from binary content, in bytes.
const SAMPLE: usize = 8 * 1024;
/// How far into a page browsers look for its declared encoding, in bytes.
const DECLARATION: usize = 1024;
/// How much of a file the detector reads, from the first byte that is not ASCII: more changes no guess.
const EVIDENCE: usize = 1024 * 1024;

/// The text of a file with `\n` at the end of every line, or why it is none.
///
/// `html`: whether a `<meta charset>` may name the encoding.
pub(crate) fn decode(bytes: &[u8], html: bool) -> Result<String, String> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => {
            encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default()).0.into_owned()
        }
        None => {
            refuse_binary(bytes)?;
            decode_unmarked(bytes, html)
        }
    };
    refuse_binary(text.as_bytes())?;
    Ok(with_unix_lines(text))
}

fn decode_unmarked(bytes: &[u8], html: bool) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    if is_damaged_utf8(bytes) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let encoding = if html { declared(bytes) } else { None }.unwrap_or_else(|| guess(bytes));
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// UTF-8 with a few broken bytes, such as a log cut in mid-character: guessing another encoding would maul all of it.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad.saturating_mul(8)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0).saturating_sub(64);
    let evidence = bytes.get(start..).unwrap_or_default();
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(evidence.get(..EVIDENCE).unwrap_or(evidence), true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The encoding that a `<meta>` in the first bytes of a page names, `charset=` or `http-equiv` alike.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..DECLARATION).unwrap_or(bytes)).to_ascii_lowercase();
    let mut rest = head.as_str();
    while let Some(at) = rest.find('<') {
        let tag = rest.get(at..).unwrap_or_default();
        let end = if tag.starts_with("<!--") { tag.find("-->") } else { tag.find('>') };
        let (tag, after) = tag.split_at(end.unwrap_or(tag.len()).max(1));
        rest = after;
        let label = tag.strip_prefix("<meta").and_then(|meta| meta.split_once("charset")).and_then(|(_, value)| {
            let value = value.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
            value.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/' | '>')).next()
        });
        if let Some(encoding) = label.and_then(|label| Encoding::for_label(label.as_bytes())) {
            // A declaration that could be read as ASCII does not stand in UTF-16.
            return Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding });
        }
    }
    None
}

fn refuse_binary(bytes: &[u8]) -> Result<(), String> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    // Tabs, line ends, form feeds and the escapes of coloured logs are at home in text.
    let control = |byte: &&u8| matches!(**byte, 0..=8 | 14..=26 | 28..=31 | 127);
    if sample.contains(&0) || sample.iter().filter(control).count() * 10 > sample.len() {
        return Err("binary content".to_owned());
    }
    Ok(())
}

fn with_unix_lines(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn marks_come_first() {
        assert_eq!(decode(b"\xef\xbb\xbf# A", false), Ok("# A".into()));
        assert_eq!(decode(b"\xff\xfeA\0\xe4\0\n\0", false), Ok("Aä\n".into()));
        assert_eq!(decode(b"\xfe\xff\0A\0\xe4", false), Ok("Aä".into()));
        assert_eq!(decode(b"\xff\xfeA\0\0\0B\0", false), Err("binary content".into()));
        assert_eq!(decode(b"\xef\xbb\xbf", false), Ok(String::new()));
        assert_eq!(decode(b"\xff\xfeA", false), Ok("\u{fffd}".into()));
    }

    #[test]
    fn line_ends_become_one_character() {
        assert_eq!(decode(b"a\r\nb\rc\n\r\n", false), Ok("a\nb\nc\n\n".into()));
    }

    #[test]
    fn other_encodings_are_declared_or_guessed() {
        let latin = "Die Größe der Straße hängt natürlich von den Gebäuden ab.".to_owned();
        let bytes: Vec<u8> = latin.chars().map(|c| c as u8).collect();
        assert_eq!(decode(&bytes, false), Ok(latin));
        let page = b"<!-- <meta charset=big5> --><META http-equiv=x content='text/html; Charset=\"koi8-r\"'>\xf4\xc5\xcb\xd3\xd4";
        assert!(decode(page, true).is_ok_and(|text| text.ends_with("Текст")));
        assert!(decode(page, false).is_ok_and(|text| !text.is_empty()));
        assert!(decode(b"<meta charset='utf-16'>\xe9", true).is_ok_and(|text| text.ends_with('\u{fffd}')));
        assert!(decode(b"<meta charset", true).is_ok());
        assert!(decode(b"<meta charset=no-such><\xe9", true).is_ok());
    }

    #[test]
    fn a_broken_byte_does_not_change_the_encoding() {
        let mut bytes = "Übergänge für Träger, Größe und Höhe: ".repeat(3).into_bytes();
        bytes.push(0xff);
        assert!(decode(&bytes, false).is_ok_and(|text| text.starts_with("Übergänge") && text.ends_with('\u{fffd}')));
    }

    #[test]
    fn binary_content_is_refused() {
        assert!(decode(b"PK\x03\x04\0\0", false).is_err());
        assert!(decode(&[1, 2, 3, 4, 5, 6, b'a'], false).is_err());
        assert!(decode(b"\x1b[1mbold\x1b[0m log", false).is_ok());
        assert!(decode(&[b"a".repeat(9000).as_slice(), b"\0"].concat(), false).is_ok());
        assert_eq!(decode(b"", false), Ok(String::new()));
    }
}
