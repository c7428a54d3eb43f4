//! What a commit says of itself, and the side files that belong to it.
//!
//! The payload of a Tantivy commit is small and names its side files by their own hash. A side file is written and
//! synced before the commit that names it, so either both are there or neither counts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::disk;
use super::file_list::{self, FileList};
use super::metas::Unusable;
use crate::engine::analysis::Language;
use crate::engine::record::Record;
use crate::error::{Error, Result};
use crate::guide::FileEntry;

/// The files of a commit, by guide key.
pub(in crate::engine) type Files = BTreeMap<String, FileEntry>;

/// The payload of a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::engine) struct CommitState {
    /// [`super::schema::VERSION`] at the time.
    pub schema: u32,
    /// [`crate::engine::analysis::VERSION`] at the time.
    pub analysis: u32,
    /// Name of the side file that holds the [`Record`].
    pub record: String,
    /// Name of the side file that holds the [`Files`].
    pub files: String,
    /// How many guides there are: files that gave at least one section.
    pub guides: u64,
    /// How many sections there are.
    pub sections: u64,
    /// How many words those hold, stop words left out.
    pub words: u64,
    /// The languages of the guides, each once.
    #[serde(default)]
    pub languages: Vec<Language>,
    /// When it was committed, seconds since 1970.
    pub time: i64,
}

impl CommitState {
    /// Writes the side files and describes the commit that will name them.
    pub(in crate::engine) fn prepare(generation: &Path, record: &Record, files: &Files) -> Result<CommitState> {
        let indexed = || files.values().filter(|entry| entry.sections > 0);
        let (guides, sections) = CommitState::counts(files);
        let languages: BTreeSet<&String> = indexed().filter_map(|entry| entry.language.as_ref()).collect();
        Ok(CommitState {
            schema: super::schema::VERSION,
            analysis: crate::engine::analysis::VERSION,
            record: write_side_file(generation, "record", record)?,
            files: write_side_file(generation, "files", files)?,
            guides,
            sections,
            words: indexed().map(|entry| entry.words).sum(),
            languages: languages.into_iter().map(|code| Language::from(code.clone())).collect(),
            time: now(),
        })
    }

    /// How many guides and sections files gave.
    pub(in crate::engine) fn counts(files: &Files) -> (u64, u64) {
        let indexed = files.values().filter(|entry| entry.sections > 0);
        indexed.fold((0, 0), |(guides, sections), entry| (guides + 1, sections + u64::from(entry.sections)))
    }

    pub(super) fn read_record(&self, generation: &Path) -> Result<Record, Unusable> {
        read_side_file(generation, &self.record)
    }

    /// Opens the list of files, which a later commit may delete at any time.
    pub(super) fn open_files(&self, generation: &Path) -> Result<FileList, Unusable> {
        file_list::open(&generation.join(&self.files))
    }

    pub(super) fn read_files(&self, generation: &Path) -> Result<Files, Unusable> {
        read_side_file(generation, &self.files)
    }
}

/// Seconds since 1970.
pub(in crate::engine) fn now() -> i64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}

/// Writes `value` under a name made of its own hash. It is never whole in memory: the list of a million files would be
/// half a gigabyte.
fn write_side_file(generation: &Path, kind: &str, value: &impl Serialize) -> Result<String> {
    let new = generation.join(format!("{kind}{}", disk::NEW));
    let failed = |error| Error::io("write", &new, error);
    let file = disk::create(&new).map_err(failed)?;
    let mut out = BufWriter::new(Hashed { file, path: &new, hasher: blake3::Hasher::new() });
    serde_json::to_writer(&mut out, value).map_err(|error| failed(error.into()))?;
    let Hashed { file, hasher, .. } = out.into_inner().map_err(|error| failed(error.into_error()))?;
    disk::sync(&file, &new).map_err(failed)?;
    drop(file);
    let name = format!("{kind}-{}.json", digest(hasher.finalize()));
    disk::rename(&new, &generation.join(&name)).map_err(failed)?;
    Ok(name)
}

/// A file that knows the hash of what was written to it.
struct Hashed<'a> {
    file: File,
    path: &'a Path,
    hasher: blake3::Hasher,
}

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = disk::write(&mut self.file, self.path, bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn read_side_file<T: DeserializeOwned>(generation: &Path, name: &str) -> Result<T, Unusable> {
    let path = generation.join(name);
    let bytes = disk::read(&path).map_err(|error| Unusable::unread(&path, error))?;
    understand(&path, &bytes)
}

/// What a side file of this name holds.
pub(super) fn understand<T: DeserializeOwned>(path: &Path, bytes: &[u8]) -> Result<T, Unusable> {
    let damaged = |what: String| Unusable::Damaged { file: path.to_owned(), what };
    if !path.to_string_lossy().ends_with(&format!("-{}.json", digest(blake3::hash(bytes)))) {
        return Err(damaged("is not as it was written".to_owned()));
    }
    serde_json::from_slice(bytes).map_err(|error| damaged(format!("does not hold what it should ({error})")))
}

/// The part of a hash that is in the name of a side file.
fn digest(hash: blake3::Hash) -> String {
    hash.to_hex().chars().take(32).collect()
}
