//! What goes wrong is said in one line with a way out, and never loses anything.

use std::fs;

use crate::harness::{Answer, Kb};

fn one_guide() -> Kb {
    Kb::with_roles().file("corpus/a.md", "---\nrole: platform\n---\n# Alpha\n\nGranite wages.\n")
}

fn skipped(report: &serde_json::Value) -> Vec<(String, String)> {
    let skipped = report["skipped"].as_array().unwrap();
    let part = |value: &serde_json::Value, key: &str| value[key].as_str().unwrap().to_owned();
    skipped.iter().map(|file| (part(file, "path"), part(file, "reason"))).collect()
}

#[test]
fn an_empty_folder_is_said_and_fine() {
    let kb = Kb::new();
    fs::create_dir(kb.path("corpus")).unwrap();
    kb.run(["index"]).found().says("no guides found");
}

#[test]
fn a_missing_folder_stops_with_a_hint() {
    Kb::new().run(["index", "nowhere"]).status(2).says("nowhere").says("hint:");
}

#[test]
fn without_anything_to_index_there_is_a_hint() {
    Kb::new().run(["index"]).status(2).says("nothing to index").says("hint:");
}

#[test]
fn search_without_an_index_builds_it_and_says_so() {
    let answer = one_guide().run(["search", "granite", "--format", "paths"]).found();
    assert_eq!(answer.stdout, "corpus/a.md\n");
    assert!(answer.stderr.contains("building it"), "{answer:?}");
}

#[test]
fn search_without_an_index_or_guides_stops() {
    Kb::new().run(["search", "granite"]).status(2).says("there is no index").says("hint:");
}

#[test]
fn latin_1_is_read() {
    let kb = Kb::new().file("corpus/a.md", b"# Caf\xe9\n\nGr\xfc\xdfe aus M\xfcnchen.\n").indexed();
    assert_eq!(kb.ids(["München"]).len(), 1);
    assert_eq!(kb.search(["Grüße"])["hits"][0]["title"], "Café");
}

#[test]
fn a_binary_file_is_named_and_skipped() {
    let kb = one_guide().file("corpus/b.md", [0u8, 1, 2, 255, 0, 7].repeat(100));
    let report = kb.index();
    let skipped = skipped(&report);
    assert!(skipped.len() == 1 && skipped[0].0.ends_with("corpus/b.md"), "{report}");
    assert_eq!(report["guides"], 1);
    kb.run(["index"]).found().says("b.md");
}

#[test]
fn a_file_skipped_before_is_named_again_and_nothing_is_written() {
    let kb = one_guide().file("corpus/b.md", [0u8, 1, 2, 255, 0, 7].repeat(100)).file("corpus/empty.md", "");
    kb.rest();
    kb.index();
    let again = kb.index();
    assert_eq!(skipped(&again).len(), 2, "{again}");
    assert_eq!((&again["read"], &again["written"]), (&0.into(), &false.into()), "{again}");
}

#[test]
fn an_empty_file_does_no_harm() {
    let kb = one_guide().file("corpus/empty.md", "").indexed();
    kb.run(["index"]).found();
    assert_eq!(kb.ids(["granite"]), ["a.md#alpha"]);
}

#[test]
fn equal_headings_get_ids_of_their_own() {
    let kb = Kb::new().file("corpus/a.md", "# A\n\n## Same\n\nx\n\n## Same\n\ny\n\n## Same\n\nz\n");
    assert_eq!(kb.ids(["-n", "0"]), ["a.md#a", "a.md#same", "a.md#same-1", "a.md#same-2"]);
}

#[test]
fn a_foreign_folder_is_refused_and_left_alone() {
    let kb = one_guide().file("precious/work.txt", "mine");
    kb.run(["index", "--index", "precious"]).status(2).says("work.txt").says("hint:");
    let left: Vec<_> = fs::read_dir(kb.path("precious")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["work.txt"]);
    assert_eq!(fs::read_to_string(kb.path("precious/work.txt")).unwrap(), "mine");
}

