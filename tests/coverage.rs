//! `kb coverage`: topics by role, with holes.

use serde_json::{Value, json};

use crate::harness::{Kb, text};

/// Both roles have all three facets, but what is left out.
fn kb(without: Option<(&str, &str)>) -> Kb {
    let guide = |role: &str| {
        let mut guide = format!("---\nrole: {role}\n---\n# Handbook for {role}\n\n");
        for heading in ["Technical skills", "Soft skills", "Pay"] {
            if without != Some((role, heading)) {
                let words: String =
                    (0..40).map(|n| format!("{role}{heading}word{n} ").replace(' ', "") + " ").collect();
                guide.push_str(&format!("## {heading}\n\nGranite. {words}\n\n"));
            }
        }
        guide
    };
    Kb::with_roles()
        .file("corpus/p.md", guide("platform"))
        .file("corpus/i.md", guide("infrastructure"))
        .file("corpus/nobody.md", "# Nobody\n\n## Pay\n\nFor nobody.\n")
        .indexed()
}

fn coverage(kb: &Kb, arguments: &[&str]) -> Value {
    kb.run(["coverage", "--format", "json"].iter().chain(arguments)).found().json()
}

fn topic<'a>(found: &'a Value, topic: &str) -> &'a Value {
    let topics = found["topics"].as_array().unwrap();
    topics.iter().find(|known| known["topic"] == topic).unwrap_or_else(|| panic!("no {topic} in {found}"))
}

#[test]
fn a_planted_hole_is_found_and_none_that_is_not_there() {
    let whole = coverage(&kb(None), &[]);
    assert_eq!((&whole["holes"], &whole["thin"], &whole["duplicated"]), (&json!([]), &json!([]), &json!([])));
    let topics: Vec<String> = whole["topics"].as_array().unwrap().iter().map(|topic| text(&topic["topic"])).collect();
    assert_eq!(topics, ["skills/technical", "skills/soft", "pay"], "as they are declared");
    for heading in ["Technical skills", "Soft skills", "Pay"] {
        for role in ["platform", "infrastructure"] {
            let kb = kb(Some((role, heading)));
            let facet = match heading {
                "Technical skills" => "skills/technical",
                "Soft skills" => "skills/soft",
                _ => "pay",
            };
            let found = coverage(&kb, &[]);
            assert_eq!(found["holes"], json!([{ "topic": facet, "role": role, "sections": 0 }]));
            let table = kb.run(["coverage"]).found().stdout;
            assert!(table.contains(&format!("1 hole\n{role} has nothing on {facet}\n")), "{table}");
            let line = table.lines().find(|line| line.starts_with(facet)).unwrap();
            assert_eq!(line.matches("none").count(), 1, "{table}");
        }
    }
}

#[test]
fn counts_are_those_of_a_search() {
    let kb = kb(None);
    let found = coverage(&kb, &[]);
    for facet in ["skills/technical", "skills/soft", "pay"] {
        for (at, role) in ["platform", "infrastructure"].into_iter().enumerate() {
            let hits = kb.search(["--role", role, "--section", facet]);
            assert_eq!(topic(&found, facet)["cells"][at]["sections"], hits["total"], "{facet} {role}");
        }
        assert_eq!(topic(&found, facet)["total"], kb.search(["--section", facet])["total"]);
    }
    assert_eq!(topic(&found, "pay")["without_role"], 1);
    assert_eq!(topic(&found, "pay")["cells"][0]["guides"], 1);
}

#[test]
fn min_is_for_scripts() {
    let (whole, holed) = (kb(None), kb(Some(("platform", "Pay"))));
    whole.run(["coverage", "--min", "1"]).found();
    whole.run(["coverage", "--min", "2"]).status(1);
    holed.run(["coverage"]).found();
    holed.run(["coverage", "--min", "1"]).status(1);
    holed.run(["coverage", "--min", "1", "--section", "skills"]).found();
    holed.run(["coverage", "--min", "1", "--section", "pay", "--role", "infrastructure"]).found();
    holed.run(["coverage", "--min", "1", "--section", "pay", "-q"]).status(1);
    holed.run(["coverage", "--min", "0"]).status(2).says("--min");
    let found = whole.run(["coverage", "--min", "2", "--format", "json"]).status(1).json();
    assert_eq!((found["least"].clone(), found["holes"].as_array().unwrap().len()), (json!(2), 6));
    assert_eq!(found["holes"][0]["sections"], 1);
}

