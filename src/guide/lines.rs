//! A stretch of lines in a source file.

use serde::{Deserialize, Serialize};

/// Lines of a source file: 1-based, both ends included. Written as `[first, last]` in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "[u32; 2]", into = "[u32; 2]")]
pub struct LineRange {
    /// The first line.
    pub first: u32,
    /// The last line; never before the first.
    pub last: u32,
}

impl From<[u32; 2]> for LineRange {
    fn from([first, last]: [u32; 2]) -> Self {
        LineRange { first, last: last.max(first) }
    }
}

impl From<LineRange> for [u32; 2] {
    fn from(range: LineRange) -> Self {
        [range.first, range.last]
    }
}
