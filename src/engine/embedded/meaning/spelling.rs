//! Typing mistakes: words that no guide has, or hardly any, and the words that may have been meant.
//!
//! A word of 4 letters may be one edit off, one of 8 letters two; swapped neighbours are one edit. Words with digits or
//! symbols are never touched: they are names, and what is near a name is another name.

use std::collections::BTreeSet;

use tantivy::schema::Term;

use super::compile::Context;
use super::expand::Expander;
use super::mention::Mentions;
use super::nearby::{Beginning, Nearby};
use super::word_terms::{terms_of, terms_of_each};
use crate::engine::analysis::{Analyzer, QueryWord};
use crate::engine::embedded::matching::phrase;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;
use crate::query::Expr;

/// Fewest letters of a word that may be one edit off, and of one that may be two off.
const ONE_EDIT: usize = 4;
const TWO_EDITS: usize = 8;

/// A word that this many sections or fewer have may itself be a mistake …
const RARE: u64 = 2;
/// … if a word one edit off is this many times as frequent.
const FAR_MORE: u64 = 50;

/// A word this short, written with a capital, is taken for a name: what is near a short name is another word.
const SHORT_NAME: usize = 5;

/// Parts of a word that are words by themselves though they are short.
const PARTICLES: [&str; 8] = ["by", "go", "in", "of", "on", "to", "up", "at"];

/// Most unknown words that are named.
const NAMED: usize = 5;

/// A word of the query that was not taken as it stands.
struct Change {
    from: String,
    to: String,
}

/// Sets typing mistakes of one query right.
pub(in crate::engine) struct Spelling<'a> {
    context: &'a Context<'a>,
    expander: &'a Expander,
    mentions: &'a Mentions,
    changes: Vec<Change>,
    /// Words that are in the index and look like mistakes all the same.
    doubts: Vec<Change>,
    unknown: BTreeSet<String>,
}

impl<'a> Spelling<'a> {
    pub(in crate::engine) fn new(context: &'a Context<'a>, expander: &'a Expander, mentions: &'a Mentions) -> Self {
        let (changes, doubts) = (Vec::new(), Vec::new());
        Spelling { context, expander, mentions, changes, doubts, unknown: BTreeSet::new() }
    }

    /// Puts the nearest known word in the place of every unknown one.
    pub(in crate::engine) fn correct(&mut self, expr: &mut Expr, analyzer: &mut Analyzer) -> Result<()> {
        match expr {
            Expr::And(parts) => {
                let mentioned = self.mentions.find(parts);
                for at in 0..parts.len() {
                    let meant = mentioned.iter().any(|mention| mention.parts.contains(&at))
                        || self.expander.knows(&parts[at..], self.context, analyzer)?;
                    match &parts[at] {
                        _ if meant => {}
                        Expr::Word(_) => self.correct_word(&mut parts[at], analyzer)?,
                        _ => self.correct(&mut parts[at], analyzer)?,
                    }
                }
            }
            Expr::Or(parts) => {
                for part in parts {
                    self.correct(part, analyzer)?;
                }
            }
            Expr::Title(inner) => self.correct(inner, analyzer)?,
            Expr::Word(_) => {
                if !self.expander.knows(std::slice::from_ref(&*expr), self.context, analyzer)? {
                    self.correct_word(expr, analyzer)?;
                }
            }
            Expr::All | Expr::Prefix(_) | Expr::Phrase { .. } | Expr::Is(..) | Expr::Not(_) => {}
        }
        Ok(())
    }

    /// The same for a word that is not known to mean something else.
    fn correct_word(&mut self, expr: &mut Expr, analyzer: &mut Analyzer) -> Result<()> {
        let Expr::Word(text) = &*expr else { return Ok(()) };
        if self.mentions.find(std::slice::from_ref(&*expr)).is_empty()
            && let Some(better) = self.better(text, analyzer)?
        {
            *expr = better;
        }
        Ok(())
    }

    /// Whether anything was put in another's place.
    pub(in crate::engine) fn changed(&self) -> bool {
        !self.changes.is_empty()
    }

    /// Whole queries that may have been meant.
    pub(in crate::engine) fn suggestions(&self, expr: &Expr) -> Vec<String> {
        let text = expr.to_string();
        self.doubts.iter().map(|doubt| text.replace(&doubt.from, &doubt.to)).filter(|other| *other != text).collect()
    }

    /// What to tell the user.
    pub(in crate::engine) fn hints(&self) -> Vec<String> {
        let mut hints = Vec::new();
        for Change { from, to } in &self.changes {
            hints.push(format!("no guide has “{from}”, so “{to}” was searched (--exact takes words as they are)"));
        }
        for Change { from, to } in &self.doubts {
            hints.push(format!("did you mean “{to}” instead of “{from}”?"));
        }
        if !self.unknown.is_empty() {
            let named: Vec<String> = self.unknown.iter().take(NAMED).map(|word| format!("“{word}”")).collect();
            let more = self.unknown.len().saturating_sub(NAMED);
            let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
            hints.push(format!("no guide has {}{rest}", named.join(", ")));
        }
        hints
    }

