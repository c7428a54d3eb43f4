//! Words that set the guides of a role apart.

use serde::Serialize;

use crate::guide::{LineRange, SectionId, Unit};

/// What sections for a role say more often than others.
#[derive(Debug, Clone, Serialize)]
pub struct RoleTerms {
    /// [`super::JSON_VERSION`].
    pub version: u32,
    /// The role.
    pub role: String,
    /// The role whose sections it is held against; none for all other sections.
    pub against: Option<String>,
    /// How many sections there are on either side.
    pub sections: Sides,
    /// The words, most telling first.
    pub terms: Vec<RoleTerm>,
}

/// Sections on either side of a comparison.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sides {
    /// Those that have the role, whatever others they have.
    #[serde(rename = "in")]
    pub inside: u64,
    /// Those it is held against: none of them has the role.
    #[serde(rename = "out")]
    pub outside: u64,
}

/// A word that sets a role's sections apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoleTerm {
    /// The word, as most of the role's sections write it: folded, not stemmed.
    pub text: String,
    /// How many sections have it, in any of its forms.
    #[serde(flatten)]
    pub sections: Sides,
    /// Dunning's log-likelihood ratio: how surprising it would be if the word had nothing to do with the role. From 10.8
    /// on, chance alone would give as much in one of a thousand cases (χ² with one degree of freedom).
    pub score: f64,
    /// The role's section that is most about the word.
    pub id: SectionId,
    /// Its source file.
    pub path: String,
    /// Where it stands in that file.
    pub lines: LineRange,
    /// What those lines are.
    #[serde(skip_serializing_if = "Unit::is_line")]
    pub unit: Unit,
}
