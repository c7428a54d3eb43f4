//! HTML, read with html5ever's tokenizer alone: there is no tree, so deep nesting costs nothing.
//!
//! A page is read twice: the first time its blocks are weighed ([`survey`]), then it is decided which of them are its
//! content ([`plan`]), and the second time their text is taken ([`page`]).

mod elements;
mod furniture;
mod heading;
mod labels;
mod metadata;
mod open;
mod page;
mod plan;
mod scan;
mod signs;
mod survey;
mod titles;
mod tokens;

use self::page::Page;
use self::plan::Plan;
use self::scan::without_attribute_floods;
use self::signs::is_html;
use self::survey::Survey;
use self::tokens::listen;
use super::{Format, Reader};
use crate::corpus::formats::front_matter;
use crate::corpus::formats::outline::Outline;

/// HTML.
pub(super) const FORMAT: Format = Format {
    name: "html",
    extensions: &["html", "htm", "xhtml"],
    names: &[],
    signs: Some(is_html),
    meta_charset: true,
    reader: Reader::Text(|text, _| parse(text)),
};

/// Reads a page: its headings begin the parts, and navigation and the like are left out. Front matter above it, as site
/// generators have it, counts before what the page says of itself.
pub(super) fn parse(text: &str) -> Outline {
    let front = front_matter::split(text);
    let safe = without_attribute_floods(front.rest);
    let xml = is_xml(&safe);
    let plan = Plan::of(&listen(&safe, front.lines, Survey::new(xml)));
    let mut outline = listen(&safe, front.lines, Page::new(plan, xml)).outline();
    outline.front_matter.extend(front.map);
    outline.warnings.extend(front.warning);
    outline
}

/// The text of a piece of HTML that stands in another format; its headings are paragraphs.
pub(super) fn fragment(text: &str) -> String {
    let safe = without_attribute_floods(text);
    let plan = Plan { fragment: true, ..Plan::default() };
    let outline = listen(&safe, 0, Page::new(plan, is_xml(&safe))).outline();
    outline.parts.into_iter().map(|part| part.body).collect()
}

fn is_xml(text: &str) -> bool {
    text.trim_start().starts_with("<?xml")
}

#[cfg(test)]
mod tests;
