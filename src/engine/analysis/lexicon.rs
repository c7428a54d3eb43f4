//! Words and their terms as numbers: most words of a text were seen before, and then nothing is folded, stemmed, copied
//! or compared again.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::folding::fold;
use super::language::Language;
use super::stemming::stem;
use super::stopwords::is_stop_word;

/// How many words are remembered from one guide to the next, so that what is rare costs no memory for long.
const MOST_REMEMBERED: usize = 60_000;

/// Words longer than this, in bytes, are no words of a language and not remembered as they were written.
const LONGEST_REMEMBERED: usize = 32;

/// A form or a term by its number in the lexicon that gave it; equal numbers are equal texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::engine) struct TextId(u32);

impl TextId {
    /// The number, counted from 0 without gaps.
    pub(in crate::engine) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What becomes of a word as it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// Its folded form.
    pub form: TextId,
    /// The stem of that.
    pub term: TextId,
    /// Whether it is a stop word.
    pub stop: bool,
}

/// The words of one language, remembered.
#[derive(Default)]
pub(super) struct Lexicon {
    language: Language,
    texts: Vec<Arc<str>>,
    ids: HashMap<Arc<str>, TextId, RandomState>,
    /// By the word as it is written; none where nothing of it can be seen.
    written: HashMap<Box<str>, Option<Known>, RandomState>,
}

impl Lexicon {
    /// Makes it one of this language, and small enough to begin a guide with: numbers given before may be void.
    pub(super) fn begin(&mut self, language: Language) {
        if self.language != language || self.texts.len() + self.written.len() > 2 * MOST_REMEMBERED {
            *self = Lexicon { language, ..Lexicon::default() };
        }
    }

    /// What a number stands for.
    pub(super) fn text(&self, id: TextId) -> &str {
        self.texts.get(id.index()).map_or("", |text| text)
    }

    /// What becomes of a word of a text; none where nothing of it can be seen.
    pub(super) fn word(&mut self, written: &str, ascii: bool) -> Option<Known> {
        if let Some(known) = self.written.get(written) {
            return *known;
        }
        let form = fold(written, ascii);
        let known = (!form.is_empty()).then(|| self.form(&form));
        if written.len() <= LONGEST_REMEMBERED {
            self.written.insert(written.into(), known);
        }
        known
    }

    /// What becomes of a word that is folded already.
    pub(super) fn form(&mut self, form: &str) -> Known {
        let term = stem(form, self.language);
        Known { form: self.id(form), term: self.id(&term), stop: is_stop_word(form) }
    }

    /// The number of a text.
    pub(super) fn id(&mut self, text: &str) -> TextId {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        // Texts are parts of files far smaller than 4 GB.
        let id = TextId(self.texts.len() as u32);
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        self.ids.insert(text, id);
        id
    }
}
