//! Markers that documentation sites and wikis add to Markdown: `:::note Title`, `> [!NOTE]`, `[!INCLUDE …]` and
//! `[[Page|words]]`.

use std::ops::Range;

use crate::corpus::formats::templates::{is_shown, quoted};

/// What a line of colons opens or closes, in the order of what is kept of it: the title of the box, the words of an
/// image. `line`: where the line stands in the text, from its colons to its end.
pub(super) fn colons(text: &str, line: Range<usize>) -> Option<Vec<Range<usize>>> {
    let marker = text.get(line.clone())?;
    let rest = marker.trim_start_matches(':');
    if marker.len() - rest.len() < 3 {
        return None;
    }
    let start = line.start + marker.len() - rest.len();
    let rest = rest.trim_end();
    let kind = rest.trim_start_matches([' ', '{', '.']);
    if kind.starts_with(':') || (!kind.is_empty() && !kind.starts_with(char::is_alphabetic)) {
        return None;
    }
    let shown =
        || quoted(text, start..line.end).into_iter().filter(|quoted| is_shown(quoted.name)).map(|quoted| quoted.range);
    if let Some(inner) = rest.strip_suffix(":::") {
        // `:::image alt-text="…":::`: DocFX closes its markers in the same line.
        return (!inner.contains("::")).then(|| shown().collect());
    }
    let name = kind.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')).next().unwrap_or_default();
    let mut rest_start = start + rest.len() - kind.len() + name.len();
    if rest.get(..rest.len() - kind.len()).is_some_and(|before| before.contains('{')) {
        // The name is the first of the attributes in braces.
        let close = text.get(rest_start..line.end)?.find('}')?;
        rest_start += close;
        if text.get(rest_start + 1..line.end)?.starts_with('{') {
            return None;
        }
    }
    let after = text.get(rest_start..start + rest.len()).unwrap_or_default();
    if matches!(
        name,
        "moniker" | "moniker-end" | "zone" | "zone-end" | "row" | "column" | "v-pre" | "code-group" | "image" | "code"
    ) {
        return Some(shown().collect());
    }
    let mut kept: Vec<Range<usize>> = shown().collect();
    // What stands behind the name, its brackets and attributes left out, is the title.
    let title_start = rest_start + after.len() - after.trim_start_matches(['}', ' ', '\t', '[']).len();
    let title = text.get(title_start..start + rest.len()).unwrap_or_default();
    let end = title.find(['{', ']']).unwrap_or(title.len());
    let title = title.get(..end).unwrap_or_default().trim_end_matches([' ', ':']);
    if kept.is_empty() && !title.is_empty() && !title.contains(['=', '"']) {
        kept.push(title_start..title_start + title.len());
    }
    Some(kept)
}

/// A mark in brackets.
#[derive(Debug, PartialEq)]
pub(super) struct Mark {
    /// Where it ends.
    pub end: usize,
    /// What is kept of it; there may be marks in it.
    pub kept: Option<Range<usize>>,
}

/// The mark that begins with a bracket at `at`: `[[Page|words]]`, `[!NOTE]`, `[!DNL Commerce]`, `[!INCLUDE [x](y)]`. It ends within its line.
/// Of marks with words of their own the words are kept.
pub(super) fn mark(text: &str, at: usize) -> Option<Mark> {
    let line = text.get(at..at + line_length(text, at)?)?;
    if line.starts_with("[[") {
        return wiki_link(text, at, line);
    }
    let inner = line.strip_prefix("[!")?;
    let name =
        inner.len() - inner.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).len();
    if name == 0 || !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let after = inner.get(name..)?;
    let words = after.trim_start_matches(' ');
    if let Some(nested) = words.strip_prefix('[').filter(|nested| !nested.starts_with('!')) {
        // The name and the path of a file that is included here.
        let close = nested.find(']')?;
        let rest = nested.get(close + 1..)?;
        let rest = match rest.strip_prefix('(') {
            Some(path) => path.get(path.find(')')? + 1..)?,
            None => rest,
        };
        let rest = rest.trim_start_matches(' ').strip_prefix(']')?;
        return Some(Mark { end: at + line.len() - rest.len(), kept: None });
    }
    let close = closing_bracket(words)?;
    let rest = words.get(close + 1..)?;
    let start = at + line.len() - words.len();
    let (mut kept, mut end) = (Some(start..start + close), at + line.len() - rest.len());
    if close == 0 || words.get(..close)?.contains('=') {
        kept = None;
    }
    // `> [!NOTE]-`: the box is closed at first.
    if rest.starts_with(['+', '-']) && text.get(..at)?.trim_end_matches([' ', '\t']).ends_with('>') {
        end += 1;
    }
    // `[!VIDEO](address)`, `[!BADGE Words]{attributes}`.
    for (open, closing) in [('(', ')'), ('{', '}')] {
        if let Some(behind) = rest.strip_prefix(open)
            && let Some(length) = behind.find(closing)
        {
            end += length + 2;
        }
    }
    Some(Mark { end, kept })
}

