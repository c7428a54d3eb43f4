//! `kb search --budget`: the best passages in so many words, to paste.
//!
//! `KB_SOAK_BUDGET` says how many budgets are tried with each query; 6 where it is not set.

use std::collections::HashSet;

use serde_json::Value;

use crate::harness::{Answer, Kb, text};

/// The words of a text in a script with spaces: what has a letter or digit.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

fn packed(kb: &Kb, arguments: &[&str]) -> Value {
    kb.run(["search", "--format", "json"].iter().chain(arguments)).found().json()
}

fn passages(found: &Value) -> &Vec<Value> {
    found["passages"].as_array().unwrap()
}

#[test]
fn passages_keep_the_promise_whatever_the_budget() {
    let rounds: usize = std::env::var("KB_SOAK_BUDGET").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(6);
    let kb = Kb::shipped();
    let mut seen = 0;
    for query in ["budget", "who does the platform engineering manager report to", "security", "role:platform", ""] {
        for budget in [1, 7, 60, 300, 800, 100_000].into_iter().chain((1..).map(|n| n * 53)).take(rounds) {
            let found = packed(&kb, &[query, "--budget", &budget.to_string()]);
            assert_eq!(found["budget"], budget);
            let (mut total, mut said, mut guides, mut last) = (0, HashSet::new(), Vec::new(), 0);
            for passage in passages(&found) {
                let shown = text(&passage["text"]);
                let count = words(&shown);
                assert_eq!(passage["words"], count, "{passage:#}");
                total += count;
                // It is in its section, and says so if that is all.
                let section = kb.run(["show", "--format", "json", &text(&passage["id"])]).found().json();
                let body = text(&section["body"]);
                assert!(shown.split('…').all(|piece| body.contains(piece.trim())), "{passage:#} of {body}");
                assert_eq!(passage["whole"], shown == body, "{passage:#}");
                assert_eq!(passage["lines"], section["lines"]);
                assert_eq!((text(&passage["hash"]).len(), &passage["stale"]), (64, &Value::Bool(false)));
                // Nothing is said twice.
                for line in shown.lines().filter(|line| words(line) >= 6) {
                    assert!(said.insert(line.to_lowercase()), "{line} again in {found:#}");
                }
                // A guide comes in one piece, and from its top down.
                let (path, first) = (text(&passage["path"]), passage["lines"][0].as_u64().unwrap());
                if guides.last() == Some(&path) {
                    assert!(first > last, "{found:#}");
                } else {
                    assert!(!guides.contains(&path), "{path} again in {found:#}");
                    guides.push(path);
                }
                last = first;
                seen += 1;
            }
            assert!(total > 0 && total <= budget, "{total} of {budget} for {query}");
            assert_eq!(found["words"], total);
        }
    }
    println!("{seen} passages looked at");
}

#[test]
fn the_best_guide_comes_first_and_several_sections_share() {
    let kb = Kb::shipped();
    let best = text(&kb.search(["platform engineering manager compensation"])["hits"][0]["path"]);
    let found = packed(&kb, &["platform engineering manager compensation", "--budget", "300"]);
    assert_eq!(text(&passages(&found)[0]["path"]), best);
    assert!(passages(&found).len() >= 3, "{found:#}");
}

#[test]
fn long_sections_are_cut_and_copies_left_out() {
    let long = (0..200).map(|n| format!("Line {n} tells of the pump. ")).collect::<String>();
    let near = "The granite pump is cleaned by two people every week, with gloves on, before the shift begins";
    let kb = Kb::with_roles()
        .file("corpus/a.md", format!("# A\n\n## Long pump\n\n{long}\n\n## Weekly pump\n\n{near}.\n"))
        .file(
            "corpus/b.md",
            format!("# B\n\n## Weekly pumps\n\nSo: {near}, as we said.\n\n## Other pump\n\nA spare pump.\n"),
        )
        .file("corpus/c.md", format!("# C\n\n## Weekly pump\n\n{near}.\n"))
        .indexed();
    let found = packed(&kb, &["pump", "--budget", "100"]);
    let shown: Vec<String> = passages(&found).iter().map(|passage| text(&passage["text"])).collect();
    assert_eq!(shown.iter().filter(|text| text.contains("granite")).count(), 1, "{shown:#?}");
    assert!(shown.iter().any(|text| text == "A spare pump."), "{shown:#?}");
    let long = shown.iter().find(|text| text.contains("Line")).unwrap();
    assert!(long.ends_with(". …"), "{long}");
    let narrow = packed(&kb, &["pump", "--budget", "100", "--guide", "b.md", "--section", "other-pump"]);
    assert_eq!(passages(&narrow).len(), 1);
}

#[test]
fn what_cannot_be_is_said() {
    let kb = Kb::shipped();
    kb.run(["search", "budget", "--budget", "0"]).status(2).says("--budget 0 leaves room for no word");
    kb.run(["search", "budget", "--budget", "x"]).status(2);
    kb.run(["search", "budget", "--budget", "9", "--limit", "3"]).status(2).says("--limit");
    let nothing = kb.run(["search", "xyzzyq", "--budget", "9", "--format", "json"]).status(1).json();
    assert_eq!((nothing["passages"].as_array().unwrap().len(), &nothing["words"]), (0, &Value::from(0)));
    kb.run(["search", "xyzzyq", "--budget", "9"]).status(1);
    let unknown = kb.run(["search", "budget", "--budget", "9", "--role", "platfrom", "--format", "json"]).status(1);
    assert!(unknown.json()["passages"].as_array().unwrap().is_empty());
    let kb = Kb::with_roles().file("corpus/a.md", "# A\n\n## Granite\n").indexed();
    kb.run(["search", "granite", "--budget", "9"]).status(1).says("headings alone");
}

#[test]
fn snapshot_of_markdown_to_paste() {
    let kb = Kb::shipped();
    let answer = kb.run(["search", "reporting lines", "--budget", "120", "--format", "markdown"]).found().stdout;
    insta::assert_snapshot!(answer);
}

#[test]
fn snapshot_of_passages_at_80_columns() {
    let kb = Kb::shipped();
    let mut command = kb.command(["search", "reporting lines", "--budget", "120"]);
    insta::assert_snapshot!(Answer::of(command.env("COLUMNS", "80").output().unwrap()).found().stdout);
}

#[test]
fn every_format_has_the_passages() {
    let kb = Kb::shipped();
    for (format, needed) in
        [("csv", "hash"), ("tsv", "whole"), ("paths", "corpus/"), ("vimgrep", ":1:"), ("jsonl", "\"text\"")]
    {
        let answer = kb.run(["search", "budget", "--budget", "90", "--format", format]).found().stdout;
        assert!(answer.contains(needed), "{format}: {answer}");
    }
}
