//! What the files of found sections held when they were indexed, and whether they still do.

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::{Freshness, SourceFile, freshness};
use crate::engine::Engine;
use crate::error::Result;
use crate::results::Citation;

/// The citations of guides, by key. Each file is looked at once, and read only where its times leave doubt.
///
/// # Errors
/// Where the index cannot be read.
pub(super) fn of<'a>(engine: &Engine, keys: impl Iterator<Item = &'a str>) -> Result<BTreeMap<String, Citation>> {
    let mut citations = BTreeMap::new();
    for (key, entry) in engine.entries_of(&keys.collect::<BTreeSet<_>>())? {
        let relative = engine.record().relative(&key).to_owned();
        let file = SourceFile { relative, path: engine.file(&key), committed: None, key };
        let stale = freshness(&file, &entry) == Freshness::Changed;
        citations.insert(file.key, Citation { hash: entry.stamp.hash, stale });
    }
    Ok(citations)
}
