//! `kb search`: what matches, in which order, with which counts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, Weak};

use serde_json::Value;

use crate::harness::{Kb, hits, ids, shared, text};

const PLATFORM: &str = "---\ntags: [cloud]\nrole: platform\ndate: 2024-01-01\n---\n# Platform handbook\n\n\
    Opening words about granite.\n\n## Technical skills\n\nKubernetes and terraform are wanted. Granite is hard.\n\n\
    ### Tools\n\nGranite hammers and terraform modules.\n\n## Soft skills\n\nEmpathy and negotiation with granite teams.\n";
const INFRASTRUCTURE: &str = "---\ntags: [metal]\nrole: infrastructure\ndate: 2025-01-01\n---\n# Infrastructure handbook\n\n\
    ## Technical skills\n\nGranite servers, routers and switches. The marble floor.\n\n## Pay\n\nWages in marble.\n";
const PLAIN: &str = "# Plain notes\n\n## Granite marble\n\nGranite and marble together, to be or not to be.\n";

fn guides() -> Arc<Kb> {
    static SHARED: Mutex<Weak<Kb>> = Mutex::new(Weak::new());
    shared(&SHARED, || {
        Kb::with_roles()
            .file("corpus/infra.md", INFRASTRUCTURE)
            .file("corpus/plain.md", PLAIN)
            .file("corpus/platform.md", PLATFORM)
    })
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}

#[track_caller]
fn finds(query: &str, expected: &[&str]) {
    assert_eq!(sorted(guides().ids([query])), expected, "{query}");
}

fn scores(results: &Value) -> BTreeMap<String, String> {
    hits(results).iter().map(|hit| (text(&hit["id"]), hit["score"].to_string())).collect()
}

#[test]
fn all_words_are_wanted() {
    finds("granite marble", &["infra.md#technical-skills", "plain.md#granite-marble"]);
}

#[test]
fn where_no_section_has_all_words_those_with_most_are_given() {
    let kb = guides();
    kb.run(["search", "kubernetes terraform marble"]).found().says("hint: no section has all these words");
    let found = kb.ids(["kubernetes terraform marble"]);
    assert_eq!(found[0], "platform.md#technical-skills");
}

#[test]
fn a_phrase_is_words_in_a_row() {
    finds("\"marble floor\"", &["infra.md#technical-skills"]);
    finds("\"floor marble\"", &[]);
    finds("\"servers switches\"~3", &["infra.md#technical-skills"]);
}

#[test]
fn a_prefix_finds_words_that_begin_so() {
    finds("negoti*", &["platform.md#soft-skills"]);
}

#[test]
fn or_finds_either() {
    finds("kubernetes OR routers", &["infra.md#technical-skills", "platform.md#technical-skills"]);
}

#[test]
fn not_and_minus_leave_out() {
    finds("marble NOT granite", &["infra.md#pay"]);
    finds("marble -granite", &["infra.md#pay"]);
    finds("-granite marble", &["infra.md#pay"]);
    assert_eq!(guides().ids(["--", "-granite", "marble"]), ["infra.md#pay"]);
}

#[test]
fn groups_bind() {
    finds("(kubernetes OR marble) granite NOT floor", &["plain.md#granite-marble", "platform.md#technical-skills"]);
}

#[test]
fn title_looks_in_headings_only() {
    finds("title:granite", &["plain.md#granite-marble"]);
}

#[test]
fn field_clauses_restrict() {
    finds("granite role:infrastructure", &["infra.md#technical-skills"]);
    finds("granite tag:metal", &["infra.md#technical-skills"]);
    finds("granite path:plain.md", &["plain.md#granite-marble"]);
    finds("granite guide:infra.md", &["infra.md#technical-skills"]);
    finds("granite section:skills/soft", &["platform.md#soft-skills"]);
}

#[test]
fn a_section_clause_includes_what_is_below() {
    finds(
        "granite section:skills",
        &["infra.md#technical-skills", "platform.md#soft-skills", "platform.md#technical-skills", "platform.md#tools"],
    );
}

