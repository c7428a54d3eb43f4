//! A section as it is handed to Tantivy: its values side by side in one piece of memory, and those that all sections of
//! a guide have, once for all of them.

use std::sync::Arc;

use tantivy::schema::Field;
use tantivy::schema::document::{Document, ReferenceValue, ReferenceValueLeaf, Value};

use super::room::Taken;

/// The values of a document.
#[derive(Debug, Default)]
pub(in crate::engine) struct Values {
    values: Vec<(Field, Content)>,
    texts: String,
}

/// A value, or where it stands.
#[derive(Debug, Clone, Copy)]
enum Content {
    Text { start: u32, end: u32 },
    Number(u64),
    Signed(i64),
}

impl Values {
    /// Nothing yet, with memory for a section with a text of so many bytes.
    pub(in crate::engine) fn with_capacity(text: usize) -> Values {
        // Its words with their places, its word forms, each once, and the text itself.
        let texts = String::with_capacity(3 * text + 512);
        Values { values: Vec::with_capacity(24), texts }
    }

    /// Adds a text.
    pub(in crate::engine) fn add_text(&mut self, field: Field, text: &str) {
        let start = self.texts.len() as u32;
        self.texts.push_str(text);
        self.values.push((field, Content::Text { start, end: self.texts.len() as u32 }));
    }

    /// Adds the text that `write` appends, unless it is empty.
    pub(in crate::engine) fn write_text(&mut self, field: Field, write: impl FnOnce(&mut String)) {
        let start = self.texts.len() as u32;
        write(&mut self.texts);
        let end = self.texts.len() as u32;
        if end > start {
            self.values.push((field, Content::Text { start, end }));
        }
    }

    /// Adds a number.
    pub(in crate::engine) fn add_u64(&mut self, field: Field, number: u64) {
        self.values.push((field, Content::Number(number)));
    }

    /// Adds a number that may be negative.
    pub(in crate::engine) fn add_i64(&mut self, field: Field, number: i64) {
        self.values.push((field, Content::Signed(number)));
    }

    /// About how much memory it takes, in bytes.
    pub(in crate::engine) fn size(&self) -> usize {
        self.texts.capacity() + self.values.capacity() * size_of::<(Field, Content)>()
    }

    fn iter(&self) -> Iter<'_> {
        Iter { values: self.values.iter(), of: self }
    }
}

/// Walks the values of a document in the order in which they were added.
pub(in crate::engine) struct Iter<'a> {
    values: std::slice::Iter<'a, (Field, Content)>,
    of: &'a Values,
}

impl<'a> Iterator for Iter<'a> {
    type Item = (Field, Leaf<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let (field, content) = self.values.next()?;
        let leaf = match *content {
            Content::Text { start, end } => ReferenceValueLeaf::Str(&self.of.texts[start as usize..end as usize]),
            Content::Number(number) => ReferenceValueLeaf::U64(number),
            Content::Signed(number) => ReferenceValueLeaf::I64(number),
        };
        Some((*field, Leaf(leaf)))
    }
}

/// The document of a section.
#[derive(Debug, Default)]
pub(in crate::engine) struct Entry {
    /// Its own values.
    pub own: Values,
    /// Those it has in common with the other sections of its guide.
    pub shared: Arc<Values>,
    /// Held until it is indexed.
    pub taken: Option<Arc<Taken>>,
}

/// One value, as Tantivy wants to see it.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Leaf<'a>(ReferenceValueLeaf<'a>);

impl<'a> Value<'a> for Leaf<'a> {
    type ArrayIter = std::iter::Empty<Self>;
    type ObjectIter = std::iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(self.0.clone())
    }
}

impl Document for Entry {
    type Value<'a> = Leaf<'a>;
    type FieldsValuesIter<'a> = std::iter::Chain<Iter<'a>, Iter<'a>>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.own.iter().chain(self.shared.iter())
    }
}
