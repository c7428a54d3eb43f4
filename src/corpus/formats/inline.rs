//! A run of text with its markup removed, and which of it is the text of links.

use std::ops::Range;

use super::body::Body;

/// Running text, ready to be written to a body or to be a heading.
#[derive(Debug, Default)]
pub(super) struct Inline {
    text: String,
    /// The bytes of the text that belong to links, in their order.
    links: Vec<Range<usize>>,
}

impl Inline {
    /// Text as it stands.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The text of a link.
    pub(super) fn link(&mut self, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.links.push(start..self.text.len());
    }

    /// The last `bytes` of the text are found to be the text of a link.
    pub(super) fn link_back(&mut self, bytes: usize) {
        let start = self.text.len().saturating_sub(bytes);
        if self.links.last().is_none_or(|last| last.end <= start) {
            self.links.push(start..self.text.len());
        }
    }

    /// Takes `end` off the end of the text, if it ends so.
    pub(super) fn take_back(&mut self, end: &str) {
        if self.text.ends_with(end) {
            self.text.truncate(self.text.len() - end.len());
            self.links.retain(|link| link.end <= self.text.len());
        }
    }

    /// White space at the end is dropped.
    pub(super) fn trim_end(&mut self) {
        let end = self.text.trim_end();
        if self.links.last().is_none_or(|last| last.end <= end.len()) {
            self.text.truncate(end.len());
        }
    }

    /// How many bytes of text there are.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Takes these pieces out of the text; they are in any order and do not overlap.
    pub(super) fn remove(&mut self, mut pieces: Vec<Range<usize>>) {
        pieces.sort_by_key(|piece| piece.start);
        let mut kept = String::with_capacity(self.text.len());
        let mut links = self.links.iter_mut().flat_map(|link| [&mut link.start, &mut link.end]).peekable();
        let (mut at, mut removed) = (0, 0);
        for piece in pieces {
            while let Some(end) = links.next_if(|end| **end <= piece.start) {
                *end -= removed;
            }
            kept.push_str(self.text.get(at..piece.start).unwrap_or_default());
            removed += piece.len();
            at = piece.end;
        }
        links.for_each(|end| *end -= removed.min(*end));
        kept.push_str(self.text.get(at..).unwrap_or_default());
        self.text = kept;
    }

    /// The text alone.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Writes it as running text.
    pub(super) fn write(&self, body: &mut Body) {
        let mut at = 0;
        for link in &self.links {
            body.text(self.text.get(at..link.start).unwrap_or_default());
            body.begin_link();
            body.text(self.text.get(link.clone()).unwrap_or_default());
            body.end_link();
            at = link.end;
        }
        body.text(self.text.get(at..).unwrap_or_default());
    }
}

/// The marks of a format, read from left to right.
pub(super) trait Marks {
    /// Where the text goes.
    fn out(&mut self) -> &mut Inline;
    /// Reads the mark that begins with the byte at `at` and gives where the text goes on; none where it is no mark.
    fn mark(&mut self, at: usize) -> Option<usize>;
}

/// Reads a text; `is_special`: whether a mark may begin with this byte, which is always ASCII.
pub(super) fn read(text: &str, is_special: fn(u8) -> bool, marks: &mut impl Marks) {
    let mut at = 0;
    while let Some(step) = text.as_bytes().get(at..).and_then(|rest| rest.iter().position(|byte| is_special(*byte))) {
        marks.out().push(text.get(at..at + step).unwrap_or_default());
        at += step;
        at = marks.mark(at).unwrap_or_else(|| {
            marks.out().push(text.get(at..=at).unwrap_or_default());
            at + 1
        });
    }
    marks.out().push(text.get(at..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::{Body, Inline};

    #[test]
    fn text_of_links_is_marked() {
        let mut inline = Inline::default();
        inline.push("see the guide");
        inline.link_back(5);
        inline.link_back(9);
        inline.push(" and :x:");
        inline.take_back(":x:");
        inline.take_back("no");
        inline.link("more words");
        inline.push("*!*");
        inline.remove(vec![30..31, 28..29]);
        assert_eq!(inline.len(), 29);
        let mut body = Body::default();
        inline.write(&mut body);
        assert_eq!(inline.as_str(), "see the guide and more words!");
        assert_eq!((body.linked(), body.take().as_str()), (14, "see the guide and more words!"));
    }
}
