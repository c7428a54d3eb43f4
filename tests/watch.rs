//! `kb index --watch`: the index follows the files, whatever happens to them.

use std::fs::{self, File};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::harness::{Kb, SETTINGS, ids};

/// How long something may take that is due within a second: the machine may be busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);

/// `kb index --watch` in the background; ended with the test.
pub(crate) struct Watching<'a> {
    kb: &'a Kb,
    child: Child,
}

impl<'a> Watching<'a> {
    /// Starts it and waits until it is watching.
    pub(crate) fn start(kb: &'a Kb, arguments: &[&str]) -> Watching<'a> {
        let watching = Watching::begin(kb, arguments);
        watching.wait("it watches", || watching.errors().contains("kb: watching"));
        watching
    }

    fn begin(kb: &'a Kb, arguments: &[&str]) -> Watching<'a> {
        let mut command = kb.command(["index", "--watch", "--format", "json"]);
        command.args(arguments).stdin(Stdio::null());
        command.stdout(File::create(kb.path("watch.out")).unwrap());
        command.stderr(File::create(kb.path("watch.err")).unwrap());
        Watching { kb, child: command.spawn().unwrap() }
    }

    /// Waits until something is so.
    #[track_caller]
    pub(crate) fn wait(&self, what: &str, is_so: impl Fn() -> bool) {
        self.wait_or(what, is_so, || {});
    }

    /// Waits until something is so; says something before it fails.
    #[track_caller]
    pub(crate) fn wait_or(&self, what: &str, is_so: impl Fn() -> bool, say: impl Fn()) {
        let start = Instant::now();
        while !is_so() {
            if start.elapsed() >= PATIENCE {
                say();
            }
            assert!(start.elapsed() < PATIENCE, "not so: {what}\n{:#?}\n{}", self.reports(), self.errors());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until a word is found in just these sections.
    #[track_caller]
    fn finds(&self, word: &str, expected: &[&str]) {
        self.wait(&format!("{word} is in {expected:?}"), || self.kb.ids([word]) == expected);
    }

    /// What it said on standard error.
    fn errors(&self) -> String {
        fs::read_to_string(self.kb.path("watch.err")).unwrap()
    }

    /// Its updates: every line is one.
    fn reports(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.kb.path("watch.out")).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Sends it a signal and gives its exit status.
    #[cfg(unix)]
    fn signal(mut self, name: &str) -> Option<i32> {
        let number = self.child.id().to_string();
        let sent = std::process::Command::new("kill").args([&format!("-{name}"), &number]).status().unwrap();
        assert!(sent.success());
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("{name} does not end it");
    }
}

impl Drop for Watching<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn two_guides() -> Kb {
    Kb::with_roles()
        .file("corpus/a.md", "# Alpha\n\n## Pay\n\nGranite wages.\n")
        .file("corpus/sub/b.md", "# Beta\n\n## Technical skills\n\nMarble servers.\n")
}

#[test]
fn changes_become_searchable() {
    let kb = two_guides();
    let watching = Watching::start(&kb, &[]);
    kb.write("corpus/a.md", "# Alpha\n\n## Pay\n\nBasalt wages.\n");
    watching.finds("basalt", &["a.md#pay"]);
    assert!(kb.ids(["granite"]).is_empty());
    kb.write("corpus/new/deep/c.md", "# Gamma\n\nSlate.\n");
    watching.finds("slate", &["new/deep/c.md#gamma"]);
    kb.write("corpus/new/deep/d.md", "# Delta\n\nTuff.\n");
    watching.finds("tuff", &["new/deep/d.md#delta"]);
    fs::rename(kb.path("corpus/new"), kb.path("corpus/old")).unwrap();
    watching.finds("slate", &["old/deep/c.md#gamma"]);
    kb.write("corpus/old/deep/c.md", "# Gamma\n\nSchist.\n");
    watching.finds("schist", &["old/deep/c.md#gamma"]);
    fs::remove_dir_all(kb.path("corpus/old")).unwrap();
    watching.finds("schist", &[]);
    assert_eq!(watching.reports()[0]["new"], 2, "the first line is the first update");
    assert!(watching.reports()[1..].iter().all(|report| report["written"] == true && report["rebuilt"].is_null()));
}

#[test]
fn only_what_changed_is_looked_at() {
    let kb =
        (0..50).fold(two_guides(), |kb, n| kb.file(&format!("corpus/many/{n}.md"), format!("# N{n}\n\nGneiss.\n")));
    let watching = Watching::start(&kb, &[]);
    kb.write("corpus/a.md", "# Alpha\n\n## Pay\n\nBasalt wages.\n");
    watching.finds("basalt", &["a.md#pay"]);
    watching.wait("it is told", || watching.reports().len() > 1);
    let reports = watching.reports();
    assert!(reports[1..].iter().all(|report| report["files"] == 1), "{reports:#?}");
}

#[test]
fn editors_that_save_by_way_of_other_files_end_right() {
    let kb = two_guides().file("corpus/c.md", "# Gamma\n\nSlate.\n");
    let watching = Watching::start(&kb, &[]);
    kb.write("corpus/.a.md.swp", "swap");
    kb.write("corpus/a.md.tmp", "# Alpha\n\nBasalt.\n");
    fs::rename(kb.path("corpus/a.md.tmp"), kb.path("corpus/a.md")).unwrap();
    fs::rename(kb.path("corpus/c.md"), kb.path("corpus/c.md~")).unwrap();
    kb.write("corpus/c.md", "# Gamma\n\nSchist.\n");
    fs::remove_file(kb.path("corpus/c.md~")).unwrap();
    watching.finds("basalt", &["a.md#alpha"]);
    watching.finds("schist", &["c.md#gamma"]);
    assert_eq!(kb.search(["-n", "0"])["total"], 4, "nothing else is there");
}

#[test]
fn ignore_files_count_at_once_in_the_sources_and_above_them() {
    let kb = two_guides();
    fs::create_dir(kb.path(".git")).unwrap();
    let watching = Watching::start(&kb, &[]);
    kb.write("corpus/.gitignore", "a.md\n");
    watching.finds("granite", &[]);
    kb.write("corpus/a.md", "# Alpha\n\nStill granite, still ignored.\n");
    kb.write(".gitignore", "/corpus/sub\n");
    watching.finds("marble", &[]);
    fs::remove_file(kb.path(".gitignore")).unwrap();
    fs::remove_file(kb.path("corpus/.gitignore")).unwrap();
    watching.finds("marble", &["sub/b.md#technical-skills"]);
    watching.finds("granite", &["a.md#alpha"]);
    kb.write("corpus/sub/.kbignore", "b.md\n");
    watching.finds("marble", &[]);
    fs::remove_file(kb.path("corpus/sub/.kbignore")).unwrap();
    watching.finds("marble", &["sub/b.md#technical-skills"]);
    // A folder that becomes an index is left out with all that it held before.
    kb.write("corpus/sub/CURRENT", "gen-1\n");
    watching.finds("marble", &[]);
}

#[test]
fn changed_settings_are_read_again_and_broken_ones_are_not_used() {
    let kb = two_guides();
    let watching = Watching::start(&kb, &[]);
    let corpus = "[[corpus]]\npath = \"corpus\"\n";
    let pattern = format!("{corpus}[corpus.inference]\nrole_paths = ['(']\n");
    let broken = [pattern, format!("{corpus}exclude = ['[']\n"), "[[corpus]\n".to_owned()];
    for (n, broken) in broken.into_iter().enumerate() {
        kb.write("kb.toml", broken);
        let said = || watching.errors().matches("the settings stay as they were").count();
        watching.wait("it says so", || said() == n + 1);
    }
    kb.write("corpus/a.md", "# Alpha\n\n## Pay\n\nBasalt wages.\n");
    // Searching needs settings, too.
    watching.wait("the old ones go on", || watching.reports().last().unwrap()["changed"] == 1);
    kb.write("kb.toml", format!("{SETTINGS}\n[[role]]\nid = \"alpha\"\n"));
    let has_role = || kb.run(["search", "--role", "alpha", "basalt", "--format", "paths"]).stdout == "corpus/a.md\n";
    watching.wait("the new ones are used", has_role);
}

#[test]
fn a_source_may_go_and_come_back() {
    let kb = two_guides();
    let watching = Watching::start(&kb, &[]);
    fs::rename(kb.path("corpus"), kb.path("elsewhere")).unwrap();
    watching.wait("it says so", || watching.errors().contains("no file or folder"));
    assert_eq!(kb.ids(["granite"]), ["a.md#pay"], "the index stays as it was");
    kb.write("elsewhere/a.md", "# Alpha\n\n## Pay\n\nBasalt wages.\n");
    fs::rename(kb.path("elsewhere"), kb.path("corpus")).unwrap();
    watching.finds("basalt", &["a.md#pay"]);
    kb.write("corpus/sub/b.md", "# Beta\n\nTuff.\n");
    watching.finds("tuff", &["sub/b.md#beta"]);
}

#[test]
fn a_deleted_index_is_built_again() {
    let kb = two_guides();
    let watching = Watching::start(&kb, &[]);
    fs::remove_dir_all(kb.path("index")).unwrap();
    watching.wait("it is back", || kb.path("index/CURRENT").exists());
    watching.finds("granite", &["a.md#pay"]);
}

#[test]
fn another_run_is_waited_for() {
    let kb = two_guides().indexed();
    let lock = File::options().write(true).open(kb.path("index/LOCK")).unwrap();
    lock.lock().unwrap();
    kb.write("corpus/a.md", "# Alpha\n\n## Pay\n\nBasalt wages.\n");
    let watching = Watching::start(&kb, &[]);
    assert!(watching.errors().contains("another `kb index` is writing"), "{}", watching.errors());
    assert!(kb.ids(["basalt"]).is_empty());
    drop(lock);
    watching.finds("basalt", &["a.md#pay"]);
    watching.wait("it says so", || watching.errors().contains("up to date again"));
}

#[test]
fn its_own_writing_is_no_change() {
    let kb = Kb::new().file("notes/a.md", "# Alpha\n\nGranite.\n");
    let watching = Watching::start(&kb, &["notes", "--index", "notes/index"]);
    kb.write("notes/a.md", "# Alpha\n\nBasalt.\n");
    watching.wait("it is updated", || watching.reports().len() > 1);
    let updates = watching.reports().len();
    std::thread::sleep(Duration::from_millis(800));
    assert_eq!(watching.reports().len(), updates, "{:#?}", watching.reports());
}

#[test]
fn a_single_file_is_watched() {
    let kb = Kb::new().file("docs/a.md", "# Alpha\n\nGranite.\n").file("docs/b.md", "# Beta\n\nMarble.\n");
    let watching = Watching::start(&kb, &["docs/a.md"]);
    kb.write("docs/a.new", "# Alpha\n\nBasalt.\n");
    fs::rename(kb.path("docs/a.new"), kb.path("docs/a.md")).unwrap();
    watching.finds("basalt", &["a.md#alpha"]);
    kb.write("docs/a.md", "# Alpha\n\nTuff.\n");
    watching.finds("tuff", &["a.md#alpha"]);
    assert!(kb.ids(["marble"]).is_empty());
}

#[test]
fn without_events_everything_is_looked_at_now_and_then() {
    let kb = two_guides();
    let watching = Watching::start(&kb, &["--poll"]);
    kb.write("corpus/a.md", "# Alpha\n\n## Pay\n\nBasalt wages.\n");
    watching.finds("basalt", &["a.md#pay"]);
    kb.run(["index", "--poll"]).status(2);
}

#[test]
fn thousands_of_changes_are_few_updates() {
    let kb = two_guides();
    let watching = Watching::start(&kb, &[]);
    for n in 0..2_000 {
        kb.write(&format!("corpus/many/{}/{n}.md", n % 7), format!("# N{n}\n\nGneiss {n}.\n"));
    }
    watching.wait("all are there", || kb.search(["gneiss", "-n", "1"])["total"] == 2_000);
    assert!(watching.reports().len() < 200, "{}", watching.reports().len());
}

#[test]
fn what_stops_the_first_update_stops_the_command() {
    Kb::new().run(["index", "--watch"]).status(2).says("nothing to index");
    Kb::new().run(["index", "--watch", "nowhere"]).status(2).says("nowhere");
    let kb = two_guides().file("precious/work.txt", "mine");
    kb.run(["index", "--watch", "--index", "precious"]).status(2).says("work.txt").says("hint:");
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_and_the_index_is_whole() {
    for signal in ["TERM", "INT"] {
        let kb = two_guides();
        let watching = Watching::start(&kb, &[]);
        kb.write("corpus/a.md", "# Alpha\n\n## Pay\n\nBasalt wages.\n");
        watching.finds("basalt", &["a.md#pay"]);
        assert_eq!(watching.signal(signal), Some(0), "{signal}");
        let report = kb.index();
        let facts = ["rebuilt", "new", "changed", "guides"].map(|key| report[key].clone());
        assert_eq!(facts, [Value::Null, 0.into(), 0.into(), 2.into()], "{report}");
    }
}

#[cfg(unix)]
#[test]
fn a_signal_during_the_first_build_leaves_the_old_state_or_the_new_one() {
    let kb = (0..400).fold(two_guides(), |kb, n| {
        kb.file(&format!("corpus/many/{n}.md"), format!("# N{n}\n\n{}\n", "Gneiss and granite. ".repeat(200)))
    });
    let watching = Watching::begin(&kb, &[]);
    watching.wait("it has begun", || kb.path("index/LOCK").exists());
    assert_eq!(watching.signal("TERM"), Some(0));
    if kb.path("index/CURRENT").exists() {
        assert_eq!(kb.search(["gneiss", "-n", "1"])["total"], 400);
    }
    assert_eq!(kb.index()["guides"], 402);
    assert_eq!(ids(&kb.search(["marble"])), ["sub/b.md#technical-skills"]);
}
