//! Acronyms that guides define in passing: "infrastructure as code (IaC)", "IDP (internal developer platform)".
//!
//! Only text at parentheses and after a few commas is looked at, so that mining costs next to nothing. What stands
//! where follows Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation definitions in biomedical
//! text"; which letters must fit which words is in [`fit`].

mod fit;
mod lines;
mod pairs;
mod short;
mod words;

use std::collections::HashSet;

use crate::guide::{Acronym, Guide, LineRange};

use super::limits::MAX_ACRONYMS;
use lines::SourceLines;
use pairs::{Definition, in_parentheses, in_turn};

/// The acronyms a guide defines, in the order of their places, no more than [`MAX_ACRONYMS`]; `source` is the text of
/// its file.
pub(super) fn mined(guide: &Guide, source: &str) -> Vec<Acronym> {
    let top = guide.sections.first().map_or(1, |section| section.lines.first);
    let title = (guide.title.as_str(), LineRange { first: 1, last: top });
    let sections = guide
        .sections
        .iter()
        .flat_map(|section| [(section.title.as_str(), section.lines), (section.body.as_str(), section.lines)]);
    let mut lines = None;
    let mut known = HashSet::new();
    let mut acronyms = Vec::new();
    for (text, range) in std::iter::once(title).chain(sections) {
        for Definition { short, long, written } in definitions(text) {
            if known.insert((short, normal(&long))) {
                let line = lines.get_or_insert_with(|| SourceLines::new(source)).line_of(range, written, &long);
                acronyms.push(Acronym { short: short.to_owned(), long, line });
                if acronyms.len() == MAX_ACRONYMS {
                    return acronyms;
                }
            }
        }
    }
    acronyms
}

/// The definitions in a text, in their order; of each shape no more than [`MAX_ACRONYMS`].
fn definitions(text: &str) -> Vec<Definition<'_>> {
    let mut found = Vec::new();
    for open in ['(', '（'] {
        let defined = |(at, _)| in_parentheses(text, at, open).map(|found| (at, found));
        found.extend(text.match_indices(open).filter_map(defined).take(MAX_ACRONYMS));
    }
    let defined = |(at, _)| in_turn(&text[..at], &text[at + 2..]).map(|found| (at, found));
    let commas = text.match_indices(',').filter(|(at, _)| text[at + 1..].starts_with(' '));
    found.extend(commas.filter_map(defined).take(MAX_ACRONYMS));
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, found)| found).collect()
}

/// A long form by which two writings of it are one: case, hyphens and a plural at its end aside.
fn normal(long: &str) -> String {
    let words = long.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>();
    let lower = words.join(" ").to_lowercase();
    lower.strip_suffix('s').map(str::to_owned).unwrap_or(lower)
}

#[cfg(test)]
mod tests;
