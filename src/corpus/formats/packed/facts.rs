//! What documents say about themselves, made front matter: title, tags, date.

use serde_json::{Map, Value};

use super::xml::{Node, read};

/// What a document says about itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::corpus::formats) struct Facts {
    /// Its title, as somebody gave it.
    pub title: Option<String>,
    /// Its keywords.
    pub tags: Vec<String>,
    /// When it was last changed, beginning with a date such as `2026-11-01`.
    pub date: Option<String>,
}

impl Facts {
    /// Reads a file of metadata as DOCX and ODT have it: Dublin Core and keywords.
    pub(in crate::corpus::formats) fn read(bytes: Vec<u8>) -> Facts {
        let mut facts = Facts::default();
        let mut text = String::new();
        read(bytes, |node| match node {
            Node::Open(..) => text.clear(),
            Node::Text(piece) => text.push_str(piece),
            Node::Close(name) => {
                facts.add(name, &text);
                text.clear();
            }
        });
        facts
    }

    /// Takes up the text of an element of metadata.
    pub(in crate::corpus::formats) fn add(&mut self, name: &str, text: &str) {
        let text = text.trim();
        match name {
            _ if text.is_empty() => {}
            "title" if self.title.is_none() => self.title = Some(text.to_owned()).filter(|title| is_telling(title)),
            "keywords" | "keyword" => self.add_tags(text),
            // ODT calls the last change `date`; DOCX has no such element.
            "modified" | "date" => self.date = Some(text.to_owned()),
            _ => {}
        }
    }

    /// Keywords in one text, apart by commas or semicolons.
    pub(in crate::corpus::formats) fn add_tags(&mut self, text: &str) {
        let tags = text.split([',', ';']).map(str::trim).filter(|tag| !tag.is_empty());
        self.tags.extend(tags.map(str::to_owned));
    }

    /// As the front matter of a text would have it.
    pub(in crate::corpus::formats) fn front_matter(self) -> Map<String, Value> {
        let mut map = Map::new();
        if let Some(title) = self.title {
            map.insert("title".to_owned(), title.into());
        }
        if !self.tags.is_empty() {
            map.insert("tags".to_owned(), self.tags.into());
        }
        if let Some(date) = self.date {
            map.insert("date".to_owned(), date.into());
        }
        map
    }
}

/// Whether somebody meant a title: programs put file names and their own words there.
pub(in crate::corpus::formats) fn is_telling(title: &str) -> bool {
    let lower = title.trim().to_lowercase();
    let numbered = |word: &str| {
        let rest = lower.strip_prefix(word).map(str::trim);
        rest.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
    };
    let file = [".doc", ".docx", ".dot", ".dotx", ".odt", ".pdf", ".indd", ".tex", ".dvi", ".ppt", ".pptx", ".rtf"];
    // A word such as `final-v2` is the name of a file.
    let slug = !title.contains(char::is_uppercase) && title.contains(['-', '_']) && !title.contains(' ');
    !(lower.is_empty()
        || slug
        || lower.starts_with("microsoft word - ")
        || lower.starts_with("microsoft powerpoint - ")
        || lower == "powerpoint presentation"
        || lower == "word document"
        || ["document", "untitled", "title", "unknown", "dokument"].into_iter().any(numbered)
        || file.into_iter().any(|end| lower.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use super::{Facts, is_telling};

    #[test]
    fn facts_become_front_matter() {
        let core = "<c:p xmlns:c='x'><dc:title> On call </dc:title><dc:creator>A</dc:creator>\
            <cp:keywords>ops; on-call, </cp:keywords><dcterms:created>2020-01-01</dcterms:created>\
            <dcterms:modified>2026-11-01T10:00:00Z</dcterms:modified></c:p>";
        let map = Facts::read(core.into()).front_matter();
        let expected =
            serde_json::json!({"title": "On call", "tags": ["ops", "on-call"], "date": "2026-11-01T10:00:00Z"});
        assert_eq!(serde_json::Value::Object(map), expected);
        assert!(Facts::read(b"\0\0<".to_vec()).front_matter().is_empty());
    }

    #[test]
    fn titles_that_programs_give_do_not_count() {
        for title in ["", "Microsoft Word - plan.doc", "untitled", "Document1", "Untitled 3", "a_b.indd", "final-v2"] {
            assert!(!is_telling(title), "{title}");
        }
        assert!(is_telling("Document control") && is_telling("On-call"));
    }
}
