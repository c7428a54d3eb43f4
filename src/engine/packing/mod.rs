//! Chooses what of many texts goes into a few hundred words.

mod choice;
mod pack;
mod sentences;
mod words;

pub(super) use choice::Matched;
pub(super) use pack::{Candidate, Packed, pack};
