//! `kb eval`: measures how good the ranking is.

mod measured;

use crate::error::{Error, Result};
use crate::eval::{Evaluation, Names, Naming, Qrels, Topic, rank, read_topics};

use super::args::{DocumentName, EvalArguments};
use super::index::plural;
use super::output::Output;
use super::settings::Settings;

use measured::MeasuredReport;

/// Runs the command. Settings are looked for only where an index is needed.
pub(super) fn run(arguments: &EvalArguments, settings: impl Fn() -> Result<Settings>, output: &Output) -> Result<bool> {
    let floor = arguments.min_ndcg.map(floor).transpose()?;
    let topics = read_topics(&arguments.queries)?;
    let qrels = Qrels::read(&arguments.qrels)?;
    let judged = judged(&topics, &qrels, output)?;
    let engine = super::open_index(&settings()?, output)?;
    let naming = match arguments.doc_id {
        DocumentName::Stem => Naming::Stem,
        DocumentName::Path => Naming::Path,
    };
    let names = Names::new(&engine, &qrels, naming)?;
    if names.missing > 0 {
        output.note(&format!("{} not in the index", plural(names.missing as u64, "judged document")));
    }
    let run = rank(&engine, &judged, &names, arguments.depth)?;
    if let Some(path) = &arguments.run {
        run.write(path)?;
    }
    let evaluation = Evaluation::new(&run, judged.iter().map(|topic| topic.id.as_str()), &qrels);
    let report = MeasuredReport::new(&evaluation, &judged, topics.len(), names.missing, arguments.per_query);
    output.answer(&report)?;
    Ok(reaches(evaluation.means.ndcg, floor, output))
}

/// The questions that can be measured.
fn judged<'a>(topics: &'a [Topic], qrels: &Qrels, output: &Output) -> Result<Vec<&'a Topic>> {
    let judged: Vec<&Topic> = topics.iter().filter(|topic| qrels.relevant_to(&topic.id).is_some()).collect();
    if judged.is_empty() {
        let error = Error::user("no question has a relevant document: the two files have no question in common");
        return Err(match (topics.first(), qrels.topics().next()) {
            (Some(topic), Some(known)) => {
                error.with_hint(format!("questions have ids such as `{}`, judgements such as `{known}`", topic.id))
            }
            _ => error.with_hint("a document is relevant where its grade is above 0"),
        });
    }
    let left_out = topics.len() - judged.len();
    if left_out > 0 {
        output.note(&format!("{} without a relevant document left out", plural(left_out as u64, "question")));
    }
    let unasked = qrels.topics().count() - judged.len();
    if unasked > 0 {
        output.note(&format!("{} with judgements not among the questions", plural(unasked as u64, "id")));
    }
    Ok(judged)
}

/// The least mean nDCG@10 that will do.
fn floor(least: f64) -> Result<f64> {
    if (0.0..=1.0).contains(&least) {
        Ok(least)
    } else {
        Err(Error::user(format!("--min-ndcg {least} is no figure that can be reached"))
            .with_hint("nDCG is from 0 to 1, so give something between, such as 0.5"))
    }
}

/// Whether the mean is at the floor or above it. Cut rather than rounded, so that what is said to be below is below.
fn reaches(ndcg: f64, floor: Option<f64>, output: &Output) -> bool {
    match floor {
        Some(floor) if ndcg < floor => {
            let shown = (ndcg * 10_000.0).floor() / 10_000.0;
            output.note(&format!("nDCG@10 is {shown}, below the floor of {floor}"));
            false
        }
        _ => true,
    }
}
