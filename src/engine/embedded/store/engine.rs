//! The read side: opens an index and answers.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::Serialize;
use tantivy::directory::MmapDirectory;
use tantivy::schema::Term;
use tantivy::{DocAddress, DocSet, Index, ReloadPolicy, Searcher, TERMINATED};

use super::columns::Columns;
use super::directory::ReadOnlyDirectory;
use super::file_list::FileList;
use super::folder::IndexFolder;
use super::metas::{Metas, damaged};
use super::schema::{self, Fields};
use super::state::{CommitState, Files};
use super::stored::{StoredSection, Written};
use crate::engine::embedded::answers::lookup;
use crate::engine::embedded::ranking::order::Places;
use crate::engine::embedded::unreadable::unreadable;
use crate::engine::record::Record;
use crate::error::{Error, Result};
use crate::guide::nearest;

/// Up to so many files are looked up one by one in the list of files.
const FEW_FILES: usize = 200;

/// An open index. It shows one commit, whatever is written meanwhile, and never writes.
pub struct Engine {
    generation: PathBuf,
    /// Those of the commit.
    files: FileList,
    pub(in crate::engine) searcher: Searcher,
    /// Those of every segment of the searcher, in its order.
    pub(in crate::engine) columns: Vec<Columns>,
    guide_places: OnceLock<Vec<Vec<u32>>>,
    pub(in crate::engine) fields: Fields,
    pub(in crate::engine) state: CommitState,
    pub(in crate::engine) record: Record,
}

/// Facts about an index.
#[derive(Debug, Clone, Serialize)]
pub struct Stats {
    /// Guides in it.
    pub guides: u64,
    /// Sections in it.
    pub sections: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// Tantivy segments.
    pub segments: usize,
    /// When it was committed, seconds since 1970.
    pub committed: i64,
}

impl Engine {
    /// Opens the index in `folder`.
    ///
    /// # Errors
    /// Where there is none, where another version of kb made it, or where it cannot be read.
    pub fn open(folder: &IndexFolder) -> Result<Engine> {
        let mut seen = None;
        loop {
            let generation = folder.current()?.ok_or_else(|| no_index(folder.path()));
            let error = match generation.and_then(|generation| guarded(&generation)) {
                Ok(engine) => return Ok(engine),
                Err(error) => error,
            };
            // Another process may have replaced what was about to be opened: it fails twice, or for as long as the
            // index goes on changing.
            let now = folder.look();
            if seen.as_ref() == Some(&now) {
                return Err(error);
            }
            seen = Some(now);
        }
    }

    /// How the index in `folder` was built, whether or not all of it can be read.
    ///
    /// # Errors
    /// Where there is none, where another version of kb made it, or where that cannot be read.
    pub fn record_in(folder: &IndexFolder) -> Result<Record> {
        let generation = folder.current()?.ok_or_else(|| no_index(folder.path()))?;
        Ok(Metas::read(&generation)?.state()?.read_record(&generation)?)
    }

    /// How the index was built.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The source files of the index, by guide key.
    ///
    /// # Errors
    /// Where the list is damaged.
    pub fn files(&self) -> Result<Files> {
        Ok(self.files.read()?)
    }

    /// The entries of some source files of the index, by guide key: of a few, they are found without reading all.
    ///
    /// # Errors
    /// Where the list is damaged.
    pub fn entries_of(&self, keys: &BTreeSet<&str>) -> Result<Files> {
        if keys.len() > FEW_FILES {
            let mut files = self.files.read()?;
            files.retain(|key, _| keys.contains(key.as_str()));
            return Ok(files);
        }
        let mut files = Files::new();
        for key in keys {
            files.extend(self.files.entry(key)?.map(|entry| ((*key).to_owned(), entry)));
        }
        Ok(files)
    }

    /// Facts about the index.
    pub fn stats(&self) -> Stats {
        let entries = std::fs::read_dir(&self.generation).into_iter().flatten().flatten();
        Stats {
            guides: self.state.guides,
            sections: self.state.sections,
            bytes: entries.filter_map(|entry| entry.metadata().ok()).map(|data| data.len()).sum(),
            segments: self.searcher.segment_readers().len(),
            committed: self.state.time,
        }
    }

    /// The section with this id, or with the only id that ends so.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none, with the nearest id; [`Error::User`] where several end so.
    pub fn section(&self, id: &str) -> Result<StoredSection> {
        self.stored_with_links(self.address(id)?)
    }

