//! Places in files: the formats `paths` and `vimgrep`.

use std::collections::HashSet;
use std::io::Write;

use super::sanitize;
use super::style::Style;
use crate::error::Result;

/// A place in a source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as the index knows it.
    pub path: String,
    /// The line, 1-based.
    pub line: u32,
    /// The column in bytes, 1-based.
    pub column: u32,
    /// What to show beside it.
    pub text: String,
}

/// Each file once, in the order of its first place.
pub(super) fn paths(places: &[Place], style: &Style, out: &mut dyn Write) -> Result<()> {
    let mut seen = HashSet::new();
    for place in places.iter().filter(|place| seen.insert(place.path.as_str())) {
        writeln!(out, "{}", shown_path(&place.path, style)).map_err(super::write_failed)?;
    }
    Ok(())
}

/// One place a line: `path:line:column:text`.
pub(super) fn vimgrep(places: &[Place], style: &Style, out: &mut dyn Write) -> Result<()> {
    for Place { path, line, column, text } in places {
        let (path, text) = (shown_path(path, style), sanitize::one_line(text));
        writeln!(out, "{path}:{line}:{column}:{text}").map_err(super::write_failed)?;
    }
    Ok(())
}

/// A script needs the name of the file as it is; a person must be safe from it.
fn shown_path<'a>(path: &'a str, style: &Style) -> std::borrow::Cow<'a, str> {
    if style.terminal { sanitize::one_line(path) } else { path.into() }
}

#[cfg(test)]
mod tests {
    use super::{Place, Style, paths, vimgrep};

    fn places() -> Vec<Place> {
        let place = |path: &str, line| Place { path: path.into(), line, column: 1, text: "a\n\x1bb".into() };
        vec![place("b.md", 3), place("a\x1b.md", 1), place("b.md", 9)]
    }

    #[test]
    fn paths_come_once_and_in_order() {
        let mut out = Vec::new();
        paths(&places(), &Style::plain(80), &mut out).unwrap();
        assert_eq!(out, b"b.md\na\x1b.md\n");
    }

    #[test]
    fn a_terminal_gets_safe_paths() {
        let mut out = Vec::new();
        vimgrep(&places(), &Style { terminal: true, ..Style::plain(80) }, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "b.md:3:1:a �b\na�.md:1:1:a �b\nb.md:9:1:a �b\n");
    }
}
