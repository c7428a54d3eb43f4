//! Markdown: CommonMark with tables, footnotes, strikethrough and task lists, below front matter; MDX; and what
//! documentation sites add to either, which is taken out before the text is parsed.

mod admonitions;
mod alerts;
mod attributes;
mod bold;
mod code;
mod containers;
mod document;
mod guard;
mod markup;
mod mdx;
mod signs;
mod text;

use pulldown_cmark::Options;
use serde_json::Value;

pub(in crate::corpus) use self::attributes::without_kramdown;
pub(super) use self::document::Document;
use self::mdx::Dialect;
use self::signs::{has_components, is_markdown};
pub use self::text::MarkdownText;
pub(in crate::corpus) use self::text::text;
use super::front_matter;
use super::links;
use super::rewritten::Rewritten;
use super::{Format, ReadOptions, Reader};
use crate::corpus::formats::outline::Outline;

/// Markdown.
pub(super) const FORMAT: Format = Format {
    name: "markdown",
    extensions: &["md", "markdown", "mdown", "mkd", "mkdn", "md.erb", "markdown.erb", "qmd", "rmd"],
    names: &[],
    signs: Some(is_markdown),
    meta_charset: false,
    reader: Reader::Text(|text, options| parse(text, dialect_of(text), options)),
};

/// Markdown with elements and expressions of JavaScript.
pub(super) const MDX: Format = Format {
    name: "mdx",
    extensions: &["mdx"],
    names: &[],
    signs: None,
    meta_charset: false,
    reader: Reader::Text(|text, options| parse(text, Dialect::Mdx, options)),
};

fn dialect_of(text: &str) -> Dialect {
    if has_components(text) { Dialect::Components } else { Dialect::Plain }
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// Reads a Markdown document: a part begins at each heading that stands in no quote and no footnote.
fn parse(text: &str, dialect: Dialect, options: &ReadOptions) -> Outline {
    let mut front = front_matter::split(text);
    // A title may hold markup, too.
    let title = front.map.get("title").and_then(Value::as_str).unwrap_or_default();
    let title = Rewritten::unchanged(title).then(|title| markup::without(title, "")).text.into_owned();
    if let Some(written) = front.map.get_mut("title").filter(|written| written.is_string()) {
        *written = Value::from(title.as_str());
    }
    let source = without_dialects(Rewritten::unchanged(front.rest), dialect, &title);
    let mut document = Document::new(options);
    document.read(&source, front.lines + 1);
    let warnings = front.warning.into_iter().collect();
    let (parts, mut links) = document.finish();
    if front.rest.contains("[[") {
        let code = code::ranges(front.rest);
        let before = |at: usize| code.partition_point(|range| range.start <= at).checked_sub(1);
        let is_code = |at: usize| before(at).and_then(|n| code.get(n)).is_some_and(|range| range.contains(&at));
        links.extend(links::of_wiki(front.rest, front.lines + 1, is_code));
    }
    Outline { front_matter: front.map, parts, links, warnings, ..Outline::default() }
}

/// Markdown without what sites add to it. `title`: the title of the page.
fn without_dialects<'a>(text: Rewritten<'a>, dialect: Dialect, title: &str) -> Rewritten<'a> {
    text.then(admonitions::opened)
        .then(|text| mdx::without(text, dialect, title))
        .then(|text| markup::without(text, title))
}

#[cfg(test)]
mod dialect_tests;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod tests;
