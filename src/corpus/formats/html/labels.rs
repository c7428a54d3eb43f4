//! The ids and classes that site generators, wikis and documentation tools give to what serves a page.
//!
//! Names count as whole words only: `toc` is a table of contents, `protocol` and `toc-entry` are not.

use super::furniture::Kind;

/// Marks beside headings and lines of code, by class.
pub(super) fn is_sign(class: &str) -> bool {
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
pub(super) fn by_word(word: &str) -> Option<Kind> {
    let kind = match word {
        "aside" | "banner" | "footer" | "menu" | "noprint" | "related" | "related-pages" | "search" | "sidebar" => {
            Kind::Margin
        }
        "header" | "masthead" | "site-header" | "siteheader" => Kind::Header,
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
        _ if FURNITURE.binary_search(&word).is_ok() => Kind::Furniture,
        _ => return None,
    };
    Some(kind)
}

/// Names of what serves the page wherever it stands, in the order of their bytes.
const FURNITURE: &[&str] = &[
    "back-to-top",
    "backtotop",
    "bd-footer",
    "bd-header",
    "bd-header-article",
    "bd-sidebar-primary",
    "bd-sidebar-secondary",
    "book-header",
    "book-summary",
    "bottom-of-page",
    "bottomnav",
    "breadcrumb",
    "breadcrumb-section",
    "breadcrumbs",
    "catlinks",
    "cookie-banner",
    "cookie-bar",
    "cookie-consent",
    "cookie-notice",
    "edit-page",
    "edit-this-page",
    "globalnav",
    "jump-to-nav",
    "linenodiv",
    "linenos",
    "main-nav",
    "main-navigation",
    "mainnav",
    "md-footer",
    "md-header",
    "md-nav",
    "md-search",
    "md-sidebar",
    "md-source-file",
    "menu-bar",
    "mobile-nav-chapters",
    "msofooter",
    "msoheader",
    "mw-editsection",
    "mw-head",
    "mw-jump-link",
    "mw-navigation",
    "mw-panel",
    "nav",
    "nav-bar",
    "nav-chapters",
    "nav-footer",
    "nav-header",
    "nav-links",
    "nav-menu",
    "nav-panel",
    "nav-path",
    "nav-tree",
    "nav-wrapper",
    "navbar",
    "navfooter",
    "navheader",
    "navigation",
    "navigation-footer",
    "navigation-header",
    "navlinks",
    "navpath",
    "navrow1",
    "navrow2",
    "navrow3",
    "page-footer",
    "page-metadata",
    "page-nav",
    "page-navigation",
    "pager",
    "pagination",
    "pagination-nav",
    "post-navigation",
    "prev-next",
    "prev-next-area",
    "prev-next-bottom",
    "prevnext",
    "printfooter",
    "rst-footer-buttons",
    "rst-versions",
    "search-bar",
    "search-box",
    "searchbox",
    "side-bar",
    "side-nav",
    "sidebar-drawer",
    "sidebar-tree",
    "sidebarwrapper",
    "sidenav",
    "site-footer",
    "site-nav",
    "site-navigation",
    "sitefooter",
    "sitenav",
    "skip-link",
    "skip-links",
    "skip-to-content",
    "skiplink",
    "skiplinks",
    "skipnav",
    "social-links",
    "sphinxsidebar",
    "subnav",
    "td-footer",
    "td-navbar",
    "td-page-meta",
    "td-sidebar",
    "td-sidebar-nav",
    "theme-doc-breadcrumbs",
    "theme-doc-footer",
    "theme-doc-sidebar-container",
    "titlearea",
    "toc-drawer",
    "top-nav",
    "topnav",
    "wy-breadcrumbs",
    "wy-nav-side",
    "wy-nav-top",
];

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
    use super::{by_word, is_way};
    use crate::corpus::formats::html::furniture::Kind;

    #[test]
    fn words_are_whole() {
        assert_eq!(by_word("toc"), Some(Kind::Contents));
        for word in ["protocol", "toc-entry", "navigation-guide", "sidebars", "menuselection", "content"] {
            assert_eq!(by_word(word), None, "{word}");
        }
    }

    #[test]
    fn names_are_in_order() {
        assert!(super::FURNITURE.is_sorted());
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
