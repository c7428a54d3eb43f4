//! `kb coverage` on the command line.

use clap::Args;

#[derive(Debug, Args)]
pub(in crate::cli) struct CoverageArguments {
    /// Topics, each a query of its own: quote those of several words [default: the section facets]
    #[arg(value_name = "TOPIC", conflicts_with = "terms")]
    pub topics: Vec<String>,
    /// A role to cover; repeat for each [default: all declared ones]
    #[arg(long, value_name = "R")]
    pub role: Vec<String>,
    /// Only this section facet and those below it; repeat for several
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
    /// Take the words that carry most of the guides as topics
    #[arg(long)]
    pub terms: bool,
    /// Exit 1 if any role has fewer sections than this on any of the topics
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub min: Option<u64>,
    /// How many topics to give; 0 for all [default: 20 words, or 20 section facets where none is declared; else all]
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
    /// Take queries as they are: no synonyms or acronyms
    #[arg(long)]
    pub exact: bool,
    /// Bring the index up to date first
    #[arg(long)]
    pub fresh: bool,
}
