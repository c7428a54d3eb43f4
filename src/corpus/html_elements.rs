//! The open elements of a page that matter to its text, and what each of them does to it.

use html5ever::LocalName;

/// Browsers stop nesting elements at about this depth; a limit also keeps the search for an opening tag short.
const MAX_OPEN: usize = 256;

/// What an element does to the text in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Effects {
    /// Its text is left out.
    pub skip: bool,
    /// It is a main part of the page: `<main>` or `<article>`.
    pub article: bool,
    /// It is the part of the page that counts.
    pub root: bool,
    /// It quotes: its headings are none of this page.
    pub quote: bool,
    /// White space counts.
    pub pre: bool,
    /// It is a list.
    pub list: bool,
}

/// The open elements: containers, and others that have effects.
#[derive(Debug, Default)]
pub(super) struct Open {
    elements: Vec<(LocalName, Effects)>,
    skips: usize,
    articles: usize,
    roots: usize,
    quotes: usize,
    pres: usize,
    lists: usize,
}

impl Open {
    /// All effects at work; `lists` tells how many lists are open.
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
        let matters = effects != Effects::default() || is_container(name) || self.skipped() == Some(name);
        if matters && self.elements.len() < MAX_OPEN {
            self.count(effects, true);
            self.elements.push((name.clone(), effects));
        }
    }

    /// Closes what an opening tag closes by itself, such as the item before another item.
    pub(super) fn imply_end(&mut self, name: &str) {
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
        let found = self.elements.iter().rposition(|(open, _)| ends.contains(&&**open) || is_container(open));
        if let Some(at) = found.filter(|&at| self.elements.get(at).is_some_and(|(open, _)| ends.contains(&&**open))) {
            self.truncate(at);
        }
    }

    /// An element closes, and with it all that was opened in it and never closed.
    pub(super) fn close(&mut self, name: &str) {
        // A block does not end within an inline element nor a table within a block in one of its cells.
        let bound = |open: &str| if is_block(name) { matches!(open, "table" | "template") } else { is_container(open) };
        let found = self.elements.iter().rposition(|(open, _)| **open == *name || bound(open));
        if let Some(at) = found.filter(|&at| self.elements.get(at).is_some_and(|(open, _)| **open == *name)) {
            self.truncate(at);
        }
    }

    /// The innermost element whose text is left out.
    fn skipped(&self) -> Option<&LocalName> {
        if self.skips == 0 {
            return None;
        }
        self.elements.iter().rfind(|(_, effects)| effects.skip).map(|(name, _)| name)
    }

    fn truncate(&mut self, length: usize) {
        while self.elements.len() > length {
            if let Some((_, effects)) = self.elements.pop() {
                self.count(effects, false);
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

/// Whether an element holds blocks and needs its closing tag.
fn is_container(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "fieldset"
            | "figure"
            | "footer"
            | "foreignobject"
            | "form"
            | "header"
            | "hgroup"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "template"
            | "ul"
    )
}

/// Whether an element stands on lines of its own.
pub(super) fn is_block(name: &str) -> bool {
    is_container(name)
        || matches!(
            name,
            "body"
                | "caption"
                | "dd"
                | "dt"
                | "figcaption"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "hr"
                | "html"
                | "legend"
                | "li"
                | "p"
                | "tbody"
                | "td"
                | "tfoot"
                | "th"
                | "thead"
                | "tr"
        )
}

/// Whether an element never has content.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

#[cfg(test)]
mod tests {
    use html5ever::LocalName;

    use super::{Effects, Open};

    const SKIP: Effects = Effects { skip: true, article: false, root: false, quote: false, pre: false, list: false };

    #[test]
    fn closing_tags_find_their_own() {
        let mut open = Open::default();
        open.push(&LocalName::from("span"), SKIP);
        open.push(&LocalName::from("span"), Effects::default());
        open.close("span");
        assert!(open.effects().skip);
        open.close("b");
        open.close("span");
        assert!(!open.effects().skip);
        open.close("span");
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
