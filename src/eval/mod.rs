//! How good the ranking is: questions whose answers are known, asked and measured.
//!
//! ```text
//! questions ─► Topic ─► rank (engine) ─► Run ─┐
//! judgements ─────────────────────────► Qrels ┴► Evaluation { means, per query }
//! ```

mod evaluation;
mod lines;
mod measures;
mod names;
mod qrels;
mod ranking;
mod run;
mod topics;

pub use evaluation::{Evaluation, Measured};
pub use measures::{MEASURES, Measure, Scores};
pub use names::{Names, Naming};
pub use qrels::{Judged, Qrels};
pub use ranking::rank;
pub use run::{Ranking, Run};
pub use topics::{Topic, read_topics};
