//! How text becomes words: one analysis for guides and queries, so that what was indexed is what is looked for.
//!
//! A token is a run of letters and digits, lower-cased, accents folded, stemmed with Snowball English. Digits grouped
//! in thousands are one number (`$150,000` is `150000`). Chinese characters and Japanese kana are a token each, so that
//! a word of several is found as a phrase. Stop words keep their place: phrases need them.

use frostem::{Algorithm, Stemmer};
use tantivy::tokenizer::{AsciiFoldingFilter, TextAnalyzer, Token, TokenStream, Tokenizer};

use super::stopwords::is_stop_word;

/// Changes whenever the same text would give other words: an index built with another version is built anew.
pub(super) const VERSION: u32 = 2;

/// Longest token in bytes; what is beyond is cut in guides and queries alike.
const LONGEST: usize = 200;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// The indexed form: lower-cased and stemmed.
    pub term: String,
    /// The same before it was stemmed, which is what a prefix is compared with.
    pub form: String,
    /// The place among the words of the text, from 0, stop words counted.
    pub position: usize,
    /// Where it stands in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Whether it is a stop word.
    pub stop: bool,
}

/// Splits text into words. Costs an allocation to make; make one per thread or per query.
pub(super) struct Analyzer {
    words: TextAnalyzer,
    stemmer: Stemmer,
}

impl Default for Analyzer {
    fn default() -> Self {
        let words = TextAnalyzer::builder(WordTokenizer::default()).filter(AsciiFoldingFilter).build();
        Analyzer { words, stemmer: Stemmer::new(Algorithm::English) }
    }
}

impl Analyzer {
    /// The words of a text, in order.
    pub(super) fn words(&mut self, text: &str) -> Vec<Word> {
        let mut words = Vec::with_capacity(text.len() / 6);
        let mut stream = self.words.token_stream(text);
        while stream.advance() {
            let token = stream.token();
            let (start, end) = (token.offset_from, token.offset_to);
            let stop = end - start <= 12 && text.get(start..end).is_some_and(is_stop);
            let term = self.stemmer.stem(&token.text).into_owned();
            words.push(Word { term, form: token.text.clone(), position: token.position, start, end, stop });
        }
        words
    }
}

fn is_stop(surface: &str) -> bool {
    if surface.bytes().any(|b| b.is_ascii_uppercase()) {
        is_stop_word(&surface.to_ascii_lowercase())
    } else {
        is_stop_word(surface)
    }
}

/// Finds the raw words: everything but folding and stemming, which are Tantivy's filters.
#[derive(Clone, Default)]
struct WordTokenizer {
    token: Token,
}

struct WordStream<'a> {
    text: &'a str,
    /// Where the search for the next word goes on, in bytes.
    at: usize,
    token: &'a mut Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        WordStream { text, at: 0, token: &mut self.token }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let Some(skipped) = rest.find(char::is_alphanumeric) else {
            self.at = self.text.len();
            return false;
        };
        let start = self.at + skipped;
        let length = word_length(&self.text[start..]);
        self.at = start + length;
        self.token.text.clear();
        for c in self.text[start..self.at].chars().filter(|c| *c != ',' && !is_ignored(*c)) {
            if self.token.text.len() >= LONGEST {
                break;
            }
            self.token.text.extend(c.to_lowercase());
        }
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = start;
        self.token.offset_to = self.at;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// How many bytes the word at the start of `text` takes.
fn word_length(text: &str) -> usize {
    let mut digits_only = true;
    for (at, c) in text.char_indices() {
        if is_one_char_word(c) {
            return if at == 0 { c.len_utf8() } else { at };
        }
        if c.is_alphanumeric() {
            digits_only &= c.is_ascii_digit();
        } else if !(is_ignored(c) || c == ',' && digits_only && is_thousands(&text.as_bytes()[at + 1..])) {
            return at;
        }
    }
    text.len()
}

/// Exactly three digits, as after the comma in `150,000`.
fn is_thousands(rest: &[u8]) -> bool {
    rest.len() >= 3 && rest[..3].iter().all(u8::is_ascii_digit) && !rest.get(3).is_some_and(u8::is_ascii_alphanumeric)
}

/// Scripts that are written without spaces and carry meaning by the character.
fn is_one_char_word(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Characters inside words that no reader sees: accents set apart from their letter, soft hyphens, zero-width joints.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::Analyzer;

    fn terms(text: &str) -> Vec<String> {
        Analyzer::default().words(text).into_iter().map(|word| word.term).collect()
    }

    #[test]
    fn words_are_lower_case_folded_and_stemmed() {
        assert_eq!(terms("Reporting Managers' CAFÉS, cafe\u{301}s"), ["report", "manag", "cafe", "cafe"]);
        assert_eq!(terms("co\u{ad}operate zero\u{200b}width"), ["cooper", "zerowidth"]);
        assert_eq!(terms("自己 ok カ"), ["自", "己", "ok", "カ"]);
        assert_eq!(terms("..., — !"), Vec::<String>::new());
    }

    #[test]
    fn numbers_keep_their_thousands() {
        assert_eq!(
            terms("$150,000 - 250,000+ 1,2,3 12,3456 1,000,000"),
            ["150000", "250000", "1", "2", "3", "12", "3456", "1000000"]
        );
    }

    #[test]
    fn offsets_cut_the_text_at_the_word_and_positions_count_stop_words() {
        let text = "Who leads the “Überbau”?";
        let words = Analyzer::default().words(text);
        let surfaces: Vec<_> = words.iter().map(|w| (&text[w.start..w.end], w.position, w.stop)).collect();
        assert_eq!(surfaces, [("Who", 0, true), ("leads", 1, false), ("the", 2, true), ("Überbau", 3, false)]);
    }

    #[test]
    fn endless_words_are_cut() {
        let long = "x".repeat(100_000);
        assert!(terms(&long)[0].len() <= 204);
    }
}
