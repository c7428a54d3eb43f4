//! The corpus this repository ships is large and varied enough to show every facet.

use std::collections::BTreeSet;

use crate::harness::{Kb, counts, hits, text};

/// The section facets of kb.toml, as written there.
fn declared(kb: &Kb) -> Vec<String> {
    let settings = std::fs::read_to_string(kb.path("kb.toml")).unwrap();
    settings.lines().skip_while(|line| *line != "[[section]]").filter_map(quoted_path).collect()
}

fn quoted_path(line: &str) -> Option<String> {
    Some(line.strip_prefix("path = \"")?.strip_suffix('"')?.to_owned())
}

#[test]
fn it_has_enough_guides_and_sections() {
    let report = Kb::shipped().run(["status", "--format", "json"]).found().json();
    assert!(report["guides"].as_u64().unwrap() >= 8, "{report}");
    assert!(report["sections"].as_u64().unwrap() >= 60, "{report}");
    assert_eq!(report["skipped"], serde_json::json!([]));
}

#[test]
fn every_declared_facet_occurs_for_every_role() {
    let kb = Kb::shipped();
    let declared = declared(&kb);
    assert!(declared.len() >= 10, "{declared:?}");
    for role in ["platform", "infrastructure"] {
        let section = counts(&kb.search(["--role", role]), "section");
        let missing: Vec<&String> = declared.iter().filter(|facet| !section.contains_key(*facet)).collect();
        assert!(missing.is_empty(), "{role} has no {missing:?}");
    }
}

#[test]
fn no_facet_occurs_that_is_not_declared() {
    let kb = Kb::shipped();
    let mut known: BTreeSet<String> = declared(&kb).into_iter().collect();
    known.extend(known.clone().iter().filter_map(|facet| Some(facet.split_once('/')?.0.to_owned())));
    let found: BTreeSet<String> = counts(&kb.search([""]), "section").into_keys().collect();
    let strange: Vec<_> = found.difference(&known).collect();
    assert!(strange.is_empty(), "{strange:?}");
}

/// Sections that speak of no role: none is meant to.
const WITHOUT_ROLE: usize = 0;

#[test]
fn every_section_has_a_role() {
    let results = Kb::shipped().search(["-n", "0"]);
    let without = hits(&results).iter().filter(|hit| hit["roles"].as_array().unwrap().is_empty());
    let without: Vec<String> = without.map(|hit| text(&hit["id"])).collect();
    assert_eq!(without.len(), WITHOUT_ROLE, "{without:?}");
}
