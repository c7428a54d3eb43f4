//! Makes the documents of the index from the sections of a guide.

use std::cell::RefCell;
use std::sync::Arc;

use super::entry::{Entry, Values};
use super::facts::{Facts, Kind, LeadFacts};
use super::packed::{Placed, push_counted};
use super::schema::{Fields, GAP};
use super::stored::StoredSection;
use crate::engine::analysis::{Analyzer, Language, Place, TextId, detect};
use crate::engine::embedded::ranking::neighbours::digest;
use crate::engine::embedded::ranking::substance::passage;
use crate::engine::record::Record;
use crate::guide::{Guide, Link, Section};

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
pub(in crate::engine) fn documents(fields: &Fields, facts: &GuideFacts, sections: Vec<Section>) -> (Vec<Entry>, u64) {
    thread_local! {
        static MAKER: RefCell<Maker> = RefCell::new(Maker::default());
    }
    let shared = Arc::new(facts.values(fields));
    MAKER.with_borrow_mut(|maker| {
        maker.analyzer.begin_guide(facts.language);
        maker.guide.begin();
        let mut documents = Vec::with_capacity(sections.len());
        for (nth, section) in sections.into_iter().enumerate() {
            let own = maker.section(fields, facts, nth, section);
            documents.push(Entry { own, shared: Arc::clone(&shared), taken: None });
        }
        if let Some(lead) = documents.first_mut() {
            maker.guide.add_to(&mut lead.own, fields, &maker.analyzer);
        }
        let lead_facts = LeadFacts::new(maker.guide.words, maker.guide.title_words.unwrap_or(0)).0;
        documents.iter_mut().for_each(|document: &mut Entry| document.own.add_u64(fields.lead_facts, lead_facts));
        (documents, maker.guide.words)
    })
}

impl GuideFacts {
    /// The values that all sections have.
    fn values(&self, fields: &Fields) -> Values {
        let mut values = Values::default();
        values.add_text(fields.key, &self.key);
        values.add_text(fields.corpus, &self.corpus);
        self.names.iter().for_each(|name| values.add_text(fields.guide, name));
        self.folders.iter().for_each(|folder| values.add_text(fields.path, folder));
        values.add_i64(fields.date, self.date);
        values
    }
}

/// Makes documents, one guide after the other, and keeps what it needs for that.
#[derive(Default)]
struct Maker {
    analyzer: Analyzer,
    /// The words of the heading, the headings above and the body of the section at hand.
    parts: [Vec<Place>; 3],
    guide: WholeGuide,
    /// By the number of a form: the last set of forms that has it.
    seen: Vec<u64>,
    /// Sections so far, of all guides.
    sections: u64,
}

impl Maker {
    /// The values of a section alone.
    fn section(&mut self, fields: &Fields, facts: &GuideFacts, nth: usize, section: Section) -> Values {
        let mut values = Values::with_capacity(section.body.len());
        let words = self.add_words(&mut values, fields, &section);
        values.add_text(fields.id, &section.id.0);
        for role in &section.roles {
            values.add_text(fields.role, role);
        }
        for value in with_parents(&section.facet) {
            values.add_text(fields.section, value);
        }
        let mut tags: Vec<&str> = section.tags.iter().flat_map(|tag| with_parents(tag)).collect();
        tags.sort_unstable();
        tags.dedup();
        for tag in tags {
            values.add_text(fields.tag, tag);
        }
        let mut names: Vec<String> = section.links.iter().filter_map(Link::name).collect();
        names.sort_unstable();
        names.dedup();
        names.iter().for_each(|name| values.add_text(fields.link, name));
        values.add_u64(fields.facts, Facts::new(nth as u64, words, Kind::of(&section)).0);
        values.add_u64(fields.passage, passage(&section));
        let stored = StoredSection::new(&facts.key, &facts.title, facts.date, facts.language, section);
        values.write_text(fields.stored, |written| stored.write(written));
        values
    }

