//! `kb compare`: roles side by side.

use std::sync::{Arc, Mutex, Weak};

use serde_json::{Value, json};

use crate::harness::{Kb, shared, text};

fn kb() -> Kb {
    Kb::with_roles()
        .file(
            "corpus/infra.md",
            "---\nrole: infrastructure\n---\n# Infrastructure handbook\n\n## Technical skills\n\nGranite foundations, \
             racks and cables.\n\n## Pay\n\nGranite is paid in marble. Racks pay well.\n\n### Granite bonus\n\nThe very \
             same words about a bonus of granite.\n",
        )
        .file(
            "corpus/platform.md",
            "---\nrole: platform\n---\n# Platform handbook\n\n## Technical skills\n\nGranite pipelines, clusters and \
             containers. Granite, granite.\n\n## Soft skills\n\nPatience with slate.\n\n## Pay\n\nClusters pay.\n\n### \
             Granite bonus\n\nThe very same words about a bonus of granite.\n",
        )
        .file(
            "corpus/both.md",
            "---\nroles: [platform, infrastructure]\n---\n# Both\n\n## Technical skills\n\nGranite matters to both of \
             them, says everybody.\n",
        )
        .file("corpus/nobody.md", "# Nobody\n\n## Technical skills\n\nGranite for nobody, and zinc.\n")
}

fn guides() -> Arc<Kb> {
    static SHARED: Mutex<Weak<Kb>> = Mutex::new(Weak::new());
    shared(&SHARED, kb)
}

fn compare(kb: &Kb, arguments: &[&str]) -> Value {
    kb.run(["compare", "--format", "json"].iter().chain(arguments)).found().json()
}

/// The row of a section facet.
#[track_caller]
fn row<'a>(found: &'a Value, section: &str) -> &'a Value {
    let rows = found["rows"].as_array().unwrap();
    rows.iter().find(|row| row["section"] == section).unwrap_or_else(|| panic!("no {section} in {found}"))
}

/// What each role has of its own, and what they share.
fn listed(row: &Value) -> (Vec<Vec<String>>, Vec<String>) {
    let ids = |hits: &Value| hits.as_array().unwrap().iter().map(|hit| text(&hit["id"])).collect::<Vec<_>>();
    (row["cells"].as_array().unwrap().iter().map(|cell| ids(&cell["hits"])).collect(), ids(&row["shared"]))
}

#[test]
fn a_row_for_each_facet_and_a_cell_for_each_role() {
    let found = compare(&guides(), &["granite"]);
    let roles: Vec<String> = found["roles"].as_array().unwrap().iter().map(|role| text(&role["id"])).collect();
    assert_eq!(roles, ["platform", "infrastructure"], "as they are declared");
    assert_eq!(found["roles"][0]["total"], 3);
    assert_eq!(found["without_role"], 1, "what nobody is told is in no column, and said");
    let (own, both) = listed(row(&found, "skills/technical"));
    assert_eq!(own, [["platform.md#technical-skills"], ["infra.md#technical-skills"]]);
    assert_eq!(both, ["both.md#technical-skills"]);
    assert_eq!(row(&found, "skills/technical")["shared"][0]["shared_by"], json!(["platform", "infrastructure"]));
    assert_eq!(row(&found, "skills/technical")["cells"][0]["total"], 2, "its own and the shared one");
}

#[test]
fn the_same_text_in_guides_of_two_roles_is_shared_and_given_once() {
    let found = compare(&guides(), &["granite", "bonus"]);
    let (own, both) = listed(row(&found, "pay"));
    assert_eq!(own, [Vec::<String>::new(), Vec::new()]);
    assert_eq!(both, ["infra.md#granite-bonus"]);
    let shared = &row(&found, "pay")["shared"][0];
    assert_eq!(
        (&shared["shared_by"], &shared["also"]),
        (&json!(["platform", "infrastructure"]), &json!(["platform.md#granite-bonus"]))
    );
    let table = guides().run(["compare", "granite bonus"]).found().stdout;
    assert_eq!(table.matches("The very same words").count(), 1, "{table}");
    assert!(table.contains("shared with infrastructure:") && table.contains("shared, see platform:"), "{table}");
}

#[test]
fn what_only_one_role_has_is_not_covered_for_the_other() {
    let found = compare(&guides(), &["slate"]);
    let soft = row(&found, "skills/soft");
    assert_eq!((&soft["cells"][0]["total"], &soft["cells"][1]["total"]), (&json!(1), &json!(0)));
    assert_eq!(soft["cells"][1]["hits"], json!([]));
    for format in ["table", "markdown"] {
        let table = guides().run(["compare", "slate", "--format", format]).found().stdout;
        assert_eq!(table.matches("not covered").count(), 1, "{table}");
    }
    let csv = guides().run(["compare", "slate", "--format", "csv"]).found().stdout;
    assert!(csv.lines().any(|line| line == "skills/soft,infrastructure,0,,,,,,,"), "{csv}");
}

