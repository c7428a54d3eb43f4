//! What clicks and the wheel do.

use ratatui::layout::{Position, Rect};

use super::{Effect, Focus, State};
use crate::browse::keys::Step;
use crate::browse::panes::hits;

/// Lines of text that one turn of the wheel moves.
const TURN: usize = 3;

impl State {
    pub(super) fn click(&mut self, x: u16, y: u16) -> Vec<Effect> {
        let Some(panes) = self.panes() else { return Vec::new() };
        let hit = |pane: Option<Rect>| pane.filter(|pane| pane.contains(Position { x, y }));
        if hit(Some(panes.query)).is_some() {
            return self.go_to(Focus::Query);
        }
        if hit(panes.reader).is_some() {
            return self.go_to(Focus::Reader);
        }
        if let Some(pane) = hit(panes.hits) {
            self.focus = Focus::Hits;
            return match hits::hit_at(self, pane, y) {
                Some(at) => self.select(at),
                None => Vec::new(),
            };
        }
        if let Some(pane) = hit(panes.facets) {
            self.focus = Focus::Facets;
            let row = self.facet_top + usize::from(y - pane.y);
            return if self.point_at_facet(row) { self.tick() } else { Vec::new() };
        }
        Vec::new()
    }

    /// The pane below the mouse moves, whichever has the focus.
    pub(super) fn wheel(&mut self, x: u16, y: u16, down: bool) -> Vec<Effect> {
        let Some(panes) = self.panes() else { return Vec::new() };
        let is_over = |pane: Option<Rect>| pane.is_some_and(|pane| pane.contains(Position { x, y }));
        let step = if down { Step::Down } else { Step::Up };
        if is_over(panes.hits) {
            self.step_hits(step)
        } else if is_over(panes.facets) {
            self.step_facets(step)
        } else {
            if is_over(panes.reader) {
                (0..TURN).for_each(|_| self.reader.step(step));
            }
            Vec::new()
        }
    }
}
