//! `kb index`: what is read again, and that the index is what a fresh build would be.

use std::fs::{self, File};

use serde_json::{Value, json};

use crate::harness::{Kb, SETTINGS};

fn two_guides() -> Kb {
    Kb::with_roles()
        .file("corpus/a.md", "# Alpha\n\n## Pay\n\nGranite wages.\n")
        .file("corpus/sub/b.md", "# Beta\n\n## Technical skills\n\nMarble servers.\n")
}

fn picked(report: &Value, keys: &[&str]) -> Value {
    keys.iter().map(|key| report[*key].clone()).collect()
}

#[test]
fn the_first_run_reads_everything() {
    let kb = two_guides();
    let report = kb.index();
    assert_eq!(picked(&report, &["guides", "sections", "files", "read", "new"]), json!([2, 4, 2, 2, 2]));
    assert_eq!(picked(&report, &["written", "version"]), json!([true, 1]));
}

#[test]
fn a_second_run_reads_nothing_and_says_so() {
    let kb = two_guides().indexed();
    let report = kb.index();
    assert_eq!(picked(&report, &["read", "unchanged", "written", "rebuilt"]), json!([0, 2, false, null]));
    let answer = kb.run(["index"]).found();
    assert!(answer.stdout.contains("nothing changed: 2 files looked at, none read"), "{answer:?}");
}

#[test]
fn an_edit_reads_one_file_and_replaces_its_sections() {
    let kb = two_guides().indexed();
    kb.write("corpus/a.md", "# Alpha\n\n## Pay\n\nBasalt wages.\n");
    let report = kb.index();
    assert_eq!(picked(&report, &["read", "changed", "unchanged", "sections"]), json!([1, 1, 1, 4]));
    assert_eq!(kb.ids(["basalt"]), ["a.md#pay"]);
    assert!(kb.ids(["granite"]).is_empty());
}

#[test]
fn a_touched_file_is_read_and_kept() {
    let dated = "---\ndate: 2026-01-31\n---\n# Dated\n\nGranite.\n";
    let kb = two_guides().file("corpus/dated.md", dated).indexed();
    kb.write("corpus/dated.md", dated);
    assert_eq!(picked(&kb.index(), &["read", "changed", "unchanged"]), json!([1, 0, 3]));
}

#[test]
fn an_edit_that_keeps_size_and_time_is_noticed() {
    let kb = two_guides().indexed();
    let path = kb.path("corpus/a.md");
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    let edited = fs::read_to_string(&path).unwrap().replace("Granite", "Diorite");
    fs::write(&path, edited).unwrap();
    File::options().write(true).open(&path).unwrap().set_modified(before).unwrap();
    kb.rest();
    assert_eq!(picked(&kb.index(), &["read", "changed"]), json!([1, 1]));
    assert_eq!(kb.ids(["diorite"]), ["a.md#pay"]);
}

#[test]
fn a_deleted_file_is_forgotten() {
    let kb = two_guides().indexed();
    fs::remove_file(kb.path("corpus/a.md")).unwrap();
    assert_eq!(picked(&kb.index(), &["removed", "guides", "read"]), json!([1, 1, 0]));
    assert!(kb.ids(["granite"]).is_empty());
}

#[test]
fn a_tag_that_no_guide_has_any_more_is_unknown() {
    let kb = two_guides().file("corpus/c.md", "---\ntags: [volcanic]\n---\n# C\n\nBasalt.\n").indexed();
    assert_eq!(kb.ids(["--tag", "volcanic"]).len(), 1);
    kb.write("corpus/c.md", "# C\n\nBasalt.\n");
    assert_eq!(kb.index()["rebuilt"], Value::Null);
    kb.run(["search", "--tag", "volcanic"]).status(1).says("no tag `volcanic`").says("the guides in it have no tag");
}

