//! Completions of what somebody is typing: words of the guides, and headings.

use tantivy::schema::Term;

use super::completions::complete;
use super::headlines::{Headline, Wanted, headlines};
use crate::engine::analysis::{Analyzer, Language, QueryWord};
use crate::engine::embedded::ranking::statistics::Statistics;
use crate::engine::embedded::store::document::headline;
use crate::engine::embedded::store::engine::Engine;
use crate::error::Result;
use crate::results::{HeadingSuggestion, JSON_VERSION, Suggestions, WordSuggestion};

/// How many of the words before the last one are looked up.
const EARLIER: usize = 8;

impl Engine {
    /// Words and headings with the words of `prefix`, of which the last may be incomplete; at most `limit` of each (0
    /// for all that are looked at). Nothing where there is no word in it.
    ///
    /// The work is bounded, because people type faster than they read: of each segment only the first 50,000 words that
    /// begin so are looked at, in the order of the alphabet.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn suggest(&self, prefix: &str, limit: usize) -> Result<Suggestions> {
        let limit = if limit == 0 { usize::MAX } else { limit };
        let mut analyzer = Analyzer::new(&self.state.languages);
        let mut suggestions =
            Suggestions { version: JSON_VERSION, prefix: prefix.to_owned(), words: Vec::new(), headings: Vec::new() };
        let typed = analyzer.query_words(prefix);
        let Some((last, earlier)) = typed.split_last() else { return Ok(suggestions) };

        let statistics = Statistics::new(&self.searcher, &self.state);
        let terms =
            |word: &QueryWord, field| word.terms.iter().map(|term| Term::from_field_text(field, term)).collect();
        let earlier = &earlier[earlier.len().saturating_sub(EARLIER)..];
        // A stop word is in most sections and says nothing of what comes next.
        let telling = earlier.iter().filter(|word| !word.stop);
        let with: Vec<Vec<Term>> = telling.map(|word| terms(word, self.fields.text)).collect();
        let completions = complete(&last.form, &with, limit, &statistics, &self.fields, &mut analyzer)?;
        let before = prefix.get(..last.start).unwrap_or_default().trim_start();
        suggestions.words = completions
            .into_iter()
            .map(|found| WordSuggestion { text: format!("{before}{}", found.form), count: found.sections })
            .collect();

        let words: Vec<Vec<Term>> = earlier.iter().map(|word| terms(word, self.fields.heading)).collect();
        let typed = analyzer.words(prefix, Language::English);
        let typed = headline(typed.iter().filter(|word| !word.extra).map(|word| word.form.as_str()));
        let wanted = Wanted { words: &words, start: &last.form, typed: &typed };
        for found in headlines(&wanted, limit, &self.searcher, &self.fields)? {
            suggestions.headings.extend(self.heading(&found)?);
        }
        Ok(suggestions)
    }

    /// A heading as its first section writes it.
    fn heading(&self, headline: &Headline) -> Result<Option<HeadingSuggestion>> {
        let mut sections = Vec::with_capacity(headline.first.len());
        for address in &headline.first {
            sections.push(self.stored(*address)?);
        }
        let first = sections.into_iter().min_by(|a, b| (&a.key, a.lines.first).cmp(&(&b.key, b.lines.first)));
        Ok(first.map(|section| HeadingSuggestion {
            text: section.title,
            count: headline.sections,
            path: self.record.shown_path(&section.key),
            line: section.lines.first,
            id: section.id,
        }))
    }
}
