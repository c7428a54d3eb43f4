//! `kb bench`: how long answers take on this index.

use std::time::Instant;

use serde::Serialize;

use crate::engine::Stats;
use crate::error::{Error, Result};
use crate::latency::{Asked, CLASSES, Chosen, Class, Latency, LeftOut, QUERIES, Timed, choose, measure, read_queries};
use crate::report::{Column, Grid, JsonLines, Records, Report, Sheet, Style, Text, Tone, refuse_places};

use super::args::BenchArguments;
use super::index::plural;
use super::output::Output;
use super::progress::Progress;
use super::settings::Settings;

/// Runs the command.
pub(super) fn run(arguments: &BenchArguments, settings: &Settings, output: &Output) -> Result<bool> {
    let started = Instant::now();
    refuse_places(output.format)?;
    // Before the index, which may have to be built first.
    let own = arguments.queries.as_deref().map(read_queries).transpose()?;
    let mut engine = super::open_index(settings, output)?;
    // Asked again and again, as by a server.
    engine.warm()?;
    let stats = engine.stats();
    if stats.sections == 0 {
        return Err(Error::not_found("the index has no sections: there is nothing to ask it")
            .with_hint("run `kb index PATH` with a folder of guides"));
    }
    let Chosen { queries, left_out } = match own {
        Some(queries) => Chosen { queries, left_out: Vec::new() },
        None => choose(&engine, &wanted(&arguments.class), QUERIES)?,
    };
    if queries.is_empty() {
        let reasons: Vec<&str> = left_out.iter().map(|class| class.reason).collect();
        return Err(Error::not_found(format!("no query can be made from this index: {}", reasons.join("; ")))
            .with_hint("give queries of your own: kb bench --queries FILE"));
    }
    let rounds = arguments.rounds as usize;
    if arguments.queries.is_some() {
        // Those made from the index were all asked when they were chosen.
        measure(&engine, &queries, 1, &|| {})?;
    }
    let progress = Progress::new("measuring", "queries", (queries.len() * rounds) as u64, output.quiet);
    let timed = measure(&engine, &queries, rounds, &|| progress.advance())?;
    drop(progress);
    let mut report = BenchReport::of(&queries, &timed).ok_or_else(|| Error::user("nothing was measured"))?;
    report.index = settings.index.display().to_string();
    report.stats = Some(stats);
    report.rounds = arguments.rounds;
    report.left_out = left_out;
    report.took_ms = (started.elapsed().as_secs_f64() * 1_000.0).round();
    output.answer(&report)?;
    Ok(true)
}

/// The classes of these names; all where none is named.
fn wanted(names: &[String]) -> Vec<Class> {
    let is_wanted = |class: &Class| names.is_empty() || names.iter().any(|name| name == class.name());
    CLASSES.into_iter().filter(is_wanted).collect()
}

/// From how many columns on there is room for examples.
const WIDE: u16 = 120;

/// How long answers take.
#[derive(Debug, Serialize)]
struct BenchReport {
    /// The version of this JSON.
    version: u32,
    /// The folder of the index.
    index: String,
    #[serde(flatten)]
    stats: Option<Stats>,
    /// How often each query was timed.
    rounds: u32,
    /// Each class.
    classes: Vec<OfClass>,
    /// All queries together.
    all: Latency,
    /// Classes that the index offers no query of.
    left_out: Vec<LeftOut>,
    /// Milliseconds it took to choose the queries and to run them.
    took_ms: f64,
}

/// How long the queries of one class take.
#[derive(Debug, Serialize)]
struct OfClass {
    /// The class.
    class: Class,
    #[serde(flatten)]
    latency: Latency,
    /// One of the queries, as arguments of `kb search`.
    example: String,
    /// The query whose median run was slowest.
    slowest: String,
}

