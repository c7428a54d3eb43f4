//! A view of an index folder that only reads.
//!
//! Tantivy's own directory takes a lock file for writing even to read, which fails on a read-only disk and in another
//! user's index. Without the lock a concurrent update may delete a file between our reading the list of segments and
//! opening them; [`super::engine::Engine::open`] then simply opens again.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr};

use super::metas::METAS;

/// Memory-mapped files, nothing ever written.
#[derive(Debug, Clone)]
pub(super) struct ReadOnlyDirectory {
    files: MmapDirectory,
    /// What Tantivy finds in `meta.json`, which it reads several times while an index is opened: all of it must be of
    /// one commit.
    metas: Arc<[u8]>,
}

impl ReadOnlyDirectory {
    /// `metas` is what Tantivy wrote in `meta.json`.
    pub(super) fn new(files: MmapDirectory, metas: Vec<u8>) -> Self {
        ReadOnlyDirectory { files, metas: metas.into() }
    }
}

/// Tantivy's list of files that it may delete one day. Only a writer deletes, and ours goes by what is in the folder.
pub(super) const MANAGED: &str = ".managed.json";

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
            Some(METAS) => Ok(self.metas.to_vec()),
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
