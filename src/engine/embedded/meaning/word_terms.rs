//! A word of a query as terms of a field.

use tantivy::schema::{Field, Term};

use crate::engine::analysis::QueryWord;

/// Any of these is the word, in this field.
pub(in crate::engine) fn terms_of(word: &QueryWord, field: Field) -> Vec<Term> {
    word.terms.iter().map(|term| Term::from_field_text(field, term)).collect()
}

/// The same for each of several words.
pub(in crate::engine) fn terms_of_each(words: &[QueryWord], field: Field) -> Vec<Vec<Term>> {
    words.iter().map(|word| terms_of(word, field)).collect()
}
