//! Several corpora in one kb.toml.

use serde_json::json;

use crate::harness::{Kb, counts, hits, ids, text};

/// Two corpora with rules of their own, and one inside the other.
const SETTINGS: &str = r#"
[[role]]
id = "ops"
aliases = ["operator"]
[[synonym]]
words = ["pay", "wage"]

[[corpus]]
name = "handbook"
path = "handbook"
exclude = ["drafts/"]
formats = ["markdown"]
[[corpus.role]]
id = "ops"
aliases = ["on-call engineer"]
[[corpus.role]]
id = "lead"
aliases = ["team lead"]
[[corpus.section]]
path = "duties"
aliases = ["what you do"]
[[corpus.synonym]]
words = ["pager", "alarm"]
[corpus.inference]
role_keys = ["job"]

[[corpus]]
path = "handbook/vendor"
"#;

fn two_corpora() -> Kb {
    Kb::new()
        .file("kb.toml", SETTINGS)
        .file("handbook/a.md", "---\njob: team lead\n---\n# Rota\n\n## What you do\n\nGranite.\n")
        .file("handbook/b.md", "# The on-call engineer\n\nGranite and an alarm.\n")
        .file("handbook/c.html", "<h1>Operators</h1><p>Granite.")
        .file("handbook/notes.txt", "Granite notes.\n")
        .file("handbook/paper.pdf", "%PDF-1.4")
        .file("handbook/drafts/d.md", "# Draft\n\nGranite.\n")
        .file("handbook/vendor/e.html", "<h1>Operators</h1><p>Granite.")
        .file("handbook/vendor/f.md", "---\njob: team lead\n---\n# What you do\n\nGranite for the on-call engineer.\n")
}

#[test]
fn each_has_its_formats_excludes_and_names() {
    let kb = two_corpora().indexed();
    let mut found = kb.ids(["granite"]);
    found.sort();
    assert_eq!(
        found,
        [
            "handbook:a.md#what-you-do",
            "handbook:b.md#the-on-call-engineer",
            "vendor:e.html#operators",
            "vendor:f.md#what-you-do"
        ]
    );
    let report = kb.index();
    assert_eq!((&report["skipped"], &report["other"]), (&json!([]), &json!({"html": 1, "pdf": 1, "txt": 1})));
}

#[test]
fn each_has_its_rules_besides_those_for_all() {
    let kb = two_corpora().indexed();
    let results = kb.search(["-n", "0"]);
    let facets = |id: &str| {
        let hit = hits(&results).iter().find(|hit| hit["id"] == id).unwrap();
        let roles: Vec<String> = hit["roles"].as_array().unwrap().iter().map(text).collect();
        (roles.join(" "), text(&hit["section"]))
    };
    let pair = |role: &str, section: &str| (role.to_owned(), section.to_owned());
    assert_eq!(facets("handbook:a.md#what-you-do"), pair("lead", "duties"));
    assert_eq!(facets("handbook:b.md#the-on-call-engineer"), pair("ops", ""));
    assert_eq!(facets("vendor:e.html#operators"), pair("ops", ""));
    assert_eq!(facets("vendor:f.md#what-you-do"), pair("", ""));
    assert_eq!(counts(&results, "role"), [("lead".to_owned(), 2), ("ops".to_owned(), 2)].into());
}

#[test]
fn queries_know_the_words_of_all_of_them() {
    let kb = two_corpora().indexed();
    assert_eq!(kb.ids(["pager"]), ["handbook:b.md#the-on-call-engineer"]);
    assert_eq!(ids(&kb.search(["granite", "--role", "lead"])), ["handbook:a.md#what-you-do"]);
    kb.run(["search", "granite", "--role", "team lead"]).found();
}

#[test]
fn a_change_of_one_corpus_is_applied() {
    let kb = two_corpora().indexed();
    assert_eq!(kb.index()["written"], false);
    for (from, to, total) in [
        ("role_keys = [\"job\"]", "role_keys = []", 0),
        ("id = \"lead\"\naliases = [\"team lead\"]", "id = \"lead\"\naliases = [\"rota\"]", 2),
        ("formats = [\"markdown\"]", "formats = [\"markdown\", \"html\"]", 2),
    ] {
        let settings = std::fs::read_to_string(kb.path("kb.toml")).unwrap();
        assert!(settings.contains(from), "{from}");
        kb.write("kb.toml", settings.replace(from, to));
        let report = kb.index();
        assert_ne!(report["rebuilt"], json!(null), "{to}");
        assert_eq!(counts(&kb.search([""]), "role").get("lead").copied().unwrap_or(0), total, "{to}");
    }
    assert!(kb.ids(["granite"]).contains(&"handbook:c.html#operators".to_owned()));
}

