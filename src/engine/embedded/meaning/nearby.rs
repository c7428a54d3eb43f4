//! Words of a dictionary a few edits away from a word.
//!
//! The word is an automaton whose states are bits: bit i of row d says that the first i letters were met with at most d
//! edits (Wu and Manber, "Fast Text Searching Allowing Errors", 1992). Swapped neighbours are one edit, and no letter
//! is edited twice. It goes through the dictionary letter by letter and leaves out every branch that is too far away.

use std::io;

use tantivy::termdict::TermDictionary;
use tantivy_fst::Automaton;

/// Most edits.
const ROWS: usize = 3;
/// Longest word, in bytes: rows are 64 bits, one of them for the beginning.
const LONGEST: usize = 60;

/// How words near another may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Beginning {
    /// With the same letter: a small part of the dictionary.
    Same,
    /// In any way.
    Any,
}

/// A word and how far from it others may be.
pub(in crate::engine) struct Nearby {
    word: Vec<u8>,
    edits: usize,
    /// For each byte, the places in the word where it stands.
    places: Box<[u64; 256]>,
}

/// Where the automaton stands.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct State {
    /// Row d: which beginnings of the word were met with at most d edits.
    rows: [u64; ROWS],
    /// Row d: the beginnings after which the last two letters may have been swapped.
    swaps: [u64; ROWS],
}

impl Nearby {
    /// Words at most `edits` (1 or 2) away from `word`. Edits are counted in bytes for letters beyond ASCII, so that
    /// fewer of those are found than there are.
    pub(in crate::engine) fn new(word: &str, edits: usize) -> Self {
        let word: Vec<u8> = word.bytes().take(LONGEST).collect();
        let mut places = Box::new([0_u64; 256]);
        for (at, byte) in word.iter().enumerate() {
            places[usize::from(*byte)] |= 1 << at;
        }
        // A letter beyond ASCII is two bytes or more.
        let wide = word.iter().any(|byte| !byte.is_ascii());
        Nearby { word, edits: if wide { ROWS - 1 } else { edits.min(ROWS - 1) }, places }
    }

    /// Every such word of a dictionary, in order.
    ///
    /// # Errors
    /// Where the dictionary cannot be read.
    pub(in crate::engine) fn search(
        self,
        dictionary: &TermDictionary,
        beginning: Beginning,
    ) -> io::Result<Vec<String>> {
        let first = self.word.first().copied().unwrap_or_default();
        let mut found = Vec::new();
        let range = dictionary.search(self);
        let range = match beginning {
            Beginning::Same => range.ge([first]).lt([first.saturating_add(1)]),
            Beginning::Any => range,
        };
        let mut stream = range.into_stream()?;
        while stream.advance() {
            if let Ok(word) = std::str::from_utf8(stream.key()) {
                found.push(word.to_owned());
            }
        }
        Ok(found)
    }
}

impl Automaton for Nearby {
    type State = State;

    fn start(&self) -> State {
        let mut rows = [0; ROWS];
        for (d, row) in rows.iter_mut().enumerate() {
            // The first d letters may be missing.
            *row = (1 << (d + 1)) - 1;
        }
        State { rows, swaps: [0; ROWS] }
    }

    fn is_match(&self, state: &State) -> bool {
        state.rows[self.edits] >> self.word.len() & 1 == 1
    }

    fn can_match(&self, state: &State) -> bool {
        state.rows[self.edits] != 0
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        let here = self.places[usize::from(byte)];
        let within = (1_u64 << (self.word.len() + 1)) - 1;
        let mut next = State { rows: [0; ROWS], swaps: [0; ROWS] };
        for d in 0..=self.edits {
            let mut row = (state.rows[d] & here) << 1;
            if d > 0 {
                let (before, after) = (state.rows[d - 1], next.rows[d - 1]);
                // Another letter, one too many, one missing, two swapped.
                row |= before << 1 | before | after << 1 | (state.swaps[d - 1] & here) << 2;
            }
            next.rows[d] = row & within;
            // The letter after the next one has come: if the next one follows, they were swapped.
            next.swaps[d] = state.rows[d] & here >> 1;
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use tantivy_fst::Automaton as _;

    use super::Nearby;

    fn is_near(word: &str, other: &str, edits: usize) -> bool {
        let nearby = Nearby::new(word, edits);
        let state = other.bytes().fold(nearby.start(), |state, byte| nearby.accept(&state, byte));
        nearby.is_match(&state)
    }

    #[test]
    fn edits_are_counted() {
        for (word, other, distance) in [
            ("platform", "platform", 0),
            ("platform", "platfrom", 1),
            ("platform", "latform", 1),
            ("platform", "platforms", 1),
            ("platform", "plattform", 1),
            ("platform", "plotform", 1),
            ("platform", "lpatfrom", 2),
            ("platform", "platfo", 2),
            ("platform", "xplatformx", 2),
            ("ca", "abc", 3),
            ("kubernetes", "kuberentes", 1),
            ("kubernetes", "kubrentes", 2),
        ] {
            for edits in 1..=2 {
                assert_eq!(is_near(word, other, edits), distance <= edits, "{word} {other} {edits}");
            }
        }
    }

    #[test]
    fn it_agrees_with_the_distance_of_a_library_on_many_words() {
        let mut seed = 7_u64;
        let mut letter = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b'a' + (seed >> 33) as u8 % 3)
        };
        for length in 1..8 {
            for other in 1..8 {
                for _ in 0..60 {
                    let a: String = (0..length).map(|_| letter()).collect();
                    let b: String = (0..other).map(|_| letter()).collect();
                    for edits in 1..=2 {
                        assert_eq!(is_near(&a, &b, edits), strsim::osa_distance(&a, &b) <= edits, "{a} {b} {edits}");
                    }
                }
            }
        }
    }
}
