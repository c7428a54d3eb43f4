//! The line of the query, and what it comes to.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::browse::look::{Look, span};
use crate::browse::state::{Focus, State};
use crate::report::{Tone, sanitize};

const LABEL: &str = " Search: ";

/// Below this width there is no room for the time.
const ROOMY: u16 = 60;

/// Draws it; gives the place of the caret where what is typed goes here.
pub(in crate::browse) fn draw(state: &State, look: Look, pane: Rect, buffer: &mut Buffer) -> Option<Position> {
    let focused = state.focus == Focus::Query && state.overlay.is_none();
    let label = look.style(if focused { Tone::Selected } else { Tone::Dim });
    buffer.set_string(pane.x, pane.y, LABEL, label);
    let total = total(state, pane.width >= ROOMY);
    let end = pane.right().saturating_sub(total.width() as u16 + 1);
    buffer.set_string(end, pane.y, &total, look.style(Tone::Dim));
    let start = pane.x + LABEL.len() as u16;
    let room = end.saturating_sub(start + 1);
    // The caret is to be seen: what is too long loses its beginning.
    let text = sanitize::one_line(state.line.text());
    let caret = sanitize::one_line(state.line.before_caret()).into_owned();
    let mut hidden = 0;
    while caret.get(hidden..).is_some_and(|shown| shown.width() >= usize::from(room.max(1)))
        && let Some(first) = caret.get(hidden..).and_then(|shown| shown.chars().next())
    {
        hidden += first.len_utf8();
        // Not within a cluster.
        while let Some(mark) =
            caret.get(hidden..).and_then(|shown| shown.chars().next()).filter(|c| c.width() == Some(0))
        {
            hidden += mark.len_utf8();
        }
    }
    let shown = text.get(hidden..).unwrap_or_default();
    buffer.set_line(start, pane.y, &look.line(&[span(Tone::Plain, shown)], room), room);
    let x = start + caret.get(hidden..).unwrap_or_default().width() as u16;
    focused.then_some(Position { x: x.min(end.saturating_sub(1)), y: pane.y })
}

/// How many sections there are, and how long it took to find them.
fn total(state: &State, roomy: bool) -> String {
    let waiting = if state.waiting { "… " } else { "" };
    let Some(found) = &state.found else { return waiting.to_owned() };
    let plural = if found.total == 1 { "" } else { "s" };
    let time = if roomy { format!(" · {:.1} ms", found.took_ms) } else { String::new() };
    format!("{waiting}{} section{plural}{time}", found.total)
}
