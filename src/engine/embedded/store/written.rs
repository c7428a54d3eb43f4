//! The directory that a writer writes to: Tantivy's files, each with its sum, and `meta.json` as [`super::metas`] has it.
//!
//! It differs from Tantivy's own in what happens when things go wrong. What a run that was killed has left behind never
//! stops this one, since files that no commit names are deleted and not stumbled over. And the first error of the disk is
//! kept: Tantivy passes on that a thread of its own has ended, but not why.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback, WatchHandle,
    WritePtr,
};
use tantivy::{Directory, TantivyError};

use super::directory::MANAGED;
use super::disk::{self, Step};
use super::metas::{METAS, Metas, Unusable, seal};
use super::sums::{Sum, Sums};
use crate::error::Error;

/// A generation that is being written.
#[derive(Debug, Clone)]
pub(super) struct WrittenDirectory {
    folder: PathBuf,
    files: MmapDirectory,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    /// What the files hold, those of the last commit and those written since.
    sums: Mutex<Sums>,
    /// The first error of the disk: what was being done, with which file, and what happened.
    trouble: Mutex<Option<(&'static str, PathBuf, io::Error)>>,
}

impl WrittenDirectory {
    /// The directory of a generation whose last commit has the files `sums`.
    pub(super) fn open(folder: &Path, sums: Sums) -> tantivy::Result<WrittenDirectory> {
        let shared = Shared { sums: Mutex::new(sums), ..Shared::default() };
        Ok(WrittenDirectory {
            folder: folder.to_owned(),
            files: MmapDirectory::open(folder)?,
            shared: Arc::new(shared),
        })
    }

    /// What the files hold.
    pub(super) fn sums(&self) -> MutexGuard<'_, Sums> {
        self.shared.sums.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first error of the disk since the directory was opened.
    pub(super) fn trouble(&self) -> Option<Error> {
        let trouble = self.shared.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        trouble.as_ref().map(|(action, path, error)| Error::io(action, path, again(error)))
    }

    fn path(&self, name: &Path) -> PathBuf {
        self.folder.join(name)
    }

    /// Announces a step; keeps what went wrong.
    fn step(&self, step: Step, action: &'static str, name: &Path) -> io::Result<()> {
        disk::step(step, &self.path(name)).map_err(|error| self.shared.note(action, &self.path(name), error))
    }

    fn read_metas(&self) -> Result<Vec<u8>, OpenReadError> {
        let name = Path::new(METAS);
        match Metas::read(&self.folder) {
            Ok(metas) => Ok(metas.json),
            Err(Unusable::Damaged { .. }) if !self.path(name).exists() => {
                Err(OpenReadError::FileDoesNotExist(name.to_owned()))
            }
            Err(unusable) => {
                let error = io::Error::new(ErrorKind::InvalidData, unusable.reason());
                Err(OpenReadError::wrap_io_error(self.shared.note("read", &self.path(name), error), name.to_owned()))
            }
        }
    }

    /// A new file, in place of one that no commit names.
    fn create(&self, name: &Path) -> io::Result<File> {
        let path = self.path(name);
        let create = || File::options().write(true).create_new(true).open(&path);
        self.step(Step::Create, "create", name)?;
        match create() {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && !self.sums().contains(&text(name)) => {
                disk::delete(&path)?;
                create()
            }
            created => created,
        }
    }
}

impl Shared {
    /// Keeps an error, if it is the first one; gives one of its kind.
    fn note(&self, action: &'static str, path: &Path, error: io::Error) -> io::Error {
        let passed_on = again(&error);
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        trouble.get_or_insert((action, path.to_owned(), error));
        passed_on
    }
}

fn text(name: &Path) -> String {
    name.to_string_lossy().into_owned()
}

impl Directory for WrittenDirectory {
    fn get_file_handle(&self, name: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let wrap = |error| OpenReadError::wrap_io_error(error, name.to_owned());
        self.step(Step::Read, "read", name).map_err(wrap)?;
        self.files.get_file_handle(name)
    }

