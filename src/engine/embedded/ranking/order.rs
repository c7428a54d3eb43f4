//! The order of hits, and the page of them that was asked for.

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use std::sync::OnceLock;

use tantivy::{DocAddress, DocId};

use crate::engine::embedded::store::columns::{Columns, Numbers};
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;
use crate::query::{Group, Page, Sort};

/// A section that passes the filters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::engine) struct Ranked {
    pub address: DocAddress,
    pub score: f32,
}

/// The order of sections by guide and place in it, which breaks all ties.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Places<'a> {
    columns: &'a [Columns],
    /// For each segment the place of its guides among all guides, in the order of the segment's own. With one segment
    /// its own order is the order, and there is nothing to know.
    guides: &'a OnceLock<Vec<Vec<u32>>>,
}

impl<'a> Places<'a> {
    /// `guides` is filled when it is first needed.
    pub(in crate::engine) fn new(columns: &'a [Columns], guides: &'a OnceLock<Vec<Vec<u32>>>) -> Self {
        Places { columns, guides }
    }

    /// Where a section stands in the order of path and line: the place of its guide, and its place there.
    ///
    /// A column that cannot be read counts as all zeros: it was read when the index was opened or the facets counted,
    /// and an order is no place to stop at.
    pub(in crate::engine) fn of(&self, address: DocAddress) -> (u32, u32) {
        let segment = address.segment_ord as usize;
        let columns = &self.columns[segment];
        let keys = columns.keys().ok().flatten();
        let ordinal = keys.and_then(|keys| keys.ords().first(address.doc_id)).unwrap_or(0);
        let guide = if self.columns.len() == 1 {
            ordinal as u32
        } else {
            let guides = self.guides.get_or_init(|| guide_places(self.columns));
            guides[segment].get(ordinal as usize).copied().unwrap_or(0)
        };
        (guide, columns.sections().map_or(0, |sections| sections.of(address.doc_id).nth()))
    }

    fn compare(&self, a: DocAddress, b: DocAddress) -> Ordering {
        self.of(a).cmp(&self.of(b)).then(a.cmp(&b))
    }

    /// The date of a section's guide, seconds since 1970.
    fn date(&self, address: DocAddress) -> i64 {
        let dates = self.columns[address.segment_ord as usize].dates();
        dates.ok().and_then(|dates| dates.first(address.doc_id)).unwrap_or(0)
    }
}

