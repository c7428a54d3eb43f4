//! `kb man` and `kb completions`: made from the command line itself, so that they are never out of date.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::error::{Error, Result};

use super::args::Arguments;
use super::output::Output;

/// Prints the manual page, with a section per command.
pub(super) fn page(output: &Output) -> Result<bool> {
    let mut page = Vec::new();
    let failed = |error| Error::internal("cannot write the manual page", error);
    let mut command = Arguments::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut page).map_err(failed)?;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let title = format!("KB {}", sub.get_name().to_uppercase());
        page.extend_from_slice(format!(".SH \"{title}\"\n").as_bytes());
        let man = clap_mangen::Man::new(sub.clone());
        man.render_synopsis_section(&mut page).map_err(failed)?;
        man.render_description_section(&mut page).map_err(failed)?;
        man.render_options_section(&mut page).map_err(failed)?;
    }
    output.raw(&page)?;
    Ok(true)
}

/// Prints a completion script.
pub(super) fn completions(shell: Shell, output: &Output) -> Result<bool> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "kb", &mut script);
    output.raw(&script)?;
    Ok(true)
}
