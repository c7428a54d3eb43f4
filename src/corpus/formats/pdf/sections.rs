//! Makes parts of the pages: by bookmarks where they tell something, else by page.

use super::flow::{Habits, clean, write};
use super::message::{Bookmark, Line, Page};
use crate::corpus::formats::body::Body;
use crate::corpus::formats::outline::{Heading, Part};
use crate::corpus::formats::parts::folded;
use crate::guide::LineRange;

/// A heading may run over so many lines.
const HEADING_LINES: usize = 4;
/// How far from where a bookmark leads its heading is looked for, in lines.
const NEAR: usize = 400;
/// Longest title that is compared, in characters; bookmarks have no longer ones.
const LONGEST_TITLE: usize = 300;
/// Longest line that may head a page, in characters.
const LONGEST: usize = 80;
/// Letters of a heading are so much larger than those of the text.
const LARGER: f32 = 1.15;

/// The parts of a document, and whether they are just its pages. `bookmarks` may be empty.
pub(super) fn parts(pages: &[Page], bookmarks: &[Bookmark], habits: &Habits) -> (Vec<Part>, bool) {
    let lines: Vec<(&Page, &Line)> =
        pages.iter().flat_map(|page| page.lines.iter().map(move |line| (page, line))).collect();
    let places = places(pages, &lines, bookmarks);
    if tells_something(pages, &places) {
        (by_bookmarks(&lines, &places, habits), false)
    } else {
        (by_pages(pages, habits), true)
    }
}

/// A bookmark, and the lines that are its heading: from one up to another, none where it was not found.
struct Place<'a> {
    bookmark: &'a Bookmark,
    from: usize,
    to: usize,
}

/// Bookmarks that all lead to the same page of many are of no use.
fn tells_something(pages: &[Page], places: &[Place<'_>]) -> bool {
    let spread =
        places.iter().any(|place| places.first().is_some_and(|first| first.bookmark.page != place.bookmark.page));
    !places.is_empty() && (spread || pages.len() <= 3)
}

/// Where in the lines the bookmarks lead, in the order of the document.
fn places<'a>(pages: &[Page], lines: &[(&Page, &Line)], bookmarks: &'a [Bookmark]) -> Vec<Place<'a>> {
    // The first line of every page, by its place among the pages.
    let mut starts = Vec::with_capacity(pages.len());
    let mut at = 0;
    for page in pages {
        starts.push((page.number, at));
        at += page.lines.len();
    }
    let start_of = |number: u32| {
        let place = starts.partition_point(|(page, _)| *page < number);
        starts.get(place).map_or(lines.len(), |(_, start)| *start)
    };
    let mut places: Vec<Place<'a>> = Vec::with_capacity(bookmarks.len());
    for bookmark in bookmarks {
        let (start, end) = (start_of(bookmark.page), start_of(bookmark.page.saturating_add(1)));
        let after = places.last().map_or(0, |place| place.to).clamp(start, end);
        let on_page = |from: usize| lines.get(from..end.min(from + NEAR)).unwrap_or_default();
        let title = letters(&bookmark.title);
        let found = [after, start].into_iter().find_map(|from| {
            heading_lines(on_page(from), &title).map(|(first, count)| (from + first, from + first + count))
        });
        let (from, to) = found.unwrap_or_else(|| {
            let below = |height: f32| lines.get(start..end)?.iter().position(|(_, line)| line.height <= height);
            let from = bookmark.height.and_then(below).map_or(after, |at| start + at);
            (from, from)
        });
        places.push(Place { bookmark, from, to });
    }
    places.sort_by_key(|place| place.from);
    places
}

/// The first lines that together are a title, a number before it aside.
fn heading_lines(lines: &[(&Page, &Line)], title: &str) -> Option<(usize, usize)> {
    if title.is_empty() {
        return None;
    }
    for first in 0..lines.len() {
        let mut joined = String::new();
        for (count, (_, line)) in lines.iter().skip(first).take(HEADING_LINES).enumerate() {
            joined += &letters(&line.text);
            let bare = joined.trim_start_matches(|c: char| c.is_ascii_digit());
            if joined == title
                || bare == title
                || (!bare.is_empty() && title.trim_start_matches(|c: char| c.is_ascii_digit()) == bare)
            {
                return Some((first, count + 1));
            }
            if joined.len() > title.len() + 10 {
                break;
            }
        }
    }
    None
}

