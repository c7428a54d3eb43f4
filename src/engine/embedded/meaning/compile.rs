//! Turns the user's words into a [`Plan`] for one index.

use tantivy::schema::{Field, Term};

use super::bag;
use super::expand::{Expander, Meaning};
use super::looked_up::LookedUp;
use super::mention::Mentions;
use super::plan::{Clause, Node, PhrasePart, Plan, Wanted, WordNode};
use super::spelling::Spelling;
use super::word_terms::terms_of;
use crate::engine::analysis::{Analyzer, QueryWord, is_carrier};
use crate::engine::embedded::ranking::statistics::Statistics;
use crate::engine::embedded::ranking::weights::IN_A_ROW;
use crate::engine::embedded::store::schema::Fields;
use crate::engine::record::Record;
use crate::error::Result;
use crate::query::{Expr, Query, Ranking};

/// Most words of a query that are looked for in a row: longer ones are no set phrase.
const LONGEST_ROW: usize = 5;

/// What a compilation needs to know of the index.
pub(in crate::engine) struct Context<'a> {
    pub statistics: Statistics<'a>,
    pub fields: &'a Fields,
    /// How the index was built.
    pub record: &'a Record,
}

/// Compiles a query.
///
/// # Errors
/// Where the index cannot be read.
pub(in crate::engine) fn compile(query: &Query, context: &Context<'_>, analyzer: &mut Analyzer) -> Result<Plan> {
    let only_stop_words = !has_content(&query.expr, analyzer);
    let mut mentions = Mentions::default();
    let mut expander = Expander::nothing();
    let mut expr = query.expr.clone();
    let mut plan = Plan::default();
    let mut doubts = Vec::new();
    if !query.exact {
        mentions = Mentions::new(&context.record.vocabulary, &query.text);
        expander = Expander::new(context, &query.text, analyzer);
        let mut spelling = Spelling::new(context, &expander, &mentions);
        spelling.correct(&mut expr, analyzer)?;
        plan.suggestions = spelling.suggestions(&expr);
        plan.hints.extend(spelling.hints());
        doubts = spelling.doubts();
        plan.corrected = spelling.changed().then(|| expr.to_string());
        if let Some(corrected) = &plan.corrected {
            mentions = Mentions::new(&context.record.vocabulary, corrected);
            expander = Expander::new(context, corrected, analyzer);
        }
    }
    let (apart, exact, ranking) = (query.any, query.exact, query.ranking);
    let looked_up = LookedUp::new(&expr);
    let mut compiler = Compiler { context, analyzer, only_stop_words, apart, exact, ranking, looked_up, plan };
    compiler.top(&expr, &mentions, &expander, &doubts)?;
    compiler.in_a_row(&expr)?;
    let mut plan = compiler.plan;
    let words = bag::Words { context, analyzer, only_stop_words, repeats: query.ranking.repeats };
    (plan.bag, plan.pairs) = words.collect(&expr)?;
    let empty = plan.wanted.is_empty() && plan.required.is_empty() && plan.excluded.is_empty();
    plan.unsearchable = empty && expr != Expr::All;
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

/// Compiles the parts of a query.
pub(in crate::engine) struct Compiler<'a> {
    pub context: &'a Context<'a>,
    pub analyzer: &'a mut Analyzer,
    pub(super) only_stop_words: bool,
    /// Words that punctuation joins count one by one.
    apart: bool,
    /// Nothing stands for the words as they are.
    exact: bool,
    ranking: Ranking,
    pub looked_up: LookedUp,
    pub plan: Plan,
}

/// Lets what a clause also means stand for it.
fn stand_for(meanings: &[Meaning], at: usize, wanted: &mut Wanted) {
    for meaning in meanings.iter().filter(|meaning| meaning.parts.contains(&at)) {
        meaning.stand_for(wanted);
    }
}

/// A compiled clause and how much it tells.
pub(in crate::engine) type Weighed = (Node, f32);

/// The parts of a level, each with its place among them and how often it is there. Words are given every time, as
/// [`Compiler::want`] puts equal ones together by what they mean.
fn distinct(parts: &[Expr]) -> Vec<(usize, &Expr, f32)> {
    let mut distinct: Vec<(usize, &Expr, f32)> = Vec::with_capacity(parts.len());
    for (at, part) in parts.iter().enumerate() {
        let known = distinct.iter_mut().find(|(_, known, _)| !matches!(part, Expr::Word(_)) && *known == part);
        match known {
            Some((_, _, times)) => *times += 1.0,
            None => distinct.push((at, part, 1.0)),
        }
    }
    distinct
}

