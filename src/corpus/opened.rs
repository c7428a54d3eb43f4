//! Opens files of guides so that nothing else is read in their place.
//!
//! Between the walk that found a file and its reading, somebody may put something else there: a pipe that would be waited
//! for without end, a device, a link to a file that is nobody's business. What is opened is held against what was found.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

use crate::error::plain;

use super::walk::SourceFile;

/// Why a file is not read.
#[derive(Debug)]
pub(super) enum Unread {
    /// Something is the matter with it, in words that follow its path and a colon.
    File(String),
    /// Nothing is the matter with it: the system has nothing left to open files with.
    System(io::Error),
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Unread {
        if is_short(&error) {
            Unread::System(error)
        } else {
            Unread::File(format!("cannot be read ({})", plain(&error)))
        }
    }
}

/// Whether too many files are open, in this process or all, or memory is out.
#[cfg(unix)]
fn is_short(error: &io::Error) -> bool {
    use rustix::io::Errno;

    matches!(Errno::from_io_error(error), Some(Errno::MFILE | Errno::NFILE | Errno::NOMEM))
}

#[cfg(not(unix))]
fn is_short(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::OutOfMemory
}

/// Opens a file that a walk found.
///
/// # Errors
/// Why it is not read.
pub(super) fn open(file: &SourceFile) -> Result<(File, Metadata), Unread> {
    // Looked at before it is opened: opening some devices does something.
    let data = std::fs::symlink_metadata(&file.path)?;
    if data.is_symlink() {
        return Err(Unread::File(LINK.to_owned()));
    }
    if !data.is_file() {
        return Err(Unread::File(IRREGULAR.to_owned()));
    }
    let (open, proved) = match without_links(file) {
        Some(opened) => (opened?, true),
        None => (options().open(&file.path)?, false),
    };
    let data = open.metadata()?;
    if !data.is_file() {
        return Err(Unread::File(IRREGULAR.to_owned()));
    }
    if proved || is_at_its_place(file, &data)? { Ok((open, data)) } else { Err(Unread::File(LINK.to_owned())) }
}

/// Opens a file by a call that refuses links on the way from its source; none where the system has no such call, or
/// forbids it.
#[cfg(target_os = "linux")]
fn without_links(file: &SourceFile) -> Option<Result<File, Unread>> {
    use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat, openat2};
    use rustix::io::Errno;

    let source = openat(CWD, source(file)?, OFlags::PATH | OFlags::CLOEXEC, Mode::empty());
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
    let opened = source.and_then(|source| openat2(source, file.relative.as_str(), flags, Mode::empty(), resolve));
    match opened {
        Ok(opened) => Some(Ok(File::from(opened))),
        Err(Errno::NOSYS | Errno::PERM | Errno::INVAL | Errno::AGAIN) => None,
        Err(Errno::LOOP) => Some(Err(Unread::File(LINK.to_owned()))),
        Err(error) => Some(Err(io::Error::from(error).into())),
    }
}

#[cfg(not(target_os = "linux"))]
fn without_links(_: &SourceFile) -> Option<Result<File, Unread>> {
    None
}

/// The folder that the path of a file is relative to.
fn source(file: &SourceFile) -> Option<&Path> {
    file.path.ancestors().nth(Path::new(&file.relative).components().count())
}

const IRREGULAR: &str = "not a regular file";
const LINK: &str = "a symbolic link is in its place or on the way there, not followed";

/// Whether an opened file is the one that stands below its source without any link between.
fn is_at_its_place(file: &SourceFile, data: &Metadata) -> io::Result<bool> {
    let Some(source) = source(file) else { return Ok(false) };
    let place = file.path.canonicalize()?;
    Ok(place == source.canonicalize()?.join(&file.relative) && is_same(data, &place.symlink_metadata()?))
}

/// A pipe that stands there all of a sudden is not waited for, nor a link followed.
#[cfg(unix)]
fn options() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;

    use rustix::fs::OFlags;

    let mut options = OpenOptions::new();
    let flags = OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::NOCTTY;
    options.read(true).custom_flags(flags.bits().cast_signed());
    options
}

#[cfg(not(unix))]
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true);
    options
}

#[cfg(unix)]
fn is_same(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn is_same(a: &Metadata, b: &Metadata) -> bool {
    a.len() == b.len()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;
    use std::path::Path;

    use super::{IRREGULAR, LINK, Unread, open};
    use crate::corpus::walk::SourceFile;

    fn found(source: &Path, relative: &str) -> SourceFile {
        let (key, relative) = (relative.to_owned(), relative.to_owned());
        SourceFile { path: source.join(&relative), key, relative, committed: None }
    }

    #[test]
    fn only_what_was_found_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("source/sub")).unwrap();
        std::fs::create_dir_all(root.join("outside")).unwrap();
        for file in ["source/sub/a.md", "outside/a.md"] {
            std::fs::write(root.join(file), file).unwrap();
        }
        let source = root.join("source");
        let refusal = |relative: &str| match open(&found(&source, relative)).unwrap_err() {
            Unread::File(reason) => reason,
            Unread::System(error) => panic!("{error}"),
        };
        assert!(open(&found(&source, "sub/a.md")).is_ok());
        // Where the source itself is reached by a link, somebody said so.
        symlink(&source, root.join("linked")).unwrap();
        assert!(open(&found(&root.join("linked"), "sub/a.md")).is_ok());
        symlink(root.join("outside"), source.join("folder")).unwrap();
        symlink(root.join("outside/a.md"), source.join("link.md")).unwrap();
        symlink("/dev/zero", source.join("zero.md")).unwrap();
        for relative in ["folder/a.md", "link.md", "zero.md", "sub/../folder/a.md"] {
            assert_eq!(refusal(relative), LINK, "{relative}");
        }
        assert_eq!(refusal("sub"), IRREGULAR);
        assert!(std::process::Command::new("mkfifo").arg(source.join("pipe.md")).status().unwrap().success());
        assert_eq!(refusal("pipe.md"), IRREGULAR);
        assert!(refusal("gone.md").contains("cannot be read"));
    }
}
