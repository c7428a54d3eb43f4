//! `kb similar`: sections like a section.

use crate::error::Result;
use crate::guide::SectionId;
use crate::query::DrillDown;
use crate::report::{Column, Grid, JsonLines, Place, Records, Report, Sheet, Style, Text, Tone};
use crate::results::{SimilarHit, SimilarSections};

use super::args::SimilarArguments;
use super::index::plural;
use super::output::Output;
use super::settings::Settings;

/// From this width on roles and score have columns of their own.
const ROOMY: u16 = 100;

/// How many shared words and how many ids of identical sections a table names.
const WORDS_NAMED: usize = 10;
const ALSO_NAMED: usize = 3;

/// Runs the command.
pub(super) fn run(arguments: &SimilarArguments, settings: &Settings, output: &Output) -> Result<bool> {
    let engine = super::fresh::open(settings, arguments.fresh, output)?;
    let drill_down = DrillDown {
        roles: arguments.role.clone(),
        sections: arguments.section.clone(),
        corpora: arguments.corpus.clone(),
        ..DrillDown::default()
    };
    let similar = engine.similar(&arguments.id, &drill_down, arguments.limit)?;
    output.answer(&similar)?;
    let found = !similar.hits.is_empty() || !similar.also.is_empty();
    if !found {
        output.hint(&advice(&similar));
    }
    Ok(found)
}

/// What to do where nothing is like the section.
fn advice(similar: &SimilarSections) -> String {
    let query = &similar.query;
    if query.words.is_empty() {
        format!("no word of {} tells it from other sections; `kb search` takes any words", query.id)
    } else if query.roles.is_empty() && query.sections.is_empty() && query.corpora.is_empty() {
        format!("no other section has enough of {}; try `kb search --any`", query.words.join(", "))
    } else {
        "no section that passes the filters is like it; try without --role, --section and --corpus".to_owned()
    }
}

impl Report for SimilarSections {
    fn sheets(&self, style: &Style) -> Vec<Sheet> {
        let mut sheets = vec![Sheet::text(summary(self))];
        if !self.hits.is_empty() {
            sheets.push(hits(self, style.width >= ROOMY).into());
        }
        sheets
    }

    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        self.hits.iter().try_for_each(|hit| lines.put(hit))
    }

    fn records(&self) -> Records {
        let mut records = Records::new([
            "rank",
            "score",
            "id",
            "guide",
            "title",
            "roles",
            "section",
            "tags",
            "path",
            "first_line",
            "last_line",
            "words",
            "corpus",
        ]);
        for hit in &self.hits {
            records.push([
                hit.rank.to_string(),
                hit.score.to_string(),
                hit.id.to_string(),
                hit.guide.clone(),
                hit.title.clone(),
                hit.roles.join(";"),
                hit.section.clone(),
                hit.tags.join(";"),
                hit.path.clone(),
                hit.lines.first.to_string(),
                hit.lines.last.to_string(),
                hit.words.join(";"),
                hit.corpus.clone(),
            ]);
        }
        records
    }

    fn places(&self) -> Option<Vec<Place>> {
        let place = |hit: &SimilarHit| Place {
            path: hit.path.clone(),
            line: hit.lines.first,
            column: 1,
            text: format!("{} — {}", hit.title.trim(), hit.words.join(", ")),
        };
        Some(self.hits.iter().map(place).collect())
    }
}

/// The lines above the hits: what they are like, how many there are, and where the same text stands.
fn summary(similar: &SimilarSections) -> Text {
    let found = match similar.total {
        0 => "nothing like it".to_owned(),
        total => plural(total, "section"),
    };
    let mut text = Text::toned(Tone::Title, found).add(Tone::Dim, " like ").plain(similar.query.breadcrumb.join(" › "));
    let query = &similar.query;
    for (name, values) in [("role", &query.roles), ("section", &query.sections), ("corpus", &query.corpora)] {
        if !values.is_empty() {
            text = text.add(Tone::Dim, " · ").plain(format!("{name}: {}", values.join(", ")));
        }
    }
    if (similar.hits.len() as u64) < similar.total {
        text = text.add(Tone::Dim, " · ").plain(format!("the first {}", similar.hits.len()));
    }
    if !similar.also.is_empty() {
        text = text.below(same_text(&similar.also, similar.also_more));
    }
    text
}

fn hits(similar: &SimilarSections, roomy: bool) -> Grid {
    let labelled = roomy && similar.hits.iter().any(|hit| !labels(hit).is_empty());
    let mut columns = vec![Column::number("#"), Column::new("Section").grow().at_most(110)];
    if labelled {
        columns.push(Column::new("Role · facet").at_most(26));
    }
    columns.push(Column::number("Score"));
    let mut grid = Grid { rules: true, ..Grid::new(columns) };
    for hit in &similar.hits {
        let mut row = vec![Text::toned(Tone::Number, hit.rank.to_string()), section(hit, !labelled)];
        if labelled {
            row.push(labels(hit));
        }
        row.push(Text::toned(Tone::Number, format!("{:.2}", hit.score)));
        grid.push(row);
    }
    grid
}

/// The main cell: title, shared words, then what to type next.
fn section(hit: &SimilarHit, with_labels: bool) -> Text {
    let ancestors = hit.breadcrumb.split_last().map(|(_, ancestors)| ancestors).unwrap_or_default();
    let mut text = Text::new();
    for ancestor in ancestors.iter().filter(|title| !title.trim().is_empty()) {
        text = text.add(Tone::Dim, format!("{ancestor} › "));
    }
    text = text.add(Tone::Title, if hit.title.trim().is_empty() { "(untitled)" } else { hit.title.as_str() });
    let shared = named(&hit.words, WORDS_NAMED, 0, |word| word.as_str());
    text = text.below(Text::toned(Tone::Dim, "shares ").add(Tone::Match, shared));
    if with_labels && !labels(hit).is_empty() {
        text = text.below(labels(hit));
    }
    let place = format!("{}:{}-{}", hit.path, hit.lines.first, hit.lines.last);
    text = text.below(Text::toned(Tone::Id, hit.id.0.as_str())).below(Text::toned(Tone::Dim, place));
    if hit.also.is_empty() { text } else { text.below(same_text(&hit.also, hit.also_more)) }
}

/// Roles, section facet and tags, one a line.
fn labels(hit: &SimilarHit) -> Text {
    let roles = hit.roles.iter().map(|role| Text::toned(Tone::Facet, role));
    let section = Some(&hit.section).filter(|section| !section.is_empty()).map(Text::from);
    let tags = Some(hit.tags.join(", ")).filter(|tags| !tags.is_empty()).map(|tags| Text::toned(Tone::Dim, tags));
    roles.chain(section).chain(tags).fold(Text::new(), Text::below)
}

fn same_text(ids: &[SectionId], beyond: usize) -> Text {
    Text::toned(Tone::Dim, format!("same text: {}", named(ids, ALSO_NAMED, beyond, |id| id.0.as_str())))
}

/// The first of some names, and how many more there are, `beyond` of them not even in the list.
fn named<T>(all: &[T], most: usize, beyond: usize, name: impl Fn(&T) -> &str) -> String {
    let first = all.iter().take(most).map(name).collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(most) + beyond {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
