//! A search, from the query to the answer.

use std::collections::HashMap;
use std::time::Instant;

use tantivy::{DocAddress, DocId};

use super::drill::{Filter, Selection, Verdict};
use super::facets::{self, Tally};
use crate::engine::analysis::Analyzer;
use crate::engine::embedded::meaning::compile::{self, Context};
use crate::engine::embedded::meaning::plan::Plan;
use crate::engine::embedded::ranking::order::{self, PageOfHits, Passages, Ranked, Wanted};
use crate::engine::embedded::ranking::score::{Scored, Scoring};
use crate::engine::embedded::ranking::second_look::Averages;
use crate::engine::embedded::ranking::statistics::Statistics;
use crate::engine::embedded::ranking::weights::SECOND_LOOK;
use crate::engine::embedded::store::columns::FACETS;
use crate::engine::embedded::store::engine::Engine;
use crate::engine::embedded::store::stored::StoredSection;
use crate::engine::embedded::unreadable::unreadable;
use crate::engine::snippet::snippet;
use crate::error::Result;
use crate::guide::{SectionId, rfc3339};
use crate::query::{Group, Query, Sort};
use crate::results::{Hit, Instead, JSON_VERSION, QueryEcho, SearchResults, Snippet};

/// Most ids of other sections with the same text that a hit lists.
pub(in crate::engine) const MOST_ALSO: usize = 100;

/// Most hits of a page whose scores are explained: an explanation of a long query takes more room than the hit.
const MOST_EXPLAINED: usize = 1_000;

impl Engine {
    /// Runs a search.
    ///
    /// # Errors
    /// [`crate::error::Error::NotFound`] for a selected facet value that nothing has; otherwise where the index cannot
    /// be read.
    pub fn search(&self, query: &Query) -> Result<SearchResults> {
        let started = Instant::now();
        let mut analyzer = Analyzer::new(&self.state.languages);
        let Answer { plan, scoring, scored, selection, total, page, tallies } = self.answer(query, &mut analyzer)?;
        let (counts, facets_more) = if query.facets {
            facets::counts(&tallies, &selection.values, query.facet_limit)?
        } else {
            Default::default()
        };
        let mut explained = if query.explain {
            let first = page.hits.iter().take(MOST_EXPLAINED);
            scoring.explain(&plan, &scored, first.map(|(hit, _)| hit.address).collect())?
        } else {
            HashMap::new()
        };
        let mut hits = Vec::with_capacity(page.hits.len());
        for (n, (ranked, also)) in page.hits.into_iter().enumerate() {
            let mut hit = self.hit(&ranked, query, &plan, &mut analyzer)?;
            hit.rank = (query.page.offset + n) as u64 + 1;
            hit.also = self.also_ids(&also)?;
            hit.also_more = also.len() - hit.also.len();
            hit.explanation = explained.remove(&ranked.address);
            hits.push(hit);
        }
        let unexplained = if query.explain { hits.len().saturating_sub(MOST_EXPLAINED) } else { 0 };
        let instead = self.instead(&plan, &scored, &scoring, &selection, total)?;
        let mut hints = hints(&plan, &scored, query, total, &instead);
        if unexplained > 0 {
            hints.push(format!("only the scores of the first {MOST_EXPLAINED} hits are explained"));
        }
        let dated = query.sort == Sort::Date || selection.dates != [None, None];
        Ok(SearchResults {
            version: JSON_VERSION,
            query: echo(query, &plan, &selection),
            total,
            total_guides: page.guides,
            hits,
            facets: counts,
            facets_more,
            suggestions: plan.suggestions,
            instead,
            several_corpora: self.record.sources.len() > 1,
            dated,
            took_ms: took(started),
            hints,
        })
    }

