//! Everything `kb` promises, seen from outside: one file per capability, one binary for all of them.

#![allow(clippy::unwrap_used, clippy::panic)]

mod acronyms;
mod advice;
mod corpus;
mod data;
mod errors;
mod eval;
mod eval_reference;
mod facets;
mod forgiving;
mod harness;
mod identifiers;
mod index;
mod languages;
mod layers;
mod output;
mod packed;
mod relevance;
mod scores;
mod search;
mod show_open;
mod similar;
mod suggest;
mod terms;
