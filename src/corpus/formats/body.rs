//! Writes the text of a part: white space folded, blocks apart, markers for list items and table cells.

/// What stands between two pieces of text, from little to much.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
    Paragraph,
}

/// The text of a part as it is being written.
///
/// Gaps and markers are only noted when they come up and written with the text that follows, so that empty paragraphs,
/// items and rows leave no trace.
#[derive(Debug, Default)]
pub(super) struct Body {
    text: String,
    gap: Gap,
    /// A list item has begun and its marker is still to be written.
    item: bool,
    /// Cell borders to be written before the next text of the row.
    borders: usize,
    /// An item, row or cell has begun and holds no text yet: the blocks it opens with do not move it.
    fresh: bool,
    /// The next cell is the first of its row, so that no border stands before it.
    first_cell: bool,
    /// Links that are open around what is being written.
    links: usize,
    /// How many bytes of the text are text of links.
    linked: usize,
}

impl Body {
    /// Running text; any white space in it counts as one space.
    pub(super) fn text(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let word = rest.trim_start();
            if word.len() < rest.len() {
                self.raise(Gap::Space);
            }
            let end = word.find(char::is_whitespace).unwrap_or(word.len());
            let (word, after) = word.split_at(end);
            if !word.is_empty() {
                self.flush();
                self.push(word);
            }
            rest = after;
        }
    }

    /// Text whose lines and indentation are kept; empty lines before the first text of a block are not.
    pub(super) fn verbatim(&mut self, text: &str) {
        let at_start = self.text.is_empty() || self.fresh || self.gap >= Gap::Line;
        let mut text = text;
        if at_start {
            let blank = text.len() - text.trim_start().len();
            let indent = text.get(..blank).and_then(|blank| blank.rfind('\n')).map_or(0, |newline| newline + 1);
            text = text.get(indent..).unwrap_or_default();
        }
        if !text.is_empty() {
            self.flush();
            self.push(text);
        }
    }

    /// What follows is the text of a link.
    pub(super) fn begin_link(&mut self) {
        self.links += 1;
    }

    /// The text of a link ends.
    pub(super) fn end_link(&mut self) {
        self.links = self.links.saturating_sub(1);
    }

    /// How many bytes of the text so far are text of links.
    pub(super) fn linked(&self) -> usize {
        self.linked
    }

    /// What follows stands on a line of its own.
    pub(super) fn line(&mut self) {
        self.raise(Gap::Line);
    }

    /// What follows is a new paragraph.
    pub(super) fn paragraph(&mut self) {
        self.raise(Gap::Paragraph);
    }

    /// A list item begins; `first` in a list that is not part of another item.
    pub(super) fn begin_item(&mut self, first: bool) {
        if !first && !self.fresh {
            self.gap = Gap::Line; // items stand together even where the source sets them apart
        }
        self.raise(Gap::Line);
        self.item = true;
        self.fresh = true;
    }

    /// A list item ends: one without text leaves no marker behind.
    pub(super) fn end_item(&mut self) {
        self.item = false;
        self.fresh = false;
        self.raise(Gap::Line);
    }

    /// A table row begins; `first` of its table.
    pub(super) fn begin_row(&mut self, first: bool) {
        self.end_row();
        if !first {
            self.gap = Gap::Line;
        }
        self.first_cell = true;
        self.fresh = true;
    }

    /// A table cell begins.
    pub(super) fn begin_cell(&mut self) {
        if self.first_cell {
            self.first_cell = false;
        } else {
            self.borders += 1;
        }
        if !self.fresh {
            self.gap = Gap::None; // the border stands for whatever the cell before it ended with
        }
        self.fresh = true;
    }

    /// A table row ends; borders after its last text are dropped.
    pub(super) fn end_row(&mut self) {
        self.borders = 0;
        self.first_cell = false;
        self.fresh = false;
        self.raise(Gap::Line);
    }

    /// The text written, without white space at either end; what follows starts afresh.
    pub(super) fn take(&mut self) -> String {
        let written = std::mem::take(self).text;
        match written.trim() {
            trimmed if trimmed.len() == written.len() => written,
            trimmed => trimmed.to_owned(),
        }
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        if self.links > 0 {
            self.linked += text.len();
        }
    }

    fn raise(&mut self, gap: Gap) {
        if !self.fresh {
            self.gap = self.gap.max(gap);
        }
    }

    fn flush(&mut self) {
        let borders = std::mem::take(&mut self.borders);
        let gap = self.gap;
        if !self.text.is_empty() {
            if gap > Gap::Space {
                self.text.truncate(self.text.trim_end().len());
            }
            self.text.push_str(match gap {
                Gap::None => "",
                Gap::Space => " ",
                Gap::Line => "\n",
                Gap::Paragraph => "\n\n",
            });
        }
        for _ in 0..borders {
            self.text.push_str(" | ");
        }
        if std::mem::take(&mut self.item) {
            self.text.push_str("- ");
        }
        self.gap = Gap::None;
        self.fresh = false;
    }
}

#[cfg(test)]
mod tests {
    use super::Body;

    #[test]
    fn white_space_folds_and_gaps_do_not_add_up() {
        let mut body = Body::default();
        body.paragraph();
        body.text("  one \n two\u{a0}");
        body.text("three");
        body.paragraph();
        body.line();
        body.text("four");
        body.line();
        body.text("five ");
        assert_eq!(body.take(), "one two three\n\nfour\nfive");
        assert_eq!(body.take(), "");
    }

    #[test]
    fn items_stand_together_and_empty_ones_vanish() {
        let mut body = Body::default();
        body.text("before");
        body.paragraph();
        for (first, text) in [(true, "a"), (false, ""), (false, "b")] {
            body.begin_item(first);
            body.paragraph();
            body.text(text);
            body.paragraph();
            body.end_item();
        }
        body.paragraph();
        body.text("after");
        assert_eq!(body.take(), "before\n\n- a\n- b\n\nafter");
    }

    #[test]
    fn rows_keep_empty_cells_in_between() {
        let mut body = Body::default();
        for (first, row) in
            [(true, ["a", "b", "c"]), (false, ["d", "", "f"]), (false, ["", "", "g"]), (false, ["h", "", ""])]
        {
            body.begin_row(first);
            for cell in row {
                body.begin_cell();
                body.paragraph();
                body.text(cell);
                body.paragraph();
            }
            body.end_row();
        }
        body.paragraph();
        body.text("after");
        assert_eq!(body.take(), "a | b | c\nd |  | f\n |  | g\nh\n\nafter");
    }

    #[test]
    fn text_of_links_is_counted() {
        let mut body = Body::default();
        body.text("see ");
        body.begin_link();
        body.text("the one");
        body.end_link();
        body.end_link();
        body.text(" there");
        assert_eq!((body.linked(), body.take().as_str(), body.linked()), (6, "see the one there", 0));
    }

    #[test]
    fn code_keeps_its_lines() {
        let mut body = Body::default();
        body.text("run");
        body.paragraph();
        body.verbatim("\n  if x:\n");
        body.verbatim("    y\n\n");
        body.paragraph();
        body.text("done");
        assert_eq!(body.take(), "run\n\n  if x:\n    y\n\ndone");
    }
}
