//! Answers on their way out: every command returns a whole value, and this room alone decides how it looks.
//!
//! A value that implements [`Report`] can be written in every [`Format`]. It says what people see as [`Sheet`]s; JSON
//! comes from `Serialize`, and the rest has defaults:
//!
//! ```text
//! value ─► sheets ──► table · markdown        value ─► records ─► csv · tsv
//!       └► serde  ──► json · jsonl                  └► places  ─► paths · vimgrep
//! ```
//!
//! What guides say is made sheets by [`reader`]. [`lines`] gives sheets to those who paint the screen themselves.
//!
//! Values carry raw text. It is made safe (see [`sanitize`]) here and nowhere else, whatever the format.

mod columns;
mod comparison;
mod coverage;
mod facet_tree;
mod format;
mod json;
pub mod markdown;
pub mod pager;
mod passages;
mod places;
pub mod reader;
mod records;
pub mod sanitize;
mod search;
mod sheet;
mod style;
mod table;
mod text;
mod wrap;

use std::io::{self, Write};

use serde::Serialize;

pub use facet_tree::{FacetEntry, facet_tree};
pub use format::Format;
pub use json::JsonLines;
pub use places::Place;
pub use records::Records;
pub use search::pieces;
pub use sheet::{Body, Column, Grid, Margin, Sheet};
pub use style::{ColorChoice, DEFAULT_WIDTH, Facts, MIN_WIDTH, Style, Tone};
pub use table::lines;
pub use text::{Span, Text};
pub use wrap::cut;

use crate::error::{Error, Result, plain};

/// A command's answer, which can be written in any format.
///
/// Only [`Report::sheets`] must be given. All text in what is returned is raw.
pub trait Report: Serialize {
    /// What people see, top down. The width of the style may decide what stands where; its colours are none of the
    /// answer's business.
    fn sheets(&self, style: &Style) -> Vec<Sheet>;

    /// The answer as Markdown, ended by `\n`. By default the sheets.
    fn markdown(&self) -> String {
        markdown::from_sheets(&self.sheets(&Style::plain(DEFAULT_WIDTH)))
    }

    /// Its records as JSON, one [`JsonLines::put`] each. By default the whole answer as one.
    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        lines.put(self)
    }

    /// Its records for CSV and TSV. By default the first sheet that holds a grid.
    fn records(&self) -> Records {
        Records::from_sheets(&self.sheets(&Style::plain(DEFAULT_WIDTH)))
    }

    /// The places it speaks of, best first. None where the command has no places to give.
    fn places(&self) -> Option<Vec<Place>> {
        None
    }
}

/// Writes the answer. Only this function writes answers, so that no two formats can disagree.
pub fn render(report: &impl Report, format: Format, style: &Style, out: &mut dyn Write) -> Result<()> {
    match format {
        Format::Table => write_text(&table::write(&report.sheets(style), style), out),
        Format::Markdown => write_text(&report.markdown(), out),
        Format::Json => json::pretty(report, out),
        Format::Jsonl => report.json_lines(&mut JsonLines::new(out)),
        Format::Csv => records::csv(&report.records(), out),
        Format::Tsv => records::tsv(&report.records(), out),
        Format::Paths => places::paths(&places_of(report)?, style, out),
        Format::Vimgrep => places::vimgrep(&places_of(report)?, style, out),
    }
}

fn places_of(report: &impl Report) -> Result<Vec<Place>> {
    report.places().ok_or_else(no_places)
}

fn no_places() -> Error {
    Error::user("this command has no paths to print").with_hint("use --format table, json, jsonl, csv, tsv or markdown")
}

/// Refuses formats that print places, for commands that have none: before they do work that would be told to nobody.
///
/// # Errors
/// [`Error::User`] for [`Format::Paths`] and [`Format::Vimgrep`].
pub fn refuse_places(format: Format) -> Result<()> {
    if matches!(format, Format::Paths | Format::Vimgrep) { Err(no_places()) } else { Ok(()) }
}

fn write_text(text: &str, out: &mut dyn Write) -> Result<()> {
    out.write_all(text.as_bytes()).map_err(write_failed)
}

/// A reader that went away is no failure worth a word; a full disk is.
fn write_failed(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Error::ClosedPipe,
        _ => Error::internal("cannot write the answer", plain(&error)),
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::{Format, Grid, Report, Sheet, Style, render};

    #[derive(Serialize)]
    struct Status {
        guides: usize,
        path: String,
    }

    impl Report for Status {
        fn sheets(&self, _: &Style) -> Vec<Sheet> {
            let mut pairs = Grid::pairs();
            pairs.pair("guides", self.guides);
            pairs.pair("path", &self.path);
            vec![pairs.into()]
        }
    }

    #[test]
    fn a_report_needs_only_sheets() {
        let status = Status { guides: 3, path: "a,b".to_owned() };
        let written = |format| {
            let mut out = Vec::new();
            render(&status, format, &Style::plain(80), &mut out).map(|()| String::from_utf8(out).unwrap())
        };
        for (format, expected) in [
            (Format::Table, "guides  3\npath    a,b\n"),
            (Format::Json, "{\n  \"guides\": 3,\n  \"path\": \"a,b\"\n}\n"),
            (Format::Jsonl, "{\"guides\":3,\"path\":\"a,b\"}\n"),
            (Format::Csv, "key,value\nguides,3\npath,\"a,b\"\n"),
            (Format::Tsv, "key\tvalue\nguides\t3\npath\ta,b\n"),
            (Format::Markdown, "| key | value |\n| --- | --- |\n| guides | 3 |\n| path | a,b |\n"),
        ] {
            assert_eq!(written(format).unwrap(), expected, "{format:?}");
        }
        let error = written(Format::Paths).unwrap_err();
        assert_eq!(error.to_string(), "this command has no paths to print");
        assert!(error.hint().unwrap().contains("--format table"));
    }
}
