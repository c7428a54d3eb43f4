//! Headers, footers and page numbers: what stands at the edge of many pages and is no text of any.

use std::collections::{HashMap, HashSet};

use super::message::{Line, Page};

/// So many lines from the upper and from the lower edge may be furniture.
const EDGE: usize = 3;
/// A line that this share of the pages has is furniture.
const SHARE: f32 = 0.4;
/// Of fewer pages nothing can be told.
const PAGES: usize = 3;

/// Takes the furniture out of all pages.
pub(super) fn remove(pages: &mut [Page]) {
    if pages.len() < PAGES {
        return;
    }
    let mut counts: HashMap<String, usize> = HashMap::new();
    for page in pages.iter() {
        let forms: HashSet<String> = edge(page).into_iter().map(|at| form(&page.lines[at])).collect();
        for form in forms {
            *counts.entry(form).or_default() += 1;
        }
    }
    let least = ((pages.len() as f32 * SHARE).ceil() as usize).max(PAGES);
    let numbering = numbering(pages, least);
    for page in pages {
        let furniture: HashSet<usize> = edge(page)
            .into_iter()
            .filter(|&at| counts.get(&form(&page.lines[at])).is_some_and(|count| *count >= least))
            .chain(outermost(page).filter(|&at| numbering.is_some() && distances(page, at).contains(&numbering)))
            .collect();
        let mut at = 0;
        page.lines.retain(|_| {
            at += 1;
            !furniture.contains(&(at - 1))
        });
    }
}

/// By how much the numbers printed at the very edge of the pages are larger than the numbers of the pages, if that is
/// the same on at least so many. Headers that name the chapter have it, too, and are else the same on few pages.
fn numbering(pages: &[Page], least: usize) -> Option<i64> {
    let mut counts: HashMap<i64, usize> = HashMap::new();
    for page in pages {
        let found: HashSet<i64> = outermost(page).flat_map(|at| distances(page, at)).flatten().collect();
        for distance in found {
            *counts.entry(distance).or_default() += 1;
        }
    }
    let (distance, count) = counts.into_iter().max_by_key(|&(distance, count)| (count, -distance.abs(), distance))?;
    (count >= least).then_some(distance)
}

/// The uppermost and the lowest line.
fn outermost(page: &Page) -> impl Iterator<Item = usize> + use<> {
    let edge = edge(page);
    [edge.first().copied(), edge.last().copied()].into_iter().flatten()
}

/// The numbers that a line begins and ends with, less that of its page.
fn distances(page: &Page, at: usize) -> [Option<i64>; 2] {
    let text = page.lines.get(at).map_or("", |line| line.text.as_str());
    let mut words = text.split_whitespace();
    let distance = |word: &str| word.parse::<u16>().ok().map(|number| i64::from(number) - i64::from(page.number));
    [words.next().and_then(distance), words.next_back().and_then(distance)]
}

/// The lines nearest to the edges, from below.
fn edge(page: &Page) -> Vec<usize> {
    let mut order: Vec<usize> = (0..page.lines.len()).collect();
    order.sort_by(|&a, &b| page.lines[a].height.total_cmp(&page.lines[b].height));
    if order.len() > 2 * EDGE {
        order.drain(EDGE..order.len() - EDGE);
    }
    order
}

/// What is the same of a line on every page: numbers are not.
fn form(line: &Line) -> String {
    let mut form = String::new();
    for c in line.text.chars().filter(|c| !c.is_whitespace()).take(200) {
        if !c.is_ascii_digit() {
            form.extend(c.to_lowercase());
        } else if !form.ends_with('#') {
            form.push('#');
        }
    }
    form
}

#[cfg(test)]
mod tests {
    use super::remove;
    use crate::corpus::formats::pdf::message::{Line, Page};

    fn page(number: u32, texts: &[&str]) -> Page {
        let line = |(at, text): (usize, &&str)| Line {
            text: text.replace("N", &number.to_string()),
            height: 800.0 - 15.0 * at as f32,
            ..Line::default()
        };
        Page { number, lines: texts.iter().enumerate().map(line).collect(), damaged: false }
    }

    #[test]
    fn what_many_pages_have_at_their_edges_goes() {
        let mut pages: Vec<Page> = (1..=5)
            .map(|number| {
                let own = ["a", "b", "c", "d", "e"][number as usize - 1];
                page(number, &["The Handbook", own, "x", "y", "shared", "z", own, "Page N of 5"])
            })
            .collect();
        pages.push(page(6, &[]));
        remove(&mut pages);
        let texts: Vec<&str> = pages[1].lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["b", "y", "shared", "b"]);
        assert!(pages[5].lines.is_empty());
    }

    #[test]
    fn numbered_headers_go_whatever_they_name() {
        let mut pages: Vec<Page> = (1..=9)
            .map(|number| {
                let chapter = format!(
                    "Chapter {}: about {} {}",
                    number / 2,
                    ["a", "b", "c", "d", "e"][number as usize / 2],
                    number + 3
                );
                let texts: Vec<String> =
                    (0..9).map(|at| format!("{}{at} of {}", "xyz".repeat(number as usize), at * 7)).collect();
                page(
                    number,
                    &std::iter::once(chapter.as_str()).chain(texts.iter().map(String::as_str)).collect::<Vec<_>>(),
                )
            })
            .collect();
        remove(&mut pages);
        assert!(pages.iter().all(|page| page.lines.len() == 9 && page.lines[0].text.contains("xyz")), "{:?}", pages[0]);
    }

    #[test]
    fn two_pages_keep_all() {
        let mut pages = vec![page(1, &["A", "1"]), page(2, &["A", "2"])];
        remove(&mut pages);
        assert_eq!(pages[0].lines.len() + pages[1].lines.len(), 4);
    }
}
