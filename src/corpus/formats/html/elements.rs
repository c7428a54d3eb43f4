//! What the elements of a page are and what each of them does to the text in it.

use html5ever::tokenizer::Tag;

/// Which text of a page counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// All but navigation, forms and the like.
    Page,
    /// Of that, what stands in `<main>`.
    Main,
    /// Of that, what stands in `<article>`.
    Article,
    /// All that a reader could see.
    Everything,
    /// As everything, in a document of another format, whose headings are no headings.
    Fragment,
}

/// What an element does to the text in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Effects {
    /// Its text is left out.
    pub skip: bool,
    /// It is a main part of the page: `<main>` or `<article>`.
    pub article: bool,
    /// It is the part of the page that counts.
    pub root: bool,
    /// It quotes: its headings are none of this page.
    pub quote: bool,
    /// White space counts.
    pub pre: bool,
    /// It is a list.
    pub list: bool,
}

/// What the element that this tag opens does; `in_article`: it stands in a main part of the page.
pub(super) fn effects_of(tag: &Tag, content: Content, in_article: bool) -> Effects {
    let name: &str = &tag.name;
    let role = attribute(tag, "role").unwrap_or_default();
    let is_main = name == "main" || role == "main";
    let all = matches!(content, Content::Everything | Content::Fragment);
    Effects {
        skip: is_unseen(tag) || (!all && !is_main && is_furniture(tag, role, in_article)),
        article: is_main || name == "article",
        root: (content == Content::Main && is_main) || (content == Content::Article && name == "article"),
        quote: name == "blockquote",
        pre: matches!(name, "pre" | "listing"),
        list: matches!(name, "ul" | "ol" | "menu"),
    }
}

/// Whether an element serves the page and not its reader.
fn is_furniture(tag: &Tag, role: &str, in_article: bool) -> bool {
    match &*tag.name {
        "nav" | "footer" | "aside" | "form" | "button" | "select" => true,
        "header" => !in_article, // in an article it holds the article's heading
        _ => {
            let mut classes = attribute(tag, "class").unwrap_or_default().split_whitespace();
            matches!(role, "navigation" | "banner" | "contentinfo" | "search")
                || classes.any(|class| matches!(class, "navheader" | "navfooter"))
        }
    }
}

/// Whether no reader sees what an element holds.
fn is_unseen(tag: &Tag) -> bool {
    let name: &str = &tag.name;
    let hidden = attribute(tag, "hidden").is_some_and(|hidden| hidden != "until-found")
        || attribute(tag, "aria-hidden") == Some("true");
    matches!(
        name,
        "datalist"
            | "iframe"
            | "noembed"
            | "noframes"
            | "noscript"
            | "script"
            | "style"
            | "svg"
            | "template"
            | "textarea"
            | "title"
            | "xmp"
    ) || (hidden && !matches!(name, "html" | "body" | "main"))
}

/// The value of an attribute.
pub(super) fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs.iter().find(|attribute| *attribute.name.local == *name).map(|attribute| &*attribute.value)
}

/// Elements that some opening tags close.
pub(super) const BRIEF: &[&str] =
    &["li", "p", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "button", "svg", "math"];

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
