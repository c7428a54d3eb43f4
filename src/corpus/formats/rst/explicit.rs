//! What begins with two dots: directives, targets, footnotes, substitutions and comments.

use serde_json::Value;

use super::directives::{self, Directive, directive, field};
use super::heading::id;
use super::inline::inline;
use super::{Block, Document, Gap, Kind};
use crate::corpus::formats::lines::{Line, code};
use crate::corpus::formats::names::Names;
use crate::corpus::formats::rows::comma_separated;

/// What follows the two dots that a text begins with.
pub(super) fn marked(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("..")?;
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then(|| rest.trim_start())
}

/// What the substitutions that are defined anywhere in the document stand for.
pub(super) fn substitutions(lines: &[Line<'_>]) -> Names {
    let (mut names, none) = (Names::default(), Names::default());
    let definitions = lines.iter().enumerate().filter_map(|(at, line)| {
        let (name, rest) = marked(line.text)?.strip_prefix('|')?.split_once('|')?;
        let (kind, mut value) = directives::parse(rest.trim())?;
        if kind == "image" {
            let options = lines.iter().skip(at + 1).take(4).take_while(|below| below.indent > line.indent);
            value = options.filter_map(|line| line.text.strip_prefix(":alt:")).map(str::trim).next().unwrap_or("");
        } else if kind != "replace" {
            value = "";
        }
        Some((name, value))
    });
    for (name, value) in definitions {
        names.define(name, inline(value, &none).as_str());
    }
    names
}

/// The name and the value of each option of a directive.
type Options<'a> = Vec<(&'a str, &'a str)>;

impl<'a> Document<'a> {
    /// Reads what follows two dots that stand `base` columns from the left; what of the line is still to be read, as
    /// text in a block that has been opened for it.
    pub(super) fn explicit(&mut self, text: &'a str, base: usize) -> Option<&'a str> {
        if text.is_empty() {
            // Two dots alone above an empty line do not make a comment of what is indented below.
            if self.line(self.at).is_some_and(|below| !below.text.is_empty()) {
                self.at = self.end_of_block(base);
            }
            return None;
        }
        if let Some(target) = text.strip_prefix('_') {
            self.target(target, base);
            return None;
        }
        if let Some((label, rest)) = text.strip_prefix('[').and_then(|text| text.split_once(']'))
            && (rest.is_empty() || rest.starts_with(' '))
            && !label.is_empty()
            && !label.contains(char::is_whitespace)
        {
            self.saw(self.at - 1);
            self.open.push(Block { base, kind: Kind::Body });
            let numbered = label.starts_with(['#', '*']) || label.bytes().all(|byte| byte.is_ascii_digit());
            return Some(if numbered { rest.trim() } else { text });
        }
        if let Some((name, rest)) = directives::parse(text) {
            return self.directive(name, rest, base);
        }
        self.at = self.end_of_block(base);
        None
    }

    /// A target: the label of what follows if it names no other place.
    fn target(&mut self, text: &str, base: usize) {
        let end = self.end_of_block(base);
        let goes_on = end > self.at && self.line(self.at).is_some_and(|below| !below.text.is_empty());
        let name = match text.strip_prefix('`') {
            Some(quoted) => quoted.strip_suffix("`:"),
            None => text.strip_suffix(':'),
        };
        if let Some(name) = name.filter(|name| !goes_on && !name.starts_with('_') && !name.contains(": ")) {
            self.label = Some(id(name));
        }
        if goes_on {
            self.at = end;
        }
    }

    fn directive(&mut self, name: &str, rest: &'a str, base: usize) -> Option<&'a str> {
        let kind = match directive(name) {
            Directive::Target if self.end_of_block(base) == self.at => Directive::Hidden,
            Directive::Target => Directive::Signature,
            kind => kind,
        };
        if matches!(kind, Directive::Hidden | Directive::Meta) {
            let end = self.end_of_block(base);
            if kind == Directive::Meta {
                self.meta(end);
            }
            self.at = end;
            return None;
        }
        self.saw(self.at - 1);
        self.parts.body.paragraph();
        let (more, options) = self.head(base, matches!(kind, Directive::Signature | Directive::Titled));
        let option = |name| options.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let mut kept = None;
        let mut block = Kind::Body;
        match kind {
            Directive::Text => kept = Some(rest),
            Directive::Signature => {
                for line in std::iter::once(rest).chain(more) {
                    self.parts.body.text(line.trim_end_matches('\\'));
                    self.parts.body.line();
                }
            }
            Directive::Titled => {
                for line in std::iter::once(rest).chain(more) {
                    self.phrase(line);
                    self.parts.body.text(" ");
                }
            }
            Directive::Version(words) => {
                let (version, text) = rest.split_once(' ').unwrap_or((rest, ""));
                self.parts.body.text(&format!("{words} {version}"));
                self.parts.body.text(if text.is_empty() { "" } else { ": " });
                kept = Some(text);
            }
            Directive::Body => {}
            Directive::Picture => {
                for text in [option("alt"), option("caption")].into_iter().flatten() {
                    self.phrase(text);
                    self.parts.body.paragraph();
                }
                if name != "figure" {
                    self.at = self.end_of_block(base);
                }
            }
            Directive::Code | Directive::Parsed => {
                self.phrase(option("caption").unwrap_or_default());
                self.parts.body.paragraph();
                if kind == Directive::Code { self.literal_block(base) } else { self.parsed_literal(base) }
            }
            Directive::Toctree => {
                self.phrase(option("caption").unwrap_or_default());
                self.toctree(base);
            }
            Directive::ListTable => {
                self.phrase(rest);
                block = Kind::Table(true);
            }
            Directive::CsvTable => {
                self.phrase(rest);
                let end = self.end_of_block(base);
                let below = self.lines.get(self.at..end).unwrap_or_default().iter().map(|line| line.text);
                let rows = comma_separated(&option("header").into_iter().chain(below).collect::<Vec<_>>());
                self.table(&rows, end);
            }
            Directive::Hidden | Directive::Meta | Directive::Target => {}
        }
        if kept.is_none_or(str::is_empty) {
            self.end_paragraph(Gap::Paragraph);
        }
        self.open.push(Block { base, kind: block });
        kept.filter(|text| !text.is_empty())
    }

    /// The lines right below a directive's first: more of what follows its name, if it `takes_lines`, and options.
    fn head(&mut self, base: usize, takes_lines: bool) -> (Vec<&'a str>, Options<'a>) {
        let (mut more, mut options) = (Vec::new(), Options::new());
        let mut option_indent = None;
        while let Some(line) = self.line(self.at).filter(|line| !line.text.is_empty() && line.indent > base) {
            let goes_on = option_indent.is_some_and(|indent| line.indent > indent);
            if let Some(option) = field(line.text).filter(|_| !goes_on) {
                options.push(option);
                option_indent = Some(line.indent);
            } else if option_indent.is_none() && takes_lines {
                more.push(line.text);
            } else if !goes_on {
                break;
            }
            self.at += 1;
        }
        (more, options)
    }

    fn phrase(&mut self, text: &str) {
        inline(text, &self.substitutions).write(&mut self.parts.body);
    }

    fn parsed_literal(&mut self, base: usize) {
        let end = self.end_of_block(base);
        let text = code(self.lines.get(self.at..end).unwrap_or_default());
        self.parts.body.verbatim(inline(text.trim_start_matches('\n'), &self.substitutions).as_str());
        if end > self.at {
            self.saw(end - 1);
            self.at = end;
        }
    }

    /// The entries of a list of documents: their titles where they are given, else their names.
    fn toctree(&mut self, base: usize) {
        let end = self.end_of_block(base);
        self.parts.body.paragraph();
        let entries = self.lines.get(self.at..end).unwrap_or_default().iter().filter(|line| !line.text.is_empty());
        for (n, entry) in entries.enumerate() {
            let title =
                entry.text.strip_suffix('>').and_then(|text| text.rsplit_once('<')).map(|(title, _)| title.trim());
            self.parts.body.begin_item(n == 0 && self.items == 0);
            self.parts.body.begin_link();
            self.parts.body.text(title.filter(|title| !title.is_empty()).unwrap_or(entry.text));
            self.parts.body.end_link();
            self.parts.body.end_item();
        }
        if end > self.at {
            self.saw(end - 1);
            self.at = end;
        }
    }

    /// Fields about the document; what follows the name of one, such as `lang=en`, is dropped.
    fn meta(&mut self, end: usize) {
        for line in self.lines.get(self.at..end).unwrap_or_default() {
            if let Some((name, value)) = field(line.text) {
                let name = name.split_whitespace().next().unwrap_or(name).to_owned();
                self.fields
                    .entry(name)
                    .or_insert_with(|| Value::String(inline(value, &self.substitutions).as_str().to_owned()));
            }
        }
    }
}
