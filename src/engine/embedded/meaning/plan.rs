//! A query made ready for the index: what must match, what may, and what it is worth.

use tantivy::schema::Term;

use crate::engine::snippet::Marks;
use crate::results::Expansion;

/// A query, compiled against one index.
#[derive(Debug, Default, Clone)]
pub(in crate::engine) struct Plan {
    /// What the user wants to see, clause by clause: the more of it a section has, the better.
    pub wanted: Vec<Wanted>,
    /// What must hold and is worth nothing.
    pub required: Vec<Clause>,
    /// What must not hold.
    pub excluded: Vec<Clause>,
    /// Every word that is wanted, wherever it stands in the query: what whole guides are judged by.
    pub bag: Vec<BagWord>,
    /// Words that stand near each other in the query.
    pub pairs: Vec<Pair>,
    /// Facet values the query mentions.
    pub preferred: Preferred,
    /// Words to mark in snippets.
    pub marks: Marks,
    /// What else was searched for some words.
    pub expanded: Vec<Expansion>,
    /// The query with typing mistakes set right, where one was.
    pub corrected: Option<String>,
    /// Other queries that may have been meant.
    pub suggestions: Vec<String>,
    /// Advice on the query.
    pub hints: Vec<String>,
    /// The words of the query in a row, stop words among them, and what they are worth together: where stop words
    /// carry meaning, as in "pragma once" and "out of memory".
    pub in_a_row: Option<(Node, f32)>,
    /// The query has text, but nothing in it can be searched.
    pub unsearchable: bool,
}

impl Plan {
    /// Whether it asks for any of some words and for nothing else.
    pub(in crate::engine) fn is_any_of_words(&self) -> bool {
        let [only] = self.wanted.as_slice() else { return false };
        let rest = self.required.len() + self.excluded.len() + only.also.len();
        rest == 0 && self.in_a_row.is_none() && only.covered_by.is_none() && only.node.is_any_of_words()
    }

    /// Alone, or among their like, words that need not be there are what is wanted.
    pub(in crate::engine) fn want_something(&mut self) {
        if self.wanted.iter().all(|wanted| wanted.optional) {
            self.wanted.iter_mut().for_each(|wanted| wanted.optional = false);
        }
    }

    /// How many sections have all that is wanted, at most.
    pub(in crate::engine) fn most(&self) -> u64 {
        let most = |wanted: &Wanted| if wanted.covered_by.is_some() { u64::MAX } else { wanted.node.most() };
        self.wanted.iter().filter(|wanted| !wanted.optional).map(most).min().unwrap_or(u64::MAX)
    }

    /// Whether something stands for a clause.
    pub(in crate::engine) fn has_stand_ins(&self) -> bool {
        self.wanted.iter().any(|wanted| !wanted.also.is_empty())
    }
}

/// One clause of what is wanted.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Wanted {
    /// What matches it.
    pub node: Node,
    /// How much it tells: the inverse document frequency of its words.
    pub weight: f32,
    /// A facet value that covers it as well, where the clause is part of a name the vocabulary knows: a section about
    /// pay need not say "salary".
    pub covered_by: Option<Node>,
    /// What stands for it: synonyms, acronyms, other spellings. Never worth more than the clause itself.
    pub also: Vec<Node>,
    /// It need not be there: a word that helps a question along and tells nothing of its subject.
    pub optional: bool,
    /// The clause as typed.
    pub text: String,
}

/// A clause that is worth nothing, as typed and as compiled.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Clause {
    pub node: Node,
    pub text: String,
}

/// Facet values a query mentions by name: sections that have them are preferred, none is left out.
#[derive(Debug, Default, Clone)]
pub(in crate::engine) struct Preferred {
    /// Role ids.
    pub roles: Vec<String>,
    /// Section facets.
    pub sections: Vec<String>,
}

