//! Links between guides: broken ones are found and sound ones are not blamed; what refers to a section is listed.

use std::sync::{Arc, Mutex, Weak};

use serde_json::{Value, json};

use crate::harness::{Answer, Kb, shared, text};

/// Links that lead somewhere, in every way they are written.
fn sound() -> Kb {
    Kb::new()
        .file("kb.toml", "[[corpus]]\npath = \"corpus\"\n")
        .file("corpus/index.md", "# Home\n\nSee [ops](ops/), [on-call](ops/on-call.md) and [the beds](dev/beds.md#clay-beds).\n")
        .file("corpus/ops/README.md", "# Ops\n\nThe [rota](on-call.md#swaps), [home](..), [again][ref].\n\n[ref]: ./on-call.md \"title\"\n")
        .file(
            "corpus/ops/on-call.md",
            "# On call\n\n## Swaps\n\n[Own](#swaps), [top](#top), [nothing](#), [a picture](../pic.png), [code](../x.sh#L10), \
             [web](https://example.org/a.md), <mail@example.org>, [mail](mailto:a@b.c), [beyond](../../secret.md).\n\n\
             `[no](nowhere.md)`\n\n```\n[no](nowhere.md)\n```\n\n[marked](../dev/beds.md#marked), [html id](../page.html#deep), \
             [site](/dev/beds), [site](/docs/dev/beds/#clay-beds), [extension](../dev/beds.html), [folder](../dev/beds/)\n\n\
             <p>In <a href=\"../page.html\">HTML</a></p>\n\nText with <a href='../dev/beds.md#clay--beds'>a tag</a>.\n",
        )
        .file("corpus/dev/beds.md", "# Beds\n\n<a id=\"marked\"></a>\n\n## Clay beds\n\nClay. [[on-call]] and [[On Call#Swaps|swaps]].\n\n## Twice\n\nx\n\n## Twice\n\n[second](#twice-1)\n")
        .file("corpus/page.html", "<html><body><h1>Page</h1><p>Long text of a page about beds and <a href=\"dev/beds.md#twice\">links</a>.</p><h2 id=\"deep\">Deep</h2><p>Text <a href=\"#deep\">own</a>.</p></body></html>")
        .file("corpus/rst/a.rst", "Rota\n====\n\nSee :doc:`b`, :doc:`/rst/b`, :ref:`a label <the-label>` and :ref:`python:there`.\n\n.. toctree::\n\n   b\n")
        .file("corpus/rst/b.rst", "Beds\n====\n\nText.\n\n.. _the-label:\n\nClay\n----\n\nSee `page <../page.html>`_ and :ref:`elsewhere-entirely`.\n")
        .file("corpus/a.adoc", "= Book\n\nSee <<_part>>, xref:b.adoc#clay[clay] and link:page.html[page].\n\n== Part\n\nText.\n")
        .file("corpus/b.adoc", "= Other\n\n[[clay]]\n== Clay\n\nText, <<a.adoc#,book>>.\n")
        .file("corpus/n.org", "* Note\nSee [[file:a.adoc][book]] and [[*Note]].\n")
        .file("corpus/pic.png", "x")
        .file("corpus/x.sh", "x")
        .file("secret.md", "# Secret\n")
        .indexed()
}

fn guides() -> Arc<Kb> {
    static SHARED: Mutex<Weak<Kb>> = Mutex::new(Weak::new());
    shared(&SHARED, sound)
}

fn broken(kb: &Kb) -> Value {
    let answer = kb.run(["check", "--links", "--fresh", "--format", "json"]);
    let report = answer.json();
    let none = report["broken"].as_array().unwrap().is_empty();
    answer.status(if none { 0 } else { 1 });
    report
}

#[test]
fn sound_links_are_not_blamed() {
    let report = broken(&guides());
    assert_eq!(report["broken"], json!([]), "{report:#}");
    assert_eq!((&report["outside"], &report["external"], &report["unjudged"]), (&json!(1), &json!(3), &json!(0)));
    println!("{} links followed", report["links"]);
    guides().run(["check", "--links"]).found();
}

