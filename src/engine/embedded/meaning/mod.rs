//! The user's words made a plan for one index: looked up, set right, expanded, weighed.

pub(super) mod acronyms;
pub(super) mod apart;
pub(super) mod bag;
pub(super) mod compile;
pub(super) mod expand;
pub(super) mod looked_up;
pub(super) mod mention;
pub(super) mod nearby;
pub(super) mod plan;
pub(super) mod spelling;
pub(super) mod synonyms;
pub(super) mod word_terms;
