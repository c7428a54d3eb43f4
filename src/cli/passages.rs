//! `kb search --budget`: the passages themselves, to paste into a document or a prompt.

use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::query::Query;
use crate::results::{Passages, SearchResults};

use super::output::Output;
use super::search::{nothing, wants_an_answer};
use super::settings::Settings;
use super::{citations, gaps};

/// The best passages, with their citations.
///
/// # Errors
/// As [`Engine::passages`].
pub(super) fn packed(
    engine: &Engine,
    query: Query,
    budget: usize,
    saved: Option<String>,
    settings: &Settings,
    output: &Output,
) -> Result<bool> {
    let mut passages = match engine.passages(&query, budget) {
        Err(error @ Error::NotFound { .. }) if wants_an_answer(output.format) => {
            let SearchResults { version, mut query, total, took_ms, hints, .. } = nothing(query);
            query.saved = saved;
            output.answer(&Passages {
                version,
                query,
                total,
                budget,
                words: 0,
                passages: Vec::new(),
                took_ms,
                hints,
            })?;
            return Err(error);
        }
        found => found?,
    };
    passages.query.saved = saved;
    let citations = citations::of(engine, passages.passages.iter().map(|passage| passage.key.as_str()))?;
    for passage in &mut passages.passages {
        passage.citation = citations.get(&passage.key).cloned();
    }
    output.answer(&passages)?;
    for hint in &passages.hints {
        output.hint(hint);
    }
    if passages.total > 0 && passages.passages.is_empty() {
        output.hint("what was found has headings alone, and no text below them");
    }
    gaps::note(&query, passages.total, settings, output);
    Ok(!passages.passages.is_empty())
}
