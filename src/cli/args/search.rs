//! `kb search` on the command line.

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, ValueEnum};

#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct SearchArguments {
    /// What to look for; nothing lists every section, @NAME runs a saved search
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Only sections for this role; repeat for any of several
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
    /// Only guides of this date or a later one: 2026-01-31, 2026-01, 2026, 30d, 12h, 2w, 6m (months), 1y, today
    #[arg(long, value_name = "WHEN")]
    pub since: Option<String>,
    /// Only guides of this date or an earlier one, written in the same way
    #[arg(long, value_name = "WHEN")]
    pub until: Option<String>,
    /// How many hits to give; 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// How many hits to pass over
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// The order of hits
    #[arg(long, value_enum, default_value_t = SortChoice::Relevance)]
    pub sort: SortChoice,
    /// What a hit is: every section, or the best one of each guide
    #[arg(long, value_enum, default_value_t = GroupChoice::Section)]
    pub group: GroupChoice,
    /// Take the words as they are: no typing corrections, synonyms or acronyms
    #[arg(long)]
    pub exact: bool,
    /// Tell what the scores are made of, of up to 1000 hits
    #[arg(long)]
    pub explain: bool,
    /// Count every section that has any of the words
    #[arg(long)]
    pub any: bool,
    /// Do not count facets
    #[arg(long)]
    pub no_facets: bool,
    /// How many values of each facet to list; 0 for all [default: 10 in tables, 100 elsewhere]
    #[arg(long, value_name = "N")]
    pub facet_limit: Option<usize>,
    /// Print only how many sections match
    #[arg(long)]
    pub count: bool,
    /// Give the best passages, each once, in reading order and with its citation: at most so many words, to paste
    ///
    /// Sections come whole where there is room, else the part of them that tells most. Headings and citations do not
    /// count. With --format markdown ready to paste into a document, with --format json for a program.
    #[arg(long, value_name = "WORDS", conflicts_with_all = ["limit", "offset", "count", "explain"])]
    pub budget: Option<usize>,
    /// Bring the index up to date first
    #[arg(long)]
    pub fresh: bool,
    /// Which flags with a default were given.
    #[arg(skip)]
    pub typed: Typed,
    /// The saved search that the query named.
    #[arg(skip)]
    pub saved: Option<SavedQuery>,
}

/// Which flags with a default were given all the same: those replace what a saved search says.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::cli) struct Typed {
    pub limit: bool,
    pub sort: bool,
    pub group: bool,
}

impl Typed {
    /// Those of a command line.
    pub(in crate::cli) fn of(matches: &ArgMatches) -> Typed {
        let typed = |name| matches.value_source(name) == Some(ValueSource::CommandLine);
        Typed { limit: typed("limit"), sort: typed("sort"), group: typed("group") }
    }
}

/// A saved search that a query named.
#[derive(Debug, Clone)]
pub(in crate::cli) struct SavedQuery {
    /// Its name, without the `@`.
    pub name: String,
    /// What it searches for; words of the command line narrow it.
    pub query: String,
}

/// `--sort`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SortChoice {
    /// Best first
    Relevance,
    /// By path, then line
    Path,
    /// Newest guide first: by the date in its front matter, else that of its file
    Date,
}

/// `--group`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum GroupChoice {
    /// Every section
    Section,
    /// The best section of each guide
    Guide,
}
