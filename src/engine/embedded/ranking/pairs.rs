//! Words of the query that stand near each other in a section as they do in the query.
//!
//! Each word of a pair, whose latest partner is d ≤ 8 positions back, adds 1/d² to p; the pair is then worth
//!
//! ```text
//! P · times in the query · mean idf of the two · 2.5·p / (p + 1.5·(0.25 + 0.75·dl/avdl))
//! ```
//!
//! after the proximity scoring of Büttcher, Clarke and Lushman, "Term Proximity Scoring for Ad-Hoc Retrieval on Very
//! Large Text Collections", 2006, with pairs of neighbouring words only.

use tantivy::DocId;
use tantivy::SegmentReader;
use tantivy::schema::IndexRecordOption;

use super::weights::{NEAR, PAIRS, saturated_rare};
use crate::engine::embedded::matching::postings::WordPostings;
use crate::engine::embedded::meaning::plan::{BagWord, Pair};
use crate::results::Part;

/// The pairs of a query in one segment.
pub(in crate::engine) struct PairScorer<'a> {
    bag: &'a [BagWord],
    pairs: &'a [Pair],
    /// The postings of every word of the bag that is in a pair.
    postings: Vec<Option<WordPostings>>,
    /// Positions in the section at hand, for each of those; empty where the word is not in it.
    positions: Vec<Vec<u32>>,
}

impl<'a> PairScorer<'a> {
    pub(in crate::engine) fn new(
        bag: &'a [BagWord],
        pairs: &'a [Pair],
        reader: &SegmentReader,
    ) -> tantivy::Result<Self> {
        let mut postings = Vec::with_capacity(bag.len());
        for (n, word) in bag.iter().enumerate() {
            let used = pairs.iter().any(|pair| pair.words.0 == n || pair.words.1 == n);
            postings.push(if used {
                Some(WordPostings::open(reader, &word.text, IndexRecordOption::WithFreqsAndPositions)?)
            } else {
                None
            });
        }
        Ok(PairScorer { bag, pairs, postings, positions: vec![Vec::new(); bag.len()] })
    }

    /// What the pairs are worth in a section of relative length `length`. Sections are asked for in order.
    pub(in crate::engine) fn score(&mut self, doc: DocId, length: f32) -> f32 {
        self.read(doc);
        self.pairs.iter().map(|pair| self.worth(pair, length)).sum()
    }

    /// The parts of that.
    pub(in crate::engine) fn explain(&mut self, doc: DocId, length: f32, parts: &mut Vec<Part>) {
        self.read(doc);
        for pair in self.pairs {
            let worth = self.worth(pair, length);
            if worth > 0.0 {
                let (a, b) = (&self.bag[pair.words.0].typed, &self.bag[pair.words.1].typed);
                parts.push(Part { what: format!("“{a}” and “{b}” near each other"), worth });
            }
        }
    }

    fn read(&mut self, doc: DocId) {
        for (postings, positions) in self.postings.iter_mut().zip(&mut self.positions) {
            positions.clear();
            if let Some(postings) = postings
                && postings.holds(doc)
            {
                postings.positions(positions);
            }
        }
    }

    fn worth(&self, pair: &Pair, length: f32) -> f32 {
        let (a, b) = pair.words;
        let nearness = nearness(&self.positions[a], &self.positions[b]);
        if nearness == 0.0 {
            return 0.0;
        }
        let idf = (self.bag[a].section_idf + self.bag[b].section_idf) / 2.0;
        PAIRS * pair.times * idf * saturated_rare(nearness, length)
    }
}

/// The sum of 1/d² over every word whose latest partner is d ≤ [`NEAR`] positions back.
fn nearness(a: &[u32], b: &[u32]) -> f32 {
    let (mut at, mut other) = (0, 0);
    // The latest position of either, if any.
    let mut latest: [Option<u32>; 2] = [None, None];
    let mut sum = 0.0;
    while at < a.len() || other < b.len() {
        let first = other >= b.len() || at < a.len() && a[at] <= b[other];
        let position = if first { a[at] } else { b[other] };
        let (own, partner) = if first { (0, 1) } else { (1, 0) };
        if let Some(back) = latest[partner].map(|partner| position - partner).filter(|back| (1..=NEAR).contains(back)) {
            sum += 1.0 / (back * back) as f32;
        }
        latest[own] = Some(position);
        if first {
            at += 1;
        } else {
            other += 1;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::nearness;

    #[test]
    fn nearness_falls_with_the_square_of_the_distance() {
        assert_eq!(nearness(&[1], &[2]), 1.0);
        assert_eq!(nearness(&[3], &[1]), 0.25);
        assert_eq!(nearness(&[1], &[10]), 0.0);
        assert_eq!(nearness(&[], &[1, 2]), 0.0);
        // b at 2 looks back at a at 1; a at 4 looks back at b at 2; b at 5 looks back at a at 4.
        assert_eq!(nearness(&[1, 4], &[2, 5]), 1.0 + 0.25 + 1.0);
        // Two names of one place are no pair.
        assert_eq!(nearness(&[7], &[7]), 0.0);
    }
}
