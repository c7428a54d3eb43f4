//! Everything `kb` promises, seen from outside: one file per capability, one binary for all of them.

#![allow(clippy::unwrap_used, clippy::panic)]

mod acronyms;
mod advice;
mod corpora;
mod corpus;
mod corpus_settings;
mod data;
mod dates;
mod errors;
mod eval;
mod eval_reference;
mod facets;
mod forgiving;
mod fresh;
mod git_dates;
mod harness;
mod hostile_files;
mod identifiers;
mod index;
mod languages;
mod layers;
mod markup;
mod output;
mod relevance;
mod roles;
mod scores;
mod search;
mod show_open;
mod similar;
mod suggest;
mod terms;
mod walk;
mod watch;
mod watch_edits;
