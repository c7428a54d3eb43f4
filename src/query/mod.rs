//! The user's words, understood: a [`Query`] holds the syntax tree ([`Expr`]) and what was asked about its answer.
//!
//! The tree is ours and knows nothing of an engine, so that every engine agrees on what a query means.

mod expr;
mod lexer;
mod limits;
mod moment;
mod parser;
mod ranking;
mod request;

pub use expr::{Expr, Facet};
pub use limits::{MAX_BYTES, MAX_DEPTH, MAX_WORDS};
pub use moment::period;
pub use parser::{parse, plain};
pub use ranking::Ranking;
pub use request::{CompareRequest, CoverageRequest, DrillDown, Group, Page, Query, Sort, Topics};
