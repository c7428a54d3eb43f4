//! Hits and facets as Markdown: numbered citations with the passage quoted.

use super::{facets, hits, summary};
use crate::report::markdown::{code, escape, table};
use crate::report::passages::cited;
use crate::results::{Hit, SearchResults};

/// A line on what was found, the hits as a list, the facets as a table.
pub(super) fn write(results: &SearchResults) -> String {
    let found = format!("**{}**", summary::found(results).raw());
    let asked = summary::asked(results).into_iter().map(|part| escape(&part));
    let mut blocks = vec![std::iter::once(found).chain(asked).collect::<Vec<_>>().join(" · ")];
    let understood = summary::understood(results);
    blocks.extend(
        Some(understood.raw())
            .filter(|text| !text.is_empty())
            .map(|text| text.lines().map(escape).collect::<Vec<_>>().join("  \n")),
    );
    if results.total > 0 {
        blocks.extend(results.hits.iter().map(|hit| citation(hit, results.dated)));
        blocks.extend(facets::Facets::flat(results).grid().map(|grid| table(&grid)));
    }
    blocks.join("\n\n") + "\n"
}

fn citation(hit: &Hit, dated: bool) -> String {
    let number = format!("{}. ", hit.rank);
    let title = if hit.title.trim().is_empty() { "(untitled)" } else { hit.title.trim() };
    let ancestors = hit.breadcrumb.split_last().map(|(_, ancestors)| ancestors).unwrap_or_default();
    let trail = ancestors.iter().map(|title| escape(title.trim())).collect::<Vec<_>>().join(" › ");
    let trail = if trail.is_empty() { trail } else { format!(" — {trail}") };
    let place = code(&hit.lines.place(&hit.path, hit.unit));
    let day = if dated { format!(", {}", escape(hits::day(hit))) } else { String::new() };
    let hash = hit.citation.as_ref().map(cited).unwrap_or_default();
    let mut out = format!("{number}**{}**{trail} ({place}{day}{hash})", escape(title));
    if !hit.snippet.text.trim().is_empty() {
        // The quote belongs to the number where it is indented as far as the text behind the number.
        out.push_str(&format!("\n\n{}> {}", " ".repeat(number.len()), quote(hit)));
    }
    for line in hits::explanation(hit) {
        out.push_str(&format!("\n{}* {}", " ".repeat(number.len()), escape(&line)));
    }
    out
}

fn quote(hit: &Hit) -> String {
    let quote: String =
        hits::pieces(&hit.snippet).into_iter().map(|(piece, matched)| piece_of_quote(piece, matched)).collect();
    quote.trim().to_owned()
}

/// Bold must not begin or end with a space, or it is not bold.
fn piece_of_quote(piece: &str, matched: bool) -> String {
    let words = piece.trim();
    if !matched || words.is_empty() {
        return escape(piece);
    }
    let space = |present| if present { " " } else { "" };
    let (before, after) = (space(!piece.starts_with(words)), space(!piece.ends_with(words)));
    format!("{before}**{}**{after}", escape(words))
}
