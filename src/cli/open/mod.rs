//! `kb open`: the source of a section in the user's editor, or in the program that shows such documents.
//!
//! Which program that is, the environment says, and never a file: a kb.toml may be a stranger's.

mod editors;
mod programs;
mod viewers;

use std::io::IsTerminal as _;
use std::path::Path;

use crate::engine::StoredSection;
use crate::error::{Error, Result};
use crate::guide::Unit;

use super::output::Output;
use super::settings::Settings;
use programs::CommandLine;

/// Runs the command. `print`: say only what would be run.
pub(super) fn run(id: &str, print: bool, settings: &Settings, output: &Output) -> Result<bool> {
    let engine = super::open_index(settings, output)?;
    let section = engine.section(id)?;
    let file = engine.file(&section.key);
    // What was indexed was no link, and an editor would wait for a pipe.
    let what = match file.symlink_metadata() {
        Err(_) => Some("is no longer there"),
        Ok(now) if !now.is_file() => Some("is no longer the file that was indexed"),
        Ok(_) => None,
    };
    if let Some(what) = what {
        return Err(
            Error::user(format!("{} {what}", file.display())).with_hint("run `kb index` to bring the index up to date")
        );
    }
    let command = if section.unit.is_line() { editor(&file, &section, output)? } else { viewer(&file, &section)? };
    if print {
        output.plain_line(&command.quoted())?;
        return Ok(true);
    }
    output.detail(&format!("running {}", command.quoted()));
    command.run()?;
    Ok(true)
}

/// The first of these variables that is set to something, and what it is set to.
fn variable<'a>(names: &[&'a str]) -> Option<(&'a str, String)> {
    let set = |name: &&'a str| Some((*name, std::env::var(name).ok()?));
    names.iter().filter_map(set).find(|(_, value)| !value.trim().is_empty())
}

/// A text file in the editor, at the line.
fn editor(file: &Path, section: &StoredSection, output: &Output) -> Result<CommandLine> {
    let line = section.lines.first;
    let mut command = match variable(&["VISUAL", "EDITOR"]) {
        Some((name, text)) => CommandLine::of(&text, "editor", name),
        None => {
            let Some(program) = installed_editor() else {
                return Err(Error::user(format!("no editor is set to open {}:{line}", file.display()))
                    .with_hint("set VISUAL or EDITOR, for example EDITOR=vim"));
            };
            output.note(&format!("neither VISUAL nor EDITOR is set: opening it with {}", program.display()));
            CommandLine::of_program(&program, "editor", "VISUAL or EDITOR")
        }
    };
    command.add(editors::arguments(command.words(), file, line));
    Ok(command)
}

/// What to edit with where nobody said so: in a terminal that can show an editor, the one that the system has for that,
/// else those that most systems have. In the terminal of VS Code, that is the editor.
fn installed_editor() -> Option<std::path::PathBuf> {
    let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb") && cfg!(unix);
    if is_dumb || !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return None;
    }
    let in_code = std::env::var_os("TERM_PROGRAM").is_some_and(|program| program == "vscode");
    let gui: &[&str] = if in_code { &["code", "cursor", "windsurf", "codium"] } else { &[] };
    let others: &[&str] = if cfg!(windows) {
        &["code", "notepad++", "notepad"]
    } else {
        &["editor", "vi", "vim", "nvim", "nano", "hx", "emacs", "micro"]
    };
    gui.iter().chain(others).find_map(|name| programs::on_path(name))
}

/// A document that no text editor can show, at the page where it has pages and its viewer can be told.
fn viewer(file: &Path, section: &StoredSection) -> Result<CommandLine> {
    let set = variable(&["KB_VIEWER"]).map_or_else(|| viewers::SYSTEM.to_owned(), |(_, text)| text);
    let page = (section.unit == Unit::Page).then_some(section.lines.first);
    let mut command = CommandLine::of(&set, "viewer", "KB_VIEWER");
    command.add(viewers::arguments(&command.name(), file, page));
    Ok(command)
}
