//! Makes parts of the events of a Markdown parser.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::OPTIONS;
use super::attributes::{of_heading, without_kramdown};
use super::bold::is_bold_heading;
use super::guard::bounded;
use crate::corpus::formats::ReadOptions;
use crate::corpus::formats::html;
use crate::corpus::formats::links;
use crate::corpus::formats::outline::{Heading, Part};
use crate::corpus::formats::parts::{LineCursor, Parts, folded};
use crate::corpus::formats::rewritten::Rewritten;
use crate::guide::Link;

/// The parts of a document, which may come in several pieces.
#[derive(Debug, Default)]
pub(in crate::corpus::formats) struct Document {
    parts: Parts,
    options: ReadOptions,
    /// The level of the last heading that is written as one; 0 before the first.
    level: u8,
}

impl Document {
    pub(in crate::corpus::formats) fn new(options: &ReadOptions) -> Self {
        Document { options: options.clone(), ..Document::default() }
    }

    /// Reads Markdown. `first_line`: the line of the file that line 0 of the text's source is in.
    pub(in crate::corpus::formats) fn read(&mut self, text: &Rewritten<'_>, first_line: u32) {
        let mut piece = Piece::new(self, text, first_line);
        let safe = bounded(&text.text);
        for (event, range) in TextMergeWithOffset::new(Parser::new_ext(&safe, OPTIONS).into_offset_iter()) {
            piece.event(event, range);
        }
        piece.reach(text.text.len());
    }

    /// Adds code that stands in these lines of the file.
    pub(in crate::corpus::formats) fn code(&mut self, code: &str, lines: [u32; 2]) {
        if !code.trim().is_empty() {
            lines.into_iter().for_each(|line| self.parts.saw(line));
            self.parts.body.paragraph();
            self.parts.body.verbatim(code.trim_end());
            self.parts.body.paragraph();
        }
    }

    /// A heading that is not written as Markdown.
    pub(in crate::corpus::formats) fn heading(&mut self, level: u8, text: &str, line: u32) {
        self.parts.begin(Heading { level, text: folded(text), anchor: None }, line);
    }

    /// All parts, and all links in them.
    pub(in crate::corpus::formats) fn finish(mut self) -> (Vec<Part>, Vec<Link>) {
        let links = std::mem::take(&mut self.parts.links);
        (self.parts.finish(), links)
    }
}

/// A piece of Markdown as its events come in.
struct Piece<'a> {
    source: &'a Rewritten<'a>,
    /// Counts the lines of the text from 0.
    cursor: LineCursor<'a>,
    link_cursor: LineCursor<'a>,
    first_line: u32,
    parts: &'a mut Parts,
    /// Paragraphs of bold text are headings.
    bold: bool,
    last_level: &'a mut u8,
    heading: Option<(u8, String)>,
    /// Quotes and footnotes around what is being read: headings in them are text.
    quotes: usize,
    /// Lists around what is being read.
    lists: usize,
    /// The next item or row is the first of its list or table.
    first: bool,
    in_code: bool,
    /// The block of HTML that is being read, and its line.
    html: String,
    html_line: u32,
}

impl<'a> Piece<'a> {
    fn new(document: &'a mut Document, source: &'a Rewritten<'a>, first_line: u32) -> Self {
        let text: &str = &source.text;
        let mut piece = Piece {
            source,
            cursor: LineCursor::new(text, 0),
            link_cursor: LineCursor::new(text, 0),
            first_line,
            parts: &mut document.parts,
            bold: document.options.bold_headings,
            last_level: &mut document.level,
            heading: None,
            quotes: 0,
            lists: 0,
            first: false,
            in_code: false,
            html: String::new(),
            html_line: 1,
        };
        let blank = text.len() - text.trim_start().len();
        if blank < text.len() {
            let first = piece.line_of(blank);
            piece.parts.saw(first);
        }
        piece
    }

    /// The line of the file that the byte at `offset` of the text is from.
    fn line_of(&mut self, offset: usize) -> u32 {
        let line = self.cursor.line_of(offset);
        self.source.source_line(line).saturating_add(self.first_line)
    }

    /// The same, for what stands before a place that is asked for later, such as the beginning of a heading.
    fn line_of_link(&mut self, offset: usize) -> u32 {
        let line = self.link_cursor.line_of(offset);
        self.source.source_line(line).saturating_add(self.first_line)
    }

    /// The part that is being written ends with the last line before `offset` that is not empty.
    fn reach(&mut self, offset: usize) {
        let written = self.source.text.get(..offset).unwrap_or_default().trim_end();
        if !written.is_empty() {
            let last = self.line_of(written.len());
            self.parts.saw(last);
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag, range.start),
            Event::Html(html) => self.html.push_str(&html),
            Event::Text(text) if self.in_code => self.parts.body.verbatim(&text),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => self.code(&code),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.line_break(),
            Event::InlineHtml(tag) if is_line_break(&tag) => self.line_break(),
            Event::InlineHtml(tag) => {
                let line = self.line_of_link(range.start);
                self.parts.links.extend(links::of_html(&tag, line));
            }
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

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        let body = &mut self.parts.body;
        match tag {
            Tag::Heading { level, .. } => {
                body.paragraph();
                if self.quotes == 0 {
                    *self.last_level = number(*level);
                    self.begin_heading(number(*level), range.start);
                }
            }
            Tag::Paragraph => {
                body.paragraph();
                let source: &str = &self.source.text;
                if self.bold
                    && self.quotes == 0
                    && self.lists == 0
                    && is_bold_heading(source.get(range.clone()).unwrap_or_default())
                {
                    // Without a heading above it, it stands below the title of the guide.
                    self.begin_heading((*self.last_level).max(1).saturating_add(1).min(6), range.start);
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
                self.html_line = self.line_of_link(range.start);
            }
            Tag::Link { link_type, dest_url, .. } => {
                body.begin_link();
                let line = self.line_of_link(range.start);
                let target = if *link_type == LinkType::Email { "mailto:" } else { dest_url };
                self.parts.links.extend(Link::address(target, line));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, offset: usize) {
        let body = &mut self.parts.body;
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph => match self.heading.take() {
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
                self.parts.links.extend(links::of_html(&self.html, self.html_line));
                self.html.clear();
            }
            TagEnd::Table => body.paragraph(),
            TagEnd::Link => body.end_link(),
            _ => {}
        }
    }

    /// A heading begins at `offset`.
    fn begin_heading(&mut self, level: u8, offset: usize) {
        let text: &str = &self.source.text;
        let line_start = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
        self.reach(line_start);
        self.heading = Some((level, String::new()));
    }

    /// A heading has ended that begins at `offset`.
    fn begin_part(&mut self, level: u8, text: &str, offset: usize) {
        let (text, anchor) = of_heading(text);
        let line = self.line_of(offset);
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
