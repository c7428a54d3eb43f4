//! The engine: the only room that knows what an index is made of.
//!
//! [`Engine`] reads, [`Writer`] writes; both stand on Tantivy, which nothing outside `embedded` ever sees. What every
//! engine must agree on (how text becomes words) stands beside it here.

mod analysis;
mod embedded;
mod packing;
mod record;
mod snippet;

pub use embedded::{
    Checked, Committed, CountedWord, Damage, Engine, Foreseen, Found, Highlighter, IndexFolder, Stats, Step,
    StoredSection, Watcher, Writer, WriterOptions, check, content_words, watch_disk,
};
pub use record::Record;
