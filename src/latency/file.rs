//! Queries of the user's own.

use std::path::Path;

use super::class::{Asked, Class};
use crate::error::{Error, Result};

/// Reads queries from a file, one a line in the language of `kb search`. Lines that are blank or begin with `#` are left
/// out.
///
/// # Errors
/// [`Error::User`] where the file cannot be read, is not UTF-8 or has no query, and for a query beyond the limits, with
/// its line.
pub fn read_queries(path: &Path) -> Result<Vec<Asked>> {
    let bytes = std::fs::read(path).map_err(|error| Error::io("read", path, error))?;
    let refuse = |reason: String| Error::user(format!("cannot use {}: {reason}", path.display()));
    let text = String::from_utf8(bytes)
        .map_err(|_| refuse("it is not UTF-8".to_owned()).with_hint("save the file as UTF-8"))?;
    let mut queries = Vec::new();
    for (n, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let asked = Asked::new(Class::Yours, line);
        asked.query().map_err(|error| {
            let hint = error.hint().unwrap_or_default().to_owned();
            refuse(format!("line {}: {error}", n + 1)).with_hint(hint)
        })?;
        queries.push(asked);
    }
    if queries.is_empty() {
        return Err(refuse("it has no query".to_owned()).with_hint("write one query a line"));
    }
    Ok(queries)
}
