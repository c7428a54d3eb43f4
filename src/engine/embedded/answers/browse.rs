//! The whole index read through, for those who look at guides rather than search them.

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
}

/// The words of a text that tell what it is about, as they are written and in their order: stop words are left out.
pub fn content_words(text: &str) -> Vec<&str> {
    let words = Analyzer::default().query_words(text).into_iter().filter(|word| !word.stop);
    words.filter_map(|word| text.get(word.start..word.end)).collect()
}
