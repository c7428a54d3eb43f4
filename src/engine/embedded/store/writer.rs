//! The write side: guides in, one commit out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use tantivy::indexer::{NoMergePolicy, UserOperation};
use tantivy::schema::Term;
use tantivy::{Index, IndexWriter, TantivyError};

use super::disk;
use super::document::{GuideFacts, documents};
use super::entry::Entry;
use super::folder::{IndexFolder, WriteLock};
use super::leftovers;
use super::metas::damaged;
use super::opening::{Begun, Opened, to_update};
use super::packed;
use super::room::Room;
use super::schema::{self, Fields};
use super::segments;
use super::state::{CommitState, Files};
use super::sums::Look;
use super::written::{WrittenDirectory, explain};
use crate::engine::embedded::meaning::acronyms;
use crate::engine::record::Record;
use crate::error::{Error, Result};
use crate::guide::{FileEntry, Guide, Stamp};

/// Memory for a segment in the making, in bytes. One thread adds documents to it: analysis, which takes as long, is done
/// by the others, and a second thread would make a second segment, which would have to be merged with the first.
const HEAP: usize = 150_000_000;

/// How to write.
#[derive(Debug, Clone, Copy, Default)]
pub struct WriterOptions {
    /// Build a new generation even where the current one could be updated.
    pub rebuild: bool,
}

/// What a commit did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// Whether anything was written: false where the index was up to date.
    pub written: bool,
    /// Guides in the index now.
    pub guides: u64,
    /// Sections in the index now.
    pub sections: u64,
    /// How long merging segments took.
    pub merging: Duration,
}

/// What became of files, by guide key; none for those that are gone.
type Changes = BTreeMap<String, Option<FileEntry>>;

/// Writes one commit. `put`, `keep`, `skip` and `remove` may be called from many threads at once; nothing a reader sees
/// changes before [`Writer::commit`].
pub struct Writer {
    folder: IndexFolder,
    lock: WriteLock,
    generation: PathBuf,
    /// Why this is a new generation; none where the current one is updated.
    fresh: Option<String>,
    directory: WrittenDirectory,
    index: Index,
    fields: Fields,
    record: Record,
    /// The files of the last commit.
    known: Files,
    /// What became of files since; none for those that are gone.
    changes: Mutex<Changes>,
    changed: AtomicBool,
    /// Opened at the first change: a run that finds none should cost nothing.
    writer: OnceLock<IndexWriter<Entry>>,
    opening: Mutex<()>,
    /// For documents that wait to be indexed.
    room: Arc<Room>,
    /// Whether what was written became the state of the index.
    committed: bool,
}

impl Writer {
    /// Opens the index in `folder` for an update, or begins a new generation where there is none, where it was built
    /// from other settings, or where it cannot be read.
    ///
    /// # Errors
    /// Where the folder cannot be read or written, is no index folder, or is being written by another process.
    pub fn open(folder: &IndexFolder, record: Record, options: WriterOptions) -> Result<Writer> {
        let lock = folder.lock()?;
        let current = folder.current_if_sound()?;
        folder.sweep(current.as_deref(), &lock);
        let (opened, fresh) = match to_update(current.as_deref(), &record, options.rebuild) {
            Ok(opened) => (opened, None),
            Err(why) => (Opened::empty(folder.new_generation()?), Some(why)),
        };
        let Opened { generation, mut sums, files: known, same_record } = opened;
        if fresh.is_none() {
            leftovers::sweep(&generation);
            if !folder.names_exactly(&generation)? {
                folder.switch_to(&generation)?;
            }
        }
        // They were looked at closely. The next commit says so, or every search would do it again.
        let touched = sums.take_times(&generation);
        let begun = Begun::open(&generation, sums, fresh.is_some());
        let Begun { directory, index, unmerged } = begun.inspect_err(|_| discard(folder, &generation))?;
        Ok(Writer {
            folder: folder.clone(),
            lock,
            generation,
            fresh,
            directory,
            index,
            fields: schema::schema().1,
            record,
            changes: Mutex::default(),
            known,
            changed: AtomicBool::new(!same_record || touched || unmerged),
            writer: OnceLock::new(),
            opening: Mutex::new(()),
            room: Arc::default(),
            committed: false,
        })
    }

