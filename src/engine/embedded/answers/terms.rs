//! Words that set the guides of a role apart: those that its sections have more often than others would have it by
//! chance, see [`super::likelihood`].
//!
//! What is counted is sections, so that a word which one section repeats is not taken for a word of the role; a section
//! has the words of its heading, of the headings above it and of its text. Words are counted in all their forms (by
//! their stems) and shown in the form that most of the role's sections use.

use std::cmp::Reverse;

use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocAddress, TERMINATED};

use super::drill::Selection;
use super::likelihood::log_likelihood;
use super::sides::{SegmentSides, merged};
use crate::engine::analysis::Analyzer;
use crate::engine::embedded::matching::postings::WordPostings;
use crate::engine::embedded::ranking::statistics::Statistics;
use crate::engine::embedded::ranking::weights::saturated;
use crate::engine::embedded::store::engine::Engine;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::{Error, Result};
use crate::query::DrillDown;
use crate::results::{JSON_VERSION, RoleTerm, RoleTerms, Sides};

/// A word must be in this many sections of the role …
const LEAST: u64 = 2;
/// … or in one, where the role has fewer sections than this.
const FEW: u64 = 10;

impl Engine {
    /// The words that set sections for `role` apart from those for `against`, or else from all others; at most `limit`
    /// (0 for all). Stop words and numbers are left out.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a role nobody knows, with the nearest, and where either side has no section;
    /// [`Error::User`] where both are the same.
    pub fn terms(&self, role: &str, against: Option<&str>, limit: usize) -> Result<RoleTerms> {
        let roles = std::iter::once(role).chain(against).map(str::to_owned).collect();
        let drill_down = DrillDown { roles, ..DrillDown::default() };
        let selection = Selection::resolve(&drill_down, &self.searcher, &self.fields, &self.record)?;
        let mut roles = selection.values[0].iter().cloned();
        let (role, against) = (roles.next().unwrap_or_default(), roles.next());
        let mut segments = Vec::new();
        for (reader, columns) in self.searcher.segment_readers().iter().zip(&self.columns) {
            segments.push(SegmentSides::open(reader, columns, &role, against.as_deref())?);
        }
        let all = SegmentSides::all(&segments);
        check(&role, against.as_deref(), all)?;
        let terms = self.telling_terms(&segments, all, limit)?;
        Ok(RoleTerms { version: JSON_VERSION, role, against, sections: all, terms })
    }

    /// The words that set the sections inside apart from those outside, `all` being how many there are of each; at most
    /// `limit` (0 for all).
    pub(super) fn telling_terms(&self, segments: &[SegmentSides], all: Sides, limit: usize) -> Result<Vec<RoleTerm>> {
        let limit = if limit == 0 { usize::MAX } else { limit };
        let mut analyzer = Analyzer::new(&self.state.languages);
        let mut terms = Vec::new();
        for (term, sections, score) in self.candidates(segments, all)? {
            if terms.len() == limit {
                break;
            }
            let text = self.written(&term, segments, &mut analyzer)?;
            if analyzer.query_words(&text).iter().any(|word| word.stop) {
                continue;
            }
            let Some(example) = self.example(&term, segments)? else { continue };
            let section = self.stored(example)?;
            let path = self.record.shown_path(&section.key);
            terms.push(RoleTerm {
                text,
                sections,
                score,
                id: section.id,
                path,
                lines: section.lines,
                unit: section.unit,
            });
        }
        Ok(terms)
    }