/// A link of a wiki whose text is not the name of its page. In a table its bar is escaped.
fn wiki_link(text: &str, at: usize, line: &str) -> Option<Mark> {
    let inner = line.get(2..)?;
    let inner = inner.get(..inner.find("]]")?)?;
    let (page, words) = inner.split_once('|')?;
    let is_link = !page.is_empty() && !words.trim().is_empty() && !page.starts_with(char::is_whitespace);
    let end = at + 2 + inner.len() + 2;
    // `![[a.png|200]]` shows a picture, `[[a|b]](c)` is a link of Markdown.
    let is_other = text.get(..at)?.ends_with('!') || text.get(end..)?.starts_with(['(', '[']);
    (is_link && !is_other && !inner.contains(['[', ']']) && !words.contains('|'))
        .then_some(Mark { end, kept: Some(end - 2 - words.len()..end - 2) })
}

/// Where the bracket closes that opens before a text.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut depth = 1usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' => depth += 1,
            b']' => depth -= 1,
            _ => {}
        }
        depth == 0
    })
}

/// No mark is longer, in bytes: a line of openers is not searched to its end for each of them.
const MAX_MARK: usize = 300;

fn line_length(text: &str, at: usize) -> Option<usize> {
    let mut end = (at + MAX_MARK).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let window = text.get(at..end)?;
    Some(window.find('\n').unwrap_or(window.len()))
}

#[cfg(test)]
mod tests {
    use super::{colons, mark};

    fn of_line(line: &str) -> Option<Vec<&str>> {
        colons(line, 0..line.len()).map(|kept| kept.into_iter().map(|range| &line[range]).collect())
    }

    #[test]
    fn titles_of_boxes_are_kept() {
        for (line, kept) in [
            (":::", vec![]),
            (":::note", vec![]),
            ("::: tip The title", vec!["The title"]),
            (":::note[The title]{.x}", vec!["The title"]),
            ("::::warning{title=\"The title\"}", vec!["The title"]),
            (":::{note} The title", vec!["The title"]),
            ("::: {.callout-note #x}", vec![]),
            (":::row:::", vec![]),
            (":::column span=\"\":::", vec![]),
            ("::: moniker range=\">=msvc-170\"", vec![]),
            (":::image type=\"content\" source=\"a.png\" alt-text=\"A view.\":::", vec!["A view."]),
        ] {
            assert_eq!(of_line(line), Some(kept), "{line}");
        }
        for line in ["::", "::: {a}{b}::: {c}", ":::1", "::: (x)"] {
            assert_eq!(of_line(line), None, "{line}");
        }
    }

    #[test]
    fn links_of_other_kinds_are_left_alone() {
        for text in ["[[Beds]]", "[[a|b]](c)", "[[a|b]][c]", "[[ a | b ]]", "[[a||b]]", "[[a|b\n]]", "[[|b]]", "[[a|]]"]
        {
            assert_eq!(mark(text, 0), None, "{text}");
        }
        assert_eq!(mark("![[a.png|200]]", 1), None);
        assert_eq!(mark("> [!NOTE]- a", 2).map(|mark| mark.end), Some(10));
    }

    #[test]
    fn marks_keep_their_words() {
        for (text, end, kept) in [
            ("[!NOTE] a", 7, None),
            ("[!UICONTROL [!DNL A] b] c", 23, Some("[!DNL A] b")),
            ("[!DNL a [b] c]", 14, Some("a [b] c")),
            ("[!DNL Commerce Cloud] a", 21, Some("Commerce Cloud")),
            ("[!div class=\"x\"]", 16, None),
            ("[!BADGE Only here]{type=x} a", 26, Some("Only here")),
            ("[!NOTE]- a", 7, None),
            ("[[Beds#Clay|the *beds*]] a", 24, Some("the *beds*")),
            (r"[[Beds\|beds]] | a", 14, Some("beds")),
            ("[!VIDEO](https://x.org) a", 23, None),
            ("[!INCLUDE [x](../y.md)] a", 23, None),
            ("[!code-cpp[Name#1](x.cpp)] a", 26, None),
        ] {
            let mark = mark(text, 0).unwrap();
            assert_eq!((mark.end, mark.kept.map(|range| &text[range])), (end, kept), "{text}");
        }
        for text in ["[!", "[! x]", "[!NOTE", "[!a [b] c", "[![a](b)](c)", "[!a\n]"] {
            assert_eq!(mark(text, 0), None, "{text}");
        }
    }
}
