//! Scores: what they are made of, and that they hang together.

use serde_json::Value;

use crate::harness::{Kb, hits, ids, text};

#[track_caller]
fn adds_up(hit: &Value) {
    let parts = hit["explanation"].as_array().unwrap_or_else(|| panic!("no explanation in {hit}"));
    assert!(!parts.is_empty(), "{hit}");
    let sum: f64 = parts.iter().map(|part| part["worth"].as_f64().unwrap()).sum();
    let score = hit["score"].as_f64().unwrap();
    assert!((sum - score).abs() < 0.001 * score.max(1.0), "{sum} is not {score}: {hit}");
}

#[test]
fn the_parts_of_every_score_add_up_to_it() {
    let kb = Kb::shipped();
    let mut seen = 0;
    for query in [
        "IaC",
        "platform manager salary",
        "\"disaster recovery\" OR backup",
        "who does the infrastructure manager report to",
        "kuber*",
        "title:skills",
        "(terraform OR cloudformation) NOT azure",
        "observability dashboards for on-call engineers and their alert fatigue metrics",
        "CI/CD pipeline",
        "to be or not to be",
        "pay",
    ] {
        for flags in [&[][..], &["--any"], &["--exact"], &["--group", "guide"]] {
            let results = kb.search(["--explain", "-n", "30", query].iter().chain(flags));
            hits(&results).iter().for_each(adds_up);
            seen += hits(&results).len();
        }
    }
    assert!(seen > 300, "only {seen} hits explained");
}

#[test]
fn an_explanation_names_words_guide_and_nearness() {
    let kb = Kb::new()
        .file("corpus/a.md", "# Rocks\n\n## Granite walls\n\nGranite walls stand. Walls of granite last.\n")
        .file("corpus/b.md", "# Sand\n\nWalls.\n");
    let parts = kb.search(["--explain", "granite walls"])["hits"][0]["explanation"].to_string();
    for said in ["“granite” 3 times in", "“walls” in the heading", "in the whole guide", "near each other"] {
        assert!(parts.contains(said), "no {said} in {parts}");
    }
    let table = kb.run(["search", "--explain", "granite walls"]).found().stdout;
    assert!(table.contains("near each other") && table.contains("\u{3d} "), "{table}");
    assert!(!kb.search(["granite"])["hits"][0].as_object().unwrap().contains_key("explanation"));
}

#[test]
fn headings_above_are_not_taken_from_the_words_of_a_heading() {
    let kb = Kb::new()
        .file("corpus/a.md", "# Granite granite\n\n## Granite tools\n\nBlades.\n")
        .file("corpus/b.md", "# Sand\n\n## Granite\n\nWalls.\n");
    let results = kb.search(["--explain", "title:granite"]);
    hits(&results).iter().for_each(adds_up);
    let scores: Vec<f64> = hits(&results).iter().map(|hit| hit["score"].as_f64().unwrap()).collect();
    assert!(scores.len() == 3 && scores.iter().all(|score| *score < 3.0), "{scores:?}");
    assert!(!results.to_string().contains("4294967295"), "{results}");
}

#[test]
fn a_guide_about_the_query_stands_before_a_mention() {
    let about = "# Quarry handbook\n\nGranite is our stone.\n\n## Tools\n\nGranite needs diamond blades.\n\n\
        ## Safety\n\nGranite dust is dangerous.\n";
    let mention = "# Garden\n\nFlowers.\n\n## Tools\n\nGranite needs diamond blades.\n\n## Paths\n\nGravel.\n";
    let kb = Kb::new().file("corpus/z-about.md", about).file("corpus/a-mention.md", mention);
    let results = kb.search(["granite blades", "--limit", "5"]);
    assert_eq!(ids(&results)[0], "a-mention.md#tools", "identical passages fold into the smallest path");
    let kb = Kb::new()
        .file("corpus/z-about.md", about)
        .file("corpus/a-mention.md", mention.replace("diamond blades", "steel blades"));
    assert_eq!(kb.ids(["granite blades"])[0], "z-about.md#tools");
}

#[test]
fn a_heading_with_nothing_under_it_ranks_low() {
    let kb = Kb::new().file("corpus/a.md", "# A\n\n## Granite\n\n## Stone\n\nMuch is to be said of granite here.\n");
    assert_eq!(kb.ids(["granite"]), ["a.md#stone", "a.md#granite"]);
}

#[test]
fn words_near_each_other_rank_before_words_far_apart() {
    let filler = "Other matters are dealt with in these lines at length. ".repeat(3);
    let kb = Kb::new()
        .file("corpus/a.md", format!("# A\n\nMarble comes first. {filler} Then the dome.\n"))
        .file("corpus/b.md", format!("# B\n\nComes first. {filler} Then the marble dome.\n"));
    assert_eq!(kb.ids(["marble dome"]), ["b.md#b", "a.md#a"]);
}

