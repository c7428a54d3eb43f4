//! Sheets as text for people, fitted to the width of the page.

use comfy_table::{Cell, CellAlignment, ColumnConstraint, LineStyle, Table, TableStyle, Width};
use unicode_width::UnicodeWidthStr;

use super::columns::{self, GAP};
use super::sheet::{Body, Grid, Margin, Sheet};
use super::style::{MIN_WIDTH, Style, Tone, spans};
use super::text::{Span, Text};
use super::wrap::{end_of_line, wrap};

/// What rules are drawn with.
const RULE: char = '─';

/// The sheets, one below the other, each line ended by `\n` and none wider than the style's width.
pub(super) fn write(sheets: &[Sheet], style: &Style) -> String {
    let mut out = String::new();
    for line in stack(sheets, usize::from(style.width.max(MIN_WIDTH)), style) {
        out.push_str(style.paint_marked(line).trim_end());
        out.push('\n');
    }
    out
}

/// The same as lines of pieces that are safe to show and have no codes of colour in them, for who paints them by other
/// means. A page has four columns at least.
pub fn lines(sheets: &[Sheet], width: u16) -> Vec<Vec<Span>> {
    let style = Style { color: true, ..Style::plain(width) };
    stack(sheets, usize::from(width.max(4)), &style).iter().map(|line| spans(line.trim_end())).collect()
}

/// The lines of sheets, with marks for tones.
fn stack(sheets: &[Sheet], width: usize, style: &Style) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut above: Option<&Margin> = None;
    for sheet in sheets {
        // However deep lists nest, what is in them has half of the page.
        let (first, columns) = end_of_line(&sheet.margin.first, width / 2, style);
        let room = sheet.at_most.map_or(usize::MAX, usize::from).min(width - columns);
        let inside = sheet_lines(sheet, room, style);
        if inside.is_empty() {
            continue;
        }
        if let Some(above) = above.filter(|_| !sheet.close) {
            lines.push(between(above, &sheet.margin, width / 2, style));
        }
        above = Some(&sheet.margin);
        let (rest, _) = end_of_line(&sheet.margin.rest, width / 2, style);
        let bare = bare(&sheet.margin.rest, width / 2, style);
        for (at, line) in inside.into_iter().enumerate() {
            let margin = if at == 0 { &first } else { &rest };
            lines.push(if line.is_empty() && at > 0 { bare.clone() } else { margin.clone() + &line });
        }
    }
    lines
}

/// The empty line between two sheets: a quote that both are in goes on.
fn between(above: &Margin, below: &Margin, most: usize, style: &Style) -> String {
    let shared = above.rest.iter().zip(&below.rest).take_while(|(a, b)| a == b).count();
    bare(below.rest.get(..shared).unwrap_or_default(), most, style)
}

/// A margin with nothing behind it.
fn bare(margin: &[Span], most: usize, style: &Style) -> String {
    let mut margin = margin.to_vec();
    while margin.pop_if(|span| span.text.trim().is_empty()).is_some() {}
    if let Some(last) = margin.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    end_of_line(&margin, most, style).0
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
        let padding = (left_width + gap).saturating_sub(main.width());
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
    let mut broken = false;
    if grid.heads {
        let heads = grid.columns.iter().map(|column| Text::toned(Tone::Head, &*column.name));
        table.set_header(cells(heads, &widths, style));
    }
    for row in &grid.rows {
        let missing = grid.columns.len().saturating_sub(row.len());
        let as_written = row.iter().map(|cell| cell.lines().len()).max().unwrap_or(0).max(1);
        let row = row.iter().take(grid.columns.len()).cloned().chain((0..missing).map(|_| Text::new()));
        let row = cells(row, &widths, style);
        broken |= grid.rules_if_broken && row.iter().any(|cell| cell.content().lines().count() > as_written);
        table.add_row(row);
    }
    table.load_style(look(grid, broken));
    let last = widths.len().saturating_sub(1);
    for (at, (column, width)) in table.column_iter_mut().zip(&widths).enumerate() {
        let gap = if at == last { 0 } else { u16::try_from(GAP).unwrap_or(u16::MAX) };
        let width = u16::try_from(*width).unwrap_or(u16::MAX).saturating_add(gap);
        column.set_padding((0, gap)).set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        if grid.columns.get(at).is_some_and(|column| column.right) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.lines().map(|line| if is_rule(&line) { dimmed(&line, style) } else { line }).collect()
}

/// Cells are broken into lines here, which keeps emoji, indentation and tones whole; the table then only aligns.
fn cells(texts: impl Iterator<Item = Text>, widths: &[usize], style: &Style) -> Vec<Cell> {
    texts.zip(widths).map(|(text, width)| wrap(&text, *width, style).join("\n")).map(Cell::new).collect()
}

/// No borders: a rule below the heads and, where rows take several lines, between rows.
fn look(grid: &Grid, broken: bool) -> TableStyle {
    let rule = LineStyle::none().fill(RULE);
    let mut look = TableStyle::new();
    if grid.heads {
        look = look.header_separator(rule);
    }
    if grid.rules || broken { look.row_separator(rule) } else { look }
}

fn is_rule(line: &str) -> bool {
    !line.is_empty() && line.chars().all(|c| c == RULE)
}

fn dimmed(line: &str, style: &Style) -> String {
    let mut out = String::new();
    style.mark(Tone::Dim, line, &mut out);
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
