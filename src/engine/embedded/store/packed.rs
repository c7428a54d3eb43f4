//! Analyzed words on their way to Tantivy: packed into one string, and read from it word by word without a copy of each.
//!
//! ```text
//! packed := (number, length, word)*     a character each for number and length, the length in bytes
//! ```
//!
//! The number is how far the word stands behind the one before it (placed), or how often it stands there (counted).

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

/// Name of the tokenizer of words with their places.
pub(super) const PLACED: &str = "placed";
/// Name of the tokenizer of words with how often they stand there; where they stand is not told.
pub(super) const COUNTED: &str = "counted";

/// Numbers from here on are no characters.
const LARGEST: usize = 0xd7ff;

/// Makes both known to an index that is written.
pub(in crate::engine) fn register(tokenizers: &TokenizerManager) {
    tokenizers.register(PLACED, TextAnalyzer::from(Unpacker::new(false)));
    tokenizers.register(COUNTED, TextAnalyzer::from(Unpacker::new(true)));
}

/// Packs words with their places, one after the other.
#[derive(Default)]
pub(super) struct Placed {
    last: usize,
}

impl Placed {
    /// Adds a word at `position`, which no earlier word stands behind. One that is endless, or endlessly far from the
    /// one before, is left out.
    pub(super) fn push(&mut self, packed: &mut String, position: usize, word: &str) {
        if pack(packed, position - self.last, word) {
            self.last = position;
        }
    }
}

/// Packs a word that stands there so many times.
pub(super) fn push_counted(packed: &mut String, mut times: usize, word: &str) {
    while times > 0 {
        let now = times.min(LARGEST);
        pack(packed, now, word);
        times -= now;
    }
}

fn pack(packed: &mut String, number: usize, word: &str) -> bool {
    let character = |number: usize| if number > LARGEST { None } else { char::from_u32(number as u32) };
    let (Some(number), Some(length)) = (character(number), character(word.len())) else { return false };
    packed.push(number);
    packed.push(length);
    packed.push_str(word);
    true
}

/// Reads packed words.
#[derive(Clone)]
struct Unpacker {
    counted: bool,
    token: Token,
}

impl Unpacker {
    fn new(counted: bool) -> Unpacker {
        Unpacker { counted, token: Token::default() }
    }
}

impl Tokenizer for Unpacker {
    type TokenStream<'a> = Unpacked<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Unpacked<'a> {
        self.token.reset();
        self.token.position = 0;
        Unpacked { rest: text, counted: self.counted, again: 0, token: &mut self.token }
    }
}

struct Unpacked<'a> {
    rest: &'a str,
    counted: bool,
    /// How many times more the word stands there.
    again: u32,
    token: &'a mut Token,
}

impl TokenStream for Unpacked<'_> {
    fn advance(&mut self) -> bool {
        if self.again > 0 {
            self.again -= 1;
            return true;
        }
        let mut characters = self.rest.chars();
        let (Some(number), Some(length)) = (characters.next(), characters.next()) else { return false };
        let rest = characters.as_str();
        let Some((word, rest)) = rest.split_at_checked(length as usize) else { return false };
        self.rest = rest;
        self.token.text.clear();
        self.token.text.push_str(word);
        if self.counted {
            self.again = u32::from(number).saturating_sub(1);
        } else {
            self.token.position += number as usize;
        }
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use tantivy::tokenizer::{TokenStream as _, Tokenizer as _};

    use super::{LARGEST, Placed, Unpacker, push_counted};

    fn unpacked(packed: &str, counted: bool) -> Vec<(usize, String)> {
        let mut tokenizer = Unpacker::new(counted);
        let mut words = Vec::new();
        tokenizer.token_stream(packed).process(&mut |token| words.push((token.position, token.text.clone())));
        words
    }

    #[test]
    fn words_come_back_at_their_places() {
        let long = "ж".repeat(100);
        let words = [(0, "c"), (0, "c++"), (1, "\u{1f}\0"), (130, long.as_str()), (131, "")];
        let (mut packed, mut placed) = (String::new(), Placed::default());
        words.iter().for_each(|(position, word)| placed.push(&mut packed, *position, word));
        assert_eq!(unpacked(&packed, false), words.map(|(position, word)| (position, word.to_owned())));
    }

    #[test]
    fn endless_words_are_left_out_and_the_others_stay_where_they_are() {
        let (mut packed, mut placed) = (String::new(), Placed::default());
        for (position, word) in [(5, "a"), (6, &*"x".repeat(LARGEST + 1)), (LARGEST * 2, "far"), (8, "b")] {
            placed.push(&mut packed, position, word);
        }
        assert_eq!(unpacked(&packed, false), [(5, "a".to_owned()), (8, "b".to_owned())]);
    }

    #[test]
    fn counted_words_come_as_often() {
        let mut packed = String::new();
        for (times, word) in [(1, "once"), (3, "thrice"), (0, "never"), (LARGEST + 2, "always")] {
            push_counted(&mut packed, times, word);
        }
        let words = unpacked(&packed, true);
        let times = |word: &str| words.iter().filter(|(_, other)| other == word).count();
        assert_eq!((times("once"), times("thrice"), times("never"), times("always")), (1, 3, 0, LARGEST + 2));
        assert!(unpacked("", true).is_empty() && unpacked("\u{1}\u{9}short", true).is_empty());
    }
}
