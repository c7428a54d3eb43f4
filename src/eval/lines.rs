//! Text files of one record a line, and what is said of a line that is none.

use std::path::Path;

use crate::error::{Error, Result};

/// Reads a file as UTF-8, without its byte order mark.
///
/// # Errors
/// Where it cannot be read, or naming the first line that is not UTF-8.
pub(super) fn read(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).map_err(|error| Error::io("read", path, error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let (valid, _) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
        let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
        malformed(path, line, "this is not UTF-8").with_hint("save the file as UTF-8")
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The lines that are not blank, each with its number (the first is 1) and without its line end.
pub(super) fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(n, line)| (n + 1, line)).filter(|(_, line)| !line.trim().is_empty())
}

/// The fields of a TREC line, which white space sets apart. Where tabs alone give the right number of fields they
/// decide, so that a document's name may have spaces in it.
///
/// Gives the number of fields there are instead where it is not `N`.
pub(super) fn fields<const N: usize>(line: &str) -> Result<[&str; N], usize> {
    let tabbed: Vec<&str> = line.split('\t').map(str::trim).collect();
    if let Ok(fields) = <[&str; N]>::try_from(tabbed)
        && fields.iter().all(|field| !field.is_empty())
    {
        return Ok(fields);
    }
    let spaced: Vec<&str> = line.split_whitespace().collect();
    let count = spaced.len();
    spaced.try_into().map_err(|_| count)
}

/// The error for a line that cannot be used.
pub(super) fn malformed(path: &Path, line: usize, reason: &str) -> Error {
    Error::user(format!("cannot use {}: line {line}: {reason}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{fields, numbered};

    #[test]
    fn blank_lines_are_passed_over_and_counted() {
        assert_eq!(numbered("a\r\n\r\n \t\nb").collect::<Vec<_>>(), [(1, "a"), (4, "b")]);
    }

    #[test]
    fn fields_stand_apart_by_white_space_or_tabs() {
        assert_eq!(fields::<4>("1 0  doc\t2"), Ok(["1", "0", "doc", "2"]));
        assert_eq!(fields::<4>("1\t0\ta doc\t2"), Ok(["1", "0", "a doc", "2"]));
        assert_eq!(fields::<4>("1 0 a doc 2"), Err(5));
        assert_eq!(fields::<4>("1\t0\t\t2"), Err(3));
    }
}