    /// Adds the word fields of a section; gives the number of words in its heading and body, stop words left out.
    fn add_words(&mut self, values: &mut Values, fields: &Fields, section: &Section) -> u64 {
        let crumbs = section.breadcrumb.split_last().map_or(&[][..], |(_, above)| above).join("\n");
        let Maker { analyzer, parts, guide, seen, sections } = self;
        for (text, places) in [&section.title, &crumbs, &section.body].into_iter().zip(&mut *parts) {
            analyzer.places(text, places);
        }
        let (analyzer, [heading, crumbs, body]) = (&*analyzer, &*parts);
        let count = guide.add(heading) + guide.add(body);
        for (field, places) in [(fields.heading, heading), (fields.crumbs, crumbs)] {
            values.write_text(field, |packed| {
                let mut placed = Placed::default();
                places.iter().for_each(|place| placed.push(packed, place.position, analyzer.text(place.term)));
            });
        }
        values.write_text(fields.text, |packed| {
            let (mut placed, mut last) = (Placed::default(), None);
            for places in [heading, crumbs, body] {
                let base = last.map_or(0, |last| last + GAP);
                for place in places {
                    placed.push(packed, base + place.position, analyzer.text(place.term));
                    last = Some(base + place.position);
                }
            }
        });
        let words = heading.iter().filter(|place| !place.extra);
        values.add_text(fields.headline, &headline(words.map(|place| analyzer.text(place.form))));
        // Each form once: where they stand does not matter to a prefix.
        let mut add_forms = |packed: &mut String, nth: u64, places: &[Place]| {
            for form in places.iter().map(|place| place.form) {
                if !has(seen, form, nth) {
                    push_counted(packed, 1, analyzer.text(form));
                }
            }
        };
        // Two sets of forms a section.
        *sections += 1;
        values.write_text(fields.heading_forms, |packed| add_forms(packed, 2 * *sections, heading));
        values.write_text(fields.forms, |packed| {
            [heading, crumbs, body].into_iter().for_each(|places| add_forms(packed, 2 * *sections + 1, places));
        });
        count
    }
}

/// Whether the set numbered `nth` was noted as the last to have `form`; notes it.
fn has(seen: &mut Vec<u64>, form: TextId, nth: u64) -> bool {
    if seen.len() <= form.index() {
        seen.resize(form.index() + 1, 0);
    }
    std::mem::replace(&mut seen[form.index()], nth) == nth
}

/// What all sections of a guide say together.
#[derive(Default)]
struct WholeGuide {
    /// How often each term stands in headings and bodies, by the number of the term.
    frequencies: Vec<Frequency>,
    /// The terms that do.
    terms: Vec<TextId>,
    words: u64,
    /// Words of its first heading.
    title_words: Option<u64>,
}

#[derive(Default, Clone, Copy)]
struct Frequency {
    times: u32,
    /// Whether it tells something about the guide: no stop word, no other name for what stands there already.
    telling: bool,
}

impl WholeGuide {
    /// Forgets the guide before.
    fn begin(&mut self) {
        for term in self.terms.drain(..) {
            self.frequencies[term.index()] = Frequency::default();
        }
        (self.words, self.title_words) = (0, None);
    }

    /// Counts the words of a heading or a body; gives their number, stop words left out.
    fn add(&mut self, places: &[Place]) -> u64 {
        let mut words = 0;
        for place in places {
            let telling = !place.stop && !place.extra;
            words += u64::from(telling);
            let index = place.term.index();
            if self.frequencies.len() <= index {
                self.frequencies.resize(index + 1, Frequency::default());
            }
            let known = &mut self.frequencies[index];
            if known.times == 0 {
                self.terms.push(place.term);
            }
            known.times += 1;
            known.telling |= telling;
        }
        self.words += words;
        // The heading of a section comes before its text.
        self.title_words.get_or_insert(words);
        words
    }

    fn add_to(&self, lead: &mut Values, fields: &Fields, analyzer: &Analyzer) {
        let known = || self.terms.iter().map(|term| (analyzer.text(*term), self.frequencies[term.index()]));
        let telling = known().filter(|(_, frequency)| frequency.telling);
        for entry in digest(telling.map(|(term, frequency)| (term, frequency.times))) {
            lead.add_u64(fields.digest, entry);
        }
        lead.write_text(fields.whole, |packed| {
            known().for_each(|(term, frequency)| push_counted(packed, frequency.times as usize, term));
        });
    }
}

/// Longest headline, in bytes.
const HEADLINE: usize = 200;

/// The folded words of a heading joined by a space, so that headings that differ in capitals or punctuation are one; no
/// more of them than fit into [`HEADLINE`] bytes. Further ways to find a word are not among the words.
pub(in crate::engine) fn headline<'a>(forms: impl Iterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for form in forms {
        if line.len() + form.len() >= HEADLINE {
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(form);
    }
    line
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
