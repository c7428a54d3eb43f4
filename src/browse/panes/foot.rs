//! The last line: what there is to say, else which keys there are.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::browse::look::{Look, span};
use crate::browse::state::{Focus, Overlay, State};
use crate::report::{Span, Tone};

pub(in crate::browse) fn draw(state: &State, look: Look, pane: Rect, buffer: &mut Buffer) {
    let width = pane.width.saturating_sub(2);
    buffer.set_line(pane.x + 1, pane.y, &look.line(&said(state), width), width);
}

fn said(state: &State) -> Vec<Span> {
    if let Some(message) = &state.message {
        return vec![span(Tone::Warning, message)];
    }
    if state.overlay.is_none()
        && state.focus == Focus::Query
        && let Some(note) = note(state)
    {
        return vec![span(Tone::Id, note)];
    }
    let keys: &[(&str, &str)] = match (&state.overlay, state.focus) {
        (Some(Overlay::Help | Overlay::Comparison(_)), _) => &[("Esc", "back"), ("↑↓", "scroll")],
        (None, Focus::Query) => &[
            ("↑↓", "hits"),
            ("Enter", "go to hits"),
            ("Tab", "panes"),
            ("^T", "facets"),
            ("F1", "keys"),
            ("^Q", "quit"),
        ],
        (None, Focus::Hits) => &[
            ("Enter", "read"),
            ("o", "open"),
            ("y", "copy"),
            ("c", "compare"),
            ("f", "facets"),
            ("/", "search"),
            ("?", "keys"),
            ("q", "quit"),
        ],
        (None, Focus::Facets) => {
            &[("Space", "tick"), ("↑↓", "values"), ("Esc", "back"), ("/", "search"), ("?", "keys"), ("q", "quit")]
        }
        (None, Focus::Reader) => &[
            ("↑↓", "scroll"),
            ("Esc", "back"),
            ("o", "open"),
            ("y", "copy"),
            ("c", "compare"),
            ("?", "keys"),
            ("q", "quit"),
        ],
    };
    let mut line = Vec::new();
    for (n, (key, what)) in keys.iter().enumerate() {
        line.push(span(Tone::Head, format!("{}{key}", if n > 0 { "  " } else { "" })));
        line.push(span(Tone::Dim, format!(" {what}")));
    }
    line
}

/// How the query was understood, where that is not as it was typed.
fn note(state: &State) -> Option<String> {
    let found = state.found.as_ref().filter(|found| found.total > 0)?;
    let typed = state.query().trim();
    let understood = found.query.text.as_str();
    let begun = understood.strip_suffix('*').filter(|text| *text == typed && !typed.ends_with('*'));
    if begun.is_some() {
        let word = typed.split_whitespace().next_back().unwrap_or_default();
        return Some(format!("words that begin with “{word}”"));
    }
    if let Some(corrected) = &found.query.corrected {
        return Some(format!("searched “{corrected}” instead"));
    }
    if let Some(hint) = found.hints.first() {
        return Some(hint.clone());
    }
    let also: Vec<String> = found.query.expanded.iter().flat_map(|expansion| expansion.to.clone()).collect();
    (!also.is_empty()).then(|| format!("also searched: {}", also.join(", ")))
}
