//! Searches while the index is written: every answer is of one commit, never of an older one than the last answer, and
//! none fails.
//!
//! `KB_SOAK_SECONDS` sets how long that goes on (5 by default).

use std::fs;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use kb::engine::{Engine, IndexFolder};
use kb::query::{self, Query};

use crate::harness::{Answer, Kb, text};

/// Guides, all of which have the number of the commit in them.
const GUIDES: usize = 6;

/// How many commits there are for one that builds the index anew.
const REBUILD: u64 = 10;

/// Writes the guides of a commit.
fn write(kb: &Kb, number: u64) {
    for guide in 0..GUIDES {
        let front = format!("---\nrole: platform\ntags: [t{number}]\n---\n");
        let shared = if guide % 2 == 0 { "A quartz ledger." } else { "Nothing more." };
        let text = format!("Granite as a service (GaaS) of guide {guide}, number {number}.\n\n{shared}\n");
        let text = format!("{front}# G{guide}\n\n## Steady\n\n{text}");
        // In one step, so that no half of a file is ever read.
        kb.write("next", text);
        fs::rename(kb.path("next"), kb.path(&format!("corpus/g{guide}.md"))).unwrap();
    }
}

/// All the numbers in a text.
fn numbers_in(text: &str) -> Vec<u64> {
    let digits = |part: &str| part.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap();
    text.split("number ").skip(1).map(digits).collect()
}

/// What is known of commits while they are made.
struct Commits {
    /// The last one that is done.
    done: AtomicU64,
    /// Whether no more are made.
    over: AtomicBool,
}

/// One who reads again and again.
struct Reader<'a> {
    commits: &'a Commits,
    last: u64,
    reads: u64,
}

impl Reader<'_> {
    /// Asks for the numbers of one answer until commits are over.
    fn go(mut self, mut ask: impl FnMut(u64) -> Vec<u64>) -> u64 {
        while !self.commits.over.load(Ordering::SeqCst) {
            let before = self.commits.done.load(Ordering::SeqCst);
            let numbers = ask(self.reads);
            // The one that is on its way may be seen already.
            let after = self.commits.done.load(Ordering::SeqCst) + 1;
            self.reads += 1;
            let Some(first) = numbers.first() else { continue };
            assert!(numbers.iter().all(|number| number == first), "several commits in one answer: {numbers:?}");
            assert!(*first >= self.last, "backwards from {} to {first}", self.last);
            assert!((before..=after).contains(first), "{first} is not of {before} to {after}");
            self.last = *first;
        }
        self.reads
    }
}

/// A search of the library's, in a newly opened index.
fn ask_the_library(kb: &Kb) -> Vec<u64> {
    let engine = Engine::open(&IndexFolder::new(kb.path("index"))).unwrap();
    let found = engine.search(&Query::new("granite", query::parse("granite").unwrap())).unwrap();
    let mut numbers: Vec<u64> = found.hits.iter().flat_map(|hit| numbers_in(&hit.snippet.text)).collect();
    assert_eq!(numbers.len(), GUIDES);
    let tags = &found.facets.tag;
    assert_eq!((tags.len(), tags[0].count), (1, GUIDES as u64), "{tags:?}");
    numbers.push(tags[0].value.trim_start_matches('t').parse().unwrap());
    for guide in 0..GUIDES {
        let section = engine.section(&format!("g{guide}.md#steady")).unwrap();
        numbers.extend(numbers_in(&section.body));
    }
    assert_eq!(engine.files().unwrap().len(), GUIDES, "the list of files is of the same commit");
    numbers
}

/// One command of the program after the other.
fn ask_the_program(kb: &Kb, turn: u64) -> Vec<u64> {
    let run = |arguments: &[&str]| -> Answer {
        let answer = kb.run(arguments.iter().chain(&["--format", "json", "--quiet"]));
        assert!(answer.status == 0 && answer.stderr.is_empty(), "{arguments:?}: {answer:#?}");
        answer
    };
    match turn % 8 {
        0 => {
            let answer = run(&["status"]).json();
            assert_eq!(answer["guides"], GUIDES as u64, "{answer}");
            Vec::new()
        }
        1 => numbers_in(&run(&["show", "g1.md#steady"]).stdout),
        2 => {
            let answer = run(&["suggest", "gra"]).json();
            assert_eq!(answer["words"][0]["count"], GUIDES as u64, "{answer}");
            Vec::new()
        }
        3 => {
            let answer = run(&["facets"]).json();
            let tags = answer["facets"]["tag"].as_array().unwrap();
            assert_eq!(tags.len(), 1, "{answer}");
            vec![text(&tags[0]["value"]).trim_start_matches('t').parse().unwrap()]
        }
        4 => {
            assert!(run(&["acronyms"]).stdout.contains("GaaS"));
            Vec::new()
        }
        5 => numbers_in(&run(&["similar", "g1.md#steady", "-n", "0"]).stdout),
        _ => {
            let answer = run(&["search", "granite"]).json();
            let snippet = |hit: &serde_json::Value| numbers_in(&text(&hit["snippet"]["text"]));
            let numbers: Vec<u64> = answer["hits"].as_array().unwrap().iter().flat_map(snippet).collect();
            assert_eq!(numbers.len(), GUIDES, "{answer}");
            numbers
        }
    }
}

#[test]
fn no_read_fails_mixes_commits_or_goes_back() {
    let seconds = std::env::var("KB_SOAK_SECONDS").map_or(5, |text| text.parse().unwrap());
    let kb = Kb::with_roles();
    fs::create_dir(kb.path("corpus")).unwrap();
    write(&kb, 0);
    kb.index();
    let commits = Commits { done: AtomicU64::new(0), over: AtomicBool::new(false) };
    let (commits, kb) = (&commits, &kb);
    let (reads, runs) = std::thread::scope(|scope| {
        let reader = || Reader { commits, last: 0, reads: 0 };
        let library = scope.spawn(move || reader().go(|_| ask_the_library(kb)));
        let program = scope.spawn(move || reader().go(|turn| ask_the_program(kb, turn)));
        let started = Instant::now();
        // A reader that failed ends it all.
        while started.elapsed() < Duration::from_secs(seconds) && !library.is_finished() && !program.is_finished() {
            let number = commits.done.load(Ordering::SeqCst) + 1;
            write(kb, number);
            let rebuild = if number % REBUILD == 0 { &["--rebuild"][..] } else { &[] };
            let answer = kb.run(["index", "--quiet"].iter().chain(rebuild));
            if answer.status != 0 {
                commits.over.store(true, Ordering::SeqCst);
            }
            let answer = answer.found();
            assert_eq!(answer.stderr, "");
            commits.done.store(number, Ordering::SeqCst);
        }
        commits.over.store(true, Ordering::SeqCst);
        (library.join().unwrap(), program.join().unwrap())
    });
    let done = commits.done.load(Ordering::SeqCst);
    println!(
        "{done} commits in {seconds} s, {} of them new indexes; {reads} reads by the library and {runs} by the program",
        done / REBUILD
    );
    assert!(done > 0 && reads > 0 && runs > 0);
}
