//! The hits.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::browse::look::{Look, span, wrapped};
use crate::browse::state::{Focus, State};
use crate::report::{Span, Text, Tone, cut, pieces};
use crate::results::{Hit, SearchResults};

/// Columns that the mark of the selected hit takes.
const MARK: u16 = 2;

/// Lines of the title of the selected hit, and of its labels.
const TITLE: usize = 2;

/// Lines of the passage of the selected hit.
const PASSAGE: usize = 4;

/// How many rows a hit takes.
pub(in crate::browse) fn height(hit: &Hit, selected: bool, width: u16) -> usize {
    lines(hit, selected, width).len()
}

/// The number of the hit that stands in a row of the screen.
pub(in crate::browse) fn hit_at(state: &State, pane: Rect, y: u16) -> Option<usize> {
    let mut left = usize::from(y.checked_sub(pane.y)?);
    let hits = state.found.as_ref()?.hits.iter().enumerate().skip(state.top);
    for (n, hit) in hits {
        let height = height(hit, n == state.at, pane.width);
        if left < height {
            return Some(n);
        }
        left -= height;
    }
    None
}

pub(in crate::browse) fn draw(state: &State, look: Look, pane: Rect, buffer: &mut Buffer) {
    if let Some(failure) = &state.failure {
        let text =
            Text::toned(Tone::Warning, &failure.message).below(Text::from(failure.hint.as_deref().unwrap_or("")));
        return say(text, look, pane, buffer);
    }
    let Some(found) = &state.found else { return };
    if found.hits.is_empty() {
        return say(nothing(found), look, pane, buffer);
    }
    let focused = matches!(state.focus, Focus::Hits | Focus::Query);
    let mut y = pane.y;
    for (n, hit) in found.hits.iter().enumerate().skip(state.top) {
        for line in lines(hit, n == state.at, pane.width) {
            if y >= pane.bottom() {
                return;
            }
            if n == state.at {
                buffer.set_string(pane.x, y, "▌", look.style(if focused { Tone::Selected } else { Tone::Dim }));
            }
            buffer.set_line(pane.x + MARK, y, &look.safe(&line), pane.width - MARK);
            y += 1;
        }
    }
}

/// The lines of a hit, safe to show: title, labels and ancestors; with its passage if it is selected.
fn lines(hit: &Hit, selected: bool, width: u16) -> Vec<Vec<Span>> {
    let width = width.saturating_sub(MARK);
    let cut = |line: &[Span]| cut(line, usize::from(width));
    let title = if hit.title.trim().is_empty() { "(untitled)" } else { hit.title.as_str() };
    let title = [span(Tone::Title, title)];
    let labels = labels(hit);
    if !selected {
        return vec![cut(&title), cut(&labels)];
    }
    let mut lines = whole(&title, TITLE, width);
    lines.extend(whole(&labels, TITLE, width));
    let marked = pieces(&hit.snippet).into_iter();
    let marked = marked.map(|(piece, matched)| span(if matched { Tone::Match } else { Tone::Plain }, piece));
    lines.extend(whole(&marked.collect::<Vec<_>>(), PASSAGE, width));
    let same = hit.also.len() + hit.also_more;
    if same > 0 {
        lines.push(cut(&[span(Tone::Dim, format!("the same text in {same} more"))]));
    }
    lines
}

/// A line broken into so many at most; what is cut off is marked.
fn whole(line: &[Span], most: usize, width: u16) -> Vec<Vec<Span>> {
    if line.iter().all(|span| span.text.is_empty()) {
        return Vec::new();
    }
    let text = line.iter().fold(Text::new(), |text, span| text.add(span.tone, &span.text));
    let mut lines = wrapped(text, width);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push(span(Tone::Plain, " …"));
            *last = cut(last, usize::from(width));
        }
    }
    lines
}

/// Roles, section facet, ancestors.
fn labels(hit: &Hit) -> Vec<Span> {
    let ancestors = hit.breadcrumb.split_last().map_or(&[][..], |(_, above)| above).join(" › ");
    let parts = [(Tone::Facet, hit.roles.join(", ")), (Tone::Plain, hit.section.clone()), (Tone::Dim, ancestors)];
    let mut labels = Vec::new();
    for (tone, text) in parts.into_iter().filter(|(_, text)| !text.trim().is_empty()) {
        if !labels.is_empty() {
            labels.push(span(Tone::Dim, " · "));
        }
        labels.push(span(tone, text));
    }
    labels
}

/// What to say where nothing was found.
fn nothing(found: &SearchResults) -> Text {
    let said = Text::toned(Tone::Warning, "nothing found");
    let said = found.hints.iter().fold(said, |text, hint| text.below(Text::from(hint)));
    found.suggestions.iter().fold(said, |text, other| text.below(Text::from(format!("did you mean “{other}”?"))))
}

fn say(text: Text, look: Look, pane: Rect, buffer: &mut Buffer) {
    let lines = wrapped(text, pane.width.saturating_sub(MARK));
    for (line, y) in lines.iter().zip(pane.y..pane.bottom()) {
        buffer.set_line(pane.x + MARK, y, &look.safe(line), pane.width.saturating_sub(MARK));
    }
}
