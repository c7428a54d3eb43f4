//! Guides to be read on a terminal: their Markdown, or the plain text that the index has of them, as sheets.
//!
//! ```text
//! Markdown ─► parser ─► blocks ─► sheets, each with its margin      lists, quotes, code, tables, links by number
//! text of the index ─────────────► sheets                          paragraphs, `- ` items, ` | ` cells
//!                                     └► marked: the words of a query
//! ```
//!
//! The text in sheets is raw, as in all of them; [`super::render`] and [`super::lines`] make it safe.

mod blocks;
mod inline;
mod marks;
mod plain;

use std::borrow::Cow;

use pulldown_cmark::{BrokenLink, CowStr, Options, Parser, TextMergeStream};

use super::sheet::Sheet;
use blocks::Page;

pub use marks::mark;
pub use plain::plain;

/// What is known beside the text that is to be read.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// Where a link leads whose definition (`[label]: target`) is not in the text, by its label.
    pub reference: &'a dyn Fn(&str) -> Option<String>,
    /// The text of a block of HTML, as [`plain`] takes it.
    pub html: &'a dyn Fn(&str) -> String,
    /// Running text without what only the generator of a site reads.
    pub text: &'a dyn for<'t> Fn(&'t str) -> Cow<'t, str>,
    /// The heading that the text begins with is shown elsewhere.
    pub below_heading: bool,
}

impl Default for Reading<'_> {
    /// Nothing is known: links without a definition are text, blocks of HTML are left out.
    fn default() -> Self {
        Reading { reference: &|_| None, html: &|_| String::new(), text: &unchanged, below_heading: false }
    }
}

fn unchanged(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// Markdown as sheets: one a block, with what it stands in as its margin. Where links lead is listed below all. Front
/// matter is not known here and must be gone.
pub fn read(markdown: &str, reading: &Reading<'_>) -> Vec<Sheet> {
    if nests_too_deep(markdown) {
        return plain(markdown);
    }
    let resolve = |link: BrokenLink<'_>| (reading.reference)(&link.reference).map(|to| (to.into(), CowStr::from("")));
    let parser = Parser::new_with_broken_link_callback(markdown, OPTIONS, Some(resolve));
    let mut page = Page::new(reading);
    TextMergeStream::new(parser).for_each(|event| page.event(event));
    page.finish()
}

/// Where no quote or list item may begin any more, in bytes of a line: every line of a paragraph costs the parser a look
/// at all that it is nested in.
const MOST_NESTED: usize = 256;

fn nests_too_deep(markdown: &str) -> bool {
    let is_mark = |c: &u8| matches!(c, b'>' | b'-' | b'+' | b'*' | b')' | b'.');
    let begins = |c: &u8| is_mark(c) || c.is_ascii_whitespace() || c.is_ascii_digit();
    markdown.lines().filter(|line| line.len() > MOST_NESTED).any(|line| {
        let run = line.bytes().take_while(begins);
        // A row of dashes is a rule.
        let nests = run.clone().any(|c| matches!(c, b'>' | b' ' | b'\t')) && run.skip(MOST_NESTED).any(|c| is_mark(&c));
        nests || line.matches("]:").count() > MOST_NESTED
    })
}

#[cfg(test)]
mod tests;
