//! What the files of a commit hold: their lengths, times and checksums.
//!
//! Tantivy keeps a checksum at the end of each of its files and never looks at it when it reads. These are ours: of whole
//! files, in one list that `meta.json` carries (see [`super::metas`]), so that a file that is missing, cut short or of
//! another commit shows as well.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::UNIX_EPOCH;

use crate::error::plain;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sum {
    /// Its length in bytes.
    bytes: u64,
    /// When it was last written to, in nanoseconds since 1970; 0 where the file system does not say.
    modified: u64,
    /// The BLAKE3 hash of its content.
    hash: blake3::Hash,
}

/// What files hold, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sums(BTreeMap<String, Sum>);

/// A file that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Its name in the generation.
    pub file: String,
    /// What is wrong with it, in words that follow its name.
    pub what: String,
}

/// How closely files are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// At their lengths and times; at the content of those that were touched since they were written.
    Glance,
    /// At every byte.
    Whole,
}

impl Sum {
    pub(super) fn new(data: &Metadata, hash: blake3::Hash) -> Sum {
        Sum { bytes: data.len(), modified: modified(data), hash }
    }
}

impl Sums {
    pub(super) fn insert(&mut self, name: &str, sum: Sum) {
        self.0.insert(name.to_owned(), sum);
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Those whose name is accepted.
    pub(super) fn only(&self, accepts: impl Fn(&str) -> bool) -> Sums {
        Sums(self.0.iter().filter(|(name, _)| accepts(name)).map(|(name, sum)| (name.clone(), sum.clone())).collect())
    }

    /// Files in `folder` that are not as they were written. Several threads look.
    pub(super) fn faults(&self, folder: &Path, look: Look) -> Vec<Fault> {
        let files: Vec<(&String, &Sum)> = self.0.iter().collect();
        let found = Mutex::new(Vec::new());
        let examine = |(name, sum): &(&String, &Sum)| {
            if let Err(what) = sum.examine(&folder.join(name), look) {
                found.lock().unwrap_or_else(PoisonError::into_inner).push(Fault { file: (*name).clone(), what });
            }
        };
        if look == Look::Glance {
            files.iter().for_each(examine);
        } else {
            let next = AtomicUsize::new(0);
            let threads = std::thread::available_parallelism().map_or(1, usize::from).min(files.len());
            // Not on the threads of rayon: one that waits there may begin another task, and come back here.
            std::thread::scope(|scope| {
                for _ in 0..threads {
                    scope.spawn(|| {
                        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                            examine(file);
                        }
                    });
                }
            });
        }
        let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.sort_by(|a, b| a.file.cmp(&b.file));
        found
    }

    /// Takes the times of files in `folder` for those at which they were written: for when they are known to be whole.
    /// Gives whether any was touched since.
    pub(super) fn take_times(&mut self, folder: &Path) -> bool {
        let mut touched = false;
        for (name, sum) in &mut self.0 {
            if let Ok(data) = fs::metadata(folder.join(name)) {
                touched |= !sum.is_time(&data);
                sum.modified = modified(&data);
            }
        }
        touched
    }

    /// As lines, one for each file.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        for (name, Sum { bytes, modified, hash }) in &self.0 {
            out.extend_from_slice(format!("{hash} {bytes} {modified} {name}\n").as_bytes());
        }
    }

    /// Reads what [`Sums::write`] wrote; none where that is something else.
    pub(super) fn read(lines: &str) -> Option<Sums> {
        let line = |line: &str| {
            let mut parts = line.splitn(4, ' ');
            let hash = blake3::Hash::from_hex(parts.next()?).ok()?;
            let (bytes, modified) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            Some((parts.next()?.to_owned(), Sum { bytes, modified, hash }))
        };
        lines.lines().map(line).collect::<Option<BTreeMap<String, Sum>>>().map(Sums)
    }
}

impl Sum {
    /// # Errors
    /// What is wrong with the file, in words that follow its name.
    fn examine(&self, file: &Path, look: Look) -> Result<(), String> {
        let unreadable = |error: io::Error| match error.kind() {
            ErrorKind::NotFound => "is missing".to_owned(),
            _ => format!("cannot be read ({})", plain(&error)),
        };
        let data = fs::metadata(file).map_err(unreadable)?;
        if !data.is_file() {
            return Err("is no regular file".to_owned());
        }
        if data.len() != self.bytes {
            return Err(format!("has {} bytes where {} were written", data.len(), self.bytes));
        }
        if look == Look::Glance && self.is_time(&data) {
            return Ok(());
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(File::open(file).map_err(unreadable)?).map_err(unreadable)?;
        if hasher.finalize() == self.hash { Ok(()) } else { Err("is not as it was written".to_owned()) }
    }

    fn is_time(&self, data: &Metadata) -> bool {
        self.modified != 0 && self.modified == modified(data)
    }
}

fn modified(data: &Metadata) -> u64 {
    let since = data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.and_then(|since| u64::try_from(since.as_nanos()).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::time::{Duration, SystemTime};

    use super::{Look, Sum, Sums};

    #[test]
    fn what_was_touched_is_looked_at_closely() {
        let folder = tempfile::tempdir().unwrap();
        let mut sums = Sums::default();
        for name in ["a b", "c"] {
            let path = folder.path().join(name);
            fs::write(&path, name).unwrap();
            sums.insert(name, Sum::new(&fs::metadata(&path).unwrap(), blake3::hash(name.as_bytes())));
        }
        let mut lines = Vec::new();
        sums.write(&mut lines);
        assert_eq!(Sums::read(std::str::from_utf8(&lines).unwrap()), Some(sums.clone()));
        assert_eq!(Sums::read("x 1 1 a\n"), None);
        let what = |sums: &Sums, look| {
            sums.faults(folder.path(), look)
                .into_iter()
                .map(|fault| format!("{} {}", fault.file, fault.what))
                .collect::<Vec<_>>()
        };
        assert_eq!(what(&sums, Look::Whole), [""; 0]);
        assert!(!sums.take_times(folder.path()));

        // Only the time.
        let time = |name: &str, time: SystemTime| {
            File::options().write(true).open(folder.path().join(name)).unwrap().set_modified(time).unwrap();
        };
        let written = fs::metadata(folder.path().join("c")).unwrap().modified().unwrap();
        time("c", written + Duration::from_nanos(1_000));
        assert_eq!(what(&sums, Look::Glance), [""; 0]);
        assert!(sums.take_times(folder.path()));
        assert!(!sums.take_times(folder.path()));

        // Only the content: what a disk may do by itself.
        fs::write(folder.path().join("c"), "d").unwrap();
        time("c", written + Duration::from_nanos(1_000));
        assert_eq!(what(&sums, Look::Glance), [""; 0]);
        assert_eq!(what(&sums, Look::Whole), ["c is not as it was written"]);
        time("c", written);
        assert_eq!(what(&sums, Look::Glance), ["c is not as it was written"]);

        fs::write(folder.path().join("c"), "cc").unwrap();
        fs::remove_file(folder.path().join("a b")).unwrap();
        assert_eq!(what(&sums, Look::Glance), ["a b is missing", "c has 2 bytes where 1 were written"]);
    }
}