#[test]
fn a_readme_and_gitignore_in_the_index_folder_stay() {
    let kb = one_guide().file("index/README.md", "about").file("index/.gitignore", "*").indexed();
    kb.run(["index", "--rebuild"]).found();
    assert_eq!(fs::read_to_string(kb.path("index/README.md")).unwrap(), "about");
    assert!(kb.path("index/.gitignore").exists());
}

#[test]
fn punctuation_alone_finds_nothing_and_says_why() {
    let kb = one_guide().indexed();
    for query in ["?!", "...", "( )\"!\"", "***"] {
        kb.run(["search", "--", query]).status(1).says("hint:");
    }
}

#[test]
fn an_unknown_facet_value_names_the_nearest() {
    let kb = one_guide().indexed();
    kb.run(["search", "granite", "--role", "platfrom"]).status(1).says("did you mean `platform`");
    // By another of its names.
    kb.run(["search", "granite", "--role", "infrastructure manger"]).status(1).says("did you mean `infrastructure`?");
    kb.run(["terms", "--role", "platform enginer"]).status(1).says("did you mean `platform`?");
    kb.run(["search", "granite", "--guide", "aa.md"]).status(1).says("hint:");
    kb.run(["search", "granite", "--tag", "nothing"]).status(1).says("hint:");
    kb.run(["search", "granite", "--section", "nothing"]).status(1).says("hint:");
}

#[test]
fn queries_beyond_the_limits_are_refused() {
    let kb = one_guide().indexed();
    kb.run(["search", &"a".repeat(9_000)]).status(2).says("9000 bytes");
    kb.run(["search", &"a ".repeat(300)]).status(2).says("300 words");
    kb.run(["search", &format!("{}a{}", "(".repeat(100), ")".repeat(100))]).status(2).says("nested");
}

#[test]
fn broken_settings_name_the_line() {
    let kb = Kb::new().file("kb.toml", "index = \"x\"\n\n[[role]]\nid = 7\n").file("corpus/a.md", "# A\n");
    kb.run(["index"]).status(2).says("kb.toml").says("line 4").says("hint:");
    let kb = Kb::new().file("kb.toml", "[[rolle]]\nid = \"x\"\n");
    kb.run(["index"]).status(2).says("line 1").says("rolle");
}

#[test]
fn a_role_that_cannot_be_selected_is_refused() {
    Kb::new().file("kb.toml", "[[role]]\nid = \"Two Words\"\n").run(["index"]).status(2).says("Two Words");
}

#[test]
fn two_indexers_at_once_never_meet() {
    let kb = one_guide().indexed();
    let lock = fs::File::options().write(true).open(kb.path("index/LOCK")).unwrap();
    lock.lock().unwrap();
    kb.run(["index"]).status(2).says("waiting for another").says("another `kb index` is writing").says("hint:");
    kb.run(["search", "granite"]).found();
    lock.unlock().unwrap();
    kb.run(["index"]).found();
}

#[test]
fn a_damaged_index_is_said_and_repaired_by_a_rebuild() {
    let kb = one_guide().indexed();
    fs::write(kb.path("index/CURRENT"), "rubbish").unwrap();
    kb.run(["search", "granite"]).status(2).says("damaged").says("--rebuild");
    assert_eq!(fs::read_to_string(kb.path("index/CURRENT")).unwrap(), "rubbish", "search never writes");
    kb.run(["index", "--rebuild"]).found();
    kb.run(["search", "granite"]).found();
}

