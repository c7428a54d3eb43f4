//! Counts of facets against counting by hand, over random guides, queries and selections.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::option;
use proptest::sample::select;
use proptest::strategy::{BoxedStrategy, Just, Strategy};
use proptest::{prop_assert, prop_assert_eq, prop_oneof};

use kb::guide::{Role, SectionFacet, Vocabulary};
use kb::query::{DrillDown, Expr, Group, Page, Query, Sort, parse};
use kb::results::{FacetCount, Hit, SearchResults};

use super::library::{Library, all, among, ids};
use super::{Held, Law};

const ROLES: [&str; 3] = ["platform", "infrastructure", "quarry"];
const TAGS: [&str; 6] = ["stone", "stone/granite", "stone/marble", "big", "stone/granite/red", "Größe"];
const HEADINGS: [&str; 6] = ["Technical skills", "Soft skills", "Skills", "Pay", "Other matters", "Notes on quarries"];
const BODIES: [&str; 6] = [
    "Granite walls stand.",
    "Marble domes and granite floors.",
    "",
    "A salary of 50,000 is paid.",
    "Slate roofs (SR), slate tiles.",
    "The quarry has marble.",
];
const QUERIES: [&str; 10] = [
    "",
    "granite",
    "granite marble",
    "granite OR slate",
    "NOT granite",
    "mar*",
    "\"granite floors\"",
    "title:skills",
    "role:platform granite OR tag:stone/granite",
    "graniet walls",
];

/// The kinds of facets that a selection can be made in.
const FACETS: [&str; 4] = ["role", "section", "tag", "corpus"];

fn vocabulary() -> Vocabulary {
    let role = |id: &str| Role { id: id.to_owned(), name: String::new(), aliases: Vec::new() };
    let section = |path: &str, alias: &str| SectionFacet {
        path: path.to_owned(),
        name: String::new(),
        aliases: vec![alias.to_owned()],
    };
    Vocabulary {
        roles: ROLES.iter().map(|id| role(id)).collect(),
        sections: vec![
            section("skills", "skills"),
            section("skills/technical", "technical skills"),
            section("skills/soft", "soft skills"),
            section("pay", "pay"),
        ],
        synonyms: Vec::new(),
    }
}

/// A guide: where it is and what it says.
fn guide() -> impl Strategy<Value = (&'static str, String)> {
    let part = (1usize..4, select(&HEADINGS[..]), select(&BODIES[..]));
    let head = (vec(select(&ROLES[..]), 0..3), vec(select(&TAGS[..]), 0..4));
    (select(&["one", "two"][..]), head, vec(part, 0..6)).prop_map(|(corpus, (roles, tags), parts)| {
        let parts: String = parts
            .iter()
            .map(|(level, heading, body)| format!("{} {heading}\n\n{body}\n\n", "#".repeat(*level)))
            .collect();
        (corpus, format!("---\nroles: [{}]\ntags: [{}]\n---\nGuide.\n\n{parts}", roles.join(", "), tags.join(", ")))
    })
}

/// What is selected of each facet, by its place among the values there are.
fn selection() -> BoxedStrategy<[Vec<usize>; 4]> {
    let some = || prop_oneof![3 => Just(Vec::new()), 2 => vec(0usize..9, 1..3)];
    [some(), some(), some(), some()].boxed()
}

