//! `kb suggest`: completions of words and headings.

use std::sync::{Arc, Mutex, Weak};

use serde_json::{Value, json};

use crate::harness::{Kb, shared};

const HARBOUR: &str = "# Harbour\n\nGranite and grain.\n\n## Granite Quarry\n\nThe owner, and those who own granite; \
    then a grandee.\n\n## Notes on granite\n\nGraphite.\n\n## On the granary\n\nOwnership of graphite. Thorough.\n";
const MILL: &str = "# Mill\n\n## Granite quarry?\n\nAnother owner.\n\n## Notes on granite\n\nGranite.\n";
const TOWER: &str = "# Tower\n\n## Notes on granite\n\nA granular quarry, ownerless.\n\n## Granite!\n\nNothing.\n";

fn kb() -> Kb {
    Kb::with_roles().file("corpus/harbour.md", HARBOUR).file("corpus/mill.md", MILL).file("corpus/tower.md", TOWER)
}

fn guides() -> Arc<Kb> {
    static SHARED: Mutex<Weak<Kb>> = Mutex::new(Weak::new());
    shared(&SHARED, kb)
}

fn suggest(kb: &Kb, arguments: &[&str]) -> Value {
    kb.run(["suggest", "--format", "json"].iter().chain(arguments)).found().json()
}

/// `text count` of each.
fn listed(suggestions: &Value, kind: &str) -> Vec<String> {
    let one = |found: &Value| format!("{} {}", found["text"].as_str().unwrap(), found["count"]);
    suggestions[kind].as_array().unwrap().iter().map(one).collect()
}

#[test]
fn words_come_as_written_those_in_most_sections_first() {
    let found = suggest(&guides(), &["gra"]);
    assert_eq!(listed(&found, "words"), ["granite 7", "graphite 2", "grain 1", "granary 1", "grandee 1", "granular 1"]);
    assert_eq!(listed(&suggest(&guides(), &["GRA", "-n", "2"]), "words"), ["granite 7", "graphite 2"]);
}

#[test]
fn headings_that_begin_so_come_first_then_frequent_then_short_ones() {
    let found = suggest(&guides(), &["gran"]);
    assert_eq!(
        listed(&found, "headings"),
        ["Granite Quarry 2", "Granite! 1", "Notes on granite 3", "On the granary 1"],
        "capitals and punctuation aside, two headings are one"
    );
    assert_eq!(found["headings"][0]["id"], "harbour.md#granite-quarry");
    assert_eq!(found["headings"][2]["id"], "harbour.md#notes-on-granite");
    assert_eq!(listed(&suggest(&guides(), &["gran", "-n", "1"]), "headings"), ["Granite Quarry 2"]);
}

#[test]
fn the_last_word_is_completed_by_what_goes_with_those_before() {
    // Ownership has a section in which nothing is quarried, and `own` is a stop word.
    assert_eq!(listed(&suggest(&guides(), &["Quarry", "own"]), "words"), ["Quarry owner 2", "Quarry ownerless 1"]);
    let found = suggest(&guides(), &["notes on gr"]);
    assert_eq!(listed(&found, "words"), ["notes on granite 3", "notes on granular 1", "notes on graphite 1"]);
    assert_eq!(listed(&found, "headings"), ["Notes on granite 3"]);
    // Words before count in any form, and in any order in headings.
    assert_eq!(listed(&suggest(&guides(), &["granite not"]), "headings"), ["Notes on granite 3"]);
    assert_eq!(listed(&suggest(&guides(), &["quarries granit"]), "headings"), ["Granite Quarry 2"]);
}

#[test]
fn stop_words_are_no_suggestions() {
    assert_eq!(listed(&suggest(&guides(), &["th"]), "words"), ["thorough 1"]);
    assert_eq!(listed(&suggest(&guides(), &["on t"]), "headings"), ["On the granary 1"]);
}

#[test]
fn the_json_has_its_shape() {
    assert_eq!(
        suggest(&guides(), &["Granar"]),
        json!({
            "version": 1,
            "prefix": "Granar",
            "words": [{ "text": "granary", "count": 1 }],
            "headings": [{ "text": "On the granary", "count": 1, "id": "harbour.md#on-the-granary" }],
        })
    );
}

