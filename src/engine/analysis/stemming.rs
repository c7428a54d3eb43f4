//! Cuts words down to their stems, by language, and remembers what it has cut.

use std::borrow::Cow;
use std::collections::HashMap;

use frostem::Stemmer;

use super::language::Language;
use super::scripts::is_by_character;
use super::stopwords::is_stop_word;

/// Most words remembered of one language: those of a guide or two, so that what is rare costs no memory for long.
const MOST_REMEMBERED: usize = 20_000;

/// Words longer than this, in bytes, are no words of a language and not remembered.
const LONGEST_REMEMBERED: usize = 24;

/// What becomes of a word.
#[derive(Debug, Clone)]
pub(super) struct Stem {
    pub term: String,
    /// Whether the word is a stop word.
    pub stop: bool,
}

/// Stands between a language and a stem.
const OF_LANGUAGE: char = '\u{1f}';

/// The stem of a folded word in a language, never empty. Stems of languages other than English carry their language:
/// what is left of a word in one language is often another word in another.
pub(super) fn stem(form: &str, language: Language) -> Cow<'_, str> {
    // Words in plain letters among another script are English wherever they are.
    let language = if form.is_ascii() && !language.is_latin() { Language::English } else { language };
    let stem = Stemmer::new(language.algorithm()).stem(form);
    let stem = if stem.is_empty() { Cow::Borrowed(form) } else { stem };
    let everywhere = language.algorithm() == Language::English.algorithm()
        || is_by_character(form)
        || form.bytes().any(|byte| byte.is_ascii_digit());
    if everywhere { stem } else { Cow::Owned(format!("{}{OF_LANGUAGE}{stem}", language.code())) }
}

/// Stems of one language, remembered.
#[derive(Default)]
pub(super) struct Stems {
    language: Language,
    known: HashMap<String, Stem>,
}

impl Stems {
    /// The stem of a folded word.
    pub(super) fn get(&mut self, form: &str, language: Language) -> Stem {
        if self.language != language || self.known.len() >= MOST_REMEMBERED {
            self.known.clear();
            self.language = language;
        }
        if let Some(stem) = self.known.get(form) {
            return stem.clone();
        }
        let found = Stem { term: stem(form, language).into_owned(), stop: is_stop_word(form) };
        if form.len() <= LONGEST_REMEMBERED {
            self.known.insert(form.to_owned(), found.clone());
        }
        found
    }
}
