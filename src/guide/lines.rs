//! A stretch of lines in a source file, or of pages where it has no lines.

use serde::{Deserialize, Serialize};

/// Lines of a source file: 1-based, both ends included. Written as `[first, last]` in JSON. In a file that has no lines
/// they count what its [`Unit`] says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "[u32; 2]", into = "[u32; 2]")]
pub struct LineRange {
    /// The first line.
    pub first: u32,
    /// The last line; never before the first.
    pub last: u32,
}

/// What the numbers of a [`LineRange`] count. JSON leaves it out for lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Lines of a text file.
    #[default]
    Line,
    /// Pages, the first sheet being 1 whatever is printed on it.
    Page,
    /// Paragraphs of a word processor's document, headings included.
    Paragraph,
    /// Files of a book, in the order of reading.
    Chapter,
}

impl Unit {
    /// Whether lines are counted.
    pub fn is_line(&self) -> bool {
        *self == Unit::Line
    }
}

impl LineRange {
    /// A place in a file, to be read: `a.md:3-7`, `b.pdf, page 3`; the file alone where its reader could not go to the
    /// numbers.
    pub fn place(self, path: &str, unit: Unit) -> String {
        match unit {
            Unit::Line => format!("{path}:{}-{}", self.first, self.last),
            Unit::Page if self.first == self.last => format!("{path}, page {}", self.first),
            Unit::Page => format!("{path}, pages {}-{}", self.first, self.last),
            Unit::Paragraph | Unit::Chapter => path.to_owned(),
        }
    }
}

impl From<[u32; 2]> for LineRange {
    fn from([first, last]: [u32; 2]) -> Self {
        LineRange { first, last: last.max(first) }
    }
}

impl From<LineRange> for [u32; 2] {
    fn from(range: LineRange) -> Self {
        [range.first, range.last]
    }
}

#[cfg(test)]
mod tests {
    use super::{LineRange, Unit};

    #[test]
    fn places_are_said_in_the_words_of_their_file() {
        let place = |range: [u32; 2], unit| LineRange::from(range).place("a", unit);
        assert_eq!(place([3, 7], Unit::Line), "a:3-7");
        assert_eq!(place([3, 3], Unit::Page), "a, page 3");
        assert_eq!(place([3, 4], Unit::Page), "a, pages 3-4");
        assert_eq!(place([3, 4], Unit::Paragraph), "a");
        assert_eq!(serde_json::to_string(&Unit::Chapter).unwrap(), "\"chapter\"");
    }
}
