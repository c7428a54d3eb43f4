//! The command line, as clap reads it. Nothing is decided here.

use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser as _};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::latency::{CLASSES, Class};
use crate::query::Ranking;
use crate::report::{ColorChoice, Format};

/// Full-text search over a folder of guides, by section, with role and section facets.
#[derive(Debug, Parser)]
#[command(
    name = "kb",
    version,
    max_term_width = 100,
    disable_help_subcommand = true,
    after_help = "Start with `kb search \"what you look for\"`; the index is built when there is none.\n\
                  Exit codes: 0 found or done, 1 nothing found, 2 bad usage or an error."
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub global: GlobalArguments,
    #[command(subcommand)]
    pub command: Command,
}

/// Flags of every command, before or after its name.
#[derive(Debug, Clone, Args)]
pub(super) struct GlobalArguments {
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
pub(super) enum Command {
    /// Build the index or bring it up to date: only what changed is read again
    Index(IndexArguments),
    /// Find sections: ranked, with counts per role, section, tag and corpus
    Search(SearchArguments),
    /// Print one section
    Show {
        /// The section's id, or any end of it that only one id has
        #[arg(value_name = "ID")]
        id: String,
        /// Bring the index up to date first
        #[arg(long)]
        fresh: bool,
    },
    /// Open a section's source in $VISUAL or $EDITOR, at its line
    ///
    /// PDFs, Word documents and the like open in $KB_VIEWER, at the page where it is known how to tell it, else in what
    /// the system has for them.
    Open {
        /// The section's id, or any end of it that only one id has
        #[arg(value_name = "ID")]
        id: String,
    },
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
    /// Measure how good the ranking is, with questions whose answers are known
    Eval(EvalArguments),
    /// Measure how long answers take on this index, by class of query
    Bench(BenchArguments),
    /// Describe the index, copies in it, and what has changed on disk since
    Status,
    /// Verify every byte of the index, and say what repairs it
    Check,
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
    /// Print the manual page
    Man,
    /// Read a PDF from standard input, for `kb index`
    #[command(hide = true)]
    ReadPdf,
}

#[derive(Debug, Args)]
pub(super) struct IndexArguments {
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
pub(super) struct SearchArguments {
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
    /// Bring the index up to date first
    #[arg(long)]
    pub fresh: bool,
}

#[derive(Debug, Args)]
pub(super) struct SimilarArguments {
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

#[derive(Debug, Args)]
pub(super) struct TermsArguments {
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

#[derive(Debug, Args)]
#[command(after_help = "Files:\n  \
    queries   `id<TAB>question` a line\n  \
    qrels     `id 0 document grade` a line, as TREC has it: relevant above 0\n  \
    runs      `id Q0 document rank score tag` a line\n\n\
    Measures, each from 0 to 1, the mean over all questions with a relevant document:\n  \
    nDCG@10     the grades of the first ten, discounted by rank, by the best there could be\n  \
    MRR@10      one by the rank of the first relevant guide among the first ten\n  \
    recall@100  the share of the relevant guides among the first hundred\n  \
    MAP         the precision at the rank of each relevant guide\n\n\
    Examples:\n  \
    kb eval --queries q.tsv --qrels q.qrels --run now.run --min-ndcg 0.5\n  \
    kb eval --qrels q.qrels --compare before.run now.run\n  \
    kb eval --self")]
pub(super) struct EvalArguments {
    /// The questions; with --compare, those to measure by [default there: all that either run answers]
    #[arg(long, value_name = "FILE", required_unless_present_any = ["own", "compare"])]
    pub queries: Option<PathBuf>,
    /// The judgements
    #[arg(long, value_name = "FILE", required_unless_present = "own")]
    pub qrels: Option<PathBuf>,
    /// Write what was found to this file, as a TREC run
    #[arg(long, value_name = "FILE")]
    pub run: Option<PathBuf>,
    /// What judgements call a guide
    #[arg(long, value_enum, value_name = "NAME", default_value_t = DocumentName::Stem)]
    pub doc_id: DocumentName,
    /// How many guides to rank for a question; 0 for all
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub depth: usize,
    /// Which ranking to measure
    #[arg(long, value_enum, value_name = "NAME", default_value_t = RankerChoice::Full, conflicts_with = "compare")]
    pub ranker: RankerChoice,
    /// Measure the ranking without this part of it; repeat for several
    #[arg(long, value_name = "PART", value_parser = Ranking::PARTS, conflicts_with = "compare")]
    pub without: Vec<String>,
    /// Show every question, too
    #[arg(long)]
    pub per_query: bool,
    /// Exit 1 if the mean nDCG@10 is below this
    #[arg(long, value_name = "X")]
    pub min_ndcg: Option<f64>,
    /// Hold two runs against each other instead, with a randomisation test
    #[arg(long, num_args = 2, value_names = ["A", "B"], conflicts_with_all = ["run", "doc_id", "depth", "min_ndcg"])]
    pub compare: Option<Vec<PathBuf>>,
    /// Without judgements: ask for sections by their headings, passages and acronyms, and see at which rank they come
    #[arg(
        long = "self",
        conflicts_with_all = ["queries", "qrels", "run", "doc_id", "depth", "min_ndcg", "compare"]
    )]
    pub own: bool,
    /// How many questions of each kind --self asks at most; 0 for all
    #[arg(long, value_name = "N", default_value_t = 200, conflicts_with_all = ["queries", "qrels"])]
    pub sample: usize,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Each query is run as `kb search` runs it, one after another on an open index: reading the query,\n\
    finding, ranking, facet counts and ten snippets. The start of the program and printing are left out.\n\
    Before that each is run once that does not count, which brings the index into memory.\n\n\
    p50, p90, p99  of the queries, half, 90% and 99% took no longer (nearest rank); a query counts with\n               \
                   the median of its runs, so they tell how queries differ, not how busy the machine was\n\
    max            the slowest single run of all\n\
    per second     runs by the time of all runs\n\n\
    The queries are made from the words of the guides: rare, medium and common ones, up to 100 of each\n\
    class, the same ones as long as the index is the same. A class that the index offers no query of,\n\
    such as `filtered` without roles and section facets, is left out and named.\n\n\
    Examples:\n  \
    kb bench\n  \
    kb bench --class phrase --class question --rounds 11\n  \
    kb bench --queries asked-yesterday.txt --format json"
)]
pub(super) struct BenchArguments {
    /// Measure these queries instead: one a line, as for `kb search`; blank lines and those with # first are left out
    #[arg(long, value_name = "FILE", conflicts_with = "class")]
    pub queries: Option<PathBuf>,
    /// How often each query is run and timed; with 3, it takes some seconds on 100,000 sections
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub rounds: u32,
    /// Only this class of queries; repeat for several
    #[arg(long, value_name = "C", value_parser = CLASSES.map(Class::name))]
    pub class: Vec<String>,
}

/// `--doc-id`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DocumentName {
    /// The file name without its last extension
    Stem,
    /// The path below the source
    Path,
}

/// `--ranker`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RankerChoice {
    /// As `kb search` ranks
    Full,
    /// Without the second look at the best hits
    OnePass,
    /// Nothing but BM25 over the words of a section
    Bm25,
}

/// `--sort`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SortChoice {
    /// Best first
    Relevance,
    /// By path, then line
    Path,
    /// Newest guide first: by the date in its front matter, else that of its file
    Date,
}

/// `--group`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum GroupChoice {
    /// Every section
    Section,
    /// The best section of each guide
    Guide,
}
