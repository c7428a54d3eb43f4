//! Sections that have several words.

use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, SegmentReader, TERMINATED};

use crate::engine::embedded::matching::postings::WordPostings;

/// The live sections of a segment that have every one of the words, in order. A word is any of its terms. Without words
/// there are none.
pub(in crate::engine) fn sections_with(reader: &SegmentReader, words: &[Vec<Term>]) -> tantivy::Result<Vec<DocId>> {
    let mut lists = Vec::with_capacity(words.len());
    for terms in words {
        lists.push(WordPostings::open(reader, terms, IndexRecordOption::Basic)?);
    }
    lists.sort_unstable_by_key(WordPostings::size);
    let Some((rarest, others)) = lists.split_first_mut() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    while rarest.doc() != TERMINATED {
        let doc = rarest.doc();
        match others.iter_mut().map(|list| list.seek(doc)).find(|at| *at != doc) {
            Some(beyond) => {
                rarest.seek(beyond);
            }
            None => {
                if !reader.is_deleted(doc) {
                    found.push(doc);
                }
                rarest.advance();
            }
        }
    }
    Ok(found)
}
