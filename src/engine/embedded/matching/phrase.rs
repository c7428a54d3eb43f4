//! Words in a row.

use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, Searcher, TERMINATED};

use super::matcher::Matcher;
use super::postings::WordPostings;
use super::scorer::WordMatcher;
use crate::engine::embedded::ranking::weights::PHRASE;
use crate::results::Part;

/// A word of a phrase.
pub(in crate::engine) struct PhraseWord {
    pub postings: WordPostings,
    /// Its place in the phrase, from 0, stop words counted.
    pub place: u32,
}

/// Sections that hold words in order, with up to `slop` other positions between them in all; worth their words and
/// something more.
pub(in crate::engine) struct Phrase {
    words: Vec<PhraseWord>,
    /// Places in `words`, the rarest first.
    order: Vec<usize>,
    slop: u32,
    /// What the words are worth by themselves; stop words are not among them.
    scored: Vec<WordMatcher>,
    doc: DocId,
    /// The phrase as typed, for explanations.
    text: String,
    /// Positions of each word in the current section.
    positions: Vec<Vec<u32>>,
}

impl Phrase {
    pub(in crate::engine) fn new(words: Vec<PhraseWord>, slop: u32, scored: Vec<WordMatcher>, text: String) -> Self {
        let positions = vec![Vec::new(); words.len()];
        let mut order: Vec<usize> = (0..words.len()).collect();
        order.sort_by_key(|at| words[*at].postings.size());
        let mut phrase = Phrase { words, order, slop, scored, doc: 0, text, positions };
        phrase.settle(0);
        phrase
    }

    /// Finds the first section at or after `target` that holds the phrase.
    fn settle(&mut self, mut target: DocId) -> DocId {
        loop {
            target = self.common(target);
            if target == TERMINATED || self.in_a_row() {
                self.doc = target;
                return target;
            }
            target += 1;
        }
    }

    /// The first section at or after `target` that has all the words.
    fn common(&mut self, mut target: DocId) -> DocId {
        'next: while target != TERMINATED {
            // The rarest word leads: the others are only looked at where it is.
            for at in &self.order {
                let doc = self.words[*at].postings.seek(target);
                if doc != target {
                    target = doc;
                    continue 'next;
                }
            }
            return target;
        }
        TERMINATED
    }

    /// Whether the words of the current section stand in a row. For each start the next word is taken where it comes
    /// first, which makes the row as short as it can be.
    fn in_a_row(&mut self) -> bool {
        for (word, positions) in self.words.iter_mut().zip(&mut self.positions) {
            word.postings.positions(positions);
        }
        let Some((first, others)) = self.positions.split_first() else { return false };
        let expected = self.words.last().map_or(0, |word| word.place) - self.words.first().map_or(0, |word| word.place);
        first.iter().any(|start| {
            let mut last = *start;
            for (n, positions) in others.iter().enumerate() {
                let gap = self.words[n + 1].place - self.words[n].place;
                // Two names of one place in the text, such as `c` and `c++`, stand on the same position.
                let from = last + gap;
                let Some(next) = positions.get(positions.partition_point(|position| *position < from)) else {
                    return false;
                };
                last = *next;
            }
            last - start <= expected + self.slop
        })
    }
}

impl Matcher for Phrase {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target { self.doc } else { self.settle(target) }
    }

    fn score(&mut self) -> f32 {
        let doc = self.doc;
        let mut score = 0.0;
        for word in &mut self.scored {
            if word.seek(doc) == doc {
                score += word.score() + PHRASE * word.weight();
            }
        }
        score
    }

    fn explain(&mut self, parts: &mut Vec<Part>) {
        let doc = self.doc;
        let mut together = 0.0;
        for word in &mut self.scored {
            if word.seek(doc) == doc {
                word.explain(parts);
                together += PHRASE * word.weight();
            }
        }
        parts.push(Part { what: format!("“{}” in a row", self.text), worth: together });
    }

    fn size(&self) -> u32 {
        self.words.iter().map(|word| word.postings.size()).min().unwrap_or(0)
    }
}

/// In how many live sections the words, each any of several terms, stand in a row; counts no further than `most`.
pub(in crate::engine) fn count(searcher: &Searcher, words: &[Vec<Term>], most: u64) -> tantivy::Result<u64> {
    let mut found = 0;
    for reader in searcher.segment_readers() {
        let mut places = Vec::with_capacity(words.len());
        for (place, terms) in words.iter().enumerate() {
            let postings = WordPostings::open(reader, terms, IndexRecordOption::WithFreqsAndPositions)?;
            places.push(PhraseWord { postings, place: place as u32 });
        }
        let mut phrase = Phrase::new(places, 0, Vec::new(), String::new());
        while phrase.doc() != TERMINATED && found < most {
            found += u64::from(!reader.is_deleted(phrase.doc()));
            phrase.advance();
        }
    }
    Ok(found)
}
