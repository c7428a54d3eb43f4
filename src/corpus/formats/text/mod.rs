//! Plain text: headings are found by how they are written and set, and each begins a part.

mod headings;
mod levels;
mod lines;
mod underlined;

use self::headings::{find, sets_paragraphs_apart};
use self::levels::levels;
use self::lines::item;
use super::{Format, Reader};
use crate::corpus::formats::body::Body;
use crate::corpus::formats::outline::{Heading, Outline, Part};
use crate::corpus::formats::parts::folded;
use crate::guide::LineRange;

/// Plain text.
pub(super) const FORMAT: Format = Format {
    name: "text",
    extensions: &["txt", "text"],
    names: NAMES,
    signs: None,
    meta_charset: false,
    reader: Reader::Text(|text, _| parse(text)),
};

/// Files that are text though their names have no extension.
const NAMES: &[&str] = &[
    "readme",
    "license",
    "licence",
    "copying",
    "copyright",
    "notice",
    "authors",
    "contributors",
    "contributing",
    "changelog",
    "changes",
    "history",
    "news",
    "todo",
    "install",
    "faq",
    "thanks",
    "credits",
    "maintainers",
    "security",
    "support",
];

/// A line longer than this is a paragraph, even where no empty lines stand between them; in bytes.
const LONG_LINE: usize = 90;

/// Reads a plain text; one without headings is one part.
pub(super) fn parse(text: &str) -> Outline {
    let lines: Vec<&str> = text.lines().collect();
    let found = find(&lines);
    let spaced = sets_paragraphs_apart(&lines);
    let mut parts = Vec::with_capacity(found.len() + 1);
    let end_of_first = found.first().map_or(lines.len(), |heading| heading.first);
    parts.extend(part(None, &lines, 0, 0, end_of_first, spaced));
    let ends = found.iter().skip(1).map(|heading| heading.first).chain([lines.len()]);
    for ((heading, level), end) in found.iter().zip(levels(&found)).zip(ends) {
        let title = Heading { level, text: folded(heading.text), anchor: None };
        parts.extend(part(Some(title), &lines, heading.first, heading.last + 1, end, spaced));
    }
    Outline { parts, ..Outline::default() }
}

/// The part whose heading begins in line `first` and whose text stands in the lines from `start` to `end` (excluded);
/// none where there is neither heading nor text.
fn part(
    heading: Option<Heading>,
    lines: &[&str],
    first: usize,
    start: usize,
    end: usize,
    spaced: bool,
) -> Option<Part> {
    let text = lines.get(start..end).unwrap_or_default();
    let is_written = |line: &&str| !line.trim().is_empty();
    let last_written = text.iter().rposition(is_written).map(|last| start + last);
    let first_written = text.iter().position(is_written).map(|first| start + first);
    let (first, last) = match &heading {
        Some(_) => (first, last_written.unwrap_or(start.saturating_sub(1)).max(first)),
        None => (first_written?, last_written?),
    };
    let number = |index: usize| u32::try_from(index + 1).unwrap_or(u32::MAX);
    Some(Part { heading, body: body(text, spaced), linked: 0, lines: LineRange::from([number(first), number(last)]) })
}

fn body(lines: &[&str], spaced: bool) -> String {
    let mut body = Body::default();
    let mut in_list = false;
    let mut full = false;
    for line in lines {
        let line = line.trim_end();
        if line.trim_start().is_empty() {
            body.paragraph();
            full = false;
            continue;
        }
        if let Some(item) = item(line) {
            body.begin_item(!in_list);
            body.text(item);
            body.end_item();
            in_list = true;
            full = false;
            continue;
        }
        // Where no empty lines do it, a line that is long or ends a sentence ends a paragraph, and so does a list.
        let continues_item = in_list && line.starts_with(char::is_whitespace);
        if !spaced && (full || (in_list && !continues_item)) {
            body.paragraph();
        }
        body.verbatim(line);
        body.line();
        in_list &= continues_item;
        full = line.len() > LONG_LINE || line.ends_with(['.', '!', '?', ':']);
    }
    body.take()
}

#[cfg(test)]
mod tests {
    use super::parse;

    /// `level text [first-last]: body` for each part.
    fn shown(text: &str) -> Vec<String> {
        let parts = parse(text).parts.into_iter();
        let part = parts.map(|part| {
            let heading = part.heading.map_or(String::new(), |heading| format!("{} {} ", heading.level, heading.text));
            format!("{heading}[{}-{}]: {}", part.lines.first, part.lines.last, part.body)
        });
        part.collect()
    }

    #[test]
    fn a_text_without_empty_lines() {
        let text = "A garden is kept by people.\nWho Keeps the Garden\nTwo people do so.\nHead Gardener: Planning\nShe plans.\n\
            Main Duties:\n- Beds\n- Paths\nField Hand: Digging\n- Tools:\n* Spade\n* Rake\nAll of them\nwork hard.\n\
            What It Takes\nField Hand\nStrength.\nHead Gardener\nPatience.\n";
        let expected = [
            "[1-1]: A garden is kept by people.",
            "1 Who Keeps the Garden [2-3]: Two people do so.",
            "2 Head Gardener: Planning [4-5]: She plans.",
            "3 Main Duties [6-8]: - Beds\n- Paths",
            "2 Field Hand: Digging [9-9]: ",
            "4 Tools [10-14]: - Spade\n- Rake\n\nAll of them\nwork hard.",
            "1 What It Takes [15-15]: ",
            "2 Field Hand [16-17]: Strength.",
            "2 Head Gardener [18-19]: Patience.",
        ];
        assert_eq!(shown(text), expected);
    }

    #[test]
    fn a_text_with_paragraphs() {
        let text = "\n\nGarden Book\n\nThe first\nparagraph.\n\n\nThe second:\n\n- one\n  more\n\n- two\n\n    code\n      deeper\n\n# Not Markdown\n\n";
        let expected = "1 Garden Book [3-19]: The first\nparagraph.\n\nThe second:\n\n- one\n  more\n- two\n\n    code\n      deeper\n\n# Not Markdown";
        assert_eq!(shown(text), [expected]);
    }

    #[test]
    fn underlined_titles_and_their_lines() {
        let text = "=====\nTitle\n=====\n\nText.\n\nPart\n----\nMore.\n\n";
        assert_eq!(shown(text), ["1 Title [1-5]: Text.", "2 Part [7-9]: More."]);
    }

    #[test]
    fn text_without_headings_is_one_part() {
        assert_eq!(shown("just some words\n\nand more\n"), ["[1-3]: just some words\n\nand more"]);
        assert!(shown("").is_empty() && shown(" \n\n").is_empty());
    }

    #[test]
    fn hostile_texts_take_little_time() {
        for text in [
            "word ".repeat(200_000),
            "\n".repeat(200_000),
            "A\n".repeat(50_000),
            "A:\n- b:\n".repeat(10_000),
            "===\n".repeat(30_000),
            "A\n===\n".repeat(20_000),
            "A B\n\n\n\n".repeat(10_000),
            "- ".repeat(200_000),
            "1.".repeat(200_000),
            "\0\n".repeat(30_000),
        ] {
            drop(parse(&text));
        }
    }

    /// `KB_TEST_TEXT` names a file whose outline is to be printed.
    #[test]
    fn an_outline_to_look_at() {
        if let Some(path) = std::env::var_os("KB_TEST_TEXT") {
            let text = std::fs::read_to_string(path).expect("a text");
            shown(&text).iter().for_each(|part| println!("{part}\n"));
        }
    }
}
