//! A heading of a page between its tags.

use html5ever::tokenizer::Tag;

use super::elements::{attribute, heading_level};
use crate::corpus::formats::outline::Heading;
use crate::corpus::formats::parts::folded;

/// A heading whose closing tag has not come yet.
#[derive(Debug)]
pub(super) struct OpenHeading {
    level: u8,
    line: u32,
    text: String,
    anchor: Option<String>,
    /// A link in the heading: where its text begins, and the anchor it leads to.
    link: Option<(usize, Option<String>)>,
}

impl OpenHeading {
    /// The heading that this tag opens in this line.
    pub(super) fn new(tag: &Tag, line: u32) -> Self {
        OpenHeading {
            level: heading_level(tag).max(1),
            line,
            text: String::new(),
            anchor: attribute(tag, "id").map(str::to_owned),
            link: None,
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(super) fn has_text(&self) -> bool {
        !self.text.trim().is_empty()
    }

    /// An element opens in the heading: it may name the anchor, or lead to it.
    pub(super) fn tag(&mut self, tag: &Tag) {
        let is_link = &*tag.name == "a";
        if self.anchor.is_none() && (is_link || &*tag.name == "span") {
            let name = attribute(tag, "id").or_else(|| attribute(tag, "name").filter(|_| is_link));
            self.anchor = name.filter(|id| !is_generated(id)).map(str::to_owned);
        }
        if is_link {
            let target = attribute(tag, "href").and_then(|href| href.strip_prefix('#')).map(str::to_owned);
            self.link = Some((self.text.len(), target));
        }
    }

    /// An element opens in the heading whose text is left out: a sign that leads to the heading names its anchor.
    pub(super) fn sign(&mut self, tag: &Tag) {
        if self.anchor.is_none() && &*tag.name == "a" {
            let target = attribute(tag, "href").and_then(|href| href.strip_prefix('#'));
            self.anchor = target.filter(|target| !target.is_empty()).map(str::to_owned);
        }
    }

    /// A link ends. One that is but a sign leads to the heading itself: it is no part of the text but names the anchor.
    pub(super) fn end_link(&mut self) {
        let Some((start, target)) = self.link.take() else { return };
        let text = self.text.get(start..).unwrap_or_default();
        let is_tool = is_tool(text);
        if is_tool || text.trim().is_empty() || is_sign(text) {
            self.text.truncate(start);
            if self.anchor.is_none() && !is_tool {
                self.anchor = target.filter(|target| !target.is_empty());
            }
        }
    }

    /// The heading and its line; none where it holds no text.
    pub(super) fn close(mut self) -> Option<(Heading, u32)> {
        self.end_link();
        let text = folded(&self.text);
        (!text.is_empty()).then_some((Heading { level: self.level, text, anchor: self.anchor }, self.line))
    }
}

/// Whether a program made the id up: the next version of the page may have another.
pub(super) fn is_generated(id: &str) -> bool {
    let number = |prefix: &str| {
        id.strip_prefix(prefix).is_some_and(|rest| {
            !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
        })
    };
    id.trim().is_empty()
        || ["id", "idm", "idp", "_Toc", "_Ref", "toc", "sec", "AEN"].iter().any(|prefix| number(prefix))
}

/// Whether the text of a link offers something to be done with the section below its heading.
fn is_tool(text: &str) -> bool {
    matches!(text.trim(), "[src]" | "[source]" | "[edit]" | "[Edit]" | "[top]" | "[Top]")
}

/// Whether the text of a link is but a sign that it leads to where it stands.
pub(super) fn is_sign(text: &str) -> bool {
    matches!(text.trim(), "#" | "¶" | "§" | "🔗")
}
