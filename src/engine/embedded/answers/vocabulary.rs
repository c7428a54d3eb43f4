//! The words and sections of an index, for those who make questions from them.

use tantivy::schema::Term;
use tantivy::{DocAddress, DocId};

use super::lookup;
use crate::engine::analysis::{Analyzer, is_by_character};
use crate::engine::embedded::ranking::statistics::Statistics;
use crate::engine::embedded::store::engine::Engine;
use crate::engine::embedded::store::stored::StoredSection;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;

/// A word of fewer letters than this is hardly ever asked for, in scripts that set spaces between words.
const LETTERS: usize = 3;

/// A word of the guides and the number of sections that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedWord {
    /// In lower case, not stemmed.
    pub text: String,
    /// Sections that have it.
    pub sections: u64,
}

impl Engine {
    /// The words that at least two sections have, in the order of their letters. Stop words, numbers,
    /// names with symbols and words of one or two letters are left out.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn words(&self) -> Result<Vec<CountedWord>> {
        let mut words = Vec::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields.forms).map_err(unreadable)?;
            let mut stream = inverted.terms().stream().map_err(|error| unreadable(error.into()))?;
            while stream.advance() {
                let Ok(form) = std::str::from_utf8(stream.key()) else { continue };
                if is_plain(form) {
                    let sections = lookup::holders(segment, &inverted, stream.value())?;
                    words.push(CountedWord { text: form.to_owned(), sections });
                }
            }
        }
        words.sort_unstable_by(|a, b| a.text.cmp(&b.text));
        words.dedup_by(|later, first| {
            let same = later.text == first.text;
            if same {
                first.sections += later.sections;
            }
            same
        });
        let mut analyzer = Analyzer::new(&self.state.languages);
        words.retain(|word| word.sections > 1 && !analyzer.query_words(&word.text).iter().any(|word| word.stop));
        Ok(words)
    }

    /// In how many sections a word stands, in this very form. 0 for what is no single word.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn sections_with(&self, word: &str) -> Result<u64> {
        let words = Analyzer::new(&self.state.languages).query_words(word);
        let [only] = words.as_slice() else { return Ok(0) };
        let term = Term::from_field_text(self.fields.forms, &only.form);
        Statistics::new(&self.searcher, &self.state).live(&[term])
    }

    /// Up to `count` sections, evenly far apart in the order in which the index keeps them: the same ones as long as
    /// nothing is written to it.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn some_sections(&self, count: usize) -> Result<Vec<StoredSection>> {
        let readers = self.searcher.segment_readers();
        let all: u64 = readers.iter().map(|reader| u64::from(reader.max_doc())).sum();
        let mut sections = Vec::new();
        let count = (count as u64).min(all);
        for n in 0..count {
            let mut nth = n * all / count;
            for (segment, reader) in (0..).zip(readers) {
                let documents = u64::from(reader.max_doc());
                if nth < documents {
                    let doc = nth as DocId;
                    if !reader.is_deleted(doc) {
                        sections.push(self.stored(DocAddress::new(segment, doc))?);
                    }
                    break;
                }
                nth -= documents;
            }
        }
        Ok(sections)
    }
}

/// Whether a form is nothing but the letters of a word somebody might ask for.
fn is_plain(form: &str) -> bool {
    form.chars().all(char::is_alphabetic) && (form.chars().nth(LETTERS - 1).is_some() || is_by_character(form))
}
