//! `kb searches`: the saved searches of kb.toml.

use serde::Serialize;

use crate::error::Result;
use crate::report::{Column, Grid, JsonLines, Records, Report, Sheet, Style, Text, Tone, refuse_places};

use super::output::Output;
use super::saved::SavedSearch;
use super::settings::Settings;

/// Saved searches, by name.
#[derive(Debug, Serialize)]
struct SearchesReport {
    /// The version of this JSON.
    version: u32,
    /// Each of them.
    searches: Vec<NamedSearch>,
}

#[derive(Debug, Serialize)]
struct NamedSearch {
    name: String,
    #[serde(flatten)]
    search: SavedSearch,
}

/// Runs the command.
pub(super) fn run(settings: &Settings, output: &Output) -> Result<bool> {
    refuse_places(output.format)?;
    let searches = settings.searches.iter();
    let searches: Vec<NamedSearch> =
        searches.map(|(name, search)| NamedSearch { name: name.clone(), search: search.clone() }).collect();
    let found = !searches.is_empty();
    output.answer(&SearchesReport { version: 1, searches })?;
    if !found {
        output.hint("no search is saved; put one in kb.toml, such as `oncall = \"incident OR outage\"` under [search]");
    }
    Ok(found)
}

impl Report for SearchesReport {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        if self.searches.is_empty() {
            return Vec::new();
        }
        let has = |what: fn(&SavedSearch) -> bool| self.searches.iter().any(|one| what(&one.search));
        let flags = has(|search| !search.flags().is_empty());
        let about = has(|search| !search.about.is_empty());
        let columns = [Column::new("search"), Column::new("query").grow()].into_iter();
        let more = [(flags, Column::new("flags")), (about, Column::new("about").grow())];
        let mut grid = Grid::new(columns.chain(more.into_iter().filter(|(shown, _)| *shown).map(|(_, column)| column)));
        for NamedSearch { name, search } in &self.searches {
            let mut row = vec![Text::toned(Tone::Title, format!("@{name}")), Text::from(&search.query)];
            row.extend(flags.then(|| Text::toned(Tone::Facet, search.flags())));
            row.extend(about.then(|| Text::toned(Tone::Dim, &search.about)));
            grid.push(row);
        }
        vec![grid.into()]
    }

    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        self.searches.iter().try_for_each(|one| lines.put(one))
    }

    fn records(&self) -> Records {
        let mut records = Records::new(["name", "query", "flags", "about"]);
        for NamedSearch { name, search } in &self.searches {
            records.push([name.clone(), search.query.clone(), search.flags(), search.about.clone()]);
        }
        records
    }
}
