//! The first look at a page: how much text, and how much of it in links, each of its blocks holds.

use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind};

use super::elements::{Effects, attribute, effects_of, heading_level, is_block, is_main, is_void};
use super::furniture::{Kind, is_content, kind_of};
use super::labels::is_way;
use super::open::Open;
use super::tokens::{Listener, raw_kind};

/// Blocks that are weighed at most; text in further ones counts for the block around them.
pub(super) const MAX_BLOCKS: usize = 200_000;
/// A paragraph this long, in bytes of letters and digits, is meant to be read.
const PROSE: usize = 80;

/// Amounts of text, in bytes of letters and digits.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Amount {
    /// All text.
    pub text: usize,
    /// Text of links.
    pub linked: usize,
    /// Text in long paragraphs that are not mostly links, and in code.
    pub prose: usize,
    /// Text of headings.
    pub heading: usize,
    /// How many links there are, and how many of them lead to the page before, the next one and so on.
    pub links: usize,
    pub ways: usize,
    /// How many headings there are, and of those `<h1>`.
    pub headings: usize,
    pub titles: usize,
}

impl Amount {
    /// Adds what another block holds.
    pub(super) fn add(&mut self, other: Amount) {
        self.text += other.text;
        self.linked += other.linked;
        self.prose += other.prose;
        self.heading += other.heading;
        self.links += other.links;
        self.ways += other.ways;
        self.headings += other.headings;
        self.titles += other.titles;
    }
}

/// A block of the page. The first one is the page itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    pub kind: Kind,
    /// The block around it, whose number is smaller; the page is in itself.
    pub parent: usize,
    /// What it holds, blocks in it left out.
    pub own: Amount,
    /// It or a block around it is `<main>`, `<article>`, or the content by its id.
    pub in_main: bool,
    pub in_article: bool,
    pub in_content: bool,
    /// It is `<main>` or the content by its id.
    pub is_root: bool,
    /// It is an `<article>`.
    pub is_article: bool,
    /// It begins before the first heading outside furniture.
    pub before_heading: bool,
    /// It quotes.
    pub in_quote: bool,
}

/// A page as it is being weighed.
#[derive(Debug)]
pub(super) struct Survey {
    xml: bool,
    open: Open,
    pub(super) blocks: Vec<Block>,
    /// How many of them the page has.
    pub(super) mains: usize,
    pub(super) articles: usize,
    pub(super) contents: usize,
    /// Text of the paragraph so far, and how much of it is in links.
    paragraph: (usize, usize),
    /// The link that is open: how deep it was opened, and its text.
    link: Option<(usize, String)>,
    in_heading: bool,
    seen_heading: bool,
}

impl Survey {
    pub(super) fn new(xml: bool) -> Self {
        let page = Block {
            kind: Kind::Plain,
            parent: 0,
            own: Amount::default(),
            in_main: false,
            in_article: false,
            in_content: false,
            is_root: false,
            is_article: false,
            before_heading: true,
            in_quote: false,
        };
        Survey {
            xml,
            open: Open::default(),
            blocks: vec![page],
            mains: 0,
            articles: 0,
            contents: 0,
            paragraph: (0, 0),
            link: None,
            in_heading: false,
            seen_heading: false,
        }
    }

    fn innermost(&mut self) -> Option<&mut Block> {
        let at = self.open.blocks().last().copied().unwrap_or(0);
        self.blocks.get_mut(at)
    }

    fn block(&mut self, tag: &Tag, kind: Kind) -> usize {
        let parent = self.open.blocks().last().copied().unwrap_or(0);
        let (main, article, content) = (is_main(tag), &*tag.name == "article", is_content(tag));
        self.mains += usize::from(main);
        self.articles += usize::from(article);
        self.contents += usize::from(content);
        let Effects { quote, .. } = self.open.effects();
        let around = self.blocks.get(parent);
        let block = Block {
            kind,
            parent,
            own: Amount::default(),
            in_main: main || around.is_some_and(|around| around.in_main),
            in_article: article || around.is_some_and(|around| around.in_article),
            in_content: content || around.is_some_and(|around| around.in_content),
            is_root: main || content,
            is_article: article,
            before_heading: !self.seen_heading,
            in_quote: quote,
        };
        self.blocks.push(block);
        self.blocks.len() - 1
    }

