//! What a match is worth beside its own words, and in which order matches come.

pub(super) mod bound;
pub(super) mod evidence;
mod explanation;
pub(super) mod first_look;
mod guides_first;
pub(super) mod neighbours;
pub(super) mod order;
pub(super) mod pairs;
pub(super) mod preference;
mod rounds;
pub(super) mod score;
pub(super) mod second_look;
pub(super) mod statistics;
pub(super) mod substance;
pub(super) mod the_best;
pub(super) mod weights;
