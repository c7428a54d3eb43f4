//! The text of a section as the index has it: paragraphs apart by an empty line, list items as `- `, cells of tables
//! apart by ` | `, code line by line.

use super::blocks::hanging;
use crate::report::sheet::{Column, Grid, Sheet};
use crate::report::text::Text;
use crate::report::wrap;

/// Between cells.
const BORDER: &str = " | ";

/// Such a text as sheets.
pub fn plain(text: &str) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    let mut block: Vec<&str> = Vec::new();
    for line in text.lines().chain([""]) {
        if line.trim().is_empty() {
            read_block(&std::mem::take(&mut block), &mut sheets);
        } else {
            block.push(line);
        }
    }
    sheets
}

/// Lines without an empty one between.
fn read_block(block: &[&str], sheets: &mut Vec<Sheet>) {
    let mut rest = block;
    while let Some((first, after)) = rest.split_first() {
        let (sheet, taken) = if let Some(item) = first.strip_prefix("- ") {
            (Sheet::text(item).margin(hanging("• ")), 1)
        } else {
            match rows(rest) {
                0 => {
                    let is_text = |line: &&&str| !line.starts_with("- ");
                    let lines = 1 + after.iter().take_while(is_text).count();
                    (Sheet::text(Text::block(&rest.get(..lines).unwrap_or_default().join("\n"))), lines)
                }
                rows => (table(rest.get(..rows).unwrap_or_default()).into(), rows),
            }
        };
        sheets.push(if rest.len() < block.len() { sheet.close() } else { sheet });
        rest = rest.get(taken..).unwrap_or_default();
    }
}

/// How many rows of a table the lines begin with: one alone may be a pipe in a command.
fn rows(lines: &[&str]) -> usize {
    let rows = lines.iter().take_while(|line| line.contains(BORDER) && !line.starts_with("- ")).count();
    if rows > 1 { rows } else { 0 }
}

fn table(lines: &[&str]) -> Grid {
    let rows: Vec<Vec<&str>> = lines.iter().map(|line| line.split(BORDER).map(str::trim).collect()).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut grid = Grid { heads: false, rules_if_broken: true, ..Grid::new((0..columns).map(|_| Column::default())) };
    rows.into_iter().for_each(|row| grid.push(row));
    grid
}

/// The columns that a text of one line takes.
pub(super) fn columns(text: &str) -> usize {
    wrap::width(&Text::from(text))
}
