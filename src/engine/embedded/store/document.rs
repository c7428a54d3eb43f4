//! Makes the documents of the index from the sections of a guide.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use tantivy::schema::{Field, TantivyDocument};
use tantivy::tokenizer::{PreTokenizedString, Token};

use super::facts::{Facts, Kind, LeadFacts};
use super::schema::{Fields, GAP};
use super::stored::StoredSection;
use crate::engine::analysis::{Analyzer, Language, Word, detect};
use crate::engine::embedded::ranking::neighbours::digest;
use crate::engine::embedded::ranking::substance::passage;
use crate::engine::record::Record;
use crate::error::Result;
use crate::guide::{Guide, Section};

/// What every section of a guide shares.
pub(in crate::engine) struct GuideFacts {
    key: String,
    corpus: String,
    title: String,
    date: i64,
    language: Language,
    /// Names by which the guide can be asked for.
    names: Vec<String>,
    /// Paths by which it can be asked for.
    folders: Vec<String>,
}

impl GuideFacts {
    pub(in crate::engine) fn of(guide: &Guide, record: &Record) -> GuideFacts {
        GuideFacts {
            key: guide.key.clone(),
            corpus: record.corpus(&guide.key).to_owned(),
            title: guide.title.clone(),
            date: guide.date,
            language: detect(&sample(guide)),
            names: guide_names(guide, &record.shown_path(&guide.key)),
            folders: folders(&guide.key, &record.shown_path(&guide.key)),
        }
    }

    /// The language of the guide.
    pub(in crate::engine) fn language(&self) -> Language {
        self.language
    }
}

/// Enough of a guide's text to tell its language, in bytes.
const SAMPLE: usize = 4_000;

/// The beginning of a guide's text.
fn sample(guide: &Guide) -> String {
    let mut sample = String::with_capacity(SAMPLE * 2);
    for section in &guide.sections {
        for text in [&section.title, &section.body] {
            let end = (0..=SAMPLE.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
            sample.push_str(&text[..end.unwrap_or(0)]);
            sample.push('\n');
        }
        if sample.len() >= SAMPLE {
            break;
        }
    }
    sample
}

/// The documents of a guide's sections, in order, and how many words they hold, stop words left out.
pub(in crate::engine) fn documents(
    fields: &Fields,
    facts: &GuideFacts,
    sections: Vec<Section>,
) -> Result<(Vec<TantivyDocument>, u64)> {
    thread_local! {
        static ANALYZER: RefCell<Analyzer> = RefCell::new(Analyzer::default());
    }
    let mut documents = Vec::with_capacity(sections.len());
    let mut guide = WholeGuide::default();
    for (nth, section) in sections.into_iter().enumerate() {
        let mut document = TantivyDocument::new();
        let words = ANALYZER.with_borrow_mut(|analyzer| {
            add_words(&mut document, fields, analyzer, facts.language, &section, &mut guide)
        });
        document.add_text(fields.key, &facts.key);
        document.add_text(fields.id, &section.id.0);
        for role in &section.roles {
            document.add_text(fields.role, role);
        }
        for value in with_parents(&section.facet) {
            document.add_text(fields.section, value);
        }
        let mut tags: Vec<&str> = section.tags.iter().flat_map(|tag| with_parents(tag)).collect();
        tags.sort_unstable();
        tags.dedup();
        for tag in tags {
            document.add_text(fields.tag, tag);
        }
        document.add_text(fields.corpus, &facts.corpus);
        for name in &facts.names {
            document.add_text(fields.guide, name);
        }
        for folder in &facts.folders {
            document.add_text(fields.path, folder);
        }
        document.add_i64(fields.date, facts.date);
        document.add_u64(fields.facts, Facts::new(nth as u64, words, Kind::of(&section)).0);
        document.add_u64(fields.passage, passage(&section));
        let stored = StoredSection::new(&facts.key, &facts.title, facts.date, facts.language, section);
        document.add_bytes(fields.stored, &stored.to_bytes()?);
        documents.push(document);
    }
    let words = guide.words;
    if let Some(lead) = documents.first_mut() {
        guide.add_to(lead, fields);
    }
    Ok((documents, words))
}

/// What all sections of a guide say together.
#[derive(Default)]
struct WholeGuide {
    /// How often each term stands in headings and bodies.
    frequencies: HashMap<String, Frequency>,
    words: u64,
    /// Words of its first heading.
    title_words: Option<u64>,
}

#[derive(Default)]
struct Frequency {
    times: u32,
    /// Whether it tells something about the guide: no stop word, no other name for what stands there already.
    telling: bool,
}

impl WholeGuide {
    fn add(&mut self, words: &[Word]) {
        // The heading of a section comes before its text.
        self.title_words.get_or_insert_with(|| words.iter().filter(|word| !word.stop && !word.extra).count() as u64);
        for word in words {
            let telling = !word.stop && !word.extra;
            self.words += u64::from(telling);
            let known = match self.frequencies.get_mut(&word.term) {
                Some(known) => known,
                None => self.frequencies.entry(word.term.clone()).or_default(),
            };
            known.times += 1;
            known.telling |= telling;
        }
    }

    fn add_to(self, lead: &mut TantivyDocument, fields: &Fields) {
        let telling = self.frequencies.iter().filter(|(_, frequency)| frequency.telling);
        for entry in digest(telling.map(|(term, frequency)| (term.as_str(), frequency.times))) {
            lead.add_u64(fields.digest, entry);
        }
        lead.add_u64(fields.lead_facts, LeadFacts::new(self.words, self.title_words.unwrap_or(0)).0);
        // Where the words stand is not kept, so repetitions may follow one another.
        let tokens: Vec<Token> = self
            .frequencies
            .into_iter()
            .flat_map(|(text, frequency)| std::iter::repeat_n(text, frequency.times as usize))
            .map(|text| Token { offset_from: 0, offset_to: 0, position: 0, text, position_length: 1 })
            .collect();
        if !tokens.is_empty() {
            lead.add_pre_tokenized_text(fields.whole, PreTokenizedString { text: String::new(), tokens });
        }
    }
}

/// Adds the word fields of a section; gives the number of words in its heading and body, stop words left out.
fn add_words(
    document: &mut TantivyDocument,
    fields: &Fields,
    analyzer: &mut Analyzer,
    language: Language,
    section: &Section,
    guide: &mut WholeGuide,
) -> u64 {
    let crumbs = section.breadcrumb.split_last().map_or(&[][..], |(_, above)| above).join("\n");
    let mut stream = Vec::new();
    let mut count = 0;
    let mut forms = BTreeSet::new();
    for (field, text) in [(Some(fields.heading), &section.title), (Some(fields.crumbs), &crumbs), (None, &section.body)]
    {
        let base = stream.last().map_or(0, |token: &Token| token.position + GAP);
        let words = analyzer.words(text, language);
        if field != Some(fields.crumbs) {
            count += words.iter().filter(|word| !word.stop && !word.extra).count() as u64;
            guide.add(&words);
        }
        forms.extend(words.iter().map(|word| word.form.clone()));
        if field == Some(fields.heading) {
            add_forms(document, fields.heading_forms, &forms);
            document.add_text(fields.headline, headline(&words));
        }
        let tokens = |base: usize| {
            words.iter().map(move |word| Token {
                offset_from: word.start,
                offset_to: word.end,
                position: base + word.position,
                text: word.term.clone(),
                position_length: 1,
            })
        };
        if let Some(field) = field
            && !words.is_empty()
        {
            let tokens = tokens(0).collect();
            document.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens });
        }
        stream.extend(tokens(base));
    }
    add_forms(document, fields.forms, &forms);
    if !stream.is_empty() {
        document.add_pre_tokenized_text(fields.text, PreTokenizedString { text: String::new(), tokens: stream });
    }
    count
}

