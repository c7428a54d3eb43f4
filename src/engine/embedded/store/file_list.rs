//! The list of files of one commit, open: read whole, or a single entry found in it without reading the rest.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::metas::Unusable;
use super::state::{Files, understand};
use crate::guide::FileEntry;

/// What stands between the key of an entry and its first number, and nowhere else: inside a string of JSON the quotes
/// would be escaped.
const MARK: &[u8] = b"\":{\"stamp\":{\"size\":";

/// How much is read at a time to find out where in the list a place is, in bytes.
const GLANCE: usize = 4 * 1024;

/// How much of the list is left when halving it ends, in bytes.
const REST: u64 = 4 * 1024;

/// The list of files of one commit, open.
#[derive(Debug)]
pub(super) struct FileList {
    path: PathBuf,
    file: Mutex<File>,
}

impl FileList {
    pub(super) fn new(path: PathBuf, file: File) -> FileList {
        FileList { path, file: Mutex::new(file) }
    }

    /// Reads it.
    ///
    /// # Errors
    /// Where it cannot be read, or is not as it was written.
    pub(super) fn read(&self) -> Result<Files, Unusable> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = Vec::new();
        let read = file.seek(SeekFrom::Start(0)).and_then(|_| file.read_to_end(&mut bytes));
        read.map_err(|error| Unusable::unread(&self.path, error))?;
        understand(&self.path, &bytes)
    }

    /// The entry of a file. It is searched for by halving the list, which is in the order of its keys, so that a few
    /// kilobytes of it are read, however long it is; they are not held against its hash.
    ///
    /// # Errors
    /// As [`FileList::read`], which is what is done where that search fails.
    pub(super) fn entry(&self, key: &str) -> Result<Option<FileEntry>, Unusable> {
        match self.search(key) {
            Ok(Some(entry)) => Ok(Some(entry)),
            Ok(None) => Ok(self.read()?.remove(key)),
            Err(error) => Err(Unusable::unread(&self.path, error)),
        }
    }

    fn search(&self, key: &str) -> io::Result<Option<FileEntry>> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        // The entry begins at `low` or later, and before `high`.
        let (mut low, mut high) = (0, file.seek(SeekFrom::End(0))?);
        while high - low > REST {
            let middle = low + (high - low) / 2;
            let bytes = read_at(&mut file, middle, GLANCE)?;
            match first_key(&bytes) {
                Some((at, found)) if middle + at as u64 <= high => {
                    if found.as_str() <= key {
                        low = middle + at as u64;
                    } else {
                        high = middle;
                    }
                }
                _ if middle + GLANCE as u64 >= high => high = middle,
                // An entry of such a length is none of a file that can be.
                _ => return Ok(None),
            }
        }
        let rest = usize::try_from(high - low).unwrap_or(usize::MAX);
        let bytes = read_at(&mut file, low, rest.saturating_add(4 * GLANCE))?;
        let mut start = serde_json::to_vec(key)?;
        start.pop();
        let colon = start.len() + 1;
        start.extend_from_slice(MARK);
        let Some(at) = find(&bytes, &start, 0) else { return Ok(None) };
        let value = bytes.get(at + colon + 1..).unwrap_or_default();
        let mut values = serde_json::Deserializer::from_slice(value).into_iter();
        Ok(values.next().and_then(Result::ok))
    }
}

/// Up to so many bytes from a place on.
fn read_at(file: &mut File, at: u64, most: usize) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::with_capacity(most.min(64 * GLANCE));
    file.take(most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The first key that stands whole in a piece of the list, and where its quote is.
fn first_key(bytes: &[u8]) -> Option<(usize, String)> {
    let mut from = 0;
    while let Some(end) = find(bytes, MARK, from) {
        // Quotes of the key itself have a backslash before them, the one that opens it a comma or a brace.
        let opens = |at: &usize| matches!(bytes.get(at.wrapping_sub(1)..=*at), Some(b",\"" | b"{\""));
        let start = (from..end).rev().find(opens);
        let key = start.and_then(|start| Some((start, serde_json::from_slice(bytes.get(start..=end)?).ok()?)));
        if key.is_some() {
            return key;
        }
        from = end + 1;
    }
    None
}

/// Where a pattern stands, from a place on.
fn find(bytes: &[u8], pattern: &[u8], mut from: usize) -> Option<usize> {
    let first = pattern.first()?;
    loop {
        from += bytes.get(from..)?.iter().position(|byte| byte == first)?;
        if bytes.get(from..)?.starts_with(pattern) {
            return Some(from);
        }
        from += 1;
    }
}

/// Opens the list in a file.
pub(super) fn open(path: &Path) -> Result<FileList, Unusable> {
    let file = super::disk::open(path).map_err(|error| Unusable::unread(path, error))?;
    Ok(FileList::new(path.to_owned(), file))
}

#[cfg(test)]
mod tests {
    use super::{FileList, first_key};
    use crate::engine::embedded::store::state::Files;
    use crate::guide::{FileEntry, Stamp};

    fn entry(n: usize) -> FileEntry {
        let stamp = Stamp {
            size: n as u64,
            mtime: 1,
            ctime: 2,
            inode: 3,
            committed: None,
            hash: "0f".repeat(32),
            fresh: false,
        };
        let skipped = n.is_multiple_of(7).then(|| format!("\":{{\"stamp\":{{\"size\":{n}}}, ,\"x"));
        FileEntry { stamp, sections: 1, words: 2, date: 0, language: None, skipped }
    }

    fn list(files: &Files) -> (tempfile::TempDir, FileList) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("files.json");
        std::fs::write(&path, serde_json::to_vec(files).unwrap()).unwrap();
        let list = super::open(&path).unwrap();
        (folder, list)
    }

    #[test]
    fn every_entry_is_found_without_reading_all() {
        for count in [0, 1, 2, 50, 3_000] {
            let odd = |n: usize| match n % 5 {
                0 => format!("a,\"b/{n}.md"),
                1 => format!("ü\\{n}\\"),
                2 => format!("{{\"{n}\":{{\"stamp\":{{\"size\":1"),
                3 => format!("{}{n}", "long/".repeat(n % 200)),
                _ => format!("plain/{n:05}.md"),
            };
            let files: Files = (0..count).map(|n| (odd(n), entry(n))).collect();
            let (_folder, list) = list(&files);
            for (key, entry) in &files {
                assert_eq!(list.search(key).unwrap().as_ref(), Some(entry), "{key} of {count}");
            }
            for none in ["", "zzz", "plain", "plain/00004.m"] {
                assert_eq!(list.search(none).unwrap(), None, "{none} of {count}");
            }
        }
    }

    #[test]
    fn a_key_ends_where_an_entry_begins() {
        let written = br#"},"a\",\"b":{"stamp":{"size":1}}"#;
        assert_eq!(first_key(written), Some((2, "a\",\"b".to_owned())));
        assert_eq!(first_key(br#"b":{"stamp":{"size":1}}"#), None);
    }
}
