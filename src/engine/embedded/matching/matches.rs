//! Which sections match: one definition for ranking, totals and facet counts, decided before any filter.
//!
//! Of a short query, everything that is wanted must be there. Of a longer one, which is a question or a description,
//! a section must cover a share of what is asked for, clauses weighed by how much they tell. Where nothing covers that
//! much, the share is lowered step by step until something does.

use tantivy::{DocId, Searcher, SegmentReader, TERMINATED};

use super::matcher::{AllOf, AnyOf, Everything, Matcher, stands_at};
use super::scorer::Segment;
use super::window::{Collected, Window};
use crate::engine::embedded::meaning::plan::{Clause, Plan, Wanted};
use crate::engine::embedded::ranking::weights::{BELOW_LITERAL, EXPANSION};
use crate::engine::embedded::store::columns::Columns;
use crate::query::Ranking;
use crate::results::Part;

/// Most clauses of a query of which all must be there: hardly any section has every word of a longer one, and the one
/// that does is not the best for it.
const SHORT: usize = 3;

/// How much of a longer query a section must cover, and to what that is lowered where nothing does.
const LONG_STEPS: [f32; 5] = [0.5, 0.4, 0.3, 0.2, 0.1];

/// The same for a short query of which nothing has everything.
const SHORT_STEPS: [f32; 4] = [0.8, 0.6, 0.4, 0.2];

/// So few sections are scored while they are matched.
const FEW: u64 = 1_000;

/// Rounding aside.
const SLACK: f32 = 0.001;

/// A matching section of one segment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::engine) struct Candidate {
    pub doc: DocId,
    pub score: f32,
}

/// What matches.
#[derive(Debug, Default)]
pub(in crate::engine) struct Matches {
    /// Per segment, in the order of the documents.
    pub segments: Vec<Vec<Candidate>>,
    /// Whether they have the scores of their own words, which else [`OwnWords`] tells.
    pub scored: bool,
    /// Nothing has as much as was asked for, so these have most of it.
    pub relaxed: bool,
    /// The most that something standing for a clause may be worth, clause by clause.
    pub ceilings: Vec<f32>,
}

/// What is searched, and how.
pub(in crate::engine) struct Scope<'a> {
    pub searcher: &'a Searcher,
    /// Those of every segment.
    pub columns: &'a [Columns],
    /// Average length of a section in words.
    pub average: f32,
    pub ranking: Ranking,
}

impl<'a> Scope<'a> {
    /// The segment with this number, for scoring.
    pub(in crate::engine) fn segment(&self, number: usize) -> tantivy::Result<Segment<'a>> {
        let reader = &self.searcher.segment_readers()[number];
        Segment::new(reader, &self.columns[number], self.average, self.ranking)
    }

    /// The same to learn only what matches: scores may be too low.
    fn segment_unscored(&self, number: usize) -> tantivy::Result<Segment<'a>> {
        self.segment(number).map(Segment::unscored)
    }
}

/// Finds what matches a plan. With `any`, one wanted clause is enough.
///
/// Where something stands for a clause, what it is worth depends on what the clause itself is worth anywhere, so scores are
/// found as well; and where few can match, because that costs less than reading lists twice.
pub(in crate::engine) fn matches(plan: &Plan, scope: &Scope<'_>, any: bool) -> tantivy::Result<Matches> {
    let clauses = plan.wanted.iter().filter(|wanted| !wanted.optional).count();
    if clauses < 2 || clauses <= SHORT && !any {
        let found = all_wanted(plan, scope)?;
        if clauses < 2 || found.segments.iter().any(|segment| !segment.is_empty()) {
            return Ok(found);
        }
    }
    let (mut found, shares) = some_wanted(plan, scope)?;
    let best = shares.iter().flatten().copied().fold(0.0, f32::max);
    let steps: &[f32] = if clauses <= SHORT { &SHORT_STEPS } else { &LONG_STEPS };
    let least = if any { 0.0 } else { steps.iter().copied().find(|step| *step <= best + SLACK).unwrap_or(0.0) };
    for (candidates, shares) in found.segments.iter_mut().zip(&shares) {
        let mut shares = shares.iter();
        candidates.retain(|_| shares.next().is_some_and(|share| *share + SLACK >= least));
    }
    found.relaxed = !any && (clauses <= SHORT || least < LONG_STEPS[0]);
    Ok(found)
}

