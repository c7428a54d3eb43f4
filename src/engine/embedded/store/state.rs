//! What a commit says of itself, and the side files that belong to it.
//!
//! The payload of a Tantivy commit is small and names its side files by their own hash. A side file is written and
//! synced before the commit that names it, so either both are there or neither counts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

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

    pub(in crate::engine) fn read_record(&self, generation: &Path) -> Result<Record> {
        read_side_file(generation, &self.record)
    }

    pub(in crate::engine) fn read_files(&self, generation: &Path) -> Result<Files> {
        read_side_file(generation, &self.files)
    }

    /// Deletes side files of earlier commits. A failure costs nothing but space.
    pub(in crate::engine) fn sweep(&self, generation: &Path) {
        let Ok(entries) = fs::read_dir(generation) else { return };
        for name in entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()) {
            let side_file = name.starts_with("record-") || name.starts_with("files-");
            if side_file && name != self.record && name != self.files {
                let _ = fs::remove_file(generation.join(name));
            }
        }
    }
}

/// Seconds since 1970.
pub(in crate::engine) fn now() -> i64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}

/// Writes `value` under a name made of its own hash. It is never whole in memory: the list of a million files would be
/// half a gigabyte.
fn write_side_file(generation: &Path, kind: &str, value: &impl Serialize) -> Result<String> {
    let new = generation.join(format!("{kind}-new.json"));
    let failed = |error| Error::io("write", &new, error);
    let mut out = Hashed { file: BufWriter::new(File::create(&new).map_err(failed)?), hasher: blake3::Hasher::new() };
    serde_json::to_writer(&mut out, value).map_err(|error| failed(error.into()))?;
    let Hashed { file, hasher } = out;
    file.into_inner().map_err(|error| failed(error.into_error()))?.sync_all().map_err(failed)?;
    let name = format!("{kind}-{}.json", &hasher.finalize().to_hex()[..32]);
    fs::rename(&new, generation.join(&name)).map_err(failed)?;
    Ok(name)
}

/// A file that knows the hash of what was written to it.
struct Hashed {
    file: BufWriter<File>,
    hasher: blake3::Hasher,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn read_side_file<T: DeserializeOwned>(generation: &Path, name: &str) -> Result<T> {
    let path = generation.join(name);
    let bytes = fs::read(&path).map_err(|error| damaged(&path, &error.to_string()))?;
    let digest = blake3::hash(&bytes).to_hex();
    if !name.contains(&digest[..32]) {
        return Err(damaged(&path, "its content does not match its name"));
    }
    serde_json::from_slice(&bytes).map_err(|error| damaged(&path, &error.to_string()))
}

fn damaged(path: &Path, why: &str) -> Error {
    Error::user(format!("the index is damaged: {} ({why})", path.display()))
        .with_hint("run `kb index --rebuild` to build it anew")
}
