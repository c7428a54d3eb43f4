//! Where code stands in Markdown: markup of other kinds is none there.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::OPTIONS;
use super::guard::bounded;

/// The places of blocks of code and of code within lines, in their order.
pub(super) fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    // Code written in HTML: where it begins, and the element.
    let mut html: Option<(usize, &'static str)> = None;
    for (event, range) in Parser::new_ext(&bounded(text), OPTIONS).into_offset_iter() {
        match event {
            Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => found.push(range),
            Event::InlineHtml(tag) if html.is_none() => {
                html = ["code", "pre", "samp", "kbd"]
                    .into_iter()
                    .find(|name| opens(&tag, name))
                    .map(|name| (range.end, name));
            }
            Event::InlineHtml(tag) => {
                if let Some((start, name)) = html
                    && tag.strip_prefix("</").is_some_and(|tag| tag.trim_end_matches('>').trim() == name)
                {
                    found.push(start..range.start);
                    html = None;
                }
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => html = None,
            Event::Html(html) if opens(html.trim_start(), "pre") => found.push(range),
            _ => {}
        }
    }
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    found
}

fn opens(tag: &str, name: &str) -> bool {
    tag.strip_prefix('<')
        .and_then(|tag| {
            tag.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name)).and(tag.get(name.len()..))
        })
        .is_some_and(|rest| rest.starts_with(['>', ' ', '\n']))
}

/// Follows the fences of code line by line, where the text cannot be parsed yet.
#[derive(Debug, Default)]
pub(super) struct Fence {
    open: Option<(char, usize)>,
}

impl Fence {
    /// Whether the next line is code.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Takes the next line, markers of quotes left on, and tells whether it is code or a fence.
    pub(super) fn holds(&mut self, line: &str) -> bool {
        let line = line.trim_start_matches([' ', '\t', '>']);
        let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'));
        let rest = mark.map_or(line, |mark| line.trim_start_matches(mark));
        let length = line.len() - rest.len();
        match (self.open, mark) {
            (Some((open, wanted)), mark) => {
                if mark == Some(open) && length >= wanted && rest.trim().is_empty() {
                    self.open = None;
                }
                true
            }
            (None, Some(mark)) if length >= 3 && !(mark == '`' && rest.contains('`')) => {
                self.open = Some((mark, length));
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fence, ranges};

    #[test]
    fn code_is_found_wherever_it_stands() {
        let text =
            "a `b` <code>c</code> <kbd>open\n\n- ```\n  d\n  ```\n\n    no code\n\n<pre>\ne\n</pre>\n\n***\n\n    f\n";
        let found: Vec<&str> = ranges(text).into_iter().map(|range| text[range].trim()).collect();
        assert_eq!(found, ["`b`", "c", "```\n  d\n  ```", "<pre>", "f"]);
    }

    #[test]
    fn fences_are_followed_by_line() {
        let mut fence = Fence::default();
        let lines = ["a", "> ```x", "b", "~~~", "````", "c", "```a`", "~~~~", "```", "~~~", "~~~~ ", "d"];
        let held: Vec<bool> = lines.iter().map(|line| fence.holds(line)).collect();
        assert_eq!(held, [false, true, true, true, true, false, false, true, true, true, true, false]);
    }
}
