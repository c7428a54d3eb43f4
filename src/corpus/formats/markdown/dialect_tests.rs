//! Documents in dialects of Markdown, from their text to their parts.

use super::{FORMAT, MDX};
use crate::corpus::formats::outline::Outline;
use crate::corpus::formats::{Format, ReadOptions};

fn read(format: &Format, text: &str) -> Outline {
    format.outline(text, &ReadOptions::default())
}

/// `level text#anchor [first-last]: body` for each part.
fn shown(outline: Outline) -> Vec<String> {
    let part = outline.parts.into_iter().map(|part| {
        let heading = part.heading.map_or(String::new(), |heading| {
            let anchor = heading.anchor.map_or(String::new(), |anchor| format!("#{anchor}"));
            format!("{} {}{anchor} ", heading.level, heading.text)
        });
        format!("{heading}[{}-{}]: {}", part.lines.first, part.lines.last, part.body)
    });
    part.collect()
}

#[test]
fn mdx_is_read_as_it_is_rendered() {
    let text = "---\ntitle: The page\n---\nimport {\n  A\n} from './a'\n\n# {frontmatter.title}\n\n<Note title=\"Mind\">\n## Inside {/*in*/}\nText <b>of</b> {x}\n\n\
        ```js\n<A b={c} />\n```\n</Note>\n\n<Tabs>\n    <Tab label=\"One\">\n        - item\n    </Tab>\n</Tabs>\n\n### Last\n";
    let expected =
        ["1 The page [8-10]: Mind", "2 Inside#in [11-21]: Text of\n\n<A b={c} />\n\nOne\n\n- item", "3 Last [25-25]: "];
    assert_eq!(shown(read(&MDX, text)), expected);
    let found = shown(read(&FORMAT, text));
    assert!(found[1].starts_with("2 Inside#in [11-21]: Text of {x}"), "{found:#?}");
}

#[test]
fn markup_of_site_generators_is_no_text() {
    let text = "---\ntitle: T\n---\n{% include nav.html %}\n# {{ page.title }}\n\nVersion {{ site.v }} of [it]({{< ref \"x y\" >}}).\n\n\
        {% raw %}\n```\n{{ shown }} x\n```\n{% endraw %}\n\n{% comment %}\n## No\n{% endcomment %}\n\n\
        {% highlight sh %}\n# code\n{% endhighlight %}\n\n## {{domxref(\"Node.x\")}}\n`{{ a }}` <%= b %>\n\n::: tip Good\nto know\n:::\n";
    let expected =
        ["1 T [5-21]: Version of it.\n\n{{ shown }} x\n\n# code", "2 Node.x [23-27]: {{ a }}\n\nGood\n\nto know"];
    assert_eq!(shown(read(&FORMAT, text)), expected);
}

#[test]
fn words_of_a_tag_in_its_own_line_are_a_paragraph() {
    let text = "{{% alert title=\"Mind\" %}}\nthe gap\n{{% /alert %}}\n{% raw %}\n{{ a }}\n{% endraw %}\n";
    assert_eq!(shown(read(&FORMAT, text)), ["[1-5]: Mind\n\nthe gap\n\n{{ a }}"]);
}

#[test]
fn boxes_are_text() {
    let text = "> [!NOTE]\n> Quoted\n\n>[!TAB [!DNL Redis] settings]\n\n!!! warning \"Mind the gap\"\n    Text\n\n    ```\n    code\n    ```\n\n[!INCLUDE [x](y.md)]\nEnd\n";
    let outline = read(&FORMAT, text);
    assert_eq!(outline.parts.len(), 1);
    let body = &outline.parts[0].body;
    assert!(body.starts_with("Quoted\n\n") && body.contains("Mind the gap\n\nText\n\ncode\n\nEnd"), "{body}");
    assert!(!body.contains("[!NOTE") && !body.contains("!!!") && !body.contains("y.md"), "{body}");
}

#[test]
fn marks_in_marks_and_in_titles_lose_their_brackets() {
    let text = "---\ntitle: The [!DNL Redis] guide\n---\n# [!UICONTROL [!DNL Redis] settings] `[!DNL x]` [!DNL a]\n";
    let outline = read(&FORMAT, text);
    assert_eq!(outline.front_matter["title"], "The Redis guide");
    assert_eq!(shown(outline), ["1 Redis settings [!DNL x] a [4-4]: "]);
}

