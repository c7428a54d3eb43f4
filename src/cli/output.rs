//! Where words go: answers to standard output, everything else to standard error.

use std::io::Write as _;

use crate::error::{Error, Result};
use crate::report::pager::{self, PagerVariables};
use crate::report::{Facts, Format, Report, Style, render, sanitize};

use super::args::GlobalArguments;

/// The two streams and how to write to them.
#[derive(Clone)]
pub(super) struct Output {
    pub format: Format,
    pub quiet: bool,
    pub verbose: bool,
    style: Style,
    page: bool,
}

impl Output {
    pub(super) fn new(arguments: &GlobalArguments) -> Output {
        Output {
            format: arguments.format,
            quiet: arguments.quiet,
            verbose: arguments.verbose,
            style: Style::resolve(&Facts::gather(arguments.color)),
            page: !arguments.no_pager,
        }
    }

    /// Prints an answer in the format that was asked for.
    ///
    /// # Errors
    /// Where the command cannot be printed in that format, or standard output cannot be written.
    pub(super) fn answer(&self, report: &impl Report) -> Result<()> {
        let mut text = Vec::new();
        render(report, self.format, &self.style, &mut text)?;
        self.raw(&text)
    }

    /// Prints one of several answers: as JSON, each takes one line.
    ///
    /// # Errors
    /// As [`Output::answer`].
    pub(super) fn answer_one(&self, report: &impl Report) -> Result<()> {
        let format = if self.format == Format::Json { Format::Jsonl } else { self.format };
        let mut text = Vec::new();
        render(report, format, &self.style, &mut text)?;
        self.raw(&text)
    }

    /// Prints text that is no report, such as a completion script.
    pub(super) fn raw(&self, text: &[u8]) -> Result<()> {
        let page = self.page && matches!(self.format, Format::Table | Format::Markdown);
        pager::print(text, &self.style, page, &PagerVariables::gather())
    }

    /// Whether the terminal is to be written on in colour.
    pub(super) fn has_color(&self) -> bool {
        self.style.color
    }

    /// Prints a line that is no report, such as a command. A script gets it as it is; on a terminal it is made safe.
    pub(super) fn plain_line(&self, text: &str) -> Result<()> {
        let shown = if self.style.terminal { sanitize::one_line(text) } else { text.into() };
        pager::print(format!("{shown}\n").as_bytes(), &self.style, false, &PagerVariables::default())
    }

    /// A remark: `kb: …`. Guides and file names may be in it, so it is made safe.
    pub(super) fn note(&self, text: &str) {
        if !self.quiet {
            self.line("kb", text);
        }
    }

    /// A remark for those who asked for more.
    pub(super) fn detail(&self, text: &str) {
        if self.verbose {
            self.line("kb", text);
        }
    }

    /// Advice: `hint: …`.
    pub(super) fn hint(&self, text: &str) {
        if !self.quiet {
            self.line("hint", text);
        }
    }

    /// What stopped the command. Said even when quiet.
    pub(super) fn error(&self, error: &Error) {
        if matches!(error, Error::ClosedPipe) {
            return;
        }
        self.line("kb", &error.to_string());
        if let Some(hint) = error.hint() {
            self.line("hint", hint);
        }
    }

    fn line(&self, who: &str, text: &str) {
        // Nobody is left to tell that standard error is gone.
        let _ = writeln!(std::io::stderr(), "{who}: {}", sanitize::one_line(text));
    }
}
