//! The folder an index lives in: generations side by side, and `CURRENT`, which names the one to read.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{self, Step};
use super::metas::{METAS, damaged};
use crate::error::{Error, Result};

const CURRENT: &str = "CURRENT";
const LOCK: &str = "LOCK";
const GENERATION: &str = "gen-";

/// A folder that holds, or may hold, an index.
#[derive(Debug, Clone)]
pub struct IndexFolder {
    path: PathBuf,
}

/// Held while an index is being written: one writer at a time.
#[derive(Debug)]
pub(in crate::engine) struct WriteLock {
    _file: File,
}

impl IndexFolder {
    /// The index in the folder `path`, which need not exist yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        IndexFolder { path: path.into() }
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether an index was ever built here.
    ///
    /// # Errors
    /// Where that cannot be told, such as for want of permission: an index that cannot be read is not absent.
    pub fn exists(&self) -> Result<bool> {
        Ok(self.named()?.is_some())
    }

    /// The folder of the generation to read; none where no index was built here.
    ///
    /// # Errors
    /// Where `CURRENT` cannot be read or names nothing sensible.
    pub(in crate::engine) fn current(&self) -> Result<Option<PathBuf>> {
        match self.named()? {
            Some(name) if is_generation(&name) => Ok(Some(self.path.join(name))),
            Some(_) => {
                let file = self.path.join(CURRENT);
                Err(damaged(&file, "names no generation"))
            }
            None => Ok(None),
        }
    }

    /// The folder of the generation that may be updated; none where no index was built here or `CURRENT` names nothing
    /// sensible, for a writer begins anew there.
    ///
    /// # Errors
    /// Where `CURRENT` cannot be read: what it names might be whole.
    pub(in crate::engine) fn current_if_sound(&self) -> Result<Option<PathBuf>> {
        Ok(self.named()?.filter(|name| is_generation(name)).map(|name| self.path.join(name)))
    }

    /// The file that names the generation to read.
    pub(super) fn current_file(&self) -> PathBuf {
        self.path.join(CURRENT)
    }

    /// Whether `CURRENT` names a generation as [`IndexFolder::switch_to`] writes it, to the byte.
    pub(super) fn names_exactly(&self, generation: &Path) -> Result<bool> {
        let file = self.current_file();
        let said = disk::read(&file).map_err(|error| Error::io("read", &file, error))?;
        Ok(said == current_text(generation).as_bytes())
    }

    /// What tells one state of the index from the next: what `CURRENT` says, and the `meta.json` of the generation that it
    /// names.
    pub(super) fn look(&self) -> (Option<String>, Vec<u8>) {
        let named = self.named().unwrap_or_default();
        let metas = named.as_ref().and_then(|name| fs::read(self.path.join(name).join(METAS)).ok());
        (named, metas.unwrap_or_default())
    }

    /// What `CURRENT` says; none where there is no such file.
    fn named(&self) -> Result<Option<String>> {
        let file = self.path.join(CURRENT);
        match disk::read(&file) {
            Ok(name) => Ok(Some(String::from_utf8_lossy(&name).trim().to_owned())),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
            Err(error) => Err(Error::io("read", &file, error)),
        }
    }

    /// Makes the folder and takes its lock.
    ///
    /// # Errors
    /// Where the folder holds something else than an index, cannot be written, or is being written by another process.
    pub(in crate::engine) fn lock(&self) -> Result<WriteLock> {
        disk::step(Step::Create, &self.path)
            .and_then(|()| fs::create_dir_all(&self.path))
            .map_err(|error| Error::io("create the index folder", &self.path, error))?;
        self.refuse_foreign()?;
        let path = self.path.join(LOCK);
        let file = disk::step(Step::Lock, &path)
            .and_then(|()| File::options().create(true).truncate(false).write(true).open(&path))
            .map_err(|error| Error::io("write the index: cannot open", &path, error))?;
        match file.try_lock() {
            Ok(()) => Ok(WriteLock { _file: file }),
            Err(TryLockError::WouldBlock) => {
                Err(Error::user(format!("another `kb index` is writing {}", self.path.display()))
                    .with_hint("wait for it to finish and run the command again"))
            }
            Err(TryLockError::Error(error)) => Err(Error::io("lock", &path, error)),
        }
    }

    /// Whether another process is writing the index at this moment.
    pub fn is_being_written(&self) -> bool {
        let lock = File::open(self.path.join(LOCK));
        lock.is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }

    /// Refuses a folder that [`IndexFolder::lock`] would refuse for what is in it, without making or locking anything.
    ///
    /// # Errors
    /// Where the folder holds something else than an index, or cannot be read.
    pub(in crate::engine) fn refuse_if_foreign(&self) -> Result<()> {
        if self.path.exists() { self.refuse_foreign() } else { Ok(()) }
    }

    /// A folder with anything in it that is not ours might be somebody's work.
    fn refuse_foreign(&self) -> Result<()> {
        let entries = fs::read_dir(&self.path).map_err(|error| Error::io("read", &self.path, error))?;
        let mut foreign =
            entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).filter(|name| {
                !matches!(name.as_str(), CURRENT | LOCK | "CURRENT.new" | "README.md" | ".gitignore")
                    && !is_generation(name)
            });
        match foreign.next() {
            Some(name) => Err(Error::user(format!(
                "{} is no index folder: it holds {name}, which kb did not put there",
                self.path.display()
            ))
            .with_hint("choose an empty or new folder with --index DIR")),
            None => Ok(()),
        }
    }

    /// Makes an empty generation beside the current one.
    pub(in crate::engine) fn new_generation(&self) -> Result<PathBuf> {
        let nanos =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let path = self.path.join(format!("{GENERATION}{nanos:x}-{:x}", std::process::id()));
        disk::create_folder(&path).map_err(|error| Error::io("create", &path, error))?;
        Ok(path)
    }

    /// Makes `generation` the one to read, in one step that either happens or does not.
    pub(in crate::engine) fn switch_to(&self, generation: &Path) -> Result<()> {
        let current = self.current_file();
        // The generation must be there for good before anything names it.
        let switched =
            disk::sync_folder(&self.path).and_then(|()| disk::replace(&current, current_text(generation).as_bytes()));
        switched.map_err(|error| Error::io("write", &current, error))
    }

    /// Deletes every generation but `keep`. Needs the lock; a failure costs nothing but space.
    pub(in crate::engine) fn sweep(&self, keep: Option<&Path>, _lock: &WriteLock) {
        let Ok(entries) = fs::read_dir(&self.path) else { return };
        for entry in entries.flatten() {
            let stale = is_generation(&entry.file_name().to_string_lossy()) && Some(entry.path().as_path()) != keep;
            if stale {
                let _ = disk::delete_folder(&entry.path());
            }
        }
    }
}

/// What `CURRENT` says of a generation.
fn current_text(generation: &Path) -> String {
    let name = generation.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    format!("{name}\n")
}

fn is_generation(name: &str) -> bool {
    name.strip_prefix(GENERATION)
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-'))
}
