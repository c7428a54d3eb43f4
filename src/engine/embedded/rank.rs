//! The order of hits, and the page of them that was asked for.

use std::cmp::Ordering;
use std::collections::HashMap;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};

use super::compile::unreadable;
use super::lookup;
use super::plan::Preferred;
use crate::error::Result;
use crate::query::{Group, Page, Sort};

/// What the mention of a role is worth to a section that speaks to that role alone. Sections that speak to others as
/// well get their share of it.
const ROLE: f32 = 4.0;
/// What the mention of a section facet is worth to a section that has it.
const SECTION: f32 = 5.0;

/// A section that passes the filters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranked {
    pub address: DocAddress,
    pub score: f32,
    /// The guide's place among all guides, by key.
    guide: u32,
    line: u32,
    date: i64,
}

/// Columns of one segment that decide the order.
pub(super) struct OrderColumns {
    /// Place of each guide of the segment among all guides; none where the segment's own order is the order.
    places: Option<Vec<u32>>,
    key: Option<StrColumn>,
    line: Column<u64>,
    date: Column<i64>,
}

impl OrderColumns {
    /// The columns of every segment.
    pub(super) fn open(searcher: &Searcher) -> Result<Vec<OrderColumns>> {
        let mut all = Vec::new();
        for reader in searcher.segment_readers() {
            let columns = reader.fast_fields();
            all.push(OrderColumns {
                places: None,
                key: columns.str("key").map_err(unreadable)?,
                line: columns.u64("line").map_err(unreadable)?,
                date: columns.i64("date").map_err(unreadable)?,
            });
        }
        if all.len() > 1 {
            place_guides(&mut all)?;
        }
        Ok(all)
    }

    pub(super) fn ranked(&self, segment: u32, doc: DocId, score: f32) -> Ranked {
        let ordinal = self.key.as_ref().and_then(|key| key.ords().first(doc)).unwrap_or(0);
        let guide = match &self.places {
            Some(places) => places.get(ordinal as usize).copied().unwrap_or(0),
            None => ordinal as u32,
        };
        Ranked {
            address: DocAddress::new(segment, doc),
            score,
            guide,
            line: self.line.first(doc).unwrap_or(0) as u32,
            date: self.date.first(doc).unwrap_or(0),
        }
    }
}

/// Gives the guides of all segments one common order.
fn place_guides(segments: &mut [OrderColumns]) -> Result<()> {
    let mut named: Vec<Vec<String>> = Vec::new();
    for segment in segments.iter() {
        let mut names = Vec::new();
        if let Some(key) = &segment.key {
            let mut stream = key.dictionary().stream().map_err(|error| unreadable(error.into()))?;
            while stream.advance() {
                names.push(String::from_utf8_lossy(stream.key()).into_owned());
            }
        }
        named.push(names);
    }
    let mut all: Vec<&str> = named.iter().flatten().map(String::as_str).collect();
    all.sort_unstable();
    all.dedup();
    let place: HashMap<&str, u32> = all.iter().enumerate().map(|(at, name)| (*name, at as u32)).collect();
    for (segment, names) in segments.iter_mut().zip(&named) {
        segment.places = Some(names.iter().map(|name| place.get(name.as_str()).copied().unwrap_or(0)).collect());
    }
    Ok(())
}

/// Puts the hits in order and cuts the page out. Grouped by guide, only the first hit of each guide stays; the number
/// of guides is then given too.
pub(super) fn page(mut hits: Vec<Ranked>, sort: Sort, group: Group, page: Page) -> (Vec<Ranked>, Option<u64>) {
    let by_place =
        |a: &Ranked, b: &Ranked| a.guide.cmp(&b.guide).then(a.line.cmp(&b.line)).then(a.address.cmp(&b.address));
    let order = |a: &Ranked, b: &Ranked| -> Ordering {
        match sort {
            Sort::Relevance => b.score.total_cmp(&a.score).then_with(|| by_place(a, b)),
            Sort::Path => by_place(a, b),
            Sort::Date => b.date.cmp(&a.date).then_with(|| by_place(a, b)),
        }
    };
    let guides = match group {
        Group::Section => None,
        Group::Guide => {
            let mut best: HashMap<u32, Ranked> = HashMap::new();
            for hit in hits {
                best.entry(hit.guide)
                    .and_modify(|known| {
                        if order(&hit, known) == Ordering::Less {
                            *known = hit;
                        }
                    })
                    .or_insert(hit);
            }
            hits = best.into_values().collect();
            Some(hits.len() as u64)
        }
    };
    let end = if page.limit == 0 { hits.len() } else { page.offset.saturating_add(page.limit).min(hits.len()) };
    if end < hits.len() {
        hits.select_nth_unstable_by(end, order);
        hits.truncate(end);
    }
    hits.sort_unstable_by(order);
    (hits.split_off(page.offset.min(hits.len())), guides)
}

/// What sections gain by having the facet values a query mentions.
pub(super) struct Preference {
    roles: Option<(StrColumn, Vec<u64>)>,
    sections: Option<(StrColumn, Vec<u64>)>,
}

impl Preference {
    pub(super) fn new(preferred: &Preferred, reader: &SegmentReader) -> Result<Preference> {
        let find = |name: &str, values: &[String]| -> Result<Option<(StrColumn, Vec<u64>)>> {
            if values.is_empty() {
                return Ok(None);
            }
            let Some(column) = reader.fast_fields().str(name).map_err(unreadable)? else { return Ok(None) };
            let ordinals = lookup::ordinals(&column, values)?;
            Ok(Some((column, ordinals)))
        };
        Ok(Preference { roles: find("role", &preferred.roles)?, sections: find("section", &preferred.sections)? })
    }

    /// The gain of one section: for roles the share of agreement (Jaccard, 1912) between those mentioned and its own.
    pub(super) fn gain(&self, doc: DocId) -> f32 {
        let mut gain = 0.0;
        if let Some((column, mentioned)) = &self.roles {
            let (mut common, mut own) = (0, 0);
            for ordinal in column.ords().values_for_doc(doc) {
                own += 1;
                common += usize::from(mentioned.contains(&ordinal));
            }
            let either = own + mentioned.len() - common;
            if common > 0 {
                gain += ROLE * common as f32 / either as f32;
            }
        }
        if let Some((column, mentioned)) = &self.sections
            && column.ords().values_for_doc(doc).any(|ordinal| mentioned.contains(&ordinal))
        {
            gain += SECTION;
        }
        gain
    }
}
