//! Any text indexes, and every word of it is found again.
//!
//! A word is what `content_words` gives: a run of letters and digits with its marks, or one character of a script
//! written without spaces, stop words aside; with the symbols that belong to a name (`C++`, `.NET`). It is looked for by
//! itself and with its neighbour as a phrase, as the reader of the source sees it. What stands in the source is written
//! so that each format takes it for text: as it is, escaped for Markdown, as entities for HTML.
//!
//! Left out are what a format cannot hold or takes for a sign of something else: control characters but tab and line
//! ends, which make a file binary or belong to terminals; words of more than 200 bytes, of which only the beginning
//! counts.

use std::cell::Cell;
use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::Strategy;
use proptest::{prop_assert, prop_assert_eq};

use kb::engine::content_words;
use kb::guide::Vocabulary;
use kb::query::{Expr, Query};

use super::library::{Library, all, ids};
use super::texts::text;
use super::{Held, Law};

/// Longest word all of which counts, in bytes.
const LONGEST: usize = 200;

/// Writes a text so that a format takes all of it for text.
type Writing = fn(&str) -> String;

/// By extension.
const FORMATS: [(&str, Writing); 3] = [("txt", plain), ("md", markdown), ("html", html)];

fn plain(text: &str) -> String {
    // A line of its own would be a heading, which is text as well, but then words of two lines are no neighbours.
    format!(
        "Beginning.\n\nThis is what it says here, {} and no more.\n",
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    )
}

/// Every sign that Markdown or a template might take for markup behind a backslash.
fn markdown(text: &str) -> String {
    let escaped = text.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c]));
    plain(&escaped.collect::<String>())
}

fn html(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| if c.is_alphanumeric() { c.to_string() } else { format!("&#{};", u32::from(c)) })
        .collect();
    format!("<!doctype html><title>Beginning</title><p>This is what it says here, {escaped} and no more.</p>")
}

/// Text that a file of text can hold.
fn holdable() -> impl Strategy<Value = String> {
    text(14).prop_map(|text| {
        text.chars().map(|c| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c }).collect()
    })
}

/// The words of a text, each with where it begins and ends.
fn words(text: &str) -> Vec<(usize, usize)> {
    let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    content_words(text).into_iter().map(|word| (start(word), start(word) + word.len())).collect()
}

#[test]
fn every_word_of_any_text_is_found_again() {
    let law = Law { name: "every word is found again", cases: 24, shrinks: 300 };
    let looked_for = Cell::new(0);
    law.holds(&vec(holdable(), 1..12), |texts| -> Held {
        let files: Vec<(String, String)> = texts
            .iter()
            .enumerate()
            .flat_map(|(n, text)| FORMATS.map(|(extension, write)| (format!("c/t{n}.{extension}"), write(text))))
            .collect();
        let borrowed = files.iter().map(|(path, content)| (path.as_str(), content.as_bytes()));
        let library = Library::of(borrowed, &["c"], &Vocabulary::default());
        prop_assert_eq!(&library.skipped, &BTreeMap::new());
        for (n, text) in texts.iter().enumerate() {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let words = words(&text);
            for (at, &(start, end)) in words.iter().enumerate() {
                if end - start > LONGEST {
                    continue;
                }
                looked_for.set(looked_for.get() + 1);
                found(&library, n, Expr::Word(text[start..end].to_owned()))?;
                if let Some(&(_, next)) = words.get(at + 1).filter(|(next, end)| end - next <= LONGEST) {
                    found(&library, n, Expr::Phrase { text: text[start..next].to_owned(), slop: 0 })?;
                }
            }
        }
        Ok(())
    });
    println!("{} words looked for, each with its neighbour, in {} formats", looked_for.get(), FORMATS.len());
    assert!(looked_for.get() > 300);
}

/// Whether this finds the text with this number in all its formats, taken as it is and forgivingly.
fn found(library: &Library, n: usize, expr: Expr) -> Held {
    for exact in [true, false] {
        let query = Query { exact, facets: false, snippets: false, ..all(expr.clone()) };
        let results = library.engine.search(&query).unwrap();
        let ids = ids(&results);
        for (extension, _) in FORMATS {
            let start = format!("t{n}.{extension}#");
            let among = ids.iter().any(|id| id.starts_with(&start));
            prop_assert!(among, "{:?} (exact: {}) does not find {}, only {:?}", expr, exact, start, ids);
        }
    }
    Ok(())
}

#[test]
fn any_bytes_are_indexed_or_skipped_with_a_reason() {
    const EXTENSIONS: [&str; 12] =
        ["md", "mdx", "html", "rst", "adoc", "org", "ipynb", "txt", "docx", "odt", "epub", "fodt"];
    let law = Law { name: "any bytes are indexed or skipped", cases: 24, shrinks: 300 };
    let bytes = vec(vec(any::<u8>(), 0..60), EXTENSIONS.len());
    law.holds(&(bytes, vec(text(20), EXTENSIONS.len())), |(bytes, texts)| -> Held {
        let files: Vec<(String, Vec<u8>)> =
            (EXTENSIONS.iter().zip(bytes).map(|(e, bytes)| (format!("c/b.{e}"), bytes)))
                .chain(EXTENSIONS.iter().zip(texts).map(|(e, text)| (format!("c/t.{e}"), text.into_bytes())))
                .collect();
        let borrowed = files.iter().map(|(path, content)| (path.as_str(), content.as_slice()));
        let library = Library::of(borrowed, &["c"], &Vocabulary::default());
        let indexed = library.engine.files().unwrap();
        for (path, _) in &files {
            let key = path.trim_start_matches("c/");
            prop_assert!(indexed.contains_key(key) != library.skipped.contains_key(key), "{}", key);
            let reason = library.skipped.get(key);
            prop_assert!(reason.is_none_or(|reason| !reason.trim().is_empty()), "{}", key);
        }
        Ok(())
    });
}