/// Tells what sections of one segment are worth by their own words. Sections are asked for in order.
pub(in crate::engine) struct OwnWords(Vec<Box<dyn Matcher>>);

impl OwnWords {
    pub(in crate::engine) fn new(plan: &Plan, segment: &Segment<'_>) -> tantivy::Result<Self> {
        plan.wanted.iter().map(|wanted| segment.matcher(&wanted.node)).collect::<tantivy::Result<_>>().map(OwnWords)
    }

    /// The first section at or after `target` that has any clause.
    pub(in crate::engine) fn next(&mut self, target: DocId) -> DocId {
        self.0.iter_mut().map(|clause| clause.doc_from(target)).min().unwrap_or(TERMINATED)
    }

    pub(in crate::engine) fn score(&mut self, doc: DocId) -> f32 {
        let mut score = 0.0;
        for clause in &mut self.0 {
            if clause.doc_from(doc) == doc {
                score += clause.score();
            }
        }
        score
    }
}

/// A wanted clause in one segment.
pub(super) struct WantedMatcher {
    pub(super) literal: Box<dyn Matcher>,
    /// What stands for it.
    pub(super) also: Option<Box<dyn Matcher>>,
    /// The facet that covers it.
    covering: Option<Box<dyn Matcher>>,
}

impl WantedMatcher {
    pub(super) fn new(wanted: &Wanted, segment: &Segment<'_>) -> tantivy::Result<Self> {
        let also = if wanted.also.is_empty() {
            None
        } else {
            Some(Box::new(AnyOf::best(segment.matchers(&wanted.also)?)) as Box<dyn Matcher>)
        };
        let covering = wanted.covered_by.as_ref().map(|node| segment.matcher(node)).transpose()?;
        Ok(WantedMatcher { literal: segment.matcher(&wanted.node)?, also, covering })
    }

    /// The first section at or after `target` that has the clause in any way; `covering` counts only if asked for.
    pub(super) fn seek(&mut self, target: DocId, covering: bool) -> DocId {
        let literal = self.literal.doc_from(target);
        let also = self.also.as_mut().map_or(TERMINATED, |matcher| matcher.doc_from(target));
        let covered = match &mut self.covering {
            Some(matcher) if covering => matcher.doc_from(target),
            _ => TERMINATED,
        };
        literal.min(also).min(covered)
    }

    fn size(&self, covering: bool) -> u32 {
        let covered = self.covering.as_ref().filter(|_| covering).map_or(0, |matcher| matcher.size());
        let also = self.also.as_ref().map_or(0, |matcher| matcher.size());
        self.literal.size().saturating_add(also).saturating_add(covered)
    }
}

/// Scores of what stands for a clause, which are only known when every literal match has been seen.
#[derive(Default)]
struct Expansions {
    /// The lowest score of a literal match, clause by clause.
    lowest: Vec<f32>,
    held_back: Vec<HeldBack>,
}

/// What stands for a clause in a section that does not have the clause itself.
pub(super) struct HeldBack {
    pub segment: usize,
    /// The place of the section among the segment's candidates.
    pub place: usize,
    pub clause: usize,
    pub score: f32,
}

impl Expansions {
    fn new(clauses: usize) -> Self {
        Expansions { lowest: vec![f32::INFINITY; clauses], held_back: Vec::new() }
    }

    /// Adds what was held back, never as much as the literal word is worth anywhere.
    fn settle(self, segments: &mut [Vec<Candidate>]) -> Vec<f32> {
        let ceilings: Vec<f32> = self.lowest.iter().map(|lowest| lowest * BELOW_LITERAL).collect();
        for HeldBack { segment, place, clause, score } in self.held_back {
            segments[segment][place].score += (score * EXPANSION).min(ceilings[clause]);
        }
        ceilings
    }
}

