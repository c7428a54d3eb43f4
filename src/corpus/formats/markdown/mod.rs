//! Markdown: CommonMark with tables, footnotes, strikethrough and task lists, below front matter.

mod attributes;
mod guard;
mod signs;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use self::attributes::{of_heading, without_kramdown};
use self::guard::bounded;
use self::signs::is_markdown;
use super::{Format, Reader};
use crate::corpus::formats::outline::{Heading, Outline};
use crate::corpus::formats::parts::{LineCursor, Parts, folded};
use crate::corpus::formats::{front_matter, html};

/// Markdown.
pub(super) const FORMAT: Format = Format {
    name: "markdown",
    extensions: &["md", "markdown", "mdown", "mkd", "mkdn"],
    names: &[],
    signs: Some(is_markdown),
    meta_charset: false,
    reader: Reader::Text(|text, _| parse(text)),
};

/// Reads a Markdown document: a part begins at each heading that stands in no quote and no footnote.
pub(super) fn parse(text: &str) -> Outline {
    let front = front_matter::split(text);
    let source = front.rest;
    let safe = bounded(source);
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut reader = Document::new(source, front.lines + 1);
    for (event, range) in TextMergeWithOffset::new(Parser::new_ext(&safe, options).into_offset_iter()) {
        reader.event(event, range.start);
    }
    let warnings = front.warning.into_iter().collect();
    Outline { front_matter: front.map, parts: reader.finish(), warnings, ..Outline::default() }
}

/// A document as its events come in.
struct Document<'a> {
    source: &'a str,
    cursor: LineCursor<'a>,
    parts: Parts,
    heading: Option<(u8, String)>,
    /// Quotes and footnotes around what is being read: headings in them are text.
    quotes: usize,
    /// Lists around what is being read.
    lists: usize,
    /// The next item or row is the first of its list or table.
    first: bool,
    in_code: bool,
    /// The block of HTML that is being read.
    html: String,
}

impl<'a> Document<'a> {
    fn new(source: &'a str, first_line: u32) -> Self {
        let mut reader = Document {
            source,
            cursor: LineCursor::new(source, first_line),
            parts: Parts::default(),
            heading: None,
            quotes: 0,
            lists: 0,
            first: false,
            in_code: false,
            html: String::new(),
        };
        let blank = source.len() - source.trim_start().len();
        let first = reader.cursor.line_of(blank);
        reader.parts.saw(first);
        reader
    }

    fn finish(mut self) -> Vec<crate::corpus::formats::outline::Part> {
        self.reach(self.source.len());
        self.parts.finish()
    }

    /// The part that is being written ends with the last line before `offset` that is not empty.
    fn reach(&mut self, offset: usize) {
        let written = self.source.get(..offset).unwrap_or_default().trim_end();
        if !written.is_empty() {
            let last = self.cursor.line_of(written.len());
            self.parts.saw(last);
        }
    }

    fn event(&mut self, event: Event<'_>, offset: usize) {
        match event {
            Event::Start(tag) => self.start(&tag, offset),
            Event::End(tag) => self.end(tag, offset),
            Event::Html(html) => self.html.push_str(&html),
            Event::Text(text) if self.in_code => self.parts.body.verbatim(&text),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => self.code(&code),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.line_break(),
            Event::InlineHtml(tag) if is_line_break(&tag) => self.line_break(),
            Event::Rule => self.parts.body.paragraph(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.heading {
            Some((_, heading)) => heading.push_str(text),
            None => self.parts.body.text(&without_kramdown(text)),
        }
    }

    fn code(&mut self, code: &str) {
        match &mut self.heading {
            Some((_, heading)) => heading.push_str(code),
            None => self.parts.body.text(code),
        }
    }

    fn line_break(&mut self) {
        match &mut self.heading {
            Some((_, heading)) => heading.push(' '),
            None => self.parts.body.line(),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, offset: usize) {
        let body = &mut self.parts.body;
        match tag {
            Tag::Heading { level, .. } => {
                body.paragraph();
                if self.quotes == 0 {
                    let line_start = self
                        .source
                        .get(..offset)
                        .and_then(|before| before.rfind('\n'))
                        .map_or(0, |newline| newline + 1);
                    self.reach(line_start);
                    self.heading = Some((number(*level), String::new()));
                }
            }
            Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => {
                body.paragraph();
                self.quotes += 1;
            }
            Tag::List(_) => {
                if self.lists == 0 {
                    body.paragraph()
                } else {
                    body.line()
                }
                self.first = self.lists == 0;
                self.lists += 1;
            }
            Tag::Item => body.begin_item(std::mem::take(&mut self.first)),
            Tag::CodeBlock(_) => {
                body.paragraph();
                self.in_code = true;
            }
            Tag::Table(_) => {
                body.paragraph();
                self.first = true;
            }
            Tag::TableHead | Tag::TableRow => body.begin_row(std::mem::take(&mut self.first)),
            Tag::TableCell => body.begin_cell(),
            Tag::HtmlBlock => {
                body.paragraph();
                self.html.clear();
            }
            Tag::Paragraph => body.paragraph(),
            Tag::Link { .. } => body.begin_link(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, offset: usize) {
        let body = &mut self.parts.body;
        match tag {
            TagEnd::Heading(_) => match self.heading.take() {
                Some((level, text)) => self.begin_part(level, &text, offset),
                None => body.paragraph(),
            },
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => {
                body.paragraph();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.lists = self.lists.saturating_sub(1);
                if self.lists == 0 { body.paragraph() } else { body.line() }
            }
            TagEnd::Item => body.end_item(),
            TagEnd::CodeBlock => {
                self.in_code = false;
                body.paragraph();
            }
            TagEnd::TableHead | TagEnd::TableRow => body.end_row(),
            TagEnd::HtmlBlock => {
                body.verbatim(&html::fragment(&self.html));
                body.paragraph();
                self.html.clear();
            }
            TagEnd::Paragraph | TagEnd::Table => body.paragraph(),
            TagEnd::Link => body.end_link(),
            _ => {}
        }
    }

    /// A heading has ended that begins at `offset`.
    fn begin_part(&mut self, level: u8, text: &str, offset: usize) {
        let (text, anchor) = of_heading(text);
        let line = self.cursor.line_of(offset);
        self.parts.begin(Heading { level, text: folded(&without_kramdown(text)), anchor }, line);
    }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn is_line_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br"))
        && tag.get(3..).is_some_and(|rest| rest.starts_with(['>', '/', ' ']))
}

#[cfg(test)]
mod tests;
