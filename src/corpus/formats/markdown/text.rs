//! A Markdown document to be read section by section.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::guard::bounded;
use super::{Dialect, FORMAT, MDX, OPTIONS, alerts, dialect_of, without_dialects};
use crate::corpus::formats::Format;
use crate::corpus::formats::front_matter;
use crate::corpus::formats::rewritten::Rewritten;
use crate::guide::LineRange;

/// The text of a Markdown file.
#[derive(Debug)]
pub struct MarkdownText {
    written: Lines,
    /// The same without front matter and without what only the generator of a site reads.
    plain: Lines,
    /// The line of the file, from 1, that each line of the plain text is from.
    sources: Vec<u32>,
    /// Where links lead that are written as labels, by their lower-cased labels.
    references: HashMap<String, String>,
    /// Where in the plain text footnotes are, in their order.
    footnotes: Vec<(String, Range<usize>)>,
}

/// A text and where its lines begin, in bytes.
#[derive(Debug)]
struct Lines {
    text: String,
    starts: Vec<usize>,
}

/// The text of a file in this format; none where it is not Markdown.
pub(in crate::corpus) fn text(format: &Format, text: String) -> Option<MarkdownText> {
    let dialect = match format.name {
        name if name == FORMAT.name => dialect_of(&text),
        name if name == MDX.name => Dialect::Mdx,
        _ => return None,
    };
    let front = front_matter::split(&text);
    let title = front.map.get("title").and_then(|title| title.as_str()).unwrap_or_default();
    let plain = without_dialects(Rewritten::unchanged(front.rest).then(alerts::named), dialect, title);
    let lines = plain.text.matches('\n').count() as u32 + 1;
    let sources = (0..lines).map(|line| plain.source_line(line).saturating_add(front.lines + 1)).collect();
    let plain = bounded(&plain.text).into_owned();
    let mut text = MarkdownText {
        plain: Lines::of(plain),
        sources,
        references: HashMap::new(),
        footnotes: Vec::new(),
        written: Lines::of(text),
    };
    text.define();
    Some(text)
}

impl MarkdownText {
    /// Notes what is defined anywhere for use elsewhere.
    fn define(&mut self) {
        let text = self.plain.text.as_str();
        if !text.contains("]:") {
            return;
        }
        let parser = Parser::new_ext(text, OPTIONS).into_offset_iter();
        let definitions = parser.reference_definitions().iter();
        self.references =
            definitions.map(|(label, definition)| (label.to_lowercase(), definition.dest.to_string())).collect();
        if text.contains("[^") {
            let footnote = |(event, range): (Event<'_>, Range<usize>)| match event {
                Event::Start(Tag::FootnoteDefinition(label)) => Some((label.to_string(), range)),
                _ => None,
            };
            self.footnotes = parser.filter_map(footnote).collect();
        }
    }

    /// These lines of the file as they stand, without the empty ones at their end.
    pub fn written(&self, lines: LineRange) -> &str {
        let first = lines.first.saturating_sub(1) as usize;
        self.written.get(first..lines.last as usize).trim_end()
    }

    /// These lines of the file as plain CommonMark with tables, footnotes, strikethrough and task lists, without the
    /// indentation that the first of them has. Footnotes that they refer to and that stand elsewhere follow.
    pub fn plain(&self, lines: LineRange) -> String {
        let first = self.sources.partition_point(|source| *source < lines.first);
        let end = self.sources.partition_point(|source| *source <= lines.last);
        let text = self.plain.get(first..end);
        let begins = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let indent = begins.len() - begins.trim_start_matches(' ').len();
        let less = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let mut plain: String =
            text.split_inclusive('\n').map(|line| line.get(less(line).min(indent)..).unwrap_or_default()).collect();
        // What stands elsewhere cannot be part of something that is still open at the end of these lines.
        let (start, end) = (self.plain.start(first), self.plain.start(end));
        let labels = text.split("[^").skip(1).filter_map(|rest| Some(rest.split_once(']')?.0));
        let labels: HashSet<&str> = labels.collect();
        for (label, range) in self.footnotes.iter().filter(|(_, range)| range.start >= end || range.end <= start) {
            if labels.contains(label.as_str()) {
                plain.push_str("\n\n");
                plain.push_str(self.plain.text.get(range.clone()).unwrap_or_default());
            }
        }
        plain
    }

    /// Where a link leads that is written as a label.
    pub fn reference(&self, label: &str) -> Option<&str> {
        self.references.get(&label.to_lowercase()).map(String::as_str)
    }
}

impl Lines {
    fn of(text: String) -> Lines {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Lines { text, starts }
    }

