//! What the reader of reStructuredText promises.

use serde_json::json;

use super::parse;
use crate::corpus::formats::testing;

fn shown(text: &str) -> Vec<String> {
    testing::shown(&parse(text))
}

fn body(text: &str) -> String {
    testing::bodies(&parse(text))
}

#[test]
fn headings_of_any_adornment() {
    let text = "\n.. _the shed:\n\n=========\nThe *Shed*\n=========\n\nBefore.\n\n.. _beds/one:\n\n1. Beds\n-------\nWhy ``dig``?\n\n木木\n~~~~\n\n\
        Rows\n----\n\nGo on.\n\n----\n\nStill\nrows\n====\n\nabcde\n---\n\n* item\n======\n";
    let expected = [
        "1 The Shed#the-shed [4-8]: Before.",
        "2 1. Beds#beds-one [12-14]: Why dig?",
        "3 木木 [16-17]: ",
        "2 Rows [19-33]: Go on.\n\nStill rows ====\n\nabcde ---\n\n- item",
    ];
    assert_eq!(shown(text)[..3], expected[..3]);
    assert_eq!(shown(text)[3].replace("\n======", ""), expected[3].replace("\n======", ""));
    assert!(shown("").is_empty() && shown("\n \n").is_empty() && shown(".. a comment\n").is_empty());
    assert_eq!(shown("A\n="), ["1 A [1-2]: "]);
}

#[test]
fn titles_in_other_blocks_are_text() {
    let text = "Top\n===\n\nCode::\n\n    No\n    --\n\n.. note::\n\n   No\n   --\n\n.. Not\n   ---\n\n    Quoted\n    ------\n\n- item\n\n  No\n  --\n\n\
        ..\n   No\n   --\n\nEnd\n---\n";
    let shown = shown(text);
    assert_eq!(shown.len(), 2, "{shown:?}");
    assert_eq!(shown[1], "2 End [29-30]: ");
}

#[test]
fn fields_at_the_top_are_front_matter() {
    let text = ":orphan:\n\nTitle\n=====\n\n:Author: A. Smith\n:tags: a,\n   b\n:date: 2024-05-01\n\n.. meta::\n   :description lang=en: About *it*\n\nText.\n\n:param x: the ``x``\n:returns: y\n\nMore.\n";
    let outline = parse(text);
    let expected =
        json!({"orphan": "", "Author": "A. Smith", "tags": "a, b", "date": "2024-05-01", "description": "About it"});
    assert_eq!(json!(outline.front_matter), expected);
    assert_eq!(body(text), "Text.\n\nparam x: the x\nreturns: y\n\nMore.");
    assert_eq!(parse("---\ntitle: T\n---\n\nA\n===\n").parts[0].lines.first, 5);
}

#[test]
fn directives_keep_what_is_seen() {
    for (text, expected) in [
        (".. note:: Mind the\n   gap.\n\n   Twice.\n\nAfter.", "Mind the gap.\n\nTwice.\n\nAfter."),
        (".. admonition:: The *title*\n   :class: x\n\n   Text.", "The title\n\nText."),
        (".. versionadded:: 4.2\n\n    The ``x`` option.", "New in version 4.2\n\nThe x option."),
        (".. deprecated:: 3 Use *y*.", "Deprecated since version 3: Use y."),
        (
            ".. code-block:: python\n   :caption: dig.py\n   :linenos:\n\n   def dig():\n       *pass*\n\n\nEnd",
            "dig.py\n\ndef dig():\n    *pass*\n\nEnd",
        ),
        (".. image:: a.png\n   :alt: A shed\n   :width: 3", "A shed"),
        (".. figure:: a.png\n   :alt: A shed\n\n   The caption.", "A shed\n\nThe caption."),
        (
            ".. toctree::\n   :maxdepth: 2\n   :caption: Guides\n\n   intro/one\n   Two <two>\n",
            "Guides\n\n- intro/one\n- Two",
        ),
        (".. contents:: Table\n   :local:\n\n.. raw:: html\n\n   <b>\n\n.. index:: a\nText", "Text"),
        (
            ".. function:: dig(*args, **kw)\n              rake(x)\n   :noindex:\n\n   Digs.\n\n   .. versionadded:: 2\n\nEnd",
            "dig(*args, **kw)\nrake(x)\n\nDigs.\n\nNew in version 2\n\nEnd",
        ),
        (
            ".. class:: Shed(\\*args)\n\n    .. attribute:: door\n\n        A *door*.",
            "Shed(\\*args)\n\ndoor\n\nA door.",
        ),
        (
            ".. list-table:: Tools\n   :header-rows: 1\n\n   * - Name\n     - Use\n   * - spade\n     -\n   * - rake\n     - leaves,\n       ``all``\n\nEnd",
            "Tools\n\nName | Use\nspade\nrake | leaves, all\n\nEnd",
        ),
        (".. csv-table:: T\n   :header: \"a\", b\n\n   \"1, 2\", *3*\n", "T\n\na | b\n1, 2 | 3"),
        (".. table:: T\n\n   ==  ==\n   a   b\n   ==  ==\n   c   d\n   ==  ==\n\nEnd", "T\n\na | b\nc | d\n\nEnd"),
        (".. parsed-literal::\n\n   dig *deep*\n     now", "dig deep\n  now"),
        (".. setting:: DEPTH\n\nText\n\n.. setting:: WIDTH\n\n   How wide.", "Text\n\nWIDTH\n\nHow wide."),
        (".. only:: html\n\n   Seen.", "Seen."),
        (
            ".. glossary::\n\n   bed\n      Where plants grow.\n\n   row\n      A line.",
            "bed\nWhere plants grow.\n\nrow\nA line.",
        ),
        (".. my-box:: A title\n\n   text", "A title\n\ntext"),
        (".. |s| replace:: the *shed*\n.. _x: https://x.org\n.. __: y\n\nSee |s|.\n\n__ z\n", "See the shed."),
        (".. a comment\n   of two lines\n\n   and more\n\n..\n\nText\n", "Text"),
        (".. [1] A note\n   goes on.\n.. [CIT] A *book*.\n", "A note goes on.\n\n[CIT] A book."),
        (".. note:: .. tip:: - * deep\n\nEnd", "- deep\n\nEnd"),
    ] {
        assert_eq!(body(text), expected, "{text}");
    }
    let outline = parse("See :doc:`the shed` and\n\n.. toctree::\n\n   one\n");
    assert_eq!(outline.parts[0].linked, 10);
}

