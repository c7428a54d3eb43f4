//! Several corpora in one index: the facet, the filter and the clause.

use serde_json::json;

use crate::harness::{Kb, counts, hits, text};

const SETTINGS: &str = "
[[corpus]]
name = \"Handbook\"
path = \"people\"
[[corpus]]
name = \"runbooks\"
path = \"ops\"
[[corpus]]
name = \"drafts\"
path = \"drafts\"
[[role]]
id = \"platform\"
[[role]]
id = \"support\"
";

/// Three corpora: two with guides, one empty.
fn guides() -> Kb {
    let kb = Kb::new()
        .file("kb.toml", SETTINGS)
        .file("people/pay.md", "---\nrole: platform\n---\n# Pay\n\nGranite wages.\n\n## Leave\n\nGranite leave.\n")
        .file("people/day.md", "---\nrole: support\n---\n# Day\n\nGranite days.\n")
        .file("ops/disk.md", "---\nrole: platform\n---\n# Disk\n\nGranite disks.\n\n## Full\n\nMarble.\n");
    std::fs::create_dir(kb.path("drafts")).unwrap();
    kb.indexed()
}

#[test]
fn every_section_counts_in_its_corpus() {
    let kb = guides();
    let all = kb.search(["granite"]);
    assert_eq!(json!(counts(&all, "corpus")), json!({"Handbook": 3, "runbooks": 1}));
    for hit in hits(&all) {
        assert_eq!(text(&hit["id"]).split(':').next().unwrap(), text(&hit["corpus"]));
    }
    for (value, count) in counts(&all, "corpus") {
        assert_eq!(kb.search(["granite", "--corpus", &value])["total"], count, "{value}");
    }
}

#[test]
fn a_selected_corpus_leaves_the_counts_of_other_corpora() {
    let kb = guides();
    let results = kb.search(["granite", "--corpus", "RUNBOOKS"]);
    assert_eq!((&results["total"], &results["query"]["corpora"]), (&json!(1), &json!(["runbooks"])));
    assert_eq!(json!(counts(&results, "corpus")), json!({"Handbook": 3, "runbooks": 1}));
    assert_eq!(json!(counts(&results, "role")), json!({"platform": 1}));
    // Counted sideways of its own selection, and below those of others.
    let results = kb.search(["granite", "--corpus", "runbooks", "--role", "platform"]);
    assert_eq!(json!(counts(&results, "corpus")), json!({"Handbook": 2, "runbooks": 1}));
    let results = kb.search(["granite", "--corpus", "runbooks", "--corpus", "Handbook"]);
    assert_eq!(results["total"], 4);
    let selected = results["facets"]["corpus"].as_array().unwrap().iter().all(|value| value["selected"] == true);
    assert!(selected, "{results}");
}

#[test]
fn a_selection_of_corpora_changes_no_score() {
    let kb = guides();
    let all = kb.search(["granite", "-n", "0"]);
    let some = kb.search(["granite", "-n", "0", "--corpus", "Handbook"]);
    let kept: Vec<_> = hits(&all).iter().filter(|hit| hit["corpus"] == "Handbook").map(|hit| &hit["score"]).collect();
    assert_eq!(kept, hits(&some).iter().map(|hit| &hit["score"]).collect::<Vec<_>>());
    assert_eq!(kept.len(), 3);
}

#[test]
fn a_clause_on_the_corpus_is_part_of_the_query() {
    let kb = guides();
    assert_eq!(kb.search(["granite corpus:runbooks"])["total"], 1);
    assert_eq!(kb.search(["corpus:handbook"])["total"], 3);
    assert_eq!(kb.search(["--", "granite -corpus:Handbook"])["total"], 1);
    assert_eq!(kb.search(["granite (corpus:Handbook OR corpus:runbooks)"])["total"], 4);
    kb.run(["search", "corpus:runbook"]).status(1).says("no corpus `runbook` in this index; did you mean `runbooks`?");
    // A corpus without guides is known.
    let none = kb.run(["search", "corpus:drafts"]).status(1);
    assert!(!none.stderr.contains("no corpus"), "{none:?}");
}

#[test]
fn a_corpus_nobody_declared_is_named_with_the_nearest() {
    let kb = guides();
    kb.run(["search", "granite", "--corpus", "runboks"])
        .status(1)
        .says("no corpus `runboks` in this index")
        .says("hint: did you mean `runbooks`?");
    let none =
        kb.run(["search", "granite", "--corpus", "drafts"]).status(1).says("without “--corpus drafts” 4 sections");
    assert!(!none.stderr.contains("no corpus"), "{none:?}");
    let json = kb.run(["search", "granite", "--corpus", "x", "--format", "json"]).status(1).json();
    assert_eq!((&json["total"], &json["query"]["corpora"]), (&json!(0), &json!(["x"])));
}