#[test]
fn planted_ones_are_found_where_they_stand() {
    let kb = sound();
    for (path, text, target, problem, suggestion) in [
        ("corpus/ops/new.md", "# New\n\n[gone](gone.md)\n", "gone.md", "no such file", Value::Null),
        ("corpus/ops/new.md", "# New\n\n[x](beds.md)\n", "beds.md", "no such file", json!("corpus/dev/beds.md")),
        (
            "corpus/ops/new.md",
            "# New\n\n[x](../DEV/Beds.md)\n",
            "../DEV/Beds.md",
            "other capitals",
            json!("corpus/dev/beds.md"),
        ),
        ("corpus/ops/new.md", "# New\n\n[x](no.png)\n", "no.png", "no such file", Value::Null),
        (
            "corpus/ops/new.md",
            "# New\n\n[x](../dev/beds.md#clay-bed)\n",
            "../dev/beds.md#clay-bed",
            "no such heading",
            json!("corpus/dev/beds.md#clay-beds"),
        ),
        ("corpus/ops/new.md", "# New\n\n[x](#nothing)\n", "#nothing", "no such heading", Value::Null),
        (
            "corpus/ops/new.md",
            "# New\n\n<a href=\"../page.html#nothing\">x</a>\n",
            "../page.html#nothing",
            "no such heading",
            Value::Null,
        ),
        (
            "corpus/new.html",
            "<html><body><h1>New page</h1>\n<p>With text and <a href=\"gone.html\">x</a>.</p></body></html>\n",
            "gone.html",
            "no such file",
            Value::Null,
        ),
        ("corpus/rst/new.rst", "New\n===\n:doc:`gone`\n", "gone", "no such file", Value::Null),
        ("corpus/rst/new.rst", "New\n===\n:ref:`the-lable`\n", "the-lable", "no such label", json!("thelabel")),
        ("corpus/new.adoc", "= New\n\nxref:gone.adoc[]\n", "gone.adoc", "no such file", Value::Null),
        ("corpus/new.org", "* New\n\n[[file:gone.org]]\n", "gone.org", "no such file", Value::Null),
        (
            "corpus/new.ipynb",
            "{\"cells\": [\n{\"cell_type\": \"markdown\", \"source\":\n\"# New [x](gone.md)\"}], \"metadata\": {}}",
            "gone.md",
            "no such file",
            Value::Null,
        ),
    ] {
        kb.write(path, text);
        let report = broken(&kb);
        let found = report["broken"].as_array().unwrap();
        assert_eq!(found.len(), 1, "{text}: {report:#}");
        let line = text.lines().position(|line| line.contains(target)).unwrap() + 1;
        assert_eq!(
            (&found[0]["path"], &found[0]["line"], &found[0]["target"], &found[0]["problem"], &found[0]["suggestion"]),
            (&json!(path), &json!(line), &json!(target), &json!(problem), &suggestion),
            "{text}"
        );
        std::fs::remove_file(kb.path(path)).unwrap();
    }
    // A guide that goes takes nothing along but its name.
    std::fs::remove_file(kb.path("corpus/a.adoc")).unwrap();
    let targets: Vec<Value> =
        broken(&kb)["broken"].as_array().unwrap().iter().map(|broken| broken["target"].clone()).collect();
    assert_eq!(targets, ["a.adoc#", "a.adoc"]);
}

#[test]
fn addresses_of_a_site_are_judged_where_most_are_understood() {
    let page = |links: &str| format!("# Page\n\n{links}\n");
    let sound: String = (0..19).map(|n| format!("[x](/docs/guide/p{n}/) ")).collect();
    let site =
        |links: &str| (0..19).fold(Kb::new(), |kb, n| kb.file(&format!("corpus/guide/p{n}.md"), page(links))).indexed();
    let kb = site("[x](/elsewhere/) [y](/shop/cart)");
    let report = broken(&kb);
    assert_eq!((&report["broken"], &report["unjudged"]), (&json!([]), &json!(38)));
    kb.write("corpus/guide/p0.md", page(&sound));
    kb.write("corpus/guide/p1.md", page("[x](/docs/guide/gone/)"));
    (2..19).for_each(|n| kb.write(&format!("corpus/guide/p{n}.md"), page("none")));
    let report = broken(&kb);
    assert_eq!(report["broken"][0]["problem"], "no such page", "{report:#}");
    assert_eq!(report["broken"][0]["path"], "corpus/guide/p1.md");
}

fn links(kb: &Kb, id: &str) -> Value {
    kb.run(["links", id, "--format", "json"]).json()
}

/// Places of the links to a section, with whether they are to its guide as a whole.
fn incoming(report: &Value) -> Vec<(String, bool)> {
    let link = |link: &Value| (format!("{}:{}", text(&link["path"]), link["line"]), link["whole"].as_bool().unwrap());
    report["incoming"].as_array().unwrap().iter().map(link).collect()
}

