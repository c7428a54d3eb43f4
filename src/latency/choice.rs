//! Choosing queries: those that find what their class must.

use std::collections::HashSet;

use serde::Serialize;

use super::candidates::Material;
use super::class::{Asked, Class};
use crate::engine::Engine;
use crate::error::Result;

/// How many queries of each class are chosen at most: of that many, the 99th percentile is not yet the slowest.
pub const QUERIES: usize = 100;

/// The same of a class whose queries all cost much and much the same.
const BROAD: usize = 30;

/// How many candidates are made for each query wanted, because not all fit.
const CANDIDATES: usize = 2;

/// The queries to time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The queries, class after class.
    pub queries: Vec<Asked>,
    /// The classes without any.
    pub left_out: Vec<LeftOut>,
}

/// A class of which an index offers no query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The class.
    pub class: Class,
    /// Why.
    pub reason: &'static str,
}

/// Makes up to `count` queries of each of the classes, always the same ones from the same index, and asks each once: those
/// that do not find what their class must are dropped.
///
/// # Errors
/// Where the index cannot be read.
pub fn choose(engine: &Engine, classes: &[Class], count: usize) -> Result<Chosen> {
    let mut chosen = Chosen { queries: Vec::new(), left_out: Vec::new() };
    let material = Material::gather(engine, count * CANDIDATES)?;
    for &class in classes {
        let mut known = HashSet::new();
        let before = chosen.queries.len();
        let count = if class == Class::Faceted { count.min(BROAD) } else { count };
        for asked in material.of(class, count * CANDIDATES)? {
            if chosen.queries.len() - before == count {
                break;
            }
            if known.insert(asked.shown()) && class.is_answered_by(&engine.search(&asked.query()?)?) {
                chosen.queries.push(asked);
            }
        }
        if chosen.queries.len() == before {
            chosen.left_out.push(LeftOut { class, reason: why_none(class) });
        }
    }
    Ok(chosen)
}

/// What an index lacks that offers no query of a class.
fn why_none(class: Class) -> &'static str {
    match class {
        Class::OneWord | Class::Or | Class::Faceted | Class::Prefix => "no word is in two sections",
        Class::And => "no section has two words",
        Class::Phrase => "no section has two words next to each other",
        Class::Misspelt => "no mistyped word is corrected to one that two sections have",
        Class::Filtered => "no section with words has a role or a section facet",
        Class::Question => "no section has a sentence of plain words",
        Class::NoMatch => "every made-up word is found",
        Class::Browsing | Class::Yours => "there is nothing to find",
    }
}