    fn heading(&mut self, tag: &Tag) {
        if self.open.effects().quote {
            return;
        }
        self.in_heading = true;
        let blocks = &self.blocks;
        let in_furniture = self.open.blocks().iter().any(|&at| {
            let kind = blocks.get(at).map_or(Kind::Plain, |block| block.kind);
            !matches!(kind, Kind::Plain | Kind::Header)
        });
        self.seen_heading |= !in_furniture;
        let title = heading_level(tag) == 1;
        if let Some(block) = self.innermost() {
            block.own.headings += 1;
            block.own.titles += usize::from(title);
        }
    }

    fn words(&mut self, text: &str) {
        let amount = text.chars().filter(|c| c.is_alphanumeric()).map(char::len_utf8).sum::<usize>();
        if amount == 0 {
            return;
        }
        let linked = if self.link.is_some() { amount } else { 0 };
        if let Some((_, words)) = &mut self.link
            && words.len() < 100
        {
            words.extend(text.chars().take(100));
        }
        let (pre, heading) = (self.open.effects().pre, self.in_heading);
        self.paragraph.0 += if heading { 0 } else { amount };
        self.paragraph.1 += if heading { 0 } else { linked };
        if let Some(block) = self.innermost() {
            block.own.text += amount;
            block.own.linked += linked;
            block.own.heading += if heading { amount } else { 0 };
            block.own.prose += if pre && linked == 0 { amount } else { 0 };
        }
    }

    /// A block begins or ends, and with it the paragraph before it.
    fn end_paragraph(&mut self) {
        self.in_heading = false;
        let (text, linked) = std::mem::take(&mut self.paragraph);
        let pre = self.open.effects().pre;
        if text >= PROSE
            && linked * 2 < text
            && !pre
            && let Some(block) = self.innermost()
        {
            block.own.prose += text;
        }
    }

    fn end_link(&mut self) {
        if let Some((_, words)) = self.link.take()
            && let Some(block) = self.innermost()
        {
            block.own.links += 1;
            block.own.ways += usize::from(is_way(&words));
        }
    }

    /// A link that was never closed ends with the element around it.
    fn end_outer_link(&mut self) {
        if self.link.as_ref().is_some_and(|(depth, _)| self.open.depth() < *depth) {
            self.end_link();
        }
    }
}

impl Listener for Survey {
    fn tag(&mut self, tag: &Tag, _: u32) -> Option<RawKind> {
        let name: &str = &tag.name;
        if is_block(name) {
            self.end_paragraph();
        }
        if tag.kind == TagKind::EndTag {
            if name == "a" {
                self.end_link();
            }
            self.open.close(&tag.name);
            self.end_outer_link();
            return None;
        }
        if is_void(name) {
            if name == "img" && !self.open.effects().unseen {
                self.words(attribute(tag, "alt").unwrap_or_default());
            }
            return None;
        }
        if !self.open.begins(tag, self.xml) {
            return None;
        }
        self.end_outer_link();
        let was_unseen = self.open.effects().unseen;
        let effects = effects_of(tag);
        let kind = if was_unseen || effects.unseen { None } else { kind_of(tag) };
        let block = kind.filter(|_| self.blocks.len() < MAX_BLOCKS).map(|kind| self.block(tag, kind));
        self.open.push(&tag.name, effects, block);
        if !was_unseen && !effects.unseen {
            if heading_level(tag) > 0 {
                self.heading(tag);
            }
            if name == "a" {
                self.end_link();
                if attribute(tag, "href").is_some() {
                    self.link = Some((self.open.depth(), String::new()));
                }
            }
        }
        raw_kind(name, was_unseen)
    }

    fn text(&mut self, text: &str, _: u32) {
        if !self.open.effects().unseen {
            self.words(text);
        }
    }

    fn end(&mut self) {
        self.end_paragraph();
        self.end_link();
    }
}
