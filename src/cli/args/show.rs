//! `kb show` on the command line.

use clap::Args;

#[derive(Debug, Args)]
#[command(
    after_help = "Below a section stand its neighbours in the guide and the sections most like it, each with the id that the\n\
    next command takes.\n\n\
    Examples:\n  \
    kb show technical-skills --query 'infrastructure as code'\n  \
    kb show platform-engineering-manager.md#salary -C 1\n  \
    kb show platform-engineering-manager.md#salary --format markdown"
)]
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
