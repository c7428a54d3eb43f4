//! Sections like a section.
//!
//! A section is described by the words that tell it from others (see [`super::telling`]), and another section is as
//! like it as it has them, too:
//!
//! ```text
//! score = Σ idf · min(r, r') / Σ idf · r
//! ```
//!
//! where r and r' weigh how often a word stands in the two sections, in relation to their lengths, as BM25 does. That is
//! the containment of one text in another (Broder, "On the resemblance and containment of documents", 1997) with words
//! that count by what they tell: 1 for a section that has all of it, and neither a long nor a short one has an edge. A
//! heading with nothing under it gets half, as it does in a search.

use std::time::Instant;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, SegmentReader, TERMINATED};

use super::drill::{Selection, Verdict};
use super::search::MOST_ALSO;
use super::telling::{TellingWord, telling_words};
use crate::engine::analysis::Analyzer;
use crate::engine::embedded::matching::postings::WordPostings;
use crate::engine::embedded::ranking::order::{self, Passages, Ranked, Wanted};
use crate::engine::embedded::ranking::statistics::Statistics;
use crate::engine::embedded::ranking::substance::substance;
use crate::engine::embedded::ranking::weights::saturated;
use crate::engine::embedded::store::columns::Sections;
use crate::engine::embedded::store::engine::Engine;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;
use crate::query::{DrillDown, Group, Page, Sort};
use crate::results::{JSON_VERSION, SimilarEcho, SimilarHit, SimilarSections};

/// Sections below this score have a word or two in common with the one asked for by chance.
const LEAST: f32 = 0.1;

impl Engine {
    /// The sections most like the one with this id (or with the only id that ends so), at most `limit` (0 for all) and
    /// only those that pass the filters.
    ///
    /// # Errors
    /// As [`Engine::section`]; [`crate::error::Error::NotFound`] for a selected facet value that nothing has.
    pub fn similar(&self, id: &str, drill_down: &DrillDown, limit: usize) -> Result<SimilarSections> {
        let started = Instant::now();
        let selection = Selection::resolve(drill_down, &self.searcher, &self.fields, &self.record)?;
        let own = self.address(id)?;
        let section = self.stored(own)?;
        let statistics = Statistics::new(&self.searcher, &self.state);
        let words = telling_words(&section, &statistics, &self.fields, &mut Analyzer::default())?;

        let (hits, copies) = self.alike(own, &words, &selection, statistics.section_words)?;
        let total = hits.len() as u64;
        let passages = Passages::open(&self.columns)?;
        let wanted =
            |sort, limit| Wanted { sort, group: Group::Section, page: Page { limit, offset: 0 }, passages: None };
        let best = Wanted { passages: Some(&passages), ..wanted(Sort::Relevance, limit) };
        let page = order::page(hits, best, self.places());
        let mut hits = Vec::with_capacity(page.hits.len());
        for (n, (ranked, also)) in page.hits.into_iter().enumerate() {
            hits.push(self.similar_hit(n as u64 + 1, &ranked, &also, &words)?);
        }
        let found = copies.len();
        let copies = order::page(copies, wanted(Sort::Path, MOST_ALSO), self.places());
        let also_more = found.saturating_sub(copies.hits.len());
        let copies: Vec<DocAddress> = copies.hits.into_iter().map(|(copy, _)| copy.address).collect();
        let [roles, sections, _, corpora] = selection.values;
        let written = words.into_iter().map(|word| word.written).collect();
        Ok(SimilarSections {
            version: JSON_VERSION,
            query: SimilarEcho {
                id: section.id,
                breadcrumb: section.breadcrumb,
                roles,
                sections,
                corpora,
                words: written,
            },
            total,
            hits,
            also: self.also_ids(&copies)?,
            also_more,
            took_ms: (started.elapsed().as_secs_f64() * 100_000.0).round() / 100.0,
        })
    }

    /// The sections that are like the one at `own` and pass the filters, and apart from them those with its very text.
    fn alike(
        &self,
        own: DocAddress,
        words: &[TellingWord],
        selection: &Selection,
        average: f32,
    ) -> Result<(Vec<Ranked>, Vec<Ranked>)> {
        let own_passage = self.columns[own.segment_ord as usize].passages().map_err(unreadable)?.get(own.doc_id);
        let (mut hits, mut copies) = (Vec::new(), Vec::new());
        for ((segment, reader), columns) in (0..).zip(self.searcher.segment_readers()).zip(&self.columns) {
            let filter = self.filter(selection, segment as usize)?;
            let passages = columns.passages().map_err(unreadable)?;
            let sections = columns.sections().map_err(unreadable)?;
            for (doc, share) in (0..).zip(shares(words, reader, &sections, average)?) {
                let address = DocAddress::new(segment, doc);
                if share == 0.0 || reader.is_deleted(doc) || address == own || filter.judge(doc) != Verdict::Passes {
                    continue;
                }
                let passage = passages.get(doc);
                let score = substance(sections.of(doc).kind()) * share;
                let ranked = Ranked { address, score };
                if passage != 0 && passage == own_passage {
                    copies.push(ranked);
                } else if score >= LEAST {
                    hits.push(ranked);
                }
            }
        }
        Ok((hits, copies))
    }

    fn similar_hit(
        &self,
        rank: u64,
        ranked: &Ranked,
        also: &[DocAddress],
        words: &[TellingWord],
    ) -> Result<SimilarHit> {
        let DocAddress { segment_ord, doc_id } = ranked.address;
        let reader = self.searcher.segment_reader(segment_ord);
        let mut shared = Vec::new();
        for word in words {
            let mut postings = postings(word, reader, IndexRecordOption::Basic).map_err(unreadable)?;
            if postings.holds(doc_id) {
                shared.push(word.written.clone());
            }
        }
        let section = self.stored(ranked.address)?;
        Ok(SimilarHit {
            rank,
            score: ranked.score,
            path: self.record.shown_path(&section.key),
            corpus: self.record.corpus(&section.key).to_owned(),
            id: section.id,
            guide: section.guide,
            title: section.title,
            breadcrumb: section.breadcrumb,
            roles: section.roles.into_iter().collect(),
            section: section.section,
            tags: section.tags,
            lines: section.lines,
            unit: section.unit,
            words: shared,
            also: self.also_ids(also)?,
            also_more: also.len().saturating_sub(MOST_ALSO),
        })
    }
}

/// For each document of a segment, how much of the words' weight it has: from 0 to 1.
fn shares(words: &[TellingWord], reader: &SegmentReader, sections: &Sections, average: f32) -> Result<Vec<f32>> {
    let whole = words.iter().map(TellingWord::weight).sum::<f32>().max(f32::MIN_POSITIVE);
    let mut shares = vec![0.0; reader.max_doc() as usize];
    for word in words {
        let mut postings = postings(word, reader, IndexRecordOption::WithFreqs).map_err(unreadable)?;
        while postings.doc() != TERMINATED {
            let doc: DocId = postings.doc();
            let length = sections.of(doc).words() as f32 / average;
            let repeated = saturated(postings.frequency() as f32, length);
            if let Some(share) = shares.get_mut(doc as usize) {
                *share += word.idf * repeated.min(word.repeated) / whole;
            }
            postings.advance();
        }
    }
    Ok(shares)
}

fn postings(word: &TellingWord, reader: &SegmentReader, option: IndexRecordOption) -> tantivy::Result<WordPostings> {
    WordPostings::open(reader, std::slice::from_ref(&word.term), option)
}
