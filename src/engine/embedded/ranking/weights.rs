//! What each kind of evidence is worth. `docs/ranking.md` shows what every one of them earns.

/// How fast repetitions of a word stop counting (k1 of BM25).
pub(in crate::engine) const K1: f32 = 1.2;
/// How much the length of a text counts against it, from 0 to 1 (b of BM25).
pub(in crate::engine) const B: f32 = 0.7;
/// A section shorter than this, relative to the average, counts as so long: else a line or two would pass for a text
/// about its only word.
pub(in crate::engine) const SHORTEST: f32 = 0.4;
/// What a word in the section's own heading is worth, in units of its idf.
pub(in crate::engine) const IN_HEADING: f32 = 0.4;
/// What a word in a heading above is worth.
pub(in crate::engine) const IN_CRUMBS: f32 = 0.2;
/// What a word in the title of a guide is worth to the guide.
pub(in crate::engine) const IN_TITLE: f32 = 0.3;
/// What it is worth besides where the query has the whole title; where it has a part of it, this falls with the square
/// of that part: "Install on Linux" is more about installing than "Install, update and remove plugins".
pub(in crate::engine) const WHOLE_TITLE: f32 = 2.0;
/// What a phrase is worth on top of its words, in units of theirs.
pub(in crate::engine) const PHRASE: f32 = 0.4;
/// What the words of a query are worth that stand in a row with the stop words between them, in units of their weight.
pub(in crate::engine) const IN_A_ROW: f32 = 1.2;
/// How much of a section's score is that of its guide as a whole.
pub(in crate::engine) const GUIDE: f32 = 0.4;
/// How much of the guide's second best section counts with each of its sections.
pub(in crate::engine) const SECOND_BEST: f32 = 0.15;
/// A heading with nothing under it keeps this much of its score.
pub(in crate::engine) const HEADING_ONLY: f32 = 0.5;
/// A text that is only links keeps this much: it leads to what answers, and does not answer.
pub(in crate::engine) const ONLY_LINKS: f32 = 0.7;
/// What stands for a word keeps this much of its score, and never more than the word itself has anywhere.
pub(in crate::engine) const EXPANSION: f32 = 0.7;
/// Just below the lowest score of the literal word.
pub(in crate::engine) const BELOW_LITERAL: f32 = 0.95;

/// How many of the best hits are looked at a second time.
pub(in crate::engine) const SECOND_LOOK: usize = 100;
/// What words of the query that stand near each other in the text are worth.
pub(in crate::engine) const PAIRS: f32 = 0.5;
/// Words further apart than this, in positions, are not near each other.
pub(in crate::engine) const NEAR: u32 = 8;
/// What a word that stands in the section just as it was typed is worth, in units of its idf: "universe" and
/// "university" have one stem.
pub(in crate::engine) const AS_TYPED: f32 = 0.1;
/// How much of a hit's score may come from guides like its own.
pub(in crate::engine) const NEIGHBOURS: f32 = 0.4;
/// How many guides are looked at.
pub(in crate::engine) const NEAREST: usize = 8;

/// The weight of repetitions in a text of relative length `length` (1 is average): BM25's, which grows to k1 + 1.
pub(in crate::engine) fn saturated(tf: f32, length: f32) -> f32 {
    (K1 + 1.0) * tf / (tf + K1 * (1.0 - B + B * length))
}

/// The same for evidence that is rarer than words (pairs, vectors): k1 = 1.5 and b = 0.75.
pub(in crate::engine) fn saturated_rare(tf: f32, length: f32) -> f32 {
    2.5 * tf / (tf + 1.5 * (0.25 + 0.75 * length))
}
