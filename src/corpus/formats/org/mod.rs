//! Org mode's outlines.
//!
//! The lines are read once from top to bottom. A heading ends whatever is open, as it does in Org.

mod inline;
mod lines;

use serde_json::{Map, Value};

use self::inline::inline;
use self::lines::{Headline, block, drawer, headline, is_headline, item, keyword};
use super::{Format, Reader};
use crate::corpus::formats::front_matter;
use crate::corpus::formats::lines::{Line, code, lines, number};
use crate::corpus::formats::links;
use crate::corpus::formats::outline::{Heading, Outline, Part};
use crate::corpus::formats::parts::{Parts, folded};
use crate::guide::LineRange;

/// Org.
pub(super) const FORMAT: Format = Format {
    name: "org",
    extensions: &["org"],
    names: &[],
    signs: None,
    meta_charset: false,
    reader: Reader::Text(|text, _| parse(text)),
};

/// Reads a document: a part begins at each heading that is for readers.
pub(super) fn parse(text: &str) -> Outline {
    let front = front_matter::split(text);
    let lines = lines(front.rest);
    let mut drawer_ends = vec![false; lines.len()];
    let mut ends = false;
    for (at, line) in lines.iter().enumerate().rev() {
        ends = !is_headline(line) && (ends || line.text.eq_ignore_ascii_case(":END:"));
        drawer_ends.get_mut(at).into_iter().for_each(|slot| *slot = ends);
    }
    let mut reader = Document {
        lines: &lines,
        skipped: front.lines as usize,
        at: 0,
        drawer_ends,
        parts: Parts::default(),
        paragraph: String::new(),
        list: None,
        in_table: false,
        states: states(&lines),
        in_text: false,
        title: None,
        fields: front.map,
    };
    while let Some(line) = reader.line(reader.at) {
        reader.read(line);
    }
    reader.end_paragraph();
    let warnings = front.warning.into_iter().collect();
    let mut parts = reader.parts.finish();
    if let (Some(line), Some(Value::String(title))) = (reader.title, reader.fields.get("title")) {
        put_below(&mut parts, title, line);
    }
    let links = links::of_org(front.rest, front.lines + 1);
    Outline { front_matter: reader.fields, parts, links, warnings, ..Outline::default() }
}

/// Makes the title of the document, which stands in this line, a heading above all others.
fn put_below(parts: &mut Vec<Part>, title: &str, line: u32) {
    for heading in parts.iter_mut().filter_map(|part| part.heading.as_mut()) {
        heading.level = (heading.level + 1).min(6);
    }
    let heading = Some(Heading { level: 1, text: folded(title), anchor: None });
    match parts.first_mut().filter(|first| first.heading.is_none()) {
        Some(first) => {
            first.heading = heading;
            first.lines.first = first.lines.first.min(line);
        }
        None => {
            parts.insert(0, Part { heading, body: String::new(), linked: 0, lines: LineRange::from([line, line]) });
        }
    }
}

/// A document as its lines come in.
struct Document<'a> {
    lines: &'a [Line<'a>],
    /// Lines of the file above the first of these.
    skipped: usize,
    /// Index of the line to be read next.
    at: usize,
    /// For each line, whether a drawer that begins there is ended before the next heading.
    drawer_ends: Vec<bool>,
    parts: Parts,
    paragraph: String,
    /// How far the item is indented that is being read.
    list: Option<usize>,
    in_table: bool,
    /// States of tasks that the file names.
    states: Vec<&'a str>,
    /// A heading has been read: keywords are no longer about the whole document.
    in_text: bool,
    /// The line of the title of the document (1-based).
    title: Option<u32>,
    fields: Map<String, Value>,
}

