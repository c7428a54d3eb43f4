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
    for page in pages {
        let furniture: HashSet<usize> = edge(page)
            .into_iter()
            .filter(|&at| counts.get(&form(&page.lines[at])).is_some_and(|count| *count >= least))
            .collect();
        let mut at = 0;
        page.lines.retain(|_| {
            at += 1;
            !furniture.contains(&(at - 1))
        });
    }
}

/// The lines nearest to the edges.
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
    fn two_pages_keep_all() {
        let mut pages = vec![page(1, &["A", "1"]), page(2, &["A", "2"])];
        remove(&mut pages);
        assert_eq!(pages[0].lines.len() + pages[1].lines.len(), 4);
    }
}
