//! The boxes and tabs of MkDocs: a line such as `!!! note "Title"` and indented text below it, which would otherwise be
//! code.

use super::code::Fence;
use crate::corpus::formats::rewritten::{Rewriter, Rewritten};
use crate::corpus::formats::templates::quoted;

/// How far the text of a box is indented.
const INDENT: usize = 4;

/// The text with boxes made paragraphs; none where there are no boxes.
pub(super) fn opened(text: &str) -> Option<Rewritten<'_>> {
    if !text.lines().any(|line| title(line.trim_start()).is_some()) {
        return None;
    }
    let mut written = Rewriter::new(text);
    let mut fence = Fence::default();
    // Where the boxes around a line begin, in columns.
    let mut boxes: Vec<usize> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t']);
        let indent = columns(line.get(..line.len() - content.len()).unwrap_or_default());
        let blank = content.trim().is_empty();
        if !blank {
            while boxes.last().is_some_and(|outer| indent < outer + INDENT) {
                boxes.pop();
            }
        }
        if !boxes.is_empty() && !blank {
            written.drop_to(start + line.len() - content.len());
            written.insert(&" ".repeat(indent - INDENT * boxes.len().min(indent / INDENT)));
        }
        if !fence.holds(content)
            && let Some(title) = title(content)
        {
            let at = start + line.len() - content.len();
            // A marker below a paragraph begins a paragraph of its own.
            written.keep_to(at);
            written.insert("\n");
            written.insert(&" ".repeat(indent - INDENT * boxes.len().min(indent / INDENT)));
            written.insert(title);
            written.drop_to(at + content.trim_end().len());
            written.insert("\n");
            if boxes.len() < MAX_BOXES {
                boxes.push(indent);
            }
        }
        start += line.len();
        written.keep_to(start);
    }
    Some(written.finish())
}

/// Boxes in boxes.
const MAX_BOXES: usize = 32;

fn columns(blank: &str) -> usize {
    blank.bytes().map(|byte| if byte == b'\t' { INDENT } else { 1 }).sum()
}

/// The title of the box that a line opens, empty where it has none; none for other lines.
fn title(line: &str) -> Option<&str> {
    let marked = ["!!! ", "??? ", "???+ ", "=== "].into_iter().find_map(|mark| Some((mark, line.strip_prefix(mark)?)));
    let (mark, rest) = marked?;
    let rest = rest.trim();
    let title = quoted(rest, 0..rest.len()).into_iter().next().and_then(|quoted| rest.get(quoted.range));
    let kind = rest.split('"').next().unwrap_or_default().trim_end();
    let is_kind = kind.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '+' | '!'));
    let closes = title.is_none() || rest.ends_with(['"', '\'']);
    match mark {
        "=== " => title.filter(|_| rest.starts_with(['"', '\'', '!', '+'])),
        _ => (is_kind && closes && kind.starts_with(char::is_alphabetic)).then(|| title.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::opened;

    #[test]
    fn boxes_become_paragraphs() {
        let text = "a\n!!! note \"The title\"\n    Text\n    more\n\n        code\n\n    ??? tip\n        Deep\n\nb\n\n=== \"Tab\"\n\n    - x\n";
        let written = opened(text).unwrap();
        assert_eq!(written.text, "a\n\nThe title\n\nText\nmore\n\n    code\n\n\n\n\nDeep\n\nb\n\n\nTab\n\n\n- x\n");
        let line = written.text.lines().position(|line| line == "Deep").unwrap() as u32;
        assert_eq!(written.source_line(line), 8);
    }

    #[test]
    fn other_lines_stay() {
        for text in ["!!! wow, look at this!", "```\n!!!no\n```", "=== same", "!!!", "a !!! note"] {
            assert_eq!(opened(text), None, "{text}");
        }
        let fenced = "```\n!!! note\n    x\n```\n";
        assert_eq!(opened(fenced).unwrap().text, fenced);
    }
}
