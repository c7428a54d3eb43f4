//! What may be meant by the beginning of a word.

use serde::Serialize;

use crate::guide::SectionId;

/// Completions of what somebody is typing.
#[derive(Debug, Clone, Serialize)]
pub struct Suggestions {
    /// [`super::JSON_VERSION`].
    pub version: u32,
    /// What was typed.
    pub prefix: String,
    /// What was typed with its last word completed, in most sections first.
    pub words: Vec<WordSuggestion>,
    /// Headings with the words that were typed: those that begin so first, then by the number of sections.
    pub headings: Vec<HeadingSuggestion>,
}

/// A completed word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WordSuggestion {
    /// What was typed before the last word, and a word of the guides in its place: folded, not stemmed.
    pub text: String,
    /// How many sections have that word, and those before it.
    pub count: u64,
}

/// A heading that has the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeadingSuggestion {
    /// The heading, as its first section in the order of path and line writes it.
    pub text: String,
    /// How many sections have this heading, capitals and punctuation aside.
    pub count: u64,
    /// That first section.
    pub id: SectionId,
    /// Its source file.
    #[serde(skip)]
    pub path: String,
    /// Its first line.
    #[serde(skip)]
    pub line: u32,
}
