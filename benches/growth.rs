//! What becomes of cost as the corpus grows: indexing, the size of the index, memory, and latency, for corpora of 10,000
//! to 1,000,000 sections. Prints a table with the exponents of growth and draws docs/growth.svg.
//!
//!     cargo bench --bench growth -- all
//!     cargo bench --bench growth -- 10000 40000 160000
//!
//! Without sizes nothing is done, because this takes long. The corpora are generated (see [`generated`]), or, with
//! `KB_GROWTH_CORPUS=FOLDER`, made of the Markdown of a folder, over and over in other words (see [`varied`]). They are
//! written to a temporary folder and deleted size by size: a million sections take about 5 GB while their index is merged.
//! `KB_GROWTH_SVG` draws to another file, `KB` measures another program.
//!
//! For each size: `kb index` into an empty folder, once; in this process, on the open index, the ten best of queries of
//! one word and two, one pass, without facets and snippets, and the whole answer to queries of all classes as `kb bench`
//! measures it; and `kb search` in processes of their own, with all that is printed by default, for a word that ten
//! sections have and for either of the two most frequent words. All files are in the page cache.

mod chart;
mod child;
#[allow(dead_code)] // what other benches use of it
mod generated;
mod varied;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use kb::engine::{Engine, IndexFolder};
use kb::latency::{Asked, CLASSES, Class, Latency, QUERIES, choose, measure, percentile};
use kb::query::{Query, Ranking};

use chart::{Chart, Series, draw, exponent};
use generated::Guides;
use varied::Originals;

/// Sizes, where all are asked for.
const SIZES: [usize; 5] = [10_000, 30_000, 100_000, 300_000, 1_000_000];

/// How often a whole process is run.
const RUNS: usize = 15;

/// How often every query is asked in this process.
const ROUNDS: usize = 3;

/// What is measured of a size, in the order of [`COLUMNS`]; none where the system does not tell.
type Figures = Vec<Option<f64>>;

/// Heads of the table, and whether the exponent of growth means anything.
const COLUMNS: [(&str, bool); 13] = [
    ("sections", false),
    ("text MB", false),
    ("words", true),
    ("index s", true),
    ("cpu s", true),
    ("size MB", true),
    ("peak MB", true),
    ("anon. MB", true),
    ("top 10 ms", true),
    ("all p50 ms", true),
    ("all p99 ms", true),
    ("cold ms", true),
    ("heavy ms", true),
];

fn main() {
    let sizes = match sizes() {
        Some(sizes) => sizes,
        None => {
            println!("growth: name the sizes, as in `cargo bench --bench growth -- 10000 100000`, or `all`");
            return;
        }
    };
    let originals = std::env::var_os("KB_GROWTH_CORPUS").map(|folder| Originals::read(Path::new(&folder)));
    println!("{}", COLUMNS.map(|(head, _)| format!("{head:>10}")).join(" "));
    let mut rows: Vec<Figures> = Vec::new();
    for size in sizes {
        let figures = figures(size, originals.as_ref());
        println!("{}", figures.iter().map(|figure| cell(*figure)).collect::<Vec<_>>().join(" "));
        rows.push(figures);
        // Drawn each time: a run that is stopped is not lost.
        if rows.len() > 1 {
            let path = std::env::var_os("KB_GROWTH_SVG")
                .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/growth.svg"), PathBuf::from);
            std::fs::write(&path, picture(&rows, originals.is_some())).expect("write the picture");
        }
    }
    let exponents = COLUMNS.iter().enumerate().map(|(column, (_, grows))| {
        let exponent = exponent(&series(&rows, column)).filter(|_| *grows && rows.len() > 1);
        exponent.map_or_else(|| " ".repeat(10), |exponent| format!("{:>10}", format!("^{exponent:.2}")))
    });
    println!("{}", exponents.collect::<Vec<_>>().join(" "));
}

/// The sizes that are asked for, smallest first; none where none is, as when all benches are run or only listed.
fn sizes() -> Option<Vec<usize>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let mut sizes = match arguments.as_slice() {
        [] => return None,
        [all] if all == "all" => SIZES.to_vec(),
        named => named.iter().map(|size| size.replace(['_', ','], "").parse().ok()).collect::<Option<_>>()?,
    };
    sizes.sort_unstable();
    Some(sizes)
}

fn cell(figure: Option<f64>) -> String {
    match figure {
        None => format!("{:>10}", "–"),
        Some(figure) if figure >= 1_000.0 => format!("{figure:>10.0}"),
        Some(figure) if figure >= 10.0 => format!("{figure:>10.1}"),
        Some(figure) => format!("{figure:>10.3}"),
    }
}

