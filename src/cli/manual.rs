//! `kb man`: manual pages, made from the command line itself, so that they are never out of date.

use std::path::Path;

use clap::Command;
use clap_mangen::Man;

use crate::error::{Error, Result};

use super::command_line;
use super::help;
use super::output::Output;

/// Prints the page of a command, or the main page.
pub(super) fn page(command: Option<&str>, output: &Output) -> Result<bool> {
    let line = built();
    let found = match command {
        Some(name) => line.find_subcommand(name).ok_or_else(|| help::unknown(name))?,
        None => &line,
    };
    output.raw(&rendered(found)?)?;
    Ok(true)
}

/// Writes every page to a folder: `kb.1`, `kb-search.1` and so on.
pub(super) fn write_all(folder: &Path, output: &Output) -> Result<bool> {
    std::fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, error))?;
    let line = built();
    let listed = line.get_subcommands().filter(|command| !command.is_hide_set());
    let mut pages = 0;
    for command in std::iter::once(&line).chain(listed) {
        let path = folder.join(Man::new(command.clone()).get_filename());
        std::fs::write(&path, rendered(command)?).map_err(|error| Error::io("write", &path, error))?;
        pages += 1;
    }
    output.note(&format!("wrote {pages} pages to {}", folder.display()));
    Ok(true)
}

/// The command line with names such as `kb-search` filled in.
fn built() -> Command {
    let mut line = command_line::build();
    line.build();
    line
}

fn rendered(command: &Command) -> Result<Vec<u8>> {
    let mut page = Vec::new();
    let failed = |error| Error::internal("cannot write the manual page", error);
    Man::new(command.clone()).manual("kb manual").render(&mut page).map_err(failed)?;
    Ok(page)
}
