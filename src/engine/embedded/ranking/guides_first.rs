//! The best sections for any of some words, without finding all that match.
//!
//! Guides are found by their words and bounded (see [`super::bound`]), and only in those that may hold one of the best
//! are sections looked for.

use tantivy::TERMINATED;

use super::bound::Bound;
use super::evidence::Guides;
use super::first_look::{FirstLook, SectionScorer};
use super::rounds::{Promising, Threshold};
use super::score::Scoring;
use super::the_best::Matched;
use super::weights::IN_CRUMBS;
use crate::engine::embedded::matching::matches::{Candidate, Matches};
use crate::engine::embedded::meaning::plan::Plan;
use crate::error::Result;

impl Scoring<'_> {
    /// The sections of guides that may hold one of the best `enough`; none where the plan asks for more than any of some
    /// words, or so few sections have them that all must be found.
    pub(super) fn guides_first(&self, plan: &Plan, enough: usize) -> Result<Option<(Matches, FirstLook)>> {
        if !self.ranking.guide || !plan.is_any_of_words() {
            return Ok(None);
        }
        let Some(bound) = Bound::of(plan) else { return Ok(None) };
        let mut threshold = Threshold::new(enough, self.looks_again(plan));
        let mut guides = Vec::new();
        for columns in self.columns {
            guides.push(Guides::open(columns)?);
        }
        let mut found = self.bounded(plan, &bound, &guides)?;
        if found.len() <= threshold.first_round() {
            return Ok(None);
        }
        // A section may have a word in a heading above alone, which no guide tells.
        let above = bound.most(bound.weights.iter().sum::<f32>() * IN_CRUMBS, 0.0);
        let mut segments = vec![Vec::new(); self.columns.len()];
        let unseen = threshold.rounds(&mut found, |wanted, threshold| {
            self.score_guides(plan, wanted, &guides, |guide, sections| {
                threshold.note(sections);
                segments[guide.segment].extend_from_slice(sections);
            })
        })?;
        if threshold.needed() <= above {
            return Ok(None);
        }
        let unseen = unseen.max(above);
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
    fn bounded(&self, plan: &Plan, bound: &Bound, guides: &[Guides]) -> Result<Vec<Promising>> {
        let mut found = Vec::new();
        for (segment, guides) in guides.iter().enumerate() {
            let reader = &self.searcher.segment_readers()[segment];
            let Some(mut scorer) = self.guide_scorer(plan, reader, guides, Some(bound))? else { continue };
            let mut lead = scorer.next(0);
            while lead != TERMINATED {
                // The sections of a guide are deleted together.
                if !reader.is_deleted(lead) {
                    let (evidence, words) = scorer.bounded(lead);
                    found.push(Promising { segment, at: lead, evidence, most: bound.most(words, evidence.score) });
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
        found: &[Promising],
        guides: &[Guides],
        mut take: impl FnMut(&Promising, &[Candidate]),
    ) -> Result<()> {
        let mut sections: Vec<Candidate> = Vec::new();
        for of_segment in found.chunk_by(|a, b| a.segment == b.segment) {
            let segment = of_segment[0].segment;
            let mut scorer = SectionScorer::new(self, plan, segment, false)?;
            let Some(mut own) = scorer.own.take() else { continue };
            for guide in of_segment {
                sections.clear();
                let mut doc = own.next(guide.at);
                while doc != TERMINATED && guides[segment].lead(doc) == guide.at {
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
