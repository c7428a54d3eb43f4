//! Where roles and section facets meet: which of some roles a section speaks to, and under which facet it stands.

use std::collections::HashMap;

use tantivy::{DocAddress, DocId};

use super::drill::Selection;
use super::lookup;
use crate::engine::embedded::store::columns::{Columns, ROLES, SECTIONS};
use crate::engine::embedded::store::engine::Engine;
use crate::engine::embedded::store::facet_column::Facet;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::{Error, Result};
use crate::query::DrillDown;

/// Most roles that can be held against one another: more make no table.
const MOST_ROLES: usize = 64;

/// Some of the roles, a bit for each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct RoleSet(u64);

impl RoleSet {
    pub(super) fn has(self, role: usize) -> bool {
        self.0 >> role & 1 == 1
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn is_several(self) -> bool {
        self.0.count_ones() > 1
    }

    /// Places of the roles that are in it, in order.
    pub(super) fn each(self) -> impl Iterator<Item = usize> {
        (0..MOST_ROLES).filter(move |role| self.has(*role))
    }

    pub(super) fn with(self, other: RoleSet) -> RoleSet {
        RoleSet(self.0 | other.0)
    }
}

/// Roles and section facets of every section of an index.
pub(super) struct Crossing<'a> {
    /// The section facets, parents among them; the first is the empty one.
    pub(super) topics: Vec<String>,
    segments: Vec<Segment<'a>>,
}

/// What the ordinals of one segment mean.
struct Segment<'a> {
    roles: Option<&'a Facet>,
    /// For every ordinal of a role, the set of that role alone; empty for one that is not asked for.
    role_sets: Vec<RoleSet>,
    sections: Option<&'a Facet>,
    /// For every ordinal of a section facet, its place in [`Crossing::topics`].
    topics: Vec<usize>,
}

impl<'a> Crossing<'a> {
    pub(super) fn open(columns: &'a [Columns], roles: &[String]) -> Result<Crossing<'a>> {
        let mut topics = vec![String::new()];
        let mut places = HashMap::from([(String::new(), 0)]);
        let mut segments = Vec::new();
        for columns in columns {
            let roles_column = columns.facet(ROLES).map_err(unreadable)?;
            let role_sets = names(roles_column)?.iter().map(|name| set_of(name, roles)).collect();
            let sections = columns.facet(SECTIONS).map_err(unreadable)?;
            let mut of_segment = Vec::new();
            for name in names(sections)? {
                of_segment.push(*places.entry(name).or_insert_with_key(|name| {
                    topics.push(name.clone());
                    topics.len() - 1
                }));
            }
            segments.push(Segment { roles: roles_column, role_sets, sections, topics: of_segment });
        }
        Ok(Crossing { topics, segments })
    }

    /// The roles that a section speaks to.
    pub(super) fn roles(&self, address: DocAddress) -> RoleSet {
        let Some(segment) = self.segments.get(address.segment_ord as usize) else { return RoleSet::default() };
        let mut set = RoleSet::default();
        each(segment.roles, address.doc_id, |ordinal| {
            set = set.with(segment.role_sets.get(ordinal).copied().unwrap_or_default());
        });
        set
    }

    /// The places of a section's facets in [`Crossing::topics`], each parent before what is below it.
    pub(super) fn topics_of(&self, address: DocAddress) -> Vec<usize> {
        let Some(segment) = self.segments.get(address.segment_ord as usize) else { return Vec::new() };
        let mut ordinals = Vec::new();
        each(segment.sections, address.doc_id, |ordinal| ordinals.push(ordinal));
        // The order of ordinals is that of the names, in which `skills` comes before `skills/technical`.
        ordinals.sort_unstable();
        ordinals.into_iter().filter_map(|ordinal| segment.topics.get(ordinal).copied()).collect()
    }
}

fn each(facet: Option<&Facet>, doc: DocId, mut take: impl FnMut(usize)) {
    if let Some(facet) = facet {
        facet.each(std::iter::once(doc), |ordinal| take(ordinal as usize));
    }
}

/// The values of a facet, in the order of their ordinals.
fn names(facet: Option<&Facet>) -> Result<Vec<String>> {
    let Some(facet) = facet else { return Ok(Vec::new()) };
    facet.names(&(0..facet.terms() as u64).collect::<Vec<_>>())
}

fn set_of(name: &str, roles: &[String]) -> RoleSet {
    roles.iter().position(|role| role == name).map_or(RoleSet::default(), |place| RoleSet(1 << place))
}

impl Engine {
    /// The roles to hold against one another, as the index has them: those given, else all that are declared, else all
    /// that sections have.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that is not known, with the nearest, and where there is none at all;
    /// [`Error::User`] where there are more than can be shown.
    pub(super) fn compared_roles(&self, given: &[String]) -> Result<Vec<String>> {
        let drill_down = DrillDown { roles: given.to_vec(), ..DrillDown::default() };
        let selection = Selection::resolve(&drill_down, &self.searcher, &self.fields, &self.record)?;
        let [mut roles, ..] = selection.values;
        if roles.is_empty() {
            roles = self.record.vocabulary.roles.iter().map(|role| role.id.clone()).collect();
        }
        if roles.is_empty() {
            roles = lookup::values(&self.searcher, self.fields.role)?;
        }
        let mut seen = std::collections::HashSet::new();
        roles.retain(|role| seen.insert(role.clone()));
        match roles.len() {
            0 => Err(Error::not_found("no guide speaks to a role")
                .with_hint("declare roles in kb.toml (`kb init` writes one to start from), then run `kb index`")),
            few if few <= MOST_ROLES => Ok(roles),
            many => Err(Error::user(format!("{many} roles are too many to show side by side"))
                .with_hint(format!("say which, {MOST_ROLES} at most: --role A --role B"))),
        }
    }

    /// The name to show for a section facet: the declared one, else the facet itself.
    pub(super) fn section_name(&self, facet: &str) -> String {
        let declared = self.record.vocabulary.sections.iter().find(|section| section.path == facet);
        declared.map(|section| section.name.as_str()).filter(|name| !name.is_empty()).unwrap_or(facet).to_owned()
    }
}
