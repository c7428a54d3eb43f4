//! How text becomes words: one analysis for guides and queries, so that what was indexed is what is looked for.
//!
//! ```text
//! text ─► tokenizer: runs of letters and digits ─► folding: one form for one word ─► stemming: its term
//!                    └► identifiers: C++, .NET, v1.2.3, getUserName, on-call
//! ```
//!
//! A guide is analyzed in its own language, a query in every language of the index. Stop words keep their place:
//! phrases need them. The parts of a name share the place of the whole.

mod detection;
mod folding;
mod identifiers;
mod language;
mod lexicon;
mod scripts;
mod stemming;
mod stopwords;
mod tokenizer;

#[cfg(test)]
mod soak;
#[cfg(test)]
mod tests;

pub(super) use detection::detect;
pub(super) use language::Language;
pub(super) use lexicon::TextId;
pub(super) use scripts::is_by_character;
pub(super) use stopwords::is_carrier;

use std::collections::HashMap;

use folding::{LONGEST, fold};
use lexicon::{Known, Lexicon};
use stemming::stem;
use tokenizer::Span;

/// Changes whenever the same text would give other words: an index built with another version is built anew.
pub(super) const VERSION: u32 = 6;

/// A word of a guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// The indexed form: folded, and stemmed in the language of the guide.
    pub term: String,
    /// The same before it was stemmed, which is what a prefix is compared with.
    pub form: String,
    /// The place among the words of the text, from 0, stop words counted.
    pub position: usize,
    /// Where it stands in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Whether it is a stop word.
    pub stop: bool,
    /// Whether it is a further way to find what stands at this position: a part of a name, or the whole of one with its
    /// symbols. It follows the word it belongs to and does not count in lengths.
    pub extra: bool,
}

/// A word of a guide as numbers of the analyzer's lexicon; the rest is as in [`Word`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub term: TextId,
    pub form: TextId,
    pub position: usize,
    pub start: usize,
    pub end: usize,
    pub stop: bool,
    pub extra: bool,
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QueryWord {
    /// Any of these is the word: its terms in the languages of the index, English first, each once.
    pub terms: Vec<String>,
    /// Folded and not stemmed, as [`Word::form`].
    pub form: String,
    /// The place among the words of the query, from 0.
    pub position: usize,
    /// Where it stands in the query, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Whether it is a stop word.
    pub stop: bool,
}

/// First bytes of words that are looked for: telling by them costs far less than making a word what it is indexed as.
#[derive(Debug, Clone)]
pub(super) struct Beginnings([bool; 256]);

impl Beginnings {
    pub(super) fn of<'a>(forms: impl Iterator<Item = &'a String>) -> Self {
        let mut bytes = [false; 256];
        forms.filter_map(|form| form.bytes().next()).for_each(|byte| bytes[usize::from(byte)] = true);
        Beginnings(bytes)
    }

    /// Whether a word that begins with this byte may be one of them, capitals aside.
    fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte.to_ascii_lowercase())]
    }

    /// Whether one begins with its dot, as `.net` does.
    fn with_dot(&self) -> bool {
        self.0[usize::from(b'.')]
    }
}

/// Splits text into words. It remembers words it has seen: keep one per thread, or make one per query.
pub(super) struct Analyzer {
    /// Languages of queries that differ in how they stem, English first.
    languages: Vec<Language>,
    /// The terms of words of queries, which are asked for again and again while a query is compiled.
    query_terms: HashMap<String, Vec<String>>,
    lexicon: Lexicon,
    spans: Vec<Span>,
}

impl Default for Analyzer {
    /// For queries to an index whose guides are all English.
    fn default() -> Self {
        Analyzer::new(&[])
    }
}

impl Analyzer {
    /// For queries to an index that holds guides in these languages. English is always among them.
    pub(super) fn new(languages: &[Language]) -> Self {
        let mut distinct = vec![Language::English];
        for language in languages {
            if !distinct.iter().any(|known| known.algorithm() == language.algorithm()) {
                distinct.push(*language);
            }
        }
        Analyzer { languages: distinct, query_terms: HashMap::new(), lexicon: Lexicon::default(), spans: Vec::new() }
    }

    /// The words of a guide's text, in order; the extra ones right after the word they belong to.
    pub(super) fn words(&mut self, text: &str, language: Language) -> Vec<Word> {
        let mut places = Vec::new();
        self.begin_guide(language);
        self.places(text, &mut places);
        self.words_at(&places)
    }

    /// The same, but words that cannot begin as asked for may be left out, and positions count what is left.
    pub(super) fn words_beginning(&mut self, text: &str, language: Language, begin: &Beginnings) -> Vec<Word> {
        // Stems of other languages may begin otherwise than their words.
        let all = language.algorithm() != Language::English.algorithm() || begin.with_dot();
        let mut places = Vec::new();
        self.begin_guide(language);
        self.places_where(text, &mut places, |span| {
            all || !span.ascii || span.capitals || span.digits || begin.has(text.as_bytes()[span.start])
        });
        self.words_at(&places)
    }

    fn words_at(&self, places: &[Place]) -> Vec<Word> {
        let word = |place: &Place| Word {
            term: self.text(place.term).to_owned(),
            form: self.text(place.form).to_owned(),
            position: place.position,
            start: place.start,
            end: place.end,
            stop: place.stop,
            extra: place.extra,
        };
        places.iter().map(word).collect()
    }

    /// Prepares for the texts of a guide in this language. Numbers that [`Analyzer::places`] gave before are void.
    pub(super) fn begin_guide(&mut self, language: Language) {
        self.lexicon.begin(language);
    }

