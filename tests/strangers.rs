//! A folder that somebody else made: searching and indexing in it reads nothing outside it, waits for nothing and runs
//! nothing, unless the user says so.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use crate::harness::{Answer, Kb};

/// A knowledge base of a stranger in `clone/`, beside what is none of its business.
fn beside_secrets(settings: &str) -> Kb {
    Kb::new()
        .file("secrets/key.md", "# Key\n\nBasalt.\n")
        .file("clone/corpus/a.md", "# A\n\nGranite.\n")
        .file("clone/kb.toml", settings)
}

fn in_clone(kb: &Kb, arguments: &[&str]) -> Answer {
    Answer::of(kb.command(arguments).current_dir(kb.path("clone")).output().unwrap())
}

#[test]
fn guides_outside_are_read_only_if_the_user_says_so() {
    for path in ["../secrets", "corpus/../../secrets", "inside"] {
        let kb = beside_secrets(&format!("[[corpus]]\npath = \"corpus\"\n[[corpus]]\npath = \"{path}\"\n"));
        symlink(kb.path("secrets"), kb.path("clone/inside")).unwrap();
        kb.rest();
        for command in [&["search", "basalt"][..], &["index"], &["index", "--rebuild"], &["index", "--dry-run"]] {
            let refused =
                in_clone(&kb, command).status(2).says("a corpus is outside").says("/secrets").says("--config");
            assert!(refused.stdout.is_empty(), "{command:?}: {refused:?}");
        }
        assert!(!kb.path("clone/index").exists(), "{path}");
        in_clone(&kb, &["index", "--config", "kb.toml"]).found();
        // What was indexed can be searched; it is not read again before it is said once more.
        assert!(in_clone(&kb, &["search", "basalt"]).found().stdout.contains("Basalt"));
        kb.write("secrets/more.md", "# More\n\nBasalt too.\n");
        in_clone(&kb, &["search", "basalt", "--fresh"]).found().says("a corpus is outside");
        in_clone(&kb, &["status"]).found().says("a corpus is outside");
        let count = |arguments: &[&str]| in_clone(&kb, arguments).found().stdout;
        assert_eq!(count(&["search", "basalt", "--count"]), "1\n");
        let told = kb.command(["status"]).env("KB_CONFIG", "kb.toml").current_dir(kb.path("clone")).output().unwrap();
        assert!(!Answer::of(told).found().stderr.contains("outside"));
        assert_eq!(count(&["search", "basalt", "--count", "--fresh", "--config", "kb.toml"]), "2\n");
    }
}

#[test]
fn a_path_on_the_command_line_is_said_so() {
    let kb = beside_secrets("[[corpus]]\npath = \"../secrets\"\n");
    in_clone(&kb, &["index", "../secrets"]).found();
    assert_eq!(in_clone(&kb, &["search", "basalt", "--count"]).found().stdout, "1\n");
}

#[test]
fn a_corpus_that_is_a_link_out_is_not_taken_for_granted() {
    let kb = Kb::new().file("secrets/key.md", "# Key\n\nBasalt.\n").file("clone/x", "");
    symlink("../secrets", kb.path("clone/corpus")).unwrap();
    in_clone(&kb, &["search", "basalt"]).status(2).says("a corpus is outside").says("hint: if it is meant to be read");
    in_clone(&kb, &["index"]).status(2).says("kb index ");
    in_clone(&kb, &["index", "corpus"]).found();
    assert_eq!(in_clone(&kb, &["search", "basalt", "--count"]).found().stdout, "1\n");
}

/// What is beside the files of an index is deleted by the next run: so the folder of a generation must not be elsewhere.
#[test]
fn nothing_is_deleted_where_a_generation_leads_to_by_a_link() {
    let kb = Kb::new().file("corpus/a.md", "# A\n\nGranite.\n").indexed();
    let name = std::fs::read_to_string(kb.path("index/CURRENT")).unwrap();
    let generation = kb.path("index").join(name.trim());
    std::fs::rename(&generation, kb.path("mine")).unwrap();
    let precious = ["work.txt", "0123456789abcdef0123456789abcdef.txt", "record.txt"];
    precious.iter().for_each(|file| kb.write(&format!("mine/{file}"), "x"));
    symlink(kb.path("mine"), &generation).unwrap();
    kb.run(["search", "granite"]).status(2).says("names no generation, or a link").says("hint:");
    kb.run(["check"]).status(1);
    kb.write("corpus/b.md", "# B\n\nGranite.\n");
    kb.run(["index"]).found();
    kb.run(["check"]).found();
    assert!(precious.iter().all(|file| kb.path("mine").join(file).exists()));
    assert!(kb.path("mine/meta.json").exists());

    std::fs::remove_file(kb.path("index/LOCK")).unwrap();
    symlink(kb.path("elsewhere"), kb.path("index/LOCK")).unwrap();
    kb.run(["index"]).status(2).says("LOCK is a symbolic link");
    assert!(!kb.path("elsewhere").exists());
}

