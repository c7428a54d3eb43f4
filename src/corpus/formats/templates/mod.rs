//! Markup of site generators in guides: Liquid (`{% %}`, `{{ }}`), Hugo's shortcodes, ERB and MDN's macros. It is markup,
//! not words: only what a reader of the page would see of it is kept. What stands between opening and closing tags stays.

mod arguments;
mod limits;
mod words;

use std::ops::Range;

pub(super) use self::arguments::title_variable;
use self::arguments::{is_reference, link_text, name_of, tab_title};
pub(super) use self::limits::{Closers, Paragraph};
pub(super) use self::words::{is_shown, quoted};

/// A piece of markup.
#[derive(Debug, PartialEq)]
pub(super) struct Markup {
    /// Where it ends.
    pub end: usize,
    /// What stays of it.
    pub kept: Vec<Kept>,
}

/// Something that stays of a piece of markup.
#[derive(Debug, PartialEq)]
pub(super) enum Kept {
    /// This range of the text.
    Range(Range<usize>),
    /// Code, in lines of its own.
    Code(Range<usize>),
    /// A text that does not stand there.
    Text(String),
}

/// Reads the markup of a text from front to back.
#[derive(Debug)]
pub(super) struct Templates<'a> {
    text: &'a str,
    /// The title that a page's variable stands for.
    title: &'a str,
    paragraph: Paragraph<'a>,
    closers: Closers,
    /// Blocks whose closing tag is nowhere below.
    endless: Vec<&'static str>,
}

/// Blocks whose text is not what it is elsewhere.
const BLOCKS: [&str; 5] = ["raw", "verbatim", "comment", "highlight", "code"];

impl<'a> Templates<'a> {
    /// `title`: the title of the page, empty where it has none.
    pub(super) fn new(text: &'a str, title: &'a str) -> Self {
        Templates { text, title, paragraph: Paragraph::new(text), closers: Closers::default(), endless: Vec::new() }
    }

    /// The markup that begins with the `{` or `<` at `at`, if any does. It ends within its paragraph, blocks with a
    /// closing tag excepted.
    pub(super) fn at(&mut self, at: usize) -> Option<Markup> {
        let rest = self.text.get(at..)?;
        let mut markup = match rest.get(..2)? {
            "{%" => self.tag(at),
            "{{" => self.braces(at, rest),
            "{#" if rest.get(2..).is_some_and(|rest| rest.starts_with(char::is_whitespace)) => {
                let (_, end) = self.closed(at, 2, "#}")?;
                Some(Markup { end, kept: Vec::new() })
            }
            "<%" => self.erb(at, rest),
            _ => None,
        }?;
        if markup.kept.is_empty() && matches!(rest.get(..2), Some("{{" | "<%")) {
            markup.kept.extend(self.instead_of_a_heading(at, markup.end).map(Kept::Text));
        }
        Some(markup)
    }

    /// What stands between an opener of `opener` bytes at `at` and the closer, and where the closer ends.
    fn closed(&mut self, at: usize, opener: usize, closer: &'static str) -> Option<(Range<usize>, usize)> {
        let start = at + opener;
        let to = self.paragraph.end(start);
        let end = self.closers.find(self.text, start, to, closer)?;
        Some((start..end, end + closer.len()))
    }

    /// A Liquid tag, and its block where that is read otherwise.
    fn tag(&mut self, at: usize) -> Option<Markup> {
        // Looked at first: a search for the end of what is no tag would be in vain.
        let name = name_of(self.text.get(at + 2..)?);
        if name.is_empty() {
            return None;
        }
        let (inner, end) = self.closed(at, 2, "%}")?;
        if let Some(block) = self.block(name, end, "{%") {
            return Some(block);
        }
        Some(Markup { end, kept: self.shown(inner) })
    }

    /// `{{ … }}` in all its kinds.
    fn braces(&mut self, at: usize, rest: &str) -> Option<Markup> {
        let is_shortcode = rest.starts_with("{{<") || rest.starts_with("{{%");
        let (opener, closer) = match rest.get(2..).and_then(|rest| rest.chars().next())? {
            '<' => (3, ">}}"),
            '%' => (3, "%}}"),
            '{' => (3, "}}}"),
            '!' if rest.starts_with("{{!--") => (5, "--}}"),
            _ => (2, "}}"),
        };
        // A bracket before it makes it a formula or an escape.
        let before = self.text.get(..at).and_then(|before| before.chars().next_back());
        if matches!(before, Some('\\' | '^' | '_')) {
            return None;
        }
        // Looked at first: a search for the end of what is none would be in vain.
        let begin = rest.get(opener..)?.trim_start_matches(['-', '~']).trim_start();
        if !begin.starts_with(|c: char| c.is_alphabetic() || "_.$#/^>&!\"'*(".contains(c)) {
            return None;
        }
        let (inner, end) = self.closed(at, opener, closer)?;
        let text = self.text.get(inner.clone())?.trim_matches(['-', '~']).trim();
        if opener == 5 || text.starts_with("/*") {
            return Some(Markup { end, kept: self.shown(inner) });
        }
        if is_shortcode {
            if let Some(block) = self.block(name_of(text), end, "{{") {
                return Some(block);
            }
            let mut kept = self.shown(inner.clone());
            if kept.is_empty() {
                kept.extend(tab_title(self.text, inner).map(Kept::Range));
            }
            return Some(Markup { end, kept });
        }
        if let Some((name, _)) = text.split_once('(')
            && is_reference(name.trim())
        {
            let mut arguments: Vec<Range<usize>> = quoted(self.text, inner)
                .into_iter()
                .map(|quoted| quoted.range)
                .filter(|range| !range.is_empty())
                .collect();
            arguments.truncate(2);
            let code =
                arguments.pop().and_then(|range| self.text.get(range)).unwrap_or_default().replace(['`', '\n'], " ");
            let kept = if code.trim().is_empty() { Vec::new() } else { vec![Kept::Text(format!("`{code}`"))] };
            return Some(Markup { end, kept });
        }
        let kept = if title_variable(text) && !self.title.is_empty() {
            vec![Kept::Text(self.title.to_owned())]
        } else {
            Vec::new()
        };
        Some(Markup { end, kept })
    }

