//! The command line, as clap reads it. Nothing is decided here. One file for each command with more than a few.

mod bench;
mod browse;
mod compare;
mod coverage;
mod eval;
mod index;
mod search;
mod show;
mod similar;
mod terms;

use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser as _};
use clap::{Args, Parser, Subcommand};

use crate::report::{ColorChoice, Format};

pub(super) use bench::BenchArguments;
pub(super) use browse::BrowseArguments;
pub(super) use compare::CompareArguments;
pub(super) use coverage::CoverageArguments;
pub(super) use eval::{DocumentName, EvalArguments, RankerChoice};
pub(super) use index::IndexArguments;
pub(super) use search::{GroupChoice, SavedQuery, SearchArguments, SortChoice, Typed};
pub(super) use show::ShowArguments;
pub(super) use similar::SimilarArguments;
pub(super) use terms::TermsArguments;

/// Full-text search over a folder of guides, by section, with role and section facets.
#[derive(Debug, Parser)]
#[command(
    name = "kb",
    version,
    max_term_width = 100,
    disable_help_subcommand = true,
    after_help = "Start with `kb search \"what you look for\"`; the index is built when there is none.\n\
                  `kb help` lists the commands by task; `kb help search` teaches one, with examples.\n\
                  Exit codes: 0 found or done, 1 nothing found, 2 bad usage or an error."
)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    pub global: GlobalArguments,
    #[command(subcommand)]
    pub command: Command,
}

