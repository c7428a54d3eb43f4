//! The words of a query without its structure: what whole guides are judged by, and which words stand near each other.

use tantivy::schema::Term;

use super::compile::Context;
use super::plan::{BagWord, Pair};
use super::word_terms::terms_of;
use crate::engine::analysis::{Analyzer, QueryWord};
use crate::error::Result;
use crate::query::Expr;

/// Words of the query this many positions apart are still near each other.
const REACH: usize = 3;

/// Gathers words.
pub(in crate::engine) struct Words<'a> {
    pub context: &'a Context<'a>,
    pub analyzer: &'a mut Analyzer,
    pub only_stop_words: bool,
    /// A word that the query repeats weighs as often.
    pub repeats: bool,
}

/// A word at its place in the query, or something that no pair reaches across.
enum Place {
    Word(usize),
    Passed,
    Break,
}

impl Words<'_> {
    /// The wanted words of a query, each once, and the pairs of them.
    pub(in crate::engine) fn collect(mut self, expr: &Expr) -> Result<(Vec<BagWord>, Vec<Pair>)> {
        let mut bag = Vec::new();
        let mut places = Vec::new();
        self.walk(expr, &mut bag, &mut places)?;
        Ok((bag, pairs(&places)))
    }

    fn walk(&mut self, expr: &Expr, bag: &mut Vec<BagWord>, places: &mut Vec<Place>) -> Result<()> {
        match expr {
            Expr::Word(text) | Expr::Phrase { text, .. } => {
                for word in self.analyzer.query_words(text) {
                    if word.stop && !self.only_stop_words {
                        places.push(Place::Passed);
                    } else {
                        places.push(Place::Word(self.add(&word, text, bag)?));
                    }
                }
                if text.ends_with(['.', ';', ':', '!', '?', ',', '(', ')']) {
                    places.push(Place::Break);
                }
            }
            Expr::And(parts) => {
                for part in parts {
                    self.walk(part, bag, places)?;
                }
            }
            Expr::Or(parts) => {
                for part in parts {
                    places.push(Place::Break);
                    self.walk(part, bag, places)?;
                }
                places.push(Place::Break);
            }
            Expr::Title(inner) => {
                places.push(Place::Break);
                self.walk(inner, bag, places)?;
                places.push(Place::Break);
            }
            Expr::All | Expr::Prefix(_) | Expr::Is(..) | Expr::Not(_) => places.push(Place::Break),
        }
        Ok(())
    }

    /// Adds a word; gives its place in the bag.
    fn add(&mut self, word: &QueryWord, text: &str, bag: &mut Vec<BagWord>) -> Result<usize> {
        let fields = self.context.fields;
        let terms = |field| terms_of(word, field);
        let whole = terms(fields.whole);
        let statistics = &self.context.statistics;
        if let Some(at) = bag.iter().position(|known: &BagWord| known.whole == whole) {
            if self.repeats {
                bag[at].weight += statistics.guide_idf(statistics.live(&whole)?);
            }
            return Ok(at);
        }
        let (text_terms, heading) = (terms(fields.text), terms(fields.heading));
        bag.push(BagWord {
            weight: statistics.guide_idf(statistics.live(&whole)?),
            section_idf: statistics.section_idf(statistics.live(&text_terms)?),
            whole,
            heading,
            text: text_terms,
            form: Term::from_field_text(fields.forms, &word.form),
            typed: text.get(word.start..word.end).unwrap_or(&word.form).to_owned(),
        });
        Ok(bag.len() - 1)
    }
}

/// Words that follow one another, stop words between them passed over.
fn pairs(places: &[Place]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    for (at, place) in places.iter().enumerate() {
        match place {
            Place::Passed => {}
            Place::Break => last = None,
            Place::Word(word) => {
                if let Some((before, from)) = last
                    && before != *word
                    && at - from <= REACH
                {
                    let words = (before, *word);
                    match pairs.iter_mut().find(|pair| pair.words == words) {
                        Some(pair) => pair.times += 1.0,
                        None => pairs.push(Pair { words, times: 1.0 }),
                    }
                }
                last = Some((*word, at));
            }
        }
    }
    pairs
}
