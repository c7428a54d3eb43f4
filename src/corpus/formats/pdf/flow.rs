//! Makes paragraphs and list items of the lines of pages again.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization as _;

use super::message::{Line, Page};
use crate::corpus::formats::body::Body;

/// A step between lines this much larger than usual is the end of a paragraph.
const APART: f32 = 1.25;
/// Letters this much larger or smaller are another paragraph.
const SIZES: f32 = 1.12;
/// A line that ends before this share of the width of its page may be the last of its paragraph.
const SHORT: f32 = 0.75;

/// Longest word that is looked at when two lines are joined, in characters.
const LONGEST_WORD: usize = 60;

/// What is usual in a document.
#[derive(Debug, Default)]
pub(super) struct Habits {
    /// The size of most letters, in points.
    pub(super) size: f32,
    /// From line to line, in sizes of letters.
    step: f32,
    /// Words that have a hyphen within a line, in lower case.
    hyphened: HashSet<String>,
    /// Where the text of each page begins and ends.
    widths: HashMap<u32, (f32, f32)>,
}

impl Habits {
    /// Learns them.
    pub(super) fn of(pages: &[Page]) -> Habits {
        let mut sizes = Vec::new();
        let mut steps = Vec::new();
        let mut hyphened = HashSet::new();
        let mut widths = HashMap::new();
        for page in pages {
            widths.insert(page.number, width(page));
            for line in &page.lines {
                sizes.push((line.size, line.text.len()));
                let words = line.text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
                hyphened.extend(words.filter(|word| word.contains('-')).map(str::to_lowercase));
            }
            for pair in page.lines.windows(2) {
                if let [above, below] = pair {
                    let step = (above.height - below.height) / above.size.max(1.0);
                    if (0.8..2.5).contains(&step) && alike(above.size, below.size) {
                        steps.push((step, 1));
                    }
                }
            }
        }
        Habits { size: median(sizes).unwrap_or(10.0), step: median(steps).unwrap_or(1.2), hyphened, widths }
    }
}

/// The value that half of the weight lies below.
fn median(mut values: Vec<(f32, usize)>) -> Option<f32> {
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = values.iter().map(|(_, weight)| weight).sum::<usize>() / 2;
    let mut sum = 0;
    values.into_iter().find_map(|(value, weight)| {
        sum += weight;
        (sum > half).then_some(value)
    })
}

fn alike(a: f32, b: f32) -> bool {
    a.max(b) <= a.min(b) * SIZES
}

/// Writes lines to a body as paragraphs and items, each line with its page.
pub(super) fn write(body: &mut Body, lines: &[(&Page, &Line)], habits: &Habits) {
    let mut text = String::new();
    let mut item = false;
    let mut last: Option<(&Page, &Line)> = None;
    let mut first_item = true;
    for &(page, line) in lines {
        let (bullet, content) = bullet(&line.text);
        let goes_on = last.is_some_and(|(above_on, above)| !bullet && goes_on((above_on, above), (page, line), habits));
        if !goes_on {
            flush(body, &mut text, item, &mut first_item);
            item = bullet;
        }
        join(&mut text, &clean(content), &habits.hyphened);
        last = Some((page, line));
    }
    flush(body, &mut text, item, &mut first_item);
}

fn flush(body: &mut Body, text: &mut String, item: bool, first_item: &mut bool) {
    if text.trim().is_empty() {
        text.clear();
        return;
    }
    if item {
        body.begin_item(*first_item);
        body.text(text);
        body.end_item();
    } else {
        body.paragraph();
        body.text(text);
        body.paragraph();
    }
    *first_item = !item;
    text.clear();
}

/// Whether a line belongs to the paragraph of the one before it.
fn goes_on((above_on, above): (&Page, &Line), (page, line): (&Page, &Line), habits: &Habits) -> bool {
    if !alike(above.size, line.size) {
        return false;
    }
    let ends = above.text.trim_end().ends_with(['.', '!', '?', ':', ';', '。']);
    let step = (above.height - line.height) / above.size.max(1.0);
    if above_on.number != page.number || step < 0.0 {
        // On another page or in another column: only what is clearly cut goes on.
        return !ends && line.text.starts_with(|c: char| c.is_lowercase());
    }
    if step > habits.step * APART + 0.05 {
        return false;
    }
    if ends && numbered(&line.text) {
        return false;
    }
    let (left, right) = habits.widths.get(&page.number).copied().unwrap_or_default();
    let short = above.end - left < (right - left) * SHORT;
    !(short && (ends || begins_anew(&line.text)))
}

/// Where the text of a page begins and ends.
fn width(page: &Page) -> (f32, f32) {
    let left = page.lines.iter().map(|line| line.start).fold(f32::INFINITY, f32::min);
    let right = page.lines.iter().map(|line| line.end).fold(f32::NEG_INFINITY, f32::max);
    (left, right)
}

/// An entry of a numbered list, such as `12. ` or `3) `.
fn numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    (1..=3).contains(&(text.len() - rest.len())) && (rest.starts_with(". ") || rest.starts_with(") "))
}

/// A number at the beginning, as entries of lists and of contents have it, or a capital.
fn begins_anew(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase())
}

