//! The package file of a book: what it is called, its files, the order of reading (EPUB 3.3, chapter 5).

use std::collections::{HashMap, HashSet};

use crate::corpus::formats::Refusal;
use crate::corpus::formats::packed::archive::{Archive, resolved};
use crate::corpus::formats::packed::facts::Facts;
use crate::corpus::formats::packed::xml::{self, Node};

/// Most files of a book that are read.
const CHAPTERS: usize = 10_000;
/// Ways to scramble fonts, which say nothing about the text (IDPF and Adobe).
const FONT_SCRAMBLERS: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// What a book says about itself. Files are named by their paths in the archive.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) facts: Facts,
    /// The text, in the order of reading; cover and contents left out.
    pub(super) chapters: Vec<String>,
    /// The tables of contents, of the new kind and of the old.
    pub(super) contents: Vec<String>,
}

/// A file in the list of the package.
struct Item {
    path: String,
    kind: String,
    properties: String,
}

impl Book {
    pub(super) fn read(archive: &mut Archive<'_>) -> Result<Book, Refusal> {
        refuse_protected(archive)?;
        let container = archive.read("META-INF/container.xml")?;
        let mut package = None;
        xml::read(container.unwrap_or_default(), |node| {
            if let Node::Open("rootfile", element) = node {
                package = package.take().or_else(|| element.attribute("full-path"));
            }
        });
        let path = package.map(|path| resolved("", &path)).unwrap_or_default();
        let Some(content) = archive.read(&path)? else {
            return Err(Refusal::of_content("no book: it has no package file"));
        };
        Ok(Book::of_package(content, &path))
    }

    fn of_package(content: Vec<u8>, path: &str) -> Book {
        let mut book = Book::default();
        let mut items: HashMap<String, Item> = HashMap::new();
        let mut spine: Vec<String> = Vec::new();
        let mut left_out: HashSet<String> = HashSet::new();
        let mut text = String::new();
        xml::read(content, |node| match node {
            Node::Open(name, element) => {
                text.clear();
                let attribute = |name| element.attribute(name).unwrap_or_default();
                match name {
                    "item" => {
                        let item = Item {
                            path: resolved(path, &decoded(&attribute("href"))),
                            kind: attribute("media-type"),
                            properties: attribute("properties"),
                        };
                        items.insert(attribute("id"), item);
                    }
                    "itemref" if spine.len() < CHAPTERS => spine.push(attribute("idref")),
                    "reference" if matches!(attribute("type").as_str(), "cover" | "toc" | "title-page") => {
                        let href = attribute("href");
                        left_out.insert(resolved(path, &decoded(href.split('#').next().unwrap_or_default())));
                    }
                    // EPUB 3 has the last change here: <meta property="dcterms:modified">
                    "meta" if attribute("property") == "dcterms:modified" => text.push('\u{1}'),
                    _ => {}
                }
            }
            Node::Text(piece) => text.push_str(piece),
            Node::Close(name) => {
                match name {
                    "subject" => book.facts.add_tags(&text),
                    "title" | "date" => book.facts.add(name, &text),
                    "meta" => {
                        if let Some(date) = text.strip_prefix('\u{1}') {
                            book.facts.add("modified", date);
                        }
                    }
                    _ => {}
                }
                text.clear();
            }
        });
        let is_contents = |item: &&Item| {
            item.properties.split_whitespace().any(|property| property == "nav")
                || item.kind == "application/x-dtbncx+xml"
        };
        book.contents = items.values().filter(is_contents).map(|item| item.path.clone()).collect();
        book.contents.sort();
        left_out.extend(book.contents.iter().cloned());
        let mut seen = HashSet::new();
        let chapters = spine.iter().filter_map(|id| items.get(id)).filter(|item| item.kind.contains("html"));
        let chapters = chapters.map(|item| &item.path).filter(|path| !left_out.contains(*path));
        book.chapters = chapters.filter(|path| seen.insert(path.as_str())).cloned().collect();
        book
    }
}

/// A book whose text is encrypted says so; scrambled fonts do not matter.
fn refuse_protected(archive: &mut Archive<'_>) -> Result<(), Refusal> {
    let protected = Refusal::of_content("protected against copying (DRM)");
    if archive.has("META-INF/rights.xml") {
        return Err(protected);
    }
    let mut found = false;
    xml::read(archive.read("META-INF/encryption.xml")?.unwrap_or_default(), |node| {
        if let Node::Open("EncryptionMethod", element) = node {
            let way = element.attribute("Algorithm").unwrap_or_default();
            found |= !FONT_SCRAMBLERS.contains(&way.as_str());
        }
    });
    if found { Err(protected) } else { Ok(()) }
}

/// A reference with `%20` and the like made characters.
pub(super) fn decoded(reference: &str) -> String {
    let mut bytes = Vec::with_capacity(reference.len());
    let mut rest = reference.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        rest = match (first, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                after.get(2..).unwrap_or_default()
            }
            _ => {
                bytes.push(*first);
                after
            }
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
