//! What a whole guide says for its sections.
//!
//! A guide is scored as one text, with the formula of [`crate::engine::embedded::matching::scorer`] over all its sections, so that a section of a
//! guide that is about the query all over stands before one that mentions it by the way. The words of a whole guide
//! are indexed once more with its first section, its lead.
//!
//! The title adds
//!
//! ```text
//! (T + W · share²) · sum of the idf of its words that the query has
//! ```
//!
//! where share is how many of its words these are, from 0 to 1.

use std::ops::Range;

use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::bound::Bound;
use super::weights::{IN_CRUMBS, IN_HEADING, IN_TITLE, SHORTEST, WHOLE_TITLE, saturated};
use crate::engine::embedded::matching::matches::Candidate;
use crate::engine::embedded::matching::postings::WordPostings;
use crate::engine::embedded::meaning::plan::BagWord;
use crate::engine::embedded::store::columns::{Columns, Leads, Sections};
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;
use crate::query::Ranking;
use crate::results::Part;

/// What a guide is worth, and how much of the query it covers.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::engine) struct Evidence {
    pub score: f32,
    /// From 0 to 1: the share of the query's words, weighed by their idf, that stand anywhere in the guide.
    pub coverage: f32,
}

/// What ties the sections of one segment to their guides.
pub(in crate::engine) struct Guides {
    pub sections: Sections,
    pub leads: Leads,
}

impl Guides {
    pub(in crate::engine) fn open(columns: &Columns) -> Result<Guides> {
        Ok(Guides { sections: columns.sections().map_err(unreadable)?, leads: columns.leads().map_err(unreadable)? })
    }

    /// The first section of the guide of a section.
    pub(in crate::engine) fn lead(&self, doc: DocId) -> DocId {
        self.sections.lead(doc)
    }

    /// The stretches of matches that are of one guide each, in order.
    pub(in crate::engine) fn stretches(&self, matches: &[Candidate]) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        for (at, candidate) in matches.iter().enumerate() {
            let lead = self.lead(candidate.doc);
            match stretches.last_mut().filter(|last| last.lead == lead) {
                Some(last) => last.places.end = at + 1,
                None => stretches.push(Stretch { lead, places: at..at + 1 }),
            }
        }
        stretches
    }

    /// How many words the guide of this lead has, stop words left out.
    pub(in crate::engine) fn words(&self, lead: DocId) -> u64 {
        self.leads.of(lead).words()
    }

    /// How many words its title has, stop words left out.
    fn title_words(&self, lead: DocId) -> u64 {
        self.leads.of(lead).title_words()
    }
}

/// Matches of one guide.
pub(in crate::engine) struct Stretch {
    /// The first section of the guide.
    pub lead: DocId,
    /// Their places among the matches of the segment.
    pub places: Range<usize>,
}

/// The words of a query in one segment's guides.
pub(in crate::engine) struct GuideScorer<'a> {
    guides: &'a Guides,
    words: Vec<GuideWord>,
    /// Average length of a guide in words.
    average: f32,
    whole: f32,
}

/// The words of a title that a query has.
#[derive(Default)]
struct TitleWords {
    count: f32,
    weight: f32,
}

struct GuideWord {
    postings: WordPostings,
    title: WordPostings,
    weight: f32,
    /// What it weighs in the scores of sections.
    section_weight: f32,
    typed: String,
}

impl<'a> GuideScorer<'a> {
    pub(in crate::engine) fn new(
        bag: &[BagWord],
        reader: &SegmentReader,
        guides: &'a Guides,
        average: f32,
        ranking: Ranking,
        bound: Option<&Bound>,
    ) -> tantivy::Result<Self> {
        let mut words = Vec::with_capacity(bag.len());
        for (n, word) in bag.iter().enumerate() {
            let title: &[Term] = if ranking.headings { &word.heading } else { &[] };
            words.push(GuideWord {
                postings: WordPostings::open(reader, &word.whole, IndexRecordOption::WithFreqs)?,
                title: WordPostings::open(reader, title, IndexRecordOption::Basic)?,
                weight: word.weight,
                section_weight: bound.map_or(0.0, |bound| bound.weights[n]),
                typed: word.typed.clone(),
            });
        }
        let whole = bag.iter().map(|word| word.weight).sum::<f32>().max(f32::MIN_POSITIVE);
        Ok(GuideScorer { guides, words, average, whole })
    }

    /// The first guide at or after `target` that has any of the words.
    pub(in crate::engine) fn next(&mut self, target: DocId) -> DocId {
        self.words.iter_mut().map(|word| word.postings.seek(target)).min().unwrap_or(TERMINATED)
    }

    /// The evidence of one guide. Leads are asked for in order.
    pub(in crate::engine) fn evidence(&mut self, lead: DocId) -> Evidence {
        self.bounded(lead).0
    }

    /// The evidence of one guide, and the most that words are worth in any of its sections.
    pub(in crate::engine) fn bounded(&mut self, lead: DocId) -> (Evidence, f32) {
        let mut found = Evidence::default();
        let mut most = 0.0;
        let mut title = TitleWords::default();
        let length = self.guides.words(lead) as f32 / self.average;
        for word in &mut self.words {
            if word.postings.holds(lead) {
                let times = word.postings.frequency() as f32;
                found.score += word.weight * saturated(times, length);
                found.coverage += word.weight / self.whole;
                most += word.section_weight * (saturated(times, SHORTEST) + IN_HEADING);
                title.add(word, lead);
            }
            most += word.section_weight * IN_CRUMBS;
        }
        found.score += title.worth(self.guides, lead);
        (found, most)
    }

    /// The parts of the evidence of one guide.
    pub(in crate::engine) fn explain(&mut self, lead: DocId, parts: &mut Vec<Part>) {
        let mut title = TitleWords::default();
        let length = self.guides.words(lead) as f32 / self.average;
        for word in &mut self.words {
            if word.postings.holds(lead) {
                let times = word.postings.frequency();
                let what = format!("“{}” {times}× in the whole guide", word.typed);
                parts.push(Part { what, worth: word.weight * saturated(times as f32, length) });
                title.add(word, lead);
            }
        }
        if title.count > 0.0 {
            let (has, all) = (title.count, self.guides.title_words(lead));
            let what = format!("{has} of the {all} words of the guide's title");
            parts.push(Part { what, worth: title.worth(self.guides, lead) });
        }
    }
}

impl TitleWords {
    /// Counts a word if the title of this lead's guide has it.
    fn add(&mut self, word: &mut GuideWord, lead: DocId) {
        if word.title.holds(lead) {
            self.count += 1.0;
            self.weight += word.weight;
        }
    }

    fn worth(&self, guides: &Guides, lead: DocId) -> f32 {
        if self.count == 0.0 {
            return 0.0;
        }
        // A query may have more of a title than its words, such as a compound and its parts.
        let share = (self.count / guides.title_words(lead).max(1) as f32).min(1.0);
        (IN_TITLE + WHOLE_TITLE * share * share) * self.weight
    }
}
