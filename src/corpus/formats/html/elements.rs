//! What the elements of a page are and what each of them does to the text in it.

use html5ever::tokenizer::Tag;

/// What an element does to the text in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Effects {
    /// No reader sees its text.
    pub unseen: bool,
    /// Its text is seen and left out.
    pub dropped: bool,
    /// It is a main part of the page: `<main>` or `<article>`.
    pub article: bool,
    /// It is the part of the page that counts.
    pub root: bool,
    /// It quotes, or sets a note apart: its headings are none of this page.
    pub quote: bool,
    /// White space counts.
    pub pre: bool,
    /// It is a list.
    pub list: bool,
}

impl Effects {
    /// Its text is left out, seen or not.
    pub(super) fn skip(self) -> bool {
        self.unseen || self.dropped
    }
}

/// What the element that this tag opens does, whatever else is known of its page.
pub(super) fn effects_of(tag: &Tag) -> Effects {
    let name: &str = &tag.name;
    let role = attribute(tag, "role").unwrap_or_default();
    Effects {
        unseen: is_unseen(tag),
        dropped: false,
        article: is_main(tag) || name == "article",
        root: false,
        quote: name == "blockquote" || role == "note" || is_note(tag),
        pre: matches!(name, "pre" | "listing" | "plaintext"),
        list: matches!(name, "ul" | "ol" | "menu"),
    }
}

/// Whether an element says that it is the main part of its page.
pub(super) fn is_main(tag: &Tag) -> bool {
    &*tag.name == "main" || attribute(tag, "role") == Some("main")
}

/// The level of the heading that a tag opens, 1 to 6; 0 where it opens none.
pub(super) fn heading_level(tag: &Tag) -> u8 {
    match &*tag.name {
        "h1" => 1,
        "h2" => 2,
        "h3" => 3,
        "h4" => 4,
        "h5" => 5,
        "h6" => 6,
        _ if attribute(tag, "role") == Some("heading") => {
            let level = attribute(tag, "aria-level").and_then(|level| level.trim().parse::<u8>().ok());
            level.unwrap_or(2).clamp(1, 6)
        }
        _ => 0,
    }
}

/// The words of an attribute.
pub(super) fn tokens<'a>(tag: &'a Tag, name: &str) -> impl Iterator<Item = &'a str> {
    attribute(tag, name).unwrap_or_default().split_ascii_whitespace()
}

/// Whether an element is a box with a note, whose heading ("Tip") names the box and no section.
fn is_note(tag: &Tag) -> bool {
    matches!(&*tag.name, "div" | "aside" | "section" | "table")
        && tokens(tag, "class").any(|class| {
            matches!(
                class,
                "admonition" | "admonitionblock" | "caution" | "danger" | "important" | "note" | "tip" | "warning"
            )
        })
}

/// Whether no reader sees what an element holds.
fn is_unseen(tag: &Tag) -> bool {
    let name: &str = &tag.name;
    // The panels of tabs are hidden until they are chosen: all of them can be read.
    let hidden = attribute(tag, "hidden").is_some_and(|hidden| hidden != "until-found")
        && attribute(tag, "role") != Some("tabpanel");
    let aside = attribute(tag, "aria-hidden") == Some("true");
    match name {
        "annotation" | "annotation-xml" | "button" | "datalist" | "iframe" | "noembed" | "noframes" | "noscript"
        | "rp" | "rt" | "rtc" | "script" | "select" | "style" | "svg" | "template" | "textarea" | "title" | "xml"
        | "xmp" => true,
        "dialog" => attribute(tag, "open").is_none(),
        "html" | "body" | "main" => false,
        _ => hidden || aside,
    }
}

/// The value of an attribute.
pub(super) fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs.iter().find(|attribute| *attribute.name.local == *name).map(|attribute| &*attribute.value)
}

/// Elements that some opening tags close.
pub(super) const BRIEF: &[&str] = &[
    "li", "p", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "button", "svg", "math", "rt", "rp",
];

/// Whether an element holds blocks and needs its closing tag.
pub(super) fn is_container(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "fieldset"
            | "figure"
            | "footer"
            | "foreignobject"
            | "form"
            | "header"
            | "hgroup"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "template"
            | "ul"
    )
}

/// Whether an element stands on lines of its own.
pub(super) fn is_block(name: &str) -> bool {
    is_container(name)
        || matches!(
            name,
            "body"
                | "caption"
                | "dd"
                | "dt"
                | "figcaption"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "hr"
                | "html"
                | "legend"
                | "li"
                | "p"
                | "tbody"
                | "td"
                | "tfoot"
                | "th"
                | "thead"
                | "tr"
        )
}

/// Whether an element never has content.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}
