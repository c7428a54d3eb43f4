//! How long answers take: queries made from an index's own words, or given by the user, asked and timed.
//!
//! ```text
//! words, sections ─► candidates ─► choose (asks each once) ─► Asked ─► measure ─► Timed ─► Latency
//! a file of queries ─────────────► read_queries ──────────────┘
//! ```

mod candidates;
mod choice;
mod class;
mod file;
mod filters;
mod measuring;
mod passages;
mod percentiles;
mod slips;
mod words;

pub use choice::{Chosen, LeftOut, QUERIES, choose};
pub use class::{Asked, CLASSES, Class};
pub use file::read_queries;
pub use measuring::{Latency, Timed, measure};
pub use percentiles::percentile;
pub use words::{Band, Bands};
