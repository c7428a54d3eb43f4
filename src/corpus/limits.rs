//! How much of one file goes into the index: more than any guide has, and little enough that a file made to do harm
//! costs neither minutes nor the memory of the machine. What is beyond is cut, and the user is told.

use std::collections::HashSet;

use super::formats::outline::{Heading, Outline, Part};

/// Bytes of a file of text that are read. A byte of markup costs up to 70 bytes of memory while it is parsed, and what is
/// worth finding in so much text is beyond the other limits.
const MAX_SOURCE: usize = 5 * 1024 * 1024;
/// How far before [`MAX_SOURCE`] a line may end for the text to be cut there, in bytes.
const LAST_LINE: usize = 64 * 1024;
/// Sections of a file.
const MAX_SECTIONS: usize = 20_000;
/// Different words of a file. A book has a fifth of them; each costs the index about ten times what a repetition does.
const MAX_DIFFERENT: usize = 100_000;
/// Words of a file; a letter of a script written without spaces counts as one. Few books have
/// more. A word costs the index up to 700 bytes of memory and two microseconds while it is built.
const MAX_WORDS: usize = 500_000;
/// Bytes of text of a file, for text that has hardly any words.
const MAX_BYTES: usize = 16 * 1024 * 1024;
/// Characters of a title or a heading: each stands in the breadcrumb of all sections below it.
const MAX_TITLE: usize = 500;
/// Acronyms that a guide defines: a glossary has a tenth.
pub(super) const MAX_ACRONYMS: usize = 10_000;
/// Links of a guide into the knowledge base: a table of contents of a large one has a tenth.
const MAX_LINKS: usize = 20_000;
/// Tags of a guide: each section has all of them.
const MAX_TAGS: usize = 200;
/// Bytes of all tags of a guide.
const MAX_TAG_BYTES: usize = 4_000;
/// Roles that front matter states: each section may have all of them, with the reason.
pub(super) const MAX_ROLES: usize = 50;
/// Characters of what is kept to show why a section has a role.
const MAX_EVIDENCE: usize = 120;

/// What of a file of text is decoded.
pub(super) fn beginning(content: &[u8]) -> &[u8] {
    // A multiple of four: no character of UTF-16 or UTF-32 is cut, but for half of a pair.
    content.get(..MAX_SOURCE).unwrap_or(content)
}

/// Ends the text of a file of `size` bytes with a whole line, where it is the [`beginning`] of the file; gives what to
/// say then.
pub(super) fn bound_source(text: &mut String, size: usize) -> Option<String> {
    if size <= MAX_SOURCE {
        return None;
    }
    let line = text.rfind('\n').filter(|end| end + LAST_LINE > text.len());
    // What the cut left of the last character.
    let whole = text.trim_end_matches(char::REPLACEMENT_CHARACTER).len();
    text.truncate(line.map_or(whole, |end| end + 1));
    Some(format!("only the first {} MB are read", MAX_SOURCE / 1024 / 1024))
}

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
    if outline.links.len() > MAX_LINKS {
        warnings.push(format!("only the first {MAX_LINKS} of {} links count", outline.links.len()));
        outline.links.truncate(MAX_LINKS);
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
    // A word takes a byte at least: most guides need no counting.
    if parts.iter().map(|part| part.body.len()).sum::<usize>() <= MAX_DIFFERENT {
        return None;
    }
    let mut left = Left { words: MAX_WORDS, different: MAX_DIFFERENT, bytes: MAX_BYTES, seen: HashSet::new() };
    for at in 0..parts.len() {
        let body = parts.get(at).map(|part| part.body.as_str()).unwrap_or_default();
        let Err((kept, most)) = left.take(body) else { continue };
        parts.truncate(at + 1);
        if let Some(last) = parts.last_mut() {
            last.body.truncate(kept);
            last.body.truncate(last.body.trim_end().len());
            last.linked = last.linked.min(last.body.len());
        }
        return Some(format!("only the first {most} of its text are indexed"));
    }
    None
}

/// How much more text of a file is taken.
struct Left {
    words: usize,
    different: usize,
    bytes: usize,
    /// The words so far, hashed.
    seen: HashSet<u64>,
}

