//! The words of a query marked in texts that are no passages of hits.

use std::ops::Range;

use crate::engine::analysis::Analyzer;
use crate::engine::embedded::meaning::compile::{self, Context};
use crate::engine::embedded::ranking::statistics::Statistics;
use crate::engine::embedded::store::engine::Engine;
use crate::engine::embedded::store::stored::StoredSection;
use crate::engine::snippet::{Marks, highlights};
use crate::error::Result;
use crate::query::Query;

/// Finds in texts what a search marks in its passages: the words of a query, their other forms, and what they were
/// widened to by synonyms, acronyms and typing corrections.
pub struct Highlighter {
    marks: Marks,
    analyzer: Analyzer,
}

impl Engine {
    /// What marks the words of this query.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn highlighter(&self, query: &Query) -> Result<Highlighter> {
        let mut analyzer = Analyzer::new(&self.state.languages);
        let statistics = Statistics::new(&self.searcher, &self.state);
        let context = Context { statistics, fields: &self.fields, record: &self.record };
        let marks = compile::compile(query, &context, &mut analyzer)?.marks;
        Ok(Highlighter { marks, analyzer })
    }
}

impl Highlighter {
    /// Where they stand in a text of this section: byte ranges in order, apart from each other, on character boundaries.
    pub fn find(&mut self, text: &str, section: &StoredSection) -> Vec<Range<usize>> {
        highlights(text, section.language, &self.marks, &mut self.analyzer)
    }
}
