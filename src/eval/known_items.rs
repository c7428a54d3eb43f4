//! Questions made from the guides themselves, each with the one section that answers it: known-item search, for which
//! nobody need judge anything (Azzopardi, de Rijke and Balog 2007, "Building simulated queries for known-item topics").

use std::collections::HashMap;

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde::Serialize;

use crate::engine::{Engine, StoredSection, content_words};
use crate::error::Result;
use crate::guide::SectionId;

/// Fewest words of a body that is looked for: of shorter ones there is little to find.
const BODY: usize = 20;
/// Longest heading that is asked for, in words: longer ones are sentences.
const HEADING: usize = 32;
/// Words of a passage that are asked for: as many as people type who remember a passage.
const ASKED: usize = 5;
/// Fewest letters of a word that is asked for: shorter ones tell little.
const LETTERS: usize = 4;

/// What a question was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The heading of a section.
    Headings,
    /// The longest words of a sentence of a section.
    Passages,
    /// An acronym that one guide defines; the section is where it does.
    Acronyms,
}

/// All kinds, in the order they are shown.
pub const KINDS: [Kind; 3] = [Kind::Headings, Kind::Passages, Kind::Acronyms];

impl Kind {
    /// Its name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Headings => "headings",
            Kind::Passages => "passages",
            Kind::Acronyms => "acronyms",
        }
    }

    /// What a section would be asked for by, if it is fit for that.
    fn question(self, section: &StoredSection) -> Option<String> {
        match self {
            _ if !is_long(&section.body) => None,
            Kind::Headings => heading(&section.title),
            Kind::Passages => passage(&section.body),
            // Asked from what was mined, see `acronym_items`.
            Kind::Acronyms => None,
        }
    }
}

/// A question and the section it was made from.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownItem {
    /// What the question was made from.
    pub kind: Kind,
    /// The question.
    pub text: String,
    /// The section.
    pub id: SectionId,
    /// The key of its guide.
    pub key: String,
}

/// Makes up to `sample` questions of one kind (0 for all), spread evenly over the sections in their order. A question that would
/// fit two sections is not asked.
pub fn known_items(kind: Kind, sections: &[StoredSection], sample: usize) -> Vec<KnownItem> {
    let questions: Vec<Option<String>> = sections.par_iter().map(|section| kind.question(section)).collect();
    // All headings count here, also of sections too short to be looked for.
    let mut known: HashMap<String, usize> = HashMap::new();
    for (section, question) in sections.iter().zip(&questions) {
        let text = if kind == Kind::Headings { Some(&section.title) } else { question.as_ref() };
        *known.entry(text.map(|text| folded(text)).unwrap_or_default()).or_default() += 1;
    }
    let mut items = Vec::new();
    for (section, text) in sections.iter().zip(questions) {
        if let Some(text) = text.filter(|text| known.get(&folded(text)) == Some(&1)) {
            items.push(KnownItem { kind, text, id: section.id.clone(), key: section.key.clone() });
        }
    }
    spread(items, sample)
}

/// Makes up to `sample` questions of acronyms (0 for all): those that stand for one thing, defined in one place of a section.
pub fn acronym_items(engine: &Engine, sections: &[StoredSection], sample: usize) -> Result<Vec<KnownItem>> {
    let mut by_path: HashMap<String, Vec<&StoredSection>> = HashMap::new();
    for section in sections {
        by_path.entry(engine.record().shown_path(&section.key)).or_default().push(section);
    }
    let mut items = Vec::new();
    for acronym in engine.acronyms()?.into_iter().filter(|acronym| acronym.meanings == 1) {
        let [place] = acronym.places.as_slice() else { continue };
        let mut here = by_path.get(&place.path).into_iter().flatten();
        let holds = |section: &&&StoredSection| (section.lines.first..=section.lines.last).contains(&place.line);
        if let Some(section) = here.rfind(holds) {
            let (id, key) = (section.id.clone(), section.key.clone());
            items.push(KnownItem { kind: Kind::Acronyms, text: acronym.short, id, key });
        }
    }
    Ok(spread(items, sample))
}

