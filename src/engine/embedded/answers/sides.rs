//! The sections of a role and those it is held against.

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use crate::engine::embedded::store::columns::{Columns, ROLES};
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;
use crate::results::Sides;

/// On which side a section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// It has the role.
    Inside,
    /// It is one of those the role is held against.
    Outside,
    /// Neither, or it was deleted.
    Nowhere,
}

/// The sides of one segment.
pub(in crate::engine) struct SegmentSides(Vec<Side>);

impl SegmentSides {
    /// Sections that have `role`, and those that have `against` and not `role`; without `against`, all others.
    pub(in crate::engine) fn open(
        reader: &SegmentReader,
        columns: &Columns,
        role: &str,
        against: Option<&str>,
    ) -> Result<SegmentSides> {
        let facet = columns.facet(ROLES).map_err(unreadable)?;
        let ordinal = |value: &str| -> Result<Option<u64>> {
            let Some(facet) = facet else { return Ok(None) };
            Ok(facet.ordinals_of(&[value.to_owned()])?.first().copied())
        };
        let own = ordinal(role)?;
        let other = against.map(ordinal).transpose()?;
        let has = |doc: DocId, wanted: Option<u64>| {
            let mut roles = facet.iter().flat_map(|facet| facet.ordinals().values_for_doc(doc));
            wanted.is_some_and(|wanted| roles.any(|role| role == wanted))
        };
        let side = |doc: DocId| {
            if has(doc, own) {
                Side::Inside
            } else if other.is_none_or(|other| has(doc, other)) {
                Side::Outside
            } else {
                Side::Nowhere
            }
        };
        Ok(SegmentSides::of(reader, side))
    }

    /// The sides that `side` gives to sections; those that were deleted are nowhere.
    pub(super) fn of(reader: &SegmentReader, side: impl Fn(DocId) -> Side) -> SegmentSides {
        let side = |doc| if reader.is_deleted(doc) { Side::Nowhere } else { side(doc) };
        SegmentSides((0..reader.max_doc()).map(side).collect())
    }

    /// How many sections there are in all segments.
    pub(in crate::engine) fn all(segments: &[SegmentSides]) -> Sides {
        let sides = segments.iter().flat_map(|segment| &segment.0);
        sides.fold(Sides::default(), |sides, side| sides.plus(*side))
    }

    /// Whether a section has the role.
    pub(in crate::engine) fn is_inside(&self, doc: DocId) -> bool {
        self.0.get(doc as usize) == Some(&Side::Inside)
    }

    /// Every term of a field that `wanted` takes, in order, and how many sections have it.
    pub(in crate::engine) fn terms(
        &self,
        reader: &SegmentReader,
        field: Field,
        start: &str,
        mut wanted: impl FnMut(&str) -> bool,
    ) -> Result<Vec<(String, Sides)>> {
        let inverted = reader.inverted_index(field).map_err(unreadable)?;
        let range = inverted.terms().range().ge(start.as_bytes());
        let mut stream = range.into_stream().map_err(|error| unreadable(error.into()))?;
        let mut terms = Vec::new();
        while stream.advance() && stream.key().starts_with(start.as_bytes()) {
            let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
            if !wanted(term) {
                continue;
            }
            let postings = inverted.read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic);
            let mut postings = postings.map_err(|error| unreadable(error.into()))?;
            let mut sides = Sides::default();
            while postings.doc() != TERMINATED {
                sides = sides.plus(self.0[postings.doc() as usize]);
                postings.advance();
            }
            if sides != Sides::default() {
                terms.push((term.to_owned(), sides));
            }
        }
        Ok(terms)
    }
}

/// The counts of all segments as one, in the order of the terms.
pub(in crate::engine) fn merged(mut terms: Vec<(String, Sides)>) -> Vec<(String, Sides)> {
    terms.sort_by(|a, b| a.0.cmp(&b.0));
    terms.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1.inside += later.1.inside;
            first.1.outside += later.1.outside;
        }
        same
    });
    terms
}

impl Sides {
    fn plus(mut self, side: Side) -> Sides {
        match side {
            Side::Inside => self.inside += 1,
            Side::Outside => self.outside += 1,
            Side::Nowhere => {}
        }
        self
    }
}
