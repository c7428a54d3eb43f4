//! Words that are written as one, taken apart: compounds, and sentences of scripts without spaces.

use super::compile::{Compiler, Weighed};
use super::plan::{Node, PhrasePart};
use super::word_terms::terms_of_each;
use crate::engine::analysis::{QueryWord, is_by_character};
use crate::engine::embedded::matching::phrase;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;

impl Compiler<'_> {
    /// Whether a word is a stretch of a script without spaces that no guide has as it stands: a sentence, of which the
    /// guides may have some words.
    pub(super) fn is_a_sentence(&mut self, text: &str) -> Result<bool> {
        let words = self.analyzer.query_words(text);
        if words.len() < 3 || !words.iter().any(|word| is_by_character(&word.form)) {
            return Ok(false);
        }
        let field = self.context.fields.text;
        let places = terms_of_each(&words, field);
        Ok(phrase::count(self.context.statistics.searcher, &places, 1).map_err(unreadable)? == 0)
    }

    /// The words of a text one by one, stop words left out. Where words are not told apart by spaces, every two
    /// characters that follow one another count as a word.
    pub(super) fn words_apart(&mut self, text: &str) -> Result<Vec<Weighed>> {
        let words = self.analyzer.query_words(text);
        let field = self.context.fields.text;
        let by_character = |at: usize| words.get(at).is_some_and(|word| is_by_character(&word.form));
        let mut nodes = Vec::with_capacity(words.len());
        for (at, word) in words.iter().enumerate() {
            if word.stop && !self.only_stop_words {
                continue;
            }
            let node = self.word(word, text, field)?;
            if by_character(at) && by_character(at + 1) {
                let next = self.word(&words[at + 1], text, field)?;
                let weight = node.weight + next.weight;
                let text = format!("{}{}", node.text, next.text);
                let words = vec![PhrasePart { place: 0, word: node }, PhrasePart { place: 1, word: next }];
                nodes.push((Node::Phrase { words, slop: 0, text }, weight));
            } else if !by_character(at) || at == 0 || !by_character(at - 1) {
                let weight = node.weight;
                nodes.push((Node::Word(node), weight));
            }
        }
        Ok(nodes)
    }

    /// Words that punctuation joins, for sections that have them apart: "user/group". None for names, whose parts mean
    /// nothing alone, and none where a part is a stop word.
    pub(super) fn apart(&mut self, text: &str) -> Result<Option<Node>> {
        let words = self.analyzer.query_words(text);
        let plain = |word: &QueryWord| {
            !word.stop && word.form.chars().count() > 1 && word.form.chars().all(char::is_alphabetic)
        };
        if words.len() < 2 || !words.iter().all(plain) || text.contains(['_', ':']) {
            return Ok(None);
        }
        let nodes = self.words_apart(text)?.into_iter().map(|(node, _)| node).collect();
        Ok(Some(Node::All(nodes)))
    }
}
