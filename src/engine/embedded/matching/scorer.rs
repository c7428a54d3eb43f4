//! Walks the postings of one segment for a [`Node`], scoring as it goes.
//!
//! A word is worth (after Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, with a bonus for
//! headings instead of per-field lengths)
//!
//! ```text
//! idf · [ (k1 + 1)·tf / (tf + k1·(1 − b + b·dl/avdl)) + H·(in the heading) + C·(in a heading above) ]
//! ```
//!
//! where tf counts the word in heading and body, and dl is the length of both without stop words, at least a share of
//! avdl. A section that has the word only in a heading above is worth the last part alone.

use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::matcher::{AllOf, AnyOf, Everything, Listed, Matcher, Nothing, Without};
use super::phrase::{Phrase, PhraseWord};
use super::postings::WordPostings;
use crate::engine::embedded::meaning::plan::{Node, PhrasePart, WordNode};
use crate::engine::embedded::ranking::weights::{IN_CRUMBS, IN_HEADING, SHORTEST, saturated};
use crate::engine::embedded::store::columns::{Columns, Sections};
use crate::query::Ranking;
use crate::results::Part;

/// A segment and what is needed to score in it.
pub(in crate::engine) struct Segment<'a> {
    pub reader: &'a SegmentReader,
    sections: Sections,
    /// Average length of a section in words, over the whole index.
    average: f32,
    ranking: Ranking,
    /// Whether anybody asks for scores.
    scores: bool,
}

impl<'a> Segment<'a> {
    pub(in crate::engine) fn new(
        reader: &'a SegmentReader,
        columns: &Columns,
        average: f32,
        ranking: Ranking,
    ) -> tantivy::Result<Self> {
        Ok(Segment { reader, sections: columns.sections()?, average, ranking, scores: true })
    }

    /// The same for those who only want to know what matches, and never ask for a score.
    pub(in crate::engine) fn unscored(self) -> Self {
        Segment { scores: false, ..self }
    }

    /// The sections that match a node, deleted ones included, with their scores.
    pub(in crate::engine) fn matcher(&self, node: &Node) -> tantivy::Result<Box<dyn Matcher>> {
        Ok(match node {
            // To know where any of some words stands their postings are walked once, one word after the other.
            Node::Any(nodes) | Node::Best(nodes) if !self.scores && nodes.iter().all(Node::is_word) => {
                let mut docs = Vec::new();
                for word in nodes.iter().filter_map(Node::as_word) {
                    docs = merged(docs, self.docs_of(&word.terms)?);
                }
                Box::new(Listed::new(docs, 0.0, String::new()))
            }
            Node::Everything => Box::new(Everything::new(self.reader.max_doc())),
            Node::Word(word) => Box::new(self.word(word)?),
            Node::Phrase { words, slop, text } => Box::new(self.phrase(words, *slop, text)?),
            Node::AnyOf { terms, weight, text } => {
                Box::new(Listed::new(self.docs_of(terms)?, *weight, format!("“{text}” begins a word")))
            }
            Node::Value(term) => Box::new(Listed::new(self.docs_of(std::slice::from_ref(term))?, 0.0, String::new())),
            Node::All(nodes) if nodes.is_empty() => Box::new(Nothing),
            Node::All(nodes) => Box::new(AllOf::new(self.matchers(nodes)?)),
            Node::Any(nodes) => Box::new(AnyOf::sum(self.matchers(nodes)?)),
            Node::Best(nodes) => Box::new(AnyOf::best(self.matchers(nodes)?)),
            Node::Without(node, excluded) => Box::new(Without::new(self.matcher(node)?, self.matchers(excluded)?)),
        })
    }

    pub(in crate::engine) fn matchers(&self, nodes: &[Node]) -> tantivy::Result<Vec<Box<dyn Matcher>>> {
        nodes.iter().map(|node| self.matcher(node)).collect()
    }

