//! Words mistyped, written apart or together, abbreviated: found all the same, and said so.

use std::sync::{Arc, Mutex, Weak};

use serde_json::{Value, json};

use crate::harness::{Kb, hits, ids, shared, text};

fn guides() -> Arc<Kb> {
    static SHARED: Mutex<Weak<Kb>> = Mutex::new(Weak::new());
    shared(&SHARED, || {
        Kb::new()
            .file(
                "corpus/delivery.md",
                "# Delivery\n\n## Environments\n\nInfrastructure as code (IaC) keeps environments in files.\n\n\
                 ## Reviews\n\nIaC changes are read by a colleague.\n\n## Tools\n\nTerraform and \
                 kubernetes are the tools.\n",
            )
            .file(
                "corpus/operations.md",
                "# Operations\n\n## Rota\n\nThe oncall engineer answers within minutes.\n\n## Store\n\n\
                 The database has a replica. Infrastructure as code describes it.\n\n## Model\n\nThe router is an \
                 XR500 with two uplinks. Platforms carry the load balancer.\n",
            )
            .file("corpus/glossary.md", "# Words\n\n## Plattform\n\nA plank in a shop.\n")
    })
}

#[track_caller]
fn found(query: &str) -> Value {
    guides().search([query])
}

fn expansions(results: &Value) -> Vec<(String, String)> {
    let expanded = results["query"]["expanded"].as_array().unwrap();
    expanded.iter().map(|one| (text(&one["to"][0]), text(&one["source"]))).collect()
}

#[test]
fn an_unknown_word_is_searched_as_its_nearest_neighbour_and_said() {
    for (query, corrected, first) in [
        ("kuberentes", "kubernetes", "delivery.md#tools"),
        ("teraform", "terraform", "delivery.md#tools"),
        ("replca", "replica", "operations.md#store"),
        ("enviromnents files", "environments files", "delivery.md#environments"),
        ("kubernettess", "kubernetes", "delivery.md#tools"),
    ] {
        let results = found(query);
        assert_eq!((text(&results["query"]["corrected"]), ids(&results)[0].as_str()), (corrected.into(), first));
        guides().run(["search", query]).found().says("was searched (--exact takes words as they are)");
        let exact = guides().run(["search", "--exact", query, "--format", "json"]).json();
        assert_eq!(exact["query"]["corrected"], Value::Null, "{query}");
        assert!(!ids(&exact).contains(&first.to_owned()) || query.contains(' '), "{query}: {exact}");
    }
}

#[test]
fn what_is_known_or_short_or_a_name_is_left_alone() {
    // XR400 is one letter off XR500, and another router.
    for query in ["XR400", "XR-400", "lod", "plattform", "\"kuberentes\"", "kuberentes*", "rota -kuberentes"] {
        let results = guides().run(["search", "--format", "json", query]).json();
        assert_eq!(results["query"]["corrected"], Value::Null, "{query}");
    }
    assert_eq!(ids(&found("plattform")), ["glossary.md#plattform"]);
    assert!(ids(&found("XR400")).is_empty());
    let far = found("qqqwwweee");
    assert_eq!((&far["total"], &far["query"]["corrected"]), (&json!(0), &Value::Null));
}

#[test]
fn words_written_apart_and_together_find_one_another() {
    assert_eq!(ids(&found("data base")), ["operations.md#store"]);
    assert_eq!(ids(&found("on call engineer"))[0], "operations.md#rota");
    assert_eq!(ids(&found("on-call")), ["operations.md#rota"]);
    assert_eq!(ids(&found("loadbalancer")), ["operations.md#model"]);
    assert_eq!(text(&found("loadbalancer")["query"]["corrected"]), "\"load balancer\"");
    assert_eq!(expansions(&found("data base")), [("database".to_owned(), "spelling".to_owned())]);
}

