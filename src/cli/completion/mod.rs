//! Completion of command lines: the scripts that shells load, and what they then ask of `kb` between two keys.
//!
//! A script calls `kb -- WORD…` with [`ASKED`] set to the name of its shell. The answer has commands, flags and values as
//! clap knows them, and roles, section facets, tags, corpora, guides, ids and saved searches as the index and kb.toml
//! have them. Nothing is ever built, written or said to be wrong: who cannot be answered gets less.

mod answers;
mod bash;
mod known;
mod values;

use std::ffi::OsString;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use clap_complete::Shell;
use clap_complete::env::{Elvish, EnvCompleter, Fish, Zsh};

use crate::error::{Error, Result};

use super::command_line;
use super::output::Output;

/// The variable that names the shell which asks.
const ASKED: &str = "KB_COMPLETE";

/// Prints the script that makes a shell complete `kb`.
pub(super) fn install(shell: Shell, output: &Output) -> Result<bool> {
    let mut script = Vec::new();
    let registered = match shell {
        Shell::Bash => script.write_all(bash::SCRIPT.as_bytes()),
        Shell::Zsh => Zsh.write_registration(ASKED, "kb", "kb", "kb", &mut script),
        Shell::Fish => Fish.write_registration(ASKED, "kb", "kb", "kb", &mut script),
        Shell::Elvish => Elvish.write_registration(ASKED, "kb", "kb", "kb", &mut script),
        // A script that asks for answers would have to evaluate what is typed, so this one knows commands and flags only.
        _ => {
            clap_complete::generate(shell, &mut command_line::build(), "kb", &mut script);
            Ok(())
        }
    };
    registered.map_err(|error| Error::internal("cannot write the script", error))?;
    output.raw(&script)?;
    Ok(true)
}

/// Whether a shell asks for completions: nobody else begins with `--`.
pub(super) fn is_asked_for(arguments: &[OsString]) -> bool {
    arguments.get(1).is_some_and(|first| first == "--") && shell_that_asks().is_some()
}

fn shell_that_asks() -> Option<Shell> {
    use clap::ValueEnum as _;
    let name = std::env::var(ASKED).ok()?;
    Shell::from_str(&name, false).ok()
}

/// Prints completions, as far as there are any. The first argument is the name of the program, the second is `--`.
pub(super) fn answer(arguments: &[OsString]) {
    let Some(shell) = shell_that_asks() else { return };
    let words: Vec<String> = arguments.iter().skip(2).map(|word| word.to_string_lossy().into_owned()).collect();
    // A panic that an index brings about is not what somebody who types should see.
    let text = catch_unwind(AssertUnwindSafe(|| answers::to(shell, words))).unwrap_or_default();
    let mut stdout = std::io::stdout();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}
