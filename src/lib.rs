//! `kb`: a full-text knowledge base for guides. One straight way in, one straight way out:
//!
//! ```text
//! kb index:   files ─► corpus ─► Guide { Section … } ─► engine (writer)
//! kb search:  words ─► query ─► Query ─► engine (searcher) ─► SearchResults ─► report ─► table, JSON, …
//! ```
//!
//! The section is the document: a heading and what stands under it, with its breadcrumb, roles, section facet, line
//! range and a stable id (`path#anchor`).
//!
//! The rooms, and who may know whom: a room stands above all that it uses, and rooms on one floor never meet. A test
//! reads the `use crate::` lines and holds them against this table.
//!
//! ```text
//! 6  cli                       arguments, settings, one file per command
//! 5  eval  latency  browse     how good the ranking is, how long answers take, the full-screen reader
//! 4  engine      report        engine: the index; report: how answers look
//! 3  query   results   corpus  the request, the answer, files made guides
//! 2  guide                     the words of the domain
//! 1  error                     what can go wrong, and what to do about it
//! ```
//!
//! * [`error`]: [`error::Error`] tells the user's mistakes from ours and carries a hint.
//! * [`guide`]: guides, sections, line ranges, anchors, acronyms; the vocabulary of roles and section facets, and
//!   finding its names in text.
//! * [`corpus`]: walks the sources and hears of changes in them, reads what changed, parses every format into one outline,
//!   infers roles and facets with the reason, finds the date, mines the acronyms that guides define; tells where their
//!   links lead.
//! * [`query`]: the syntax tree of a query, its parser and its limits; what a search is asked for.
//! * [`results`]: what a search gives back, as values and byte ranges. Its field names are the JSON.
//! * [`engine`]: the only room that knows what an index is made of. `Writer` takes guides and makes one commit,
//!   `Engine` reads one commit and answers, `check` verifies every byte of it.
//! * [`report`]: answers as table, JSON, CSV, Markdown and so on; Markdown laid out to be read; style, safety of text,
//!   pager.
//! * [`eval`]: questions with known answers, asked of the engine, and the measures of what it gave: nDCG, MRR, recall,
//!   MAP.
//! * [`latency`]: queries made from an index's own words, class by class, and how long their answers take.
//! * [`browse`]: the index on the whole screen, searched as one types: state, keys and panes, and the terminal they need.
//! * [`cli`]: the commands. The only room where guides go from the corpus to the engine.

pub mod browse;
pub mod cli;
pub mod corpus;
pub mod engine;
pub mod error;
pub mod eval;
pub mod guide;
pub mod latency;
pub mod query;
pub mod report;
pub mod results;
