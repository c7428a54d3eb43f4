//! The synonyms of the vocabulary, found in a query.

use std::collections::HashMap;

use super::mention::Possible;
use crate::engine::analysis::Analyzer;
use crate::guide::Vocabulary;
use crate::query::Expr;

/// Synonyms by their first word.
#[derive(Debug, Default)]
pub(in crate::engine) struct Synonyms {
    by_first_word: HashMap<String, Vec<Rule>>,
}

#[derive(Debug)]
struct Rule {
    from: Vec<String>,
    to: String,
}

/// Synonyms that apply at one place of a query.
#[derive(Debug)]
pub(in crate::engine) struct Found {
    /// How many words of the query they are for.
    pub parts: usize,
    /// Those words, as typed.
    pub text: String,
    /// What else they mean.
    pub means: Vec<String>,
}

impl Synonyms {
    /// The synonyms that `text`, a query, may hold words of.
    pub(in crate::engine) fn new(vocabulary: &Vocabulary, text: &str, analyzer: &mut Analyzer) -> Self {
        let mut synonyms = Synonyms::default();
        let possible = Possible::new(text);
        let pairs = vocabulary.synonyms.iter().flat_map(|rule| rule.pairs());
        for (from, to) in pairs.filter(|(from, _)| possible.begins(from)) {
            let from = stems(from, analyzer);
            if let Some(first) = from.first() {
                synonyms.by_first_word.entry(first.clone()).or_default().push(Rule { from, to: to.to_owned() });
            }
        }
        synonyms
    }

    /// What the words at the start of `parts` also mean: the longest rule that fits, all rules of that length.
    pub(in crate::engine) fn at(&self, parts: &[Expr], analyzer: &mut Analyzer) -> Option<Found> {
        let Some(Expr::Word(_)) = parts.first() else { return None };
        if self.by_first_word.is_empty() {
            return None;
        }
        let mut typed: Vec<String> = Vec::new();
        let mut ends = Vec::new();
        for part in parts.iter().take(LONGEST_RULE) {
            let Expr::Word(word) = part else { break };
            typed.extend(stems(word, analyzer));
            ends.push(typed.len());
        }
        let rules: Vec<&Rule> = self
            .by_first_word
            .get(typed.first()?)?
            .iter()
            .filter(|rule| typed.starts_with(&rule.from) && ends.contains(&rule.from.len()))
            .collect();
        let longest = rules.iter().map(|rule| rule.from.len()).max()?;
        let taken = ends.iter().position(|end| *end == longest)? + 1;
        let mut means: Vec<String> = Vec::new();
        for rule in rules.iter().filter(|rule| rule.from.len() == longest) {
            if !means.contains(&rule.to) {
                means.push(rule.to.clone());
            }
        }
        let text = parts[..taken].iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        Some(Found { parts: taken, text, means })
    }
}

/// Most words of a query that one rule is looked for in.
const LONGEST_RULE: usize = 6;

/// Rules are compared by stems, so that one for "salary" holds for "salaries".
fn stems(text: &str, analyzer: &mut Analyzer) -> Vec<String> {
    analyzer.query_words(text).into_iter().map(|mut word| word.terms.swap_remove(0)).collect()
}
