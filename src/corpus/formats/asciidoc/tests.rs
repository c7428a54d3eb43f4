//! What the reader of AsciiDoc promises.

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
fn the_header_is_front_matter() {
    let text = "// a comment\n:early: 1\n= The {tool} *Guide*\nAda Smith <ada@x.org>; Bo Li\nv1.2, 2024-05-01: first\n:tool: Spade\n:description: About \\\nthe {tool}\n:page-role: gardener\n:!toc:\n\nText with {tool}.\n";
    let outline = parse(text);
    let expected = json!({"early": "1", "author": "Ada Smith, Bo Li", "date": "2024-05-01", "tool": "Spade", "description": "About the Spade", "page-role": "gardener", "role": "gardener"});
    assert_eq!(json!(outline.front_matter), expected);
    assert_eq!(shown(text), ["1 The Spade Guide [3-12]: Text with Spade."]);
    assert_eq!(shown("Title\n=====\nAda\n\nPart\n----\n\nText\n"), ["1 Title [1-2]: ", "2 Part [5-8]: Text"]);
    assert_eq!(parse("---\ntitle: T\n---\n= A\n").parts[0].lines.first, 4);
}

#[test]
fn headings_and_their_anchors() {
    let text = "= T\n\n[[one]]\n== One ==\n\n[#two.role]\n=== Two `code`\n\n## Three [[three]]\n\n[discrete,id=four]\n==== Four\nText\n== no heading\n\n* item\n\n== Five\n\n[id=\"six\",x=y]\n======= no\n";
    let expected = [
        "1 T [1-1]: ",
        "2 One#one [4-4]: ",
        "3 Two code#two [7-7]: ",
        "2 Three#three [9-9]: ",
        "4 Four#four [12-16]: Text == no heading\n\n- item",
        "2 Five [18-21]: ======= no",
    ];
    assert_eq!(shown(text), expected);
    assert!(shown("").is_empty() && shown("\n \n").is_empty() && shown("// c\n").is_empty());
    assert!(shown("-----BEGIN PGP SIGNATURE-----\n\nabc\n").is_empty());
}

#[test]
fn headings_in_blocks_are_text() {
    for (open, close) in [
        ("----", "----"),
        ("....", "...."),
        ("====", "===="),
        ("****", "****"),
        ("____", "____"),
        ("++++", "++++"),
        ("////", "////"),
        ("|===", "|==="),
        ("--", "--"),
        ("```ruby", "```"),
        ("=====\n****", "****\n====="),
    ] {
        let text = format!("== A\n\n{open}\n== No\n\nNo\n---\n{close}\n\n== B\n");
        let titles: Vec<_> = parse(&text).parts.into_iter().filter_map(|part| part.heading).map(|h| h.text).collect();
        assert_eq!(titles, ["A", "B"], "{open}");
    }
}

