//! Text within a block: what is stressed, linked, written as code.

use std::collections::HashMap;

use crate::report::style::Tone;
use crate::report::text::{Span, Text};

/// Gathers the text of a block.
#[derive(Debug, Default)]
pub(super) struct Inline {
    lines: Vec<Vec<Span>>,
    /// The tones that are in force, the innermost last.
    tones: Vec<Tone>,
    /// Where the link that is being read leads, and its words so far.
    link: Option<(String, String)>,
    /// Pictures in whose words we are: of those within another, only the words count.
    images: usize,
    targets: Targets,
}

/// Where links lead, each once.
#[derive(Debug, Default)]
struct Targets {
    numbers: HashMap<String, usize>,
    all: Vec<String>,
}

/// Stands before the words of a picture.
const IMAGE: &str = "[image: ";

impl Inline {
    pub(super) fn text(&mut self, text: &str) {
        // The end of the line of the file, behind a `<br>` or what is not shown, is no indentation.
        let begins_line = self.lines.last().is_none_or(Vec::is_empty);
        let text = if begins_line { text.trim_start_matches(' ') } else { text };
        if text.is_empty() {
            return;
        }
        self.add(self.tones.last().copied().unwrap_or_default(), text);
        if let Some((_, words)) = &mut self.link {
            words.push_str(text);
        }
    }

    pub(super) fn code(&mut self, code: &str) {
        self.add(Tone::Code, code);
        if let Some((_, words)) = &mut self.link {
            words.push_str(code);
        }
    }

    /// A remark of ours.
    pub(super) fn remark(&mut self, text: &str) {
        self.add(Tone::Dim, text);
    }

    pub(super) fn line_break(&mut self) {
        self.lines.push(Vec::new());
    }

    /// Text from here on is in this tone.
    pub(super) fn begin(&mut self, tone: Tone) {
        self.tones.push(tone);
    }

    pub(super) fn end(&mut self) {
        self.tones.pop();
    }

    pub(super) fn begin_link(&mut self, target: &str) {
        self.begin(Tone::Link);
        self.link = Some((target.to_owned(), String::new()));
    }

    /// The number of where it leads follows its words, unless they say it themselves.
    pub(super) fn end_link(&mut self) {
        self.end();
        let Some((target, words)) = self.link.take() else { return };
        let says_it = [target.as_str(), target.trim_start_matches("mailto:")].contains(&words.trim());
        if !target.is_empty() && !says_it {
            let number = self.targets.number(target);
            self.remark(&format!(" [{number}]"));
        }
    }

    pub(super) fn begin_image(&mut self) {
        if self.images == 0 {
            self.lines.last_mut().map(|line| line.push(image())).unwrap_or_else(|| self.lines.push(vec![image()]));
        }
        self.images += 1;
    }

    pub(super) fn end_image(&mut self) {
        self.images = self.images.saturating_sub(1);
        if self.images > 0 {
            return;
        }
        // A picture without words is there for its looks.
        match self.lines.last_mut() {
            Some(line) if line.last().is_some_and(|span| span.text == IMAGE) => drop(line.pop()),
            _ => self.remark("]"),
        }
    }

    /// The text so far; what follows begins anew.
    pub(super) fn take(&mut self) -> Text {
        let mut lines = std::mem::take(&mut self.lines);
        let blank = |line: &Vec<Span>| line.iter().all(|span| span.text.trim().is_empty());
        while lines.last().is_some_and(blank) {
            lines.pop();
        }
        let blank_lines = lines.iter().take_while(|line| blank(line)).count();
        lines.drain(..blank_lines);
        Text::of(lines)
    }

    /// Where links lead, by their numbers from 1 on.
    pub(super) fn targets(self) -> Vec<String> {
        self.targets.all
    }

    fn add(&mut self, tone: Tone, text: &str) {
        if self.lines.is_empty() {
            self.lines.push(Vec::new());
        }
        let Some(line) = self.lines.last_mut() else { return };
        match line.last_mut() {
            Some(last) if last.tone == tone && last.text != IMAGE => last.text.push_str(text),
            _ => line.push(Span { text: text.to_owned(), tone }),
        }
    }
}

fn image() -> Span {
    Span { text: IMAGE.to_owned(), tone: Tone::Dim }
}

impl Targets {
    fn number(&mut self, target: String) -> usize {
        let next = self.all.len() + 1;
        let number = *self.numbers.entry(target.clone()).or_insert(next);
        if number == next {
            self.all.push(target);
        }
        number
    }
}
