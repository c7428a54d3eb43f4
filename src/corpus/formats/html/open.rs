//! The open elements of a page that matter to its text.

use html5ever::LocalName;

use super::elements::{BRIEF, Effects, is_block, is_container};

/// Browsers stop nesting elements at about this depth; a limit also keeps the search for an opening tag short.
const MAX_OPEN: usize = 256;

/// The open elements: containers, and others that have effects.
#[derive(Debug, Default)]
pub(super) struct Open {
    elements: Vec<Element>,
    /// How many of them another opening tag may close.
    brief: usize,
    skips: usize,
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
}

impl Open {
    /// All effects at work.
    pub(super) fn effects(&self) -> Effects {
        Effects {
            skip: self.skips > 0,
            article: self.articles > 0,
            root: self.roots > 0,
            quote: self.quotes > 0,
            pre: self.pres > 0,
            list: self.lists > 0,
        }
    }

    /// An element opens. Elements without effects are noted only where closing tags could be taken for another's.
    pub(super) fn push(&mut self, name: &LocalName, effects: Effects) {
        let container = is_container(name);
        let matters = effects != Effects::default() || container || self.skipped() == Some(name);
        if matters && self.elements.len() < MAX_OPEN {
            let brief = BRIEF.contains(&&**name);
            let scope = matches!(&**name, "table" | "template");
            self.count(effects, true);
            self.brief += usize::from(brief);
            self.elements.push(Element { name: name.clone(), effects, container, brief, scope });
        }
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
            name if is_block(name) => &["p", "svg", "math"],
            _ => return,
        };
        let ended = |open: &Element| open.brief && ends.contains(&&*open.name);
        self.end(|open| open.container || ended(open), ended);
    }

    /// An element closes, and with it all that was opened in it and never closed.
    pub(super) fn close(&mut self, name: &LocalName) {
        // A block does not end within an inline element nor a table within a block in one of its cells.
        let block = is_block(name);
        let bound = |open: &Element| if block { open.scope } else { open.container };
        self.end(|open| open.name == *name || bound(open), |open| open.name == *name);
    }

    /// Closes the innermost element at which the search stops, if it is one that ends.
    fn end(&mut self, stops: impl Fn(&Element) -> bool, ends: impl Fn(&Element) -> bool) {
        if let Some(at) = self.elements.iter().rposition(stops).filter(|&at| self.elements.get(at).is_some_and(ends)) {
            self.truncate(at);
        }
    }

    /// The innermost element whose text is left out.
    fn skipped(&self) -> Option<&LocalName> {
        if self.skips == 0 {
            return None;
        }
        self.elements.iter().rfind(|open| open.effects.skip).map(|open| &open.name)
    }

    fn truncate(&mut self, length: usize) {
        while self.elements.len() > length {
            if let Some(closed) = self.elements.pop() {
                self.count(closed.effects, false);
                self.brief -= usize::from(closed.brief);
            }
        }
    }

    fn count(&mut self, effects: Effects, up: bool) {
        for (count, concerned) in [
            (&mut self.skips, effects.skip),
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

    const SKIP: Effects = Effects { skip: true, article: false, root: false, quote: false, pre: false, list: false };

    #[test]
    fn closing_tags_find_their_own() {
        let mut open = Open::default();
        open.push(&LocalName::from("span"), SKIP);
        open.push(&LocalName::from("span"), Effects::default());
        open.close(&LocalName::from("span"));
        assert!(open.effects().skip);
        open.close(&LocalName::from("b"));
        open.close(&LocalName::from("span"));
        assert!(!open.effects().skip);
        open.close(&LocalName::from("span"));
        assert_eq!(open.effects(), Effects::default());
    }

    #[test]
    fn the_depth_is_limited() {
        let mut open = Open::default();
        for _ in 0..100_000 {
            open.push(&LocalName::from("nav"), SKIP);
        }
        assert!(open.elements.len() <= super::MAX_OPEN);
    }
}
