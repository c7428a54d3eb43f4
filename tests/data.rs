//! Real documentation and known pitfalls, where `KB_TEST_DATA` names a folder that holds them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::harness::{Answer, Kb, copy_folder, hits, ids, text};

fn folder(name: &str) -> Option<PathBuf> {
    let found = std::env::var_os("KB_TEST_DATA").map(|root| Path::new(&root).join(name)).filter(|path| path.is_dir());
    if found.is_none() {
        println!("skipped: KB_TEST_DATA names no folder with {name}");
    }
    found
}

fn index(kb: &Kb, path: &Path) -> Value {
    let mut command = kb.command(["index", "--format", "json"]);
    let answer = Answer::of(command.arg(path).output().unwrap()).found();
    assert!(!answer.stderr.contains("internal error"), "{answer:?}");
    answer.json()
}

/// Files below a folder, hidden ones left out as the walk does.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            files(&entry.path(), found);
        } else {
            found.push(entry.path());
        }
    }
}

/// Every file is in the index, or named as skipped, or counted among other kinds.
fn nothing_is_lost(name: &str) {
    let Some(folder) = folder(name) else { return };
    let kb = Kb::new();
    let report = index(&kb, &folder);
    let mut left: Vec<PathBuf> = Vec::new();
    files(&folder.canonicalize().unwrap(), &mut left);
    let here = left.len();
    let skipped: Vec<String> = report["skipped"].as_array().unwrap().iter().map(|file| text(&file["path"])).collect();
    let indexed = kb.run(["search", "-n", "0", "--format", "paths"]).found().stdout;
    left.retain(|path| !indexed.lines().any(|known| Path::new(known) == path));
    left.retain(|path| !skipped.iter().any(|known| Path::new(known) == path));
    let mut other: BTreeMap<String, u64> = BTreeMap::new();
    for path in &left {
        *other.entry(path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()).or_default() +=
            1;
    }
    assert_eq!(serde_json::to_value(other).unwrap(), report["other"], "{here} files, not accounted for: {left:?}");
    assert!(report["guides"].as_u64().unwrap() > 0);
    let again = index(&kb, &folder);
    assert_eq!((&again["read"], &again["written"]), (&0.into(), &false.into()), "the second run reads none");
}

#[test]
fn pitfalls_are_indexed_or_named() {
    nothing_is_lost("pitfalls");
}

#[test]
fn documentation_is_indexed_or_named() {
    nothing_is_lost("adobe-commerce-operations");
}

#[test]
fn touching_one_of_many_files_reads_one() {
    let Some(folder) = folder("adobe-commerce-operations/help") else { return };
    let smallest = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let count = |path: &PathBuf| {
        let mut found = Vec::new();
        files(path, &mut found);
        found.iter().filter(|path| path.extension().is_some_and(|e| e == "md")).count()
    };
    let folder = smallest.filter(|path| count(path) >= 5).min_by_key(count).unwrap();
    let kb = Kb::new();
    copy_folder(&folder, &kb.path("corpus"));
    let kb = kb.indexed();
    assert_eq!(kb.index()["read"], 0);
    let results = kb.search(["-n", "1"]);
    let path = kb.path(&text(&hits(&results)[0]["path"]));
    let mut content = fs::read(&path).unwrap();
    content.extend_from_slice(b"\n\nOne line more, of granite.\n");
    fs::write(path, content).unwrap();
    let report = kb.index();
    assert_eq!((&report["read"], &report["changed"]), (&1.into(), &1.into()));
}

/// The title in the front matter of a file.
fn title(path: &Path) -> Option<String> {
    let content = fs::read_to_string(path).unwrap();
    let line = content.lines().find_map(|line| line.strip_prefix("title:"))?;
    Some(line.trim().trim_matches(['"', '\'']).to_owned())
}