    /// Why everything is read again; none for an update.
    pub fn fresh(&self) -> Option<&str> {
        self.fresh.as_deref()
    }

    /// The files of the last commit, by guide key. Empty for a new generation.
    pub fn known(&self) -> &Files {
        &self.known
    }

    /// Puts a guide in place of what was indexed of its file before.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn put(&self, guide: Guide, stamp: Stamp) -> Result<()> {
        self.changed.store(true, Ordering::Relaxed);
        let mut operations = self.deletion(&guide.key);
        let facts = GuideFacts::of(&guide, &self.record);
        let language = Some(facts.language().code().to_owned());
        let mut entry = FileEntry { stamp, sections: 0, words: 0, date: guide.date, language, skipped: None };
        let (mut documents, words) = documents(&self.fields, &facts, guide.sections);
        if let Some(lead) = documents.first_mut() {
            acronyms::add(&mut lead.own, &self.fields, &guide.acronyms);
        }
        let size = documents.iter().map(|document| document.own.size()).sum();
        let taken = Arc::new(self.room.take(size));
        documents.iter_mut().for_each(|document| document.taken = Some(Arc::clone(&taken)));
        entry.sections = documents.len() as u32;
        entry.words = words;
        operations.extend(documents.into_iter().map(UserOperation::Add));
        // One call, so that the sections of a guide end up side by side in one segment.
        self.tantivy()?.run(operations).map_err(|error| self.failed("write the index", error))?;
        self.changes().insert(guide.key, Some(entry));
        Ok(())
    }

    /// Notes that a file is as it was, read again or not.
    pub fn keep(&self, key: &str, stamp: Stamp) {
        if let Some(entry) = self.entry(key)
            && entry.stamp != stamp
        {
            self.changes().insert(key.to_owned(), Some(FileEntry { stamp, ..entry }));
            self.changed.store(true, Ordering::Relaxed);
        }
    }

    /// Notes that a file holds nothing that can be indexed, and forgets what it held before.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn skip(&self, key: &str, stamp: Stamp, reason: &str) -> Result<()> {
        let known = self.entry(key).is_some_and(|e| e.stamp == stamp && e.skipped.as_deref() == Some(reason));
        if known {
            return Ok(());
        }
        self.forget(key)?;
        let skipped = Some(reason.to_owned());
        let entry = FileEntry { stamp, sections: 0, words: 0, date: 0, language: None, skipped };
        self.changes().insert(key.to_owned(), Some(entry));
        self.changed.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Forgets a file.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn remove(&self, key: &str) -> Result<()> {
        self.forget(key)?;
        if self.entry(key).is_some() {
            self.changes().insert(key.to_owned(), None);
            self.changed.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Makes everything since `open` the new state of the index, in one step.
    ///
    /// # Errors
    /// Where the index cannot be written; the state before is then still the state.
    pub fn commit(mut self) -> Result<Committed> {
        let changes = std::mem::take(&mut *self.changes());
        let mut files = std::mem::take(&mut self.known);
        for (key, entry) in changes {
            match entry {
                Some(entry) => files.insert(key, entry),
                None => files.remove(&key),
            };
        }
        let (guides, sections) = CommitState::counts(&files);
        if !self.changed.load(Ordering::Relaxed) {
            return Ok(Committed { written: false, guides, sections, merging: Duration::ZERO });
        }
        let state = CommitState::prepare(&self.generation, &self.record, &files)?;
        // The list of files is written; merging needs the memory.
        drop(files);
        self.tantivy()?;
        let payload =
            serde_json::to_string(&state).map_err(|error| Error::internal("cannot write the commit", error))?;
        let mut merging = Duration::ZERO;
        if let Some(writer) = self.writer.take() {
            merging = self.write(writer, &payload)?;
        }
        if self.fresh.is_some() {
            self.folder.switch_to(&self.generation)?;
            self.folder.sweep(Some(&self.generation), &self.lock);
        }
        self.committed = true;
        leftovers::sweep(&self.generation);
        Ok(Committed { written: true, guides, sections, merging })
    }

    /// Commits what was put and merges segments; gives how long the latter took.
    fn write(&self, mut writer: IndexWriter<Entry>, payload: &str) -> Result<Duration> {
        let failed = |error| self.failed("write the index", error);
        let mut commit = || {
            let mut prepared = writer.prepare_commit()?;
            prepared.set_payload(payload);
            prepared.commit()
        };
        commit().map_err(failed)?;
        let started = Instant::now();
        segments::merge(&self.index, &mut writer, self.fresh.is_some()).map_err(failed)?;
        writer.wait_merging_threads().map_err(failed)?;
        Ok(started.elapsed())
    }

    fn changes(&self) -> MutexGuard<'_, Changes> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known of a file at this moment.
    fn entry(&self, key: &str) -> Option<FileEntry> {
        match self.changes().get(key) {
            Some(changed) => changed.clone(),
            None => self.known.get(key).cloned(),
        }
    }

    fn tantivy(&self) -> Result<&IndexWriter<Entry>> {
        if let Some(writer) = self.writer.get() {
            return Ok(writer);
        }
        let _one = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        if self.writer.get().is_none() {
            self.verify()?;
            packed::register(self.index.tokenizers());
            let writer: IndexWriter<Entry> = self
                .index
                .writer_with_num_threads(1, HEAP)
                .map_err(|error| self.failed("open the index for writing", error))?;
            writer.set_merge_policy(Box::new(NoMergePolicy));
            let _ = self.writer.set(writer);
        }
        self.writer.get().ok_or_else(|| Error::user("the index could not be opened for writing"))
    }

    /// Looks at every byte of what is to be changed: deletions and merges would write what is damaged again, with a
    /// checksum that says all is well.
    ///
    /// # Errors
    /// [`Error::Damaged`] where a file is not as it was written.
    fn verify(&self) -> Result<()> {
        let faults = self.directory.sums().faults(&self.generation, Look::Whole);
        match faults.first() {
            Some(fault) => Err(damaged(&self.generation.join(&fault.file), &fault.what)),
            None => Ok(()),
        }
    }

    fn failed(&self, what: &str, error: TantivyError) -> Error {
        explain(&self.directory, what, self.fresh.is_some(), error)
    }

    fn forget(&self, key: &str) -> Result<()> {
        let operations = self.deletion(key);
        if !operations.is_empty() {
            self.tantivy()?.run(operations).map_err(|error| self.failed("write the index", error))?;
        }
        Ok(())
    }

    /// What deletes the sections of a guide that an earlier commit holds.
    fn deletion(&self, key: &str) -> Vec<UserOperation<Entry>> {
        if self.known.contains_key(key) {
            vec![UserOperation::Delete(Term::from_field_text(self.fields.key, key))]
        } else {
            Vec::new()
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Its threads write until then.
        drop(self.writer.take());
        if !self.committed {
            discard(&self.folder, &self.generation);
        }
    }
}

/// Deletes what was written and not committed: on a disk that is full, the room is wanted. A failure costs nothing else.
fn discard(folder: &IndexFolder, generation: &Path) {
    match folder.current_if_sound() {
        Ok(Some(current)) if current == generation => leftovers::sweep(generation),
        Ok(_) => drop(disk::delete_folder(generation)),
        // It may be the one to read.
        Err(_) => {}
    }
}