#[test]
fn without_a_topic_guides_stand_side_by_side_in_the_declared_order() {
    let found = compare(&guides(), &[]);
    let sections: Vec<String> = found["rows"].as_array().unwrap().iter().map(|row| text(&row["section"])).collect();
    assert_eq!(sections, ["skills/technical", "skills/soft", "pay", ""]);
    let (own, _) = listed(row(&found, "pay"));
    assert_eq!(own, [["platform.md#pay"], ["infra.md#pay"]], "what is shared is told apart");
    let (_, both) = listed(row(&found, "pay"));
    assert_eq!(both, ["infra.md#granite-bonus"]);
}

#[test]
fn what_stands_under_no_declared_facet_is_one_row() {
    let kb = Kb::with_roles()
        .file("corpus/a.md", "---\nrole: platform\n---\n# A\n\n## Odd\n\nQuartz.\n\n## Skills\n\nQuartz.\n")
        .file("corpus/b.md", "---\nrole: infrastructure\n---\n# B\n\n## Queer\n\nMuch quartz.\n")
        .indexed();
    let found = compare(&kb, &["quartz"]);
    let sections: Vec<String> = found["rows"].as_array().unwrap().iter().map(|row| text(&row["section"])).collect();
    assert_eq!(sections, [""]);
    assert!(kb.run(["compare", "quartz"]).found().stdout.contains("\n(other)  "));
    kb.write("kb.toml", "[[role]]\nid = \"platform\"\n[[role]]\nid = \"infrastructure\"\n");
    kb.index();
    let found = compare(&kb, &["quartz"]);
    assert_eq!(found["rows"].as_array().unwrap().len(), 3, "where none is declared, each heading is one");
}

#[test]
fn words_set_the_roles_apart_on_the_topic() {
    let many = |role: &str, word: &str| {
        let sections: String = (0..6).map(|n| format!("## Part {n}\n\nGranite and {word}, number {n}.\n\n")).collect();
        format!("---\nrole: {role}\n---\n# {role}\n\n{sections}## Other\n\nSlate, not the topic.\n")
    };
    let kb = Kb::with_roles()
        .file("corpus/a.md", many("platform", "clusters"))
        .file("corpus/b.md", many("infrastructure", "racks"))
        .indexed();
    let found = compare(&kb, &["granite", "--terms=1"]);
    let terms: Vec<_> = found["terms"].as_array().unwrap().iter().map(|role| (&role["role"], &role["terms"])).collect();
    let words: Vec<_> = terms.iter().map(|(role, terms)| (text(role), text(&terms[0]["text"]))).collect();
    assert!(
        words.contains(&("platform".into(), "clusters".into()))
            || words.contains(&("platform".into(), "platform".into())),
        "{words:?}"
    );
    let all = compare(&kb, &["granite", "--terms=0"]);
    let of = |role: usize| {
        all["terms"][role]["terms"].as_array().unwrap().iter().map(|term| text(&term["text"])).collect::<Vec<_>>()
    };
    assert!(of(0).contains(&"clusters".to_owned()) && of(1).contains(&"racks".to_owned()), "{all}");
    for (role, other) in [(0, "racks"), (1, "clusters")] {
        assert!(!of(role).contains(&other.to_owned()) && !of(role).contains(&"granite".to_owned()), "{all}");
        assert!(!of(role).contains(&"slate".to_owned()), "what is not on the topic does not count");
    }
    assert!(compare(&kb, &["granite"]).get("terms").is_none());
    let table = kb.run(["compare", "granite", "--terms"]).found().stdout;
    assert!(table.contains("clusters (6 : 0)") && table.contains("racks (6 : 0)"), "{table}");
}

#[test]
fn filters_and_limits() {
    let kb = guides();
    let found = compare(&kb, &["granite", "--section", "pay"]);
    assert_eq!(found["rows"].as_array().unwrap().len(), 1);
    let found = compare(&kb, &["granite", "--rows", "1"]);
    assert_eq!((found["rows"].as_array().unwrap().len(), &found["rows_more"]), (1, &json!(1)));
    let found = compare(&kb, &["granite", "--guide", "infra.md"]);
    assert_eq!(row(&found, "skills/technical")["cells"][0]["total"], 0);
    let found = compare(&kb, &["granite", "-n", "0", "--role", "infrastructure", "--role", "platform"]);
    assert_eq!(found["query"]["roles"], json!(["infrastructure", "platform"]), "columns as they are asked for");
    assert_eq!(listed(row(&found, "pay")).0[0], ["infra.md#pay"], "a facet for a role that has more than one");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let kb = guides();
    kb.run(["compare", "granite", "--role", "platfrom"])
        .status(1)
        .says("no role `platfrom`")
        .says("did you mean `platform`?");
    kb.run(["compare", "granite", "--role", "platform"]).status(2).says("`platform` alone cannot be compared");
    kb.run(["compare", "granite", "--section", "skils"]).status(1).says("no section `skils`");
    let nothing = kb.run(["compare", "obsidian", "--format", "json"]).status(1).says("hint: nothing is found for it");
    assert_eq!(nothing.json()["rows"], json!([]));
    kb.run(["compare", "zinc"]).status(1).says("hint: 1 section is on it, none for these roles");
    kb.run(["compare", "?!"]).status(1).says("nothing in “?!” can be searched");
    let bare = Kb::new().file("corpus/a.md", "# A\n\nGranite.\n").indexed();
    bare.run(["compare", "granite"]).status(1).says("no guide speaks to a role").says("kb init");
}

