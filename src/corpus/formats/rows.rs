//! Tables as rows of cells, for formats that do not give them cell by cell.

use super::body::Body;
use super::inline::Inline;

/// The texts of a row's cells.
pub(super) type Row = Vec<String>;

/// Writes a table, the markup of its cells read by `inline`.
pub(super) fn write(rows: &[Row], body: &mut Body, inline: impl Fn(&str) -> Inline) {
    body.paragraph();
    for (n, row) in rows.iter().enumerate() {
        body.begin_row(n == 0);
        for cell in row {
            body.begin_cell();
            inline(cell).write(body);
        }
    }
    body.end_row();
    body.paragraph();
}

/// The rows of comma-separated values, one to a line; quoted values may hold commas and doubled quotes.
pub(super) fn comma_separated(lines: &[&str]) -> Vec<Row> {
    let mut rows = Vec::new();
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        let (mut row, mut cell, mut quoted) = (Row::new(), String::new(), false);
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' if quoted && chars.peek() == Some(&'"') => {
                    cell.push('"');
                    chars.next();
                }
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(std::mem::take(&mut cell).trim().to_owned()),
                c => cell.push(c),
            }
        }
        row.push(cell.trim().to_owned());
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::comma_separated;

    #[test]
    fn values_between_commas() {
        assert_eq!(comma_separated(&["a, \"b, \"\"c\"\"\",", ""]), [["a", "b, \"c\"", ""]]);
    }
}