    /// What a number of [`Analyzer::places`] stands for.
    pub(super) fn text(&self, id: TextId) -> &str {
        self.lexicon.text(id)
    }

    /// Puts the words of a text of the guide that was begun into `places`, as [`Analyzer::words`] gives them.
    pub(super) fn places(&mut self, text: &str, places: &mut Vec<Place>) {
        self.places_where(text, places, |_| true);
    }

    fn places_where(&mut self, text: &str, places: &mut Vec<Place>, wanted: impl Fn(&Span) -> bool) {
        let Analyzer { lexicon, spans, .. } = self;
        tokenizer::find(text, spans);
        places.clear();
        let mut position = 0;
        for (n, span) in spans.iter().enumerate().filter(|(_, span)| wanted(span)) {
            let Some(Known { form, term, stop }) = lexicon.word(&text[span.range()], span.ascii) else { continue };
            let (start, end) = (span.start, span.end);
            places.push(Place { term, form, position, start, end, stop: stop && span.ascii, extra: false });
            let mut extras = Extras { places, lexicon, position };
            extras.add_symbols(text, span);
            extras.add_parts(text, span);
            extras.add_joined(text, &spans[n..]);
            position += 1;
        }
    }

    /// The words of a query, in order. A name with symbols is only found with them: `C++` is not `C`.
    pub(super) fn query_words(&mut self, text: &str) -> Vec<QueryWord> {
        tokenizer::find(text, &mut self.spans);
        let mut words = Vec::with_capacity(self.spans.len());
        for span in &self.spans {
            let form = fold(&text[span.range()], span.ascii);
            if form.is_empty() {
                continue;
            }
            let position = words.len();
            let dot = identifiers::dot_start(text, span).filter(|start| identifiers::dot_begins_name(text, *start));
            let symbol = identifiers::symbol_end(text, span);
            if symbol.is_some() || dot.is_some() {
                let (start, end) =
                    if symbol.is_some() { (span.start, symbol) } else { (dot.unwrap_or(span.start), None) };
                let end = end.unwrap_or(span.end);
                let form = format!("{}{form}{}", &text[start..span.start], &text[span.end..end]);
                words.push(QueryWord { terms: vec![form.clone()], form, position, start, end, stop: false });
                continue;
            }
            let languages = &self.languages;
            let known = self.query_terms.entry(form.clone());
            let mut terms = known.or_insert_with_key(|form| terms(form, languages)).clone();
            if identifiers::is_version(text, span) {
                terms.push(form[1..].to_owned());
            }
            let stop = span.ascii && stopwords::is_stop_word(&form);
            words.push(QueryWord { terms, form, position, start: span.start, end: span.end, stop });
        }
        words
    }
}

/// The terms of a folded word in some languages, each once.
fn terms(form: &str, languages: &[Language]) -> Vec<String> {
    let mut terms: Vec<String> = Vec::with_capacity(1);
    for language in languages {
        let term = stem(form, *language);
        if !terms.iter().any(|known| *known == term) {
            terms.push(term.into_owned());
        }
    }
    terms
}

/// Adds further ways to find a word at its position.
struct Extras<'a> {
    places: &'a mut Vec<Place>,
    lexicon: &'a mut Lexicon,
    position: usize,
}

impl Extras<'_> {
    fn push(&mut self, term: TextId, form: TextId, start: usize, end: usize) {
        let mut here = self.places.iter().rev().take_while(|place| place.position == self.position);
        if here.any(|place| place.term == term) {
            return;
        }
        self.places.push(Place { term, form, position: self.position, start, end, stop: false, extra: true });
    }

    /// Adds a name that is not stemmed.
    fn push_name(&mut self, name: &str, start: usize, end: usize) {
        let name = self.lexicon.id(name);
        self.push(name, name, start, end);
    }

    /// The whole of a name with its symbols: `c++`, `.net`.
    fn add_symbols(&mut self, text: &str, span: &Span) {
        if let Some(end) = identifiers::symbol_end(text, span) {
            let name = fold(&text[span.range()], span.ascii) + &text[span.end..end];
            self.push_name(&name, span.start, end);
        }
        if let Some(start) = identifiers::dot_start(text, span) {
            let name = format!(".{}", fold(&text[span.range()], span.ascii));
            self.push_name(&name, start, span.end);
        }
    }

    /// The words inside a name, and the number of a version without its letter.
    fn add_parts(&mut self, text: &str, span: &Span) {
        if span.capitals {
            for hump in identifiers::humps(&text[span.range()]) {
                let (start, end) = (span.start + hump.start, span.start + hump.end);
                let Some(Known { form, term, stop }) = self.lexicon.word(&text[start..end], true) else { continue };
                if end - start > 1 && !stop {
                    self.push(term, form, start, end);
                }
            }
        }
        if identifiers::is_version(text, span) {
            self.push_name(&text[span.start + 1..span.end], span.start, span.end);
        }
    }

    /// Words that hyphens join, as the one word they may be written as: `on-call` is `oncall`.
    fn add_joined(&mut self, text: &str, spans: &[Span]) {
        let count = identifiers::hyphenated(text, spans);
        if count == 0 || identifiers::is_joined_before(text, &spans[0]) {
            return;
        }
        let form: String = spans[..count].iter().map(|span| fold(&text[span.range()], span.ascii)).collect();
        if form.len() <= LONGEST {
            // Plain letters are folded once for all, and so found again as if they were written so.
            let ascii = form.is_ascii();
            let known = if ascii { self.lexicon.word(&form, ascii) } else { Some(self.lexicon.form(&form)) };
            let Some(Known { form, term, .. }) = known else { return };
            self.push(term, form, spans[0].start, spans[count - 1].end);
        }
    }
}
