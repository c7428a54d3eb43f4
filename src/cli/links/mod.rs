//! Links between guides: those that are broken, and those to and from a section.

mod broken;
mod listed;

pub(super) use broken::run as check;
pub(super) use listed::run as list;

use crate::corpus::SourceFile;
use crate::engine::Engine;

/// The source file of a guide, to be looked into.
fn source_file(engine: &Engine, key: &str) -> SourceFile {
    SourceFile {
        relative: engine.record().relative(key).to_owned(),
        path: engine.file(key),
        committed: None,
        key: key.to_owned(),
    }
}

/// The anchor of a section's id.
fn anchor_of(id: &str) -> &str {
    id.rsplit_once('#').map_or("", |(_, anchor)| anchor)
}