impl Compiler<'_> {
    /// The outermost level, where clauses count one by one.
    fn top(
        &mut self,
        expr: &Expr,
        mentions: &Mentions,
        expander: &Expander,
        doubts: &[(String, String)],
    ) -> Result<()> {
        let parts = match expr {
            Expr::All => &[][..],
            Expr::And(parts) => parts,
            other => std::slice::from_ref(other),
        };
        let mentioned = mentions.find(parts);
        let meanings = expander.find(parts, doubts, self)?;
        for (at, part, times) in distinct(parts) {
            let text = part.to_string();
            match part {
                Expr::Not(inner) => {
                    let clause = self.node(inner)?.map(|(node, _)| Clause { node, text });
                    self.plan.excluded.extend(clause);
                }
                Expr::Is(facet, value) => {
                    let node = self.value(*facet, value)?;
                    self.plan.required.push(Clause { node, text });
                }
                Expr::All => {}
                Expr::Word(word) if self.apart || self.is_a_sentence(word)? => {
                    for (node, weight) in self.words_apart(word)? {
                        let mut wanted = Wanted {
                            node,
                            weight,
                            covered_by: None,
                            also: Vec::new(),
                            optional: false,
                            text: text.clone(),
                        };
                        stand_for(&meanings, at, &mut wanted);
                        self.want(wanted);
                    }
                }
                first => {
                    let Some(found) = self.node(first)? else { continue };
                    let (node, weight) = self.repeated(found, times);
                    let covered_by = mentioned.iter().find(|mention| mention.parts.contains(&at)).map(|mention| {
                        let fields = self.context.fields;
                        let field = if mention.role { fields.role } else { fields.section };
                        Node::Value(Term::from_field_text(field, &mention.value))
                    });
                    let optional = matches!(first, Expr::Word(word) if is_carrier(&word.to_lowercase()));
                    let mut wanted = Wanted { node, weight, covered_by, also: Vec::new(), optional, text };
                    stand_for(&meanings, at, &mut wanted);
                    if let (Expr::Word(word), false) = (part, self.exact) {
                        wanted.also.extend(self.apart(word)?);
                    }
                    self.want(wanted);
                }
            }
        }
        self.plan.want_something();
        self.plan.expanded.extend(meanings.into_iter().map(|meaning| meaning.said));
        for mention in mentioned {
            let preferred = &mut self.plan.preferred;
            let values = if mention.role { &mut preferred.roles } else { &mut preferred.sections };
            if !values.contains(&mention.value) {
                values.push(mention.value);
            }
        }
        Ok(())
    }

    /// The plain words of a short query in a row, where stop words stand among them.
    fn in_a_row(&mut self, expr: &Expr) -> Result<()> {
        let Expr::And(parts) = expr else { return Ok(()) };
        let mut text = String::new();
        for part in parts {
            let Expr::Word(word) = part else { return Ok(()) };
            text.push_str(word);
            text.push(' ');
        }
        let words = self.analyzer.query_words(&text);
        let stops = words.iter().filter(|word| word.stop).count();
        if words.len() > LONGEST_ROW || stops == 0 || stops == words.len() {
            return Ok(());
        }
        let marks = self.plan.marks.clone();
        if let Some((node, weight)) = self.words(text.trim_end(), 0, self.context.fields.text)? {
            self.plan.in_a_row = Some((node, weight * IN_A_ROW));
        }
        self.plan.marks = marks;
        Ok(())
    }

    /// Adds a wanted clause; a word that is there already gains weight instead.
    fn want(&mut self, wanted: Wanted) {
        if let Node::Word(word) = &wanted.node {
            for known in &mut self.plan.wanted {
                if let Node::Word(same) = &mut known.node
                    && same.terms == word.terms
                {
                    if self.ranking.repeats {
                        same.weight += word.weight;
                        known.weight += wanted.weight;
                    }
                    return;
                }
            }
        }
        self.plan.wanted.push(wanted);
    }

    /// A clause that is there so many times, as one.
    fn repeated(&self, (mut node, weight): Weighed, times: f32) -> Weighed {
        if times == 1.0 || !self.ranking.repeats {
            return (node, weight);
        }
        node.scale(times);
        (node, weight * times)
    }

    /// Clauses in parentheses: all of them.
    fn group(&mut self, parts: &[Expr]) -> Result<Option<Weighed>> {
        let (mut nodes, mut excluded, mut weight) = (Vec::new(), Vec::new(), 0.0);
        for (_, part, times) in distinct(parts) {
            match part {
                Expr::Not(inner) => excluded.extend(self.node(inner)?.map(|(node, _)| node)),
                other => {
                    if let Some(found) = self.node(other)? {
                        let (node, more) = self.repeated(found, times);
                        nodes.push(node);
                        weight += more;
                    }
                }
            }
        }
        let node = match nodes.len() {
            0 if excluded.is_empty() => return Ok(None),
            0 => Node::Everything,
            1 => nodes.remove(0),
            _ => Node::All(nodes),
        };
        Ok(Some((if excluded.is_empty() { node } else { Node::Without(Box::new(node), excluded) }, weight)))
    }

    /// One clause and its weight; none where it holds nothing that can be searched.
    fn node(&mut self, expr: &Expr) -> Result<Option<Weighed>> {
        let (text_field, heading) = (self.context.fields.text, self.context.fields.heading);
        match expr {
            Expr::All => Ok(Some((Node::Everything, 0.0))),
            Expr::Word(text) => self.words(text, 0, text_field),
            Expr::Phrase { text, slop } => self.words(text, *slop, text_field),
            Expr::Prefix(text) => self.prefix(text, text_field),
            Expr::Title(inner) => match &**inner {
                Expr::Word(text) => self.words(text, 0, heading),
                Expr::Phrase { text, slop } => self.words(text, *slop, heading),
                Expr::Prefix(text) => self.prefix(text, heading),
                other => self.node(other),
            },
            Expr::Is(facet, value) => Ok(Some((self.value(*facet, value)?, 0.0))),
            Expr::And(parts) => self.group(parts),
            Expr::Or(parts) => {
                let mut nodes = Vec::with_capacity(parts.len());
                let mut weight: f32 = 0.0;
                for (_, part, _) in distinct(parts) {
                    if let Some((node, own)) = self.group(std::slice::from_ref(part))? {
                        nodes.push(node);
                        weight = weight.max(own);
                    }
                }
                Ok(if nodes.is_empty() { None } else { Some((Node::Any(nodes), weight)) })
            }
            Expr::Not(inner) => {
                Ok(self.node(inner)?.map(|(node, _)| (Node::Without(Box::new(Node::Everything), vec![node]), 0.0)))
            }
        }
    }

    /// A word, or several in a row where punctuation or quotes join them.
    pub(in crate::engine) fn words(&mut self, text: &str, slop: u32, field: Field) -> Result<Option<Weighed>> {
        let words = self.analyzer.query_words(text);
        if words.is_empty() || words.len() == 1 && words[0].stop && !self.only_stop_words {
            return Ok(None);
        }
        let mut weight = 0.0;
        let mut parts = Vec::with_capacity(words.len());
        for word in &words {
            let node = self.word(word, text, field)?;
            weight += node.weight;
            parts.push(PhrasePart { place: word.position as u32, word: node });
        }
        Ok(match parts.len() {
            1 => parts.pop().map(|part| (Node::Word(part.word), weight)),
            _ => Some((Node::Phrase { words: parts, slop, text: text.to_owned() }, weight)),
        })
    }

    /// Looks a word up. A stop word weighs nothing beside words that tell more.
    pub(super) fn word(&mut self, word: &QueryWord, text: &str, field: Field) -> Result<WordNode> {
        let fields = self.context.fields;
        let terms = |field: Field| terms_of(word, field);
        let found = self.context.statistics.live(&terms(field))?;
        let idf = self.context.statistics.section_idf(found);
        let weight = if word.stop && !self.only_stop_words { 0.0 } else { idf };
        for term in &word.terms {
            let mark = self.plan.marks.words.entry(term.clone()).or_insert(weight);
            *mark = mark.max(weight);
        }
        Ok(WordNode {
            terms: terms(field),
            heading: terms(fields.heading),
            crumbs: terms(fields.crumbs),
            weight,
            found,
            text: text.get(word.start..word.end).unwrap_or(&word.form).to_owned(),
        })
    }

    /// Whether every word of a node is somewhere in the index.
    pub(in crate::engine) fn exists(&self, node: &Node) -> Result<bool> {
        let words: Vec<&WordNode> = match node {
            Node::Word(word) => vec![word],
            Node::Phrase { words, .. } => words.iter().map(|part| &part.word).collect(),
            _ => return Ok(true),
        };
        for word in words {
            if self.context.statistics.live(&word.terms)? == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
