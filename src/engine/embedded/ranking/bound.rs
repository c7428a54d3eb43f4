//! The most that a section can be worth, told from its guide.
//!
//! A section has a word at most as often as its guide has, in a text that counts as [`SHORTEST`] at least, and perhaps in
//! its heading and in one above:
//!
//! ```text
//! words ≤ Σ w · [ saturated(times in the guide, shortest) + H + C ]
//! ```
//!
//! Guides are a tenth as many as sections, and what they say is read anyway. That sections which cannot be among the
//! best are not scored goes back to Turtle and Flood, "Query evaluation: strategies and optimizations" (1995).

use super::preference::MOST_PREFERRED;
use super::weights::{GUIDE, PHRASE, SECOND_BEST};
use crate::engine::embedded::meaning::plan::{BagWord, Node, Plan, WordNode};

/// What bounds the scores of one query.
pub(in crate::engine) struct Bound {
    /// What each word of [`Plan::bag`] weighs in the scores of sections.
    pub weights: Vec<f32>,
    /// What prefixes and phrases may be worth besides.
    own: f32,
    /// What facets the query names and words in a row may add to the whole.
    gain: f32,
}

/// Rounding aside.
const SLACK: f32 = 1.0001;

impl Bound {
    /// None where a word counts that whole guides are not judged by.
    pub(in crate::engine) fn of(plan: &Plan) -> Option<Bound> {
        let preferred = !plan.preferred.roles.is_empty() || !plan.preferred.sections.is_empty();
        let gain = if preferred { MOST_PREFERRED } else { 0.0 };
        let row = plan.in_a_row.as_ref().map_or(0.0, |(_, worth)| *worth);
        let mut bound = Bound { weights: vec![0.0; plan.bag.len()], own: 0.0, gain: gain + row };
        plan.wanted.iter().all(|wanted| bound.add(&wanted.node, &plan.bag)).then_some(bound)
    }

    fn add(&mut self, node: &Node, bag: &[BagWord]) -> bool {
        match node {
            Node::Everything | Node::Value(_) => true,
            Node::Word(word) => self.add_word(word, bag),
            Node::Phrase { words, .. } => {
                self.own += words.iter().map(|part| PHRASE * part.word.weight).sum::<f32>();
                words.iter().all(|part| self.add_word(&part.word, bag))
            }
            Node::AnyOf { weight, .. } => {
                self.own += *weight;
                true
            }
            Node::All(nodes) | Node::Any(nodes) | Node::Best(nodes) => nodes.iter().all(|node| self.add(node, bag)),
            Node::Without(node, _) => self.add(node, bag),
        }
    }

    fn add_word(&mut self, word: &WordNode, bag: &[BagWord]) -> bool {
        if word.weight == 0.0 {
            return true;
        }
        let known = bag.iter().position(|known| known.heading == word.heading);
        if let Some(at) = known {
            self.weights[at] += word.weight;
        }
        known.is_some()
    }

    /// The most that a section is worth in all, if its words are worth at most `words` and its guide `guide`.
    pub(in crate::engine) fn most(&self, words: f32, guide: f32) -> f32 {
        ((1.0 - GUIDE) * (1.0 + SECOND_BEST) * (words + self.own) + GUIDE * guide + self.gain) * SLACK
    }
}
