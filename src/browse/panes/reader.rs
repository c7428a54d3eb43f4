//! The section.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::browse::look::Look;
use crate::browse::state::State;

pub(in crate::browse) fn draw(state: &State, look: Look, pane: Rect, buffer: &mut Buffer) {
    let width = pane.width.saturating_sub(2);
    for (line, y) in state.reader.shown().iter().zip(pane.y..pane.bottom()) {
        buffer.set_line(pane.x + 1, y, &look.line(line, width), width);
    }
}
