//! Exact counts per facet value.

use std::collections::HashMap;

use tantivy::{DocId, SegmentReader};

use crate::engine::embedded::store::columns::{Columns, FACETS};
use crate::engine::embedded::store::facet_column::Facet;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;
use crate::results::{FacetCount, FacetCounts, FacetsMore};

/// With fewer sections than a share of the values there are, values are noted one by one and counted at the end:
/// clearing and reading a count for every value would be most of the work.
const FEW: usize = 8;

/// Counts of one segment: for each facet, how many sections have the value of each ordinal. A value's parents are
/// values of their own in the index, so that counting ordinals counts every parent once.
pub(in crate::engine) struct Tally<'a> {
    facets: [Option<(&'a Facet, Counts)>; FACETS],
}

/// Counts of one facet.
enum Counts {
    /// Every section has the same one value: counting needs no look at a section.
    Sole(u64),
    /// How many sections have each ordinal.
    Every(Vec<u32>),
    /// The ordinals of the sections, one after the other.
    Noted(Vec<u32>),
}

impl<'a> Tally<'a> {
    /// To count about so many sections.
    pub(in crate::engine) fn new(columns: &'a Columns, sections: usize) -> Result<Tally<'a>> {
        let mut facets = [const { None }; FACETS];
        for (n, place) in facets.iter_mut().enumerate() {
            *place = columns.facet(n).map_err(unreadable)?.map(|facet| {
                let counts = if facet.is_sole() {
                    Counts::Sole(0)
                } else if sections < facet.terms() / FEW {
                    Counts::Noted(Vec::new())
                } else {
                    Counts::Every(vec![0; facet.terms()])
                };
                (facet, counts)
            });
        }
        Ok(Tally { facets })
    }

    /// Counts sections, which are in order, in every facet. Where they are most of their segment and what all of it has is
    /// known, the others are taken off that.
    pub(in crate::engine) fn count(&mut self, docs: &[DocId], reader: &SegmentReader) {
        let most = docs.len() * 2 > reader.max_doc() as usize && !reader.has_deletes();
        let others = if most { others(docs, reader.max_doc()) } else { Vec::new() };
        for facet in 0..FACETS {
            if let Some((values, Counts::Every(counts))) = &mut self.facets[facet]
                && let Some(totals) = values.totals().filter(|_| most)
            {
                counts.copy_from_slice(totals);
                values.each(others.iter().copied(), |ordinal| {
                    if let Some(count) = counts.get_mut(ordinal as usize) {
                        *count = count.saturating_sub(1);
                    }
                });
            } else {
                self.count_in(facet, docs);
            }
        }
    }

    /// Counts sections in one facet.
    pub(in crate::engine) fn count_in(&mut self, facet: usize, docs: &[DocId]) {
        let Some((facet, counts)) = &mut self.facets[facet] else { return };
        match counts {
            Counts::Sole(count) => *count += docs.len() as u64,
            Counts::Every(counts) => facet.each(docs.iter().copied(), |ordinal| {
                if let Some(count) = counts.get_mut(ordinal as usize) {
                    *count += 1;
                }
            }),
            Counts::Noted(ordinals) => facet.each(docs.iter().copied(), |ordinal| ordinals.push(ordinal)),
        }
    }
}

/// The sections of a segment that are not among some of them, which are in order.
fn others(docs: &[DocId], sections: DocId) -> Vec<DocId> {
    let mut others = Vec::with_capacity((sections as usize).saturating_sub(docs.len()));
    let mut next = 0;
    for doc in docs {
        others.extend(next..*doc);
        next = doc + 1;
    }
    others.extend(next..sections);
    others
}

impl Counts {
    /// (count, ordinal) of the values that anything has.
    fn found(&self) -> Vec<(u64, u64)> {
        match self {
            Counts::Sole(0) => Vec::new(),
            Counts::Sole(count) => vec![(*count, 0)],
            Counts::Every(counts) => {
                let counted = (0..).zip(counts).filter(|(_, count)| **count > 0);
                counted.map(|(ordinal, count)| (u64::from(*count), ordinal)).collect()
            }
            Counts::Noted(ordinals) => {
                let mut ordinals = ordinals.clone();
                ordinals.sort_unstable();
                ordinals.chunk_by(|a, b| a == b).map(|same| (same.len() as u64, u64::from(same[0]))).collect()
            }
        }
    }
}

/// The counts of all segments, most frequent first, at most `limit` values each (0 for all) and selected ones always.
pub(in crate::engine) fn counts(
    tallies: &[Tally<'_>],
    selected: &[Vec<String>; FACETS],
    limit: usize,
) -> Result<(FacetCounts, FacetsMore)> {
    let limit = if limit == 0 { usize::MAX } else { limit };
    let mut listed = [const { Vec::new() }; FACETS];
    let mut more = [0; FACETS];
    for facet in 0..FACETS {
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
fn top_of_one(tally: &Tally<'_>, facet: usize, limit: usize, selected: &[String]) -> Result<(Counted, usize)> {
    let Some((facet, counts)) = &tally.facets[facet] else { return Ok((Vec::new(), 0)) };
    // Ordinals are in the order of the values, so equal counts come out by value.
    let mut found = counts.found();
    let all = found.len();
    let order = |a: &(u64, u64), b: &(u64, u64)| b.0.cmp(&a.0).then(a.1.cmp(&b.1));
    let mut also = Vec::new();
    if all > limit {
        found.select_nth_unstable_by(limit, order);
        let ordinals = facet.ordinals_of(selected)?;
        also.extend(found[limit..].iter().filter(|(_, ordinal)| ordinals.contains(ordinal)).copied());
        found.truncate(limit);
    }
    found.extend(also);
    found.sort_unstable_by_key(|(_, ordinal)| *ordinal);
    let ordinals: Vec<u64> = found.iter().map(|(_, ordinal)| *ordinal).collect();
    let mut named: Vec<((u64, u64), String)> = found.into_iter().zip(facet.names(&ordinals)?).collect();
    named.sort_unstable_by(|a, b| order(&a.0, &b.0));
    Ok((named.into_iter().map(|((count, _), value)| (value, count)).collect(), all))
}

/// Several segments: the same value has another ordinal in each, so values are named before they are added up.
fn top_of_many(tallies: &[Tally<'_>], facet: usize, limit: usize, selected: &[String]) -> Result<(Counted, usize)> {
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
