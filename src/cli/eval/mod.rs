//! `kb eval`: measures how good the ranking is.

mod compared;
mod found;
mod measured;

use std::path::Path;

use crate::error::{Error, Result};
use crate::eval::{Qrels, Topic, read_topics};

use crate::query::Ranking;
use crate::report::refuse_places;

use super::args::{EvalArguments, RankerChoice};
use super::index::plural;
use super::output::Output;
use super::settings::Settings;

/// Runs the command: one of three, by its flags. Settings are looked for only where an index is needed.
pub(super) fn run(arguments: &EvalArguments, settings: impl Fn() -> Result<Settings>, output: &Output) -> Result<bool> {
    refuse_places(output.format)?;
    let files = (arguments.compare.as_deref(), arguments.queries.as_deref(), arguments.qrels.as_deref());
    match files {
        _ if arguments.own => found::run(arguments, &settings()?, output),
        (Some([a, b]), queries, Some(qrels)) => compared::run([a, b], queries, qrels, arguments.per_query, output),
        (None, Some(queries), Some(qrels)) => measured::run(arguments, queries, qrels, settings, output),
        // The arguments are held against this before they come here.
        _ => Err(Error::user("nothing to measure by").with_hint("give --queries and --qrels, or --self")),
    }
}

/// Which evidence the ranking to measure uses.
fn ranking(arguments: &EvalArguments) -> Ranking {
    let whole = match arguments.ranker {
        RankerChoice::Full => Ranking::default(),
        RankerChoice::OnePass => Ranking::one_pass(),
        RankerChoice::Bm25 => Ranking::bm25(),
    };
    arguments.without.iter().fold(whole, |ranking, part| ranking.without(part).unwrap_or(ranking))
}

/// Reads the questions and keeps those that can be measured; says what is left out. Also gives how many there were.
fn questions(path: &Path, qrels: &Qrels, output: &Output) -> Result<(Vec<Topic>, usize)> {
    let mut topics = read_topics(path)?;
    let asked = topics.len();
    let example = topics.first().map(|topic| topic.id.clone());
    topics.retain(|topic| qrels.relevant_to(&topic.id).is_some());
    if topics.is_empty() {
        let error = Error::user("no question has a relevant document: the two files have no question in common");
        return Err(match (example, qrels.topics().next()) {
            (Some(id), Some(known)) => {
                error.with_hint(format!("questions have ids such as `{id}`, judgements such as `{known}`"))
            }
            _ => error.with_hint("a document is relevant where its grade is above 0"),
        });
    }
    let left_out = asked - topics.len();
    if left_out > 0 {
        output.note(&format!("{} without a relevant document left out", plural(left_out as u64, "question")));
    }
    let unasked = qrels.topics().count() - topics.len();
    if unasked > 0 {
        output.note(&format!("{} not among the questions", plural(unasked as u64, "judged id")));
    }
    Ok((topics, asked))
}
