//! Builds the outline of a page from its tags and text.

use html5ever::LocalName;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind};

use super::elements::{attribute, effects_of, heading_level, is_block, is_main, is_void, tokens};
use super::furniture::{is_content, is_section, kind_of};
use super::heading::{OpenHeading, is_generated, is_sign};
use super::metadata::Metadata;
use super::open::Open;
use super::plan::{Plan, Root};
use super::survey::MAX_BLOCKS;
use super::titles::with_one_title;
use super::tokens::{Listener, raw_kind};
use crate::corpus::formats::outline::Outline;
use crate::corpus::formats::parts::{Parts, folded};
use crate::guide::Link;

/// The longest text above the heading of a section that has the section's id, in bytes.
const MAX_ASIDE: usize = 40;

/// A page that leads elsewhere by itself and has less text than this, in bytes, holds nothing but that it does.
const SIGNPOST: usize = 300;

/// A page as it is being read.
#[derive(Debug)]
pub(super) struct Page {
    plan: Plan,
    /// In XML any element may close itself.
    xml: bool,
    open: Open,
    /// The number of the next block of those that the plan decides on.
    next_block: usize,
    parts: Parts,
    metadata: Metadata,
    title: Option<String>,
    in_title: bool,
    heading: Option<OpenHeading>,
    /// An id that the next heading has, if no text comes before it, and how many elements must be open for that.
    anchor: Option<(String, usize)>,
    /// How much text has come since, in bytes.
    since_anchor: usize,
    /// A link is open in the text, and this many elements were open around it.
    link: Option<usize>,
    /// The link leads to another place in the page.
    to_own_page: bool,
    /// The next item or row is the first of its list or table.
    first: bool,
}

impl Page {
    /// A page of which this is read.
    pub(super) fn new(plan: Plan, xml: bool) -> Self {
        Page {
            plan,
            xml,
            open: Open::default(),
            next_block: 1,
            parts: Parts::default(),
            metadata: Metadata::default(),
            title: None,
            in_title: false,
            heading: None,
            anchor: None,
            since_anchor: 0,
            link: None,
            to_own_page: false,
            first: false,
        }
    }

    /// What was read.
    pub(super) fn outline(self) -> Outline {
        let title = self.title.map(|title| folded(&title)).filter(|title| !title.is_empty());
        let site = self.metadata.site_name();
        let page = self.metadata.page_title();
        let mut read = self.parts;
        let links = std::mem::take(&mut read.links);
        let mut parts = read.finish();
        if self.metadata.leads_elsewhere() && parts.iter().map(|part| part.body.len()).sum::<usize>() < SIGNPOST {
            parts.clear();
        }
        let (title, parts) = with_one_title(title, site.as_deref(), page.as_deref(), parts);
        Outline { title, parts, links, front_matter: self.metadata.into_map(), ..Outline::default() }
    }

    fn counts(&self) -> bool {
        let effects = self.open.effects();
        !effects.skip() && (effects.root || self.plan.root == Root::Page)
    }

