//! The line in which the query is typed.

use unicode_width::UnicodeWidthChar;

use super::keys::{Caret, Erase};

/// A text and a place in it where the next character goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    /// In bytes, on the boundary of a cluster.
    caret: usize,
}

impl Line {
    /// A text, the caret at its end.
    pub fn new(text: &str) -> Line {
        let mut line = Line::default();
        line.insert(text);
        line
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the caret.
    pub fn before_caret(&self) -> &str {
        self.text.get(..self.caret).unwrap_or_default()
    }

    /// Puts text in at the caret: line ends and tabs as spaces, other control characters not at all.
    pub fn insert(&mut self, text: &str) {
        let text = text.replace("\r\n", " ").replace(['\n', '\r', '\t'], " ");
        for c in text.chars().filter(|c| !c.is_control()) {
            self.text.insert(self.caret, c);
            self.caret += c.len_utf8();
        }
    }

    /// Moves the caret.
    pub fn go(&mut self, caret: Caret) {
        self.caret = self.target(caret);
    }

    /// Takes text away; says whether there was any.
    pub fn erase(&mut self, what: Erase) -> bool {
        let (from, to) = match what {
            Erase::Before => (self.target(Caret::Left), self.caret),
            Erase::After => (self.caret, self.target(Caret::Right)),
            Erase::WordBefore => (self.target(Caret::WordLeft), self.caret),
            Erase::ToStart => (0, self.caret),
            Erase::ToEnd => (self.caret, self.text.len()),
            Erase::All => (0, self.text.len()),
        };
        self.text.replace_range(from..to, "");
        self.caret = from;
        from < to
    }

    fn target(&self, caret: Caret) -> usize {
        let stops = || self.stops();
        let left = |at: usize| stops().into_iter().rev().find(|stop| *stop < at).unwrap_or(0);
        match caret {
            Caret::Start => 0,
            Caret::End => self.text.len(),
            Caret::Left => left(self.caret),
            Caret::Right => stops().into_iter().find(|stop| *stop > self.caret).unwrap_or(self.text.len()),
            Caret::WordLeft => {
                let before = self.before_caret().trim_end();
                before
                    .rfind(char::is_whitespace)
                    .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8))
            }
            Caret::WordRight => {
                let after = self.text.get(self.caret..).unwrap_or_default();
                let word = after.trim_start();
                let end = word.find(char::is_whitespace).unwrap_or(word.len());
                self.caret + (after.len() - word.len()) + end
            }
        }
    }

    /// Where the caret may stand: before each cluster, and at the end. Marks on a letter and the parts of a joined emoji
    /// belong to what stands before them.
    fn stops(&self) -> Vec<usize> {
        let mut before = None;
        let mut stops = Vec::with_capacity(self.text.len() + 1);
        for (at, c) in self.text.char_indices() {
            let goes_on = c.width() == Some(0) || before == Some('\u{200d}') || matches!(c, '\u{1f3fb}'..='\u{1f3ff}');
            if before.is_none() || !goes_on {
                stops.push(at);
            }
            before = Some(c);
        }
        stops.push(self.text.len());
        stops
    }
}

#[cfg(test)]
mod tests {
    use super::{Caret, Erase, Line};

    #[test]
    fn text_goes_where_the_caret_is() {
        let mut line = Line::new("granite");
        line.go(Caret::Start);
        line.insert("a\tb\r\nc\x1b[2J ");
        assert_eq!(line.text(), "a b c[2J granite");
        assert_eq!(line.before_caret(), "a b c[2J ");
    }

    #[test]
    fn clusters_and_words_go_whole() {
        let mut line = Line::new("e\u{301} 👩‍💻 自己");
        for left in ["e\u{301} 👩‍💻 自", "e\u{301} 👩‍💻 ", "e\u{301} 👩‍💻", "e\u{301} ", "e\u{301}", ""]
        {
            assert!(line.erase(Erase::Before));
            assert_eq!(line.text(), left);
        }
        assert!(!line.erase(Erase::Before));
        let mut line = Line::new("platform  team pay");
        line.go(Caret::WordLeft);
        line.go(Caret::WordLeft);
        assert_eq!(line.before_caret(), "platform  ");
        line.erase(Erase::WordBefore);
        assert_eq!(line.text(), "team pay");
        line.go(Caret::WordRight);
        assert_eq!(line.before_caret(), "team");
        line.erase(Erase::ToEnd);
        assert_eq!(line.text(), "team");
        line.go(Caret::Left);
        line.erase(Erase::After);
        assert_eq!((line.text(), line.before_caret()), ("tea", "tea"));
    }
}
