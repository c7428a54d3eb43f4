//! `kb terms`: the words that set a role's guides apart.

use std::sync::{Arc, Mutex, Weak};

use serde_json::{Value, json};

use crate::harness::{Kb, shared};

const PLATFORM: [&str; 10] = [
    "Kubernetes clusters in 2024, for whom? Terraform.",
    "Kubernetes clusters in 2024, for whom? Terraform twice.",
    "Kubernetes cluster in 2024, for whom? Terraform thrice.",
    "Kubernetes clusters in 2024.",
    "Kubernetes in 2024.",
    "Kubernetes in 2024, Kubernetes for ever. Kubernetes!",
    "A hammer, a hammer, a hammer.",
    "Terraform.",
    "Nothing much.",
    "Nothing more.",
];
const INFRASTRUCTURE: [&str; 7] = [
    "Terraform.",
    "Terraform and racks.",
    "Racks of servers.",
    "Racks for whom?",
    "Nothing.",
    "Nothing at all.",
    "Racks.",
];
const BOTH: [&str; 2] = ["Kubernetes and racks in a cellar.", "The cellar."];
const PLAIN: [&str; 2] = ["Kubernetes for nobody.", "Kubernetes, and nobody cares."];

/// A guide for these roles, each text a section of its own.
fn guide(roles: &str, texts: &[&str]) -> String {
    let sections: String = texts.iter().map(|text| format!("## Part\n\n{text}\n\n")).collect();
    format!("---\nroles: [{roles}]\n---\n# Handbook\n\n{sections}")
}

fn kb() -> Kb {
    Kb::with_roles()
        .file("corpus/both.md", guide("platform, infrastructure", &BOTH))
        .file("corpus/infra.md", guide("infrastructure", &INFRASTRUCTURE))
        .file("corpus/plain.md", guide("", &PLAIN))
        .file("corpus/platform.md", guide("platform", &PLATFORM))
}

fn guides() -> Arc<Kb> {
    static SHARED: Mutex<Weak<Kb>> = Mutex::new(Weak::new());
    shared(&SHARED, kb)
}

fn terms(kb: &Kb, arguments: &[&str]) -> Value {
    kb.run(["terms", "--format", "json", "--role"].iter().chain(arguments)).found().json()
}

/// `text in out score` of each.
fn listed(found: &Value) -> Vec<String> {
    let one = |term: &Value| {
        let score = term["score"].as_f64().unwrap();
        format!("{} {} {} {score:.2}", term["text"].as_str().unwrap(), term["in"], term["out"])
    };
    found["terms"].as_array().unwrap().iter().map(one).collect()
}

#[test]
fn words_are_ranked_by_how_much_they_tell() {
    // In 14 sections with the role and 11 others. Figures by the formula of Dunning (1993), worked out apart.
    assert_eq!(
        listed(&terms(&guides(), &["platform"])),
        ["clusters 4 0 5.23", "kubernetes 7 2 2.83", "cellar 2 0 2.46", "terraform 4 2 0.37", "part 12 9 0.07"]
    );
}

#[test]
fn a_word_that_is_nowhere_else_tells_more_than_a_frequent_one() {
    let found = listed(&terms(&guides(), &["platform", "-n", "2"]));
    assert_eq!(found, ["clusters 4 0 5.23", "kubernetes 7 2 2.83"]);
}

#[test]
fn another_role_can_be_what_it_is_held_against() {
    let kb = guides();
    let found = terms(&kb, &["Platform engineer", "--against", "infrastructure"]);
    // What has both roles is on the side of the first, what has neither on none.
    assert_eq!(found["sections"], json!({ "in": 14, "out": 8 }));
    assert_eq!(listed(&found), ["kubernetes 7 0 8.11", "clusters 4 0 4.11", "cellar 2 0 1.92", "terraform 4 2 0.03"]);
    assert_eq!((&found["role"], &found["against"]), (&json!("platform"), &json!("infrastructure")));
    let found = terms(&kb, &["infrastructure", "--against", "platform"]);
    assert_eq!(listed(&found), ["racks 5 0 8.42", "cellar 2 0 2.97"]);
}

#[test]
fn a_role_of_few_sections_may_have_words_of_one() {
    let kb = Kb::with_roles()
        .file("corpus/a.md", guide("platform", &["Granite.", "Granite in 1999.", "Basalt and marble, whom?"]))
        .file("corpus/b.md", guide("", &["Slate.", "Slate and marble."]))
        .indexed();
    let found = listed(&terms(&kb, &["platform"]));
    assert_eq!(found, ["granite 2 0 2.83", "basalt 1 0 1.24", "part 3 2 0.06"]);
}

