//! Acronyms in the index: terms of one field, so that they are part of the commit and go with their guide.
//!
//! A definition is two terms of the guide's first section, one to look it up by its short form and one by its long
//! form. A term holds all there is to know but the guide, which its document tells:
//!
//! ```text
//! way ␟ form looked up ␟ the other form, as it is looked up ␟ short form ␟ long form ␟ line
//! ```

use std::cell::RefCell;
use std::collections::HashMap;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Searcher, TERMINATED};

use crate::engine::analysis::{Analyzer, Language};
use crate::engine::embedded::store::entry::Values;
use crate::engine::embedded::store::schema::Fields;
use crate::engine::embedded::unreadable::unreadable;
use crate::error::Result;
use crate::guide::Acronym;

/// Stands between the parts of a term, and never in them.
const BETWEEN: char = '\u{1f}';

/// Sorts after [`BETWEEN`] and after the space between words of a long form, before all else that may follow them.
const AFTER: char = '!';

/// Longest term in bytes; a definition beyond is not kept. Tantivy takes 65,530.
const LONGEST: usize = 4000;

/// The first part of terms that are looked up by the short form.
const BY_SHORT: &str = "s";

/// The first part of terms that are looked up by the long form.
const BY_LONG: &str = "l";

/// What a guide says a short form stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::engine) struct Definition {
    /// The short form, as the guide writes it.
    pub short: String,
    /// The long form, as the guide writes it.
    pub long: String,
    /// The terms of the long form, apart by spaces: two writings of one long form have the same.
    pub long_terms: String,
    /// The key of the guide.
    pub key: String,
    /// The line in its source file, 1-based.
    pub line: u32,
}

impl Definition {
    /// The short form by which it is looked up: in lower case, without hyphens and the like, so that `CI/CD` is found
    /// by `cicd`. `R&D` and `RD` stay apart.
    pub(in crate::engine) fn short_key(&self) -> String {
        short_key(&self.short)
    }
}

/// Adds the acronyms of a guide to the document of its first section.
pub(in crate::engine) fn add(document: &mut Values, fields: &Fields, acronyms: &[Acronym]) {
    thread_local! {
        static ANALYZER: RefCell<Analyzer> = RefCell::new(Analyzer::default());
    }
    for Acronym { short, long, line } in acronyms {
        let by_short = short_key(short);
        let by_long = ANALYZER.with_borrow_mut(|analyzer| long_terms(long, analyzer)).join(" ");
        let whole = [by_short.as_str(), &by_long, short, long].iter().all(|part| !part.contains(BETWEEN));
        for (way, own, other) in [(BY_SHORT, &by_short, &by_long), (BY_LONG, &by_long, &by_short)] {
            let term = [way, own, other, short, long, &line.to_string()].join("\u{1f}");
            if whole && term.len() <= LONGEST {
                document.add_text(fields.acronym, &term);
            }
        }
    }
}

/// The definitions of a short form, whatever its capitals; `SLOs` finds those of `SLO` where it has none of its own.
///
/// The long form that most guides give comes first, all its definitions together in the order of guide and line. Costs
/// one look into the dictionary of each segment where there are none.
///
/// # Errors
/// Where the index cannot be read.
pub(in crate::engine) fn of_short(searcher: &Searcher, fields: &Fields, short: &str) -> Result<Vec<Definition>> {
    let singular = short.strip_suffix('s').filter(|singular| singular.ends_with(char::is_uppercase));
    for form in std::iter::once(short).chain(singular) {
        let found = scan(searcher, fields, &whole(BY_SHORT, &short_key(form)), |_| true)?;
        if !found.is_empty() {
            return Ok(ranked(found, |definition| definition.long_terms.clone()));
        }
    }
    Ok(Vec::new())
}

/// The definitions of the longest long form that `terms` (words as the index has them, stop words among them) begin
/// with, and how many of the terms it takes; none where there is no such long form. The short form that most guides
/// give comes first.
///
/// Costs two looks into the dictionary of each segment where there are none.
///
/// # Errors
/// Where the index cannot be read.
pub(in crate::engine) fn of_long(
    searcher: &Searcher,
    fields: &Fields,
    terms: &[String],
) -> Result<Option<(usize, Vec<Definition>)>> {
    let Some(first) = terms.first() else { return Ok(None) };
    let mut found = Vec::new();
    if let Some(second) = terms.get(1) {
        let begins =
            |long: &str| long.split(' ').enumerate().all(|(at, word)| terms.get(at).is_some_and(|t| t == word));
        let from = format!("{BY_LONG}{BETWEEN}{first} {second}");
        found = scan(searcher, fields, &(from.clone(), format!("{from}{AFTER}")), begins)?;
    }
    if found.is_empty() {
        found = scan(searcher, fields, &whole(BY_LONG, first), |_| true)?;
    }
    let words = |definition: &Definition| definition.long_terms.split(' ').count();
    let Some(longest) = found.iter().map(words).max() else { return Ok(None) };
    found.retain(|definition| words(definition) == longest);
    Ok(Some((longest, ranked(found, Definition::short_key))))
}

