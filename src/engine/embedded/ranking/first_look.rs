//! What matches are worth by their own words and their guide's.
//!
//! Where only the best are asked for, guides are bounded first (see [`super::bound`]). The most promising ones are
//! scored section by section, which tells how much is needed; then those that may still have as much, round by round.

use tantivy::DocId;

use super::bound::Bound;
use super::evidence::{Evidence, Guides, Stretch};
use super::rounds::{Promising, Threshold};
use super::score::{Factors, Scoring};
use super::the_best::Matched;
use super::weights::SECOND_LOOK;
use crate::engine::embedded::matching::matcher::{Matcher, stands_at};
use crate::engine::embedded::matching::matches::{Candidate, Matches, OwnWords};
use crate::engine::embedded::meaning::plan::Plan;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;

/// Fewer guides than this are all scored.
const FEW: usize = 2 * SECOND_LOOK;

/// What a first look gives.
pub(super) struct FirstLook {
    /// The guides of every segment.
    pub guides: Vec<Matched>,
    /// No match that was not scored is worth more than this.
    pub unseen: f32,
}

impl Scoring<'_> {
    /// Scores matches: all of them, or where a number is `enough` at least so many of the best.
    pub(super) fn look(&self, plan: &Plan, matches: &mut Matches, enough: Option<usize>) -> Result<FirstLook> {
        let bound = enough.filter(|_| self.ranking.guide && !matches.scored).and_then(|_| Bound::of(plan));
        let mut matched = Vec::new();
        let mut guides = Vec::new();
        for (segment, candidates) in matches.segments.iter().enumerate() {
            let reader = &self.searcher.segment_readers()[segment];
            let own = Guides::open(&self.columns[segment])?;
            let stretches = own.stretches(candidates);
            let mut scorer = self.guide_scorer(plan, reader, &own, bound.as_ref())?;
            for (at, stretch) in stretches.iter().enumerate() {
                let (evidence, words) =
                    scorer.as_mut().map_or_else(Default::default, |scorer| scorer.bounded(stretch.lead));
                let most = bound.as_ref().map_or(f32::INFINITY, |bound| bound.most(words, evidence.score));
                guides.push(Promising { segment, at: at as DocId, evidence, most });
            }
            matched.push(Matched { guides: own, stretches });
        }
        let unseen = match enough.filter(|_| bound.is_some() && guides.len() > FEW) {
            Some(enough) => {
                Threshold::new(enough, self.looks_again(plan)).rounds(&mut guides, |wanted, threshold| {
                    self.score(plan, wanted, &matched, matches)?;
                    for guide in wanted {
                        let places = matched[guide.segment].stretches[guide.at as usize].places.clone();
                        threshold.note(&matches.segments[guide.segment][places]);
                    }
                    Ok(())
                })?
            }
            None => {
                self.score(plan, &guides, &matched, matches)?;
                f32::NEG_INFINITY
            }
        };
        Ok(FirstLook { guides: matched, unseen })
    }

    /// Scores the sections of guides, which are in the order of segments and documents.
    fn score(&self, plan: &Plan, guides: &[Promising], matched: &[Matched], matches: &mut Matches) -> Result<()> {
        for guides in guides.chunk_by(|a, b| a.segment == b.segment) {
            let Some(segment) = guides.first().map(|guide| guide.segment) else { continue };
            let mut scorer = SectionScorer::new(self, plan, segment, matches.scored)?;
            for guide in guides {
                let Stretch { places, .. } = &matched[segment].stretches[guide.at as usize];
                self.score_guide(&mut scorer, guide.evidence, &mut matches.segments[segment][places.clone()]);
            }
        }
        Ok(())
    }

    pub(super) fn score_guide(&self, scorer: &mut SectionScorer, evidence: Evidence, sections: &mut [Candidate]) {
        let SectionScorer { own, factors, row } = scorer;
        if let Some(own) = own {
            sections.iter_mut().for_each(|section| section.score = own.score(section.doc));
        }
        let share = self.guide_share();
        let guide = share * evidence.score + (1.0 - share) * self.second_best(sections);
        for section in sections {
            let words = (1.0 - share) * section.score + guide;
            section.score = factors.substance(section.doc) * words + factors.gain(section.doc);
            if let Some((row, worth)) = row
                && stands_at(row.as_mut(), section.doc)
            {
                section.score += *worth;
            }
        }
    }
}

/// Scores sections of one segment, in order.
pub(super) struct SectionScorer {
    /// None where their own words were scored before.
    pub own: Option<OwnWords>,
    factors: Factors,
    row: Option<(Box<dyn Matcher>, f32)>,
}

impl SectionScorer {
    /// For the segment with this number. With `scored`, sections have the scores of their own words.
    pub(super) fn new(scoring: &Scoring<'_>, plan: &Plan, segment: usize, scored: bool) -> Result<SectionScorer> {
        let own = if scored {
            None
        } else {
            let segment = scoring.scope().segment(segment).map_err(unreadable)?;
            Some(OwnWords::new(plan, &segment).map_err(unreadable)?)
        };
        let factors = Factors::open(plan, &scoring.columns[segment], scoring.ranking)?;
        Ok(SectionScorer { own, factors, row: scoring.row(plan, segment)? })
    }
}
