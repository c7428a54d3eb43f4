//! The best passages for a query within a budget of words.

use std::collections::HashMap;
use std::time::Instant;

use super::search::{Answer, echo, hints, took};
use crate::engine::analysis::Analyzer;
use crate::engine::embedded::store::engine::Engine;
use crate::engine::embedded::store::stored::StoredSection;
use crate::engine::packing::{Candidate, Matched, Packed, pack};
use crate::engine::snippet::{Marks, matches};
use crate::error::Result;
use crate::query::{Page, Query};
use crate::results::{JSON_VERSION, Passage, Passages};

/// From how many of the best sections passages are taken.
const CANDIDATES: usize = 60;

/// Sections worth less than this part of the best one are not what was looked for.
const WORTH: f32 = 0.35;

impl Engine {
    /// Runs a search and packs the best of what it finds into so many words. The page that `query` wants does not
    /// matter, nor does what it wants to be told besides the hits.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub fn passages(&self, query: &Query, budget: usize) -> Result<Passages> {
        let started = Instant::now();
        let mut analyzer = Analyzer::new(&self.state.languages);
        let page = Page { limit: CANDIDATES, offset: 0 };
        let query = Query { page, facets: false, explain: false, ..query.clone() };
        let Answer { plan, scored, selection, total, page, .. } = self.answer(&query, &mut analyzer)?;
        let least = page.hits.first().map_or(0.0, |(best, _)| best.score * WORTH);
        let good = page.hits.iter().filter(|(hit, _)| hit.score >= least);
        let sections = good.map(|(hit, _)| self.stored(hit.address)).collect::<Result<Vec<_>>>()?;
        let candidates: Vec<Candidate<'_>> =
            sections.iter().map(|section| candidate(section, &plan.marks, &mut analyzer)).collect();
        let packed = pack(&candidates, budget);
        Ok(Passages {
            version: JSON_VERSION,
            query: echo(&query, &plan, &selection),
            total,
            budget,
            words: packed.iter().map(|packed| packed.words).sum(),
            passages: self.in_reading_order(sections, packed),
            took_ms: took(started),
            hints: hints(&plan, &scored, &query, total, &[]),
        })
    }

    /// Guides by their best section, and the sections of each as they stand in it.
    fn in_reading_order(&self, sections: Vec<StoredSection>, packed: Vec<Packed>) -> Vec<Passage> {
        let mut sections: Vec<Option<StoredSection>> = sections.into_iter().map(Some).collect();
        let mut guides: HashMap<String, usize> = HashMap::new();
        let mut passages = Vec::with_capacity(packed.len());
        for Packed { candidate, text, words, whole } in packed {
            let Some(section) = sections.get_mut(candidate).and_then(Option::take) else { continue };
            let next = guides.len();
            let guide = *guides.entry(section.key.clone()).or_insert(next);
            let passage = Passage {
                path: self.record.shown_path(&section.key),
                id: section.id,
                key: section.key,
                breadcrumb: section.breadcrumb,
                roles: section.roles.into_iter().collect(),
                section: section.section,
                lines: section.lines,
                unit: section.unit,
                citation: None,
                text,
                words,
                whole,
            };
            passages.push((guide, passage.lines, passage));
        }
        passages.sort_by_key(|(guide, lines, _)| (*guide, *lines));
        passages.into_iter().map(|(.., passage)| passage).collect()
    }
}

fn candidate<'a>(section: &'a StoredSection, marks: &Marks, analyzer: &mut Analyzer) -> Candidate<'a> {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut matched = Vec::new();
    for found in matches(&section.body, section.language, marks, analyzer) {
        let next = numbers.len();
        let word = *numbers.entry(found.term).or_insert(next);
        matched.push(Matched { start: found.start, word, weight: found.weight });
    }
    Candidate { text: &section.body, matched }
}