    fn delete(&self, name: &Path) -> Result<(), DeleteError> {
        self.sums().remove(&text(name));
        // What stays although it should not is deleted by the next run.
        disk::step(Step::Delete, &self.path(name))
            .map_err(|error| DeleteError::IoError { io_error: Arc::new(error), filepath: name.to_owned() })?;
        self.files.delete(name)
    }

    fn exists(&self, name: &Path) -> Result<bool, OpenReadError> {
        let wrap = |error| OpenReadError::wrap_io_error(error, name.to_owned());
        self.step(Step::Read, "read", name).map_err(wrap)?;
        self.files.exists(name)
    }

    fn open_write(&self, name: &Path) -> Result<WritePtr, OpenWriteError> {
        let path = self.path(name);
        let file = self.create(name).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => OpenWriteError::FileAlreadyExists(name.to_owned()),
            _ => OpenWriteError::wrap_io_error(self.shared.note("create", &path, error), name.to_owned()),
        })?;
        let shared = Arc::clone(&self.shared);
        let hasher = blake3::Hasher::new();
        Ok(BufWriter::new(Box::new(SummedFile { file, path, name: text(name), hasher, shared })))
    }

    fn atomic_read(&self, name: &Path) -> Result<Vec<u8>, OpenReadError> {
        match name.to_str() {
            Some(METAS) => self.read_metas(),
            Some(MANAGED) => Err(OpenReadError::FileDoesNotExist(name.to_owned())),
            _ => self.files.atomic_read(name),
        }
    }

    fn atomic_write(&self, name: &Path, data: &[u8]) -> io::Result<()> {
        let path = self.path(name);
        let written = match name.to_str() {
            Some(MANAGED) => return Ok(()),
            Some(METAS) => disk::replace(&path, &seal(data, &self.sums())),
            _ => disk::replace(&path, data),
        };
        written.map_err(|error| self.shared.note("write", &path, error))
    }

    fn sync_directory(&self) -> io::Result<()> {
        disk::sync_folder(&self.folder).map_err(|error| self.shared.note("write", &self.folder, error))
    }

    fn acquire_lock(&self, _lock: &Lock) -> Result<DirectoryLock, LockError> {
        // The lock of the whole index is held, see `WriteLock`.
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

/// A file in the making that knows the hash of what was written to it.
struct SummedFile {
    file: File,
    path: PathBuf,
    name: String,
    hasher: blake3::Hasher,
    shared: Arc<Shared>,
}

impl Write for SummedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = disk::write(&mut self.file, &self.path, bytes);
        let written = written.map_err(|error| self.shared.note("write", &self.path, error))?;
        self.hasher.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for SummedFile {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        let ended = disk::sync(&self.file, &self.path).and_then(|()| self.file.metadata());
        let data = ended.map_err(|error| self.shared.note("write", &self.path, error))?;
        let sum = Sum::new(&data, self.hasher.finalize());
        self.shared.sums.lock().unwrap_or_else(PoisonError::into_inner).insert(&self.name, sum);
        Ok(())
    }
}

/// What to say of an error of Tantivy: what the disk said, where it did.
pub(super) fn explain(directory: &WrittenDirectory, what: &str, fresh: bool, error: TantivyError) -> Error {
    if let Some(trouble) = directory.trouble() {
        return trouble;
    }
    match error {
        TantivyError::IoError(io) => Error::io("write", &directory.folder, again(&io)),
        error if fresh => Error::user(format!("cannot {what}: {error}")).with_hint("run the command again"),
        // Whatever it is, everything read again gives a sound index.
        error => Error::damaged(format!("cannot {what}: {error}"))
            .with_hint("run `kb index --rebuild` to build the index anew"),
    }
}

/// An error once more: those of the system cannot be cloned.
fn again(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| io::Error::new(error.kind(), error.to_string()), io::Error::from_raw_os_error)
}
