//! Finds the words of a text: runs of letters and digits. What they mean is decided elsewhere.

use std::ops::Range;

use super::scripts::{Class, class, continues};

/// A run of letters and digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// Where it begins, in bytes of the text.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Nothing in it is beyond ASCII.
    pub ascii: bool,
    /// It has letters.
    pub letters: bool,
    /// It has digits.
    pub digits: bool,
    /// It has an ASCII capital after its first character.
    pub capitals: bool,
    /// It is one character of a script written without spaces.
    pub alone: bool,
}

impl Span {
    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Puts the words of `text` into `spans`, in order.
pub(super) fn find(text: &str, spans: &mut Vec<Span>) {
    spans.clear();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii_alphanumeric() {
            at = word(text, at, spans);
        } else if byte.is_ascii() {
            at += 1;
        } else if let Some(c) = text[at..].chars().next() {
            at = match class(c) {
                Class::Letter | Class::Digit => word(text, at, spans),
                Class::Alone => character(text, at, c, spans),
                _ => at + c.len_utf8(),
            };
        }
    }
}

/// Adds the word that begins at `start`; gives where to go on.
fn word(text: &str, start: usize, spans: &mut Vec<Span>) -> usize {
    let bytes = text.as_bytes();
    let mut span =
        Span { start, end: start, ascii: true, letters: false, digits: false, capitals: false, alone: false };
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'a'..=b'z' => span.letters = true,
            b'A'..=b'Z' => {
                span.letters = true;
                span.capitals |= at > start;
            }
            b'0'..=b'9' => span.digits = true,
            b',' if !span.letters && is_thousands(&bytes[start..at], &text[at + 1..]) => {}
            b'\0'..=b'\x7f' => break,
            _ => {
                let Some(c) = text[at..].chars().next() else { break };
                let class = class(c);
                match class {
                    Class::Letter => span.letters = true,
                    Class::Digit => span.digits = true,
                    Class::Mark | Class::Unseen => {}
                    Class::Alone | Class::Break => break,
                }
                at += c.len_utf8();
                if class != Class::Unseen {
                    span.end = at;
                }
                continue;
            }
        }
        at += 1;
        span.end = at;
    }
    span.ascii = text[span.range()].is_ascii();
    spans.push(span);
    at
}

/// Whether a comma between these groups digits in thousands: up to three before it or groups of three already, and
/// exactly three after it, as in `150,000`.
fn is_thousands(before: &[u8], after: &str) -> bool {
    let last = before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    (last == 3 || last == before.len() && (1..3).contains(&last))
        && after.bytes().take(4).take_while(u8::is_ascii_digit).count() == 3
        && !after[3..].chars().next().is_some_and(|c| class(c) == Class::Letter)
}

/// Adds one character with its marks; gives where to go on.
fn character(text: &str, start: usize, first: char, spans: &mut Vec<Span>) -> usize {
    let mut end = start + first.len_utf8();
    let mut before = first;
    for (at, c) in text[end..].char_indices().map(|(at, c)| (start + first.len_utf8() + at, c)) {
        match class(c) {
            Class::Mark => {}
            Class::Unseen => continue,
            Class::Alone if continues(before, c) => {}
            _ => break,
        }
        end = at + c.len_utf8();
        before = c;
    }
    spans.push(Span { start, end, ascii: false, letters: true, digits: false, capitals: false, alone: true });
    end
}

#[cfg(test)]
mod tests {
    use super::find;

    fn words(text: &str) -> Vec<&str> {
        let mut spans = Vec::new();
        find(text, &mut spans);
        spans.iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(words("Don't  panic_now, k8s/v2 (x²)."), ["Don", "t", "panic", "now", "k8s", "v2", "x²"]);
        assert_eq!(words("..., — !"), Vec::<&str>::new());
        assert_eq!(words("комп'ютер комп’ютер компʼютер"), ["комп", "ютер"].repeat(3));
    }

    #[test]
    fn numbers_keep_their_thousands() {
        assert_eq!(
            words("$150,000 - 250,000+ 1,2,3 12,3456 1,000,000 a,000 1234,567 2019,100,x 1,000円 1,000é"),
            [
                "150,000",
                "250,000",
                "1",
                "2",
                "3",
                "12",
                "3456",
                "1,000,000",
                "a",
                "000",
                "1234",
                "567",
                "2019",
                "100",
                "x",
                "1,000",
                "円",
                "1",
                "000é"
            ]
        );
    }

    #[test]
    fn what_is_unseen_parts_no_word_and_ends_none() {
        assert_eq!(words("co\u{ad}operate\u{ad} zero\u{200b}width\u{feff}"), ["co\u{ad}operate", "zero\u{200b}width"]);
        assert_eq!(words("\u{301}cafe\u{301}s"), ["cafe\u{301}s"]);
    }

    #[test]
    fn vowel_signs_stay_in_their_word() {
        assert_eq!(words("हिन्दी में, தமிழ்।বাংলা"), ["हिन्दी", "में", "தமிழ்", "বাংলা"]);
    }

    #[test]
    fn scripts_without_spaces_are_cut_at_every_character() {
        assert_eq!(
            words("自己 ok カードis か\u{3099}ｶﾞ"),
            ["自", "己", "ok", "カ", "ー", "ド", "is", "か\u{3099}", "ｶﾞ"]
        );
        assert_eq!(words("น้ำทํา"), ["น้ำ", "ทํา"]);
        assert_eq!(words("클라우드 \u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}").len(), 6);
        assert_eq!(words("コンテナ・クラスタ2026年"), ["コ", "ン", "テ", "ナ", "ク", "ラ", "ス", "タ", "2026", "年"]);
    }
}