#[test]
fn queries_are_topics_too() {
    let kb = kb(None);
    let found = coverage(&kb, &["granite", "platformPayword3", "granite obsidian", "graniet"]);
    let sections = |name: &str| {
        let cells = topic(&found, name)["cells"].as_array().unwrap();
        cells.iter().map(|cell| cell["sections"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(sections("granite"), [3, 3]);
    assert_eq!(sections("platformPayword3"), [1, 0]);
    assert_eq!(sections("granite obsidian"), [0, 0], "what has some of it does not cover it");
    assert_eq!(sections("graniet"), [0, 0], "nor does what has a word like it");
    assert_eq!(found["holes"].as_array().unwrap().len(), 5);
    assert_eq!(topic(&found, "granite")["kind"], "query");
    kb.run(["coverage", "granite", "obsidian", "--min", "1"]).status(1);
    kb.run(["coverage", "granite", "--min", "3"]).found();
    kb.run(["coverage", "  "]).status(2).says("a topic is empty");
    kb.run(["coverage", "granite", "--terms"]).status(2);
}

#[test]
fn the_words_that_carry_most_are_topics_too() {
    let found = coverage(&kb(None), &["--terms", "-n", "3"]);
    let topics = found["topics"].as_array().unwrap();
    assert_eq!(topics.len(), 3);
    assert!(topics.iter().all(|topic| topic["kind"] == "term"));
    let skills = topic(&found, "skills");
    assert_eq!((&skills["total"], &skills["cells"][1]["sections"]), (&json!(4), &json!(2)));
    let words: Vec<String> = topics.iter().map(|topic| text(&topic["topic"])).collect();
    assert!(!words.contains(&"pay".to_owned()), "three of ten sections are less than four: {words:?}");
}

#[test]
fn thin_and_duplicated_spots_are_named() {
    let long: String = (0..40).map(|n| format!("word{n} ")).collect();
    let kb = Kb::with_roles()
        .file(
            "corpus/p.md",
            format!("---\nrole: platform\n---\n# P\n\n## Pay\n\nA little.\n\n## Soft skills\n\n{long}\n"),
        )
        .file("corpus/q.md", format!("---\nrole: platform\n---\n# Q\n\n## Soft skills\n\n{long}\n"))
        .file(
            "corpus/i.md",
            format!("---\nrole: infrastructure\n---\n# I\n\n## Soft skills\n\n{long}\n\n## Pay\n\n{long}\n"),
        )
        .file("corpus/n.md", format!("# N\n\n## Soft skills\n\n{long}\n"))
        .indexed();
    let found = coverage(&kb, &[]);
    assert_eq!(found["thin"], json!([{ "topic": "pay", "role": "platform", "words": 2, "ids": ["p.md#pay"] }]));
    let soft = json!({
        "topic": "skills/soft", "roles": ["platform", "infrastructure"], "sections": 3,
        "ids": ["i.md#soft-skills", "p.md#soft-skills", "q.md#soft-skills"],
    });
    assert_eq!(found["duplicated"], json!([soft]), "what nobody is told does not count");
    let table = kb.run(["coverage"]).found().stdout;
    assert!(table.contains("platform on pay: 2 words in p.md#pay"), "{table}");
    assert!(table.contains("i.md#soft-skills, p.md#soft-skills, q.md#soft-skills"), "{table}");
}

#[test]
fn without_declared_facets_those_of_the_sections_are_topics() {
    let kb = Kb::new()
        .file("kb.toml", "[[corpus]]\npath = \"corpus\"\n[[role]]\nid = \"dev\"\n[[role]]\nid = \"ops\"\n")
        .file("corpus/a.md", "---\nrole: dev\n---\n# A\n\n## Tools\n\nHammer.\n\n## Rules\n\nNone.\n")
        .file("corpus/b.md", "---\nrole: ops\n---\n# B\n\n## Tools\n\nSaw.\n")
        .file("corpus/c.md", "# C\n\n## Licence\n\nFor nobody in particular.\n")
        .indexed();
    let found = coverage(&kb, &[]);
    let topics: Vec<String> = found["topics"].as_array().unwrap().iter().map(|topic| text(&topic["topic"])).collect();
    assert_eq!(topics, ["tools", "rules"], "most sections first, and what is for no role is no topic");
    assert_eq!(found["holes"], json!([{ "topic": "rules", "role": "ops", "sections": 0 }]));
    let found = coverage(&kb, &["-n", "1"]);
    assert_eq!((found["topics"].as_array().unwrap().len(), &found["topics_more"]), (1, &json!(1)));
    kb.run(["coverage", "--section", "tool"]).status(1).says("no section `tool`").says("did you mean `tools`?");
    kb.run(["coverage", "--role", "opps"]).status(1).says("did you mean `ops`?");
    let bare = Kb::new().file("corpus/a.md", "# A\n\nGranite.\n").indexed();
    bare.run(["coverage"]).status(1).says("no guide speaks to a role");
}

#[test]
fn formats() {
    let kb = kb(Some(("platform", "Pay")));
    let run = |format: &str| kb.run(["coverage", "--format", format]).found().stdout;
    assert!(run("csv").contains("\npay,platform,0,0,0\npay,infrastructure,1,1,"), "{}", run("csv"));
    assert_eq!(run("jsonl").lines().count(), 3);
    assert!(run("markdown").contains("| pay | none | 1 |"), "{}", run("markdown"));
    kb.run(["coverage", "--format", "paths"]).status(2).says("no paths to print");
}

/// Half of a long question is enough to be found, but not to be covered.
#[test]
fn a_long_topic_is_covered_by_what_has_all_of_it() {
    let kb = kb(None);
    let question = "granite platformPayword1 platformPayword2 platformPayword3 obsidian";
    assert_eq!(kb.search([question])["total"], 1);
    let found = coverage(&kb, &[question, "granite platformPayword1 platformPayword2 platformPayword3"]);
    assert_eq!(topic(&found, question)["total"], 0);
    assert_eq!(found["topics"][1]["total"], 1);
}

#[test]
fn why_a_topic_is_covered_by_nothing_is_said() {
    let kb = kb(None);
    kb.run(["coverage", "graniet"]).found().says("did you mean “granite”?");
    kb.run(["coverage", "role:plotform"]).found().says("no role `plotform`").says("platform");
    kb.run(["coverage", "*"]).found().says("nothing in “*” can be searched");
    let said = kb.run(["coverage", "granite"]).found();
    assert_eq!(said.stderr, "");
}

#[test]
fn words_are_counted_without_what_is_gone() {
    let kb = kb(None);
    kb.write(
        "corpus/more.md",
        "---\nrole: platform\n---\n# Basalt\n\n## Basalt one\n\nBasalt.\n\n## Basalt two\n\nBasalt.\n",
    );
    kb.run(["index"]).found();
    std::fs::remove_file(kb.path("corpus/nobody.md")).unwrap();
    kb.write("corpus/more.md", "---\nrole: platform\n---\n# Basalt\n\n## Basalt one\n\nBasalt.\n");
    kb.run(["index"]).found();
    let updated = coverage(&kb, &["--terms", "-n", "0"]);
    std::fs::remove_dir_all(kb.path("index")).unwrap();
    kb.run(["index"]).found();
    assert_eq!(updated, coverage(&kb, &["--terms", "-n", "0"]));
}

#[test]
fn where_there_is_no_topic_nothing_is_called_whole() {
    let kb = Kb::with_roles().file("corpus/p.md", "---\nrole: platform\n---\nGranite.\n").indexed();
    let answer = kb.run(["coverage", "--terms"]).status(1).says("no word stands in two sections");
    assert_eq!(answer.stdout, "");
}

#[test]
fn what_is_not_listed_is_not_called_whole() {
    let kb = kb(None);
    let some = kb.run(["coverage", "--role", "platform", "-n", "1"]).found().stdout;
    assert!(some.contains("has sections on each of these topics"), "{some}");
    let all = kb.run(["coverage", "--role", "platform"]).found().stdout;
    assert!(all.contains("has sections on every topic"), "{all}");
}