/// Up to `count` of the items, evenly far apart; 0 for all.
fn spread<T>(items: Vec<T>, count: usize) -> Vec<T> {
    let all = items.len();
    let count = if count == 0 { all } else { count.min(all) };
    // The n-th item is taken where the count of items that are due rises with it.
    let due = |n: usize| n * count / all.max(1);
    items.into_iter().enumerate().filter(|(n, _)| due(n + 1) > due(*n)).map(|(_, item)| item).collect()
}

/// Text as it is compared: case and white space do not count.
fn folded(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a body has [`BODY`] words, or twice as many characters of a script that sets no space between words.
fn is_long(body: &str) -> bool {
    let unspaced = |c: &char| matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
    body.split_whitespace().take(BODY).count() == BODY
        || body.chars().filter(unspaced).take(2 * BODY).count() == 2 * BODY
}

/// A heading that says something: two content words or more.
fn heading(title: &str) -> Option<String> {
    let fits = title.split_whitespace().count() <= HEADING && content_words(title).len() >= 2;
    fits.then(|| title.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The longest words of the first sentence of 6 to 20 words that has enough of them, in their order.
fn passage(body: &str) -> Option<String> {
    body.split_inclusive(['.', '!', '?', '\n']).find_map(|sentence| {
        let sentence = sentence.trim();
        let ends = sentence.ends_with(['.', '!', '?']);
        // A row of a table is no sentence.
        if !ends || sentence.contains(" | ") || !(6..=20).contains(&sentence.split_whitespace().count()) {
            return None;
        }
        telling(sentence)
    })
}

fn telling(sentence: &str) -> Option<String> {
    let mut words: Vec<(usize, &str)> = Vec::new();
    for word in content_words(sentence) {
        let new = words.iter().all(|(_, other)| folded(other) != folded(word));
        if new && word.chars().count() >= LETTERS {
            words.push((words.len(), word));
        }
    }
    words.sort_by_key(|(_, word)| std::cmp::Reverse(word.chars().count()));
    words.truncate(ASKED);
    words.sort_unstable();
    let words: Vec<&str> = words.into_iter().map(|(_, word)| word).collect();
    (words.len() == ASKED).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::{heading, is_long, passage, spread};

    #[test]
    fn a_sample_is_spread_evenly() {
        assert_eq!(spread((0..10).collect(), 3), [3, 6, 9]);
        assert_eq!(spread((0..10).collect(), 5), [1, 3, 5, 7, 9]);
        assert_eq!(spread(vec![1, 2], 200), [1, 2]);
        assert!(spread(Vec::<u8>::new(), 200).is_empty());
        assert_eq!(spread(vec![1, 2], 0), [1, 2]);
    }

    #[test]
    fn headings_say_something() {
        assert_eq!(heading("Disaster  recovery"), Some("Disaster recovery".to_owned()));
        assert_eq!(heading("平台工程"), Some("平台工程".to_owned()));
        for nothing in ["", "Overview", "How it is", &"long heading ".repeat(20)] {
            assert_eq!(heading(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_passage_is_asked_for_by_its_longest_words() {
        let body = "A short one. code without an end\n\n| a | table of many cells is | no sentence at all, here.\n\n\
            The granite hammer strikes the marble staircase until granite splinters again. Another sentence.";
        assert_eq!(passage(body), Some("granite hammer strikes staircase splinters".to_owned()));
        assert_eq!(passage("Who is it that has been there for so long?"), None);
    }

    #[test]
    fn bodies_of_few_words_are_not_looked_for() {
        assert!(!is_long("word ".repeat(19).as_str()));
        assert!(is_long("word ".repeat(20).as_str()));
        assert!(is_long(&"石".repeat(40)));
        assert!(!is_long(&"石".repeat(39)));
    }
}
