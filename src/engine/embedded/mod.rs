//! The engine on this machine: a Tantivy index in a folder.
//!
//! ```text
//! store      the index on disk            meaning    words ─► plan
//! matching   plan ─► matching sections    ranking    what they are worth, in which order
//! answers    search, similar, suggest, terms, acronyms: what is asked of all that
//! ```

mod answers;
mod matching;
mod meaning;
mod ranking;
mod store;
mod unreadable;

pub use answers::browse::content_words;
pub use answers::highlights::Highlighter;
pub use answers::search::Found;
pub use answers::vocabulary::CountedWord;
pub use store::check::{Checked, Damage, check};
pub use store::disk::{Step, Watcher, watch_disk};
pub use store::engine::{Engine, Stats};
pub use store::folder::IndexFolder;
pub use store::foreseen::Foreseen;
pub use store::stored::StoredSection;
pub use store::writer::{Committed, Writer, WriterOptions};
