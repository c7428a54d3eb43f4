//! What a guide is called in judgements and runs.

use std::collections::{BTreeMap, HashMap};

use super::qrels::Qrels;
use crate::engine::Engine;
use crate::error::{Error, Result};

/// Where the name of a document comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// The file name without its last extension.
    Stem,
    /// The guide's key: its path below its source.
    Path,
}

/// The names of the guides of an index, by key.
#[derive(Debug)]
pub struct Names {
    by_key: HashMap<String, String>,
    /// How many judged documents no guide of the index is.
    pub missing: usize,
}

impl Names {
    /// Names every guide of the index so that judgements know it.
    ///
    /// # Errors
    /// [`Error::User`] where two guides have the name of one judged document, and where no judged document is in the
    /// index at all.
    pub fn new(engine: &Engine, qrels: &Qrels, naming: Naming) -> Result<Names> {
        let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (key, entry) in engine.files()? {
            if entry.skipped.is_none() {
                let name = match naming {
                    Naming::Stem => stem(engine, &key),
                    Naming::Path => key.clone(),
                };
                named.entry(name).or_default().push(key);
            }
        }
        let mut judged: Vec<&str> = qrels.documents().collect();
        judged.sort_unstable();
        judged.dedup();
        for name in &judged {
            if let Some([one, other, ..]) = named.get(*name).map(Vec::as_slice) {
                return Err(Error::user(format!("the judged document `{name}` may be {one} or {other}"))
                    .with_hint("judge documents by their path and use `--doc-id path`"));
            }
        }
        let missing = judged.iter().filter(|name| !named.contains_key(**name)).count();
        if let (true, Some(first)) = (missing == judged.len(), judged.first()) {
            return Err(nothing_judged(first, named.keys().next()));
        }
        // Guides nobody judged may share a name; in a run they still are two documents.
        let by_key = named.into_iter().flat_map(|(name, keys)| {
            let alone = keys.len() == 1;
            keys.into_iter().map(move |key| (key.clone(), if alone { name.clone() } else { key }))
        });
        Ok(Names { by_key: by_key.collect(), missing })
    }

    /// The name of the guide with this key.
    pub fn of(&self, key: &str) -> String {
        self.by_key.get(key).map_or_else(|| key.to_owned(), String::clone)
    }
}

fn stem(engine: &Engine, key: &str) -> String {
    engine.file(key).file_stem().map_or_else(|| key.to_owned(), |stem| stem.to_string_lossy().into_owned())
}

fn nothing_judged(judged: &str, known: Option<&String>) -> Error {
    let error = Error::user("no judged document is in this index");
    match known {
        Some(known) => error.with_hint(format!(
            "documents are judged by names such as `{judged}`; in this index they have names such as `{known}`"
        )),
        None => error.with_hint("the index is empty: run `kb index PATH` with the folder of the guides"),
    }
}