#[test]
fn filters_select() {
    let kb = guides();
    assert_eq!(kb.ids(["granite", "--role", "infrastructure"]), ["infra.md#technical-skills"]);
    assert_eq!(kb.ids(["granite", "--tag", "metal"]), ["infra.md#technical-skills"]);
    assert_eq!(kb.ids(["granite", "--guide", "plain.md"]), ["plain.md#granite-marble"]);
    assert_eq!(kb.ids(["granite", "--section", "skills/soft"]), ["platform.md#soft-skills"]);
    assert_eq!(kb.ids(["granite", "--role", "infrastructure", "--role", "platform"]).len(), 5);
    assert!(kb.ids(["granite", "--role", "infrastructure", "--tag", "cloud"]).is_empty());
}

#[test]
fn filters_never_change_scores() {
    let kb = guides();
    let all = scores(&kb.search(["granite", "-n", "0"]));
    for filter in [["--role", "platform"], ["--section", "skills"], ["--tag", "metal"], ["--guide", "platform.md"]] {
        let some = scores(&kb.search(["granite"].into_iter().chain(filter)));
        assert!(!some.is_empty() && some.len() < all.len());
        assert!(some.iter().all(|(id, score)| all[id] == *score), "{filter:?}: {some:?} {all:?}");
    }
}

#[test]
fn filters_never_change_how_much_must_match() {
    let kb = guides();
    // Both words stand together only outside the selection.
    assert!(kb.ids(["kubernetes terraform", "--role", "infrastructure"]).is_empty());
}

#[test]
fn pages_join_to_the_whole() {
    let kb = guides();
    let whole = kb.ids(["granite", "-n", "0"]);
    let pages: Vec<String> =
        ["0", "2", "4", "6"].iter().flat_map(|offset| kb.ids(["granite", "-n", "2", "--offset", offset])).collect();
    assert_eq!(whole.len(), 6);
    assert_eq!(pages, whole);
    let second = kb.search(["granite", "-n", "2", "--offset", "2"]);
    assert_eq!((&second["hits"][0]["rank"], &second["total"]), (&3.into(), &6.into()));
}

#[test]
fn ties_stand_by_path_and_line() {
    let text =
        |last: &str| format!("# Top\n\n## Part\n\nGranite and tuff, {last}.\n\n## Part\n\nTuff and granite, {last}.\n");
    let kb = Kb::new().file("corpus/b.md", text("sand")).file("corpus/a.md", text("clay"));
    let results = kb.search(["granite"]);
    assert_eq!(ids(&results), ["a.md#part", "a.md#part-1", "b.md#part", "b.md#part-1"]);
    assert_eq!(scores(&results).values().collect::<BTreeSet<_>>().len(), 1, "{results}");
}

#[test]
fn guides_can_be_grouped() {
    let results = guides().search(["granite", "--group", "guide"]);
    assert_eq!((&results["total"], &results["total_guides"]), (&6.into(), &3.into()));
    let mut guides: Vec<String> = hits(&results).iter().map(|hit| text(&hit["path"])).collect();
    guides.sort();
    assert_eq!(guides, ["corpus/infra.md", "corpus/plain.md", "corpus/platform.md"]);
}

#[test]
fn hits_can_be_sorted_by_path_and_date() {
    let kb = guides();
    let by_path = kb.ids(["granite", "--sort", "path"]);
    assert_eq!(by_path[..3], ["infra.md#technical-skills", "plain.md#granite-marble", "platform.md#platform-handbook"]);
    let by_date = kb.ids(["granite handbook OR granite", "--sort", "date", "--tag", "cloud", "--tag", "metal"]);
    assert_eq!(by_date[..2], ["infra.md#technical-skills", "platform.md#platform-handbook"]);
}

#[test]
fn no_query_browses_in_path_order_without_scores() {
    let results = guides().search(["-n", "0"]);
    assert_eq!(results["total"], 9);
    let order = ids(&results);
    assert_eq!(order[0], "infra.md#infrastructure-handbook");
    assert_eq!(order[8], "platform.md#soft-skills");
    assert!(hits(&results).iter().all(|hit| hit["score"] == 0.0), "{results}");
}

#[test]
fn a_count_is_a_number() {
    let kb = guides();
    assert_eq!(kb.run(["search", "granite", "--count"]).found().stdout, "6\n");
    assert_eq!(kb.run(["search", "zebra", "--count"]).status(1).stdout, "0\n");
}

#[test]
fn nothing_found_is_status_1_and_still_json() {
    let answer = guides().run(["search", "zebra", "--format", "json"]).status(1);
    assert_eq!((&answer.json()["total"], &answer.json()["hits"]), (&0.into(), &serde_json::json!([])));
}

