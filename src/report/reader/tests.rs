use std::time::{Duration, Instant};

use unicode_width::UnicodeWidthStr;

use super::{Reading, mark, plain, read};
use crate::report::{Sheet, Style, Tone, lines, sanitize};

fn shown(sheets: &[Sheet], width: u16) -> String {
    let line = |spans: Vec<crate::report::Span>| spans.into_iter().map(|span| span.text).collect::<String>();
    lines(sheets, width).into_iter().map(line).collect::<Vec<_>>().join("\n")
}

fn page(markdown: &str, width: u16) -> String {
    shown(&read(markdown, &Reading::default()), width)
}

#[test]
fn items_hang_and_nest() {
    let list =
        "Before\n\n- one two three four\n  - inner\n  - [x] done and dusted\n- ~~two~~\n\n9. nine\n10. ten\n    more\n";
    assert_eq!(
        page(list, 16),
        "Before\n\n• one two three\n  four\n  ◦ inner\n  [x] done and\n      dusted\n• ~~two~~\n\n9. nine\n10. ten more"
    );
    assert_eq!(page("- one\n\n  more\n\n- two\n", 20), "• one\n\n  more\n\n• two");
    assert_eq!(page("- - a\n  - b\n-\n- c\n", 20), "• ◦ a\n  ◦ b\n• c");
    assert_eq!(page("1. [ ] a\n   ```sh\n   b\n   ```\n", 40), "1. [ ] a\n\n         sh\n           b");
}

#[test]
fn quotes_go_on_in_empty_lines_and_code_keeps_its_indentation() {
    let text = "> a\n>\n> - b c d\n>   e\n\n```rust ignore\nfn x() {\n\n    y()\n}\n```\n";
    assert_eq!(page(text, 12), "│ a\n│\n│ • b c d e\n\n  rust\n    fn x() {\n\n        y()\n    }");
    let code = read("> ```\n> a\n>\n> b\n> ```\n", &Reading::default());
    assert_eq!(shown(&code, 20), "│     a\n│\n│     b");
}

#[test]
fn links_are_listed_by_number() {
    let text = "See [the docs](https://a.b/c), [them](https://a.b/c) again, [x][label], <https://d.e> and <m@n.o>.";
    let reference = |label: &str| (label == "label").then(|| "other.md#there".to_owned());
    let sheets = read(text, &Reading { reference: &reference, ..Reading::default() });
    assert_eq!(
        shown(&sheets, 100),
        "See the docs [1], them [1] again, x [2], https://d.e and m@n.o.\n\n[1] https://a.b/c\n[2] other.md#there"
    );
    assert_eq!(page("[x][label] and [y]", 100), "[x][label] and [y]");
}

#[test]
fn pictures_are_their_words_and_html_is_dropped() {
    let text =
        "![](x.png)![a *tree*](y.png) [![badge](b.svg)](c) a<br>b <kbd>Ctrl</kbd><!-- no -->\n\n<div>\nx\n</div>\n";
    assert_eq!(page(text, 100), "[image: a tree] [image: badge] [1] a\nb Ctrl\n\n[1] c");
    let html = |html: &str| html.replace("<div>", "").replace("</div>", "");
    let sheets = read(text, &Reading { html: &html, ..Reading::default() });
    assert!(shown(&sheets, 100).contains("b Ctrl\n\nx\n\n[1] c"), "{sheets:?}");
}

#[test]
fn footnotes_and_rules() {
    assert_eq!(page("a[^1]\n\n***\n\n[^1]: note\n    more\n", 40), "a[^1]\n\n────────────────────\n\n[^1] note more");
}

#[test]
fn a_heading_shown_elsewhere_is_left_out() {
    let below = Reading { below_heading: true, ..Reading::default() };
    assert_eq!(shown(&read("## A *b*\n\ntext\n\n> # c\n", &below), 40), "text\n\n│ c");
    assert_eq!(shown(&read("A\n===\ntext", &below), 40), "text");
    assert_eq!(shown(&read("text\n\n# A", &below), 40), "text\n\nA");
}

