//! reStructuredText, with the directives and roles of Sphinx.
//!
//! Blocks nest by indentation. The lines are read once from top to bottom, with a stack of what is open: what a line
//! belongs to is told by how far it is indented, so that neither depth nor length costs more than the reading.

mod directives;
mod explicit;
mod heading;
mod inline;
mod markers;
mod plain;
mod signs;
mod tables;

use serde_json::{Map, Value};

use self::directives::field;
use self::heading::{Styles, adornment, covers, id, surrounds};
use self::inline::inline;
use self::markers::item;
use self::signs::is_restructured_text;
use self::tables::is_simple_border;
use super::{Format, Reader};
use crate::corpus::formats::front_matter;
use crate::corpus::formats::lines::{Line, lines, number};
use crate::corpus::formats::links;
use crate::corpus::formats::names::Names;
use crate::corpus::formats::outline::{Heading, Outline};
use crate::corpus::formats::parts::{Parts, folded};

/// reStructuredText.
pub(super) const FORMAT: Format = Format {
    name: "rst",
    extensions: &["rst", "rest"],
    names: &[],
    signs: Some(is_restructured_text),
    meta_charset: false,
    reader: Reader::Text(|text, _| parse(text)),
};

/// Reads a document: a part begins at each heading that stands in no other block.
pub(super) fn parse(text: &str) -> Outline {
    let front = front_matter::split(text);
    let lines = lines(front.rest);
    let mut reader = Document::new(&lines, front.lines as usize, front.map);
    while let Some(line) = reader.line(reader.at) {
        reader.read(line);
    }
    reader.end_blocks(0);
    let warnings = front.warning.into_iter().collect();
    let links = links::of_rst(front.rest, front.lines + 1, id);
    Outline { front_matter: reader.fields, parts: reader.parts.finish(), links, warnings, ..Outline::default() }
}

/// A document as its lines come in.
struct Document<'a> {
    lines: &'a [Line<'a>],
    /// Lines of the file above the first of these.
    skipped: usize,
    /// Index of the line to be read next.
    at: usize,
    parts: Parts,
    /// What is open around the line that is being read, from the outside in.
    open: Vec<Block>,
    /// How many of the open blocks are items.
    items: usize,
    paragraph: Paragraph,
    /// Lines indented by more than this are a literal block: a paragraph ended in `::`.
    literal: Option<usize>,
    styles: Styles,
    headings: usize,
    /// The label that stands right before what comes next.
    label: Option<String>,
    /// Nothing but fields, headings and what is not seen has been read.
    at_top: bool,
    fields: Map<String, Value>,
    substitutions: Names,
    /// For each line, the next one from it on that ends a simple table.
    table_ends: Vec<usize>,
}

/// A block that holds every line indented by more than `base` columns.
#[derive(Debug, Clone, Copy)]
struct Block {
    base: usize,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The body of a directive, a footnote.
    Body,
    Field,
    Item,
    /// A table written as a list of lists, its rows and their cells; whether no row has come yet.
    Table(bool),
    Row,
    Cell,
}

/// The paragraph that is being read.
#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    /// How far its lines are indented; none while only a line behind a marker is known.
    indent: Option<usize>,
    /// Where its first line begins, or what is written below it would.
    column: usize,
    lines: usize,
}

/// What stands between two paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    Line,
    Paragraph,
}

