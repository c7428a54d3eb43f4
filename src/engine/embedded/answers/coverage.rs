//! Which topics the guides cover for which roles.
//!
//! A topic is a section facet with all below it, a query (sections that have all it asks for: those that search gives
//! for a part of it do not count as covered), or one of the words that carry most of the guides.

use std::collections::{BTreeMap, HashMap, HashSet};

use tantivy::{DocAddress, DocId};

use super::crossing::{Crossing, RoleSet};
use super::lookup;
use super::search::hints;
use crate::engine::analysis::Analyzer;
use crate::engine::embedded::ranking::order::{Passages, Ranked};
use crate::engine::embedded::store::engine::Engine;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;
use crate::query::{CoverageRequest, DrillDown, Expr, Page, Query, Sort, Topics};
use crate::results::{
    Coverage, CoverageCell, CoveredTopic, Duplicate, Hole, JSON_VERSION, THIN_WORDS, ThinSpot, TopicKind,
};

/// Ids that a thin spot and a duplicate list.
const MOST_IDS: usize = 100;

/// Duplicates that are listed.
const MOST_DUPLICATES: usize = 100;

impl Engine {
    /// Counts sections by topic and role.
    ///
    /// # Errors
    /// [`crate::error::Error::NotFound`] for a role, a topic that is a section facet or a selected value that nobody
    /// knows, with the nearest, and where no role is known; otherwise where the index cannot be read.
    pub fn coverage(&self, request: &CoverageRequest) -> Result<Coverage> {
        let roles = self.compared_roles(&request.drill_down.roles)?;
        let crossing = Crossing::open(&self.columns, &roles)?;
        let mut survey = Survey { engine: self, crossing, roles: &roles, passages: Passages::open(&self.columns)? };
        let mut found = match &request.topics {
            Topics::Sections => survey.sections(request)?,
            Topics::Queries(queries) => survey.queries(queries, TopicKind::Query, request)?,
            Topics::Strongest => {
                let words = self.strongest_words(if request.limit == 0 { usize::MAX } else { request.limit })?;
                let queries: Vec<_> = words.into_iter().map(|word| (word.clone(), Expr::Word(word))).collect();
                survey.queries(&queries, TopicKind::Term, request)?
            }
        };
        let all = found.len();
        if request.limit > 0 {
            found.truncate(request.limit);
        }
        let topics_more = (all - found.len()) as u64;
        survey.tell(found, topics_more, request.least)
    }

    /// The words that carry most of the guides, most first: those for which the number of sections that have them times
    /// the logarithm of how rare they are is largest, which is what a word contributes to all sections' inverse document
    /// frequency (Spärck Jones, "A statistical interpretation of term specificity", 1972).
    fn strongest_words(&self, most: usize) -> Result<Vec<String>> {
        let all = self.state.sections.max(1) as f64;
        let mut words: Vec<(f64, String)> = Vec::new();
        let mut analyzer = Analyzer::new(&self.state.languages);
        let mut by_stem: HashMap<String, (u64, String, u64)> = HashMap::new();
        for word in self.words()? {
            let stem = analyzer.query_words(&word.text).first().and_then(|word| word.terms.first().cloned());
            let known = by_stem.entry(stem.unwrap_or_else(|| word.text.clone())).or_default();
            known.0 += word.sections;
            if word.sections > known.2 {
                (known.1, known.2) = (word.text, word.sections);
            }
        }
        for (sections, word, _) in by_stem.into_values() {
            let share = (sections as f64 / all).min(1.0);
            words.push((-share * share.ln(), word));
        }
        words.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        Ok(words.into_iter().take(most).map(|(_, word)| word).collect())
    }
}

/// What is counted with.
struct Survey<'a> {
    engine: &'a Engine,
    crossing: Crossing<'a>,
    roles: &'a [String],
    passages: Passages<'a>,
}

/// A topic and its sections.
struct Found {
    topic: String,
    name: String,
    kind: TopicKind,
    sections: Vec<DocAddress>,
    /// What a person should know about how it was looked for.
    hints: Vec<String>,
}

