//! Finding declared names in running text, word by word.

use std::collections::HashMap;
use std::ops::Range;

/// Lower-cased words of a text, without the `s` that makes an English plural, so that "Platform Engineering Managers"
/// and "platform engineering manager" are the same name.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'))
        .map(|word| word.trim_matches(['\'', '’']).to_lowercase())
        .filter(|word| !word.is_empty())
        .map(singular)
        .collect()
}

fn singular(mut word: String) -> String {
    if let Some(stem) = word.strip_suffix('s')
        && stem.chars().count() > 2
        && !stem.ends_with(['s', 'u', 'i'])
    {
        word.truncate(stem.len());
    }
    word
}

/// A set of names, each standing for a value, that can be found in headings and queries.
#[derive(Debug, Clone, Default)]
pub struct AliasMatcher {
    /// First word of a name ─► the names that begin with it: (words, index of the value).
    by_first_word: HashMap<String, Vec<(Vec<String>, usize)>>,
    /// Names that count only when they are the whole text.
    whole_only: HashMap<Vec<String>, usize>,
}

impl AliasMatcher {
    /// Adds a name that counts wherever it stands.
    pub fn add(&mut self, name: &str, value: usize) {
        let words = words(name);
        if let Some(first) = words.first() {
            let names = self.by_first_word.entry(first.clone()).or_default();
            if !names.iter().any(|(known, _)| *known == words) {
                names.push((words, value));
            }
        }
    }

    /// Adds a name that counts only when the text is nothing but that name.
    pub fn add_whole(&mut self, name: &str, value: usize) {
        let words = words(name);
        if !words.is_empty() {
            self.whole_only.entry(words).or_insert(value);
        }
    }

    /// The value whose name is the whole text.
    pub fn whole(&self, text: &str) -> Option<usize> {
        if self.is_empty() { None } else { self.of_words(&words(text)) }
    }

    fn is_empty(&self) -> bool {
        self.by_first_word.is_empty() && self.whole_only.is_empty()
    }

    fn of_words(&self, words: &[String]) -> Option<usize> {
        let named =
            self.by_first_word.get(words.first()?).and_then(|names| names.iter().find(|(name, _)| *name == words));
        named.map(|(_, value)| *value).or_else(|| self.whole_only.get(words).copied())
    }

    /// Every mention in the text, longest name first at each word and no word used twice.
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        if self.is_empty() {
            return Vec::new();
        }
        let words = words(text);
        if let Some(value) = self.of_words(&words) {
            return vec![Mention { words: 0..words.len(), value }];
        }
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let longest = self
                .by_first_word
                .get(&words[at])
                .into_iter()
                .flatten()
                .filter(|(name, _)| words[at..].starts_with(name))
                .max_by_key(|(name, _)| name.len());
            match longest {
                Some((name, value)) => {
                    found.push(Mention { words: at..at + name.len(), value: *value });
                    at += name.len();
                }
                None => at += 1,
            }
        }
        found
    }
}

/// A name found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Which words of the text, from 0.
    pub words: Range<usize>,
    /// The value the name stands for.
    pub value: usize,
}

/// How many words, as names are compared by, a text has.
pub fn count_words(text: &str) -> usize {
    words(text).len()
}

#[cfg(test)]
mod tests {
    use super::AliasMatcher;

    fn matcher() -> AliasMatcher {
        let mut matcher = AliasMatcher::default();
        matcher.add("platform engineering manager", 0);
        matcher.add("platform", 1);
        matcher.add("infrastructure manager", 2);
        matcher.add_whole("infra", 2);
        matcher
    }

    fn found(text: &str) -> Vec<(usize, usize)> {
        matcher().mentions(text).into_iter().map(|mention| (mention.words.len(), mention.value)).collect()
    }

    #[test]
    fn the_longest_name_wins_and_plurals_match() {
        assert_eq!(found("Platform Engineering Managers vs. Infrastructure Manager"), [(3, 0), (2, 2)]);
        assert_eq!(found("A platform's users"), []);
        assert_eq!(found("The platform"), [(1, 1)]);
    }

    #[test]
    fn some_names_count_only_alone() {
        assert_eq!(found("Infra"), [(1, 2)]);
        assert_eq!(found("Infra costs"), []);
    }
}
