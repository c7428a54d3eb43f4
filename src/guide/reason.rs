//! Why a section has the facets it has.

use serde::{Deserialize, Serialize};

/// The rule that gave one facet value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The value that was given, such as `platform` or `skills/technical`.
    pub value: String,
    /// Which kind of rule: `front matter`, `heading`, `heading pattern`, `line`, `audience heading`, `path` or
    /// `path pattern`; for section facets `heading`, `title` or `top heading`.
    pub rule: String,
    /// What the rule saw, such as ``role: platform`` or the heading's text.
    pub evidence: String,
}

impl Reason {
    /// The reason for one value.
    pub fn new(value: impl Into<String>, rule: &str, evidence: &str) -> Reason {
        Reason { value: value.into(), rule: rule.to_owned(), evidence: evidence.to_owned() }
    }
}

/// The reasons behind a section's facets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reasons {
    /// One entry per role, in the order of the roles.
    pub roles: Vec<Reason>,
    /// Where the section facet comes from; none where the section has no facet.
    pub section: Option<Reason>,
    /// One entry per tag that a rule gave, such as `level/4`; tags of the front matter speak for themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Reason>,
}
