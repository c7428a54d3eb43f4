//! Sheets as text for people, fitted to the width of the page.

use comfy_table::{Cell, CellAlignment, ColumnConstraint, LineStyle, Table, TableStyle, Width};
use unicode_width::UnicodeWidthStr;

use super::columns::{self, GAP};
use super::sheet::{Body, Grid, Sheet};
use super::style::{MIN_WIDTH, Style, Tone};
use super::text::Text;
use super::wrap::{wrap, wrap_with};

/// What rules are drawn with.
const RULE: char = '─';

/// The sheets, one below the other, each line ended by `\n` and none wider than the style's width.
pub(super) fn write(sheets: &[Sheet], style: &Style) -> String {
    let mut out = String::new();
    for line in stack(sheets, usize::from(style.width.max(MIN_WIDTH)), style) {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn stack(sheets: &[Sheet], width: usize, style: &Style) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for sheet in sheets {
        let sheet = sheet_lines(sheet, width, style);
        if !lines.is_empty() && !sheet.is_empty() {
            lines.push(String::new());
        }
        lines.extend(sheet);
    }
    lines
}

fn sheet_lines(sheet: &Sheet, width: usize, style: &Style) -> Vec<String> {
    let mut lines = wrap(&sheet.heading, width, style);
    match &sheet.body {
        Body::Empty => {}
        Body::Text(text) => lines.extend(wrap(text, width, style)),
        Body::Grid(grid) => lines.extend(grid_lines(grid, width, style)),
        Body::Beside { left, right, right_width } => {
            lines.extend(beside(left, right, usize::from(*right_width), width, style));
        }
    }
    lines.extend(wrap(&sheet.notes, width, style));
    lines
}

fn beside(left: &[Sheet], right: &[Sheet], right_width: usize, width: usize, style: &Style) -> Vec<String> {
    let gap = 2 * GAP;
    let left_width = width.saturating_sub(right_width + gap);
    let left = stack(left, left_width, style);
    let right = stack(right, right_width, style);
    let mut lines = Vec::new();
    for at in 0..left.len().max(right.len()) {
        let main = left.get(at).map_or("", String::as_str);
        let side = right.get(at).map_or("", String::as_str);
        let padding = (left_width + gap).saturating_sub(shown_width(main));
        lines.push(format!("{main}{}{side}", " ".repeat(padding)));
    }
    lines
}

fn grid_lines(grid: &Grid, width: usize, style: &Style) -> Vec<String> {
    if grid.rows.is_empty() || grid.columns.is_empty() {
        return Vec::new();
    }
    let Some(widths) = columns::share(grid, width) else { return stacked(grid, width, style) };
    let mut table = Table::new();
    table.load_style(look(grid));
    if grid.heads {
        let heads = grid.columns.iter().map(|column| Text::toned(Tone::Head, &*column.name));
        table.set_header(cells(heads, &widths, style));
    }
    for row in &grid.rows {
        let missing = grid.columns.len().saturating_sub(row.len());
        let row = row.iter().take(grid.columns.len()).cloned().chain((0..missing).map(|_| Text::new()));
        table.add_row(cells(row, &widths, style));
    }
    let last = widths.len().saturating_sub(1);
    for (at, (column, width)) in table.column_iter_mut().zip(&widths).enumerate() {
        let gap = if at == last { 0 } else { u16::try_from(GAP).unwrap_or(u16::MAX) };
        let width = u16::try_from(*width).unwrap_or(u16::MAX).saturating_add(gap);
        column.set_padding((0, gap)).set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        if grid.columns.get(at).is_some_and(|column| column.right) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let painted = |line: String| if is_rule(&line) { dimmed(&line, style) } else { style.paint_marked(line) };
    table.lines().map(painted).collect()
}

/// Cells are broken into lines here, which keeps emoji, indentation and tones whole; the table then only aligns.
fn cells(texts: impl Iterator<Item = Text>, widths: &[usize], style: &Style) -> Vec<Cell> {
    let lines = |(text, width): (Text, &usize)| {
        wrap_with(&text, *width, |tone, text, out| style.mark(tone, text, out)).join("\n")
    };
    texts.zip(widths).map(lines).map(Cell::new).collect()
}

/// No borders: a rule below the heads and, where rows take several lines, between rows.
fn look(grid: &Grid) -> TableStyle {
    let rule = LineStyle::none().fill(RULE);
    let mut look = TableStyle::new();
    if grid.heads {
        look = look.header_separator(rule);
    }
    if grid.rules { look.row_separator(rule) } else { look }
}

fn is_rule(line: &str) -> bool {
    !line.is_empty() && line.chars().all(|c| c == RULE)
}

fn dimmed(line: &str, style: &Style) -> String {
    let mut out = String::new();
    style.paint(Tone::Dim, line, &mut out);
    out
}

/// Rows whose columns do not fit next to one another: each cell that is not empty behind its column's name.
fn stacked(grid: &Grid, width: usize, style: &Style) -> Vec<String> {
    let rule = dimmed(&RULE.to_string().repeat(width), style);
    let mut lines = Vec::new();
    for (at, row) in grid.rows.iter().enumerate() {
        if at > 0 {
            lines.push(rule.clone());
        }
        for (column, cell) in grid.columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
            let labelled = if grid.heads && !column.name.is_empty() {
                let label = Text::toned(Tone::Dim, format!("{}: ", column.name));
                if cell.lines().len() > 1 { label.below(cell.clone()) } else { label.then(cell.clone()) }
            } else {
                cell.clone()
            };
            lines.extend(wrap(&labelled, width, style));
        }
    }
    lines
}

/// The columns that a painted line takes on screen.
pub(super) fn shown_width(line: &str) -> usize {
    without_codes(line).width()
}

/// The line without the colour codes of [`Style::paint`].
pub(super) fn without_codes(line: &str) -> String {
    let mut pieces = line.split("\x1b[");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| text + piece.split_once('m').map_or("", |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::{Grid, Sheet, Style, Text, Tone, write};
    use crate::report::sheet::Column;

    fn lines(sheets: &[Sheet], width: u16) -> Vec<String> {
        write(sheets, &Style::plain(width)).lines().map(str::to_owned).collect()
    }

    #[test]
    fn columns_have_heads_and_numbers_stand_right() {
        let mut grid = Grid::new([Column::new("Role"), Column::number("Sections")]);
        grid.push([Text::from("platform"), 12usize.into()]);
        grid.push([Text::from("sre")]);
        let sheet = Sheet::from(grid).heading(Text::toned(Tone::Head, "Facets")).note("2 more");
        assert_eq!(
            lines(&[sheet], 60),
            ["Facets", "Role      Sections", "──────────────────", "platform        12", "sre", "2 more"]
        );
    }

    #[test]
    fn pairs_have_no_heads_and_wrap_in_their_column() {
        let mut pairs = Grid::pairs();
        pairs.pair("guides", 3usize);
        pairs.pair("sources", "one place and another place and yet another");
        assert_eq!(
            lines(&[pairs.into(), Sheet::text(Text::block("  a\n\n  b"))], 40),
            ["guides   3", "sources  one place and another place and", "         yet another", "", "  a", "", "  b"]
        );
    }

    #[test]
    fn many_columns_are_stacked_where_they_do_not_fit() {
        let mut grid = Grid::new((0..30).map(|at| Column::number(format!("role-{at}"))));
        for _ in 0..2 {
            grid.push((0..30).map(|at| if at % 10 == 0 { at.to_string() } else { String::new() }));
        }
        let rule = "─".repeat(60);
        let row = ["role-0: 0", "role-10: 10", "role-20: 20"];
        assert_eq!(lines(&[grid.into()], 60), [&row[..], &[rule.as_str()], &row[..]].concat());
    }

    #[test]
    fn empty_grids_take_no_room() {
        assert_eq!(
            lines(&[Grid::new(["a"]).into(), Grid::default().into(), Sheet::default()], 60),
            Vec::<String>::new()
        );
        let mut empty = Grid::new(["", ""]);
        empty.push(["", ""]);
        assert!(lines(&[empty.into()], 60).iter().all(|line| line.len() < 60));
    }
}
