//! `kb facets`: every facet value, and why a section has its own.

use serde::Serialize;

use crate::error::Result;
use crate::guide::{Reasons, SectionId};
use crate::query::{Expr, Page, Query};
use crate::report::{Column, Grid, Place, Records, Report, Sheet, Style, Text, Tone};
use crate::results::{FacetCount, FacetCounts};

use super::output::Output;
use super::settings::Settings;

/// Every value of every facet.
#[derive(Debug, Serialize)]
struct FacetsReport {
    /// The version of this JSON.
    version: u32,
    /// The counts, over the whole index.
    facets: FacetCounts,
    /// Whether there are several corpora: the only one there is needs no list.
    #[serde(skip)]
    several_corpora: bool,
}

/// Runs `kb facets`.
pub(super) fn run(settings: &Settings, output: &Output) -> Result<bool> {
    let engine = super::open_index(settings, output)?;
    let everything = Query { facet_limit: 0, page: Page { limit: 1, offset: 0 }, ..Query::new("", Expr::All) };
    let facets = engine.search(&everything)?.facets;
    let report = FacetsReport { version: 1, facets, several_corpora: engine.record().sources.len() > 1 };
    let found = report.named().iter().any(|(_, values)| !values.is_empty());
    output.answer(&report)?;
    if !found {
        output.hint("no guide has a role, a section facet or a tag");
    }
    Ok(found)
}

impl FacetsReport {
    fn named(&self) -> [(&'static str, &[FacetCount]); 4] {
        let FacetCounts { role, section, tag, corpus } = &self.facets;
        let corpus = if self.several_corpora { corpus.as_slice() } else { &[] };
        [("role", role), ("section", section), ("tag", tag), ("corpus", corpus)]
    }
}

impl Report for FacetsReport {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        let mut sheets = Vec::new();
        for (name, values) in self.named().into_iter().filter(|(_, values)| !values.is_empty()) {
            let mut grid = Grid::new([Column::new(name), Column::number("sections")]);
            for value in values {
                grid.push([Text::toned(Tone::Facet, &value.value), Text::toned(Tone::Number, value.count.to_string())]);
            }
            sheets.push(grid.into());
        }
        sheets
    }

    fn records(&self) -> Records {
        let mut records = Records::new(["facet", "value", "count"]);
        for (name, values) in self.named() {
            for value in values {
                records.push([name.to_owned(), value.value.clone(), value.count.to_string()]);
            }
        }
        records
    }
}

/// Why a section has its facets.
#[derive(Debug, Serialize)]
struct WhyReport {
    /// The version of this JSON.
    version: u32,
    /// The section.
    id: SectionId,
    /// The source file.
    path: String,
    /// The first line of the section.
    line: u32,
    /// The titles from the guide down to it.
    breadcrumb: Vec<String>,
    /// The rules.
    reasons: Reasons,
}

/// Runs `kb facets --why ID`.
pub(super) fn why(id: &str, settings: &Settings, output: &Output) -> Result<bool> {
    let engine = super::open_index(settings, output)?;
    let section = engine.section(id)?;
    let report = WhyReport {
        version: 1,
        path: engine.record().shown_path(&section.key),
        line: section.lines.first,
        id: section.id,
        breadcrumb: section.breadcrumb,
        reasons: section.reasons,
    };
    output.answer(&report)?;
    Ok(true)
}

impl Report for WhyReport {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        let mut grid = Grid::new([
            Column::new("facet"),
            Column::new("value"),
            Column::new("rule"),
            Column::new("because of").grow(),
        ]);
        let roles = self.reasons.roles.iter().map(|reason| ("role", reason));
        let section = self.reasons.section.iter().map(|reason| ("section", reason));
        let tags = self.reasons.tags.iter().map(|reason| ("tag", reason));
        for (facet, reason) in roles.chain(section).chain(tags) {
            grid.push([
                Text::from(facet),
                Text::toned(Tone::Facet, &reason.value),
                Text::from(&reason.rule),
                Text::from(&reason.evidence),
            ]);
        }
        let mut sheet = Sheet::from(grid).heading(Text::toned(Tone::Title, self.breadcrumb.join(" › ")));
        if self.reasons.roles.is_empty() {
            sheet = sheet.note("no role: neither front matter nor a heading nor the path names a declared one");
        }
        if self.reasons.section.is_none() {
            sheet =
                sheet.note("no section facet: this is the title of its guide or just a page, and no alias names it");
        }
        vec![sheet]
    }

    fn places(&self) -> Option<Vec<Place>> {
        let text = self.breadcrumb.join(" › ");
        Some(vec![Place { path: self.path.clone(), line: self.line, column: 1, text }])
    }
}
