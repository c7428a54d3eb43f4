//! `kb similar` on the command line.

use clap::Args;

#[derive(Debug, Args)]
pub(in crate::cli) struct SimilarArguments {
    /// The section's id, or any end of it that only one id has
    #[arg(value_name = "ID")]
    pub id: String,
    /// Only sections for this role; repeat for any of several
    #[arg(long, value_name = "R")]
    pub role: Vec<String>,
    /// Only sections with this facet or one below it; repeat for any of several
    #[arg(long, value_name = "S")]
    pub section: Vec<String>,
    /// Only sections from this corpus, by its name; repeat for any of several
    #[arg(long, value_name = "NAME")]
    pub corpus: Vec<String>,
    /// How many sections to give; 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Bring the index up to date first
    #[arg(long)]
    pub fresh: bool,
}