#[test]
fn pipes_in_place_of_files_of_an_index_are_not_waited_for() {
    let kb = Kb::new().file("corpus/a.md", "# A\n\nGranite.\n").indexed();
    let name = std::fs::read_to_string(kb.path("index/CURRENT")).unwrap();
    let generation = kb.path("index").join(name.trim());
    let files: Vec<_> = std::fs::read_dir(&generation).unwrap().map(|file| file.unwrap().path()).collect();
    for file in files {
        let content = std::fs::read(&file).unwrap();
        std::fs::remove_file(&file).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&file).status().unwrap().success());
        for command in [&["search", "granite"][..], &["status"], &["index", "--dry-run"]] {
            let answer = kb.run(command);
            assert!((0..=2).contains(&answer.status), "{command:?}, {}: {answer:?}", file.display());
        }
        kb.run(["check"]).status(1);
        std::fs::remove_file(&file).unwrap();
        std::fs::write(&file, content).unwrap();
    }
    kb.run(["check"]).found();
}

#[test]
fn an_index_outside_is_neither_read_nor_written() {
    let kb = beside_secrets("index = \"../elsewhere\"\n");
    in_clone(&kb, &["search", "granite"]).status(2).says("the index is outside").says("--config");
    in_clone(&kb, &["index"]).status(2).says("the index is outside");
    assert!(!kb.path("elsewhere").exists());
    in_clone(&kb, &["index", "--config", "kb.toml"]).found();
    assert!(kb.path("elsewhere/CURRENT").exists());
    in_clone(&kb, &["search", "granite", "--index", "../elsewhere"]).found();
    // A link is no way out either.
    let kb = beside_secrets("");
    fs::create_dir(kb.path("empty")).unwrap();
    symlink("../empty", kb.path("clone/index")).unwrap();
    in_clone(&kb, &["index"]).status(2).says("the index is outside");
    assert_eq!(fs::read_dir(kb.path("empty")).unwrap().count(), 0);
}

#[test]
fn what_has_no_end_is_neither_read_nor_waited_for() {
    let kb = Kb::new().file("corpus/good.md", "# Good\n\nGranite.\n");
    let at = |path: &str| kb.path("corpus").join(path);
    for (folder, name) in
        [("a", ".gitignore"), ("b", ".ignore"), ("c", ".kbignore"), ("d", "CURRENT"), ("e", "x.md"), ("f", "kb.toml")]
    {
        for kind in ["pipe", "zero"] {
            let folder = at(&format!("{folder}-{kind}"));
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("y.md"), "# Y\n\nGranite.\n").unwrap();
            if kind == "pipe" {
                let made = std::process::Command::new("mkfifo").arg(folder.join(name)).status().unwrap();
                assert!(made.success());
            } else {
                symlink("/dev/zero", folder.join(name)).unwrap();
            }
        }
    }
    let listening = std::os::unix::net::UnixListener::bind(at("socket.md")).unwrap();
    kb.rest();
    let started = Instant::now();
    let answer = kb.run(["index"]).found();
    for name in
        ["a-pipe: its .gitignore", "b-zero: its .ignore", "c-pipe: its .kbignore", "socket.md: not a regular file"]
    {
        assert!(answer.stderr.contains(name), "{name}: {answer:?}");
    }
    assert_eq!(kb.run(["search", "granite", "--count"]).found().stdout, "7\n");
    for command in [&["search", "granite"][..], &["index"], &["status"]] {
        for folder in ["f-pipe", "f-zero"] {
            let run = kb.command(command.iter().copied()).current_dir(at(folder)).output().unwrap();
            assert!(Answer::of(run).status >= 0);
        }
    }
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
    drop(listening);
}

#[test]
fn the_corpus_itself_may_not_be_walked_by_an_endless_ignore_file() {
    let kb = Kb::new().file("corpus/good.md", "# Good\n\nGranite.\n");
    symlink("/dev/zero", kb.path("corpus/.gitignore")).unwrap();
    kb.run(["index"]).found().says("its .gitignore cannot be used").says("no guides found");
}

#[test]
fn ids_lead_nowhere_but_into_the_index() {
    let kb = beside_secrets("");
    in_clone(&kb, &["index"]).found();
    for id in [
        "../../secrets/key.md",
        "../secrets/key.md#key",
        "/etc/passwd",
        "corpus/../../secrets/key.md#key",
        "a.md/../../x#a",
    ] {
        for command in ["show", "open", "similar", "links"] {
            let answer = in_clone(&kb, &[command, id]).status(1);
            assert!(answer.stdout.is_empty(), "{command} {id}: {answer:?}");
        }
    }
}

#[test]
fn settings_name_no_program() {
    let kb = Kb::new().file("corpus/a.md", "# A\n\nGranite.\n");
    for key in ["editor", "pager", "viewer", "pdf", "command", "git", "hook", "include", "extends"] {
        kb.write("kb.toml", format!("{key} = \"touch ran\"\n"));
        kb.run(["search", "granite"]).status(2).says("unknown field");
        kb.write("kb.toml", format!("[inference]\n{key} = \"touch ran\"\n"));
        kb.run(["search", "granite"]).status(2).says("unknown field");
        kb.write("kb.toml", format!("[{key}]\ncommand = \"touch ran\"\n"));
        kb.run(["open", "a"]).status(2).says("unknown field");
    }
    assert!(!kb.path("ran").exists());
}

#[test]
fn a_settings_file_of_any_size_is_refused_at_once() {
    let kb = Kb::new().file("corpus/a.md", "# A\n\nGranite.\n");
    // Sparse: it takes no room on the disk.
    fs::File::create(kb.path("kb.toml")).unwrap().set_len(8 << 30).unwrap();
    kb.run(["search", "granite"]).status(2).says("larger than 4 MB");
}