/// The sections that have everything.
pub(in crate::engine) fn all_wanted(plan: &Plan, scope: &Scope<'_>) -> tantivy::Result<Matches> {
    // Alone, a name is looked for as it is written; beside other words it says what they are wanted about.
    let covering = plan.wanted.len() > 1;
    let needed = |clause: usize| !plan.wanted[clause].optional;
    let scored = plan.has_stand_ins() || plan.most() <= FEW;
    let mut segments = Vec::new();
    let mut expansions = Expansions::new(plan.wanted.len());
    for n in 0..scope.columns.len() {
        let segment = if scored { scope.segment(n)? } else { scope.segment_unscored(n)? };
        let mut wanted: Vec<WantedMatcher> =
            plan.wanted.iter().map(|wanted| WantedMatcher::new(wanted, &segment)).collect::<tantivy::Result<_>>()?;
        let mut order: Vec<usize> = (0..wanted.len()).filter(|clause| needed(*clause)).collect();
        order.sort_by_key(|at| wanted[*at].size(covering));
        let mut frame = Frame::new(plan, &segment)?;
        let mut candidates = Vec::new();
        let mut target = if plan.unsearchable { TERMINATED } else { 0 };
        'next: while target != TERMINATED {
            for at in &order {
                let doc = wanted[*at].seek(target, covering);
                if doc != target {
                    target = doc;
                    continue 'next;
                }
            }
            let allowed = frame.next(target);
            if allowed != target {
                target = allowed;
                continue;
            }
            let mut score = 0.0;
            for (clause, matcher) in wanted.iter_mut().enumerate().filter(|_| scored) {
                if !needed(clause) {
                    matcher.seek(target, false);
                }
                if matcher.literal.doc() == target {
                    let worth = matcher.literal.score();
                    expansions.lowest[clause] = expansions.lowest[clause].min(worth);
                    score += worth;
                } else if let Some(also) = matcher.also.as_mut().filter(|also| also.doc() == target) {
                    let place = candidates.len();
                    expansions.held_back.push(HeldBack { segment: n, place, clause, score: also.score() });
                }
            }
            candidates.push(Candidate { doc: target, score });
            target += 1;
        }
        segments.push(candidates);
    }
    let ceilings = expansions.settle(&mut segments);
    Ok(Matches { segments, scored, relaxed: false, ceilings })
}

/// What a section must have and must not have besides what is wanted.
pub(super) struct Frame<'a> {
    reader: &'a SegmentReader,
    required: Option<Box<dyn Matcher>>,
    excluded: Vec<Box<dyn Matcher>>,
}

impl<'a> Frame<'a> {
    pub(super) fn new(plan: &Plan, segment: &Segment<'a>) -> tantivy::Result<Self> {
        let of = |clauses: &[Clause]| -> tantivy::Result<Vec<Box<dyn Matcher>>> {
            clauses.iter().map(|clause| segment.matcher(&clause.node)).collect()
        };
        let required: Option<Box<dyn Matcher>> = if !plan.required.is_empty() {
            Some(Box::new(AllOf::new(of(&plan.required)?)))
        } else if plan.wanted.iter().all(|wanted| wanted.optional) {
            Some(Box::new(Everything::new(segment.reader.max_doc())))
        } else {
            None
        };
        Ok(Frame { reader: segment.reader, required, excluded: of(&plan.excluded)? })
    }

    /// The first section at or after `target` that may match; later ones may not.
    pub(super) fn next(&mut self, target: DocId) -> DocId {
        let doc = self.required.as_mut().map_or(target, |required| required.doc_from(target));
        if doc != target || doc == TERMINATED {
            return doc;
        }
        let refused =
            self.reader.is_deleted(doc) || self.excluded.iter_mut().any(|other| stands_at(other.as_mut(), doc));
        if refused { doc + 1 } else { doc }
    }
}

