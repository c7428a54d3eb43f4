//! The keys, explained.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::browse::look::{Look, span};
use crate::report::Tone;

/// Keys and what they do; without a key, a heading.
const KEYS: [(&str, &str); 26] = [
    ("", "Everywhere"),
    ("Tab, Shift-Tab", "next pane, pane before"),
    ("Esc", "one step back; in the query: clear it, then the ticks"),
    ("F1, ?", "these keys (in the query, ? while it is empty)"),
    ("Ctrl-O", "open the section in $VISUAL or $EDITOR, at its line"),
    ("Ctrl-Y", "copy its citation to the clipboard (OSC 52)"),
    ("Ctrl-R", "the roles side by side on what is typed"),
    ("Ctrl-T", "show or hide the facets"),
    ("Ctrl-L, Ctrl-Z", "draw again, suspend"),
    ("Ctrl-C, Ctrl-Q", "quit"),
    ("", "In the query"),
    ("↑ ↓ PgUp PgDn", "through the hits"),
    ("Enter", "to the hits"),
    ("Ctrl-W, Ctrl-U", "erase a word, erase all before"),
    ("", "In hits, facets and section"),
    ("↑ ↓ PgUp PgDn", "up, down (also k and j)"),
    ("Home, End", "to the first, to the last (also g and G)"),
    ("Enter, Space", "read the hit, tick the facet, a page on"),
    ("o y c f", "open, copy, compare, facets"),
    ("/", "to the query"),
    ("q", "quit"),
    ("", "Mouse"),
    ("click", "select a hit, tick a facet, go to a pane"),
    ("wheel", "scroll what is below it"),
    ("Shift and drag", "select text, as without kb"),
    ("", "Queries are those of kb search: \"a phrase\", pre*, a OR b, NOT a, title:a"),
];

/// Columns that the keys take.
const KEY: u16 = 18;

/// How many lines there are.
pub(in crate::browse) fn height() -> usize {
    KEYS.len()
}

pub(in crate::browse) fn draw(top: usize, look: Look, pane: Rect, buffer: &mut Buffer) {
    for ((key, what), y) in KEYS.iter().skip(top).zip(pane.y..pane.bottom()) {
        if key.is_empty() {
            let width = pane.width.saturating_sub(1);
            buffer.set_line(pane.x + 1, y, &look.line(&[span(Tone::Head, *what)], width), width);
        } else {
            buffer.set_line(pane.x + 3, y, &look.line(&[span(Tone::Id, *key)], KEY), KEY);
            let width = pane.width.saturating_sub(3 + KEY);
            buffer.set_line(pane.x + 3 + KEY, y, &look.line(&[span(Tone::Plain, *what)], width), width);
        }
    }
}
