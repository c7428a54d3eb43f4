//! `kb show` on the command line.

use clap::Args;

#[derive(Debug, Args)]
pub(in crate::cli) struct ShowArguments {
    /// The section's id, or any end of it that only one id has
    #[arg(value_name = "ID", required = true)]
    pub ids: Vec<String>,
    /// Show as many sections before and after it in its guide, too
    #[arg(short = 'C', long, value_name = "N", default_value_t = 0)]
    pub context: usize,
    /// Mark the words of this query, as a search does
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
    /// Bring the index up to date first
    #[arg(long)]
    pub fresh: bool,
}
