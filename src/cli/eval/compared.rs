//! `kb eval --compare A B`: two runs held against each other.

use std::collections::HashSet;
use std::path::Path;

use serde::Serialize;

use crate::error::{Error, Result};
use crate::eval::{Comparison, DRAWN, Evaluation, MEASURES, Measure, Pair, Qrels, Run};
use crate::report::{Column, Grid, JsonLines, Records, Report, Sheet, Style, Text, Tone};

use super::super::index::plural;
use super::super::output::Output;
use super::questions;

/// Reads both runs, compares and reports.
pub(super) fn run(
    [a, b]: [&Path; 2],
    queries: Option<&Path>,
    qrels: &Path,
    per_query: bool,
    output: &Output,
) -> Result<bool> {
    let qrels = Qrels::read(qrels)?;
    let runs = [Run::read(a)?, Run::read(b)?];
    let topics = match queries {
        Some(path) => questions(path, &qrels, output)?.0.into_iter().map(|topic| topic.id).collect(),
        None => answered(&runs, &qrels, output)?,
    };
    let [of_a, of_b] = runs.map(|run| Evaluation::new(&run, topics.iter().map(String::as_str), &qrels));
    let runs = [a, b].map(|path| path.display().to_string());
    let report = ComparedReport { version: 1, runs, comparison: Comparison::new(&of_a, &of_b), shown: per_query };
    output.answer(&report)?;
    Ok(true)
}

/// The judged questions that one run or the other has an answer to.
fn answered(runs: &[Run; 2], qrels: &Qrels, output: &Output) -> Result<Vec<String>> {
    let rankings = runs.iter().flat_map(|run| &run.rankings);
    let answered: HashSet<&str> = rankings.map(|ranking| ranking.topic.as_str()).collect();
    let topics: Vec<String> = qrels.topics().filter(|topic| answered.contains(topic)).map(str::to_owned).collect();
    if topics.is_empty() {
        return Err(Error::user("no question of these runs has a relevant document among the judgements")
            .with_hint("use the judgements that belong to the runs"));
    }
    let unanswered = qrels.topics().count() - topics.len();
    if unanswered > 0 {
        let questions = plural(unanswered as u64, "judged question");
        output.note(&format!("{questions} in neither run left out"));
        output.hint("with --queries FILE, what neither run answers counts 0");
    }
    Ok(topics)
}

/// How two runs differ.
#[derive(Debug, Serialize)]
struct ComparedReport {
    /// The version of this JSON.
    version: u32,
    /// The files of A and B.
    runs: [String; 2],
    #[serde(flatten)]
    comparison: Comparison,
    /// Whether people are shown every question.
    #[serde(skip)]
    shown: bool,
}

impl ComparedReport {
    fn measures(&self) -> Sheet {
        let heads = ["A", "B", "B − A", "Wins", "Ties", "Losses", "p"];
        let mut grid = Grid::new([Column::new("Measure")].into_iter().chain(heads.map(Column::number)));
        for compared in &self.comparison.measures {
            let figure = |value: f64| Text::toned(Tone::Number, format!("{value:.4}"));
            grid.push([
                Text::from(compared.measure.name()),
                figure(compared.a),
                figure(compared.b),
                Text::toned(Tone::Number, format!("{:+.4}", compared.difference)),
                Text::from(compared.wins),
                Text::from(compared.ties),
                Text::from(compared.losses),
                Text::toned(Tone::Number, probability(compared.chance.p)),
            ]);
        }
        let [a, b] = &self.runs;
        Sheet::from(grid)
            .heading(Text::toned(Tone::Title, plural(self.comparison.queries as u64, "question")))
            .note(format!("A is {a}, B is {b}. Wins are questions for which B is better."))
            .note(format!(
                "p is how often chance alone gives a difference as large, in either direction: a paired \
                 randomisation test, {DRAWN} permutations or all there are where they are fewer."
            ))
    }

    fn questions(&self) -> Sheet {
        let pair = |measure: Measure| [format!("{} A", measure.name()), "B".to_owned()];
        let heads = MEASURES.into_iter().flat_map(pair);
        let mut grid = Grid::new([Column::new("Id")].into_iter().chain(heads.map(Column::number)));
        for Pair { id, a, b } in &self.comparison.per_query {
            let figures = MEASURES.into_iter().flat_map(|measure| [a.get(measure), b.get(measure)]);
            let figures = figures.map(|value| Text::toned(Tone::Number, format!("{value:.4}")));
            grid.push([Text::from(id)].into_iter().chain(figures));
        }
        grid.into()
    }
}

/// Four digits, and never 0, which it is not.
fn probability(p: f64) -> String {
    if p < 0.0001 { "< 0.0001".to_owned() } else { format!("{p:.4}") }
}

impl Report for ComparedReport {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        let questions = self.shown.then(|| self.questions());
        [self.measures()].into_iter().chain(questions).collect()
    }

    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        self.comparison.per_query.iter().try_for_each(|pair| lines.put(pair))
    }

    fn records(&self) -> Records {
        let pair = |measure: Measure| ["a", "b"].map(|run| format!("{} {run}", measure.name().to_lowercase()));
        let mut records = Records::new(["id".to_owned()].into_iter().chain(MEASURES.into_iter().flat_map(pair)));
        for Pair { id, a, b } in &self.comparison.per_query {
            let figures = MEASURES.into_iter().flat_map(|measure| [a.get(measure), b.get(measure)]);
            records.push([id.clone()].into_iter().chain(figures.map(|value| value.to_string())));
        }
        records
    }
}
