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
mod template;
mod titles;
mod tokens;

use self::page::Page;
use self::plan::Plan;
use self::scan::made_safe;
use self::signs::is_html;
use self::survey::Survey;
use self::tokens::listen;
use super::{Format, Reader};
use crate::corpus::formats::outline::Outline;

/// HTML.
pub(super) const FORMAT: Format = Format {
    name: "html",
    extensions: &["html", "htm", "xhtml", "html.erb", "htm.erb"],
    names: &[],
    signs: Some(is_html),
    meta_charset: true,
    reader: Reader::Text(|text, _| template::read(text)),
};

/// Reads a page: its headings begin the parts, and navigation and the like are left out.
pub(super) fn parse(text: &str) -> Outline {
    let safe = made_safe(text);
    let xml = is_xml(&safe);
    let plan = Plan::of(&listen(&safe, Survey::new(xml)));
    listen(&safe, Page::new(plan, xml)).outline()
}

/// The text of a piece of HTML that stands in another format; its headings are paragraphs.
pub(in crate::corpus) fn fragment(text: &str) -> String {
    let safe = made_safe(text);
    let plan = Plan { fragment: true, ..Plan::default() };
    let outline = listen(&safe, Page::new(plan, is_xml(&safe))).outline();
    outline.parts.into_iter().map(|part| part.body).collect()
}

fn is_xml(text: &str) -> bool {
    text.trim_start().starts_with("<?xml")
}

#[cfg(test)]
mod tests;
