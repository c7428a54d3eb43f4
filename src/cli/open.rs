//! `kb open`: the source of a section in the user's editor.

use std::path::Path;
use std::process::Command;

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
    let editor =
        ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok()).find(|e| !e.trim().is_empty());
    let Some(editor) = editor else {
        return Err(Error::user(format!("no editor is set to open {}:{}", file.display(), section.lines.first))
            .with_hint("set VISUAL or EDITOR, for example EDITOR=vim"));
    };
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let mut command = Command::new(program);
    command.args(words).args(arguments(program, &file, section.lines.first));
    output.detail(&format!("running {editor} on {}:{}", file.display(), section.lines.first));
    let status = command.status().map_err(|error| {
        Error::user(format!("cannot start the editor `{program}`: {}", crate::error::plain(&error)))
            .with_hint("set VISUAL or EDITOR to a program that is installed")
    })?;
    if status.success() { Ok(true) } else { Err(Error::user(format!("the editor `{program}` ended with {status}"))) }
}

/// How an editor is told to go to a line.
fn arguments(program: &str, file: &Path, line: u32) -> Vec<String> {
    let file = file.to_string_lossy().into_owned();
    let name = Path::new(program).file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    match name.as_str() {
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

#[cfg(test)]
mod tests {
    use super::arguments;
    use std::path::Path;

    #[test]
    fn editors_are_sent_to_the_line() {
        let file = Path::new("/a/b c.md");
        assert_eq!(arguments("/usr/bin/vim", file, 7), ["+7", "/a/b c.md"]);
        assert_eq!(arguments("code", file, 7), ["--goto", "/a/b c.md:7"]);
        assert_eq!(arguments("hx", file, 7), ["/a/b c.md:7"]);
        assert_eq!(arguments("idea", file, 7), ["--line", "7", "/a/b c.md"]);
    }
}
