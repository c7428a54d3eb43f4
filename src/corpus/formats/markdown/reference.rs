//! The headings found here against those another CommonMark parser finds, in guides of other people.
//!
//! Read as CommonMark, every document must have the same. Taking out the markup of site generators first, as is done when
//! guides are indexed, may change them: headings in `{% comment %}` are hidden from readers, and a heading right below the
//! tag of an MDX element is one, though to CommonMark it is text of HTML. Such files are printed.
//!
//! `KB_TEST_DATA` names a folder of corpora. One file in twenty is looked at, with `KB_TEST_ALL` all of them; then
//! `benches/headings.sh` shows what this prints.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};

use super::document::Document;
use crate::corpus::encoding;
use crate::corpus::formats::outline::Part;
use crate::corpus::formats::rewritten::Rewritten;
use crate::corpus::formats::{Format, ReadOptions, front_matter};

/// The levels of the headings that stand at the top of the document, or in items of lists there.
fn reference(text: &str) -> Vec<u8> {
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    let root = parse_document(&arena, text, &options);
    let mut levels = Vec::new();
    for node in root.descendants() {
        let NodeValue::Heading(heading) = &node.data.borrow().value else { continue };
        let on_top = node.ancestors().skip(1).all(|above| {
            let value = &above.data.borrow().value;
            matches!(value, NodeValue::Document | NodeValue::List(_) | NodeValue::Item(_) | NodeValue::TaskItem(_))
        });
        if on_top {
            levels.push(heading.level);
        }
    }
    levels
}

fn levels(parts: &[Part]) -> Vec<u8> {
    parts.iter().filter_map(|part| part.heading.as_ref()).map(|heading| heading.level).collect()
}

/// The same text read as CommonMark and nothing else.
fn plain(text: &str) -> Vec<u8> {
    let mut document = Document::new(&ReadOptions::default());
    document.read(&Rewritten::unchanged(text), 1);
    levels(&document.finish().0)
}

/// Files read as Markdown below a folder, in the order of their paths; hidden ones and links left out.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).expect("a folder").filter_map(Result::ok).collect();
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let (path, kind) = (entry.path(), entry.file_type().expect("a kind"));
        if kind.is_dir() && !entry.file_name().to_string_lossy().starts_with('.') {
            files(&path, found);
        } else if kind.is_file()
            && Format::named(&path).is_some_and(|format| ["markdown", "mdx"].contains(&format.name))
        {
            found.push(path);
        }
    }
}

#[derive(Default)]
struct Count {
    files: usize,
    headings: usize,
    kept: usize,
}

#[test]
fn headings_equal_those_of_another_parser() {
    let Some(folder) = std::env::var_os("KB_TEST_DATA") else { return println!("skipped") };
    let every = if std::env::var_os("KB_TEST_ALL").is_some() { 1 } else { 20 };
    let mut paths = Vec::new();
    files(Path::new(&folder), &mut paths);
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let mut wrong = Vec::new();
    for path in paths.iter().step_by(every) {
        let Ok(text) = encoding::decode(&fs::read(path).expect("a file"), false) else { continue };
        let below = path.strip_prefix(&folder).expect("a path");
        let corpus = below.iter().next().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let count = counts.entry(corpus).or_default();
        let rest = front_matter::split(&text).rest;
        let (expected, found) = (reference(rest), plain(rest));
        count.files += 1;
        count.headings += expected.len();
        if expected != found {
            wrong.push(format!("{}: {} headings and not {}", below.display(), found.len(), expected.len()));
        }
        // With the markup of site generators taken out, as it is indexed.
        let format = Format::named(path).expect("a format");
        let kept = levels(&format.outline(&text, &ReadOptions::default()).parts);
        count.kept += kept.len();
        if kept != found {
            println!("{}: {} headings, {} without markup", below.display(), found.len(), kept.len());
        }
    }
    for (corpus, count) in &counts {
        let Count { files, headings, kept } = count;
        println!("{corpus}: {files} files, {headings} headings, {kept} without markup");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
