//! What a search gives back: values and byte ranges, never colours or markup.
//!
//! The field names are the keys of the JSON that scripts rely on.

mod acronyms;
mod citation;
mod comparison;
mod coverage;
mod explanation;
mod facets;
mod hit;
mod passages;
mod similar;
mod suggestions;
mod terms;

use serde::Serialize;

pub use acronyms::{AcronymEntry, AcronymPlace};
pub use citation::Citation;
pub use comparison::{ComparedCell, ComparedRole, ComparedRow, Comparison, RoleWords, SharedPassage};
pub use coverage::{Coverage, CoverageCell, CoveredTopic, Duplicate, Hole, THIN_WORDS, ThinSpot, TopicKind};
pub use explanation::Part;
pub use facets::{FacetCount, FacetCounts, FacetsMore};
pub use hit::{Hit, Snippet};
pub use passages::{Passage, Passages};
pub use similar::{SimilarEcho, SimilarHit, SimilarSections};
pub use suggestions::{HeadingSuggestion, Suggestions, WordSuggestion};
pub use terms::{RoleTerm, RoleTerms, Sides};

/// The version of the JSON that [`SearchResults`] makes.
pub const JSON_VERSION: u32 = 1;

/// The answer to one search.
#[derive(Debug, Clone, Serialize)]
pub struct SearchResults {
    /// [`JSON_VERSION`].
    pub version: u32,
    /// The query as it was understood.
    pub query: QueryEcho,
    /// How many sections match and pass the filters.
    pub total: u64,
    /// How many guides those sections are from; only when hits are grouped by guide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_guides: Option<u64>,
    /// The hits of the page that was asked for, best first.
    pub hits: Vec<Hit>,
    /// Counts per facet value, drill-sideways.
    pub facets: FacetCounts,
    /// How many values each facet has beyond those listed.
    pub facets_more: FacetsMore,
    /// Other searches that may have been meant.
    pub suggestions: Vec<String>,
    /// Where nothing has all that was asked for: what to leave out, and how many sections that would give.
    pub instead: Vec<Instead>,
    /// Time from the parsed query to this answer, in milliseconds.
    pub took_ms: f64,
    /// Whether the index has several corpora: the only one there is needs no word.
    #[serde(skip)]
    pub several_corpora: bool,
    /// Whether dates decide which hits there are or in which order, and so are worth showing.
    #[serde(skip)]
    pub dated: bool,
    /// Lines of advice for a person, shown beside the results and never part of the JSON.
    #[serde(skip)]
    pub hints: Vec<String>,
}

/// How a query was understood.
#[derive(Debug, Clone, Default, Serialize)]
pub struct QueryEcho {
    /// The words as they were given.
    pub text: String,
    /// The name of the saved search they are from, if they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved: Option<String>,
    /// The selected roles.
    pub roles: Vec<String>,
    /// The selected section facets.
    pub sections: Vec<String>,
    /// The selected tags.
    pub tags: Vec<String>,
    /// The selected corpora.
    pub corpora: Vec<String>,
    /// The first second of the selected dates, RFC 3339 in UTC.
    pub since: Option<String>,
    /// The last second of the selected dates, RFC 3339 in UTC.
    pub until: Option<String>,
    /// The query that was searched instead, where a typing mistake was corrected.
    pub corrected: Option<String>,
    /// What else was searched for some of the words.
    pub expanded: Vec<Expansion>,
}

/// Other words that a word of the query was also searched as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Expansion {
    /// The word or words of the query.
    pub term: String,
    /// What they also found.
    pub to: Vec<String>,
    /// `synonym` or `acronym`.
    pub source: String,
    /// Where the rule stands: `path:line` of a guide, or the settings file.
    #[serde(rename = "where")]
    pub place: String,
}

/// A search with less in it that finds something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Instead {
    /// What to leave out: a word or clause as it was given, or a flag such as `--role platform`.
    pub drop: String,
    /// How many sections match without it.
    pub total: u64,
}
