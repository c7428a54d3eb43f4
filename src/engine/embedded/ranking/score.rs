//! What every match is worth: its own words, its guide's, and a second look at the best.
//!
//! ```text
//! score = e · [ (1 − g) · (section + s · second) + g · guide ] + preferred facets + row   (every match)
//!       + words as typed + pairs + neighbours                                            (the best of them)
//! ```
//!
//! with g = [`GUIDE`], s = [`SECOND_BEST`], second what the second best section of the guide has, and e =
//! [`substance`], less than 1 for a heading with nothing under it and a list of links. Filters come later, so that they never change a score.

use tantivy::columnar::Column;
use tantivy::{DocId, Searcher, SegmentReader};

use super::evidence::{Evidence, GuideScorer, Guides};
use super::order::OrderColumns;
use super::preference::Preference;
use super::second_look::{self, Averages, Best, Columns};
use super::substance::substance;
use super::weights::{GUIDE, SECOND_BEST, SECOND_LOOK};
use crate::engine::embedded::matching::matcher::{Matcher, stands_at};
use crate::engine::embedded::matching::matches::{self, Candidate, Matches, Scope};
use crate::engine::embedded::meaning::plan::Plan;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;
use crate::query::{Query, Ranking};
use crate::results::Part;

/// Everything that matches, with scores.
pub(in crate::engine) struct Scored {
    pub matches: Matches,
    /// The hits that were looked at twice.
    best: Vec<Best>,
}

/// What is needed to score.
pub(in crate::engine) struct Scoring<'a> {
    pub searcher: &'a Searcher,
    pub averages: Averages,
    pub ranking: Ranking,
}

