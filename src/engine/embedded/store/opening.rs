//! What a writer begins with: the last commit, where it can be updated, or nothing, and why.

use std::path::{Path, PathBuf};

use tantivy::{Index, IndexSettings};

use super::metas::{Metas, Unusable};
use super::schema;
use super::segments;
use super::state::Files;
use super::sums::Sums;
use super::written::{WrittenDirectory, explain};
use crate::engine::record::Record;
use crate::error::{Error, Result};

/// A generation to write to.
pub(super) struct Opened {
    pub(super) generation: PathBuf,
    /// What the files of its segments hold.
    pub(super) sums: Sums,
    /// The files of its last commit.
    pub(super) files: Files,
    /// Whether its last commit was made from the settings of this run.
    pub(super) same_record: bool,
}

impl Opened {
    /// A new generation.
    pub(super) fn empty(generation: PathBuf) -> Opened {
        Opened { generation, sums: Sums::default(), files: Files::new(), same_record: false }
    }
}

/// The generation that is brought up to date; else why a new one is begun.
pub(super) fn to_update(current: Option<&Path>, record: &Record, rebuild: bool) -> std::result::Result<Opened, String> {
    match current {
        None => Err("there was no index".to_owned()),
        Some(_) if rebuild => Err("a rebuild was asked for".to_owned()),
        Some(path) => last_commit(path, record),
    }
}

/// What the last commit of a generation says, where it can be updated; else why not.
fn last_commit(generation: &Path, record: &Record) -> std::result::Result<Opened, String> {
    let reason = |unusable: Unusable| unusable.reason();
    let metas = Metas::read(generation).map_err(reason)?;
    let state = metas.state().map_err(reason)?;
    let old = state.read_record(generation).map_err(reason)?;
    if old.fingerprint != record.fingerprint {
        return Err("the settings have changed".to_owned());
    }
    metas.glance().map_err(reason)?;
    let files = state.read_files(generation).map_err(reason)?;
    Ok(Opened { generation: generation.to_owned(), sums: metas.sums, files, same_record: old == *record })
}

/// The index in a generation.
pub(super) struct Begun {
    pub(super) directory: WrittenDirectory,
    pub(super) index: Index,
    /// Whether the run before was killed between its commit and the merge.
    pub(super) unmerged: bool,
}

impl Begun {
    /// Opens the index, or makes it where the generation is a fresh one.
    pub(super) fn open(generation: &Path, sums: Sums, fresh: bool) -> Result<Begun> {
        let failed = |error| Error::internal(format!("cannot open {}", generation.display()), error);
        let directory = WrittenDirectory::open(generation, sums).map_err(failed)?;
        let index = if fresh {
            Index::create(directory.clone(), schema::schema().0, IndexSettings::default())
        } else {
            Index::open(directory.clone())
        };
        let looked = index.and_then(|index| Ok((segments::too_many(&index)?, index)));
        let what = if fresh { "create the index" } else { "open the index" };
        let (unmerged, index) = looked.map_err(|error| explain(&directory, what, fresh, error))?;
        Ok(Begun { directory, index, unmerged })
    }
}