    /// The hits of a search without their texts: the same sections in the same order, for those who need no more than
    /// which they are.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn find(&self, query: &Query) -> Result<Vec<Found>> {
        let answer = self.answer(query, &mut Analyzer::new(&self.state.languages))?;
        let found = |(ranked, _): (Ranked, Vec<DocAddress>)| Found { address: ranked.address, score: ranked.score };
        Ok(answer.page.hits.into_iter().map(found).collect())
    }

    /// The key of the guide that a section is from.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn key(&self, found: &Found) -> Result<String> {
        let DocAddress { segment_ord, doc_id } = found.address;
        let mut key = String::new();
        if let Some(keys) = self.columns[segment_ord as usize].keys().map_err(unreadable)?
            && let Some(ordinal) = keys.ords().first(doc_id)
        {
            keys.ord_to_str(ordinal, &mut key).map_err(|error| unreadable(error.into()))?;
        }
        Ok(key)
    }

    /// What a query finds, in order.
    pub(super) fn answer(&self, query: &Query, analyzer: &mut Analyzer) -> Result<Answer<'_>> {
        let selection = Selection::resolve(&query.drill_down, &self.searcher, &self.fields, &self.record)?;
        let statistics = Statistics::new(&self.searcher, &self.state);
        let averages = Averages { section: statistics.section_words, guide: statistics.guide_words };
        let context = Context { statistics, fields: &self.fields, record: &self.record };
        let plan = compile::compile(query, &context, analyzer)?;
        let scoring = Scoring { searcher: &self.searcher, columns: &self.columns, averages, ranking: query.ranking };
        let ranked_by = if plan.wanted.is_empty() && query.sort == Sort::Relevance { Sort::Path } else { query.sort };
        let fold = query.fold && ranked_by == Sort::Relevance && query.group == Group::Section;
        let passages = if fold { Some(Passages::open(&self.columns)?) } else { None };
        let wanted = Wanted { sort: ranked_by, group: query.group, page: query.page, passages: passages.as_ref() };
        // Of the best few, others need no score.
        let mut enough = self.enough(query, ranked_by, &selection);
        loop {
            let scored = scoring.run(&plan, query, enough, self.places())?;
            let mut drilled = self.drill(&scored, &selection, query)?;
            let total = drilled.hits.len() as u64;
            let page = order::page(std::mem::take(&mut drilled.hits), wanted, self.places());
            // Unless what was last looked at comes to less than what was not.
            let last = page.hits.last().map_or(f32::INFINITY, |(hit, _)| hit.score);
            if enough.take().is_none() || last >= scored.unseen {
                return Ok(Answer { plan, scoring, scored, selection, total, page, tallies: drilled.tallies });
            }
        }
    }

    /// How many of the best need a score, where the order of the others does not matter.
    fn enough(&self, query: &Query, ranked_by: Sort, selection: &Selection) -> Option<usize> {
        let end = query.page.offset.saturating_add(query.page.limit);
        let few = query.page.limit > 0 && end <= SECOND_LOOK / 2;
        (few && ranked_by == Sort::Relevance && query.group == Group::Section && selection.is_open()).then_some(end)
    }

    /// What passes the filters, and the counts.
    fn drill(&self, scored: &Scored, selection: &Selection, query: &Query) -> Result<Drilled<'_>> {
        let mut drilled = Drilled { hits: Vec::new(), tallies: Vec::new() };
        for (n, candidates) in scored.matches.segments.iter().enumerate() {
            let filter = self.filter(selection, n)?;
            // Sections that pass, and those that fail only by the filter of one facet.
            let mut passing: Vec<DocId> = Vec::with_capacity(candidates.len());
            let mut failing = [const { Vec::new() }; FACETS];
            let open = selection.is_open();
            for candidate in candidates {
                match if open { Verdict::Passes } else { filter.judge(candidate.doc) } {
                    Verdict::Passes => {
                        let address = DocAddress::new(n as u32, candidate.doc);
                        drilled.hits.push(Ranked { address, score: candidate.score });
                        passing.push(candidate.doc);
                    }
                    Verdict::FailsOnly(facet) => failing[facet].push(candidate.doc),
                    Verdict::Fails => {}
                }
            }
            if query.facets {
                let mut tally = Tally::new(&self.columns[n], passing.len())?;
                tally.count(&passing, self.searcher.segment_reader(n as u32));
                failing.iter().enumerate().for_each(|(facet, docs)| tally.count_in(facet, docs));
                drilled.tallies.push(tally);
            }
        }
        Ok(drilled)
    }

    /// The selection made ready for the segment with this number.
    pub(in crate::engine) fn filter(&self, selection: &Selection, segment: usize) -> Result<Filter> {
        Filter::new(selection, self.searcher.segment_reader(segment as u32), &self.columns[segment], &self.fields)
    }

    pub(super) fn hit(&self, ranked: &Ranked, query: &Query, plan: &Plan, analyzer: &mut Analyzer) -> Result<Hit> {
        let section: StoredSection = self.stored(ranked.address)?;
        let snippet = if query.snippets {
            snippet(&section.body, section.language, &plan.marks, analyzer, query.snippet_length)
        } else {
            Snippet::default()
        };
        Ok(Hit {
            rank: 0,
            score: ranked.score,
            snippet,
            path: self.record.shown_path(&section.key),
            corpus: self.record.corpus(&section.key).to_owned(),
            date: rfc3339(section.date),
            id: section.id,
            key: section.key,
            guide: section.guide,
            title: section.title,
            breadcrumb: section.breadcrumb,
            roles: section.roles.into_iter().collect(),
            section: section.section,
            tags: section.tags,
            lines: section.lines,
            unit: section.unit,
            also: Vec::new(),
            also_more: 0,
            explanation: None,
            citation: None,
        })
    }

    /// The ids of sections that another one stands for, [`MOST_ALSO`] at most.
    pub(in crate::engine) fn also_ids(&self, addresses: &[DocAddress]) -> Result<Vec<SectionId>> {
        addresses.iter().take(MOST_ALSO).map(|address| Ok(self.stored(*address)?.id)).collect()
    }
}

