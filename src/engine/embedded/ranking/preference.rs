//! Sections that have the roles and section facets a query names are preferred.

use tantivy::DocId;
use tantivy::columnar::Column;

use crate::engine::embedded::meaning::plan::Preferred;
use crate::engine::embedded::store::columns::{Columns, ROLES, SECTIONS};
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;
use crate::results::Part;

/// What the mention of a role is worth to a section that speaks to that role alone. Sections that speak to others as
/// well get their share of it.
const ROLE: f32 = 4.0;
/// What the mention of a section facet is worth to a section that has it.
const SECTION: f32 = 5.0;

/// The most that a section gains.
pub(in crate::engine) const MOST_PREFERRED: f32 = ROLE + SECTION;

/// What sections gain by having the facet values a query mentions.
pub(in crate::engine) struct Preference {
    roles: Option<(Column<u64>, Vec<u64>)>,
    sections: Option<(Column<u64>, Vec<u64>)>,
}

impl Preference {
    /// None where the query mentions no value.
    pub(in crate::engine) fn new(preferred: &Preferred, columns: &Columns) -> Result<Option<Preference>> {
        if preferred.roles.is_empty() && preferred.sections.is_empty() {
            return Ok(None);
        }
        let find = |facet: usize, values: &[String]| -> Result<Option<(Column<u64>, Vec<u64>)>> {
            if values.is_empty() {
                return Ok(None);
            }
            let Some(facet) = columns.facet(facet).map_err(unreadable)? else { return Ok(None) };
            Ok(Some((facet.ordinals().clone(), facet.ordinals_of(values)?)))
        };
        let (roles, sections) = (find(ROLES, &preferred.roles)?, find(SECTIONS, &preferred.sections)?);
        Ok(Some(Preference { roles, sections }))
    }

    /// The gain of one section.
    pub(in crate::engine) fn gain(&self, doc: DocId) -> f32 {
        self.of_roles(doc) + self.of_section(doc)
    }

    /// The parts of that.
    pub(in crate::engine) fn explain(&self, doc: DocId, parts: &mut Vec<Part>) {
        for (worth, what) in [(self.of_roles(doc), "role"), (self.of_section(doc), "section facet")] {
            if worth > 0.0 {
                parts.push(Part { what: format!("has the {what} that the query names"), worth });
            }
        }
    }

    /// For roles the share of agreement (Jaccard, 1912) between those mentioned and its own.
    fn of_roles(&self, doc: DocId) -> f32 {
        let Some((column, mentioned)) = &self.roles else { return 0.0 };
        let (mut common, mut own) = (0, 0);
        for ordinal in column.values_for_doc(doc) {
            own += 1;
            common += usize::from(mentioned.contains(&ordinal));
        }
        let either = own + mentioned.len() - common;
        if common > 0 { ROLE * common as f32 / either as f32 } else { 0.0 }
    }

    fn of_section(&self, doc: DocId) -> f32 {
        let Some((column, mentioned)) = &self.sections else { return 0.0 };
        let has = column.values_for_doc(doc).any(|ordinal| mentioned.contains(&ordinal));
        if has { SECTION } else { 0.0 }
    }
}
