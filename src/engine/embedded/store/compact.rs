//! Numbers and texts in as few bytes as they need: what is read for every hit is small, and read without a parser.
//!
//! ```text
//! number := seven bits a byte, the low ones first; the top bit says that more follow (LEB128)
//! text   := number, twice its length in bytes, then the bytes
//!         | number, twice n plus 1: the same as the nth text of those worth pointing at
//! ```

/// Most texts that may be pointed at: they are compared one by one.
const MOST_KNOWN: usize = 24;
/// Texts of fewer bytes than this are written again, and so are longer ones than [`LONGEST_KNOWN`].
const SHORTEST_KNOWN: usize = 3;
const LONGEST_KNOWN: usize = 500;

fn is_worth_pointing_at(text: &str, known: usize) -> bool {
    known < MOST_KNOWN && (SHORTEST_KNOWN..=LONGEST_KNOWN).contains(&text.len())
}

/// Appends numbers and texts to bytes.
pub(super) struct Encoder<'a> {
    bytes: &'a mut Vec<u8>,
    known: Vec<&'a str>,
}

impl<'a> Encoder<'a> {
    pub(super) fn new(bytes: &'a mut Vec<u8>) -> Encoder<'a> {
        Encoder { bytes, known: Vec::with_capacity(MOST_KNOWN) }
    }

    pub(super) fn number(&mut self, mut number: u64) {
        while number > 0x7f {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// A number that may be negative.
    pub(super) fn signed(&mut self, number: i64) {
        self.number(((number << 1) ^ (number >> 63)) as u64);
    }

    pub(super) fn text(&mut self, text: &'a str) {
        if let Some(nth) = self.known.iter().position(|known| *known == text) {
            return self.number(2 * nth as u64 + 1);
        }
        if is_worth_pointing_at(text, self.known.len()) {
            self.known.push(text);
        }
        self.number(2 * text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }
}

/// Takes numbers and texts from bytes; none where those hold something else.
pub(super) struct Decoder<'a> {
    bytes: &'a [u8],
    known: Vec<&'a str>,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Decoder<'a> {
        Decoder { bytes, known: Vec::with_capacity(MOST_KNOWN) }
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        let number = self.number()?;
        let half = usize::try_from(number >> 1).ok()?;
        if number & 1 == 1 {
            return self.known.get(half).copied();
        }
        let (text, rest) = self.bytes.split_at_checked(half)?;
        self.bytes = rest;
        let text = std::str::from_utf8(text).ok()?;
        if is_worth_pointing_at(text, self.known.len()) {
            self.known.push(text);
        }
        Some(text)
    }

    /// As many items as a number says, but no more than there are bytes.
    pub(super) fn list<T, L: FromIterator<T>>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<L> {
        let count = self.number()?;
        if count > self.bytes.len() as u64 {
            return None;
        }
        (0..count).map(|_| item(self)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Decoder, Encoder, MOST_KNOWN};

    #[test]
    fn what_is_written_is_read() {
        let many: Vec<String> = (0..MOST_KNOWN * 2).map(|n| format!("text {}", n % (MOST_KNOWN + 3))).collect();
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes);
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        numbers.iter().for_each(|number| encoder.number(*number));
        let signed = [0, -1, 1, i64::MIN, i64::MAX];
        signed.iter().for_each(|number| encoder.signed(*number));
        many.iter().for_each(|text| encoder.text(text));
        let mut decoder = Decoder::new(&bytes);
        assert!(numbers.iter().all(|number| decoder.number() == Some(*number)));
        assert!(signed.iter().all(|number| decoder.signed() == Some(*number)));
        assert!(many.iter().all(|text| decoder.text() == Some(text)));
        assert_eq!(decoder.number(), None);
    }

    #[test]
    fn a_text_is_written_once() {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes);
        ["heading", "heading", "a", "a", "", "heading"].into_iter().for_each(|text| encoder.text(text));
        assert_eq!(bytes, b"\x0eheading\x01\x02a\x02a\x00\x01");
    }

    #[test]
    fn damage_is_seen() {
        for bytes in [
            &b""[..],
            b"\x80",
            &[0xff; 11],
            b"\x04a",
            b"\x01",
            b"\x02\xff",
            b"\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01",
        ] {
            assert_eq!(Decoder::new(bytes).text(), None, "{bytes:?}");
        }
        assert_eq!(Decoder::new(b"\xff\xff\x01aaa").list::<_, Vec<_>>(Decoder::text), None);
    }
}
