//! What the parts of a search cost: the whole default answer, the same words taken exactly, and the same answer ranked
//! in one pass or by plain BM25.
//!
//! The corpus is `KB_BENCH_CORPUS` (a folder of guides), else generated guides of 100,000 sections (or
//! `KB_BENCH_SECTIONS`). Queries are made from the headings and first sentences of the guides: one word, some words,
//! words with a typing mistake, questions. Every query is asked in each way in turn, several rounds, and the fastest
//! round counts, so that what else the machine does falls on all ways alike. Ratios are what to read.

#[allow(dead_code)] // what other benches use of it
mod base;
mod generated;

use std::path::Path;
use std::time::Instant;

use kb::engine::{Engine, IndexFolder, StoredSection, content_words};
use kb::query::{Query, Ranking, plain};

use base::{Base, temporary};
use generated::Guides;

/// How often every query is asked in every way.
const ROUNDS: usize = 5;
/// How many queries of a class there are at most.
const QUERIES: usize = 200;

/// A way to answer.
struct Way {
    name: &'static str,
    exact: bool,
    ranking: Ranking,
}

fn main() {
    // `cargo bench` and `cargo test --benches` pass options of their own; there is nothing to choose here.
    if std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        return;
    }
    let (index, guides) = (temporary(), temporary());
    let folder = std::env::var_os("KB_BENCH_CORPUS").unwrap_or_else(|| {
        Guides::write(guides.path(), generated::sections_or(100_000));
        guides.path().into()
    });
    let done = Base::of(Path::new(&folder)).update(index.path());
    println!("{} sections", done.sections);
    let engine = Engine::open(&IndexFolder::new(index.path())).expect("the index can be opened");
    let sections = engine.sections().expect("the index can be read");
    let default = Ranking::default();
    let ways = [
        Way { name: "default", exact: false, ranking: default },
        Way { name: "exact", exact: true, ranking: default },
        Way { name: "one pass", exact: false, ranking: Ranking::one_pass() },
        Way { name: "bm25", exact: true, ranking: Ranking::bm25() },
    ];
    println!(
        "{:<12} {:<9} {:>8} {:>8} {:>8}  (microseconds)  to exact, to bm25 at p50",
        "class", "way", "p50", "p90", "p99"
    );
    for (class, queries) in classes(&sections) {
        let times = measure(&engine, &queries, &ways);
        let p50 = |way: usize| percentile(&times[way], 0.5);
        for (way, times) in ways.iter().zip(&times) {
            let [a, b, c] = [0.5, 0.9, 0.99].map(|share| percentile(times, share));
            let ratios = format!("{:.2} {:.2}", a / p50(1), a / p50(3));
            println!("{class:<12} {:<9} {a:>8.0} {b:>8.0} {c:>8.0}  {ratios}", way.name);
        }
    }
}

/// The time of every query in every way: [way][query], microseconds.
fn measure(engine: &Engine, queries: &[String], ways: &[Way]) -> Vec<Vec<f64>> {
    let mut fastest = vec![vec![f64::INFINITY; queries.len()]; ways.len()];
    for _ in 0..ROUNDS {
        for (n, text) in queries.iter().enumerate() {
            for (way, fastest) in ways.iter().zip(&mut fastest) {
                let expr = plain(text).expect("the query can be read");
                let query = Query { exact: way.exact, ranking: way.ranking, facet_limit: 10, ..Query::new(text, expr) };
                let started = Instant::now();
                let results = engine.search(&query).expect("the index can be searched");
                let took = started.elapsed().as_secs_f64() * 1e6;
                fastest[n] = fastest[n].min(took);
                std::hint::black_box(results.total);
            }
        }
    }
    fastest
}

fn percentile(times: &[f64], share: f64) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let last = times.len().saturating_sub(1);
    times.get((last as f64 * share).round() as usize).copied().unwrap_or(0.0)
}

fn classes(sections: &[StoredSection]) -> Vec<(&'static str, Vec<String>)> {
    let step = (sections.len() / (QUERIES * 4)).max(1);
    let sample: Vec<&StoredSection> = sections.iter().step_by(step).collect();
    let take = |make: &dyn Fn(&StoredSection) -> Option<String>| -> Vec<String> {
        sample.iter().filter_map(|section| make(section)).take(QUERIES).collect()
    };
    let words = |text: &str| content_words(text).into_iter().map(str::to_owned).collect::<Vec<_>>();
    vec![
        ("one word", take(&|section| words(&section.body).into_iter().max_by_key(String::len))),
        (
            "two words",
            take(&|section| Some(words(&section.title)).filter(|words| words.len() > 1).map(|w| w[..2].join(" "))),
        ),
        (
            "misspelt",
            take(&|section| {
                let mut words = words(&section.title);
                words.truncate(3);
                let longest =
                    words.iter_mut().filter(|word| word.is_ascii() && word.len() > 5).max_by_key(|word| word.len())?;
                let swapped: String = [&longest[..2], &longest[3..4], &longest[2..3], &longest[4..]].concat();
                *longest = swapped;
                Some(words.join(" "))
            }),
        ),
        (
            "question",
            take(&|section| {
                let sentence =
                    section.body.split(['.', '\n']).find(|text| (6..20).contains(&text.split(' ').count()))?;
                Some(sentence.to_owned())
            }),
        ),
    ]
}
