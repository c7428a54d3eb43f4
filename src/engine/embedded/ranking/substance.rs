//! What the text of a section is worth by its kind: a heading alone and a list of links answer nothing by themselves.

use super::weights::{HEADING_ONLY, ONLY_LINKS};
use crate::engine::embedded::store::facts::Kind;
use crate::guide::Section;

/// A number that sections with the same heading and text share: 0 for a heading with nothing under it.
pub(in crate::engine) fn passage(section: &Section) -> u64 {
    if section.body.is_empty() {
        return 0;
    }
    let mut hash = blake3::Hasher::new();
    hash.update(section.title.as_bytes());
    hash.update(b"\0");
    hash.update(section.body.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.finalize().as_bytes()[..8]);
    u64::from_le_bytes(first).max(1)
}

/// How much of its score a section of this kind keeps.
pub(in crate::engine) fn substance(kind: Kind) -> f32 {
    match kind {
        Kind::HeadingOnly => HEADING_ONLY,
        Kind::OnlyLinks => ONLY_LINKS,
        Kind::Text => 1.0,
    }
}