#[test]
fn an_acronym_finds_what_it_stands_for_and_the_reverse() {
    let all = ["delivery.md#environments", "delivery.md#reviews", "operations.md#store"];
    for query in ["IaC", "iac", "infrastructure as code"] {
        let results = found(query);
        let mut ids = ids(&results);
        ids.sort();
        assert_eq!(ids, all, "{query}");
        let expanded = &results["query"]["expanded"][0];
        assert_eq!(
            (text(&expanded["source"]), text(&expanded["where"])),
            ("acronym".into(), "corpus/delivery.md:5".into())
        );
        assert_eq!(hits(&guides().search([query, "--exact"])).len(), 2, "{query}");
    }
}

#[test]
fn what_stands_for_a_word_never_outranks_the_word() {
    let body = "Infrastructure as code. ".repeat(3);
    let filler = "Nothing much is said of anything else here, at some length. ".repeat(30);
    let kb = Kb::new().file("corpus/a.md", format!("# Infrastructure as code\n\n{body}\n")).file(
        "corpus/b.md",
        format!("# Notes\n\nInfrastructure as code (IaC) is meant.\n\n## Aside\n\n{filler} IaC. {filler}\n"),
    );
    let results = kb.search(["IaC"]);
    assert_eq!(ids(&results), ["b.md#notes", "b.md#aside", "a.md#infrastructure-as-code"]);
    let scores: Vec<f64> = hits(&results).iter().map(|hit| hit["score"].as_f64().unwrap()).collect();
    assert!(scores[1] > scores[2] && scores[2] > 0.0, "{scores:?}");
}

#[test]
fn a_rare_word_with_a_frequent_neighbour_is_searched_as_both_and_asked_about() {
    let mut kb = Kb::new().file("corpus/odd.md", "# Odd\n\nThe basalr rock.\n");
    for n in 0..120 {
        kb = kb.file(&format!("corpus/g{n}.md"), format!("# Guide {n}\n\nThe basalt of place {n}.\n"));
    }
    let answer = kb.run(["search", "basalr", "--format", "json"]).found().says("did you mean “basalt”");
    let results = answer.json();
    assert_eq!((&results["total"], ids(&results)[0].as_str()), (&json!(121), "odd.md#odd"));
    assert_eq!((&results["query"]["corrected"], &results["suggestions"]), (&Value::Null, &json!(["basalt"])));
    // The rarity of the mistake does not decide what matches: place 7 is wanted.
    assert_eq!(kb.ids(["basalr place 7"])[0], "g7.md#guide-7");
    assert_eq!(kb.ids(["basalr", "--exact"]), ["odd.md#odd"]);
}

#[test]
fn short_names_are_not_corrected_but_asked_about() {
    let kb = Kb::new().file("corpus/a.md", "# Notes\n\nThe fault of a system is listed; help is near.\n");
    for (query, near) in [("Fawlt", "fault"), ("Helq", "help")] {
        let answer = kb.run(["search", query, "--format", "json"]).status(1);
        assert!(answer.stderr.contains(near) && answer.stderr.contains("did you mean"), "{answer:?}");
    }
    assert_eq!(kb.ids(["helq"]), ["a.md#notes"]);
}

#[test]
fn words_that_carry_a_question_need_not_be_found() {
    let kb = Kb::new()
        .file("corpus/a.md", "# Slate\n\nSlate differs from marble in its layers.\n")
        .file("corpus/b.md", "# Just so\n\nJust so: simply marble, used really often.\n")
        .file("corpus/c.md", "# Others\n\nGneiss. Tuff. Granite.\n");
    assert_eq!(kb.ids(["slate vs marble"]), ["a.md#slate"]);
    assert_eq!(kb.ids(["is slate really just marble"])[0], "a.md#slate");
    assert_eq!(kb.ids(["just"]), ["b.md#just-so"]);
}

