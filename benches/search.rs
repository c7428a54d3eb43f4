//! How long an answer takes.
//!
//! What is modelled: one user who asks one question at a time, on the shipped guides (some hundred sections) and on
//! generated ones (100,000 sections, or `KB_BENCH_SECTIONS`).
//!
//! * search: from the text of a query to ten hits with snippets and facet counts, on an open index, by class of query.
//!   Words of generated queries are chosen by their rank: a common word is in most sections, a rare one in a few.
//! * suggest: from what is typed to ten words and ten headings, by how much of it there is.
//! * similar: from an id to ten sections like that one, which is the first hit of a query of two words.
//! * cold start: the index is opened for one query, as every run of the program does.
//! * command: the same in a process of its own, with its start, its settings and its output as JSON.
//!
//! The index is in the page cache throughout: what is measured is our work and not the disk's. Classes are kept apart
//! because their costs differ by orders of magnitude, and a mean over them would hide every one.

mod base;
mod generated;

use std::cell::LazyCell;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use criterion::{Criterion, SamplingMode};
use kb::engine::{Engine, IndexFolder};
use kb::query::{DrillDown, Query, parse};
use kb::results::SearchResults;
use tempfile::TempDir;

use base::{Base, temporary};
use generated::{Guides, word};

/// A query of one class.
struct Class {
    name: &'static str,
    text: String,
    role: Option<&'static str>,
    /// How many values of each facet are listed; 0 for all.
    facet_limit: usize,
    /// Whether it should find something: a class that finds nothing by mistake would look fast.
    finds: bool,
}

/// An index, and the engine on it.
struct Opened {
    engine: Engine,
    index: TempDir,
}

impl Opened {
    fn new(base: &Base) -> Opened {
        let index = temporary();
        base.update(index.path());
        let mut engine = open(index.path());
        engine.warm().expect("the index can be read");
        Opened { engine, index }
    }

