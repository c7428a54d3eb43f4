//! The row that names the panes, and the lines between them.

use ratatui::buffer::Buffer;

use crate::browse::layout::Panes;
use crate::browse::look::{Look, span};
use crate::browse::state::{Focus, MOST_HITS, State};
use crate::report::Tone;

pub(in crate::browse) fn draw(state: &State, look: Look, panes: &Panes, buffer: &mut Buffer) {
    let dim = look.style(Tone::Dim);
    let row = panes.body.y;
    buffer.set_string(panes.body.x, row, "─".repeat(usize::from(panes.body.width)), dim);
    let named = [
        (panes.facets, Focus::Facets, "Facets".to_owned()),
        (panes.hits, Focus::Hits, hits(state)),
        (panes.reader, Focus::Reader, state.reader.place().unwrap_or("Section").to_owned()),
    ];
    for (pane, focus, name) in named {
        let Some(pane) = pane else { continue };
        if pane.x > panes.body.x {
            buffer.set_string(pane.x - 1, row, "┬", dim);
            for y in pane.y..pane.bottom() {
                buffer.set_string(pane.x - 1, y, "│", dim);
            }
        }
        let seen = state.reader.seen().filter(|_| focus == Focus::Reader);
        let seen = seen.map(|seen| format!(" {seen}% ")).unwrap_or_default();
        let room = pane.width.saturating_sub(2 + seen.len() as u16);
        let tone = if state.focus == focus { Tone::Selected } else { Tone::Dim };
        buffer.set_line(pane.x + 1, row, &look.line(&[span(tone, format!(" {name} "))], room), room);
        buffer.set_string(pane.right().saturating_sub(seen.len() as u16 + 1), row, &seen, dim);
    }
}

/// Which hit is selected, of how many.
fn hits(state: &State) -> String {
    let hits = state.found.as_ref().map_or(0, |found| found.hits.len());
    match hits {
        0 => "Hits".to_owned(),
        MOST_HITS.. => format!("Hit {} of the first {hits}", state.at + 1),
        _ => {
            // Identical sections come once: how many hits there are in all is known once all are there.
            let more = state.found.as_ref().is_some_and(|found| state.has_more_than(found.hits.len()));
            format!("Hit {} of {hits}{}", state.at + 1, if more { "+" } else { "" })
        }
    }
}
