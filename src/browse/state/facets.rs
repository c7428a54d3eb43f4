//! The facets as rows to go through and to tick.

use ratatui::layout::Rect;

use super::{Effect, State};
use crate::browse::keys::Step;
use crate::query::DrillDown;
use crate::report::facet_tree;
use crate::results::FacetCount;

/// One of the facets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::browse) enum Facet {
    Role,
    Section,
    Tag,
    Corpus,
}

/// The value that the cursor is on.
pub(super) type FacetCursor = Option<(Facet, String)>;

/// A row of the facets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::browse) enum FacetRow {
    /// The name of a facet.
    Name(&'static str),
    /// One of its values. `label`: the value without what the one above it shows, `depth` levels below the topmost.
    Value { facet: Facet, value: String, label: String, depth: usize, count: u64, ticked: bool },
    /// How many values are not listed.
    More(u64),
}

impl FacetRow {
    fn place(&self) -> FacetCursor {
        match self {
            FacetRow::Value { facet, value, .. } => Some((*facet, value.clone())),
            FacetRow::Name(_) | FacetRow::More(_) => None,
        }
    }
}

/// The ticked values of a facet.
fn ticked(drill_down: &DrillDown, facet: Facet) -> &Vec<String> {
    match facet {
        Facet::Role => &drill_down.roles,
        Facet::Section => &drill_down.sections,
        Facet::Tag => &drill_down.tags,
        Facet::Corpus => &drill_down.corpora,
    }
}

fn ticked_mut(drill_down: &mut DrillDown, facet: Facet) -> &mut Vec<String> {
    match facet {
        Facet::Role => &mut drill_down.roles,
        Facet::Section => &mut drill_down.sections,
        Facet::Tag => &mut drill_down.tags,
        Facet::Corpus => &mut drill_down.corpora,
    }
}

impl State {
    /// The rows, top down. What is ticked is always among them, or it could not be unticked.
    pub(in crate::browse) fn facet_rows(&self) -> Vec<FacetRow> {
        let Some(found) = &self.found else { return Vec::new() };
        let (counts, more) = (&found.facets, &found.facets_more);
        let mut rows = Vec::new();
        for (facet, name, values, more) in [
            (Facet::Role, "Role", &counts.role, more.role),
            (Facet::Section, "Section", &counts.section, more.section),
            (Facet::Tag, "Tag", &counts.tag, more.tag),
            (Facet::Corpus, "Corpus", &counts.corpus, more.corpus),
        ] {
            let ticks = ticked(&self.drill_down, facet);
            let mut values = values.clone();
            for value in ticks.iter().filter(|tick| !found_among(tick, &values)).cloned().collect::<Vec<_>>() {
                values.push(FacetCount { value, count: 0, selected: true });
            }
            // The only corpus there is tells nothing.
            if values.is_empty() || facet == Facet::Corpus && !found.several_corpora && ticks.is_empty() {
                continue;
            }
            rows.push(FacetRow::Name(name));
            rows.extend(facet_tree(&values).into_iter().map(|entry| FacetRow::Value {
                facet,
                value: entry.value.value.clone(),
                label: entry.label.to_owned(),
                depth: entry.depth,
                count: entry.value.count,
                ticked: ticks.contains(&entry.value.value),
            }));
            rows.extend((more > 0).then_some(FacetRow::More(more)));
        }
        rows
    }

    /// The row that the cursor is on: that of its value, else the first with one.
    pub(in crate::browse) fn facet_at(&self, rows: &[FacetRow]) -> Option<usize> {
        let cursor = rows.iter().position(|row| self.facet_cursor.is_some() && row.place() == self.facet_cursor);
        cursor.or_else(|| rows.iter().position(|row| row.place().is_some()))
    }

    pub(super) fn step_facets(&mut self, step: Step) -> Vec<Effect> {
        let rows = self.facet_rows();
        let values: Vec<usize> =
            (0..rows.len()).filter(|at| rows.get(*at).is_some_and(|row| row.place().is_some())).collect();
        let at = self.facet_at(&rows).and_then(|at| values.iter().position(|value| *value == at)).unwrap_or(0);
        let page = self.panes().and_then(|panes| panes.facets).map_or(1, |pane| usize::from(pane.height).max(2) - 1);
        let to = match step {
            Step::Up => at.saturating_sub(1),
            Step::Down => at + 1,
            Step::PageUp => at.saturating_sub(page),
            Step::PageDown => at + page,
            Step::First => 0,
            Step::Last => usize::MAX,
        };
        let row = values.get(to.min(values.len().saturating_sub(1))).and_then(|at| rows.get(*at));
        self.facet_cursor = row.and_then(FacetRow::place);
        Vec::new()
    }

    /// Puts the cursor on a row; says whether that can be ticked.
    pub(super) fn point_at_facet(&mut self, row: usize) -> bool {
        let place = self.facet_rows().get(row).and_then(FacetRow::place);
        let can = place.is_some();
        if can {
            self.facet_cursor = place;
        }
        can
    }

    /// Ticks the value that the cursor is on, or takes its tick away.
    pub(super) fn tick(&mut self) -> Vec<Effect> {
        let rows = self.facet_rows();
        let Some((facet, value)) = self.facet_at(&rows).and_then(|at| rows.get(at)?.place()) else { return Vec::new() };
        self.facet_cursor = Some((facet, value.clone()));
        let ticks = ticked_mut(&mut self.drill_down, facet);
        match ticks.iter().position(|tick| *tick == value) {
            Some(at) => drop(ticks.remove(at)),
            None => ticks.push(value),
        }
        self.search_anew()
    }

    /// The cursor is to be seen, and the name of its facet with its first value.
    pub(super) fn settle_facets(&mut self, pane: Rect) {
        let rows = self.facet_rows();
        let height = usize::from(pane.height).max(1);
        let at = self.facet_at(&rows).unwrap_or(0);
        let above = at.checked_sub(1).filter(|above| matches!(rows.get(*above), Some(FacetRow::Name(_))));
        self.facet_top = self.facet_top.min(above.unwrap_or(at)).max((at + 1).saturating_sub(height));
        self.facet_top = self.facet_top.min(rows.len().saturating_sub(height));
    }
}

fn found_among(tick: &str, values: &[FacetCount]) -> bool {
    values.iter().any(|value| value.value == tick)
}
