//! The command line put together: what clap makes of [`Arguments`], with the lessons below the flags.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _};

use super::args::{Arguments, Command, Typed};
use super::lessons;

/// The whole command line. Help, manual pages and completions are made from it.
pub(super) fn build() -> clap::Command {
    Arguments::command().mut_subcommands(|command| match lessons::on(command.get_name()) {
        Some(lesson) => command.after_help(lesson.below_flags()),
        None => command,
    })
}

/// Reads the arguments, the first being the name of the program.
///
/// # Errors
/// What is wrong with them, or the help that was asked for.
pub(super) fn parse(arguments: Vec<OsString>) -> Result<Arguments, clap::Error> {
    let mut command = Arguments::command();
    let matches = match command.try_get_matches_from_mut(&arguments) {
        // Lessons are put together only where they are read: everything else is to start at once.
        Err(error) if error.kind() == ErrorKind::DisplayHelp => build().try_get_matches_from(&arguments)?,
        matches => matches?,
    };
    let mut parsed = Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
    if let (Command::Search(search), Some((_, given))) = (&mut parsed.command, matches.subcommand()) {
        search.typed = Typed::of(given);
    }
    Ok(parsed)
}
