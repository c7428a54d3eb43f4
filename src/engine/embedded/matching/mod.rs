//! Walking the postings of a segment: which sections a plan matches, and what their own words are worth.

pub(super) mod matcher;
pub(super) mod matches;
pub(super) mod phrase;
pub(super) mod postings;
pub(super) mod scorer;
mod window;
