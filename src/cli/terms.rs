//! `kb terms`: the words that set a role's guides apart.

use crate::error::Result;
use crate::report::{Column, Grid, JsonLines, Place, Records, Report, Sheet, Style, Text, Tone};
use crate::results::{RoleTerm, RoleTerms};

use super::args::TermsArguments;
use super::index::plural;
use super::output::Output;
use super::settings::Settings;

/// Runs the command.
pub(super) fn run(arguments: &TermsArguments, settings: &Settings, output: &Output) -> Result<bool> {
    let engine = super::open_index(settings, output)?;
    let terms = engine.terms(&arguments.role, arguments.against.as_deref(), arguments.limit)?;
    output.answer(&terms)?;
    let found = !terms.terms.is_empty();
    if !found {
        output.hint(&format!("no word is more frequent in sections for {} than elsewhere", terms.role));
    }
    Ok(found)
}

impl Report for RoleTerms {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        if self.terms.is_empty() {
            return Vec::new();
        }
        let number = |count: u64| Text::toned(Tone::Number, count.to_string());
        let outside = self.against.as_deref().unwrap_or("others");
        let mut grid = Grid::new([
            Column::new("word"),
            Column::number(self.role.as_str()),
            Column::number(outside),
            Column::number("score"),
            Column::new("such as").grow(),
        ]);
        for term in &self.terms {
            grid.push([
                Text::toned(Tone::Title, &term.text),
                number(term.sections.inside),
                number(term.sections.outside),
                Text::toned(Tone::Number, format!("{:.1}", term.score)),
                Text::toned(Tone::Id, term.id.0.as_str()),
            ]);
        }
        let (inside, outside) = (plural(self.sections.inside, "section"), self.sections.outside);
        let others = match &self.against {
            Some(against) => format!("{outside} for {against} and not for {}", self.role),
            None => format!("{outside} others"),
        };
        vec![Sheet::from(grid).note(Text::toned(Tone::Dim, format!("{inside} for {} against {others}", self.role)))]
    }

    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        self.terms.iter().try_for_each(|term| lines.put(term))
    }

    fn records(&self) -> Records {
        let mut records = Records::new(["text", "in", "out", "score", "id", "path", "first_line", "last_line"]);
        for term in &self.terms {
            records.push([
                term.text.clone(),
                term.sections.inside.to_string(),
                term.sections.outside.to_string(),
                term.score.to_string(),
                term.id.to_string(),
                term.path.clone(),
                term.lines.first.to_string(),
                term.lines.last.to_string(),
            ]);
        }
        records
    }

    fn places(&self) -> Option<Vec<Place>> {
        let place = |term: &RoleTerm| Place {
            path: term.path.clone(),
            line: term.lines.first,
            column: 1,
            text: term.text.clone(),
        };
        Some(self.terms.iter().map(place).collect())
    }
}
