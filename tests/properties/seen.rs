//! All that can be seen of an index, to hold two against each other.

use std::path::Path;

use serde::Serialize;
use serde_json::{Value, json};

use kb::engine::{Engine, IndexFolder};
use kb::error::Result;
use kb::query::{DrillDown, Query, Sort, parse};

use super::library::{all, among};

/// Words, acronyms, synonyms, phrases, beginnings, headings, facets, slips of the finger, no word at all.
const QUERIES: [&str; 16] = [
    "",
    "granite",
    "marble domes",
    "granite walls stand marble floors backup",
    "IaC",
    "IDP",
    "salary",
    "dome",
    "mar*",
    "\"granite walls\"",
    "title:skills",
    "role:platform granite",
    "NOT granite",
    "graniet",
    "Mauern OR 石",
    "platform engineer pay",
];

/// By how much of itself (of 1, where it is less) a score may be another after an update than after a rebuild.
const ROUNDING: f64 = 1e-5;

/// Everything of an index that a user can see, part by part.
fn seen(index: &Path) -> Vec<(String, Value)> {
    let engine = Engine::open(&IndexFolder::new(index)).unwrap();
    let mut parts = vec![
        ("sections".to_owned(), json!(engine.sections().unwrap())),
        ("acronyms".to_owned(), json!(engine.acronyms().unwrap())),
        ("counts".to_owned(), json!([engine.stats().guides, engine.stats().sections])),
        (
            "files".to_owned(),
            json!(
                engine
                    .files()
                    .unwrap()
                    .iter()
                    .map(|(key, entry)| {
                        json!([
                            key,
                            entry.stamp.hash,
                            entry.sections,
                            entry.words,
                            entry.date,
                            entry.language,
                            entry.skipped
                        ])
                    })
                    .collect::<Vec<_>>()
            ),
        ),
    ];
    for text in QUERIES {
        let by_path = all(parse(text).unwrap());
        for sort in [Sort::Path, Sort::Relevance, Sort::Date] {
            let mut found = engine.search(&Query { sort, explain: true, ..by_path.clone() });
            if let (Ok(found), Sort::Relevance) = (&mut found, sort) {
                // Hits whose scores differ by rounding alone may change places.
                found.hits.sort_by(|a, b| a.id.cmp(&b.id));
                found.hits.iter_mut().for_each(|hit| hit.rank = 0);
            }
            parts.push((format!("{text:?} by {sort:?}"), shown(found)));
        }
    }
    for tag in ["stone", "stone/granite", "big"] {
        let selected = DrillDown { tags: vec![tag.to_owned()], ..DrillDown::default() };
        parts.push((format!("tag {tag}"), shown(engine.search(&among(&all(parse("granite").unwrap()), selected)))));
    }
    for prefix in ["g", "marble w", "technical s", "石"] {
        parts.push((format!("suggestions for {prefix}"), shown(engine.suggest(prefix, 0))));
    }
    for role in ["platform", "infrastructure"] {
        parts.push((format!("terms of {role}"), shown(engine.terms(role, None, 0))));
    }
    parts
}

/// An answer as JSON, without the time it took; an error as what it says.
fn shown<T: Serialize>(answer: Result<T>) -> Value {
    match answer {
        Ok(answer) => {
            let mut value = json!(answer);
            value.as_object_mut().map(|answer| answer.remove("took_ms"));
            value
        }
        Err(error) => json!([error.to_string(), error.hint()]),
    }
}

/// What is not the same in two indexes, as far as it can be told in a few lines.
pub(super) fn differences(one: &Path, other: &Path) -> Vec<String> {
    let mut different = Vec::new();
    for ((name, one), (_, other)) in seen(one).into_iter().zip(seen(other)) {
        compare(&name, &one, &other, &mut different);
    }
    different.truncate(12);
    different
}

/// Whether two fractions are the same but for rounding, which depends on the order in which parts of a score are added.
fn is_rounded(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) if one.fract() != 0.0 || other.fract() != 0.0 => {
            (one - other).abs() <= ROUNDING * one.abs().max(other.abs()).max(1.0)
        }
        _ => false,
    }
}

fn compare(place: &str, one: &Value, other: &Value, different: &mut Vec<String>) {
    match (one, other) {
        _ if one == other || is_rounded(one, other) => {}
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (n, (one, other)) in one.iter().zip(other).enumerate() {
                compare(&format!("{place}[{n}]"), one, other, different);
            }
        }
        (Value::Object(one), Value::Object(other)) if one.keys().eq(other.keys()) => {
            for ((key, one), other) in one.iter().zip(other.values()) {
                compare(&format!("{place}.{key}"), one, other, different);
            }
        }
        _ => different.push(format!("{place}: {one} but {other}")),
    }
}