impl<'a> Scoring<'a> {
    pub(in crate::engine) fn scope(&self) -> Scope<'a> {
        Scope { searcher: self.searcher, average: self.averages.section, ranking: self.ranking }
    }

    /// How much of a score is the guide's.
    fn guide_share(&self) -> f32 {
        if self.ranking.guide { GUIDE } else { 0.0 }
    }

    /// Finds and scores what matches.
    pub(in crate::engine) fn run(&self, plan: &Plan, query: &Query, order: &[OrderColumns]) -> Result<Scored> {
        let mut matches = matches::matches(plan, &self.scope(), query.any).map_err(unreadable)?;
        if plan.wanted.is_empty() {
            return Ok(Scored { matches, best: Vec::new() });
        }
        let mut guides = Vec::new();
        for (reader, candidates) in self.searcher.segment_readers().iter().zip(&mut matches.segments) {
            let own = Guides::open(reader)?;
            let factors = Factors::open(plan, reader, self.ranking)?;
            let mut scorer = self.guide_scorer(plan, reader, &own)?;
            let mut row = self.row(plan, reader)?;
            let share = self.guide_share();
            for sections in candidates.chunk_by_mut(|a, b| own.lead(a.doc) == own.lead(b.doc)) {
                let evidence = scorer.as_mut().map(|scorer| scorer.evidence(own.lead(sections[0].doc)));
                let guide = share * evidence.unwrap_or_default().score + (1.0 - share) * self.second_best(sections);
                for candidate in sections {
                    let words = (1.0 - share) * candidate.score + guide;
                    candidate.score = factors.substance(candidate.doc) * words + factors.gain(candidate.doc);
                    if let Some((row, worth)) = &mut row
                        && stands_at(row.as_mut(), candidate.doc)
                    {
                        candidate.score += *worth;
                    }
                }
            }
            guides.push(own);
        }
        let best = self.look_again(plan, &matches, &guides, order)?;
        for hit in &best {
            matches.segments[hit.segment][hit.place].score = hit.score;
        }
        Ok(Scored { matches, best })
    }

    /// Where the words of the query stand in a row, and what that is worth.
    fn row(&self, plan: &Plan, reader: &'a SegmentReader) -> Result<Option<(Box<dyn Matcher>, f32)>> {
        let Some((node, worth)) = plan.in_a_row.as_ref().filter(|_| self.ranking.pairs) else { return Ok(None) };
        let segment = self.scope().segment(reader).map_err(unreadable)?;
        Ok(Some((segment.matcher(node).map_err(unreadable)?, *worth)))
    }

    /// What the second best of a guide's matching sections gives to each of them.
    fn second_best(&self, sections: &[Candidate]) -> f32 {
        if !self.ranking.guide {
            return 0.0;
        }
        let (mut best, mut second) = (0.0_f32, 0.0_f32);
        for section in sections {
            second = second.max(section.score.min(best));
            best = best.max(section.score);
        }
        SECOND_BEST * second
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
        let mut best = the_best(matches, guides, order);
        let columns = Columns::open(self.searcher)?;
        if neighbours {
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
    pub(in crate::engine) fn explain(
        &self,
        plan: &Plan,
        scored: &Scored,
        segment: u32,
        doc: DocId,
    ) -> Result<Vec<Part>> {
        let reader = self.searcher.segment_reader(segment);
        let guides = Guides::open(reader)?;
        let lead = guides.lead(doc);
        let factors = Factors::open(plan, reader, self.ranking)?;
        let share = self.guide_share();
        let section = self.scope().segment(reader).map_err(unreadable)?;
        let mut parts = matches::explain(plan, &section, &scored.matches.ceilings, doc).map_err(unreadable)?;
        let factor = factors.substance(doc) * (1.0 - share);
        parts.iter_mut().for_each(|part| part.worth *= factor);
        if share > 0.0
            && let Some(mut scorer) = self.guide_scorer(plan, reader, &guides)?
        {
            let mut own = Vec::new();
            scorer.explain(lead, &mut own);
            let second = self.explain_second_best(plan, scored, segment, lead)?;
            if second > 0.0 {
                let what = "another section of the guide that matches".to_owned();
                parts.push(Part { what, worth: factor * second });
            }
            own.iter_mut().for_each(|part| part.worth *= factors.substance(doc) * share);
            parts.extend(own);
        }
        factors.explain(doc, &mut parts);
        if let Some((mut row, worth)) = self.row(plan, reader)?
            && stands_at(row.as_mut(), doc)
        {
            parts.push(Part { what: "the words of the query in a row".to_owned(), worth });
        }
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

    /// What the second best section of a guide gave, worked out again: the scores of matches are no longer those of
    /// their own words.
    fn explain_second_best(&self, plan: &Plan, scored: &Scored, segment: u32, lead: DocId) -> Result<f32> {
        let reader = self.searcher.segment_reader(segment);
        let guides = Guides::open(reader)?;
        let section = self.scope().segment(reader).map_err(unreadable)?;
        let matches = &scored.matches.segments[segment as usize];
        let first = matches.partition_point(|candidate| candidate.doc < lead);
        let mut sections = Vec::new();
        for doc in matches[first..].iter().map(|candidate| candidate.doc).take_while(|doc| guides.lead(*doc) == lead) {
            let parts = matches::explain(plan, &section, &scored.matches.ceilings, doc).map_err(unreadable)?;
            sections.push(Candidate { doc, score: parts.iter().map(|part| part.worth).sum() });
        }
        Ok(self.second_best(&sections))
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

    fn substance(&self, doc: DocId) -> f32 {
        self.passage.as_ref().map_or(1.0, |passage| substance(passage.first(doc).unwrap_or(0)))
    }

    fn gain(&self, doc: DocId) -> f32 {
        self.preference.as_ref().map_or(0.0, |preference| preference.gain(doc))
    }

    fn explain(&self, doc: DocId, parts: &mut Vec<Part>) {
        if let Some(preference) = &self.preference {
            preference.explain(doc, parts);
        }
    }
}

/// The hits to look at twice: the best sections, and the best section of each of the best guides. The same whether
/// sections or guides are asked for, so that a section has one score. In the order of segments and documents, in which
/// postings are read.
fn the_best(matches: &Matches, guides: &[Guides], order: &[OrderColumns]) -> Vec<Best> {
    let (mut sections, mut leaders) = (Vec::new(), Vec::new());
    for (segment, candidates) in matches.segments.iter().enumerate() {
        let mut place = 0;
        for of_guide in candidates.chunk_by(|a, b| guides[segment].lead(a.doc) == guides[segment].lead(b.doc)) {
            let first = sections.len();
            for candidate in of_guide {
                sections.push(Place { score: candidate.score, segment, place, doc: candidate.doc });
                place += 1;
            }
            // The first of equals: sections of a guide come in the order of their lines.
            leaders.extend(sections[first..].iter().rev().max_by(|a, b| a.score.total_cmp(&b.score)).copied());
        }
    }
    let mut chosen = top(sections, order);
    chosen.extend(top(leaders, order));
    chosen.sort_unstable_by_key(|place| (place.segment, place.doc));
    chosen.dedup_by_key(|place| (place.segment, place.doc));
    let best = |Place { score, segment, place, doc }: Place| Best {
        segment,
        place,
        doc,
        lead: guides[segment].lead(doc),
        evidence: Evidence::default(),
        score,
        forms: 0.0,
        pairs: 0.0,
        neighbours: 0.0,
    };
    chosen.into_iter().map(best).collect()
}

/// A match: its segment, its place among the candidates there, its document.
#[derive(Debug, Clone, Copy)]
struct Place {
    score: f32,
    segment: usize,
    place: usize,
    doc: DocId,
}

/// The [`SECOND_LOOK`] best. Which of equal ones are among them does not depend on how the index is laid out.
fn top(mut hits: Vec<Place>, order: &[OrderColumns]) -> Vec<Place> {
    if hits.len() > SECOND_LOOK {
        hits.select_nth_unstable_by(SECOND_LOOK, |a, b| b.score.total_cmp(&a.score));
        let last = hits[SECOND_LOOK].score;
        let mut equal: Vec<Place> = hits.iter().copied().filter(|hit| hit.score == last).collect();
        hits.retain(|hit| hit.score > last);
        equal.sort_unstable_by_key(|hit| order[hit.segment].place(hit.doc));
        equal.truncate(SECOND_LOOK - hits.len());
        hits.extend(equal);
    }
    hits
}
