//! GitHub-flavoured Markdown in which the text of guides stays text: safe to paste into an issue or a page.

use super::sanitize;
use super::sheet::{Body, Grid, Sheet};
use super::text::Text;

/// Sheets as Markdown: headings in bold, grids as tables, text as paragraphs.
pub fn from_sheets(sheets: &[Sheet]) -> String {
    let mut blocks = Vec::new();
    collect(sheets, &mut blocks);
    blocks.join("\n\n") + if blocks.is_empty() { "" } else { "\n" }
}

fn collect(sheets: &[Sheet], blocks: &mut Vec<String>) {
    for sheet in sheets {
        if !sheet.heading.is_empty() {
            blocks.push(format!("**{}**", escape(&sheet.heading.raw())));
        }
        match &sheet.body {
            Body::Empty => {}
            Body::Text(text) => paragraph(text, blocks),
            Body::Grid(grid) if grid.rows.is_empty() => {}
            Body::Grid(grid) => blocks.push(table(grid)),
            Body::Beside { left, right, .. } => {
                collect(left, blocks);
                collect(right, blocks);
            }
        }
        paragraph(&sheet.notes, blocks);
    }
}

/// Lines that follow one another stay apart; an empty line begins a new paragraph.
fn paragraph(text: &Text, blocks: &mut Vec<String>) {
    for part in text.raw().split("\n\n").map(|part| part.trim_matches('\n')).filter(|part| !part.is_empty()) {
        blocks.push(part.lines().map(|line| escape(line.trim())).collect::<Vec<_>>().join("  \n"));
    }
}

/// A grid as a table; the lines of a cell are set apart by `<br>`.
pub fn table(grid: &Grid) -> String {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let cell = |text: &Text| text.raw().lines().map(|line| escape(line.trim())).collect::<Vec<_>>().join("<br>");
    let rules = grid.columns.iter().map(|column| if column.right { "---:" } else { "---" }.to_owned()).collect();
    let heads = grid.columns.iter().map(|column| escape(&column.name)).collect();
    let rows = grid
        .rows
        .iter()
        .map(|cells| row((0..grid.columns.len()).map(|at| cells.get(at).map(cell).unwrap_or_default()).collect()));
    [row(heads), row(rules)].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

/// One line of text, safe to show and without any meaning in Markdown or HTML.
pub fn escape(text: &str) -> String {
    let text = sanitize::one_line(text);
    let mut out = String::with_capacity(text.len() + 8);
    let number = text.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    let list_mark = text.len() - number.len();
    let first = text.len() - text.trim_start().len();
    // Only before a space do they begin a list.
    let ends_word = |at: usize| text[at + 1..].chars().next().is_none_or(char::is_whitespace);
    for (at, c) in text.char_indices() {
        let special = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '$' => true,
            '#' | '-' | '=' | ':' => at == first,
            '+' => at == first && ends_word(at),
            '.' | ')' => at == list_mark && at > first && ends_word(at),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// One line of text as code, whatever backticks it holds.
pub fn code(text: &str) -> String {
    let text = sanitize::one_line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use super::{code, escape, from_sheets};
    use crate::report::{Column, Grid, Sheet, Text};

    #[test]
    fn nothing_in_a_text_is_markup() {
        for (text, expected) in [
            ("plain – text (1).", "plain – text (1)."),
            ("# no heading", "\\# no heading"),
            ("1. no list", "1\\. no list"),
            ("12) no list", "12\\) no list"),
            ("7.", "7\\."),
            ("+ no list", "\\+ no list"),
            ("0.9532", "0.9532"),
            ("+0.31 a word", "+0.31 a word"),
            (".NET 8.0", ".NET 8.0"),
            ("- no *list* either", "\\- no \\*list\\* either"),
            ("a-b snake_case", "a-b snake\\_case"),
            ("<img src=x onerror=y> &amp; [a](b)", "\\<img src=x onerror=y\\> \\&amp; \\[a\\](b)"),
            ("a | b\nc\x1b", "a \\| b c�"),
        ] {
            assert_eq!(escape(text), expected);
        }
        assert_eq!(code("a.md:1-2"), "`a.md:1-2`");
        assert_eq!(code("`a``b"), "``` `a``b ```");
    }

    #[test]
    fn sheets_become_paragraphs_and_tables() {
        let mut grid = Grid::new([Column::new("Role"), Column::number("Sections")]);
        grid.push([Text::from("a|b"), 3usize.into()]);
        let sheets =
            [Sheet::text(Text::block("one\ntwo\n\nthree")), Sheet::from(grid).heading("Facets").note("* more")];
        assert_eq!(
            from_sheets(&sheets),
            "one  \ntwo\n\nthree\n\n**Facets**\n\n| Role | Sections |\n| --- | ---: |\n| a\\|b | 3 |\n\n\\* more\n"
        );
    }
}
