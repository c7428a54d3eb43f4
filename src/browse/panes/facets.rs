//! The facets.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::browse::look::{Look, span};
use crate::browse::state::{FacetRow, Focus, State};
use crate::report::{Span, Tone};

pub(in crate::browse) fn draw(state: &State, look: Look, pane: Rect, buffer: &mut Buffer) {
    let rows = state.facet_rows();
    let cursor = state.facet_at(&rows).filter(|_| state.focus == Focus::Facets);
    for ((n, row), y) in rows.iter().enumerate().skip(state.facet_top).zip(pane.y..pane.bottom()) {
        let (text, count) = line(row);
        let room = pane.width.saturating_sub(count.len() as u16 + 3);
        buffer.set_line(pane.x + 1, y, &look.line(&text, room), room);
        let x = pane.right().saturating_sub(count.len() as u16 + 1);
        buffer.set_string(x, y, &count, look.style(Tone::Number));
        if cursor == Some(n) {
            buffer.set_style(Rect { y, height: 1, ..pane }, Style::new().add_modifier(Modifier::REVERSED));
        }
    }
}

/// What stands in a row, and the count at its end.
fn line(row: &FacetRow) -> (Vec<Span>, String) {
    match row {
        FacetRow::Name(name) => (vec![span(Tone::Head, *name)], String::new()),
        FacetRow::More(more) => (vec![span(Tone::Dim, format!("    … {more} more"))], String::new()),
        FacetRow::Value { label, depth, count, ticked, .. } => {
            let (mark, tone) = if *ticked { ("[x] ", Tone::Selected) } else { ("[ ] ", Tone::Plain) };
            (vec![span(tone, format!("{mark}{}{label}", "  ".repeat((*depth).min(4))))], count.to_string())
        }
    }
}
