//! Kinds of queries that cost differently.

use serde::Serialize;

use crate::error::Result;
use crate::query::{DrillDown, Query, parse};
use crate::results::SearchResults;

/// How many values of each facet an answer lists, as in the tables of `kb search`.
const FACET_LIMIT: usize = 10;

/// What kind of query one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// One word.
    OneWord,
    /// Two words of one section, both wanted.
    And,
    /// Two words of which one is enough.
    Or,
    /// Words that stand next to each other in some section.
    Phrase,
    /// The beginning of a word.
    Prefix,
    /// A word with a typing mistake.
    Misspelt,
    /// A word among the sections of one role or section facet.
    Filtered,
    /// A word that many sections have, with every value of every facet.
    Faceted,
    /// Words in a row from a sentence.
    Question,
    /// A word that no section has, nor any that is near it.
    NoMatch,
    /// No word: everything, or everything with one role or section facet.
    Browsing,
    /// What the user gave.
    Yours,
}

/// The classes that can be made from an index, in the order they are shown.
pub const CLASSES: [Class; 11] = [
    Class::OneWord,
    Class::And,
    Class::Or,
    Class::Phrase,
    Class::Prefix,
    Class::Misspelt,
    Class::Filtered,
    Class::Faceted,
    Class::Question,
    Class::NoMatch,
    Class::Browsing,
];

impl Class {
    /// Its name in answers and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Class::OneWord => "one-word",
            Class::And => "and",
            Class::Or => "or",
            Class::Phrase => "phrase",
            Class::Prefix => "prefix",
            Class::Misspelt => "misspelt",
            Class::Filtered => "filtered",
            Class::Faceted => "faceted",
            Class::Question => "question",
            Class::NoMatch => "no-match",
            Class::Browsing => "browsing",
            Class::Yours => "yours",
        }
    }

    /// Whether an answer is one that a query of this class must have: one that finds nothing by mistake looks fast.
    pub(super) fn is_answered_by(self, results: &SearchResults) -> bool {
        match self {
            Class::NoMatch => results.total == 0,
            Class::Misspelt => results.total > 0 && results.query.corrected.is_some(),
            Class::Yours => true,
            _ => results.total > 0 && results.query.corrected.is_none(),
        }
    }
}

/// A query to time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its class.
    pub class: Class,
    /// What is typed.
    pub text: String,
    /// What is selected.
    pub drill_down: DrillDown,
}

impl Asked {
    /// A query without a selection.
    pub(super) fn new(class: Class, text: impl Into<String>) -> Asked {
        Asked { class, text: text.into(), drill_down: DrillDown::default() }
    }

    /// The request that `kb search` makes of it: ten hits with snippets, and facet counts.
    ///
    /// # Errors
    /// Where the text is beyond the limits of a query.
    pub fn query(&self) -> Result<Query> {
        let facet_limit = if self.class == Class::Faceted { 0 } else { FACET_LIMIT };
        let drill_down = self.drill_down.clone();
        Ok(Query { drill_down, facet_limit, ..Query::new(&self.text, parse(&self.text)?) })
    }

    /// The arguments of `kb search` that ask the same.
    pub fn shown(&self) -> String {
        let roles = self.drill_down.roles.iter().map(|role| format!("--role {role}"));
        let sections = self.drill_down.sections.iter().map(|section| format!("--section {section}"));
        let every = (self.class == Class::Faceted).then(|| "--facet-limit 0".to_owned());
        let text = (!self.text.is_empty()).then(|| self.text.clone());
        text.into_iter().chain(roles).chain(sections).chain(every).collect::<Vec<_>>().join(" ")
    }
}
