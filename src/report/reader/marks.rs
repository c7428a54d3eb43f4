//! The words of a query marked in sheets.

use std::ops::Range;

use crate::report::sheet::{Body, Sheet};
use crate::report::style::Tone;
use crate::report::text::{Span, Text};

/// Gives [`Tone::Match`] to what `find` finds. It is asked of one heading, paragraph, cell or block of code after the
/// other and gives byte ranges in order and apart from each other; those that cut a character or point nowhere do not
/// count.
pub fn mark(sheets: &mut [Sheet], find: &mut dyn FnMut(&str) -> Vec<Range<usize>>) {
    for sheet in sheets {
        mark_text(&mut sheet.heading, find);
        match &mut sheet.body {
            Body::Empty => {}
            Body::Text(text) => mark_text(text, find),
            Body::Grid(grid) => grid.rows.iter_mut().flatten().for_each(|cell| mark_text(cell, find)),
            Body::Beside { left, right, .. } => {
                mark(left, find);
                mark(right, find);
            }
        }
    }
}

fn mark_text(text: &mut Text, find: &mut dyn FnMut(&str) -> Vec<Range<usize>>) {
    if text.is_empty() {
        return;
    }
    let raw = text.raw();
    let mut done = 0;
    let mut found = find(&raw);
    found.retain(|range| {
        let counts = range.start >= done && range.start < range.end && raw.get(range.clone()).is_some();
        done = if counts { range.end } else { done };
        counts
    });
    let mut found = found.into_iter().peekable();
    let mut at = 0;
    for line in text.lines_mut() {
        let mut marked = Vec::with_capacity(line.len());
        for span in line.drain(..) {
            let end = at + span.text.len();
            while at < end {
                while found.next_if(|range| range.end <= at).is_some() {}
                let (to, tone) = match found.peek() {
                    Some(range) if range.start <= at => (range.end.min(end), Tone::Match),
                    Some(range) => (range.start.min(end), span.tone),
                    None => (end, span.tone),
                };
                let from = at + span.text.len() - end;
                let piece = span.text.get(from..from + to - at).unwrap_or_default();
                marked.push(Span { text: piece.to_owned(), tone });
                at = to;
            }
        }
        *line = marked;
        at += 1;
    }
}
