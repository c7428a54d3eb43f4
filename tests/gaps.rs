//! `kb gaps`: searches that found nothing are noted where kb.toml and the user want it, and nowhere else.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::harness::{Kb, SETTINGS, text};

/// A knowledge base whose kb.toml asks for the log, and a state folder of its own.
fn guides(log: &str) -> Kb {
    let kb = Kb::new()
        .file("kb.toml", format!("{SETTINGS}{log}"))
        .file("corpus/a.md", "---\nrole: platform\n---\n# Alpha\n\nGranite wages.\n")
        .file("corpus/b.md", "---\nrole: infrastructure\n---\n# Beta\n\nQuartz.\n")
        .indexed();
    let state = kb.path("state").display().to_string();
    kb.variable("XDG_STATE_HOME", state)
}

const WANTED: &str = "[log]\nzero_hits = true\n";

/// The files of the state folder.
fn files(kb: &Kb) -> Vec<PathBuf> {
    let entries = fs::read_dir(kb.path("state/kb")).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

fn gaps(kb: &Kb) -> Vec<Value> {
    kb.run(["gaps", "--format", "json"]).json()["gaps"].as_array().unwrap().clone()
}

#[test]
fn nothing_is_noted_unless_it_is_wanted_twice() {
    let kb = guides("");
    kb.run(["search", "feldspar"]).status(1);
    kb.run(["gaps"]).status(1).says("that has to be asked for").says("zero_hits = true");
    assert!(!kb.path("state").exists());
    // A kb.toml alone, which may be a stranger's, has nothing written.
    let kb = guides(WANTED);
    kb.run(["search", "feldspar"]).status(1).says("hint: kb.toml asks to note searches");
    kb.run(["search", "feldspar", "--config", "kb.toml"]).status(1);
    assert!(!kb.path("state").exists());
    kb.run(["gaps"]).found().says("from now on").says("state/kb/gaps-");
    assert_eq!(files(&kb).len(), 1);
    kb.run(["search", "feldspar"]).status(1);
    assert_eq!(gaps(&kb).len(), 1);
    // Taken back: what is there stays to be looked at, nothing is added.
    kb.write("kb.toml", SETTINGS);
    kb.run(["search", "basalt"]).status(1);
    kb.run(["gaps"]).found().says("no longer asks for it");
    assert_eq!(gaps(&kb).len(), 1);
    kb.run(["gaps", "--clear"]).found().says("nothing is noted any more");
    assert!(files(&kb).is_empty());
}

#[test]
fn searches_that_find_nothing_are_listed_with_what_they_would_find_now() {
    let kb = guides(WANTED);
    kb.run(["gaps"]).found();
    kb.run(["gaps"]).status(1).says("no search that found nothing was noted");
    for query in
        [&["Feldspar"][..], &["feldspar"], &["  feldspar "], &["mica schist", "--role", "platform"], &["gneiss"]]
    {
        kb.run([&["search"], query].concat()).status(1);
    }
    // Found, everything, dated, a filter nobody has, nothing to search: no gaps.
    kb.run(["search", "granite"]).found();
    kb.run(["search"]).found();
    kb.run(["search", "feldspar", "--since", "1y"]).status(1);
    kb.run(["search", "feldspar", "--role", "nobody"]).status(1);
    let listed = gaps(&kb);
    let summary: Vec<(String, String, u64, u64)> = listed
        .iter()
        .map(|gap| {
            let number = |key: &str| gap[key].as_u64().unwrap();
            (text(&gap["query"]), text(&gap["filters"]), number("count"), number("now"))
        })
        .collect();
    assert_eq!(summary[0], ("feldspar".to_owned(), String::new(), 3, 0));
    assert!(summary.contains(&("mica schist".to_owned(), "--role platform".to_owned(), 1, 0)), "{summary:?}");
    assert_eq!(summary.len(), 3);
    assert!(text(&listed[0]["last"]).ends_with('Z'));
    // A guide about it closes the gap.
    kb.write("corpus/c.md", "# Gamma\n\nFeldspar.\n");
    kb.run(["index"]).found();
    assert_eq!(gaps(&kb)[0]["now"], 1);
    let table = kb.run(["gaps", "-n", "1"]).found().stdout;
    assert!(table.contains("feldspar") && table.contains("2 more") && !table.contains("gneiss"), "{table}");
    assert!(
        kb.run(["gaps", "--format", "csv"]).found().stdout.starts_with("query,filters,count,last,now\nfeldspar,,3,")
    );
    assert!(kb.run(["gaps", "--format", "markdown"]).found().stdout.contains("| feldspar |"));
    kb.run(["gaps", "--clear"]).found().says("go on being noted");
    assert!(gaps(&kb).is_empty());
    kb.run(["search", "gneiss"]).status(1);
    assert_eq!(gaps(&kb).len(), 1);
}

#[test]
fn the_log_is_private_and_nothing_else_is_written() {
    let kb = guides(WANTED);
    kb.run(["gaps"]).found();
    let before = fs::read_dir(kb.path("index")).unwrap().count();
    kb.run(["search", "feldspar", "--tag", "x", "--format", "json"]).status(1);
    kb.run(["search", "feldspar"]).status(1);
    let [log] = files(&kb).try_into().unwrap();
    assert_eq!(fs::metadata(&log).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::metadata(kb.path("state/kb")).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(fs::read_dir(kb.path("index")).unwrap().count(), before);
    let line: Value = serde_json::from_str(&fs::read_to_string(log).unwrap()).unwrap();
    let keys: Vec<&String> = line.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["query", "time"]);
}

#[test]
fn each_index_has_a_log_of_its_own() {
    let kb = guides(WANTED);
    kb.run(["gaps"]).found();
    kb.run(["index", "--index", "other"]).found();
    kb.run(["search", "feldspar", "--index", "other"]).status(1).says("`kb gaps` allows it");
    kb.run(["gaps", "--index", "other"]).found();
    kb.run(["search", "gneiss", "--index", "other"]).status(1);
    assert_eq!((files(&kb).len(), gaps(&kb).len()), (2, 0));
    assert_eq!(kb.run(["gaps", "--index", "other", "--format", "json"]).found().json()["gaps"][0]["query"], "gneiss");
}

#[test]
fn many_at_once_lose_nothing() {
    let kb = guides(WANTED);
    kb.run(["gaps"]).found();
    let runs = 24;
    let children: Vec<_> = (0..runs)
        .map(|n| {
            kb.command(["search", "-q", &format!("feldspar{n}x")]).stdout(std::process::Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut child in children {
        assert_eq!(child.wait().unwrap().code(), Some(1));
    }
    let list = kb.run(["gaps", "-n", "0", "--format", "json"]).found().json();
    assert_eq!(list["gaps"].as_array().unwrap().len(), runs);
    println!("{runs} searches at once");
}

#[test]
fn the_log_is_bounded() {
    let kb = guides(WANTED);
    kb.run(["gaps"]).found();
    let [log] = files(&kb).try_into().unwrap();
    let line = json!({ "time": "2026-01-31T00:00:00Z", "query": "mica" }).to_string() + "\n";
    fs::write(&log, line.repeat(530 * 1024 / line.len())).unwrap();
    let before = fs::metadata(&log).unwrap().len();
    kb.run(["search", "feldspar"]).status(1);
    assert_eq!(fs::metadata(&log).unwrap().len(), before);
    kb.run(["gaps"]).found().says("nothing more is noted until `kb gaps --clear`");
    kb.run(["gaps", "--clear"]).found();
    // A query that takes more than a line may is not noted.
    kb.run(["search", &"feldspar ".repeat(230)]).status(1);
    assert_eq!(fs::metadata(&log).unwrap().len(), 0);
}

#[test]
fn what_is_wrong_with_the_log_never_fails_a_search() {
    let kb = guides(WANTED);
    kb.run(["gaps"]).found();
    let [log] = files(&kb).try_into().unwrap();
    // Lines of others, half a line, no text at all.
    fs::write(&log, b"rubbish\n{\"query\":\"mica\",\"time\":\"2026-01-31T00:00:00Z\"}\n{\"query\":\n\xff\xfe\n[]\n")
        .unwrap();
    assert_eq!(gaps(&kb).len(), 1);
    fs::remove_file(&log).unwrap();
    fs::write(kb.path("precious"), "mine").unwrap();
    symlink(kb.path("precious"), &log).unwrap();
    kb.run(["search", "feldspar"]).status(1);
    kb.run(["gaps"]).status(2).says("hint:");
    assert_eq!(fs::read_to_string(kb.path("precious")).unwrap(), "mine");
    fs::remove_file(&log).unwrap();
    fs::create_dir(&log).unwrap();
    kb.run(["search", "feldspar"]).status(1);
    fs::remove_dir(&log).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&log).status().unwrap().success());
    kb.run(["search", "feldspar"]).status(1);
    // No folder to be had.
    let kb = kb.variable("XDG_STATE_HOME", "relative").variable("HOME", "/dev/null");
    kb.run(["search", "feldspar"]).status(1);
    kb.run(["gaps"]).status(2).says("hint:");
}

#[test]
fn completions_are_not_searches() {
    let kb = guides(WANTED);
    kb.run(["gaps"]).found();
    let mut command = kb.command(["--", "kb search feldspar --role z", "z"]);
    assert!(command.env("KB_COMPLETE", "bash").status().unwrap().success());
    assert!(gaps(&kb).is_empty());
}