    fn word(&self, word: &WordNode) -> tantivy::Result<WordMatcher> {
        let open = |terms: &[Term], option| WordPostings::open(self.reader, terms, option);
        let frequencies = if self.scores { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let headings = if self.ranking.headings && self.scores {
            (&word.heading[..], &word.crumbs[..])
        } else {
            (&[][..], &[][..])
        };
        Ok(WordMatcher {
            postings: open(&word.terms, frequencies)?,
            heading: open(headings.0, IndexRecordOption::Basic)?,
            crumbs: open(headings.1, IndexRecordOption::WithFreqs)?,
            with_crumbs: word.terms.first().map(Term::field) != word.heading.first().map(Term::field),
            sections: self.sections.clone(),
            average: self.average,
            weight: word.weight,
            text: word.text.clone(),
        })
    }

    fn phrase(&self, words: &[PhrasePart], slop: u32, text: &str) -> tantivy::Result<Phrase> {
        let mut places = Vec::with_capacity(words.len());
        let mut scored = Vec::new();
        for PhrasePart { place, word } in words {
            let postings = WordPostings::open(self.reader, &word.terms, IndexRecordOption::WithFreqsAndPositions)?;
            places.push(PhraseWord { postings, place: *place });
            if word.weight > 0.0 && self.scores {
                scored.push(self.word(word)?);
            }
        }
        Ok(Phrase::new(places, slop, scored, text.to_owned()))
    }

    /// The sections that have any of the terms, in order.
    fn docs_of(&self, terms: &[Term]) -> tantivy::Result<Vec<DocId>> {
        let mut docs = Vec::new();
        for term in terms {
            let one = std::slice::from_ref(term);
            let mut postings = WordPostings::open(self.reader, one, IndexRecordOption::Basic)?;
            docs.reserve(postings.size() as usize);
            while postings.doc() != TERMINATED {
                docs.push(postings.doc());
                postings.advance();
            }
        }
        if terms.len() > 1 {
            docs.sort_unstable();
            docs.dedup();
        }
        Ok(docs)
    }
}

/// The sections of two lists, in order and none twice.
fn merged(a: Vec<DocId>, b: Vec<DocId>) -> Vec<DocId> {
    if a.is_empty() || b.is_empty() {
        return if a.is_empty() { b } else { a };
    }
    let mut merged = Vec::with_capacity(a.len() + b.len());
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    while let (Some(first), Some(second)) = (left.peek(), right.peek()) {
        let (one, other) = (**first, **second);
        merged.push(one.min(other));
        if one <= other {
            left.next();
        }
        if other <= one {
            right.next();
        }
    }
    merged.extend(left);
    merged.extend(right);
    merged
}

/// One word.
pub(in crate::engine) struct WordMatcher {
    postings: WordPostings,
    heading: WordPostings,
    crumbs: WordPostings,
    /// Whether the postings count headings above, as those of whole texts do.
    with_crumbs: bool,
    sections: Sections,
    average: f32,
    weight: f32,
    text: String,
}

impl WordMatcher {
    /// What the word tells: its idf times how often the query repeats it.
    pub(in crate::engine) fn weight(&self) -> f32 {
        self.weight
    }

    /// How often the section itself has the word, headings above left out where they are counted in.
    fn frequency(&mut self) -> u32 {
        let above =
            if self.with_crumbs && self.crumbs.holds(self.postings.doc()) { self.crumbs.frequency() } else { 0 };
        self.postings.frequency().saturating_sub(above)
    }

    /// Against the average; a few words more or less make no difference to a text of a few words.
    fn relative_length(&self) -> f32 {
        (self.length() as f32 / self.average).max(SHORTEST)
    }

    fn length(&self) -> u64 {
        self.sections.of(self.postings.doc()).words()
    }
}

impl Matcher for WordMatcher {
    fn doc(&self) -> DocId {
        self.postings.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.postings.seek(target)
    }

    fn advance(&mut self) -> DocId {
        self.postings.advance()
    }

    fn score(&mut self) -> f32 {
        let doc = self.postings.doc();
        let mut worth = saturated(self.frequency() as f32, self.relative_length());
        if self.heading.holds(doc) {
            worth += IN_HEADING;
        }
        if self.crumbs.holds(doc) {
            worth += IN_CRUMBS;
        }
        self.weight * worth
    }

    fn explain(&mut self, parts: &mut Vec<Part>) {
        let doc = self.postings.doc();
        let (times, length) = (self.frequency(), self.length());
        let worth = self.weight * saturated(times as f32, self.relative_length());
        let times = if times == 1 { "once".to_owned() } else { format!("{times} times") };
        let what = format!("“{}” {times} in {length} words, worth {:.2} by its rarity", self.text, self.weight);
        parts.push(Part { what, worth });
        if self.heading.holds(doc) {
            parts.push(Part { what: format!("“{}” in the heading", self.text), worth: self.weight * IN_HEADING });
        }
        if self.crumbs.holds(doc) {
            let what = format!("“{}” in a heading above", self.text);
            parts.push(Part { what, worth: self.weight * IN_CRUMBS });
        }
    }

    fn size(&self) -> u32 {
        self.postings.size()
    }
}

#[cfg(test)]
mod tests {
    use super::merged;

    #[test]
    fn lists_become_one() {
        assert_eq!(merged(vec![1, 3, 5], vec![2, 3, 9]), [1, 2, 3, 5, 9]);
        assert_eq!(merged(vec![], vec![4]), [4]);
        assert_eq!(merged(vec![4], vec![]), [4]);
    }
}
