//! What the Markdown reader promises, and the count of headings in documents known to be difficult.

use std::path::Path;
use std::time::{Duration, Instant};

use super::FORMAT;
use crate::corpus::formats::outline::Outline;
use crate::corpus::formats::{ReadOptions, testing};

fn parse(text: &str) -> Outline {
    FORMAT.outline(text, &ReadOptions::default())
}

fn shown(text: &str) -> Vec<String> {
    testing::shown(&parse(text))
}

fn body(text: &str) -> String {
    testing::bodies(&parse(text))
}

#[test]
fn headings_begin_parts_and_lines_are_those_of_the_file() {
    let text = "---\ntitle: T\n---\n\nBefore\n\n# One `code` ![alt](x.png) [link](y) #\nText\n\n\nTwo *words*\nhere\n---\n\n### Three\n";
    let expected =
        ["[5-5]: Before", "1 One code alt link [7-8]: Text", "2 Two words here [11-13]: ", "3 Three [15-15]: "];
    assert_eq!(shown(text), expected);
    assert_eq!(parse(text).front_matter["title"], "T");
    assert_eq!(shown("# A"), ["1 A [1-1]: "]);
    assert_eq!(shown("\n\n# A\n\n\n"), ["1 A [3-3]: "]);
    assert!(shown("").is_empty() && shown("\n \n").is_empty());
    assert!(shown("<!-- a comment\n\n# no -->\n").is_empty());
}

#[test]
fn only_some_headings_count() {
    let text = "> # quoted\n\n[^1]: ## note\n\n[^1]\n\n```\n# code\n```\n\n<!--\n# comment\n-->\n\n#slack\n\n- # item\n\n  text\n- x\n\n    # indented\n";
    let expected = ["[1-15]: quoted\n\nnote\n\n# code\n\n#slack", "1 item [17-20]: text\n- x", "1 indented [22-22]: "];
    let shown = shown(text);
    assert_eq!(shown[0], expected[0]);
    assert_eq!(shown[1], expected[1]);
    assert_eq!(body("~~~\n# to the end"), "# to the end");
}

#[test]
fn ids_and_dialects() {
    let text = "# A {#a}\n## B {: .x #b }\n{: .no_toc}\nText {: .note}\n## C {/*c-c*/}\n## ![d](x){: .y} {{ e }}\n";
    assert_eq!(shown(text), ["1 A#a [1-1]: ", "2 B#b [2-4]: Text", "2 C#c-c [5-5]: ", "2 d [6-6]: "]);
}

#[test]
fn blocks_items_cells_and_code() {
    let text = "One\ntwo  \nthree\\\nfour\n\n1. a\n\n   b\n   - c\n2. [x] d\n\n| x | y |\n|---|---|\n| 1 |  |\n|  | 2 |\n\n```rust\nfn a() {\n    b();\n}\n```\n\n    indented\n";
    let expected = "One two\nthree\nfour\n\n- a\n\nb\n- c\n- d\n\nx | y\n1\n | 2\n\nfn a() {\n    b();\n}\n\nindented";
    assert_eq!(body(text), expected);
}

#[test]
fn markup_is_dropped_and_its_text_kept() {
    let text = "A <span class=x>b</span><br/>c <!-- no --> [link](http://x.org \"t\") ![alt](y) ~~gone~~ x[^n] &amp; <http://z.org>\n\n\
        <div align=center>\n<p>In <b>HTML</b></p>\n<h2>No heading</h2>\n</div>\n\n<details><summary>More</summary>\n\nText *here*\n\n</details>\n\n\
        <script>\nno\n</script>\n\n[^n]: The note.\n";
    let expected = "A b\nc link alt gone x & http://z.org\n\nIn HTML\n\nNo heading\n\nMore\n\nText here\n\nThe note.";
    assert_eq!(body(text), expected);
}

#[test]
fn broken_front_matter_is_told() {
    let outline = parse("---\ntitle: {{ x }}: y\n---\n# A\n");
    assert_eq!((outline.warnings.len(), outline.parts[0].lines.first), (1, 4));
}