    /// Where the section with this id is, or with the only id that ends so.
    ///
    /// # Errors
    /// As [`Engine::section`].
    pub(in crate::engine) fn address(&self, id: &str) -> Result<DocAddress> {
        if let Some(address) = self.find_id(id)? {
            return Ok(address);
        }
        let mut ends: Vec<String> = Vec::new();
        let ids = lookup::values(&self.searcher, self.fields.id)?;
        for known in ids.iter().filter(|known| known.ends_with(id)) {
            if self.find_id(known)?.is_some() {
                ends.push(known.clone());
            }
        }
        // `skills` means `…#skills` before it means `…#soft-skills`.
        let whole: Vec<&String> =
            ends.iter().filter(|known| known[..known.len() - id.len()].ends_with(['#', '/', ':'])).collect();
        let chosen = if whole.is_empty() { ends.iter().collect() } else { whole };
        match chosen.as_slice() {
            [only] => match self.find_id(only)? {
                Some(address) => Ok(address),
                None => Err(lookup::unknown("section with the id", id, &ids)),
            },
            [] => Err(lookup::unknown("section with the id", id, &ids).with_hint(nearest_id(id, &ids))),
            several => {
                let listed = several.iter().take(5).map(|id| String::as_str(id)).collect::<Vec<_>>().join(", ");
                let more = if several.len() > 5 { ", …" } else { "" };
                Err(Error::user(format!("{} sections have an id that ends in `{id}`", several.len()))
                    .with_hint(format!("say which: {listed}{more}")))
            }
        }
    }

    /// The source file of a guide as it is on this machine.
    pub fn file(&self, key: &str) -> PathBuf {
        self.record.file(key)
    }

    fn find_id(&self, id: &str) -> Result<Option<DocAddress>> {
        let term = Term::from_field_text(self.fields.id, id);
        for (n, reader) in self.searcher.segment_readers().iter().enumerate() {
            let inverted = reader.inverted_index(self.fields.id).map_err(unreadable)?;
            let postings = inverted.read_postings(&term, tantivy::schema::IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(|error| unreadable(error.into()))? else { continue };
            while postings.doc() != TERMINATED {
                if !reader.is_deleted(postings.doc()) {
                    return Ok(Some(DocAddress::new(n as u32, postings.doc())));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    pub(in crate::engine) fn stored(&self, address: DocAddress) -> Result<StoredSection> {
        let Written(section) = self.searcher.doc(address).map_err(unreadable)?;
        StoredSection::read(&section)
    }

    /// The same with the section's links, which the former leaves out.
    pub(in crate::engine) fn stored_with_links(&self, address: DocAddress) -> Result<StoredSection> {
        let Written(section) = self.searcher.doc(address).map_err(unreadable)?;
        StoredSection::read_with_links(&section)
    }

    /// The order of sections by guide and place in it.
    pub(in crate::engine) fn places(&self) -> Places<'_> {
        Places::new(&self.columns, &self.guide_places)
    }

    /// Unpacks what every search reads, for those who will ask often: a few milliseconds and some fifty bytes for each
    /// section. Answers are the same without.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn warm(&mut self) -> Result<()> {
        self.columns.iter_mut().try_for_each(Columns::unpack).map_err(unreadable)
    }
}

fn nearest_id(id: &str, ids: &[String]) -> String {
    match nearest(id, ids) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`kb search` gives the ids of what it finds".to_owned(),
    }
}

pub(super) fn no_index(path: &Path) -> Error {
    Error::user(format!("there is no index in {}", path.display())).with_hint("run `kb index PATH` to build one")
}

/// Opens a generation. Tantivy panics over some damage that lengths and times do not show.
fn guarded(generation: &Path) -> Result<Engine> {
    let opened = std::panic::catch_unwind(|| open_generation(generation));
    opened.unwrap_or_else(|_| Err(damaged(generation, "cannot be opened")))
}

fn open_generation(generation: &Path) -> Result<Engine> {
    let metas = Metas::read(generation)?;
    let state = metas.state()?;
    metas.glance()?;
    let record = state.read_record(generation)?;
    let list = state.open_files(generation)?;
    let files = MmapDirectory::open(generation).map_err(|error| unreadable(error.into()))?;
    let directory = ReadOnlyDirectory::new(files, metas.json);
    let index = Index::open(directory.clone()).map_err(unreadable)?;
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(unreadable)?;
    let searcher = reader.searcher();
    directory.refuse_missing().map_err(|error| unreadable(error.into()))?;
    let columns: Vec<Columns> = searcher.segment_readers().iter().map(Columns::of).collect();
    Ok(Engine {
        generation: generation.to_owned(),
        files: list,
        guide_places: OnceLock::new(),
        columns,
        searcher,
        fields: schema::schema().1,
        state,
        record,
    })
}
