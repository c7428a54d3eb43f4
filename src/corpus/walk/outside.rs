//! What decides what is indexed and lies where no change is reported: the sources themselves, which may go and come
//! back, ignore files above them, and files such as the settings. There are few: they are looked at now and then.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::guide::Source;

use super::bounds::ignore_files_above;

/// How a file or folder looks from outside; differs when it was changed, replaced, or came or went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    path: PathBuf,
    /// Its number, and for a file also its time of change in nanoseconds and its size in bytes. None where it is absent.
    looks: Option<(u64, u128, u64)>,
}

/// Looks at what decides from outside what the sources hold, and at `more`.
pub fn outside(sources: &[Source], more: &[PathBuf]) -> Vec<Mark> {
    let mut paths: Vec<PathBuf> = more.to_vec();
    for source in sources {
        paths.push(source.path.clone());
        // Up to a repository, ignore files above count.
        paths.extend(source.path.ancestors().map(|above| above.join(".git")));
        paths.extend(ignore_files_above(source));
    }
    paths.sort();
    paths.dedup();
    paths.into_iter().map(mark).collect()
}

fn mark(path: PathBuf) -> Mark {
    let looks = std::fs::metadata(&path).ok().map(|data| {
        // A folder's time changes with every entry, of which changes are reported.
        let (time, size) = if data.is_dir() { (0, 0) } else { (modified(&data), data.len()) };
        (number(&path, &data), time, size)
    });
    Mark { path, looks }
}

fn modified(data: &Metadata) -> u128 {
    data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map_or(0, |since| since.as_nanos())
}

#[cfg(unix)]
fn number(_: &Path, data: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    // Numbers are only distinct on one disk: another one may have been put in this place.
    data.ino() ^ data.dev().rotate_left(40)
}

#[cfg(not(unix))]
fn number(path: &Path, data: &Metadata) -> u64 {
    let created = data.created().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    created.map_or(0, |since| since.as_nanos() as u64) ^ u64::from(path.is_dir())
}
