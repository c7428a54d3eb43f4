//! Selections that an index offers.

use crate::engine::{Engine, StoredSection};
use crate::error::Result;
use crate::query::{DrillDown, Expr, Page, Query};
use crate::results::FacetCount;

/// Selects one role.
fn role(role: &str) -> DrillDown {
    DrillDown { roles: vec![role.to_owned()], ..DrillDown::default() }
}

/// Selects one section facet.
fn facet(facet: &str) -> DrillDown {
    DrillDown { sections: vec![facet.to_owned()], ..DrillDown::default() }
}

/// A role or the section facet of a section; of both, `nth` says which.
pub(super) fn of_section(section: &StoredSection, nth: usize) -> Option<DrillDown> {
    let by_role = section.roles.first().map(|name| role(name));
    let by_facet = Some(section.section.as_str()).filter(|path| !path.is_empty()).map(facet);
    if nth.is_multiple_of(2) { by_role.or(by_facet) } else { by_facet.or(by_role) }
}

/// The role and section facets that most sections have, in turn; at most `limit` of each.
pub(super) fn most_frequent(engine: &Engine, limit: usize) -> Result<Vec<DrillDown>> {
    let page = Page { limit: 1, offset: 0 };
    let everything = Query { facet_limit: limit, page, snippets: false, ..Query::new("", Expr::All) };
    let facets = engine.search(&everything)?.facets;
    let selected = |values: Vec<FacetCount>, select: fn(&str) -> DrillDown| -> Vec<DrillDown> {
        values.iter().map(|counted| select(&counted.value)).collect()
    };
    let (roles, sections) = (selected(facets.role, role), selected(facets.section, facet));
    let longest = roles.len().max(sections.len());
    let in_turn = (0..longest).flat_map(|n| [roles.get(n).cloned(), sections.get(n).cloned()]);
    Ok(in_turn.flatten().collect())
}