#[test]
fn a_file_in_two_corpora_belongs_to_the_inner_one() {
    for reversed in [false, true] {
        let mut tables = [
            "[[corpus]]\npath = \"docs\"\n",
            "[[corpus]]\npath = \"docs/api\"\n",
            "[[corpus]]\npath = \"docs/one.md\"\n",
        ];
        if reversed {
            tables.reverse();
        }
        let kb = Kb::new()
            .file("kb.toml", tables.concat())
            .file("docs/a.md", "# A\n\nGranite.\n")
            .file("docs/one.md", "# One\n\nGranite.\n")
            .file("docs/api/b.md", "# B\n\nGranite.\n")
            .file("docs/api/deep/c.md", "# C\n\nGranite.\n")
            .indexed();
        let mut found = kb.ids(["granite"]);
        found.sort();
        assert_eq!(found, ["api:b.md#b", "api:deep/c.md#c", "docs:a.md#a", "onemd:one.md#one"]);
        kb.write("docs/api/b.md", "# B\n\nBasalt.\n");
        let report = kb.run(["index", "docs/api", "--format", "json"]).found().json();
        assert_eq!((&report["changed"], &report["removed"]), (&json!(1), &json!(0)));
        assert_eq!(kb.ids(["basalt"]), ["api:b.md#b"]);
        kb.write("docs/api/b.md", "# B\n\nGneiss.\n");
        let report = kb.run(["index", "docs", "--format", "json"]).found().json();
        assert_eq!((&report["changed"], &report["removed"]), (&json!(1), &json!(0)));
        assert_eq!(kb.run(["index", "docs/a.md", "--format", "json"]).found().json()["removed"], 0);
        assert_eq!(kb.search(["-n", "0"])["total"], 4);
    }
}

#[test]
fn a_path_that_is_a_corpus_has_its_settings() {
    let kb = two_corpora();
    kb.run(["index", "handbook"]).found();
    assert_eq!(kb.ids(["--role", "lead"]), ["a.md#rota", "a.md#what-you-do"]);
    assert!(kb.ids([""]).iter().all(|id| !id.contains("draft") && !id.contains(".txt")));
}

#[test]
fn a_path_inside_a_corpus_has_its_rules() {
    let kb = two_corpora().file("handbook/team/g.md", "---\njob: team lead\n---\n# G\n\nText.\n");
    kb.write("handbook/team/h.txt", "Text.\n");
    kb.run(["index", "handbook/team"]).found();
    assert_eq!(kb.ids(["--role", "lead"]), ["g.md#g"]);
    assert_eq!(kb.search([""])["total"], 1);
}

#[test]
fn a_path_around_a_corpus_has_its_rules_inside() {
    let kb = two_corpora().file("other.md", "---\njob: team lead\n---\n# Other\n\nText.\n");
    kb.run(["index", "."]).found();
    assert_eq!(kb.ids(["--role", "lead"]), ["handbook/a.md#rota", "handbook/a.md#what-you-do"]);
}

#[test]
fn a_part_is_brought_up_to_date_by_the_settings_of_today() {
    let kb = two_corpora().indexed();
    let settings = std::fs::read_to_string(kb.path("kb.toml")).unwrap();
    kb.write("kb.toml", settings.replace("exclude = [\"drafts/\"]", "exclude = [\"b.md\"]"));
    kb.run(["index", "handbook/a.md"]).found();
    let ids = kb.ids(["granite", "-n", "0"]);
    assert!(ids.contains(&"handbook:drafts/d.md#draft".to_owned()), "{ids:?}");
    assert!(!ids.iter().any(|id| id.starts_with("handbook:b.md")), "{ids:?}");
}

#[test]
fn names_that_are_not_given_are_made_distinct() {
    let kb = Kb::new()
        .file("kb.toml", "[[corpus]]\npath = \"a/docs\"\n[[corpus]]\nname = \"docs\"\npath = \"b/docs\"\n")
        .file("a/docs/x.md", "# X\n\nText.\n")
        .file("b/docs/x.md", "# X\n\nText.\n")
        .indexed();
    assert_eq!(kb.ids(["--group", "guide"]).len(), 2);
    let mut found = kb.ids([""]);
    found.sort();
    assert_eq!(found, ["docs-2:x.md#x", "docs:x.md#x"]);
}

#[test]
fn a_declared_corpus_keeps_its_name_beside_paths_given_by_hand() {
    let kb = Kb::new()
        .file("kb.toml", "[[corpus]]\nname = \"docs\"\npath = \"docs\"\n")
        .file("docs/x.md", "# X\n\nText.\n")
        .file("other/docs/x.md", "# X\n\nText.\n");
    kb.run(["index", "other/docs", "docs"]).found();
    let both = ["docs-2:x.md#x", "docs:x.md#x"];
    assert_eq!(kb.ids(["--sort", "path"]), both);
    kb.run(["index", "docs/x.md"]).found();
    assert_eq!(kb.ids(["--sort", "path", "--fresh"]), both);
    // Declared later, it has the name that another one had.
    kb.write("kb.toml", "[[corpus]]\nname = \"docs-2\"\npath = \"docs\"\n");
    kb.run(["index", "docs/x.md"]).found();
    assert_eq!(kb.ids(["--sort", "path"]), ["docs-2-2:x.md#x", "docs-2:x.md#x"]);
}