    /// The lines with these numbers, from 0.
    fn get(&self, lines: Range<usize>) -> &str {
        self.text.get(self.start(lines.start)..self.start(lines.end)).unwrap_or_default()
    }

    /// Where a line begins, in bytes; the end of the text for one that there is not.
    fn start(&self, line: usize) -> usize {
        self.starts.get(line).copied().unwrap_or(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::{FORMAT, MDX, MarkdownText, text};

    fn of(written: &str) -> MarkdownText {
        text(&FORMAT, written.to_owned()).unwrap()
    }

    #[test]
    fn sections_are_lines() {
        let text = of("---\ntitle: T\n---\n# One\n\n[a][B]\n\n- x\n\n    ## Two\n\n    y\n      z\n\n[b]: to.md\n");
        assert_eq!(text.written([4, 7].into()), "# One\n\n[a][B]");
        assert_eq!(text.plain([4, 7].into()), "# One\n\n[a][B]\n\n");
        assert_eq!(text.plain([10, 13].into()), "## Two\n\ny\n  z\n");
        assert_eq!((text.reference("B"), text.reference("c")), (Some("to.md"), None));
        assert_eq!((text.written([90, 99].into()), text.plain([90, 99].into()).as_str()), ("", ""));
    }

    #[test]
    fn footnotes_are_brought_along() {
        let text = of("# A\n\nx[^1] y\n\n# B\n\nz[^n][^1]\n\n[^n]: here\n\n[^1]: one\n    more\n");
        assert_eq!(text.plain([1, 3].into()), "# A\n\nx[^1] y\n\n\n[^1]: one\n    more\n");
        assert_eq!(text.plain([5, 9].into()), "# B\n\nz[^n][^1]\n\n[^n]: here\n\n\n[^1]: one\n    more\n");
        assert_eq!(text.plain([5, 12].into()).matches("one").count(), 1);
        let text = of("# A\n\n[^1]: one\n\n# B\n\nz[^1]\n");
        assert_eq!(text.plain([5, 7].into()), "# B\n\nz[^1]\n\n\n[^1]: one\n\n");
    }

    /// Pieces of documents put together by chance, the same on every run: no section that says something is empty.
    #[test]
    fn every_section_has_its_lines() {
        let pieces = [
            "\n",
            "\n\n",
            "# A\n",
            "## B\n",
            "C\n---\n",
            "- ",
            "    ",
            "> ",
            "```\n",
            "text ",
            "**b**",
            "[a]: x\n",
            "[^1]: y\n",
            "[^1]",
            "!!! note\n    in\n",
            ":::tip\n",
            ":::\n",
            "{% if %}",
            "{{ x }}",
            "<Card>\n",
            "</Card>\n",
            "<div>\n",
            "é自 ",
            "> [!NOTE]\n",
            "{#id}",
            "{: .x}",
            "import a from 'b'\n",
            "---\n",
            "| a | b |\n|---|---|\n",
            "<!-- ",
            "-->",
        ];
        let mut seed = 11u32;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as usize % below
        };
        let mut sections = 0;
        for _ in 0..3_000 {
            let written: String = (0..next(30)).map(|_| pieces[next(pieces.len())]).collect();
            for format in [&FORMAT, &MDX] {
                let text = text(format, written.clone()).unwrap();
                for part in format.outline(&written, &Default::default()).parts {
                    sections += 1;
                    let (lines, says) = (part.lines, !part.body.trim().is_empty());
                    assert!(!says || !text.plain(lines).trim().is_empty(), "{lines:?} of {written:?}");
                    text.written(lines);
                }
            }
        }
        println!("{sections} sections, seed 11");
    }

    #[test]
    fn what_generators_read_is_left_out() {
        let text = of(
            "# A\n\n!!! tip \"Do\"\n    it\n\n## B\n\n{% if x %}c{% endif %}\n> [!NOTE]\n> d\n\n:::warning\ne\n:::\n",
        );
        assert_eq!(text.plain([3, 4].into()).trim(), "Do\n\nit");
        let b = text.plain([6, 14].into());
        assert!(b.starts_with("## B\n\nc\n> **Note**  \n> d\n") && b.trim_end().ends_with("Warning\n\ne"), "{b:?}");
        assert!(text.written([6, 14].into()).contains("{% if x %}"));
        let mdx = super::text(&MDX, "import X from 'y'\n\n# A\n\n<Card>{1 + 1}\n\ntext\n\n</Card>\n".into()).unwrap();
        assert_eq!(mdx.plain([3, 9].into()).split_whitespace().collect::<Vec<_>>(), ["#", "A", "text"]);
        assert!(super::text(&crate::corpus::formats::rst::FORMAT, "# A".into()).is_none());
    }
}