/// The sections that have anything, and the share of the query that each covers, from 0 to 1.
fn some_wanted(plan: &Plan, scope: &Scope<'_>) -> tantivy::Result<(Matches, Vec<Vec<f32>>)> {
    let weight = |wanted: &Wanted| if wanted.optional { 0.0 } else { wanted.weight };
    let weights: Vec<f32> = plan.wanted.iter().map(weight).collect();
    let whole: f32 = weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    let mut segments = Vec::new();
    let mut shares = Vec::new();
    let mut expansions = Expansions::new(plan.wanted.len());
    let scored = plan.has_stand_ins();
    let mut window = Window::new(scored);
    for n in 0..scope.columns.len() {
        let segment = if scored { scope.segment(n)? } else { scope.segment_unscored(n)? };
        let mut wanted: Vec<WantedMatcher> =
            plan.wanted.iter().map(|wanted| WantedMatcher::new(wanted, &segment)).collect::<tantivy::Result<_>>()?;
        let mut collected = Collected::new(plan, &segment)?;
        loop {
            let next = wanted.iter_mut().map(|matcher| matcher.seek(0, false)).min().unwrap_or(TERMINATED);
            if next == TERMINATED {
                break;
            }
            window.begin(next);
            // Clause by clause: one list of postings at a time is walked through the window.
            for (clause, matcher) in wanted.iter_mut().enumerate() {
                window.add(clause, matcher, weights[clause], &mut expansions.lowest[clause], segment.reader);
            }
            collected.take(&mut window, whole, n, &mut expansions.held_back);
        }
        segments.push(collected.candidates);
        shares.push(collected.shares);
    }
    let ceilings = expansions.settle(&mut segments);
    Ok((Matches { segments, scored, relaxed: false, ceilings }, shares))
}

/// Tells what sections of one segment are worth by their own words and by what stands for these, clause by clause.
/// Sections are asked for in order.
pub(in crate::engine) struct OwnParts<'a> {
    clauses: Vec<(&'a Wanted, WantedMatcher)>,
    ceilings: &'a [f32],
}

impl<'a> OwnParts<'a> {
    pub(in crate::engine) fn open(
        plan: &'a Plan,
        segment: &Segment<'_>,
        ceilings: &'a [f32],
    ) -> tantivy::Result<OwnParts<'a>> {
        let clauses = plan.wanted.iter().map(|wanted| Ok((wanted, WantedMatcher::new(wanted, segment)?)));
        Ok(OwnParts { clauses: clauses.collect::<tantivy::Result<_>>()?, ceilings })
    }

    /// The score of a section.
    pub(in crate::engine) fn score(&mut self, doc: DocId) -> f32 {
        let mut score = 0.0;
        for (at, (_, matcher)) in self.clauses.iter_mut().enumerate() {
            if stands_at(matcher.literal.as_mut(), doc) {
                score += matcher.literal.score();
            } else {
                score += stand_in(matcher, doc, self.ceilings.get(at)).unwrap_or(0.0);
            }
        }
        score
    }

    /// The parts of that score.
    pub(in crate::engine) fn parts(&mut self, doc: DocId) -> Vec<Part> {
        let mut parts = Vec::new();
        for (at, (wanted, matcher)) in self.clauses.iter_mut().enumerate() {
            if stands_at(matcher.literal.as_mut(), doc) {
                matcher.literal.explain(&mut parts);
            } else if let Some(worth) = stand_in(matcher, doc, self.ceilings.get(at)) {
                parts.push(Part { what: format!("what stands for “{}”, held below it", wanted.text), worth });
            }
        }
        parts
    }
}

/// What something that stands for a clause is worth in a section; none where the section has nothing of the kind.
fn stand_in(matcher: &mut WantedMatcher, doc: DocId, ceiling: Option<&f32>) -> Option<f32> {
    let also = matcher.also.as_mut()?;
    if !stands_at(also.as_mut(), doc) {
        return None;
    }
    Some((also.score() * EXPANSION).min(ceiling.copied().unwrap_or(f32::INFINITY)))
}