#[test]
fn hostile_documents_cost_no_stack_and_little_time() {
    let many = 50_000;
    let stairs: String = (0..400).map(|n| " ".repeat(2 * n) + "- x\n").collect();
    for (name, text) in [
        ("quotes", "> ".repeat(many) + "x"),
        ("quotes without spaces", ">".repeat(many) + "x"),
        ("quotes on lines", ("> ".repeat(200) + "x\n").repeat(100)),
        ("lazy lines", "> ".repeat(many) + "x\n" + &"x\n".repeat(many)),
        ("lazy lines in lists", "- ".repeat(many) + "x\n" + &"x\n".repeat(many)),
        ("lazy lines below stairs", stairs.clone() + &"x\n".repeat(many)),
        ("lazy lines in footnotes", "[^1]: ".repeat(many) + "x\n" + &"x\n".repeat(many)),
        ("lazy lines in all", "[^1]: > - 1. ".repeat(many) + "x\n" + &"x\n".repeat(many)),
        ("lists", "- ".repeat(many) + "x"),
        ("lists and empty lines", "- ".repeat(many) + "x" + &"\n".repeat(many)),
        ("lists and almost empty lines", "- ".repeat(many) + "x" + &" \n\t\n".repeat(many)),
        ("numbered lists", "1. ".repeat(many) + "x"),
        ("mixed", "> - ".repeat(many) + "x\n\n\n"),
        ("mixed lists and empty lines", "+ - * ".repeat(many) + "x\n\n\n" + &"\n".repeat(many)),
        ("stairs", stairs + &"\n".repeat(many)),
        ("footnotes", "[^1]:".repeat(many) + "x"),
        ("footnotes and empty lines", "[^1]: ".repeat(many) + "x" + &"\n".repeat(many)),
        ("brackets", "[".repeat(1_000_000)),
        ("bracket pairs", "[]".repeat(500_000)),
        ("closing brackets", "[".repeat(many) + &"](".repeat(many)),
        ("images", "![".repeat(500_000)),
        ("stars", "*".repeat(1_000_000)),
        ("apart stars", "*a ".repeat(300_000)),
        ("mixed stars", "*a_ **b ~~".repeat(100_000)),
        ("nested stars", "*a **b ".repeat(many) + &"c** d*".repeat(many)),
        ("backticks", (1..1400).map(|n| "`".repeat(n) + " ").collect()),
        ("tags", "<a ".repeat(many)),
        ("comments", "<!--".repeat(many) + "a <!--".repeat(many).as_str()),
        ("instructions", "a <?".repeat(many)),
        ("declarations", "a <!A ".repeat(many)),
        ("cdata", "a <![CDATA[".repeat(many)),
        ("zeros", "\0".repeat(1_000_000)),
        ("one line", "word ".repeat(400_000)),
        ("cells", "|".repeat(200_000) + "\n" + &"|-".repeat(200_000) + "|\n" + &"|\n".repeat(1000)),
        ("pipes", "a|\n".repeat(many)),
        ("headings", "# a\n".repeat(many)),
        ("headings in one list", "- # a\n".repeat(many)),
        ("references", (0..many).map(|n| format!("[{n}]: x\n\n")).collect()),
        ("same reference", "[a]: ".to_owned() + &"x".repeat(10_000) + "\n\n" + &"[a]\n".repeat(many)),
        ("parentheses", "[a](".repeat(many)),
        ("entities", "&".repeat(1_000_000)),
        ("braces", "{:".repeat(500_000)),
        ("html blocks", "<div>\n\n".repeat(many)),
    ] {
        let begin = Instant::now();
        drop(parse(&text));
        let took = begin.elapsed();
        if std::env::var_os("KB_TEST_TIMES").is_some() {
            println!("{name}: {took:?} for {} bytes", text.len());
        }
        assert!(took < Duration::from_secs(20), "{name}: {took:?}");
    }
}

/// `KB_TEST_DATA` names a folder that holds `pitfalls/INDEX.tsv`: a path and the number of CommonMark headings per line.
#[test]
fn difficult_documents_have_as_many_parts_as_headings() {
    let Some(folder) = std::env::var_os("KB_TEST_DATA").map(|data| Path::new(&data).join("pitfalls")) else {
        return println!("skipped");
    };
    let index = std::fs::read_to_string(folder.join("INDEX.tsv")).expect("an index");
    let mut wrong = Vec::new();
    for row in index.lines().skip(1) {
        let mut cells = row.split('\t');
        let (Some(path), Some(_), Some(Ok(count))) =
            (cells.next(), cells.next(), cells.next().map(str::parse::<usize>))
        else {
            continue;
        };
        let bytes = std::fs::read(folder.join(path)).expect("a document");
        let text = crate::corpus::encoding::decode(&bytes, false).expect("text");
        let found = parse(&text).parts.iter().filter(|part| part.heading.is_some()).count();
        // The index leaves out headings in list items, which count here.
        let in_items = row.contains("heading inside a list item") && found > count;
        // To CommonMark a heading right below the tag of an element is text of HTML; to MDX it is a heading.
        let in_element = row.contains("JSX blocks hold fences") && found == count + 1;
        if found != count && !in_items && !in_element {
            wrong.push(format!("{path}: {found} and not {count}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