#[derive(Debug, Clone)]
struct Case {
    guides: Vec<(&'static str, String)>,
    query: &'static str,
    selection: [Vec<usize>; 4],
    guide: Option<usize>,
    pages: Vec<(usize, usize)>,
}

fn case() -> impl Strategy<Value = Case> {
    let pages = vec((0usize..8, 1usize..6), 3);
    (vec(guide(), 1..14), select(&QUERIES[..]), selection(), option::weighted(0.2, 0usize..14), pages)
        .prop_map(|(guides, query, selection, guide, pages)| Case { guides, query, selection, guide, pages })
}

/// The values a hit has of each facet, parents included.
fn values(hit: &Hit) -> [BTreeSet<String>; 4] {
    let with_parents = |values: &[String]| -> BTreeSet<String> {
        let ends = |value: &str| value.match_indices('/').map(|(at, _)| at).chain([value.len()]).collect::<Vec<_>>();
        let parents = |value: &String| ends(value).into_iter().map(|end| value[..end].to_owned()).collect::<Vec<_>>();
        values.iter().filter(|value| !value.is_empty()).flat_map(parents).collect()
    };
    [
        hit.roles.iter().cloned().collect(),
        with_parents(std::slice::from_ref(&hit.section)),
        with_parents(&hit.tags),
        BTreeSet::from([hit.corpus.clone()]),
    ]
}

fn listed(results: &SearchResults) -> [&[FacetCount]; 4] {
    let facets = &results.facets;
    [&facets.role, &facets.section, &facets.tag, &facets.corpus]
}

fn counted(counts: &[FacetCount]) -> BTreeMap<String, u64> {
    counts.iter().map(|count| (count.value.clone(), count.count)).collect()
}

fn drill_down(values: &[Vec<String>; 4], guides: &[String]) -> DrillDown {
    let [roles, sections, tags, corpora] = values.clone();
    DrillDown { roles, sections, tags, corpora, guides: guides.to_vec(), ..DrillDown::default() }
}

#[test]
fn counts_are_those_of_counting_by_hand() {
    let law = Law { name: "facets", cases: 60, shrinks: 300 };
    law.holds(&case(), |case| -> Held {
        let files: Vec<(String, &str)> = case
            .guides
            .iter()
            .enumerate()
            .map(|(n, (corpus, text))| (format!("{corpus}/g{n}.md"), text.as_str()))
            .collect();
        let files = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
        let library = Library::of(files, &["one", "two"], &vocabulary());
        let everything = library.engine.search(&all(Expr::All)).unwrap();
        // Select what there is.
        let known =
            listed(&everything).map(|counts| counts.iter().map(|count| count.value.clone()).collect::<Vec<_>>());
        let mut chosen: [Vec<String>; 4] = Default::default();
        for (chosen, (known, places)) in chosen.iter_mut().zip(known.iter().zip(&case.selection)) {
            let some = places.iter().filter(|_| !known.is_empty()).map(|place| known[place % known.len()].clone());
            *chosen = some.collect::<BTreeSet<_>>().into_iter().collect();
        }
        let guides: Vec<String> = everything.hits.iter().map(|hit| hit.path.clone()).collect();
        let guide: Vec<String> = case.guide.iter().map(|n| guides[n % guides.len()].clone()).collect();

        let query = Query { any: true, ..all(parse(case.query).unwrap()) };
        agree(&library, &query, &chosen, &guide)?;
        pages_join(&library, &among(&query, drill_down(&chosen, &guide)), &case.pages)
    });
}

/// Whether the counts of a query with this selection are those of its hits without, counted one by one.
fn agree(library: &Library, query: &Query, chosen: &[Vec<String>; 4], guide: &[String]) -> Held {
    let search = |query: &Query| library.engine.search(query).unwrap();
    let open = search(&among(query, drill_down(&Default::default(), guide)));
    let results = search(&among(query, drill_down(chosen, guide)));
    let passes = |hit: &Hit, except: usize| {
        let mut values = values(hit).into_iter().zip(chosen).enumerate();
        values.all(|(n, (has, chosen))| {
            n == except || chosen.is_empty() || chosen.iter().any(|value| has.contains(value))
        })
    };
    let by_hand: Vec<&str> =
        open.hits.iter().filter(|hit| passes(hit, FACETS.len())).map(|hit| hit.id.0.as_str()).collect();
    prop_assert_eq!(ids(&results), by_hand.clone(), "hits with {:?}", chosen);
    prop_assert_eq!(results.total, by_hand.len() as u64);
    for (n, counts) in listed(&results).into_iter().enumerate() {
        let mut sums: BTreeMap<String, u64> = BTreeMap::new();
        for value in open.hits.iter().filter(|hit| passes(hit, n)).flat_map(|hit| values(hit)[n].clone()) {
            *sums.entry(value).or_default() += 1;
        }
        prop_assert_eq!(counted(counts), sums, "{} with {:?}", FACETS[n], chosen);
        for count in counts {
            prop_assert_eq!(count.selected, chosen[n].contains(&count.value), "{:?}", count);
            let parent = count.value.rsplit_once('/').filter(|_| n == 1 || n == 2);
            if let Some((parent, _)) = parent {
                prop_assert!(
                    counts.iter().any(|above| above.value == parent && above.count >= count.count),
                    "{:?}",
                    counts
                );
            }
            // What is shown is what one gets: the value selected in place of those of its facet.
            let mut instead = chosen.clone();
            instead[n] = vec![count.value.clone()];
            let total = search(&Query { facets: false, ..among(query, drill_down(&instead, guide)) }).total;
            prop_assert_eq!(total, count.count, "{} {:?} with {:?}", FACETS[n], count, chosen);
        }
        let sorted = counts.is_sorted_by(|a, b| (b.count, &a.value) <= (a.count, &b.value));
        prop_assert!(sorted, "{:?}", counts);
    }
    Ok(())
}

/// Whether any page is its part of the whole, and neither order, grouping nor what is left out changes totals and counts.
fn pages_join(library: &Library, query: &Query, pages: &[(usize, usize)]) -> Held {
    let search = |query: &Query| library.engine.search(query).unwrap();
    let by_path = search(query);
    for sort in [Sort::Relevance, Sort::Path, Sort::Date] {
        for group in [Group::Section, Group::Guide] {
            let query = Query { sort, group, ..query.clone() };
            let whole = search(&query);
            prop_assert_eq!(whole.total, by_path.total, "{:?} {:?}", sort, group);
            prop_assert_eq!(&whole.facets, &by_path.facets, "{:?} {:?}", sort, group);
            let guides = whole.total_guides.map_or(whole.hits.len() as u64, |guides| guides);
            prop_assert_eq!(guides, whole.hits.len() as u64, "{:?} {:?}", sort, group);
            let shown: usize = whole.hits.iter().map(|hit| 1 + hit.also.len()).sum();
            prop_assert!(group == Group::Guide || shown as u64 == whole.total, "{} of {}", shown, whole.total);
            prop_assert_eq!(ids(&whole).into_iter().collect::<BTreeSet<_>>().len(), whole.hits.len());
            for &(offset, limit) in pages {
                for facets in [true, false] {
                    let page = search(&Query { page: Page { limit, offset }, facets, ..query.clone() });
                    let part: Vec<&str> = ids(&whole).into_iter().skip(offset).take(limit).collect();
                    prop_assert_eq!(ids(&page), part, "{:?} {:?} {} from {}", sort, group, limit, offset);
                    prop_assert_eq!(page.total, whole.total, "{:?} {:?}", sort, group);
                }
            }
        }
    }
    Ok(())
}
