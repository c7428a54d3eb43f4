//! Walks the postings of one segment for a [`Node`], scoring as it goes.
//!
//! A word is worth (after Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, with a bonus for
//! headings instead of per-field lengths)
//!
//! ```text
//! idf · [ (k1 + 1)·tf / (tf + k1·(1 − b + b·dl/avdl)) + H·(in the heading) + C·(in a heading above) ]
//! ```
//!
//! where tf counts the word in heading, breadcrumb and body, and dl is the length of all three without stop words.

use tantivy::columnar::Column;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{AllQuery, ConstScorer, EmptyScorer, EnableScoring, Exclude, PhraseQuery, Query, Scorer};
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::plan::{Node, WordNode};

const K1: f32 = 1.2;
const B: f32 = 0.7;
/// What a word in the section's own heading is worth, in units of its idf.
const IN_HEADING: f32 = 0.3;
/// What a word in a heading above is worth.
const IN_CRUMBS: f32 = 0.15;
/// What a phrase is worth on top of its words.
const PHRASE_BONUS: f32 = 0.4;

/// A segment and what is needed to score in it.
pub(super) struct Segment<'a> {
    reader: &'a SegmentReader,
    words: Column<u64>,
    /// Average length of a section in words, over the whole index.
    average: f32,
}

impl<'a> Segment<'a> {
    pub(super) fn new(reader: &'a SegmentReader, average: f32) -> tantivy::Result<Self> {
        Ok(Segment { reader, words: reader.fast_fields().u64("words")?, average })
    }

    /// The sections that match a node, deleted ones included, with their scores.
    pub(super) fn scorer(&self, node: &Node) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match node {
            Node::Everything => {
                let weight = AllQuery.weight(EnableScoring::disabled_from_schema(self.reader.schema()))?;
                Box::new(ConstScorer::new(weight.scorer(self.reader, 1.0)?, 0.0))
            }
            Node::Word(word) => self.word(word)?,
            Node::Phrase { words, slop } => self.phrase(words, *slop)?,
            Node::AnyOf { terms, weight } => {
                let docs = self.docs_of(terms)?;
                Box::new(ConstScorer::new(SortedDocs { docs, at: 0 }, *weight))
            }
            Node::Value(term) => match self.postings(term, IndexRecordOption::Basic)? {
                Some(postings) => Box::new(ConstScorer::new(postings, 0.0)),
                None => Box::new(EmptyScorer),
            },
            Node::All(nodes) => tantivy::query::intersect_scorers(self.scorers(nodes)?, self.reader.max_doc()),
            Node::Any(nodes) => Box::new(Union::sum(self.scorers(nodes)?)),
            Node::Best(nodes) => Box::new(Union::best(self.scorers(nodes)?)),
            Node::Without(node, excluded) => Box::new(Exclude::new(self.scorer(node)?, self.scorers(excluded)?)),
        })
    }

    pub(super) fn scorers(&self, nodes: &[Node]) -> tantivy::Result<Vec<Box<dyn Scorer>>> {
        nodes.iter().map(|node| self.scorer(node)).collect()
    }

    fn postings(&self, term: &Term, option: IndexRecordOption) -> tantivy::Result<Option<SegmentPostings>> {
        Ok(self.reader.inverted_index(term.field())?.read_postings(term, option)?)
    }

    fn word(&self, word: &WordNode) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.word_scorer(word)? {
            Some(scorer) => Box::new(scorer),
            None => Box::new(EmptyScorer),
        })
    }

    fn word_scorer(&self, word: &WordNode) -> tantivy::Result<Option<WordScorer>> {
        let Some(postings) = self.postings(&word.term, IndexRecordOption::WithFreqs)? else { return Ok(None) };
        Ok(Some(WordScorer {
            postings,
            heading: self.postings(&word.heading, IndexRecordOption::Basic)?,
            crumbs: self.postings(&word.crumbs, IndexRecordOption::Basic)?,
            words: self.words.clone(),
            average: self.average,
            weight: word.weight,
        }))
    }

    fn phrase(&self, words: &[(usize, WordNode)], slop: u32) -> tantivy::Result<Box<dyn Scorer>> {
        let terms = words.iter().map(|(position, word)| (*position, word.term.clone())).collect();
        let query = PhraseQuery::new_with_offset_and_slop(terms, slop);
        let weight = query.weight(EnableScoring::disabled_from_schema(self.reader.schema()))?;
        let docs = weight.scorer(self.reader, 1.0)?;
        let mut scored = Vec::new();
        for (_, word) in words.iter().filter(|(_, word)| word.weight > 0.0) {
            scored.extend(self.word_scorer(word)?);
        }
        Ok(Box::new(PhraseScorer { docs, words: scored }))
    }

    /// The documents that have any of the terms, in order.
    fn docs_of(&self, terms: &[Term]) -> tantivy::Result<Vec<DocId>> {
        let mut docs = Vec::new();
        for term in terms {
            if let Some(mut postings) = self.postings(term, IndexRecordOption::Basic)? {
                while postings.doc() != TERMINATED {
                    docs.push(postings.doc());
                    postings.advance();
                }
            }
        }
        docs.sort_unstable();
        docs.dedup();
        Ok(docs)
    }
}

