//! Tags of JSX.

use std::ops::Range;

use super::Dialect;
use super::expression::{Budget, literal};
use crate::corpus::formats::templates::{Paragraph, is_shown};

/// A tag.
#[derive(Debug, PartialEq)]
pub(super) struct Element<'a> {
    /// Its name, empty for a fragment.
    pub name: &'a str,
    /// Where it ends.
    pub end: usize,
    /// It opens an element.
    pub opens: bool,
    /// It closes one.
    pub closes: bool,
    /// Where the values of its attributes stand that a reader sees.
    pub words: Vec<Range<usize>>,
}

/// The tag that begins with the `<` at `at`, if one does that the dialect knows. It ends within its paragraph, expressions
/// in it excepted.
pub(super) fn element<'a>(
    text: &'a str,
    at: usize,
    dialect: Dialect,
    budget: &mut Budget,
    paragraph: &mut Paragraph<'a>,
) -> Option<Element<'a>> {
    let mut scan = Scan { text, at: at + 1 };
    let found = scan.element(dialect, budget, paragraph.end(at));
    if found.is_none() {
        budget.spend(scan.at - at);
    }
    found
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    /// The tag whose `<` is behind us.
    fn element(&mut self, dialect: Dialect, budget: &mut Budget, limit: usize) -> Option<Element<'a>> {
        let closes = self.take('/');
        let name = self.name();
        let known = match dialect {
            Dialect::Plain => false,
            Dialect::Components => name.starts_with(|c: char| c.is_ascii_uppercase()),
            Dialect::Mdx => name.is_empty() || name.starts_with(|c: char| c.is_ascii_alphabetic()),
        };
        if !known {
            return None;
        }
        let mut words = Vec::new();
        loop {
            let before = self.at;
            self.space();
            if self.at > limit {
                return None;
            }
            if self.take('>') {
                return Some(Element { name, end: self.at, opens: !closes, closes, words });
            }
            if self.take('/') {
                self.space();
                return self.take('>').then_some(Element { name, end: self.at, opens: false, closes: false, words });
            }
            if name.is_empty() || closes || before == self.at {
                return None;
            }
            if self.peek() == Some('{') {
                self.at = budget.balanced(self.text, self.at, self.text.len())?;
                continue;
            }
            let attribute = self.name();
            if attribute.is_empty() {
                return None;
            }
            self.space();
            if !self.take('=') {
                // The space before the next attribute is behind us.
                if self.peek().is_some_and(|c| !matches!(c, '>' | '/')) {
                    self.at -= 1;
                }
                continue;
            }
            self.space();
            let value = match self.peek()? {
                '{' => {
                    let end = budget.balanced(self.text, self.at, self.text.len())?;
                    let value = literal(self.text, self.at + 1..end - 1);
                    self.at = end;
                    value
                }
                quote @ ('"' | '\'') => {
                    self.at += 1;
                    let start = self.at;
                    let length = self.text.get(start..limit)?.find(quote)?;
                    self.at = start + length + 1;
                    Some(start..start + length)
                }
                _ => return None,
            };
            words.extend(value.filter(|range| is_shown(attribute) && !range.is_empty()));
        }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += if found { wanted.len_utf8() } else { 0 };
        found
    }

    fn space(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n']).len();
    }

    fn name(&mut self) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.' | ':' | '$'))
            .unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or_default();
        self.at += name.len();
        name
    }
}
