//! A second look at the best hits, with evidence too dear for all of them: words near each other, and guides alike.
//!
//! It looks at the best of what matches before any filter, so that a filter never changes a score.

use std::collections::HashMap;

use tantivy::columnar::Column;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Searcher};

use super::evidence::Evidence;
use super::neighbours::{self, Described};
use super::pairs::PairScorer;
use super::the_best::Matched;
use super::weights::AS_TYPED;
use crate::engine::embedded::matching::postings::WordPostings;
use crate::engine::embedded::meaning::plan::Plan;
use crate::engine::embedded::store::columns::Columns;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;

/// One of the best hits.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Best {
    /// The segment, and the place among its candidates.
    pub segment: usize,
    pub place: usize,
    pub doc: DocId,
    /// The first section of its guide.
    pub lead: DocId,
    pub evidence: Evidence,
    /// Before the second look; afterwards with what it gave.
    pub score: f32,
    /// What words just as they were typed gave.
    pub forms: f32,
    /// What pairs of words gave.
    pub pairs: f32,
    /// What guides alike gave, or took.
    pub neighbours: f32,
}

/// Averages that lengths are held against, in words.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Averages {
    pub section: f32,
    pub guide: f32,
}

/// Adds what words that stand there just as they were typed are worth. The hits are in the order of segments and
/// documents.
pub(in crate::engine) fn add_forms(best: &mut [Best], plan: &Plan, searcher: &Searcher) -> Result<()> {
    for (segment, reader) in searcher.segment_readers().iter().enumerate() {
        let mut words = Vec::with_capacity(plan.bag.len());
        for word in &plan.bag {
            let form = std::slice::from_ref(&word.form);
            let postings = WordPostings::open(reader, form, IndexRecordOption::Basic).map_err(unreadable)?;
            words.push((postings, AS_TYPED * word.section_idf));
        }
        for hit in best.iter_mut().filter(|hit| hit.segment == segment) {
            hit.forms = words.iter_mut().map(|(word, worth)| if word.holds(hit.doc) { *worth } else { 0.0 }).sum();
            hit.score += hit.forms;
        }
    }
    Ok(())
}

/// Adds what words near each other are worth. The hits are in the order of segments and documents.
pub(in crate::engine) fn add_pairs(
    best: &mut [Best],
    plan: &Plan,
    searcher: &Searcher,
    guides: &[Matched],
    averages: Averages,
) -> Result<()> {
    for (segment, reader) in searcher.segment_readers().iter().enumerate() {
        let mut scorer = PairScorer::new(&plan.bag, &plan.pairs, reader).map_err(unreadable)?;
        for hit in best.iter_mut().filter(|hit| hit.segment == segment) {
            let length = guides[segment].guides.sections.of(hit.doc).words() as f32 / averages.section;
            hit.pairs = scorer.score(hit.doc, length);
            hit.score += hit.pairs;
        }
    }
    Ok(())
}

/// Lets guides alike speak for those that cover the query poorly.
pub(in crate::engine) fn add_neighbours(
    best: &mut [Best],
    guides: &[Matched],
    columns: &[Columns],
    averages: Averages,
) -> Result<()> {
    let listens = |hit: &Best| neighbours::share(hit.evidence.coverage) > 0.0;
    if best.len() < 3 || !best.iter().any(listens) {
        return Ok(());
    }
    let digests: Vec<&Column<u64>> =
        columns.iter().map(Columns::digests).collect::<tantivy::Result<_>>().map_err(unreadable)?;
    let lowest = best.iter().map(|hit| hit.score).fold(f32::INFINITY, f32::min);
    // Every guide once, with the score of its best section.
    let mut number: HashMap<(usize, DocId), usize> = HashMap::new();
    let mut described: Vec<Described> = Vec::new();
    let mut wanted: Vec<bool> = Vec::new();
    for hit in best.iter() {
        let n = *number.entry((hit.segment, hit.lead)).or_insert_with(|| {
            described.push(Described {
                digest: digests[hit.segment].values_for_doc(hit.lead).collect(),
                length: guides[hit.segment].guides.words(hit.lead) as f32 / averages.guide,
                above: 0.0,
            });
            wanted.push(false);
            described.len() - 1
        });
        described[n].above = described[n].above.max(hit.score - lowest);
        wanted[n] |= listens(hit);
    }
    let given = neighbours::from_neighbours(&described, &wanted);
    for hit in best.iter_mut() {
        let share = neighbours::share(hit.evidence.coverage);
        if let Some(given) = number.get(&(hit.segment, hit.lead)).and_then(|n| given[*n]) {
            hit.neighbours = share * (given - (hit.score - lowest));
            hit.score += hit.neighbours;
        }
    }
    Ok(())
}
