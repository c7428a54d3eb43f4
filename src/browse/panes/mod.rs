//! What each pane shows.

pub(super) mod comparison;
pub(super) mod facets;
pub(super) mod foot;
pub(super) mod help;
pub(super) mod hits;
pub(super) mod query;
pub(super) mod reader;
pub(super) mod rule;
