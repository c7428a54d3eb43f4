//! Moving through the hits.

use ratatui::layout::Rect;

use super::{Effect, MOST_HITS, NEAR_THE_END, State};
use crate::browse::keys::Step;
use crate::browse::panes::hits;

impl State {
    pub(super) fn step_hits(&mut self, step: Step) -> Vec<Effect> {
        let page = self.panes().and_then(|panes| panes.hits).map_or(1, |pane| usize::from(pane.height / 2).max(2) - 1);
        self.select(match step {
            Step::Up => self.at.saturating_sub(1),
            Step::Down => self.at + 1,
            Step::PageUp => self.at.saturating_sub(page),
            Step::PageDown => self.at + page,
            Step::First => 0,
            Step::Last => usize::MAX,
        })
    }

    /// Selects a hit, the last one where there are fewer, and asks for more hits near their end.
    pub(super) fn select(&mut self, at: usize) -> Vec<Effect> {
        let hits = self.found.as_ref().map_or(0, |found| found.hits.len());
        self.at = at.min(hits.saturating_sub(1));
        let mut effects = self.read();
        if self.at + NEAR_THE_END >= hits && hits >= self.limit && self.limit < MOST_HITS {
            self.limit = (self.limit * 2).min(MOST_HITS);
            effects.extend(self.search());
        }
        effects
    }

    /// The selected hit is to be seen whole.
    pub(super) fn settle_hits(&mut self, pane: Rect) {
        let Some(found) = &self.found else { return };
        self.at = self.at.min(found.hits.len().saturating_sub(1));
        self.top = self.top.min(self.at);
        let height = |n: usize| found.hits.get(n).map_or(0, |hit| hits::height(hit, n == self.at, pane.width));
        let mut used: usize = (self.top..=self.at).map(height).sum();
        while used > usize::from(pane.height) && self.top < self.at {
            used -= height(self.top);
            self.top += 1;
        }
    }
}
