//! Sections with links to something.

use std::collections::BTreeSet;

use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocAddress, DocSet as _, TERMINATED};

use crate::engine::embedded::store::engine::Engine;
use crate::engine::embedded::store::stored::StoredSection;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;

impl Engine {
    /// The sections that have links to what goes by one of these names (see [`crate::guide::link_names`]), and all those
    /// of the guide `key`, in the order of path and line.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn linked(&self, names: &BTreeSet<String>, key: &str) -> Result<Vec<StoredSection>> {
        let named = names.iter().map(|name| Term::from_field_text(self.fields.link, name));
        let mut found: BTreeSet<DocAddress> = BTreeSet::new();
        for term in named.chain([Term::from_field_text(self.fields.key, key)]) {
            for (n, reader) in self.searcher.segment_readers().iter().enumerate() {
                let inverted = reader.inverted_index(term.field()).map_err(unreadable)?;
                let postings = inverted.read_postings(&term, IndexRecordOption::Basic);
                let Some(mut postings) = postings.map_err(|error| unreadable(error.into()))? else { continue };
                while postings.doc() != TERMINATED {
                    if !reader.is_deleted(postings.doc()) {
                        found.insert(DocAddress::new(n as u32, postings.doc()));
                    }
                    postings.advance();
                }
            }
        }
        let mut sections =
            found.into_iter().map(|address| self.stored_with_links(address)).collect::<Result<Vec<_>>>()?;
        sections.sort_by(|a, b| (&a.key, a.lines.first).cmp(&(&b.key, b.lines.first)));
        Ok(sections)
    }
}
