//! Builds the outline of a page from its tags and text.

use html5ever::LocalName;
use html5ever::tokenizer::states::RawKind::{self, Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{Tag, TagKind};

use super::elements::{Content, attribute, effects_of, is_block, is_void};
use super::heading::OpenHeading;
use super::open::Open;
use crate::corpus::formats::outline::Outline;
use crate::corpus::formats::parts::{Parts, folded};

/// A page as it is being read.
#[derive(Debug)]
pub(super) struct Page {
    content: Content,
    /// In XML any element may close itself.
    xml: bool,
    open: Open,
    parts: Parts,
    title: Option<String>,
    in_title: bool,
    heading: Option<OpenHeading>,
    /// How many of them the page has.
    mains: usize,
    articles: usize,
    /// Some text did not count.
    left_out: bool,
    /// The next item or row is the first of its list or table.
    first: bool,
}

impl Page {
    pub(super) fn new(content: Content, xml: bool) -> Self {
        Page {
            content,
            xml,
            open: Open::default(),
            parts: Parts::default(),
            title: None,
            in_title: false,
            heading: None,
            mains: 0,
            articles: 0,
            left_out: false,
            first: false,
        }
    }

    /// The part of the page that is its content, where it says so.
    pub(super) fn main_content(&self) -> Option<Content> {
        match (self.mains, self.articles) {
            (1.., _) => Some(Content::Main),
            (0, 1) => Some(Content::Article),
            _ => None,
        }
    }

    /// Whether there is text that did not count.
    pub(super) fn left_out(&self) -> bool {
        self.left_out
    }

    pub(super) fn outline(self) -> Outline {
        let title = self.title.map(|title| folded(&title)).filter(|title| !title.is_empty());
        Outline { title, parts: self.parts.finish(), ..Outline::default() }
    }

    /// A tag that ends in this line; gives how the text after it is to be read, where that is not as HTML.
    pub(super) fn tag(&mut self, tag: &Tag, line: u32) -> Option<RawKind> {
        let name: &str = &tag.name;
        if tag.kind == TagKind::EndTag {
            self.end_tag(&tag.name);
            return None;
        }
        if is_void(name) {
            self.void_tag(tag);
            return None;
        }
        self.open.imply_end(name);
        let was_skipping = self.open.effects().skip;
        if tag.self_closing && (self.xml || was_skipping || matches!(name, "svg" | "math")) {
            return None;
        }
        let effects = effects_of(tag, self.content, self.open.effects().article);
        let outer_list = !self.open.effects().list;
        self.open.push(&tag.name, effects);
        if !was_skipping {
            self.mains += usize::from(effects.article && name != "article");
            self.articles += usize::from(name == "article");
            if name == "title" && self.title.is_none() && self.content != Content::Fragment {
                self.title = Some(String::new());
                self.in_title = true;
            }
        }
        if self.counts() {
            self.begin(tag, line, outer_list);
        }
        match name {
            "script" => Some(ScriptData),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(Rawtext),
            "title" | "textarea" if !was_skipping => Some(Rcdata),
            _ => None,
        }
    }

    /// Text after which the page goes on in this line (1-based).
    pub(super) fn text(&mut self, text: &str, line: u32) {
        if self.in_title {
            self.title.get_or_insert_default().push_str(text);
            return;
        }
        if !self.counts() {
            self.left_out |= !text.trim().is_empty();
            return;
        }
        if let Some(heading) = &mut self.heading {
            heading.text(text);
            return;
        }
        if self.open.effects().pre {
            self.parts.body.verbatim(text);
        } else {
            self.parts.body.text(text);
        }
        let newlines =
            |text: &str| u32::try_from(text.bytes().filter(|&byte| byte == b'\n').count()).unwrap_or(u32::MAX);
        let from_start = text.trim_start();
        let written = from_start.trim_end();
        if !written.is_empty() {
            self.parts.saw(line.saturating_sub(newlines(from_start)).max(1));
            let after = from_start.get(written.len()..).unwrap_or_default();
            self.parts.saw(line.saturating_sub(newlines(after)).max(1));
        }
    }

    /// The page ends.
    pub(super) fn end(&mut self) {
        self.end_heading();
    }

    fn counts(&self) -> bool {
        let effects = self.open.effects();
        !effects.skip && (effects.root || !matches!(self.content, Content::Main | Content::Article))
    }

    fn begin(&mut self, tag: &Tag, line: u32, outer_list: bool) {
        let name: &str = &tag.name;
        if let Some(heading) = &mut self.heading {
            if is_block(name) && heading.has_text() {
                self.end_heading();
            } else if !name.starts_with('h') {
                heading.tag(tag);
                return;
            }
        }
        let body = &mut self.parts.body;
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                body.paragraph();
                if self.content != Content::Fragment && !self.open.effects().quote {
                    self.heading = Some(OpenHeading::new(tag, line));
                }
            }
            "ul" | "ol" | "menu" if outer_list => {
                body.paragraph();
                self.first = true;
            }
            "ul" | "ol" | "menu" => body.line(),
            "li" => body.begin_item(std::mem::take(&mut self.first)),
            "table" => {
                body.paragraph();
                self.first = true;
            }
            "tr" => body.begin_row(std::mem::take(&mut self.first)),
            "td" | "th" => body.begin_cell(),
            "a" => body.begin_link(),
            "dd" | "thead" | "tbody" | "tfoot" => body.line(),
            name if is_block(name) => body.paragraph(),
            _ => {}
        }
    }

    fn end_tag(&mut self, name: &LocalName) {
        let counted = self.counts();
        self.open.close(name);
        let name: &str = name;
        self.in_title &= name != "title";
        if !counted && !self.counts() {
            return;
        }
        match &mut self.heading {
            Some(heading) if name == "a" => heading.end_link(),
            Some(_) if is_block(name) => self.end_heading(),
            _ => {}
        }
        let nested = self.open.effects().list;
        let body = &mut self.parts.body;
        match name {
            "li" => body.end_item(),
            "tr" => body.end_row(),
            "td" | "th" | "thead" | "tbody" | "tfoot" => {}
            "a" => body.end_link(),
            "br" | "dt" | "dd" => body.line(),
            "ul" | "ol" | "menu" => {
                body.end_item();
                if nested { body.line() } else { body.paragraph() }
            }
            "table" => {
                body.end_row();
                body.paragraph();
            }
            name if is_block(name) => body.paragraph(),
            _ => {}
        }
    }

    fn void_tag(&mut self, tag: &Tag) {
        if !self.counts() {
            return;
        }
        match (&*tag.name, &mut self.heading) {
            ("br", Some(heading)) => heading.text(" "),
            ("img", Some(heading)) => heading.text(attribute(tag, "alt").unwrap_or_default()),
            ("br", None) => self.parts.body.line(),
            ("hr", _) => {
                self.open.imply_end("hr");
                self.parts.body.paragraph();
            }
            _ => {}
        }
    }

    fn end_heading(&mut self) {
        if let Some((heading, line)) = self.heading.take().and_then(OpenHeading::close) {
            self.parts.begin(heading, line);
        }
    }
}