#[test]
fn tables_have_rules_only_where_rows_are_broken() {
    let table = "| Name | Size |\n|---|---:|\n| 自己 紹介 | 12 |\n| b | |\n";
    assert_eq!(page(table, 40), "Name       Size\n───────────────\n自己 紹介    12\nb");
    assert_eq!(page("> | a |\n> |---|\n> | b |", 40), "│ a\n│ ─\n│ b");
    let long = format!("| a | b |\n|---|---|\n| {0} | c |\n| d | {0} |\n", "word ".repeat(20));
    assert_eq!(page(&long, 60).matches("────\n").count(), 2, "{}", page(&long, 60));
    assert_eq!(page("| | |\n|---|---|\n| a | b |\n", 40), "a  b");
}

#[test]
fn text_of_the_index_has_items_and_tables_too() {
    let body = "One\ntwo\n\n- a b c d\n- e\n\nx | y\nz | \n\n    code\n\nls | wc";
    assert_eq!(shown(&plain(body), 8), "One\ntwo\n\n• a b c\n  d\n• e\n\nx  y\nz\n\n    code\n\nls | wc");
    assert_eq!(shown(&plain(""), 8), "");
}

#[test]
fn words_are_marked_across_stress_and_lines() {
    let mut sheets = read("a **gran**ite wall\n\n| granite |\n|---|\n| x granite |\n", &Reading::default());
    mark(&mut sheets, &mut |text| text.match_indices("granite").map(|(at, word)| at..at + word.len()).collect());
    let marked: Vec<String> = lines(&sheets, 80)
        .into_iter()
        .flatten()
        .filter(|span| span.tone == Tone::Match)
        .map(|span| span.text)
        .collect();
    assert_eq!(marked, ["granite", "granite"]);
    let text = shown(&sheets, 80);
    for odd in [vec![0..1, 0..9], vec![3..4, 1..2], vec![usize::MAX - 1..usize::MAX, 0..usize::MAX]] {
        mark(&mut sheets, &mut |_| odd.clone());
        assert_eq!(shown(&sheets, 80), text, "{odd:?}");
    }
}

/// What opens, nests, repeats or lies, each many times over.
fn hostile() -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for piece in [
        "> ",
        ">",
        "- ",
        "1. ",
        "* ",
        "[^a]: ",
        "[^a]: x\n\n    ",
        "[",
        "![",
        "](x)",
        "[a](",
        "**",
        "_a",
        "~~",
        "`",
        "``` ",
        "~~~\n",
        "|",
        "| a ",
        "|-",
        "<",
        "<b ",
        "<!--",
        "</",
        "&#x1b;",
        "&#27;[31m",
        "\u{1b}[2J",
        "\u{202e}",
        "a\u{9b}1m",
        "\r",
        "\u{0}",
        "\t",
        "\t- ",
        "\\",
        "  \n",
        "# ",
        "=\n",
        "-\n",
        "* * *\n",
        "[x]: y\n",
        "[x]",
        "👩‍💻",
        "自己紹介",
        "e\u{301}",
        "\u{200d}",
        "\u{fe0f}",
        "مرحبا ",
        "- [ ] ",
        "<https://a.b> ",
        "x@y.z ",
        ":::\n",
        "$$",
        "{#a}",
        "[[a|b]]",
    ] {
        all.push(piece.repeat(3000));
        all.push(format!("{}\ntext\n\n{}", piece.repeat(40), piece.repeat(7)));
        all.push(format!("a\n\n{piece}{piece}b\n{}c", "x\n".repeat(2000)));
    }
    let nested: String = (0..700).map(|level| format!("{}- x\n", "  ".repeat(level))).collect();
    all.push(nested);
    all.push(format!("{}x\n{}", "> ".repeat(2000), "lazy\n".repeat(2000)));
    all.push(format!("|{}\n|{}\n{}", " a |".repeat(2000), "-|".repeat(2000), "| b |\n".repeat(2000)));
    all.push(format!("| a | b |\n|---|---|\n{}", "| x y z | 自己 👩‍💻 |\n".repeat(20_000)));
    all.push(format!("{}\n[a]: {}\n", "[a]".repeat(3000), "x".repeat(3000)));
    all
}

