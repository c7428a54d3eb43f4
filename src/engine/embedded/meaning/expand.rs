//! What the words of a query also mean: synonyms of the settings, acronyms of the guides, words written apart or
//! together.

use std::ops::Range;

use super::acronyms;
use super::compile::{Compiler, Context};
use super::plan::{Node, Wanted};
use super::synonyms::Synonyms;
use super::word_terms::{terms_of, terms_of_each};
use crate::engine::analysis::Analyzer;
use crate::engine::embedded::matching::phrase;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;
use crate::query::Expr;
use crate::results::Expansion;

/// Most meanings that are followed for one word: a word with more than these has none in particular.
const MOST: usize = 3;

/// Most clauses that a form written out is looked for in.
const LONGEST: usize = 10;

/// A word in lower case that stands in this many sections for every guide that defines it is a word, not an acronym.
const ORDINARY: u64 = 5;

/// Stop words that are written together with the word before or after them: on call, back up.
const PARTICLES: [&str; 8] = ["on", "in", "up", "out", "off", "over", "down", "back"];

/// Finds what words also mean.
pub(in crate::engine) struct Expander {
    synonyms: Synonyms,
    active: bool,
}

/// What some clauses of a query also mean.
pub(in crate::engine) struct Meaning {
    /// The clauses, of those side by side.
    pub parts: Range<usize>,
    /// What stands for all of them together.
    nodes: Vec<(Node, f32)>,
    /// Whether the words themselves are in the index.
    known: bool,
    /// What to tell the user.
    pub said: Expansion,
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
    /// What words of `text`, a query, may mean.
    pub(in crate::engine) fn new(context: &Context<'_>, text: &str, analyzer: &mut Analyzer) -> Self {
        Expander { synonyms: Synonyms::new(&context.record.vocabulary, text, analyzer), active: true }
    }

    /// Words as they are.
    pub(in crate::engine) fn nothing() -> Self {
        Expander { synonyms: Synonyms::default(), active: false }
    }

    /// What clauses side by side also mean, as far as the index has it.
    ///
    /// `doubts` are words of the query that may be mistyped, each with what may have been meant.
    pub(in crate::engine) fn find(
        &self,
        parts: &[Expr],
        doubts: &[(String, String)],
        compiler: &mut Compiler<'_>,
    ) -> Result<Vec<Meaning>> {
        let mut meanings = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let Expr::Word(word) = part else { continue };
            if let Some((from, to)) = doubts.iter().find(|(from, _)| from == word) {
                let candidate = Candidate {
                    parts: at..at + 1,
                    text: from.clone(),
                    means: vec![to.clone()],
                    source: "spelling",
                    place: String::new(),
                };
                // Its rarity is that of the mistake and must not decide how much of the query a section covers.
                meanings
                    .extend(look_up(candidate, parts, compiler)?.map(|meaning| Meaning { known: false, ..meaning }));
            }
        }
        if self.active {
            for candidate in self.candidates(parts, compiler)? {
                meanings.extend(look_up(candidate, parts, compiler)?);
            }
        }
        Ok(meanings)
    }

    /// Whether the words at the start of `parts` are known to mean something.
    pub(in crate::engine) fn knows(
        &self,
        parts: &[Expr],
        context: &Context<'_>,
        analyzer: &mut Analyzer,
    ) -> Result<bool> {
        if self.synonyms.at(parts, analyzer).is_some() {
            return Ok(true);
        }
        let Some(Expr::Word(word)) = parts.first() else { return Ok(false) };
        Ok(!acronyms::of_short(context.statistics.searcher, context.fields, word)?.is_empty())
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
                    place: compiler.context.record.settings.clone(),
                });
            }
            at += taken;
        }
        let declared = candidates.len();
        for at in 0..parts.len() {
            candidates.extend(long_form(parts, at, compiler)?);
            candidates.extend(short_form(parts, at, compiler)?);
            candidates.extend(joined(parts, at, compiler)?);
        }
        // What the settings say already need not be said again.
        let (known, mined) = candidates.split_at_mut(declared);
        for candidate in mined {
            let same = known.iter().filter(|other| other.parts == candidate.parts);
            let told: Vec<Vec<String>> =
                same.flat_map(|other| &other.means).map(|text| acronyms::long_terms(text, compiler.analyzer)).collect();
            candidate.means.retain(|text| !told.contains(&acronyms::long_terms(text, compiler.analyzer)));
        }
        Ok(candidates)
    }
}

