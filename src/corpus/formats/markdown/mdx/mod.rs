//! MDX: Markdown with elements of JSX, expressions in braces, and `import` and `export`. The text of elements stays and
//! so do the attributes that a reader sees; all else that is code goes.
//!
//! Indentation means nothing in an element, so that it is taken off: to CommonMark it would be code. Headings in
//! elements are headings of the page, as MDX renders them.

mod expression;
mod module;
mod tag;

use self::expression::{Budget, literal};
use self::module::module_end;
use self::tag::{Element, element};
use super::code::Fence;
use crate::corpus::formats::rewritten::{Rewriter, Rewritten};
use crate::corpus::formats::templates::{Closers, Paragraph, title_variable};

/// How much of MDX a document makes use of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Nothing: it is Markdown.
    Plain,
    /// Elements whose names begin with a capital, `import`, `export` and comments; other braces are text.
    Components,
    /// All of it.
    Mdx,
}

/// The text as Markdown without elements and code; none where it is that already.
pub(super) fn without<'a>(text: &'a str, dialect: Dialect, title: &str) -> Option<Rewritten<'a>> {
    (dialect != Dialect::Plain).then(|| Reader::new(text, dialect, title).read())
}

/// Elements in elements whose indentation is followed.
const MAX_OPEN: usize = 256;
/// How far the end of an element that is not closed properly is looked for.
const MAX_UNCLOSED: usize = 16;

/// An element that is open.
struct Open<'a> {
    name: &'a str,
    /// How far its tag is indented, what is taken off already left out.
    indent: usize,
    /// What is taken off the lines in it besides what is taken off its tag; none before its first line.
    stripped: Option<usize>,
}

struct Reader<'a, 't> {
    text: &'a str,
    dialect: Dialect,
    title: &'t str,
    written: Rewriter<'a>,
    paragraph: Paragraph<'a>,
    closers: Closers,
    budget: Budget,
    fence: Fence,
    open: Vec<Open<'a>>,
    /// What is taken off each line.
    strip: usize,
    /// Runs of backticks that have no partner up to here, by length.
    lone: [usize; MAX_TICKS],
}

/// Longer runs of backticks are no code.
const MAX_TICKS: usize = 16;

impl<'a, 't> Reader<'a, 't> {
    fn new(text: &'a str, dialect: Dialect, title: &'t str) -> Self {
        Reader {
            text,
            dialect,
            title,
            written: Rewriter::new(text),
            paragraph: Paragraph::new(text),
            closers: Closers::default(),
            budget: Budget::of(text),
            fence: Fence::default(),
            open: Vec::new(),
            strip: 0,
            lone: [0; MAX_TICKS],
        }
    }

