//! `kb terms` on the command line.

use clap::Args;

#[derive(Debug, Args)]
pub(in crate::cli) struct TermsArguments {
    /// The role
    #[arg(long, value_name = "R")]
    pub role: String,
    /// Hold it against the sections for this role that are not for the other, too [default: all other sections]
    #[arg(long, value_name = "R2")]
    pub against: Option<String>,
    /// How many words to give; 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
}