impl Survey<'_> {
    /// By section facet: the declared ones, else those that sections for any of the roles have, most sections first.
    fn sections(&mut self, request: &CoverageRequest) -> Result<Vec<Found>> {
        let everything = Query {
            drill_down: DrillDown { roles: Vec::new(), sections: Vec::new(), ..request.drill_down.clone() },
            ..self.whole("", Expr::All)
        };
        let mut by_topic: HashMap<&str, Vec<DocAddress>> = HashMap::new();
        let answer = self.engine.answer(&everything, &mut Analyzer::default())?;
        for (hit, _) in &answer.page.hits {
            for topic in self.crossing.topics_of(hit.address) {
                by_topic.entry(&self.crossing.topics[topic]).or_default().push(hit.address);
            }
        }
        let declared = &self.engine.record.vocabulary.sections;
        let mut names: Vec<String> = if declared.is_empty() {
            let for_somebody = |address: &DocAddress| !self.crossing.roles(*address).is_empty();
            let spoken_of = by_topic.iter().filter(|(_, sections)| sections.iter().any(for_somebody));
            let mut names: Vec<&str> = spoken_of.map(|(name, _)| *name).collect();
            names.sort_unstable_by_key(|name| (std::cmp::Reverse(by_topic[name].len()), *name));
            names.into_iter().map(str::to_owned).collect()
        } else {
            declared.iter().map(|section| section.path.clone()).collect()
        };
        if !request.drill_down.sections.is_empty() {
            let wanted = self.wanted_sections(&request.drill_down.sections, &names)?;
            let is_below = |name: &str, above: &str| name.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'));
            names.retain(|name| wanted.iter().any(|wanted| name == wanted || is_below(name, wanted)));
            let missing: Vec<String> = wanted.into_iter().filter(|wanted| !names.contains(wanted)).collect();
            // A facet that is not declared, or only those below it are.
            names.splice(0..0, missing);
        }
        let found = names.into_iter().map(|topic| Found {
            name: self.engine.section_name(&topic),
            kind: TopicKind::Section,
            sections: by_topic.remove(topic.as_str()).unwrap_or_default(),
            topic,
            hints: Vec::new(),
        });
        Ok(found.collect())
    }

    /// The section facets that were asked for, as they are known: a declared one counts even if no section has it.
    fn wanted_sections(&self, given: &[String], declared: &[String]) -> Result<Vec<String>> {
        let engine = self.engine;
        let known = |given: &String| {
            let bare = given.trim().trim_matches('/').to_lowercase();
            match declared.iter().find(|name| name.to_lowercase() == bare) {
                Some(name) => Ok(name.clone()),
                None => lookup::resolve(&engine.searcher, engine.fields.section, "section", given),
            }
        };
        let mut wanted: Vec<String> = given.iter().map(known).collect::<Result<_>>()?;
        let mut seen = HashSet::new();
        wanted.retain(|name| seen.insert(name.clone()));
        Ok(wanted)
    }

    /// By query.
    fn queries(
        &mut self,
        queries: &[(String, Expr)],
        kind: TopicKind,
        request: &CoverageRequest,
    ) -> Result<Vec<Found>> {
        let mut found = Vec::with_capacity(queries.len());
        for (text, expr) in queries {
            let drill_down = DrillDown { roles: Vec::new(), ..request.drill_down.clone() };
            let query = Query { drill_down, exact: request.exact, all: true, ..self.whole(text, expr.clone()) };
            let answer = self.engine.answer(&query, &mut Analyzer::new(&self.engine.state.languages))?;
            let (hits, hints) = match &answer.plan.corrected {
                Some(meant) => {
                    let hint = format!("“{text}” was looked for as it is written; did you mean “{meant}”?");
                    (Vec::new(), vec![hint])
                }
                None => {
                    let hints = hints(&answer.plan, &answer.scored, &query, answer.page.hits.len() as u64, &[]);
                    (answer.page.hits, hints)
                }
            };
            let sections = hits.into_iter().map(|(hit, _)| hit.address).collect();
            found.push(Found { topic: text.clone(), name: text.clone(), kind, sections, hints });
        }
        Ok(found)
    }

    /// A query for everything that matches, in the order of path and line.
    fn whole(&self, text: &str, expr: Expr) -> Query {
        let page = Page { limit: 0, offset: 0 };
        Query { page, sort: Sort::Path, facets: false, fold: false, ..Query::new(text, expr) }
    }

    /// The counts, and what is wrong with them.
    fn tell(&self, found: Vec<Found>, topics_more: u64, least: u64) -> Result<Coverage> {
        let mut coverage = Coverage {
            version: JSON_VERSION,
            roles: self.roles.to_vec(),
            least,
            topics: Vec::new(),
            topics_more,
            holes: Vec::new(),
            thin: Vec::new(),
            duplicated: Vec::new(),
            duplicated_more: 0,
            hints: Vec::new(),
        };
        let mut told = HashSet::new();
        for mut found in found {
            // For words that guides have, `kb search` says how they are read.
            if found.sections.is_empty() {
                coverage.hints.append(&mut found.hints);
            }
            let counted = self.count(&found)?;
            for (role, cell) in self.roles.iter().zip(&counted.cells) {
                let topic = || found.topic.clone();
                if cell.sections < least {
                    coverage.holes.push(Hole { topic: topic(), role: role.clone(), sections: cell.sections });
                }
                if cell.sections > 0 && cell.words < THIN_WORDS {
                    let ids = self.ids_for(&found, role)?;
                    coverage.thin.push(ThinSpot { topic: topic(), role: role.clone(), words: cell.words, ids });
                }
            }
            for (text, copies) in self.copies(&found) {
                // The same text may be on several topics: once is enough.
                if !told.insert(text) {
                    continue;
                }
                if coverage.duplicated.len() == MOST_DUPLICATES {
                    coverage.duplicated_more += 1;
                    continue;
                }
                let set = copies.iter().fold(RoleSet::default(), |set, copy| set.with(self.crossing.roles(*copy)));
                coverage.duplicated.push(Duplicate {
                    topic: found.topic.clone(),
                    roles: set.each().filter_map(|role| self.roles.get(role).cloned()).collect(),
                    ids: self.engine.also_ids(&copies)?,
                    sections: copies.len() as u64,
                });
            }
            coverage.topics.push(counted);
        }
        Ok(coverage)
    }

    fn count(&self, found: &Found) -> Result<CoveredTopic> {
        let mut cells = vec![CoverageCell::default(); self.roles.len()];
        let mut guides: Vec<HashSet<(u32, DocId)>> = vec![HashSet::new(); self.roles.len()];
        let mut without_role = 0;
        for address in &found.sections {
            let set = self.crossing.roles(*address);
            let sections = self.engine.columns[address.segment_ord as usize].sections().map_err(unreadable)?;
            without_role += u64::from(set.is_empty());
            for role in set.each() {
                cells[role].sections += 1;
                cells[role].words += sections.of(address.doc_id).words();
                guides[role].insert((address.segment_ord, sections.lead(address.doc_id)));
            }
        }
        for (cell, guides) in cells.iter_mut().zip(guides) {
            cell.guides = guides.len() as u64;
        }
        Ok(CoveredTopic {
            topic: found.topic.clone(),
            kind: found.kind,
            name: found.name.clone(),
            total: found.sections.len() as u64,
            without_role,
            cells,
        })
    }

    fn ids_for(&self, found: &Found, role: &str) -> Result<Vec<crate::guide::SectionId>> {
        let place = self.roles.iter().position(|known| known == role).unwrap_or(0);
        let has = |address: &&DocAddress| self.crossing.roles(**address).has(place);
        let addresses: Vec<DocAddress> = found.sections.iter().filter(has).take(MOST_IDS).copied().collect();
        self.engine.also_ids(&addresses)
    }

    /// Texts that several of the sections have, each with those sections, in the order of the first. Sections that speak
    /// to none of the roles are left out.
    fn copies(&self, found: &Found) -> Vec<(u64, Vec<DocAddress>)> {
        let mut by_text: BTreeMap<u64, (usize, Vec<DocAddress>)> = BTreeMap::new();
        for (nth, address) in found.sections.iter().enumerate() {
            let text = self.passages.of(&Ranked { address: *address, score: 0.0 });
            if let Some(text) = text.filter(|_| !self.crossing.roles(*address).is_empty()) {
                by_text.entry(text).or_insert_with(|| (nth, Vec::new())).1.push(*address);
            }
        }
        let mut copies: Vec<(u64, (usize, Vec<DocAddress>))> =
            by_text.into_iter().filter(|(_, (_, copies))| copies.len() > 1).collect();
        copies.sort_unstable_by_key(|(_, (nth, _))| *nth);
        copies.into_iter().map(|(text, (_, copies))| (text, copies)).collect()
    }
}
