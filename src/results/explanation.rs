//! Why a hit has its score.

use serde::Serialize;

/// One part of a score. The parts of a hit add up to its score, rounding aside.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// What it is for, in words.
    pub what: String,
    /// How much it adds; less than 0 where it takes away.
    pub worth: f32,
}
