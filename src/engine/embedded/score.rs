//! What every match is worth: its own words, its guide's, and a second look at the best.
//!
//! ```text
//! score = e · [ (1 − g) · section + g · guide ] + preferred facets   (every match)
//!       + pairs + neighbours                                          (the best of them)
//! ```
//!
//! with g = [`GUIDE`] and e = [`HEADING_ONLY`] for a heading with nothing under it, else 1. Filters come later, so that
//! they never change a score.

use std::collections::HashMap;

use tantivy::columnar::Column;
use tantivy::{DocId, Searcher, SegmentReader};

use super::compile::unreadable;
use super::evidence::{Evidence, GuideScorer, Guides};
use super::matching::{self, Matches, Scope};
use super::plan::Plan;
use super::preference::Preference;
use super::rank::OrderColumns;
use super::second_look::{self, Averages, Best, Columns};
use super::weights::{GUIDE, HEADING_ONLY, SECOND_LOOK};
use crate::error::Result;
use crate::query::{Group, Query, Ranking};
use crate::results::Part;

/// Everything that matches, with scores.
pub(super) struct Scored {
    pub matches: Matches,
    /// The hits that were looked at twice.
    best: Vec<Best>,
}

/// What is needed to score.
pub(super) struct Scoring<'a> {
    pub searcher: &'a Searcher,
    pub averages: Averages,
    pub ranking: Ranking,
}

impl<'a> Scoring<'a> {
    pub(super) fn scope(&self) -> Scope<'a> {
        Scope { searcher: self.searcher, average: self.averages.section, ranking: self.ranking }
    }

    /// How much of a score is the guide's.
    fn guide_share(&self) -> f32 {
        if self.ranking.guide { GUIDE } else { 0.0 }
    }

    /// Finds and scores what matches.
    pub(super) fn run(&self, plan: &Plan, query: &Query, order: &[OrderColumns]) -> Result<Scored> {
        let mut matches = matching::matches(plan, &self.scope(), query.any).map_err(unreadable)?;
        if plan.wanted.is_empty() {
            return Ok(Scored { matches, best: Vec::new() });
        }
        let mut guides = Vec::new();
        for (reader, candidates) in self.searcher.segment_readers().iter().zip(&mut matches.segments) {
            let own = Guides::open(reader)?;
            let mut factors = Factors::open(plan, reader, self.ranking)?;
            let mut scorer = self.guide_scorer(plan, reader, &own)?;
            let mut last: Option<(DocId, Evidence)> = None;
            for candidate in candidates {
                let lead = own.lead(candidate.doc);
                let evidence = match (&mut scorer, last) {
                    (None, _) => Evidence::default(),
                    (_, Some((known, evidence))) if known == lead => evidence,
                    (Some(scorer), _) => scorer.evidence(lead),
                };
                last = Some((lead, evidence));
                let share = self.guide_share();
                let words = (1.0 - share) * candidate.score + share * evidence.score;
                candidate.score = factors.emptiness(candidate.doc) * words + factors.gain(candidate.doc);
            }
            guides.push(own);
        }
        let best = self.look_again(plan, query, &matches, &guides, order)?;
        for hit in &best {
            matches.segments[hit.segment][hit.place].score = hit.score;
        }
        Ok(Scored { matches, best })
    }

    fn guide_scorer<'g>(
        &self,
        plan: &Plan,
        reader: &SegmentReader,
        guides: &'g Guides,
    ) -> Result<Option<GuideScorer<'g>>> {
        if !self.ranking.guide && !self.ranking.neighbours {
            return Ok(None);
        }
        GuideScorer::new(&plan.bag, reader, guides, self.averages.guide, self.ranking).map(Some).map_err(unreadable)
    }

    fn look_again(
        &self,
        plan: &Plan,
        query: &Query,
        matches: &Matches,
        guides: &[Guides],
        order: &[OrderColumns],
    ) -> Result<Vec<Best>> {
        let ranking = self.ranking;
        let pairs = ranking.pairs && !plan.pairs.is_empty();
        // With one word there is nothing that a match could lack.
        let neighbours = ranking.neighbours && plan.bag.len() > 1;
        if !pairs && !neighbours && !ranking.forms {
            return Ok(Vec::new());
        }
        let mut best = the_best(matches, guides, query.group, order);
        let columns = Columns::open(self.searcher)?;
        if neighbours {
            best.sort_unstable_by_key(|hit| (hit.segment, hit.lead));
            for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
                let Some(mut scorer) = self.guide_scorer(plan, reader, &guides[segment])? else { continue };
                for hit in best.iter_mut().filter(|hit| hit.segment == segment) {
                    hit.evidence = scorer.evidence(hit.lead);
                }
            }
        }
        if ranking.forms {
            second_look::add_forms(&mut best, plan, self.searcher)?;
        }
        if pairs {
            second_look::add_pairs(&mut best, plan, self.searcher, &columns, self.averages)?;
        }
        if neighbours {
            second_look::add_neighbours(&mut best, guides, &columns, self.averages);
        }
        Ok(best)
    }

    /// The parts of a hit's score.
    pub(super) fn explain(&self, plan: &Plan, scored: &Scored, segment: u32, doc: DocId) -> Result<Vec<Part>> {
        let reader = self.searcher.segment_reader(segment);
        let guides = Guides::open(reader)?;
        let lead = guides.lead(doc);
        let mut factors = Factors::open(plan, reader, self.ranking)?;
        let share = self.guide_share();
        let section = self.scope().segment(reader).map_err(unreadable)?;
        let mut parts = matching::explain(plan, &section, &scored.matches.ceilings, doc).map_err(unreadable)?;
        let factor = factors.emptiness(doc) * (1.0 - share);
        parts.iter_mut().for_each(|part| part.worth *= factor);
        if share > 0.0
            && let Some(mut scorer) = self.guide_scorer(plan, reader, &guides)?
        {
            let mut own = Vec::new();
            scorer.explain(lead, &mut own);
            own.iter_mut().for_each(|part| part.worth *= factors.emptiness(doc) * share);
            parts.extend(own);
        }
        factors.explain(doc, &mut parts);
        let second = scored.best.iter().find(|hit| hit.segment == segment as usize && hit.doc == doc);
        if let Some(hit) = second {
            if hit.forms > 0.0 {
                parts.push(Part { what: "words just as they were typed".to_owned(), worth: hit.forms });
            }
            if hit.pairs > 0.0 {
                let columns = Columns::open(self.searcher)?;
                let length = columns[hit.segment].words.first(doc).unwrap_or(0) as f32 / self.averages.section;
                second_look::explain_pairs(plan, reader, doc, length, &mut parts)?;
            }
            if hit.neighbours != 0.0 {
                let what = "guides that use the same words, because this one lacks some of the query's".to_owned();
                parts.push(Part { what, worth: hit.neighbours });
            }
        }
        Ok(parts)
    }
}