    /// What to search for in the place of a word; none where it stands as it is.
    fn better(&mut self, text: &str, analyzer: &mut Analyzer) -> Result<Option<Expr>> {
        let words = analyzer.query_words(text);
        let [word] = words.as_slice() else {
            if !words.is_empty() && !self.adjacent(&words)? {
                self.unknown.insert(text.to_owned());
            }
            return Ok(None);
        };
        if word.stop {
            return Ok(None);
        }
        let found = self.found(word)?;
        let letters = word.form.chars().count();
        let is_name = !word.form.chars().all(char::is_alphabetic);
        if found > RARE || is_name || letters < ONE_EDIT {
            if found == 0 {
                self.unknown.insert(text.to_owned());
            }
            return Ok(None);
        }
        if found > 0 {
            if let Some((to, times)) = self.near(&word.form, 1)?
                && times >= found * FAR_MORE
            {
                self.doubts.push(Change { from: text.to_owned(), to });
            }
            return Ok(None);
        }
        let better = self.instead_of(&word.form, analyzer)?;
        let short_name = letters <= SHORT_NAME && text.starts_with(char::is_uppercase);
        match better {
            Some(better) if short_name => {
                let to = better.to_string();
                self.unknown.insert(text.to_owned());
                self.doubts.push(Change { from: text.to_owned(), to });
                Ok(None)
            }
            Some(better) => {
                self.changes.push(Change { from: text.to_owned(), to: better.to_string() });
                Ok(Some(better))
            }
            None => {
                self.unknown.insert(text.to_owned());
                Ok(None)
            }
        }
    }

    /// The nearest that guides have: one edit off, else two words written as one, else two edits off.
    fn instead_of(&self, form: &str, analyzer: &mut Analyzer) -> Result<Option<Expr>> {
        if let Some((word, _)) = self.near(form, 1)? {
            return Ok(Some(Expr::Word(word)));
        }
        if let Some(text) = self.apart(form, analyzer)? {
            return Ok(Some(Expr::Phrase { text, slop: 0 }));
        }
        let two = if form.chars().count() >= TWO_EDITS { self.near(form, 2)? } else { None };
        Ok(two.map(|(word, _)| Expr::Word(word)))
    }

    /// Words that guides have and that may be mistakes, each with what may have been meant.
    pub(in crate::engine) fn doubts(&self) -> Vec<(String, String)> {
        let known = self.doubts.iter().filter(|doubt| !self.unknown.contains(&doubt.from));
        known.map(|doubt| (doubt.from.clone(), doubt.to.clone())).collect()
    }

    fn found(&self, word: &QueryWord) -> Result<u64> {
        self.context.statistics.live(&terms_of(word, self.context.fields.text))
    }

    /// The best word at most `edits` off and how many sections have it: the most frequent. The first letter is seldom
    /// wrong, so words with another one come into question only where none with the same is near.
    fn near(&self, form: &str, edits: usize) -> Result<Option<(String, u64)>> {
        match self.most_frequent(form, edits, Beginning::Same)? {
            None => self.most_frequent(form, edits, Beginning::Any),
            found => Ok(found),
        }
    }

    fn most_frequent(&self, form: &str, edits: usize, beginning: Beginning) -> Result<Option<(String, u64)>> {
        let field = self.context.fields.forms;
        let mut near = BTreeSet::new();
        for reader in self.context.statistics.searcher.segment_readers() {
            let inverted = reader.inverted_index(field).map_err(unreadable)?;
            let found = Nearby::new(form, edits).search(inverted.terms(), beginning);
            near.extend(found.map_err(|error| unreadable(error.into()))?);
        }
        let mut best: Option<(u64, String)> = None;
        for word in near.into_iter().filter(|word| word != form) {
            let times = self.context.statistics.live(&[Term::from_field_text(field, &word)])?;
            if times > 0 && best.as_ref().is_none_or(|(known, _)| times > *known) {
                best = Some((times, word));
            }
        }
        Ok(best.map(|(times, word)| (word, times)))
    }

    /// Two words that the guides write next to each other and that are this one when joined.
    fn apart(&self, form: &str, analyzer: &mut Analyzer) -> Result<Option<String>> {
        let mut best: Option<(u64, String)> = None;
        for (at, _) in form.char_indices().skip(2) {
            let (before, after) = form.split_at(at);
            let is_word = |part: &str| part.chars().count() > 2 || PARTICLES.contains(&part);
            if !is_word(before) || !is_word(after) {
                continue;
            }
            let parts = format!("{before} {after}");
            let words = analyzer.query_words(&parts);
            let mut rarest = u64::MAX;
            for word in &words {
                // As it is written: half of a word is often the stem of another.
                let form = Term::from_field_text(self.context.fields.forms, &word.form);
                rarest = rarest.min(self.context.statistics.live(&[form])?);
            }
            if rarest > 0 && best.as_ref().is_none_or(|(known, _)| rarest > *known) && self.adjacent(&words)? {
                best = Some((rarest, parts));
            }
        }
        Ok(best.map(|(_, parts)| parts))
    }

    /// Whether the words stand next to each other in any live section.
    fn adjacent(&self, words: &[QueryWord]) -> Result<bool> {
        let places = terms_of_each(words, self.context.fields.text);
        Ok(phrase::count(self.context.statistics.searcher, &places, 1).map_err(unreadable)? > 0)
    }
}
