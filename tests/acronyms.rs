//! `kb acronyms`: acronyms mined while indexing, kept with their guides.

use std::fs;

use serde_json::{Value, json};

use crate::harness::Kb;

fn guides() -> Kb {
    Kb::with_roles()
        .file("corpus/a.md", "# Platform\n\nAn internal developer platform (IDP) and\ninfrastructure as code ([IaC](x.md)).\n")
        .file("corpus/b.md", "---\ntitle: Internal developer platforms (IDPs)\n---\n\nGranite.\n\n## Access\n\nThe IDP (identity provider) says who.\n")
        .file("corpus/c.html", "<h1>Code</h1>\n<p>Infrastructure-as-Code\n(<b>IAC</b>) again.</p>\n")
        .indexed()
}

fn listed(kb: &Kb, forms: &[&str]) -> Value {
    let arguments = ["acronyms", "--format", "json"].iter().chain(forms);
    kb.run(arguments).found().json()["acronyms"].clone()
}

/// `short = long path:line path:line` of each.
fn shown(acronyms: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let one = |entry: &Value| {
        let places = entry["places"].as_array().unwrap().iter();
        let places = places.map(|place| format!(" {}:{}", text(&place["path"]), place["line"]));
        format!("{} = {}{}", text(&entry["short"]), text(&entry["long"]), places.collect::<String>())
    };
    acronyms.as_array().unwrap().iter().map(one).collect()
}

#[test]
fn what_guides_define_is_listed_with_its_places() {
    assert_eq!(
        shown(&listed(&guides(), &[])),
        [
            "IaC = infrastructure as code corpus/a.md:4 corpus/c.html:3",
            "IDP = internal developer platform corpus/a.md:3 corpus/b.md:2",
            "IDP = identity provider corpus/b.md:9",
        ]
    );
}

#[test]
fn short_and_long_forms_can_be_asked_for() {
    let kb = guides();
    let idp = listed(&kb, &["idp"]);
    assert_eq!(idp.as_array().unwrap().len(), 2);
    assert_eq!(listed(&kb, &["IDPs", "IDP"]), idp);
    assert_eq!(listed(&kb, &["Identity-Providers"]), json!([idp[1]]));
    assert_eq!(listed(&kb, &["iac", "marble"]).as_array().unwrap().len(), 1);
    kb.run(["acronyms", "iac", "marble"]).found().says("no guide defines `marble`");
}

#[test]
fn the_json_has_its_shape() {
    let report = guides().run(["acronyms", "identity provider", "--format", "json"]).found().json();
    let place = json!({ "path": "corpus/b.md", "line": 9 });
    let entry = json!({ "short": "IDP", "long": "identity provider", "places": [place] });
    assert_eq!(report, json!({ "version": 1, "acronyms": [entry] }));
}

#[test]
fn every_format_has_them() {
    let kb = guides();
    let run = |format: &str| kb.run(["acronyms", "idp", "--format", format]).found().stdout;
    let table = run("table");
    for word in [
        "IDP (1 of 2)",
        "IDP (2 of 2)",
        "identity provider",
        "corpus/b.md:9",
        "2 acronyms; with several long forms: IDP",
    ] {
        assert!(table.contains(word), "no {word} in {table}");
    }
    assert_eq!(
        run("csv"),
        "short,long,path,line,guides,meanings\nIDP,internal developer platform,corpus/a.md,3,2,2\n\
         IDP,identity provider,corpus/b.md,9,1,2\n"
    );
    assert_eq!(run("paths"), "corpus/a.md\ncorpus/b.md\n");
    assert_eq!(run("vimgrep").lines().next_back(), Some("corpus/b.md:9:1:IDP: identity provider"));
    assert_eq!(run("jsonl").lines().count(), 2);
    assert!(run("markdown").contains("| IDP (1 of 2) |"));
}

#[test]
fn nothing_found_is_status_1_and_still_json() {
    let kb = guides();
    let answer = kb.run(["acronyms", "XYZ", "--format", "json"]).status(1).says("hint: no guide defines `XYZ`");
    assert_eq!(answer.json(), json!({ "version": 1, "acronyms": [] }));
    let none = Kb::with_roles().file("corpus/a.md", "# Alpha\n\nGranite.\n").indexed();
    none.run(["acronyms"]).status(1).says("hint: no guide defines an acronym");
    Kb::new().run(["acronyms"]).status(2).says("hint:");
}

#[test]
fn a_definition_goes_with_its_guide() {
    let kb = guides();
    kb.write("corpus/b.md", "# Platforms\n\nNothing is short here, but mean time to repair (MTTR).\n");
    kb.index();
    assert_eq!(shown(&listed(&kb, &["idp"])), ["IDP = internal developer platform corpus/a.md:3"]);
    assert_eq!(shown(&listed(&kb, &["mttr"])), ["MTTR = mean time to repair corpus/b.md:3"]);
    kb.run(["acronyms", "identity provider"]).status(1);
    fs::remove_file(kb.path("corpus/a.md")).unwrap();
    kb.index();
    kb.run(["acronyms", "IDP"]).status(1);
    assert_eq!(shown(&listed(&kb, &[])).len(), 2);
}

#[test]
fn updates_end_where_a_fresh_build_does() {
    let kb = guides();
    kb.write("corpus/d.md", "# Delta\n\nThe IDP (identity provider) and an IdP (identity provider).\n");
    kb.index();
    kb.write("corpus/a.md", "# Platform\n\nPolicy as code, or PaC.\n");
    kb.index();
    fs::remove_file(kb.path("corpus/c.html")).unwrap();
    kb.index();
    kb.run(["index", "--index", "fresh"]).found();
    let answer = |index: &str| kb.run(["acronyms", "--format", "json", "--index", index]).found().json();
    let updated = answer("index");
    assert_eq!(updated, answer("fresh"));
    assert_eq!(
        shown(&updated["acronyms"]),
        [
            "IDP = identity provider corpus/b.md:9 corpus/d.md:3",
            "IDP = Internal developer platform corpus/b.md:2",
            "PaC = Policy as code corpus/a.md:3",
        ]
    );
}

#[test]
fn the_shipped_guides_define_their_own() {
    let kb = Kb::shipped();
    let acronyms = shown(&listed(&kb, &["IaC"]));
    assert!(acronyms.iter().any(|entry| entry.to_lowercase().contains("infrastructure as code")), "{acronyms:?}");
}
