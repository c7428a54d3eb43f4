//! The index on disk: its folder, its fields, what a section becomes in it, and the two ways to open it.

pub(super) mod directory;
pub(super) mod document;
pub(super) mod engine;
pub(super) mod folder;
pub(super) mod foreseen;
pub(super) mod schema;
pub(super) mod state;
pub(super) mod stored;
pub(super) mod writer;