#[test]
fn synonyms_find_and_exact_drops_them() {
    let kb = guides();
    let results = kb.search(["salary"]);
    assert_eq!(ids(&results), ["infra.md#pay"]);
    let expanded = &results["query"]["expanded"][0];
    assert_eq!((text(&expanded["term"]), text(&expanded["source"])), ("salary".into(), "synonym".into()));
    assert_eq!(text(&expanded["to"][0]), "wage");
    assert!(kb.ids(["salary", "--exact"]).is_empty());
}

#[test]
fn any_counts_every_partial_match() {
    let kb = guides();
    assert_eq!(kb.ids(["granite marble"]).len(), 2);
    assert_eq!(kb.ids(["granite marble", "--any"]).len(), 7);
}

#[test]
fn only_stop_words_are_searched_as_words() {
    let found = guides().ids(["to be or not to be"]);
    assert_eq!(found.first().map(String::as_str), Some("plain.md#granite-marble"), "{found:?}");
}

#[test]
fn highlights_slice_to_the_matched_words() {
    let kb = Kb::new().file("corpus/a.md", "# Ä\n\nÜber größere Granite: der „granite“ für Åsa — 石 granite.\n");
    let results = kb.search(["granite"]);
    let snippet = &results["hits"][0]["snippet"];
    let whole = text(&snippet["text"]);
    let marked: Vec<&str> =
        snippet["highlights"].as_array().unwrap().iter().map(|range| slice(&whole, range)).collect();
    assert_eq!(marked, ["Granite", "granite", "granite"]);
}

fn slice<'a>(whole: &'a str, range: &Value) -> &'a str {
    let end = |n: usize| usize::try_from(range[n].as_u64().unwrap()).unwrap();
    whole.get(end(0)..end(1)).unwrap_or_else(|| panic!("{range} cuts a character of {whole:?}"))
}

#[test]
fn the_snippet_is_the_best_passage_not_the_first() {
    let filler = "Nothing of interest stands here at all. ".repeat(30);
    let body = format!("# A\n\nGranite alone.\n\n{filler}\n\nBasalt beside granite and tuff.\n\n{filler}\n");
    let results = Kb::new().file("corpus/a.md", body).search(["granite basalt tuff"]);
    let snippet = text(&results["hits"][0]["snippet"]["text"]);
    assert!(snippet.contains("Basalt beside granite and tuff"), "{snippet}");
}

#[test]
fn json_has_the_documented_keys() {
    let results = guides().search(["salary", "--role", "infrastructure"]);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(
        sorted_words(&keys(&results)),
        sorted_words("version query total hits facets facets_more suggestions instead took_ms")
    );
    assert_eq!(
        sorted_words(&keys(&results["query"])),
        sorted_words("text roles sections tags corpora since until corrected expanded")
    );
    assert_eq!(sorted_words(&keys(&results["query"]["expanded"][0])), sorted_words("term to source where"));
    let hit = &results["hits"][0];
    let expected =
        "rank score id guide title breadcrumb roles section tags corpus date path lines snippet also hash stale";
    assert_eq!(sorted_words(&keys(hit)), sorted_words(expected));
    assert_eq!(sorted_words(&keys(&hit["snippet"])), sorted_words("text highlights"));
    assert_eq!(sorted_words(&keys(&results["facets"])), sorted_words("role section tag corpus"));
    assert_eq!(sorted_words(&keys(&results["facets"]["role"][0])), sorted_words("value count selected"));
    assert_eq!(hit["lines"], serde_json::json!([12, 14]));
    assert_eq!(hit["breadcrumb"], serde_json::json!(["Infrastructure handbook", "Pay"]));
    assert_eq!(results["version"], 1);
}

fn sorted_words(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = text.split(' ').collect();
    words.sort_unstable();
    words
}

#[test]
fn jsonl_has_a_hit_a_line_with_the_keys_of_json() {
    let kb = guides();
    let lines = kb.run(["search", "granite", "--format", "jsonl"]).found().stdout;
    let parsed: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(&parsed, hits(&kb.search(["granite"])));
}

