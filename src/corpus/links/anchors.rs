//! Places within guides that links lead to.

use std::collections::{HashMap, HashSet};
use std::io::Read as _;

use crate::corpus::formats::{Format, Reader};
use crate::corpus::opened;
use crate::corpus::walk::SourceFile;
use crate::guide::decoded;

/// Most of a file that is read for its places, in bytes.
const MOST: u64 = 16 * 1024 * 1024;

/// Whether a guide has a place of this name among those known of it, its sections. Generators of sites differ in what
/// they make of punctuation, capitals and accents in a heading: letters and digits decide.
///
/// `known`: the [`letters`] of their anchors.
pub fn has_anchor(known: &HashSet<String>, anchor: &str) -> bool {
    is_of_every_page(anchor) || known.contains(&letters(anchor))
}

/// Whether every page has such a place, or what shows the page makes one: its top, lines of code, text to find, tabs.
fn is_of_every_page(anchor: &str) -> bool {
    let line = |text: &str| {
        text.strip_prefix(['L', 'l'])
            .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()) && !number.is_empty())
    };
    let lines = |text: &str| text.split('-').all(line);
    matches!(anchor, "" | "top" | "_top" | "!")
        || lines(anchor)
        || [":~:", "tab/", "/", "!", "page=", "?"].iter().any(|start| anchor.starts_with(start))
}

/// What of a place's name decides which it is.
pub fn letters(text: &str) -> String {
    decoded(text).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The places of files that are no sections: ids that are written somewhere in their text. Files are read when they are
/// first asked for.
#[derive(Debug, Default)]
pub struct Anchors {
    texts: HashMap<String, Option<Places>>,
}

#[derive(Debug)]
struct Places {
    text: String,
    /// Letters and digits of lines that may be headings, terms or the like.
    lines: HashSet<String>,
}

impl Anchors {
    /// Whether the text of a file has such a place. Also said of a file that cannot be read, or is no text.
    pub fn written_in(&mut self, file: &SourceFile, anchor: &str) -> bool {
        let places = self.texts.entry(file.key.clone()).or_insert_with(|| Places::read(file));
        places.as_ref().is_none_or(|places| places.has(anchor))
    }

    /// The labels that a file of reStructuredText gives to anything in it, by their letters.
    pub fn labels_in(&mut self, file: &SourceFile) -> Vec<String> {
        let places = self.texts.entry(file.key.clone()).or_insert_with(|| Places::read(file));
        places.iter().flat_map(|places| places.labels().map(letters)).collect()
    }
}

/// What may stand right before an id in the text of a guide, in the formats that we read, attributes apart.
const OPENERS: [&str; 9] = ["{#", " #", ":#", "[[", "[#", "anchor:", "CUSTOM_ID: ", "<<", "{/*"];

/// Whether what stands before an id makes it one.
fn opens(before: &str) -> bool {
    let unquoted = before.strip_suffix(['"', '\'']).unwrap_or(before).trim_end();
    let attribute = unquoted.strip_suffix('=').map(str::trim_end);
    let is_attribute = |text: &str| {
        let start = text.len().saturating_sub(4);
        let name = text.get(start..).unwrap_or(text).to_ascii_lowercase();
        name.ends_with("id") || name.ends_with("name")
    };
    attribute.is_some_and(is_attribute)
        || OPENERS.iter().any(|opener| before.ends_with(opener))
        || before.ends_with('^')
}

impl Places {
    fn read(file: &SourceFile) -> Option<Places> {
        let format = Format::named(&file.path)?;
        if !matches!(format.reader, Reader::Text(_)) {
            return None;
        }
        let mut bytes = Vec::new();
        opened::open(file).ok()?.0.take(MOST).read_to_end(&mut bytes).ok()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let lines =
            text.lines().filter(|line| line.len() < 300).map(heading_letters).filter(|letters| !letters.is_empty());
        Some(Places { lines: lines.collect(), text })
    }

    fn has(&self, anchor: &str) -> bool {
        let id = decoded(anchor);
        let is_whole = |at: usize| {
            let after = self.text.get(at + id.len()..).and_then(|rest| rest.chars().next());
            let before = self.text.get(..at).unwrap_or_default();
            !after.is_some_and(|c| c.is_alphanumeric() || c == '_') && opens(before)
        };
        let wanted = letters(anchor);
        // A repeated heading has a number behind it.
        let without_number = wanted.trim_end_matches(|c: char| c.is_ascii_digit());
        self.text.match_indices(id.as_str()).any(|(at, _)| is_whole(at))
            || self.lines.contains(&wanted)
            || anchor.contains('-') && !without_number.is_empty() && self.lines.contains(without_number)
            || self.labels().any(|label| letters(label) == wanted)
    }

    fn labels(&self) -> impl Iterator<Item = &str> {
        self.text.match_indices(".. _").filter_map(|(at, mark)| {
            let line = self.text.get(at + mark.len()..)?.lines().next()?;
            line.trim_end().strip_suffix(':').map(|label| label.trim_matches('`'))
        })
    }
}

/// The letters of a line, tags, pictures and the targets of links taken off.
fn heading_letters(line: &str) -> String {
    if let Some((before, picture)) = line.split_once("![")
        && let Some((_, after)) = picture.split_once(')')
    {
        return heading_letters(&format!("{before}{after}"));
    }
    let mut plain = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(['<', '(']) {
        let (before, mark) = rest.split_at(at);
        plain.push_str(before);
        let is_target = mark.starts_with('(') && before.ends_with(']');
        let close = if mark.starts_with('<') { '>' } else { ')' };
        rest = match mark.find(close).filter(|_| mark.starts_with('<') || is_target) {
            Some(end) => mark.get(end + 1..).unwrap_or_default(),
            None => {
                plain.push_str(mark.get(..1).unwrap_or_default());
                mark.get(1..).unwrap_or_default()
            }
        };
    }
    plain.push_str(rest);
    let attributes = plain.rfind("{#").or_else(|| plain.rfind("{:")).unwrap_or(plain.len());
    letters(plain.get(..attributes).unwrap_or(&plain))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Places, has_anchor, heading_letters, letters};

    #[test]
    fn headings_are_known_by_their_letters() {
        let known: HashSet<String> = ["deep-beds", "größe", "c++"].map(letters).into();
        for anchor in [
            "deep-beds",
            "Deep_Beds",
            "deep--beds",
            "gr%C3%B6%C3%9Fe",
            "",
            "top",
            "L10",
            "L3-L9",
            "tab/linux",
            ":~:text=x",
        ] {
            assert!(has_anchor(&known, anchor), "{anchor}");
        }
        for anchor in ["deep", "deep-beds-2", "Lamp", "L"] {
            assert!(!has_anchor(&known, anchor), "{anchor}");
        }
        assert_eq!(heading_letters("## ![ok](a.svg) <a name=x></a>[The *Bed*](b.md) (2) {#id}"), "thebed2");
    }

    #[test]
    fn ids_in_the_text_count() {
        let text = "<a name=\"one\"></a> <span ID = 'two'>\n{#three .x}\n[[four]]\n.. _The Fifth:\n### Deep *beds*\nsee [x](#six) sevens\n";
        let lines = text.lines().map(heading_letters).collect();
        let places = Places { text: text.to_owned(), lines };
        for anchor in ["one", "two", "three", "four", "the-fifth", "deep-beds", "deep-beds-1"] {
            assert!(places.has(anchor), "{anchor}");
        }
        for anchor in ["six", "seven", "tw", "beds"] {
            assert!(!places.has(anchor), "{anchor}");
        }
    }
}
