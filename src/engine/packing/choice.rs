//! Chooses the part of a text that tells most within so many words.

use std::ops::Range;

use super::sentences::Sentence;
use super::words::word_ends;

/// A matched word of a text.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::engine) struct Matched {
    /// Where it begins, in bytes.
    pub start: usize,
    /// The same number for the same word.
    pub word: usize,
    /// How much it tells.
    pub weight: f32,
}

/// What a word is worth that was there before.
const AGAIN: f32 = 0.1;

/// What it is worth, as a part of the text's best word, that a part begins with a paragraph, and with a match.
const BEGINS: f32 = 0.05;
const AT_ONCE: f32 = 0.1;

/// How many sentences before a match a part may begin with.
const BEFORE: usize = 2;

/// The pieces of `text` to take, in order: all of the sentences if they have no more than `most` words, else those in a
/// row that tell most, or a part of one that is too long itself. None where there are no words.
///
/// `sentences`: those that may be taken.
pub(super) fn choose(text: &str, sentences: &[&Sentence], matched: &[Matched], most: usize) -> Vec<Range<usize>> {
    let all: usize = sentences.iter().map(|sentence| sentence.words).sum();
    if all == 0 || most == 0 {
        return Vec::new();
    }
    if all <= most {
        return sentences.iter().map(|sentence| sentence.range.clone()).collect();
    }
    let matches: Vec<&[Matched]> = sentences.iter().map(|sentence| inside(matched, &sentence.range)).collect();
    let best = matched.iter().map(|matched| matched.weight).fold(0.0, f32::max);
    let mut chosen = (-1.0, 0..1);
    for first in starts(&matches) {
        let mut words = 0;
        let fits = |sentence: &&&Sentence| {
            words += sentence.words;
            words <= most
        };
        let count = sentences.iter().skip(first).take_while(fits).count();
        let run = first..first + count.max(1);
        let mut worth = worth(&matches, run.clone());
        worth += best * BEGINS * f32::from(u8::from(sentences.get(first).is_some_and(|sentence| sentence.begins)));
        worth += best * AT_ONCE * f32::from(u8::from(matches.get(first).is_some_and(|inside| !inside.is_empty())));
        if worth > chosen.0 {
            chosen = (worth, run);
        }
    }
    let run = sentences.get(chosen.1.clone()).unwrap_or_default();
    match run {
        [only] if only.words > most => {
            let from =
                matches.get(chosen.1.start).and_then(|inside| inside.first()).map_or(only.range.start, |m| m.start);
            vec![part(text, &only.range, from, most)]
        }
        run => run.iter().map(|sentence| sentence.range.clone()).collect(),
    }
}

/// The sentences a part may begin with: few before a match, or the first one.
fn starts(matches: &[&[Matched]]) -> Vec<usize> {
    let near = |at: &usize| (*at..=at + BEFORE).any(|at| matches.get(at).is_some_and(|inside| !inside.is_empty()));
    let mut starts: Vec<usize> = (0..matches.len()).filter(near).collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    starts
}

fn inside<'a>(matched: &'a [Matched], range: &Range<usize>) -> &'a [Matched] {
    let from = matched.partition_point(|matched| matched.start < range.start);
    let to = matched.partition_point(|matched| matched.start < range.end);
    matched.get(from..to).unwrap_or_default()
}

/// How much a row of sentences tells.
fn worth(matches: &[&[Matched]], run: Range<usize>) -> f32 {
    let mut seen: Vec<usize> = Vec::new();
    let mut worth = 0.0;
    for matched in matches.get(run).unwrap_or_default().iter().flat_map(|inside| inside.iter()) {
        if seen.contains(&matched.word) {
            worth += matched.weight * AGAIN;
        } else {
            worth += matched.weight;
            seen.push(matched.word);
        }
    }
    worth
}

/// Up to `most` words of a long sentence, with a few of those before `from`.
fn part(text: &str, sentence: &Range<usize>, from: usize, most: usize) -> Range<usize> {
    let written = text.get(sentence.clone()).unwrap_or_default();
    let ends = word_ends(written);
    let word = ends.partition_point(|end| sentence.start + end <= from);
    let first = word.saturating_sub(most / 4).min(ends.len().saturating_sub(most));
    let start = first.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    let last = ends.get((first + most).saturating_sub(1)).copied().unwrap_or(written.len());
    let space = written.get(start..last).map_or(0, |part| part.len() - part.trim_start().len());
    sentence.start + start + space..sentence.start + last
}

#[cfg(test)]
mod tests {
    use super::{Matched, choose};
    use crate::engine::packing::sentences::{Sentence, sentences};

    fn chosen(text: &str, words: &[&str], most: usize) -> Vec<String> {
        let all = sentences(text);
        let all: Vec<&Sentence> = all.iter().collect();
        let mut matched: Vec<Matched> = Vec::new();
        for (word, written) in words.iter().enumerate() {
            matched.extend(text.match_indices(written).map(|(start, _)| Matched { start, word, weight: 1.0 }));
        }
        matched.sort_by_key(|matched| matched.start);
        choose(text, &all, &matched, most).into_iter().map(|range| text[range].to_owned()).collect()
    }

    #[test]
    fn the_row_of_sentences_that_tells_most_is_taken() {
        let text = "Nothing here. A pump. Nothing there. The pump has a valve. More of it. The end of it.";
        assert_eq!(chosen(text, &["pump", "valve"], 8), ["The pump has a valve.", "More of it."]);
        assert_eq!(chosen(text, &["pump", "valve"], 100).len(), 6);
        assert_eq!(chosen(text, &[], 4), ["Nothing here.", "A pump."]);
        assert!(chosen(text, &[], 0).is_empty());
        assert!(chosen("- …", &[], 9).is_empty());
    }

    #[test]
    fn a_sentence_that_is_too_long_is_cut_at_words() {
        let text = "one two three four five six pump eight nine ten.";
        assert_eq!(chosen(text, &["pump"], 4), ["six pump eight nine"]);
        assert_eq!(chosen(text, &[], 2), ["one two"]);
        assert_eq!(chosen(text, &["ten"], 3), ["eight nine ten."]);
    }
}
