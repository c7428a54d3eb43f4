//! The engine on this machine: a Tantivy index in a folder.

mod browse;
mod compile;
mod directory;
mod document;
mod drill;
mod engine;
mod facets;
mod folder;
mod lookup;
mod matching;
mod mention;
mod plan;
mod rank;
mod schema;
mod scorer;
mod state;
mod stored;
mod synonyms;
mod writer;

pub use browse::content_words;
pub use engine::{Engine, Stats};
pub use folder::IndexFolder;
pub use stored::StoredSection;
pub use writer::{Committed, Writer, WriterOptions};
