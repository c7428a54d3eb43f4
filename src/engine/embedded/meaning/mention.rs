//! Names of the vocabulary that a query mentions: "platform manager salary" names a role and a section facet.

use std::ops::Range;

use crate::guide::{AliasMatcher, Vocabulary, count_words};
use crate::query::Expr;

/// Finds names of roles and section facets.
#[derive(Debug, Default)]
pub(in crate::engine) struct Mentions {
    roles: AliasMatcher,
    role_ids: Vec<String>,
    sections: AliasMatcher,
    section_paths: Vec<String>,
}

/// A name found in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::engine) struct Mentioned {
    /// Which clauses of the query it takes.
    pub parts: Range<usize>,
    /// The facet value.
    pub value: String,
    /// Whether it is a role; else it is a section facet.
    pub role: bool,
}

impl Mentions {
    /// The names that `text`, a query, may mention. A vocabulary has many more of them, and making a matcher of all
    /// would cost more than most searches.
    pub(in crate::engine) fn new(vocabulary: &Vocabulary, text: &str) -> Self {
        let mut mentions = Mentions::default();
        let possible = Possible::new(text);
        for (n, role) in vocabulary.roles.iter().enumerate() {
            let names = [&role.id, &role.name].into_iter().chain(&role.aliases);
            for name in names.filter(|name| possible.begins(name)) {
                mentions.roles.add(name, n);
            }
            mentions.role_ids.push(role.id.clone());
        }
        // "Infrastructure as code" is a thing of its own and names no role, although a role is called infrastructure:
        // phrases that synonyms declare hide the names inside them.
        let phrases =
            vocabulary.synonyms.iter().flat_map(|rule| rule.words.iter().chain(&rule.word).chain(&rule.means));
        for phrase in phrases.filter(|phrase| possible.begins(phrase) && count_words(phrase) > 1) {
            mentions.roles.add(phrase, usize::MAX);
        }
        for (n, section) in vocabulary.sections.iter().enumerate() {
            let names = std::iter::once(&section.name).chain(&section.aliases);
            for name in names.filter(|name| possible.begins(name)) {
                mentions.sections.add(name, n);
            }
            mentions.section_paths.push(section.path.clone());
        }
        mentions
    }

    /// The names in the plain words of a query.
    pub(in crate::engine) fn find(&self, parts: &[Expr]) -> Vec<Mentioned> {
        if self.role_ids.is_empty() && self.section_paths.is_empty() {
            return Vec::new();
        }
        let mut text = String::new();
        // Which clause each word of the text is from.
        let mut clause_of = Vec::new();
        for (n, part) in parts.iter().enumerate() {
            // What is not a plain word keeps the words around it apart.
            let plain = match part {
                Expr::Word(word) | Expr::Phrase { text: word, .. } => word.as_str(),
                _ => "\u{1}0",
            };
            text.push(' ');
            text.push_str(plain);
            clause_of.extend(std::iter::repeat_n(n, count_words(plain)));
        }
        let mut found = Vec::new();
        for (matcher, values, role) in
            [(&self.roles, &self.role_ids, true), (&self.sections, &self.section_paths, false)]
        {
            for mention in matcher.mentions(&text) {
                let (Some(first), Some(last), Some(value)) = (
                    clause_of.get(mention.words.start),
                    clause_of.get(mention.words.end - 1),
                    values.get(mention.value),
                ) else {
                    continue;
                };
                found.push(Mentioned { parts: *first..last + 1, value: value.clone(), role });
            }
        }
        found
    }
}

/// Tells quickly which names cannot be in a text: those whose first two letters begin none of its words.
pub(in crate::engine) struct Possible {
    beginnings: Vec<[u8; 2]>,
}

impl Possible {
    pub(in crate::engine) fn new(text: &str) -> Self {
        let mut beginnings: Vec<[u8; 2]> = text.split(|c: char| !c.is_alphanumeric()).filter_map(beginning).collect();
        beginnings.sort_unstable();
        beginnings.dedup();
        Possible { beginnings }
    }

    /// Whether the text may have a word that begins as this name does. Names that do not begin with two letters of
    /// ASCII are always possible, since letters have several forms.
    pub(in crate::engine) fn begins(&self, name: &str) -> bool {
        let first = name.trim_start_matches(|c: char| !c.is_alphanumeric());
        beginning(first).is_none_or(|beginning| self.beginnings.binary_search(&beginning).is_ok())
    }
}

fn beginning(word: &str) -> Option<[u8; 2]> {
    match word.as_bytes() {
        [a, b, ..] if a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric() => {
            Some([a.to_ascii_lowercase(), b.to_ascii_lowercase()])
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Possible;

    #[test]
    fn only_names_that_begin_as_a_word_does_are_possible() {
        let possible = Possible::new("Who pays the on-call SREs?");
        for name in ["pay", "Payment", "on-prem", "  the team", "Überbau", "x", "site", "SRE"] {
            let expected = !["site"].contains(&name);
            assert_eq!(possible.begins(name), expected, "{name}");
        }
        assert!(!possible.begins("role") && !possible.begins("salary"));
    }
}
