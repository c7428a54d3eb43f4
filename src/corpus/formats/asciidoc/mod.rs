//! AsciiDoc.
//!
//! The lines are read once from top to bottom. Blocks between equal lines are kept on a stack; a block of code, a
//! comment or a table is taken at one go.

mod attributes;
mod blocks;
mod header;
mod inline;
mod lines;
mod macros;
mod tables;

use std::collections::HashMap;

use serde_json::{Map, Value};

use self::attributes::{Attributes, entry};
use self::inline::inline;
use self::lines::{Marked, block_macro, delimiter, heading, marked, underlined};
use super::{Format, Reader};
use crate::corpus::formats::front_matter;
use crate::corpus::formats::lines::number;
use crate::corpus::formats::links;
use crate::corpus::formats::outline::{Heading, Outline};
use crate::corpus::formats::parts::{Parts, folded};

/// AsciiDoc.
pub(super) const FORMAT: Format = Format {
    name: "asciidoc",
    extensions: &["adoc", "asciidoc", "asc"],
    names: &[],
    signs: None,
    meta_charset: false,
    reader: Reader::Text(|text, _| parse(text)),
};

/// Where a value that goes on over several lines ends, in bytes.
const VALUE: usize = 4096;

/// Reads a document: a part begins at each heading that stands in no other block.
pub(super) fn parse(text: &str) -> Outline {
    // Keys and signatures share an extension with guides.
    if text.starts_with("-----BEGIN PGP ") {
        return Outline::default();
    }
    let front = front_matter::split(text);
    let lines: Vec<&str> = front.rest.lines().map(str::trim_end).collect();
    let mut reader = Document {
        lines: &lines,
        skipped: front.lines as usize,
        at: 0,
        parts: Parts::default(),
        open: Vec::new(),
        depths: HashMap::new(),
        paragraph: String::new(),
        in_list: false,
        pending: Pending::default(),
        attributes: Attributes::default(),
        fields: front.map,
    };
    reader.header();
    while let Some(line) = reader.line(reader.at) {
        reader.read(line);
    }
    reader.end_paragraph();
    let warnings = front.warning.into_iter().collect();
    let links = links::of_asciidoc(front.rest, front.lines + 1);
    Outline { front_matter: reader.fields, parts: reader.parts.finish(), links, warnings, ..Outline::default() }
}

/// A document as its lines come in.
struct Document<'a> {
    /// Its lines without white space at their ends.
    lines: &'a [&'a str],
    /// Lines of the file above the first of these.
    skipped: usize,
    /// Index of the line to be read next.
    at: usize,
    parts: Parts,
    /// The lines that began the blocks around what is being read, from the outside in.
    open: Vec<&'a str>,
    /// How many blocks are around each of them.
    depths: HashMap<&'a str, usize>,
    paragraph: String,
    in_list: bool,
    pending: Pending<'a>,
    attributes: Attributes,
    fields: Map<String, Value>,
}

/// What was said of the block that comes next.
#[derive(Debug, Default, Clone, Copy)]
struct Pending<'a> {
    anchor: Option<&'a str>,
    /// The first of its attributes, such as `source`.
    style: &'a str,
    columns: Option<usize>,
    /// Its text is comma-separated values.
    is_csv: bool,
}

