//! Two of everything: several indexers at once, and an index that is replaced, moved or deleted under its reader, or lies
//! where nothing can be written.

use std::fs::{self, File};
use std::io::Read as _;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use kb::engine::{Engine, IndexFolder};
use kb::query::{self, DrillDown, Query};
use serde_json::Value;

use crate::harness::{Answer, Kb};

/// How long something may take on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);

fn guides() -> Kb {
    (0..20).fold(Kb::with_roles(), |kb, n| {
        let role = if n % 2 == 0 { "infrastructure" } else { "platform" };
        let shared = if n % 4 == 3 { "A quartz ledger." } else { "Nothing more." };
        let front = format!("---\nrole: {role}\ntags: [t{}]\n---\n", n % 3);
        kb.file(&format!("corpus/n{n}.md"), format!("{front}# N{n}\n\nGranite {n}.\n\n{shared}\n"))
    })
}

/// Everything that an index says of its sections, whatever segments it is made of.
fn content(kb: &Kb, index: &str) -> Value {
    let answer = kb.search(["-n", "0", "--sort", "path", "--facet-limit", "0", "--index", index]);
    let ids: Vec<Value> = answer["hits"].as_array().unwrap().iter().map(|hit| hit["id"].clone()).collect();
    let words = kb.run(["suggest", "", "-n", "0", "--format", "json", "--index", index]).stdout;
    serde_json::json!([answer["total"], ids, answer["facets"], words])
}

/// Takes the lock of an index, as a process does that writes it.
fn locked(kb: &Kb) -> File {
    let lock = File::options().write(true).open(kb.path("index/LOCK")).unwrap();
    lock.lock().unwrap();
    lock
}

#[test]
fn eight_indexers_at_once_lose_nothing() {
    const ROUNDS: usize = 3;
    let kb = guides().indexed();
    let (done, waited, refused) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for indexer in 0..8 {
            let (kb, done, waited, refused) = (&kb, &done, &waited, &refused);
            scope.spawn(move || {
                for round in 0..ROUNDS {
                    kb.write(&format!("corpus/i{indexer}/r{round}.md"), format!("# I{indexer} {round}\n\nMarble.\n"));
                    kb.write(&format!("corpus/n{indexer}.md"), format!("# Changed {round}\n\nBasalt {indexer}.\n"));
                    if round == 1 {
                        fs::remove_file(kb.path(&format!("corpus/n{}.md", indexer + 8))).unwrap();
                    }
                    let own = format!("corpus/i{indexer}");
                    let arguments = match (indexer + round) % 4 {
                        0 => vec!["index", "--rebuild"],
                        1 => vec!["index", &own],
                        2 => vec!["search", "basalt", "--fresh", "--format", "paths"],
                        _ => vec!["index"],
                    };
                    let answer = kb.run(&arguments);
                    waited.fetch_add(usize::from(answer.stderr.contains("waiting for another")), Ordering::Relaxed);
                    match answer.status {
                        0 => done.fetch_add(1, Ordering::Relaxed),
                        2 => {
                            let answer = answer.says("another `kb index` is writing").says("hint:");
                            assert!(answer.stderr.lines().count() <= 3, "{answer:?}");
                            refused.fetch_add(1, Ordering::Relaxed)
                        }
                        // Nothing changed has been indexed yet.
                        1 if arguments[0] == "search" => done.fetch_add(1, Ordering::Relaxed),
                        _ => panic!("{arguments:?}: {answer:?}"),
                    };
                }
            });
        }
    });
    // Those that were refused, or searched the index as it was, have left work to do.
    kb.run(["index"]).found();
    kb.run(["index", "--index", "other"]).found();
    assert_eq!(content(&kb, "index"), content(&kb, "other"));
    assert_eq!(kb.ids(["marble", "-n", "0"]).len(), 8 * ROUNDS);
    let of = |count: &AtomicUsize| count.load(Ordering::Relaxed);
    println!("{} runs, {} refused, {} waited", of(&done) + of(&refused), of(&refused), of(&waited));
}