impl Left {
    /// Takes a text.
    ///
    /// # Errors
    /// Where that is too much: how many of its bytes can be taken, and of what the file has too much.
    fn take(&mut self, text: &str) -> Result<(), (usize, String)> {
        // The word that is being read: where it began, and the hash of its letters so far.
        let mut word: Option<(usize, u64)> = None;
        for (at, c) in text.char_indices() {
            let letter = c.is_alphanumeric();
            // From here on scripts have no spaces between words, or words so short that it makes no difference.
            if let Some((start, hash)) = word.take_if(|_| !letter || c >= '\u{e00}') {
                self.end_word(start, hash)?;
            }
            if letter && word.is_none() {
                self.words = self.words.checked_sub(1).ok_or_else(|| (at, format!("{MAX_WORDS} words")))?;
            }
            let bytes = self.bytes.checked_sub(c.len_utf8());
            self.bytes = bytes.ok_or_else(|| (at, format!("{} MB", MAX_BYTES / 1024 / 1024)))?;
            if letter {
                let (_, hash) = word.get_or_insert((at, FNV_OFFSET));
                *hash = (*hash ^ u64::from(u32::from(c))).wrapping_mul(FNV_PRIME);
            }
        }
        word.map_or(Ok(()), |(start, hash)| self.end_word(start, hash))
    }

    fn end_word(&mut self, start: usize, hash: u64) -> Result<(), (usize, String)> {
        if self.seen.insert(hash) {
            let most = || (start, format!("{MAX_DIFFERENT} different words"));
            self.different = self.different.checked_sub(1).ok_or_else(most)?;
        }
        Ok(())
    }
}

/// Constants of the hash FNV-1a for 64 bits (Fowler, Noll and Vo, 1991).
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Left, MAX_SECTIONS, MAX_SOURCE, MAX_TITLE, beginning, bound, bound_source, bound_tags};
    use crate::corpus::formats::outline::{Heading, Outline, Part};
    use crate::guide::LineRange;

    fn part(heading: &str, body: &str) -> Part {
        let heading = Some(Heading { level: 1, text: heading.to_owned(), anchor: None });
        Part { heading, body: body.to_owned(), linked: 0, lines: LineRange::from([1, 1]) }
    }

    #[test]
    fn words_and_bytes_are_counted() {
        let kept = |text: &str, words, different, bytes| {
            let mut left = Left { words, different, bytes, seen: HashSet::new() };
            left.take(text).map_or_else(|(kept, _)| kept, |()| text.len())
        };
        assert_eq!(kept("one two, three", 2, 9, 100), 9);
        assert_eq!(kept("one two, three", 3, 9, 100), 14);
        assert_eq!(kept("one two", 9, 9, 5), 5);
        assert_eq!(kept("漢字 é", 1, 9, 100), 3);
        assert_eq!(kept("é", 9, 9, 1), 0);
        assert_eq!(kept("one two one two three", 9, 2, 100), 16);
        assert_eq!(kept("one two one two", 9, 2, 100), 15);
        assert_eq!(kept("a漢a漢字", 9, 2, 100), 5);
    }

    #[test]
    fn long_sources_are_cut_at_a_line_or_a_character() {
        let long = |line: &str| line.repeat(MAX_SOURCE / line.len() + 10);
        for (source, end) in [(long("some text\n"), "text\n"), (long("aé"), "éa")] {
            let start = beginning(source.as_bytes());
            let mut text = String::from_utf8_lossy(start).into_owned();
            let said = bound_source(&mut text, source.len());
            assert_eq!(said.as_deref(), Some("only the first 5 MB are read"));
            assert!(source.starts_with(&text) && text.ends_with(end) && text.len() > MAX_SOURCE - 10, "{end}");
        }
        let mut short = "a\nb".to_owned();
        assert_eq!((bound_source(&mut short, 3), short.as_str(), beginning(b"abc")), (None, "a\nb", &b"abc"[..]));
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
            Some("only the first 500000 words of its text are indexed")
        );
        assert!(outline.parts.last().is_some_and(|last| last.body.ends_with("word") && last.body.len() < 4_000_000));
    }
}
