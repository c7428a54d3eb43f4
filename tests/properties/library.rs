//! A knowledge base made and read by the library in this process, which is faster than starting a program.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use kb::corpus::{InferenceSettings, Reading, Rules, Spent, read, walk};
use kb::engine::{Engine, IndexFolder, Record, Writer, WriterOptions};
use kb::guide::{Source, Vocabulary};
use kb::query::{DrillDown, Expr, Page, Query};
use kb::results::SearchResults;

use crate::harness::folder_in_memory;

/// An indexed folder of guides.
pub(super) struct Library {
    pub(super) engine: Engine,
    /// Files that are not in the index, with the reason.
    pub(super) skipped: BTreeMap<String, String>,
    _folder: TempDir,
}

impl Library {
    /// Writes these files below a new folder and indexes them, with every folder in `corpora` as a source.
    pub(super) fn of<'f>(
        files: impl IntoIterator<Item = (&'f str, &'f [u8])>,
        corpora: &[&str],
        vocabulary: &Vocabulary,
    ) -> Library {
        let folder = folder_in_memory();
        for corpus in corpora {
            fs::create_dir_all(folder.path().join(corpus)).unwrap();
        }
        for (path, content) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        let sources = corpora.iter().map(|name| Source::new(*name, folder.path().join(name))).collect();
        let index = folder.path().join("index");
        let record =
            Record { root: folder.path().to_owned(), sources, vocabulary: vocabulary.clone(), ..Record::default() };
        let skipped = build(&index, record);
        let engine = Engine::open(&IndexFolder::new(index)).unwrap();
        Library { engine, skipped, _folder: folder }
    }
}

/// Indexes the sources of a record in one go; gives what was skipped and why.
fn build(index: &Path, record: Record) -> BTreeMap<String, String> {
    let found = walk(&record.sources, &[], &[]).unwrap();
    let rules = Rules::new(&record.vocabulary, &InferenceSettings::default()).unwrap();
    let writer =
        Writer::open(&IndexFolder::new(PathBuf::from(index)), record, WriterOptions { rebuild: false }).unwrap();
    let mut skipped = BTreeMap::new();
    for file in &found.files {
        match read(file, None, &rules, &Spent::default()) {
            Reading::Guide(guide, stamp, _) => writer.put(guide, stamp).unwrap(),
            Reading::Skipped(reason, _) => drop(skipped.insert(file.key.clone(), reason)),
            other => panic!("{other:?} of a new file"),
        }
    }
    writer.commit().unwrap();
    skipped
}

/// A query for everything that matches, in the order of paths.
pub(super) fn all(expr: Expr) -> Query {
    let text = expr.to_string();
    Query { page: Page { limit: 0, offset: 0 }, facet_limit: 0, sort: kb::query::Sort::Path, ..Query::new(&text, expr) }
}

/// The same with a selection.
pub(super) fn among(query: &Query, drill_down: DrillDown) -> Query {
    Query { drill_down, ..query.clone() }
}

/// The ids of the hits, in order.
pub(super) fn ids(results: &SearchResults) -> Vec<&str> {
    results.hits.iter().map(|hit| hit.id.0.as_str()).collect()
}
