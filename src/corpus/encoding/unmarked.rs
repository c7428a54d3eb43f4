//! Text without a byte order mark.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::declared::declared;

/// How much of a file the detector reads, from the first byte that is not ASCII: more changes no guess.
const EVIDENCE: usize = 1024 * 1024;

/// The text of bytes that are no UTF-16: UTF-8 if they are valid or nearly so, else as declared, else as guessed.
pub(super) fn decode_unmarked(bytes: &[u8], html: bool) -> String {
    if let Some(text) = japanese_escapes(bytes) {
        return text;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    if is_damaged_utf8(bytes) {
        return mended(bytes);
    }
    if html
        && let Some(encoding) = declared(bytes)
        && let (text, false) = encoding.decode_without_bom_handling(bytes)
    {
        return text.into_owned();
    }
    guess(bytes).decode_without_bom_handling(bytes).0.into_owned()
}

/// The byte order of a sample of UTF-16: ASCII in it leaves zeros in every other byte and nowhere else.
pub(super) fn wide_without_mark(sample: &[u8]) -> Option<&'static Encoding> {
    if !sample.contains(&0) {
        return None;
    }
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    let encoding = match (zeros(0), zeros(1)) {
        (0, odd) if odd * 40 >= sample.len() && odd > 0 => UTF_16LE,
        (even, 0) if even * 40 >= sample.len() && even > 0 => UTF_16BE,
        _ => return None,
    };
    let whole = sample.get(..sample.len() - sample.len() % 2)?;
    let (text, _) = encoding.decode_without_bom_handling(whole);
    let odd = |c: &char| *c == char::REPLACEMENT_CHARACTER || (c.is_control() && !c.is_whitespace() && *c != '\u{1b}');
    let (strange, all) = (text.chars().filter(odd).count(), text.chars().count());
    (strange * 100 <= all).then_some(encoding)
}

/// Text in ISO-2022-JP: all of its bytes are ASCII, but escapes that nothing else has lead into Japanese and back.
fn japanese_escapes(bytes: &[u8]) -> Option<String> {
    if !bytes.contains(&0x1b) {
        return None;
    }
    let at = bytes.iter().position(|&byte| byte == 0x1b)?;
    let rest = bytes.get(at..)?;
    let begins = |window: &[u8]| matches!(window, [0x1b, b'$', b'B' | b'@']);
    if !bytes.is_ascii() || !rest.windows(3).any(begins) {
        return None;
    }
    let (text, _) = ISO_2022_JP.decode_without_bom_handling(bytes);
    let broken = text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
    (broken <= 2).then(|| text.into_owned())
}

/// UTF-8 with a few broken bytes, such as a log cut in mid-character: guessing another encoding would maul all of it.
/// Text in other encodings has hardly a character that is valid UTF-8.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 0 && good >= bad.saturating_mul(2)
}

/// Damaged UTF-8 as text: single bytes in the middle were pasted from Windows-1252, others are the rests of characters.
fn mended(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut read = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        read += chunk.valid().len() + chunk.invalid().len();
        match chunk.invalid() {
            [] => {}
            [byte] if !chunk.valid().is_empty() && read < bytes.len() => {
                text.push_str(&WINDOWS_1252.decode_without_bom_handling(&[*byte]).0);
            }
            _ => text.push(char::REPLACEMENT_CHARACTER),
        }
    }
    text
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0).saturating_sub(64);
    let evidence = bytes.get(start..).unwrap_or_default();
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // Not told that this is all: a file cut within a character would count against its encoding.
    detector.feed(evidence.get(..EVIDENCE).unwrap_or(evidence), false);
    detector.guess(None, Utf8Detection::Deny)
}
