//! What a section offers to be asked for: its words, and words next to each other.

use crate::engine::{Engine, StoredSection, content_words};
use crate::error::Result;

/// How much of a section is looked at, in words.
const LOOKED_AT: usize = 200;

/// Words of a question: more than three, see the limits of what must all be there, and as many as people type.
const QUESTION: std::ops::RangeInclusive<usize> = 6..=10;

/// The different content words of a section's text in lower case, each with the number of sections that have it, the
/// rarest first.
pub(super) fn words_of(section: &StoredSection, engine: &Engine) -> Result<Vec<(u64, String)>> {
    let mut words = Vec::new();
    for written in section.body.split_whitespace().take(LOOKED_AT).filter(|word| is_telling(word)) {
        let text = written.to_lowercase();
        words.push((engine.sections_with(&text)?, text));
    }
    words.sort_unstable();
    words.dedup();
    Ok(words)
}

/// Content words next to each other with nothing but a space between, `count` of them: the first such row.
pub(super) fn row_of(section: &StoredSection, count: usize) -> Option<String> {
    let words: Vec<&str> = section.body.split_whitespace().take(LOOKED_AT).collect();
    let row = words.windows(count).find(|row| row.iter().all(|word| is_telling(word)))?;
    Some(row.join(" ").to_lowercase())
}

/// A row of words as in a sentence, function words among them: what somebody asks who writes whole sentences.
pub(super) fn question_of(section: &StoredSection) -> Option<String> {
    let words: Vec<&str> = section.body.split_whitespace().take(LOOKED_AT).collect();
    let rows = words.split(|word| !is_letters(word)).map(|row| &row[..row.len().min(*QUESTION.end())]);
    let row = rows.max_by_key(|row| content(row)).filter(|row| row.len() >= *QUESTION.start() && content(row) > 3)?;
    Some(row.join(" ").to_lowercase())
}

fn content(row: &[&str]) -> usize {
    row.iter().filter(|word| is_telling(word)).count()
}

/// In lower case such a word is no operator of a query, and the same words as in the index.
fn is_letters(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
}

fn is_telling(word: &str) -> bool {
    word.chars().nth(2).is_some() && is_letters(word) && !content_words(word).is_empty()
}
