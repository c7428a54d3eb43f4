//! The running text of a word processor's document: paragraphs of several kinds, in tables or not, made parts.

use crate::corpus::formats::outline::{Heading, Outline};
use crate::corpus::formats::parts::{Parts, folded};
use crate::guide::Unit;

/// Paragraphs in paragraphs (text boxes in text boxes) beyond this are taken as text of the one around them.
const NESTED: usize = 16;

/// What a paragraph is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::corpus::formats) enum Kind {
    /// Running text.
    #[default]
    Text,
    /// The title of the document.
    Title,
    /// A heading of this level, 1 to 6.
    Heading(u8),
    /// An item of a list.
    Item,
    /// Code: white space counts.
    Code,
    /// An entry of a table of contents, which is left out.
    Contents,
}

/// A paragraph as it is being read.
#[derive(Debug, Default)]
struct Paragraph {
    kind: Kind,
    /// Text, each piece with whether a link has it; a line break is a piece of its own.
    pieces: Vec<(String, bool)>,
    /// What is anchored in it, to stand after it: notes, text boxes.
    after: Vec<Paragraph>,
}

/// A document as it is being read.
#[derive(Debug, Default)]
pub(in crate::corpus::formats) struct Flow {
    parts: Parts,
    title: Option<String>,
    open: Vec<Paragraph>,
    /// Paragraphs that began beyond [`NESTED`].
    too_deep: usize,
    links: usize,
    tables: usize,
    /// The next row is the first of its table.
    first_row: bool,
    /// What the last paragraph was.
    last: Kind,
    /// How many paragraphs were written.
    count: u32,
}

impl Flow {
    /// A paragraph begins.
    pub(in crate::corpus::formats) fn begin_paragraph(&mut self, kind: Kind) {
        if self.open.len() < NESTED {
            self.open.push(Paragraph { kind, ..Paragraph::default() });
        } else {
            self.too_deep += 1;
        }
    }

    /// What the open paragraph is; to be changed while it is read.
    pub(in crate::corpus::formats) fn kind(&mut self) -> Option<&mut Kind> {
        self.open.last_mut().map(|paragraph| &mut paragraph.kind)
    }

    /// Text of the open paragraph; outside of one there is none.
    pub(in crate::corpus::formats) fn text(&mut self, text: &str) {
        let linked = self.links > 0;
        let Some(paragraph) = self.open.last_mut() else { return };
        match paragraph.pieces.last_mut() {
            Some((piece, same)) if *same == linked && piece != "\n" && text != "\n" => piece.push_str(text),
            _ => paragraph.pieces.push((text.to_owned(), linked)),
        }
    }

    /// A line ends within a paragraph.
    pub(in crate::corpus::formats) fn line_break(&mut self) {
        self.text("\n");
    }

    /// What follows is text of a link.
    pub(in crate::corpus::formats) fn begin_link(&mut self) {
        self.links += 1;
    }

    /// A link ends.
    pub(in crate::corpus::formats) fn end_link(&mut self) {
        self.links = self.links.saturating_sub(1);
    }

    /// A note on the open paragraph, to stand after it.
    pub(in crate::corpus::formats) fn note(&mut self, text: String) {
        let note = Paragraph { pieces: vec![(text, false)], ..Paragraph::default() };
        match self.open.last_mut() {
            Some(paragraph) => paragraph.after.push(note),
            None => self.write(note),
        }
    }

