//! The roles side by side.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::browse::look::{Look, wrapped};
use crate::report::{Report as _, Span, Style, Text, lines};
use crate::results::Comparison;

/// How many lines there are on a screen so wide.
pub(in crate::browse) fn height(comparison: Option<&Comparison>, width: u16) -> usize {
    laid_out(comparison, width.saturating_sub(2)).len()
}

pub(in crate::browse) fn draw(
    comparison: Option<&Comparison>,
    top: usize,
    look: Look,
    pane: Rect,
    buffer: &mut Buffer,
) {
    let width = pane.width.saturating_sub(2);
    for (line, y) in laid_out(comparison, width).iter().skip(top).zip(pane.y..pane.bottom()) {
        buffer.set_line(pane.x + 1, y, &look.line(line, width), width);
    }
}

/// As `kb compare` prints it.
fn laid_out(comparison: Option<&Comparison>, width: u16) -> Vec<Vec<Span>> {
    match comparison {
        None => wrapped(Text::from("comparing …"), width),
        Some(comparison) => lines(&comparison.sheets(&Style::plain(width)), width),
    }
}
