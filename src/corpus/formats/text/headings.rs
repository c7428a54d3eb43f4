//! Finds the headings of a plain text: which lines they are and how they are marked as such.

use super::lines::{Style, capitals, item, label, numbered_item, style};
use super::underlined::underlined;

/// How a heading is told from the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A line of this character below it, and above it as well if so.
    Underlined(char, bool),
    /// Only by the way it is written.
    Alone(Style),
    /// A line that ends in a colon above a list.
    Label,
    /// An item that ends in a colon above other items.
    ItemLabel,
}

/// A heading in its place.
#[derive(Debug, PartialEq)]
pub(super) struct Found<'a> {
    /// Index of its first line, a line above the title included.
    pub first: usize,
    /// Index of its last line, a line below the title included.
    pub last: usize,
    pub text: &'a str,
    pub mark: Mark,
}

/// The headings among the lines, in their order.
///
/// Where titles are underlined, no other line is a heading: the author has a way to mark them.
pub(super) fn find<'a>(lines: &[&'a str]) -> Vec<Found<'a>> {
    let underlined = underlined(lines);
    if !underlined.is_empty() {
        return underlined;
    }
    let spaced = sets_paragraphs_apart(lines);
    let mut found = Vec::new();
    // The line above, empty ones aside, and whether it is a heading.
    let mut above: Option<(usize, bool)> = None;
    let mut next_written = written_after(lines);
    for (at, line) in lines.iter().enumerate() {
        let line = line.trim_end();
        if line.is_empty() {
            continue;
        }
        let below = next_written(at).and_then(|next| lines.get(next).map(|line| (next, *line)));
        let starts = !spaced || above.is_none_or(|(above, is_heading)| is_heading || above + 1 < at);
        let mark = below.and_then(|(next, below)| {
            let direct = next == at + 1;
            mark_of(line, above.and_then(|(above, _)| lines.get(above).copied()), below, direct, starts)
        });
        above = Some((at, mark.is_some()));
        if let Some(mark) = mark {
            let text = match mark {
                Mark::Label => label(line),
                Mark::ItemLabel => item(line).and_then(label),
                _ => Some(line.trim()),
            };
            found.push(Found { first: at, last: at, text: text.unwrap_or(line), mark });
        }
    }
    without_lists_of_names(found, lines)
}

fn mark_of(line: &str, above: Option<&str>, below: &str, direct: bool, starts: bool) -> Option<Mark> {
    let list_below = direct && item(below).is_some();
    if list_below && item(line).is_some_and(|text| label(text).is_some()) {
        return Some(Mark::ItemLabel);
    }
    if list_below && item(line).is_none() && label(line).is_some() {
        return Some(Mark::Label);
    }
    let style = style(line).filter(|_| starts)?;
    // A line that goes on in lower case below is the first of a paragraph, and so is one of several in capitals. The
    // text of a manual page stands deeper than its headings in capitals, however it begins.
    let in_capitals = !line.contains(char::is_lowercase);
    let deeper = in_capitals && (below.starts_with("    ") || below.starts_with('\t'));
    let goes_on = below.trim_start().starts_with(char::is_lowercase) && !deeper
        || style == Style::Capitals && label(below).is_none() && capitals(below);
    if direct && goes_on {
        return None;
    }
    if are_items(line, below) || above.is_some_and(|above| are_items(above, line)) {
        return None;
    }
    Some(Mark::Alone(style))
}

/// Whether two numbered lines are items of one list: `1. Name` below the `7.` of a table of contents begins anew.
fn are_items(one: &str, next: &str) -> bool {
    let number = |line: &str| line.trim_start().split(['.', ')']).next().and_then(|number| number.parse::<u16>().ok());
    let follows = || match (number(one), number(next)) {
        (Some(one), Some(next)) => next == one || next == one + 1,
        _ => true,
    };
    numbered_item(one).is_some() && numbered_item(next).is_some() && follows()
}

/// Lists of names and the like look as if every line were a heading: four in a row, or three without a line between.
fn without_lists_of_names<'a>(found: Vec<Found<'a>>, lines: &[&str]) -> Vec<Found<'a>> {
    let empty =
        |from: usize, to: usize| lines.get(from..to).is_some_and(|between| between.iter().all(|l| l.trim().is_empty()));
    let mut kept = Vec::with_capacity(found.len());
    let mut run: Vec<Found<'a>> = Vec::new();
    let mut close = 0;
    let mut end_run = |run: &mut Vec<Found<'a>>, close: &mut usize| {
        if run.len() > 3 || *close > 1 {
            run.clear();
        }
        *close = 0;
        kept.append(run);
    };
    for heading in found {
        let follows = run.last().is_some_and(|last| empty(last.last + 1, heading.first));
        let listed = matches!(heading.mark, Mark::Alone(style) if !matches!(style, Style::Numbered(2..)));
        if !follows || !listed {
            end_run(&mut run, &mut close);
        }
        close += usize::from(run.last().is_some_and(|last| last.last + 1 == heading.first));
        run.push(heading);
        if !listed {
            end_run(&mut run, &mut close);
        }
    }
    end_run(&mut run, &mut close);
    kept
}

