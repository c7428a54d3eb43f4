//! `kb bench`: how long answers take. Nothing here depends on how long they took.

use serde_json::Value;

use crate::harness::{Kb, text};

/// A fast run of some classes.
fn measured(kb: &Kb, arguments: &[&str]) -> Value {
    kb.run(["bench", "--rounds", "1", "--format", "json"].iter().chain(arguments)).found().json()
}

fn classes(report: &Value) -> Vec<String> {
    report["classes"].as_array().unwrap().iter().map(|class| text(&class["class"])).collect()
}

#[test]
fn every_class_finds_what_it_must() {
    let report = measured(&Kb::shipped(), &[]);
    let all = [
        "one-word", "and", "or", "phrase", "prefix", "misspelt", "filtered", "faceted", "question", "no-match",
        "browsing",
    ];
    assert_eq!(classes(&report), all);
    assert_eq!((&report["version"], &report["left_out"]), (&1.into(), &Value::Array(Vec::new())));
    let mut queries = 0;
    for class in report["classes"].as_array().unwrap() {
        let number = |key: &str| class[key].as_f64().unwrap();
        assert!(number("queries") >= 10.0, "{class}");
        assert!(number("p50_ms") <= number("p90_ms") && number("p90_ms") <= number("p99_ms"), "{class}");
        assert!(0.0 < number("p99_ms") && number("p99_ms") <= number("max_ms"), "{class}");
        assert!(number("per_second") > 0.0, "{class}");
        assert_eq!(number("found") == 0.0, class["class"] == "no-match", "{class}");
        assert!(!text(&class["example"]).is_empty(), "{class}");
        // Browsing begins with no query at all.
        assert!(!text(&class["slowest"]).is_empty() || class["class"] == "browsing", "{class}");
        queries += class["queries"].as_u64().unwrap();
    }
    assert_eq!(report["all"]["queries"], queries);
    assert_eq!(report["rounds"], 1);
}

#[test]
fn the_same_index_is_asked_the_same() {
    let kb = Kb::shipped();
    let examples = || {
        let report = measured(&kb, &["--class", "and", "--class", "misspelt"]);
        report["classes"].as_array().unwrap().iter().map(|class| text(&class["example"])).collect::<Vec<_>>()
    };
    assert_eq!(examples(), examples());
    assert_eq!(examples().len(), 2);
}

#[test]
fn examples_are_queries_that_search_answers() {
    let kb = Kb::shipped();
    let report = measured(&kb, &["--class", "phrase", "--class", "misspelt", "--class", "no-match"]);
    let example = |n: usize| text(&report["classes"][n]["example"]);
    let phrase = kb.search([example(0)]);
    assert!(example(0).starts_with('"') && phrase["total"].as_u64().unwrap() > 0, "{phrase}");
    assert!(kb.search([example(1)])["query"]["corrected"].is_string());
    assert_eq!(kb.search([example(2)])["total"], 0);
}

#[test]
fn own_queries_are_measured_instead() {
    let kb = Kb::with_roles().file("corpus/a.md", "# Paint\n\nThe fence is painted green.\n").indexed();
    kb.write("asked.txt", "\u{feff}# asked often\nfence\n\n  \"painted green\" \nnothing of this\n");
    let report = measured(&kb, &["--queries", "asked.txt"]);
    assert_eq!(classes(&report), ["yours"]);
    assert_eq!(report["all"]["queries"], 3);
    assert_eq!(report["classes"][0]["found"], 1);
    let table = kb.run(["bench", "--queries", "asked.txt", "--rounds", "2"]).found();
    assert!(table.stdout.contains("each query timed 2 times"), "{table:?}");
}

#[test]
fn files_without_queries_are_refused() {
    let kb = Kb::with_roles().file("corpus/a.md", "# Paint\n\nThe fence is painted green.\n").indexed();
    kb.write("none.txt", "# nothing asked\n\n");
    kb.write("latin.txt", b"caf\xe9\n");
    kb.write("long.txt", format!("fence\n{}\n", "word ".repeat(300)));
    for (file, said) in [
        ("missing.txt", "cannot read missing.txt"),
        ("none.txt", "it has no query"),
        ("latin.txt", "it is not UTF-8"),
        ("long.txt", "line 2: the query has 300 words"),
    ] {
        kb.run(["bench", "--queries", file]).status(2).says(said);
    }
    kb.run(["bench", "--rounds", "0"]).status(2).says("--rounds");
    kb.run(["bench", "--class", "nonsense"]).status(2).says("one-word");
    kb.run(["bench", "--class", "and", "--queries", "none.txt"]).status(2).says("cannot be used with");
}

#[test]
fn classes_the_index_lacks_are_left_out_and_named() {
    // No role, and the title of a guide has no section facet.
    let kb = Kb::new()
        .file("corpus/a.md", "# Paint\n\nThe fence is painted green.\n")
        .file("corpus/b.md", "# Fence\n\nNobody painted over here.\n")
        .indexed();
    let report = measured(&kb, &[]);
    assert!(!classes(&report).contains(&"filtered".to_owned()), "{report}");
    let left_out: Vec<String> =
        report["left_out"].as_array().unwrap().iter().map(|class| text(&class["class"])).collect();
    assert!(left_out.contains(&"filtered".to_owned()), "{left_out:?}");
    let table = kb.run(["bench", "--rounds", "1"]).found();
    assert!(table.stdout.contains("filtered is left out: no section with words has a role"), "{table:?}");
    kb.run(["bench", "--class", "filtered"]).status(1).says("no query can be made from this index");
}

#[test]
fn an_empty_index_has_nothing_to_ask() {
    let kb = Kb::new();
    std::fs::create_dir(kb.path("corpus")).unwrap();
    kb.index();
    kb.run(["bench"]).status(1).says("the index has no sections");
}

#[test]
fn every_format_is_there() {
    let kb = Kb::shipped();
    let written = |format: &str| {
        kb.run(["bench", "--rounds", "1", "--class", "browsing", "--class", "no-match", "--format", format])
            .found()
            .stdout
    };
    let csv = written("csv");
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("class,queries,found,p50_ms,p90_ms,p99_ms,max_ms,per_second,example"));
    assert!(lines.next().unwrap().starts_with("no-match,100,0,"), "{csv}");
    assert_eq!(written("tsv").lines().count(), 3);
    assert_eq!(written("jsonl").lines().count(), 2);
    assert!(written("markdown").contains("| no-match | 100 | 0 |"), "{}", written("markdown"));
    kb.run(["bench", "--rounds", "1", "--class", "browsing", "--format", "paths"]).status(2).says("no paths");
}
