//! Which topics the guides cover for which roles.

use serde::Serialize;

use crate::guide::SectionId;

/// What a role has on a topic is thin where it comes to fewer words than this, stop words left out: a sentence or two.
pub const THIN_WORDS: u64 = 25;

/// Topics held against roles.
#[derive(Debug, Clone, Serialize)]
pub struct Coverage {
    /// [`super::JSON_VERSION`].
    pub version: u32,
    /// The roles, in the order of the cells of every topic.
    pub roles: Vec<String>,
    /// How many sections a role needs on every topic.
    pub least: u64,
    /// The topics.
    pub topics: Vec<CoveredTopic>,
    /// How many topics there are beyond those listed.
    pub topics_more: u64,
    /// Topics on which a role has fewer sections than it needs.
    pub holes: Vec<Hole>,
    /// Topics of which a role's guides say next to nothing.
    pub thin: Vec<ThinSpot>,
    /// Texts that stand in several places.
    pub duplicated: Vec<Duplicate>,
    /// How many duplicated texts there are beyond those listed.
    pub duplicated_more: u64,
    /// Lines of advice for a person, never part of the JSON.
    #[serde(skip)]
    pub hints: Vec<String>,
}

/// What a topic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TopicKind {
    /// A section facet, with those below it.
    Section,
    /// A query: sections that have all that it asks for.
    Query,
    /// One of the words that carry most of the guides.
    Term,
}

/// A topic and what each role has on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoveredTopic {
    /// The section facet, the query or the word.
    pub topic: String,
    /// What it is.
    pub kind: TopicKind,
    /// The name to show.
    pub name: String,
    /// How many sections are on it, whomever they speak to.
    pub total: u64,
    /// How many of those speak to none of the roles.
    pub without_role: u64,
    /// What each role has, in the order of [`Coverage::roles`].
    pub cells: Vec<CoverageCell>,
}

/// What a role has on a topic.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CoverageCell {
    /// Sections, those that speak to other roles, too, among them.
    pub sections: u64,
    /// Guides that those are from.
    pub guides: u64,
    /// Words in those, stop words left out.
    pub words: u64,
}

/// A topic on which a role has too little.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hole {
    /// The topic.
    pub topic: String,
    /// The role.
    pub role: String,
    /// How many sections there are.
    pub sections: u64,
}

/// A topic of which a role's guides say next to nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThinSpot {
    /// The topic.
    pub topic: String,
    /// The role.
    pub role: String,
    /// How many words there are in all, stop words left out.
    pub words: u64,
    /// The sections that have them.
    pub ids: Vec<SectionId>,
}

/// A text that stands in several places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duplicate {
    /// The topic.
    pub topic: String,
    /// The roles that those sections speak to.
    pub roles: Vec<String>,
    /// The sections with that heading and text, in the order of path and line; the first hundred.
    pub ids: Vec<SectionId>,
    /// How many there are in all.
    pub sections: u64,
}
