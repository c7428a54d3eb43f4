//! Splits text where it may be cut.

use std::hash::{BuildHasher as _, Hasher as _};
use std::ops::Range;

use foldhash::fast::FixedState;

use super::words::count;

/// A sentence, or a line that is none: an item of a list, a row of a table, a line of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Where it stands, in bytes, without the space around it.
    pub range: Range<usize>,
    /// How many words it has.
    pub words: usize,
    /// Whether a paragraph begins with it.
    pub begins: bool,
    /// A hash of its letters; sentences that differ in nothing else have the same.
    pub letters: u64,
}

/// The sentences of a text, in order. All that is not between them is white space.
pub(super) fn sentences(text: &str) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut begins = true;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            begins = true;
        }
        let mut start = 0;
        for end in ends(line).chain([line.len()]) {
            let piece = line.get(start..end).unwrap_or_default();
            let trimmed = piece.trim();
            if !trimmed.is_empty() {
                let from = at + start + piece.len() - piece.trim_start().len();
                let range = from..from + trimmed.len();
                found.push(Sentence { range, words: count(trimmed), begins, letters: letters(trimmed) });
                begins = false;
            }
            start = end;
        }
        at += line.len();
    }
    found
}

/// Where sentences end in a line, its own end left out.
fn ends(line: &str) -> impl Iterator<Item = usize> {
    line.char_indices().filter_map(move |(at, c)| {
        let rest = line.get(at + c.len_utf8()..)?;
        let after = rest.trim_start_matches(['"', '\'', ')', ']', '”', '’', '»', '」', '』', '）']);
        let next = after.trim_start().chars().next()?;
        let ends = match c {
            '。' | '！' | '？' => true,
            // “e.g. this” goes on.
            '.' | '!' | '?' | '…' => after.starts_with(char::is_whitespace) && !next.is_lowercase(),
            _ => false,
        };
        ends.then_some(line.len() - after.len())
    })
}

fn letters(text: &str) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).for_each(|c| hasher.write_u32(c.into()));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::sentences;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|sentence| &text[sentence.range]).collect()
    }

    #[test]
    fn texts_are_cut_where_a_reader_would() {
        for (text, expected) in [
            ("", &[][..]),
            ("One day. Two, e.g. this one. (Three!) Four", &["One day.", "Two, e.g. this one.", "(Three!)", "Four"]),
            ("Use v1.2 now.\n\n- a b\n- c", &["Use v1.2 now.", "- a b", "- c"]),
            ("彼は言った。「はい。」次。", &["彼は言った。", "「はい。」", "次。"]),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn paragraphs_and_repeats_are_known() {
        let found = sentences("A b.  C d.\n\n  a, B! \n\n");
        assert_eq!(found.iter().map(|sentence| sentence.begins).collect::<Vec<_>>(), [true, false, true]);
        assert_eq!(found[0].letters, found[2].letters);
        assert_ne!(found[0].letters, found[1].letters);
    }
}
