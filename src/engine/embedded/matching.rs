//! Which sections match: one definition for ranking, totals and facet counts.
//!
//! Of a short query, everything that is wanted must be there. Of a longer one, and of a short one that no section has
//! all of, those sections match that cover most: at least [`SHARE`] of what the best of them covers, clauses weighed by
//! how much they tell. Decided before any filter.

use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED};

use super::plan::{Node, Plan, Wanted};
use super::scorer::{Segment, Union};

/// Most clauses of a query of which all must be there: more are a question or a description, of which hardly any
/// section has every word, and the one that does is not the best for it.
const SHORT: usize = 3;

/// How much of what the best section covers another must cover, where not everything must be there.
const SHARE: f32 = 0.4;

/// Shares above this are all there is, rounding aside.
const WHOLE: f32 = 0.999;

/// A matching section of one segment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub doc: DocId,
    pub score: f32,
}

/// What matches.
#[derive(Debug, Default)]
pub(super) struct Matches {
    /// Per segment, in the order of the documents.
    pub segments: Vec<Vec<Candidate>>,
    /// No section has everything that is wanted, so these have most of it.
    pub relaxed: bool,
}

/// Finds what matches a plan. With `any`, one wanted clause is enough.
pub(super) fn matches(plan: &Plan, searcher: &Searcher, average: f32, any: bool) -> tantivy::Result<Matches> {
    let clauses = plan.wanted.len();
    if clauses < 2 || clauses <= SHORT && !any {
        let segments = all_wanted(plan, searcher, average)?;
        if clauses < 2 || segments.iter().any(|segment| !segment.is_empty()) {
            return Ok(Matches { segments, relaxed: false });
        }
    }
    let covered = some_wanted(plan, searcher, average)?;
    let best = covered.iter().flatten().map(|(_, share)| *share).fold(0.0, f32::max);
    let least = if any { f32::MIN } else { best * SHARE };
    let keep = |segment: Vec<(Candidate, f32)>| {
        segment.into_iter().filter(|(_, share)| *share >= least).map(|(candidate, _)| candidate).collect()
    };
    Ok(Matches { segments: covered.into_iter().map(keep).collect(), relaxed: !any && best < WHOLE })
}

/// The sections that have everything.
fn all_wanted(plan: &Plan, searcher: &Searcher, average: f32) -> tantivy::Result<Vec<Vec<Candidate>>> {
    let mut found = Vec::new();
    for reader in searcher.segment_readers() {
        let segment = Segment::new(reader, average)?;
        let mut scorers = segment.scorers(&plan.required)?;
        for wanted in &plan.wanted {
            let literal = segment.scorer(&wanted.node)?;
            // Alone, a name is looked for as it is written; beside other words it says what they are wanted about.
            let covering = wanted.covered_by.as_ref().filter(|_| plan.wanted.len() > 1);
            scorers.push(match covering {
                Some(value) => Box::new(Union::best(vec![literal, segment.scorer(value)?])),
                None => literal,
            });
        }
        if scorers.is_empty() && !plan.unsearchable {
            scorers.push(segment.scorer(&Node::Everything)?);
        }
        let mut scorer = tantivy::query::intersect_scorers(scorers, reader.max_doc());
        let mut excluded = segment.scorers(&plan.excluded)?;
        let mut candidates = Vec::new();
        while scorer.doc() != TERMINATED {
            let doc = scorer.doc();
            if !reader.is_deleted(doc) && !any_holds(&mut excluded, doc) {
                candidates.push(Candidate { doc, score: scorer.score() });
            }
            scorer.advance();
        }
        found.push(candidates);
    }
    Ok(found)
}

fn any_holds(scorers: &mut [Box<dyn Scorer>], doc: DocId) -> bool {
    scorers.iter_mut().any(|scorer| at(scorer, doc))
}

/// Moves a scorer up to `doc`; whether it stands there.
fn at(scorer: &mut Box<dyn Scorer>, doc: DocId) -> bool {
    let here = scorer.doc();
    (if here < doc { scorer.seek(doc) } else { here }) == doc
}

/// The sections that have anything, with the share of the query they cover, from 0 to 1.
fn some_wanted(plan: &Plan, searcher: &Searcher, average: f32) -> tantivy::Result<Vec<Vec<(Candidate, f32)>>> {
    searcher.segment_readers().iter().map(|reader| some_wanted_in(plan, reader, average)).collect()
}

fn some_wanted_in(plan: &Plan, reader: &SegmentReader, average: f32) -> tantivy::Result<Vec<(Candidate, f32)>> {
    let segment = Segment::new(reader, average)?;
    let scorer = |wanted: &Wanted| segment.scorer(&wanted.node);
    let mut scorers = plan.wanted.iter().map(scorer).collect::<tantivy::Result<Vec<_>>>()?;
    let covering = |wanted: &Wanted| wanted.covered_by.as_ref().map(|node| segment.scorer(node)).transpose();
    let mut covering = plan.wanted.iter().map(covering).collect::<tantivy::Result<Vec<_>>>()?;
    let mut required = segment.scorers(&plan.required)?;
    let mut excluded = segment.scorers(&plan.excluded)?;
    let whole: f32 = plan.wanted.iter().map(|wanted| wanted.weight).sum::<f32>().max(f32::MIN_POSITIVE);
    let mut found = Vec::new();
    while let Some(doc) = scorers.iter().map(|scorer| scorer.doc()).min().filter(|doc| *doc != TERMINATED) {
        let holds = !reader.is_deleted(doc)
            && required.iter_mut().all(|scorer| at(scorer, doc))
            && !any_holds(&mut excluded, doc);
        let mut score = 0.0;
        let mut share = 0.0;
        for ((scorer, covering), wanted) in scorers.iter_mut().zip(&mut covering).zip(&plan.wanted) {
            let here = scorer.doc() == doc;
            if holds && here {
                score += scorer.score();
            }
            if holds && (here || covering.as_mut().is_some_and(|scorer| at(scorer, doc))) {
                share += wanted.weight;
            }
            if here {
                scorer.advance();
            }
        }
        if holds {
            found.push((Candidate { doc, score }, share / whole));
        }
    }
    Ok(found)
}