/// Any Markdown can be read at any width, in a time that its length decides.
#[test]
fn whatever_comes_is_safe_and_fits() {
    let started = Instant::now();
    let all = hostile();
    for markdown in &all {
        let sheets = read(markdown, &Reading { html: &|html| html.to_owned(), ..Reading::default() });
        for width in [12, 60] {
            for line in lines(&sheets, width) {
                let text: String = line.iter().map(|span| span.text.as_str()).collect();
                let start: String = markdown.chars().take(40).collect();
                assert!(text.width() <= usize::from(width), "{width}: {text:?} of {start:?}");
                assert!(!text.chars().any(sanitize::is_unsafe), "{text:?} of {start:?}");
            }
        }
    }
    println!("{} texts in {:?}", all.len(), started.elapsed());
    assert!(started.elapsed() < Duration::from_secs(120), "{:?}", started.elapsed());
}

/// Pieces of Markdown put together by chance: the same on every run.
#[test]
fn any_markdown_can_be_read() {
    let pieces = [
        "\n",
        "\n\n",
        "- ",
        "  ",
        "    ",
        "> ",
        "1. ",
        "# ",
        "```",
        "~~~rust\n",
        "|",
        "| a | b |\n|---|:-:|\n",
        "*",
        "**",
        "_",
        "`",
        "[",
        "](",
        ")",
        "![",
        "<b>",
        "</b>",
        "<div>\n",
        "<br>",
        "&amp;",
        "&#27;",
        "\u{1b}[1m",
        "\u{202e}",
        "自己",
        "👩‍💻",
        "word ",
        "longwordlongwordlongwordlongword",
        "[^1]",
        "[^1]: ",
        "- [x] ",
        "---\n",
        "===\n",
        "~~",
        "\\",
        "\r\n",
        "\t",
        "http://a.b/c",
    ];
    let cases = std::env::var("KB_SOAK_READER").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2_000);
    let mut seed = 7u32;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % below
    };
    for case in 0..cases {
        let markdown: String = (0..next(40)).map(|_| pieces[next(pieces.len())]).collect();
        let sheets = read(&markdown, &Reading { html: &|html| html.to_owned(), ..Reading::default() });
        for width in [4, 9, 40, 200] {
            for line in lines(&sheets, width) {
                let text: String = line.iter().map(|span| span.text.as_str()).collect();
                assert!(text.width() <= usize::from(width), "case {case}, {width}: {text:?} of {markdown:?}");
                assert!(!text.chars().any(sanitize::is_unsafe), "case {case}: {text:?} of {markdown:?}");
            }
        }
    }
    println!("{cases} texts, seed 7");
}

#[test]
fn colour_changes_nothing_but_colour() {
    for markdown in hostile().iter().filter(|markdown| markdown.len() < 5000) {
        let sheets = read(markdown, &Reading::default());
        let plain = crate::report::table::write(&sheets, &Style::plain(60));
        let coloured = crate::report::table::write(&sheets, &Style { color: true, ..Style::plain(60) });
        assert_eq!(crate::report::table::without_codes(&coloured), plain);
    }
}

#[test]
fn a_line_behind_a_break_is_not_indented() {
    assert_eq!(page("**name**<br/>\nwhat it is\nand does<br>\n*more*\n", 12), "name\nwhat it is\nand does\nmore");
    assert_eq!(page("![](x.png) what it\nis\n", 8), "what it\nis");
    assert_eq!(page("<a name=\"x\"></a> what it\nis\n", 8), "what it\nis");
    assert_eq!(page("- a<br>\n  b c d e\n", 8), "• a\n  b c d\n  e");
}

#[test]
fn an_address_that_says_where_it_leads_has_no_number() {
    assert_eq!(page("<m@n.o> <mailto:m@n.o> <https://a.b>", 60), "m@n.o mailto:m@n.o https://a.b");
}
