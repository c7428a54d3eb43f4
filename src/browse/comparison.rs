//! The roles side by side on what is typed.

use crate::engine::Engine;
use crate::error::Result;
use crate::query::{CompareRequest, DrillDown, Query};
use crate::results::Comparison;

use super::asked::Ask;

/// About how long passages are, in bytes: they are all there is to read of a section.
const LENGTH: usize = 400;

/// What `kb compare` finds for what is typed: of the ticked roles, if there are several, else of all.
///
/// # Errors
/// As [`Engine::compare`], and where the query is longer or deeper than one may be.
pub(super) fn compare(engine: &Engine, ask: &Ask) -> Result<Comparison> {
    let query = ask.query()?;
    let mut drill_down = DrillDown { since: None, until: None, ..query.drill_down };
    if drill_down.roles.len() < 2 {
        drill_down.roles.clear();
    }
    let query = Query { drill_down, snippet_length: LENGTH, ..query };
    engine.compare(&CompareRequest { query, passages: 1, rows: 0, terms: None })
}
