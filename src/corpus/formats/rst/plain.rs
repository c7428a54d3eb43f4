//! Blocks that no marker begins: paragraphs, tables, line blocks, literal blocks, doctests.

use super::heading::adornment;
use super::inline::inline;
use super::markers::line_block;
use super::tables::{grid, is_grid_border, is_simple_border, simple};
use super::{Block, Document, Kind, Paragraph};
use crate::corpus::formats::lines::{Line, code};
use crate::corpus::formats::rows::{self, Row};

impl<'a> Document<'a> {
    /// A block that no marker begins.
    pub(super) fn plain_block(&mut self, at: usize, rest: &'a str, indent: usize) {
        self.saw(at);
        let body = &mut self.parts.body;
        if rest.starts_with(">>> ") {
            body.paragraph();
            body.verbatim(rest);
            while let Some(line) = self.line(self.at).filter(|line| !line.text.is_empty() && line.indent >= indent) {
                self.parts.body.verbatim("\n");
                self.parts.body.verbatim(&code(&[Line { indent: line.indent - indent, text: line.text }]));
                self.saw(self.at);
                self.at += 1;
            }
            self.parts.body.paragraph();
        } else if is_grid_border(rest) && self.text_at(self.at, indent).is_some_and(|text| text.starts_with(['|', '+']))
        {
            let mut end = self.at;
            while self.text_at(end, indent).is_some_and(|text| text.starts_with(['|', '+'])) {
                end += 1;
            }
            let below = self.lines.get(self.at..end).unwrap_or_default().iter().map(|line| line.text);
            self.table(&grid(std::iter::once(rest).chain(below)), end);
        } else if is_simple_border(rest) && self.table_ends.get(at + 1).is_some_and(|end| *end < usize::MAX) {
            let end = self.table_ends.get(at + 1).copied().unwrap_or(at);
            let lines = self.lines.get(at..=end).unwrap_or_default();
            let inside = lines.iter().take_while(|line| line.text.is_empty() || line.indent >= indent).count();
            let mut lines = lines.get(..inside).unwrap_or_default().to_vec();
            if let Some(first) = lines.first_mut() {
                *first = Line { indent, text: rest };
            }
            self.table(&simple(&lines, indent), at + inside);
        } else if let Some(text) = line_block(rest) {
            self.lines_of_block(text, indent);
        } else if adornment(rest).is_some() && rest.len() >= 4 {
            self.parts.body.paragraph();
        } else {
            let is_marked = self.line(at).is_some_and(|line| line.indent != indent);
            let column = match self.open.last() {
                Some(Block { base, kind: Kind::Body | Kind::Field }) if is_marked => indent.min(base + 3),
                _ => indent,
            };
            let indent = (!is_marked).then_some(indent);
            self.paragraph = Paragraph { text: rest.to_owned(), indent, column, lines: 1 };
        }
    }

    /// A line block, each line of which stays one.
    fn lines_of_block(&mut self, first: &'a str, indent: usize) {
        let mut text = first;
        loop {
            inline(text, &self.substitutions).write(&mut self.parts.body);
            let Some(line) = self.line(self.at).filter(|line| line.indent >= indent && !line.text.is_empty()) else {
                break;
            };
            match line_block(line.text) {
                Some(next) => {
                    self.parts.body.line();
                    text = next;
                }
                None if line.indent > indent => {
                    self.parts.body.text(" ");
                    text = line.text;
                }
                None => break,
            }
            self.saw(self.at);
            self.at += 1;
        }
        self.parts.body.paragraph();
    }

    /// Writes a table that ends before the line at `end`.
    pub(super) fn table(&mut self, rows: &[Row], end: usize) {
        rows::write(rows, &mut self.parts.body, |cell| inline(cell, &self.substitutions));
        if end > self.at {
            self.saw(end - 1);
            self.at = end;
        }
    }

    /// The lines indented by more than `base` are taken as they are.
    pub(super) fn literal_block(&mut self, base: usize) {
        let end = self.end_of_block(base);
        if end > self.at {
            let text = code(self.lines.get(self.at..end).unwrap_or_default());
            self.parts.body.paragraph();
            self.parts.body.verbatim(text.trim_start_matches('\n'));
            self.parts.body.paragraph();
            self.saw(end - 1);
            self.at = end;
        }
    }
}
