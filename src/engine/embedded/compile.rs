//! Turns the user's words into a [`Plan`] for one index.

use tantivy::directory::error::OpenReadError;
use tantivy::schema::{Field, Term};
use tantivy::{Searcher, TantivyError};

use super::lookup;
use super::mention::Mentions;
use super::plan::{Node, Plan, Wanted, WordNode};
use super::schema::Fields;
use super::synonyms::Synonyms;
use crate::engine::analysis::{Analyzer, QueryWord};
use crate::error::{Error, Result};
use crate::guide::Vocabulary;
use crate::query::{Expr, Facet, Query};

/// Most words that a prefix stands for. More than this begin alike only for prefixes of a letter or two.
const MOST_EXPANSIONS: usize = 2_000;

/// What a compilation needs to know of the index.
pub(super) struct Context<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub vocabulary: &'a Vocabulary,
    /// The settings file, as named to the user.
    pub settings: &'a str,
    /// Live sections.
    pub sections: u64,
}

/// Compiles a query.
///
/// # Errors
/// Where the index cannot be read.
pub(super) fn compile(query: &Query, context: &Context<'_>, analyzer: &mut Analyzer) -> Result<Plan> {
    let only_stop_words = !has_content(&query.expr, analyzer);
    let synonyms = if query.exact { Synonyms::default() } else { Synonyms::new(context.vocabulary, analyzer) };
    let mut compiler = Compiler {
        context,
        analyzer,
        synonyms,
        mentions: if query.exact { Mentions::default() } else { Mentions::new(context.vocabulary) },
        only_stop_words,
        plan: Plan::default(),
    };
    compiler.top(&query.expr)?;
    let mut plan = compiler.plan;
    let empty = plan.wanted.is_empty() && plan.required.is_empty() && plan.excluded.is_empty();
    plan.unsearchable = empty && query.expr != Expr::All;
    Ok(plan)
}

/// Whether any word of the query is more than a stop word.
fn has_content(expr: &Expr, analyzer: &mut Analyzer) -> bool {
    match expr {
        Expr::All | Expr::Is(..) => false,
        Expr::Prefix(_) => true,
        Expr::Word(text) | Expr::Phrase { text, .. } => analyzer.query_words(text).iter().any(|word| !word.stop),
        Expr::Title(inner) => has_content(inner, analyzer),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().any(|part| has_content(part, analyzer)),
        // What is not wanted does not make the wanted stop words superfluous.
        Expr::Not(_) => false,
    }
}

struct Compiler<'a> {
    context: &'a Context<'a>,
    analyzer: &'a mut Analyzer,
    synonyms: Synonyms,
    mentions: Mentions,
    only_stop_words: bool,
    plan: Plan,
}

