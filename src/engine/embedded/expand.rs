//! What the words of a query also mean: synonyms of the settings, acronyms of the guides, words written apart or
//! together.

use std::ops::Range;

use super::compile::{Compiler, Context};
use super::plan::{Node, Wanted};
use super::synonyms::Synonyms;
use crate::engine::analysis::Analyzer;
use crate::error::Result;
use crate::query::Expr;
use crate::results::Expansion;

/// Most meanings that are followed for one word: a word with more than these has none in particular.
const MOST: usize = 3;

/// Finds what words also mean.
pub(super) struct Expander {
    synonyms: Synonyms,
    settings: String,
}

/// What some clauses of a query also mean.
pub(super) struct Meaning {
    /// The clauses, of those side by side.
    pub parts: Range<usize>,
    /// What stands for all of them together.
    nodes: Vec<(Node, f32)>,
    /// Whether the words themselves are in the index.
    pub known: bool,
    /// What to tell the user.
    pub said: Option<Expansion>,
}

/// Something that words may mean, before it is looked up.
struct Candidate {
    parts: Range<usize>,
    /// The words, as typed.
    text: String,
    means: Vec<String>,
    source: &'static str,
    place: String,
}

impl Expander {
    pub(super) fn new(context: &Context<'_>, analyzer: &mut Analyzer) -> Self {
        Expander { synonyms: Synonyms::new(context.vocabulary, analyzer), settings: context.settings.to_owned() }
    }

    /// Words as they are.
    pub(super) fn nothing() -> Self {
        Expander { synonyms: Synonyms::default(), settings: String::new() }
    }

    /// What the clauses also mean, as far as the index has it.
    pub(super) fn find(&self, parts: &[Expr], compiler: &mut Compiler<'_>) -> Result<Vec<Meaning>> {
        let mut meanings = Vec::new();
        for candidate in self.candidates(parts, compiler)? {
            meanings.extend(look_up(candidate, parts, compiler)?);
        }
        Ok(meanings)
    }

    /// Whether the words at the start of `parts` are known to mean something.
    pub(super) fn knows(&self, parts: &[Expr], analyzer: &mut Analyzer) -> bool {
        self.synonyms.at(parts, analyzer).is_some()
    }

    fn candidates(&self, parts: &[Expr], compiler: &mut Compiler<'_>) -> Result<Vec<Candidate>> {
        let mut candidates = Vec::new();
        let mut at = 0;
        while at < parts.len() {
            let mut taken = 1;
            if let Some(found) = self.synonyms.at(&parts[at..], compiler.analyzer) {
                taken = found.parts;
                candidates.push(Candidate {
                    parts: at..at + taken,
                    text: found.text,
                    means: found.means,
                    source: "synonym",
                    place: self.settings.clone(),
                });
            }
            at += taken;
        }
        Ok(candidates)
    }
}

/// Looks up what words may mean; nothing where the index has none of it.
fn look_up(candidate: Candidate, parts: &[Expr], compiler: &mut Compiler<'_>) -> Result<Option<Meaning>> {
    let mut nodes = Vec::new();
    let mut to = Vec::new();
    for text in candidate.means.iter().take(MOST.max(candidate.means.len())) {
        let marks = compiler.plan.marks.clone();
        let field = compiler.context.fields.text;
        let Some((node, weight)) = compiler.words(text, 0, field)? else { continue };
        if compiler.exists(&node)? {
            nodes.push((node, weight));
            to.push(text.clone());
        } else {
            compiler.plan.marks = marks;
        }
    }
    if nodes.is_empty() {
        return Ok(None);
    }
    let marks = compiler.plan.marks.clone();
    let field = compiler.context.fields.text;
    let mut known = true;
    for part in &parts[candidate.parts.clone()] {
        if let Expr::Word(text) = part
            && let Some((node, _)) = compiler.words(text, 0, field)?
        {
            known &= compiler.exists(&node)?;
        }
    }
    compiler.plan.marks = marks;
    let said = Expansion { term: candidate.text, to, source: candidate.source.to_owned(), place: candidate.place };
    Ok(Some(Meaning { parts: candidate.parts, nodes, known, said: Some(said) }))
}

impl Meaning {
    /// Lets what was found stand for a clause. What stands for a word never tells more than the word; what stands for a
    /// word that nobody uses tells what it tells.
    pub(super) fn stand_for(&self, wanted: &mut Wanted, known: bool) {
        let heaviest = self.nodes.iter().map(|(_, weight)| *weight).fold(0.0, f32::max);
        if !known {
            wanted.weight = wanted.weight.min(heaviest);
        }
        for (node, weight) in &self.nodes {
            let mut node = node.clone();
            node.scale((wanted.weight / weight.max(f32::MIN_POSITIVE)).min(1.0));
            wanted.also.push(node);
        }
    }
}
