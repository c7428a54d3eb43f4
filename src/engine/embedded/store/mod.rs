//! The index on disk: its folder, its fields, what a section becomes in it, and the two ways to open it.

pub(super) mod columns;
mod compact;
pub(super) mod directory;
pub(super) mod document;
pub(super) mod engine;
pub(super) mod entry;
pub(super) mod facet_column;
pub(super) mod facts;
pub(super) mod folder;
pub(super) mod foreseen;
pub(super) mod packed;
mod room;
pub(super) mod schema;
mod segments;
pub(super) mod state;
pub(super) mod stored;
pub(super) mod writer;
