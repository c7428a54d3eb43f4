//! The main text of a Word document.

use std::collections::HashMap;

use super::styles::{Styles, heading};
use crate::corpus::formats::outline::Outline;
use crate::corpus::formats::packed::flow::{Flow, Kind};
use crate::corpus::formats::packed::xml::{self, Element, Node};

/// Reads the text; says whether it was whole. `notes`: footnotes, then endnotes, by their ids.
pub(super) fn read(bytes: Vec<u8>, styles: &Styles, notes: [HashMap<String, String>; 2]) -> (Outline, bool) {
    let mut body = Body { styles, notes, flow: Flow::default(), left_out: 0, state: State::default() };
    let whole = xml::read(bytes, |node| match node {
        Node::Open(name, element) => body.open(name, &element),
        Node::Close(name) => body.close(name),
        Node::Text(text) if body.left_out == 0 && body.state.in_text && !body.state.hidden => body.flow.text(text),
        Node::Text(_) => {}
    });
    (body.flow.outline(), whole)
}

/// Elements whose text no reader of the document sees in it: what was deleted or moved away, the code of fields, a
/// second form of a drawing, readings beside characters.
pub(super) fn is_left_out(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "delText" | "instrText" | "delInstrText" | "Fallback" | "rt" | "pPrChange")
}

struct Body<'a> {
    styles: &'a Styles,
    notes: [HashMap<String, String>; 2],
    flow: Flow,
    /// Open elements from the one on that is left out.
    left_out: usize,
    state: State,
}

#[derive(Default)]
struct State {
    /// In an element that holds text.
    in_text: bool,
    /// In a run that is not shown.
    hidden: bool,
    /// In the properties of a paragraph: its stops of tabs are no tabs.
    in_properties: bool,
    /// The content that comes next is a table of contents.
    contents: bool,
}

impl Body<'_> {
    fn open(&mut self, name: &str, element: &Element<'_>) {
        if self.left_out > 0 || is_left_out(name) {
            self.left_out += 1;
            return;
        }
        let value = || element.attribute("val").unwrap_or_default();
        match name {
            "p" => self.flow.begin_paragraph(Kind::Text),
            "pPr" => self.state.in_properties = true,
            "pStyle" => self.set_kind(self.styles.kind(&value())),
            "outlineLvl" => match value().parse() {
                Ok(level @ 0..=8) => self.set_kind(heading(level)),
                _ => self.set_kind(Kind::Text),
            },
            "numId" => self.number(&value()),
            "r" => self.state.hidden = false,
            "vanish" if !self.state.in_properties => {
                self.state.hidden = !matches!(value().as_str(), "0" | "false" | "off");
            }
            "t" => self.state.in_text = true,
            "tab" | "ptab" if !self.state.in_properties => self.flow.text("\t"),
            "br" | "cr" => self.flow.line_break(),
            "noBreakHyphen" => self.flow.text("-"),
            "hyperlink" => self.flow.begin_link(),
            "footnoteReference" => self.note(0, element),
            "endnoteReference" => self.note(1, element),
            "tbl" => self.flow.begin_table(),
            "tr" => self.flow.begin_row(),
            "tc" => self.flow.begin_cell(),
            "docPartGallery" => self.state.contents = value() == "Table of Contents",
            "sdtContent" if std::mem::take(&mut self.state.contents) => self.left_out = 1,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        match name {
            "p" => self.flow.end_paragraph(),
            "pPr" => self.state.in_properties = false,
            "t" => self.state.in_text = false,
            "hyperlink" => self.flow.end_link(),
            "tbl" => self.flow.end_table(),
            "tr" => self.flow.end_row(),
            _ => {}
        }
    }

    fn set_kind(&mut self, new: Kind) {
        if let Some(kind) = self.flow.kind() {
            *kind = new;
        }
    }

    /// The paragraph has a number or bullet, or none (0) whatever its style says. A numbered heading is a heading.
    fn number(&mut self, id: &str) {
        match self.flow.kind() {
            Some(kind @ Kind::Text) if id != "0" => *kind = Kind::Item,
            Some(kind @ Kind::Item) if id == "0" => *kind = Kind::Text,
            _ => {}
        }
    }

    /// Each note is written once, however often it is referred to.
    fn note(&mut self, which: usize, element: &Element<'_>) {
        let note = element.attribute("id").and_then(|id| self.notes.get_mut(which)?.remove(&id));
        if let Some(note) = note {
            self.flow.note(note);
        }
    }
}