impl BenchReport {
    /// Sums up, class by class.
    fn of(queries: &[Asked], timed: &[Timed]) -> Option<BenchReport> {
        let mut classes = Vec::new();
        for class in CLASSES.into_iter().chain([Class::Yours]) {
            let of_class = || queries.iter().zip(timed).filter(|(asked, _)| asked.class == class);
            let Some(latency) = Latency::of(of_class().map(|(_, timed)| timed)) else { continue };
            let slowest = of_class().max_by_key(|(_, timed)| timed.median()).map(|(asked, _)| asked.shown());
            let example = of_class().nth(latency.queries / 2).map(|(asked, _)| asked.shown());
            classes.push(OfClass {
                class,
                latency,
                example: example.unwrap_or_default(),
                slowest: slowest.unwrap_or_default(),
            });
        }
        Some(BenchReport {
            version: 1,
            index: String::new(),
            stats: None,
            rounds: 0,
            classes,
            all: Latency::of(timed)?,
            left_out: Vec::new(),
            took_ms: 0.0,
        })
    }

    fn about(&self) -> Text {
        let Some(stats) = &self.stats else { return Text::new() };
        let times = if self.rounds == 1 { "once".to_owned() } else { format!("{} times", self.rounds) };
        Text::toned(
            Tone::Dim,
            format!(
                "{} in {}; each query timed {times} ({:.1} s in all). p50, p90 and p99 are over queries, each with the \
                 median of its runs; max is the slowest run. Times are of the answer alone, without the start of the \
                 program and printing.",
                plural(stats.sections, "section"),
                plural(stats.segments as u64, "segment"),
                self.took_ms / 1_000.0
            ),
        )
    }
}

impl Report for BenchReport {
    fn sheets(&self, style: &Style) -> Vec<Sheet> {
        let heads = ["Queries", "Found", "p50 ms", "p90 ms", "p99 ms", "Max ms", "Per second"];
        let columns = std::iter::once(Column::new("Class")).chain(heads.map(Column::number));
        // Examples are left out where they would be torn to pieces; scripts have them in any case.
        let examples = (style.width >= WIDE).then(|| Column::new("Such as").grow());
        let mut grid = Grid::new(columns.chain(examples));
        let all = ("all", &self.all, "");
        let classes = self.classes.iter().map(|of| (of.class.name(), &of.latency, of.example.as_str()));
        for (name, latency, example) in classes.chain((self.classes.len() > 1).then_some(all)) {
            let number = |text: String| Text::toned(Tone::Number, text);
            let Latency { queries, found, p50_ms, p90_ms, p99_ms, max_ms, per_second } = latency;
            let cells = [number(queries.to_string()), number(found.to_string())].into_iter();
            let times = [p50_ms, p90_ms, p99_ms, max_ms].map(|ms| number(format!("{ms:.2}")));
            let rate = number(format!("{per_second:.0}"));
            let example = Text::toned(Tone::Dim, example);
            grid.push(std::iter::once(Text::from(name)).chain(cells).chain(times).chain([rate, example]));
        }
        let mut sheet = Sheet::from(grid).note(self.about());
        for LeftOut { class, reason } in &self.left_out {
            sheet = sheet.note(Text::toned(Tone::Dim, format!("{} is left out: {reason}", class.name())));
        }
        vec![sheet]
    }

    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        self.classes.iter().try_for_each(|class| lines.put(class))
    }

    fn records(&self) -> Records {
        let times = ["p50_ms", "p90_ms", "p99_ms", "max_ms", "per_second"];
        let mut records = Records::new(["class", "queries", "found"].into_iter().chain(times).chain(["example"]));
        for OfClass { class, latency, example, .. } in &self.classes {
            let Latency { queries, found, p50_ms, p90_ms, p99_ms, max_ms, per_second } = latency;
            let numbers = [p50_ms, p90_ms, p99_ms, max_ms, per_second].map(f64::to_string);
            let counts = [class.name().to_owned(), queries.to_string(), found.to_string()];
            records.push(counts.into_iter().chain(numbers).chain([example.clone()]));
        }
        records
    }
}
