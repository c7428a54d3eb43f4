//! The best sections for any of some words, without finding all that match.
//!
//! Guides are found by their words and bounded (see [`super::bound`]), and only in those that may hold one of the best
//! are sections looked for.

use tantivy::{DocId, TERMINATED};

use super::bound::Bound;
use super::evidence::{Evidence, Guides};
use super::first_look::{FirstLook, SectionScorer, nth_best};
use super::score::Scoring;
use super::the_best::{Matched, leader};
use super::weights::{IN_CRUMBS, SECOND_LOOK};
use crate::engine::embedded::matching::matches::{Candidate, Matches};
use crate::engine::embedded::meaning::plan::Plan;
use crate::error::Result;

/// A guide that has any of the words.
#[derive(Clone, Copy)]
struct Found {
    segment: usize,
    lead: DocId,
    evidence: Evidence,
    /// The most that any of its sections is worth.
    most: f32,
}

impl Scoring<'_> {
    /// The sections of guides that may hold one of the best `enough`; none where the plan asks for more than any of some
    /// words, or so few sections have them that all must be found.
    pub(super) fn guides_first(&self, plan: &Plan, enough: usize) -> Result<Option<(Matches, FirstLook)>> {
        if !self.ranking.guide || !plan.is_any_of_words() {
            return Ok(None);
        }
        let Some(bound) = Bound::of(plan) else { return Ok(None) };
        let again = self.looks_again(plan);
        let mut guides = Vec::new();
        for columns in self.columns {
            guides.push(Guides::open(columns)?);
        }
        let mut found = self.bounded(plan, &bound, &guides)?;
        let enough = if again { SECOND_LOOK } else { enough };
        let mut round = 2 * enough;
        if found.len() <= round {
            return Ok(None);
        }
        // A section may have a word in a heading above alone, which no guide tells.
        let above = bound.most(bound.weights.iter().sum::<f32>() * IN_CRUMBS, 0.0);
        let mut segments = vec![Vec::new(); self.columns.len()];
        let mut scores = Vec::new();
        let (mut needed, mut unseen) = (f32::NEG_INFINITY, above);
        let mut others = found.as_mut_slice();
        while !others.is_empty() {
            if round < others.len() {
                others.select_nth_unstable_by(round, |a, b| b.most.total_cmp(&a.most));
            }
            let (first, rest) = others.split_at_mut(round.min(others.len()));
            first.sort_unstable_by_key(|guide| (guide.segment, guide.lead));
            let (wanted, less): (Vec<Found>, Vec<Found>) = first.iter().partition(|guide| guide.most >= needed);
            unseen = less.iter().map(|guide| guide.most).fold(unseen, f32::max);
            if wanted.is_empty() {
                break;
            }
            self.score_guides(plan, &wanted, &guides, |guide, sections| {
                if again {
                    scores.push(leader(sections).1.score);
                } else {
                    scores.extend(sections.iter().map(|section| section.score));
                }
                segments[guide.segment].extend_from_slice(sections);
            })?;
            needed = nth_best(&mut scores, enough);
            (others, round) = (rest, 2 * round);
        }
        if needed <= above {
            return Ok(None);
        }
        let mut matched = Vec::new();
        for (guides, candidates) in guides.into_iter().zip(&mut segments) {
            candidates.sort_unstable_by_key(|candidate| candidate.doc);
            let stretches = guides.stretches(candidates);
            matched.push(Matched { guides, stretches });
        }
        let matches = Matches { segments, scored: true, ..Matches::default() };
        Ok(Some((matches, FirstLook { guides: matched, unseen })))
    }

    /// Every guide that has any of the words.
    fn bounded(&self, plan: &Plan, bound: &Bound, guides: &[Guides]) -> Result<Vec<Found>> {
        let mut found = Vec::new();
        for (segment, guides) in guides.iter().enumerate() {
            let reader = &self.searcher.segment_readers()[segment];
            let Some(mut scorer) = self.guide_scorer(plan, reader, guides, Some(bound))? else { continue };
            let mut lead = scorer.next(0);
            while lead != TERMINATED {
                // The sections of a guide are deleted together.
                if !reader.is_deleted(lead) {
                    let (evidence, words) = scorer.bounded(lead);
                    found.push(Found { segment, lead, evidence, most: bound.most(words, evidence.score) });
                }
                lead = scorer.next(lead + 1);
            }
        }
        Ok(found)
    }

    /// Scores the matching sections of some guides, which are in the order of segments and documents.
    fn score_guides(
        &self,
        plan: &Plan,
        found: &[Found],
        guides: &[Guides],
        mut take: impl FnMut(&Found, &[Candidate]),
    ) -> Result<()> {
        let mut sections: Vec<Candidate> = Vec::new();
        for of_segment in found.chunk_by(|a, b| a.segment == b.segment) {
            let segment = of_segment[0].segment;
            let mut scorer = SectionScorer::new(self, plan, segment, false)?;
            let Some(mut own) = scorer.own.take() else { continue };
            for guide in of_segment {
                sections.clear();
                let mut doc = own.next(guide.lead);
                while doc != TERMINATED && guides[segment].lead(doc) == guide.lead {
                    sections.push(Candidate { doc, score: own.score(doc) });
                    doc = own.next(doc + 1);
                }
                if !sections.is_empty() {
                    self.score_guide(&mut scorer, guide.evidence, &mut sections);
                    take(guide, &sections);
                }
            }
        }
        Ok(())
    }
}
