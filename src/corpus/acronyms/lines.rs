//! Where in its source file a definition stands.

use crate::guide::LineRange;

/// The lines of a source file.
pub(super) struct SourceLines<'a> {
    lines: Vec<&'a str>,
    /// How many bytes may still be looked at.
    left: usize,
}

/// How many bytes are looked at for the lines of all definitions of a guide. A file with thousands of definitions in
/// one section would be read as many times; none that people write comes near.
const MAX_LOOKED_AT: usize = 32 * 1024 * 1024;

/// The most that a line can be worth.
const BEST: u32 = 5;

impl<'a> SourceLines<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        SourceLines { lines: source.lines().collect(), left: MAX_LOOKED_AT }
    }

    /// The line (1-based) of a definition that stands somewhere in `range`.
    ///
    /// Sections carry no map from their text to their source, so the line is looked for: the one that has the short
    /// form as a word, best beside a parenthesis and with words of the long form in the same line. Where no line has
    /// it (it may be written with markup or entities), or enough lines were looked at, the first line of the range.
    pub(super) fn line_of(&mut self, range: LineRange, short: &str, long: &str) -> u32 {
        let first_word = long.split_whitespace().next().unwrap_or_default().to_lowercase();
        let last_word = long.split_whitespace().next_back().unwrap_or_default().to_lowercase();
        let mut best = (0, range.first);
        let lines = self.lines.iter().enumerate().skip(range.first.saturating_sub(1) as usize);
        for (at, line) in lines.take((range.last - range.first) as usize + 1) {
            if best.0 == BEST || self.left <= line.len() {
                break;
            }
            self.left -= line.len() + 1;
            let Some(beside) = mentions(line, short).map(|at| beside_parenthesis(line, at, short.len())).max() else {
                continue;
            };
            let lower = line.to_lowercase();
            let score = 1
                + 2 * u32::from(beside)
                + u32::from(lower.contains(&first_word))
                + u32::from(lower.contains(&last_word));
            if score > best.0 {
                best = (score, u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        best.1
    }
}

/// Where the short form stands in a line as a word of its own.
fn mentions<'a>(line: &'a str, short: &'a str) -> impl Iterator<Item = usize> + 'a {
    line.match_indices(short).map(|(at, _)| at).filter(move |at| {
        let before = line[..*at].chars().next_back();
        let after = line[at + short.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Whether the word is the first in parentheses or stands before some, markup aside.
fn beside_parenthesis(line: &str, at: usize, length: usize) -> bool {
    let markup = |c: char| matches!(c, '*' | '_' | '[' | ']' | '`' | '"' | '“' | '”' | ' ');
    let before = line[..at].trim_end_matches(markup);
    let after = line[at + length..].trim_start_matches(markup);
    before.ends_with(['(', '（']) || after.starts_with(['(', '（'])
}

#[cfg(test)]
mod tests {
    use super::SourceLines;
    use crate::guide::LineRange;

    #[test]
    fn the_line_that_defines_comes_before_lines_that_mention() {
        let source = "# IaC\n\nIaC is good.\nWe use infrastructure as\ncode ([**IaC**](x.md)) daily.\nIaC (always)\n";
        let line = |first, last, short| {
            SourceLines::new(source).line_of(LineRange { first, last }, short, "infrastructure as code")
        };
        assert_eq!(line(1, 6, "IaC"), 5);
        assert_eq!(line(1, 3, "IaC"), 1);
        assert_eq!(line(3, 4, "IaC"), 3);
        assert_eq!(line(2, 6, "Ia"), 2);
        assert_eq!(line(90, 99, "IaC"), 90);
    }
}