#[test]
fn formats() {
    let kb = guides();
    let run = |format: &str| kb.run(["compare", "granite", "--format", format]).found().stdout;
    let markdown = run("markdown");
    assert!(markdown.contains("| Topic | platform | infrastructure |\n| --- | --- | --- |\n"), "{markdown}");
    assert!(markdown.contains("corpus/platform.md:"), "{markdown}");
    assert_eq!(run("jsonl").lines().count(), 2);
    assert_eq!(run("paths").lines().count(), 3, "{}", run("paths"));
    assert!(run("vimgrep").contains("corpus/platform.md:6:1:Technical skills — Granite"), "{}", run("vimgrep"));
    assert!(run("csv").starts_with("section,roles,total,id,"));
}

#[test]
fn passages_are_cited() {
    let kb = kb().indexed();
    let hit = |found: &Value| row(found, "skills/technical")["cells"][1]["hits"][0].clone();
    let before = hit(&compare(&kb, &["granite"]));
    assert_eq!((before["stale"].clone(), text(&before["hash"]).len()), (json!(false), 64));
    kb.write("corpus/infra.md", "# Another\n");
    let after = hit(&compare(&kb, &["granite"]));
    assert_eq!((&after["stale"], &after["hash"]), (&json!(true), &before["hash"]));
    let markdown = kb.run(["compare", "granite", "--format", "markdown"]).found().stdout;
    assert!(markdown.contains(&format!("b3:{}", &text(&before["hash"])[..12])), "{markdown}");
    assert!(markdown.contains("changed since it was indexed"), "{markdown}");
}

/// The facts of both roles on security and on reporting, as the guides that come with `kb` tell them.
#[test]
fn the_guides_that_come_with_it_give_the_facts_of_both_roles() {
    let kb = Kb::shipped();
    let cells = |topic: &str, section: &str| -> Vec<String> {
        let found = compare(&kb, &[topic, "-n", "0"]);
        let row = row(&found, section);
        let passages = |hits: &Value| {
            let hits = hits.as_array().unwrap().iter();
            hits.map(|hit| text(&hit["snippet"]["text"])).collect::<Vec<_>>().join("\n")
        };
        let own = row["cells"].as_array().unwrap().iter().map(|cell| passages(&cell["hits"]));
        own.chain([passages(&row["shared"])]).collect()
    };
    let [platform, infrastructure, _] = cells("reporting", "organization").try_into().unwrap();
    for fact in ["CTO", "VP of Technology"] {
        assert!(platform.contains(fact), "{fact}: {platform}");
    }
    for fact in ["Director of IT", "CIO", "VP of IT Operations"] {
        assert!(infrastructure.contains(fact), "{fact}: {infrastructure}");
    }
    let [_, infrastructure, _] = cells("security", "responsibilities").try_into().unwrap();
    assert!(
        infrastructure.contains("implements security measures") && infrastructure.contains("complies"),
        "{infrastructure}"
    );
    let [_, infrastructure, _] = cells("security", "focus").try_into().unwrap();
    assert!(infrastructure.contains("regulatory compliance"), "{infrastructure}");
    let [_, infrastructure, _] = cells("security", "skills/technical").try_into().unwrap();
    assert!(infrastructure.contains("principles of security"), "{infrastructure}");
    let [_, _, both] = cells("security", "overlap").try_into().unwrap();
    assert!(both.contains("The platform engineering manager builds security"), "{both}");
    assert!(both.contains("The infrastructure manager secures"), "{both}");
}

#[test]
fn a_topic_in_quotes_may_begin_with_a_negation() {
    let kb = guides();
    for command in [&["compare", "-obsidian granite"][..], &["coverage", "-obsidian granite"]] {
        kb.run(command).found();
    }
    assert_eq!(compare(&kb, &["-obsidian granite"])["query"]["text"], "-obsidian granite");
}

#[test]
fn markdown_is_one_table_however_many_roles_there_are() {
    let role = |n: usize| format!("[[role]]\nid = \"role-{n}\"\n");
    let settings: String = (0..12).map(role).collect();
    let guide = |n: usize| format!("---\nrole: role-{n}\n---\n# Guide {n}\n\nGranite {n}.\n");
    let kb = Kb::new().file("kb.toml", format!("[[corpus]]\npath = \"corpus\"\n{settings}"));
    let kb = (0..12).fold(kb, |kb, n| kb.file(&format!("corpus/{n}.md"), guide(n))).indexed();
    let markdown = kb.run(["compare", "granite", "--format", "markdown"]).found().stdout;
    let head = markdown.lines().find(|line| line.starts_with("| Topic |")).unwrap();
    assert_eq!(head.matches("role-").count(), 12, "{markdown}");
}
