//! The whole index read through, for those who look at guides rather than search them.

use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocAddress, DocSet as _, TERMINATED};

use crate::engine::analysis::Analyzer;
use crate::engine::embedded::store::engine::Engine;
use crate::engine::embedded::store::stored::{StoredSection, Written};
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;

/// Blocks of stored sections kept unpacked: they are read in order, so the one at hand is enough.
const BLOCKS: usize = 1;

impl Engine {
    /// Every section, in the order of path and line.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn sections(&self) -> Result<Vec<StoredSection>> {
        let mut sections = Vec::new();
        for reader in self.searcher.segment_readers() {
            let store = reader.get_store_reader(BLOCKS).map_err(|error| unreadable(error.into()))?;
            for document in store.iter(reader.alive_bitset()) {
                let Written(section) = document.map_err(unreadable)?;
                sections.push(StoredSection::read_with_links(&section)?);
            }
        }
        // Stable: several sections may begin on one page, and a guide's sections come in their order.
        sections.sort_by(|a: &StoredSection, b| (&a.key, a.lines.first).cmp(&(&b.key, b.lines.first)));
        Ok(sections)
    }

    /// The sections of the guide with this key, in their order; none where there is no such guide.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn sections_of(&self, key: &str) -> Result<Vec<StoredSection>> {
        let term = Term::from_field_text(self.fields.key, key);
        let mut sections = Vec::new();
        for (n, reader) in (0..).zip(self.searcher.segment_readers()) {
            let inverted = reader.inverted_index(self.fields.key).map_err(unreadable)?;
            let postings = inverted.read_postings(&term, IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(|error| unreadable(error.into()))? else { continue };
            while postings.doc() != TERMINATED {
                if !reader.is_deleted(postings.doc()) {
                    sections.push(self.stored(DocAddress::new(n, postings.doc()))?);
                }
                postings.advance();
            }
        }
        sections.sort_by_key(|section| section.lines.first);
        Ok(sections)
    }
}

/// The words of a text that tell what it is about, as they are written and in their order: stop words are left out.
pub fn content_words(text: &str) -> Vec<&str> {
    let words = Analyzer::default().query_words(text).into_iter().filter(|word| !word.stop);
    words.filter_map(|word| text.get(word.start..word.end)).collect()
}