#[test]
fn the_json_has_its_shape() {
    let mut found = terms(&guides(), &["platform", "-n", "1"]);
    assert!(found["terms"][0]["score"].is_number());
    found["terms"][0]["score"] = json!(0);
    assert_eq!(
        found,
        json!({
            "version": 1,
            "role": "platform",
            "against": null,
            "sections": { "in": 14, "out": 11 },
            "terms": [{
                "text": "clusters",
                "in": 4,
                "out": 0,
                "score": 0,
                "id": "platform.md#part-3",
                "path": "corpus/platform.md",
                "lines": [18, 20],
            }],
        })
    );
    // The example is the section that is most about the word.
    let found = terms(&guides(), &["platform"]);
    assert_eq!(
        (&found["terms"][1]["text"], &found["terms"][1]["id"]),
        (&json!("kubernetes"), &json!("platform.md#part-5"))
    );
}

#[test]
fn exit_codes_tell_what_went_wrong() {
    let kb = guides();
    kb.run(["terms", "--role", "platfrom"]).status(1).says("no role `platfrom`").says("did you mean `platform`?");
    kb.run(["terms", "--role", "platform", "--against", "infrastructur"])
        .status(1)
        .says("did you mean `infrastructure`?");
    kb.run(["terms", "--role", "platform", "--against", "platform"]).status(2).says("cannot be held against itself");
    kb.run(["terms"]).status(2).says("--role");
    let only = Kb::with_roles().file("corpus/a.md", guide("platform", &["Granite."])).indexed();
    only.run(["terms", "--role", "platform"]).status(1).says("every section has the role `platform`");
    only.run(["terms", "--role", "infrastructure"]).status(1).says("no section has the role `infrastructure`");
    only.run(["terms", "--role", "platform", "--against", "infrastructure"])
        .status(1)
        .says("no section has the role `infrastructure` and not `platform`");
    only.write("corpus/b.md", guide("", &["Granite.", "Granite."]));
    only.index();
    let answer =
        only.run(["terms", "--role", "platform", "--format", "json"]).status(1).says("hint: no word is more frequent");
    assert_eq!(answer.json()["terms"], json!([]));
}

#[test]
fn every_format_has_them() {
    let kb = guides();
    let run = |format: &str| kb.run(["terms", "--role", "platform", "-n", "2", "--format", format]).found().stdout;
    let csv = run("csv");
    assert!(csv.starts_with("text,in,out,score,id,path,first_line,last_line\nclusters,4,0,5.23"), "{csv}");
    assert!(csv.ends_with(",platform.md#part-5,corpus/platform.md,26,28\n"), "{csv}");
    assert_eq!(run("tsv"), csv.replace(',', "\t"));
    let lines: Vec<Value> = run("jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(json!(lines), terms(&kb, &["platform", "-n", "2"])["terms"]);
    assert_eq!(run("paths"), "corpus/platform.md\n");
    assert_eq!(run("vimgrep"), "corpus/platform.md:18:1:clusters\ncorpus/platform.md:26:1:kubernetes\n");
    assert!(run("markdown").contains("| clusters | 4 | 0 | 5.2 | platform.md#part-3 |"), "{}", run("markdown"));
    assert!(run("table").contains("14 sections for platform against 11 others"), "{}", run("table"));
}

#[test]
fn a_narrow_terminal_shows_the_same() {
    let kb = guides();
    for columns in ["40", "60", "100"] {
        let output = kb.command(["terms", "--role", "platform"]).env("COLUMNS", columns).output().unwrap();
        let table = String::from_utf8(output.stdout).unwrap();
        assert!(table.lines().all(|line| line.chars().count() <= columns.parse().unwrap()), "{table}");
        for word in ["clusters", "kubernetes", "terraform", "5.2"] {
            assert!(table.split_whitespace().any(|shown| shown == word), "no {word} at {columns}: {table}");
        }
    }
}

#[test]
fn deleted_guides_count_on_neither_side() {
    let kb = kb().indexed();
    std::fs::remove_file(kb.path("corpus/both.md")).unwrap();
    std::fs::remove_file(kb.path("corpus/plain.md")).unwrap();
    kb.write("corpus/late.md", guide("infrastructure", &["A cluster of racks."]));
    kb.index();
    let found = terms(&kb, &["platform"]);
    assert_eq!(found["sections"], json!({ "in": 11, "out": 10 }));
    assert_eq!(listed(&found)[..2], ["kubernetes 6 0 9.97", "clusters 4 1 2.13"]);
    kb.run(["index", "--index", "fresh"]).found();
    let answer =
        |index: &str| kb.run(["terms", "--role", "platform", "--format", "json", "--index", index]).found().json();
    assert_eq!(answer("index"), answer("fresh"));
}

#[test]
fn shipped_roles_are_told_apart_by_whole_words() {
    let kb = Kb::shipped();
    let words = |role: &str| {
        let found = listed(&terms(&kb, &[role, "-n", "6"]));
        found.iter().map(|term| term.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (platform, infrastructure) = (words("platform"), words("infrastructure"));
    assert!(platform.contains(&"developers".to_owned()), "{platform:?}");
    assert!(infrastructure.contains(&"infrastructure".to_owned()), "{infrastructure:?}");
    assert!(platform.iter().all(|word| !infrastructure.contains(word)), "{platform:?} {infrastructure:?}");
}
