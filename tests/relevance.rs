//! How well questions find their answers in the corpus this repository ships.
//!
//! `KB_UPDATE_GOLDEN=1 cargo test relevance` writes the golden file anew after a change that is meant.

use std::fmt::Write as _;
use std::fs;

use kb::engine::{Engine, IndexFolder};
use kb::query::{self, Page, Query};
use kb::results::Hit;

use crate::harness::{Kb, repository};

struct Question {
    text: String,
    roles: Vec<&'static str>,
    facets: Vec<String>,
}

fn questions(name: &str) -> Vec<Question> {
    let file = fs::read_to_string(repository().join("tests/relevance").join(name)).unwrap();
    file.lines()
        .map(|line| {
            let [text, role, facets]: [&str; 3] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
            let roles = match role {
                "platform" => vec!["platform"],
                "infrastructure" => vec!["infrastructure"],
                "both" => vec!["infrastructure", "platform"],
                other => panic!("no role {other}"),
            };
            Question { text: text.to_owned(), roles, facets: facets.split('|').map(str::to_owned).collect() }
        })
        .collect()
}

impl Question {
    fn is_answered_by(&self, hit: &Hit) -> bool {
        self.roles.iter().all(|role| hit.roles.iter().any(|known| known == role)) && self.facets.contains(&hit.section)
    }

    /// The rank of the first right hit.
    fn rank(&self, engine: &Engine) -> Option<usize> {
        let page = Page { limit: 20, offset: 0 };
        let query = Query { page, facets: false, ..Query::new(&self.text, query::parse(&self.text).unwrap()) };
        let hits = engine.search(&query).unwrap().hits;
        hits.iter().position(|hit| self.is_answered_by(hit)).map(|place| place + 1)
    }
}

/// Figures, and the questions that are not answered at once.
#[derive(Default)]
struct Figures {
    recall_1: f64,
    recall_3: f64,
    reciprocal: f64,
    late: String,
}

fn measure(name: &str) -> Figures {
    let kb = Kb::shipped();
    let engine = Engine::open(&IndexFolder::new(kb.path("index"))).unwrap();
    let questions = questions(name);
    let mut figures = Figures::default();
    for question in &questions {
        let rank = question.rank(&engine);
        let counts = |at: usize| f64::from(u8::from(rank.is_some_and(|rank| rank <= at)));
        figures.recall_1 += counts(1);
        figures.recall_3 += counts(3);
        figures.reciprocal += rank.map_or(0.0, |rank| 1.0 / rank as f64);
        if rank != Some(1) {
            let rank = rank.map_or("none".to_owned(), |rank| rank.to_string());
            writeln!(figures.late, "rank {rank}: {}", question.text).unwrap();
        }
    }
    let n = questions.len() as f64;
    figures.recall_1 /= n;
    figures.recall_3 /= n;
    figures.reciprocal /= n;
    figures
}

/// The questions the guides and their vocabulary were written with, those that were kept apart meanwhile, some with
/// typing mistakes, and some by acronyms or what they stand for.
const FILES: [&str; 4] = ["questions.tsv", "held-out.tsv", "misspelt.tsv", "acronyms.tsv"];

#[test]
fn relevance_is_as_good_as_it_was() {
    let mut now = String::new();
    for name in FILES {
        let Figures { recall_1, recall_3, reciprocal, late } = measure(name);
        writeln!(now, "{name}: recall@1 {recall_1:.2}, recall@3 {recall_3:.2}, MRR {reciprocal:.3}").unwrap();
        now += &late;
    }
    let golden = repository().join("tests/relevance/golden.txt");
    let then = fs::read_to_string(&golden).unwrap_or_default();
    if now != then {
        assert!(std::env::var_os("KB_UPDATE_GOLDEN").is_some(), "{}", difference(&then, &now));
        fs::write(&golden, &now).unwrap();
    }
}

#[test]
fn relevance_stays_above_its_floor() {
    for name in FILES {
        let figures = measure(name);
        assert!(figures.recall_1 >= 0.95, "{name}: recall@1 is {:.2}\n{}", figures.recall_1, figures.late);
        assert!(figures.recall_3 >= 0.98, "{name}: recall@3 is {:.2}\n{}", figures.recall_3, figures.late);
    }
}

/// Lines that only one of two texts has.
fn difference(then: &str, now: &str) -> String {
    let only = |sign: char, some: &str, others: &str| {
        let lines = some.lines().filter(|line| !others.lines().any(|other| other == *line));
        lines.map(|line| format!("{sign} {line}\n")).collect::<String>()
    };
    only('-', then, now) + &only('+', now, then) + "KB_UPDATE_GOLDEN=1 writes the golden file anew"
}
