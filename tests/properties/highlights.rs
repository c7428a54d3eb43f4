//! Marked words lie within the text of their snippet, on character boundaries, in order and apart, whatever the text and
//! the query are.

use std::cell::Cell;

use proptest::collection::vec;
use proptest::strategy::Strategy as _;
use proptest::{prop_assert, prop_oneof};

use kb::engine::content_words;
use kb::guide::Vocabulary;
use kb::query::{Expr, Query, parse};
use kb::results::Snippet;

use super::library::{Library, all};
use super::texts::text;
use super::{Held, Law};

fn is_well(snippet: &Snippet) -> Held {
    let mut last = 0;
    for range in &snippet.highlights {
        prop_assert!(range.start >= last && range.start < range.end, "{:?}", snippet);
        prop_assert!(snippet.text.get(range.clone()).is_some(), "{:?}", snippet);
        prop_assert!(!snippet.text[range.clone()].trim().is_empty(), "{:?}", snippet);
        last = range.end;
    }
    prop_assert!(!snippet.text.contains(['\n', '\r', '\t', '\u{2028}']), "{:?}", snippet);
    Ok(())
}

#[test]
fn highlights_are_on_character_boundaries_in_order_and_apart() {
    let law = Law { name: "highlights", cases: 24, shrinks: 300 };
    let marks = Cell::new(0);
    let bodies = vec(prop_oneof![text(10), text(90), text(300)], 1..8);
    let queries = vec(prop_oneof![text(2), text(4), text(2).prop_map(|text| format!("{}*", text.trim()))], 4..8);
    law.holds(&(bodies, queries), |(bodies, queries)| -> Held {
        let files: Vec<(String, String)> = (bodies.iter().enumerate())
            .map(|(n, body)| (format!("c/t{n}.{}", ["txt", "md", "html"][n % 3]), format!("Text\n\n{body}\n")))
            .collect();
        let borrowed = files.iter().map(|(path, content)| (path.as_str(), content.as_bytes()));
        let library = Library::of(borrowed, &["c"], &Vocabulary::default());
        let sections = library.engine.sections().unwrap();
        // Besides random queries those that are sure to find something.
        let own = sections.iter().flat_map(|section| content_words(&section.body).into_iter().step_by(5).take(12));
        let own: Vec<Expr> = own.map(|word| Expr::Word(word.to_owned())).collect();
        let together = own.chunks(3).map(|words| Expr::Or(words.to_vec())).filter(|_| own.len() > 2);
        let random = queries.iter().filter_map(|query| parse(query).ok());
        for expr in own.iter().cloned().chain(together).chain(random) {
            let query = Query { any: true, facets: false, ..all(expr) };
            for hit in library.engine.search(&query).unwrap().hits {
                is_well(&hit.snippet)?;
                marks.set(marks.get() + hit.snippet.highlights.len());
            }
        }
        // A word of the text itself is marked.
        for (section, words) in sections.iter().map(|section| (section, content_words(&section.body))) {
            for word in words.into_iter().step_by(7).take(6) {
                let query = Query { exact: true, facets: false, ..all(Expr::Word(word.to_owned())) };
                let results = library.engine.search(&query).unwrap();
                let hit = results.hits.iter().find(|hit| hit.id == section.id);
                let marked = hit.is_some_and(|hit| !hit.snippet.highlights.is_empty());
                prop_assert!(marked, "{:?} is not marked in {:?}: {:?}", word, section.body, hit);
            }
        }
        Ok(())
    });
    println!("{} marked words looked at", marks.get());
    assert!(marks.get() > 3_000);
}
