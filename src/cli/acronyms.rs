//! `kb acronyms`: the acronyms that guides define, with where they do.

use serde::Serialize;

use crate::error::Result;
use crate::report::{Column, Grid, JsonLines, Place, Records, Report, Sheet, Style, Text, Tone};
use crate::results::{AcronymEntry, AcronymPlace};

use super::index::plural;
use super::output::Output;
use super::settings::Settings;

/// Acronyms, by short form.
#[derive(Debug, Serialize)]
struct AcronymsReport {
    /// The version of this JSON.
    version: u32,
    /// One for each pair of short and long form.
    acronyms: Vec<AcronymEntry>,
}

/// Runs the command: lists those with one of these short or long forms, or all.
pub(super) fn run(forms: &[String], settings: &Settings, output: &Output) -> Result<bool> {
    let engine = super::open_index(settings, output)?;
    let mut acronyms = if forms.is_empty() { engine.acronyms()? } else { Vec::new() };
    let mut unknown = Vec::new();
    for form in forms {
        let found = engine.acronyms_of(form)?;
        if found.is_empty() {
            unknown.push(format!("`{form}`"));
        }
        for entry in found {
            if !acronyms.contains(&entry) {
                acronyms.push(entry);
            }
        }
    }
    let found = !acronyms.is_empty();
    output.answer(&AcronymsReport { version: 1, acronyms })?;
    if !unknown.is_empty() {
        output.hint(&format!("no guide defines {}; `kb acronyms` lists those that are defined", unknown.join(", ")));
    } else if !found {
        output.hint("no guide defines an acronym; write “infrastructure as code (IaC)” in one to define it");
    }
    Ok(found)
}

impl AcronymsReport {
    fn summary(&self) -> String {
        let mut several: Vec<&str> =
            self.acronyms.iter().filter(|entry| entry.meanings > 1).map(|entry| entry.short.as_str()).collect();
        several.dedup();
        let all = plural(self.acronyms.len() as u64, "acronym");
        match several.as_slice() {
            [] => all,
            few if few.len() <= 5 => format!("{all}; with several long forms: {}", few.join(", ")),
            many => format!("{all}; with several long forms: {} of the short forms", many.len()),
        }
    }
}

/// The place that stands for all of an entry.
fn first_place(entry: &AcronymEntry) -> (&str, u32) {
    entry.places.first().map_or(("", 0), |AcronymPlace { path, line }| (path.as_str(), *line))
}

impl Report for AcronymsReport {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        if self.acronyms.is_empty() {
            return Vec::new();
        }
        let mut grid = Grid::new([
            Column::new("short form"),
            Column::new("long form").grow(),
            Column::new("defined in"),
            Column::number("guides"),
        ]);
        for entry in &self.acronyms {
            let (path, line) = first_place(entry);
            let mut short = Text::toned(Tone::Title, &entry.short);
            if entry.meanings > 1 {
                short = short.add(Tone::Dim, format!(" ({} of {})", entry.meaning, entry.meanings));
            }
            grid.push([
                short,
                Text::from(&entry.long),
                Text::toned(Tone::Dim, format!("{path}:{line}")),
                Text::toned(Tone::Number, entry.places.len().to_string()),
            ]);
        }
        vec![Sheet::from(grid).note(Text::toned(Tone::Dim, self.summary()))]
    }

    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        self.acronyms.iter().try_for_each(|entry| lines.put(entry))
    }

    fn records(&self) -> Records {
        let mut records = Records::new(["short", "long", "path", "line", "guides", "meanings"]);
        for entry in &self.acronyms {
            let (path, line) = first_place(entry);
            records.push([
                entry.short.clone(),
                entry.long.clone(),
                path.to_owned(),
                line.to_string(),
                entry.places.len().to_string(),
                entry.meanings.to_string(),
            ]);
        }
        records
    }

    fn places(&self) -> Option<Vec<Place>> {
        let places = self.acronyms.iter().flat_map(|entry| {
            let text = format!("{}: {}", entry.short, entry.long);
            entry.places.iter().map(move |place| Place {
                path: place.path.clone(),
                line: place.line,
                column: 1,
                text: text.clone(),
            })
        });
        Some(places.collect())
    }
}
