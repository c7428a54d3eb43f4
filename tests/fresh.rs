//! `--fresh`, which updates the index first, and what `kb status` says of files that changed.

use std::fs::{self, File};
use std::path::Path;

use serde_json::{Value, json};

use crate::harness::{Kb, SETTINGS};

fn two_guides() -> Kb {
    Kb::with_roles()
        .file("corpus/a.md", "# Alpha\n\n## Pay\n\nGranite wages.\n")
        .file("corpus/sub/b.md", "# Beta\n\n## Technical skills\n\nMarble servers.\n")
}

/// These lists of `kb status`.
fn status(kb: &Kb, keys: &[&str]) -> Value {
    let report = kb.run(["status", "--format", "json"]).found().json();
    keys.iter().map(|key| report[*key].clone()).collect()
}

#[test]
fn a_fresh_search_finds_what_has_just_been_written() {
    let kb = two_guides().indexed();
    kb.write("corpus/a.md", "# Alpha\n\n## Pay\n\nBasalt wages.\n");
    assert!(kb.ids(["basalt"]).is_empty());
    let answer = kb.run(["search", "basalt", "--fresh", "--format", "paths"]).found().says("1 changed");
    assert_eq!(answer.stdout, "corpus/a.md\n");
    kb.write("corpus/a.md", "# Alpha\n\n## Pay\n\nTuff wages.\n");
    let answer = kb.run(["show", "a.md#pay", "--fresh"]).found();
    assert!(answer.stdout.contains("Tuff"), "{answer:?}");
    kb.write("corpus/c.md", "# Gamma\n\n## Pay\n\nTuff wages and more wages.\n");
    let answer = kb.run(["similar", "a.md#pay", "--fresh", "--format", "json"]).says("1 new");
    assert!(answer.stdout.starts_with('{'), "{answer:?}");
}

#[test]
fn a_fresh_search_builds_the_index_where_there_is_none() {
    let kb = two_guides();
    kb.run(["search", "granite", "--fresh"]).found().says("building it");
}

#[test]
fn where_nothing_changed_a_fresh_search_writes_nothing() {
    let kb = two_guides().indexed();
    let files = || {
        let current = fs::read_to_string(kb.path("index/CURRENT")).unwrap();
        let entries = fs::read_dir(kb.path("index").join(current.trim())).unwrap().map(|entry| entry.unwrap());
        let facts = |entry: fs::DirEntry| (entry.file_name(), entry.metadata().unwrap().modified().unwrap());
        let mut files: Vec<_> = entries.map(facts).collect();
        files.sort();
        files
    };
    let before = files();
    let answer = kb.run(["search", "granite", "--fresh", "--format", "paths"]).found();
    assert_eq!((answer.stdout.as_str(), answer.stderr.as_str()), ("corpus/a.md\n", ""));
    assert_eq!(files(), before);
}

#[test]
fn a_locked_index_is_searched_as_it_is_and_that_is_said() {
    let kb = two_guides().indexed();
    let lock = File::options().write(true).open(kb.path("index/LOCK")).unwrap();
    lock.lock().unwrap();
    let answer = kb.run(["search", "granite", "--fresh", "--format", "paths"]).found();
    assert_eq!(answer.stdout, "corpus/a.md\n");
    assert!(answer.stderr.contains("another `kb index`"), "{answer:?}");
    assert_eq!(answer.stderr.lines().count(), 1, "{answer:?}");
}

#[test]
fn a_missing_source_leaves_the_index_as_it_is() {
    let kb = two_guides().indexed();
    fs::rename(kb.path("corpus"), kb.path("elsewhere")).unwrap();
    kb.run(["search", "granite", "--fresh"]).found().says("no file or folder");
}

#[test]
fn an_index_asked_from_elsewhere_stays_what_it_is() {
    let kb = two_guides().indexed();
    kb.write("corpus/c.md", "# Gamma\n\nBasalt for a platform engineer.\n");
    let elsewhere = Kb::new().file("corpus/other.md", "# Other\n\nGranite.\n").file("kb.toml", "");
    let index = kb.path("index").display().to_string();
    let found = elsewhere.ids(["basalt", "--fresh", "--index", &index]);
    assert_eq!(found, ["c.md#gamma"]);
    assert_eq!(kb.ids(["granite", "--role", "platform"]).len() + kb.ids(["granite"]).len(), 1);
    assert_eq!(kb.index()["rebuilt"], Value::Null, "roles and sources are those of its own kb.toml");
}

