//! The words that tell a section from others.

use std::cmp::Ordering;
use std::collections::HashMap;

use tantivy::schema::Term;

use crate::engine::analysis::{Analyzer, Word};
use crate::engine::embedded::ranking::statistics::Statistics;
use crate::engine::embedded::ranking::weights::saturated;
use crate::engine::embedded::store::schema::Fields;
use crate::engine::embedded::store::stored::StoredSection;
use crate::error::Result;

/// Most words that describe a section.
const MOST: usize = 25;

/// A word of the section's own heading counts this often.
const IN_HEADING: f32 = 2.0;

/// How much of a section's text is looked at, in bytes: a longer one has long told what it is about.
const TEXT: usize = 100_000;

/// How many of a section's different words are looked up in the index: those it repeats most.
const LOOKED_UP: usize = 1_000;

/// A word that tells a section from others.
pub(in crate::engine) struct TellingWord {
    pub term: Term,
    /// As the section writes it where it comes first.
    pub written: String,
    /// What it is worth among sections; twice that for a word of the heading.
    pub idf: f32,
    /// The weight of its repetitions in the section, in relation to the section's length: see [`saturated`].
    pub repeated: f32,
}

impl TellingWord {
    /// How much of the section it tells.
    pub(in crate::engine) fn weight(&self) -> f32 {
        self.idf * self.repeated
    }
}

/// The words of a section's heading and text that tell most about it, at most [`MOST`], best first: repeated ones that
/// few sections have. Stop words, parts of names and what no other section has are left out, as are words in more than
/// half of the sections, unless a single other one has them.
pub(in crate::engine) fn telling_words(
    section: &StoredSection,
    statistics: &Statistics<'_>,
    fields: &Fields,
    analyzer: &mut Analyzer,
) -> Result<Vec<TellingWord>> {
    let end = (0..=TEXT.min(section.body.len())).rev().find(|end| section.body.is_char_boundary(*end)).unwrap_or(0);
    let mut counted: HashMap<String, Counted> = HashMap::new();
    let mut length = 0;
    for (heading, text) in [(true, section.title.as_str()), (false, &section.body[..end])] {
        for word in analyzer.words(text, section.language).into_iter().filter(|word| !word.stop && !word.extra) {
            length += 1;
            count(word, text, heading, &mut counted);
        }
    }
    let mut words: Vec<(String, Counted)> = counted.into_iter().collect();
    words.sort_unstable_by(|a, b| b.1.times.cmp(&a.1.times).then_with(|| a.0.cmp(&b.0)));
    words.truncate(LOOKED_UP);

    let length = length as f32 / statistics.section_words;
    let mut telling = Vec::new();
    for (text, Counted { times, written, heading }) in words {
        let term = Term::from_field_text(fields.text, &text);
        let found = statistics.live(std::slice::from_ref(&term))?;
        if found == 2 || found > 2 && found * 2 <= statistics.sections {
            let importance = if heading { IN_HEADING } else { 1.0 };
            let idf = importance * statistics.section_idf(found);
            telling.push(TellingWord { term, written, idf, repeated: saturated(times as f32, length) });
        }
    }
    telling.sort_unstable_by(best_first);
    telling.truncate(MOST);
    Ok(telling)
}

fn best_first(a: &TellingWord, b: &TellingWord) -> Ordering {
    b.weight().total_cmp(&a.weight()).then_with(|| a.term.cmp(&b.term))
}

/// A word of a section.
struct Counted {
    times: u32,
    written: String,
    heading: bool,
}

fn count(word: Word, text: &str, heading: bool, counted: &mut HashMap<String, Counted>) {
    let written = || text.get(word.start..word.end).unwrap_or(&word.form).to_owned();
    let first = || Counted { times: 1, written: written(), heading };
    counted.entry(word.term).and_modify(|known| known.times += 1).or_insert_with(first);
}