#[test]
fn blocks_of_the_body() {
    for (text, expected) in [
        ("One\ntwo.\n\n- a\n- b\n  c\n\n  d\n\n  - e\n\n- f\n\nEnd", "One two.\n\n- a\n- b c\n\nd\n- e\n- f\n\nEnd"),
        ("1. a\n2. b\n\n(a) c\n\nA. Smith\ncame.", "- a\n- b\n- c\n\nA. Smith came."),
        ("term\n  What it *is*.\n\nother : kind\n  More.", "term\nWhat it is.\n\nother : kind\nMore."),
        (
            "Run::\n\n    dig *it*\n\n      deep\n\nand ::\n\n  x\n\n::\n\n  y\n\nEnd",
            "Run:\n\ndig *it*\n\n  deep\n\nand\n\nx\n\ny\n\nEnd",
        ),
        ("- item::\n\n      code\n\n  text", "- item:\n\ncode\n\ntext"),
        ("| one *a*\n| two\n  on\n|\n| three\n\nEnd", "one a\ntwo on\nthree\n\nEnd"),
        (">>> dig(1)\n*2*\n\nEnd", ">>> dig(1)\n*2*\n\nEnd"),
        ("+---+---+\n| a | b |\n+===+===+\n| c | d |\n|   | e |\n+---+---+\n\nEnd", "a | b\nc | d e\n\nEnd"),
        ("=== ===\na   b\n=== ===\nc   d\n\ne   f\n=== ===\n\nEnd", "a | b\nc | d\ne | f\n\nEnd"),
        ("  A quote\n  here.\n\n  -- Who", "A quote here.\n\n-- Who"),
    ] {
        assert_eq!(body(text), expected, "{text}");
    }
}

#[test]
fn cut_documents_are_read() {
    let text = "Title\n=====\n\n.. _a:\n\nPart\n----\n\n.. list-table:: T\n   :x: y\n\n   * - a\n     - b\n\n== ==\na  b\n== ==\n\n+--+\n|a |\n+--+\n\n.. code-block:: x\n\n   y::\n\n    z\n";
    for (end, _) in text.char_indices() {
        drop(parse(&text[..end]));
    }
}

#[test]
fn hostile_documents_cost_no_stack_and_little_time() {
    let many = 50_000;
    let stairs: String = (0..1000).map(|n| " ".repeat(n) + "- x\n").collect();
    for (name, text) in [
        ("items in a line", "- ".repeat(many) + "x\n" + &"x\n".repeat(many)),
        ("directives in a line", ".. note:: ".repeat(many) + "x\n\n" + &" x\n".repeat(many)),
        ("fields in a line", ":a: ".repeat(many) + "x"),
        ("stairs", stairs.clone() + &"x\n".repeat(many)),
        ("stairs of directives", (0..1000).map(|n| " ".repeat(n) + ".. note::\n\n").collect()),
        ("stairs of fields", (0..1000).map(|n| " ".repeat(n) + ":a:\n").collect()),
        ("adornments", "==\n".repeat(many)),
        ("long adornments", "====\n\n".repeat(many)),
        ("headings", "a\n=\n".repeat(many)),
        ("simple borders", "== ==\n".repeat(many)),
        ("simple tables", "== ==\n\n".repeat(many)),
        ("grid borders", "+--+\n".repeat(many)),
        ("wide grids", "+-".repeat(many) + "+\n" + &"|\n".repeat(many)),
        ("wide tables", "= ".repeat(many) + "=\n" + &"a\n".repeat(many) + "= =\n"),
        ("comments", "..\n".repeat(many)),
        ("targets", ".. _a:\n".repeat(many)),
        ("substitutions", ".. |a| replace:: ".to_owned() + &"|a|".repeat(many) + "\n\n" + &"|a| ".repeat(many)),
        ("literals", "a::\n\n b\n\n".repeat(many)),
        ("quotes", (0..1000).map(|n| " ".repeat(n) + "x\n\n").collect()),
        ("zeros", "\0".repeat(1_000_000)),
        ("one line", "word ".repeat(400_000)),
        ("options", ".. note::\n".to_owned() + &"   :a: b\n".repeat(many)),
        ("line blocks", "| a\n".repeat(many)),
        ("commas", ".. csv-table::\n\n".to_owned() + &"   \",\",\n".repeat(many)),
    ] {
        let begin = std::time::Instant::now();
        drop(parse(&text));
        if std::env::var_os("KB_TEST_TIMES").is_some() {
            println!("{name}: {:?} for {} bytes", begin.elapsed(), text.len());
        }
    }
}