/// What was copied with its index is brought up to date with its own guides, not those of the folder it is from.
#[test]
fn a_copied_knowledge_base_is_of_its_own_guides() {
    let (kb, copy) = (two_guides().indexed(), two_guides().file("corpus/c.md", "# Gamma\n\nSlate.\n").indexed());
    kb.write("corpus/a.md", "# Alpha\n\n## Pay\n\nBasalt wages.\n");
    fs::remove_dir_all(copy.path("index")).unwrap();
    copy_all(&kb.path("index"), &copy.path("index"));
    let found = status(&copy, &["new", "changed"]);
    let new = found[0][0].as_str().unwrap();
    assert!(new == copy.path("corpus/c.md").canonicalize().unwrap().to_str().unwrap(), "{found}");
    assert_eq!((found[0].as_array().unwrap().len(), &found[1]), (1, &json!([])));
    assert_eq!(copy.ids(["slate", "--fresh"]), ["c.md#gamma"]);
    assert!(copy.ids(["basalt"]).is_empty());
    assert_eq!(status(&copy, &["new", "changed", "removed"]), json!([[], [], []]));
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if path.is_dir() {
            copy_all(&path, &to.join(name));
        } else {
            fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

#[test]
fn sources_given_by_hand_are_not_exchanged_for_those_of_the_settings() {
    let kb = two_guides().file("notes/n.md", "# Note\n\nSlate.\n");
    kb.run(["index", "notes"]).found();
    kb.write("notes/m.md", "# More\n\nSchist.\n");
    assert_eq!(kb.ids(["schist", "--fresh"]), ["m.md#more"]);
    assert!(kb.ids(["granite"]).is_empty());
}

#[test]
fn status_tells_new_changed_and_removed() {
    let kb = two_guides().file("corpus/c.md", "# Gamma\n\nSlate.\n").indexed();
    let changes = ["new", "changed", "removed", "skipped"];
    assert_eq!(status(&kb, &changes), json!([[], [], [], []]));
    // Written with what it held.
    kb.write("corpus/a.md", fs::read(kb.path("corpus/a.md")).unwrap());
    assert_eq!(status(&kb, &changes), json!([[], [], [], []]));
    kb.write("corpus/a.md", "# Alpha\n\nBasalt.\n");
    fs::rename(kb.path("corpus/c.md"), kb.path("corpus/d.md")).unwrap();
    kb.write("kb.toml", SETTINGS.replace("path = \"corpus\"", "path = \"corpus\"\nexclude = [\"sub\"]"));
    let removed = ["corpus/c.md", "corpus/sub/b.md"];
    assert_eq!(status(&kb, &changes), json!([["corpus/d.md"], ["corpus/a.md"], removed, []]));
    kb.index();
    assert_eq!(status(&kb, &changes), json!([[], [], [], []]));
}

#[test]
fn status_tells_what_is_skipped_and_when_that_changed() {
    let kb = two_guides().file("corpus/empty.md", "").file("corpus/x.pptx", "slides").indexed();
    let skipped = |kb: &Kb| status(kb, &["skipped"])[0].as_array().unwrap().len();
    assert_eq!((skipped(&kb), status(&kb, &["new", "changed"])), (2, json!([[], []])));
    kb.write("corpus/empty.md", "# No longer\n\nSlate.\n");
    assert_eq!((skipped(&kb), status(&kb, &["new", "changed"])), (1, json!([[], ["corpus/empty.md"]])));
}

#[test]
fn status_tells_that_settings_changed() {
    let kb = two_guides().indexed();
    assert_eq!(status(&kb, &["settings_changed"]), json!([false]));
    kb.write("kb.toml", format!("{SETTINGS}\n[[role]]\nid = \"alpha\"\n"));
    assert_eq!(status(&kb, &["settings_changed"]), json!([true]));
    kb.run(["status"]).found().says("hint: settings have changed");
}

#[test]
fn copies_are_all_indexed_and_listed() {
    let text = "# Alpha\n\nGranite.\n";
    let mut kb = two_guides().file("corpus/same.md", text).file("corpus/sub/same.md", text).file("corpus/e.md", "");
    for n in 0..12 {
        let slate = format!("# N{}\n\nSlate.\n", n % 11);
        kb = kb.file(&format!("corpus/n{n:02}.md"), &slate).file(&format!("corpus/sub/m{n:02}.md"), &slate);
    }
    let kb = kb.file("corpus/f.md", "").indexed();
    assert_eq!(kb.ids(["path:same.md", "--sort", "path"]), ["same.md#alpha", "sub/same.md#alpha"]);
    let copies = status(&kb, &["copies"])[0].clone();
    let groups = copies.as_array().unwrap();
    assert_eq!(groups.len(), 12, "{copies:#}");
    let first = ["corpus/n00.md", "corpus/n11.md", "corpus/sub/m00.md", "corpus/sub/m11.md"];
    assert_eq!(groups[0], json!(first));
    assert!(groups.contains(&json!(["corpus/same.md", "corpus/sub/same.md"])), "{copies:#}");
    let table = kb.run(["status"]).found().stdout;
    assert!(table.contains("14 guides with the content of another"), "{table}");
    assert!(table.contains("corpus/n01.md = corpus/sub/m01.md"), "{table}");
    assert!(table.contains("… 2 more"), "{table}");
}