#[test]
fn nothing_to_suggest_is_status_1_and_still_json() {
    let kb = guides();
    for (arguments, prefix, says) in [
        (&["xylo"][..], "xylo", "hint: no guide goes on from “xylo”"),
        (&["quarry", "xylo"], "quarry xylo", "hint: no guide goes on"),
        (&["xylophone", "gran"], "xylophone gran", "hint: no guide goes on"),
        (&[], "", "hint: give the beginning of a word"),
        (&[""], "", "hint: give the beginning of a word"),
        (&["?!"], "?!", "hint: no guide goes on"),
    ] {
        let answer = kb.run(["suggest", "--format", "json"].iter().chain(arguments)).status(1).says(says);
        assert_eq!(answer.json(), json!({ "version": 1, "prefix": prefix, "words": [], "headings": [] }));
    }
    Kb::new().run(["suggest", "gran"]).status(2).says("hint:");
}

#[test]
fn every_format_has_them() {
    let kb = guides();
    let run = |format: &str| kb.run(["suggest", "quarry ow", "-n", "2", "--format", format]).found().stdout;
    assert_eq!(run("csv"), "kind,text,count,id\nword,quarry owner,2,\nword,quarry ownerless,1,\n");
    let run = |format: &str| kb.run(["suggest", "grani", "-n", "2", "--format", format]).found().stdout;
    assert_eq!(
        run("csv"),
        "kind,text,count,id\nword,granite,7,\nheading,Granite Quarry,2,harbour.md#granite-quarry\n\
         heading,Granite!,1,tower.md#granite\n"
    );
    assert_eq!(run("tsv"), run("csv").replace(',', "\t"));
    assert_eq!(
        run("jsonl").lines().next_back(),
        Some(r#"{"kind":"heading","text":"Granite!","count":1,"id":"tower.md#granite"}"#)
    );
    assert_eq!(run("jsonl").lines().next(), Some(r#"{"kind":"word","text":"granite","count":7}"#));
    assert_eq!(run("paths"), "corpus/harbour.md\ncorpus/tower.md\n");
    assert_eq!(run("vimgrep"), "corpus/harbour.md:5:1:Granite Quarry\ncorpus/tower.md:7:1:Granite!\n");
    let markdown = run("markdown");
    assert!(
        markdown.contains("| granite | 7 |") && markdown.contains("| Granite! | 1 | tower.md#granite |"),
        "{markdown}"
    );
}

#[test]
fn a_narrow_terminal_shows_the_same() {
    let kb = guides();
    for columns in ["40", "60", "100"] {
        let output = kb.command(["suggest", "gran"]).env("COLUMNS", columns).output().unwrap();
        let table = String::from_utf8(output.stdout).unwrap();
        assert!(table.lines().all(|line| line.chars().count() <= columns.parse().unwrap()), "{table}");
        for word in ["granite", "granular", "Quarry", "granary", "7"] {
            assert!(table.split_whitespace().any(|shown| shown == word), "no {word} at {columns}: {table}");
        }
    }
}

#[test]
fn what_is_deleted_is_no_longer_suggested() {
    let kb = kb().indexed();
    std::fs::remove_file(kb.path("corpus/tower.md")).unwrap();
    kb.write("corpus/mill.md", "# Mill\n\n## Notes on granite\n\nGravel.\n");
    kb.write("corpus/a.md", "# Abbey\n\n## NOTES on granite\n\nGranite.\n");
    kb.index();
    let found = suggest(&kb, &["gra"]);
    let words = ["granite 5", "graphite 2", "grain 1", "gravel 1", "granary 1", "grandee 1"];
    assert_eq!(listed(&found, "words"), words);
    assert_eq!(listed(&found, "headings"), ["Granite Quarry 1", "NOTES on granite 3", "On the granary 1"]);
    assert_eq!(found["headings"][1]["id"], "a.md#notes-on-granite", "the first by path stands for all");
    assert_eq!(listed(&suggest(&kb, &["quarry ow"]), "words"), ["quarry owner 1"]);
    kb.run(["suggest", "granul"]).status(1);
    kb.run(["index", "--index", "fresh"]).found();
    for typed in ["gra", "g", "notes o", "o", "granite q"] {
        let answer = |index: &str| kb.run(["suggest", typed, "--format", "json", "--index", index]).found().json();
        assert_eq!(answer("index"), answer("fresh"), "{typed}");
    }
}