#[test]
fn a_prefix_is_compared_with_words_as_written() {
    let kb = Kb::new().file("corpus/a.md", "# Alpha\n\nThe organization is \u{fc}beraus small.\n").indexed();
    for query in ["organizat*", "organ*", "organization*", "\u{fc}bera*", "ubera*"] {
        assert_eq!(kb.ids([query]), ["a.md#alpha"], "{query}");
    }
    assert!(kb.ids(["organizer*"]).is_empty());
}

#[test]
fn the_largest_queries_are_answered_on_a_small_stack() {
    use kb::engine::{Engine, IndexFolder};
    use kb::query::{Query, parse};
    let kb = guides();
    let index = kb.path("index");
    let nested = |open: &str, close: &str| format!("{}granite{}", open.repeat(63), close.repeat(63));
    let queries = [
        nested("(", ")"),
        nested("(a OR ", ")"),
        nested("(NOT b ", ")"),
        format!("{} granite", "NOT ".repeat(64)),
        (0..256).map(|n| format!("word{n} ")).collect(),
        format!("\"{}\"", "granite marble ".repeat(128)),
        format!("{}*", "g".repeat(8_000)),
        "granite ".repeat(256),
        (0..250).map(|n| format!("granit{}e ", char::from(b'a' + (n % 26) as u8))).collect(),
    ];
    let answered = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
        let engine = Engine::open(&IndexFolder::new(index)).unwrap();
        queries.iter().filter(|text| engine.search(&Query::new(text, parse(text).unwrap())).is_ok()).count()
    });
    assert_eq!(answered.unwrap().join().unwrap(), 9);
}

#[test]
fn a_guide_is_selected_by_the_path_that_results_show() {
    let outside = Kb::new().file("Docs/Out.md", "# Outside\n\nGranite.\n");
    let kb = Kb::new()
        .file("corpus/In.md", "# Inside\n\nGranite.\n")
        .file("kb.toml", format!("[[corpus]]\npath = \"corpus\"\n[[corpus]]\npath = {:?}\n", outside.path("Docs")));
    kb.rest();
    kb.run(["index", "--config", "kb.toml"]).found();
    let results = kb.search(["granite", "--sort", "path"]);
    let shown: Vec<String> = hits(&results).iter().map(|hit| text(&hit["path"])).collect();
    assert_eq!(shown.len(), 2, "{results}");
    assert_eq!(shown.iter().filter(|path| path.starts_with('/')).count(), usize::from(cfg!(unix)), "{shown:?}");
    for path in &shown {
        for arguments in [
            vec!["granite".to_owned(), "--guide".to_owned(), path.clone()],
            vec![format!("granite guide:\"{path}\"")],
            vec![format!("granite path:\"{path}\"")],
        ] {
            let results = kb.search(&arguments);
            let found: Vec<String> = hits(&results).iter().map(|hit| text(&hit["path"])).collect();
            assert_eq!(found, [path.as_str()], "{arguments:?}");
        }
    }
    kb.run(["search", "granite", "--guide", "/nowhere/at/all.md"]).status(1).says("no guide `/nowhere/at/all.md`");
}

#[test]
fn copies_beyond_a_hundred_are_counted() {
    let copies = "## Same\n\nGranite hammers wanted.\n\n".repeat(104);
    let others: String = (0..400).map(|n| format!("## Other {n}\n\nSlate.\n\n")).collect();
    let kb = Kb::new().file("corpus/a.md", format!("# A\n\n{copies}{others}")).indexed();
    let results = kb.search(["granite"]);
    let hit = &hits(&results)[0];
    assert_eq!((hits(&results).len(), hit["also"].as_array().unwrap().len()), (1, 100));
    assert_eq!(hit["also_more"], 3);
    assert!(kb.run(["search", "granite"]).found().stdout.contains("and 100 more"));
    let like = kb.run(["similar", "a.md#same", "--format", "json"]).found().json();
    assert_eq!((like["also"].as_array().unwrap().len(), &like["also_more"]), (100, &3.into()));
}

#[test]
fn how_a_query_was_read_is_told_to_those_who_ask() {
    let kb = Kb::shipped();
    kb.run(["search", "-v", "terraform || backup OR (\"on call\"-rota)"])
        .found()
        .says("understood as: terraform OR backup OR \"on call\" rota");
    assert!(!kb.run(["search", "terraform"]).found().stderr.contains("understood"));
}
