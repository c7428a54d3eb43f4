//! `kb search`: finds sections.

use std::mem::ManuallyDrop;

use crate::error::{Error, Result};
use crate::guide::{Period, rfc3339};
use crate::query::{self, DrillDown, Expr, Group, Page, Query, Sort};
use crate::report::Format;
use crate::results::{FacetCounts, FacetsMore, JSON_VERSION, QueryEcho, SearchResults};

use super::args::{GroupChoice, SearchArguments, SortChoice};
use super::citations;
use super::gaps;
use super::output::Output;
use super::passages::packed;
use super::saved::{self, Named};
use super::settings::Settings;

/// Runs the command.
pub(super) fn run(arguments: &SearchArguments, settings: &Settings, output: &Output) -> Result<bool> {
    match saved::look_up(arguments, &settings.searches) {
        Named::Saved(arguments) => search(&arguments, settings, output),
        Named::Text(advice) => {
            let found = search(arguments, settings, output);
            advice.iter().for_each(|advice| output.hint(advice));
            found
        }
    }
}

fn search(arguments: &SearchArguments, settings: &Settings, output: &Output) -> Result<bool> {
    if arguments.budget == Some(0) {
        return Err(Error::user("--budget 0 leaves room for no word").with_hint("give a number of words: --budget 800"));
    }
    let query = request(arguments, output.format)?;
    let name = arguments.saved.as_ref().map(|saved| saved.name.clone());
    if query.expr != Expr::All {
        output.detail(&format!("understood as: {}", query.expr));
    }
    // Never closed: the program ends here, and the system frees all of it at once.
    let engine = ManuallyDrop::new(super::fresh::open(settings, arguments.fresh, output)?);
    if let Some(budget) = arguments.budget {
        return packed(&engine, query, budget, name, settings, output);
    }
    let mut results = match engine.search(&query) {
        Err(error @ Error::NotFound { .. }) if wants_an_answer(output.format) => {
            let mut results = nothing(query);
            results.query.saved = name;
            output.answer(&results)?;
            return Err(error);
        }
        found => found?,
    };
    results.query.saved = name;
    if arguments.count {
        results.hits.clear();
    }
    // Tables and lists of places are given at once.
    if matches!(output.format, Format::Json | Format::Jsonl | Format::Markdown) {
        let citations = citations::of(&engine, results.hits.iter().map(|hit| hit.key.as_str()))?;
        for hit in &mut results.hits {
            hit.citation = citations.get(&hit.key).cloned();
        }
    }
    if arguments.count && output.format == Format::Table {
        output.raw(format!("{}\n", results.total).as_bytes())?;
    } else {
        output.answer(&results)?;
    }
    for hint in &results.hints {
        output.hint(hint);
    }
    gaps::note(&query, results.total, settings, output);
    Ok(results.total > 0)
}

/// Scripts are given an answer whatever they ask for.
pub(super) fn wants_an_answer(format: Format) -> bool {
    !matches!(format, Format::Table | Format::Markdown)
}

/// The arguments as a query.
fn request(arguments: &SearchArguments, format: Format) -> Result<Query> {
    let (text, expr) = saved::query_of(arguments)?;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let dates = |flag: &str, given: &Option<String>| -> Result<Option<Period>> {
        given.as_ref().map(|text| query::period(flag, text, now as i64)).transpose()
    };
    let limit = if format == Format::Table || format == Format::Markdown { 10 } else { 100 };
    // Only JSON and what people read has a place for facets.
    let has_facets = matches!(format, Format::Table | Format::Markdown | Format::Json);
    Ok(Query {
        drill_down: DrillDown {
            roles: arguments.role.clone(),
            sections: arguments.section.clone(),
            tags: arguments.tag.clone(),
            corpora: arguments.corpus.clone(),
            guides: arguments.guide.clone(),
            since: dates("since", &arguments.since)?.map(|period| period.first),
            until: dates("until", &arguments.until)?.map(|period| period.last),
        },
        // A count needs no hits; 1 is the fewest a page can have.
        page: Page { limit: if arguments.count { 1 } else { arguments.limit }, offset: arguments.offset },
        sort: match arguments.sort {
            SortChoice::Relevance => Sort::Relevance,
            SortChoice::Path => Sort::Path,
            SortChoice::Date => Sort::Date,
        },
        group: match arguments.group {
            GroupChoice::Section => Group::Section,
            GroupChoice::Guide => Group::Guide,
        },
        any: arguments.any,
        exact: arguments.exact,
        explain: arguments.explain,
        facets: has_facets && !arguments.no_facets && !(arguments.count && format == Format::Table),
        facet_limit: arguments.facet_limit.unwrap_or(limit),
        ..Query::new(&text, expr)
    })
}

/// The answer to a query for which nothing can be searched.
pub(super) fn nothing(query: Query) -> SearchResults {
    let DrillDown { roles, sections, tags, corpora, since, until, .. } = query.drill_down;
    let (since, until) = (since.map(rfc3339), until.map(rfc3339));
    let echo = QueryEcho { text: query.text, roles, sections, tags, corpora, since, until, ..QueryEcho::default() };
    SearchResults {
        version: JSON_VERSION,
        query: echo,
        total: 0,
        total_guides: (query.group == Group::Guide).then_some(0),
        hits: Vec::new(),
        facets: FacetCounts::default(),
        facets_more: FacetsMore::default(),
        suggestions: Vec::new(),
        instead: Vec::new(),
        took_ms: 0.0,
        several_corpora: false,
        dated: false,
        hints: Vec::new(),
    }
}
