//! `kb man`: manual pages, made from the command line itself, so that they are never out of date.

use std::io;
use std::path::Path;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::error::{Error, Result};

use super::command_line;
use super::help;
use super::lessons::{self, Lesson, Table};
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

/// The page of a command: what clap knows of it, then its lesson.
fn rendered(command: &Command) -> Result<Vec<u8>> {
    let man = Man::new(command.clone()).manual("kb manual");
    let mut page = Vec::new();
    let mut write = || -> io::Result<()> {
        man.render_title(&mut page)?;
        man.render_name_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        let lesson = lessons::on(command.get_name());
        if let Some(lesson) = lesson {
            paragraphs(lesson).to_writer(&mut page)?;
        }
        man.render_options_section(&mut page)?;
        if command.has_subcommands() {
            man.render_subcommands_section(&mut page)?;
        }
        match (lesson, command.get_after_help()) {
            (Some(lesson), _) => table_and_examples(lesson).to_writer(&mut page)?,
            (None, Some(below)) => as_it_is(&below.to_string()).to_writer(&mut page)?,
            (None, None) => {}
        }
        if command.get_version().is_some() {
            man.render_version_section(&mut page)?;
        }
        Ok(())
    };
    write().map_err(|error| Error::internal("cannot write the manual page", error))?;
    Ok(page)
}

fn paragraphs(lesson: &Lesson) -> Roff {
    let mut roff = Roff::new();
    for line in lesson.text.lines() {
        roff.control("PP", []).text([roman(line)]);
    }
    roff
}

fn table_and_examples(lesson: &Lesson) -> Roff {
    let mut roff = Roff::new();
    if let Some(Table { heading, rows }) = lesson.table {
        roff.control("SH", [heading.to_uppercase().as_str()]);
        for (written, meaning) in rows {
            roff.control("TP", []).text([bold(*written)]).text([roman(*meaning)]);
        }
    }
    roff.control("SH", ["EXAMPLES"]);
    for example in lesson.examples {
        roff.control("TP", []).text([bold(example.command)]).text([roman(example.says)]);
    }
    roff
}

/// Text that is laid out already.
fn as_it_is(text: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["NOTES"]).control("nf", []);
    for line in text.lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    roff
}
