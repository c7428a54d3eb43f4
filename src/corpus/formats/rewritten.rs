//! A text made from another one: what is dropped or put in, and which line of the other each of its lines is from.

use std::borrow::Cow;

/// Writes a text anew from front to back.
#[derive(Debug)]
pub(super) struct Rewriter<'a> {
    source: &'a str,
    /// How much of the source is dealt with, in bytes, and the line (0-based) that is in.
    at: usize,
    line: u32,
    text: String,
    lines: Vec<u32>,
}

impl<'a> Rewriter<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Rewriter { source, at: 0, line: 0, text: String::with_capacity(source.len()), lines: vec![0] }
    }

    /// How much of the source is dealt with, in bytes.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Takes over the source up to `end`.
    pub(super) fn keep_to(&mut self, end: usize) {
        let kept = self.source.get(self.at..end).unwrap_or_default();
        if kept.is_empty() {
            return;
        }
        // A line begins where its first text is from, whatever was dropped before that.
        if (self.text.is_empty() || self.text.ends_with('\n'))
            && let Some(line) = self.lines.last_mut()
        {
            *line = self.line;
        }
        self.text.push_str(kept);
        for _ in kept.bytes().filter(|&byte| byte == b'\n') {
            self.line += 1;
            self.lines.push(self.line);
        }
        self.at = end;
    }

    /// Leaves out the source up to `end`.
    pub(super) fn drop_to(&mut self, end: usize) {
        let dropped = self.source.get(self.at..end).unwrap_or_default();
        self.line += dropped.bytes().filter(|&byte| byte == b'\n').count() as u32;
        self.at = self.at.max(end);
    }

    /// Leaves out the source up to `end`, its line ends excepted.
    pub(super) fn blank_to(&mut self, end: usize) {
        let dropped = self.source.get(self.at..end).unwrap_or_default();
        for (newline, _) in dropped.match_indices('\n') {
            let newline = end - dropped.len() + newline;
            self.drop_to(newline);
            self.keep_to(newline + 1);
        }
        self.drop_to(end);
    }

    /// Puts in a text that the source does not have.
    pub(super) fn insert(&mut self, text: &str) {
        if (self.text.is_empty() || self.text.ends_with('\n'))
            && !text.is_empty()
            && let Some(line) = self.lines.last_mut()
        {
            *line = self.line;
        }
        self.text.push_str(text);
        self.lines.extend(text.bytes().filter(|&byte| byte == b'\n').map(|_| self.line));
    }

    /// Takes over the rest of the source and gives the new text.
    pub(super) fn finish(mut self) -> Rewritten<'a> {
        self.keep_to(self.source.len());
        Rewritten { text: Cow::Owned(self.text), lines: Some(self.lines) }
    }
}

/// A text and where its lines are from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rewritten<'a> {
    pub(super) text: Cow<'a, str>,
    /// The line of the source, 0-based, that each line is from; none where they are the same.
    lines: Option<Vec<u32>>,
}

impl<'a> Rewritten<'a> {
    /// A text as it is.
    pub(super) fn unchanged(text: &'a str) -> Self {
        Rewritten { text: Cow::Borrowed(text), lines: None }
    }

    /// A text whose lines are from these lines (0-based) of its source.
    pub(super) fn from_lines(text: &'a str, lines: Vec<u32>) -> Self {
        Rewritten { text: Cow::Borrowed(text), lines: Some(lines) }
    }

    /// The text written anew once more, if `rewrite` has anything to change in it.
    pub(super) fn then(self, rewrite: impl FnOnce(&str) -> Option<Rewritten<'_>>) -> Self {
        let Some(next) = rewrite(&self.text) else { return self };
        let next_lines = next.lines;
        let text = next.text.into_owned();
        let lines = match (next_lines, &self.lines) {
            (Some(lines), Some(_)) => Some(lines.into_iter().map(|line| self.source_line(line)).collect()),
            (Some(lines), None) => Some(lines),
            (None, _) => self.lines.clone(),
        };
        Rewritten { text: Cow::Owned(text), lines }
    }

    /// The line of the source, 0-based, that a line of the text, 0-based, is from.
    pub(super) fn source_line(&self, line: u32) -> u32 {
        match &self.lines {
            None => line,
            Some(lines) => {
                let known = usize::try_from(line).ok().and_then(|line| lines.get(line));
                known.or(lines.last()).copied().unwrap_or(line)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Rewriter, Rewritten};

    fn lines(rewritten: &Rewritten<'_>) -> Vec<u32> {
        (0..rewritten.text.lines().count() as u32).map(|line| rewritten.source_line(line)).collect()
    }

    #[test]
    fn lines_know_where_they_are_from() {
        let mut writer = Rewriter::new("a\n<\n>b\nc\nd");
        writer.keep_to(2);
        writer.drop_to(5);
        writer.keep_to(7);
        writer.insert("x\ny");
        let once = writer.finish();
        assert_eq!(once.text, "a\nb\nx\nyc\nd");
        assert_eq!(lines(&once), [0, 2, 3, 3, 4]);
        let twice = once.then(|text| {
            let mut writer = Rewriter::new(text);
            writer.drop_to(4);
            Some(writer.finish())
        });
        assert_eq!((twice.text.as_ref(), lines(&twice)), ("x\nyc\nd", vec![3, 3, 4]));
        let same = Rewritten::unchanged("a\nb").then(|_| None);
        assert_eq!((lines(&same), same.source_line(7)), (vec![0, 1], 7));
    }

    #[test]
    fn blanked_lines_stay_lines() {
        let mut writer = Rewriter::new("a {\n\n} b\nc");
        writer.keep_to(2);
        writer.blank_to(6);
        let written = writer.finish();
        assert_eq!((written.text.as_ref(), lines(&written)), ("a \n\n b\nc", vec![0, 1, 2, 3]));
    }
}
