//! The lines of a text with how far each is indented.

/// How far apart tab stops are, in columns.
const TAB: usize = 8;

/// A line without the white space around it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Columns of spaces and tabs before the text.
    pub indent: usize,
    /// Empty for a line of white space.
    pub text: &'a str,
}

/// The lines of a text, in their order.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    text.lines().map(line).collect()
}

fn line(line: &str) -> Line<'_> {
    let text = line.trim_start_matches([' ', '\t', '\u{c}', '\u{b}']);
    let blank = line.get(..line.len() - text.len()).unwrap_or_default();
    let indent =
        blank.bytes().fold(0, |column, byte| if byte == b'\t' { (column / TAB + 1) * TAB } else { column + 1 });
    Line { indent, text: text.trim_end() }
}

/// Lines of code, moved left until the least indented one begins in the first column.
pub(super) fn code(lines: &[Line<'_>]) -> String {
    let written = || lines.iter().filter(|line| !line.text.is_empty());
    let least = written().map(|line| line.indent).min().unwrap_or(0);
    let mut code = String::new();
    for line in lines {
        if !line.text.is_empty() {
            code.extend(std::iter::repeat_n(' ', line.indent - least));
            code.push_str(line.text);
        }
        code.push('\n');
    }
    code.truncate(code.trim_end().len());
    code
}

/// The line number, counted from 1, of the line at an index.
pub(super) fn number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Line, code, lines};

    #[test]
    fn tabs_reach_to_the_next_stop() {
        let found = lines("a \n  \tb\n \t\nc");
        let expected = [(0, "a"), (8, "b"), (8, ""), (0, "c")].map(|(indent, text)| Line { indent, text });
        assert_eq!(found, expected);
    }

    #[test]
    fn code_moves_left_as_a_whole() {
        assert_eq!(code(&lines("    a\n\n  b\n\tc\n\n")), "  a\n\nb\n      c");
        assert_eq!(code(&[]), "");
    }
}