/// One common order of the guides of all segments.
fn guide_places(segments: &[Columns]) -> Vec<Vec<u32>> {
    let mut named: Vec<Vec<String>> = Vec::new();
    for segment in segments {
        let mut names = Vec::new();
        if let Ok(Some(keys)) = segment.keys()
            && let Ok(mut stream) = keys.dictionary().stream()
        {
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
    named
        .iter()
        .map(|names| names.iter().map(|name| place.get(name.as_str()).copied().unwrap_or(0)).collect())
        .collect()
}

/// A page of hits.
pub(in crate::engine) struct PageOfHits {
    /// The hits in order, each with the sections it stands for.
    pub hits: Vec<(Ranked, Vec<DocAddress>)>,
    /// The number of guides among all hits, where hits are grouped by guide.
    pub guides: Option<u64>,
}

/// Which sections have the same heading and text.
pub(in crate::engine) struct Passages<'a>(Vec<&'a Numbers>);

impl<'a> Passages<'a> {
    pub(in crate::engine) fn open(columns: &'a [Columns]) -> Result<Passages<'a>> {
        let numbers = columns.iter().map(Columns::passages).collect::<tantivy::Result<_>>();
        Ok(Passages(numbers.map_err(unreadable)?))
    }

    /// A number that sections with the same text share; none for a heading with nothing under it.
    pub(in crate::engine) fn of(&self, hit: &Ranked) -> Option<u64> {
        let passage = self.0[hit.address.segment_ord as usize].get(hit.address.doc_id);
        (passage != 0).then_some(passage)
    }
}

/// Which hits are asked for.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Wanted<'a> {
    pub sort: Sort,
    pub group: Group,
    pub page: Page,
    /// Where given, of sections with the same text only the one with the smallest path and line stays.
    pub passages: Option<&'a Passages<'a>>,
}

/// Puts the hits in order and cuts the page out. Grouped by guide, only the first hit of each guide stays.
pub(in crate::engine) fn page(hits: Vec<Ranked>, wanted: Wanted<'_>, places: Places<'_>) -> PageOfHits {
    match wanted.sort {
        Sort::Relevance => {
            let order = move |a: &Ranked, b: &Ranked| {
                b.score.total_cmp(&a.score).then_with(|| places.compare(a.address, b.address))
            };
            let first = |hits: &mut [Ranked], n: usize| by_score(hits, n, places);
            cut(hits, |hit| *hit, order, first, wanted, places)
        }
        // Every comparison looks at the place, so it is worked out once for each hit.
        Sort::Path | Sort::Date => {
            let date = |address| if wanted.sort == Sort::Date { Reverse(places.date(address)) } else { Reverse(0) };
            let placed = |hit: Ranked| ((date(hit.address), places.of(hit.address), hit.address), hit);
            let hits: Vec<(Place, Ranked)> = hits.into_iter().map(placed).collect();
            let order = |a: &(Place, Ranked), b: &(Place, Ranked)| a.0.cmp(&b.0);
            let first = |hits: &mut [(Place, Ranked)], n: usize| {
                hits.select_nth_unstable_by(n, order);
            };
            cut(hits, |(_, hit)| *hit, order, first, wanted, places)
        }
    }
}

/// What decides about the order of hits that are not ranked.
type Place = (Reverse<i64>, (u32, u32), DocAddress);

/// Brings the best `n` hits to the front, in any order. Where a section stands is only worked out for those that have
/// the score of the last of them.
fn by_score(hits: &mut [Ranked], n: usize, places: Places<'_>) {
    hits.select_nth_unstable_by(n, |a, b| b.score.total_cmp(&a.score));
    let last = hits[n].score;
    if !hits[..n].iter().any(|hit| hit.score == last) {
        return;
    }
    let equal: Vec<usize> = (0..hits.len()).filter(|at| hits[*at].score == last).collect();
    let mut in_order: Vec<Ranked> = equal.iter().map(|at| hits[*at]).collect();
    in_order.sort_by_cached_key(|hit| (places.of(hit.address), hit.address));
    for (at, hit) in equal.into_iter().zip(in_order) {
        hits[at] = hit;
    }
}

/// The page of hits of any kind, whose order is `order` and whose first so many `first` brings to the front.
fn cut<H: Copy>(
    mut hits: Vec<H>,
    ranked: impl Fn(&H) -> Ranked + Copy,
    order: impl Fn(&H, &H) -> Ordering + Copy,
    first: impl Fn(&mut [H], usize),
    wanted: Wanted<'_>,
    places: Places<'_>,
) -> PageOfHits {
    let Wanted { group, page, passages, .. } = wanted;
    let mut guides = None;
    if group == Group::Guide {
        hits = first_of_each_guide(hits, ranked, order, places);
        guides = Some(hits.len() as u64);
    }
    let end = if page.limit == 0 { hits.len() } else { page.offset.saturating_add(page.limit).min(hits.len()) };
    let mut looked_at = end;
    loop {
        if looked_at < hits.len() {
            first(&mut hits, looked_at);
        }
        hits[..looked_at].sort_unstable_by(order);
        let first: Vec<Ranked> = hits[..looked_at].iter().map(ranked).collect();
        let folded = match passages {
            Some(passages) => fold(&first, hits.iter().map(ranked), passages, places),
            None => first.into_iter().map(|hit| (hit, Vec::new())).collect(),
        };
        if folded.len() >= end || looked_at == hits.len() {
            let hits = folded.into_iter().take(end).skip(page.offset).collect();
            return PageOfHits { hits, guides };
        }
        looked_at = (looked_at * 2).min(hits.len());
    }
}

/// The first hits without those that another of all hits with the same text stands for.
fn fold(
    first: &[Ranked],
    all: impl Iterator<Item = Ranked>,
    passages: &Passages<'_>,
    places: Places<'_>,
) -> Vec<(Ranked, Vec<DocAddress>)> {
    let mut same: HashMap<u64, Vec<Ranked>> = HashMap::new();
    // Hardly any hit has the text of one of the first: most are told by a look at a small table.
    let mut possible = [false; 1024];
    let slot = |passage: u64| (passage % 1024) as usize;
    for passage in first.iter().filter_map(|hit| passages.of(hit)) {
        same.entry(passage).or_default();
        possible[slot(passage)] = true;
    }
    for hit in all {
        if let Some(passage) = passages.of(&hit)
            && possible[slot(passage)]
            && let Some(others) = same.get_mut(&passage)
        {
            others.push(hit);
        }
    }
    same.values_mut().for_each(|others| others.sort_unstable_by(|a, b| places.compare(a.address, b.address)));
    let mut folded = Vec::with_capacity(first.len());
    for hit in first {
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

fn first_of_each_guide<H: Copy>(
    hits: Vec<H>,
    ranked: impl Fn(&H) -> Ranked,
    order: impl Fn(&H, &H) -> Ordering,
    places: Places<'_>,
) -> Vec<H> {
    let mut best: HashMap<(u32, DocId), H> = HashMap::new();
    for hit in hits {
        let DocAddress { segment_ord, doc_id } = ranked(&hit).address;
        let lead = places.columns[segment_ord as usize].sections().map_or(0, |sections| sections.lead(doc_id));
        let known = best.entry((segment_ord, lead)).or_insert(hit);
        if order(&hit, known) == Ordering::Less {
            *known = hit;
        }
    }
    best.into_values().collect()
}