impl<'a> Document<'a> {
    fn line(&self, at: usize) -> Option<Line<'a>> {
        self.lines.get(at).copied()
    }

    /// The line at this index is seen by the reader.
    fn saw(&mut self, at: usize) {
        self.parts.saw(number(at + self.skipped));
    }

    fn read(&mut self, line: Line<'a>) {
        let at = self.at;
        self.at += 1;
        let text = line.text;
        if self.in_table && !text.starts_with('|') {
            self.in_table = false;
            self.parts.body.end_row();
            self.parts.body.paragraph();
        }
        if text.is_empty() {
            self.end_paragraph();
        } else if is_headline(&line) {
            self.heading(at, text);
        } else if text == "#" || text.starts_with("# ") {
            self.end_paragraph();
        } else if let Some(name) = block(text, "#+begin_") {
            self.end_paragraph();
            self.block(at, &name);
        } else if text.starts_with("#+") {
            self.end_paragraph();
            self.keyword(at, text);
        } else if drawer(text).is_some() && self.drawer_ends.get(at).copied().unwrap_or(false) {
            self.end_paragraph();
            self.drawer();
        } else if text.starts_with("CLOCK: ") || text.starts_with("%%(") {
            self.end_paragraph();
        } else if text.starts_with('|') {
            self.row(at, text);
        } else if text == ":" || text.starts_with(": ") {
            self.fixed(at);
        } else if text.len() >= 5 && text.bytes().all(|byte| byte == b'-') {
            self.end_paragraph();
            self.end_list();
        } else {
            self.text(at, line);
        }
    }

    fn heading(&mut self, at: usize, text: &'a str) {
        self.end_paragraph();
        self.end_list();
        self.in_text = true;
        let Headline { stars, text, hidden } = headline(text, &self.states);
        if hidden {
            let ends = |line: &Line<'_>| {
                is_headline(line) && line.text.len() - line.text.trim_start_matches('*').len() <= stars
            };
            let length = self.lines.iter().skip(self.at).position(ends);
            self.at = length.map_or(self.lines.len(), |length| self.at + length);
            return;
        }
        let planned = ["SCHEDULED:", "DEADLINE:", "CLOSED:"];
        if self.line(self.at).is_some_and(|line| planned.iter().any(|start| line.text.starts_with(start))) {
            self.at += 1;
        }
        let mut anchor = None;
        let is_drawer = self.line(self.at).is_some_and(|line| line.text.eq_ignore_ascii_case(":PROPERTIES:"));
        if is_drawer && self.drawer_ends.get(self.at).copied().unwrap_or(false) {
            self.at += 1;
            anchor = self.drawer();
        }
        let level = u8::try_from(stars).unwrap_or(6).min(6);
        let text = folded(inline(text).as_str());
        self.parts.begin(Heading { level, text, anchor }, number(at + self.skipped));
    }

    /// Passes the lines up to the end of a drawer; the id that it gives.
    fn drawer(&mut self) -> Option<String> {
        let mut id = None;
        while let Some(line) = self.line(self.at) {
            self.at += 1;
            if line.text.eq_ignore_ascii_case(":END:") {
                break;
            }
            let key = line.text.get(..CUSTOM_ID.len()).filter(|key| key.eq_ignore_ascii_case(CUSTOM_ID));
            if key.is_some() {
                id = line.text.get(CUSTOM_ID.len()..).map(|id| id.trim().to_owned());
            }
        }
        id
    }

    /// A line `#+key: value` above all headings is about the document; of others only captions are seen.
    fn keyword(&mut self, at: usize, text: &'a str) {
        let Some((key, value)) = keyword(text) else { return };
        let key = key.to_lowercase();
        if key == "caption" {
            self.saw(at);
            self.parts.body.paragraph();
            inline(value).write(&mut self.parts.body);
            self.parts.body.paragraph();
        }
        if self.in_text {
            return;
        }
        if key == "title" && !value.is_empty() {
            self.title.get_or_insert(number(at + self.skipped));
        }
        let (key, value) = match key.as_str() {
            "filetags" => {
                ("tags", Value::from(value.split([':', ' ']).filter(|tag| !tag.is_empty()).collect::<Vec<_>>()))
            }
            "title" | "subtitle" | "author" | "description" => (key.as_str(), Value::from(inline(value).as_str())),
            _ => (key.as_str(), Value::from(value.trim_matches(['<', '>', '[', ']']))),
        };
        match self.fields.get_mut(key) {
            Some(Value::String(known)) if key == "title" || key == "description" => {
                known.push(' ');
                known.push_str(value.as_str().unwrap_or_default());
            }
            Some(Value::Array(known)) => match value {
                Value::Array(more) => known.extend(more),
                more => known.push(more),
            },
            Some(_) => {}
            None => drop(self.fields.insert(key.to_owned(), value)),
        }
    }

    /// A block that ends at its end mark or before the next heading.
    fn block(&mut self, at: usize, name: &str) {
        // What is in these is read as any text is; their end marks are passed as keywords are.
        let hidden = matches!(name, "export" | "comment" | "html" | "latex");
        if !hidden && !matches!(name, "src" | "example" | "verse") {
            self.saw(at);
            return;
        }
        let ends = |line: &Line<'_>| is_headline(line) || block(line.text, "#+end_").is_some_and(|end| end == name);
        let length = self.lines.iter().skip(self.at).position(ends);
        let end = length.map_or(self.lines.len(), |length| self.at + length);
        let inside = self.lines.get(self.at..end).unwrap_or_default();
        let is_ended = self.line(end).is_some_and(|line| !is_headline(&line));
        self.at = end + usize::from(is_ended);
        if hidden {
            return;
        }
        self.saw(at);
        self.saw(self.at - 1);
        // A comma keeps a line from being a heading or a keyword.
        let plain = |line: &Line<'a>| {
            let escaped =
                line.text.strip_prefix(',').filter(|text| text.starts_with(['*', ',']) || text.starts_with("#+"));
            Line { indent: line.indent, text: escaped.unwrap_or(line.text) }
        };
        let text = code(&inside.iter().map(plain).collect::<Vec<_>>());
        let text = text.trim_start_matches('\n');
        let body = &mut self.parts.body;
        body.paragraph();
        if name == "verse" {
            body.verbatim(inline(text).as_str())
        } else {
            body.verbatim(text)
        }
        body.paragraph();
    }

    fn row(&mut self, at: usize, text: &str) {
        self.end_paragraph();
        self.saw(at);
        if text.starts_with("|-") {
            return;
        }
        if !self.in_table {
            self.parts.body.paragraph();
        }
        self.parts.body.begin_row(!std::mem::replace(&mut self.in_table, true));
        for cell in text.trim_matches('|').split('|') {
            self.parts.body.begin_cell();
            inline(cell.trim()).write(&mut self.parts.body);
        }
        self.parts.body.end_row();
    }

    /// Lines behind a colon are taken as they are.
    fn fixed(&mut self, first: usize) {
        self.end_paragraph();
        self.parts.body.paragraph();
        let mut at = first;
        while let Some(line) = self.line(at).filter(|line| line.text == ":" || line.text.starts_with(": ")) {
            if at > first {
                self.parts.body.verbatim("\n");
            }
            self.parts.body.verbatim(line.text.get(2..).unwrap_or_default());
            self.saw(at);
            at += 1;
        }
        self.parts.body.paragraph();
        self.at = at;
    }

    /// A line of a paragraph or an item.
    fn text(&mut self, at: usize, line: Line<'a>) {
        self.saw(at);
        if let Some((term, text)) = item(&line) {
            self.end_paragraph();
            self.parts.body.begin_item(self.list.is_none());
            self.list = Some(line.indent);
            if let Some(term) = term {
                inline(term).write(&mut self.parts.body);
                self.parts.body.text(if text.is_empty() { "" } else { ": " });
            }
            self.paragraph.push_str(text);
            return;
        }
        if self.list.is_some_and(|indent| line.indent <= indent) {
            self.end_paragraph();
            self.end_list();
        }
        if !self.paragraph.is_empty() {
            self.paragraph.push('\n');
        }
        self.paragraph.push_str(line.text.strip_suffix("\\\\").unwrap_or(line.text));
    }

    fn end_paragraph(&mut self) {
        if !self.paragraph.is_empty() {
            inline(&std::mem::take(&mut self.paragraph)).write(&mut self.parts.body);
        }
        if self.list.is_some() {
            self.parts.body.end_item();
        } else if !self.in_table {
            self.parts.body.paragraph();
        }
    }

    fn end_list(&mut self) {
        self.list = None;
        self.parts.body.paragraph();
    }
}

/// The property that gives a heading its anchor.
const CUSTOM_ID: &str = ":CUSTOM_ID:";

/// The states of tasks that a file names in `#+TODO: A B | C`, without the keys in parentheses behind them.
fn states<'a>(lines: &[Line<'a>]) -> Vec<&'a str> {
    let named = lines
        .iter()
        .filter_map(|line| keyword(line.text))
        .filter(|(key, _)| ["todo", "seq_todo", "typ_todo"].iter().any(|known| key.eq_ignore_ascii_case(known)));
    let words = named.flat_map(|(_, value)| value.split([' ', '\t', '|']));
    let names = words.map(|word| word.split('(').next().unwrap_or(word)).filter(|word| !word.is_empty());
    names.take(MAX_STATES).collect()
}

/// More states than anyone names: each heading is held against all of them.
const MAX_STATES: usize = 50;

#[cfg(test)]
mod tests;
