//! The command line: reads arguments and settings, runs one command, prints its answer.
//!
//! The only room that hands guides from the corpus to the engine and results from the engine to the report.

mod acronyms;
mod args;
mod bench;
mod corpora;
mod eval;
mod facets;
mod fresh;
mod index;
mod init;
mod manual;
mod open;
mod output;
mod progress;
mod read_pdf;
mod search;
mod settings;
mod settings_file;
mod share;
mod show;
mod similar;
mod stages;
mod status;
mod suggest;
mod target;
mod terms;
mod update;
mod watch;

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use crate::engine::{Engine, IndexFolder};
use crate::error::{Error, Result};
use crate::report::sanitize;

use args::{Arguments, Command};
use output::Output;
use settings::Settings;

/// Runs the program with these arguments, the first being its own name. Gives 0 when it found something or did what it
/// was asked, 1 when nothing was found, 2 when it could not.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    quiet_panics();
    let arguments = match Arguments::try_parse_from(protect_negations(arguments.into_iter().collect())) {
        Ok(arguments) => arguments,
        Err(error) => return refused(&error),
    };
    let output = Output::new(&arguments.global);
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| dispatch(&arguments, &output)));
    let outcome = outcome.unwrap_or_else(|_| {
        Err(Error::user("something went wrong that never should (the line above says where)")
            .with_hint("run `kb index --rebuild`; if it happens again, please report it"))
    });
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            output.error(&error);
            ExitCode::from(match error {
                Error::NotFound { .. } => 1,
                Error::ClosedPipe => 0,
                Error::User { .. } | Error::Internal { .. } => 2,
            })
        }
    }
}

/// Help that was asked for, or what is wrong with the arguments: those are repeated in it, so they are made safe.
fn refused(error: &clap::Error) -> ExitCode {
    let text = error.render().to_string();
    match sanitize::lines(&text) {
        Cow::Borrowed(_) => drop(error.print()),
        // Nobody is left to tell that standard error is gone.
        Cow::Owned(safe) => drop(std::io::stderr().write_all(safe.as_bytes())),
    }
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}

/// Runs the command; says whether it found anything.
fn dispatch(arguments: &Arguments, output: &Output) -> Result<bool> {
    let global = &arguments.global;
    let settings = || Settings::resolve(index_folder(global.index.as_deref())?, global.config.as_deref());
    match &arguments.command {
        Command::Index(arguments) if arguments.watch => watch::run(arguments, settings, output),
        Command::Index(arguments) => index::run(arguments, &settings()?, output),
        Command::Search(arguments) => search::run(arguments, &settings()?, output),
        Command::Show { id, fresh } => show::run(id, *fresh, &settings()?, output),
        Command::Open { id } => open::run(id, &settings()?, output),
        Command::Acronyms { forms } => acronyms::run(forms, &settings()?, output),
        Command::Similar(arguments) => similar::run(arguments, &settings()?, output),
        Command::Suggest { prefix, limit } => suggest::run(&prefix.join(" "), *limit, &settings()?, output),
        Command::Terms(arguments) => terms::run(arguments, &settings()?, output),
        Command::Facets { why: Some(id) } => facets::why(id, &settings()?, output),
        Command::Facets { why: None } => facets::run(&settings()?, output),
        Command::Eval(arguments) => eval::run(arguments, settings, output),
        Command::Bench(arguments) => bench::run(arguments, &settings()?, output),
        Command::Status => status::run(&settings()?, output),
        Command::Init { folder } => init::run(folder, output),
        Command::Completions { shell } => manual::completions(*shell, output),
        Command::Man => manual::page(output),
        Command::ReadPdf => read_pdf::run(),
    }
}

/// The folder of the index where one was given. An empty variable counts as none, an empty flag as a mistake.
fn index_folder(given: Option<&Path>) -> Result<Option<&Path>> {
    match given {
        Some(empty) if empty.as_os_str().is_empty() => match std::env::var_os("KB_INDEX") {
            Some(variable) if variable.is_empty() => Ok(None),
            _ => Err(Error::user("--index was given no folder").with_hint("name one: --index DIR")),
        },
        given => Ok(given),
    }
}

/// Opens the index, building it first where there is none and it is known from what.
fn open_index(settings: &Settings, output: &Output) -> Result<Engine> {
    let folder = IndexFolder::new(&settings.index);
    if !folder.exists()? {
        let sources = settings.default_sources();
        if sources.is_empty() {
            return Err(Error::user(format!("there is no index in {}", settings.index.display()))
                .with_hint("run `kb index PATH` to build one from a folder of guides"));
        }
        output.note(&format!("no index in {} yet: building it", settings.index.display()));
        index::build(settings, &sources, output)?;
    }
    Engine::open(&folder)
}

/// A query in quotes may begin with a negation, `"-draft policy"`; to clap that would be a flag. A leading space makes
/// it a query again and means nothing in one.
fn protect_negations(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.iter().skip(1).any(|argument| argument == "search") {
        for argument in &mut arguments {
            let negation = argument.to_str().is_some_and(|text| {
                text.starts_with('-') && !text.starts_with("--") && text.contains(char::is_whitespace)
            });
            if negation {
                let mut protected = OsString::from(" ");
                protected.push(&argument);
                *argument = protected;
            }
        }
    }
    arguments
}

/// A panic is a bug of ours: one line for the report, no backtrace on the user's screen.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|at| format!(" at {}:{}", at.file(), at.line())).unwrap_or_default();
        let payload = info.payload();
        let text = payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str));
        let text = text.unwrap_or("no further word").lines().next().unwrap_or_default();
        // Where standard error is gone, a second panic would end the process on the spot.
        let _ = writeln!(std::io::stderr(), "kb: internal error{place}: {}", sanitize::one_line(text));
    }));
}
