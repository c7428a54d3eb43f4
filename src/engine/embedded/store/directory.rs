//! A view of an index folder that only reads.
//!
//! Tantivy's own directory takes a lock file for writing even to read, which fails on a read-only disk and in another
//! user's index. Without the lock a concurrent update may delete a file between our reading the list of segments and
//! opening them; [`super::engine::Engine::open`] then simply opens again.

use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr};

/// Memory-mapped files, nothing ever written.
#[derive(Debug, Clone)]
pub(in crate::engine) struct ReadOnlyDirectory {
    files: MmapDirectory,
    /// What `meta.json` said when it was first read: Tantivy reads it several times while an index is opened, and all
    /// of it must be of one commit.
    metas: Arc<OnceLock<Vec<u8>>>,
}

impl ReadOnlyDirectory {
    pub(in crate::engine) fn new(files: MmapDirectory) -> Self {
        ReadOnlyDirectory { files, metas: Arc::default() }
    }

    /// What `meta.json` says.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(in crate::engine) fn metas(&self) -> Result<&[u8], OpenReadError> {
        match self.metas.get() {
            Some(known) => Ok(known),
            None => {
                let read = self.files.atomic_read(Path::new(METAS))?;
                Ok(self.metas.get_or_init(|| read))
            }
        }
    }
}

/// Tantivy's list of segments, and of files that it may delete one day.
const METAS: &str = "meta.json";
const MANAGED: &str = ".managed.json";

fn refused() -> io::Error {
    io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "the index is open for reading only")
}

impl Directory for ReadOnlyDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.files.get_file_handle(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        match path.to_str() {
            Some(METAS) => self.metas().map(<[u8]>::to_vec),
            // Only a writer deletes.
            Some(MANAGED) => Err(OpenReadError::FileDoesNotExist(path.to_owned())),
            _ => self.files.atomic_read(path),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError { io_error: Arc::new(refused()), filepath: path.to_owned() })
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(refused(), path.to_owned()))
    }

    fn atomic_write(&self, _path: &Path, _data: &[u8]) -> io::Result<()> {
        Err(refused())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _lock: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
