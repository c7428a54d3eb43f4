//! The outline of a PDF: its bookmarks (ISO 32000-1, 12.3.3), read with bounds, as a hostile file may go in circles.

use std::collections::{HashMap, HashSet};

use pdf_extract::{Dictionary, Document, Object, ObjectId};

use super::message::Bookmark;

/// Most bookmarks that are read.
const MOST: usize = 2_000;
/// Names in trees of names beyond this are not looked at.
const NAMES: usize = 20_000;
/// Longest title of a bookmark, in characters.
const LONGEST: usize = 300;

/// The bookmarks in the order of the outline; those that lead to no page are left out.
pub(super) fn bookmarks(document: &Document) -> Vec<Bookmark> {
    let Ok(catalog) = document.catalog() else { return Vec::new() };
    let Some(outlines) = dictionary(document, catalog.get(b"Outlines").ok()) else { return Vec::new() };
    let pages = document.get_pages().into_iter().map(|(number, id)| (id, number)).collect();
    let places = Places { document, pages, names: named(document, catalog) };
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    // What is still to be read: entries and their levels, the next one last.
    let mut waiting: Vec<(&Object, u8)> = outlines.get(b"First").ok().map(|first| (first, 1)).into_iter().collect();
    while let Some((entry, level)) = waiting.pop() {
        if found.len() >= MOST {
            break;
        }
        if let Ok(id) = entry.as_reference()
            && !seen.insert(id)
        {
            continue;
        }
        let Some(entry) = dictionary(document, Some(entry)) else { continue };
        waiting.extend(entry.get(b"Next").ok().filter(|next| next.as_reference().is_ok()).map(|next| (next, level)));
        let below = entry.get(b"First").ok().filter(|first| first.as_reference().is_ok());
        waiting.extend(below.map(|first| (first, level.saturating_add(1).min(6))));
        let title = text(document, entry, b"Title").map(|title| title.chars().take(LONGEST).collect::<String>());
        if let (Some(title), Some((page, height))) = (title, places.of(entry))
            && !title.trim().is_empty()
        {
            found.push(Bookmark { level, title, page, height });
        }
    }
    found
}

/// Where bookmarks lead.
struct Places<'a> {
    document: &'a Document,
    pages: HashMap<ObjectId, u32>,
    names: HashMap<Vec<u8>, &'a Object>,
}

impl Places<'_> {
    /// The page of an entry, and how high on it.
    fn of(&self, entry: &Dictionary) -> Option<(u32, Option<f32>)> {
        let action = dictionary(self.document, entry.get(b"A").ok());
        let target = entry.get(b"Dest").ok().or_else(|| action?.get(b"D").ok())?;
        let mut target = resolved(self.document, target)?;
        // A name stands for a place, which may be wrapped in a dictionary.
        for _ in 0..4 {
            target = match target {
                Object::String(name, _) | Object::Name(name) => resolved(self.document, self.names.get(name)?)?,
                Object::Dictionary(wrapped) => resolved(self.document, wrapped.get(b"D").ok()?)?,
                _ => break,
            };
        }
        let place = target.as_array().ok()?;
        let page = *self.pages.get(&place.first()?.as_reference().ok()?)?;
        let height = match place.get(1)?.as_name().ok()? {
            b"XYZ" => place.get(3),
            b"FitH" | b"FitBH" => place.get(2),
            b"FitR" => place.get(5),
            _ => None,
        };
        Some((page, height.and_then(|height| height.as_float().ok())))
    }
}

/// Places by their names, from the old dictionary of them and from the tree of names.
fn named<'a>(document: &'a Document, catalog: &'a Dictionary) -> HashMap<Vec<u8>, &'a Object> {
    let mut named = HashMap::new();
    if let Some(places) = dictionary(document, catalog.get(b"Dests").ok()) {
        named.extend(places.iter().take(NAMES).map(|(name, place)| (name.clone(), place)));
    }
    let names = dictionary(document, catalog.get(b"Names").ok());
    let mut waiting: Vec<&Object> = names.and_then(|names| names.get(b"Dests").ok()).into_iter().collect();
    let mut looked_at = 0;
    while let Some(node) = waiting.pop() {
        looked_at += 1;
        if looked_at > NAMES || named.len() > NAMES {
            break;
        }
        let Some(node) = dictionary(document, Some(node)) else { continue };
        if let Some(kids) = array(document, node, b"Kids") {
            waiting.extend(kids.iter().take(NAMES));
        }
        for pair in array(document, node, b"Names").unwrap_or_default().chunks_exact(2).take(NAMES) {
            if let [Object::String(name, _), place] = pair {
                named.insert(name.clone(), place);
            }
        }
    }
    named
}

fn resolved<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Object> {
    document.dereference(object).ok().map(|(_, object)| object)
}

fn dictionary<'a>(document: &'a Document, object: Option<&'a Object>) -> Option<&'a Dictionary> {
    resolved(document, object?)?.as_dict().ok()
}

fn array<'a>(document: &'a Document, of: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
    resolved(document, of.get(key).ok()?)?.as_array().ok().map(Vec::as_slice)
}

/// A text of a dictionary: UTF-16 where it is marked so, UTF-8 where it is that, else Latin letters.
pub(super) fn text(document: &Document, of: &Dictionary, key: &[u8]) -> Option<String> {
    let bytes = resolved(document, of.get(key).ok()?)?.as_str().ok()?;
    let text = match (encoding_rs::Encoding::for_bom(bytes), std::str::from_utf8(bytes)) {
        (Some(_), _) => encoding_rs::UTF_8.decode(bytes).0.into_owned(),
        (None, Ok(text)) => text.to_owned(),
        (None, Err(_)) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    };
    Some(text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect())
}
