//! What is left of MDX.

use super::{Dialect, without};

fn left(text: &str, dialect: Dialect) -> String {
    without(text, dialect, "The page").unwrap().text.into_owned()
}

#[test]
fn elements_go_and_their_text_stays() {
    for (text, expected) in [
        ("<Note>text</Note>", "\ntext\n"),
        ("<Note>\ntext\n</Note>\n", "\ntext\n\n"),
        ("a <B x={1}>b</B> c<br/>d <>e</>", "a b c d e"),
        ("<Note title=\"The *title*\" x=\"no\">\ntext\n</Note>", "\nThe *title*\n\ntext\n"),
        ("<Card\n  title='A'\n  x={[{a: '>'}]}\n/>\ntext", "\nA\n\ntext"),
        ("- a\n  <Tip label={\"L\"} />\n", "- a\n  \n  L\n\n"),
        (
            "<Tabs>\n  <Tab title=\"T\">\n    ## One\n\n    ```\n      <x>{y}\n    ```\n  </Tab>\n</Tabs>\n    a",
            "\n\nT\n\n## One\n\n```\n  <x>{y}\n```\n\n\n    a",
        ),
        ("<style>{`a`}\n# b</style>c", "c"),
        ("`<A>{b}` ``{`c`}`` \\<A> \\{b}", "`<A>{b}` ``{`c`}`` \\<A> \\{b}"),
        ("a < b > c <http://x.org>", "a < b > c <http://x.org>"),
        ("::: note {x}\n", "::: note {x}\n"),
    ] {
        assert_eq!(left(text, Dialect::Mdx), expected, "{text}");
    }
}

#[test]
fn code_goes() {
    for (text, expected) in [
        ("import A from 'a'\n\nexport const b = {\n\n  c: 1 }\n\n# d\n", "\n\n\n\n\n\n# d\n"),
        ("a {b} {/* c */}{'d'} {`e`}", "a  d e"),
        ("{\n  list.map(x => <li>{x}</li>)\n\n}\nb", "\nb"),
        ("{/* a\n\n# b\n*/}\nc", "\nc"),
        ("# {frontmatter.title} {/*id*/}\n", "# The page {/*id*/}\n"),
        ("# a {b} {#id}\n", "# a  {#id}\n"),
        ("# a {/* b */} c\n", "# a  c\n"),
        ("```\na\n\nimport b from 'b'\n```\n", "```\na\n\nimport b from 'b'\n```\n"),
        ("{a\n\nb", "{a\n\nb"),
    ] {
        assert_eq!(left(text, Dialect::Mdx), expected, "{text}");
    }
}

#[test]
fn markdown_with_components_keeps_its_braces() {
    for (text, expected) in [
        ("<Note>\n/users/{id} <b>c</b> {/* d */}\n</Note>", "\n/users/{id} <b>c</b> \n"),
        ("<!-- <Note> -->\n<Note>a</Note>", "<!-- <Note> -->\n\na\n"),
    ] {
        assert_eq!(left(text, Dialect::Components), expected, "{text}");
    }
    assert!(without("<Note>a</Note>", Dialect::Plain, "").is_none());
}
