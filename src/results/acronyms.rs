//! Acronyms the guides define.

use serde::Serialize;

/// A short form and one of the long forms it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AcronymEntry {
    /// The short form, as most guides write it.
    pub short: String,
    /// The long form, as most guides write it.
    pub long: String,
    /// Where it is defined: the first place in each guide, by path. Never empty.
    pub places: Vec<AcronymPlace>,
    /// Which of the meanings of its short form this is, from 1: the one that most guides give first.
    #[serde(skip)]
    pub meaning: usize,
    /// How many long forms its short form has.
    #[serde(skip)]
    pub meanings: usize,
}

/// Where a guide defines an acronym.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct AcronymPlace {
    /// The source file, as results show it.
    pub path: String,
    /// The line, 1-based.
    pub line: u32,
}
