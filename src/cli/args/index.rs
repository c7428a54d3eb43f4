//! `kb index` on the command line.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(in crate::cli) struct IndexArguments {
    /// Folders or files to index [default: the corpora of kb.toml, else ./corpus]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read everything again and build the index anew
    #[arg(long)]
    pub rebuild: bool,
    /// Say what would be done, and write nothing
    ///
    /// Every file that an update would read is read, so new, changed, removed and skipped guides are counted as they
    /// would be, and reasons are given; with -v each is named. It needs neither an index nor the right to write one.
    #[arg(long, conflicts_with = "watch")]
    pub dry_run: bool,
    /// Stay, and bring the index up to date whenever a guide or kb.toml changes, until Ctrl-C
    ///
    /// One line says what each update did; with `--format json` it is a JSON object.
    #[arg(long)]
    pub watch: bool,
    /// With --watch: look through all files every two seconds, for disks that report no changes (network drives)
    #[arg(long, requires = "watch")]
    pub poll: bool,
}
