//! A Markdown document to be read section by section.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::Parser;

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
    let references = references(&plain);
    Some(MarkdownText { plain: Lines::of(plain), sources, references, written: Lines::of(text) })
}

fn references(text: &str) -> HashMap<String, String> {
    if !text.contains("]:") {
        return HashMap::new();
    }
    let parser = Parser::new_ext(text, OPTIONS);
    let definitions = parser.reference_definitions().iter();
    definitions.map(|(label, definition)| (label.to_lowercase(), definition.dest.to_string())).collect()
}

impl MarkdownText {
    /// These lines of the file as they stand, without the empty ones at their end.
    pub fn written(&self, lines: LineRange) -> &str {
        let first = lines.first.saturating_sub(1) as usize;
        self.written.get(first..lines.last as usize).trim_end()
    }

    /// These lines of the file as plain CommonMark with tables, footnotes, strikethrough and task lists, without the
    /// indentation that the first of them has.
    pub fn plain(&self, lines: LineRange) -> String {
        let first = self.sources.partition_point(|source| *source < lines.first);
        let end = self.sources.partition_point(|source| *source <= lines.last);
        let text = self.plain.get(first..end);
        let begins = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let indent = begins.len() - begins.trim_start_matches(' ').len();
        if indent == 0 {
            return text.to_owned();
        }
        let less = |line: &str| line.len() - line.trim_start_matches(' ').len();
        text.split_inclusive('\n').map(|line| line.get(less(line).min(indent)..).unwrap_or_default()).collect()
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
        let start = |line: usize| self.starts.get(line).copied().unwrap_or(self.text.len());
        self.text.get(start(lines.start)..start(lines.end)).unwrap_or_default()
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
    fn what_generators_read_is_left_out() {
        let text = of(
            "# A\n\n!!! tip \"Do\"\n    it\n\n## B\n\n{% if x %}c{% endif %}\n> [!NOTE]\n> d\n\n:::warning\ne\n:::\n",
        );
        assert_eq!(text.plain([3, 4].into()).trim(), "Do\n\nit");
        let b = text.plain([6, 14].into());
        assert!(b.starts_with("## B\n\nc\n> **Note**  \n> d\n") && b.trim_end().ends_with('e'), "{b:?}");
        assert!(text.written([6, 14].into()).contains("{% if x %}"));
        let mdx = super::text(&MDX, "import X from 'y'\n\n# A\n\n<Card>{1 + 1}\n\ntext\n\n</Card>\n".into()).unwrap();
        assert_eq!(mdx.plain([3, 9].into()).split_whitespace().collect::<Vec<_>>(), ["#", "A", "text"]);
        assert!(super::text(&crate::corpus::formats::rst::FORMAT, "# A".into()).is_none());
    }
}
