//! Saved searches: `kb search @NAME`, and `kb searches`, which lists them.

use serde_json::json;

use crate::harness::{Kb, SETTINGS, ids};

const SEARCHES: &str = r#"
[search]
rock = "granite OR quartz"
odd = "gran(ite \""
[search.long]
about = "What it is for"
query = "granite"
role = "platform"
tag = ["cloud", "edge"]
sort = "path"
limit = 1
[search.everything]
section = ["pay"]
"#;

fn guides() -> Kb {
    let guide = |role: &str, tag: &str, words: &str| {
        format!("---\nrole: {role}\ntags: [{tag}]\n---\n# {words}\n\nAbout {words}.\n\n## Pay\n\nWage of {words}.\n")
    };
    Kb::new()
        .file("kb.toml", format!("{SETTINGS}{SEARCHES}"))
        .file("corpus/a.md", guide("platform", "cloud", "granite"))
        .file("corpus/b.md", guide("infrastructure", "cloud", "granite ledger"))
        .file("corpus/c.md", guide("platform", "edge", "quartz ledger"))
        .file("corpus/d.md", guide("platform", "core", "Override rock"))
        .indexed()
}

#[test]
fn a_name_stands_for_its_query() {
    let kb = guides();
    assert_eq!(kb.ids(["@rock"]), kb.ids(["granite OR quartz"]));
    let found = kb.search(["@rock"]);
    assert_eq!((&found["query"]["saved"], &found["query"]["text"]), (&json!("rock"), &json!("granite OR quartz")));
    assert!(kb.search(["granite"])["query"].get("saved").is_none());
    // In one argument or several.
    assert_eq!(kb.ids(["@rock ledger"]), kb.ids(["@rock", "ledger"]));
}

#[test]
fn words_narrow_all_of_it() {
    let kb = guides();
    let narrowed = kb.search(["@rock", "ledger"]);
    assert_eq!(narrowed["query"]["text"], "(granite OR quartz) ledger");
    assert_eq!(ids(&narrowed), kb.ids(["(granite OR quartz) ledger"]));
    assert!(narrowed["total"].as_u64().unwrap() > 0 && narrowed["total"] != kb.search(["@rock"])["total"]);
    // A saved query with half an operator in it keeps its words to itself.
    assert_eq!(kb.search(["@odd", "OR", "quartz"])["query"]["saved"], "odd");
    assert_eq!(kb.ids(["@everything"]), kb.ids(["--section", "pay"]));
    assert_eq!(kb.search(["@everything", "quartz"])["query"]["text"], "quartz");
}

#[test]
fn flags_are_saved_and_the_command_line_replaces_them() {
    let kb = guides();
    let long = kb.search(["@long"]);
    assert_eq!(long["query"]["roles"], json!(["platform"]));
    assert_eq!(long["query"]["tags"], json!(["cloud", "edge"]));
    assert_eq!(ids(&long), ["a.md#granite"]);
    let other = kb.search(["@long", "--role", "infrastructure", "-n", "10"]);
    assert_eq!(
        (&other["query"]["roles"], &other["query"]["tags"]),
        (&json!(["infrastructure"]), &json!(["cloud", "edge"]))
    );
    assert_eq!(ids(&other), ["b.md#granite-ledger", "b.md#pay"]);
    // Ten is the default, and yet it was said.
    assert_eq!(kb.ids(["@long", "-n", "10"]), ["a.md#granite", "a.md#pay"]);
    assert!(kb.search(["@long", "--sort", "relevance"])["hits"][0]["score"].as_f64().unwrap() > 0.0);
}

#[test]
fn only_declared_names_count() {
    let kb = guides();
    let text = kb.run(["search", "@Override", "--format", "json"]).found();
    assert_eq!(text.stderr, "");
    assert_eq!((&text.json()["query"]["text"], &text.json()["total"]), (&json!("@Override"), &json!(2)));
    kb.run(["search", "@rokc"]).status(0).says("no saved search is called `rokc`").says("did you mean `@rock`?");
    kb.run(["search", "@"]).status(1).says("saved searches are @everything, @long, @odd, @rock");
    assert!(!kb.run(["search", "granite", "@rock"]).found().stderr.contains("saved"));
    let without = Kb::with_roles().file("corpus/a.md", "# A\n\nGranite.\n").indexed();
    assert!(!without.run(["search", "@"]).status(1).stderr.contains("saved"));
}

