//! `kb index --dry-run`: what an update would do, and nothing done. And what an update tells of its time.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::{Value, json};

use crate::harness::{Kb, SETTINGS};

/// Every file and folder below a folder, with size and time of the last change.
fn listed(folder: &Path) -> BTreeMap<PathBuf, (u64, SystemTime)> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let data = entry.metadata().unwrap();
        all.insert(entry.path(), (data.len(), data.modified().unwrap()));
        if data.is_dir() {
            all.extend(listed(&entry.path()));
        }
    }
    all
}

fn dry(kb: &Kb, arguments: &[&str]) -> Value {
    let before = listed(&kb.path("."));
    let answer = kb.run(["index", "--dry-run", "--format", "json"].iter().chain(arguments)).found().json();
    assert_eq!(listed(&kb.path(".")), before, "something was written");
    assert_eq!(answer["dry_run"], true);
    answer
}

/// What a report says, without what the two runs must differ in.
fn facts(mut report: Value) -> Value {
    for key in ["dry_run", "took_ms", "stages"] {
        assert!(report.as_object_mut().unwrap().remove(key).is_some(), "{key}: {report}");
    }
    report
}

fn some_guides() -> Kb {
    Kb::with_roles()
        .file("corpus/a.md", "# Paint\n\nThe fence is painted.\n\n## Pay\n\nSome.\n")
        .file("corpus/b.md", "# Fence\n\nIt is long.\n")
        .file("corpus/c.md", "# Gate\n\nIt is open.\n")
        .file("corpus/empty.md", "")
        .file("corpus/picture.png", [0, 1, 2])
}

#[test]
fn a_dry_run_tells_what_a_run_then_does() {
    let kb = some_guides();
    kb.rest();
    let first = dry(&kb, &[]);
    assert!(!kb.path("index").exists());
    assert_eq!((&first["new"], &first["sections"]), (&json!(3), &json!(4)));
    assert_eq!(first["rebuilt"], "there was no index");
    assert_eq!(first["skipped"].as_array().unwrap().len(), 1, "{first}");
    assert_eq!(first["other"], json!({"png": 1}));
    assert_eq!(facts(first), facts(kb.index()));

    kb.write("corpus/a.md", "# Paint\n\nThe fence is painted green.\n");
    kb.write("corpus/d.md", "# Door\n\nIt is shut.\n");
    fs::remove_file(kb.path("corpus/b.md")).unwrap();
    kb.write("corpus/c.md", "");
    kb.rest();
    let named = kb.run(["index", "--dry-run", "-v"]).found();
    for (what, file) in [("changed", "a.md"), ("new", "d.md"), ("removed", "b.md")] {
        let line = named.stderr.lines().find(|line| line.starts_with(&format!("kb: {what}: ")));
        assert!(line.is_some_and(|line| line.ends_with(file)), "{what} {file}: {named:?}");
    }
    let second = dry(&kb, &[]);
    let counts =
        ["new", "changed", "removed", "unchanged", "guides", "sections"].map(|key| second[key].as_u64().unwrap());
    assert_eq!(counts, [1, 1, 1, 0, 2, 2]);
    assert_eq!((&second["written"], &second["rebuilt"]), (&json!(true), &Value::Null));
    kb.run(["search", "green"]).status(1);
    assert_eq!(facts(second), facts(kb.index()));

    let third = dry(&kb, &[]);
    assert_eq!((&third["written"], &third["unchanged"]), (&json!(false), &json!(2)));
    assert_eq!(facts(third), facts(kb.index()));
}

#[test]
fn a_dry_run_says_that_everything_would_be_read_again() {
    let kb = some_guides().indexed();
    let settings = SETTINGS.replace("aliases = [\"pay\"]", "aliases = [\"pay\", \"salary\"]");
    kb.write("kb.toml", settings);
    let changed = dry(&kb, &[]);
    assert_eq!((&changed["rebuilt"], &changed["new"]), (&json!("the settings have changed"), &json!(3)));
    let table = kb.run(["index", "--dry-run"]).found();
    assert!(table.stdout.contains("would index 3 guides and 4 sections: 3 new"), "{table:?}");
    assert!(table.stdout.contains("everything would be read again, because the settings have changed"), "{table:?}");
    let asked = dry(&kb, &["--rebuild"]);
    assert_eq!(asked["rebuilt"], "a rebuild was asked for");
}

#[test]
fn a_dry_run_of_other_sources_or_a_part_is_as_the_run() {
    let kb = some_guides().file("more/e.md", "# Wall\n\nIt is high.\n").indexed();
    let other = kb.run(["index", "--dry-run", "more"]).found().says("would be built from other sources");
    assert!(other.stdout.contains("would index 1 guide and 1 section"), "{other:?}");
    kb.write("corpus/b.md", "# Fence\n\nIt is short.\n");
    kb.write("corpus/c.md", "# Gate\n\nIt is shut.\n");
    kb.rest();
    assert_eq!(dry(&kb, &["corpus/c.md"])["changed"], 1);
    assert_eq!(dry(&kb, &[])["changed"], 2);
}

#[test]
fn a_dry_run_refuses_what_a_run_refuses() {
    let kb = some_guides().file("full/diary.txt", "mine");
    kb.run(["index", "--dry-run", "--watch"]).status(2).says("cannot be used with");
    kb.run(["index", "--dry-run", "--index", "full"]).status(2).says("is no index folder");
    kb.run(["index", "--dry-run", "nowhere"]).status(2).says("nowhere");
}

#[test]
fn a_dry_run_waits_for_nobody() {
    let kb = some_guides().indexed();
    let lock = fs::File::options().write(true).open(kb.path("index/LOCK")).unwrap();
    lock.lock().unwrap();
    assert_eq!(dry(&kb, &[])["written"], false);
    kb.run(["index"]).status(2).says("another `kb index`");
}

#[test]
fn an_update_tells_its_speed_and_where_its_time_went() {
    let kb = some_guides();
    let first =
        kb.run(["index", "-v"]).found().says("time by the clock: walk ").says("files, all threads added up: read ");
    assert!(first.stdout.contains(" files/s, ") && first.stdout.contains(" MB/s)"), "{first:?}");
    kb.rest();
    kb.index();
    let nothing = kb.run(["index"]).found();
    assert!(!nothing.stdout.contains("files/s"), "{nothing:?}");

    let text = "# Door\n\nIt is shut.\n";
    kb.write("corpus/d.md", text);
    kb.rest();
    let report = kb.index();
    assert_eq!((&report["bytes"], &report["read"]), (&json!(text.len()), &json!(1)));
    let stages = &report["stages"];
    let number = |of: &str, stage: &str| stages[of][stage].as_f64().unwrap_or_else(|| panic!("{of}.{stage}: {stages}"));
    let wall: f64 =
        ["walk", "open", "dates", "files", "commit", "merge"].map(|stage| number("wall_ms", stage)).iter().sum();
    let took = report["took_ms"].as_f64().unwrap();
    assert!(0.0 < wall && wall <= took + 0.1, "{wall} of {took}");
    assert!(["read", "parse", "add"].iter().all(|stage| number("threads_ms", stage) > 0.0), "{stages}");
}
