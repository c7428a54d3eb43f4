//! `kb eval --queries … --qrels …`: asks the questions and measures what is found.

use std::path::Path;

use serde::Serialize;

use crate::error::{Error, Result};
use crate::eval::{Evaluation, MEASURES, Measured, Names, Naming, Qrels, Scores, Topic, rank};
use crate::report::{Column, Grid, JsonLines, Records, Report, Sheet, Style, Text, Tone};

use super::super::args::{DocumentName, EvalArguments};
use super::super::index::plural;
use super::super::open_index;
use super::super::output::Output;
use super::super::settings::Settings;
use super::{questions, ranking};

/// Ranks the guides for every question, measures and reports.
pub(super) fn run(
    arguments: &EvalArguments,
    queries: &Path,
    qrels: &Path,
    settings: impl Fn() -> Result<Settings>,
    output: &Output,
) -> Result<bool> {
    let floor = arguments.min_ndcg.map(floor).transpose()?;
    let qrels = Qrels::read(qrels)?;
    let (topics, asked) = questions(queries, &qrels, output)?;
    let mut engine = open_index(&settings()?, output)?;
    engine.warm()?;
    let naming = match arguments.doc_id {
        DocumentName::Stem => Naming::Stem,
        DocumentName::Path => Naming::Path,
    };
    let names = Names::new(&engine, &qrels, naming)?;
    if names.missing > 0 {
        output.note(&format!("{} not in the index", plural(names.missing as u64, "judged document")));
    }
    let run = rank(&engine, &topics, &names, arguments.depth, ranking(arguments))?;
    if let Some(path) = &arguments.run {
        run.write(path)?;
    }
    let evaluation = Evaluation::new(&run, topics.iter().map(|topic| topic.id.as_str()), &qrels);
    output.answer(&MeasuredReport::new(&evaluation, &topics, asked, names.missing, arguments.per_query))?;
    Ok(reaches(evaluation.means.ndcg, floor, output))
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

/// How good the ranking is.
#[derive(Debug, Serialize)]
pub(super) struct MeasuredReport<'a> {
    /// The version of this JSON.
    version: u32,
    /// How many questions were measured.
    queries: usize,
    /// How many were left out because nothing relevant to them is known.
    unjudged: usize,
    /// How many judged documents are not in the index.
    missing: usize,
    /// The means.
    means: Scores,
    /// Every question that was measured.
    per_query: Vec<Row<'a>>,
    /// Whether people are shown every question.
    #[serde(skip)]
    shown: bool,
}

/// One question.
#[derive(Debug, Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    measured: &'a Measured,
    /// The question.
    text: &'a str,
}

impl<'a> MeasuredReport<'a> {
    /// `topics` are the questions that were measured, in the order of the evaluation; `asked` is how many there were.
    pub(super) fn new(
        evaluation: &'a Evaluation,
        topics: &'a [Topic],
        asked: usize,
        missing: usize,
        shown: bool,
    ) -> Self {
        let rows = evaluation.per_query.iter().zip(topics);
        MeasuredReport {
            version: 1,
            queries: evaluation.queries,
            unjudged: asked - evaluation.queries,
            missing,
            means: evaluation.means,
            per_query: rows.map(|(measured, topic)| Row { measured, text: &topic.text }).collect(),
            shown,
        }
    }

    fn means(&self) -> Sheet {
        let mut grid = Grid::new(MEASURES.map(|measure| Column::number(measure.name())));
        grid.push(figures(&self.means));
        Sheet::from(grid).heading(Text::toned(Tone::Title, plural(self.queries as u64, "question")))
    }

    fn questions(&self) -> Sheet {
        let columns = [Column::new("Id")].into_iter().chain(MEASURES.map(|measure| Column::number(measure.name())));
        let mut grid = Grid::new(columns.chain([Column::number("Found"), Column::new("Question").grow()]));
        for Row { measured, text } in &self.per_query {
            let found = format!("{} of {}", measured.found, measured.relevant);
            let ends = [Text::from(found), Text::from(*text)];
            grid.push([Text::from(&measured.id)].into_iter().chain(figures(&measured.scores)).chain(ends));
        }
        grid.into()
    }
}

/// The figures of one row, in the order of the measures.
pub(super) fn figures(scores: &Scores) -> [Text; 4] {
    MEASURES.map(|measure| Text::toned(Tone::Number, format!("{:.4}", scores.get(measure))))
}

impl Report for MeasuredReport<'_> {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        let questions = self.shown.then(|| self.questions());
        [self.means()].into_iter().chain(questions).collect()
    }

    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        self.per_query.iter().try_for_each(|row| lines.put(row))
    }

    fn records(&self) -> Records {
        let mut records = Records::new(["id", "ndcg@10", "mrr@10", "recall@100", "map", "relevant", "found", "text"]);
        for Row { measured, text } in &self.per_query {
            let ends = [measured.relevant.to_string(), measured.found.to_string(), (*text).to_owned()];
            let scores = MEASURES.map(|measure| measured.scores.get(measure).to_string());
            records.push([measured.id.clone()].into_iter().chain(scores).chain(ends));
        }
        records
    }
}