#[test]
fn they_are_listed() {
    let kb = guides();
    let table = String::from_utf8(kb.command(["searches"]).env("COLUMNS", "200").output().unwrap().stdout).unwrap();
    for part in ["@rock", "granite OR quartz", "@long", "--role platform --tag cloud --tag edge --limit 1 --sort path"]
    {
        assert!(table.contains(part), "{table}");
    }
    let list = kb.run(["searches", "--format", "json"]).found().json();
    assert_eq!(list["searches"].as_array().unwrap().len(), 4);
    assert_eq!(list["searches"][1]["name"], "long");
    assert_eq!((&list["searches"][1]["sort"], &list["searches"][1]["limit"]), (&json!("path"), &json!(1)));
    assert_eq!(kb.run(["searches", "--format", "csv"]).found().stdout.lines().count(), 5);
    kb.run(["searches", "--format", "paths"]).status(2).says("no paths");
    Kb::with_roles().run(["searches"]).status(1).says("no search is saved");
}

#[test]
fn shells_complete_them() {
    let kb = guides();
    let mut command = kb.command(["--", "kb search @ro", "ro"]);
    let output = command.env("KB_COMPLETE", "bash").output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "rock\n");
    let mut command = kb.command(["--", "kb", "search", "@l"]);
    let output = command.env("KB_COMPLETE", "fish").output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "@long\tWhat it is for\n");
}

/// They belong to the kb.toml that is found, the index is where it is said to be.
#[test]
fn they_are_those_of_the_settings_file() {
    let kb = guides();
    kb.write("other/kb.toml", "[search]\nmine = \"quartz\"\n");
    let run = |name: &str| {
        let mut command = kb.command(["search", name, "--index", "../index", "--count"]);
        crate::harness::Answer::of(command.current_dir(kb.path("other")).output().unwrap())
    };
    assert_eq!(run("@mine").found().stdout, "2\n");
    assert_eq!(run("@rock").stdout, "2\n", "text, which a guide has");
}

#[test]
fn mistakes_in_them_are_said_with_the_nearest() {
    let kb = Kb::new().file("corpus/a.md", "# A\n\nGranite.\n");
    for (settings, said) in [
        ("[search.x]\nquery = \"a\"\nrol = \"b\"\n", "did you mean `role`?"),
        ("[search.x]\nquery = \"a\"\nsort = \"dat\"\n", "did you mean `date`?"),
        ("[search]\n\"two words\" = \"a\"\n", "cannot be the name of a saved search"),
        ("[search]\nx = 7\n", "a query, or a table"),
        ("search = 7\n", "expected a table"),
        ("log = 7\n", "expected a table"),
        ("role = 7\n", "expected a list"),
        ("[search.x]\nquery = \"a\"\nlimit = -1\n", "expected a whole number that is not negative"),
        ("[search.x]\nrole = 7\n", "a value or a list of values"),
        ("[serach]\nx = \"a\"\n", "did you mean `search`?"),
        ("[log]\nzero_hit = true\n", "did you mean `zero_hits`?"),
        ("[[rolle]]\nid = \"x\"\n", "did you mean `role`?"),
        ("[inference]\nrole_key = []\n", "did you mean `role_keys`?"),
        ("[[corpus]]\npath = \"corpus\"\nformats = [\"markdwn\"]\n", "did you mean `markdown`?"),
    ] {
        kb.write("kb.toml", settings);
        kb.run(["search", "granite"]).status(2).says("kb.toml").says(said);
    }
}

#[test]
fn the_template_shows_what_works() {
    let kb = Kb::new().file("corpus/a.md", "# A\n\nGranite.\n");
    kb.run(["init"]).found();
    let template = std::fs::read_to_string(kb.path("kb.toml")).unwrap();
    let shown = |from: &str| {
        let lines =
            template.lines().skip_while(|line| *line != format!("# {from}")).take_while(|line| line.starts_with('#'));
        lines.map(|line| line.trim_start_matches("# ").trim_start_matches('#')).collect::<Vec<_>>().join("\n")
    };
    let settings = format!("{}\n\n{}\n", shown("[search]"), shown("[log]"));
    assert!(settings.contains("oncall") && settings.contains("zero_hits"), "{settings}");
    kb.write("kb.toml", settings);
    let list = kb.run(["searches", "--format", "json"]).found().json();
    assert_eq!(list["searches"][1]["role"], json!(["platform"]));
    kb.run(["index"]).found();
    kb.run(["search", "feldspar"]).status(1).says("`kb gaps` allows it");
}
