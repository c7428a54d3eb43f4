//! Guides in dialects of Markdown, and notebooks, seen from outside.

use crate::harness::{Kb, hits};

const NOTEBOOK: &str = "{\n \"cells\": [\n  {\"cell_type\": \"markdown\", \"source\": [\n   \"# Load\\n\",\n   \"Zircon.\"\n  ]},\n  {\"cell_type\": \"code\", \"source\": [\"x = feldspar\"], \"outputs\": []}\n ],\n \"nbformat\": 4\n}\n";

#[test]
fn dialects_are_indexed_without_their_markup() {
    let kb = Kb::new()
        .file("corpus/a.mdx", "import A from 'topaz'\n\n# Alpha\n\n<A title=\"Opal\">\nGranite {topaz}\n</A>\n")
        .file("corpus/b.html.md.erb", "<% topaz %>\n# Beta\n\n<%= link_to \"Basalt\", topaz_path %>\n")
        .file(
            "corpus/c.md",
            "---\ntitle: Gamma\n---\n{% include topaz.html %}\n# {{ page.title }}\n\nMarble {{ topaz }}\n",
        )
        .file("corpus/d.ipynb", NOTEBOOK)
        .file("corpus/e.html", "---\ntitle: Epsilon\n---\n{% if topaz %}<p>Gneiss</p>{% endif %}\n")
        .indexed();
    for (word, id) in [
        ("opal granite", "a.mdx#alpha"),
        ("basalt", "b.html.md.erb#beta"),
        ("marble", "c.md#gamma"),
        ("zircon feldspar", "d.ipynb#load"),
        ("gneiss", "e.html#top"),
    ] {
        assert_eq!(kb.ids(["--exact", word]), [id], "{word}");
    }
    assert!(kb.ids(["--exact", "topaz"]).is_empty());
    assert_eq!(hits(&kb.search(["zircon"]))[0]["lines"], serde_json::json!([4, 7]));
}

#[test]
fn a_broken_notebook_is_named_and_the_others_are_read() {
    let kb = Kb::new().file("corpus/a.ipynb", &NOTEBOOK[..60]).file("corpus/b.ipynb", NOTEBOOK);
    let report = kb.index();
    assert_eq!(report["skipped"].as_array().unwrap().len(), 1, "{report}");
    assert!(report["skipped"].to_string().contains("not a notebook"), "{report}");
    assert_eq!(kb.ids(["zircon"]), ["b.ipynb#load"]);
}

#[test]
fn bold_lines_are_headings_by_setting() {
    let guide = "# Guide\n\n**Duties**\n\nGranite.\n\n**Duties**\n\nMarble.\n\n## Duties {#own}\n\nBasalt.\n";
    let kb = Kb::new().file("corpus/a.md", guide).file("kb.toml", "[inference]\nbold_headings = true\n").indexed();
    for (word, id) in [("granite", "a.md#duties"), ("marble", "a.md#duties-1"), ("basalt", "a.md#own")] {
        assert_eq!(kb.ids([word]), [id]);
    }
    let plain = Kb::new().file("corpus/a.md", guide).indexed();
    assert_eq!(plain.ids(["marble"]), ["a.md#guide"]);
}
