//! Decides, from the weights of its blocks, what of a page is its content.
//!
//! The idea that long paragraphs are content and short links are menus is that of boilerplate detection by shallow text
//! features (Kohlschütter, Fankhauser and Nejdl, WSDM 2010); names of elements come first here, weights correct them.

use super::furniture::Kind;
use super::survey::{Amount, Block, Survey};

/// Links in a menu are no longer than this on average, in bytes of letters and digits.
const MENU_LINK: usize = 40;

/// Which part of a page holds its content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Root {
    /// All of it.
    #[default]
    Page,
    /// What stands in `<main>`.
    Main,
    /// What stands in `<article>`.
    Article,
    /// What stands in the block whose id says so.
    Content,
}

/// What of a page is read.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The part that counts.
    pub root: Root,
    /// For each weighed block, in the order they begin, whether it is left out. Blocks beyond the list are read.
    pub dropped: Vec<bool>,
    /// It is a piece of HTML in a document of another format, whose headings are no headings.
    pub fragment: bool,
}

impl Plan {
    /// What to read of a page that was looked at.
    pub(super) fn of(survey: &Survey) -> Plan {
        let weights = Weights::of(&survey.blocks);
        let mut dropped: Vec<bool> = (0..survey.blocks.len()).map(|at| weights.is_furniture(at)).collect();
        // What holds the content is no furniture, whatever it is called.
        for (at, block) in survey.blocks.iter().enumerate() {
            let is_root = block.is_root || (block.is_article && survey.mains == 0 && survey.articles == 1);
            if is_root && !weights.within_furniture(at) {
                weights.take_back(at, &mut dropped);
            }
        }
        weights.take_back_title(&mut dropped);
        let root = weights.root(survey, &dropped);
        weights.take_back_prose(root, &mut dropped);
        weights.drop_contents(root, &mut dropped);
        weights.drop_menus(root, &mut dropped);
        if weights.kept(root, &dropped).text == 0 {
            return Plan::default();
        }
        Plan { root, dropped, fragment: false }
    }
}

/// The blocks of a page and what each of them holds with all that is in it.
struct Weights<'a> {
    blocks: &'a [Block],
    whole: Vec<Amount>,
}

impl<'a> Weights<'a> {
    fn of(blocks: &'a [Block]) -> Self {
        let mut whole: Vec<Amount> = blocks.iter().map(|block| block.own).collect();
        for at in (1..blocks.len()).rev() {
            let (amount, parent) = (whole.get(at).copied(), blocks.get(at).map(|block| block.parent));
            if let (Some(amount), Some(around)) = (amount, parent.and_then(|parent| whole.get_mut(parent))) {
                around.add(amount);
            }
        }
        Weights { blocks, whole }
    }

    fn kind(&self, at: usize) -> Kind {
        self.blocks.get(at).map_or(Kind::Plain, |block| block.kind)
    }

    fn amount(&self, at: usize) -> Amount {
        self.whole.get(at).copied().unwrap_or_default()
    }

    /// The block and all that are around it.
    fn path(&self, at: usize) -> impl Iterator<Item = usize> {
        let parent = |&at: &usize| self.blocks.get(at).map(|block| block.parent).filter(|_| at > 0);
        std::iter::successors(Some(at), parent)
    }

    fn within_furniture(&self, at: usize) -> bool {
        self.path(at).any(|at| self.kind(at) == Kind::Furniture)
    }

    /// Whether a block is left out by what it is.
    fn is_furniture(&self, at: usize) -> bool {
        let Some(block) = self.blocks.get(at) else { return false };
        let amount = self.amount(at);
        match block.kind {
            Kind::Furniture => true,
            Kind::Margin if block.in_quote => false, // whoever is quoted stands in a footer
            Kind::Margin => !(block.in_main || block.in_article) || amount.linked * 2 > amount.text || amount.text == 0,
            Kind::Header => !(block.in_main || block.in_article),
            Kind::Hidden => amount.prose == 0,
            // Some pages are one form from head to foot.
            Kind::Form => amount.prose == 0 || amount.prose * 4 < self.amount(0).prose,
            Kind::Contents | Kind::Plain => false,
        }
    }

    fn take_back(&self, at: usize, dropped: &mut [bool]) {
        for at in self.path(at) {
            if let Some(dropped) = dropped.get_mut(at) {
                *dropped = false;
            }
        }
    }

    /// Which blocks are read, by their own decision and those around them.
    fn read(&self, root: Root, dropped: &[bool]) -> Vec<bool> {
        let mut read: Vec<bool> = Vec::with_capacity(self.blocks.len());
        for (at, block) in self.blocks.iter().enumerate() {
            let around = at == 0 || read.get(block.parent).copied().unwrap_or(true);
            read.push(around && !dropped.get(at).copied().unwrap_or(false));
        }
        for (read, block) in read.iter_mut().zip(self.blocks) {
            *read &= match root {
                Root::Page => true,
                Root::Main => block.in_main,
                Root::Article => block.in_article,
                Root::Content => block.in_content,
            };
        }
        read
    }

    /// What is read, all in all.
    fn kept(&self, root: Root, dropped: &[bool]) -> Amount {
        let mut sum = Amount::default();
        for (block, _) in self.blocks.iter().zip(self.read(root, dropped)).filter(|(_, read)| *read) {
            sum.add(block.own);
        }
        sum
    }

