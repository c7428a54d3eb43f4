//! `kb search` on the command line.

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
#[command(after_help = "Queries:\n  \
    words                 all are wanted; where no section has them all, those that have most\n  \
    \"a phrase\"            these words in a row; \"near words\"~3 with up to three between\n  \
    pre*                  words that begin so\n  \
    a OR b, NOT cat, -cat either; without (`-cat` needs quotes around the query, or `--` before it)\n  \
    title:skills          in headings only\n  \
    role:x section:x tag:x corpus:x guide:x path:x   only there\n  \
    anything else         text: C++, CI/CD, v1.2.3, kubectl get pods -n\n\n\
    A query of more than three words is a question: sections that cover half of what it tells match.\n\
    At most 8192 bytes, 256 words and 64 levels of parentheses and NOT can be searched; more is refused.\n\
    Mistyped words, synonyms of kb.toml and acronyms of the guides are searched, too, and said; --exact\n\
    takes the words as they are.\n\n\
    Examples:\n  \
    kb search IaC --role platform\n  \
    kb search 'who does the infrastructure manager report to'\n  \
    kb search '\"disaster recovery\" OR backup' --section skills --format json")]
pub(in crate::cli) struct SearchArguments {
    /// What to look for; nothing lists every section
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
