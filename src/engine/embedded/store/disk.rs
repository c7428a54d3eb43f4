//! What a writer does to the disk, step by step.
//!
//! Every step is announced to a watcher before it is taken. Nobody watches in an ordinary run; tests do, to let each step
//! fail or be the last one the process takes.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A step on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Makes a folder, or a file to write to.
    Create,
    /// Adds bytes to a file.
    Write,
    /// Makes what was written to a file, or the names in a folder, outlast a power cut.
    Sync,
    /// Gives a file another name.
    Rename,
    /// Deletes a file or a folder.
    Delete,
    /// Opens a file to read it, or asks whether it is there.
    Read,
    /// Takes the lock of the index.
    Lock,
}

/// Told of a step and its file or folder before it is taken. An error is what the step then ends with.
pub type Watcher = dyn Fn(Step, &Path) -> io::Result<()> + Send + Sync;

static WATCHER: OnceLock<Box<Watcher>> = OnceLock::new();

/// Tells `watcher` of every step that writers of this process take from now on. Only the first call counts.
pub fn watch_disk(watcher: Box<Watcher>) {
    let _ = WATCHER.set(watcher);
}

/// Announces a step.
///
/// # Errors
/// What the watcher says.
pub(super) fn step(step: Step, path: &Path) -> io::Result<()> {
    WATCHER.get().map_or(Ok(()), |watcher| watcher(step, path))
}

/// Makes a folder.
pub(super) fn create_folder(path: &Path) -> io::Result<()> {
    step(Step::Create, path)?;
    fs::create_dir(path)
}

/// Makes an empty file to write to, in place of one that may be there.
pub(super) fn create(path: &Path) -> io::Result<File> {
    step(Step::Create, path)?;
    File::create(path)
}

/// Adds bytes to a file; gives how many.
pub(super) fn write(file: &mut File, path: &Path, bytes: &[u8]) -> io::Result<usize> {
    if let Err(error) = step(Step::Write, path) {
        // A disk that is full takes what still fits.
        let _ = file.write(bytes.get(..bytes.len() / 2).unwrap_or_default());
        return Err(error);
    }
    file.write(bytes)
}

/// Makes the content of a file outlast a power cut.
pub(super) fn sync(file: &File, path: &Path) -> io::Result<()> {
    step(Step::Sync, path)?;
    file.sync_data()
}

/// Makes renames and new files in a folder outlast a power cut.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    step(Step::Sync, path)?;
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}

/// Gives a file another name, in place of one that may have it.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    step(Step::Rename, to)?;
    fs::rename(from, to)
}

/// Deletes a file.
pub(super) fn delete(path: &Path) -> io::Result<()> {
    step(Step::Delete, path)?;
    fs::remove_file(path)
}

/// Deletes a folder and all that is in it.
pub(super) fn delete_folder(path: &Path) -> io::Result<()> {
    step(Step::Delete, path)?;
    fs::remove_dir_all(path)
}

/// The content of a file. A pipe or a device in its place would be waited for, or read, without end.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    refuse_irregular(path)?;
    fs::read(path)
}

/// Opens a file to read it, as [`read`] does.
pub(super) fn open(path: &Path) -> io::Result<File> {
    refuse_irregular(path)?;
    File::open(path)
}

fn refuse_irregular(path: &Path) -> io::Result<()> {
    step(Step::Read, path)?;
    let kind = fs::metadata(path)?.file_type();
    if kind.is_file() { Ok(()) } else { Err(io::Error::new(io::ErrorKind::InvalidData, "it is no regular file")) }
}

/// Writes a file in one step that either happens or does not: readers see the old content or the new one, and so do
/// those who come after a power cut.
///
/// # Errors
/// Where the file could not be written; it is then as it was.
pub(super) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut new = path.as_os_str().to_owned();
    new.push(NEW);
    let new = PathBuf::from(new);
    let mut file = create(&new)?;
    let mut left = content;
    while !left.is_empty() {
        let written = write(&mut file, &new, left)?;
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        left = left.get(written..).unwrap_or_default();
    }
    sync(&file, &new)?;
    drop(file);
    rename(&new, path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// What the name of a file ends in that is to take the place of another one.
pub(super) const NEW: &str = ".new";