/// Every definition in the index.
///
/// # Errors
/// Where the index cannot be read.
pub(in crate::engine) fn all(searcher: &Searcher, fields: &Fields) -> Result<Vec<Definition>> {
    let range = (format!("{BY_SHORT}{BETWEEN}"), format!("{BY_SHORT}{AFTER}"));
    scan(searcher, fields, &range, |_| true)
}

/// The words of a long form as the index has them; a hyphen counts as a space.
pub(in crate::engine) fn long_terms(long: &str, analyzer: &mut Analyzer) -> Vec<String> {
    let spaced = long.replace(['-', '\u{2010}', '\u{2011}', '/'], " ");
    let words = analyzer.words(&spaced, Language::English).into_iter();
    words.filter(|word| !word.extra).map(|word| word.term).collect()
}

fn short_key(short: &str) -> String {
    short.chars().filter(|c| c.is_alphanumeric() || *c == '&').flat_map(char::to_lowercase).collect()
}

/// The terms for one form: the first of them, and what comes after the last.
fn whole(way: &str, form: &str) -> (String, String) {
    (format!("{way}{BETWEEN}{form}{BETWEEN}"), format!("{way}{BETWEEN}{form} "))
}

/// The definitions of live documents among the terms of a range, if the form they are looked up by is `wanted`.
fn scan(
    searcher: &Searcher,
    fields: &Fields,
    (from, to): &(String, String),
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<Definition>> {
    let mut found = Vec::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(fields.acronym).map_err(unreadable)?;
        let range = inverted.terms().range().ge(from).lt(to);
        let mut stream = range.into_stream().map_err(|error| unreadable(error.into()))?;
        let mut keys = None;
        while stream.advance() {
            let term = std::str::from_utf8(stream.key()).unwrap_or_default();
            if !term.split(BETWEEN).nth(1).is_some_and(&wanted) {
                continue;
            }
            let Some(definition) = read(term) else { continue };
            let postings = inverted.read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic);
            let mut postings = postings.map_err(|error| unreadable(error.into()))?;
            while postings.doc() != TERMINATED {
                if !segment.is_deleted(postings.doc()) {
                    if keys.is_none() {
                        keys = segment.fast_fields().str("key").map_err(unreadable)?;
                    }
                    let mut key = String::new();
                    if let Some(keys) = &keys
                        && let Some(ordinal) = keys.ords().first(postings.doc())
                    {
                        keys.ord_to_str(ordinal, &mut key).map_err(|error| unreadable(error.into()))?;
                    }
                    found.push(Definition { key, ..definition.clone() });
                }
                postings.advance();
            }
        }
    }
    Ok(found)
}

/// The definition a term holds, its guide still to be told.
fn read(term: &str) -> Option<Definition> {
    let mut parts = term.split(BETWEEN);
    let [way, form, other, short, long, line] = std::array::from_fn(|_| parts.next());
    let long_terms = if way? == BY_SHORT { other? } else { form? };
    Some(Definition {
        short: short?.to_owned(),
        long: long?.to_owned(),
        long_terms: long_terms.to_owned(),
        key: String::new(),
        line: line?.parse().ok()?,
    })
}

/// Definitions with those that agree in `form` together: the form that most guides give first, then by the first guide
/// and line that gives it.
fn ranked(mut found: Vec<Definition>, form: impl Fn(&Definition) -> String) -> Vec<Definition> {
    found.sort_by(|a, b| (&a.key, a.line).cmp(&(&b.key, b.line)));
    let mut groups: HashMap<String, (usize, usize)> = HashMap::new();
    for (at, definition) in found.iter().enumerate() {
        groups.entry(form(definition)).or_insert((0, at)).0 += 1;
    }
    found.sort_by_key(|definition| {
        groups.get(&form(definition)).map(|(count, first)| (std::cmp::Reverse(*count), *first))
    });
    found
}

