//! `kb compare`: what the guides of several roles say on a topic, side by side.

use crate::error::Result;
use crate::query::{self, CompareRequest, DrillDown, Query};
use crate::report::Format;

use super::args::CompareArguments;
use super::citations;
use super::output::Output;
use super::settings::Settings;

/// Passages for each role and section facet: on a topic, and without one.
const BEST: usize = 1;
const FIRST: usize = 3;

/// About how long passages are, in bytes: in a table of roles they are all there is to read.
const LENGTH: usize = 400;

/// Runs the command.
pub(super) fn run(arguments: &CompareArguments, settings: &Settings, output: &Output) -> Result<bool> {
    let text = arguments.topic.join(" ");
    let text = text.trim();
    let request = CompareRequest {
        query: Query {
            drill_down: DrillDown {
                roles: arguments.role.clone(),
                sections: arguments.section.clone(),
                tags: arguments.tag.clone(),
                corpora: arguments.corpus.clone(),
                guides: arguments.guide.clone(),
                ..DrillDown::default()
            },
            any: arguments.any,
            exact: arguments.exact,
            snippet_length: LENGTH,
            ..Query::new(text, query::parse(text)?)
        },
        passages: arguments.limit.unwrap_or(if text.is_empty() { FIRST } else { BEST }),
        rows: arguments.rows,
        terms: arguments.terms,
    };
    let engine = super::fresh::open(settings, arguments.fresh, output)?;
    let mut comparison = engine.compare(&request)?;
    // A table on a terminal is read at once.
    if matches!(output.format, Format::Json | Format::Jsonl | Format::Markdown) {
        let citations = citations::of(&engine, comparison.hits().map(|hit| hit.key.as_str()))?;
        for hit in comparison.hits_mut() {
            hit.citation = citations.get(&hit.key).cloned();
        }
    }
    output.answer(&comparison)?;
    for hint in &comparison.hints {
        output.hint(hint);
    }
    let found = !comparison.rows.is_empty();
    if !found {
        output.hint(&match comparison.without_role {
            0 => "nothing is found for it; `kb search` takes any words, `kb suggest` completes them".to_owned(),
            1 => "1 section is on it, none for these roles; `kb search` gives it".to_owned(),
            others => format!("{others} sections are on it, none for these roles; `kb search` gives them"),
        });
    }
    Ok(found)
}