    fn generated(sections: usize) -> Opened {
        // The guides themselves are not needed once they are indexed.
        let folder = temporary();
        Guides::write(folder.path(), sections);
        Opened::new(&Base::of(folder.path()))
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let sections = generated::sections_or(100_000);
    // Made when first needed, and once for all classes.
    let shipped = LazyCell::new(|| Opened::new(&Base::shipped()));
    let generated = LazyCell::new(|| Opened::generated(sections));
    let corpora = ("shipped", format!("generated, {sections} sections"));
    measure(&mut criterion, corpora.0, &shipped, &shipped_classes());
    measure(&mut criterion, &corpora.1, &generated, &generated_classes());
    measure_typing(&mut criterion, corpora.0, &shipped, ["in", "infra", "platform eng"].map(str::to_owned));
    let (before, typed) = (word(20), word(100));
    let typed = [typed[..2].to_owned(), typed[..3].to_owned(), format!("{before} {}", &typed[..3])];
    measure_typing(&mut criterion, &corpora.1, &generated, typed);
    measure_similar(&mut criterion, corpora.0, &shipped, &shipped_classes()[2]);
    measure_similar(&mut criterion, &corpora.1, &generated, &generated_classes()[2]);
    criterion.final_summary();
}

fn measure(
    criterion: &mut Criterion,
    corpus: &str,
    opened: &LazyCell<Opened, impl FnOnce() -> Opened>,
    classes: &[Class],
) {
    let mut group = criterion.benchmark_group(format!("search/{corpus}"));
    group.sample_size(20).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    group.sampling_mode(SamplingMode::Flat);
    for class in classes {
        group.bench_function(class.name, |bencher| {
            let engine = &opened.engine;
            assert_eq!(answer(engine, class).total > 0, class.finds, "{}: {}", class.name, class.text);
            bencher.iter(|| answer(engine, black_box(class)));
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group(format!("cold start/{corpus}"));
    group.sample_size(10).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    group.sampling_mode(SamplingMode::Flat);
    let two_words = &classes[2];
    group.bench_function("open and search", |bencher| {
        let index = opened.index.path();
        bencher.iter(|| answer(&open(index), two_words));
    });
    group.bench_function("command", |bencher| {
        let index = opened.index.path();
        bencher.iter(|| command(index, two_words));
    });
    group.finish();
}

/// Suggestions for two letters, for more, and for a second word.
fn measure_typing(
    criterion: &mut Criterion,
    corpus: &str,
    opened: &LazyCell<Opened, impl FnOnce() -> Opened>,
    typed: [String; 3],
) {
    let mut group = criterion.benchmark_group(format!("suggest/{corpus}"));
    group.sample_size(20).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    group.sampling_mode(SamplingMode::Flat);
    for (name, typed) in ["two letters", "more letters", "second word"].into_iter().zip(typed) {
        group.bench_function(name, |bencher| {
            let suggest = |typed: &str| opened.engine.suggest(typed, 10).expect("the index can be read");
            assert!(!suggest(&typed).words.is_empty(), "{name}: {typed}");
            bencher.iter(|| suggest(black_box(&typed)));
        });
    }
    group.finish();
}

fn measure_similar(
    criterion: &mut Criterion,
    corpus: &str,
    opened: &LazyCell<Opened, impl FnOnce() -> Opened>,
    class: &Class,
) {
    let mut group = criterion.benchmark_group(format!("similar/{corpus}"));
    group.sample_size(20).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    group.sampling_mode(SamplingMode::Flat);
    group.bench_function("ten", |bencher| {
        let engine = &opened.engine;
        let id = answer(engine, class).hits[0].id.to_string();
        let similar = |id: &str| engine.similar(id, &DrillDown::default(), 10).expect("the index can be read");
        assert!(similar(&id).total > 0, "{id}");
        bencher.iter(|| similar(black_box(&id)));
    });
    group.finish();
}

fn shipped_classes() -> Vec<Class> {
    let class = |name, text: &str| Class { name, text: text.to_owned(), role: None, facet_limit: 10, finds: true };
    vec![
        class("one word", "kubernetes"),
        class("one common word", "infrastructure"),
        class("two words", "capacity planning"),
        class("either of two words", "capacity OR planning"),
        class("phrase", "\"infrastructure as code\""),
        class("prefix", "auto*"),
        class("misspelt", "kuberentes"),
        class("question", "who does the infrastructure manager report to?"),
        Class { role: Some("platform"), ..class("filtered by role", "IaC") },
        Class { facet_limit: 0, ..class("every facet value", "infrastructure") },
        Class { finds: false, ..class("no match", "xylophone") },
        class("browsing", ""),
    ]
}

/// The same classes in made-up words.
fn generated_classes() -> Vec<Class> {
    let class = |name, text: String| Class { name, text, role: None, facet_limit: 10, finds: true };
    let prefix = &word(100)[..3];
    vec![
        class("one word", word(1_000)),
        class("one common word", word(0)),
        class("two words", format!("{} {}", word(20), word(200))),
        class("either of two words", format!("{} OR {}", word(20), word(200))),
        class("phrase", format!("\"{} {}\"", word(2), word(5))),
        class("prefix", format!("{prefix}*")),
        // No word has this letter.
        class("misspelt", format!("{}q", word(6_000))),
        class("question", format!("how does the {} of a {} {} with the {}?", word(10), word(30), word(100), word(300))),
        Class { role: Some("platform"), ..class("filtered by role", word(50)) },
        Class { facet_limit: 0, ..class("every facet value", word(0)) },
        Class { finds: false, ..class("no match", "xylophone".to_owned()) },
        class("browsing", String::new()),
    ]
}

fn open(index: &Path) -> Engine {
    Engine::open(&IndexFolder::new(index)).expect("the index can be opened")
}

/// Answers as `kb search` does where nothing else is asked for.
fn answer(engine: &Engine, class: &Class) -> SearchResults {
    let expr = parse(&class.text).expect("the query can be read");
    let roles = class.role.iter().map(|&role| role.to_owned()).collect();
    let drill_down = DrillDown { roles, ..DrillDown::default() };
    let query = Query { drill_down, facet_limit: class.facet_limit, ..Query::new(&class.text, expr) };
    engine.search(&query).expect("the index can be searched")
}

fn command(index: &Path, class: &Class) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kb"));
    command.arg("search").arg(&class.text).arg("--index").arg(index).args(["--format", "json"]);
    command.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
    let output = command.output().expect("the program can be run");
    assert!(output.status.success(), "kb search found nothing");
}
