//! The text of an OpenDocument.

use std::collections::HashMap;

use crate::corpus::formats::outline::Outline;
use crate::corpus::formats::packed::flow::{Flow, Kind};
use crate::corpus::formats::packed::xml::{self, Element, Node};

/// Styles that build on one another beyond this are not followed.
const GENERATIONS: usize = 32;
/// Most spaces that one element may stand for.
const SPACES: usize = 200;

/// Reads the text; says whether it was whole. `styles`: the style sheet, which may be empty.
pub(super) fn read(content: Vec<u8>, styles: Vec<u8>) -> (Outline, bool) {
    let mut body = Body::default();
    // Its pages' headers and footers are text, too, and none of the document.
    xml::read(styles, |node| {
        if let Node::Open("style", element) = node {
            body.add_style(&element);
        }
    });
    let whole = xml::read(content, |node| match node {
        Node::Open(name, element) => body.open(name, &element),
        Node::Close(name) => body.close(name),
        Node::Text(text) if body.left_out == 0 && body.in_text => body.text(text),
        Node::Text(_) => {}
    });
    (body.flow.outline(), whole)
}

#[derive(Default)]
struct Body {
    /// What each style builds on.
    parents: HashMap<String, String>,
    flow: Flow,
    /// In the text of the document.
    in_text: bool,
    /// Open elements from the one on that is left out.
    left_out: usize,
    lists: usize,
    /// The next paragraph is the first of its item.
    item_begins: bool,
}

impl Body {
    fn add_style(&mut self, element: &Element<'_>) {
        if let (Some(name), Some(parent)) = (element.attribute("name"), element.attribute("parent-style-name")) {
            self.parents.insert(name, parent);
        }
    }

    fn open(&mut self, name: &str, element: &Element<'_>) {
        if self.left_out > 0 || is_left_out(name) {
            self.left_out += 1;
            return;
        }
        match name {
            "style" => self.add_style(element),
            "body" => self.in_text = true,
            _ if !self.in_text => {}
            "h" => {
                let level = element.attribute("outline-level").and_then(|level| level.parse::<u8>().ok());
                self.flow.begin_paragraph(Kind::Heading(level.unwrap_or(1).clamp(1, 6)));
            }
            "p" => {
                let kind = self.kind(element.attribute("style-name"));
                self.flow.begin_paragraph(kind);
            }
            "list" => self.lists += 1,
            "list-item" | "list-header" => self.item_begins = true,
            "a" => self.flow.begin_link(),
            "s" => {
                let count = element.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1);
                self.flow.text(&" ".repeat(count.min(SPACES)));
            }
            "tab" => self.flow.text("\t"),
            "line-break" => self.flow.line_break(),
            "table" => self.flow.begin_table(),
            "table-row" => self.flow.begin_row(),
            "table-cell" | "covered-table-cell" => self.flow.begin_cell(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        match name {
            "body" => self.in_text = false,
            "h" | "p" => self.flow.end_paragraph(),
            "list" => self.lists = self.lists.saturating_sub(1),
            "a" => self.flow.end_link(),
            "table" => self.flow.end_table(),
            "table-row" => self.flow.end_row(),
            _ => {}
        }
    }

    /// White space folds as in HTML, and lines of the file are no lines of the text.
    fn text(&mut self, text: &str) {
        if text.contains(['\n', '\t', '\r']) {
            self.flow.text(&text.replace(['\n', '\t', '\r'], " "));
        } else {
            self.flow.text(text);
        }
    }

    fn kind(&mut self, style: Option<String>) -> Kind {
        if self.lists > 0 && std::mem::take(&mut self.item_begins) {
            return Kind::Item;
        }
        let mut style = style.as_deref();
        for _ in 0..GENERATIONS {
            match style {
                Some("Title") => return Kind::Title,
                Some("Preformatted_20_Text") => return Kind::Code,
                Some(name) => style = self.parents.get(name).map(String::as_str),
                None => break,
            }
        }
        Kind::Text
    }
}

/// What is no text of the document: changes that were made, comments, contents and other lists made from the text.
fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "tracked-changes"
            | "annotation"
            | "table-of-content"
            | "illustration-index"
            | "table-index"
            | "object-index"
            | "user-index"
            | "alphabetical-index"
            | "note-citation"
            | "ruby-text"
            | "master-styles"
            | "desc"
            | "script"
            | "binary-data"
    )
}
