//! The table of contents of a book: names of chapters that have no heading of their own.

use std::collections::HashMap;

use super::book::{Book, decoded};
use crate::corpus::formats::packed::archive::{Archive, resolved};
use crate::corpus::formats::packed::xml::{self, Node};
use crate::corpus::formats::parts::folded;

/// The titles of files by their paths; where a file has several entries, the first. EPUB 3 lists them as links in a
/// page, EPUB 2 in a file of its own kind (NCX).
pub(super) fn titles(archive: &mut Archive<'_>, book: &Book) -> HashMap<String, String> {
    let mut titles = HashMap::new();
    for path in &book.contents {
        let Ok(Some(content)) = archive.read(path) else { continue };
        let mut target = None;
        let mut text = String::new();
        let mut label = String::new();
        let mut add = |target: Option<String>, label: &str| {
            let label = folded(label);
            if let Some(target) = target
                && !label.is_empty()
            {
                titles.entry(target).or_insert(label);
            }
        };
        let file = |reference: Option<String>| {
            reference.map(|reference| resolved(path, &decoded(reference.split('#').next().unwrap_or_default())))
        };
        xml::read(content, |node| match node {
            Node::Open("a", element) => {
                target = file(element.attribute("href"));
                text.clear();
            }
            Node::Close("a") => add(target.take(), &text),
            Node::Open("navLabel", _) => text.clear(),
            // In an NCX the name comes before the place.
            Node::Close("navLabel") => label = std::mem::take(&mut text),
            Node::Open("content", element) => add(file(element.attribute("src")), &label),
            Node::Text(piece) => text.push_str(piece),
            _ => {}
        });
    }
    titles
}