#[test]
fn a_missing_generation_is_said() {
    let kb = one_guide().indexed();
    fs::write(kb.path("index/CURRENT"), "gen-1\n").unwrap();
    let answer = kb.run(["search", "granite"]).status(2);
    assert!(answer.stderr.starts_with("kb: ") && !answer.stderr.contains("internal error"), "{answer:?}");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    use std::process::Stdio;
    let kb = Kb::shipped();
    let mut command = kb.command(["search", "-n", "0", "--format", "json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let answer = Answer::of(child.wait_with_output().unwrap());
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
}

#[test]
fn bad_usage_is_status_2() {
    let kb = Kb::new();
    kb.run(["search", "--role"]).status(2);
    kb.run(["search", "--nonsense"]).status(2);
    kb.run(["nonsense"]).status(2);
    kb.run(["--version"]).found();
}

/// `kb` run by somebody who is not the owner of the files. The program is copied to where such a user can start it.
#[cfg(unix)]
mod permissions {
    use std::fs::{self, Permissions};
    use std::io::ErrorKind;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    use std::process::Command;
    use std::time::Duration;

    use super::one_guide;
    use crate::harness::{Answer, Kb, PROGRAM};

    const NOBODY: u32 = 65_534;

    fn mode(kb: &Kb, path: &str, mode: u32) {
        fs::set_permissions(kb.path(path), Permissions::from_mode(mode)).unwrap();
    }

    /// Runs `kb` as a user whom permissions bind, which they do not for root.
    fn run(kb: &Kb, arguments: &[&str]) -> Answer {
        let root = fs::metadata(kb.path("")).unwrap().uid() == 0;
        if !root {
            return kb.run(arguments);
        }
        mode(kb, "", 0o755);
        let program = kb.path("kb-program");
        if !program.exists() && fs::hard_link(PROGRAM, &program).is_err() {
            fs::copy(PROGRAM, &program).unwrap();
        }
        // Another test may be starting a program while the copy was open for writing.
        for _ in 0..100 {
            let mut command = Command::new(&program);
            kb.prepare(&mut command);
            match command.args(arguments).uid(NOBODY).gid(NOBODY).output() {
                Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                output => return Answer::of(output.unwrap()),
            }
        }
        panic!("{} stays busy", program.display());
    }

    #[test]
    fn an_index_nobody_may_look_into_is_not_absent() {
        let kb = one_guide().indexed();
        mode(&kb, "index", 0o000);
        for arguments in [&["search", "granite"][..], &["status"], &["index"], &["index", "--rebuild"]] {
            let answer = run(&kb, arguments).status(2).says("index").says("permission denied").says("hint:");
            assert!(!answer.stderr.contains("building it"), "{answer:?}");
        }
        mode(&kb, "index", 0o755);
        run(&kb, &["search", "granite"]).found();
    }

    /// Gives a folder that everybody may write an index to.
    fn open_index(kb: &Kb) {
        fs::create_dir(kb.path("index")).unwrap();
        mode(kb, "index", 0o777);
    }

    #[test]
    fn an_unreadable_file_is_named_and_skipped() {
        let kb = one_guide().file("corpus/secret.md", "# Secret\n\nMarble.\n");
        open_index(&kb);
        mode(&kb, "corpus/secret.md", 0o000);
        let answer = run(&kb, &["index"]).found().says("secret.md").says("permission denied");
        assert!(answer.stdout.contains("1 guide"), "{answer:?}");
        let report = run(&kb, &["status", "--format", "json"]).found().json();
        assert_eq!(
            (&report["new"], &report["skipped"][0]["path"]),
            (&serde_json::json!([]), &serde_json::json!("corpus/secret.md"))
        );
        mode(&kb, "corpus/secret.md", 0o644);
    }

    #[test]
    fn an_unreadable_folder_is_named_and_skipped() {
        let kb = one_guide().file("corpus/Secret/a.md", "# Secret\n\nMarble.\n");
        open_index(&kb);
        mode(&kb, "corpus/Secret", 0o000);
        let report = run(&kb, &["index", "--format", "json"]).found().json();
        assert_eq!(report["skipped"][0]["reason"], "cannot be read (permission denied)");
        assert_eq!((&report["skipped"][1], &report["guides"]), (&serde_json::Value::Null, &serde_json::json!(1)));
        mode(&kb, "corpus/Secret", 0o755);
    }

    #[test]
    fn a_guide_that_becomes_unreadable_leaves_the_index() {
        let kb = one_guide().file("corpus/secret.md", "# Secret\n\nMarble.\n");
        open_index(&kb);
        run(&kb, &["index"]).found();
        mode(&kb, "corpus/secret.md", 0o000);
        kb.rest();
        run(&kb, &["index"]).found().says("secret.md");
        mode(&kb, "corpus/secret.md", 0o644);
        run(&kb, &["search", "marble"]).status(1);
    }

    #[test]
    fn an_index_folder_that_cannot_be_written_is_said() {
        let kb = one_guide();
        fs::create_dir(kb.path("index")).unwrap();
        mode(&kb, "index", 0o555);
        let answer = run(&kb, &["index"]).status(2).says("permission denied").says("hint:");
        assert!(!answer.stderr.contains("os error"), "{answer:?}");
    }

    #[test]
    fn search_needs_no_right_to_write() {
        let kb = one_guide().indexed();
        let current = fs::read_to_string(kb.path("index/CURRENT")).unwrap();
        let generation = format!("index/{}", current.trim());
        for file in fs::read_dir(kb.path(&generation)).unwrap() {
            fs::set_permissions(file.unwrap().path(), Permissions::from_mode(0o444)).unwrap();
        }
        mode(&kb, &generation, 0o555);
        mode(&kb, "index", 0o555);
        let before = fs::read_dir(kb.path("index")).unwrap().count();
        let answer = run(&kb, &["search", "granite", "--format", "paths"]).found();
        assert_eq!((answer.stdout.as_str(), answer.stderr.as_str()), ("corpus/a.md\n", ""));
        let answer = run(&kb, &["search", "granite", "--fresh", "--format", "paths"]).found().says("permission denied");
        assert_eq!((answer.stdout.as_str(), answer.stderr.lines().count()), ("corpus/a.md\n", 1));
        run(&kb, &["status"]).found();
        assert_eq!(fs::read_dir(kb.path("index")).unwrap().count(), before);
        mode(&kb, "index", 0o755);
        mode(&kb, &generation, 0o755);
    }
}

#[test]
fn an_empty_variable_is_no_folder() {
    let kb = one_guide().variable("KB_INDEX", "").indexed();
    assert!(kb.path("index/CURRENT").is_file());
    kb.run(["search", "granite"]).found();
    one_guide().run(["search", "granite", "--index", ""]).status(2).says("--index was given no folder").says("hint:");
}

/// A link to itself cannot be read, whoever asks.
#[cfg(unix)]
#[test]
fn an_index_that_cannot_be_read_is_not_absent() {
    let kb = one_guide().indexed();
    let current = kb.path("index/CURRENT");
    fs::remove_file(&current).unwrap();
    std::os::unix::fs::symlink("CURRENT", &current).unwrap();
    let before = fs::read_dir(kb.path("index")).unwrap().count();
    for arguments in [&["search", "granite"][..], &["status"], &["index"], &["index", "--rebuild"]] {
        let answer = kb.run(arguments).status(2).says("CURRENT");
        assert!(!answer.stderr.contains("building it"), "{answer:?}");
    }
    assert!(current.is_symlink());
    assert_eq!(fs::read_dir(kb.path("index")).unwrap().count(), before);
}

#[test]
fn an_unknown_filter_is_an_empty_answer_to_scripts() {
    let kb = one_guide().indexed();
    let run = |format: &str| {
        let answer = kb.run(["search", "granite", "--role", "platform", "--tag", "nope", "--format", format]);
        answer.status(1).says("kb: no tag `nope` in this index").says("hint:")
    };
    let json = run("json").json();
    assert_eq!((&json["version"], &json["total"], &json["hits"]), (&1.into(), &0.into(), &serde_json::json!([])));
    assert_eq!((&json["query"]["text"], &json["query"]["tags"]), (&"granite".into(), &serde_json::json!(["nope"])));
    let keys = |json: &serde_json::Value| json.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&json), keys(&kb.search(["granite"])));
    assert_eq!(run("jsonl").stdout, "");
    assert!(run("csv").stdout.starts_with("rank,score,id,"));
    assert_eq!(run("table").stdout, "");
}
