//! Titles in plain text that are marked by a line of one repeated character below them, and perhaps above them too.

use super::headings::{Found, Mark};
use super::lines::{adornment, item};

/// The underlined titles among the lines, in their order.
pub(super) fn underlined<'a>(lines: &[&'a str]) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        match underlined_at(lines, at, line.trim_end()) {
            Some(heading) => {
                at = heading.last + 1;
                found.push(heading);
            }
            None => at += 1,
        }
    }
    found
}

/// The heading whose title stands in line `at`, or below the line above it.
fn underlined_at<'a>(lines: &[&'a str], at: usize, line: &'a str) -> Option<Found<'a>> {
    let below = |offset: usize| lines.get(at + offset).map(|line| line.trim_end());
    let covers = |(_, length): (char, usize), title: &str| length * 5 >= title.trim().chars().count() * 4;
    let is_title = |text: &str| {
        let text = text.trim();
        !text.is_empty()
            && adornment(text).is_none()
            && item(text).is_none()
            && text.len() <= 400
            && text.starts_with(|c: char| !c.is_whitespace())
    };
    let over = adornment(line).filter(|_| at == 0 || lines.get(at - 1).is_some_and(|above| above.trim().is_empty()));
    if let Some(over) = over {
        let (title, under) = (below(1)?, adornment(below(2)?)?);
        let found = Found { first: at, last: at + 2, text: title.trim(), mark: Mark::Underlined(over.0, true) };
        return (over.0 == under.0 && is_title(title) && covers(under, title)).then_some(found);
    }
    let under = adornment(below(1)?)?;
    // The last line of a paragraph is no title, and a rule below a rule underlines nothing.
    let starts =
        at == 0 || lines.get(at - 1).is_some_and(|above| above.trim().is_empty() || adornment(above).is_some());
    let found = Found { first: at, last: at + 1, text: line.trim(), mark: Mark::Underlined(under.0, false) };
    (starts && is_title(line) && covers(under, line)).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::underlined;
    use crate::corpus::formats::text::headings::Mark;

    fn found(text: &str) -> Vec<(usize, &str, Mark)> {
        let lines: Vec<&str> = text.lines().collect();
        underlined(&lines).into_iter().map(|title| (title.first, title.text, title.mark)).collect()
    }

    #[test]
    fn titles_stand_above_lines_and_between_them() {
        let text = "=====\nTitle\n=====\n\nSome text\nhere.\n\nPart one\n========\n\nNot a Heading\n\ntext\n\nSub\n---\na\n\n- b\n---\n\nA longer line of text\n---\n";
        let expected = [
            (0, "Title", Mark::Underlined('=', true)),
            (7, "Part one", Mark::Underlined('=', false)),
            (14, "Sub", Mark::Underlined('-', false)),
        ];
        assert_eq!(found(text), expected);
        assert!(found("=====\n").is_empty() && found("").is_empty() && found("===\n===\n===").is_empty());
    }
}
