//! From bytes to text: byte order marks, UTF-8, what a page declares, and a guess for the rest.

mod declared;
mod terminal;
mod unmarked;

use encoding_rs::Encoding;

use self::terminal::without_escapes;
use self::unmarked::{decode_unmarked, wide_without_mark};

/// How much of a file is looked at to tell text from binary content, in bytes.
const SAMPLE: usize = 8 * 1024;

/// The text of a file with `\n` at the end of every line and without the escapes that colour it on a terminal, or why it
/// is none.
///
/// `html`: whether the text may name its encoding, as pages do in a `<meta>` and XML in its first line.
pub(crate) fn decode(bytes: &[u8], html: bool) -> Result<String, String> {
    let text = if let Some(text) = utf_32(bytes) {
        text
    } else if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default()).0.into_owned()
    } else if let Some(encoding) = wide_without_mark(bytes.get(..SAMPLE).unwrap_or(bytes)) {
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    } else {
        refuse_binary(bytes)?;
        decode_unmarked(bytes, html)
    };
    // Most text is what its bytes are, which were looked at.
    if text.as_bytes() != bytes {
        refuse_binary(text.as_bytes())?;
    }
    // Files that were put together have a mark where each of them began.
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.trim_start_matches('\u{feff}').to_owned(),
        None => text,
    };
    Ok(without_escapes(with_unix_lines(text)))
}

/// The text of a file that begins with the mark of UTF-32, which that of UTF-16 begins with as well.
fn utf_32(bytes: &[u8]) -> Option<String> {
    let little = match bytes.get(..4)? {
        [0xff, 0xfe, 0, 0] => true,
        [0, 0, 0xfe, 0xff] => false,
        _ => return None,
    };
    let units = bytes.get(4..)?.chunks(4).map(|unit| {
        let unit: Option<[u8; 4]> = unit.try_into().ok();
        let value = unit.map(|unit| if little { u32::from_le_bytes(unit) } else { u32::from_be_bytes(unit) });
        value.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
    });
    Some(units.collect())
}

