//! Cuts words down to their stems, by language.

use std::borrow::Cow;

use frostem::Stemmer;

use super::language::Language;
use super::scripts::is_by_character;

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
