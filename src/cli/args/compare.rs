//! `kb compare` on the command line.

use clap::Args;

#[derive(Debug, Args)]
pub(in crate::cli) struct CompareArguments {
    /// What to compare the roles on, as for `kb search`; nothing lays all their sections side by side
    #[arg(value_name = "TOPIC")]
    pub topic: Vec<String>,
    /// A role to compare; repeat for each [default: all declared ones]
    #[arg(long, value_name = "R")]
    pub role: Vec<String>,
    /// Only sections with this facet or one below it; repeat for any of several
    #[arg(long, value_name = "S")]
    pub section: Vec<String>,
    /// Only sections with this tag; repeat for any of several
    #[arg(long, value_name = "T")]
    pub tag: Vec<String>,
    /// Only sections from this corpus, by its name; repeat for any of several
    #[arg(long, value_name = "NAME")]
    pub corpus: Vec<String>,
    /// Only sections of this guide, by path, file name or title; repeat for any of several
    #[arg(long, value_name = "G")]
    pub guide: Vec<String>,
    /// How many passages to give for each role and facet; 0 for all [default: 1, without a topic 3]
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
    /// How many section facets to give; 0 for all
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub rows: usize,
    /// Also list the words that set each role's sections on the topic apart from the others', N for each (0: all)
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true, default_missing_value = "10")]
    pub terms: Option<usize>,
    /// Take the words as they are: no typing corrections, synonyms or acronyms
    #[arg(long)]
    pub exact: bool,
    /// Every section that has any of the words is on the topic
    #[arg(long)]
    pub any: bool,
    /// Bring the index up to date first
    #[arg(long)]
    pub fresh: bool,
}
