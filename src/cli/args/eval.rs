//! `kb eval` on the command line.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::query::Ranking;

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
pub(in crate::cli) struct EvalArguments {
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

/// `--doc-id`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum DocumentName {
    /// The file name without its last extension
    Stem,
    /// The path below the source
    Path,
}

/// `--ranker`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum RankerChoice {
    /// As `kb search` ranks
    Full,
    /// Without the second look at the best hits
    OnePass,
    /// Nothing but BM25 over the words of a section
    Bm25,
}