#[test]
fn guides_are_found_by_a_word_of_their_title_in_their_language() {
    for language in ["de", "ja", "ko", "ru", "uk", "ur", "zh-cn"] {
        let Some(folder) = folder(&format!("cncf-glossary/content/{language}")) else { continue };
        let kb = Kb::new();
        index(&kb, &folder);
        let indexed = kb.run(["search", "-n", "0", "--format", "paths"]).found().stdout;
        let mut looked_for = 0;
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_str().unwrap();
            let known = indexed.lines().any(|known| Path::new(known).file_name() == path.file_name());
            let Some(title) = known.then(|| title(&path)).flatten() else { continue };
            // A word of the language itself, where the title has one: the longest is no particle.
            let words = || title.split(|c: char| !c.is_alphabetic() && !c.is_ascii_digit()).filter(|w| !w.is_empty());
            let own = words().filter(|word| !word.is_ascii()).max_by_key(|word| word.len());
            let Some(word) = own.or_else(|| words().max_by_key(|word| word.len())) else { continue };
            let found = ids(&kb.search(["-n", "0", "--no-facets", "--group", "guide", word]));
            assert!(found.iter().any(|id| id.split('#').next() == Some(name)), "{language}: {word} finds no {name}");
            looked_for += 1;
        }
        assert!(looked_for >= 10, "only {looked_for} guides in {language}");
    }
}

/// Draws some of these, always the same ones (a linear congruential generator, Knuth's constants).
fn drawn<T>(mut from: Vec<T>, number: usize) -> Vec<T> {
    let mut state = 15u64;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let number = number.min(from.len());
    (0..number).map(|_| from.swap_remove(draw() % from.len())).collect()
}

/// Text between tags, entities for signs that occur in titles written out.
fn without_tags(html: &str) -> String {
    let pieces = html.split('<').enumerate().map(|(n, piece)| match piece.split_once('>') {
        Some((_, text)) if n > 0 => text,
        _ => piece,
    });
    let text = pieces.collect::<String>().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The texts of the cells of the navigation of a page made from DocBook, and the page without it.
fn navigation(page: &str) -> (Vec<String>, String) {
    let (mut cells, mut rest) = (Vec::new(), page.to_owned());
    for class in ["navheader", "navfooter"] {
        let Some(start) = rest.find(&format!("<div class=\"{class}\"")) else { continue };
        let end = start + rest[start..].find("</table>").unwrap();
        let block = rest[start..end].to_owned();
        rest.replace_range(start..end, " ");
        for cell in ["<td", "<th"].iter().flat_map(|cell| block.split(cell).skip(1)) {
            let cell = cell.split_once('>').unwrap().1;
            cells.push(without_tags(&cell[..cell.find("</t").unwrap()]));
        }
    }
    cells.retain(|cell| !cell.is_empty());
    (cells, without_tags(&rest))
}

#[test]
fn pages_hold_no_navigation_and_have_titles_of_their_own() {
    let Some(folder) = folder("postgresql-15-html") else { return };
    let mut pages = Vec::new();
    files(&folder, &mut pages);
    pages.retain(|path| path.extension().is_some_and(|e| e == "html"));
    pages.sort();
    let kb = Kb::new();
    let (mut looked_for, mut titles) = (0, BTreeMap::new());
    let pages = drawn(pages, 20);
    for path in &pages {
        kb.write(&format!("corpus/{}", path.file_name().unwrap().to_str().unwrap()), fs::read(path).unwrap());
    }
    let kb = kb.indexed();
    let results = kb.search(["-n", "0", "--no-facets"]);
    for hit in hits(&results) {
        titles.insert(text(&hit["path"]), text(&hit["guide"]));
        let page = fs::read_to_string(kb.path(&text(&hit["path"]))).unwrap();
        let (navigation, rest) = navigation(&page);
        let section = kb.run(["show", "--format", "json", &text(&hit["id"])]).found().json();
        let body = text(&section["body"]);
        let lines: Vec<&str> = body.lines().flat_map(|line| line.split(" | ")).map(str::trim).collect();
        for cell in &navigation {
            let elsewhere = rest.contains(cell.as_str());
            let found = if elsewhere {
                ["Prev", "Next", "Up", "Home"].contains(&cell.as_str()) && lines.contains(&cell.as_str())
            } else {
                body.contains(cell.as_str())
            };
            assert!(!found, "{}: {cell:?} in {body}", hit["id"]);
            looked_for += 1;
        }
        assert!(!navigation.is_empty() && !["Prev", "Next", "Up", "Home"].contains(&text(&hit["title"]).as_str()));
    }
    assert!(looked_for >= 200, "only {looked_for} pieces of navigation looked for");
    let distinct: std::collections::BTreeSet<&String> = titles.values().collect();
    assert_eq!((distinct.len(), titles.len()), (pages.len(), pages.len()), "{titles:?}");
}
