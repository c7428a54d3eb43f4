//! The best passages of an answer within a budget of words.

use serde::Serialize;

use super::{Citation, QueryEcho};
use crate::guide::{LineRange, SectionId, Unit};

/// Passages to paste into a document or a prompt, in the order in which they are to be read: guides by their best
/// section, sections of a guide as they stand in it.
#[derive(Debug, Clone, Serialize)]
pub struct Passages {
    /// [`super::JSON_VERSION`].
    pub version: u32,
    /// The query as it was understood.
    pub query: QueryEcho,
    /// How many sections match and pass the filters.
    pub total: u64,
    /// The most words that were wanted.
    pub budget: usize,
    /// How many words the passages have, headings and citations left out. Of Chinese and Japanese every character is a
    /// word, of Thai, Lao, Khmer and Burmese every four letters.
    pub words: usize,
    /// The passages.
    pub passages: Vec<Passage>,
    /// Time from the parsed query to this answer, in milliseconds.
    pub took_ms: f64,
    /// Lines of advice for a person, never part of the JSON.
    #[serde(skip)]
    pub hints: Vec<String>,
}

/// What of a section goes into an answer.
#[derive(Debug, Clone, Serialize)]
pub struct Passage {
    /// The section's id.
    pub id: SectionId,
    /// The key of its guide.
    #[serde(skip)]
    pub key: String,
    /// The titles from the guide down to it, both included.
    pub breadcrumb: Vec<String>,
    /// Its roles.
    pub roles: Vec<String>,
    /// Its section facet; empty where none applies.
    pub section: String,
    /// The source file: relative to the root of the knowledge base if inside it, else absolute.
    pub path: String,
    /// Where the section stands in that file.
    pub lines: LineRange,
    /// What those lines are.
    #[serde(skip_serializing_if = "Unit::is_line")]
    pub unit: Unit,
    /// What its file held when it was indexed.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub citation: Option<Citation>,
    /// Its text, or the best of it, with `…` where something was left out.
    pub text: String,
    /// How many words the text has.
    pub words: usize,
    /// Whether it is all of the section's text.
    pub whole: bool,
}
