//! What is asked of the index while somebody types.

use crate::error::Result;
use crate::query::{self, DrillDown, Page, Query};

/// Values of each facet that are listed.
const FACET_VALUES: usize = 30;

/// A search: what is typed and what is ticked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ask {
    /// The query as it is typed.
    pub text: String,
    /// The facet values that are ticked, and what else was selected at the start.
    pub drill_down: DrillDown,
    /// How many hits at most.
    pub limit: usize,
}

impl Ask {
    /// The query as it is understood.
    ///
    /// # Errors
    /// Where it is longer or deeper than a query may be.
    pub fn query(&self) -> Result<Query> {
        self.reading(&self.text)
    }

    /// The query with its last word taken for the beginning of one; none where no word is being typed.
    ///
    /// # Errors
    /// As [`Ask::query`].
    pub fn unfinished(&self) -> Result<Option<Query>> {
        let typing = self.text.chars().next_back().is_some_and(char::is_alphanumeric);
        let quoted = self.text.matches('"').count() % 2 == 1;
        if typing && !quoted { self.reading(&format!("{}*", self.text)).map(Some) } else { Ok(None) }
    }

    fn reading(&self, text: &str) -> Result<Query> {
        Ok(Query {
            drill_down: self.drill_down.clone(),
            page: Page { limit: self.limit, offset: 0 },
            facet_limit: FACET_VALUES,
            ..Query::new(text.trim(), query::parse(text)?)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Ask;

    fn unfinished(text: &str) -> Option<String> {
        let ask = Ask { text: text.to_owned(), ..Ask::default() };
        ask.unfinished().unwrap().map(|query| query.text)
    }

    #[test]
    fn a_word_is_unfinished_while_it_is_typed() {
        assert_eq!(unfinished("platform kub").as_deref(), Some("platform kub*"));
        for text in ["", "platform ", "platform*", "\"disaster rec", "\"disaster recovery\"", "(a)"] {
            assert_eq!(unfinished(text), None, "{text:?}");
        }
    }
}
