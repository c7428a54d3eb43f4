//! The folder an index lives in: generations side by side, and `CURRENT`, which names the one to read.

use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::disk::{self, Step};
use super::metas::{METAS, damaged};
use crate::error::{Error, Result};

const CURRENT: &str = "CURRENT";
/// What is to take its place.
const NEW_CURRENT: &str = "CURRENT.new";
const LOCK: &str = "LOCK";
const GENERATION: &str = "gen-";

/// How long a lock is tried for even where nobody waits: who only looks whether another process writes has it for a
/// moment, see [`IndexFolder::is_being_written`].
const MOMENT: Duration = Duration::from_millis(60);

/// How often a lock that another process has is tried again.
const TRY: Duration = Duration::from_millis(20);

/// A folder that holds, or may hold, an index.
#[derive(Debug, Clone)]
pub struct IndexFolder {
    path: PathBuf,
    wait: Wait,
}

/// How long a writer waits for another one to be done, and who is told when it begins to.
#[derive(Clone)]
struct Wait {
    patience: Duration,
    told: Arc<dyn Fn() + Send + Sync>,
}

impl fmt::Debug for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.patience.fmt(f)
    }
}

/// Held while an index is being written: one writer at a time.
#[derive(Debug)]
pub(in crate::engine) struct WriteLock {
    _file: File,
}

impl IndexFolder {
    /// The index in the folder `path`, which need not exist yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        IndexFolder { path: path.into(), wait: Wait { patience: Duration::ZERO, told: Arc::new(|| {}) } }
    }

    /// The same folder, whose writer waits so long for another one to be done. `told` is called where it has to wait,
    /// once and at once.
    #[must_use]
    pub fn waiting(self, patience: Duration, told: impl Fn() + Send + Sync + 'static) -> Self {
        IndexFolder { wait: Wait { patience, told: Arc::new(told) }, ..self }
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
        let Some(name) = self.named()? else { return Ok(None) };
        if !is_generation(&name) {
            return Err(damaged(&self.current_file(), "names no generation"));
        }
        let generation = self.path.join(name);
        // What a link leads to is not ours, and a writer deletes what it does not know.
        if generation.is_symlink() {
            return Err(damaged(&generation, "is a symbolic link"));
        }
        Ok(Some(generation))
    }

    /// The folder of the generation that may be updated; none where no index was built here or `CURRENT` names nothing
    /// sensible or a link, for a writer begins anew there.
    ///
    /// # Errors
    /// Where `CURRENT` cannot be read: what it names might be whole.
    pub(in crate::engine) fn current_if_sound(&self) -> Result<Option<PathBuf>> {
        match self.current() {
            Err(Error::Damaged { .. }) => Ok(None),
            current => current,
        }
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
    pub fn look(&self) -> (Option<String>, Vec<u8>) {
        let named = self.named().unwrap_or_default();
        let metas = named.as_ref().and_then(|name| disk::read(&self.path.join(name).join(METAS)).ok());
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

    /// Makes the folder and takes its lock, waiting for it as [`IndexFolder::waiting`] says.
    ///
    /// # Errors
    /// Where the folder holds something else than an index, cannot be written, or is being written by another process.
    pub(in crate::engine) fn lock(&self) -> Result<WriteLock> {
        let started = Instant::now();
        let mut told = false;
        loop {
            if let Some(lock) = self.try_lock()? {
                return Ok(lock);
            }
            let waited = started.elapsed();
            if waited >= self.wait.patience.max(MOMENT) {
                return Err(Error::user(format!("another `kb index` is writing {}", self.path.display()))
                    .with_hint("wait for it to finish and run the command again"));
            }
            if waited >= MOMENT && !told {
                (self.wait.told)();
                told = true;
            }
            std::thread::sleep(TRY);
        }
    }

    /// Makes the folder and takes its lock; none where another process has it.
    fn try_lock(&self) -> Result<Option<WriteLock>> {
        disk::step(Step::Create, &self.path)
            .and_then(|()| fs::create_dir_all(&self.path))
            .map_err(|error| Error::io("create the index folder", &self.path, error))?;
        self.refuse_foreign()?;
        let path = self.path.join(LOCK);
        if path.is_symlink() {
            return Err(Error::user(format!("cannot write the index: {} is a symbolic link", path.display()))
                .with_hint("delete it: kb made a file there"));
        }
        let file = disk::step(Step::Lock, &path)
            .and_then(|()| File::options().create(true).truncate(false).write(true).open(&path))
            .map_err(|error| Error::io("write the index: cannot open", &path, error))?;
        match file.try_lock() {
            // The folder may have been deleted, and another one made in its place, since the file was opened.
            Ok(()) => Ok(is_at(&file, &path).then_some(WriteLock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
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

    /// A folder with anything in it that is not ours might be somebody's work. Where an index is, it is one of ours,
    /// whatever a system or a person has put beside it; nothing of that is touched.
    fn refuse_foreign(&self) -> Result<()> {
        if self.named().is_ok_and(|name| name.is_some_and(|name| is_generation(&name))) {
            return Ok(());
        }
        let entries = fs::read_dir(&self.path).map_err(|error| Error::io("read", &self.path, error))?;
        let mut foreign =
            entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).filter(|name| {
                !matches!(name.as_str(), CURRENT | LOCK | NEW_CURRENT | "README.md" | ".gitignore")
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

    /// Deletes every generation but `keep`, and what is left of a switch. Needs the lock; a failure costs nothing but space.
    pub(in crate::engine) fn sweep(&self, keep: Option<&Path>, _lock: &WriteLock) {
        let left = self.path.join(NEW_CURRENT);
        if left.is_file() {
            let _ = disk::delete(&left);
        }
        for generation in self.generations() {
            if Some(generation.as_path()) != keep {
                let folder = fs::symlink_metadata(&generation).is_ok_and(|data| data.is_dir());
                let _ = if folder { disk::delete_folder(&generation) } else { disk::delete(&generation) };
            }
        }
    }

    /// What goes by the name of a generation.
    pub(super) fn generations(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        let named = entries.filter(|entry| is_generation(&entry.file_name().to_string_lossy()));
        named.map(|entry| entry.path()).collect()
    }
}

/// Whether an open file is the one at this path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    let of = |data: fs::Metadata| (data.dev(), data.ino());
    matches!((file.metadata().map(of), path.metadata().map(of)), (Ok(open), Ok(there)) if open == there)
}

/// Whether an open file is the one at this path: an open file cannot be deleted here.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
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
