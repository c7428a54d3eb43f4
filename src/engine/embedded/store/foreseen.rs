//! What a writer would do, without one: nothing is written, made or locked.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::folder::IndexFolder;
use super::opening::to_update;
use super::state::Files;
use super::writer::{Committed, WriterOptions};
use crate::engine::record::Record;
use crate::error::Result;
use crate::guide::{FileEntry, Guide, Stamp};

/// Takes what a [`super::writer::Writer`] takes, and tells what that would have committed. It may be called from many
/// threads at once.
pub struct Foreseen {
    fresh: Option<String>,
    known: Files,
    files: Mutex<Files>,
    changed: AtomicBool,
}

impl Foreseen {
    /// Looks at the index in `folder` as [`super::writer::Writer::open`] would.
    ///
    /// # Errors
    /// Where the folder cannot be read or is no index folder.
    pub fn open(folder: &IndexFolder, record: &Record, options: WriterOptions) -> Result<Foreseen> {
        folder.refuse_if_foreign()?;
        let current = folder.current_if_sound()?;
        let (known, same_record, fresh) = match to_update(current.as_deref(), record, options.rebuild) {
            Ok(opened) => (opened.files, opened.same_record, None),
            Err(why) => (Files::new(), false, Some(why)),
        };
        let (files, changed) = (Mutex::new(known.clone()), AtomicBool::new(!same_record));
        Ok(Foreseen { fresh, known, files, changed })
    }

    /// Why everything would be read again; none for an update.
    pub fn fresh(&self) -> Option<&str> {
        self.fresh.as_deref()
    }

    /// The files of the last commit, by guide key. Empty where a new generation would be begun.
    pub fn known(&self) -> &Files {
        &self.known
    }

    /// A guide would take the place of what was indexed of its file.
    pub fn put(&self, guide: Guide, stamp: Stamp) {
        let sections = guide.sections.len() as u32;
        let entry = FileEntry { stamp, sections, words: 0, date: guide.date, language: None, skipped: None };
        self.files().insert(guide.key, entry);
        self.changed.store(true, Ordering::Relaxed);
    }

    /// A file is as it was.
    pub fn keep(&self, key: &str, stamp: &Stamp) {
        if self.known.get(key).is_some_and(|entry| entry.stamp != *stamp) {
            self.changed.store(true, Ordering::Relaxed);
        }
    }

    /// A file would be noted as one that holds nothing that can be indexed.
    pub fn skip(&self, key: &str, stamp: &Stamp, reason: &str) {
        let is_known = |entry: &FileEntry| entry.stamp == *stamp && entry.skipped.as_deref() == Some(reason);
        if !self.known.get(key).is_some_and(is_known) {
            self.files().remove(key);
            self.changed.store(true, Ordering::Relaxed);
        }
    }

    /// A file would be forgotten.
    pub fn remove(&self, key: &str) {
        if self.files().remove(key).is_some() {
            self.changed.store(true, Ordering::Relaxed);
        }
    }

    /// What the commit would have been.
    pub fn finish(self) -> Committed {
        let files = self.files();
        let indexed = || files.values().filter(|entry| entry.sections > 0);
        Committed {
            written: self.changed.load(Ordering::Relaxed),
            guides: indexed().count() as u64,
            sections: indexed().map(|entry| u64::from(entry.sections)).sum(),
            merging: Duration::ZERO,
        }
    }

    fn files(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
