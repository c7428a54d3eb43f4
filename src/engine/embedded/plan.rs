//! A query made ready for the index: what must match, what may, and what it is worth.

use tantivy::schema::Term;

use crate::engine::snippet::Marks;
use crate::results::Expansion;

/// A query, compiled against one index.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// What the user wants to see, clause by clause: the more of it a section has, the better.
    pub wanted: Vec<Wanted>,
    /// What must hold and is worth nothing.
    pub required: Vec<Node>,
    /// What must not hold.
    pub excluded: Vec<Node>,
    /// Facet values the query mentions.
    pub preferred: Preferred,
    /// Words to mark in snippets.
    pub marks: Marks,
    /// What else was searched for some words.
    pub expanded: Vec<Expansion>,
    /// Advice on the query.
    pub hints: Vec<String>,
    /// The query has text, but nothing in it can be searched.
    pub unsearchable: bool,
}

/// One clause of what is wanted.
#[derive(Debug)]
pub(super) struct Wanted {
    /// What matches it.
    pub node: Node,
    /// How much it tells: the inverse document frequency of its words.
    pub weight: f32,
    /// A facet value that covers it as well, where the clause is part of a name the vocabulary knows: a section about
    /// pay need not say "salary".
    pub covered_by: Option<Node>,
}

/// Facet values a query mentions by name: sections that have them are preferred, none is left out.
#[derive(Debug, Default)]
pub(super) struct Preferred {
    /// Role ids.
    pub roles: Vec<String>,
    /// Section facets.
    pub sections: Vec<String>,
}

/// Part of a compiled query.
#[derive(Debug)]
pub(super) enum Node {
    /// Every section.
    Everything,
    /// One word.
    Word(WordNode),
    /// Words in a row: (position, word), up to `slop` positions off.
    Phrase { words: Vec<(usize, WordNode)>, slop: u32 },
    /// Any of many words, each match worth the same.
    AnyOf { terms: Vec<Term>, weight: f32 },
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

/// A word to look up and what it is worth.
#[derive(Debug, Clone)]
pub(super) struct WordNode {
    /// The word in the field that decides about a match.
    pub term: Term,
    /// The word in the heading field.
    pub heading: Term,
    /// The word in the field of the headings above.
    pub crumbs: Term,
    /// Inverse document frequency times repetitions in the query.
    pub weight: f32,
}
