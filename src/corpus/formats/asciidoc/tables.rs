//! Tables: cells behind `|`, any number of them on a line.

use crate::corpus::formats::rows::Row;

/// The rows of a table; `columns` is how many it has where that is said, else its first line tells.
pub(super) fn rows(lines: &[&str], columns: Option<usize>) -> Vec<Row> {
    let mut cells: Vec<(usize, String)> = Vec::new();
    let mut columns = columns.filter(|columns| *columns > 0);
    for line in lines {
        let line = line.trim();
        let mut pieces = split(line).peekable();
        let before = pieces.next().unwrap_or_default();
        let (text, mut spec) = specified(before, pieces.peek().is_none());
        if let Some((_, cell)) = cells.last_mut().filter(|_| !text.is_empty()) {
            cell.push('\n');
            cell.push_str(text);
        }
        let mut found = 0;
        while let Some(piece) = pieces.next() {
            let (text, next) = specified(piece, pieces.peek().is_none());
            for _ in 0..spec.repeated {
                cells.push((spec.columns, text.replace("\\|", "|")));
            }
            found += spec.columns * spec.repeated;
            spec = next;
        }
        if columns.is_none() && found > 0 {
            columns = Some(found);
        }
    }
    let columns = columns.unwrap_or(1);
    let (mut rows, mut row, mut width) = (Vec::new(), Row::new(), 0);
    for (span, cell) in cells {
        row.push(cell);
        width += span;
        if width >= columns {
            rows.push(std::mem::take(&mut row));
            width = 0;
        }
    }
    rows.extend(Some(row).filter(|row| !row.is_empty()));
    rows
}

/// A line cut at each `|` that no backslash stands before. The last piece may be empty.
fn split(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        let escaped = |at: usize| at > 0 && text.as_bytes().get(at - 1) == Some(&b'\\');
        match text.match_indices('|').find(|(at, _)| !escaped(*at)) {
            Some((at, _)) => {
                rest = text.get(at + 1..);
                text.get(..at)
            }
            None => {
                rest = None;
                Some(text)
            }
        }
    })
}

/// What is said of a cell before its `|`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spec {
    /// How many columns it spans.
    columns: usize,
    /// How many cells it stands for.
    repeated: usize,
}

/// The most that a cell spans or stands for.
const MOST: usize = 12;

/// The text before a `|` without what it says of the next cell: `2+`, `.3+^.^s` or `a`.
///
/// `last`: whether no `|` comes after it.
fn specified(piece: &str, last: bool) -> (&str, Spec) {
    let plain = Spec { columns: 1, repeated: 1 };
    let trimmed = piece.trim();
    let (text, spec) = match piece.rsplit_once([' ', '\t']) {
        Some((text, spec)) => (text.trim(), spec),
        None => ("", piece),
    };
    let signs = spec.trim_end_matches(|c| "adehlmsv".contains(c));
    let is_spec = spec.len() <= 10
        && spec.len() - signs.len() <= 1
        && signs.bytes().all(|byte| byte.is_ascii_digit() || b".+*<^>".contains(&byte))
        && (signs.ends_with(['+', '*', '<', '^', '>']) || (signs.is_empty() && !spec.is_empty()));
    if last || !is_spec {
        return (trimmed, plain);
    }
    let digits = signs.bytes().take_while(u8::is_ascii_digit).count();
    let number = signs.get(..digits).and_then(|digits| digits.parse().ok()).unwrap_or(1).clamp(1, MOST);
    let spec = match signs.get(digits..).map(|rest| rest.starts_with('*')) {
        Some(true) => Spec { columns: 1, repeated: number },
        _ => Spec { columns: number, repeated: 1 },
    };
    (text, spec)
}

/// How many columns the `cols` attribute tells: `3*`, `1,2,a` or `"<1,^.^2"`.
pub(super) fn columns(cols: &str) -> usize {
    let column = |column: &str| match column.trim().split_once('*') {
        Some((times, _)) => times.trim().parse().unwrap_or(1).min(MOST * MOST),
        None => 1,
    };
    cols.split([',', ';']).filter(|column| !column.trim().is_empty()).map(column).sum()
}

#[cfg(test)]
mod tests {
    use super::{columns, rows};

    #[test]
    fn cells_make_rows() {
        let lines = ["|A |B", "", "|a", "goes on |b \\| c", "2+|both", "2*|x", "a|", "* item", "|100 km | last"];
        let expected = [
            vec!["A", "B"],
            vec!["a\ngoes on", "b | c"],
            vec!["both"],
            vec!["x", "x"],
            vec!["\n* item", "100 km"],
            vec!["last"],
        ];
        assert_eq!(rows(&lines, None), expected);
        assert_eq!(rows(&["|a", "|b", "|c"], Some(2)), [vec!["a", "b"], vec!["c"]]);
        assert!(rows(&["no cell"], None).is_empty() && rows(&[], Some(3)).is_empty());
    }

    #[test]
    fn columns_are_counted() {
        assert_eq!(["3*", "1,2,a", "<1,^.^2,", ""].map(columns), [3, 3, 2, 0]);
    }
}