#[test]
fn stop_words_count_where_the_words_stand_in_a_row() {
    let filler = "Memory is a word of these lines, and memory it is. ".repeat(4);
    let kb = Kb::new().file("corpus/a.md", format!("# Lines\n\n{filler}\n")).file(
        "corpus/b.md",
        "# Errors\n\nWhat to do when a machine is out of memory: restart it, then look at the log.\n",
    );
    assert_eq!(kb.ids(["out of memory"])[0], "b.md#errors");
}

#[test]
fn a_stem_of_one_language_is_no_word_of_another() {
    let german = "# Verzeichnis\n\n".to_owned()
        + &"Die Verwaltung der Quanten und Konten ist eine Aufgabe, die von allen mit Sorgfalt gemacht wird. "
            .repeat(4);
    let kb = Kb::new().file("corpus/de.md", german).file("corpus/en.md", "# Notes\n\nPlain words of a plain guide.\n");
    assert_eq!(kb.ids(["quanten"]), ["de.md#verzeichnis"]);
    assert!(kb.ids(["quant", "--exact"]).is_empty() || kb.ids(["quant", "--exact"]) == ["de.md#verzeichnis"]);
    assert!(kb.ids(["quantum", "--exact"]).is_empty());
}

#[test]
fn a_sentence_without_spaces_is_searched_by_what_the_guides_have_of_it() {
    let kb =
        Kb::new().file("corpus/ja.md", "# 手順\n\n障害対応の手順を説明します。\n\n## 連絡\n\n担当者に連絡する。\n");
    assert_eq!(kb.ids(["障害対応"]), ["ja.md#手順"]);
    assert_eq!(kb.ids(["障害対応はどうする"])[0], "ja.md#手順");
    assert!(kb.ids(["料理"]).is_empty());
}

#[test]
fn what_a_query_repeats_is_looked_up_once() {
    let kb = Kb::new()
        .file("corpus/a.md", "# Granite\n\nGranite and gravel, polished granite.\n")
        .file("corpus/b.md", "# Slate\n\nSlate and gravel.\n")
        .indexed();
    let repeated = |clause: &str| kb.run(["search", "--format", "json", &[clause; 100].join(" ")]);
    let answer = repeated("path:nowhere").status(1);
    assert_eq!(answer.stderr.matches("no path `nowhere`").count(), 1, "{answer:?}");
    // One clause however often it is there, and worth as much more.
    for clause in ["gra*", "\"polished granite\"", "title:gran*", "(gravel OR slate)", "granite"] {
        let once = kb.search([clause]);
        let often = repeated(clause).found().json();
        assert_eq!(ids(&often), ids(&once), "{clause}");
        assert!(!ids(&once).is_empty(), "{clause}");
        let explained = kb.run(["search", "--explain", "--format", "json", &[clause; 9].join(" ")]).found().json();
        let single = kb.run(["search", "--explain", "--format", "json", clause]).found().json();
        let parts = |results: &Value| results["hits"][0]["explanation"].as_array().unwrap().len();
        // One more at most: the last word of a phrase is near the first of the next.
        assert!(parts(&explained) <= parts(&single) + 1, "{clause}: {explained}");
    }
}

#[test]
fn prefixes_share_what_a_query_may_cost() {
    let words = |start: &str| (0..2_100).map(|n| format!("{start}{n:04} ")).collect::<String>();
    let kb = Kb::new()
        .file("corpus/a.md", format!("# A\n\n{}\n", words("ax")))
        .file("corpus/b.md", format!("# B\n\n{}\n", words("bx")))
        .indexed();
    let answer = kb.run(["search", "ax*"]).found();
    assert!(answer.stderr.contains("“ax*” stands for the first 2000 words"), "{answer:?}");
    let many = "ax* OR bx* OR cx* OR dx* OR ex* OR fx* OR gx* OR hx*";
    let answer = kb.run(["search", many]).found();
    assert!(answer.stderr.contains("“bx*” stands for the first 1000 words"), "{answer:?}");
    assert!(!kb.run(["search", "ax20*"]).found().stderr.contains("stands for the first"));
}