    /// The open paragraph ends.
    pub(in crate::corpus::formats) fn end_paragraph(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            self.text(" ");
            return;
        }
        let Some(mut paragraph) = self.open.pop() else { return };
        let after = std::mem::take(&mut paragraph.after);
        match self.open.last_mut() {
            Some(around) => {
                around.after.push(paragraph);
                around.after.extend(after);
            }
            None => {
                self.write(paragraph);
                after.into_iter().for_each(|paragraph| self.write(paragraph));
            }
        }
    }

    /// A table begins. One in a text box is taken as its paragraphs.
    pub(in crate::corpus::formats) fn begin_table(&mut self) {
        if self.open.is_empty() {
            if self.tables == 0 {
                self.parts.body.paragraph();
            }
            self.tables += 1;
            self.first_row = true;
        }
    }

    /// A row begins.
    pub(in crate::corpus::formats) fn begin_row(&mut self) {
        if self.open.is_empty() && self.tables > 0 {
            self.parts.body.begin_row(std::mem::take(&mut self.first_row));
        }
    }

    /// A cell begins.
    pub(in crate::corpus::formats) fn begin_cell(&mut self) {
        if self.open.is_empty() && self.tables > 0 {
            self.parts.body.begin_cell();
        }
    }

    /// A row ends.
    pub(in crate::corpus::formats) fn end_row(&mut self) {
        if self.open.is_empty() && self.tables > 0 {
            self.parts.body.end_row();
        }
    }

    /// A table ends.
    pub(in crate::corpus::formats) fn end_table(&mut self) {
        if self.open.is_empty() && self.tables > 0 {
            self.tables -= 1;
            self.parts.body.end_row();
            if self.tables == 0 {
                self.parts.body.paragraph();
            }
        }
    }

    /// The document ends.
    pub(in crate::corpus::formats) fn outline(mut self) -> Outline {
        self.too_deep = 0;
        while !self.open.is_empty() {
            self.end_paragraph();
        }
        Outline { title: self.title, unit: Unit::Paragraph, parts: self.parts.finish(), ..Outline::default() }
    }

    fn write(&mut self, paragraph: Paragraph) {
        self.count = self.count.saturating_add(1);
        let in_table = self.tables > 0;
        let kind = match paragraph.kind {
            Kind::Heading(_) | Kind::Title if in_table => Kind::Text,
            Kind::Title if self.title.is_some() => Kind::Text,
            kind => kind,
        };
        let last = std::mem::replace(&mut self.last, kind);
        if kind == Kind::Contents || paragraph.pieces.iter().all(|(piece, _)| piece.trim().is_empty()) {
            return;
        }
        let line = || folded(&paragraph.pieces.iter().map(|(piece, _)| piece.as_str()).collect::<String>());
        match kind {
            Kind::Title => self.title = Some(line()),
            Kind::Heading(level) => {
                self.parts.begin(Heading { level, text: line(), anchor: None }, self.count);
            }
            _ => {
                self.parts.saw(self.count);
                match kind {
                    _ if in_table => self.parts.body.text(" "),
                    Kind::Item => self.parts.body.begin_item(last != Kind::Item),
                    Kind::Code if last == Kind::Code => self.parts.body.line(),
                    _ => self.parts.body.paragraph(),
                }
                self.pieces(&paragraph, kind == Kind::Code && !in_table);
                match kind {
                    _ if in_table => self.parts.body.text(" "),
                    Kind::Item => self.parts.body.end_item(),
                    Kind::Code => self.parts.body.line(),
                    _ => self.parts.body.paragraph(),
                }
            }
        }
    }

    fn pieces(&mut self, paragraph: &Paragraph, verbatim: bool) {
        let body = &mut self.parts.body;
        for (piece, linked) in &paragraph.pieces {
            if *linked {
                body.begin_link();
            }
            match piece.as_str() {
                text if verbatim => body.verbatim(text),
                "\n" => body.line(),
                text => body.text(text),
            }
            if *linked {
                body.end_link();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Flow, Kind};

    fn add(flow: &mut Flow, kind: Kind, text: &str) {
        flow.begin_paragraph(kind);
        flow.text(text);
        flow.end_paragraph();
    }

    #[test]
    fn paragraphs_become_parts() {
        let mut flow = Flow::default();
        add(&mut flow, Kind::Title, "The  title");
        add(&mut flow, Kind::Title, "by nobody");
        add(&mut flow, Kind::Heading(1), "One");
        add(&mut flow, Kind::Heading(2), " ");
        for text in ["a", "b"] {
            add(&mut flow, Kind::Item, text);
        }
        add(&mut flow, Kind::Code, "  if x:");
        add(&mut flow, Kind::Code, "    y");
        add(&mut flow, Kind::Contents, "One ... 3");
        let outline = flow.outline();
        assert_eq!(outline.title.as_deref(), Some("The title"));
        let shown: Vec<_> = outline.parts.iter().map(|part| (part.body.as_str(), part.lines.first)).collect();
        assert_eq!(shown, [("by nobody", 2), ("- a\n- b\n\n  if x:\n    y", 3)]);
    }

    #[test]
    fn what_is_anchored_stands_after_its_paragraph() {
        let mut flow = Flow::default();
        flow.begin_paragraph(Kind::Heading(1));
        flow.text("He");
        flow.note("note".into());
        add(&mut flow, Kind::Text, "box");
        flow.text("ad");
        flow.end_paragraph();
        add(&mut flow, Kind::Text, "after");
        let parts = flow.outline().parts;
        assert_eq!(parts[0].heading.as_ref().map(|heading| heading.text.as_str()), Some("Head"));
        assert_eq!(parts[0].body, "note\n\nbox\n\nafter");
    }

    #[test]
    fn tables_links_and_depth() {
        let mut flow = Flow::default();
        flow.begin_table();
        for row in [["a", "b"], ["c", "d"]] {
            flow.begin_row();
            for cell in row {
                flow.begin_cell();
                add(&mut flow, Kind::Heading(1), cell);
                add(&mut flow, Kind::Text, cell);
            }
            flow.end_row();
        }
        flow.end_table();
        flow.begin_paragraph(Kind::Text);
        flow.text("see ");
        flow.begin_link();
        flow.text("this");
        flow.end_link();
        flow.line_break();
        flow.text("x");
        flow.end_paragraph();
        for _ in 0..50_000 {
            flow.begin_paragraph(Kind::Text);
            flow.text("y");
        }
        let parts = flow.outline().parts;
        assert!(parts[0].body.starts_with("a a | b b\nc c | d d\n\nsee this\nx\n\ny"), "{}", &parts[0].body[..40]);
        assert_eq!((parts.len(), parts[0].linked), (1, 4));
    }
}
