//! What the text of a section is worth by its kind: a heading alone and a list of links answer nothing by themselves.

use super::weights::{HEADING_ONLY, ONLY_LINKS};
use crate::guide::Section;

/// Set in the passage of a section whose text is only links.
const LINKS: u64 = 1;
/// Set in every passage but that of a heading alone, which is 0.
const TEXT: u64 = 2;

/// A number that sections with the same heading and text share: 0 for a heading with nothing under it, odd where the
/// text is only links.
pub(in crate::engine) fn passage(section: &Section) -> u64 {
    if section.body.is_empty() {
        return 0;
    }
    let mut hash = blake3::Hasher::new();
    hash.update(section.title.as_bytes());
    hash.update(b"\0");
    hash.update(section.body.as_bytes());
    let bytes = hash.finalize();
    let mut first = [0; 8];
    first.copy_from_slice(&bytes.as_bytes()[..8]);
    u64::from_le_bytes(first) & !LINKS | TEXT | u64::from(section.only_links)
}

/// How much of its score a section with this passage keeps.
pub(in crate::engine) fn substance(passage: u64) -> f32 {
    match passage {
        0 => HEADING_ONLY,
        passage if passage & LINKS != 0 => ONLY_LINKS,
        _ => 1.0,
    }
}