/// One word.
struct WordScorer {
    postings: SegmentPostings,
    heading: Option<SegmentPostings>,
    crumbs: Option<SegmentPostings>,
    words: Column<u64>,
    average: f32,
    weight: f32,
}

fn holds(postings: &mut Option<SegmentPostings>, doc: DocId) -> bool {
    postings.as_mut().is_some_and(|postings| postings.doc() <= doc && postings.seek(doc) == doc)
}

impl WordScorer {
    fn score_here(&mut self) -> Score {
        let doc = self.postings.doc();
        let tf = self.postings.term_freq() as f32;
        let length = self.words.first(doc).unwrap_or(0) as f32 / self.average;
        let mut worth = (K1 + 1.0) * tf / (tf + K1 * (1.0 - B + B * length));
        if holds(&mut self.heading, doc) {
            worth += IN_HEADING;
        }
        if holds(&mut self.crumbs, doc) {
            worth += IN_CRUMBS;
        }
        self.weight * worth
    }
}

impl DocSet for WordScorer {
    fn advance(&mut self) -> DocId {
        self.postings.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.postings.doc() >= target { self.postings.doc() } else { self.postings.seek(target) }
    }

    fn doc(&self) -> DocId {
        self.postings.doc()
    }

    fn size_hint(&self) -> u32 {
        self.postings.size_hint()
    }
}

impl Scorer for WordScorer {
    fn score(&mut self) -> Score {
        self.score_here()
    }
}

/// Words in a row: found by Tantivy, worth their words and something more.
struct PhraseScorer {
    docs: Box<dyn Scorer>,
    words: Vec<WordScorer>,
}

impl DocSet for PhraseScorer {
    fn advance(&mut self) -> DocId {
        self.docs.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.docs.doc() >= target { self.docs.doc() } else { self.docs.seek(target) }
    }

    fn doc(&self) -> DocId {
        self.docs.doc()
    }

    fn size_hint(&self) -> u32 {
        self.docs.size_hint()
    }
}

impl Scorer for PhraseScorer {
    fn score(&mut self) -> Score {
        let doc = self.docs.doc();
        let mut score = 0.0;
        for word in &mut self.words {
            if word.seek(doc) == doc {
                score += word.score_here() + PHRASE_BONUS * word.weight;
            }
        }
        score
    }
}

/// Documents that are in any of several sets.
pub(super) struct Union {
    parts: Vec<Box<dyn Scorer>>,
    doc: DocId,
    /// How the scores of parts that share a document combine.
    combine: fn(Score, Score) -> Score,
}

impl Union {
    /// Scores of parts that share a document add up.
    pub(super) fn sum(parts: Vec<Box<dyn Scorer>>) -> Self {
        Union::new(parts, |sum, score| sum + score)
    }

    /// Of parts that share a document, the best score counts.
    pub(super) fn best(parts: Vec<Box<dyn Scorer>>) -> Self {
        Union::new(parts, f32::max)
    }

    fn new(parts: Vec<Box<dyn Scorer>>, combine: fn(Score, Score) -> Score) -> Self {
        let doc = parts.iter().map(|part| part.doc()).min().unwrap_or(TERMINATED);
        Union { parts, doc, combine }
    }
}

impl DocSet for Union {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.seek(self.doc + 1)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let mut next = TERMINATED;
        for part in &mut self.parts {
            let doc = if part.doc() < target { part.seek(target) } else { part.doc() };
            next = next.min(doc);
        }
        self.doc = next;
        next
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.parts.iter().map(|part| part.size_hint()).max().unwrap_or(0)
    }
}

impl Scorer for Union {
    fn score(&mut self) -> Score {
        let (doc, combine) = (self.doc, self.combine);
        self.parts.iter_mut().filter(|part| part.doc() == doc).map(|part| part.score()).fold(0.0, combine)
    }
}

/// A list of documents, in order.
struct SortedDocs {
    docs: Vec<DocId>,
    at: usize,
}

impl DocSet for SortedDocs {
    fn advance(&mut self) -> DocId {
        self.at = (self.at + 1).min(self.docs.len());
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.at += self.docs[self.at..].partition_point(|doc| *doc < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.docs.len() as u32
    }
}
