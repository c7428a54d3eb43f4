//! What is said where nothing has everything: which word or filter to leave out.

use serde_json::json;

use crate::harness::{Kb, hits, ids};

fn kb() -> Kb {
    Kb::with_roles()
        .file("corpus/a.md", "---\nrole: platform\n---\n# A\n\nGranite and marble.\n\n## Two\n\nGranite alone.\n")
        .file("corpus/b.md", "---\nrole: infrastructure\n---\n# B\n\nSlate and gneiss.\n")
        .indexed()
}

#[test]
fn a_filter_that_leaves_nothing_is_named_with_what_it_hides() {
    let kb = kb();
    let answer = kb.run(["search", "granite", "--role", "infrastructure", "--format", "json"]).status(1);
    assert_eq!(answer.json()["instead"], json!([{ "drop": "--role infrastructure", "total": 2 }]));
    assert!(answer.stderr.contains("without “--role infrastructure” 2 sections"), "{answer:?}");
}

#[test]
fn a_word_that_leaves_nothing_is_named_with_what_it_hides() {
    let kb = kb();
    let results = kb.search(["granite slate"]);
    assert_eq!(ids(&results), ["b.md#b"], "those that cover most of the words");
    // Without "granite" there is one section, which is shown already.
    assert_eq!(results["instead"], json!([{ "drop": "slate", "total": 2 }]));
    let answer = kb.run(["search", "granite qqqwww"]).found();
    assert!(answer.stderr.contains("no guide has “qqqwww”"), "{answer:?}");
}

#[test]
fn a_word_that_need_not_be_there_is_what_is_left() {
    let kb = kb().file("corpus/c.md", "# C\n\nBasalt to help.\n").indexed();
    // Nothing has the name; without it there is only a word that helps questions along.
    let results = kb.search(["help marble-slate"]);
    assert_eq!(results["instead"], json!([{ "drop": "marble-slate", "total": 1 }]));
    let results = kb.search(["help marble-slate NOT basalt"]);
    assert_eq!(results["instead"], json!([]));
}

#[test]
fn a_clause_that_leaves_nothing_is_named() {
    let kb = kb();
    let results = kb.search(["granite", "role:infrastructure"]);
    assert_eq!(
        (&results["total"], &results["instead"]),
        (&json!(0), &json!([{ "drop": "role:infrastructure", "total": 2 }]))
    );
    let results = kb.search(["marble NOT granite"]);
    assert_eq!(results["instead"], json!([{ "drop": "NOT granite", "total": 1 }]));
}

#[test]
fn nothing_is_put_in_the_place_of_nothing() {
    let results = kb().search(["qqqwww eeerrr"]);
    assert!(hits(&results).is_empty());
    assert_eq!(results["instead"], json!([]));
}

#[test]
fn what_is_found_needs_no_advice() {
    assert_eq!(kb().search(["granite"])["instead"], json!([]));
}

#[test]
fn words_that_only_carry_a_question_are_not_all_that_is_left() {
    // Left alone they would ask for nothing, which everything has, without an end.
    let kb = kb();
    for query in ["also qqqwww", "maybe get qqqwww", "qqqwww also role:platform", "also granite qqqwww"] {
        let answer = kb.run(["search", query, "--since", "2199", "--format", "json"]);
        assert!(answer.stdout.contains("\"total\":0") || answer.stdout.contains("\"total\": 0"), "{query}: {answer:?}");
        let answer = kb.run(["search", query, "--format", "json"]);
        assert!(answer.status < 2, "{query}: {answer:?}");
    }
    assert_eq!(kb.search(["also maybe"])["total"], json!(0));
}
