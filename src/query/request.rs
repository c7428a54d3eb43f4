//! A whole request: what to find, among what, and which part of the answer to give.

use super::Expr;
use super::Ranking;

/// A search to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// The words as the user gave them.
    pub text: String,
    /// What they mean.
    pub expr: Expr,
    /// The selection: it narrows the answer and never changes a score.
    pub drill_down: DrillDown,
    /// Which hits of the answer to give.
    pub page: Page,
    /// The order of the hits.
    pub sort: Sort,
    /// What a hit is.
    pub group: Group,
    /// Every section that has any of the words matches.
    pub any: bool,
    /// Only sections that have all that is wanted match, however long the query is, even if there are none.
    pub all: bool,
    /// Words are taken as they are: no synonyms.
    pub exact: bool,
    /// Give the best passage of each hit; without, it is empty.
    pub snippets: bool,
    /// About how long a passage is to be, in bytes.
    pub snippet_length: usize,
    /// Tell how many sections there are. Without, and without facets and folding, the total is only of those that were
    /// looked at, which for a broad query are few.
    pub totals: bool,
    /// Count facet values.
    pub facets: bool,
    /// Sections with the same heading and text come once, the one with the smallest path for all of them.
    pub fold: bool,
    /// Tell the parts of every hit's score.
    pub explain: bool,
    /// Which evidence counts.
    pub ranking: Ranking,
    /// How many values of each facet to list; 0 for all.
    pub facet_limit: usize,
}

impl Query {
    /// A plain search for `expr`: first ten sections by relevance, with facets.
    pub fn new(text: &str, expr: Expr) -> Self {
        Query {
            text: text.to_owned(),
            expr,
            drill_down: DrillDown::default(),
            page: Page { limit: 10, offset: 0 },
            sort: Sort::Relevance,
            group: Group::Section,
            any: false,
            all: false,
            exact: false,
            snippets: true,
            snippet_length: 240,
            totals: true,
            facets: true,
            fold: true,
            explain: false,
            ranking: Ranking::default(),
            facet_limit: 100,
        }
    }
}

/// Selected facet values and dates: any of the values of one facet, and all facets and dates together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DrillDown {
    /// Role ids, names or aliases.
    pub roles: Vec<String>,
    /// Section facets; each includes those below it.
    pub sections: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Names of corpora.
    pub corpora: Vec<String>,
    /// Guides: path, file name or title.
    pub guides: Vec<String>,
    /// Only guides of this date or a later one, seconds since 1970.
    pub since: Option<i64>,
    /// Only guides of this date or an earlier one, seconds since 1970.
    pub until: Option<i64>,
}

/// A page of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// How many hits at most; 0 for all.
    pub limit: usize,
    /// How many of the first to leave out.
    pub offset: usize,
}

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Best first; equal scores by path and line.
    Relevance,
    /// By path, then line.
    Path,
    /// Newest guide first, then by path and line.
    Date,
}

/// What counts as one hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Every section.
    Section,
    /// The best section of every guide.
    Guide,
}

/// A topic to hold against roles.
#[derive(Debug, Clone, PartialEq)]
pub struct CompareRequest {
    /// The topic, and which sections are looked at. The roles of its selection are those to compare: all where there
    /// are none. Its page, facets and folding do not count.
    pub query: Query,
    /// How many passages to give for each role in a row, and how many shared ones; 0 for all.
    pub passages: usize,
    /// How many rows to give; 0 for all.
    pub rows: usize,
    /// How many words that set the roles apart to give for each; none to look for none, 0 for all.
    pub terms: Option<usize>,
}

/// Topics to hold against roles.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageRequest {
    /// The topics.
    pub topics: Topics,
    /// Which sections are looked at. The roles are those to hold topics against, all where there are none; where topics
    /// are section facets, its sections say which.
    pub drill_down: DrillDown,
    /// Queries are taken as they are: no synonyms or acronyms.
    pub exact: bool,
    /// How many sections a role needs on each topic.
    pub least: u64,
    /// How many topics to give; 0 for all.
    pub limit: usize,
}

/// What topics are.
#[derive(Debug, Clone, PartialEq)]
pub enum Topics {
    /// The declared section facets, else those that sections have.
    Sections,
    /// Queries, each as it was given and as it was understood.
    Queries(Vec<(String, Expr)>),
    /// The words that carry most of the guides.
    Strongest,
}