#[test]
fn blocks_of_the_body() {
    for (text, expected) in [
        ("One\ntwo +\nthree.\n// no\n\n'''\n\nFour", "One two three.\n\nFour"),
        (
            "[source,ruby]\n.A *title*\n----\ndef x <1>\n  y # <2>\ninclude::a.rb[]\nend\n----\n<1> Is x.\n",
            "A title\n\ndef x\n  y\nend\n\n- Is x.",
        ),
        ("[source]\na *b*\n  c\n\nd", "a *b*\n  c\n\nd"),
        (" literal *x*\n  y\n\nz", "literal *x*\n y\n\nz"),
        ("NOTE: Mind *it*.\n\n[WARNING]\n====\nHot.\n====\n", "Mind it.\n\nHot."),
        ("* a\n** b\nc\n* d\n+\nmore\n+\n----\ncode\n----\n* e\n\nEnd", "- a\n- b c\n- d\nmore\n\ncode\n- e\n\nEnd"),
        (". [x] a\n.. b\n\n. c", "- a\n- b\n- c"),
        ("term:: What *it* is.\nother::\n  More.\n", "term\nWhat it is.\nother\nMore."),
        ("|===\n|A |B\n\n|a |*b*\n2+|c\n|===\n\nEnd", "A | B\na | b\nc\n\nEnd"),
        ("[cols=\"1,1\"]\n|===\n|a\n|b\n|c\n|d\n|===", "a | b\nc | d"),
        (",===\na,\"b, c\"\n,===", "a | b, c"),
        ("[%header,format=csv]\n|===\na,b\n|===", "a | b"),
        (
            "image::a.png[A shed,300]\n\ntoc::[]\n\nifdef::x[]\nSeen.\nendif::[]\nifdef::y[Also.]\n",
            "A shed\n\nSeen. Also.",
        ),
        (
            ":tool: spade\n\nUse {tool}. See xref:a.adoc[A], <<b,the *B*>> and https://x.org[X].",
            "Use spade. See A, the B and X.",
        ),
        ("[quote,Who]\n____\nWords\n\n* a\n____\n", "Words\n\n- a"),
        ("++++\n<p>a <b>b</b></p>\n++++\n", "a b"),
        ("[[x]]Text [.role]#marked#", "Text marked"),
        ("====\na\n\n------\nb", "a\n\nb"),
    ] {
        assert_eq!(body(text), expected, "{text}");
    }
    assert_eq!(parse("See <<b,the *B*>>.").parts[0].linked, 4);
}

#[test]
fn cut_documents_are_read() {
    let text = "= T\nAda <a@b>\nv1, 2024\n:a: b \\\nc\n\n[[x]]\n== A\n\n[source,é]\n----\nx <1>\n----\n<1> y\n\n|===\n2+|a é| b\n|===\n\nt:: link:x[y] <<z>>\n+\n====\n--\na\n";
    for (end, _) in text.char_indices() {
        drop(parse(&text[..end]));
    }
}

#[test]
fn hostile_documents_cost_no_stack_and_little_time() {
    let many = 50_000;
    for (name, text) in [
        ("nested blocks", (4..1000).map(|n| "=".repeat(n) + "\n" + &"*".repeat(n) + "\n").collect()),
        ("blocks", "====\n--\n****\n".repeat(many)),
        ("code", "----\n".repeat(many)),
        ("unclosed code", (4..1000).map(|n| "-".repeat(n) + "\n").collect()),
        ("tables", "|===\n|a\n".repeat(many)),
        ("cells", "|===\n".to_owned() + &"|a".repeat(many * 2) + "\n" + &"|\n".repeat(many)),
        ("spans", "|===\n".to_owned() + &"20*|".repeat(many)),
        ("lists", (1..1000).map(|n| "*".repeat(n) + " x\n").collect()),
        ("items", "* x\n".repeat(many)),
        ("terms", "a::\n".repeat(many)),
        ("colons", "a:: ".repeat(many) + &";:".repeat(many)),
        ("headings", "== a\n\n".repeat(many)),
        ("titles", "a\n---\n".repeat(many)),
        ("attributes", "[x]\n".repeat(many)),
        ("anchors", "[[x]]\n".repeat(many)),
        ("entries", ":a: {a}{a}{a}x\n".repeat(many) + &"{a}".repeat(many)),
        ("long entries", ":a: \\\n".to_owned() + &"x \\\n".repeat(many)),
        ("comments", "//\n////\n".repeat(many)),
        ("conditions", "ifdef::x[]\n".repeat(many)),
        ("continuations", "* a\n".to_owned() + &"+\n".repeat(many)),
        ("zeros", "\0".repeat(1_000_000)),
        ("one line", "word ".repeat(400_000)),
        ("short rules", "==\n".repeat(many)),
    ] {
        let begin = std::time::Instant::now();
        drop(parse(&text));
        if std::env::var_os("KB_TEST_TIMES").is_some() {
            println!("{name}: {:?} for {} bytes", begin.elapsed(), text.len());
        }
    }
}
