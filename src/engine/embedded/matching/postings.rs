//! The postings of a word: those of all its alternatives as one list.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

/// Where any of several terms stands. A section that has more than one of them comes once.
pub(in crate::engine) struct WordPostings {
    parts: Vec<SegmentPostings>,
    doc: DocId,
}

impl WordPostings {
    /// The postings of the terms, which are all of one field.
    pub(in crate::engine) fn open(
        reader: &SegmentReader,
        terms: &[Term],
        option: IndexRecordOption,
    ) -> tantivy::Result<Self> {
        let mut parts = Vec::with_capacity(terms.len());
        for term in terms {
            parts.extend(reader.inverted_index(term.field())?.read_postings(term, option)?);
        }
        let mut postings = WordPostings { parts, doc: 0 };
        postings.doc = postings.first();
        Ok(postings)
    }

    fn first(&self) -> DocId {
        self.parts.iter().map(DocSet::doc).min().unwrap_or(TERMINATED)
    }

    pub(in crate::engine) fn doc(&self) -> DocId {
        self.doc
    }

    pub(in crate::engine) fn advance(&mut self) -> DocId {
        // Most words have one form.
        if let [only] = self.parts.as_mut_slice() {
            self.doc = only.advance();
            return self.doc;
        }
        for part in &mut self.parts {
            if part.doc() == self.doc {
                part.advance();
            }
        }
        self.doc = self.first();
        self.doc
    }

    /// Goes to the first section at or after `target`, never back.
    pub(in crate::engine) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            if let [only] = self.parts.as_mut_slice() {
                self.doc = only.seek(target);
                return self.doc;
            }
            for part in &mut self.parts {
                if part.doc() < target {
                    part.seek(target);
                }
            }
            self.doc = self.first();
        }
        self.doc
    }

    /// Whether the word is in `doc`, for documents asked for in order.
    pub(in crate::engine) fn holds(&mut self, doc: DocId) -> bool {
        self.seek(doc) == doc
    }

    /// How often the word stands in the section it is at.
    pub(in crate::engine) fn frequency(&self) -> u32 {
        if let [only] = self.parts.as_slice() {
            return only.term_freq();
        }
        self.parts.iter().filter(|part| part.doc() == self.doc).map(Postings::term_freq).sum()
    }

    /// The positions of the word in the section it is at, in order, into `positions`.
    pub(in crate::engine) fn positions(&mut self, positions: &mut Vec<u32>) {
        positions.clear();
        let mut several = false;
        for part in self.parts.iter_mut().filter(|part| part.doc() == self.doc) {
            several |= !positions.is_empty();
            part.append_positions_with_offset(0, positions);
        }
        if several {
            positions.sort_unstable();
            positions.dedup();
        }
    }

    /// An upper bound of the number of sections.
    pub(in crate::engine) fn size(&self) -> u32 {
        self.parts.iter().map(SegmentPostings::doc_freq).fold(0, u32::saturating_add)
    }
}
