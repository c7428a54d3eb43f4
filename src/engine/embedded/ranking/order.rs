//! The order of hits, and the page of them that was asked for.

use std::cmp::Ordering;
use std::collections::HashMap;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};

use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;
use crate::query::{Group, Page, Sort};

/// A section that passes the filters.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Ranked {
    pub address: DocAddress,
    pub score: f32,
    /// The guide's place among all guides, by key.
    guide: u32,
    line: u32,
    date: i64,
}

/// Columns of one segment that decide the order.
pub(in crate::engine) struct OrderColumns {
    /// Place of each guide of the segment among all guides; none where the segment's own order is the order.
    places: Option<Vec<u32>>,
    key: Option<StrColumn>,
    line: Column<u64>,
    date: Column<i64>,
}

impl OrderColumns {
    /// The columns of every segment.
    pub(in crate::engine) fn open(searcher: &Searcher) -> Result<Vec<OrderColumns>> {
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

    /// Where a section stands in the order of path and line.
    pub(in crate::engine) fn place(&self, doc: DocId) -> (u32, u32) {
        let ordinal = self.key.as_ref().and_then(|key| key.ords().first(doc)).unwrap_or(0);
        let guide = match &self.places {
            Some(places) => places.get(ordinal as usize).copied().unwrap_or(0),
            None => ordinal as u32,
        };
        (guide, self.line.first(doc).unwrap_or(0) as u32)
    }

    pub(in crate::engine) fn ranked(&self, segment: u32, doc: DocId, score: f32) -> Ranked {
        let (guide, line) = self.place(doc);
        Ranked { address: DocAddress::new(segment, doc), score, guide, line, date: self.date.first(doc).unwrap_or(0) }
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

/// A page of hits.
pub(in crate::engine) struct PageOfHits {
    /// The hits in order, each with the sections it stands for.
    pub hits: Vec<(Ranked, Vec<DocAddress>)>,
    /// The number of guides among all hits, where hits are grouped by guide.
    pub guides: Option<u64>,
}

/// Which sections have the same heading and text.
pub(in crate::engine) struct Passages(Vec<Column<u64>>);

impl Passages {
    pub(in crate::engine) fn open(searcher: &Searcher) -> Result<Passages> {
        let column = |reader: &SegmentReader| reader.fast_fields().u64("passage");
        let columns = searcher.segment_readers().iter().map(column).collect::<tantivy::Result<_>>();
        Ok(Passages(columns.map_err(unreadable)?))
    }

    /// A number that sections with the same text share; none for a heading with nothing under it.
    fn of(&self, hit: &Ranked) -> Option<u64> {
        self.0[hit.address.segment_ord as usize].first(hit.address.doc_id).filter(|passage| *passage != 0)
    }
}

fn by_place(a: &Ranked, b: &Ranked) -> Ordering {
    a.guide.cmp(&b.guide).then(a.line.cmp(&b.line)).then(a.address.cmp(&b.address))
}

fn order(sort: Sort) -> impl Fn(&Ranked, &Ranked) -> Ordering + Copy {
    move |a, b| match sort {
        Sort::Relevance => b.score.total_cmp(&a.score).then_with(|| by_place(a, b)),
        Sort::Path => by_place(a, b),
        Sort::Date => b.date.cmp(&a.date).then_with(|| by_place(a, b)),
    }
}

/// Puts the hits in order and cuts the page out. Grouped by guide, only the first hit of each guide stays. With
/// `passages`, of sections with the same text only the one with the smallest path and line stays.
pub(in crate::engine) fn page(
    mut hits: Vec<Ranked>,
    sort: Sort,
    group: Group,
    page: Page,
    passages: Option<&Passages>,
) -> PageOfHits {
    let order = order(sort);
    let mut guides = None;
    if group == Group::Guide {
        hits = first_of_each_guide(hits, order);
        guides = Some(hits.len() as u64);
    }
    let end = if page.limit == 0 { hits.len() } else { page.offset.saturating_add(page.limit).min(hits.len()) };
    let mut looked_at = end;
    loop {
        if looked_at < hits.len() {
            hits.select_nth_unstable_by(looked_at, order);
        }
        hits[..looked_at].sort_unstable_by(order);
        let folded = match passages {
            Some(passages) => fold(&hits, looked_at, passages),
            None => hits[..looked_at].iter().map(|hit| (*hit, Vec::new())).collect(),
        };
        if folded.len() >= end || looked_at == hits.len() {
            let hits = folded.into_iter().take(end).skip(page.offset).collect();
            return PageOfHits { hits, guides };
        }
        looked_at = (looked_at * 2).min(hits.len());
    }
}

/// The first `looked_at` of the hits without those that another hit with the same text stands for.
fn fold(hits: &[Ranked], looked_at: usize, passages: &Passages) -> Vec<(Ranked, Vec<DocAddress>)> {
    let mut same: HashMap<u64, Vec<Ranked>> = HashMap::new();
    for passage in hits[..looked_at].iter().filter_map(|hit| passages.of(hit)) {
        same.entry(passage).or_default();
    }
    for hit in hits {
        if let Some(others) = passages.of(hit).and_then(|passage| same.get_mut(&passage)) {
            others.push(*hit);
        }
    }
    same.values_mut().for_each(|others| others.sort_unstable_by(by_place));
    let mut folded = Vec::with_capacity(looked_at);
    for hit in &hits[..looked_at] {
        let others = passages.of(hit).and_then(|passage| same.get(&passage));
        match others.and_then(|others| others.split_first()) {
            Some((first, others)) if first.address == hit.address => {
                folded.push((*hit, others.iter().map(|other| other.address).collect()));
            }
            Some(_) => {}
            None => folded.push((*hit, Vec::new())),
        }
    }
    folded
}

fn first_of_each_guide(hits: Vec<Ranked>, order: impl Fn(&Ranked, &Ranked) -> Ordering) -> Vec<Ranked> {
    let mut best: HashMap<u32, Ranked> = HashMap::new();
    for hit in hits {
        let known = best.entry(hit.guide).or_insert(hit);
        if order(&hit, known) == Ordering::Less {
            *known = hit;
        }
    }
    best.into_values().collect()
}
