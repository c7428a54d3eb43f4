//! Facet counts, and how a section got its facets.

use std::collections::{BTreeMap, BTreeSet};

use crate::harness::{Kb, counts, hits, text};

fn guides() -> Kb {
    Kb::with_roles()
        .file(
            "corpus/p.md",
            "---\nrole: platform\ntags: [cloud, big]\n---\n# P\n\n## Technical skills\n\nGranite.\n\n### Tools\n\nGranite.\n\n\
             ## Soft skills\n\nGranite.\n",
        )
        .file("corpus/i.md", "# The infrastructure manager\n\n## Technical skills\n\nGranite.\n\n## Pay\n\nMarble.\n")
        .indexed()
}

#[test]
fn a_parent_counts_its_children_once() {
    let section = counts(&guides().search(["granite"]), "section");
    assert_eq!((section["skills"], section["skills/technical"], section["skills/soft"]), (4, 3, 1));
}

#[test]
fn a_selected_role_leaves_the_counts_of_other_roles() {
    let kb = guides();
    let results = kb.search(["granite", "--role", "infrastructure"]);
    assert_eq!(results["total"], 1);
    let role = counts(&results, "role");
    assert_eq!((role["platform"], role["infrastructure"]), (3, 1));
    let section = counts(&results, "section");
    assert_eq!((section["skills"], section.get("skills/soft")), (1, None));
    let selected: Vec<bool> =
        results["facets"]["role"].as_array().unwrap().iter().map(|v| v["selected"] == true).collect();
    assert_eq!(selected, [false, true]);
}

#[test]
fn a_selected_section_leaves_the_counts_of_other_sections() {
    let section = counts(&guides().search(["granite", "--section", "skills/soft"]), "section");
    assert_eq!((section["skills/technical"], section["skills/soft"]), (3, 1));
}

#[test]
fn counts_are_those_of_a_search_for_the_value() {
    let kb = guides();
    let all = kb.search(["granite"]);
    for facet in ["role", "section", "tag"] {
        for (value, count) in counts(&all, facet) {
            assert_eq!(kb.search(["granite", &format!("--{facet}"), &value])["total"], count, "{facet} {value}");
        }
    }
}

#[test]
fn the_facet_limit_tells_what_it_left_out() {
    let results = guides().search(["granite", "--facet-limit", "1"]);
    assert_eq!(results["facets"]["section"].as_array().unwrap().len(), 1);
    assert!(results["facets_more"]["section"].as_u64().unwrap() >= 2, "{results}");
}

#[test]
fn facets_can_be_left_out() {
    let results = guides().search(["granite", "--no-facets"]);
    assert_eq!(results["facets"]["role"].as_array().unwrap().len(), 0);
}

#[test]
fn the_facets_command_lists_every_value() {
    let kb = guides();
    let csv = kb.run(["facets", "--format", "csv"]).found().stdout;
    for line in ["facet,value,count", "role,platform,4", "role,infrastructure,3", "section,pay,1", "tag,cloud,4"] {
        assert!(csv.lines().any(|known| known == line), "no {line} in {csv}");
    }
}

#[test]
fn why_names_the_rule_and_its_evidence() {
    let kb = guides();
    let why = kb.run(["facets", "--why", "p.md#tools", "--format", "json"]).found().json();
    assert_eq!(why["reasons"]["roles"][0]["value"], "platform");
    assert_eq!(why["reasons"]["section"]["value"], "skills/technical");
    let table = kb.run(["facets", "--why", "i.md#pay"]).found().stdout;
    for word in ["infrastructure", "pay", "rule", "because of"] {
        assert!(table.contains(word), "no {word} in {table}");
    }
}

#[test]
fn why_of_an_unknown_section_is_status_1() {
    guides().run(["facets", "--why", "nowhere"]).status(1).says("hint:");
}

#[test]
fn counts_are_those_of_the_hits_however_many_there_are() {
    let kb = Kb::shipped();
    let all = kb.search(["--sort", "path"])["total"].as_u64().unwrap();
    let mut shares = [0, 0];
    for query in ["", "manager OR platform OR infrastructure", "NOT salary", "kubernetes", "salary OR pay", "qqqwww"] {
        for filter in [&[][..], &["--section", "skills"], &["--tag", "cloud"]] {
            let answer = kb.run(
                ["search", "--sort", "path", "-n", "0", "--facet-limit", "0", "--format", "json", query]
                    .iter()
                    .chain(filter),
            );
            let results = answer.json();
            let mut counted: [BTreeMap<String, u64>; 3] = Default::default();
            for hit in hits(&results) {
                let section = text(&hit["section"]);
                let parents = section.match_indices('/').map(|(at, _)| section[..at].to_owned());
                let sections: BTreeSet<String> =
                    parents.chain([section.clone()]).filter(|value| !value.is_empty()).collect();
                let list = |name: &str| hit[name].as_array().unwrap().iter().map(text).collect::<BTreeSet<String>>();
                for (counts, values) in counted.iter_mut().zip([list("roles"), sections, list("tags")]) {
                    values.into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
                }
            }
            // A facet's counts ignore its own selection.
            for (facet, counted) in ["role", "section", "tag"].iter().zip(counted) {
                if !filter.first().is_some_and(|flag| flag.ends_with(facet)) {
                    assert_eq!(counts(&results, facet), counted, "{query} {filter:?} {facet}");
                }
            }
            shares[usize::from(results["total"].as_u64().unwrap() * 2 > all)] += 1;
        }
    }
    assert!(shares.iter().all(|share| *share > 2), "{shares:?} queries with few and with most sections");
}