    fn read(mut self) -> Rewritten<'a> {
        let mut at = 0;
        let mut block_start = true;
        while at < self.text.len() {
            let rest = self.text.get(at..).unwrap_or_default();
            let line = rest.split_inclusive('\n').next().unwrap_or_default();
            if block_start
                && !self.fence.is_open()
                && let Some(end) = module_end(self.text, at, &mut self.budget)
            {
                self.written.keep_to(at);
                self.written.blank_to(end);
                at = end;
                continue;
            }
            let content = line.trim_start_matches([' ', '\t']);
            let indent = line.len() - content.len();
            let blank = content.trim().is_empty();
            if !blank {
                self.written.keep_to(at);
                self.dedent(indent);
                self.written.drop_to(at + self.strip.min(indent));
            }
            let end = at + line.len();
            at = if self.fence.holds(content) || content.starts_with(":::") {
                end
            } else {
                self.line(at + indent, indent.saturating_sub(self.strip), end)
            };
            block_start = blank;
        }
        self.written.finish()
    }

    /// Looks at how far the first line in an element is indented.
    fn dedent(&mut self, indent: usize) {
        let effective = indent.saturating_sub(self.strip);
        if let Some(open) = self.open.last_mut().filter(|open| open.stripped.is_none()) {
            let more = effective.saturating_sub(open.indent);
            open.stripped = Some(more);
            self.strip += more;
        }
    }

    /// Reads from `start` to the end of the line, or to where markup ends that goes beyond it.
    fn line(&mut self, start: usize, indent: usize, line_end: usize) -> usize {
        let content = self.text.get(start..line_end).unwrap_or_default();
        let is_heading = content.starts_with('#');
        let ends_with_tag = content.trim_end().ends_with('>');
        let (mut at, mut at_start, mut apart) = (start, true, false);
        while let Some(found) = self.next(at, line_end) {
            let before = self.text.get(at..found).unwrap_or_default();
            at_start &= before.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>'));
            at = match self.text.as_bytes().get(found) {
                Some(b'\\') => found + 2,
                Some(b'`') => self.ticks(found),
                Some(b'{') => self.braces(found, at_start, is_heading.then_some(line_end)),
                _ if self.starts_with(found, "<!--") => {
                    let end = self.closers.find(self.text, found + 4, self.text.len(), "-->");
                    end.map_or(found + 4, |end| end + 3)
                }
                _ => match element(self.text, found, self.dialect, &mut self.budget, &mut self.paragraph) {
                    Some(element) => {
                        let rest = self.text.get(element.end..).unwrap_or_default().trim_start_matches([' ', '\t']);
                        let alone = at_start && (rest.is_empty() || rest.starts_with(['\n', '<']));
                        if at_start && ends_with_tag && !alone && !apart {
                            // An element in one line is a block, whatever stands in the lines around it.
                            self.written.keep_to(found);
                            self.written.insert("\n");
                            apart = true;
                        }
                        self.element(found, element, alone, indent)
                    }
                    None => found + 1,
                },
            };
            at_start &= self.written.at() == at;
            if at >= line_end {
                break;
            }
        }
        if apart && at <= line_end {
            let end = line_end - usize::from(self.text.as_bytes().get(line_end - 1) == Some(&b'\n'));
            self.written.keep_to(end);
            self.written.insert("\n");
        }
        at.max(line_end)
    }

    fn next(&self, at: usize, end: usize) -> Option<usize> {
        self.text.get(at..end)?.find(['<', '{', '`', '\\']).map(|found| at + found)
    }

    fn starts_with(&self, at: usize, start: &str) -> bool {
        self.text.get(at..).is_some_and(|rest| rest.starts_with(start))
    }

    /// Passes code between backticks.
    fn ticks(&mut self, at: usize) -> usize {
        let length = self.text.as_bytes().iter().skip(at).take_while(|&&byte| byte == b'`').count();
        let from = at + length;
        let end = self.paragraph.end(at);
        match self.lone.get_mut(length) {
            Some(lone) if *lone <= at => {
                let mut search = from;
                while let Some(open) = self.text.get(search..end).and_then(|rest| rest.find('`')).map(|n| search + n) {
                    let run = self.text.as_bytes().iter().skip(open).take_while(|&&byte| byte == b'`').count();
                    if run == length {
                        return open + run;
                    }
                    search = open + run;
                }
                *lone = end;
                from
            }
            _ => from,
        }
    }

    /// Leaves out an expression; what is none is passed.
    fn braces(&mut self, at: usize, at_start: bool, heading_end: Option<usize>) -> usize {
        let is_comment = self.starts_with(at, "{/*");
        // A comment or an attribute at the end of a heading may be its id, which is looked at later.
        let may_be_id = is_comment || self.starts_with(at, "{#");
        if may_be_id && let Some(line) = heading_end.and_then(|end| self.text.get(at..end)) {
            let id = line.trim_end();
            let closed = if is_comment { id.ends_with("*/}") } else { id.ends_with('}') };
            if closed && !id.get(1..).is_some_and(|rest| rest.contains('{')) {
                return at + id.len();
            }
        }
        let to = if at_start || is_comment { self.text.len() } else { self.paragraph.end(at) };
        let end = if is_comment {
            self.closers.find(self.text, at + 3, to, "*/}").map(|end| end + 3)
        } else {
            self.budget.balanced(self.text, at, to)
        };
        let Some(end) = end else { return at + 1 };
        let inner = at + 1..end - 1;
        let literal = literal(self.text, inner.clone());
        let is_title = !self.title.is_empty() && title_variable(self.text.get(inner).unwrap_or_default());
        if self.dialect == Dialect::Components && !is_comment && literal.is_none() && !is_title {
            self.budget.spend(end - at);
            return at + 1;
        }
        self.written.keep_to(at);
        match literal {
            Some(range) => {
                self.written.drop_to(range.start);
                self.written.keep_to(range.end);
            }
            None if is_title => self.written.insert(self.title),
            None => {}
        }
        self.written.drop_to(end);
        end
    }

    /// Leaves out a tag, but for its words; `alone`: nothing but tags is in its line.
    fn element(&mut self, at: usize, element: Element<'a>, alone: bool, indent: usize) -> usize {
        self.written.keep_to(at);
        let words = !element.words.is_empty();
        if words && alone {
            self.written.insert("\n");
            self.written.insert(&" ".repeat(indent.min(MAX_OPEN)));
        }
        for (n, range) in element.words.into_iter().enumerate() {
            self.written.drop_to(range.start);
            self.written.insert(if n > 0 { " " } else { "" });
            self.written.keep_to(range.end);
        }
        if words || element.name.eq_ignore_ascii_case("br") {
            self.written.insert(if alone { "\n" } else { " " });
        }
        let mut end = element.end;
        if matches!(element.name, "script" | "style") && element.opens {
            let closer = if element.name == "script" { "</script" } else { "</style" };
            end = self.closers.find(self.text, end, self.text.len(), closer).unwrap_or(end);
        }
        self.written.drop_to(end);
        if alone && element.opens && self.open.len() < MAX_OPEN {
            self.open.push(Open { name: element.name, indent, stripped: None });
        } else if element.closes {
            self.close(element.name);
        }
        end
    }

    fn close(&mut self, name: &str) {
        let open = self.open.iter().rev().take(MAX_UNCLOSED).position(|open| open.name == name);
        for _ in 0..open.map_or(0, |above| above + 1) {
            let closed = self.open.pop().and_then(|open| open.stripped).unwrap_or(0);
            self.strip = self.strip.saturating_sub(closed);
        }
    }
}

#[cfg(test)]
mod tests;