/// What a short form in the guides stands for.
fn long_form(parts: &[Expr], at: usize, compiler: &mut Compiler<'_>) -> Result<Option<Candidate>> {
    let Expr::Word(word) = &parts[at] else { return Ok(None) };
    let context = compiler.context;
    let definitions = acronyms::of_short(context.statistics.searcher, context.fields, word)?;
    let Some(first) = definitions.first() else { return Ok(None) };
    // In lower case, what most sections use as a word of its own is one: "aid" is no acronym for many who ask for it.
    let words = compiler.analyzer.query_words(word);
    if !word.chars().any(char::is_uppercase) && words.len() == 1 {
        let terms = terms_of(&words[0], context.fields.text);
        if words[0].stop || context.statistics.live(&terms)? > ORDINARY * definitions.len() as u64 {
            return Ok(None);
        }
    }
    let mut means: Vec<String> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for definition in &definitions {
        if !seen.contains(&definition.long_terms.as_str()) && means.len() < MOST {
            seen.push(&definition.long_terms);
            means.push(definition.long.clone());
        }
    }
    Ok(Some(acronym(at..at + 1, parts, means, first, context)))
}

/// The short form of what is written out.
fn short_form(parts: &[Expr], at: usize, compiler: &mut Compiler<'_>) -> Result<Option<Candidate>> {
    let mut terms = Vec::new();
    let mut ends = Vec::new();
    for part in parts[at..].iter().take(LONGEST) {
        let (Expr::Word(text) | Expr::Phrase { text, .. }) = part else { break };
        terms.extend(acronyms::long_terms(text, compiler.analyzer));
        ends.push(terms.len());
    }
    let context = compiler.context;
    let found = acronyms::of_long(context.statistics.searcher, context.fields, &terms)?;
    let Some((taken, definitions)) = found else { return Ok(None) };
    let (Some(end), Some(first)) = (ends.iter().position(|end| *end == taken), definitions.first()) else {
        return Ok(None);
    };
    let mut means: Vec<String> = Vec::new();
    for definition in &definitions {
        let known = means.iter().any(|short| short.to_lowercase() == definition.short.to_lowercase());
        if !known && means.len() < MOST {
            means.push(definition.short.clone());
        }
    }
    Ok(Some(acronym(at..at + end + 1, parts, means, first, context)))
}

fn acronym(
    range: Range<usize>,
    parts: &[Expr],
    means: Vec<String>,
    first: &acronyms::Definition,
    context: &Context<'_>,
) -> Candidate {
    Candidate {
        text: typed(&parts[range.clone()]),
        parts: range,
        means,
        source: "acronym",
        place: format!("{}:{}", context.record.shown_path(&first.key), first.line),
    }
}

/// Two words, or two parts of one, as the one word that guides may write: "data base", "on-call". Only where guides
/// write them together about as often as apart, so that it is a word and not the name of something.
fn joined(parts: &[Expr], at: usize, compiler: &mut Compiler<'_>) -> Result<Option<Candidate>> {
    let letters = |text: &str| text.chars().count() > 1 && text.chars().all(char::is_alphabetic);
    let (range, apart, together) = match (&parts[at], parts.get(at + 1)) {
        (Expr::Word(word), _) if word.contains('-') && word.split('-').all(letters) => {
            (at..at + 1, word.clone(), word.replace('-', ""))
        }
        (Expr::Word(word), Some(Expr::Word(next))) if letters(word) && letters(next) => {
            (at..at + 2, format!("{word} {next}"), format!("{word}{next}"))
        }
        _ => return Ok(None),
    };
    let field = compiler.context.fields.text;
    let statistics = &compiler.context.statistics;
    let apart = compiler.analyzer.query_words(&apart);
    if apart.iter().any(|word| word.stop && !PARTICLES.contains(&word.form.as_str()))
        || apart.iter().all(|word| word.stop)
    {
        return Ok(None);
    }
    let whole = compiler.analyzer.query_words(&together);
    let [whole] = whole.as_slice() else { return Ok(None) };
    let whole = terms_of(whole, field);
    let times = statistics.live(&whole)?;
    let most = times.saturating_mul(2);
    let enough = times > 0
        && phrase::count(statistics.searcher, &terms_of_each(&apart, field), most + 1).map_err(unreadable)? <= most;
    Ok(enough.then(|| Candidate {
        text: typed(&parts[range.clone()]),
        parts: range,
        means: vec![together],
        source: "spelling",
        place: String::new(),
    }))
}

fn typed(parts: &[Expr]) -> String {
    parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// Looks up what words may mean; nothing where the index has none of it.
fn look_up(candidate: Candidate, parts: &[Expr], compiler: &mut Compiler<'_>) -> Result<Option<Meaning>> {
    let mut nodes = Vec::new();
    let mut to = Vec::new();
    for text in &candidate.means {
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
    Ok(Some(Meaning { parts: candidate.parts, nodes, known, said }))
}

impl Meaning {
    /// Lets what was found stand for a clause. What stands for a word never tells more than the word; what stands for a
    /// word that nobody uses tells what it tells.
    pub(in crate::engine) fn stand_for(&self, wanted: &mut Wanted) {
        let heaviest = self.nodes.iter().map(|(_, weight)| *weight).fold(0.0, f32::max);
        if !self.known {
            wanted.weight = wanted.weight.min(heaviest);
        }
        for (node, weight) in &self.nodes {
            let mut node = node.clone();
            node.scale((wanted.weight / weight.max(f32::MIN_POSITIVE)).min(1.0));
            wanted.also.push(node);
        }
    }
}
