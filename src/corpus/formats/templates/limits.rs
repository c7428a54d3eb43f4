//! How far the end of a piece of markup is looked for, so that text full of openers costs no more than it is long.

/// The paragraph that a search is in: markup that is not closed in its paragraph is text.
#[derive(Debug)]
pub(in crate::corpus::formats) struct Paragraph<'a> {
    text: &'a str,
    end: usize,
}

impl<'a> Paragraph<'a> {
    pub(in crate::corpus::formats) fn new(text: &'a str) -> Self {
        Paragraph { text, end: 0 }
    }

    /// Where the paragraph with the byte at `from` ends: at an empty line or with the text. Asked from front to back,
    /// it reads the text once.
    pub(in crate::corpus::formats) fn end(&mut self, from: usize) -> usize {
        if from < self.end {
            return self.end;
        }
        let mut at = from;
        self.end = loop {
            let Some(newline) = self.text.get(at..).and_then(|rest| rest.find('\n')) else { break self.text.len() };
            let next = at + newline + 1;
            let rest = self.text.get(next..).unwrap_or_default();
            let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            if rest.get(blank..).is_none_or(|rest| rest.is_empty() || rest.starts_with('\n')) {
                break next;
            }
            at = next + blank;
        };
        self.end
    }
}

/// What closes pieces of markup, each with how far it was looked for in vain.
#[derive(Debug, Default)]
pub(in crate::corpus::formats) struct Closers {
    missed: Vec<(&'static str, usize)>,
}

impl Closers {
    /// Where in `text` the closer begins that stands first in `from..to`. Asked from front to back and, once found,
    /// from behind it, each closer is looked for once in every place.
    pub(in crate::corpus::formats) fn find(
        &mut self,
        text: &str,
        from: usize,
        to: usize,
        closer: &'static str,
    ) -> Option<usize> {
        let missed = self.missed.iter_mut().find(|(missed, _)| *missed == closer);
        if missed.as_ref().is_some_and(|(_, until)| from < *until) {
            return None;
        }
        let found = text.get(from..to).and_then(|rest| rest.find(closer)).map(|at| from + at);
        match (found, missed) {
            (Some(_), _) => {}
            (None, Some((_, until))) => *until = to,
            (None, None) => self.missed.push((closer, to)),
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{Closers, Paragraph};

    #[test]
    fn paragraphs_end_at_empty_lines() {
        let mut paragraph = Paragraph::new("a\nb\n \nc\n\n");
        assert_eq!([0, 2, 3, 4, 6, 8].map(|from| paragraph.end(from)), [4, 4, 4, 8, 8, 9]);
    }

    #[test]
    fn what_was_missed_is_not_looked_for_again() {
        let mut closers = Closers::default();
        assert_eq!(closers.find("a}b}", 0, 4, "}"), Some(1));
        assert_eq!(closers.find("a}b}", 2, 3, "}"), None);
        assert_eq!(closers.find("a}b}", 2, 4, "}"), None);
        assert_eq!(closers.find("a}b}", 3, 4, "}"), Some(3));
    }
}