/// What a section's own columns say of its score.
struct Factors {
    passage: Option<Column<u64>>,
    preference: Option<Preference>,
}

impl Factors {
    fn open(plan: &Plan, reader: &SegmentReader, ranking: Ranking) -> Result<Factors> {
        let passage = if ranking.empty { Some(reader.fast_fields().u64("passage").map_err(unreadable)?) } else { None };
        let preference = if ranking.facets { Preference::new(&plan.preferred, reader)? } else { None };
        Ok(Factors { passage, preference })
    }

    fn emptiness(&self, doc: DocId) -> f32 {
        let empty = self.passage.as_ref().is_some_and(|passage| passage.first(doc).unwrap_or(0) == 0);
        if empty { HEADING_ONLY } else { 1.0 }
    }

    fn gain(&mut self, doc: DocId) -> f32 {
        self.preference.as_ref().map_or(0.0, |preference| preference.gain(doc))
    }

    fn explain(&mut self, doc: DocId, parts: &mut Vec<Part>) {
        if let Some(preference) = &self.preference {
            preference.explain(doc, parts);
        }
    }
}

/// The hits to look at twice: the best sections, or the best section of each of the best guides.
fn the_best(matches: &Matches, guides: &[Guides], group: Group, order: &[OrderColumns]) -> Vec<Best> {
    let mut hits: Vec<(f32, u32, u32)> = Vec::new();
    for (segment, candidates) in matches.segments.iter().enumerate() {
        hits.extend(candidates.iter().enumerate().map(|(n, hit)| (hit.score, segment as u32, n as u32)));
    }
    let doc = |segment: u32, place: u32| matches.segments[segment as usize][place as usize].doc;
    let lead = |segment: u32, place: u32| guides[segment as usize].lead(doc(segment, place));
    if group == Group::Guide {
        let mut of_guide: HashMap<(u32, DocId), (f32, u32, u32)> = HashMap::new();
        for hit in hits {
            let known = of_guide.entry((hit.1, lead(hit.1, hit.2))).or_insert(hit);
            // Sections of a guide come in the order of their lines, so the first of equals stays.
            if hit.0 > known.0 {
                *known = hit;
            }
        }
        hits = of_guide.into_values().collect();
    }
    if hits.len() > SECOND_LOOK {
        hits.select_nth_unstable_by(SECOND_LOOK, |a, b| b.0.total_cmp(&a.0));
        let last = hits[SECOND_LOOK].0;
        // Which of equal hits are looked at must not depend on how the index is laid out.
        let mut equal: Vec<_> = hits.iter().copied().filter(|hit| hit.0 == last).collect();
        hits.retain(|hit| hit.0 > last);
        equal.sort_unstable_by_key(|hit| order[hit.1 as usize].place(doc(hit.1, hit.2)));
        equal.truncate(SECOND_LOOK - hits.len());
        hits.extend(equal);
    }
    let best = |(score, segment, place): (f32, u32, u32)| Best {
        segment: segment as usize,
        place: place as usize,
        doc: doc(segment, place),
        lead: lead(segment, place),
        evidence: Evidence::default(),
        score,
        forms: 0.0,
        pairs: 0.0,
        neighbours: 0.0,
    };
    hits.into_iter().map(best).collect()
}