/// Whether most of a sample cannot be text.
fn refuse_binary(bytes: &[u8]) -> Result<(), String> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    // Tabs, line ends, form feeds and the escapes and overstrikes of terminals are at home in text.
    let control = |byte: &&u8| matches!(**byte, 0..=7 | 14..=26 | 28..=31 | 127);
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
    fn utf_32_is_known_by_its_mark() {
        let text = "# Beds 🌱\n";
        let little: Vec<u8> = text.chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
        let big: Vec<u8> = text.chars().flat_map(|c| (c as u32).to_be_bytes()).collect();
        assert_eq!(decode(&[&[0xff, 0xfe, 0, 0], little.as_slice()].concat(), false), Ok(text.into()));
        assert_eq!(decode(&[&[0, 0, 0xfe, 0xff], big.as_slice(), &[0]].concat(), false), Ok(format!("{text}\u{fffd}")));
        assert_eq!(decode(b"\xff\xfe\0\0\xff\xff\xff\xff", false), Ok("\u{fffd}".into()));
    }

    #[test]
    fn utf_16_is_known_by_its_zeros() {
        for text in
            ["# Beds\n\nA bed is raised.\n", "# Über Größe\r\n\r\nTräger", "Грядки и земля, вода.\nСад и огород, и лес"]
        {
            let expected = Ok(text.replace("\r\n", "\n"));
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(decode(&little, false), expected);
            assert_eq!(decode(&big, false), expected);
            assert!(decode(&little[..little.len() - 1], false).is_ok_and(|text| text.ends_with('\u{fffd}')));
        }
        assert!(decode(b"\x01\0\x02\0\x03\0\x04\0", false).is_err());
        assert!(decode(&[b'a', 0, 0, 0, b'b', 0, 0, 0].repeat(100), false).is_err());
        assert!(decode(b"\x7fELF\x02\x01\x01\0\0\0\0", false).is_err());
    }

    #[test]
    fn a_mark_may_come_twice() {
        assert_eq!(decode(b"\xef\xbb\xbf\xef\xbb\xbf---\n", false), Ok("---\n".into()));
    }

    #[test]
    fn colours_and_overstrikes_of_terminals_are_left_out() {
        assert_eq!(
            decode(b"\x1b[1mBeds\x1b[0m \x1b]8;;http://x\x07link\x1b]8;;\x1b\\ N\x08NA\x08A_\x08ME", false),
            Ok("Beds link NAME".into())
        );
        assert_eq!(decode(b"a\x1b[31\nb\x1b]0;x\nc\x1b", false), Ok("a\nb\nc".into()));
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
        assert!(decode(b"<meta charset='utf-16'>\xe9", true).is_ok_and(|text| text.ends_with('é')));
        assert!(decode(b"<meta charset", true).is_ok());
        assert!(decode(b"<meta charset=no-such><\xe9", true).is_ok());
    }

    #[test]
    fn encodings_of_many_languages_are_guessed() {
        for (label, text) in [
            ("shift_jis", "庭の土は水を保ちます。春になったら、種をまきましょう。"),
            ("euc-jp", "庭の土は水を保ちます。春になったら、種をまきましょう。"),
            ("euc-kr", "정원의 흙은 물을 머금고 있습니다. 봄이 되면 씨를 뿌립니다."),
            ("gb18030", "花园里的土壤保持水分。春天来了，我们就播种。"),
            ("big5", "花園裡的土壤保持水分。春天來了，我們就播種。"),
            ("koi8-r", "Почва в саду удерживает воду, весной мы сеем семена."),
            ("windows-1251", "Почва в саду удерживает воду, весной мы сеем семена."),
            ("iso-8859-2", "Půda na zahradě drží vodu, na jaře sejeme semena řepy a květů."),
            ("windows-1252", "“La tierra del jardín retiene el agua” – dice el jardinero, y señala el montón."),
            ("iso-2022-jp", "庭の土は水を保ちます。"),
        ] {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
            let bytes = encoding.encode(&text.repeat(3)).0.into_owned();
            assert_eq!(decode(&bytes, false), Ok(text.repeat(3)), "{label}");
            // Cut in the middle of a character.
            let cut = decode(&bytes[..bytes.len() - 1], false).unwrap();
            assert!(cut.starts_with(text), "{label}: {cut}");
        }
    }

    #[test]
    fn declarations_are_believed_unless_the_bytes_contradict() {
        let russian = encoding_rs::KOI8_R.encode("Почва").0.into_owned();
        let page = |head: &str| [head.as_bytes(), &russian].concat();
        let ends = |head: &str| decode(&page(head), true).is_ok_and(|text| text.ends_with("Почва"));
        assert!(ends("<?xml version='1.0' encoding=\"KOI8-R\"?><p>"));
        assert!(ends("<?xml version='1.0' encoding='iso-8859-1'?><meta charset=koi8-r>"));
        assert!(ends(&format!("<title>{}</title><meta charset=koi8-r>", "x".repeat(3000))));
        // Said to be one thing and valid as another: the bytes are right.
        assert!(decode("<meta charset=koi8-r>Почва".as_bytes(), true).is_ok_and(|text| text.ends_with("Почва")));
        let latin = b"<meta charset=utf-8><p>Die Gr\xf6\xdfe der Stra\xdfe h\xe4ngt davon ab.";
        assert!(decode(latin, true).is_ok_and(|text| text.ends_with("Größe der Straße hängt davon ab.")));
        // Everyone means Windows-1252.
        let quoted = b"<meta charset=iso-8859-1>\x93caf\xe9\x94";
        assert!(decode(quoted, true).is_ok_and(|text| text.ends_with("“café”")));
    }

    #[test]
    fn stray_bytes_among_utf_8_are_read_as_windows_1252() {
        let text = [&b"Gr\xc3\xb6\xc3\x9fe, H\xc3\xb6he und Stra\xdfe\n"[..]].concat();
        assert_eq!(decode(&text, false), Ok("Größe, Höhe und Straße\n".into()));
        // What was cut at either end is lost.
        let text =
            [b"\x9fe der H\xc3\xb6he, der Gr\xc3\xb6\xc3\x9fe, der L\xc3\xa4nge, der Br\xc3".as_slice()].concat();
        assert_eq!(decode(&text, false), Ok("\u{fffd}e der Höhe, der Größe, der Länge, der Br\u{fffd}".into()));
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