    fn begin(&mut self, tag: &Tag, line: u32, outer_list: bool) {
        let name: &str = &tag.name;
        if let Some(heading) = &mut self.heading {
            if is_block(name) && heading.has_text() {
                self.end_heading();
            } else if heading_level(tag) == 0 {
                heading.tag(tag);
                self.parts.links.extend(link(tag, line));
                return;
            }
        }
        if let Some(id) = attribute(tag, "id").filter(|id| is_section(tag) && !is_generated(id)) {
            self.anchor = Some((id.to_owned(), self.open.depth()));
            self.since_anchor = 0;
        }
        let body = &mut self.parts.body;
        match name {
            _ if heading_level(tag) > 0 => {
                body.paragraph();
                if !self.plan.fragment && !self.open.effects().quote && !is_byline(tag) {
                    self.end_link();
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
            "a" => self.begin_link(tag, line),
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
        self.leave();
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
            "a" => self.end_link(),
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
        if &*tag.name == "meta" && !self.plan.fragment {
            self.metadata.meta(tag);
        }
        if !self.counts() {
            return;
        }
        match (&*tag.name, &mut self.heading) {
            ("br", Some(heading)) => heading.text(" "),
            ("img", Some(heading)) => heading.text(attribute(tag, "alt").unwrap_or_default()),
            ("br", None) => self.parts.body.line(),
            ("img", None) => {
                let body = &mut self.parts.body;
                for text in [" ", attribute(tag, "alt").unwrap_or_default(), " "] {
                    body.text(text);
                }
            }
            ("hr", _) => {
                self.open.imply_end("hr");
                self.parts.body.paragraph();
            }
            _ => {}
        }
    }

    /// A link begins, or a place that links lead to: that may be the next heading.
    fn begin_link(&mut self, tag: &Tag, line: u32) {
        self.end_link(); // no link stands in another
        if let Some(target) = attribute(tag, "href") {
            self.to_own_page = target.starts_with('#');
            self.parts.body.begin_link();
            self.parts.links.extend(link(tag, line));
            self.link = Some(self.open.depth());
        } else if self.anchor.as_ref().is_none_or(|(_, depth)| *depth == 0) && !tokens(tag, "class").any(is_index_term)
        {
            let id = attribute(tag, "id").or_else(|| attribute(tag, "name"));
            self.anchor = id.filter(|id| !is_generated(id)).map(|id| (id.to_owned(), 0));
        }
    }

    fn end_link(&mut self) {
        if self.link.take().is_some() {
            self.parts.body.end_link();
        }
    }

    /// Elements may have closed: what they held ends with them.
    fn leave(&mut self) {
        let depth = self.open.depth();
        if self.link.is_some_and(|around| depth < around) {
            self.end_link();
        }
        if self.anchor.as_ref().is_some_and(|(_, around)| depth < *around) {
            self.anchor = None;
        }
    }

    fn end_heading(&mut self) {
        if let Some((mut heading, line)) = self.heading.take().and_then(OpenHeading::close) {
            let outer = self.anchor.take().map(|(id, _)| id);
            heading.anchor = heading.anchor.or(outer);
            self.parts.begin(heading, line);
        }
    }
}

/// The link that a tag begins, if it does.
fn link(tag: &Tag, line: u32) -> Option<Link> {
    let target = attribute(tag, "href").filter(|_| &*tag.name == "a")?;
    Link::address(target, line)
}

/// DocBook marks the places that its index leads to.
fn is_index_term(class: &str) -> bool {
    class == "indexterm"
}

/// Whether a heading says who wrote the page and the like: it begins nothing.
fn is_byline(tag: &Tag) -> bool {
    tokens(tag, "class")
        .any(|class| matches!(class, "author" | "corpauthor" | "edition" | "editor" | "releaseinfo" | "subtitle"))
}

impl Listener for Page {
    fn tag(&mut self, tag: &Tag, line: u32) -> Option<RawKind> {
        let name: &str = &tag.name;
        if tag.kind == TagKind::EndTag {
            self.end_tag(&tag.name);
            return None;
        }
        if is_void(name) {
            self.void_tag(tag);
            return None;
        }
        if !self.open.begins(tag, self.xml) {
            return None;
        }
        self.leave();
        let around = self.open.effects();
        let mut effects = effects_of(tag);
        let weighed = !around.unseen && !effects.unseen && kind_of(tag).is_some() && self.next_block < MAX_BLOCKS;
        let block = weighed.then_some(self.next_block);
        if let Some(block) = block {
            self.next_block += 1;
            effects.dropped = self.plan.dropped.get(block).copied().unwrap_or(false);
        }
        effects.root = match self.plan.root {
            Root::Page => false,
            Root::Main => is_main(tag),
            Root::Article => name == "article",
            Root::Content => is_content(tag),
        };
        let outer_list = !around.list;
        if let Some(heading) = self.heading.as_mut().filter(|_| effects.skip() && !around.skip()) {
            heading.sign(tag);
        }
        self.open.push(&tag.name, effects, block);
        match name {
            "title" if !around.unseen && self.title.is_none() && !self.plan.fragment => {
                self.title = Some(String::new());
                self.in_title = true;
            }
            "html" => self.metadata.language(tag),
            _ => {}
        }
        if self.counts() {
            self.begin(tag, line, outer_list);
        }
        raw_kind(name, around.unseen)
    }

    fn text(&mut self, text: &str, line: u32) {
        if self.in_title {
            self.title.get_or_insert_default().push_str(text);
            return;
        }
        if !self.counts() {
            return;
        }
        if let Some(heading) = &mut self.heading {
            heading.text(text);
            return;
        }
        if self.link.is_some() && self.to_own_page && is_sign(text) {
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
            // Above the heading of a section its version may stand, or a link to its source.
            self.since_anchor += written.len();
            self.anchor.take_if(|(_, depth)| *depth == 0 || self.since_anchor > MAX_ASIDE);
            self.parts.saw(line.saturating_sub(newlines(from_start)).max(1));
            let after = from_start.get(written.len()..).unwrap_or_default();
            self.parts.saw(line.saturating_sub(newlines(after)).max(1));
        }
    }

    fn end(&mut self) {
        self.end_heading();
    }
}