    /// The title of the page stands in its header, where no other `<h1>` is left.
    fn take_back_title(&self, dropped: &mut [bool]) {
        if self.kept(Root::Page, dropped).titles > 0 {
            return;
        }
        let holds =
            |&at: &usize| self.blocks.get(at).is_some_and(|block| block.own.titles > 0) && !self.within_furniture(at);
        let Some(title) = (0..self.blocks.len()).find(holds) else { return };
        let Some(header) = self.path(title).filter(|&at| dropped.get(at) == Some(&true)).last() else { return };
        self.take_back(title, dropped);
        // The menu beside it stays out.
        let mut inside = vec![false; self.blocks.len()];
        for (at, block) in self.blocks.iter().enumerate().skip(header) {
            let amount = self.amount(at);
            let is_inside = at == header || inside.get(block.parent) == Some(&true);
            if let (Some(inside), Some(dropped)) = (inside.get_mut(at), dropped.get_mut(at)) {
                *inside = is_inside;
                *dropped |= is_inside && amount.titles == 0 && amount.linked * 2 > amount.text;
            }
        }
    }

    /// The part that counts: the first kind the page has, unless most of what is meant to be read stands outside of it.
    fn root(&self, survey: &Survey, dropped: &[bool]) -> Root {
        let page = self.kept(Root::Page, dropped);
        let known = [
            (Root::Main, survey.mains > 0),
            (Root::Article, survey.articles == 1),
            (Root::Content, survey.contents == 1),
        ];
        let fits = |root: Root| {
            let inside = self.kept(root, dropped);
            let titled = root != Root::Content || inside.titles > 0 || page.titles == 0;
            inside.text > 0 && is_enough(inside, page) && titled
        };
        known.into_iter().find(|(root, has)| *has && fits(*root)).map_or(Root::Page, |(root, _)| root)
    }

    /// Takes back blocks that hold a quarter of all long paragraphs, where what is read holds less than that.
    fn take_back_prose(&self, root: Root, dropped: &mut [bool]) {
        let all = self.amount(0).prose;
        if is_enough(self.kept(root, dropped), self.amount(0)) {
            return;
        }
        for (at, block) in self.blocks.iter().enumerate() {
            if block.own.prose * 4 >= all {
                self.take_back(at, dropped);
            }
        }
        // Paragraphs are blocks of their own: the smallest block around enough of them.
        let smallest = |at: &usize| self.amount(*at).prose * 4 >= all;
        if self.kept(root, dropped).prose * 4 < all
            && let Some(at) = (0..self.blocks.len()).filter(smallest).min_by_key(|&at| self.amount(at).text)
        {
            self.take_back(at, dropped);
        }
    }

    /// Tables of contents are left out, unless they are most of the page.
    fn drop_contents(&self, root: Root, dropped: &mut [bool]) {
        let is_contents = |at: usize| {
            let amount = self.amount(at);
            self.kind(at) == Kind::Contents && amount.linked * 10 >= (amount.text - amount.heading) * 6
        };
        let mut without = dropped.to_vec();
        let contents: Vec<usize> = (0..self.blocks.len()).filter(|&at| is_contents(at)).collect();
        for &at in &contents {
            if let Some(dropped) = without.get_mut(at) {
                *dropped = true;
            }
        }
        let (before, after) = (self.kept(root, dropped), self.kept(root, &without));
        if (after.text - after.heading) * 4 >= before.text - before.heading {
            for at in contents {
                if let Some(dropped) = dropped.get_mut(at) {
                    *dropped = true;
                }
            }
        }
    }

    /// Leaves out what is made of links alone where that is a menu: before the first heading, if there is more text
    /// below it, and where all links lead to the next page and the like.
    fn drop_menus(&self, root: Root, dropped: &mut [bool]) {
        let read = self.read(root, dropped);
        let of_links = |amount: &Amount| amount.linked * 10 >= amount.text * 9;
        let mut menus = Vec::new();
        let (mut menu_text, mut in_menu) = (0, vec![false; self.blocks.len()]);
        for (at, block) in self.blocks.iter().enumerate().skip(1) {
            let amount = self.amount(at);
            let inside = in_menu.get(block.parent).copied().unwrap_or(false);
            let plain = block.kind == Kind::Plain && !block.is_root && read.get(at).copied().unwrap_or(false);
            let menu = plain
                && block.before_heading
                && amount.headings == 0
                && amount.links >= 2
                && of_links(&amount)
                && amount.linked <= amount.links * MENU_LINK;
            let ways =
                plain && amount.headings == 0 && amount.ways >= 2 && amount.ways == amount.links && of_links(&amount);
            if ways && let Some(dropped) = dropped.get_mut(at) {
                *dropped = true;
            }
            if menu && !ways && !inside {
                menu_text += amount.text;
                menus.push(at);
            }
            if let Some(in_menu) = in_menu.get_mut(at) {
                *in_menu = inside || menu || ways;
            }
        }
        let kept = self.kept(root, dropped);
        if kept.headings > 0 && kept.text.saturating_sub(menu_text).saturating_sub(kept.heading) > menu_text {
            for at in menus {
                if let Some(dropped) = dropped.get_mut(at) {
                    *dropped = true;
                }
            }
        }
    }
}

/// Whether a part of a page holds a quarter of its long paragraphs, or of its text that is no link.
fn is_enough(part: Amount, page: Amount) -> bool {
    part.prose * 4 >= page.prose || (part.text - part.linked) * 4 >= page.text - page.linked
}
