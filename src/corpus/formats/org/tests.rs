//! What the reader of Org promises.

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
fn keywords_at_the_top_are_front_matter() {
    let text = "#+TITLE: The /Shed/\n#+title: Book\n#+FILETAGS: :a:b c:\n#+filetags: :d:\n#+DATE: <2024-05-01 Wed>\n#+AUTHOR: Ada\n#+role: gardener\n\nText\n* A\n#+author: Bo\n";
    let outline = parse(text);
    let expected = json!({"title": "The Shed Book", "tags": ["a", "b", "c", "d"], "date": "2024-05-01 Wed", "author": "Ada", "role": "gardener"});
    assert_eq!(json!(outline.front_matter), expected);
    assert_eq!(shown(text), ["1 The Shed Book [1-9]: Text", "2 A [10-10]: "]);
    assert_eq!(shown("#+title: T\n* A\n****** B\n"), ["1 T [1-1]: ", "2 A [2-2]: ", "6 B [3-3]: "]);
    assert_eq!(parse("---\ntitle: T\n---\n* A\n").parts[0].lines.first, 4);
}

#[test]
fn headings_and_what_is_left_out() {
    let text = "#+TODO: OPEN(o) | SHUT\n* TODO [#A] One *b* [1/2] :x:y:\nDEADLINE: <2024-05-01>\n:PROPERTIES:\n:CUSTOM_ID: the-one\n:ID: 7\n:END:\n:LOGBOOK:\nCLOCK: x\n:END:\nText\n** SHUT Two\n* COMMENT Gone\nno\n** No\n* Gone :noexport:\nno\n*** No\n\n* Three\n******** Eight\n:NOTES:\nkept\n\n* Five\n";
    let expected = [
        "1 One b#the-one [2-11]: Text",
        "2 Two [12-12]: ",
        "1 Three [20-20]: ",
        "6 Eight [21-23]: :NOTES: kept",
        "1 Five [25-25]: ",
    ];
    assert_eq!(shown(text), expected);
}

#[test]
fn blocks_of_the_body() {
    for (text, expected) in [
        (
            "One\ntwo\\\\\nthree.\n# no\n\n-----\n#+NAME: x\n#+CAPTION: A *shed*\n[[file:a.png]]\n",
            "One two three.\n\nA shed\n\na.png",
        ),
        ("#+BEGIN_SRC sh\n  dig *it*\n    ,* deep\n#+END_SRC\nEnd", "dig *it*\n  * deep\n\nEnd"),
        (
            "#+begin_quote\nA *b*\n\n- c\n#+end_quote\n#+begin_comment\nno\n#+end_comment\n#+begin_export html\n<b>\n#+end_export\n",
            "A b\n\n- c",
        ),
        ("#+begin_verse\na /b/\n  c\n#+end_verse", "a b\n  c"),
        ("- [X] a\n- b\n  c\n\n  d\n  1. e\n- t :: u\n- v ::\nEnd", "- a\n- b c\nd\n- e\n- t: u\n- v\n\nEnd"),
        ("| a | *b* |\n|---+---|\n| c |  |\n| | d |\nEnd", "a | b\nc\n | d\n\nEnd"),
        (": dig *it*\n:\n:   deep\nEnd", "dig *it*\n\n  deep\n\nEnd"),
        ("a\n#+BEGIN_HTML\n<b>no</b>\n#+END_HTML\nb", "a\n\nb"),
        ("* A\n#+begin_src\nno end\n* B\n", "no end\n#\n"),
    ] {
        assert_eq!(body(text), expected, "{text}");
    }
    assert_eq!(parse("See [[a][the shed]].").parts[0].linked, 7);
    assert!(shown("").is_empty() && shown("\n \n").is_empty() && shown("# c\n").is_empty());
}

#[test]
fn cut_documents_are_read() {
    let text = "#+TITLE: é\n* TODO A é :x:\n:PROPERTIES:\n:CUSTOM_ID: é\n:END:\n#+begin_src é\nx\n#+end_src\n| é | b |\n- é :: [[x][é]] =é= [fn:1]\n: é\n";
    for (end, _) in text.char_indices() {
        drop(parse(&text[..end]));
    }
}

#[test]
fn hostile_documents_cost_no_stack_and_little_time() {
    let many = 50_000;
    for (name, text) in [
        ("headings", "* a\n".repeat(many)),
        ("stars", (1..1000).map(|n| "*".repeat(n) + " a\n").collect()),
        ("a line of stars", "*".repeat(1_000_000) + " a"),
        ("drawers", ":A:\n".repeat(many)),
        ("ended drawers", ":A:\n:END:\n".repeat(many)),
        ("blocks", "#+begin_src\n".repeat(many)),
        ("other blocks", "#+begin_quote\n".repeat(many)),
        ("hidden", "* COMMENT a\n".repeat(many)),
        ("stairs", (0..1000).map(|n| " ".repeat(n) + "- x\n").collect()),
        ("items", "- ".repeat(many) + "x"),
        ("rows", "|a|b\n".repeat(many)),
        ("cells", "|a".repeat(many)),
        ("keywords", "#+a: b\n".repeat(many)),
        ("titles", "#+title: b\n".repeat(many)),
        ("fixed", ": a\n".repeat(many)),
        ("zeros", "\0".repeat(1_000_000)),
        ("one line", "word ".repeat(400_000)),
        ("rules", "-----\n".repeat(many)),
    ] {
        let begin = std::time::Instant::now();
        drop(parse(&text));
        if std::env::var_os("KB_TEST_TIMES").is_some() {
            println!("{name}: {:?} for {} bytes", begin.elapsed(), text.len());
        }
    }
}
