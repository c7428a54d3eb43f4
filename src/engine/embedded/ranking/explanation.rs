//! Why hits have their scores.
//!
//! All hits of a page are explained at once, in the order of the documents: each list of postings is walked once, however
//! many hits there are.

use std::collections::HashMap;

use tantivy::{DocAddress, DocId};

use super::evidence::{GuideScorer, Guides};
use super::pairs::PairScorer;
use super::score::{Factors, Scored, Scoring};
use super::second_look::Best;
use crate::engine::embedded::matching::matcher::{Matcher, stands_at};
use crate::engine::embedded::matching::matches::{Candidate, OwnParts};
use crate::engine::embedded::meaning::plan::Plan;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;
use crate::results::Part;

impl Scoring<'_> {
    /// The parts of the scores of these hits.
    pub(in crate::engine) fn explain(
        &self,
        plan: &Plan,
        scored: &Scored,
        mut hits: Vec<DocAddress>,
    ) -> Result<HashMap<DocAddress, Vec<Part>>> {
        hits.sort_unstable();
        let mut explained = HashMap::with_capacity(hits.len());
        for hits in hits.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let segment = hits.first().map_or(0, |hit| hit.segment_ord as usize);
            let guides = Guides::open(&self.columns[segment])?;
            let mut explaining = Explaining::open(self, plan, scored, segment, &guides)?;
            for hits in hits.chunk_by(|a, b| guides.lead(a.doc_id) == guides.lead(b.doc_id)) {
                explaining.guide(hits, &mut explained)?;
            }
        }
        Ok(explained)
    }
}

/// The evidence in one segment, made ready to be walked through once.
struct Explaining<'a> {
    scoring: &'a Scoring<'a>,
    guides: &'a Guides,
    /// Its matches, in the order of the documents.
    matches: &'a [Candidate],
    /// Those of its hits that were looked at twice.
    best: HashMap<DocId, &'a Best>,
    factors: Factors,
    own: OwnParts<'a>,
    guide: Option<GuideScorer<'a>>,
    row: Option<(Box<dyn Matcher>, f32)>,
    pairs: PairScorer<'a>,
}

impl<'a> Explaining<'a> {
    fn open(
        scoring: &'a Scoring<'a>,
        plan: &'a Plan,
        scored: &'a Scored,
        segment: usize,
        guides: &'a Guides,
    ) -> Result<Self> {
        let reader = &scoring.searcher.segment_readers()[segment];
        let scope = scoring.scope().segment(segment).map_err(unreadable)?;
        let guide = if scoring.guide_share() > 0.0 { scoring.guide_scorer(plan, reader, guides, None)? } else { None };
        let best = scored.best.iter().filter(|hit| hit.segment == segment).map(|hit| (hit.doc, hit));
        Ok(Explaining {
            scoring,
            guides,
            matches: &scored.matches.segments[segment],
            best: best.collect(),
            factors: Factors::open(plan, &scoring.columns[segment], scoring.ranking)?,
            own: OwnParts::open(plan, &scope, &scored.matches.ceilings).map_err(unreadable)?,
            guide,
            row: scoring.row(plan, segment)?,
            pairs: PairScorer::new(&plan.bag, &plan.pairs, reader).map_err(unreadable)?,
        })
    }

    /// Explains hits of one guide.
    fn guide(&mut self, hits: &[DocAddress], explained: &mut HashMap<DocAddress, Vec<Part>>) -> Result<()> {
        let Some(lead) = hits.first().map(|hit| self.guides.lead(hit.doc_id)) else { return Ok(()) };
        let mut whole = Vec::new();
        let mut own = HashMap::new();
        let mut second = 0.0;
        if let Some(scorer) = &mut self.guide {
            scorer.explain(lead, &mut whole);
            // The scores of matches are no longer those of their own words.
            let first = self.matches.partition_point(|candidate| candidate.doc < lead);
            let (all, guides) = (self.matches.get(first..).unwrap_or_default(), self.guides);
            let mut sections = Vec::new();
            let mut wanted = hits.iter().map(|hit| hit.doc_id).peekable();
            for doc in all.iter().map(|candidate| candidate.doc).take_while(|doc| guides.lead(*doc) == lead) {
                let score = self.own.score(doc);
                sections.push(Candidate { doc, score });
                if wanted.next_if_eq(&doc).is_some() {
                    own.insert(doc, self.own.parts(doc));
                }
            }
            second = self.scoring.second_best(&sections);
        }
        for hit in hits {
            let parts = own.remove(&hit.doc_id).unwrap_or_else(|| self.own.parts(hit.doc_id));
            let parts = self.hit(hit.doc_id, parts, &whole, second);
            explained.insert(*hit, parts);
        }
        Ok(())
    }

    /// All parts of one hit, from those of its `own` words, those of its `whole` guide and what the `second` best section
    /// of the guide has.
    fn hit(&mut self, doc: DocId, own: Vec<Part>, whole: &[Part], second: f32) -> Vec<Part> {
        let share = self.scoring.guide_share();
        let substance = self.factors.substance(doc);
        let times = |part: Part, factor: f32| Part { worth: part.worth * factor, ..part };
        let mut parts: Vec<Part> = own.into_iter().map(|part| times(part, substance * (1.0 - share))).collect();
        if second > 0.0 {
            let what = "another section of the guide that matches".to_owned();
            parts.push(Part { what, worth: substance * (1.0 - share) * second });
        }
        parts.extend(whole.iter().cloned().map(|part| times(part, substance * share)));
        self.factors.explain(doc, &mut parts);
        if let Some((row, worth)) = &mut self.row
            && stands_at(row.as_mut(), doc)
        {
            parts.push(Part { what: "the words of the query in a row".to_owned(), worth: *worth });
        }
        if let Some(hit) = self.best.get(&doc) {
            if hit.forms > 0.0 {
                parts.push(Part { what: "words just as they were typed".to_owned(), worth: hit.forms });
            }
            if hit.pairs > 0.0 {
                let length = self.guides.sections.of(doc).words() as f32 / self.scoring.averages.section;
                self.pairs.explain(doc, length, &mut parts);
            }
            if hit.neighbours != 0.0 {
                let what = "guides that use the same words, because this one lacks some of the query's".to_owned();
                parts.push(Part { what, worth: hit.neighbours });
            }
        }
        parts
    }
}