/// A section that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    address: DocAddress,
    /// Its score; 0 where nothing is ranked.
    pub score: f32,
}

/// What a query finds.
pub(super) struct Answer<'a> {
    pub(super) plan: Plan,
    scoring: Scoring<'a>,
    pub(super) scored: Scored,
    pub(super) selection: Selection,
    /// How many sections.
    pub(super) total: u64,
    pub(super) page: PageOfHits,
    tallies: Vec<Tally<'a>>,
}

/// What passes the filters.
struct Drilled<'a> {
    hits: Vec<Ranked>,
    tallies: Vec<Tally<'a>>,
}

/// The query as it was understood.
pub(super) fn echo(query: &Query, plan: &Plan, selection: &Selection) -> QueryEcho {
    let [since, until] = selection.dates;
    let [roles, sections, tags, corpora] = selection.values.clone();
    QueryEcho {
        text: query.text.clone(),
        saved: None,
        roles,
        sections,
        tags,
        corpora,
        since: since.map(rfc3339),
        until: until.map(rfc3339),
        corrected: plan.corrected.clone(),
        expanded: plan.expanded.clone(),
    }
}

/// The time since then, in milliseconds.
pub(super) fn took(started: Instant) -> f64 {
    (started.elapsed().as_secs_f64() * 100_000.0).round() / 100.0
}

/// Advice on a query.
pub(super) fn hints(plan: &Plan, scored: &Scored, query: &Query, total: u64, instead: &[Instead]) -> Vec<String> {
    let mut hints = plan.hints.clone();
    if plan.unsearchable {
        hints.push(format!("nothing in “{}” can be searched: it has no letters or digits", query.text.trim()));
    } else if scored.matches.relaxed && total > 0 {
        hints.push("no section has all these words; these have most of them".to_owned());
    }
    if !instead.is_empty() {
        let one = |instead: &Instead| {
            let plural = if instead.total == 1 { "" } else { "s" };
            format!("without “{}” {} section{plural}", instead.drop, instead.total)
        };
        hints.push(instead.iter().map(one).collect::<Vec<_>>().join("; "));
    }
    hints
}
