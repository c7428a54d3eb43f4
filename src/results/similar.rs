//! Sections like a section.

use serde::Serialize;

use super::hit::is_zero;
use crate::guide::{LineRange, SectionId};

/// The answer to the question for sections like one.
#[derive(Debug, Clone, Serialize)]
pub struct SimilarSections {
    /// [`super::JSON_VERSION`].
    pub version: u32,
    /// What was asked for.
    pub query: SimilarEcho,
    /// How many sections are like it and pass the filters; those with its very text are not among them.
    pub total: u64,
    /// The best of them, best first.
    pub hits: Vec<SimilarHit>,
    /// Ids of other sections that have its very heading and text and pass the filters, in path order; the first
    /// hundred.
    pub also: Vec<SectionId>,
    /// How many such sections there are beyond those in `also`.
    #[serde(skip_serializing_if = "is_zero")]
    pub also_more: usize,
    /// Time to find them, in milliseconds.
    pub took_ms: f64,
}

/// The section that others were held against.
#[derive(Debug, Clone, Serialize)]
pub struct SimilarEcho {
    /// Its whole id.
    pub id: SectionId,
    /// The titles from its guide down to it, both included.
    pub breadcrumb: Vec<String>,
    /// The selected roles.
    pub roles: Vec<String>,
    /// The selected section facets.
    pub sections: Vec<String>,
    /// The selected corpora.
    pub corpora: Vec<String>,
    /// The words of it that were looked for, as it writes them, the most telling first.
    pub words: Vec<String>,
}

/// A section like another.
#[derive(Debug, Clone, Serialize)]
pub struct SimilarHit {
    /// 1 for the most like it.
    pub rank: u64,
    /// From 0 to 1: how much of what tells the other section apart this one has, too.
    pub score: f32,
    /// The section's id.
    pub id: SectionId,
    /// The title of its guide.
    pub guide: String,
    /// Its own title.
    pub title: String,
    /// The titles from the guide down to it, both included.
    pub breadcrumb: Vec<String>,
    /// Its roles.
    pub roles: Vec<String>,
    /// Its section facet; empty where none applies.
    pub section: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// The name of the corpus its guide is from.
    pub corpus: String,
    /// The source file: relative to the root of the knowledge base if inside it, else absolute.
    pub path: String,
    /// Where it stands in that file.
    pub lines: LineRange,
    /// The words of [`SimilarEcho::words`] that it has, in the same order.
    pub words: Vec<String>,
    /// Ids of other sections with the same heading and text as this one, in path order; the first hundred.
    pub also: Vec<SectionId>,
    /// How many such sections there are beyond those in `also`.
    #[serde(skip_serializing_if = "is_zero")]
    pub also_more: usize,
}