#[test]
fn identical_passages_fold_into_the_smallest_path() {
    let same = "## Shared\n\nGranite slabs, word for word.\n";
    let kb = Kb::with_roles()
        .file("corpus/b.md", format!("---\nrole: platform\n---\n# B\n\n{same}"))
        .file("corpus/a.md", format!("---\nrole: infrastructure\n---\n# A\n\n{same}"))
        .file("corpus/c.md", format!("---\nrole: platform\n---\n# C\n\n{same}\n## Other\n\nGranite.\n"))
        .indexed();
    let also = |results: &Value, at: usize| -> Vec<String> {
        hits(results)[at]["also"].as_array().unwrap().iter().map(text).collect()
    };
    let results = kb.search(["granite slabs"]);
    assert_eq!((&results["total"], ids(&results)), (&3.into(), vec!["a.md#shared".to_owned()]));
    assert_eq!(also(&results, 0), ["b.md#shared", "c.md#shared"]);
    // After filtering: another one stands for those that are left.
    let results = kb.search(["granite slabs", "--role", "platform"]);
    assert_eq!((ids(&results), also(&results, 0)), (vec!["b.md#shared".to_owned()], vec!["c.md#shared".to_owned()]));
    // Facets count before folding; other orders and guides do not fold.
    assert_eq!(results["facets"]["role"][0]["count"], 2);
    assert_eq!(kb.ids(["granite slabs", "--sort", "path"]).len(), 3);
    assert_eq!(kb.ids(["granite slabs", "--group", "guide"]).len(), 3);
    assert_eq!(kb.ids(["-n", "0"]).len(), 7);
}

#[test]
fn pages_of_folded_hits_join_to_the_whole() {
    let mut kb = Kb::new();
    for n in 0..40 {
        let body = format!("Granite number {} of all.", n % 13);
        kb = kb.file(&format!("corpus/g{n:02}.md"), format!("# Top {n}\n\n## Same\n\n{body}\n"));
    }
    let kb = kb.indexed();
    let whole = kb.ids(["granite", "-n", "0"]);
    assert_eq!(whole.len(), 13);
    let pages: Vec<String> =
        (0..5).flat_map(|page| kb.ids(["granite", "-n", "3", "--offset", &(page * 3).to_string()])).collect();
    assert_eq!(pages, whole);
}

#[test]
fn an_update_scores_like_a_rebuild() {
    let guide = |n: usize| {
        format!(
            "# Guide {n}\n\nGranite {} and marble dome {n}.\n\n## Part\n\nSlate of kind {}.\n",
            "tuff ".repeat(n % 5),
            n % 3
        )
    };
    let mut kb = Kb::new();
    for n in 0..30 {
        kb = kb.file(&format!("corpus/g{n:02}.md"), guide(n));
    }
    let kb = kb.indexed();
    for n in (0..30).step_by(3) {
        kb.write(&format!("corpus/g{n:02}.md"), guide(n + 1));
    }
    std::fs::remove_file(kb.path("corpus/g01.md")).unwrap();
    kb.index();
    let queries = ["granite", "marble dome", "slate kind 2 granite tuff dome", "guide"];
    let all = |kb: &Kb| -> Vec<Vec<(String, String)>> {
        let one = |query: &str| {
            let results = kb.search([query, "-n", "0"]);
            hits(&results).iter().map(|hit| (text(&hit["id"]), hit["score"].to_string())).collect()
        };
        queries.map(one).to_vec()
    };
    let updated = all(&kb);
    kb.run(["index", "--rebuild"]).found();
    // Deleted sections are counted nowhere, so there is no bound to state: the scores are the same.
    assert_eq!(updated, all(&kb));
}

#[test]
fn what_is_deleted_does_not_hold_down_what_stands_for_a_word() {
    let settings = "[[corpus]]\npath = \"corpus\"\n[[synonym]]\nwords = [\"granite\", \"marble\"]\n";
    let kb = Kb::new().file("kb.toml", settings);
    let filler = "Much else is told of other matters. ".repeat(20);
    kb.write("corpus/a.md", "# A\n\nMarble walls, a dome.\n");
    kb.write("corpus/b.md", "# B\n\nGranite walls, a dome.\n");
    kb.write("corpus/c.md", format!("# C\n\n{filler}Granite. {filler}\n"));
    (0..12).for_each(|n| kb.write(&format!("corpus/d{n}.md"), format!("# D\n\nSlate roof {n}.\n")));
    let kb = kb.indexed();
    std::fs::remove_file(kb.path("corpus/c.md")).unwrap();
    kb.index();
    let scores = || -> Vec<(String, String)> {
        let results = kb.search(["granite walls dome roof slate", "-n", "0"]);
        hits(&results).iter().map(|hit| (text(&hit["id"]), hit["score"].to_string())).collect()
    };
    let updated = scores();
    assert!(updated.iter().any(|(id, _)| id == "a.md#a"), "{updated:?}");
    kb.run(["index", "--rebuild"]).found();
    assert_eq!(updated, scores());
}

#[test]
fn headings_alone_and_lists_of_links_come_after_what_answers() {
    let kb = Kb::new()
        .file("corpus/a.md", "# Backups\n\n## Restoring a backup\n\n## Further reading\n\nNothing here.\n")
        .file("corpus/b.md", "# Contents\n\n- [Restoring a backup](c.md)\n- [Making a backup](d.md)\n")
        .file("corpus/c.md", "# Runbook\n\n## Restoring a backup\n\nIt takes an hour: stop the database first.\n")
        .indexed();
    let ids = kb.ids(["restoring a backup"]);
    assert_eq!(ids, ["c.md#restoring-a-backup", "a.md#restoring-a-backup", "b.md#contents"]);
    // The same words without links are a text like any other.
    let links = "# Contents\n\n- [Restoring a backup](c.md)\n- [Making a backup](d.md)\n";
    let text = links.replace("[", "").replace("](c.md)", "").replace("](d.md)", "");
    let score = |body: &str| {
        let kb = Kb::new().file("corpus/b.md", body).file("corpus/x.md", "# Other\n\nText.\n").indexed();
        hits(&kb.search(["backup"]))[0]["score"].as_f64().unwrap()
    };
    let kept = score(links) / score(&text);
    assert!((0.69..0.75).contains(&kept), "{kept}");
}