#[test]
fn a_corpus_inside_another_is_one_when_both_are_given_by_hand() {
    let kb = two_corpora();
    kb.run(["index", "handbook", "handbook/vendor", "handbook/vendor/f.md"]).found();
    let counted = counts(&kb.search(["-n", "0"]), "corpus");
    kb.run(["index"]).found();
    assert_eq!(counted, counts(&kb.search(["-n", "0"]), "corpus"));
    assert_eq!(counted.len(), 2);
}

#[test]
fn a_corpus_that_is_declared_no_more_is_gone() {
    let kb = two_corpora().indexed();
    let both = std::fs::read_to_string(kb.path("kb.toml")).unwrap();
    let one = both.replace("[[corpus]]\npath = \"handbook/vendor\"\n", "");
    assert_ne!(one, both);
    for update in [&["search", "--fresh"][..], &["index", "handbook/a.md"], &["index"]] {
        kb.write("kb.toml", &one);
        kb.run(update).found();
        assert_eq!(counts(&kb.search(["-n", "0"]), "corpus").len(), 1, "{update:?}");
        let status = kb.run(["status", "--format", "json"]).found().json();
        assert_eq!((&status["settings_changed"], &status["removed"]), (&json!(false), &json!([])), "{update:?}");
        kb.write("kb.toml", &both);
        kb.run(update).found();
        assert_eq!(counts(&kb.search(["-n", "0"]), "corpus").len(), 2, "{update:?}");
    }
}

#[test]
fn a_path_of_which_nothing_is_indexed_is_said() {
    let kb = two_corpora().indexed();
    kb.run(["index", "handbook/drafts"]).found().says("nothing in handbook/drafts is indexed");
    assert_eq!(kb.run(["index", "handbook/a.md"]).found().stderr, "");
}

#[test]
fn a_corpus_may_lie_outside_and_be_absent() {
    let outside = Kb::new().file("guides/x.md", "# X\n\nGranite.\n");
    let path = outside.path("guides");
    let kb = Kb::new()
        .file("kb.toml", format!("[[corpus]]\npath = {path:?}\n[[corpus]]\nname = \"gone\"\npath = \"../gone\"\n"))
        .file("here/y.md", "# Y\n\nMarble.\n");
    kb.run(["index", "here"]).found();
    assert_eq!(kb.ids(["marble"]), ["y.md#y"]);
    kb.run(["index"]).status(2).says("a corpus is outside").says("hint: if it is meant to be read");
    kb.run(["index", "--config", "kb.toml"]).status(2).says("no file or folder").says("hint: check the path");
    kb.run(["index", "--config", "kb.toml"]).status(2).says("gone");
}

#[test]
fn mistakes_are_said() {
    let table = |more: &str| format!("[[corpus]]\npath = \"corpus\"\n{more}\n");
    let twice = |name: &str, path: &str| format!("[[corpus]]\nname = \"{name}\"\npath = \"{path}\"\n");
    for (settings, says) in [
        (twice("docs", "a") + &twice("docs", "b"), "two corpora are called `docs`"),
        (twice("a", "docs") + &twice("b", "./docs/"), "./docs/ is the path of two corpora"),
        (twice("a:b", "docs"), "`a:b` cannot be the name of a corpus"),
        (twice("a b", "docs"), "`a b` cannot be the name of a corpus"),
        (twice("a/b", "docs"), "`a/b` cannot be the name of a corpus"),
        (twice("", "docs"), "`` cannot be the name of a corpus"),
        (table("formats = [\"markdwon\"]"), "there is no format `markdwon`"),
        (table("formats = \"html\""), "line 3: invalid type"),
        (table("colour = \"red\""), "unknown field `colour`"),
        (table("[[corpus.role]]\nid = \"Team Lead\""), "the role id `Team Lead` is no facet value"),
        (table("[[corpus.section]]\npath = \"/a\""), "the section path `/a` is no facet value"),
        (table("[corpus.inference]\nrole_paths = ['x']"), "in role_paths: it has no group called role"),
        (table("exclude = ['a[']"), "cannot use the exclude pattern `a[`"),
    ] {
        let kb = Kb::new().file("kb.toml", settings).file("corpus/a.md", "# A\n\nText.\n");
        let answer = kb.run(["index"]).status(2).says(says).says("hint:");
        assert_eq!(answer.stderr.lines().count(), 2, "{answer:?}");
    }
    let kb = Kb::new().file("kb.toml", table("formats = [\"\"]")).file("corpus/a.md", "# A\n\nText.\n");
    let answer = kb.run(["index"]).status(2);
    for name in ["html", "markdown", "text"] {
        assert!(answer.stderr.contains(name), "{answer:?}");
    }
}
