//! Programs that variables name: their words, where they are, how they end.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result, plain};
use crate::report::pager::split_words;

/// A command to be run.
#[derive(Debug)]
pub(super) struct CommandLine {
    words: Vec<String>,
    /// What its program is called.
    what: &'static str,
    /// The variable that names it.
    set_by: String,
}

impl CommandLine {
    /// The command that a variable holds, quotes and flags as a shell has them. The path of a program needs no quotes.
    pub(super) fn of(text: &str, what: &'static str, set_by: &str) -> CommandLine {
        let is_path = Path::new(text.trim()).is_file();
        let words = if is_path { vec![text.trim().to_owned()] } else { split_words(text) };
        CommandLine { words, what, set_by: set_by.to_owned() }
    }

    /// A program alone.
    pub(super) fn of_program(program: &Path, what: &'static str, set_by: &str) -> CommandLine {
        CommandLine { words: vec![program.to_string_lossy().into_owned()], what, set_by: set_by.to_owned() }
    }

    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    /// The name of its program.
    pub(super) fn name(&self) -> String {
        self.words.first().map(|program| name_of(program)).unwrap_or_default()
    }

    pub(super) fn add(&mut self, arguments: Vec<String>) {
        self.words.extend(arguments);
    }

    /// The command as one types it.
    pub(super) fn quoted(&self) -> String {
        self.words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
    }

    /// Runs it and waits for its end.
    ///
    /// # Errors
    /// [`Error::User`] where it cannot be started or says that it failed.
    pub(super) fn run(&self) -> Result<()> {
        let CommandLine { words, what, set_by } = self;
        let (program, arguments) = words.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
        // Windows itself looks only for `.exe` and would miss the `code.cmd` that an editor comes with.
        let found = if cfg!(windows) { on_path(program) } else { None };
        let status = Command::new(found.as_deref().unwrap_or(Path::new(program))).args(arguments).status();
        let status = status.map_err(|error| {
            Error::user(format!("cannot start the {what} `{program}`: {}", plain(&error)))
                .with_hint(format!("set {set_by} to a program that is installed"))
        })?;
        // The one of Windows always says that it failed.
        if status.success() || program == "explorer" {
            Ok(())
        } else {
            Err(Error::user(format!("the {what} `{program}` ended with {status}")))
        }
    }
}

/// What a program is called, without its folder and without what its file's name ends in.
pub(super) fn name_of(program: &str) -> String {
    // Both kinds of separators, whatever the system: a name has neither.
    let file = program.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
    let stem = [".exe", ".cmd", ".bat", ".com", ".sh"].into_iter().find_map(|end| file.strip_suffix(end));
    stem.unwrap_or(&file).to_owned()
}

/// Where a program is that is called by its name alone. A folder of PATH that is not absolute does not count: it could
/// be a stranger's.
pub(super) fn on_path(name: &str) -> Option<PathBuf> {
    if name.is_empty() || name.contains(['/', '\\']) {
        return None;
    }
    let ends: &[&str] = if cfg!(windows) && !name.contains('.') { &[".exe", ".cmd", ".bat", ".com"] } else { &[""] };
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).filter(|folder| folder.is_absolute()).collect();
    folders.iter().flat_map(|folder| ends.iter().map(|end| folder.join(format!("{name}{end}")))).find(|at| can_run(at))
}

#[cfg(unix)]
fn can_run(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;

    file.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn can_run(file: &Path) -> bool {
    file.is_file()
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '+' | ':' | ',' | '@' | '%' | '=');
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else if cfg!(windows) {
        format!("\"{word}\"")
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::{CommandLine, name_of, on_path, quoted};

    #[test]
    fn programs_have_names() {
        for (program, name) in [
            ("/usr/bin/vim", "vim"),
            (r"C:\Program Files\Code.exe", "code"),
            ("idea.sh", "idea"),
            ("nvim-0.10", "nvim-0.10"),
        ] {
            assert_eq!(name_of(program), name);
        }
    }

    #[test]
    fn words_are_those_of_a_shell() {
        let words = |text: &str| CommandLine::of(text, "editor", "EDITOR").words().to_vec();
        assert_eq!(words(" code  --wait "), ["code", "--wait"]);
        assert_eq!(words("'/a b/c' -x \"y z\""), ["/a b/c", "-x", "y z"]);
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("my editor");
        std::fs::write(&program, "").unwrap();
        assert_eq!(words(program.to_str().unwrap()), [program.to_str().unwrap()]);
    }

    #[cfg(unix)]
    #[test]
    fn commands_are_quoted_and_found() {
        assert_eq!(quoted("/a/b.md:7"), "/a/b.md:7");
        assert_eq!(quoted("/a b/it's"), r"'/a b/it'\''s'");
        assert_eq!(quoted(""), "''");
        assert!(on_path("sh").is_some_and(|at| at.is_absolute()));
        assert_eq!((on_path("kb-no-such-program"), on_path("./sh"), on_path("")), (None, None, None));
    }
}