#[test]
fn a_file_may_become_a_folder() {
    let kb = two_guides().indexed();
    fs::remove_file(kb.path("corpus/a.md")).unwrap();
    kb.write("corpus/a.md/inner.md", "# Inner\n\nGranite inside.\n");
    assert_eq!(picked(&kb.index(), &["removed", "new", "guides"]), json!([1, 1, 2]));
    assert_eq!(kb.ids(["granite"]), ["a.md/inner.md#inner"]);
}

#[test]
fn changed_roles_lead_to_a_rebuild() {
    let kb = two_guides().indexed();
    kb.write("kb.toml", format!("{SETTINGS}\n[[role]]\nid = \"alpha\"\n"));
    let report = kb.index();
    assert_eq!(picked(&report, &["read", "unchanged"]), json!([2, 0]));
    assert!(report["rebuilt"].is_string(), "{report}");
    assert!(kb.ids(["--role", "alpha"]).contains(&"a.md#pay".to_owned()));
}

#[test]
fn changed_synonyms_work_without_a_rebuild() {
    let kb = two_guides().indexed();
    assert!(kb.ids(["gneiss"]).is_empty());
    kb.write("kb.toml", format!("{SETTINGS}\n[[synonym]]\nwords = [\"gneiss\", \"granite\"]\n"));
    assert_eq!(picked(&kb.index(), &["rebuilt", "read"]), json!([null, 0]));
    assert_eq!(kb.ids(["gneiss"]), ["a.md#pay"]);
}

#[test]
fn a_path_inside_the_sources_refreshes_only_that_part() {
    let kb = two_guides().indexed();
    kb.write("corpus/a.md", "# Alpha\n\nBasalt.\n");
    kb.write("corpus/sub/b.md", "# Beta\n\nTuff.\n");
    let report = kb.run(["index", "corpus/sub", "--format", "json"]).found().json();
    assert_eq!(picked(&report, &["files", "changed", "guides"]), json!([1, 1, 2]));
    assert_eq!(kb.ids(["tuff"]), ["sub/b.md#beta"]);
    assert!(kb.ids(["basalt"]).is_empty());
    assert_eq!(kb.ids(["granite"]), ["a.md#pay"]);
}

#[test]
fn a_single_file_inside_the_sources_can_be_refreshed() {
    let kb = two_guides().indexed();
    kb.write("corpus/sub/b.md", "# Beta\n\nTuff.\n");
    kb.run(["index", "corpus/sub/b.md"]).found();
    assert_eq!(kb.ids(["tuff"]), ["sub/b.md#beta"]);
    assert_eq!(kb.ids(["granite"]), ["a.md#pay"]);
}

#[test]
fn a_path_that_is_left_out_of_the_whole_is_left_out_by_itself() {
    let kb = two_guides().file("corpus/.ignore", "/drafts/\nsub/c.md\n").file("corpus/drafts/d.md", "# Draft\n");
    let kb = kb.file("corpus/sub/c.md", "# Gamma\n").file("corpus/.hidden/e.md", "# Hidden\n").indexed();
    for path in ["corpus/drafts", "corpus/drafts/d.md", "corpus/sub/c.md", "corpus/.hidden", "corpus/.hidden/e.md"] {
        let report = kb.run(["index", path, "--format", "json"]).found().json();
        assert_eq!(picked(&report, &["files", "written", "guides"]), json!([0, false, 2]), "{path}");
    }
}

#[test]
fn a_path_outside_replaces_the_sources_and_says_so() {
    let kb = two_guides().file("other/c.md", "# Gamma\n\nSlate.\n").indexed();
    kb.run(["index", "other"]).found().says("other sources from now on");
    assert_eq!(kb.ids(["slate"]), ["c.md#gamma"]);
    assert!(kb.ids(["granite"]).is_empty());
}

#[test]
fn two_sources_put_their_names_before_ids() {
    let kb = two_guides().file("other/c.md", "# Gamma\n\nSlate.\n");
    kb.run(["index", "corpus", "other"]).found();
    assert_eq!(kb.ids(["slate"]), ["other:c.md#gamma"]);
    assert_eq!(kb.ids(["granite"]), ["corpus:a.md#pay"]);
}

