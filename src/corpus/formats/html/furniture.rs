//! What an element of a page is for, as its name, role, id and classes tell: content, or serving the page.

use html5ever::tokenizer::Tag;

use super::elements::{attribute, heading_level, is_main, tokens};
use super::labels::{by_word, is_sign};

/// What kind of block an element is. Those of every kind but the last are left out unless the page would lose by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It serves the page wherever it stands.
    Furniture,
    /// It serves the page, but in the main content only if it is made of links: authors have sidebars too.
    Margin,
    /// It holds a page's name and often its menu.
    Header,
    /// It is not shown until a script does so: a menu, or the answer below a question.
    Hidden,
    /// It is a form.
    Form,
    /// It is a table of contents.
    Contents,
    /// It may be anything: a menu, or content.
    Plain,
}

/// Browsers show nothing of what is styled so.
const NOT_SHOWN: &str = "display:none";

/// The kind of the element that this tag opens; none for elements that are not weighed on their own.
pub(super) fn kind_of(tag: &Tag) -> Option<Kind> {
    let name: &str = &tag.name;
    if is_main(tag) {
        return Some(Kind::Plain);
    }
    let block = is_weighed(name);
    let by_name = match name {
        "html" | "body" => return None,
        "nav" => Some(Kind::Furniture),
        "aside" | "footer" => Some(Kind::Margin),
        "form" => Some(Kind::Form),
        "header" => Some(Kind::Header),
        _ if block && heading_level(tag) == 0 => Some(Kind::Plain),
        _ => None,
    };
    let by_role = by_role(attribute(tag, "role").unwrap_or_default());
    let by_label = by_label(tag, by_name.is_some());
    [by_name, by_role, by_label]
        .into_iter()
        .flatten()
        .min_by_key(|kind| STRENGTH.iter().position(|known| known == kind))
}

/// Which kind counts where an element has several, from the strongest on: `contents` and `sidebar` make a list of
/// contents.
const STRENGTH: [Kind; 7] =
    [Kind::Furniture, Kind::Hidden, Kind::Contents, Kind::Form, Kind::Header, Kind::Margin, Kind::Plain];

/// Elements that are weighed even if nothing tells what they are for.
fn is_weighed(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "center"
            | "details"
            | "div"
            | "dl"
            | "figure"
            | "menu"
            | "ol"
            | "p"
            | "section"
            | "table"
            | "td"
            | "ul"
    )
}

fn by_role(role: &str) -> Option<Kind> {
    match role {
        "navigation" | "menubar" | "search" => Some(Kind::Furniture),
        "complementary" | "contentinfo" => Some(Kind::Margin),
        "banner" => Some(Kind::Header),
        "doc-toc" | "directory" => Some(Kind::Contents),
        _ => None,
    }
}

fn by_label(tag: &Tag, block: bool) -> Option<Kind> {
    let style = attribute(tag, "style").unwrap_or_default();
    if style.contains("none") && without_spaces(style).contains(NOT_SHOWN) {
        return Some(Kind::Hidden);
    }
    if !block {
        // A span is only ever a sign at the edge of a line.
        return tokens(tag, "class").any(is_sign).then_some(Kind::Furniture);
    }
    // Office programs name the margins of the page so.
    if matches!(attribute(tag, "title"), Some("header" | "footer")) && &*tag.name == "div" {
        return Some(Kind::Furniture);
    }
    if &*tag.name == "td" && tokens(tag, "class").any(|class| class == "gutter") {
        return Some(Kind::Furniture); // the numbers of lines of code
    }
    // A section's id says what it is about: one called `search` is not the search box.
    let ids = tokens(tag, "id").filter(|_| !is_section(tag));
    let kinds = ids.chain(tokens(tag, "class")).filter_map(|label| {
        // In `navbar__inner` the block is the part before the underscores.
        let label = label.split("__").next().unwrap_or(label);
        if label.bytes().any(|byte| byte.is_ascii_uppercase()) {
            by_word(&label.to_ascii_lowercase())
        } else {
            by_word(label)
        }
    });
    let by_class = kinds.min_by_key(|kind| STRENGTH.iter().position(|known| known == kind));
    let label = attribute(tag, "aria-label").unwrap_or_default();
    let crumbs = matches!(label.to_ascii_lowercase().as_str(), "breadcrumb" | "breadcrumbs" | "pagination");
    by_class.or(crumbs.then_some(Kind::Furniture))
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Whether an element is a section of the text, with a heading of its own, in the manner of HTML, DocBook, Sphinx or
/// Pandoc. Its id is that of the heading.
pub(super) fn is_section(tag: &Tag) -> bool {
    let by_class = |class: &str| {
        let level = class.trim_end_matches(|c: char| c.is_ascii_digit());
        matches!(
            level,
            "appendix"
                | "article"
                | "bibliography"
                | "book"
                | "chapter"
                | "glossary"
                | "glossdiv"
                | "index"
                | "indexdiv"
                | "level"
                | "part"
                | "preface"
                | "refentry"
                | "reference"
                | "refnamediv"
                | "refsect"
                | "refsynopsisdiv"
                | "sect"
                | "section"
                | "simplesect"
        )
    };
    match &*tag.name {
        "section" | "article" => true,
        "div" => tokens(tag, "class").any(by_class),
        _ => false,
    }
}

/// The id of a block that holds the content of many kinds of pages.
pub(super) fn is_content(tag: &Tag) -> bool {
    attribute(tag, "id").is_some_and(|id| {
        ["content", "main", "main-content", "maincontent", "page-content"]
            .iter()
            .any(|name| id.eq_ignore_ascii_case(name))
    })
}
