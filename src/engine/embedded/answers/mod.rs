//! What is asked of an index: a search with its facets and advice, sections alike, suggestions, terms, acronyms.

pub(super) mod acronym_list;
pub(super) mod advice;
pub(super) mod browse;
mod comparison;
pub(super) mod completions;
mod coverage;
mod crossing;
pub(super) mod drill;
pub(super) mod facets;
pub(super) mod headlines;
pub(super) mod highlights;
pub(super) mod likelihood;
pub(super) mod linked;
pub(super) mod lookup;
pub(super) mod names;
pub(super) mod passages;
pub(super) mod search;
pub(super) mod sides;
pub(super) mod similar;
pub(super) mod suggest;
pub(super) mod telling;
pub(super) mod terms;
pub(super) mod together;
pub(super) mod vocabulary;
mod words_apart;
