//! How a comparison of roles looks: a column for each role, a row for each section facet.

use super::search::hits::snippet;
use super::{Column, Grid, JsonLines, Place, Records, Report, Sheet, Style, Text, Tone};
use crate::error::Result;
use crate::results::{ComparedCell, ComparedRow, Comparison, Hit, RoleWords, SharedPassage};

/// Columns of the page that the names of the facets take, and that a role needs: where there are fewer, what the roles
/// say stands one below the other.
const TOPIC: u16 = 16;
const ROLE: u16 = 24;

/// Lines of prose longer than this are hard to read.
const PROSE: u16 = 90;

/// What stands where a role has nothing.
const NOT_COVERED: &str = "not covered";

impl Report for Comparison {
    fn sheets(&self, style: &Style) -> Vec<Sheet> {
        let mut sheets = vec![Sheet::text(summary(self))];
        let roles = u16::try_from(self.roles.len()).unwrap_or(u16::MAX);
        if style.width >= TOPIC.saturating_add(roles.saturating_mul(ROLE)) {
            sheets.push(table(self).into());
        } else {
            sheets.extend(self.rows.iter().map(|row| Sheet::text(list(row)).heading(topic(row))));
        }
        sheets.retain(|sheet| !is_bare(sheet));
        sheets.extend(words(&self.terms));
        if self.rows_more > 0 {
            let more = format!("{} more section facets; --rows 0 shows all", self.rows_more);
            sheets.push(Sheet::text(Text::toned(Tone::Dim, more)));
        }
        sheets
    }

    /// A table, however many roles there are: a page has no width.
    fn markdown(&self) -> String {
        super::markdown::from_sheets(&self.sheets(&Style::plain(u16::MAX)))
    }

    /// A row for each section facet.
    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        self.rows.iter().try_for_each(|row| lines.put(row))
    }

    /// A record for each passage, and one for each role that has nothing where another has something.
    fn records(&self) -> Records {
        let mut records = Records::new([
            "section",
            "roles",
            "total",
            "id",
            "guide",
            "title",
            "path",
            "first_line",
            "last_line",
            "passage",
        ]);
        let mut push = |section: &str, roles: String, total: u64, hit: Option<&Hit>| {
            let text = |of: fn(&Hit) -> String| hit.map(of).unwrap_or_default();
            records.push([
                section.to_owned(),
                roles,
                total.to_string(),
                text(|hit| hit.id.to_string()),
                text(|hit| hit.guide.clone()),
                text(|hit| hit.title.clone()),
                text(|hit| hit.path.clone()),
                text(|hit| hit.lines.first.to_string()),
                text(|hit| hit.lines.last.to_string()),
                text(|hit| hit.snippet.text.clone()),
            ]);
        };
        for row in &self.rows {
            for cell in &row.cells {
                if cell.total == 0 {
                    push(&row.section, cell.role.clone(), 0, None);
                }
                cell.hits.iter().for_each(|hit| push(&row.section, cell.role.clone(), cell.total, Some(hit)));
            }
            for shared in &row.shared {
                // As many as the role has that has most of it.
                let of = |role: &String| row.cells.iter().find(|cell| cell.role == *role).map_or(0, |cell| cell.total);
                let total = shared.shared_by.iter().map(of).max().unwrap_or(0);
                push(&row.section, shared.shared_by.join(";"), total, Some(&shared.hit));
            }
        }
        records
    }

    fn places(&self) -> Option<Vec<Place>> {
        let place = |hit: &Hit| Place {
            path: hit.path.clone(),
            line: hit.lines.first,
            column: 1,
            text: format!("{} — {}", hit.title.trim(), hit.snippet.text),
        };
        Some(self.hits().map(place).collect())
    }
}

fn is_bare(sheet: &Sheet) -> bool {
    matches!(&sheet.body, super::Body::Grid(grid) if grid.rows.is_empty())
}

/// What was compared, and how much each role has on it.
fn summary(comparison: &Comparison) -> Text {
    let query = &comparison.query;
    let mut text = match query.text.trim() {
        "" => Text::toned(Tone::Title, "all sections"),
        topic => Text::toned(Tone::Title, format!("“{topic}”")),
    };
    let counts = comparison.roles.iter().map(|role| format!("{} {}", role.id, role.total)).collect::<Vec<_>>();
    text = text.add(Tone::Dim, " · sections: ").plain(counts.join(", "));
    if comparison.without_role > 0 {
        text = text.add(Tone::Dim, " · ").plain(format!("{} for none of them", comparison.without_role));
    }
    for (name, values) in [("section", &query.sections), ("tag", &query.tags), ("corpus", &query.corpora)] {
        if !values.is_empty() {
            text = text.add(Tone::Dim, " · ").plain(format!("{name}: {}", values.join(", ")));
        }
    }
    if let Some(corrected) = &query.corrected {
        text = text.below(Text::toned(Tone::Dim, "searched for ").plain(format!("“{corrected}”")));
    }
    let also: Vec<String> =
        query.expanded.iter().map(|more| format!("{} ({})", more.to.join(", "), more.source)).collect();
    if also.is_empty() {
        return text;
    }
    text.below(Text::toned(Tone::Dim, "also searched: ").plain(also.join(", ")))
}