    /// Ruby in a page.
    fn erb(&mut self, at: usize, rest: &str) -> Option<Markup> {
        let (inner, end) = self.closed(at, 2, "%>")?;
        let mut kept = Vec::new();
        if !rest.starts_with("<%#") {
            kept.extend(link_text(self.text, inner.clone()).map(Kept::Range));
            if kept.is_empty() {
                kept = self.shown(inner);
            }
        }
        Some(Markup { end, kept })
    }

    /// A block whose opening tag ends at `start`, with its closing tag, if it is read otherwise than other text.
    fn block(&mut self, name: &str, start: usize, opener: &str) -> Option<Markup> {
        let name = BLOCKS.into_iter().find(|block| *block == name)?;
        if self.endless.contains(&name) || (opener == "{{" && name == "code") {
            return None;
        }
        let Some(closing) = closing_tag(self.text, start, name, opener) else {
            self.endless.push(name);
            return None;
        };
        let inner = start..closing.start;
        let kept = match name {
            "comment" => Vec::new(),
            "raw" | "verbatim" => vec![Kept::Range(inner)],
            _ => vec![Kept::Code(inner)],
        };
        Some(Markup { end: closing.end, kept })
    }

    /// The texts of a tag that are shown, apart by spaces, without variables in them.
    fn shown(&self, inner: Range<usize>) -> Vec<Kept> {
        let mut kept = Vec::new();
        for range in
            quoted(self.text, inner).into_iter().filter(|quoted| is_shown(quoted.name)).map(|quoted| quoted.range)
        {
            if !kept.is_empty() {
                kept.push(Kept::Text(" ".to_owned()));
            }
            let mut at = range.start;
            while let Some(open) = self.text.get(at..range.end).and_then(|rest| rest.find("{{")).map(|open| at + open) {
                kept.push(Kept::Range(at..open));
                at = self
                    .text
                    .get(open..range.end)
                    .and_then(|rest| rest.find("}}"))
                    .map_or(range.end, |end| open + end + 2);
            }
            kept.push(Kept::Range(at..range.end));
        }
        kept
    }

    /// What a heading says that is nothing but markup: the name of the variable, so that it has a title at all.
    fn instead_of_a_heading(&self, at: usize, end: usize) -> Option<String> {
        let marks = self.text.get(..at)?.trim_end_matches([' ', '\t']);
        let before = marks.trim_end_matches('#');
        if before.len() == marks.len() || !(before.is_empty() || before.ends_with('\n')) {
            return None;
        }
        let rest = self.text.get(end..)?;
        if !rest.trim_start_matches([' ', '\t', '#']).is_empty()
            && !rest.trim_start_matches([' ', '\t', '#']).starts_with('\n')
        {
            return None;
        }
        let inner = self.text.get(at..end)?.split(['|', '(']).next().unwrap_or_default();
        let name = inner
            .rsplit(['.', '"'])
            .map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()))
            .find(|part| !part.is_empty())?;
        Some(name.split(['_', '-']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
    }
}

/// Where the tag stands that closes a block: `{% endname %}`, or `{{< /name >}}`.
pub(super) fn closing_tag(text: &str, from: usize, name: &str, opener: &str) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        let start = at + text.get(at..)?.find(opener)?;
        at = start + opener.len();
        let rest = text.get(at..)?;
        let closer = if opener == "{%" {
            let rest = rest.trim_start_matches('-').trim_start();
            rest.strip_prefix("end").and_then(|rest| rest.strip_prefix(name)).map(|rest| (rest, "%}"))
        } else {
            let closer = if rest.starts_with('<') { ">}}" } else { "%}}" };
            let rest = rest.trim_start_matches(['<', '%']).trim_start();
            rest.strip_prefix('/').and_then(|rest| rest.trim_start().strip_prefix(name)).map(|rest| (rest, closer))
        };
        if let Some((rest, closer)) = closer
            && let Some(rest) = rest.trim_start().trim_start_matches('-').strip_prefix(closer)
        {
            return Some(start..text.len() - rest.len());
        }
    }
}

#[cfg(test)]
mod tests;
