//! `kb eval --self`: questions made from the guides, and at which rank their sections come.

use serde::Serialize;

use crate::error::{Error, Result};
use crate::eval::{Found, Hits, KINDS, Kind, acronym_items, find, known_items};
use crate::report::{Column, Grid, JsonLines, Records, Report, Sheet, Style, Text, Tone};

use super::super::args::EvalArguments;
use super::super::open_index;
use super::super::output::Output;
use super::super::settings::Settings;
use super::ranking;

/// Makes the questions, asks them and reports.
pub(super) fn run(arguments: &EvalArguments, settings: &Settings, output: &Output) -> Result<bool> {
    let engine = open_index(settings, output)?;
    let sections = engine.sections()?;
    let mut items: Vec<_> = KINDS.into_iter().flat_map(|kind| known_items(kind, &sections, arguments.sample)).collect();
    items.extend(acronym_items(&engine, &sections, arguments.sample)?);
    if items.is_empty() {
        return Err(Error::not_found("no section can be asked for: headings are not unique, or there is little text")
            .with_hint("judge some questions by hand: kb eval --queries FILE --qrels FILE"));
    }
    let found = find(&engine, &items, ranking(arguments))?;
    let of_kind = |kind: Kind| {
        let found: Vec<&Found> = found.iter().filter(|found| found.kind == kind).collect();
        OfKind {
            kind,
            queries: found.len(),
            section: Hits::of(found.iter().map(|found| found.section_rank)),
            guide: Hits::of(found.iter().map(|found| found.guide_rank)),
        }
    };
    let kinds = KINDS.into_iter().map(of_kind).filter(|kind| kind.queries > 0).collect();
    let report =
        FoundReport { version: 1, sections: sections.len(), kinds, per_query: found, shown: arguments.per_query };
    output.answer(&report)?;
    Ok(true)
}

/// How often known sections are found.
#[derive(Debug, Serialize)]
struct FoundReport {
    /// The version of this JSON.
    version: u32,
    /// How many sections the index has.
    sections: usize,
    /// Each kind of question.
    kinds: Vec<OfKind>,
    /// Each question.
    per_query: Vec<Found>,
    /// Whether people are shown every question.
    #[serde(skip)]
    shown: bool,
}

/// How often sections are found by one kind of question.
#[derive(Debug, Serialize)]
struct OfKind {
    /// What the questions were made from.
    kind: Kind,
    /// How many there are.
    queries: usize,
    /// How often the section itself was found.
    section: Hits,
    /// How often any section of its guide was found.
    guide: Hits,
}

impl FoundReport {
    fn kinds(&self) -> Sheet {
        let heads = ["Questions", "Rank 1", "Top 3", "Top 10", "MRR@10"];
        let ends = [Column::new("Asked by"), Column::new("Found")];
        let mut grid = Grid::new(ends.into_iter().chain(heads.map(Column::number)));
        for of_kind in &self.kinds {
            for (what, hits) in [("section", of_kind.section), ("its guide", of_kind.guide)] {
                let share = |share: f64| Text::toned(Tone::Number, format!("{:.1} %", share * 100.0));
                grid.push([
                    Text::from(of_kind.kind.name()),
                    Text::from(what),
                    Text::from(of_kind.queries),
                    share(hits.top_1),
                    share(hits.top_3),
                    share(hits.top_10),
                    Text::toned(Tone::Number, format!("{:.4}", hits.mrr)),
                ]);
            }
        }
        grid.into()
    }

    fn questions(&self) -> Sheet {
        let numbers = [Column::number("Section"), Column::number("Guide")];
        let texts = [Column::new("Question").grow(), Column::new("Id")];
        let mut grid = Grid::new([Column::new("Asked by")].into_iter().chain(numbers).chain(texts));
        for found in &self.per_query {
            let rank = |rank: Option<u64>| rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
            grid.push([
                Text::from(found.kind.name()),
                Text::toned(Tone::Number, rank(found.section_rank)),
                Text::toned(Tone::Number, rank(found.guide_rank)),
                Text::from(&found.text),
                Text::toned(Tone::Id, &found.id.0),
            ]);
        }
        grid.into()
    }
}

impl Report for FoundReport {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        let questions = self.shown.then(|| self.questions());
        [self.kinds()].into_iter().chain(questions).collect()
    }

    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        self.per_query.iter().try_for_each(|found| lines.put(found))
    }

    fn records(&self) -> Records {
        let mut records = Records::new(["kind", "text", "id", "section_rank", "guide_rank"]);
        for found in &self.per_query {
            let rank = |rank: Option<u64>| rank.map(|rank| rank.to_string()).unwrap_or_default();
            let (section, guide) = (rank(found.section_rank), rank(found.guide_rank));
            records.push([found.kind.name().to_owned(), found.text.clone(), found.id.to_string(), section, guide]);
        }
        records
    }
}
