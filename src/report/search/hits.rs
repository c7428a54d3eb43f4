//! The hits as rows: who, what, where.

use std::ops::Range;

use crate::report::{Column, Grid, Sheet, Text, Tone};
use crate::results::{Hit, Part, SearchResults, Snippet};

/// From this width on roles and score have columns of their own.
const ROOMY: u16 = 100;

/// Lines of prose longer than this are hard to read.
const PROSE: u16 = 110;

/// How many ids of identical sections are named.
const ALSO_NAMED: usize = 3;

/// One row a hit, laid out for a page of so many columns.
pub(super) fn sheet(results: &SearchResults, width: u16) -> Sheet {
    let hits = &results.hits;
    let roomy = width >= ROOMY;
    let ranked = roomy && hits.iter().any(|hit| hit.score > 0.0);
    let labelled = roomy && hits.iter().any(|hit| !labels(hit).is_empty());
    let mut columns = vec![Column::number("#"), Column::new("Section").grow().at_most(PROSE)];
    if labelled {
        columns.push(Column::new("Role · facet").at_most(26));
    }
    if ranked {
        columns.push(Column::number("Score"));
    }
    let mut grid = Grid { rules: true, ..Grid::new(columns) };
    for hit in hits {
        let mut row = vec![Text::toned(Tone::Number, hit.rank.to_string()), section(hit, !labelled, results.dated)];
        if labelled {
            row.push(labels(hit));
        }
        if ranked {
            row.push(Text::toned(Tone::Number, format!("{:.2}", hit.score)));
        }
        grid.push(row);
    }
    grid.into()
}

/// The main cell: title, passage, then what to type next.
fn section(hit: &Hit, with_labels: bool, dated: bool) -> Text {
    let mut text = title(hit).below(snippet(&hit.snippet));
    if with_labels && !labels(hit).is_empty() {
        text = text.below(joined(labels(hit)));
    }
    text = text.below(handles(hit, dated));
    let more = hit.also.len().saturating_sub(ALSO_NAMED) + hit.also_more;
    if !hit.also.is_empty() {
        let named: Vec<_> = hit.also.iter().take(ALSO_NAMED).map(|id| id.0.as_str()).collect();
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        text = text.below(Text::toned(Tone::Dim, format!("same text: {}{rest}", named.join(", "))));
    }
    for line in explanation(hit) {
        text = text.below(Text::toned(Tone::Dim, line));
    }
    text
}

/// The parts of the score, one a line, and their sum.
pub(super) fn explanation(hit: &Hit) -> Vec<String> {
    let Some(parts) = &hit.explanation else { return Vec::new() };
    let line = |part: &Part| format!("{:+.3} {}", part.worth, part.what);
    parts.iter().map(line).chain([format!("= {:.3}", hit.score)]).collect()
}

/// The ancestors, dim, and the title.
fn title(hit: &Hit) -> Text {
    let ancestors = hit.breadcrumb.split_last().map(|(_, ancestors)| ancestors).unwrap_or_default();
    let mut text = Text::new();
    for ancestor in ancestors.iter().filter(|title| !title.trim().is_empty()) {
        text = text.add(Tone::Dim, format!("{ancestor} › "));
    }
    text.add(Tone::Title, if hit.title.trim().is_empty() { "(untitled)" } else { hit.title.as_str() })
}

/// The passage with its matched words toned.
pub(in crate::report) fn snippet(snippet: &Snippet) -> Text {
    if snippet.text.is_empty() {
        return Text::new();
    }
    pieces(snippet)
        .into_iter()
        .fold(Text::new(), |text, (piece, matched)| text.add(if matched { Tone::Match } else { Tone::Plain }, piece))
}

/// The passage in order, each piece with whether it matched. Ranges that overlap, point nowhere or cut a character are
/// put right rather than trusted.
pub fn pieces(snippet: &Snippet) -> Vec<(&str, bool)> {
    let text = snippet.text.as_str();
    let mut pieces = Vec::new();
    let mut done = 0;
    for Range { start, end } in &snippet.highlights {
        let start = boundary(text, (*start).max(done));
        let end = boundary(text, *end);
        if start < end {
            pieces.push((text.get(done..start).unwrap_or_default(), false));
            pieces.push((text.get(start..end).unwrap_or_default(), true));
            done = end;
        }
    }
    pieces.push((text.get(done..).unwrap_or_default(), false));
    pieces.retain(|(piece, _)| !piece.is_empty());
    pieces
}

/// The first character boundary from a byte on.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// Roles, section facet and tags, one a line.
fn labels(hit: &Hit) -> Text {
    let roles = hit.roles.iter().map(|role| Text::toned(Tone::Facet, role));
    let section =
        Some(&hit.section).filter(|section| !section.is_empty()).map(|section| Text::toned(Tone::Plain, section));
    let tags = Some(hit.tags.join(", ")).filter(|tags| !tags.is_empty()).map(|tags| Text::toned(Tone::Dim, tags));
    roles.chain(section).chain(tags).fold(Text::new(), Text::below)
}

/// The day of its guide's date.
pub(super) fn day(hit: &Hit) -> &str {
    hit.date.split('T').next().unwrap_or_default()
}

/// The lines of a text as one line.
fn joined(text: Text) -> Text {
    text.lines().iter().enumerate().fold(Text::new(), |joined, (at, line)| {
        let joined = if at > 0 { joined.add(Tone::Dim, " · ") } else { joined };
        line.iter().fold(joined, |joined, span| joined.add(span.tone, &span.text))
    })
}

/// The id, which `kb show` and `kb open` take, and the lines, which an editor takes; with the day of its guide where
/// dates were asked for.
fn handles(hit: &Hit, dated: bool) -> Text {
    let mut place = hit.lines.place(&hit.path, hit.unit);
    if dated {
        place.push_str(&format!(" · {}", day(hit)));
    }
    Text::toned(Tone::Id, hit.id.0.as_str()).below(Text::toned(Tone::Dim, place))
}
