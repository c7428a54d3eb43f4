//! Dates of guides from git.

use std::fs::{self, File};
use std::process::Command;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::harness::{Kb, SETTINGS, hits, text};
use crate::watch::Watching;

/// Whether git can be run here; without it these tests have nothing to look at.
fn git_is_here() -> bool {
    Command::new("git").arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Git in a folder, with settings of nobody.
fn git(kb: &Kb, folder: &str, seconds: u64, arguments: &[&str]) {
    let mut command = Command::new("git");
    let time = format!("{seconds} +0000");
    command.current_dir(kb.path(folder)).args(["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]);
    command.args(["-c", "commit.gpgSign=false", "-c", "init.defaultBranch=main"]).args(arguments);
    command.env("GIT_AUTHOR_DATE", &time).env("GIT_COMMITTER_DATE", &time).env_remove("GIT_DIR");
    command.env("GIT_CONFIG_GLOBAL", kb.path("no-such-file")).env("GIT_CONFIG_NOSYSTEM", "1");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
}

fn commit(kb: &Kb, folder: &str, seconds: u64) {
    git(kb, folder, seconds, &["add", "--all", "."]);
    git(kb, folder, seconds, &["commit", "--quiet", "--allow-empty", "-m", "x"]);
}

fn set_mtime(kb: &Kb, path: &str, seconds: u64) {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    File::options().write(true).open(kb.path(path)).unwrap().set_modified(time).unwrap();
}

/// Seconds since 1970 of a date in JSON, by file name.
fn dates(kb: &Kb) -> Value {
    let results = kb.search(["granite", "--sort", "path", "-n", "0"]);
    let date = |hit: &Value| (text(&hit["id"]).split('#').next().unwrap().to_owned(), hit["date"].clone());
    Value::Object(hits(&results).iter().map(date).collect())
}

const GUIDE: &str = "# Guide\n\nGranite.\n";

const FIRST: u64 = 1_000_000_000;
const SECOND: u64 = 1_100_000_000;
const DISK: u64 = 1_200_000_000;
const FIRST_DATE: &str = "2001-09-09T01:46:40Z";
const SECOND_DATE: &str = "2004-11-09T11:33:20Z";
const DISK_DATE: &str = "2008-01-10T21:20:00Z";

/// A repository whose files have been dealt with in every way.
fn repository() -> Kb {
    let kb = Kb::new().file("kb.toml", format!("{SETTINGS}\n[inference]\ngit_dates = true\n"));
    for name in ["old", "edited", "dirty", "staged", "moved", "dropped", "naïve name\"'"] {
        kb.write(&format!("corpus/{name}.md"), GUIDE);
    }
    kb.write("corpus/dated.md", "---\ndate: 2020-02-02\n---\n# Guide\n\nGranite.\n");
    git(&kb, ".", FIRST, &["init", "--quiet"]);
    kb.write(".gitignore", "index\n");
    commit(&kb, ".", FIRST);
    kb.write("corpus/edited.md", format!("{GUIDE}\nMore.\n"));
    fs::create_dir(kb.path("corpus/ö")).unwrap();
    git(&kb, ".", SECOND, &["mv", "corpus/moved.md", "corpus/ö/moved.md"]);
    git(&kb, ".", SECOND, &["rm", "--quiet", "--cached", "corpus/dropped.md"]);
    git(&kb, ".", SECOND, &["add", "corpus/edited.md"]);
    git(&kb, ".", SECOND, &["commit", "--quiet", "-m", "x"]);
    kb.write("corpus/new.md", GUIDE);
    kb.write("corpus/dirty.md", format!("{GUIDE}\nMore.\n"));
    kb.write("corpus/staged.md", format!("{GUIDE}\nMore.\n"));
    git(&kb, ".", SECOND, &["add", "corpus/staged.md"]);
    for name in ["old", "edited", "dirty", "staged", "ö/moved", "dropped", "naïve name\"'", "dated", "new"] {
        set_mtime(&kb, &format!("corpus/{name}.md"), DISK);
    }
    kb
}

#[test]
fn the_last_commit_dates_a_guide_unless_front_matter_does() {
    if !git_is_here() {
        return;
    }
    let kb = repository().indexed();
    assert_eq!(
        dates(&kb),
        json!({
            "old.md": FIRST_DATE,
            "edited.md": SECOND_DATE,
            "ö/moved.md": SECOND_DATE,
            "naïve name\"'.md": FIRST_DATE,
            "dated.md": "2020-02-02T00:00:00Z",
            // On disk they are not what was committed.
            "dirty.md": DISK_DATE,
            "staged.md": DISK_DATE,
            "dropped.md": DISK_DATE,
            "new.md": DISK_DATE,
        })
    );
    assert_eq!(kb.index()["read"], 0, "nothing changed");
}

#[test]
fn a_commit_changes_the_date_and_nothing_else() {
    if !git_is_here() {
        return;
    }
    let kb = repository().indexed();
    let before = dates(&kb);
    commit(&kb, ".", SECOND + 1);
    let report = kb.index();
    assert_eq!((&report["changed"], &report["rebuilt"]), (&json!(4), &Value::Null));
    let after = dates(&kb);
    for name in ["dirty.md", "staged.md", "dropped.md", "new.md"] {
        assert_eq!(after[name], "2004-11-09T11:33:21Z", "{name}");
    }
    for name in ["old.md", "edited.md", "ö/moved.md", "dated.md"] {
        assert_eq!(after[name], before[name], "{name}");
    }
    kb.run(["index", "--rebuild"]).found();
    assert_eq!(dates(&kb), after, "a rebuild gives the same");
}

#[test]
fn a_commit_is_seen_by_a_watch() {
    if !git_is_here() {
        return;
    }
    let kb = repository().indexed();
    let watching = Watching::start(&kb, &[]);
    for seconds in [SECOND + 1, SECOND + 2] {
        kb.write("corpus/new.md", format!("{GUIDE}\nMore: {seconds}.\n"));
        watching.wait("the file is read", || !kb.ids([&seconds.to_string()]).is_empty());
        commit(&kb, ".", seconds);
        let due = json!(format!("2004-11-09T11:33:{}Z", seconds - SECOND + 20));
        watching.wait("the commit dates it", || dates(&kb)["new.md"] == due);
    }
}

#[test]
fn few_files_have_the_dates_they_have_among_many() {
    if !git_is_here() {
        return;
    }
    let kb = repository();
    for n in 0..100 {
        kb.write(&format!("corpus/many/{n}.md"), "# Other\n\nMarble.\n");
    }
    commit(&kb, ".", SECOND + 1);
    // A change on a branch that a merge did not take.
    git(&kb, ".", FIRST, &["checkout", "--quiet", "-b", "side"]);
    let old = fs::read(kb.path("corpus/old.md")).unwrap();
    kb.write("corpus/old.md", format!("{GUIDE}\nMore.\n"));
    commit(&kb, ".", SECOND + 2);
    git(&kb, ".", FIRST, &["checkout", "--quiet", "main"]);
    git(&kb, ".", SECOND + 3, &["merge", "--quiet", "--strategy=ours", "side", "-m", "x"]);
    assert_eq!(fs::read(kb.path("corpus/old.md")).unwrap(), old);
    kb.write("corpus/[a]*.md", GUIDE);
    commit(&kb, ".", SECOND + 4);
    kb.write("corpus/later.md", GUIDE);
    set_mtime(&kb, "corpus/later.md", DISK);
    let kb = kb.indexed();
    let among_many = dates(&kb);
    fs::remove_dir_all(kb.path("corpus/many")).unwrap();
    kb.run(["index", "--rebuild"]).found();
    assert_eq!(dates(&kb), among_many);
    let seen = |name: &str| among_many[name].clone();
    let expected = ["2004-11-09T11:33:22Z", "2004-11-09T11:33:24Z", DISK_DATE].map(|date| json!(date));
    assert_eq!([seen("old.md"), seen("[a]*.md"), seen("later.md")], expected);
}

#[test]
fn git_is_asked_only_where_the_settings_say_so() {
    if !git_is_here() {
        return;
    }
    let kb = repository().file("kb.toml", SETTINGS).indexed();
    assert_eq!(dates(&kb)["old.md"], DISK_DATE);
}

#[test]
fn a_corpus_may_be_a_part_of_a_repository_or_hold_several() {
    if !git_is_here() {
        return;
    }
    let kb = Kb::new().file("kb.toml", "[inference]\ngit_dates = true\n");
    for (folder, seconds) in [("all/one", FIRST), ("all/two", SECOND)] {
        kb.write(&format!("{folder}/docs/a.md"), GUIDE);
        git(&kb, folder, seconds, &["init", "--quiet"]);
        commit(&kb, folder, seconds);
    }
    kb.write("all/loose.md", GUIDE);
    set_mtime(&kb, "all/loose.md", DISK);
    kb.rest();
    kb.run(["index", "all"]).found();
    assert_eq!(dates(&kb), json!({"one/docs/a.md": FIRST_DATE, "two/docs/a.md": SECOND_DATE, "loose.md": DISK_DATE}));
    kb.run(["index", "all/one/docs", "--index", "part"]).found();
    let part = kb.search(["granite", "--index", "part"]);
    assert_eq!(hits(&part)[0]["date"], FIRST_DATE);
}

#[test]
fn without_a_repository_it_is_said_once() {
    let kb = Kb::new()
        .file("kb.toml", format!("{SETTINGS}\n[inference]\ngit_dates = true\n"))
        .file("corpus/a.md", GUIDE)
        .file("corpus/b.md", GUIDE);
    let answer = kb.run(["index"]).found();
    assert_eq!(answer.stderr.matches("no guide is in a git repository").count(), 1, "{answer:?}");
}

#[test]
fn without_git_it_is_said_and_files_date_guides() {
    if !git_is_here() {
        return;
    }
    let kb = repository();
    kb.rest();
    let output = kb.command(["index"]).env("PATH", kb.path("nowhere")).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && said.matches("git is not installed").count() == 1, "{said}");
    assert_eq!(dates(&kb)["old.md"], DISK_DATE);
}

#[test]
fn a_broken_repository_is_no_failure() {
    let kb = Kb::new()
        .file("kb.toml", format!("{SETTINGS}\n[inference]\ngit_dates = true\n"))
        .file("corpus/a.md", GUIDE)
        .file(".git/HEAD", "nonsense\n");
    let answer = kb.run(["index"]).found();
    assert_eq!(answer.stderr.matches("no dates from git").count(), 1, "{answer:?}");
}

/// Programs that a repository names in its settings: none of them may run.
#[cfg(unix)]
#[test]
fn no_program_of_a_repository_is_run() {
    if !git_is_here() {
        return;
    }
    let kb = repository();
    let trap = kb.path("trap.sh");
    fs::write(&trap, format!("#!/bin/sh\ntouch '{}'\ncat\n", kb.path("sprung").display())).unwrap();
    let mut permissions = fs::metadata(&trap).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o755);
    fs::set_permissions(&trap, permissions).unwrap();
    let trap = trap.to_str().unwrap();
    for setting in [
        "core.fsmonitor",
        "core.pager",
        "pager.log",
        "pager.diff",
        "diff.external",
        "diff.evil.command",
        "diff.evil.textconv",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.x=y.process",
        "gpg.program",
        "core.sshCommand",
    ] {
        git(&kb, ".", SECOND, &["config", setting, trap]);
    }
    git(&kb, ".", SECOND, &["config", "log.showSignature", "true"]);
    git(&kb, ".", SECOND, &["config", "filter.evil.required", "true"]);
    kb.write(".git/info/attributes", "*.md filter=evil diff=evil\n");
    // A file whose times tell git nothing has to be read by it.
    kb.write("corpus/old.md", GUIDE);
    kb.rest();
    kb.index();
    assert!(!kb.path("sprung").exists());
    assert_eq!(dates(&kb)["old.md"], FIRST_DATE);
    // The trap works.
    git(&kb, ".", SECOND, &["add", "--renormalize", "corpus/old.md"]);
    assert!(kb.path("sprung").exists(), "nothing was tested");
}
