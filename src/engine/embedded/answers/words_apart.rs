//! Words that set what each of several roles has on a topic apart from what the others have on it, as
//! [`super::terms`] finds those that set whole roles apart.

use std::collections::HashMap;

use tantivy::DocAddress;

use super::crossing::{Crossing, RoleSet};
use super::sides::{SegmentSides, Side};
use crate::engine::embedded::ranking::order::Ranked;
use crate::engine::embedded::store::engine::Engine;
use crate::error::Result;
use crate::results::RoleWords;

/// A word is left out where chance alone would give as much in one of twenty cases (χ² with one degree of freedom): of a
/// few sections, most words are in one more than in the other.
const CHANCE: f64 = 3.84;

impl Engine {
    /// For each role the words that its sections among `found` have more often than those of the other roles alone; at
    /// most `most` (0 for all). A role without such sections, or that the others have nothing beside, has no words.
    pub(super) fn words_apart(
        &self,
        roles: &[String],
        crossing: &Crossing<'_>,
        found: &[(Ranked, Vec<DocAddress>)],
        most: usize,
    ) -> Result<Vec<RoleWords>> {
        let sets: HashMap<DocAddress, RoleSet> =
            found.iter().map(|(hit, _)| (hit.address, crossing.roles(hit.address))).collect();
        let mut words = Vec::with_capacity(roles.len());
        for (place, role) in roles.iter().enumerate() {
            let mut segments = Vec::new();
            for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
                segments.push(SegmentSides::of(reader, |doc| match sets.get(&DocAddress::new(segment, doc)) {
                    Some(set) if set.has(place) => Side::Inside,
                    Some(set) if !set.is_empty() => Side::Outside,
                    _ => Side::Nowhere,
                }));
            }
            let sections = SegmentSides::all(&segments);
            let comparable = sections.inside > 0 && sections.outside > 0;
            let mut terms = if comparable { self.telling_terms(&segments, sections, most)? } else { Vec::new() };
            terms.retain(|term| term.score >= CHANCE);
            words.push(RoleWords { role: role.clone(), sections, terms });
        }
        Ok(words)
    }
}
