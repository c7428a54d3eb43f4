//! The header: the title of the document, who wrote it and its attributes.

use serde_json::Value;

use super::attributes::entry;
use super::inline::inline;
use super::lines::{delimiter, heading, underlined};
use super::{Document, is_comment};

impl<'a> Document<'a> {
    /// Reads the header, if there is one, and begins the part of its title.
    pub(super) fn header(&mut self) {
        self.entries();
        let Some(line) = self.line(self.at) else { return };
        let at = self.at;
        let (text, last) = match (heading(line), self.line(at + 1)) {
            (Some((1, text)), _) => (text, at),
            (None, Some(below)) if underlined(line, below) == Some(1) => (line, at + 1),
            _ => return,
        };
        self.at = last + 1;
        self.author();
        self.entries_of_header();
        // Only now the attributes of the header are known, which may stand in the title.
        self.heading(1, text, at, last);
    }

    /// Entries, comments and empty lines before the title.
    fn entries(&mut self) {
        while let Some(line) = self.line(self.at) {
            if !self.entry_or_comment(line) {
                break;
            }
        }
    }

    /// Entries and comments up to the empty line that ends the header.
    fn entries_of_header(&mut self) {
        while let Some(line) = self.line(self.at).filter(|line| !line.is_empty()) {
            if !self.entry_or_comment(line) {
                break;
            }
        }
    }

    /// Reads the line if it is an entry, a comment or a line of the preprocessor; an empty one is passed.
    fn entry_or_comment(&mut self, line: &'a str) -> bool {
        let at = self.at;
        self.at += 1;
        if let Some((name, value)) = entry(line) {
            let value = self.define(name, value);
            self.field(name, &value);
            return true;
        }
        if line.is_empty() || is_comment(line) {
            return true;
        }
        if line.starts_with("////") && delimiter(line).is_some() {
            let end = self.lines.iter().skip(self.at).position(|below| *below == line);
            self.at = end.map_or(self.lines.len(), |end| self.at + end + 1);
            return true;
        }
        let is_directive =
            ["include::", "ifdef::", "ifndef::", "ifeval::", "endif::"].iter().any(|n| line.starts_with(n));
        if is_directive && line.ends_with("[]") || line.starts_with("ifeval::[") {
            return true;
        }
        self.at = at;
        false
    }

    /// The lines below the title: names with addresses, then version and date.
    fn author(&mut self) {
        let names =
            |line: &&str| !line.is_empty() && entry(line).is_none() && !line.starts_with("//") && !line.ends_with("[]");
        let Some(line) = self.line(self.at).filter(names) else { return };
        self.at += 1;
        let authors = line.split(';').map(|author| author.split('<').next().unwrap_or(author).trim().replace('_', " "));
        self.field("author", &authors.collect::<Vec<_>>().join(", "));
        let is_revision = |line: &&str| {
            line.starts_with(|c: char| c.is_ascii_digit())
                || line.strip_prefix('v').is_some_and(|v| v.starts_with(|c: char| c.is_ascii_digit()))
        };
        let Some(line) = self.line(self.at).filter(names).filter(is_revision) else { return };
        self.at += 1;
        let date = line.split_once(',').map_or(line, |(_, date)| date);
        self.field("date", date.split(':').next().unwrap_or(date).trim());
    }

    /// Keeps what is said about the document; `page-role` is known as `role` as well, and `revdate` as `date`.
    fn field(&mut self, name: &str, value: &str) {
        let value = inline(value, &self.attributes).as_str().trim().to_owned();
        let other = if name == "revdate" { Some("date") } else { name.strip_prefix("page-") };
        for name in [Some(name), other].into_iter().flatten().filter(|name| !name.contains('!')) {
            self.fields.entry(name).or_insert_with(|| Value::String(value.clone()));
        }
    }
}