#[test]
fn the_last_of_several_indexers_has_seen_the_changes_of_all() {
    let kb = guides().indexed();
    let lock = locked(&kb);
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|run| {
                kb.write(&format!("corpus/late{run}.md"), format!("# Late\n\nMarble {run}.\n"));
                let kb = &kb;
                scope.spawn(move || kb.run(["index"]))
            })
            .collect();
        std::thread::sleep(Duration::from_millis(500));
        drop(lock);
        let statuses: Vec<i32> = runs.into_iter().map(|run| run.join().unwrap().status).collect();
        assert!(statuses.contains(&0), "{statuses:?}");
    });
    assert_eq!(kb.ids(["marble", "-n", "0"]).len(), 4);
}

#[test]
fn a_second_indexer_says_that_it_waits_and_goes_on() {
    let kb = guides().indexed();
    let lock = locked(&kb);
    kb.write("corpus/n1.md", "# N1\n\nBasalt.\n");
    let err = File::create(kb.path("err")).unwrap();
    let mut child = kb.command(["index"]).stdout(Stdio::null()).stderr(err).spawn().unwrap();
    let started = Instant::now();
    while !fs::read_to_string(kb.path("err")).unwrap().contains("kb: waiting for another `kb index`") {
        assert!(started.elapsed() < PATIENCE && child.try_wait().unwrap().is_none());
        std::thread::sleep(Duration::from_millis(5));
    }
    println!("it says so after {:?}", started.elapsed());
    drop(lock);
    assert!(child.wait().unwrap().success(), "{}", fs::read_to_string(kb.path("err")).unwrap());
    assert_eq!(kb.ids(["basalt"]), ["n1.md#n1"]);
    assert_eq!(fs::read_to_string(kb.path("err")).unwrap().lines().count(), 1);
}

#[test]
fn searches_that_find_no_index_build_it_once() {
    let kb = guides();
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let search = || kb.run(["search", "granite", "-n", "0", "--format", "paths"]);
        let searches: Vec<_> = (0..4).map(|_| scope.spawn(search)).collect();
        searches.into_iter().map(|search| search.join().unwrap()).collect()
    });
    for answer in answers {
        match answer.status {
            0 => assert_eq!(answer.stdout.lines().count(), 20, "{answer:?}"),
            _ => drop(answer.status(2).says("another `kb index` is writing")),
        }
    }
}