/// What counts when titles are held against lines.
fn letters(text: &str) -> String {
    let end = text.char_indices().nth(LONGEST_TITLE).map_or(text.len(), |(end, _)| end);
    clean(text.get(..end).unwrap_or(text))
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn by_bookmarks(lines: &[(&Page, &Line)], places: &[Place<'_>], habits: &Habits) -> Vec<Part> {
    let mut parts = Vec::with_capacity(places.len() + 1);
    let first = places.first().map_or(lines.len(), |place| place.from);
    let preamble = lines.get(..first).unwrap_or_default();
    let page = preamble.first().map_or(1, |(page, _)| page.number);
    parts.extend(Some(part(None, page, preamble, habits)).filter(|part| !part.body.is_empty()));
    for (at, place) in places.iter().enumerate() {
        let end = places.get(at + 1).map_or(lines.len(), |next| next.from);
        let heading = Heading {
            level: place.bookmark.level.clamp(1, 6),
            text: folded(&clean(&place.bookmark.title)),
            anchor: None,
        };
        let text = lines.get(place.to.min(end)..end).unwrap_or_default();
        parts.push(part(Some(heading), place.bookmark.page, text, habits));
    }
    parts
}

fn by_pages(pages: &[Page], habits: &Habits) -> Vec<Part> {
    let mut parts = Vec::with_capacity(pages.len());
    for page in pages {
        let lines: Vec<(&Page, &Line)> = page.lines.iter().map(|line| (page, line)).collect();
        let heading = (pages.len() > 1).then(|| {
            let title = page_title(page, habits).map(|title| format!(": {title}")).unwrap_or_default();
            let anchor = Some(format!("page-{}", page.number));
            Heading { level: 1, text: format!("Page {}{title}", page.number), anchor }
        });
        parts.extend(Some(part(heading, page.number, &lines, habits)).filter(|part| !part.body.is_empty()));
    }
    parts
}

fn part(heading: Option<Heading>, page: u32, lines: &[(&Page, &Line)], habits: &Habits) -> Part {
    let mut body = Body::default();
    write(&mut body, lines, habits);
    let last = lines.last().map_or(page, |(page, _)| page.number);
    Part { heading, body: body.take(), linked: 0, lines: LineRange::from([page, last]) }
}

/// What a page begins with, if it looks like a heading.
fn page_title(page: &Page, habits: &Habits) -> Option<String> {
    let line = page.lines.first()?;
    let text = folded(&clean(&line.text));
    let fits =
        line.size >= habits.size * LARGER && text.chars().count() <= LONGEST && text.contains(char::is_alphabetic);
    fits.then_some(text)
}

/// The largest letters of the first page, if they are much larger than the text: the title on the cover.
pub(super) fn cover_title(pages: &[Page], habits: &Habits) -> Option<String> {
    let page = pages.first().filter(|page| page.number == 1)?;
    let largest = page.lines.iter().map(|line| line.size).fold(0.0, f32::max);
    if largest < habits.size * LARGER {
        return None;
    }
    let is_large = |line: &&Line| line.size >= largest * 0.95;
    let lines = page.lines.iter().skip_while(|line| !is_large(line)).take_while(is_large);
    let text = folded(&lines.map(|line| clean(&line.text)).collect::<Vec<_>>().join(" "));
    let length = text.chars().count();
    (3..=150).contains(&length).then_some(text).filter(|text| text.contains(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::{cover_title, parts};
    use crate::corpus::formats::outline::Part;
    use crate::corpus::formats::pdf::flow::Habits;
    use crate::corpus::formats::pdf::message::{Bookmark, Line, Page};

    fn page(number: u32, lines: &[(f32, &str)]) -> Page {
        let line = |(at, &(size, text)): (usize, &(f32, &str))| Line {
            text: text.to_owned(),
            start: 0.0,
            end: 100.0,
            height: 800.0 - 30.0 * at as f32,
            size,
        };
        Page { number, lines: lines.iter().enumerate().map(line).collect(), damaged: false }
    }

    fn pages() -> Vec<Page> {
        vec![
            page(1, &[(24.0, "The Plat-form"), (10.0, "Words before it all starts here")]),
            page(2, &[(14.0, "1 First things"), (10.0, "alpha"), (14.0, "2 Second"), (14.0, "things"), (10.0, "beta")]),
            page(4, &[(10.0, "gamma"), (10.0, "delta")]),
        ]
    }

    fn bookmark(level: u8, title: &str, page: u32, height: Option<f32>) -> Bookmark {
        Bookmark { level, title: title.to_owned(), page, height }
    }

    fn shown(parts: &[Part]) -> Vec<(String, &str, [u32; 2])> {
        let heading = |part: &Part| part.heading.as_ref().map(|heading| heading.text.clone()).unwrap_or_default();
        parts.iter().map(|part| (heading(part), part.body.as_str(), part.lines.into())).collect()
    }

    #[test]
    fn bookmarks_begin_parts_at_their_headings() {
        let pages = pages();
        let marks = [
            bookmark(1, "First things", 2, None),
            bookmark(2, "2. Second  Things", 2, None),
            bookmark(1, "Elsewhere", 4, Some(775.0)),
            bookmark(1, "Beyond", 9, None),
        ];
        let (parts, paged) = parts(&pages, &marks, &Habits::of(&pages));
        assert!(!paged);
        let expected = [
            (String::new(), "The Plat-form\n\nWords before it all starts here", [1, 1]),
            ("First things".to_owned(), "alpha", [2, 2]),
            ("2. Second Things".to_owned(), "beta gamma", [2, 4]),
            ("Elsewhere".to_owned(), "delta", [4, 4]),
            ("Beyond".to_owned(), "", [9, 9]),
        ];
        let mut shown = shown(&parts);
        // Whether lines of other pages are one paragraph is not what this is about.
        let beta = shown[2].1.replace("\n\n", " ");
        shown[2].1 = &beta;
        assert_eq!(shown, expected);
        assert_eq!(cover_title(&pages, &Habits::of(&pages)).as_deref(), Some("The Plat-form"));
    }

    #[test]
    fn pages_are_parts_where_bookmarks_tell_nothing() {
        let pages = pages();
        let (found, paged) = parts(&pages, &[], &Habits::of(&pages));
        assert!(paged);
        let titles: Vec<_> = shown(&found).into_iter().map(|(title, _, lines)| (title, lines[0])).collect();
        let expected = [("Page 1: The Plat-form", 1), ("Page 2: 1 First things", 2), ("Page 4", 4)];
        assert_eq!(titles, expected.map(|(title, page)| (title.to_owned(), page)));
        assert_eq!(found[2].heading.as_ref().and_then(|heading| heading.anchor.as_deref()), Some("page-4"));
        let single = [page(1, &[(10.0, "alone")])];
        assert_eq!(shown(&parts(&single, &[], &Habits::of(&single)).0), [(String::new(), "alone", [1, 1])]);
    }
}
