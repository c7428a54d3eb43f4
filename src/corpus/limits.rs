//! How much of one file goes into the index: more than any guide has, and little enough that a file made to do harm
//! costs neither minutes nor the memory of the machine. What is beyond is cut, and the user is told.

use super::formats::outline::{Heading, Outline, Part};

/// Sections of a file.
const MAX_SECTIONS: usize = 20_000;
/// Words of a file; a letter of a script written without spaces counts as one. The longest books that people read have
/// fewer. A word costs the index up to 700 bytes of memory while it is built.
const MAX_WORDS: usize = 600_000;
/// Bytes of text of a file, for text that has hardly any words.
const MAX_BYTES: usize = 16 * 1024 * 1024;
/// Characters of a title or a heading: each stands in the breadcrumb of all sections below it.
const MAX_TITLE: usize = 500;
/// Tags of a guide: each section has all of them.
const MAX_TAGS: usize = 200;
/// Bytes of all tags of a guide.
const MAX_TAG_BYTES: usize = 4_000;
/// Roles that front matter states: each section may have all of them, with the reason.
pub(super) const MAX_ROLES: usize = 50;
/// Characters of what is kept to show why a section has a role.
const MAX_EVIDENCE: usize = 120;

/// Cuts what is beyond the limits and adds a warning to the outline for each.
pub(super) fn bound(outline: &mut Outline) {
    let mut warnings = Vec::new();
    if outline.parts.len() > MAX_SECTIONS {
        warnings.push(format!("only the first {MAX_SECTIONS} of {} sections are indexed", outline.parts.len()));
        outline.parts.truncate(MAX_SECTIONS);
    }
    let headings = outline.parts.iter_mut().filter_map(|part| part.heading.as_mut());
    let long = headings.map(bound_heading).filter(|cut| *cut).count();
    if let Some(title) = &mut outline.title {
        bound_title(title);
    }
    if long > 0 {
        warnings.push(format!("headings of more than {MAX_TITLE} characters were cut"));
    }
    warnings.extend(bound_text(&mut outline.parts));
    outline.warnings.append(&mut warnings);
}

/// Drops tags beyond the limits; gives what to say where there were any.
pub(super) fn bound_tags(tags: &mut Vec<String>) -> Option<String> {
    let mut bytes = 0;
    let fits = |tag: &&String| {
        bytes += tag.len();
        bytes <= MAX_TAG_BYTES
    };
    let kept = tags.iter().take(MAX_TAGS).take_while(fits).count();
    let all = tags.len();
    tags.truncate(kept);
    (kept < all).then(|| format!("only the first {kept} of {all} tags count"))
}

/// The beginning of a line, as evidence.
pub(super) fn evidence(line: &str) -> String {
    match line.char_indices().nth(MAX_EVIDENCE) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.to_owned(),
    }
}

/// Cuts a title; whether there was anything to cut.
pub(super) fn bound_title(title: &mut String) -> bool {
    let end = title.char_indices().nth(MAX_TITLE).map(|(end, _)| end);
    if let Some(end) = end {
        title.truncate(end);
        title.truncate(title.trim_end().len());
        title.push('…');
    }
    end.is_some()
}

fn bound_heading(heading: &mut Heading) -> bool {
    heading.anchor.take_if(|anchor| anchor.len() > MAX_TITLE);
    bound_title(&mut heading.text)
}

/// Cuts the text of the parts; gives what to say where there was anything to cut.
fn bound_text(parts: &mut Vec<Part>) -> Option<String> {
    let (mut words, mut bytes) = (0, 0);
    for at in 0..parts.len() {
        let body = parts.get(at).map(|part| part.body.as_str()).unwrap_or_default();
        let (kept, found) = within(body, MAX_WORDS - words, MAX_BYTES - bytes);
        words += found;
        bytes += kept;
        if kept < body.len() {
            parts.truncate(at + 1);
            if let Some(last) = parts.last_mut() {
                last.body.truncate(kept);
                last.body.truncate(last.body.trim_end().len());
                last.linked = last.linked.min(last.body.len());
            }
            let most = if words == MAX_WORDS {
                format!("{MAX_WORDS} words")
            } else {
                format!("{} MB", MAX_BYTES / 1024 / 1024)
            };
            return Some(format!("only the first {most} of its text are indexed"));
        }
    }
    None
}

