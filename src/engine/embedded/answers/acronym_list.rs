//! The acronyms of an index as a list.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::engine::analysis::Analyzer;
use crate::engine::embedded::meaning::acronyms::{self, Definition};
use crate::engine::embedded::store::engine::Engine;
use crate::error::Result;
use crate::results::{AcronymEntry, AcronymPlace};

impl Engine {
    /// Every acronym the guides define, by short form; of several long forms the one that most guides give first.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn acronyms(&self) -> Result<Vec<AcronymEntry>> {
        Ok(self.entries(acronyms::all(&self.searcher, &self.fields)?))
    }

    /// The acronyms with this short form, whatever its capitals, or else with this long form, in the same order.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn acronyms_of(&self, form: &str) -> Result<Vec<AcronymEntry>> {
        let mut found = acronyms::of_short(&self.searcher, &self.fields, form)?;
        if found.is_empty() {
            let terms = acronyms::long_terms(form, &mut Analyzer::default());
            if let Some((taken, long)) = acronyms::of_long(&self.searcher, &self.fields, &terms)?
                && taken == terms.len()
            {
                found = long;
            }
        }
        Ok(self.entries(found))
    }

    /// One entry for each pair of short and long form, however they are written.
    fn entries(&self, found: Vec<Definition>) -> Vec<AcronymEntry> {
        let mut groups: BTreeMap<(String, String), Vec<Definition>> = BTreeMap::new();
        for definition in found {
            groups.entry((definition.short_key(), definition.long_terms.clone())).or_default().push(definition);
        }
        let mut entries: Vec<(String, AcronymEntry)> = Vec::with_capacity(groups.len());
        for ((short_key, _), mut definitions) in groups {
            definitions.sort_by(|a, b| (&a.key, a.line).cmp(&(&b.key, b.line)));
            let mut places: Vec<AcronymPlace> = definitions
                .iter()
                .map(|found| AcronymPlace { path: self.record().shown_path(&found.key), line: found.line })
                .collect();
            places.sort_unstable();
            places.dedup_by(|later, first| later.path == first.path);
            let short = most_frequent(definitions.iter().map(|found| found.short.as_str()));
            let long = most_frequent(definitions.iter().map(|found| found.long.as_str()));
            entries.push((short_key, AcronymEntry { short, long, places, meaning: 1, meanings: 1 }));
        }
        entries.sort_by(|(a_key, a), (b_key, b)| {
            a_key.cmp(b_key).then(b.places.len().cmp(&a.places.len())).then_with(|| a.long.cmp(&b.long))
        });
        for same in entries.chunk_by_mut(|(a_key, _), (b_key, _)| a_key == b_key) {
            let meanings = same.len();
            for (at, (_, entry)) in same.iter_mut().enumerate() {
                (entry.meaning, entry.meanings) = (at + 1, meanings);
            }
        }
        entries.into_iter().map(|(_, entry)| entry).collect()
    }
}

/// The text that occurs most often; of equals the first.
fn most_frequent<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut counts: HashMap<&str, (usize, Reverse<usize>)> = HashMap::new();
    for (at, text) in texts.enumerate() {
        counts.entry(text).or_insert((0, Reverse(at))).0 += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, rank)| *rank);
    most.map(|(text, _)| text.to_owned()).unwrap_or_default()
}
