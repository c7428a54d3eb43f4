//! `kb coverage`: which topics the guides cover for which roles.

use crate::error::{Error, Result};
use crate::query::{self, CoverageRequest, DrillDown, Expr, Topics};
use crate::report::refuse_places;

use super::args::CoverageArguments;
use super::output::Output;
use super::settings::Settings;

/// Topics of which nobody said how many there are: undeclared section facets and words.
const SOME: usize = 20;

/// Runs the command; says whether every role has enough on every topic, where that was asked for.
pub(super) fn run(arguments: &CoverageArguments, settings: &Settings, output: &Output) -> Result<bool> {
    refuse_places(output.format)?;
    let topics = match arguments.topics.as_slice() {
        [] if arguments.terms => Topics::Strongest,
        [] => Topics::Sections,
        queries => Topics::Queries(queries.iter().map(|text| topic(text)).collect::<Result<_>>()?),
    };
    let engine = super::fresh::open(settings, arguments.fresh, output)?;
    let is_declared = match topics {
        Topics::Sections => !engine.record().vocabulary.sections.is_empty() || !arguments.section.is_empty(),
        Topics::Queries(_) => true,
        Topics::Strongest => false,
    };
    let coverage = engine.coverage(&CoverageRequest {
        topics,
        drill_down: DrillDown {
            roles: arguments.role.clone(),
            sections: arguments.section.clone(),
            tags: arguments.tag.clone(),
            corpora: arguments.corpus.clone(),
            guides: arguments.guide.clone(),
            ..DrillDown::default()
        },
        exact: arguments.exact,
        least: arguments.min.unwrap_or(1),
        limit: arguments.limit.unwrap_or(if is_declared { 0 } else { SOME }),
    })?;
    output.answer(&coverage)?;
    for hint in &coverage.hints {
        output.hint(hint);
    }
    if coverage.topics.is_empty() {
        output.hint(match arguments.terms {
            true => "no word stands in two sections; give topics, such as `kb coverage 'disaster recovery'`",
            false => "no section has a section facet; give topics, or take words: --terms",
        });
        return Ok(false);
    }
    Ok(arguments.min.is_none() || coverage.holes.is_empty())
}

/// A topic with its query.
fn topic(text: &str) -> Result<(String, Expr)> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::user("a topic is empty").with_hint("give words, such as `kb coverage 'disaster recovery'`"));
    }
    Ok((text.to_owned(), query::parse(text)?))
}
