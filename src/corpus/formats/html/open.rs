//! The open elements of a page that matter to its text.

use html5ever::LocalName;
use html5ever::tokenizer::Tag;

use super::elements::{BRIEF, Effects, is_block, is_container};

/// Browsers stop nesting elements at about this depth; a limit also keeps the search for an opening tag short.
const MAX_OPEN: usize = 256;

/// The open elements: containers, and others that have effects.
#[derive(Debug, Default)]
pub(super) struct Open {
    elements: Vec<Element>,
    /// The numbers of those that are weighed.
    blocks: Vec<usize>,
    /// How many of them another opening tag may close.
    brief: usize,
    unseen: usize,
    dropped: usize,
    articles: usize,
    roots: usize,
    quotes: usize,
    pres: usize,
    lists: usize,
}

/// An open element. What is asked of it for every tag of the page is settled when it opens.
#[derive(Debug)]
struct Element {
    name: LocalName,
    effects: Effects,
    container: bool,
    brief: bool,
    /// No block within it ends a block around it.
    scope: bool,
    /// It is one of the blocks that are weighed.
    block: bool,
}

impl Open {
    /// All effects at work.
    pub(super) fn effects(&self) -> Effects {
        Effects {
            unseen: self.unseen > 0,
            dropped: self.dropped > 0,
            article: self.articles > 0,
            root: self.roots > 0,
            quote: self.quotes > 0,
            pre: self.pres > 0,
            list: self.lists > 0,
        }
    }

    /// An element opens; `block` is its number if it is one of the blocks that are weighed. Elements that do nothing are
    /// noted only where closing tags could be taken for another's.
    pub(super) fn push(&mut self, name: &LocalName, effects: Effects, block: Option<usize>) {
        let container = is_container(name);
        let matters = effects != Effects::default()
            || block.is_some()
            || container
            || &**name == "ruby"
            || self.skipped() == Some(name);
        if matters && self.elements.len() < MAX_OPEN {
            let brief = BRIEF.contains(&&**name);
            let scope = matches!(&**name, "table" | "template");
            self.count(effects, true);
            self.brief += usize::from(brief);
            self.blocks.extend(block);
            let block = block.is_some();
            self.elements.push(Element { name: name.clone(), effects, container, brief, scope, block });
        }
    }

    /// The numbers of the weighed blocks that are open, the innermost last.
    pub(super) fn blocks(&self) -> &[usize] {
        &self.blocks
    }

    /// How many elements are noted.
    pub(super) fn depth(&self) -> usize {
        self.elements.len()
    }

    /// Whether the element of this tag, which is not void, has content; what the tag closes by itself is closed.
    pub(super) fn begins(&mut self, tag: &Tag, xml: bool) -> bool {
        self.imply_end(&tag.name);
        !(tag.self_closing && (xml || self.unseen > 0 || matches!(&*tag.name, "svg" | "math")))
    }

    /// Closes what an opening tag closes by itself, such as the item before another item.
    pub(super) fn imply_end(&mut self, name: &str) {
        if self.brief == 0 {
            return;
        }
        let ends: &[&str] = match name {
            "li" => &["li", "p"],
            "dt" | "dd" => &["dt", "dd", "p"],
            "td" | "th" => &["td", "th", "p"],
            "tr" => &["td", "th", "tr", "p"],
            "tbody" | "thead" | "tfoot" => &["td", "th", "tr", "tbody", "thead", "tfoot", "p"],
            "option" | "optgroup" => &["option"],
            "button" => &["button"],
            "rt" | "rp" => &["rt", "rp"],
            name if is_block(name) => &["p", "svg", "math"],
            _ => return,
        };
        // The outermost of them within the innermost container: an open paragraph does not shield the cell around it.
        let inner = self.elements.iter().rposition(|open| open.container).map_or(0, |at| at + 1);
        let ended = |open: &Element| open.brief && ends.contains(&&*open.name);
        if let Some(at) = self.elements.iter().skip(inner).position(ended) {
            self.truncate(inner + at);
        }
    }

    /// An element closes, and with it all that was opened in it and never closed.
    pub(super) fn close(&mut self, name: &LocalName) {
        // A block does not end within an inline element nor a table within a block in one of its cells.
        let block = is_block(name);
        let bound = |open: &Element| if block { open.scope } else { open.container };
        let found = self.elements.iter().rposition(|open| open.name == *name || bound(open));
        if let Some(at) = found.filter(|&at| self.elements.get(at).is_some_and(|open| open.name == *name)) {
            self.truncate(at);
        }
    }

    /// The innermost element whose text is left out.
    fn skipped(&self) -> Option<&LocalName> {
        if !self.effects().skip() {
            return None;
        }
        self.elements.iter().rfind(|open| open.effects.skip()).map(|open| &open.name)
    }

    fn truncate(&mut self, length: usize) {
        while self.elements.len() > length {
            if let Some(closed) = self.elements.pop() {
                self.count(closed.effects, false);
                self.brief -= usize::from(closed.brief);
                if closed.block {
                    self.blocks.pop();
                }
            }
        }
    }

    fn count(&mut self, effects: Effects, up: bool) {
        for (count, concerned) in [
            (&mut self.unseen, effects.unseen),
            (&mut self.dropped, effects.dropped),
            (&mut self.articles, effects.article),
            (&mut self.roots, effects.root),
            (&mut self.quotes, effects.quote),
            (&mut self.pres, effects.pre),
            (&mut self.lists, effects.list),
        ] {
            if concerned {
                *count = if up { *count + 1 } else { count.saturating_sub(1) };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use html5ever::LocalName;

    use super::Open;
    use crate::corpus::formats::html::elements::Effects;

    const SKIP: Effects =
        Effects { unseen: false, dropped: true, article: false, root: false, quote: false, pre: false, list: false };

    #[test]
    fn closing_tags_find_their_own() {
        let mut open = Open::default();
        open.push(&LocalName::from("span"), SKIP, None);
        open.push(&LocalName::from("span"), Effects::default(), None);
        open.close(&LocalName::from("span"));
        assert!(open.effects().skip());
        open.close(&LocalName::from("b"));
        open.close(&LocalName::from("span"));
        assert!(!open.effects().skip());
        open.close(&LocalName::from("span"));
        assert_eq!(open.effects(), Effects::default());
    }

    #[test]
    fn the_depth_is_limited() {
        let mut open = Open::default();
        for _ in 0..100_000 {
            open.push(&LocalName::from("nav"), SKIP, None);
        }
        assert!(open.elements.len() <= super::MAX_OPEN);
    }
}
