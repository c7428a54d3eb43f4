//! Text with tones: what cells, headings and notes are made of.

use super::sanitize;
use super::style::Tone;

/// Lines of text, each a row of pieces with a tone. The pieces hold raw text; renderers make it safe.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    lines: Vec<Vec<Span>>,
}

/// A piece of one line in one tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text, as it came.
    pub text: String,
    /// Its tone.
    pub tone: Tone,
}

impl Text {
    /// No text; [`Text::add`] begins the first line.
    pub fn new() -> Self {
        Text::default()
    }

    /// One line in one tone.
    pub fn toned(tone: Tone, text: impl Into<String>) -> Self {
        Text::new().add(tone, text)
    }

    /// Plain text that keeps its line ends and its indentation.
    pub fn block(text: &str) -> Self {
        let lines = text.lines().map(|line| vec![Span { text: line.replace('\t', "    "), tone: Tone::Plain }]);
        Text { lines: lines.collect() }
    }

    /// Lines that are made of pieces already.
    pub fn of(lines: Vec<Vec<Span>>) -> Self {
        Text { lines }
    }

    /// The same text with more at the end of its last line.
    #[must_use]
    pub fn add(mut self, tone: Tone, text: impl Into<String>) -> Self {
        let text = text.into();
        match self.lines.last_mut() {
            Some(line) => line.push(Span { text, tone }),
            None => self.lines.push(vec![Span { text, tone }]),
        }
        self
    }

    /// The same text with more plain text at the end of its last line.
    #[must_use]
    pub fn plain(self, text: impl Into<String>) -> Self {
        self.add(Tone::Plain, text)
    }

    /// The same text with the lines of another below it; nothing is added where that one is empty.
    #[must_use]
    pub fn below(mut self, other: Text) -> Self {
        self.lines.extend(other.lines);
        self
    }

    /// The same text with another going on in its last line.
    #[must_use]
    pub fn then(mut self, other: Text) -> Self {
        let mut lines = other.lines.into_iter();
        if let Some(last) = self.lines.last_mut() {
            last.extend(lines.next().unwrap_or_default());
        }
        self.lines.extend(lines);
        self
    }

    /// Its lines, each a row of pieces.
    pub fn lines(&self) -> &[Vec<Span>] {
        &self.lines
    }

    /// Its lines, each a row of pieces, to be changed.
    pub(super) fn lines_mut(&mut self) -> &mut [Vec<Span>] {
        &mut self.lines
    }

    /// Whether there is no character in it.
    pub fn is_empty(&self) -> bool {
        self.lines.iter().flatten().all(|span| span.text.is_empty())
    }

    /// The text without its tones, lines apart by `\n`. Raw: not yet safe to show.
    pub fn raw(&self) -> String {
        let line = |spans: &Vec<Span>| spans.iter().map(|span| span.text.as_str()).collect::<String>();
        self.lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// The pieces of one line made safe to show on a line of their own.
pub(super) fn safe(line: &[Span]) -> Vec<Span> {
    let mut before = None;
    let mut safe = Vec::with_capacity(line.len());
    for span in line {
        safe.push(Span { text: sanitize::one_line_after(before, &span.text).into_owned(), tone: span.tone });
        before = span.text.chars().next_back().or(before);
    }
    safe
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Text::toned(Tone::Plain, text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Text::toned(Tone::Plain, text)
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        Text::from(text.as_str())
    }
}

/// A count, written in digits.
impl From<u64> for Text {
    fn from(count: u64) -> Self {
        Text::from(count.to_string())
    }
}

/// A count, written in digits.
impl From<usize> for Text {
    fn from(count: usize) -> Self {
        Text::from(count.to_string())
    }
}
