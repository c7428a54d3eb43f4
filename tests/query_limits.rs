//! Queries of a size nobody types: answered or refused at once, whatever the stack.

use std::time::{Duration, Instant};

use kb::engine::{Engine, IndexFolder};
use kb::query::{self, MAX_BYTES, MAX_DEPTH, MAX_WORDS, Query};

use crate::harness::Kb;

/// The stack of a thread that nobody gave a larger one.
const STACK: usize = 2 * 1024 * 1024;

/// What the nesting of a hostile query is made of: what opens a level, what stands inside, what closes it.
const NESTINGS: [(&str, &str, &str); 14] = [
    ("(", "a", ")"),
    ("( ", "", " )"),
    ("(", "a", ""),
    ("", "a", ")"),
    ("NOT ", "a", ""),
    ("-", "a", ""),
    (" -", "a", ""),
    ("-(", "a", ")"),
    ("NOT (", "a", ")"),
    ("\"", "a", "\""),
    ("(a OR ", "b", ")"),
    ("((a OR b) AND NOT ", "c", ")"),
    ("title:", "a", ""),
    ("(role:", "x", " title:\"a\")"),
];

/// One level after another.
fn nested(levels: usize, (open, inside, close): (&str, &str, &str)) -> String {
    format!("{}{inside}{}", open.repeat(levels), close.repeat(levels))
}

/// A megabyte of this.
fn megabyte(of: &str) -> String {
    of.repeat(1_000_000 / of.len() + 1)
}

/// What a megabyte of query is made of.
const LONG: [&str; 10] =
    ["a", "word ", "a* ", "a OR ", "\"a b\" ", "👩‍💻", "e\u{301}", "x\u{301}\u{300}", "role:x ", "漢字"];

/// Parses in a thread with a small stack; how long that took, and whether it was refused.
fn parsed(text: String) -> (Duration, bool) {
    let parse = move || {
        let started = Instant::now();
        let refused = query::parse(&text).is_err();
        (started.elapsed(), refused)
    };
    std::thread::Builder::new().stack_size(STACK).spawn(parse).unwrap().join().unwrap()
}

#[test]
fn ten_thousand_levels_and_a_megabyte_are_refused_at_once() {
    let deep = NESTINGS.iter().map(|nesting| nested(10_000, *nesting));
    let mut slowest = Duration::ZERO;
    let queries: Vec<String> = deep.chain(LONG.map(megabyte)).collect();
    let count = queries.len();
    for text in queries {
        let start: String = text.chars().take(30).collect();
        let (took, refused) = parsed(text);
        assert!(refused, "{start}");
        slowest = slowest.max(took);
    }
    println!("{count} queries refused, the slowest in {slowest:?}");
    assert!(slowest < Duration::from_millis(10), "{slowest:?}");
}

#[test]
fn a_refusal_names_the_limit_and_what_to_do() {
    let kb = Kb::new().file("corpus/a.md", "# A\n\nGranite.\n").indexed();
    for (query, said) in [
        ("a".repeat(MAX_BYTES + 1), format!("at most {MAX_BYTES} bytes")),
        ("a ".repeat(MAX_WORDS + 1), format!("at most {MAX_WORDS} can")),
        ("a_".repeat(MAX_WORDS + 1), format!("at most {MAX_WORDS} can")),
        (format!("\"{}\"", "a ".repeat(MAX_WORDS + 1)), format!("at most {MAX_WORDS} can")),
        (nested(MAX_DEPTH + 1, ("(", "a", ")")), format!("at most {MAX_DEPTH} levels")),
        (nested(30_000, ("(", "a", ")")), format!("at most {MAX_BYTES} bytes")),
    ] {
        let answer = kb.run(["search", "--", &query]).status(2).says(&said).says("hint: search for a part of it");
        assert!(answer.stderr.len() < 300 && answer.stdout.is_empty(), "{answer:?}");
    }
    let help = kb.run(["search", "--help"]).found().stdout;
    assert!(help.contains(&MAX_WORDS.to_string()) && help.contains(&MAX_DEPTH.to_string()), "{help}");
}

#[test]
fn what_the_limits_allow_is_searched_on_a_small_stack() {
    let kb = Kb::new()
        .file("corpus/a.md", "# A b\n\nGranite a b c and marble, word after word.\n")
        .file("corpus/b.md", "# Wörter\n\n漢字 und é, a b.\n")
        .indexed();
    let index = kb.path("index");
    let search = move || {
        let engine = Engine::open(&IndexFolder::new(&index)).unwrap();
        let mut searched = 0;
        let fitting = |of: &str| of.repeat((MAX_BYTES / of.len()).min(MAX_WORDS / 2));
        let deep = NESTINGS.iter().flat_map(|nesting| [nested(MAX_DEPTH / 2, *nesting), nested(MAX_DEPTH, *nesting)]);
        for text in deep.chain(LONG.map(fitting)) {
            let Ok(expr) = query::parse(&text) else { continue };
            for any in [false, true] {
                engine.search(&Query { any, explain: true, ..Query::new(&text, expr.clone()) }).unwrap();
                searched += 1;
            }
        }
        searched
    };
    let searched = std::thread::Builder::new().stack_size(STACK).spawn(search).unwrap().join().unwrap();
    println!("{searched} searches on a stack of 2 MB");
    assert!(searched > 50, "{searched}");
}