/// How many bytes of a text hold at most so many words and bytes, and how many words they hold.
fn within(text: &str, max_words: usize, max_bytes: usize) -> (usize, usize) {
    let (mut words, mut in_word) = (0, false);
    for (at, c) in text.char_indices() {
        let letter = c.is_alphanumeric();
        // From here on scripts have no spaces between words, or words so short that it makes no difference.
        let begins = letter && (!in_word || c >= '\u{e00}');
        if (begins && words == max_words) || at + c.len_utf8() > max_bytes {
            return (at, words);
        }
        words += usize::from(begins);
        in_word = letter;
    }
    (text.len(), words)
}

#[cfg(test)]
mod tests {
    use super::{MAX_SECTIONS, MAX_TITLE, bound, bound_tags, within};
    use crate::corpus::formats::outline::{Heading, Outline, Part};
    use crate::guide::LineRange;

    fn part(heading: &str, body: &str) -> Part {
        let heading = Some(Heading { level: 1, text: heading.to_owned(), anchor: None });
        Part { heading, body: body.to_owned(), linked: 0, lines: LineRange::from([1, 1]) }
    }

    #[test]
    fn words_and_bytes_are_counted() {
        assert_eq!(within("one two, three", 2, 100), (9, 2));
        assert_eq!(within("one two, three", 3, 100), (14, 3));
        assert_eq!(within("one two", 9, 5), (5, 2));
        assert_eq!(within("漢字 é", 1, 100), (3, 1));
        assert_eq!(within("é", 9, 1), (0, 0));
    }

    #[test]
    fn tags_are_bounded_in_number_and_in_length() {
        let bounded = |tags: &[String]| {
            let mut tags = tags.to_vec();
            let said = bound_tags(&mut tags);
            (tags.len(), said)
        };
        let short: Vec<String> = (0..201).map(|n| n.to_string()).collect();
        assert_eq!(bounded(&short[..200]), (200, None));
        assert_eq!(bounded(&short), (200, Some("only the first 200 of 201 tags count".to_owned())));
        let long = ["a".to_owned(), "é".repeat(2_000), "b".to_owned()];
        assert_eq!(bounded(&long), (1, Some("only the first 1 of 3 tags count".to_owned())));
    }

    #[test]
    fn an_ordinary_guide_is_left_as_it_is() {
        let mut outline = Outline { parts: vec![part("a", "b"), part("c", "")], ..Outline::default() };
        let before = outline.clone();
        bound(&mut outline);
        assert_eq!(outline, before);
    }

    #[test]
    fn what_is_beyond_is_cut_and_said() {
        let mut outline = Outline { parts: vec![part("a", ""); MAX_SECTIONS + 1], ..Outline::default() };
        bound(&mut outline);
        assert_eq!((outline.parts.len(), outline.warnings.len()), (MAX_SECTIONS, 1));
        let parts = vec![part(&"é".repeat(2000), "x"), part("b", &"word ".repeat(900_000)), part("c", "d")];
        let mut outline = Outline { title: Some("t".repeat(2000)), parts, ..Outline::default() };
        bound(&mut outline);
        let headings: Vec<usize> =
            outline.parts.iter().filter_map(|part| Some(part.heading.as_ref()?.text.chars().count())).collect();
        assert_eq!((headings, outline.title.map(|title| title.len())), (vec![MAX_TITLE + 1, 1], Some(MAX_TITLE + 3)));
        assert_eq!(
            outline.warnings.last().map(String::as_str),
            Some("only the first 600000 words of its text are indexed")
        );
        assert!(outline.parts.last().is_some_and(|last| last.body.ends_with("word") && last.body.len() < 4_000_000));
    }
}
