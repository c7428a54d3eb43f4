//! The selection: which sections pass the filters of a query, facet by facet.

use std::ops::RangeInclusive;

use tantivy::columnar::Column;
use tantivy::schema::{Field, Term};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED};

use super::lookup;
use crate::engine::embedded::store::columns::{Columns, FACETS};
use crate::engine::embedded::store::schema::Fields;
use crate::engine::embedded::unreadable::unreadable;
use crate::engine::record::Record;
use crate::error::{Error, Result};
use crate::guide::{Role, nearest};
use crate::query::DrillDown;

/// Selected values as the index has them. A facet without any passes everything.
#[derive(Debug, Default, Clone)]
pub(in crate::engine) struct Selection {
    /// Values of role, section, tag and corpus.
    pub values: [Vec<String>; FACETS],
    /// Lower-cased names of guides.
    pub(in crate::engine) guides: Vec<String>,
    /// The first and the last date, seconds since 1970.
    pub(in crate::engine) dates: [Option<i64>; 2],
}

impl Selection {
    /// Whether nothing is selected.
    pub(in crate::engine) fn is_open(&self) -> bool {
        self.values.iter().all(Vec::is_empty) && self.guides.is_empty() && self.dates == [None, None]
    }

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
                None => lookup::resolve(searcher, fields.role, "role", given)
                    .map_err(|error| meant(given, record, error))?,
            });
        }
        let corpora = drill.corpora.iter().map(|given| corpus(given, record)).collect::<Result<_>>()?;
        let (sections, tags) =
            (find(fields.section, "section", &drill.sections)?, find(fields.tag, "tag", &drill.tags)?);
        Ok(Selection {
            values: [roles, sections, tags, corpora],
            guides: find(fields.guide, "guide", &drill.guides)?,
            dates: [drill.since, drill.until],
        })
    }
}

/// The error for a role nobody knows, naming the role with an id, name or alias that is like it.
fn meant(given: &str, record: &Record, error: Error) -> Error {
    let roles = &record.vocabulary.roles;
    let names =
        |role: &Role| [role.id.clone(), role.name.clone()].into_iter().chain(role.aliases.clone()).collect::<Vec<_>>();
    let all: Vec<String> = roles.iter().flat_map(names).collect();
    let role =
        nearest(given, &all).and_then(|near| roles.iter().find(|role| names(role).iter().any(|name| name == near)));
    match (error, role) {
        (error @ Error::NotFound { .. }, Some(role)) => error.with_hint(format!("did you mean `{}`?", role.id)),
        (error, _) => error,
    }
}

/// The corpus that goes by a name. The record knows those without guides, too.
fn corpus(given: &str, record: &Record) -> Result<String> {
    let known = || record.sources.iter().map(|source| source.name.clone()).collect::<Vec<_>>();
    record.corpus_named(given).map(str::to_owned).ok_or_else(|| lookup::unknown("corpus", given, &known()))
}

/// A selection made ready for one segment.
pub(in crate::engine) struct Filter {
    facets: [Option<FacetFilter>; FACETS],
    guides: Option<Vec<bool>>,
    dates: Option<DateFilter>,
}

struct DateFilter {
    column: Column<i64>,
    selected: RangeInclusive<i64>,
}

struct FacetFilter {
    column: Option<Column<u64>>,
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
    pub(in crate::engine) fn new(
        selection: &Selection,
        reader: &SegmentReader,
        columns: &Columns,
        fields: &Fields,
    ) -> Result<Filter> {
        let mut facets = [const { None }; FACETS];
        for (n, (filter, values)) in facets.iter_mut().zip(&selection.values).enumerate() {
            if values.is_empty() {
                continue;
            }
            let facet = columns.facet(n).map_err(unreadable)?;
            let mut ordinals = match facet {
                Some(facet) => facet.ordinals_of(values)?,
                None => Vec::new(),
            };
            ordinals.sort_unstable();
            *filter = Some(FacetFilter { column: facet.map(|facet| facet.ordinals().clone()), ordinals });
        }
        let guides = if selection.guides.is_empty() { None } else { Some(guides(&selection.guides, reader, fields)?) };
        let dates = match selection.dates {
            [None, None] => None,
            [since, until] => Some(DateFilter {
                column: columns.dates().map_err(unreadable)?.clone(),
                selected: since.unwrap_or(i64::MIN)..=until.unwrap_or(i64::MAX),
            }),
        };
        Ok(Filter { facets, guides, dates })
    }

    pub(in crate::engine) fn judge(&self, doc: DocId) -> Verdict {
        if self.guides.as_ref().is_some_and(|guides| !guides[doc as usize]) {
            return Verdict::Fails;
        }
        if self.dates.as_ref().is_some_and(|dates| !dates.passes(doc)) {
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

impl DateFilter {
    fn passes(&self, doc: DocId) -> bool {
        self.column.first(doc).is_some_and(|date| self.selected.contains(&date))
    }
}

impl FacetFilter {
    fn passes(&self, doc: DocId) -> bool {
        let Some(column) = &self.column else { return false };
        column.values_for_doc(doc).any(|ordinal| self.ordinals.binary_search(&ordinal).is_ok())
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