    /// Terms that the role's sections have more often, most telling first.
    fn candidates(&self, segments: &[SegmentSides], all: Sides) -> Result<Vec<(String, Sides, f64)>> {
        let mut terms = Vec::new();
        for (reader, sides) in self.searcher.segment_readers().iter().zip(segments) {
            terms.extend(sides.terms(reader, self.fields.text, "", is_word)?);
        }
        let least = if all.inside < FEW { 1 } else { LEAST };
        let more = |sides: &Sides| {
            u128::from(sides.inside) * u128::from(all.outside) > u128::from(sides.outside) * u128::from(all.inside)
        };
        let mut telling: Vec<(String, Sides, f64)> = merged(terms)
            .into_iter()
            .filter(|(_, sides)| sides.inside >= least && more(sides))
            .map(|(term, sides)| {
                let score = log_likelihood(sides.inside, all.inside, sides.outside, all.outside);
                (term, sides, score)
            })
            .collect();
        telling.sort_unstable_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
        Ok(telling)
    }

    /// The form of a term that most of the role's sections use.
    fn written(&self, term: &str, segments: &[SegmentSides], analyzer: &mut Analyzer) -> Result<String> {
        // Stemming hardly ever changes how a word begins; where it does, every form is looked at.
        let letters = if term.chars().count() > 3 { 2 } else { 1 };
        let beginning = term.char_indices().nth(letters).map_or(term, |(end, _)| &term[..end]);
        for start in [beginning, ""] {
            let mut is_form = |form: &str| {
                let words = analyzer.query_words(form);
                words.iter().any(|word| word.terms.iter().any(|known| known == term))
            };
            let mut forms = Vec::new();
            for (reader, sides) in self.searcher.segment_readers().iter().zip(segments) {
                forms.extend(sides.terms(reader, self.fields.forms, start, &mut is_form)?);
            }
            let best = merged(forms).into_iter().min_by_key(|(form, sides)| (Reverse(sides.inside), form.len()));
            if let Some((form, _)) = best {
                return Ok(form);
            }
        }
        Ok(term.to_owned())
    }

    /// The section of the role that is most about a term; of equals the first by path and line.
    fn example(&self, term: &str, segments: &[SegmentSides]) -> Result<Option<DocAddress>> {
        let term = [Term::from_field_text(self.fields.text, term)];
        let average = Statistics::new(&self.searcher, &self.state).section_words;
        let mut best = None;
        for (number, (reader, sides)) in (0..).zip(self.searcher.segment_readers().iter().zip(segments)) {
            let facts = self.columns[number as usize].sections().map_err(unreadable)?;
            let mut postings = WordPostings::open(reader, &term, IndexRecordOption::WithFreqs).map_err(unreadable)?;
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                if sides.is_inside(doc) {
                    let length = facts.of(doc).words() as f32 / average;
                    let about = saturated(postings.frequency() as f32, length);
                    let place = self.places().of(DocAddress::new(number, doc));
                    let better = |(known, at, _): &(f32, (u32, u32), DocAddress)| {
                        about > *known || about == *known && place < *at
                    };
                    if best.as_ref().is_none_or(better) {
                        best = Some((about, place, DocAddress::new(number, doc)));
                    }
                }
                postings.advance();
            }
        }
        Ok(best.map(|(_, _, address)| address))
    }
}

/// Whether a term is a word: it has a letter, and is not a single one as in `a` and `don't`. In scripts written without
/// spaces every character is a word.
fn is_word(term: &str) -> bool {
    term.len() > 1 && term.chars().any(char::is_alphabetic)
}

fn check(role: &str, against: Option<&str>, all: Sides) -> Result<()> {
    match against {
        Some(other) if other == role => {
            Err(Error::user(format!("`{role}` cannot be held against itself")).with_hint("give --against another role"))
        }
        _ if all.inside == 0 => Err(Error::not_found(format!("no section has the role `{role}`"))
            .with_hint("`kb facets` lists the roles that sections have")),
        Some(other) if all.outside == 0 => {
            Err(Error::not_found(format!("no section has the role `{other}` and not `{role}`"))
                .with_hint("`kb facets` lists the roles that sections have"))
        }
        None if all.outside == 0 => Err(Error::not_found(format!("every section has the role `{role}`"))
            .with_hint("there is nothing to hold them against")),
        _ => Ok(()),
    }
}
