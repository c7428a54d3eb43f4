//! Guides taken in rounds, the most promising first, until no other may hold one of the best.

use tantivy::DocId;

use super::evidence::Evidence;
use super::the_best::leader;
use super::weights::SECOND_LOOK;
use crate::engine::embedded::matching::matches::Candidate;
use crate::error::Result;

/// A guide that may hold one of the best sections.
#[derive(Debug, Clone, Copy)]
pub(super) struct Promising {
    pub segment: usize,
    /// What tells it from others of the segment, in the order of the documents: a place, or its first section.
    pub at: DocId,
    pub evidence: Evidence,
    /// The most that any of its sections is worth.
    pub most: f32,
}

/// The scores that decide how much is needed.
pub(super) struct Threshold {
    /// Whether the best are looked at a second time.
    again: bool,
    enough: usize,
    scores: Vec<f32>,
}

impl Threshold {
    /// For the best `enough` sections; with `again`, for a second look, which takes the best of as many guides, and as
    /// many sections, which are never worse.
    pub(super) fn new(enough: usize, again: bool) -> Threshold {
        Threshold { again, enough: if again { SECOND_LOOK } else { enough }, scores: Vec::new() }
    }

    /// How many guides the first round takes.
    pub(super) fn first_round(&self) -> usize {
        2 * self.enough
    }

    /// Notes the scores of the matching sections of a guide; there is at least one.
    pub(super) fn note(&mut self, sections: &[Candidate]) {
        if self.again {
            self.scores.push(leader(sections).1.score);
        } else {
            self.scores.extend(sections.iter().map(|section| section.score));
        }
    }

    /// The score that another must have; nothing is needed where there are fewer than enough.
    pub(super) fn needed(&mut self) -> f32 {
        if self.enough == 0 || self.scores.len() < self.enough {
            return f32::NEG_INFINITY;
        }
        *self.scores.select_nth_unstable_by(self.enough - 1, |a, b| b.total_cmp(a)).1
    }

    /// Lets `score` score guides, which come to it in the order of segments and documents, round by round. Gives the
    /// most that any other is worth.
    pub(super) fn rounds(
        &mut self,
        mut others: &mut [Promising],
        mut score: impl FnMut(&[Promising], &mut Threshold) -> Result<()>,
    ) -> Result<f32> {
        let mut round = self.first_round();
        let mut unseen = f32::NEG_INFINITY;
        while !others.is_empty() {
            if round < others.len() {
                others.select_nth_unstable_by(round, |a, b| b.most.total_cmp(&a.most));
            }
            let (first, rest) = others.split_at_mut(round.min(others.len()));
            first.sort_unstable_by_key(|guide| (guide.segment, guide.at));
            let needed = self.needed();
            let (wanted, less): (Vec<Promising>, Vec<Promising>) = first.iter().partition(|guide| guide.most >= needed);
            unseen = less.iter().map(|guide| guide.most).fold(unseen, f32::max);
            if wanted.is_empty() {
                break;
            }
            score(&wanted, self)?;
            (others, round) = (rest, 2 * round);
        }
        Ok(unseen)
    }
}