/// Flags of every command, before or after its name.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options of every command")]
pub(in crate::cli) struct GlobalArguments {
    /// The folder of the index [default: as kb.toml says, else ./index]
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "KB_INDEX",
        hide_env_values = true,
        // May be empty, as a variable may be.
        value_parser = OsStringValueParser::new().map(PathBuf::from)
    )]
    pub index: Option<PathBuf>,
    /// The settings file [default: the nearest kb.toml upward, which may name guides in its folder only]
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "KB_CONFIG",
        hide_env_values = true,
        value_parser = OsStringValueParser::new().map(PathBuf::from)
    )]
    pub config: Option<PathBuf>,
    /// How to print the answer
    #[arg(long, global = true, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// When to use colour; NO_COLOR and TERM=dumb are honoured
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
    /// Never send the answer through a pager
    #[arg(long, global = true)]
    pub no_pager: bool,
    /// No progress, warnings or hints
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more: every file that is left out, every rule that is used, how a query was read
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Command {
    /// Build the index or bring it up to date: only what changed is read again
    Index(IndexArguments),
    /// Find sections: ranked, with counts per role, section, tag and corpus
    Search(SearchArguments),
    /// Search and read on the whole screen, while you type
    Browse(BrowseArguments),
    /// Read a section: its text laid out for the terminal, its neighbours, sections like it
    ///
    /// Markdown is shown as its file has it, as long as that is what was indexed; everything else as the index has it. An
    /// answer that is taller than the terminal goes through $KB_PAGER, $PAGER or less.
    Show(ShowArguments),
    /// Open a section's source in $VISUAL or $EDITOR, at its line
    ///
    /// VS Code and its kin, Vim, Neovim, Emacs, Helix, Zed, Sublime Text, the IDEs of JetBrains, Kate and most others
    /// are told the line in their own way; flags in the variable, such as `code --wait`, are kept. Where neither is set,
    /// a terminal gets the editor that it has, as git does it. PDFs, Word documents and the like open in $KB_VIEWER, at
    /// the page where it is known how to tell it, else in what the system has for them.
    Open {
        /// The section's id, or any end of it that only one id has
        #[arg(value_name = "ID")]
        id: String,
        /// Print the command, and do not run it
        #[arg(long)]
        print: bool,
    },
    /// Hold roles against one another on a topic, side by side
    ///
    /// A column for each role, a row for each section facet in which the topic occurs, in each cell the best passage
    /// with its citation, or “not covered”.
    Compare(CompareArguments),
    /// Count sections by topic and role, and show the holes
    Coverage(CoverageArguments),
    /// List the acronyms that guides define, with where they do
    ///
    /// They are found while indexing, where a guide writes “infrastructure as code (IaC)”, “IDP (internal developer
    /// platform)” or “an internal developer platform, or IDP”. A short form that guides give several meanings has a row
    /// for each.
    Acronyms {
        /// Only these short forms, such as `IaC` (capitals do not matter), or long forms in quotes
        #[arg(value_name = "SHORT")]
        forms: Vec<String>,
    },
    /// Find sections like one
    ///
    /// They are held against the words that tell the section from others: a score of 1 means that another section has
    /// all of those, as often. What they share is listed. A section with the very same text is named apart.
    Similar(SimilarArguments),
    /// List the words that set a role's guides apart
    ///
    /// Sections that have a word are counted among those for the role and among all others (or those for another role
    /// alone); the score is Dunning's log-likelihood ratio, which says how surprising the difference would be by
    /// chance. Stop words and numbers are left out, and words in a single section, unless the role has fewer than ten.
    Terms(TermsArguments),
    /// Complete what is typed: words of the guides, and headings
    ///
    /// The last word may be incomplete: `platform eng` gives `platform engineering`. Words are ranked by how many
    /// sections have them, and all that comes before; headings that begin with what is typed come first. To answer
    /// between two keys, only the first 50,000 words with a beginning are looked at.
    Suggest {
        /// What is typed
        #[arg(value_name = "PREFIX")]
        prefix: Vec<String>,
        /// How many words and how many headings to give; 0 for all
        #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
        limit: usize,
    },
    /// List every role, section facet, tag and corpus with its count
    Facets {
        /// Tell which rule gave this section its roles and its facet
        #[arg(long, value_name = "ID")]
        why: Option<String>,
    },
    /// List the saved searches of kb.toml
    Searches,
    /// List searches that found nothing, with what they would find now
    ///
    /// Nothing is noted unless kb.toml says `zero_hits = true` under [log] and you have run this once. The list is a file
    /// in your state folder ($XDG_STATE_HOME/kb, else ~/.local/state/kb) that only you can read: time, query and filters of
    /// searches that found nothing, at most 512 kB. Nothing is sent anywhere.
    Gaps {
        /// How many to list; 0 for all
        #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
        limit: usize,
        /// Forget what was noted; where kb.toml does not ask for it any more, delete the file
        #[arg(long)]
        clear: bool,
    },
    /// Measure how good the ranking is, with questions whose answers are known
    Eval(EvalArguments),
    /// Measure how long answers take on this index, by class of query
    Bench(BenchArguments),
    /// Describe the index, copies in it, and what has changed on disk since
    Status,
    /// Verify every byte of the index, and say what repairs it
    Check {
        /// Check the links between guides instead: every one whose file or heading is not there
        ///
        /// Links are those of the index; whether a file of another kind is there is seen on disk. Addresses elsewhere are
        /// counted and never asked. Where addresses are those of a site, and most of them lead to no guide, none is judged.
        #[arg(long)]
        links: bool,
        /// Bring the index up to date first
        #[arg(long, requires = "links")]
        fresh: bool,
    },
    /// List what refers to a section, and what it refers to
    Links {
        /// The section's id, or any end of it that only one id has
        #[arg(value_name = "ID")]
        id: String,
        /// Bring the index up to date first
        #[arg(long)]
        fresh: bool,
    },
    /// Write a commented kb.toml to start from
    Init {
        /// The folder to write it to
        #[arg(value_name = "DIR", default_value = ".")]
        folder: PathBuf,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or that of a command
    Man {
        /// The command
        #[arg(value_name = "COMMAND", conflicts_with = "dir")]
        command: Option<String>,
        /// Write every page to this folder instead: kb.1, kb-search.1 and so on
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
    /// Explain a command or a topic, with examples that work
    Help {
        /// The command or topic; without, all there is help on
        #[arg(value_name = "TOPIC")]
        topic: Vec<String>,
    },
    /// Read a PDF from standard input, for `kb index`
    #[command(hide = true)]
    ReadPdf,
}
