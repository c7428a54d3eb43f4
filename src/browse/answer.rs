//! What the worker has found out.

use crate::error::Result;
use crate::guide::SectionId;
use crate::results::{Comparison, SearchResults};

use super::asked::Ask;
use super::reading::Reading;

/// An answer, with what was asked.
#[derive(Debug)]
pub enum Answer {
    /// The hits of a search.
    Found(Ask, Box<Result<SearchResults>>),
    /// A section to read.
    Read(SectionId, Box<Result<Reading>>),
    /// The roles side by side.
    Compared(Ask, Box<Result<Comparison>>),
}
