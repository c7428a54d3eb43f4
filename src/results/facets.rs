//! Counts per facet value.

use serde::Serialize;

/// One value of a facet and the number of sections that have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetCount {
    /// The value; for a hierarchical facet the whole path, such as `skills/technical`.
    pub value: String,
    /// Sections with this value, or with a value below it, each counted once.
    pub count: u64,
    /// Whether the user selected this value.
    pub selected: bool,
}

/// The counts of every facet. They are exact, and each facet's counts ignore that facet's own selection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FacetCounts {
    /// By role, most frequent first.
    pub role: Vec<FacetCount>,
    /// By section facet, most frequent first; parents count what their children hold.
    pub section: Vec<FacetCount>,
    /// By tag, most frequent first.
    pub tag: Vec<FacetCount>,
    /// By corpus, most frequent first.
    pub corpus: Vec<FacetCount>,
}

/// How many values of each facet are not listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct FacetsMore {
    /// Roles left out.
    pub role: u64,
    /// Section facets left out.
    pub section: u64,
    /// Tags left out.
    pub tag: u64,
    /// Corpora left out.
    pub corpus: u64,
}
