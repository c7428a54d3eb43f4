//! A topic held against roles: for every section facet in which it occurs, what the guides of each role say.
//!
//! What matches and how it is ranked is what a search for the topic gives. A passage speaks to a role of its own, or to
//! several: by its roles, or because the same text stands in guides of different roles. The latter is shared and given
//! once.

use std::collections::HashMap;
use std::time::Instant;

use tantivy::DocAddress;

use super::crossing::{Crossing, RoleSet};
use super::search::{Answer, echo, hints, took};
use crate::engine::analysis::Analyzer;
use crate::engine::embedded::ranking::order::{Passages, Ranked};
use crate::engine::embedded::store::engine::Engine;
use crate::error::{Error, Result};
use crate::query::{CompareRequest, Page, Query};
use crate::results::{
    ComparedCell, ComparedRole, ComparedRow, Comparison, Hit, JSON_VERSION, QueryEcho, SharedPassage,
};

impl Engine {
    /// Holds the sections that match the request's query against roles and section facets.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a role or a selected facet value that nobody knows, with the nearest, and where no role
    /// is known; [`Error::User`] where there is only one role; otherwise where the index cannot be read.
    pub fn compare(&self, request: &CompareRequest) -> Result<Comparison> {
        let started = Instant::now();
        let roles = self.compared_roles(&request.query.drill_down.roles)?;
        if let [only] = roles.as_slice() {
            return Err(Error::user(format!("`{only}` alone cannot be compared"))
                .with_hint("give another role, too: --role A --role B"));
        }
        let crossing = Crossing::open(&self.columns, &roles)?;
        let mut analyzer = Analyzer::new(&self.state.languages);
        // Roles decide the columns, not what is found: sections without any are counted, too.
        let mut query = request.query.clone();
        query.drill_down.roles.clear();
        let query = Query { page: Page { limit: 0, offset: 0 }, facets: false, fold: false, ..query };
        let answer = self.answer(&query, &mut analyzer)?;

        let mut table = Table::new(roles.len());
        let passages = Passages::open(&self.columns)?;
        for (nth, (ranked, _)) in answer.page.hits.iter().enumerate() {
            let address = ranked.address;
            let topic = self.row_of(address, &crossing);
            table.add(nth, ranked, crossing.roles(address), topic, passages.of(ranked));
        }
        let searched = !answer.plan.wanted.is_empty();
        if !searched {
            table.put_in_order(|topic| self.declared_place(&crossing.topics[topic]));
        }
        let terms = match request.terms {
            Some(most) => self.words_apart(&roles, &crossing, &answer.page.hits, most)?,
            None => Vec::new(),
        };
        let rows_more = table.cut(request.rows);
        let mut rows = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            rows.push(self.compared_row(row, &roles, &crossing, &answer, request, &mut analyzer)?);
        }
        let hints = hints(&answer.plan, &answer.scored, &query, rows.len() as u64, &[]);
        let echoed = echo(&query, &answer.plan, &answer.selection);
        Ok(Comparison {
            version: JSON_VERSION,
            query: QueryEcho { roles: roles.clone(), ..echoed },
            roles: roles.iter().zip(&table.totals).map(|(id, total)| self.compared_role(id, *total)).collect(),
            rows,
            rows_more,
            without_role: table.without_role,
            terms,
            suggestions: answer.plan.suggestions,
            took_ms: took(started),
            hints,
        })
    }

    fn compared_role(&self, id: &str, total: u64) -> ComparedRole {
        let declared = self.record.vocabulary.roles.iter().find(|role| role.id == id);
        let name = declared.map(|role| role.name.as_str()).filter(|name| !name.is_empty()).unwrap_or(id);
        ComparedRole { id: id.to_owned(), name: name.to_owned(), total }
    }

    /// The place of the facet in whose row a section stands: the nearest that is declared, and that of the empty one
    /// where none is; its own where none at all is declared.
    fn row_of(&self, address: DocAddress, crossing: &Crossing<'_>) -> usize {
        let declared = &self.record.vocabulary.sections;
        let is_declared = |topic: &usize| declared.iter().any(|section| section.path == crossing.topics[*topic]);
        let of_section = crossing.topics_of(address);
        let mut nearest = of_section.into_iter().rev();
        let row = if declared.is_empty() { nearest.next() } else { nearest.find(is_declared) };
        row.unwrap_or(0)
    }

    /// Where a section facet stands among the declared ones; last where it is not declared.
    fn declared_place(&self, facet: &str) -> usize {
        let declared = &self.record.vocabulary.sections;
        declared.iter().position(|section| section.path == facet).unwrap_or(declared.len())
    }

    fn compared_row(
        &self,
        row: &Row,
        roles: &[String],
        crossing: &Crossing<'_>,
        answer: &Answer<'_>,
        request: &CompareRequest,
        analyzer: &mut Analyzer,
    ) -> Result<ComparedRow> {
        let mut hit = |passage: &Passage| -> Result<Hit> {
            let mut hit = self.hit(&passage.ranked, &request.query, &answer.plan, analyzer)?;
            hit.rank = passage.nth as u64 + 1;
            hit.also = self.also_ids(&passage.also)?;
            hit.also_more = passage.also.len() - hit.also.len();
            Ok(hit)
        };
        let most = if request.passages == 0 { usize::MAX } else { request.passages };
        let mut shared = Vec::new();
        for passage in row.shared(most, roles.len()) {
            let shared_by = passage.roles.each().filter_map(|role| roles.get(role).cloned()).collect();
            shared.push(SharedPassage { shared_by, hit: hit(passage)? });
        }
        let mut cells = Vec::new();
        for (role, id) in roles.iter().enumerate() {
            let own = row.passages.iter().filter(|passage| passage.roles.has(role) && !passage.roles.is_several());
            let hits = own.take(most).map(&mut hit).collect::<Result<_>>()?;
            cells.push(ComparedCell { role: id.clone(), total: row.totals[role], hits });
        }
        let section = crossing.topics[row.topic].clone();
        Ok(ComparedRow { name: self.section_name(&section), section, shared, cells })
    }
}

