//! Gives the headings of a plain text their levels.

use std::collections::{BTreeSet, HashMap};

use super::headings::{Found, Mark};
use super::lines::Style;

/// The level (1 to 6) of each heading, in the same order.
///
/// Underlined titles rank by the order in which their kinds of line first appear, numbered ones by their depth. Of the
/// others, one whose subject comes back is a section of several topics and ranks below those that come once; labels
/// rank below all. Ranks that do not occur leave no gap.
pub(super) fn levels(found: &[Found<'_>]) -> Vec<u8> {
    let mut times: HashMap<String, usize> = HashMap::new();
    for heading in found {
        *times.entry(subject(heading.text)).or_default() += 1;
    }
    let has_capitals = found.iter().any(|heading| heading.mark == Mark::Alone(Style::Capitals));
    let mut lines: Vec<Mark> = Vec::new();
    let ranks: Vec<usize> = found
        .iter()
        .map(|heading| match heading.mark {
            Mark::Underlined(..) => lines.iter().position(|known| *known == heading.mark).unwrap_or_else(|| {
                lines.push(heading.mark);
                lines.len() - 1
            }),
            Mark::Alone(Style::Numbered(depth)) => ALONE + depth,
            Mark::Alone(_) if times.get(&subject(heading.text)).is_some_and(|&times| times > 1) => RECURRING,
            Mark::Alone(Style::Capitals) => ALONE,
            // `NAME` alone might be an abbreviation; beside `DESCRIPTION` it is none.
            Mark::Alone(_) if has_capitals && !heading.text.contains(char::is_lowercase) => ALONE,
            Mark::Alone(Style::Title) => ALONE + 1,
            Mark::Label => LABEL,
            Mark::ItemLabel => LABEL + 1,
        })
        .collect();
    let used: BTreeSet<usize> = ranks.iter().copied().collect();
    let level: HashMap<usize, u8> = used.into_iter().zip((1..=6).chain(std::iter::repeat(6))).collect();
    ranks.iter().map(|rank| level.get(rank).copied().unwrap_or(6)).collect()
}

/// Above all kinds of lines that underline: there are fewer than 32 of them.
const ALONE: usize = 32;
/// Below chapters and titles, however deep.
const RECURRING: usize = 1 << 16;
/// Below all others.
const LABEL: usize = RECURRING + 1;

/// What a heading is about: its words before a colon, without case and plural.
fn subject(text: &str) -> String {
    let (before, _) = text.split_once(':').unwrap_or((text, ""));
    let word = |word: &str| {
        let word = word.to_lowercase();
        match word.strip_suffix('s') {
            Some(stem) if stem.chars().count() > 2 && !stem.ends_with('s') => stem.to_owned(),
            _ => word,
        }
    };
    before.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::levels;
    use crate::corpus::formats::text::headings::find;

    fn outline(text: &str) -> Vec<(u8, String)> {
        let lines: Vec<&str> = text.lines().collect();
        let found = find(&lines);
        levels(&found).into_iter().zip(found.iter().map(|heading| heading.text.to_owned())).collect()
    }

    fn shown(text: &str) -> Vec<String> {
        outline(text).into_iter().map(|(level, text)| format!("{level} {text}")).collect()
    }

    #[test]
    fn recurring_subjects_rank_below_single_ones() {
        let text = "Who Tends the Garden\nTwo people.\nHead Gardener: Planner\nShe plans.\nMain Duties:\n- a\nField Hand: Doer\nHe does.\n\
            What They Need\nTools, mostly.\nHead Gardeners: Books\n- Reading:\n- b\nField Hands\nSpades.";
        let expected = [
            "1 Who Tends the Garden",
            "2 Head Gardener: Planner",
            "3 Main Duties",
            "2 Field Hand: Doer",
            "1 What They Need",
            "2 Head Gardeners: Books",
            "4 Reading",
            "2 Field Hands",
        ];
        assert_eq!(shown(text), expected);
    }

    #[test]
    fn numbers_and_lines_give_the_depth() {
        let text = "Abstract\n\nText.\n\n1 Scope\n\nText.\n\n1.1.1 Deep things\n\nText.\n\n1.2 Other things\n\nText.\n";
        assert_eq!(shown(text), ["1 Abstract", "1 1 Scope", "3 1.1.1 Deep things", "2 1.2 Other things"]);
        let text = "One\n~~~\n\nTwo\n===\n\nThree\n~~~~~\n\n===\nTop\n===\n";
        assert_eq!(shown(text), ["1 One", "2 Two", "1 Three", "3 Top"]);
        assert_eq!(shown("NAME\n    dig\n\nSYNOPSIS\n    dig\n\nBeds\n\nText.\n"), ["1 NAME", "1 SYNOPSIS", "2 Beds"]);
        assert_eq!(shown("SPRING WORK\n\nText.\n\nBeds\n\nText.\n"), ["1 SPRING WORK", "2 Beds"]);
    }
}