impl<'a> Document<'a> {
    fn line(&self, at: usize) -> Option<&'a str> {
        self.lines.get(at).copied()
    }

    /// The line at this index is seen by the reader.
    fn saw(&mut self, at: usize) {
        self.parts.saw(number(at + self.skipped));
    }

    fn read(&mut self, line: &'a str) {
        let at = self.at;
        self.at += 1;
        if line.is_empty() {
            self.end_paragraph();
        } else if is_comment(line) || self.directive(at, line) {
            // Not seen, and what stands around it goes on.
        } else if self.pending_of(line) || (line == "+" && self.in_list) {
            self.end_paragraph();
        } else if let Some(kind) = delimiter(line) {
            self.end_paragraph();
            self.delimited(at, line, kind);
        } else if let Some(marked) = marked(line).filter(|_| self.paragraph.is_empty() || self.in_list)
            && block_macro(line).is_none()
            && !self.titled_below(line)
        {
            self.item(at, marked);
        } else if self.paragraph.is_empty() {
            self.block(at, line);
        } else {
            self.add(at, line);
        }
    }

    /// Whether a line at which a block may begin is the upper one of a title and the line below it.
    fn titled_below(&self, line: &str) -> bool {
        self.open.is_empty() && self.line(self.at).is_some_and(|below| underlined(line, below).is_some())
    }

    /// A line of the preprocessor: an inclusion or a condition. Text in a condition's brackets is taken.
    fn directive(&mut self, at: usize, line: &'a str) -> bool {
        if !["include::", "ifdef::", "ifndef::", "ifeval::", "endif::"].iter().any(|name| line.starts_with(name)) {
            return false;
        }
        let Some((name, _, text)) = block_macro(line) else { return false };
        if name.starts_with("ifdef") || name.starts_with("ifndef") {
            match entry(text) {
                Some((name, value)) => self.attributes.define(name, value),
                None if !text.is_empty() => self.add(at, text),
                None => {}
            }
        }
        true
    }

    /// Whether a line says something of the block below it: `[source]`, `[[anchor]]` or `.Title`.
    fn pending_of(&mut self, line: &'a str) -> bool {
        if let Some(list) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            if let Some(anchor) = list.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
                self.pending.anchor = anchor.split(',').next().map(str::trim);
                return true;
            }
            if list.contains(['[', ']']) || list.starts_with(' ') {
                return false;
            }
            self.pending.read(list);
            return true;
        }
        let Some(title) = line.strip_prefix('.').filter(|title| !title.starts_with(['.', ' ', '\t'])) else {
            return false;
        };
        if !self.paragraph.is_empty() || title.is_empty() {
            return false;
        }
        self.end_list();
        let at = self.at - 1;
        self.saw(at);
        inline(title, &self.attributes).write(&mut self.parts.body);
        self.parts.body.paragraph();
        true
    }

    /// Whether a heading begins in this line, and reads it if so.
    fn titled(&mut self, at: usize, line: &'a str) -> bool {
        if !self.open.is_empty() {
            return false;
        }
        if let Some((level, text)) = heading(line) {
            self.heading(level, text, at, at);
            return true;
        }
        let level = self.line(at + 1).and_then(|below| underlined(line, below));
        if let Some(level) = level {
            self.heading(level, line, at, at + 1);
            self.at = at + 2;
        }
        level.is_some()
    }

    fn heading(&mut self, level: u8, text: &str, first: usize, last: usize) {
        self.end_paragraph();
        self.end_list();
        let inner = text.split_once("[[").and_then(|(_, anchor)| anchor.split_once("]]")).map(|(anchor, _)| anchor);
        let anchor = self.pending.anchor.or(inner).map(|anchor| anchor.split(',').next().unwrap_or(anchor).to_owned());
        let text = folded(inline(text, &self.attributes).as_str());
        self.parts.begin(Heading { level, text, anchor }, number(first + self.skipped));
        self.saw(last);
        self.pending = Pending::default();
    }

    /// A block begins that no delimiter and no marker of a list tells.
    fn block(&mut self, at: usize, line: &'a str) {
        if self.titled(at, line) {
            return;
        }
        if let Some((name, value)) = entry(line) {
            self.define(name, value);
            return;
        }
        if matches!(line, "'''" | "---" | "***" | "- - -" | "* * *" | "<<<") {
            self.end_list();
            self.parts.body.paragraph();
            return;
        }
        if let Some((name, target, attributes)) = block_macro(line) {
            self.block_macro(at, name, target, attributes);
            return;
        }
        let above = at.checked_sub(1).and_then(|above| self.line(above)).unwrap_or_default();
        if self.in_list && !above.is_empty() && above != "+" {
            self.add(at, line);
            return;
        }
        if line.starts_with([' ', '\t']) || matches!(self.pending.style, "source" | "listing" | "literal" | "verse") {
            self.verbatim_paragraph(at);
            return;
        }
        if self.in_list && above.is_empty() {
            self.end_list();
        }
        let labels = ["NOTE: ", "TIP: ", "IMPORTANT: ", "WARNING: ", "CAUTION: "];
        self.add(at, labels.iter().find_map(|label| line.strip_prefix(label)).unwrap_or(line));
    }

    /// The value of an entry, which goes on below a line that ends in a backslash.
    fn define(&mut self, name: &'a str, value: &str) -> String {
        let mut value = value.to_owned();
        while value.len() < VALUE && (value.ends_with(" \\") || value == "\\") {
            let Some(next) = self.line(self.at).filter(|next| !next.is_empty()) else { break };
            value.pop();
            value.push_str(next.trim());
            self.at += 1;
        }
        let value = self.attributes.replaced(&value).into_owned();
        self.attributes.define(name, &value);
        value
    }

    fn item(&mut self, at: usize, marked: Marked<'a>) {
        self.end_paragraph();
        self.saw(at);
        let body = &mut self.parts.body;
        match marked {
            Marked::Item(text) => {
                body.begin_item(!self.in_list);
                self.paragraph.push_str(text);
            }
            Marked::Term(term, text) => {
                body.line();
                inline(term, &self.attributes).write(body);
                body.line();
                self.paragraph.push_str(text);
            }
        }
        self.in_list = true;
        self.pending = Pending::default();
    }

    /// A line of the paragraph that is being read, or its first.
    fn add(&mut self, at: usize, line: &str) {
        self.saw(at);
        if !self.paragraph.is_empty() {
            self.paragraph.push('\n');
        }
        self.paragraph.push_str(line);
        self.pending = Pending::default();
    }

    fn end_paragraph(&mut self) {
        if !self.paragraph.is_empty() {
            inline(&std::mem::take(&mut self.paragraph), &self.attributes).write(&mut self.parts.body);
        }
        if self.in_list {
            self.parts.body.end_item();
        } else {
            self.parts.body.paragraph();
        }
    }

    fn end_list(&mut self) {
        self.in_list = false;
        self.parts.body.paragraph();
    }
}

impl<'a> Pending<'a> {
    /// Reads a list of attributes such as `source,ruby` or `#id.role,cols="1,2"`.
    fn read(&mut self, list: &'a str) {
        let first = list.split(',').next().unwrap_or_default().trim();
        let style_end = first.find(['#', '.', '%', '=']).unwrap_or(first.len());
        let (style, rest) = first.split_at(style_end);
        if !rest.starts_with('=') && !style.is_empty() {
            self.style = style;
        }
        if let Some((_, id)) = rest.split_once('#') {
            self.anchor = Some(id.split(['.', '%']).next().unwrap_or(id));
        }
        let value = |name: &str| {
            let value = list.split_once(name)?.1;
            match value.strip_prefix('"') {
                Some(quoted) => quoted.split('"').next(),
                None => value.split(',').next(),
            }
        };
        self.anchor = value("id=").or(self.anchor);
        self.columns = value("cols=").map(tables::columns).or(self.columns);
        self.is_csv |= matches!(value("format="), Some("csv"));
    }
}

fn is_comment(line: &str) -> bool {
    line.starts_with("//") && !line.starts_with("///")
}

#[cfg(test)]
mod tests;