#[cfg(unix)]
#[test]
fn the_lock_of_a_killed_indexer_is_free_at_once() {
    let kb = guides();
    let filling = "Gneiss, schist and slate. ".repeat(2_000);
    for n in 0..40 {
        kb.write(&format!("corpus/large{n}.md"), format!("# L{n}\n\n{filling}\n"));
    }
    let mut killed = 0;
    for _ in 0..5 {
        let mut child = kb.command(["index", "--rebuild"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let started = Instant::now();
        let is_held = || File::open(kb.path("index/LOCK")).is_ok_and(|file| file.try_lock_shared().is_err());
        while !is_held() && child.try_wait().unwrap().is_none() {
            assert!(started.elapsed() < PATIENCE);
        }
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
        let answer = kb.run(["index"]).found();
        assert_eq!(answer.stderr, "");
        assert_eq!(kb.search(["gneiss"])["total"], 40);
    }
    println!("{killed} indexers killed");
    assert!(killed > 0);
}

/// Everything that can be asked of an open index.
fn ask(engine: &Engine) -> Vec<String> {
    let search = |text: &str| {
        let mut found = engine.search(&Query::new(text, query::parse(text).unwrap())).unwrap();
        found.took_ms = 0.0;
        serde_json::to_string(&found).unwrap()
    };
    let section = |id: &str| serde_json::to_string(&engine.section(id).unwrap().body).unwrap();
    let mut similar = engine.similar("n7.md#n7", &DrillDown::default(), 10).unwrap();
    similar.took_ms = 0.0;
    vec![
        search("granite"),
        search("n7 OR \"granite 9\""),
        search("granit~"),
        search("role:platform tag:t1"),
        section("n3.md#n3"),
        serde_json::to_string(&similar).unwrap(),
        serde_json::to_string(&engine.suggest("gra", 10).unwrap()).unwrap(),
        serde_json::to_string(&engine.acronyms().unwrap()).unwrap(),
        serde_json::to_string(&engine.terms("platform", None, 10).unwrap()).unwrap(),
    ]
}

/// An open index that has not been asked anything yet shows what one shows that has.
#[cfg(unix)]
#[test]
fn an_open_index_goes_on_whatever_becomes_of_its_folder() {
    type Replace = fn(&Kb);
    use std::os::unix::fs::PermissionsExt as _;

    let allow = |kb: &Kb, mode| fs::set_permissions(kb.path("index"), fs::Permissions::from_mode(mode)).unwrap();
    let replacements: [(&str, Replace); 7] = [
        ("made unreadable", |kb| {
            fs::set_permissions(kb.path("index"), fs::Permissions::from_mode(0o000)).unwrap();
        }),
        ("updated", |kb| {
            kb.write("corpus/n3.md", "# N3\n\nMarble.\n");
            kb.run(["index"]).found();
        }),
        ("rebuilt", |kb| drop(kb.run(["index", "--rebuild"]).found())),
        ("rebuilt from other settings", |kb| {
            kb.write("kb.toml", "[[corpus]]\npath = \"corpus\"\n[[role]]\nid = \"other\"\n");
            kb.run(["index"]).found();
        }),
        ("moved", |kb| fs::rename(kb.path("index"), kb.path("moved")).unwrap()),
        ("deleted", |kb| fs::remove_dir_all(kb.path("index")).unwrap()),
        ("exchanged", |kb| {
            fs::remove_dir_all(kb.path("index")).unwrap();
            let other = Kb::new().file("corpus/other.md", "# Other\n\nGranite.\n").indexed();
            crate::harness::copy_folder(&other.path("index"), &kb.path("index"));
        }),
    ];
    for (what, replace) in replacements {
        let kb = guides().indexed();
        let folder = IndexFolder::new(kb.path("index"));
        let (asked, unasked) = (Engine::open(&folder).unwrap(), Engine::open(&folder).unwrap());
        let before = ask(&asked);
        replace(&kb);
        assert_eq!(ask(&asked), before, "{what}");
        assert_eq!(ask(&unasked), before, "{what}, and not asked before");
        if kb.path("index").exists() {
            allow(&kb, 0o755);
        }
    }
}

#[test]
fn who_comes_after_the_index_is_gone_is_told() {
    let kb = Kb::new().file("notes/a.md", "# Alpha\n\nGranite.\n");
    kb.run(["index", "notes"]).found();
    fs::rename(kb.path("index"), kb.path("moved")).unwrap();
    for arguments in
        [&["search", "granite"][..], &["show", "a.md#alpha"], &["status"], &["facets"], &["suggest", "gra"]]
    {
        kb.run(arguments).status(2).says("there is no index in").says("hint:");
    }
    kb.run(["search", "granite", "--index", "moved"]).found();
    kb.write("notes/a.md", "# Alpha\n\nBasalt.\n");
    let report = kb.run(["index", "--index", "moved", "--format", "json"]).found().json();
    assert_eq!((&report["rebuilt"], &report["changed"]), (&Value::Null, &1.into()), "{report}");
    kb.run(["search", "basalt", "--index", "moved"]).found();
    // A file where the folder was.
    kb.write("index", "not a folder");
    kb.run(["search", "granite"]).status(2).says("index");
    kb.run(["index", "notes"]).status(2).says("index").says("hint:");
    fs::remove_file(kb.path("index")).unwrap();
    fs::create_dir(kb.path("index")).unwrap();
    kb.run(["search", "granite"]).status(2).says("there is no index in");
}

/// Runs a line of the shell where nothing that it mounts is seen elsewhere; none where that is not allowed.
#[cfg(target_os = "linux")]
fn with_mounts(kb: &Kb, line: &str) -> Option<Answer> {
    let mut command = std::process::Command::new("unshare");
    kb.prepare(&mut command);
    command.args(["--mount", "sh", "-c", line, crate::harness::PROGRAM]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().ok()?;
    let (mut stdout, mut stderr) = (String::new(), String::new());
    child.stdout.take()?.read_to_string(&mut stdout).ok()?;
    child.stderr.take()?.read_to_string(&mut stderr).ok()?;
    let status = child.wait().ok()?.code()?;
    stdout.contains("mounted\n").then_some(Answer { status, stdout, stderr })
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_system_that_cannot_be_written_can_be_searched() {
    let kb = guides().indexed();
    fs::create_dir(kb.path("fixed")).unwrap();
    let mount = "mount -t tmpfs none fixed 2>/dev/null && cp -a index fixed/index && mount -o remount,ro fixed && \
                 ! touch fixed/x 2>/dev/null && echo mounted || exit 9\n";
    let run = |arguments: &str| {
        let line = format!("{mount}exec \"$0\" {arguments} --index fixed/index");
        with_mounts(&kb, &line)
    };
    for arguments in [
        "search granite --format paths",
        "search granite --fresh --format paths",
        "show n3.md#n3",
        "facets",
        "status",
        "suggest gra",
        "similar n3.md#n3",
        "terms --role platform",
        "index --dry-run",
    ] {
        let Some(answer) = run(arguments) else { return println!("skipped: nothing may be mounted here") };
        let answer = answer.found();
        if arguments.contains("--fresh") {
            let answer = answer.says("searching the index as it is").says("read-only");
            assert_eq!(answer.stderr.lines().count(), 1, "{answer:?}");
        } else {
            assert_eq!(answer.stderr, "", "{arguments}");
        }
    }
    for arguments in ["index", "index --rebuild"] {
        let answer = run(arguments).unwrap().status(2).says("read-only file system").says("hint:");
        assert!(!answer.stderr.contains("os error"), "{answer:?}");
    }
}

/// Gives an index other versions than ours, as far as a program that does not know its checksums can.
fn written_by_another(kb: &Kb, change: impl Fn(u64) -> u64) {
    let current = fs::read_to_string(kb.path("index/CURRENT")).unwrap();
    let metas = kb.path("index").join(current.trim()).join("meta.json");
    let text = String::from_utf8(fs::read(&metas).unwrap()).unwrap();
    let (before, rest) = text.split_once(r#"\"schema\":"#).unwrap();
    let (version, after) = rest.split_once(',').unwrap();
    let version = change(version.parse().unwrap());
    // Replaced as a writer does it, so that it is no other writer's file that is cut off.
    fs::write(kb.path("metas"), format!(r#"{before}\"schema\":{version},{after}"#)).unwrap();
    fs::rename(kb.path("metas"), metas).unwrap();
}

type Change = fn(u64) -> u64;

#[test]
fn an_index_of_another_version_is_said_and_built_anew() {
    let changes: [(&str, Change, &str); 2] = [
        ("older", |version| version - 1, "another version of kb"),
        ("newer", |version| version + 1, "a newer version of kb"),
    ];
    for (what, change, words) in changes {
        let kb = guides().indexed();
        written_by_another(&kb, change);
        for arguments in
            [&["search", "granite"][..], &["show", "n3.md#n3"], &["facets"], &["status"], &["suggest", "gra"]]
        {
            let answer = kb.run(arguments).status(2).says(words).says("hint:");
            assert!(answer.stdout.is_empty() && answer.stderr.lines().count() == 2, "{what}: {answer:?}");
        }
        let report = kb.index();
        assert!(crate::harness::text(&report["rebuilt"]).contains(words), "{what}: {report}");
        assert_eq!(kb.search(["granite", "-n", "0"])["total"], 20, "{what}");
        assert_eq!(kb.index()["written"], false, "{what}");
    }
}
