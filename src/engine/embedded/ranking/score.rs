//! What every match is worth: its own words, its guide's, and a second look at the best.
//!
//! ```text
//! score = e · [ (1 − g) · (section + s · second) + g · guide ] + preferred facets + row   (every match)
//!       + words as typed + pairs + neighbours                                            (the best of them)
//! ```
//!
//! with g = [`GUIDE`], s = [`SECOND_BEST`], second what the second best section of the guide has, and e =
//! [`substance`], less than 1 for a heading with nothing under it and a list of links. Filters come later, so that they never change a score.

use tantivy::{DocId, Searcher, SegmentReader};

use super::bound::Bound;
use super::evidence::{GuideScorer, Guides};
use super::first_look::FirstLook;
use super::order::Places;
use super::preference::Preference;
use super::second_look::{self, Averages, Best};
use super::substance::substance;
use super::the_best::{Matched, the_best};
use super::weights::{GUIDE, SECOND_BEST};
use crate::engine::embedded::matching::matcher::Matcher;
use crate::engine::embedded::matching::matches::{self, Candidate, Matches, Scope};
use crate::engine::embedded::meaning::plan::Plan;
use crate::engine::embedded::store::columns::{Columns, Sections};
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;
use crate::query::{Query, Ranking};
use crate::results::Part;

/// Everything that matches, with scores.
pub(in crate::engine) struct Scored {
    pub matches: Matches,
    /// The hits that were looked at twice.
    pub(super) best: Vec<Best>,
    /// No match without a score would have one above this.
    pub unseen: f32,
}

/// What is needed to score.
pub(in crate::engine) struct Scoring<'a> {
    pub searcher: &'a Searcher,
    /// Those of every segment.
    pub columns: &'a [Columns],
    pub averages: Averages,
    pub ranking: Ranking,
}

impl<'a> Scoring<'a> {
    pub(in crate::engine) fn scope(&self) -> Scope<'a> {
        Scope { searcher: self.searcher, columns: self.columns, average: self.averages.section, ranking: self.ranking }
    }

    /// How much of a score is the guide's.
    pub(super) fn guide_share(&self) -> f32 {
        if self.ranking.guide { GUIDE } else { 0.0 }
    }

    /// Finds and scores what matches. With `enough`, as many of the best have their scores, and others may have none if
    /// theirs is at most [`Scored::unseen`].
    pub(in crate::engine) fn run(
        &self,
        plan: &Plan,
        query: &Query,
        enough: Option<usize>,
        places: Places<'_>,
    ) -> Result<Scored> {
        // Where passages are folded, one of a guide that is passed over may stand for one of the best.
        let all = query.totals || query.facets || query.fold;
        let few = match enough.filter(|_| !all) {
            Some(enough) => self.guides_first(plan, enough)?,
            None => None,
        };
        let (mut matches, FirstLook { guides, unseen }) = match few {
            Some(found) => found,
            None => {
                let matches = if query.all {
                    matches::all_wanted(plan, &self.scope())
                } else {
                    matches::matches(plan, &self.scope(), query.any)
                };
                let mut matches = matches.map_err(unreadable)?;
                if plan.wanted.is_empty() {
                    return Ok(Scored { matches, best: Vec::new(), unseen: f32::NEG_INFINITY });
                }
                let look = self.look(plan, &mut matches, enough)?;
                (matches, look)
            }
        };
        let best = self.look_again(plan, &matches, &guides, places)?;
        for hit in &best {
            matches.segments[hit.segment][hit.place].score = hit.score;
        }
        Ok(Scored { matches, best, unseen })
    }

    /// Where the words of the query stand in a row, and what that is worth.
    pub(super) fn row(&self, plan: &Plan, segment: usize) -> Result<Option<(Box<dyn Matcher>, f32)>> {
        let Some((node, worth)) = plan.in_a_row.as_ref().filter(|_| self.ranking.pairs) else { return Ok(None) };
        let segment = self.scope().segment(segment).map_err(unreadable)?;
        Ok(Some((segment.matcher(node).map_err(unreadable)?, *worth)))
    }

    /// What the second best of a guide's matching sections gives to each of them.
    pub(super) fn second_best(&self, sections: &[Candidate]) -> f32 {
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

    pub(super) fn guide_scorer<'g>(
        &self,
        plan: &Plan,
        reader: &SegmentReader,
        guides: &'g Guides,
        bound: Option<&Bound>,
    ) -> Result<Option<GuideScorer<'g>>> {
        if !self.ranking.guide && !self.ranking.neighbours {
            return Ok(None);
        }
        GuideScorer::new(&plan.bag, reader, guides, self.averages.guide, self.ranking, bound)
            .map(Some)
            .map_err(unreadable)
    }

    /// Whether the best are looked at a second time.
    pub(super) fn looks_again(&self, plan: &Plan) -> bool {
        let ranking = self.ranking;
        ranking.pairs && !plan.pairs.is_empty() || ranking.neighbours && plan.bag.len() > 1 || ranking.forms
    }

    fn look_again(&self, plan: &Plan, matches: &Matches, guides: &[Matched], places: Places<'_>) -> Result<Vec<Best>> {
        let ranking = self.ranking;
        let pairs = ranking.pairs && !plan.pairs.is_empty();
        // With one word there is nothing that a match could lack.
        let neighbours = ranking.neighbours && plan.bag.len() > 1;
        if !self.looks_again(plan) {
            return Ok(Vec::new());
        }
        let mut best = the_best(matches, guides, places);
        if neighbours {
            for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
                let Some(mut scorer) = self.guide_scorer(plan, reader, &guides[segment].guides, None)? else {
                    continue;
                };
                for hit in best.iter_mut().filter(|hit| hit.segment == segment) {
                    hit.evidence = scorer.evidence(hit.lead);
                }
            }
        }
        if ranking.forms {
            second_look::add_forms(&mut best, plan, self.searcher)?;
        }
        if pairs {
            second_look::add_pairs(&mut best, plan, self.searcher, guides, self.averages)?;
        }
        if neighbours {
            second_look::add_neighbours(&mut best, guides, self.columns, self.averages)?;
        }
        Ok(best)
    }
}

/// What a section's own columns say of its score.
pub(super) struct Factors {
    sections: Option<Sections>,
    preference: Option<Preference>,
}

impl Factors {
    pub(super) fn open(plan: &Plan, columns: &Columns, ranking: Ranking) -> Result<Factors> {
        let sections = if ranking.empty { Some(columns.sections().map_err(unreadable)?) } else { None };
        let preference = if ranking.facets { Preference::new(&plan.preferred, columns)? } else { None };
        Ok(Factors { sections, preference })
    }

    pub(super) fn substance(&self, doc: DocId) -> f32 {
        self.sections.as_ref().map_or(1.0, |sections| substance(sections.of(doc).kind()))
    }

    pub(super) fn gain(&self, doc: DocId) -> f32 {
        self.preference.as_ref().map_or(0.0, |preference| preference.gain(doc))
    }

    pub(super) fn explain(&self, doc: DocId, parts: &mut Vec<Part>) {
        if let Some(preference) = &self.preference {
            preference.explain(doc, parts);
        }
    }
}
