//! The line above the hits: what was searched and how much of it was found.

use crate::report::{Text, Tone};
use crate::results::SearchResults;

/// The summary and, below it, what was searched besides the words as they were given.
pub(super) fn text(results: &SearchResults) -> Text {
    let mut text = found(results).add(Tone::Dim, format!(" in {}", duration(results.took_ms)));
    for part in asked(results).into_iter().chain(page(results)) {
        text = text.add(Tone::Dim, " · ").plain(part);
    }
    text.below(understood(results))
}

/// "7 sections", or that there are none.
pub(super) fn found(results: &SearchResults) -> Text {
    if results.total == 0 {
        return Text::toned(Tone::Title, "nothing found");
    }
    let mut found = counted(results.total, "section");
    if let Some(guides) = results.total_guides {
        found = format!("{found} of {}", counted(guides, "guide"));
    }
    Text::toned(Tone::Title, found)
}

/// Longest query that is shown whole, in characters: who typed or pasted more knows it by its beginning.
const SHOWN: usize = 200;

/// A query in quotes, cut where it is long.
fn quoted(query: &str) -> String {
    match query.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("“{}…”", query[..end].trim_end()),
        None => format!("“{query}”"),
    }
}

/// The query and the selection, each part as the user would say it.
pub(super) fn asked(results: &SearchResults) -> Vec<String> {
    let query = &results.query;
    let words = Some(query.text.trim()).filter(|text| !text.is_empty()).map(quoted);
    let selected =
        [("role", &query.roles), ("section", &query.sections), ("tag", &query.tags), ("corpus", &query.corpora)];
    let selected = selected.into_iter().filter(|(_, values)| !values.is_empty());
    let dates = [("since", &query.since, "T00:00:00Z"), ("until", &query.until, "T23:59:59Z")];
    let dates = dates.into_iter().filter_map(|(name, date, edge)| {
        // The first or last second of a day is what the day itself means.
        date.as_ref().map(|date| format!("{name} {}", date.strip_suffix(edge).unwrap_or(date)))
    });
    let selected = selected.map(|(name, values)| format!("{name}: {}", values.join(", ")));
    words.into_iter().chain(selected).chain(dates).collect()
}

/// One line for a correction and one for each kind of expansion.
pub(super) fn understood(results: &SearchResults) -> Text {
    let mut text = Text::new();
    if let Some(corrected) = &results.query.corrected {
        text = text.below(Text::toned(Tone::Dim, "searched for ").plain(quoted(corrected)).add(Tone::Dim, " instead"));
    }
    let mut also = Text::toned(Tone::Dim, "also searched: ");
    for (at, expansion) in results.query.expanded.iter().enumerate() {
        let between = if at > 0 { ", " } else { "" };
        also = also
            .add(Tone::Dim, between)
            .plain(expansion.to.join(", "))
            .add(Tone::Dim, format!(" ({})", expansion.source));
    }
    if results.query.expanded.is_empty() { text } else { text.below(also) }
}

/// "1–10 of 48": which of the hits this page shows.
fn page(results: &SearchResults) -> Option<String> {
    let total = results.total_guides.unwrap_or(results.total);
    match (results.hits.first(), results.hits.last()) {
        (Some(first), Some(last)) => Some(format!("{}–{} of {total}", first.rank, last.rank)),
        _ if results.total > 0 => Some("none on this page".to_owned()),
        _ => None,
    }
}

fn counted(count: u64, thing: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{plural}")
}

fn duration(ms: f64) -> String {
    match ms {
        _ if ms >= 999.5 => format!("{:.1} s", ms / 1000.0),
        _ if ms >= 9.95 => format!("{ms:.0} ms"),
        _ => format!("{ms:.1} ms"),
    }
}

#[cfg(test)]
mod tests {
    use super::{SHOWN, quoted};

    #[test]
    fn a_long_query_is_known_by_its_beginning() {
        assert_eq!(quoted("granite"), "“granite”");
        let whole = "é".repeat(SHOWN);
        assert_eq!(quoted(&whole), format!("“{whole}”"));
        assert_eq!(quoted(&format!("{whole} and more")), format!("“{whole}…”"));
    }
}
