//! `kb suggest`: completions of words and headings.

use serde::Serialize;

use crate::error::Result;
use crate::report::{Column, Grid, JsonLines, Place, Records, Report, Sheet, Style, Text, Tone};
use crate::results::{HeadingSuggestion, Suggestions, WordSuggestion};

use super::output::Output;
use super::settings::Settings;

/// Runs the command.
pub(super) fn run(prefix: &str, limit: usize, settings: &Settings, output: &Output) -> Result<bool> {
    let engine = super::open_index(settings, output)?;
    let suggestions = engine.suggest(prefix, limit)?;
    output.answer(&suggestions)?;
    let found = !suggestions.words.is_empty() || !suggestions.headings.is_empty();
    if !found {
        output.hint(&advice(prefix));
    }
    Ok(found)
}

fn advice(prefix: &str) -> String {
    match prefix.trim() {
        "" => "give the beginning of a word, such as `kb suggest infra`".to_owned(),
        typed => format!("no guide goes on from “{typed}”; `kb search` finds words that are near it"),
    }
}

/// A suggestion on a line of its own.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'a> {
    Word(&'a WordSuggestion),
    Heading(&'a HeadingSuggestion),
}

impl Report for Suggestions {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        let number = |count: u64| Text::toned(Tone::Number, count.to_string());
        let mut words = Grid::new([Column::new("word"), Column::number("sections")]);
        for word in &self.words {
            words.push([Text::toned(Tone::Title, &word.text), number(word.count)]);
        }
        let mut headings = Grid::new([Column::new("heading"), Column::number("sections"), Column::new("first in")]);
        for heading in &self.headings {
            headings.push([
                Text::toned(Tone::Title, &heading.text),
                number(heading.count),
                Text::toned(Tone::Id, heading.id.0.as_str()),
            ]);
        }
        [words, headings].into_iter().filter(|grid| !grid.rows.is_empty()).map(Sheet::from).collect()
    }

    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        self.words.iter().try_for_each(|word| lines.put(&Line::Word(word)))?;
        self.headings.iter().try_for_each(|heading| lines.put(&Line::Heading(heading)))
    }

    fn records(&self) -> Records {
        let mut records = Records::new(["kind", "text", "count", "id"]);
        for word in &self.words {
            records.push(["word", &word.text, &word.count.to_string(), ""]);
        }
        for heading in &self.headings {
            records.push(["heading", &heading.text, &heading.count.to_string(), &heading.id.0]);
        }
        records
    }

    /// Words stand in many places, a heading in its first.
    fn places(&self) -> Option<Vec<Place>> {
        let place = |heading: &HeadingSuggestion| Place {
            path: heading.path.clone(),
            line: heading.line,
            column: 1,
            text: heading.text.clone(),
        };
        Some(self.headings.iter().map(place).collect())
    }
}
