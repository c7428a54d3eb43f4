//! What an index remembers of how it was built: part of the same commit as its documents.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::guide::{Source, Vocabulary};

/// The sources and words an index was built from. Search goes by this record, never by a settings file that may have
/// changed since.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The root of the knowledge base, absolute: paths in results are relative to it.
    pub root: PathBuf,
    /// Where the guides are.
    pub sources: Vec<Source>,
    /// Whether they are what the settings say, and not paths given by hand.
    #[serde(default)]
    pub by_settings: bool,
    /// Roles, section facets and synonyms.
    pub vocabulary: Vocabulary,
    /// The settings file the vocabulary is from, as shown to the user.
    pub settings: String,
    /// A digest of every setting that decides what is built from a file. Where it differs, the index is built anew.
    pub fingerprint: String,
}

impl Record {
    /// The source a guide is from and its path below it.
    pub fn place<'a>(&self, key: &'a str) -> Option<(&Source, &'a str)> {
        if let [only] = self.sources.as_slice() {
            return Some((only, key));
        }
        let below = |source: &Source| key.strip_prefix(source.name.as_str())?.strip_prefix(':');
        self.sources.iter().find_map(|source| Some((source, below(source)?)))
    }

    /// The name of the corpus a guide is from.
    pub fn corpus(&self, key: &str) -> &str {
        self.place(key).map_or("", |(source, _)| source.name.as_str())
    }

    /// The path of a guide below its source.
    pub fn relative<'a>(&self, key: &'a str) -> &'a str {
        self.place(key).map_or(key, |(_, path)| path)
    }

    /// The corpus that goes by a name, capitals aside.
    pub fn corpus_named(&self, name: &str) -> Option<&str> {
        let names = || self.sources.iter().map(|source| source.name.as_str());
        let lower = name.trim().to_lowercase();
        names().find(|known| *known == name.trim()).or_else(|| names().find(|known| known.to_lowercase() == lower))
    }

    /// The source file of a guide, absolute.
    pub fn file(&self, key: &str) -> PathBuf {
        let Some((source, path)) = self.place(key) else { return PathBuf::from(key) };
        let single_file = source.path.file_name().is_some_and(|name| name == path) && source.path.is_file();
        if single_file {
            source.path.clone()
        } else {
            path.split('/').fold(source.path.clone(), |at, part| at.join(part))
        }
    }

    /// The source file of a guide as results show it: relative to the root if inside it, else absolute; `/` between
    /// folders.
    pub fn shown_path(&self, key: &str) -> String {
        self.shown(&self.file(key))
    }

    /// A file as results show it.
    pub fn shown(&self, file: &Path) -> String {
        let shown = file.strip_prefix(&self.root).unwrap_or(file);
        let text = shown.to_string_lossy();
        if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
    }
}
