//! Adding up what the clauses of a query are worth, some thousand sections at a time: sums that fit into the fastest
//! memory, where a sum for every section of a segment would not.

use tantivy::{DocId, SegmentReader};

use super::matches::{Candidate, Frame, HeldBack, WantedMatcher};
use super::scorer::Segment;
use crate::engine::embedded::meaning::plan::Plan;

/// How many sections a window spans.
const SPAN: usize = 4096;

/// Scores and shares of the sections of a stretch of a segment, while clauses are added one by one.
pub(super) struct Window {
    /// Whether scores are wanted.
    scored: bool,
    start: DocId,
    scores: Vec<f32>,
    shares: Vec<f32>,
    /// A bit for each section that has anything.
    found: Vec<u64>,
    /// (place in the window, clause, score) of sections that have only what stands for a clause.
    held_back: Vec<(usize, usize, f32)>,
}

impl Window {
    pub(super) fn new(scored: bool) -> Self {
        Window {
            scored,
            start: 0,
            scores: vec![0.0; SPAN],
            shares: vec![0.0; SPAN],
            found: vec![0; SPAN / 64],
            held_back: Vec::new(),
        }
    }

    /// Moves an empty window to where it begins with `start`.
    pub(super) fn begin(&mut self, start: DocId) {
        self.start = start;
    }

    /// Adds a clause of this weight; `lowest` becomes the least it is worth anywhere, deleted sections aside.
    pub(super) fn add(
        &mut self,
        clause: usize,
        matcher: &mut WantedMatcher,
        weight: f32,
        lowest: &mut f32,
        reader: &SegmentReader,
    ) {
        let end = self.start.saturating_add(SPAN as DocId);
        let mut doc = matcher.seek(self.start, false);
        while doc < end {
            let at = (doc - self.start) as usize;
            if matcher.literal.doc() == doc {
                if self.scored {
                    let worth = matcher.literal.score();
                    if !reader.is_deleted(doc) {
                        *lowest = lowest.min(worth);
                    }
                    self.scores[at] += worth;
                }
                matcher.literal.advance();
            } else if let Some(also) = &mut matcher.also {
                self.held_back.push((at, clause, also.score()));
            }
            self.shares[at] += weight;
            self.found[at / 64] |= 1 << (at % 64);
            doc = matcher.seek(doc + 1, false);
        }
    }
}

/// What was found in one segment and may match.
pub(super) struct Collected<'a> {
    /// In the order of the documents.
    pub candidates: Vec<Candidate>,
    /// The share of the query that each covers, from 0 to 1.
    pub shares: Vec<f32>,
    frame: Frame<'a>,
    /// Clauses that a facet may cover, with their weights.
    covering: Vec<(WantedMatcher, f32)>,
    /// The place of each section of the window among the candidates.
    places: Vec<usize>,
}

impl<'a> Collected<'a> {
    pub(super) fn new(plan: &Plan, segment: &Segment<'a>) -> tantivy::Result<Self> {
        let mut covering = Vec::new();
        for wanted in plan.wanted.iter().filter(|wanted| wanted.covered_by.is_some()) {
            covering.push((WantedMatcher::new(wanted, segment)?, wanted.weight));
        }
        let frame = Frame::new(plan, segment)?;
        Ok(Collected { candidates: Vec::new(), shares: Vec::new(), frame, covering, places: vec![0; SPAN] })
    }

    /// Takes what a window found and empties it. `whole` is the weight of the query, `segment` the segment's number.
    pub(super) fn take(&mut self, window: &mut Window, whole: f32, segment: usize, held_back: &mut Vec<HeldBack>) {
        for word in 0..window.found.len() {
            let mut bits = std::mem::take(&mut window.found[word]);
            while bits != 0 {
                let at = word * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let doc = window.start + at as DocId;
                let (score, share) = (window.scores[at], window.shares[at]);
                (window.scores[at], window.shares[at]) = (0.0, 0.0);
                if self.frame.next(doc) != doc {
                    self.places[at] = usize::MAX;
                    continue;
                }
                self.places[at] = self.candidates.len();
                self.candidates.push(Candidate { doc, score });
                let share = self.covered(doc, share);
                self.shares.push(share / whole);
            }
        }
        for (at, clause, score) in window.held_back.drain(..) {
            let place = self.places[at];
            if place != usize::MAX {
                held_back.push(HeldBack { segment, place, clause, score });
            }
        }
    }

    /// The share with the weight of clauses that are not there and that a facet of the section covers.
    fn covered(&mut self, doc: DocId, mut share: f32) -> f32 {
        for (matcher, weight) in &mut self.covering {
            // Where the clause itself is there, it has been counted.
            let here = matcher.seek(doc, false) == doc;
            if !here && matcher.seek(doc, true) == doc {
                share += *weight;
            }
        }
        share
    }
}
