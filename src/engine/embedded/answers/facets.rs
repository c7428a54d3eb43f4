//! Exact counts per facet value.

use std::collections::HashMap;

use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader};

use super::drill::{COUNTED, FACETS};
use super::lookup;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;
use crate::results::{FacetCount, FacetCounts, FacetsMore};

/// Counts of one segment: for each facet, how many sections have the value of each ordinal. A value's parents are
/// values of their own in the index, so that counting ordinals counts every parent once.
pub(in crate::engine) struct Tally {
    columns: [Option<StrColumn>; FACETS],
    counts: [Vec<u64>; FACETS],
    /// Facets of which every section has the same one value: counting those needs no look at a section.
    sole: [bool; FACETS],
}

impl Tally {
    pub(in crate::engine) fn new(reader: &SegmentReader) -> Result<Tally> {
        let mut columns = [const { None }; FACETS];
        for (column, name) in columns.iter_mut().zip(COUNTED) {
            *column = reader.fast_fields().str(name).map_err(unreadable)?;
        }
        let counts = columns.each_ref().map(|column| vec![0; column.as_ref().map_or(0, |column| column.num_terms())]);
        let sole = columns.each_ref().map(|column: &Option<StrColumn>| {
            column.as_ref().is_some_and(|column| column.num_terms() == 1 && column.ords().get_cardinality().is_full())
        });
        Ok(Tally { columns, counts, sole })
    }

    /// Counts a section in every facet, or only in the one it fails to be selected by.
    pub(in crate::engine) fn count(&mut self, doc: DocId, only: Option<usize>) {
        for (n, (column, counts)) in self.columns.iter().zip(&mut self.counts).enumerate() {
            if only.is_some_and(|facet| facet != n) {
                continue;
            }
            if self.sole[n] {
                counts[0] += 1;
                continue;
            }
            for ordinal in column.iter().flat_map(|column| column.ords().values_for_doc(doc)) {
                if let Some(count) = counts.get_mut(ordinal as usize) {
                    *count += 1;
                }
            }
        }
    }
}

/// The counts of all segments, most frequent first, at most `limit` values each (0 for all) and selected ones always.
pub(in crate::engine) fn counts(
    tallies: &[Tally],
    selected: &[Vec<String>; FACETS],
    limit: usize,
) -> Result<(FacetCounts, FacetsMore)> {
    let limit = if limit == 0 { usize::MAX } else { limit };
    let mut listed = [const { Vec::new() }; FACETS];
    let mut more = [0; FACETS];
    for facet in 0..COUNTED.len() {
        let (values, all) = match tallies {
            [only] => top_of_one(only, facet, limit, &selected[facet])?,
            several => top_of_many(several, facet, limit, &selected[facet])?,
        };
        more[facet] = (all - values.len()) as u64;
        listed[facet] = values
            .into_iter()
            .map(|(value, count)| FacetCount { selected: selected[facet].contains(&value), value, count })
            .collect();
    }
    let [role, section, tag, corpus] = listed;
    let counts = FacetCounts { role, section, tag, corpus };
    let [role, section, tag, corpus] = more;
    Ok((counts, FacetsMore { role, section, tag, corpus }))
}

type Counted = Vec<(String, u64)>;

/// One segment: only the values that are listed are named, since naming costs more than counting.
fn top_of_one(tally: &Tally, facet: usize, limit: usize, selected: &[String]) -> Result<(Counted, usize)> {
    let Some(column) = &tally.columns[facet] else { return Ok((Vec::new(), 0)) };
    // Ordinals are in the order of the values, so equal counts come out by value.
    let mut found: Vec<(u64, usize)> = tally.counts[facet]
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
        .map(|(at, count)| (*count, at))
        .collect();
    let all = found.len();
    let order = |a: &(u64, usize), b: &(u64, usize)| b.0.cmp(&a.0).then(a.1.cmp(&b.1));
    let mut also = Vec::new();
    if all > limit {
        found.select_nth_unstable_by(limit, order);
        let ordinals = lookup::ordinals(column, selected)?;
        also.extend(found[limit..].iter().filter(|(_, at)| ordinals.contains(&(*at as u64))).copied());
        found.truncate(limit);
    }
    found.extend(also);
    found.sort_unstable_by(order);
    let mut named = Vec::with_capacity(found.len());
    for (count, ordinal) in found {
        let mut value = String::new();
        column.ord_to_str(ordinal as u64, &mut value).map_err(|error| unreadable(error.into()))?;
        named.push((value, count));
    }
    Ok((named, all))
}

/// Several segments: the same value has another ordinal in each, so values are named before they are added up.
fn top_of_many(tallies: &[Tally], facet: usize, limit: usize, selected: &[String]) -> Result<(Counted, usize)> {
    let mut sums: HashMap<String, u64> = HashMap::new();
    for tally in tallies {
        let (values, _) = top_of_one(tally, facet, usize::MAX, &[])?;
        for (value, count) in values {
            *sums.entry(value).or_default() += count;
        }
    }
    let all = sums.len();
    let mut values: Counted = sums.into_iter().collect();
    values.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut at = 0;
    values.retain(|(value, _)| {
        at += 1;
        at <= limit || selected.contains(value)
    });
    Ok((values, all))
}
