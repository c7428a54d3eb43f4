//! The rooms of `src/` and who may know whom, as `src/lib.rs` has it.

use std::fs;
use std::path::Path;

use crate::harness::repository;

/// A room may use rooms on lower floors only.
const FLOORS: [(&str, u8); 11] = [
    ("cli", 6),
    ("eval", 5),
    ("latency", 5),
    ("browse", 5),
    ("engine", 4),
    ("report", 4),
    ("query", 3),
    ("results", 3),
    ("corpus", 3),
    ("guide", 2),
    ("error", 1),
];

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == room).map(|(_, floor)| *floor)
}

/// What is wrong with the lines of a file of this room.
fn violations(room: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let mut complain = |what: String| wrong.push(format!("line {}: {what}: {}", n + 1, line.trim()));
        for (at, _) in line.match_indices("crate::") {
            let other = &line[at + "crate::".len()..];
            let other = &other[..other.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(other.len())];
            match (floor(room), floor(other)) {
                _ if other == room => {}
                (Some(own), Some(below)) if below < own => {}
                (_, None) => complain(format!("`{other}` is no room")),
                _ => complain(format!("{room} may not know {other}")),
            }
        }
        if line.trim_start().starts_with("use ") && line.contains("::*") {
            complain("a glob import".to_owned());
        }
    }
    wrong
}

fn check(folder: &Path, room: Option<&str>, wrong: &mut Vec<String>, seen: &mut usize) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        if path.is_dir() {
            check(&path, Some(room.unwrap_or(name)), wrong, seen);
        } else if path.extension().is_some_and(|e| e == "rs") && !matches!((room, name), (None, "lib" | "main")) {
            *seen += 1;
            let found = violations(room.unwrap_or(name), &fs::read_to_string(&path).unwrap());
            wrong.extend(found.into_iter().map(|what| format!("{}: {what}", path.display())));
        }
    }
}

#[test]
fn rooms_know_only_lower_floors() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    check(&repository().join("src"), None, &mut wrong, &mut seen);
    assert!(seen > 50, "only {seen} files looked at");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_has_a_floor() {
    let lib = fs::read_to_string(repository().join("src/lib.rs")).unwrap();
    let rooms: Vec<&str> = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(rooms.len(), FLOORS.len());
    assert!(rooms.iter().all(|room| floor(room).is_some()), "{rooms:?}");
}

#[test]
fn planted_violations_are_caught() {
    for (room, line) in [
        ("guide", "use crate::engine::Engine;"),
        ("engine", "    let style = crate::report::Style::plain();"),
        ("report", "use crate::engine::Engine;"),
        ("query", "pub(crate) use crate::results::Hit;"),
        ("error", "use crate::{guide, query};"),
        ("corpus", "use crate::cli::run;"),
        ("engine", "use crate::eval::Qrels;"),
        ("latency", "use crate::eval::Qrels;"),
        ("corpus", "use super::outline::*;"),
        ("attic", "use crate::error::Error;"),
    ] {
        assert_eq!(violations(room, line).len(), 1, "{room}: {line}");
    }
    for (room, line) in [("engine", "use crate::query::Query;"), ("engine", "use crate::engine::Record;")] {
        assert!(violations(room, line).is_empty(), "{room}: {line}");
    }
}
