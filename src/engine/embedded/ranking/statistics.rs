//! What the index knows of its words: how many sections and guides hold one, and what that makes it worth.

use tantivy::Searcher;
use tantivy::schema::{IndexRecordOption, Term};

use crate::engine::embedded::store::state::CommitState;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;

/// Counts over the live part of an index.
pub(in crate::engine) struct Statistics<'a> {
    pub searcher: &'a Searcher,
    /// Live sections.
    pub sections: u64,
    /// Live guides.
    pub guides: u64,
    /// Average length of a section in words, stop words left out; at least 1.
    pub section_words: f32,
    /// Average length of a guide in words, stop words left out; at least 1.
    pub guide_words: f32,
}

impl<'a> Statistics<'a> {
    pub(in crate::engine) fn new(searcher: &'a Searcher, state: &CommitState) -> Self {
        let average = |count: u64| (state.words as f32 / count.max(1) as f32).max(1.0);
        Statistics {
            searcher,
            sections: state.sections,
            guides: state.guides,
            section_words: average(state.sections),
            guide_words: average(state.guides),
        }
    }

    /// In how many live documents any of the terms stands; those that share a document are counted apart. Documents
    /// that were deleted and not yet merged away are never counted, so that an update is worth what a rebuild is.
    pub(in crate::engine) fn live(&self, terms: &[Term]) -> Result<u64> {
        let mut found = 0;
        for term in terms {
            found += self.live_one(term)?;
        }
        Ok(found)
    }

    fn live_one(&self, term: &Term) -> Result<u64> {
        let mut found = 0;
        for reader in self.searcher.segment_readers() {
            let inverted = reader.inverted_index(term.field()).map_err(unreadable)?;
            found += match reader.alive_bitset() {
                None => u64::from(inverted.doc_freq(term).map_err(|error| unreadable(error.into()))?),
                Some(alive) => {
                    let postings = inverted.read_postings(term, IndexRecordOption::Basic);
                    let postings = postings.map_err(|error| unreadable(error.into()))?;
                    postings.map_or(0, |postings| u64::from(postings.doc_freq_given_deletes(alive)))
                }
            };
        }
        Ok(found)
    }

    /// What a word is worth among sections that `found` of them hold.
    pub(in crate::engine) fn section_idf(&self, found: u64) -> f32 {
        idf(found, self.sections)
    }

    /// What a word is worth among guides that `found` of them hold.
    pub(in crate::engine) fn guide_idf(&self, found: u64) -> f32 {
        idf(found, self.guides)
    }
}

/// Inverse document frequency, after Robertson and Spärck Jones (1976) as Lucene smooths it: never negative.
fn idf(found: u64, all: u64) -> f32 {
    let all = all.max(found) as f32;
    let found = found as f32;
    (1.0 + (all - found + 0.5) / (found + 0.5)).ln()
}