#[cfg(test)]
mod tests {
    use tantivy::schema::Term;
    use tantivy::{Index, IndexWriter, Searcher};

    use super::{add, all, long_terms, of_long, of_short};
    use crate::engine::analysis::Analyzer;
    use crate::engine::embedded::store::entry::{Entry, Values};
    use crate::engine::embedded::store::packed;
    use crate::engine::embedded::store::schema::{Fields, schema};
    use crate::guide::Acronym;

    /// Two segments; the guide `gone.md` is deleted.
    fn index() -> (Searcher, Fields) {
        let (schema, fields) = schema();
        let index = Index::create_in_ram(schema);
        packed::register(index.tokenizers());
        let mut writer: IndexWriter<Entry> = index.writer_with_num_threads(1, 20_000_000).unwrap();
        let mut put = |key: &str, acronyms: &[(&str, &str, u32)]| {
            let acronyms: Vec<Acronym> = acronyms
                .iter()
                .map(|(short, long, line)| Acronym { short: (*short).into(), long: (*long).into(), line: *line })
                .collect();
            let mut document = Values::default();
            document.add_text(fields.key, key);
            add(&mut document, &fields, &acronyms);
            writer.add_document(Entry { own: document, ..Entry::default() }).unwrap();
            writer.commit().unwrap();
        };
        put("c.md", &[("IDP", "identity provider", 3), ("CI/CD", "continuous integration/continuous delivery", 4)]);
        put("b.md", &[("IDP", "internal developer platform", 9), ("CI", "continuous integration", 2)]);
        put("a.md", &[("IDP", "Internal developer platforms", 7), ("ID", "identity", 1), ("R&D", "r and\u{1f}d", 1)]);
        put("gone.md", &[("SLO", "service level objective", 1), ("IDP", "identity provider", 1)]);
        writer.delete_term(Term::from_field_text(fields.key, "gone.md"));
        writer.commit().unwrap();
        (index.reader().unwrap().searcher(), fields)
    }

    fn short(form: &str) -> Vec<String> {
        let (searcher, fields) = index();
        let found = of_short(&searcher, &fields, form).unwrap();
        found.iter().map(|found| format!("{} {} {}:{}", found.short, found.long, found.key, found.line)).collect()
    }

    fn long(text: &str) -> Option<(usize, Vec<String>)> {
        let (searcher, fields) = index();
        let terms = long_terms(text, &mut Analyzer::default());
        let found = of_long(&searcher, &fields, &terms).unwrap();
        found
            .map(|(taken, found)| (taken, found.iter().map(|found| format!("{} {}", found.short, found.key)).collect()))
    }

    #[test]
    fn a_short_form_has_its_long_forms_the_most_frequent_first() {
        let expected = [
            "IDP Internal developer platforms a.md:7",
            "IDP internal developer platform b.md:9",
            "IDP identity provider c.md:3",
        ];
        assert_eq!(short("idp"), expected);
        assert_eq!(short("IDPs"), expected);
        assert_eq!(short("ID"), ["ID identity a.md:1"]);
        assert_eq!(short("cicd"), ["CI/CD continuous integration/continuous delivery c.md:4"]);
        for none in ["SLO", "I", "", "idps", "RD", "R&D"] {
            assert!(short(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn the_longest_long_form_is_found_at_the_start_of_terms() {
        let platforms = vec!["IDP a.md".to_owned(), "IDP b.md".to_owned()];
        assert_eq!(long("internal developer platform"), Some((3, platforms.clone())));
        assert_eq!(long("Internal developer-platforms for all"), Some((3, platforms)));
        assert_eq!(long("continuous integration and more"), Some((2, vec!["CI b.md".to_owned()])));
        assert_eq!(long("continuous integration/continuous delivery"), Some((4, vec!["CI/CD c.md".to_owned()])));
        assert_eq!(long("identity provider"), Some((2, vec!["IDP c.md".to_owned()])));
        assert_eq!(long("identity theft"), Some((1, vec!["ID a.md".to_owned()])));
        for none in ["service level objective", "internal developer", "developer platform", "", "internal"] {
            assert_eq!(long(none), None, "{none}");
        }
    }

    #[test]
    fn all_are_the_live_ones() {
        let (searcher, fields) = index();
        let mut keys: Vec<String> = all(&searcher, &fields).unwrap().into_iter().map(|found| found.key).collect();
        keys.sort();
        assert_eq!(keys, ["a.md", "a.md", "b.md", "b.md", "c.md", "c.md"]);
    }
}
