//! Takes out of Markdown what is markup of site generators and not words.

use super::code::ranges;
use super::containers::{colons, mark};
use crate::corpus::formats::rewritten::{Rewriter, Rewritten};
use crate::corpus::formats::templates::{Kept, Templates, closing_tag};

/// The text without such markup; none where it has none. Code stays as it is, but for `{% raw %}` around what it shows.
///
/// `title`: the title of the page, empty where it has none.
pub(super) fn without<'a>(text: &'a str, title: &str) -> Option<Rewritten<'a>> {
    if !["{{", "{%", "{#", "<%", ":::", "[!", "[["].iter().any(|sign| text.contains(sign)) {
        return None;
    }
    let code = ranges(text);
    let mut code = code.iter().peekable();
    let mut templates = Templates::new(text, title);
    let mut written = Rewriter::new(text);
    let (mut at, mut line_start) = (0, 0);
    let mut colon_line = None;
    // The ends of marks that are being read, the innermost last: where their words end, and where they do.
    let mut marks: Vec<(usize, usize)> = Vec::new();
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['{', '<', '[', ':', '\n'])).map(|n| at + n) {
        while let Some((words, end)) = marks.pop_if(|(words, _)| *words <= found) {
            written.keep_to(words);
            written.drop_to(end);
            at = at.max(end);
        }
        if at > found {
            continue;
        }
        while code.peek().is_some_and(|range| range.end <= found) {
            code.next();
        }
        if let Some(range) = code.peek().filter(|range| range.start <= found) {
            without_raw(text, range.start.max(at), range.end, &mut written);
            at = range.end.max(found + 1);
            let passed = text.get(found..at).unwrap_or_default();
            line_start = passed.rfind('\n').map_or(line_start, |newline| found + newline + 1);
            continue;
        }
        at = found + 1;
        match text.as_bytes().get(found) {
            Some(b'\n') => line_start = at,
            // No colon but the first one of a line can begin it.
            Some(b':') if colon_line != Some(line_start) => {
                colon_line = Some(line_start);
                at = container(text, line_start, found, &mut written).unwrap_or(at);
            }
            Some(b':') => {}
            Some(b'[') => {
                if let Some(mark) = mark(text, found) {
                    written.keep_to(found);
                    match mark.kept {
                        Some(kept) => {
                            written.drop_to(kept.start);
                            marks.push((kept.end, mark.end));
                            at = kept.start;
                        }
                        None => {
                            written.drop_to(mark.end);
                            at = mark.end;
                        }
                    }
                }
            }
            _ => {
                if let Some(markup) = templates.at(found) {
                    written.keep_to(found);
                    let has_words = !markup.kept.is_empty();
                    if !has_words && let Some(address) = address_in(text, found, markup.end) {
                        written.insert(&address);
                    }
                    for kept in markup.kept {
                        keep(kept, &mut written);
                    }
                    written.drop_to(markup.end);
                    if has_words && is_alone(text, line_start, found, markup.end) {
                        // The words of a tag in a line of its own are a paragraph.
                        written.insert("\n");
                    }
                    at = markup.end;
                    let passed = text.get(found..at).unwrap_or_default();
                    line_start = passed.rfind('\n').map_or(line_start, |newline| found + newline + 1);
                }
            }
        }
    }
    while let Some((words, end)) = marks.pop() {
        written.keep_to(words);
        written.drop_to(end);
    }
    Some(written.finish())
}

/// The address that a piece of markup stands for which is the target of a link: `](`, then `{{< ref "a.md" >}}`,
/// `{% link a.md %}` or `{{ '/a' | relative_url }}`. Pages that Hugo finds by name are `ref:a`.
fn address_in(text: &str, start: usize, end: usize) -> Option<String> {
    let before = text.get(..start)?;
    if !(before.ends_with("](") || before.ends_with("](<") || before.ends_with("href=\"")) {
        return None;
    }
    let inner = text.get(start + 2..end.checked_sub(2)?)?.trim_matches(['<', '>', '%', '-']).trim();
    let name = inner.split_whitespace().next()?;
    let rest = inner.get(name.len()..)?.trim();
    let quoted = |text: &str| -> Option<String> {
        let start = text.find(['"', '\''])?;
        let quote = text.get(start..)?.chars().next()?;
        let value = text.get(start + 1..)?.split(quote).next()?;
        (!value.is_empty()).then(|| value.replace(' ', "%20"))
    };
    match name {
        "ref" | "relref" => quoted(rest).map(|page| format!("ref:{page}")),
        "link" => rest.split_whitespace().next().map(|path| format!("/{}", path.trim_start_matches('/'))),
        _ if inner.starts_with(['"', '\'']) && inner.contains("_url") => quoted(inner),
        _ => None,
    }
}

/// Writes the line whose first colon stands at `found` without its marker, if it is one, and tells where the line ends.
fn container(text: &str, line_start: usize, found: usize, written: &mut Rewriter<'_>) -> Option<usize> {
    let prefix = text.get(line_start..found)?;
    if !prefix.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>')) {
        return None;
    }
    let end = found + text.get(found..)?.lines().next()?.len();
    let kept = colons(text, found..end)?;
    written.keep_to(found);
    if !kept.is_empty() {
        // An empty line on either side, so that it is a paragraph.
        written.insert("\n");
        written.insert(prefix);
    }
    for (n, range) in kept.iter().enumerate() {
        written.drop_to(range.start);
        written.insert(if n > 0 { " " } else { "" });
        written.keep_to(range.end);
    }
    written.drop_to(end);
    if !kept.is_empty() {
        written.insert("\n");
        written.insert(prefix.trim_end());
    }
    Some(end)
}

/// Whether nothing but spaces stands in the line before and behind a piece of markup.
fn is_alone(text: &str, line_start: usize, start: usize, end: usize) -> bool {
    let blank = |rest: &str| rest.trim_start_matches([' ', '\t']).is_empty();
    let behind = text.get(end..).unwrap_or_default().trim_start_matches([' ', '\t']);
    text.get(line_start..start).is_some_and(blank) && (behind.is_empty() || behind.starts_with('\n'))
}

fn keep(kept: Kept, written: &mut Rewriter<'_>) {
    match kept {
        Kept::Range(range) => {
            written.drop_to(range.start);
            written.keep_to(range.end);
        }
        Kept::Code(range) => {
            written.drop_to(range.start);
            written.insert(FENCE);
            written.keep_to(range.end);
            written.insert(FENCE);
        }
        Kept::Text(text) => written.insert(&text),
    }
}

/// A fence that hardly any code has in it.
const FENCE: &str = "\n~~~~~~~~~~\n";

/// Keeps code, without the `{% raw %}` and `{% endraw %}` around what it shows.
fn without_raw(text: &str, start: usize, end: usize, written: &mut Rewriter<'_>) {
    let Some(code) = text.get(..end) else { return };
    let mut at = start;
    while let Some(open) = code.get(at..).and_then(|rest| rest.find("{%")).map(|n| at + n) {
        at = open + 2;
        let tag = code.get(at..).unwrap_or_default().trim_start_matches('-').trim_start();
        let Some(rest) = tag.strip_prefix("raw").map(|rest| rest.trim_start().trim_start_matches('-')) else {
            continue;
        };
        let Some(inner) = rest.strip_prefix("%}").map(|rest| code.len() - rest.len()) else { continue };
        let Some(closing) = closing_tag(code, inner, "raw", "{%") else { break };
        written.keep_to(open);
        written.drop_to(inner);
        written.keep_to(closing.start);
        written.drop_to(closing.end);
        at = closing.end;
    }
    written.keep_to(end);
}
