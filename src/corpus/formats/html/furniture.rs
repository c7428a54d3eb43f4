//! What an element of a page is for, as its name, role, id and classes tell: content, or serving the page.
//!
//! Names count as whole words only: `toc` is a table of contents, `protocol` and `toc-entry` are not.

use html5ever::tokenizer::Tag;

use super::elements::{attribute, heading_level, is_main, tokens};

/// What kind of block an element is. Those of every kind but the last are left out unless the page would lose by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It serves the page wherever it stands.
    Furniture,
    /// It serves the page, but in the main content only if it is made of links: authors have sidebars too.
    Margin,
    /// It holds a page's name and often its menu.
    Header,
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
    let by_name = match name {
        "html" | "body" => return None,
        "nav" => Some(Kind::Furniture),
        "aside" | "footer" => Some(Kind::Margin),
        "form" => Some(Kind::Form),
        "header" => Some(Kind::Header),
        _ => None,
    };
    let block = is_weighed(name);
    let named = || by_role(attribute(tag, "role").unwrap_or_default()).or_else(|| by_label(tag, block));
    let plain = || (block && heading_level(tag) == 0).then_some(Kind::Plain);
    by_name.or_else(named).or_else(plain)
}

/// Elements that are weighed even if nothing tells what they are for.
fn is_weighed(name: &str) -> bool {
    matches!(
        name,
        "article"
            | "center"
            | "details"
            | "div"
            | "dl"
            | "figure"
            | "layer"
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
        return Some(Kind::Furniture);
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
        let label = label.split("__").next().unwrap_or(label).to_ascii_lowercase();
        by_word(&label)
    });
    let by_class = kinds.reduce(stronger);
    let label = attribute(tag, "aria-label").unwrap_or_default();
    let crumbs = matches!(label.to_ascii_lowercase().as_str(), "breadcrumb" | "breadcrumbs" | "pagination");
    by_class.or(crumbs.then_some(Kind::Furniture))
}

