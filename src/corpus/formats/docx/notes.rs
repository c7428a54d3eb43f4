//! Footnotes and endnotes of a Word document.

use std::collections::HashMap;

use super::body::is_left_out;
use crate::corpus::formats::packed::xml::{self, Node};

/// The text of each note by its id; reads a file of notes, which may be empty.
pub(super) fn read(bytes: Vec<u8>) -> HashMap<String, String> {
    let mut notes = HashMap::new();
    let mut open: Option<(String, String)> = None;
    let mut left_out = 0usize;
    let mut in_text = false;
    xml::read(bytes, |node| match node {
        Node::Open(name, _) if left_out > 0 || is_left_out(name) => left_out += 1,
        Node::Close(_) if left_out > 0 => left_out -= 1,
        Node::Open("footnote" | "endnote", element) => {
            open = element.attribute("id").map(|id| (id, String::new()));
        }
        Node::Close("footnote" | "endnote") => notes.extend(open.take()),
        Node::Open(name, _) => {
            in_text = name == "t";
            if let Some((_, text)) = &mut open
                && matches!(name, "p" | "br" | "tab")
            {
                text.push(' ');
            }
        }
        Node::Close(_) => in_text = false,
        Node::Text(piece) => {
            if let Some((_, text)) = &mut open
                && in_text
            {
                text.push_str(piece);
            }
        }
    });
    notes
}