impl Compiler<'_> {
    /// The outermost level, where clauses count one by one.
    fn top(&mut self, expr: &Expr) -> Result<()> {
        let parts = match expr {
            Expr::All => &[][..],
            Expr::And(parts) => parts,
            other => std::slice::from_ref(other),
        };
        let level = self.level(parts, true)?;
        self.plan.wanted = level.wanted;
        self.plan.required = level.required;
        self.plan.excluded = level.excluded;
        Ok(())
    }

    /// Clauses side by side: equal words become one that weighs more, synonyms stand beside what they mean.
    fn level(&mut self, parts: &[Expr], top: bool) -> Result<Level> {
        let mut level = Level::default();
        let mentions = if top { self.mentions.find(parts) } else { Vec::new() };
        let mut at = 0;
        while at < parts.len() {
            let synonym = self.synonyms.at(&parts[at..], self.analyzer);
            let taken = synonym.as_ref().map_or(1, |found| found.parts);
            let covered_by = mentions.iter().find(|mention| mention.parts.contains(&at)).map(|mention| {
                let fields = self.context.fields;
                let field = if mention.role { fields.role } else { fields.section };
                Node::Value(Term::from_field_text(field, &mention.value))
            });
            match &parts[at] {
                Expr::Not(inner) => level.excluded.extend(self.node(inner)?.map(|(node, _)| node)),
                Expr::Is(facet, value) => level.required.push(self.value(*facet, value)?),
                Expr::All => {}
                first => {
                    let literal = if taken > 1 { self.group(&parts[at..at + taken])? } else { self.node(first)? };
                    if let Some((node, weight)) = literal {
                        let (node, weight) = match synonym {
                            Some(found) => self.with_synonyms(node, weight, &found)?,
                            None => (node, weight),
                        };
                        level.want(node, weight, covered_by);
                    }
                }
            }
            at += taken;
        }
        if top {
            for mention in mentions {
                let values =
                    if mention.role { &mut self.plan.preferred.roles } else { &mut self.plan.preferred.sections };
                if !values.contains(&mention.value) {
                    values.push(mention.value);
                }
            }
        }
        Ok(level)
    }

    /// Several clauses as one: all of them.
    fn group(&mut self, parts: &[Expr]) -> Result<Option<(Node, f32)>> {
        let level = self.plain_level(parts)?;
        let weight = level.wanted.iter().map(|wanted| wanted.weight).sum();
        Ok(level.into_node().map(|node| (node, weight)))
    }

    /// A level without synonyms and mentions.
    fn plain_level(&mut self, parts: &[Expr]) -> Result<Level> {
        let synonyms = std::mem::take(&mut self.synonyms);
        let level = self.level(parts, false);
        self.synonyms = synonyms;
        level
    }

    /// One clause and its weight; none where it holds nothing that can be searched.
    fn node(&mut self, expr: &Expr) -> Result<Option<(Node, f32)>> {
        match expr {
            Expr::All => Ok(Some((Node::Everything, 0.0))),
            Expr::Word(text) => self.words(text, 0, self.context.fields.text),
            Expr::Phrase { text, slop } => self.words(text, *slop, self.context.fields.text),
            Expr::Prefix(text) => self.prefix(text, self.context.fields.text),
            Expr::Title(inner) => match &**inner {
                Expr::Word(text) => self.words(text, 0, self.context.fields.heading),
                Expr::Phrase { text, slop } => self.words(text, *slop, self.context.fields.heading),
                Expr::Prefix(text) => self.prefix(text, self.context.fields.heading),
                other => self.node(other),
            },
            Expr::Is(facet, value) => Ok(Some((self.value(*facet, value)?, 0.0))),
            Expr::And(parts) => {
                let level = self.level(parts, false)?;
                let weight = level.wanted.iter().map(|wanted| wanted.weight).sum();
                Ok(level.into_node().map(|node| (node, weight)))
            }
            Expr::Or(parts) => {
                let mut nodes = Vec::with_capacity(parts.len());
                let mut weight: f32 = 0.0;
                for part in parts {
                    let level = self.level(std::slice::from_ref(part), false)?;
                    weight = level.wanted.iter().map(|wanted| wanted.weight).fold(weight, f32::max);
                    nodes.extend(level.into_node());
                }
                Ok(if nodes.is_empty() { None } else { Some((Node::Any(nodes), weight)) })
            }
            Expr::Not(inner) => {
                Ok(self.node(inner)?.map(|(node, _)| (Node::Without(Box::new(Node::Everything), vec![node]), 0.0)))
            }
        }
    }

    /// A word, or several in a row where punctuation or quotes join them.
    fn words(&mut self, text: &str, slop: u32, field: Field) -> Result<Option<(Node, f32)>> {
        let words = self.analyzer.query_words(text);
        let alone = words.len() == 1;
        if words.is_empty() || alone && words[0].stop && !self.only_stop_words {
            return Ok(None);
        }
        // The first of the words' terms, the second, and so on: most words have but one.
        let ways = words.iter().map(|word| word.terms.len()).max().unwrap_or(1);
        let mut nodes = Vec::with_capacity(ways);
        let mut heaviest: f32 = 0.0;
        for way in 0..ways {
            let mut weight = 0.0;
            let mut looked_up = Vec::with_capacity(words.len());
            for word in &words {
                let node = self.word(word, way, field)?;
                weight += node.weight;
                looked_up.push((word.position, node));
            }
            heaviest = heaviest.max(weight);
            nodes.push(match looked_up.pop() {
                Some((_, word)) if alone => Node::Word(word),
                last => Node::Phrase { words: looked_up.into_iter().chain(last).collect(), slop },
            });
        }
        Ok(Some((if ways == 1 { nodes.remove(0) } else { Node::Best(nodes) }, heaviest)))
    }

    /// Looks one of a word's terms up, the last where it has fewer. A stop word weighs nothing beside words that tell
    /// more.
    fn word(&mut self, word: &QueryWord, way: usize, field: Field) -> Result<WordNode> {
        let fields = self.context.fields;
        let text = &word.terms[way.min(word.terms.len() - 1)];
        let term = Term::from_field_text(field, text);
        let found = self.context.searcher.doc_freq(&term).map_err(unreadable)?;
        let weight = if word.stop && !self.only_stop_words { 0.0 } else { self.idf(found) };
        let mark = self.plan.marks.words.entry(text.clone()).or_insert(weight);
        *mark = mark.max(weight);
        Ok(WordNode {
            term,
            heading: Term::from_field_text(fields.heading, text),
            crumbs: Term::from_field_text(fields.crumbs, text),
            weight,
        })
    }

    /// Inverse document frequency, after Robertson and Spärck Jones (1976) as Lucene smooths it: never negative.
    fn idf(&self, found: u64) -> f32 {
        let all = self.context.sections.max(found) as f32;
        let found = found as f32;
        (1.0 + (all - found + 0.5) / (found + 0.5)).ln()
    }

    /// Words that begin so, whatever their stem: looked up among the word forms as they stand in guides.
    fn prefix(&mut self, text: &str, field: Field) -> Result<Option<(Node, f32)>> {
        // The words before the last one are whole: `ci/c*` is "ci" and then something with c.
        let words = self.analyzer.query_words(text);
        let Some(last) = words.last() else { return Ok(None) };
        let in_heading = field == self.context.fields.heading;
        let forms = if in_heading { self.context.fields.heading_forms } else { self.context.fields.forms };
        let mut terms = Vec::new();
        for segment in self.context.searcher.segment_readers() {
            let inverted = segment.inverted_index(forms).map_err(unreadable)?;
            let range = inverted.terms().range().ge(last.form.as_bytes());
            let mut stream = range.into_stream().map_err(|error| unreadable(error.into()))?;
            for _ in 0..MOST_EXPANSIONS {
                if !stream.advance() || !stream.key().starts_with(last.form.as_bytes()) {
                    break;
                }
                terms.push(Term::from_field_text(forms, &String::from_utf8_lossy(stream.key())));
            }
        }
        terms.sort_unstable();
        terms.dedup();
        let mut found = 0;
        for term in &terms {
            found += self.context.searcher.doc_freq(term).map_err(unreadable)?;
        }
        let weight = self.idf(found.min(self.context.sections));
        self.plan.marks.prefixes.push(last.form.clone());
        let node = Node::AnyOf { terms, weight };
        if words.len() == 1 {
            return Ok(Some((node, weight)));
        }
        let Some((before, more)) = self.words(&text[..last.start], 0, field)? else { return Ok(Some((node, weight))) };
        Ok(Some((Node::All(vec![before, node]), weight + more)))
    }

    /// A facet clause. A role may be given by any of its names. A value nobody has is worth a hint.
    fn value(&mut self, facet: Facet, value: &str) -> Result<Node> {
        let fields = self.context.fields;
        let lower = value.to_lowercase();
        let role = self.context.vocabulary.role_named(value).map(|role| role.id.clone());
        let (field, forms) = match facet {
            Facet::Role => (fields.role, vec![role.unwrap_or(lower)]),
            Facet::Section => (fields.section, vec![lower]),
            Facet::Tag => (fields.tag, vec![value.to_owned(), lower]),
            Facet::Guide => (fields.guide, vec![lower]),
            Facet::Path => (fields.path, vec![lower.trim_start_matches("./").to_owned()]),
        };
        let terms: Vec<Term> = forms.iter().map(|form| Term::from_field_text(field, form.trim_matches('/'))).collect();
        let mut known = false;
        for term in &terms {
            known |= self.context.searcher.doc_freq(term).map_err(unreadable)? > 0;
        }
        if !known {
            let values = lookup::values(self.context.searcher, field)?;
            let near = lookup::nearest(value, &values).map(|near| format!("; did you mean `{near}`?"));
            self.plan.hints.push(format!("no {} `{value}` in this index{}", facet.name(), near.unwrap_or_default()));
        }
        Ok(Node::Best(terms.into_iter().map(Node::Value).collect()))
    }

    /// The words as given, or what else they mean. What stands for a word never weighs as much as the word.
    fn with_synonyms(&mut self, node: Node, weight: f32, found: &super::synonyms::Found) -> Result<(Node, f32)> {
        let mut nodes = vec![node];
        let mut to = Vec::new();
        for text in &found.means {
            let marks = self.plan.marks.clone();
            let Some((mut other, other_weight)) = self.words(text, 0, self.context.fields.text)? else { continue };
            if !self.exists(&other)? {
                self.plan.marks = marks;
                continue;
            }
            let most = 0.7 * weight.max(f32::MIN_POSITIVE);
            other.scale((most / other_weight.max(f32::MIN_POSITIVE)).min(0.7));
            nodes.push(other);
            to.push(text.clone());
        }
        if !to.is_empty() {
            self.plan.expanded.push(crate::results::Expansion {
                term: found.text.clone(),
                to,
                source: "synonym".to_owned(),
                place: self.context.settings.to_owned(),
            });
        }
        Ok((Node::Best(nodes), weight))
    }

    /// Whether every word of a node is somewhere in the index.
    fn exists(&self, node: &Node) -> Result<bool> {
        let words: Vec<&WordNode> = match node {
            Node::Word(word) => vec![word],
            Node::Phrase { words, .. } => words.iter().map(|(_, word)| word).collect(),
            Node::Best(ways) => {
                for way in ways {
                    if self.exists(way)? {
                        return Ok(true);
                    }
                }
                return Ok(false);
            }
            _ => return Ok(true),
        };
        for word in words {
            if self.context.searcher.doc_freq(&word.term).map_err(unreadable)? == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Node {
    /// Makes every word in it worth `factor` times as much.
    fn scale(&mut self, factor: f32) {
        match self {
            Node::Word(word) => word.weight *= factor,
            Node::Phrase { words, .. } => words.iter_mut().for_each(|(_, word)| word.weight *= factor),
            Node::AnyOf { weight, .. } => *weight *= factor,
            Node::All(nodes) | Node::Any(nodes) | Node::Best(nodes) => {
                nodes.iter_mut().for_each(|node| node.scale(factor));
            }
            Node::Without(node, _) => node.scale(factor),
            Node::Everything | Node::Value(_) => {}
        }
    }
}

/// Clauses of one level of parentheses.
#[derive(Default)]
struct Level {
    wanted: Vec<Wanted>,
    required: Vec<Node>,
    excluded: Vec<Node>,
}

impl Level {
    /// Adds a wanted clause; a word that is there already gains weight instead.
    fn want(&mut self, node: Node, weight: f32, covered_by: Option<Node>) {
        if let Node::Word(word) = &node {
            for wanted in &mut self.wanted {
                if let Node::Word(known) = &mut wanted.node
                    && known.term == word.term
                {
                    known.weight += word.weight;
                    wanted.weight += weight;
                    return;
                }
            }
        }
        self.wanted.push(Wanted { node, weight, covered_by });
    }

    fn into_node(self) -> Option<Node> {
        let mut nodes: Vec<Node> = self.wanted.into_iter().map(|wanted| wanted.node).chain(self.required).collect();
        let node = match nodes.len() {
            0 if self.excluded.is_empty() => return None,
            0 => Node::Everything,
            1 => nodes.remove(0),
            _ => Node::All(nodes),
        };
        Some(if self.excluded.is_empty() { node } else { Node::Without(Box::new(node), self.excluded) })
    }
}

/// The index could not be read: the same words wherever it happens.
pub(super) fn unreadable(error: tantivy::TantivyError) -> Error {
    if let TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath }) = &error
        && io_error.kind() == std::io::ErrorKind::PermissionDenied
    {
        return Error::user(format!("cannot read the index: no permission to read {}", filepath.display()))
            .with_hint("check who owns the index and what its permissions allow");
    }
    Error::user(format!("cannot read the index: {error}")).with_hint("run `kb index --rebuild` to build it anew")
}
