//! The screen, from the state alone.

use ratatui::Frame;
use ratatui::layout::{Rect, Size};

use super::layout::LEAST;
use super::look::{Look, span};
use super::panes::{comparison, facets, foot, help, hits, query, reader, rule};
use super::state::{Overlay, State};
use crate::report::Tone;

/// Draws all of it.
pub fn draw(frame: &mut Frame<'_>, state: &State, look: Look) {
    let area = frame.area();
    let buffer = frame.buffer_mut();
    // The terminal may have got smaller since the state was told its size: there is another picture to come.
    let fits = state.size.width <= area.width && state.size.height <= area.height;
    let Some(panes) = state.panes().filter(|_| fits) else {
        let Size { width, height } = LEAST;
        let said = format!("too small: kb browse needs {width} columns and {height} rows");
        for y in area.top()..area.bottom().min(area.top() + 1) {
            buffer.set_line(area.x, y, &look.line(&[span(Tone::Warning, said.as_str())], area.width), area.width);
        }
        return;
    };
    let caret = query::draw(state, look, panes.query, buffer);
    if let Some(overlay) = &state.overlay {
        let name = match overlay {
            Overlay::Help => " Keys ".to_owned(),
            Overlay::Comparison(_) => format!(" Roles on “{}” ", state.query().trim()),
        };
        buffer.set_string(0, panes.body.y, "─".repeat(usize::from(panes.body.width)), look.style(Tone::Dim));
        let room = panes.body.width.saturating_sub(2);
        buffer.set_line(1, panes.body.y, &look.line(&[span(Tone::Selected, name)], room), room);
        let below = Rect { y: panes.body.y + 1, height: panes.body.height - 1, ..panes.body };
        match overlay {
            Overlay::Help => help::draw(state.overlay_top, look, below, buffer),
            Overlay::Comparison(shown) => {
                comparison::draw(shown.as_deref(), state.overlay_top, look, below, buffer);
            }
        }
    } else {
        rule::draw(state, look, &panes, buffer);
        if let Some(pane) = panes.facets {
            facets::draw(state, look, pane, buffer);
        }
        if let Some(pane) = panes.hits {
            hits::draw(state, look, pane, buffer);
        }
        if let Some(pane) = panes.reader {
            reader::draw(state, look, pane, buffer);
        }
    }
    foot::draw(state, look, panes.foot, buffer);
    if let Some(caret) = caret {
        frame.set_cursor_position(caret);
    }
}