/// Makes a corpus of a size, indexes it and asks it.
fn figures(size: usize, originals: Option<&Originals>) -> Figures {
    let folder = tempfile::Builder::new().prefix("kb-growth-").tempdir().expect("create a temporary folder");
    let (guides, index) = (folder.path().join("guides"), folder.path().join("index"));
    match originals {
        Some(originals) => originals.write(&guides, size),
        None => drop(Guides::write(&guides, size)),
    }
    // A file that changed just now would be read again by the next run.
    std::thread::sleep(std::time::Duration::from_millis(100));
    let run = child::run(kb("index", &index).arg(&guides).args(["--format", "json"]));
    assert!(run.output.status.success(), "{}", String::from_utf8_lossy(&run.output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&run.output.stdout).expect("kb index prints JSON");
    let megabytes = |bytes: f64| bytes / 1e6;

    let mut engine = Engine::open(&IndexFolder::new(&index)).expect("the index can be opened");
    engine.warm().expect("the index can be read");
    let chosen = choose(&engine, &CLASSES, QUERIES).expect("the index can be read");
    let timed = measure(&engine, &chosen.queries, ROUNDS, &|| {}).expect("the index can be searched");
    let all = Latency::of(&timed).expect("queries were made");
    let mut words = engine.words().expect("the index can be read");
    let different = words.len() as f64;
    let top = top_ten(&engine, &chosen.queries);
    words.sort_by(|a, b| (b.sections, &a.text).cmp(&(a.sections, &b.text)));
    let selective = words.iter().min_by_key(|word| word.sections.abs_diff(10)).expect("there are words");
    let heavy = format!("{} OR {}", words[0].text, words[1].text);
    let (selective, heavy) = cold(&index, &selective.text, &heavy);
    vec![
        report["sections"].as_f64(),
        report["bytes"].as_f64().map(megabytes),
        Some(different),
        Some(run.wall.as_secs_f64()),
        run.cpu,
        Some(megabytes(engine.stats().bytes as f64)),
        run.resident.map(megabytes),
        run.anonymous.map(megabytes),
        Some(top),
        Some(all.p50_ms),
        Some(all.p99_ms),
        Some(selective),
        Some(heavy),
    ]
}

/// `kb` with the roles and section facets of this project.
fn kb(command: &str, index: &Path) -> Command {
    let program = std::env::var_os("KB").unwrap_or_else(|| env!("CARGO_BIN_EXE_kb").into());
    let mut kb = Command::new(program);
    kb.arg(command).arg("--index").arg(index);
    kb.arg("--config").arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("kb.toml"));
    kb
}

/// The median of the queries of one word and two, each the median of its runs, in milliseconds: ten hits by one pass.
fn top_ten(engine: &Engine, queries: &[Asked]) -> f64 {
    let is_plain = |asked: &&Asked| matches!(asked.class, Class::OneWord | Class::And | Class::Or);
    let mut medians = Vec::new();
    for asked in queries.iter().filter(is_plain) {
        let query = asked.query().expect("the query can be read");
        let query =
            Query { totals: false, facets: false, fold: false, exact: true, ranking: Ranking::one_pass(), ..query };
        let mut runs = Vec::new();
        for _ in 0..=ROUNDS {
            let started = Instant::now();
            std::hint::black_box(engine.find(&query).expect("the index can be searched"));
            runs.push(started.elapsed());
        }
        runs.sort_unstable();
        medians.extend(percentile(&runs, 50));
    }
    medians.sort_unstable();
    percentile(&medians, 50).expect("queries were made").as_secs_f64() * 1_000.0
}

/// The medians of two searches in processes of their own, in turn, in milliseconds.
fn cold(index: &Path, selective: &str, heavy: &str) -> (f64, f64) {
    let once = |text: &str| {
        let mut command = kb("search", index);
        command.arg(text);
        let started = Instant::now();
        let output = command.output().expect("the program can be run");
        let took = started.elapsed();
        assert!(output.status.success(), "kb search {text} found nothing");
        took
    };
    once(selective);
    once(heavy);
    let (mut first, mut second): (Vec<_>, Vec<_>) = (0..RUNS).map(|_| (once(selective), once(heavy))).unzip();
    first.sort_unstable();
    second.sort_unstable();
    (first[RUNS / 2].as_secs_f64() * 1_000.0, second[RUNS / 2].as_secs_f64() * 1_000.0)
}

/// A column by the number of sections.
fn series(rows: &[Figures], column: usize) -> Vec<(f64, f64)> {
    rows.iter().filter_map(|row| row[0].zip(row[column]).filter(|(_, figure)| *figure > 0.0)).collect()
}

/// The four charts.
fn picture(rows: &[Figures], real: bool) -> String {
    let chart = |title, unit, columns: &[(usize, &str)]| Chart {
        title,
        unit,
        series: columns
            .iter()
            .map(|(column, name)| Series { name: (*name).to_owned(), points: series(rows, *column) })
            .filter(|series| !series.points.is_empty())
            .collect(),
    };
    let charts = [
        chart("Building the index", "seconds", &[(3, "wall clock"), (4, "CPU, all threads")]),
        chart("Index and text on disk", "MB", &[(5, "index"), (1, "text")]),
        chart("Memory while indexing, at most", "MB", &[(6, "resident"), (7, "anonymous")]),
        chart(
            "Time to an answer, median",
            "milliseconds",
            &[(12, "process, heavy"), (11, "process, selective"), (9, "whole answer"), (8, "top 10, one pass")],
        ),
    ];
    let corpus = if real { "real guides over and over in other words" } else { "generated guides" };
    draw(
        "What grows with the corpus, and how fast",
        &format!(
            "{corpus}; both axes are logarithmic, so a straight line is a power of the size and its slope the exponent"
        ),
        "sections",
        &charts,
        "process: kb search from start to end, files in memory; whole answer and top 10: on an open index. \
         Made by cargo bench --bench growth.",
    )
}
