//! Queries of every class that an index might answer, made from its own words and sections.

use super::class::{Asked, Class};
use super::words::Bands;
use super::{filters, passages, slips};
use crate::engine::{CountedWord, Engine, StoredSection};
use crate::error::Result;
use crate::query::DrillDown;

/// What queries are made from.
pub(super) struct Material<'e> {
    engine: &'e Engine,
    bands: Bands,
    sections: Vec<StoredSection>,
}

/// How many letters of a word a prefix has, in turn.
const PREFIX: [usize; 2] = [3, 4];

/// How many roles and how many section facets are browsed.
const BROWSED: usize = 10;

impl<'e> Material<'e> {
    /// Looks at the words of an index, and at this many of its sections.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub(super) fn gather(engine: &'e Engine, sections: usize) -> Result<Material<'e>> {
        let sections = engine.some_sections(sections)?;
        Ok(Material { engine, bands: Bands::of(engine.words()?), sections })
    }

    /// About `count` queries that should be of a class. Whether they are is only known once they were asked.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub(super) fn of(&self, class: Class, count: usize) -> Result<Vec<Asked>> {
        let new = |text: String| Asked::new(class, text);
        let mixed = || self.bands.mixed(count).into_iter().enumerate();
        Ok(match class {
            Class::OneWord => mixed().map(|(_, word)| new(word.text.clone())).collect(),
            Class::And => self.pairs()?.into_iter().map(new).collect(),
            Class::Or => {
                // A rare, a medium and a common one in turn: two that follow each other are of all kinds of pairs.
                let words = self.bands.mixed(2 * count);
                let pairs = words.chunks_exact(2).map(|pair| format!("{} OR {}", pair[0].text, pair[1].text));
                pairs.map(new).collect()
            }
            Class::Phrase => {
                let rows = self.sections.iter().enumerate();
                let rows = rows.filter_map(|(n, section)| passages::row_of(section, if n % 3 == 2 { 3 } else { 2 }));
                rows.map(|row| new(format!("\"{row}\""))).collect()
            }
            Class::Prefix => mixed().filter_map(|(n, word)| prefix(word, PREFIX[n / 3 % 2])).map(new).collect(),
            Class::Misspelt => mixed().filter_map(|(n, word)| slips::mistyped(&word.text, n)).map(new).collect(),
            Class::Filtered => self.filtered()?,
            Class::Faceted => self.bands.most_frequent(count).into_iter().map(|word| new(word.text.clone())).collect(),
            Class::Question => self.sections.iter().filter_map(passages::question_of).map(new).collect(),
            Class::NoMatch => {
                let words = self.bands.mixed(count);
                let backwards = words.iter().zip(words.iter().rev());
                backwards.map(|(first, second)| new(slips::unheard_of(&first.text, &second.text))).collect()
            }
            Class::Browsing => {
                let selected = filters::most_frequent(self.engine, BROWSED)?;
                let all = std::iter::once(DrillDown::default()).chain(selected);
                all.map(|drill_down| Asked { drill_down, ..new(String::new()) }).collect()
            }
            Class::Yours => Vec::new(),
        })
    }

    /// Two words of one section: in turn its two most frequent ones, its most frequent and its rarest, and the two in
    /// the middle.
    fn pairs(&self) -> Result<Vec<String>> {
        let mut pairs = Vec::new();
        for (n, section) in self.sections.iter().enumerate() {
            let words = passages::words_of(section, self.engine)?;
            let Some(last) = words.len().checked_sub(1).filter(|last| *last > 0) else { continue };
            let (a, b) = match n % 3 {
                0 => (last - 1, last),
                1 => (0, last),
                _ => (last / 2, last / 2 + 1),
            };
            if let (Some((_, a)), Some((_, b))) = (words.get(a), words.get(b)) {
                pairs.push(format!("{a} {b}"));
            }
        }
        Ok(pairs)
    }

    /// A word of a section among the sections that share a facet value with it: in turn its most frequent word, the one
    /// in the middle, and its rarest.
    fn filtered(&self) -> Result<Vec<Asked>> {
        let mut filtered = Vec::new();
        for (n, section) in self.sections.iter().enumerate() {
            let Some(drill_down) = filters::of_section(section, n) else { continue };
            let words = passages::words_of(section, self.engine)?;
            let at = (words.len().saturating_sub(1)) * (n % 3) / 2;
            if let Some((_, word)) = words.get(at) {
                filtered.push(Asked { drill_down, ..Asked::new(Class::Filtered, word.clone()) });
            }
        }
        Ok(filtered)
    }
}

/// The beginning of a word that is longer than that.
fn prefix(word: &CountedWord, letters: usize) -> Option<String> {
    let (end, _) = word.text.char_indices().nth(letters)?;
    Some(format!("{}*", &word.text[..end]))
}
