//! The index on disk: its folder, its fields, what a section becomes in it, and the two ways to open it.

pub(super) mod check;
pub(super) mod columns;
mod compact;
mod directory;
pub(super) mod disk;
pub(super) mod document;
pub(super) mod engine;
pub(super) mod entry;
pub(super) mod facet_column;
pub(super) mod facts;
mod file_list;
pub(super) mod folder;
pub(super) mod foreseen;
mod leftovers;
mod metas;
mod opening;
pub(super) mod packed;
mod room;
pub(super) mod schema;
mod segments;
pub(super) mod state;
pub(super) mod stored;
mod sums;
pub(super) mod writer;
mod written;