/// What was found, by section facet.
struct Table {
    rows: Vec<Row>,
    places: HashMap<usize, usize>,
    /// How many sections each role has.
    totals: Vec<u64>,
    without_role: u64,
}

/// What was found under one section facet.
struct Row {
    topic: usize,
    /// Best first.
    passages: Vec<Passage>,
    /// Where the passages with a text are in that list, by the number of the text.
    by_text: HashMap<u64, usize>,
    /// How many sections each role has.
    totals: Vec<u64>,
}

/// A passage with the roles it speaks to, in whichever guide it stands.
struct Passage {
    ranked: Ranked,
    /// Its place in the whole ranking, from 0.
    nth: usize,
    roles: RoleSet,
    /// Other sections with the same heading and text.
    also: Vec<DocAddress>,
}

impl Table {
    fn new(roles: usize) -> Table {
        Table { rows: Vec::new(), places: HashMap::new(), totals: vec![0; roles], without_role: 0 }
    }

    /// Adds the `nth` best section. `text`: a number that sections with the same heading and text share.
    fn add(&mut self, nth: usize, ranked: &Ranked, roles: RoleSet, topic: usize, text: Option<u64>) {
        if roles.is_empty() {
            self.without_role += 1;
            return;
        }
        let place = *self.places.entry(topic).or_insert_with(|| {
            let totals = vec![0; self.totals.len()];
            self.rows.push(Row { topic, passages: Vec::new(), by_text: HashMap::new(), totals });
            self.rows.len() - 1
        });
        let row = &mut self.rows[place];
        for role in roles.each() {
            self.totals[role] += 1;
            row.totals[role] += 1;
        }
        if let Some(known) = text.and_then(|text| row.by_text.get(&text)) {
            let known = &mut row.passages[*known];
            known.roles = known.roles.with(roles);
            known.also.push(ranked.address);
            return;
        }
        if let Some(text) = text {
            row.by_text.insert(text, row.passages.len());
        }
        row.passages.push(Passage { ranked: *ranked, nth, roles, also: Vec::new() });
    }

    fn put_in_order(&mut self, place: impl Fn(usize) -> usize) {
        // Stable: undeclared facets stay in the order in which guides come to them.
        self.rows.sort_by_key(|row| place(row.topic));
    }

    /// Keeps the first rows (0: all) and tells how many are left out.
    fn cut(&mut self, rows: usize) -> u64 {
        let all = self.rows.len();
        if rows > 0 {
            self.rows.truncate(rows);
        }
        (all - self.rows.len()) as u64
    }
}

impl Row {
    /// The best passages that several roles share: as many as it takes until each of those roles has `most`.
    fn shared(&self, most: usize, roles: usize) -> Vec<&Passage> {
        let mut given = vec![0; roles];
        let mut shared = Vec::new();
        for passage in self.passages.iter().filter(|passage| passage.roles.is_several()) {
            if passage.roles.each().any(|role| given[role] < most) {
                passage.roles.each().for_each(|role| given[role] += 1);
                shared.push(passage);
            }
        }
        shared
    }
}
