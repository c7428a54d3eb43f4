//! Blocks that are taken at one go: code, comments, tables, macros; and those that hold others.

use super::attributes::Attributes;
use super::inline::inline;
use super::lines::Delimiter;
use super::tables::rows;
use super::{Document, Pending, delimiter};
use crate::corpus::formats::html;
use crate::corpus::formats::lines::{code, lines};
use crate::corpus::formats::rows::{comma_separated, write};

impl<'a> Document<'a> {
    /// A block begins or ends in the line at `at`.
    pub(super) fn delimited(&mut self, at: usize, line: &'a str, kind: Delimiter) {
        let pending = std::mem::take(&mut self.pending);
        let is_code = matches!(pending.style, "source" | "listing" | "literal" | "verse" | "stem" | "latexmath");
        let kind = match kind {
            Delimiter::Blocks if pending.style == "comment" => Delimiter::Comment,
            Delimiter::Blocks if is_code && !self.depths.contains_key(line) => Delimiter::Code,
            Delimiter::Pass if is_code => Delimiter::Code,
            kind => kind,
        };
        if kind == Delimiter::Blocks {
            self.saw(at);
            return self.open_or_close(line);
        }
        let close = if line.starts_with("```") { "```" } else { line };
        let length = self.lines.iter().skip(self.at).position(|below| *below == close);
        let end = length.map_or(self.lines.len(), |length| self.at + length);
        let inside = self.lines.get(self.at..end).unwrap_or_default();
        self.at = end + 1;
        if kind == Delimiter::Comment {
            return;
        }
        self.saw(at);
        self.saw(end.min(self.lines.len().saturating_sub(1)));
        self.parts.body.paragraph();
        match kind {
            Delimiter::Table(mark) => self.table(inside, mark, &pending),
            Delimiter::Pass => self.parts.body.verbatim(&html::fragment(&inside.join("\n"))),
            _ => self.parts.body.verbatim(&listing(inside)),
        }
        self.parts.body.paragraph();
    }

    /// A line that ends the block it began, and those in it that were not ended, or begins one.
    fn open_or_close(&mut self, line: &'a str) {
        self.parts.body.paragraph();
        match self.depths.get(line).copied() {
            Some(depth) => {
                for closed in self.open.drain(depth..) {
                    self.depths.remove(closed);
                }
                self.in_list = false;
            }
            None => {
                self.depths.insert(line, self.open.len());
                self.open.push(line);
            }
        }
    }

    fn table(&mut self, inside: &[&str], mark: char, pending: &Pending<'_>) {
        let kept = inside.iter().copied().filter(|line| !line.starts_with("//") && !line.starts_with("!==="));
        let lines: Vec<&str> = kept.collect();
        let rows = match mark {
            '|' if !pending.is_csv => rows(&lines, pending.columns),
            ':' => lines.iter().map(|line| line.split(':').map(|cell| cell.trim().to_owned()).collect()).collect(),
            _ => comma_separated(&lines),
        };
        let attributes: &Attributes = &self.attributes;
        // A cell may hold a list, whose markers are no words.
        let unmarked =
            |line: &str| ["* ", "- ", ". "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line).to_owned();
        write(&rows, &mut self.parts.body, |cell| {
            inline(&cell.lines().map(unmarked).collect::<Vec<_>>().join("\n"), attributes)
        });
    }

    /// A macro that is a block of its own: what of it a reader sees.
    pub(super) fn block_macro(&mut self, at: usize, name: &str, target: &str, attributes: &str) {
        self.pending = Pending::default();
        if matches!(name, "image" | "video" | "audio") {
            let alt = attributes.split(',').next().unwrap_or_default().trim_matches('"');
            if !alt.contains('=') {
                self.saw(at);
                inline(alt, &self.attributes).write(&mut self.parts.body);
                self.parts.body.paragraph();
            }
        } else if matches!(name, "link" | "xref") {
            self.add(at, &format!("{name}:{target}[{attributes}]"));
        }
    }

    /// A paragraph whose lines are kept, up to the next empty one.
    pub(super) fn verbatim_paragraph(&mut self, at: usize) {
        self.pending = Pending::default();
        let goes_on = |line: &&str| !line.is_empty() && *line != "+" && delimiter(line).is_none();
        let length = self.lines.iter().skip(self.at).position(|line| !goes_on(line));
        let end = length.map_or(self.lines.len(), |length| self.at + length);
        self.parts.body.paragraph();
        let text = listing(self.lines.get(at..end).unwrap_or_default());
        self.parts.body.verbatim(&text);
        self.parts.body.paragraph();
        self.saw(at);
        self.saw(end - 1);
        self.at = end;
    }
}

/// Lines of code without the numbers that point at remarks below, and without inclusions and conditions.
fn listing(inside: &[&str]) -> String {
    let is_directive = |line: &&str| {
        line.ends_with(']')
            && ["include::", "ifdef::", "ifndef::", "ifeval::", "endif::"].iter().any(|name| line.starts_with(name))
    };
    let kept: Vec<&str> = inside.iter().filter(|line| !is_directive(line)).map(|line| without_callouts(line)).collect();
    code(&lines(&kept.join("\n"))).trim_start_matches('\n').to_owned()
}

/// A line without `<1>` at its end, and without what makes that a comment in the language of the code.
fn without_callouts(line: &str) -> &str {
    let mut text = line;
    while let Some((before, number)) = text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        let number = number.trim_matches(['!', '-']);
        if number.is_empty() || !(number == "." || number.bytes().all(|byte| byte.is_ascii_digit())) {
            break;
        }
        text = before.trim_end();
    }
    if text.len() == line.len() {
        return line;
    }
    ["//", "#", "--", ";;"].iter().find_map(|comment| text.strip_suffix(comment)).unwrap_or(text).trim_end()
}