#[test]
fn paths_given_by_hand_are_corpora() {
    let kb = Kb::new().file("a/x.md", "# X\n\nGranite.\n").file("b/y.md", "# Y\n\nGranite.\n\n## Z\n\nGranite.\n");
    kb.rest();
    kb.run(["index", "a", "b"]).found();
    assert_eq!(json!(counts(&kb.search(["granite"]), "corpus")), json!({"a": 1, "b": 2}));
    let csv = kb.run(["search", "granite", "--corpus", "a", "--format", "csv"]).found().stdout;
    assert!(csv.lines().next().unwrap().ends_with(",corpus,date"), "{csv}");
    assert!(csv.lines().nth(1).unwrap().contains(",a,2"), "{csv}");
}

#[test]
fn the_only_corpus_is_counted_and_not_shown() {
    let kb = Kb::with_roles()
        .file("corpus/a.md", "---\nrole: platform\n---\n# A\n\nGranite.\n\n## B\n\nGranite.\n")
        .file("corpus/c.md", "# C\n\nGranite.\n")
        .indexed();
    assert_eq!(json!(counts(&kb.search(["granite", "--role", "platform"]), "corpus")), json!({"corpus": 2}));
    assert_eq!(kb.search(["granite", "--corpus", "corpus"])["total"], 3);
    for command in [&["search", "granite"][..], &["search", "granite", "--format", "markdown"], &["facets"]] {
        let shown = kb.run(command).found().stdout;
        assert!(!shown.to_lowercase().contains("corpus  ") && !shown.contains("Corpus"), "{shown}");
    }
    kb.run(["search", "granite", "--corpus", "other"]).status(1).says("hint: there is corpus");
}

#[test]
fn several_corpora_are_listed() {
    let kb = guides();
    let csv = kb.run(["facets", "--format", "csv"]).found().stdout;
    for line in ["corpus,Handbook,3", "corpus,runbooks,2", "role,platform,4"] {
        assert!(csv.lines().any(|known| known == line), "no {line} in {csv}");
    }
    let table = kb.run(["search", "granite"]).found().stdout;
    assert!(table.contains("Corpus") && table.contains("Handbook"), "{table}");
    let table = kb.run(["search", "granite", "--corpus", "Handbook"]).found().stdout;
    assert!(table.contains("corpus: Handbook") && table.contains("● Handbook"), "{table}");
}

#[test]
fn similar_sections_can_be_of_one_corpus() {
    let kb = Kb::new();
    for (folder, file) in [("a", "one"), ("a", "two"), ("b", "three")] {
        let other =
            format!("# {file}\n\nBackups of the granite ledger go to the basalt vault every night.\n\nBy {file}.\n");
        kb.write(&format!("{folder}/{file}.md"), other);
    }
    for (n, word) in
        ["apples", "bridges", "candles", "dragons", "engines", "flowers", "gardens", "hammers"].iter().enumerate()
    {
        kb.write(&format!("b/noise{n}.md"), format!("# About {word}\n\nSome {word} are larger than other {word}.\n"));
    }
    kb.rest();
    kb.run(["index", "a", "b"]).found();
    let of = |corpus: &str| kb.run(["similar", "one.md#one", "--corpus", corpus, "--format", "json"]).found().json();
    let found = of("b");
    assert_eq!((&found["total"], &found["query"]["corpora"]), (&json!(1), &json!(["b"])));
    assert_eq!((&hits(&found)[0]["id"], &hits(&found)[0]["corpus"]), (&json!("b:three.md#three"), &json!("b")));
    assert_eq!(hits(&of("a"))[0]["id"], "a:two.md#two");
    kb.run(["similar", "one.md#one", "--corpus", "c"]).status(1).says("no corpus `c`");
}

#[test]
fn counts_hold_after_an_update() {
    let kb = guides();
    kb.write("ops/net.md", "# Net\n\nGranite nets.\n");
    std::fs::remove_file(kb.path("people/day.md")).unwrap();
    kb.write("drafts/new.md", "# New\n\nGranite news.\n");
    kb.index();
    let results = kb.search(["granite"]);
    assert_eq!(json!(counts(&results, "corpus")), json!({"Handbook": 2, "drafts": 1, "runbooks": 2}));
}