fn table(comparison: &Comparison) -> Grid {
    let names = comparison.roles.iter().map(|role| Column::new(role.name.as_str()).at_most(PROSE));
    let columns = std::iter::once(Column::new("Topic").at_most(TOPIC)).chain(names);
    let mut grid = Grid { rules: true, ..Grid::new(columns) };
    for row in &comparison.rows {
        let cells = row.cells.iter().map(|cell| passages(row, cell));
        grid.push(std::iter::once(topic(row)).chain(cells));
    }
    grid
}

/// What each role says, one below the other.
fn list(row: &ComparedRow) -> Text {
    let role = |cell: &ComparedCell| Text::toned(Tone::Facet, cell.role.as_str()).below(passages(row, cell));
    apart(row.cells.iter().map(role))
}

/// Blocks of text with an empty line between them.
fn apart(mut blocks: impl Iterator<Item = Text>) -> Text {
    let first = blocks.next().unwrap_or_default();
    blocks.fold(first, |text, block| text.below(Text::from("")).below(block))
}

fn topic(row: &ComparedRow) -> Text {
    match row.name.as_str() {
        "" => Text::toned(Tone::Dim, "(other)"),
        name => Text::toned(Tone::Head, name),
    }
}

/// What a role says: what it has of its own, then what it shares.
fn passages(row: &ComparedRow, cell: &ComparedCell) -> Text {
    if cell.total == 0 {
        return Text::toned(Tone::Warning, NOT_COVERED);
    }
    let own = cell.hits.iter().map(passage);
    let shared = row.shared.iter().filter(|shared| shared.shared_by.contains(&cell.role));
    apart(own.chain(shared.map(|shared| in_common(shared, cell))))
}

/// A passage that several roles share: it stands with the first of them, whole where that one has nothing else.
fn in_common(shared: &SharedPassage, cell: &ComparedCell) -> Text {
    let title = title(&shared.hit);
    match shared.shared_by.first() {
        Some(first) if *first != cell.role => {
            Text::toned(Tone::Dim, format!("shared, see {first}: ")).add(Tone::Dim, title)
        }
        _ => {
            let others = shared.shared_by.iter().filter(|role| **role != cell.role).map(String::as_str);
            let with = Text::toned(Tone::Dim, format!("shared with {}:", others.collect::<Vec<_>>().join(", ")));
            if cell.hits.is_empty() {
                with.below(passage(&shared.hit))
            } else {
                with.below(Text::toned(Tone::Title, title)).below(handles(&shared.hit))
            }
        }
    }
}

/// A passage with its heading and its citation.
fn passage(hit: &Hit) -> Text {
    Text::toned(Tone::Title, title(hit)).below(snippet(&hit.snippet)).below(handles(hit))
}

fn title(hit: &Hit) -> &str {
    if hit.title.trim().is_empty() { "(untitled)" } else { hit.title.trim() }
}

/// The id, which `kb show` takes, and the lines, which an editor takes; with what the file held, where that is known.
fn handles(hit: &Hit) -> Text {
    let mut place = Text::toned(Tone::Dim, hit.lines.place(&hit.path, hit.unit));
    if let Some(citation) = &hit.citation {
        let changed = if citation.stale { ", changed since it was indexed" } else { "" };
        place = place.add(Tone::Dim, format!(", {}{changed}", citation.short()));
    }
    Text::toned(Tone::Id, hit.id.0.as_str()).below(place)
}

/// The words that set the roles apart, each with its sections for the role and for the others.
fn words(terms: &[RoleWords]) -> Option<Sheet> {
    if terms.is_empty() {
        return None;
    }
    let mut grid = Grid::new([Column::new("Role"), Column::new("Words that set it apart (sections : others)").grow()]);
    for words in terms {
        let listed: Vec<String> = words
            .terms
            .iter()
            .map(|term| format!("{} ({} : {})", term.text, term.sections.inside, term.sections.outside))
            .collect();
        let listed = match listed.is_empty() {
            true => Text::toned(Tone::Dim, "none"),
            false => Text::from(listed.join(", ")),
        };
        grid.push([Text::toned(Tone::Facet, words.role.as_str()), listed]);
    }
    Some(grid.into())
}
