//! Gathers the parts of a document as its headings come up.

use super::body::Body;
use super::outline::{Heading, Part};
use crate::guide::{LineRange, Link};

/// The parts of a document so far and the one that is being written.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The text of the part that is being written.
    pub(super) body: Body,
    /// The links of the document so far.
    pub(super) links: Vec<Link>,
    done: Vec<Part>,
    heading: Option<Heading>,
    /// The lines of the part that is being written; none while nothing of it has been seen.
    lines: Option<(u32, u32)>,
}

impl Parts {
    /// The part that is being written reaches to this line (1-based).
    pub(super) fn saw(&mut self, line: u32) {
        let (first, last) = self.lines.get_or_insert((line, line));
        *first = (*first).min(line);
        *last = (*last).max(line);
    }

    /// A heading stands in this line and begins a new part.
    pub(super) fn begin(&mut self, heading: Heading, line: u32) {
        self.end();
        self.heading = Some(heading);
        self.lines = Some((line, line));
    }

    /// All parts, in the order they were seen.
    pub(super) fn finish(mut self) -> Vec<Part> {
        self.end();
        self.done
    }

    fn end(&mut self) {
        let heading = self.heading.take();
        let linked = self.body.linked();
        let body = self.body.take();
        let (first, last) = self.lines.take().unwrap_or((1, 1));
        if heading.is_some() || !body.is_empty() {
            self.done.push(Part { heading, body, linked, lines: LineRange::from([first, last]) });
        }
    }
}

/// A heading's text on one line, white space folded. What nobody sees in it goes: soft hyphens, zero-width spaces and
/// joints, byte order marks.
pub(super) fn folded(text: &str) -> String {
    let unseen = ['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}'];
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.contains(unseen) { words.replace(unseen, "").trim().to_owned() } else { words }
}

/// Whether two titles are the same, case and punctuation aside.
pub(in crate::corpus) fn same_words(a: &str, b: &str) -> bool {
    let words =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    words(a) == words(b)
}

/// Turns byte offsets into line numbers, for offsets that only ever grow: the text is read once.
#[derive(Debug)]
pub(super) struct LineCursor<'a> {
    text: &'a str,
    offset: usize,
    line: u32,
}

impl<'a> LineCursor<'a> {
    /// Starts at the beginning of `text`, which is this line (1-based) of its file.
    pub(super) fn new(text: &'a str, line: u32) -> Self {
        LineCursor { text, offset: 0, line }
    }

    /// The line of the byte at `offset`; an offset before the last one asked for counts as that one.
    pub(super) fn line_of(&mut self, offset: usize) -> u32 {
        if let Some(passed) = self.text.as_bytes().get(self.offset..offset) {
            let newlines = passed.iter().filter(|&&byte| byte == b'\n').count();
            self.line = self.line.saturating_add(u32::try_from(newlines).unwrap_or(u32::MAX));
            self.offset = offset;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::{LineCursor, Parts, folded};
    use crate::corpus::formats::outline::Heading;

    #[test]
    fn text_before_the_first_heading_is_a_part_only_if_there_is_any() {
        let heading = || Heading { level: 1, text: "A".into(), anchor: None };
        let mut parts = Parts::default();
        parts.saw(1);
        parts.begin(heading(), 3);
        parts.saw(5);
        parts.body.text("b");
        let done = parts.finish();
        assert_eq!(done.len(), 1);
        assert_eq!((done[0].lines.first, done[0].lines.last, done[0].body.as_str()), (3, 5, "b"));
        let mut parts = Parts::default();
        parts.body.text("x");
        parts.begin(heading(), 2);
        assert_eq!(parts.finish().len(), 2);
    }

    #[test]
    fn titles_hold_what_is_seen() {
        assert_eq!(folded(" Rai\u{ad}sed\u{2028}\u{feff}beds\n \u{200b}"), "Raised beds");
        assert_eq!(folded("می\u{200c}روم"), "می\u{200c}روم");
    }

    #[test]
    fn lines_are_counted_forward() {
        let mut cursor = LineCursor::new("a\nb\nc", 10);
        assert_eq!([0, 1, 2, 4, 3, 99].map(|offset| cursor.line_of(offset)), [10, 10, 11, 12, 12, 12]);
    }
}
