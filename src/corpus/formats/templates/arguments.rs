//! What the names and arguments of template markup mean to a reader.

use std::ops::Range;

use super::words::quoted;

/// The name that a tag begins with, such as `include`; empty where it begins with something else.
pub(super) fn name_of(inner: &str) -> &str {
    let inner = inner.trim_start_matches('-').trim_start();
    let end = inner.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '/' | '.')).unwrap_or(inner.len());
    inner.get(..end).filter(|name| name.starts_with(|c: char| c.is_alphabetic() || c == '/')).unwrap_or_default()
}

/// Whether a macro of MDN's writes out what it refers to, its last argument: `domxref("Node.x")`.
pub(super) fn is_reference(name: &str) -> bool {
    const OTHERS: [&str; 11] = [
        "glossary",
        "htmlelement",
        "svgelement",
        "svgattr",
        "mathmlelement",
        "httpheader",
        "httpstatus",
        "httpmethod",
        "rfc",
        "csp",
        "http",
    ];
    let name = name.to_ascii_lowercase();
    name.ends_with("xref") || OTHERS.contains(&name.as_str())
}

/// Whether a variable is the title of its page, as Jekyll, Hugo, VuePress, Docusaurus and Middleman write it.
pub(in crate::corpus::formats) fn title_variable(text: &str) -> bool {
    let name = text.split('|').next().unwrap_or_default().trim();
    matches!(
        name,
        "page.title"
            | "title"
            | ".Title"
            | ".Page.Title"
            | "$page.title"
            | "$frontmatter.title"
            | "frontmatter.title"
            | "frontMatter.title"
            | "current_page.data.title"
    )
}

/// The title of a tab or a box, which shortcodes take as their first argument.
pub(super) fn tab_title(text: &str, inner: Range<usize>) -> Option<Range<usize>> {
    let name = name_of(text.get(inner.clone())?);
    let titled = matches!(name.rsplit('/').next()?, "tab" | "expand" | "details" | "tabs" | "accordion" | "badge");
    if !titled || name.starts_with('/') {
        return None;
    }
    quoted(text, inner).into_iter().find(|quoted| quoted.name.is_empty()).map(|quoted| quoted.range)
}

/// The text of a link that Ruby makes: `link_to "text", path`.
pub(super) fn link_text(text: &str, inner: Range<usize>) -> Option<Range<usize>> {
    let code = text.get(inner.clone())?.trim_start_matches(['=', '-']).trim_start();
    let name = name_of(code);
    if !["link_to", "mail_to", "button_to"].iter().any(|link| name.ends_with(link)) {
        return None;
    }
    quoted(text, inner).into_iter().find(|quoted| quoted.name.is_empty()).map(|quoted| quoted.range)
}