#[test]
fn what_refers_to_a_section_is_listed() {
    let kb = guides();
    let report = links(&kb, "dev/beds.md#clay-beds");
    let expected = [
        ("corpus/index.md:3", false),
        ("corpus/ops/on-call.md:13", true),
        ("corpus/ops/on-call.md:13", false),
        ("corpus/ops/on-call.md:13", true),
        ("corpus/ops/on-call.md:13", true),
        ("corpus/ops/on-call.md:17", false),
    ];
    assert_eq!(incoming(&report), expected.map(|(place, whole)| (place.to_owned(), whole)), "{report:#}");
    let outgoing: Vec<&Value> = report["outgoing"].as_array().unwrap().iter().map(|link| &link["id"]).collect();
    assert_eq!(outgoing, ["ops/on-call.md#on-call", "ops/on-call.md#swaps"]);
    assert_eq!(incoming(&links(&kb, "rst/b.rst#the-label")).iter().filter(|(_, whole)| !whole).count(), 1);
    assert_eq!(links(&kb, "rst/a.rst#rota")["outgoing"].as_array().map(Vec::len), Some(4));
    let label = links(&kb, "rst/a.rst#rota");
    assert!(label["outgoing"].as_array().unwrap().iter().any(|link| link["id"] == "rst/b.rst#the-label"), "{label:#}");
    assert_eq!(incoming(&links(&kb, "index.md#home")), [("corpus/ops/README.md:3".to_owned(), true)]);
}

#[test]
fn nothing_refers_is_said() {
    let kb = guides();
    let answer = kb.run(["links", "n.org#note"]);
    // It refers to itself.
    assert_eq!(answer.status, 0);
    let kb = Kb::new().file("corpus/a.md", "# A\n\n[b](b.md)\n").file("corpus/b.md", "# B\n\nText.\n").indexed();
    let alone = kb.run(["links", "a.md#a"]).status(1).stdout;
    assert!(alone.starts_with("nothing refers to A") && alone.contains("b.md#b"), "{alone}");
    kb.run(["links", "b.md#b"]).found();
    kb.run(["links", "c.md#c"]).status(1);
    // The link goes, and with it the reference.
    kb.write("corpus/a.md", "# A\n\nText.\n");
    kb.run(["links", "b.md#b", "--fresh"]).status(1);
}

#[test]
fn formats_have_the_places() {
    let kb = sound().file("corpus/new.md", "# New\n\n[gone](gone.md)\n[beds](dev/beds.md)\n");
    let run =
        |arguments: &[&str], format: &str| kb.run(arguments.iter().chain(&["--fresh", "--format", format])).stdout;
    let check = |format: &str| run(&["check", "--links"], format);
    assert_eq!(check("vimgrep"), "corpus/new.md:3:1:no such file: gone.md\n");
    assert_eq!(check("paths"), "corpus/new.md\n");
    assert_eq!(check("csv").lines().nth(1), Some("corpus/new.md,3,new.md#new,gone.md,no such file,"));
    assert!(check("jsonl").starts_with("{\"path\":\"corpus/new.md\",\"line\":3,"));
    assert!(check("markdown").contains("| corpus/new.md:3 | gone.md | no such file |"), "{}", check("markdown"));
    let links = |format: &str| run(&["links", "dev/beds.md#beds"], format);
    assert!(links("vimgrep").contains("corpus/new.md:4:1:New — dev/beds.md\n"), "{}", links("vimgrep"));
    assert!(links("paths").contains("corpus/ops/on-call.md\n"));
    assert!(links("csv").contains("in,new.md#new,corpus/new.md,4,dev/beds.md,true\n"), "{}", links("csv"));
    kb.run(["check", "--fresh"]).status(2);
}

#[test]
fn snapshot_of_broken_links_at_80_columns() {
    let kb = Kb::new()
        .file("corpus/a.md", "# Handbook\n\n[gone](gone.md) [x](b.md#clay-bed)\n")
        .file("corpus/b.md", "# 庭の本\n\n## Clay beds\n\n[back](a.md) [on](#nothing-of-that-name)\n")
        .indexed();
    let mut command = kb.command(["check", "--links"]);
    let answer = Answer::of(command.env("COLUMNS", "80").output().unwrap()).status(1).stdout;
    let time = regex::Regex::new(r"\([0-9.,]+ [^)]*s\)").unwrap();
    insta::assert_snapshot!(time.replace_all(&answer, "(… ms)"));
}

#[test]
fn snapshot_of_links_at_80_columns() {
    let kb = Kb::new()
        .file("corpus/a.md", "# Handbook\n\nSee [clay](b.md#clay-beds), [all](b.md) and [web](https://example.org).\n")
        .file("corpus/b.md", "# 庭の本\n\n## Clay beds\n\n[back](a.md) [gone](gone.md)\n")
        .indexed();
    let mut command = kb.command(["links", "b.md#clay-beds"]);
    insta::assert_snapshot!(Answer::of(command.env("COLUMNS", "80").output().unwrap()).found().stdout);
}

#[test]
fn the_shipped_guides_have_no_broken_link() {
    Kb::shipped().run(["check", "--links"]).found();
}
