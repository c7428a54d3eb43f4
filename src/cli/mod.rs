//! The command line: reads arguments and settings, runs one command, prints its answer.
//!
//! The only room that hands guides from the corpus to the engine and results from the engine to the report.

mod acronyms;
mod args;
mod bench;
mod browse;
mod check;
mod citations;
mod command_line;
mod compare;
mod completion;
mod corpora;
mod coverage;
mod eval;
mod facets;
mod fresh;
mod gap_log;
mod gaps;
mod help;
mod index;
mod init;
mod lessons;
mod links;
mod manual;
mod open;
mod output;
mod passages;
mod progress;
mod read_pdf;
mod reading;
mod saved;
mod search;
mod searches;
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
mod threads;
mod update;
mod usage;
mod watch;

use std::ffi::OsString;
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use crate::engine::{Engine, IndexFolder, check};
use crate::error::{Error, Result, plain};
use crate::report::sanitize;

use args::{Arguments, Command, GlobalArguments};
use output::Output;
use settings::Settings;

/// Runs the program with these arguments, the first being its own name. Gives 0 when it found something or did what it
/// was asked, 1 when nothing was found, 2 when it could not.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    quiet_panics();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    threads::with_room(|| run_command(arguments))
}

fn run_command(arguments: Vec<OsString>) -> ExitCode {
    if completion::is_asked_for(&arguments) {
        completion::answer(&arguments);
        return ExitCode::SUCCESS;
    }
    let arguments = match command_line::parse(protect_negations(arguments)) {
        Ok(arguments) => arguments,
        Err(error) => return print_usage(&error),
    };
    let output = Output::new(&arguments.global);
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| dispatch(&arguments, &output)));
    let outcome = match outcome {
        Ok(Err(error @ Error::Damaged { .. })) => Err(damage(&arguments.global).unwrap_or(error)),
        Ok(outcome) => outcome,
        Err(_) => Err(damage(&arguments.global).unwrap_or_else(after_panic)),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            output.error(&error);
            ExitCode::from(match error {
                Error::NotFound { .. } => 1,
                Error::ClosedPipe => 0,
                Error::User { .. } | Error::Damaged { .. } | Error::Internal { .. } => 2,
            })
        }
    }
}

/// Prints the help that was asked for, or what is wrong with the arguments: those are repeated in it, so they are made
/// safe.
fn print_usage(usage: &clap::Error) -> ExitCode {
    if let Some(mistake) = usage::mistake(usage) {
        tell(&mistake.to_string());
        if let Some(hint) = mistake.hint() {
            let _ = writeln!(std::io::stderr(), "hint: {}", sanitize::one_line(hint));
        }
        return ExitCode::from(2);
    }
    // Without colours: they could not be told from what an argument brings along.
    let printed = match usage.use_stderr() {
        true => std::io::stderr().write_all(sanitize::lines(&usage.render().to_string()).as_bytes()),
        false => usage.print().and_then(|()| std::io::stdout().flush()),
    };
    match printed {
        _ if usage.use_stderr() => ExitCode::from(2),
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            tell(&format!("cannot write the answer: {}", plain(&error)));
            ExitCode::from(2)
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Runs the command; says whether it found anything.
fn dispatch(arguments: &Arguments, output: &Output) -> Result<bool> {
    let global = &arguments.global;
    let settings = || Settings::resolve(index_folder(global.index.as_deref())?, global.config.as_deref());
    match &arguments.command {
        Command::Index(arguments) if arguments.watch => watch::run(arguments, settings, output),
        Command::Index(arguments) => index::run(arguments, &settings()?, output),
        Command::Search(arguments) => search::run(arguments, &settings()?, output),
        Command::Browse(arguments) => browse::run(arguments, &settings()?, output),
        Command::Show(arguments) => show::run(arguments, &settings()?, output),
        Command::Open { id, print } => open::run(id, *print, &settings()?, output),
        Command::Compare(arguments) => compare::run(arguments, &settings()?, output),
        Command::Coverage(arguments) => coverage::run(arguments, &settings()?, output),
        Command::Acronyms { forms } => acronyms::run(forms, &settings()?, output),
        Command::Similar(arguments) => similar::run(arguments, &settings()?, output),
        Command::Suggest { prefix, limit } => suggest::run(&prefix.join(" "), *limit, &settings()?, output),
        Command::Terms(arguments) => terms::run(arguments, &settings()?, output),
        Command::Facets { why: Some(id) } => facets::why(id, &settings()?, output),
        Command::Facets { why: None } => facets::run(&settings()?, output),
        Command::Eval(arguments) => eval::run(arguments, settings, output),
        Command::Bench(arguments) => bench::run(arguments, &settings()?, output),
        Command::Searches => searches::run(&settings()?, output),
        Command::Gaps { limit, clear } => gaps::run(*limit, *clear, &settings()?, output),
        Command::Status => status::run(&settings()?, output),
        Command::Check { links: true, fresh } => links::check(*fresh, &settings()?, output),
        Command::Check { .. } => check::run(&settings()?, output),
        Command::Links { id, fresh } => links::list(id, *fresh, &settings()?, output),
        Command::Init { folder } => init::run(folder, output),
        Command::Completions { shell } => completion::install(*shell, output),
        Command::Man { dir: Some(folder), .. } => manual::write_all(folder, output),
        Command::Man { command, dir: None } => manual::page(command.as_deref(), output),
        Command::Help { topic } => help::run(topic, output),
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
    let with_query = ["search", "browse", "compare", "coverage", "show"];
    if arguments.iter().skip(1).any(|argument| with_query.iter().any(|command| argument == command)) {
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

/// What the main thread said when it panicked.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// A panic is a bug of ours, or the index is damaged: one line for the report, no backtrace on the user's screen.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|at| format!(" at {}:{}", at.file(), at.line())).unwrap_or_default();
        let payload = info.payload();
        let text = payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str));
        let first = text.unwrap_or("no further word").lines().next().unwrap_or_default();
        let said = format!("internal error{place}: {first}");
        if std::thread::current().name() == Some("main") {
            *PANIC.lock().unwrap_or_else(PoisonError::into_inner) = Some(said);
        } else {
            tell(&said);
        }
    }));
}

/// What is damaged in the index, if anything: nothing is looked at closely before it is used, so that is done once
/// something stumbles.
fn damage(global: &GlobalArguments) -> Option<Error> {
    let index = index_folder(global.index.as_deref()).ok()?;
    let settings = Settings::resolve(index, global.config.as_deref()).ok()?;
    let checked = check(&IndexFolder::new(&settings.index)).ok()?;
    checked.damages.into_iter().next().map(Error::from)
}

/// What to say after a panic that no damage explains.
fn after_panic() -> Error {
    if let Some(said) = PANIC.lock().unwrap_or_else(PoisonError::into_inner).take() {
        tell(&said);
    }
    Error::user("something went wrong that never should (the line above says where)")
        .with_hint("run `kb index --rebuild`; if it happens again, please report it")
}

/// Says so where somebody listens: to panic because standard error cannot be written would end the program before its
/// time.
fn tell(said: &str) {
    let _ = writeln!(std::io::stderr(), "kb: {}", sanitize::one_line(said));
}