#[test]
fn a_rebuild_reads_everything_again() {
    let kb = two_guides().indexed();
    let report = kb.run(["index", "--rebuild", "--format", "json"]).found().json();
    assert_eq!(picked(&report, &["read", "unchanged", "guides"]), json!([2, 0, 2]));
    assert!(report["rebuilt"].is_string());
}

#[test]
fn updates_end_where_a_fresh_build_does() {
    let kb = two_guides().file("corpus/c.md", "# Gamma\n\n## Pay\n\nGranite and marble.\n").indexed();
    kb.write("corpus/a.md", "---\nrole: platform\n---\n# Alpha\n\n## Soft skills\n\nGranite patience.\n");
    kb.index();
    fs::remove_file(kb.path("corpus/sub/b.md")).unwrap();
    kb.write("corpus/d.md", "# Delta\n\n## Technical skills\n\nGranite saws, marble saws.\n");
    kb.index();
    kb.run(["index", "--index", "fresh"]).found();
    for query in [&["granite"][..], &["granite", "OR", "marble"], &["granite", "--section", "skills"], &[]] {
        let answer = |index: &str| {
            let mut results = kb.search(query.iter().copied().chain(["-n", "0", "--index", index]));
            results["took_ms"] = Value::Null;
            results
        };
        assert_eq!(answer("index"), answer("fresh"), "{query:?}");
    }
}

/// The `.store` files of the index: one a segment, and those that nobody cleared away.
fn segments_on_disk(kb: &Kb) -> usize {
    let generations = fs::read_dir(kb.path("index")).unwrap().flatten().filter(|entry| entry.path().is_dir());
    let files = generations.flat_map(|folder| fs::read_dir(folder.path()).unwrap().flatten());
    files.filter(|file| file.path().extension().is_some_and(|extension| extension == "store")).count()
}

#[test]
fn after_many_updates_there_are_few_segments_and_nothing_is_left_of_others() {
    let kb = two_guides().indexed();
    assert_eq!(segments_on_disk(&kb), 1);
    let (mut most, mut least) = (0, usize::MAX);
    for round in 0..9 {
        kb.write(&format!("corpus/new{round}.md"), format!("# Guide {round}\n\nBasalt.\n"));
        if round % 2 == 1 {
            kb.write("corpus/a.md", format!("# Alpha\n\n## Pay\n\nWages {round}.\n"));
            fs::remove_file(kb.path(&format!("corpus/new{}.md", round - 1))).unwrap();
        }
        assert!(kb.index()["written"] == true);
        let segments = kb.run(["status", "--format", "json"]).found().json()["segments"].as_u64().unwrap() as usize;
        assert_eq!(segments_on_disk(&kb), segments, "round {round}");
        (most, least) = (most.max(segments), least.min(segments));
    }
    assert!(most <= 3 && least < most, "{least} to {most} segments");
    assert_eq!(kb.ids(["basalt", "--sort", "path"]).len(), 5);
}

#[test]
fn an_index_inside_a_corpus_is_no_guide() {
    let kb = Kb::new().file("notes/a.md", "# Alpha\n\nGranite.\n").indexed_in("notes", "notes/index");
    let report = kb.run(["index", "notes", "--index", "notes/index", "--format", "json"]).found().json();
    assert_eq!(picked(&report, &["guides", "files", "written"]), json!([1, 1, false]));
    assert_eq!(report["skipped"], json!([]));
}

impl Kb {
    fn indexed_in(self, corpus: &str, index: &str) -> Kb {
        self.rest();
        self.run(["index", corpus, "--index", index]).found();
        self
    }
}

#[test]
fn from_a_subfolder_the_same_index_is_used() {
    let kb = two_guides().indexed();
    let mut command = kb.command(["search", "granite", "--format", "paths"]);
    let output = command.current_dir(kb.path("corpus/sub")).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "corpus/a.md\n");
}