#[test]
fn bold_lines_are_headings_where_that_is_wanted() {
    let text = "**Before**\n\n# One\n\n**Two**\n\ntext\n\n- **item**\n\n> **quote**\n\n**A sentence.**\n\n**A** and **b**\n\n### Three\n**Four**\n";
    let options = ReadOptions { bold_headings: true, ..ReadOptions::default() };
    let found = shown(FORMAT.outline(text, &options));
    let expected = [
        "2 Before [1-1]: ",
        "1 One [3-3]: ",
        "2 Two [5-15]: text\n\n- item\n\nquote\n\nA sentence.\n\nA and b",
        "3 Three [17-17]: ",
        "4 Four [18-18]: ",
    ];
    assert_eq!(found, expected);
    assert_eq!(read(&FORMAT, text).parts.len(), 3);
}

#[test]
fn only_headings_are_headings() {
    let text = "---\ntitle: x\n# comment\n---\n> # quote\n\n<!-- # comment -->\n\n<!--\n# comment\n-->\n\n```\n# code\n```\n\n\
        {% comment %}\n# comment\n{% endcomment %}\n\n<details>\n<summary>Sum</summary>\n\n## In details\n\n</details>\n\n# Same {#one}\n# Same\n";
    let found: Vec<String> =
        read(&FORMAT, text).parts.into_iter().filter_map(|part| part.heading).map(|heading| heading.text).collect();
    assert_eq!(found, ["In details", "Same", "Same"]);
}

/// Linear in the length of the text, and no deep recursion: each would otherwise take minutes or end the program.
#[test]
fn hostile_markup_ends() {
    let many = 50_000;
    for (text, parts) in [
        ("{{".repeat(many), 1),
        ("{{ a ".repeat(many), 1),
        ("{{< a ".repeat(many), 1),
        ("{%".repeat(many), 1),
        ("{%".repeat(many) + "%}", 1),
        ("{{1 ".repeat(many) + "}}", 1),
        ("{% raw %}".repeat(many), 1),
        ("{% raw %}\n\n".repeat(many), 1),
        ("{% comment %} {% endx %}".repeat(many), 1),
        ("`{% raw %}` ".repeat(many), 1),
        ("<%".repeat(many), 1),
        ("<%= a\n".repeat(many), 1),
        (":::".repeat(many), 1),
        ("::: a\n".repeat(many), 1),
        (format!("{} :::", " ".repeat(many)).repeat(10), 1),
        ("[!".repeat(many), 1),
        ("[!a ".repeat(many), 1),
        ("!!! a\n    ".repeat(many), 1),
        ((0..1000).map(|n| "    ".repeat(n) + "!!! a\n").collect(), 1),
        ("<A>".repeat(many), 1),
        ("<A>\n".repeat(many), 1),
        ("<A><A><A>\n  ".repeat(many / 5), 1),
        ("<A ".repeat(many), 1),
        ("<A b=".repeat(many), 1),
        ("<A b={".repeat(many), 1),
        ("<A b={".repeat(many) + &"}".repeat(many), 1),
        ("<A b='".repeat(many), 1),
        ("</A>".repeat(many), 1),
        ("<A>\n".repeat(many) + &"</B>\n".repeat(many), 1),
        ("<A/>\n".to_owned() + &"{".repeat(many), 1),
        ("<A/>\n\n".to_owned() + &"{a\n\n".repeat(many), 1),
        ("<A/>\n\n".to_owned() + &"{".repeat(many) + &"}".repeat(many), 1),
        ("<A/>\n\n".to_owned() + &"{/*".repeat(many), 1),
        ("<A/>\n\n# ".to_owned() + &"{/* ".repeat(many), 2),
        ("<A/>\n\n".to_owned() + &"import {\n\n".repeat(many), 1),
        ("<A/>\n\n".to_owned() + &"export const a = `\n\n".repeat(many), 1),
        ("<A/>\n\n".to_owned() + &"export const a = [(\n".repeat(many), 1),
        ("<A/>\n\n".to_owned() + &"` `` ``` ".repeat(many), 1),
        ("<A/>\n\n".to_owned() + &"<!-- ".repeat(many), 1),
        ("<A/>\n".to_owned() + &"\0".repeat(many), 1),
        ("<A/> {{ a }} word ".repeat(many * 4), 1),
    ] {
        for format in [&FORMAT, &MDX] {
            let found = read(format, &text).parts.len();
            assert!(found <= parts, "{found} parts: {}", text.get(..30).unwrap_or_default());
        }
    }
}
