//! What the guides of several roles say, side by side.

use serde::Serialize;

use super::{Hit, QueryEcho, RoleTerm, Sides};

/// A topic, or everything where none was given, held against roles and section facets.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// [`super::JSON_VERSION`].
    pub version: u32,
    /// The topic as it was understood; its roles are those that are compared.
    pub query: QueryEcho,
    /// The roles, in the order of the cells of every row.
    pub roles: Vec<ComparedRole>,
    /// One row for every section facet (declared ones, where there are any) in which a compared role has a section on the topic: the one with the best
    /// passage first, or without a topic in the order in which facets are declared.
    pub rows: Vec<ComparedRow>,
    /// How many such facets there are beyond those in `rows`.
    pub rows_more: u64,
    /// How many sections on the topic speak to none of the roles.
    pub without_role: u64,
    /// The words that set each role's sections on the topic apart from those of the others; empty unless asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<RoleWords>,
    /// Other topics that may have been meant.
    pub suggestions: Vec<String>,
    /// Time from the parsed topic to this answer, in milliseconds.
    pub took_ms: f64,
    /// Lines of advice for a person, never part of the JSON.
    #[serde(skip)]
    pub hints: Vec<String>,
}

impl Comparison {
    /// Every passage, row by row.
    pub fn hits(&self) -> impl Iterator<Item = &Hit> {
        self.rows.iter().flat_map(|row| {
            row.cells.iter().flat_map(|cell| &cell.hits).chain(row.shared.iter().map(|shared| &shared.hit))
        })
    }

    /// The same, to be completed.
    pub fn hits_mut(&mut self) -> impl Iterator<Item = &mut Hit> {
        self.rows.iter_mut().flat_map(|row| {
            let own = row.cells.iter_mut().flat_map(|cell| &mut cell.hits);
            own.chain(row.shared.iter_mut().map(|shared| &mut shared.hit))
        })
    }
}

/// A role that is compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComparedRole {
    /// Its id.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// How many sections on the topic speak to it, over all rows, listed or not.
    pub total: u64,
}

/// What the roles' guides say under one section facet.
#[derive(Debug, Clone, Serialize)]
pub struct ComparedRow {
    /// The section facet: a declared one, where any is; empty for sections that stand under none.
    pub section: String,
    /// The name to show: the declared one, else the facet itself.
    pub name: String,
    /// Passages that speak to several of the roles, best first, each once.
    pub shared: Vec<SharedPassage>,
    /// What each role has of its own, in the order of [`Comparison::roles`].
    pub cells: Vec<ComparedCell>,
}

/// A passage that speaks to several of the roles.
#[derive(Debug, Clone, Serialize)]
pub struct SharedPassage {
    /// Those roles, of its own or of another guide with the same text.
    pub shared_by: Vec<String>,
    /// The passage.
    #[serde(flatten)]
    pub hit: Hit,
}

/// What one role has under one section facet.
#[derive(Debug, Clone, Serialize)]
pub struct ComparedCell {
    /// The role.
    pub role: String,
    /// How many sections there are for it, shared ones among them; 0: not covered.
    pub total: u64,
    /// The best passages that speak to no other of the roles, best first.
    pub hits: Vec<Hit>,
}

/// The words that set a role's sections apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoleWords {
    /// The role.
    pub role: String,
    /// How many sections were held against one another.
    pub sections: Sides,
    /// The words, most telling first.
    pub terms: Vec<RoleTerm>,
}
