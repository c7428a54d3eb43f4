//! Numbers and texts in as few bytes as they need: what is read for every hit is small, and read without a parser. The
//! whole is a text as well, because Tantivy copies a text at once and bytes one by one.
//!
//! ```text
//! number := six bits a byte, the low ones first; the next bit says that more follow, the top bit is never set
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

/// Appends numbers and texts.
pub(super) struct Encoder<'a> {
    written: &'a mut String,
    known: Vec<&'a str>,
}

impl<'a> Encoder<'a> {
    pub(super) fn new(written: &'a mut String) -> Encoder<'a> {
        Encoder { written, known: Vec::with_capacity(MOST_KNOWN) }
    }

    pub(super) fn number(&mut self, mut number: u64) {
        while number > 0x3f {
            self.written.push(char::from(number as u8 & 0x3f | 0x40));
            number >>= 6;
        }
        self.written.push(char::from(number as u8));
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
        self.written.push_str(text);
    }
}

/// Takes numbers and texts from what was written; none where that holds something else.
pub(super) struct Decoder<'a> {
    rest: &'a str,
    known: Vec<&'a str>,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(written: &'a str) -> Decoder<'a> {
        Decoder { rest: written, known: Vec::with_capacity(MOST_KNOWN) }
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(6) {
            let byte = *self.rest.as_bytes().first()?;
            // None where a character beyond ASCII stands.
            self.rest = self.rest.get(1..)?;
            number |= u64::from(byte & 0x3f) << shift;
            if byte & 0x40 == 0 {
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
        let (text, rest) = self.rest.split_at_checked(half)?;
        self.rest = rest;
        if is_worth_pointing_at(text, self.known.len()) {
            self.known.push(text);
        }
        Some(text)
    }

    /// As many items as a number says, but no more than there are bytes.
    pub(super) fn list<T, L: FromIterator<T>>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<L> {
        let count = self.number()?;
        if count > self.rest.len() as u64 {
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
        let mut written = String::new();
        let mut encoder = Encoder::new(&mut written);
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        numbers.iter().for_each(|number| encoder.number(*number));
        let signed = [0, -1, 1, i64::MIN, i64::MAX];
        signed.iter().for_each(|number| encoder.signed(*number));
        many.iter().for_each(|text| encoder.text(text));
        let mut decoder = Decoder::new(&written);
        assert!(numbers.iter().all(|number| decoder.number() == Some(*number)));
        assert!(signed.iter().all(|number| decoder.signed() == Some(*number)));
        assert!(many.iter().all(|text| decoder.text() == Some(text)));
        assert_eq!(decoder.number(), None);
    }

    #[test]
    fn a_text_is_written_once() {
        let mut written = String::new();
        let mut encoder = Encoder::new(&mut written);
        ["heading", "heading", "a", "a", "", "heading"].into_iter().for_each(|text| encoder.text(text));
        assert_eq!(written, "\x0eheading\x01\x02a\x02a\x00\x01");
    }

    #[test]
    fn damage_is_seen() {
        let endless = "\x7f".repeat(12);
        for written in ["", "\x40", &endless, "\x04a", "\x01", "ж", "\x02ж", "\x7e\x7f\x7f\x7f\x7f\x01"] {
            assert_eq!(Decoder::new(written).text(), None, "{written:?}");
        }
        assert_eq!(Decoder::new("\x7f\x7f\x01aaa").list::<_, Vec<_>>(Decoder::text), None);
    }
}
