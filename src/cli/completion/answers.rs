//! What goes on from a command line, written as each shell reads it.

use std::ffi::OsString;
use std::sync::Arc;

use clap::Command;
use clap_complete::Shell;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, complete};

use crate::report::sanitize;

use super::super::command_line;

use super::bash::{Line, replacement};
use super::known::{Kind, Known};
use super::values::is_harmless;

/// The answer to what a script of [`super::install`] hands over.
pub(super) fn to(shell: Shell, words: Vec<String>) -> String {
    match shell {
        Shell::Bash => to_bash(&words),
        Shell::Zsh => {
            let at = index(words.len());
            lines(&candidates(unquoted(words), at), |value, about| {
                let value = value.replace(':', "\\:");
                if about.is_empty() { value } else { format!("{value}:{about}") }
            })
        }
        Shell::Fish => {
            let last = words.len().saturating_sub(1);
            lines(&candidates(unquoted(words), last), |value, about| {
                if about.is_empty() { value.to_owned() } else { format!("{value}\t{about}") }
            })
        }
        Shell::Elvish => {
            let at = index(words.len());
            lines(&candidates(words, at), |value, _| value.to_owned())
        }
        _ => String::new(),
    }
}

/// Words: the line up to the cursor, and what bash will replace.
fn to_bash(words: &[String]) -> String {
    let [line, replaced] = words else { return String::new() };
    let Line { words, quoted } = Line::read(line);
    let word = words.last().cloned().unwrap_or_default();
    let last = words.len().saturating_sub(1);
    let found = candidates(words, last).into_iter();
    let found = found.filter_map(|(value, _)| replacement(&value, &word, replaced, quoted));
    found.map(|value| value + "\n").collect()
}

fn lines(found: &[(String, String)], line: impl Fn(&str, &str) -> String) -> String {
    found.iter().map(|(value, about)| line(value, about) + "\n").collect()
}

/// The number of the word being typed, as scripts for zsh and elvish say it.
fn index(words: usize) -> usize {
    let said = std::env::var("_CLAP_COMPLETE_INDEX").ok().and_then(|index| index.parse().ok());
    said.unwrap_or(words.saturating_sub(1)).min(words)
}

/// Words without the backslashes and quotes they are typed with.
fn unquoted(words: Vec<String>) -> Vec<String> {
    let unquote =
        |word: String| if word.contains(['\\', '\'', '"']) { Line::read(&word).words.join(" ") } else { word };
    words.into_iter().map(unquote).collect()
}

/// What the word with this number may become, with what it is about; nothing that could do harm.
fn candidates(mut words: Vec<String>, at: usize) -> Vec<(String, String)> {
    words.truncate(at + 1);
    if words.len() <= at {
        words.push(String::new());
    }
    let known = Arc::new(Known::of(&words));
    let mut command = informed(&known);
    let words = words.into_iter().map(OsString::from).collect();
    let here = std::env::current_dir().ok();
    let found = complete(&mut command, words, at, here.as_deref()).unwrap_or_default();
    let said = |candidate: &CompletionCandidate| {
        let value = candidate.get_value().to_str()?.to_owned();
        let about = candidate.get_help().map(ToString::to_string).unwrap_or_default();
        // One line, in which nothing steers a terminal.
        let about = sanitize::one_line(about.lines().next().unwrap_or_default()).into_owned();
        Some((value, about)).filter(|(value, _)| is_harmless(value))
    };
    found.iter().filter_map(said).collect()
}

/// The command line with completers where values are looked up.
fn informed(known: &Arc<Known>) -> Command {
    command_line::build().mut_subcommands(|command| {
        let name = command.get_name().to_owned();
        command.mut_args(|argument| match Kind::of(&name, argument.get_id().as_str()) {
            Some(kind) => {
                let known = Arc::clone(known);
                argument.add(ArgValueCompleter::new(move |typed: &std::ffi::OsStr| {
                    typed.to_str().map(|typed| known.candidates(kind, typed)).unwrap_or_default()
                }))
            }
            None => argument,
        })
    })
}
