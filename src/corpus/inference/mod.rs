//! What a section is about: its roles, levels and section facet, each with the rule that gave it and what the rule saw.

mod additions;
mod role_names;
mod role_pattern;
pub(super) mod roles;
mod rule_sets;
pub(super) mod rules;
pub(super) mod said;
pub(super) mod section_facet;

pub use additions::InferenceAdditions;
pub use rule_sets::RuleSets;
pub use rules::{InferenceSettings, Rules};
