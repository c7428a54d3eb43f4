//! Blocks of Markdown as sheets, as the events of the parser come in.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Tag, TagEnd};

use super::Reading;
use super::inline::Inline;
use super::plain::{self, plain};
use crate::report::sheet::{Column, Grid, Margin, Sheet};
use crate::report::style::Tone;
use crate::report::text::{Span, Text};

/// What a block stands in.
#[derive(Debug)]
enum Container {
    Quote,
    /// The number of its next item; none for bullets.
    List(Option<u64>),
    /// A list item or a footnote: what its first block has at its left, until that has come.
    Item {
        mark: String,
        is_shown: bool,
    },
}

/// A table that is being read.
#[derive(Debug, Default)]
struct Table {
    alignments: Vec<Alignment>,
    heads: Vec<Text>,
    rows: Vec<Vec<Text>>,
    row: Vec<Text>,
}

/// The sheets so far, and where in the document we are.
pub(super) struct Page<'a> {
    reading: &'a Reading<'a>,
    sheets: Vec<Sheet>,
    containers: Vec<Container>,
    inline: Inline,
    table: Option<Table>,
    /// The code and its language.
    code: Option<(String, String)>,
    html: String,
    /// Nothing has come yet but, where it is left out, the heading.
    is_at_start: bool,
    skips_heading: bool,
    /// The next item is the first of a list that stands in no other.
    begins_list: bool,
}

/// Bullets by how deep a list is.
const BULLETS: [&str; 3] = ["• ", "◦ ", "▪ "];

/// At the left of quotes.
const BAR: &str = "│ ";

/// How far code is indented, and the name of its language above it.
const CODE_INDENT: &str = "    ";
const LABEL_INDENT: &str = "  ";

/// A horizontal rule.
const RULE: &str = "────────────────────";

impl<'a> Page<'a> {
    pub(super) fn new(reading: &'a Reading<'a>) -> Self {
        Page {
            reading,
            sheets: Vec::new(),
            containers: Vec::new(),
            inline: Inline::default(),
            table: None,
            code: None,
            html: String::new(),
            is_at_start: true,
            skips_heading: false,
            begins_list: false,
        }
    }

    /// All sheets, and below them where links lead.
    pub(super) fn finish(mut self) -> Vec<Sheet> {
        self.flush(false);
        let Page { mut sheets, inline, .. } = self;
        for (n, target) in inline.targets().into_iter().enumerate() {
            let sheet = Sheet::text(Text::toned(Tone::Dim, target)).margin(hanging(&format!("[{}] ", n + 1)));
            sheets.push(if n > 0 { sheet.close() } else { sheet });
        }
        sheets
    }

    pub(super) fn event(&mut self, event: Event<'_>) {
        if self.skips_heading {
            self.skips_heading = !matches!(event, Event::End(TagEnd::Heading(_)));
            return;
        }
        let is_at_start = std::mem::take(&mut self.is_at_start);
        match event {
            Event::Start(Tag::Heading { .. }) if is_at_start && self.reading.below_heading => self.skips_heading = true,
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some((code, _)) => code.push_str(&text),
                None => self.inline.text(&(self.reading.text)(&text)),
            },
            Event::Code(code) => self.inline.code(&code),
            Event::Html(html) => self.html.push_str(&html),
            Event::SoftBreak => self.inline.text(" "),
            Event::HardBreak => self.inline.line_break(),
            Event::InlineHtml(tag) if is_line_break(&tag) => self.inline.line_break(),
            Event::FootnoteReference(label) => self.inline.remark(&format!("[^{label}]")),
            Event::TaskListMarker(is_done) => self.task(is_done),
            Event::Rule => {
                self.flush(true);
                self.push(Sheet::text(Text::toned(Tone::Dim, RULE)), false);
            }
            Event::InlineHtml(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => self.inline.begin(Tone::Emphasis),
            Tag::Strong => self.inline.begin(Tone::Strong),
            // Without the marks the meaning would be turned round.
            Tag::Strikethrough => self.inline.text("~~"),
            Tag::Link { dest_url, .. } => self.inline.begin_link(&dest_url),
            Tag::Image { .. } => self.inline.begin_image(),
            Tag::TableHead | Tag::TableRow | Tag::TableCell => {}
            _ => {
                // The words of a tight item end where a block begins in it.
                self.flush(true);
                self.start_block(tag);
            }
        }
    }

