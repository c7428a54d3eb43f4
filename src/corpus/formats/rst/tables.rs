//! Grid tables and simple tables as rows of cells.

use unicode_width::UnicodeWidthChar as _;

use crate::corpus::formats::lines::Line;
use crate::corpus::formats::rows::Row;

/// Columns of a simple table, more than anyone sets: each line looks at all of them.
const MAX_COLUMNS: usize = 100;

/// Whether a line is the border of a grid table: `+---+===+`.
pub(super) fn is_grid_border(text: &str) -> bool {
    text.len() > 2
        && text.starts_with("+")
        && text.ends_with('+')
        && text.bytes().all(|b| matches!(b, b'+' | b'-' | b'='))
        && text.contains(['-', '='])
}

/// Whether a line is the border of a simple table: `====  ===`.
pub(super) fn is_simple_border(text: &str) -> bool {
    text.starts_with('=') && text.contains(" =") && text.bytes().all(|byte| matches!(byte, b'=' | b' '))
}

/// The rows of a grid table; `lines` are all of its lines, the first its upper border.
///
/// Cells may span columns. A cell that spans rows is read as one cell of each of them.
pub(super) fn grid<'a>(mut lines: impl Iterator<Item = &'a str>) -> Vec<Row> {
    let border = lines.next().unwrap_or_default();
    let columns: Vec<usize> = border.bytes().enumerate().filter(|(_, b)| *b == b'+').map(|(at, _)| at + 1).collect();
    let mut rows = Vec::new();
    let mut row: Row = Vec::new();
    for line in lines {
        if line.starts_with('+') || line.contains("+--") {
            end_row(&mut row, &mut rows);
            if is_grid_border(line) {
                continue;
            }
        }
        for (n, cell) in cells(line, &columns, |c| matches!(c, '|' | '+')) {
            let cell = cell.trim_matches(['|', '+', ' ']);
            let is_border = cell.len() > 1 && cell.bytes().all(|byte| matches!(byte, b'-' | b'='));
            add(&mut row, n, if is_border { "" } else { cell });
        }
    }
    end_row(&mut row, &mut rows);
    rows
}

/// The rows of a simple table; `lines` begin with its upper border, whose first column is `indent`.
pub(super) fn simple(lines: &[Line<'_>], indent: usize) -> Vec<Row> {
    let Some((border, lines)) = lines.split_first() else { return Vec::new() };
    let starts = |at: usize| at == 0 || border.text.as_bytes().get(at - 1) == Some(&b' ');
    let columns = border.text.bytes().enumerate().filter(|(at, byte)| *byte == b'=' && starts(*at)).map(|(at, _)| at);
    let columns: Vec<usize> = columns.take(MAX_COLUMNS).collect();
    let mut rows = Vec::new();
    let mut row: Row = Vec::new();
    for line in lines {
        if line.text.is_empty() || is_span(line.text) {
            end_row(&mut row, &mut rows);
            continue;
        }
        let shift = line.indent.saturating_sub(indent);
        let shifted: Vec<usize> = columns.iter().map(|column| column.saturating_sub(shift)).collect();
        // A line without text in the first column goes on with the row above it.
        let goes_on = columns.get(1).is_some_and(|second| shift >= *second);
        if !goes_on {
            end_row(&mut row, &mut rows);
        }
        let skipped = columns.iter().skip(1).take_while(|column| **column <= shift).count();
        for (n, cell) in cells(line.text, shifted.get(skipped..).unwrap_or_default(), |c| c == ' ') {
            add(&mut row, n + skipped, cell.trim());
        }
    }
    end_row(&mut row, &mut rows);
    rows
}

/// A line of `=` or `-` in a simple table.
fn is_span(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'=' | b' '))
        || text.len() > 1 && text.bytes().all(|byte| matches!(byte, b'-' | b' '))
}

/// A line cut before each of these display columns, with the number of the column that each piece begins in; not cut
/// where no border stands before the column, so that a text that spans two columns stays one.
fn cells<'a>(
    line: &'a str,
    columns: &[usize],
    is_border: impl Fn(char) -> bool,
) -> impl Iterator<Item = (usize, &'a str)> {
    let mut cuts = Vec::new();
    let (mut next, mut column, mut above) = (0, 0, None);
    for (at, c) in line.char_indices() {
        while columns.get(next).is_some_and(|start| *start < column) {
            next += 1;
        }
        if columns.get(next) == Some(&column) {
            if above.is_none_or(&is_border) {
                cuts.push((next, at));
            }
            next += 1;
        }
        column += c.width().unwrap_or(0);
        above = Some(c);
    }
    let ends: Vec<usize> = cuts.iter().skip(1).map(|(_, at)| *at).chain([line.len()]).collect();
    cuts.into_iter().zip(ends).filter_map(|((n, start), end)| Some((n, line.get(start..end)?)))
}

fn add(row: &mut Row, n: usize, text: &str) {
    if text.is_empty() {
        return;
    }
    if row.len() <= n {
        row.resize(n + 1, String::new());
    }
    if let Some(cell) = row.get_mut(n) {
        if !cell.is_empty() {
            cell.push(' ');
        }
        cell.push_str(text);
    }
}

fn end_row(row: &mut Row, rows: &mut Vec<Row>) {
    if !row.is_empty() {
        rows.push(std::mem::take(row));
    }
}

#[cfg(test)]
mod tests {
    use super::{grid, is_grid_border, is_simple_border, simple};
    use crate::corpus::formats::lines::lines;

    #[test]
    fn grids_with_spans() {
        let text = "+-----+------+\n| one | two  |\n+=====+======+\n| a   | b    |\n| c   | d|d  |\n+-----+------+\n| both       |\n+-----+------+\n| x   | 木 y |\n|     +------+\n|     | z    |\n+-----+------+";
        let expected = [vec!["one", "two"], vec!["a c", "b d|d"], vec!["both"], vec!["x", "木 y"], vec!["", "z"]];
        assert_eq!(grid(text.lines()), expected);
        assert!(is_grid_border("+--+") && !is_grid_border("+") && !is_grid_border("++") && !is_grid_border("+--"));
    }

    #[test]
    fn simple_tables() {
        let text = "==== ===  ====\nA    B    C\n---- --------\n==== ===  ====\na    b    long text\n     more\n\nboth cells   d\n          e\n==== ===  ====";
        let expected = [vec!["A", "B", "C"], vec!["a", "b more", "long text"], vec!["both cells", "", "d"]];
        let rows = simple(&lines(text), 0);
        assert_eq!(rows[..2], expected[..2]);
        assert_eq!(rows.len(), 3);
        assert!(is_simple_border("== =") && !is_simple_border("====") && !is_simple_border("= a ="));
    }
}
