//! The section that is read.

use ratatui::layout::Rect;

use crate::browse::keys::Step;
use crate::browse::reading::Reading;
use crate::error::Result;
use crate::guide::SectionId;
use crate::report::{Span, Tone};

/// A section, laid out for a pane, and how far it is scrolled.
#[derive(Debug, Default)]
pub(in crate::browse) struct Reader {
    /// What was asked for last: the section, and the words to mark in it.
    wanted: Option<(SectionId, String)>,
    /// The section that is shown.
    id: Option<SectionId>,
    reading: Option<Reading>,
    lines: Vec<Vec<Span>>,
    /// The width they are laid out for; 0 where they are not.
    width: u16,
    height: u16,
    top: usize,
}

impl Reader {
    /// Whether a section has to be asked for; notes that it is.
    pub(super) fn wants(&mut self, id: &SectionId, words: &str) -> bool {
        let asked = self.wanted.as_ref().is_some_and(|(known, marked)| known == id && marked == words);
        if !asked {
            self.wanted = Some((id.clone(), words.to_owned()));
        }
        !asked
    }

    /// Shows a section, from its beginning unless it is the same one; or what went wrong with it.
    pub(super) fn show(&mut self, id: SectionId, reading: Result<Reading>) {
        if self.id.as_ref() != Some(&id) {
            self.top = 0;
        }
        (self.id, self.width) = (Some(id), 0);
        match reading {
            Ok(reading) => self.reading = Some(reading),
            Err(error) => {
                self.reading = None;
                self.lines = vec![vec![Span { text: error.to_string(), tone: Tone::Warning }]];
            }
        }
    }

    pub(super) fn clear(&mut self) {
        *self = Reader::default();
    }

    pub(super) fn step(&mut self, step: Step) {
        let page = usize::from(self.height).saturating_sub(2).max(1);
        self.top = match step {
            Step::Up => self.top.saturating_sub(1),
            Step::Down => self.top + 1,
            Step::PageUp => self.top.saturating_sub(page),
            Step::PageDown => self.top + page,
            Step::First => 0,
            Step::Last => usize::MAX,
        };
    }

    /// Lays the section out for this pane.
    pub(super) fn settle(&mut self, pane: Rect) {
        self.height = pane.height;
        if let Some(reading) = self.reading.as_ref().filter(|_| self.width != pane.width) {
            self.lines = reading.lines(pane.width.saturating_sub(2));
            self.width = pane.width;
        }
        self.top = self.top.min(self.lines.len().saturating_sub(usize::from(pane.height)));
    }

    /// Where the section is in which file.
    pub(in crate::browse) fn place(&self) -> Option<&str> {
        self.reading.as_ref().map(|reading| reading.place.as_str())
    }

    /// The lines that are to be seen.
    pub(in crate::browse) fn shown(&self) -> &[Vec<Span>] {
        let end = (self.top + usize::from(self.height)).min(self.lines.len());
        self.lines.get(self.top..end).unwrap_or_default()
    }

    /// How much has been seen, in percent, where there is more than the pane shows.
    pub(in crate::browse) fn seen(&self) -> Option<usize> {
        let lines = self.lines.len();
        (lines > usize::from(self.height)).then(|| (self.top + usize::from(self.height)).min(lines) * 100 / lines)
    }
}
