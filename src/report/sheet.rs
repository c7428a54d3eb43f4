//! Sheets: what a command hands over to be shown to people.

use super::text::{Span, Text};

/// A block of output: an optional heading, a body, and notes below it. Blocks are set apart by an empty line.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Above the body.
    pub heading: Text,
    /// The main part.
    pub body: Body,
    /// Below the body.
    pub notes: Text,
    /// At the left of all that.
    pub margin: Margin,
    /// Whether it follows the sheet above it without an empty line between.
    pub close: bool,
    /// How many columns of the page it takes at most beside its margin, if it may not take all.
    pub at_most: Option<u16>,
}

/// What stands at the left of a sheet: the mark of a list item, the bar of a quote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Margin {
    /// At its first line.
    pub first: Vec<Span>,
    /// At every other line; as wide as the first.
    pub rest: Vec<Span>,
}

/// The main part of a sheet.
#[derive(Debug, Clone, Default)]
pub enum Body {
    /// Nothing but the heading and the notes.
    #[default]
    Empty,
    /// Running text, wrapped at the width of the page.
    Text(Text),
    /// Rows and columns.
    Grid(Grid),
    /// Sheets next to one another.
    Beside {
        /// The main sheets: they take the width that is left.
        left: Vec<Sheet>,
        /// The sheets at the right edge.
        right: Vec<Sheet>,
        /// How many columns the right side takes.
        right_width: u16,
    },
}

impl Sheet {
    /// A line or a few that stand alone.
    pub fn text(text: impl Into<Text>) -> Self {
        Sheet { body: Body::Text(text.into()), ..Sheet::default() }
    }

    /// The same sheet under a heading.
    #[must_use]
    pub fn heading(mut self, heading: impl Into<Text>) -> Self {
        self.heading = heading.into();
        self
    }

    /// The same sheet with one more note below it.
    #[must_use]
    pub fn note(mut self, note: impl Into<Text>) -> Self {
        self.notes = self.notes.below(note.into());
        self
    }

    /// The same sheet with this at its left.
    #[must_use]
    pub fn margin(mut self, margin: Margin) -> Self {
        self.margin = margin;
        self
    }

    /// The same sheet, right below the one above it.
    #[must_use]
    pub fn close(mut self) -> Self {
        self.close = true;
        self
    }
}

impl From<Grid> for Sheet {
    fn from(grid: Grid) -> Self {
        Sheet { body: Body::Grid(grid), ..Sheet::default() }
    }
}

/// Rows and columns.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows, top down. A cell that is missing is empty; one too many is not shown.
    pub rows: Vec<Vec<Text>>,
    /// Whether the heads of the columns are shown; scripts see their names in any case.
    pub heads: bool,
    /// Whether a rule stands between rows, as it should where a row takes several lines.
    pub rules: bool,
    /// Whether a rule stands between rows where a row takes more lines than it would on a page that is wide enough.
    pub rules_if_broken: bool,
}

impl Grid {
    /// A table with a head for each column.
    pub fn new<C: Into<Column>>(columns: impl IntoIterator<Item = C>) -> Self {
        Grid { columns: columns.into_iter().map(Into::into).collect(), heads: true, ..Grid::default() }
    }

    /// Keys and values, without heads; scripts see the columns `key` and `value`.
    pub fn pairs() -> Self {
        Grid { heads: false, ..Grid::new(["key", "value"]) }
    }

    /// Adds a row.
    pub fn push<T: Into<Text>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Adds a row of a key and its value.
    pub fn pair(&mut self, key: impl Into<Text>, value: impl Into<Text>) {
        self.rows.push(vec![key.into(), value.into()]);
    }
}

/// A column of a grid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// Its head, which is also its name in CSV and TSV.
    pub name: String,
    /// Whether its cells stand at its right edge, as numbers do.
    pub right: bool,
    /// Whether it takes what width is left over.
    pub grow: bool,
    /// How many columns of the page it takes at most, if it may not take all that it needs.
    pub at_most: Option<u16>,
}

impl Column {
    /// A column with this head, as wide as it needs to be.
    pub fn new(name: impl Into<String>) -> Self {
        Column { name: name.into(), ..Column::default() }
    }

    /// A column of numbers: its cells stand at its right edge.
    pub fn number(name: impl Into<String>) -> Self {
        Column { right: true, ..Column::new(name) }
    }

    /// The same column, taking what width is left over.
    #[must_use]
    pub fn grow(mut self) -> Self {
        self.grow = true;
        self
    }

    /// The same column, never wider than this (at least two, which one wide character takes).
    #[must_use]
    pub fn at_most(mut self, width: u16) -> Self {
        self.at_most = Some(width.max(2));
        self
    }
}

impl From<&str> for Column {
    fn from(name: &str) -> Self {
        Column::new(name)
    }
}

impl From<String> for Column {
    fn from(name: String) -> Self {
        Column::new(name)
    }
}
