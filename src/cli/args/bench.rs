//! `kb bench` on the command line.

use std::path::PathBuf;

use clap::Args;

use crate::latency::{CLASSES, Class};

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
pub(in crate::cli) struct BenchArguments {
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