impl<'a> Document<'a> {
    fn new(lines: &'a [Line<'a>], skipped: usize, fields: Map<String, Value>) -> Self {
        let mut table_ends = vec![usize::MAX; lines.len()];
        let mut end = usize::MAX;
        for (at, line) in lines.iter().enumerate().rev() {
            if is_simple_border(line.text) && lines.get(at + 1).is_none_or(|below| below.text.is_empty()) {
                end = at;
            }
            if let Some(slot) = table_ends.get_mut(at) {
                *slot = end;
            }
        }
        Document {
            lines,
            skipped,
            at: 0,
            parts: Parts::default(),
            open: Vec::new(),
            items: 0,
            paragraph: Paragraph::default(),
            literal: None,
            styles: Styles::default(),
            headings: 0,
            label: None,
            at_top: true,
            fields,
            substitutions: explicit::substitutions(lines),
            table_ends,
        }
    }

    fn line(&self, at: usize) -> Option<Line<'a>> {
        self.lines.get(at).copied()
    }

    /// The text of the line at an index, if it is indented this far and not empty.
    fn text_at(&self, at: usize, indent: usize) -> Option<&'a str> {
        self.line(at).filter(|line| line.indent == indent && !line.text.is_empty()).map(|line| line.text)
    }

    /// Index of the line after a block of lines indented by more than `base`; empty ones at its end do not belong.
    fn end_of_block(&self, base: usize) -> usize {
        let mut end = self.at;
        for (at, line) in self.lines.iter().enumerate().skip(self.at) {
            if !line.text.is_empty() {
                if line.indent <= base {
                    break;
                }
                end = at + 1;
            }
        }
        end
    }

    /// The line at this index is seen by the reader.
    fn saw(&mut self, at: usize) {
        self.parts.saw(number(at + self.skipped));
        self.label = None;
        self.at_top = false;
    }

    fn read(&mut self, line: Line<'a>) {
        if line.text.is_empty() {
            self.end_paragraph(Gap::Paragraph);
            self.at += 1;
            return;
        }
        if self.paragraph.lines > 0 && self.goes_on(line) {
            return;
        }
        if let Some(base) = self.literal.take()
            && line.indent > base
        {
            self.literal_block(base);
            return;
        }
        let sibling = self.end_blocks_at(line.indent);
        let at = self.at;
        self.at += 1;
        let is_heading = line.indent == 0 && self.open.is_empty();
        if is_heading && (self.overlined(at, line.text) || self.underlined(at, line.text)) {
            return;
        }
        self.block(at, line, sibling);
    }

    /// Whether a line goes on with the paragraph above it.
    fn goes_on(&mut self, line: Line<'a>) -> bool {
        if self.open.last().is_some_and(|block| line.indent <= block.base) {
            return false;
        }
        let indent = *self.paragraph.indent.get_or_insert(line.indent);
        if line.indent == indent {
            self.paragraph.text.push('\n');
            self.paragraph.text.push_str(line.text);
            self.paragraph.lines += 1;
            self.saw(self.at);
            self.at += 1;
            return true;
        }
        // A term and its definition below, or a quote that ends.
        self.end_paragraph(if line.indent > indent { Gap::Line } else { Gap::Paragraph });
        false
    }

    /// Reads a title between two lines, the upper one of which stands at `at`, or a transition.
    fn overlined(&mut self, at: usize, over: &'a str) -> bool {
        let Some(mark) = adornment(over) else { return false };
        if let (Some(title), Some(under)) = (self.line(at + 1), self.text_at(at + 2, 0))
            && surrounds(over, title.text, under)
        {
            self.heading(title.text, (mark, true), at, at + 2);
            self.at = at + 3;
            return true;
        }
        if over.len() >= 4 {
            self.parts.body.paragraph();
            return true;
        }
        false
    }

    /// Reads a title that stands at `at`, above a line.
    fn underlined(&mut self, at: usize, title: &'a str) -> bool {
        let Some(under) = self.text_at(at + 1, 0) else { return false };
        let Some(mark) = adornment(under).filter(|_| covers(under, title)) else { return false };
        let is_block = item(title, |_| false).is_some() || explicit::marked(title).is_some() || field(title).is_some();
        if is_block || adornment(title).is_some() {
            return false;
        }
        self.heading(title, (mark, false), at, at + 1);
        self.at = at + 2;
        true
    }

    fn heading(&mut self, title: &str, style: heading::Style, first: usize, last: usize) {
        let level = self.styles.level(style);
        let text = folded(inline(title, &self.substitutions).as_str());
        let anchor = self.label.take().filter(|label| !label.is_empty());
        self.parts.begin(Heading { level, text, anchor }, number(first + self.skipped));
        self.parts.saw(number(last + self.skipped));
        self.headings += 1;
        self.at_top &= self.headings == 1;
    }

    /// A block begins in the line at `at`. Markers may stand one behind the other, as in `- * text`.
    fn block(&mut self, at: usize, line: Line<'a>, mut sibling: bool) {
        let (mut indent, mut rest) = (line.indent, line.text);
        while !rest.is_empty() {
            let below = self.line(at + 1).unwrap_or_default();
            let fits = |column: usize| {
                below.text.is_empty() || below.indent >= indent + column || item(below.text, |_| true).is_some()
            };
            if let Some((after, width)) = item(rest, fits) {
                self.saw(at);
                self.begin_item(indent, sibling);
                (rest, indent) = (after, indent + width);
            } else if let Some(after) = explicit::marked(rest) {
                match self.explicit(after, indent) {
                    Some(after) => (rest, indent) = (after, indent + (rest.len() - after.len())),
                    None => return,
                }
            } else if rest == "__" || rest.starts_with("__ ") {
                return;
            } else if let Some((name, value)) = field(rest) {
                match self.field(at, name, value, indent) {
                    Some(after) => rest = after,
                    None => return,
                }
            } else {
                return self.plain_block(at, rest, indent);
            }
            sibling = false;
        }
    }

    fn begin_item(&mut self, base: usize, sibling: bool) {
        let body = &mut self.parts.body;
        let kind = match self.open.last_mut().map(|block| &mut block.kind) {
            Some(Kind::Table(first)) => {
                body.begin_row(std::mem::take(first));
                Kind::Row
            }
            Some(Kind::Row) => {
                body.begin_cell();
                Kind::Cell
            }
            _ => {
                body.begin_item(!sibling && self.items == 0);
                self.items += 1;
                Kind::Item
            }
        };
        self.open.push(Block { base, kind });
    }

    /// A field: about the document at its top, else text. What of the line is still to be read.
    fn field(&mut self, at: usize, name: &'a str, value: &'a str, indent: usize) -> Option<&'a str> {
        if self.at_top && self.open.is_empty() && indent == 0 {
            let end = self.end_of_block(indent);
            let more = self.lines.get(self.at..end).unwrap_or_default().iter().map(|line| line.text);
            let value = folded(&std::iter::once(value).chain(more).collect::<Vec<_>>().join(" "));
            let value = inline(&value, &self.substitutions).as_str().to_owned();
            self.fields.entry(inline::unescaped(name)).or_insert(Value::String(value));
            self.at = end;
            return None;
        }
        self.saw(at);
        self.open.push(Block { base: indent, kind: Kind::Field });
        self.parts.body.line();
        let name = inline(name, &self.substitutions);
        name.write(&mut self.parts.body);
        self.parts.body.text(": ");
        Some(value)
    }

    fn end_paragraph(&mut self, gap: Gap) {
        let paragraph = std::mem::take(&mut self.paragraph);
        if paragraph.lines > 0 {
            let mut text = paragraph.text.as_str();
            if let Some(before) = text.strip_suffix("::") {
                self.literal = Some(paragraph.indent.unwrap_or(paragraph.column));
                // One of the colons is shown if it stands right behind a word.
                let glued = before.ends_with(|c: char| !c.is_whitespace());
                text = if glued { text.get(..before.len() + 1).unwrap_or(before) } else { before };
            }
            inline(text, &self.substitutions).write(&mut self.parts.body);
        }
        match gap {
            Gap::Line => self.parts.body.line(),
            Gap::Paragraph => self.parts.body.paragraph(),
        }
    }

    /// Ends the blocks that a line indented this far is not in; whether the last of them is an item and begins where
    /// the line does.
    fn end_blocks_at(&mut self, indent: usize) -> bool {
        let beside = self.open.last().filter(|block| block.base == indent).map(|block| block.kind);
        let list = matches!(beside, Some(Kind::Item | Kind::Field));
        if self.paragraph.lines > 0 {
            self.end_paragraph(if list { Gap::Line } else { Gap::Paragraph });
        }
        self.literal = None;
        let mut sibling = false;
        while let Some(block) = self.open.pop_if(|block| block.base >= indent) {
            sibling = self.end_block(block) && block.base == indent;
        }
        sibling
    }

    /// Ends all blocks that begin at this column or behind it.
    fn end_blocks(&mut self, base: usize) {
        self.end_paragraph(Gap::Paragraph);
        while let Some(block) = self.open.pop_if(|block| block.base >= base) {
            self.end_block(block);
        }
    }

    /// Whether it was an item.
    fn end_block(&mut self, block: Block) -> bool {
        match block.kind {
            Kind::Item => {
                self.items = self.items.saturating_sub(1);
                self.parts.body.end_item();
            }
            Kind::Row => self.parts.body.end_row(),
            Kind::Table(_) | Kind::Body => self.parts.body.paragraph(),
            Kind::Field | Kind::Cell => {}
        }
        block.kind == Kind::Item
    }
}

#[cfg(test)]
mod tests;
