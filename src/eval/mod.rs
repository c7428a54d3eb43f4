//! How good the ranking is: questions whose answers are known, asked and measured.
//!
//! ```text
//! questions  ─► Topic ─► rank (engine) ─► Run ─┐
//! judgements ─────────────────────────► Qrels ─┴► Evaluation ─┬► means, per question
//! a run of another time, or another program ─► Evaluation ────┴► Comparison
//!
//! sections ─► KnownItem ─► find (engine) ─► Found ─► Hits       where nobody has judged anything
//! ```

mod comparison;
mod evaluation;
mod finding;
mod known_items;
mod lines;
mod measures;
mod names;
mod permutation;
mod qrels;
mod ranking;
mod run;
mod topics;

pub use comparison::{Compared, Comparison, Pair};
pub use evaluation::{Evaluation, Measured};
pub use finding::{Found, Hits, find};
pub use known_items::{KINDS, Kind, KnownItem, acronym_items, known_items};
pub use measures::{MEASURES, Measure, Scores};
pub use names::{Names, Naming};
pub use permutation::{Chance, DRAWN, chance};
pub use qrels::{Judged, Qrels};
pub use ranking::rank;
pub use run::{Ranking, Run};
pub use topics::{Topic, read_topics};
