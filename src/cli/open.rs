//! `kb open`: the source of a section in the user's editor, or in the program that shows such documents.

use std::path::Path;
use std::process::Command;

use crate::engine::StoredSection;
use crate::error::{Error, Result};

use super::output::Output;
use super::settings::Settings;

/// Runs the command.
pub(super) fn run(id: &str, settings: &Settings, output: &Output) -> Result<bool> {
    let engine = super::open_index(settings, output)?;
    let section = engine.section(id)?;
    let file = engine.file(&section.key);
    if !file.exists() {
        return Err(Error::user(format!("{} is no longer there", file.display()))
            .with_hint("run `kb index` to bring the index up to date"));
    }
    if section.unit.is_line() { edit(&file, &section, output) } else { view(&file, &section, output) }
}

/// The first of these variables that is set to something.
fn variable(names: &[&str]) -> Option<String> {
    names.iter().filter_map(|name| std::env::var(name).ok()).find(|value| !value.trim().is_empty())
}

/// A text file, at the line.
fn edit(file: &Path, section: &StoredSection, output: &Output) -> Result<bool> {
    let line = section.lines.first;
    let Some(editor) = variable(&["VISUAL", "EDITOR"]) else {
        return Err(Error::user(format!("no editor is set to open {}:{line}", file.display()))
            .with_hint("set VISUAL or EDITOR, for example EDITOR=vim"));
    };
    start(&editor, "editor", "VISUAL or EDITOR", &|program| editor_arguments(program, file, line), output)
}

/// A document that no text editor can show, at the page where it has pages and its viewer can be told.
fn view(file: &Path, section: &StoredSection, output: &Output) -> Result<bool> {
    let viewer = variable(&["KB_VIEWER"]).unwrap_or_else(|| SYSTEM_VIEWER.to_owned());
    let page = (section.unit == crate::guide::Unit::Page).then_some(section.lines.first);
    start(&viewer, "viewer", "KB_VIEWER", &|program| viewer_arguments(program, file, page), output)
}

/// What opens a document in the program that the system has for it.
const SYSTEM_VIEWER: &str = match std::env::consts::OS.as_bytes() {
    b"macos" => "open",
    b"windows" => "explorer",
    _ => "xdg-open",
};

/// Runs a program and waits for it. `what`: what it is called; `set_by`: the variables that name it.
fn start(
    command: &str,
    what: &str,
    set_by: &str,
    arguments: &dyn Fn(&str) -> Vec<String>,
    output: &Output,
) -> Result<bool> {
    let mut words = command.split_whitespace();
    let program = words.next().unwrap_or_default();
    let arguments = arguments(program);
    output.detail(&format!("running {command} {}", arguments.join(" ")));
    let status = Command::new(program).args(words).args(arguments).status().map_err(|error| {
        Error::user(format!("cannot start the {what} `{program}`: {}", crate::error::plain(&error)))
            .with_hint(format!("set {set_by} to a program that is installed"))
    })?;
    // The one of Windows always says that it failed.
    if status.success() || program == "explorer" {
        Ok(true)
    } else {
        Err(Error::user(format!("the {what} `{program}` ended with {status}")))
    }
}

fn name_of(program: &str) -> String {
    Path::new(program).file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// How an editor is told to go to a line.
fn editor_arguments(program: &str, file: &Path, line: u32) -> Vec<String> {
    let file = file.to_string_lossy().into_owned();
    match name_of(program).as_str() {
        "code" | "codium" | "code-insiders" | "cursor" | "windsurf" => {
            vec!["--goto".to_owned(), format!("{file}:{line}")]
        }
        "hx" | "helix" | "zed" | "subl" | "sublime_text" => vec![format!("{file}:{line}")],
        "idea" | "pycharm" | "webstorm" | "rustrover" | "goland" => vec!["--line".to_owned(), line.to_string(), file],
        "ed" | "gedit" | "kate" | "notepad" | "open" | "xdg-open" | "cat" => vec![file],
        // vi, vim, nvim, emacs, emacsclient, nano, micro, kak, joe and most others
        _ => vec![format!("+{line}"), file],
    }
}

/// How a viewer is told to go to a page; the system's opener cannot be.
fn viewer_arguments(program: &str, file: &Path, page: Option<u32>) -> Vec<String> {
    let path = file.to_string_lossy().into_owned();
    let Some(page) = page.map(|page| page.to_string()) else { return vec![path] };
    match name_of(program).as_str() {
        "evince" | "atril" | "xreader" | "papers" => vec!["-i".to_owned(), page, path],
        "okular" => vec!["-p".to_owned(), page, path],
        "zathura" => vec!["-P".to_owned(), page, path],
        "mupdf" | "mupdf-gl" | "mupdf-x11" => vec![path, page],
        "sumatrapdf" => vec!["-page".to_owned(), page, path],
        "firefox" | "chromium" | "google-chrome" => vec![format!("file://{path}#page={page}")],
        _ => vec![path],
    }
}

#[cfg(test)]
mod tests {
    use super::{editor_arguments, viewer_arguments};
    use std::path::Path;

    #[test]
    fn editors_are_sent_to_the_line() {
        let file = Path::new("/a/b c.md");
        assert_eq!(editor_arguments("/usr/bin/vim", file, 7), ["+7", "/a/b c.md"]);
        assert_eq!(editor_arguments("code", file, 7), ["--goto", "/a/b c.md:7"]);
        assert_eq!(editor_arguments("hx", file, 7), ["/a/b c.md:7"]);
        assert_eq!(editor_arguments("idea", file, 7), ["--line", "7", "/a/b c.md"]);
    }

    #[test]
    fn viewers_are_sent_to_the_page() {
        let file = Path::new("/a/b.pdf");
        assert_eq!(viewer_arguments("/usr/bin/evince", file, Some(7)), ["-i", "7", "/a/b.pdf"]);
        assert_eq!(viewer_arguments("mupdf", file, Some(7)), ["/a/b.pdf", "7"]);
        assert_eq!(viewer_arguments("xdg-open", file, Some(7)), ["/a/b.pdf"]);
        assert_eq!(viewer_arguments("evince", file, None), ["/a/b.pdf"]);
    }
}