fn stronger(a: Kind, b: Kind) -> Kind {
    // `contents` and `sidebar` on one element make a list of contents.
    [Kind::Furniture, Kind::Contents, Kind::Margin].into_iter().find(|&kind| kind == a || kind == b).unwrap_or(a)
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Marks beside headings and lines of code, by class.
fn is_sign(class: &str) -> bool {
    matches!(
        class,
        "anchor-link"
            | "anchorjs-link"
            | "copiable-link"
            | "edit-link"
            | "editsection"
            | "hash-link"
            | "header-anchor"
            | "headerlink"
            | "heading-anchor"
            | "lineno"
            | "linenos"
            | "mw-editsection"
            | "skip-link"
            | "skip-to-content"
            | "skipnav"
            | "skiplink"
            | "usa-skipnav"
            | "viewcode-back"
            | "viewcode-link"
    )
}

/// What an id or class in lower case tells.
fn by_word(word: &str) -> Option<Kind> {
    let kind = match word {
        "back-to-top"
        | "backtotop"
        | "bd-footer"
        | "bd-header"
        | "bd-header-article"
        | "bd-sidebar-primary"
        | "bd-sidebar-secondary"
        | "book-header"
        | "book-summary"
        | "bottom-of-page"
        | "bottomnav"
        | "breadcrumb"
        | "breadcrumb-section"
        | "breadcrumbs"
        | "catlinks"
        | "cookie-banner"
        | "cookie-bar"
        | "cookie-consent"
        | "cookie-notice"
        | "copyright-footer"
        | "edit-page"
        | "edit-this-page"
        | "globalnav"
        | "jump-to-nav"
        | "linenodiv"
        | "linenos"
        | "main-nav"
        | "main-navigation"
        | "mainnav"
        | "md-footer"
        | "md-header"
        | "md-nav"
        | "md-search"
        | "md-sidebar"
        | "md-source-file"
        | "menu-bar"
        | "mobile-nav-chapters"
        | "msofooter"
        | "msoheader"
        | "mw-editsection"
        | "mw-head"
        | "mw-jump-link"
        | "mw-navigation"
        | "mw-panel"
        | "nav"
        | "nav-bar"
        | "nav-chapters"
        | "nav-footer"
        | "nav-header"
        | "nav-links"
        | "nav-menu"
        | "nav-panel"
        | "nav-path"
        | "nav-tree"
        | "nav-wrapper"
        | "navbar"
        | "navfooter"
        | "navheader"
        | "navigation"
        | "navigation-footer"
        | "navigation-header"
        | "navlinks"
        | "navpath"
        | "navrow1"
        | "navrow2"
        | "navrow3"
        | "page-footer"
        | "page-metadata"
        | "page-nav"
        | "page-navigation"
        | "pager"
        | "pagination"
        | "pagination-nav"
        | "post-navigation"
        | "prev-next"
        | "prev-next-area"
        | "prev-next-bottom"
        | "prevnext"
        | "printfooter"
        | "rst-footer-buttons"
        | "rst-versions"
        | "search-bar"
        | "search-box"
        | "searchbox"
        | "side-bar"
        | "side-nav"
        | "sidebar-drawer"
        | "sidebar-tree"
        | "sidebarwrapper"
        | "sidenav"
        | "site-footer"
        | "site-header"
        | "site-nav"
        | "site-navigation"
        | "sitenav"
        | "siteheader"
        | "sitefooter"
        | "skip-link"
        | "skip-links"
        | "skip-to-content"
        | "skiplink"
        | "skiplinks"
        | "skipnav"
        | "social-links"
        | "sphinxsidebar"
        | "subnav"
        | "td-footer"
        | "td-navbar"
        | "td-page-meta"
        | "td-sidebar"
        | "td-sidebar-nav"
        | "theme-doc-breadcrumbs"
        | "theme-doc-footer"
        | "theme-doc-sidebar-container"
        | "titlearea"
        | "top-nav"
        | "topnav"
        | "toc-drawer"
        | "wy-breadcrumbs"
        | "wy-nav-side"
        | "wy-nav-top" => Kind::Furniture,
        "aside" | "banner" | "footer" | "menu" | "related" | "related-pages" | "search" | "sidebar" | "noprint" => {
            Kind::Margin
        }
        "header" | "masthead" => Kind::Header,
        "contents"
        | "msotoc1"
        | "msotoc2"
        | "msotoc3"
        | "msotoc4"
        | "msotoc5"
        | "on-this-page"
        | "page-toc"
        | "table-of-contents"
        | "td-toc"
        | "theme-doc-toc-desktop"
        | "theme-doc-toc-mobile"
        | "toc" => Kind::Contents,
        _ => return None,
    };
    Some(kind)
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

/// Whether a text is one of the words that lead from page to page.
pub(super) fn is_way(text: &str) -> bool {
    let letters = |c: char| c.is_alphanumeric() || c == ' ';
    let words: String = text.chars().filter(|&c| letters(c)).flat_map(char::to_lowercase).take(40).collect();
    matches!(
        words.trim(),
        "" | "back"
            | "back to top"
            | "contents"
            | "first"
            | "home"
            | "index"
            | "last"
            | "main page"
            | "next"
            | "next page"
            | "prev"
            | "previous"
            | "previous page"
            | "start"
            | "table of contents"
            | "top"
            | "up"
    )
}

#[cfg(test)]
mod tests {
    use super::{Kind, by_word, is_way};

    #[test]
    fn words_are_whole() {
        assert_eq!(by_word("toc"), Some(Kind::Contents));
        for word in ["protocol", "toc-entry", "navigation-guide", "sidebars", "menuselection", "content"] {
            assert_eq!(by_word(word), None, "{word}");
        }
    }

    #[test]
    fn ways_from_page_to_page() {
        for text in ["Next", "« Prev", "[Up]", "Home »", "→"] {
            assert!(is_way(text), "{text}");
        }
        for text in ["Next steps", "Uploads", "Home office", "1"] {
            assert!(!is_way(text), "{text}");
        }
    }
}
