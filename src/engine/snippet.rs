//! Cuts the passage out of a section that answers a query best.

use std::collections::HashMap;
use std::ops::Range;

use crate::results::Snippet;

use super::analysis::{Analyzer, Beginnings, Language, Word};

/// The words of a query that are marked in snippets.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    /// Indexed form of a word ─► how much it tells.
    pub words: HashMap<String, f32>,
    /// Beginnings of words.
    pub prefixes: Vec<String>,
}

impl Marks {
    /// How the marked words begin.
    fn beginnings(&self) -> Beginnings {
        Beginnings::of(self.words.keys().chain(&self.prefixes))
    }

    fn weight(&self, word: &Word) -> Option<f32> {
        if let Some(weight) = self.words.get(&word.term) {
            return Some(*weight);
        }
        self.prefixes.iter().any(|prefix| word.form.starts_with(prefix.as_str())).then_some(1.0)
    }
}

/// A matched word: where it stands, which one it is, how much it tells.
#[derive(Debug)]
pub(super) struct Match {
    pub start: usize,
    pub end: usize,
    pub term: String,
    pub weight: f32,
}

/// The best passage of `body`: the one whose different matched words tell most, the earliest of equals. The beginning
/// where nothing matches. `language` is the one of the guide; `length` about how long it is to be, in bytes.
pub(super) fn snippet(
    body: &str,
    language: Language,
    marks: &Marks,
    analyzer: &mut Analyzer,
    length: usize,
) -> Snippet {
    let matches = matches(body, language, marks, analyzer);
    let window = passage(body, best_window(&matches, length), length);
    let inside = matches.iter().filter(|m| m.start >= window.start && m.end <= window.end);
    fold(body, &window, inside.map(|m| m.start..m.end))
}

/// Where the marked words stand in a text: byte ranges in order, apart from each other, on character boundaries.
pub(super) fn highlights(text: &str, language: Language, marks: &Marks, analyzer: &mut Analyzer) -> Vec<Range<usize>> {
    matches(text, language, marks, analyzer).into_iter().map(|m| m.start..m.end).collect()
}

/// The matched words of a text, in order and apart from each other.
pub(super) fn matches(text: &str, language: Language, marks: &Marks, analyzer: &mut Analyzer) -> Vec<Match> {
    let words = analyzer.words_beginning(text, language, &marks.beginnings()).into_iter();
    let found = words.filter_map(|word| {
        let weight = marks.weight(&word)?;
        Some(Match { start: word.start, end: word.end, term: word.term, weight })
    });
    apart(found.collect())
}

/// Matches none of which overlap. A name and its parts can match at once: the longest counts.
fn apart(mut matches: Vec<Match>) -> Vec<Match> {
    matches.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
    let mut end = 0;
    matches.retain(|m| {
        let free = m.start >= end;
        end = end.max(m.end);
        free
    });
    matches
}

/// From the first to the last matched word of the best window for about `length` bytes; empty where nothing matches.
fn best_window(matches: &[Match], length: usize) -> Range<usize> {
    let mut best = (0.0, 0..0);
    let mut last = 0;
    // Each different word by a number, and the window it was last seen in.
    let mut numbers = HashMap::new();
    let terms: Vec<usize> = matches
        .iter()
        .map(|m| {
            let next = numbers.len();
            *numbers.entry(m.term.as_str()).or_insert(next)
        })
        .collect();
    let mut seen: Vec<Option<usize>> = vec![None; numbers.len()];
    for (first, from) in matches.iter().enumerate() {
        last = last.max(first);
        while last + 1 < matches.len() && matches[last + 1].end - from.start <= length * 3 / 4 {
            last += 1;
        }
        // Far more matches than a window can show are all the same few words: a look at some is enough.
        let window = &matches[first..=last.min(first + 40)];
        let mut worth = 0.0;
        for (m, term) in window.iter().zip(&terms[first..]) {
            let known = seen[*term].replace(first) == Some(first);
            worth += if known { m.weight * 0.1 } else { m.weight };
        }
        if worth > best.0 {
            best = (worth, from.start..window.last().map_or(from.end, |m| m.end));
        }
    }
    best.1
}

/// Widens a window to about `length` bytes, from the start of a line or sentence if one is near, else of a word.
fn passage(body: &str, window: Range<usize>, length: usize) -> Range<usize> {
    let spare = length.saturating_sub(window.len());
    let earliest = floor(body, window.start.saturating_sub(spare));
    let before = &body[earliest..window.start];
    let start = if earliest == 0 {
        0
    } else if let Some(at) = before.rfind("\n\n").map(|at| at + 2).or_else(|| sentence_start(before)) {
        earliest + at
    } else {
        let half = floor(body, window.start.saturating_sub(spare / 2));
        half + body[half..window.start].find(char::is_whitespace).map_or(0, |at| at + 1)
    };
    let start = floor(body, start);
    let goal = (start + length).max(window.end);
    if goal >= body.len() {
        return start..body.len();
    }
    let goal = floor(body, goal).max(window.end);
    let end = body[window.end..goal].rfind(char::is_whitespace).map_or(goal, |at| window.end + at);
    start..end.max(window.end)
}

