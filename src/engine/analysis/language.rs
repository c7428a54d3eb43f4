//! The languages guides are written in.

use frostem::Algorithm;
use serde::{Deserialize, Serialize};
use whatlang::Lang;

/// The language of a guide. Serialized as its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "&'static str")]
pub(in crate::engine) enum Language {
    #[default]
    English,
    Arabic,
    Chinese,
    Danish,
    Dutch,
    Finnish,
    French,
    German,
    Greek,
    Hindi,
    Hungarian,
    Italian,
    Japanese,
    Korean,
    Norwegian,
    Persian,
    Polish,
    Portuguese,
    Romanian,
    Russian,
    Spanish,
    Swedish,
    Tamil,
    Thai,
    Turkish,
    Ukrainian,
    Urdu,
    Vietnamese,
}

/// Language, ISO 639-1 code, name for the detector.
const LANGUAGES: [(Language, &str, Lang); 28] = [
    (Language::English, "en", Lang::Eng),
    (Language::Arabic, "ar", Lang::Ara),
    (Language::Chinese, "zh", Lang::Cmn),
    (Language::Danish, "da", Lang::Dan),
    (Language::Dutch, "nl", Lang::Nld),
    (Language::Finnish, "fi", Lang::Fin),
    (Language::French, "fr", Lang::Fra),
    (Language::German, "de", Lang::Deu),
    (Language::Greek, "el", Lang::Ell),
    (Language::Hindi, "hi", Lang::Hin),
    (Language::Hungarian, "hu", Lang::Hun),
    (Language::Italian, "it", Lang::Ita),
    (Language::Japanese, "ja", Lang::Jpn),
    (Language::Korean, "ko", Lang::Kor),
    (Language::Norwegian, "no", Lang::Nob),
    (Language::Persian, "fa", Lang::Pes),
    (Language::Polish, "pl", Lang::Pol),
    (Language::Portuguese, "pt", Lang::Por),
    (Language::Romanian, "ro", Lang::Ron),
    (Language::Russian, "ru", Lang::Rus),
    (Language::Spanish, "es", Lang::Spa),
    (Language::Swedish, "sv", Lang::Swe),
    (Language::Tamil, "ta", Lang::Tam),
    (Language::Thai, "th", Lang::Tha),
    (Language::Turkish, "tr", Lang::Tur),
    (Language::Ukrainian, "uk", Lang::Ukr),
    (Language::Urdu, "ur", Lang::Urd),
    (Language::Vietnamese, "vi", Lang::Vie),
];

impl Language {
    /// The ISO 639-1 code, such as `en`.
    pub(in crate::engine) fn code(self) -> &'static str {
        LANGUAGES[self as usize].1
    }

    /// The language that the detector calls so; none for one we do not know.
    pub(super) fn named(name: Lang) -> Option<Language> {
        LANGUAGES.iter().find(|(.., lang)| *lang == name).map(|(language, ..)| *language)
    }

    /// How words are stemmed. Languages without a stemmer of their own have the English one, which leaves other scripts
    /// alone.
    pub(super) fn algorithm(self) -> Algorithm {
        match self {
            Language::Arabic => Algorithm::Arabic,
            Language::Danish => Algorithm::Danish,
            Language::Dutch => Algorithm::Dutch,
            Language::Finnish => Algorithm::Finnish,
            Language::French => Algorithm::French,
            Language::German => Algorithm::German,
            Language::Greek => Algorithm::Greek,
            Language::Hindi => Algorithm::Hindi,
            Language::Hungarian => Algorithm::Hungarian,
            Language::Italian => Algorithm::Italian,
            Language::Norwegian => Algorithm::Norwegian,
            Language::Portuguese => Algorithm::Portuguese,
            Language::Romanian => Algorithm::Romanian,
            Language::Russian => Algorithm::Russian,
            Language::Spanish => Algorithm::Spanish,
            Language::Swedish => Algorithm::Swedish,
            Language::Tamil => Algorithm::Tamil,
            Language::Turkish => Algorithm::Turkish,
            Language::English
            | Language::Chinese
            | Language::Japanese
            | Language::Korean
            | Language::Persian
            | Language::Polish
            | Language::Thai
            | Language::Ukrainian
            | Language::Urdu
            | Language::Vietnamese => Algorithm::English,
        }
    }

    /// Whether it is written in Latin letters.
    pub(super) fn is_latin(self) -> bool {
        !matches!(
            self,
            Language::Arabic
                | Language::Chinese
                | Language::Greek
                | Language::Hindi
                | Language::Japanese
                | Language::Korean
                | Language::Persian
                | Language::Russian
                | Language::Tamil
                | Language::Thai
                | Language::Ukrainian
                | Language::Urdu
        )
    }
}

impl From<String> for Language {
    /// The language of a code; English for a code that is not known.
    fn from(code: String) -> Self {
        LANGUAGES.iter().find(|(_, known, _)| *known == code).map_or(Language::English, |(language, ..)| *language)
    }
}

impl From<Language> for &'static str {
    fn from(language: Language) -> Self {
        language.code()
    }
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, Language};

    #[test]
    fn the_table_is_in_the_order_of_the_languages() {
        for (n, (language, code, _)) in LANGUAGES.iter().enumerate() {
            assert_eq!(*language as usize, n, "{code}");
            assert_eq!(Language::from((*code).to_owned()), *language);
        }
        let written = serde_json::to_string(&Language::German).unwrap();
        assert_eq!((written.as_str(), serde_json::from_str(&written).ok()), ("\"de\"", Some(Language::German)));
    }
}
