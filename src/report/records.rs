//! Records for scripts: CSV and TSV.

use std::io::Write;

use super::sanitize;
use super::sheet::{Body, Sheet};
use crate::error::Result;

/// Columns and rows of raw text, without layout.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, each with one field per column.
    pub rows: Vec<Vec<String>>,
}

impl Records {
    /// No rows yet.
    pub fn new<C: Into<String>>(columns: impl IntoIterator<Item = C>) -> Self {
        Records { columns: columns.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn push<F: Into<String>>(&mut self, fields: impl IntoIterator<Item = F>) {
        self.rows.push(fields.into_iter().map(Into::into).collect());
    }

    /// The records of the first sheet that holds a grid; else the lines of the first that holds text.
    pub fn from_sheets(sheets: &[Sheet]) -> Self {
        let grid = sheets.iter().find_map(|sheet| match &sheet.body {
            Body::Grid(grid) => Some(grid),
            _ => None,
        });
        if let Some(grid) = grid {
            let mut records = Records::new(grid.columns.iter().map(|column| column.name.as_str()));
            for row in &grid.rows {
                records.push((0..grid.columns.len()).map(|at| row.get(at).map(super::Text::raw).unwrap_or_default()));
            }
            return records;
        }
        let mut records = Records::new(["text"]);
        for sheet in sheets {
            if let Body::Text(text) = &sheet.body {
                text.raw().lines().for_each(|line| records.push([line]));
                break;
            }
        }
        records
    }
}

/// Comma-separated: fields with a comma, a quote or a line end are quoted, quotes in them doubled.
pub(super) fn csv(records: &Records, out: &mut dyn Write) -> Result<()> {
    let field = |text: &str| {
        let text = sanitize::lines(text);
        // A row of one empty field would be an empty line, which readers skip.
        let quoted = text.contains(['"', ',', '\n']) || (text.is_empty() && records.columns.len() == 1);
        if quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.into_owned() }
    };
    write(records, ",", field, out)
}

/// Tab-separated: a field is one line, its tabs and line ends become spaces.
pub(super) fn tsv(records: &Records, out: &mut dyn Write) -> Result<()> {
    write(records, "\t", |text| sanitize::one_line(text).into_owned(), out)
}

fn write(records: &Records, between: &str, field: impl Fn(&str) -> String, out: &mut dyn Write) -> Result<()> {
    for row in std::iter::once(&records.columns).chain(&records.rows) {
        let line = row.iter().map(|text| field(text)).collect::<Vec<_>>().join(between);
        writeln!(out, "{line}").map_err(super::write_failed)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Records, csv, tsv};
    use crate::report::{Grid, Sheet};

    fn sample() -> Records {
        let mut records = Records::new(["id", "text"]);
        records.push(["1", "plain"]);
        records.push(["2", "a, \"b\"\nc"]);
        records.push(["3", "x\ty"]);
        records.push(["", ""]);
        records
    }

    /// Reads what RFC 4180 describes, with `\n` at the end of a record.
    fn read(text: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' if quoted && chars.peek() == Some(&'"') => field.extend(chars.next()),
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(std::mem::take(&mut field)),
                '\n' if !quoted => {
                    row.push(std::mem::take(&mut field));
                    rows.push(std::mem::take(&mut row));
                }
                c => field.push(c),
            }
        }
        rows
    }

    #[test]
    fn csv_reads_back() {
        let mut out = Vec::new();
        csv(&sample(), &mut out).unwrap();
        let rows = read(&String::from_utf8(out).unwrap());
        assert_eq!(rows[0], ["id", "text"]);
        assert_eq!(rows[1..3], sample().rows[..2]);
        assert_eq!(rows[3], ["3", "x    y"]);
        assert_eq!(rows[4], ["", ""]);
    }

    #[test]
    fn tsv_is_one_line_a_record() {
        let mut out = Vec::new();
        tsv(&sample(), &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "id\ttext\n1\tplain\n2\ta, \"b\" c\n3\tx y\n\t\n");
    }

    #[test]
    fn sheets_give_records() {
        let mut grid = Grid::pairs();
        grid.pair("guides", 3usize);
        let records = Records::from_sheets(&[Sheet::text("above"), grid.into()]);
        assert_eq!(
            (records.columns, records.rows),
            (vec!["key".into(), "value".into()], vec![vec!["guides".into(), "3".into()]])
        );
        assert_eq!(Records::from_sheets(&[Sheet::text("one")]).rows, [["one"]]);
    }
}