/// Longest headline, in bytes.
const HEADLINE: usize = 200;

/// The words of a heading, folded and joined by a space, so that headings that differ in capitals or punctuation are
/// one; no more of them than fit into [`HEADLINE`] bytes.
pub(in crate::engine) fn headline(words: &[Word]) -> String {
    let mut line = String::new();
    for word in words.iter().filter(|word| !word.extra) {
        if line.len() + word.form.len() >= HEADLINE {
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word.form);
    }
    line
}

/// Adds each word form once: where they stand does not matter to a prefix.
fn add_forms(document: &mut TantivyDocument, field: Field, forms: &BTreeSet<String>) {
    let token = |(position, form): (usize, &String)| Token {
        offset_from: 0,
        offset_to: 0,
        position,
        text: form.clone(),
        position_length: 1,
    };
    if !forms.is_empty() {
        let tokens = forms.iter().enumerate().map(token).collect();
        document.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens });
    }
}

/// A hierarchical value and everything above it: `a/b` is `a` and `a/b`. Nothing for an empty one.
fn with_parents(value: &str) -> impl Iterator<Item = &str> {
    let ends = value.match_indices('/').map(|(at, _)| at).chain([value.len()]);
    ends.map(|end| &value[..end]).filter(|part| !part.is_empty())
}

/// Names by which a guide can be asked for, lower-cased: its title, its file with and without extension, its key, and
/// its path as results show it.
fn guide_names(guide: &Guide, shown: &str) -> Vec<String> {
    let key = guide.key.to_lowercase();
    let file = key.rsplit(['/', ':']).next().unwrap_or(&key).to_owned();
    let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem).to_owned();
    let mut names = vec![guide.title.to_lowercase(), stem, file, key, shown.to_lowercase()];
    names.sort_unstable();
    names.dedup();
    names
}

/// A path below its source and as results show it, each folder above it, and the file's own name, lower-cased.
fn folders(key: &str, shown: &str) -> Vec<String> {
    let (key, shown) = (key.to_lowercase(), shown.to_lowercase());
    let path = key.split_once(':').map_or(key.as_str(), |(_, path)| path);
    let mut folders: Vec<String> =
        with_parents(path).chain(with_parents(shown.trim_start_matches('/'))).map(str::to_owned).collect();
    folders.extend(path.rsplit('/').next().map(str::to_owned));
    if path.len() < key.len() {
        folders.extend([key.clone(), key[..key.len() - path.len() - 1].to_owned()]);
    }
    folders.sort_unstable();
    folders.dedup();
    folders
}

#[cfg(test)]
mod tests {
    use super::{folders, with_parents};

    #[test]
    fn a_value_brings_its_parents() {
        assert_eq!(with_parents("a/b/c").collect::<Vec<_>>(), ["a", "a/b", "a/b/c"]);
        assert_eq!(with_parents("").count(), 0);
        assert_eq!(
            folders("s:Docs/A.md", "kb/Docs/A.md"),
            ["a.md", "docs", "docs/a.md", "kb", "kb/docs", "kb/docs/a.md", "s", "s:docs/a.md"]
        );
    }
}