/// Whether empty lines stand between paragraphs, and not just here and there.
pub(super) fn sets_paragraphs_apart(lines: &[&str]) -> bool {
    let written = lines.iter().filter(|line| !line.trim().is_empty()).count();
    let gaps = lines.windows(2).filter(|pair| matches!(pair, [a, b] if a.trim().is_empty() && !b.trim().is_empty()));
    gaps.count() * 10 >= written
}

/// For lines asked for in their order: the next one below that is not empty.
fn written_after<'l>(lines: &'l [&'l str]) -> impl FnMut(usize) -> Option<usize> + 'l {
    let mut next = 0;
    move |at| {
        next = next.max(at + 1);
        while lines.get(next)?.trim().is_empty() {
            next += 1;
        }
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::{Mark, find};
    use crate::corpus::formats::text::lines::Style;

    fn found(text: &str) -> Vec<(usize, &str, Mark)> {
        let lines: Vec<&str> = text.lines().collect();
        find(&lines).into_iter().map(|heading| (heading.first, heading.text, heading.mark)).collect()
    }

    fn titles(text: &str) -> Vec<&str> {
        found(text).into_iter().map(|(_, text, _)| text).collect()
    }

    #[test]
    fn headings_without_empty_lines() {
        let text = "A garden needs care, and this text tells who gives it.\nWho Tends the Garden\nTwo people do.\nHead Gardener: Planning\n\
            She plans:\n- beds\n- paths\nUndergardener\n- Tools in Use:\n- spade\n- rake\n- Plants:\nThe End Matter\nThe last line stays text";
        let expected = [
            (1, "Who Tends the Garden", Mark::Alone(Style::Title)),
            (3, "Head Gardener: Planning", Mark::Alone(Style::Title)),
            (4, "She plans", Mark::Label),
            (7, "Undergardener", Mark::Alone(Style::Title)),
            (8, "Tools in Use", Mark::ItemLabel),
            (12, "The End Matter", Mark::Alone(Style::Title)),
        ];
        assert_eq!(found(text), expected);
    }

    #[test]
    fn among_paragraphs_a_heading_stands_apart() {
        let text = "Garden Rules\n\nOne paragraph that names\nThe Head Gardener\nin the middle.\n\nSummer Work\nWater a lot.\n\nThe Long Hot\nsummer of old.\n";
        assert_eq!(titles(text), ["Garden Rules", "Summer Work"]);
    }

    #[test]
    fn chapters_below_a_table_of_contents() {
        let text = "Contents\n\n   1. Aim of It ....2\n   2. Beds ....3\n\n1.  Aim of It\n\n   To dig.\n\n2.  Beds\n\n   Dig.\n";
        assert_eq!(titles(text), ["Contents", "1.  Aim of It", "2.  Beds"]);
        assert!(titles("We need:\n\n1. Eggs\n\n1. Milk\n\n2. Bread\n\nThat is all.").is_empty());
    }

    #[test]
    fn headings_of_a_manual_page() {
        let text = "NAME\n       dig - dig a bed\n\nDESCRIPTION\n\tdig digs.\n\nThe Long Hot\n     summer of old.\n";
        assert_eq!(titles(text), ["NAME", "DESCRIPTION"]);
    }

    #[test]
    fn a_paragraph_in_capitals_has_no_heading() {
        let text = "Seed Licence\n\nSow them.\n\nTHE SEEDS COME WITHOUT ANY PROMISE THAT\nTHEY GROW IN YOUR BEDS OR\nANYWHERE.\n\nSUMMER\nWater a lot.\n";
        assert_eq!(titles(text), ["Seed Licence", "SUMMER"]);
    }

    #[test]
    fn lists_of_names_are_no_headings() {
        assert!(titles("Some people came.\nAnna Smith\nBert Jones\nCarla Brown\nThey left.").is_empty());
        assert!(titles("Anna Smith\n\nBert Jones\n\nCarla Brown\n\nDora White\n\nThey met.").is_empty());
        assert!(titles("We need:\n\n1. Eggs\n2. Milk\n3. Bread\n\nThat is all.").is_empty());
        assert_eq!(
            titles("Garden Book\n\nPart One\n\nSpring Work\n\nDig the beds."),
            ["Garden Book", "Part One", "Spring Work"]
        );
    }

    #[test]
    fn underlined_titles_are_the_only_headings() {
        assert_eq!(titles("Part one\n========\n\nNot a Heading\n\nNor this:\n- a\n"), ["Part one"]);
    }

    #[test]
    fn numbered_headings_need_no_capitals() {
        let text = "1 Introduction\n\nText.\n\n1.1 Scope of it\n\nText.\n\n1.2 Other things\n\nText.\n";
        assert_eq!(titles(text), ["1 Introduction", "1.1 Scope of it", "1.2 Other things"]);
    }
}