    fn start_block(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. } => self.inline.begin(Tone::Head),
            Tag::BlockQuote(_) => self.containers.push(Container::Quote),
            Tag::List(first) => {
                let is_inner = self.containers.iter().any(|container| matches!(container, Container::List(_)));
                self.begins_list |= !is_inner;
                self.containers.push(Container::List(first));
            }
            Tag::Item => {
                let mark = self.next_mark();
                self.containers.push(Container::Item { mark, is_shown: false });
            }
            Tag::FootnoteDefinition(label) => {
                self.containers.push(Container::Item { mark: format!("[^{label}] "), is_shown: false });
            }
            Tag::CodeBlock(kind) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => language(info),
                    CodeBlockKind::Indented => "",
                };
                self.code = Some((String::new(), language.to_owned()));
            }
            Tag::HtmlBlock => self.html.clear(),
            Tag::Table(alignments) => self.table = Some(Table { alignments, ..Table::default() }),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong => self.inline.end(),
            TagEnd::Strikethrough => self.inline.text("~~"),
            TagEnd::Link => self.inline.end_link(),
            TagEnd::Image => self.inline.end_image(),
            TagEnd::Paragraph => self.flush(false),
            TagEnd::Heading(_) => {
                self.inline.end();
                self.flush(false);
            }
            TagEnd::Item | TagEnd::List(_) | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => {
                self.flush(true);
                self.containers.pop();
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => {
                let text = (self.reading.html)(&std::mem::take(&mut self.html));
                plain(&text).into_iter().for_each(|sheet| self.push(sheet, false));
            }
            TagEnd::TableCell => {
                let cell = self.inline.take();
                if let Some(table) = &mut self.table {
                    table.row.push(cell);
                }
            }
            TagEnd::TableHead => {
                if let Some(table) = &mut self.table {
                    table.heads = std::mem::take(&mut table.row);
                }
            }
            TagEnd::TableRow => {
                if let Some(table) = &mut self.table {
                    let mut row = std::mem::take(&mut table.row);
                    while row.pop_if(|cell| cell.is_empty()).is_some() {}
                    table.rows.push(row);
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.push(Sheet::from(table.grid()), false);
                }
            }
            _ => {}
        }
    }

    fn end_code(&mut self) {
        let Some((code, language)) = self.code.take() else { return };
        let has_label = !language.is_empty();
        if has_label {
            let label = Sheet::text(Text::toned(Tone::Dim, language));
            self.push(label.margin(indented(LABEL_INDENT)), false);
        }
        let code = Sheet::text(Text::block(code.trim_end())).margin(indented(CODE_INDENT));
        self.push(if has_label { code.close() } else { code }, false);
    }

    /// What stands before the next item of the innermost list.
    fn next_mark(&mut self) -> String {
        let lists = self.containers.iter().filter(|container| matches!(container, Container::List(_))).count();
        match self.containers.last_mut() {
            Some(Container::List(Some(next))) => {
                let mark = format!("{next}. ");
                *next = next.saturating_add(1);
                mark
            }
            _ => BULLETS[lists.saturating_sub(1) % BULLETS.len()].to_owned(),
        }
    }

    /// The innermost item is a task.
    fn task(&mut self, is_done: bool) {
        if let Some(Container::Item { mark, .. }) = self.containers.last_mut() {
            let task = if is_done { "[x] " } else { "[ ] " };
            let number = if mark.starts_with(|c: char| c.is_ascii_digit()) { mark.as_str() } else { "" };
            *mark = format!("{number}{task}");
        }
    }

    /// The text that has been gathered becomes a sheet. `is_tight`: it is no paragraph but the words of an item.
    fn flush(&mut self, is_tight: bool) {
        let text = self.inline.take();
        if !text.is_empty() {
            self.push(prose(text), is_tight);
        }
    }

    fn push(&mut self, mut sheet: Sheet, is_tight: bool) {
        let Margin { mut first, mut rest } = self.margin();
        first.append(&mut sheet.margin.first);
        rest.append(&mut sheet.margin.rest);
        let begins_list = std::mem::take(&mut self.begins_list);
        let close = sheet.close || (is_tight && !begins_list);
        self.sheets.push(Sheet { margin: Margin { first, rest }, close, ..sheet });
    }

    /// What the next block has at its left. The marks of items are shown once.
    fn margin(&mut self) -> Margin {
        let mut margin = Margin::default();
        for container in &mut self.containers {
            match container {
                Container::List(_) => {}
                Container::Quote => {
                    let bar = Span { text: BAR.to_owned(), tone: Tone::Dim };
                    margin.first.push(bar.clone());
                    margin.rest.push(bar);
                }
                Container::Item { mark, is_shown } => {
                    let Margin { mut first, rest } = hanging(mark);
                    if std::mem::replace(is_shown, true) {
                        first.clone_from(&rest);
                    }
                    margin.first.extend(first);
                    margin.rest.extend(rest);
                }
            }
        }
        margin
    }
}

impl Table {
    fn grid(self) -> Grid {
        let has_heads = self.heads.iter().any(|head| !head.is_empty());
        let columns = self.heads.iter().zip(&self.alignments).map(|(head, alignment)| Column {
            right: *alignment == Alignment::Right,
            ..Column::new(head.raw().replace('\n', " "))
        });
        Grid { rows: self.rows, heads: has_heads, rules_if_broken: true, ..Grid::new(columns) }
    }
}

/// Running text: lines that are longer are hard to read, however wide the page is.
pub(super) fn prose(text: Text) -> Sheet {
    Sheet { at_most: Some(110), ..Sheet::text(text) }
}

/// A mark at the first line, and as much room at the others.
pub(super) fn hanging(mark: &str) -> Margin {
    let room = " ".repeat(plain::columns(mark));
    Margin {
        first: vec![Span { text: mark.to_owned(), tone: Tone::Dim }],
        rest: vec![Span { text: room, tone: Tone::Plain }],
    }
}

fn indented(indent: &str) -> Margin {
    let indent = vec![Span { text: indent.to_owned(), tone: Tone::Plain }];
    Margin { first: indent.clone(), rest: indent }
}

/// The name of the language in what stands behind a fence: `rust`, `{.python}`, `{r, echo=FALSE}`, `js title="x"`.
fn language(info: &str) -> &str {
    let info = info.trim_start_matches(['{', '.', ' ']);
    info.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | ':')).next().unwrap_or_default()
}

fn is_line_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br"))
        && tag.get(3..).is_some_and(|rest| rest.starts_with(['>', '/', ' ']))
}