/// Whether a line begins with a bullet, and what stands behind it. Fonts of symbols have theirs in the private area.
fn bullet(text: &str) -> (bool, &str) {
    let mut chars = text.chars();
    match chars.next() {
        Some(
            '•' | '▪' | '◦' | '‣' | '●' | '○' | '■' | '□' | '–' | '—' | '-' | '*' | 'o' | '⁃' | '\u{f000}'..='\u{f0ff}',
        ) => {
            let rest = chars.as_str();
            if rest.starts_with(' ') && !text.starts_with("o o") {
                (true, rest)
            } else {
                (text == "•" || text == "●", text.trim_start_matches(['•', '●']))
            }
        }
        _ => (false, text),
    }
}

/// Adds a line to a paragraph. A hyphen at the end of the line before goes, unless the word has it elsewhere, too.
fn join(text: &mut String, line: &str, hyphened: &HashSet<String>) {
    let line = line.trim();
    if line.is_empty() {
        return;
    }
    let cut = text.trim_end().strip_suffix(['-', '\u{ad}', '\u{2010}']);
    let word = cut.filter(|cut| cut.ends_with(char::is_alphabetic) && line.starts_with(char::is_lowercase));
    if let Some(cut) = word {
        let start = cut.char_indices().rev().take(LONGEST_WORD).last().map_or(0, |(start, _)| start);
        let tail = cut.get(start..).unwrap_or_default();
        let before = tail.rsplit(char::is_whitespace).next().unwrap_or_default();
        let line_start = line.char_indices().nth(LONGEST_WORD).map_or(line, |(end, _)| line.get(..end).unwrap_or(line));
        let after = line_start.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default();
        let keep =
            hyphened.contains(&format!("{before}-{after}").trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
        let length = cut.len();
        text.truncate(length);
        if keep {
            text.push('-');
        }
    } else if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(line);
}

/// Text with ligatures taken apart, and without soft hyphens and characters of private fonts.
pub(super) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let end = text.trim_end().len();
    for (at, c) in text.char_indices() {
        match c {
            '\u{fb00}'..='\u{fb06}' => clean.extend(std::iter::once(c).nfkc()),
            // The one at the end of a line says that a word goes on.
            '\u{ad}' if at + c.len_utf8() < end => {}
            '\u{e000}'..='\u{f8ff}' | '\0'..='\u{8}' | '\u{200b}' | '\u{feff}' => {}
            c => clean.push(c),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::{Habits, clean, write};
    use crate::corpus::formats::body::Body;
    use crate::corpus::formats::pdf::message::{Line, Page};

    /// Lines of 10 points, each with the step from the one before and its length of 100.
    fn page(number: u32, lines: &[(f32, f32, &str)]) -> Page {
        let mut height = 800.0;
        let line = |&(step, end, text): &(f32, f32, &str)| {
            height -= step;
            Line { text: text.to_owned(), start: 0.0, end, height, size: 10.0 }
        };
        Page { number, lines: lines.iter().map(line).collect(), damaged: false }
    }

    fn text(pages: &[Page]) -> String {
        let habits = Habits::of(pages);
        let lines: Vec<_> = pages.iter().flat_map(|page| page.lines.iter().map(move |line| (page, line))).collect();
        let mut body = Body::default();
        write(&mut body, &lines, &habits);
        body.take()
    }

    #[test]
    fn lines_become_paragraphs_and_items() {
        let pages = [page(
            1,
            &[
                (12.0, 100.0, "Teams that run infra-"),
                (12.0, 95.0, "structure offer self-"),
                (12.0, 60.0, "service. It is self-service."),
                (12.0, 100.0, "A new paragraph after a short line"),
                (12.0, 100.0, "goes on."),
                (20.0, 100.0, "Set apart"),
                (12.0, 30.0, "• one"),
                (12.0, 100.0, "• two, which is long and"),
                (12.0, 30.0, "goes on"),
                (20.0, 100.0, "and the sentence"),
            ],
        )];
        assert_eq!(
            text(&pages),
            "Teams that run infrastructure offer self-service. It is self-service.\n\n\
             A new paragraph after a short line goes on.\n\nSet apart\n\n- one\n- two, which is long and goes on\n\nand the sentence"
        );
    }

    #[test]
    fn sentences_go_on_over_pages() {
        let pages = [page(1, &[(12.0, 100.0, "It goes")]), page(2, &[(0.0, 100.0, "on here."), (12.0, 90.0, "Then")])];
        assert_eq!(text(&pages), "It goes on here. Then");
        let pages = [page(1, &[(12.0, 100.0, "It ends.")]), page(2, &[(0.0, 100.0, "on here")])];
        assert_eq!(text(&pages), "It ends.\n\non here");
    }

    #[test]
    fn pages_of_many_lines_cost_little() {
        let lines = vec![(12.0, 100.0, "aaa-"); 100_000];
        assert_eq!(text(&[page(1, &lines)]).len(), 300_001);
    }

    #[test]
    fn ligatures_and_private_characters() {
        assert_eq!(
            clean("e\u{fb03}cient \u{fb01}le\u{f0b7} co\u{ad}op ½ cut\u{ad}"),
            "efficient file coop ½ cut\u{ad}"
        );
    }
}