/// A word of the query, for judging whole guides.
#[derive(Debug, Clone)]
pub(in crate::engine) struct BagWord {
    /// The word in the field of whole guides: any of these.
    pub whole: Vec<Term>,
    /// The word in the heading field.
    pub heading: Vec<Term>,
    /// The word in the text field, for its positions.
    pub text: Vec<Term>,
    /// The word as typed, in the field of forms that are not stemmed.
    pub form: Term,
    /// Inverse document frequency among guides, times repetitions in the query.
    pub weight: f32,
    /// Inverse document frequency among sections.
    pub section_idf: f32,
    /// The word as typed.
    pub typed: String,
}

/// Two different words of the query that follow one another, at most three positions apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::engine) struct Pair {
    /// Places in [`Plan::bag`].
    pub words: (usize, usize),
    /// How often the query has them so.
    pub times: f32,
}

/// Part of a compiled query.
#[derive(Debug, Clone)]
pub(in crate::engine) enum Node {
    /// Every section.
    Everything,
    /// One word.
    Word(WordNode),
    /// Words in a row, up to `slop` positions off in all.
    Phrase { words: Vec<PhrasePart>, slop: u32, text: String },
    /// Any of many words, each match worth the same.
    AnyOf { terms: Vec<Term>, weight: f32, text: String },
    /// A value of a facet; worth nothing.
    Value(Term),
    /// All of these.
    All(Vec<Node>),
    /// At least one of these; their worth adds up.
    Any(Vec<Node>),
    /// At least one of these; the best one counts.
    Best(Vec<Node>),
    /// The first without the others.
    Without(Box<Node>, Vec<Node>),
}

/// A word of a phrase and its place in it, from 0.
#[derive(Debug, Clone)]
pub(in crate::engine) struct PhrasePart {
    pub place: u32,
    pub word: WordNode,
}

/// A word to look up and what it is worth. The terms of each field are alternatives: the forms that the word has in the
/// languages of the index, counted as one.
#[derive(Debug, Clone)]
pub(in crate::engine) struct WordNode {
    /// In the field that decides about a match.
    pub terms: Vec<Term>,
    /// In the heading field.
    pub heading: Vec<Term>,
    /// In the field of the headings above.
    pub crumbs: Vec<Term>,
    /// Inverse document frequency times repetitions in the query.
    pub weight: f32,
    /// How many sections have it at most.
    pub found: u64,
    /// The word as typed.
    pub text: String,
}

impl Node {
    /// How many sections match at most, as far as that is known at a glance.
    fn most(&self) -> u64 {
        match self {
            Node::Word(word) => word.found,
            Node::Phrase { words, .. } => words.iter().map(|part| part.word.found).min().unwrap_or(0),
            Node::All(nodes) => nodes.iter().map(Node::most).min().unwrap_or(0),
            Node::Any(nodes) | Node::Best(nodes) => nodes.iter().map(Node::most).fold(0, u64::saturating_add),
            Node::Without(node, _) => node.most(),
            Node::Everything | Node::AnyOf { .. } | Node::Value(_) => u64::MAX,
        }
    }

    /// The word, where it is one.
    pub(in crate::engine) fn as_word(&self) -> Option<&WordNode> {
        if let Node::Word(word) = self { Some(word) } else { None }
    }

    /// Whether it is one word.
    pub(in crate::engine) fn is_word(&self) -> bool {
        self.as_word().is_some()
    }

    /// Whether it is a word, or any of several.
    fn is_any_of_words(&self) -> bool {
        match self {
            Node::Word(word) => word.weight > 0.0,
            Node::Any(nodes) | Node::Best(nodes) => nodes.iter().all(Node::is_any_of_words),
            _ => false,
        }
    }

    /// Makes every word in it worth `factor` times as much.
    pub(in crate::engine) fn scale(&mut self, factor: f32) {
        match self {
            Node::Word(word) => word.weight *= factor,
            Node::Phrase { words, .. } => words.iter_mut().for_each(|part| part.word.weight *= factor),
            Node::AnyOf { weight, .. } => *weight *= factor,
            Node::All(nodes) | Node::Any(nodes) | Node::Best(nodes) => {
                nodes.iter_mut().for_each(|node| node.scale(factor));
            }
            Node::Without(node, _) => node.scale(factor),
            Node::Everything | Node::Value(_) => {}
        }
    }
}
