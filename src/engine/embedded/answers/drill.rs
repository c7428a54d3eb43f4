//! The selection: which sections pass the filters of a query, facet by facet.

use tantivy::columnar::StrColumn;
use tantivy::schema::{Field, Term};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED};

use super::lookup;
use crate::engine::embedded::store::schema::Fields;
use crate::engine::embedded::unreadable::unreadable;
use crate::engine::record::Record;
use crate::error::Result;
use crate::query::DrillDown;

/// The facets that are counted, in the order used everywhere here.
pub(in crate::engine) const COUNTED: [&str; 3] = ["role", "section", "tag"];

/// Selected values as the index has them. A facet without any passes everything.
#[derive(Debug, Default, Clone)]
pub(in crate::engine) struct Selection {
    /// Values of role, section and tag.
    pub values: [Vec<String>; 3],
    /// Lower-cased names of guides.
    pub(in crate::engine) guides: Vec<String>,
}

impl Selection {
    /// Finds the values in the index.
    ///
    /// # Errors
    /// [`crate::error::Error::NotFound`] for a value no section has.
    pub(in crate::engine) fn resolve(
        drill: &DrillDown,
        searcher: &Searcher,
        fields: &Fields,
        record: &Record,
    ) -> Result<Selection> {
        let find = |field: Field, flag: &str, given: &[String]| -> Result<Vec<String>> {
            given.iter().map(|value| lookup::resolve(searcher, field, flag, value)).collect()
        };
        let mut roles = Vec::new();
        for given in &drill.roles {
            // A declared role is known even if no guide speaks to it yet.
            roles.push(match record.vocabulary.role_named(given) {
                Some(role) => role.id.clone(),
                None => lookup::resolve(searcher, fields.role, "role", given)?,
            });
        }
        Ok(Selection {
            values: [roles, find(fields.section, "section", &drill.sections)?, find(fields.tag, "tag", &drill.tags)?],
            guides: find(fields.guide, "guide", &drill.guides)?,
        })
    }
}

/// A selection made ready for one segment.
pub(in crate::engine) struct Filter {
    facets: [Option<FacetFilter>; 3],
    guides: Option<Vec<bool>>,
}

struct FacetFilter {
    column: Option<StrColumn>,
    /// Ordinals of the selected values, sorted.
    ordinals: Vec<u64>,
}

/// Which filters a section fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Verdict {
    /// None: it is a hit.
    Passes,
    /// Only that of one counted facet: it counts there, because a facet's counts ignore its own selection.
    FailsOnly(usize),
    /// More than that.
    Fails,
}

impl Filter {
    pub(in crate::engine) fn new(selection: &Selection, reader: &SegmentReader, fields: &Fields) -> Result<Filter> {
        let mut facets = [None, None, None];
        for ((filter, values), name) in facets.iter_mut().zip(&selection.values).zip(COUNTED) {
            if values.is_empty() {
                continue;
            }
            let column = reader.fast_fields().str(name).map_err(unreadable)?;
            let mut ordinals = match &column {
                Some(column) => lookup::ordinals(column, values)?,
                None => Vec::new(),
            };
            ordinals.sort_unstable();
            *filter = Some(FacetFilter { column, ordinals });
        }
        let guides = if selection.guides.is_empty() { None } else { Some(guides(&selection.guides, reader, fields)?) };
        Ok(Filter { facets, guides })
    }

    pub(in crate::engine) fn judge(&self, doc: DocId) -> Verdict {
        if self.guides.as_ref().is_some_and(|guides| !guides[doc as usize]) {
            return Verdict::Fails;
        }
        let mut verdict = Verdict::Passes;
        for (n, filter) in self.facets.iter().enumerate() {
            if filter.as_ref().is_some_and(|filter| !filter.passes(doc)) {
                verdict = if verdict == Verdict::Passes { Verdict::FailsOnly(n) } else { return Verdict::Fails };
            }
        }
        verdict
    }
}

impl FacetFilter {
    fn passes(&self, doc: DocId) -> bool {
        let Some(column) = &self.column else { return false };
        column.ords().values_for_doc(doc).any(|ordinal| self.ordinals.binary_search(&ordinal).is_ok())
    }
}

/// For each document of the segment, whether its guide goes by one of the names.
fn guides(names: &[String], reader: &SegmentReader, fields: &Fields) -> Result<Vec<bool>> {
    let mut selected = vec![false; reader.max_doc() as usize];
    let inverted = reader.inverted_index(fields.guide).map_err(unreadable)?;
    for name in names {
        let term = Term::from_field_text(fields.guide, name);
        let postings = inverted.read_postings(&term, tantivy::schema::IndexRecordOption::Basic);
        let Some(mut postings) = postings.map_err(|error| unreadable(error.into()))? else { continue };
        while postings.doc() != TERMINATED {
            selected[postings.doc() as usize] = true;
            postings.advance();
        }
    }
    Ok(selected)
}
