//! `kb init`: a commented kb.toml to start from.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use crate::error::{Error, Result};

use super::output::Output;

/// The file that is written.
pub(super) const TEMPLATE: &str = include_str!("template.toml");

/// Runs the command. An existing file is never touched.
pub(super) fn run(folder: &Path, output: &Output) -> Result<bool> {
    let path = folder.join("kb.toml");
    let mut file = File::options().write(true).create_new(true).open(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            Error::user(format!("{} is there already", path.display())).with_hint("edit it, or move it away first")
        }
        _ => Error::io("write", &path, error),
    })?;
    file.write_all(TEMPLATE.as_bytes()).map_err(|error| Error::io("write", &path, error))?;
    output.note(&format!("wrote {}; edit it, then run `kb index`", path.display()));
    Ok(true)
}
