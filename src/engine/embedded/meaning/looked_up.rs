//! Clauses that must be looked up in the dictionaries of the index: beginnings of words, and values of facets. Each is
//! looked up once for a query, however often the query has it.

use std::collections::{BTreeSet, HashMap};

use tantivy::schema::{Field, Term};

use super::compile::{Compiler, Weighed};
use super::plan::Node;
use crate::engine::embedded::answers::lookup;
use crate::error::Result;
use crate::guide::nearest;
use crate::query::{Expr, Facet};

/// Most words that a prefix stands for. More than this begin alike only for prefixes of a letter or two.
const MOST_EXPANSIONS: usize = 2_000;

/// Most words that all prefixes of a query stand for together: what one search may cost. Each has an equal share.
const MOST_IN_ALL: usize = 8_000;

/// Most unknown values of a query for which the nearest known one is looked for.
const MOST_NEAREST: usize = 3;

/// What has been looked up for a query.
pub(in crate::engine) struct LookedUp {
    /// Most words that one prefix of this query stands for.
    most: usize,
    prefixes: HashMap<(Field, String), Prefix>,
    values: HashMap<(Facet, String), Node>,
    /// Every value of a field of which one was asked for that nobody has.
    known: HashMap<Field, Vec<String>>,
    unknown: usize,
}

/// The words with one beginning, and what one of them is worth.
#[derive(Clone)]
struct Prefix {
    terms: Vec<Term>,
    weight: f32,
}

impl LookedUp {
    /// Nothing yet, for this query.
    pub(in crate::engine) fn new(expr: &Expr) -> LookedUp {
        let mut different = BTreeSet::new();
        prefixes(expr, &mut different);
        LookedUp {
            most: MOST_EXPANSIONS.min(MOST_IN_ALL / different.len().max(1)),
            prefixes: HashMap::new(),
            values: HashMap::new(),
            known: HashMap::new(),
            unknown: 0,
        }
    }
}

/// The different prefixes of a query.
fn prefixes<'a>(expr: &'a Expr, different: &mut BTreeSet<&'a str>) {
    match expr {
        Expr::Prefix(text) => {
            different.insert(text);
        }
        Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|part| prefixes(part, different)),
        Expr::Title(inner) | Expr::Not(inner) => prefixes(inner, different),
        Expr::All | Expr::Word(_) | Expr::Phrase { .. } | Expr::Is(..) => {}
    }
}

impl Compiler<'_> {
    /// Words that begin so, whatever their stem: looked up among the word forms as they stand in guides.
    pub(in crate::engine) fn prefix(&mut self, text: &str, field: Field) -> Result<Option<Weighed>> {
        // The words before the last one are whole: `ci/c*` is "ci" and then something with c.
        let words = self.analyzer.query_words(text);
        let Some(last) = words.last() else { return Ok(None) };
        let in_heading = field == self.context.fields.heading;
        let forms = if in_heading { self.context.fields.heading_forms } else { self.context.fields.forms };
        let Prefix { terms, weight } = self.beginning(&last.form, forms)?;
        let node = Node::AnyOf { terms, weight, text: last.form.clone() };
        if words.len() == 1 {
            return Ok(Some((node, weight)));
        }
        let Some((before, more)) = self.words(&text[..last.start], 0, field)? else { return Ok(Some((node, weight))) };
        Ok(Some((Node::All(vec![before, node]), weight + more)))
    }

    /// The words of a field that begin so.
    fn beginning(&mut self, start: &str, forms: Field) -> Result<Prefix> {
        let key = (forms, start.to_owned());
        if let Some(known) = self.looked_up.prefixes.get(&key) {
            return Ok(known.clone());
        }
        let statistics = &self.context.statistics;
        let most = self.looked_up.most;
        let mut words = lookup::beginning(statistics.searcher, forms, start, most + 1)?;
        if words.len() > most {
            words.truncate(most);
            self.hint(format!(
                "“{start}*” stands for the first {most} words that begin so: more letters find the rest"
            ));
        }
        let terms: Vec<Term> = words.iter().map(|word| Term::from_field_text(forms, word)).collect();
        let found = statistics.live(&terms)?;
        let weight = statistics.section_idf(found.min(statistics.sections));
        if !self.plan.marks.prefixes.contains(&key.1) {
            self.plan.marks.prefixes.push(key.1.clone());
        }
        let prefix = Prefix { terms, weight };
        self.looked_up.prefixes.insert(key, prefix.clone());
        Ok(prefix)
    }

    /// A facet clause. A role may be given by any of its names. A value nobody has is worth a hint.
    pub(in crate::engine) fn value(&mut self, facet: Facet, value: &str) -> Result<Node> {
        let key = (facet, value.to_owned());
        if let Some(known) = self.looked_up.values.get(&key) {
            return Ok(known.clone());
        }
        let fields = self.context.fields;
        let lower = value.to_lowercase();
        let bare = |value: &str| value.trim_matches('/').to_owned();
        let role = self.context.record.vocabulary.role_named(value).map(|role| role.id.clone());
        let corpus = self.context.record.corpus_named(value).map(str::to_owned);
        let known_to_record = facet == Facet::Corpus && corpus.is_some();
        let (field, forms) = match facet {
            Facet::Role => (fields.role, vec![role.unwrap_or(bare(&lower))]),
            Facet::Section => (fields.section, vec![bare(&lower)]),
            Facet::Tag => (fields.tag, vec![bare(value), bare(&lower)]),
            Facet::Corpus => (fields.corpus, vec![corpus.unwrap_or(lower)]),
            // An absolute path needs the `/` it begins with.
            Facet::Guide => (fields.guide, vec![bare(&lower), lower]),
            Facet::Path => (fields.path, vec![bare(lower.trim_start_matches("./"))]),
        };
        let terms: Vec<Term> = forms.iter().map(|form| Term::from_field_text(field, form)).collect();
        if self.context.statistics.live(&terms)? == 0 && !known_to_record {
            let near = self.near(field, value)?.map(|near| format!("; did you mean `{near}`?"));
            self.hint(format!("no {} `{value}` in this index{}", facet.name(), near.unwrap_or_default()));
        }
        let node = Node::Best(terms.into_iter().map(Node::Value).collect());
        self.looked_up.values.insert(key, node.clone());
        Ok(node)
    }

    /// The known value most like one that nobody has; of many such values only the first are looked after.
    fn near(&mut self, field: Field, value: &str) -> Result<Option<String>> {
        self.looked_up.unknown += 1;
        if self.looked_up.unknown > MOST_NEAREST {
            return Ok(None);
        }
        if !self.looked_up.known.contains_key(&field) {
            let values = lookup::values(self.context.statistics.searcher, field)?;
            self.looked_up.known.insert(field, values);
        }
        let known = self.looked_up.known.get(&field);
        Ok(known.and_then(|known| nearest(value, known)).map(str::to_owned))
    }

    /// Advice, once.
    fn hint(&mut self, hint: String) {
        if !self.plan.hints.contains(&hint) {
            self.plan.hints.push(hint);
        }
    }
}
