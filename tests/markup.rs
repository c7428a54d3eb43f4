//! Guides in reStructuredText, AsciiDoc and Org: sections with their ids and lines, tags, and no markup in the answers.

use crate::harness::{Kb, hits, text};

const RST: &str = "\
:tags: soil, autumn

Raised beds
===========

A bed of *planks*, filled with ``loam``.

.. _filling-a-bed:

Filling
-------

.. note:: Marigolds like :ref:`lime <soil>`.
";

const ADOC: &str = "\
= Raised beds
Ada Smith
:tags: soil, autumn

A bed of *planks*, filled with `loam`.

[#filling-a-bed]
== Filling

NOTE: Marigolds like xref:soil.adoc[lime].
";

const ORG: &str = "\
#+TITLE: Raised beds
#+FILETAGS: :soil:autumn:
A bed of *planks*, filled with =loam=.
* TODO Filling                                                         :work:
:PROPERTIES:
:CUSTOM_ID: filling-a-bed
:END:
Marigolds like [[file:soil.org][lime]].
";

#[test]
fn sections_are_found_with_their_ids_lines_and_tags() {
    for (name, guide, lines) in
        [("a.rst", RST, "10-13"), ("a.txt", RST, "10-13"), ("a.adoc", ADOC, "8-10"), ("a.org", ORG, "4-8")]
    {
        let kb = Kb::new().file(&format!("corpus/{name}"), guide).indexed();
        let found = kb.search(["marigolds lime", "--tag", "autumn"]);
        let hit = &hits(&found)[0];
        assert_eq!(text(&hit["id"]), format!("{name}#filling-a-bed"), "{name}");
        assert_eq!(hit["breadcrumb"], serde_json::json!(["Raised beds", "Filling"]), "{name}");
        let range = format!("{}-{}", hit["lines"][0], hit["lines"][1]);
        assert_eq!(range, lines, "{name}");
        let shown = kb.run(["show", "filling-a-bed", "--format", "json"]).found().json();
        assert_eq!(text(&shown["body"]), "Marigolds like lime.", "{name}");
        let top = kb.search(["planks loam", "--exact"]);
        assert_eq!(hits(&top)[0]["title"], "Raised beds", "{name}");
    }
}

#[test]
fn plain_text_stays_plain_text() {
    let kb = Kb::new().file("corpus/a.txt", "Raised beds\n===========\n\nA bed of *planks* :: loam.\n").indexed();
    let shown = kb.run(["show", "raised-beds", "--format", "json"]).found().json();
    assert_eq!(text(&shown["body"]), "A bed of *planks* :: loam.");
}
