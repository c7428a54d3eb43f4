//! Builds the outline of a page from its tags and text.

use html5ever::tokenizer::states::RawKind::{self, Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{Tag, TagKind};

use super::html_elements::{Effects, Open, is_block, is_void};
use super::outline::{Heading, Outline};
use super::parts::{Parts, folded};

/// Which text of a page counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// All but navigation, forms and the like.
    Page,
    /// Of that, what stands in `<main>`.
    Main,
    /// Of that, what stands in `<article>`.
    Article,
    /// All that a reader could see.
    Everything,
    /// As everything, in a document of another format, whose headings are no headings.
    Fragment,
}

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
    /// The next item or row is the first of its list or table.
    first: bool,
}

/// A heading whose closing tag has not come yet.
#[derive(Debug, Default)]
struct OpenHeading {
    level: u8,
    line: u32,
    text: String,
    anchor: Option<String>,
    /// A link in the heading: where its text begins, and the anchor it leads to.
    link: Option<(usize, Option<String>)>,
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

    pub(super) fn outline(self) -> Outline {
        let title = self.title.map(|title| folded(&title)).filter(|title| !title.is_empty());
        Outline { title, parts: self.parts.finish(), ..Outline::default() }
    }

    /// A tag that ends in this line; gives how the text after it is to be read, where that is not as HTML.
    pub(super) fn tag(&mut self, tag: &Tag, line: u32) -> Option<RawKind> {
        let name: &str = &tag.name;
        if tag.kind == TagKind::EndTag {
            self.end_tag(name);
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
        let effects = self.effects_of(tag);
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

    /// Text whose last character stands in or ends the line before `line`, or stands in it.
    pub(super) fn text(&mut self, text: &str, line: u32) {
        if self.in_title {
            self.title.get_or_insert_default().push_str(text);
            return;
        }
        if !self.counts() {
            return;
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
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

    fn effects_of(&self, tag: &Tag) -> Effects {
        let name: &str = &tag.name;
        let role = attribute(tag, "role").unwrap_or_default();
        let is_main = name == "main" || role == "main";
        let article = is_main || name == "article";
        let all = matches!(self.content, Content::Everything | Content::Fragment);
        let furniture = match name {
            "nav" | "footer" | "aside" | "form" | "button" | "select" => true,
            "header" => !self.open.effects().article, // in an article it holds the article's heading
            _ => {
                matches!(role, "navigation" | "banner" | "contentinfo" | "search")
                    || attribute(tag, "class")
                        .unwrap_or_default()
                        .split_whitespace()
                        .any(|class| matches!(class, "navheader" | "navfooter"))
            }
        };
        let unseen = matches!(
            name,
            "script"
                | "style"
                | "template"
                | "noscript"
                | "svg"
                | "textarea"
                | "iframe"
                | "noembed"
                | "noframes"
                | "title"
                | "datalist"
        );
        let hidden = attribute(tag, "hidden").is_some_and(|hidden| hidden != "until-found")
            || attribute(tag, "aria-hidden") == Some("true");
        Effects {
            skip: unseen || (hidden && !matches!(name, "html" | "body" | "main")) || (furniture && !all && !is_main),
            article,
            root: (self.content == Content::Main && is_main) || (self.content == Content::Article && name == "article"),
            quote: name == "blockquote",
            pre: matches!(name, "pre" | "listing" | "xmp"),
            list: matches!(name, "ul" | "ol" | "menu"),
        }
    }

    fn begin(&mut self, tag: &Tag, line: u32, outer_list: bool) {
        let name: &str = &tag.name;
        if let Some(heading) = &mut self.heading {
            if is_block(name) && !heading.text.trim().is_empty() {
                self.end_heading();
            } else if !name.starts_with('h') {
                let named = attribute(tag, "id").or_else(|| attribute(tag, "name").filter(|_| name == "a"));
                if heading.anchor.is_none() && matches!(name, "a" | "span") {
                    heading.anchor = named.map(str::to_owned);
                }
                if name == "a" {
                    let target = attribute(tag, "href").and_then(|href| href.strip_prefix('#')).map(str::to_owned);
                    heading.link = Some((heading.text.len(), target));
                }
                return;
            }
        }
        let body = &mut self.parts.body;
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                body.paragraph();
                if self.content != Content::Fragment && !self.open.effects().quote {
                    let level = name.bytes().last().map_or(1, |digit| digit.saturating_sub(b'0'));
                    let anchor = attribute(tag, "id").map(str::to_owned);
                    self.heading = Some(OpenHeading { level, line, anchor, ..OpenHeading::default() });
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
            "dd" | "thead" | "tbody" | "tfoot" => body.line(),
            name if is_block(name) => body.paragraph(),
            _ => {}
        }
    }

    fn end_tag(&mut self, name: &str) {
        let counted = self.counts();
        self.open.close(name);
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
            ("br", Some(heading)) => heading.text.push(' '),
            ("img", Some(heading)) => heading.text.push_str(attribute(tag, "alt").unwrap_or_default()),
            ("br", None) => self.parts.body.line(),
            ("hr", _) => {
                self.open.imply_end("hr");
                self.parts.body.paragraph();
            }
            _ => {}
        }
    }

    fn end_heading(&mut self) {
        let Some(mut heading) = self.heading.take() else { return };
        heading.end_link();
        let text = folded(&heading.text);
        if text.is_empty() {
            // An empty heading keeps waiting where it holds blocks, and ends without a trace where it holds nothing.
            return;
        }
        self.parts.begin(Heading { level: heading.level, text, anchor: heading.anchor }, heading.line);
    }
}

impl OpenHeading {
    /// A link ends. One that is but a sign leads to the heading itself: it is no part of the text but names the anchor.
    fn end_link(&mut self) {
        let Some((start, target)) = self.link.take() else { return };
        if self.text.get(start..).is_some_and(|text| matches!(text.trim(), "" | "#" | "¶" | "§" | "🔗")) {
            self.text.truncate(start);
            if self.anchor.is_none() {
                self.anchor = target.filter(|target| !target.is_empty());
            }
        }
    }
}

fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs.iter().find(|attribute| *attribute.name.local == *name).map(|attribute| &*attribute.value)
}