/// Where the first sentence that begins in `text` begins, in bytes.
fn sentence_start(text: &str) -> Option<usize> {
    text.match_indices(['.', '!', '?', '\n']).map(|(at, _)| at + 1).find_map(|at| {
        let rest = text.get(at..)?;
        let trimmed = rest.trim_start();
        (trimmed.len() < rest.len() || text[..at].ends_with('\n')).then_some(at + rest.len() - trimmed.len())
    })
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The passage on one line, with the marks moved along and `…` where text was cut.
fn fold(body: &str, window: &Range<usize>, marks: impl Iterator<Item = Range<usize>>) -> Snippet {
    let mut text = String::with_capacity(window.len() + 8);
    let mut highlights: Vec<Range<usize>> = Vec::new();
    let mut marks = marks.peekable();
    if !body[..window.start].trim().is_empty() {
        text.push('…');
    }
    let mut space = false;
    for (at, c) in body[window.clone()].char_indices().map(|(at, c)| (window.start + at, c)) {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if space && !text.is_empty() && !text.ends_with('…') {
            text.push(' ');
        }
        space = false;
        if marks.peek().is_some_and(|mark| mark.start == at) {
            highlights.push(text.len()..text.len());
        }
        text.push(c);
        let end = at + c.len_utf8();
        if marks.peek().is_some_and(|mark| mark.end <= end) {
            if let Some(open) = highlights.last_mut() {
                open.end = text.len();
            }
            marks.next();
        }
    }
    if !body[window.end..].trim().is_empty() {
        text.push('…');
    }
    highlights.retain(|range| range.start < range.end);
    Snippet { text, highlights }
}

#[cfg(test)]
mod tests {
    use super::{Marks, snippet};
    use crate::engine::analysis::{Analyzer, Language};
    use crate::results::Snippet;

    const LENGTH: usize = 240;

    fn cut(body: &str, words: &[&str]) -> Snippet {
        let mut analyzer = Analyzer::default();
        let mut marks = Marks::default();
        for word in words {
            marks.words.insert(analyzer.query_words(word).remove(0).terms.remove(0), 1.0);
        }
        let cut = snippet(body, Language::English, &marks, &mut analyzer, LENGTH);
        let mut last = 0;
        for range in &cut.highlights {
            assert!(range.start >= last && range.start < range.end, "{cut:?}");
            assert!(cut.text.get(range.clone()).is_some(), "{cut:?}");
            last = range.end;
        }
        cut
    }

    fn marked(snippet: &Snippet) -> Vec<&str> {
        snippet.highlights.iter().map(|range| &snippet.text[range.clone()]).collect()
    }

    #[test]
    fn the_best_passage_wins_over_the_first() {
        let body =
            format!("Budgets matter.\n\n{}\n\nNegotiate budgets with vendors.", "Filler words here. ".repeat(40));
        let found = cut(&body, &["budget", "vendor"]);
        assert!(found.text.ends_with("Negotiate budgets with vendors."), "{found:?}");
        assert_eq!(marked(&found), ["budgets", "vendors"]);
    }

    #[test]
    fn short_texts_are_whole_and_on_one_line() {
        let found = cut("- ITIL\n- Linux", &["itil"]);
        assert_eq!((found.text.as_str(), marked(&found)), ("- ITIL - Linux", vec!["ITIL"]));
        assert_eq!(cut("", &["x"]).text, "");
    }

    #[test]
    fn highlights_stay_on_character_boundaries() {
        let body = format!("{} Größe überall — naïve 自己紹介 {}", "äöü ".repeat(100), "ß".repeat(500));
        for words in [&["grosse", "uberall"][..], &["naive"], &["自"], &["ausserhalb"]] {
            let found = cut(&body, words);
            assert!(found.text.len() < LENGTH * 3, "{}", found.text.len());
        }
        cut(&"ß".repeat(5_000), &["x"]);
    }

    #[test]
    fn names_are_marked_by_what_matched() {
        let body = "On-call staff patch the ASP.NET site in C++ through getUserName.";
        for (words, expected) in [
            (&["oncall"][..], &["On-call"][..]),
            (&["call"], &["call"]),
            (&["oncall", "call"], &["On-call"]),
            (&[".net"], &[".NET"]),
            (&["net", ".net", "asp"], &["ASP", ".NET"]),
            (&["c"], &["C"]),
            (&["c++"], &["C++"]),
            (&["user", "name"], &["User", "Name"]),
            (&["getUserName", "user"], &["getUserName"]),
        ] {
            assert_eq!(marked(&cut(body, words)), expected, "{words:?}");
        }
    }
}
