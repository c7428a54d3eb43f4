//! Runs that end early or start in odd surroundings: streams that are closed or full, variables that are missing or
//! rubbish, a folder that is gone. Whatever it is, the answer is the ordinary one or a line that says what is the matter,
//! and the index stays whole.

#![cfg(unix)]

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::process::{Command, Output, Stdio};

use crate::harness::{Kb, PROGRAM};

/// Commands of every kind, with the exit status of each.
const COMMANDS: &[(&[&str], i32)] = &[
    (&["index"], 0),
    (&["index", "--rebuild"], 0),
    (&["index", "--dry-run"], 0),
    (&["search", "granite"], 0),
    (&["search", "granite", "--fresh"], 0),
    (&["search", "granite", "--format", "json"], 0),
    (&["search", "granite", "--format", "jsonl"], 0),
    (&["search", "granite", "--format", "csv"], 0),
    (&["search", "granite", "--format", "markdown"], 0),
    (&["search", "granite", "--format", "paths"], 0),
    (&["search", "granite", "--count"], 0),
    (&["search", "granite", "--budget", "40"], 0),
    (&["search", "feldspar", "--format", "json"], 1),
    (&["search", "granite", "--since", "whenever"], 2),
    (&["show", "a.md#alpha"], 0),
    (&["show", "a.md#alpha", "-C", "1", "--query", "granite", "--format", "json"], 0),
    (&["open", "a.md#alpha"], 2),
    (&["browse", "granite"], 2),
    (&["status"], 0),
    (&["facets"], 0),
    (&["acronyms"], 0),
    (&["similar", "a.md#alpha"], 0),
    (&["links", "a.md#alpha"], 1),
    (&["check", "--links"], 0),
    (&["suggest", "gra"], 0),
    (&["terms", "--role", "platform"], 0),
    (&["compare", "granite"], 0),
    (&["coverage"], 0),
    (&["completions", "bash"], 0),
    (&["man"], 0),
    (&["man", "search"], 0),
    (&["help"], 0),
    (&["searches"], 1),
    (&["gaps"], 1),
    (&["help", "search"], 0),
    (&["help", "serch"], 2),
    (&["search", "--help"], 0),
    (&["nonsense"], 2),
];

pub(crate) fn guides() -> Kb {
    let text = |role: &str, word: &str| format!("---\nrole: {role}\n---\n# {word}\n\nGranite wages of {word}.\n");
    (0..20)
        .fold(Kb::with_roles(), |kb, n| kb.file(&format!("corpus/n{n}.md"), text("infrastructure", &format!("N{n}"))))
        .file("corpus/a.md", text("platform", "Alpha") + "\nInfrastructure as code (IaC) is a quartz ledger.\n")
        .file("corpus/b.md", text("infrastructure", "Beta") + "\nA quartz ledger.\n")
        .indexed()
}

/// Runs `kb` from a line of the shell, in which `"$0" "$@"` stands for it.
pub(crate) fn shell(kb: &Kb, line: &str, arguments: &[&str]) -> Output {
    let mut shell = Command::new("/bin/sh");
    kb.prepare(&mut shell);
    shell.args(["-c", line, PROGRAM]).args(arguments).output().unwrap()
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What is the matter is said in a line of ours, and with a line of advice at most.
#[track_caller]
pub(crate) fn says_one_thing(output: &Output, what: &str) {
    let said = text(&output.stderr);
    let lines: Vec<&str> = said.lines().collect();
    let hint = lines.iter().skip(1).all(|line| line.starts_with("hint: "));
    assert!(lines.first().is_some_and(|line| line.starts_with("kb: ")) && lines.len() <= 2 && hint, "{what}: {said}");
    for rubbish in ["internal error", "panicked", "os error", "never should"] {
        assert!(!said.contains(rubbish), "{what}: {said}");
    }
}

/// Ended by itself, with a status that is one of ours, and without a word of a bug.
#[track_caller]
pub(crate) fn ended_well(output: &Output, what: &str) -> i32 {
    let said = text(&output.stderr);
    for rubbish in ["internal error", "panicked", "os error"] {
        assert!(!said.contains(rubbish), "{what}: {said}");
    }
    let status = output.status.code();
    assert!(status.is_some_and(|status| status <= 2), "{what}: {:?} {said}", output.status);
    status.unwrap()
}

/// The index holds what it held.
#[track_caller]
pub(crate) fn is_whole(kb: &Kb, what: &str) {
    let answer = kb.run(["search", "granite", "-n", "0", "--format", "paths"]).found();
    assert_eq!(answer.stdout.lines().count(), 22, "{what}: {answer:?}");
}

#[test]
fn closed_streams_change_nothing_but_what_is_written_to_them() {
    let kb = guides();
    let mut cases = 0;
    for &(arguments, status) in COMMANDS {
        let ordinary = shell(&kb, r#"exec "$0" "$@""#, arguments);
        assert_eq!(ended_well(&ordinary, &format!("{arguments:?}")), status, "{arguments:?} {ordinary:?}");
        for closed in ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"] {
            let what = format!("{arguments:?} {closed}");
            let output = shell(&kb, &format!(r#"exec "$0" "$@" {closed}"#), arguments);
            assert_eq!(ended_well(&output, &what), status, "{what}");
            let is_read = !(closed.contains(" >&-") || closed.starts_with('>'));
            assert_eq!(output.stdout.is_empty(), ordinary.stdout.is_empty() || !is_read, "{what}");
            cases += 1;
        }
        is_whole(&kb, &format!("{arguments:?}"));
    }
    println!("{cases} runs with closed streams");
}

#[test]
fn a_reader_that_went_away_is_no_failure() {
    let kb = guides();
    let mut cases = 0;
    for &(arguments, status) in COMMANDS {
        for (out, err) in [(true, false), (false, true), (true, true)] {
            let what = format!("{arguments:?}, stdout closed: {out}, stderr closed: {err}");
            // Nobody ever reads it.
            let gone = || Stdio::from(std::io::pipe().unwrap().1);
            let mut command = kb.command(arguments);
            command.stdin(Stdio::null()).stdout(if out { gone() } else { Stdio::piped() });
            let output = command.stderr(if err { gone() } else { Stdio::piped() }).output().unwrap();
            let ended = ended_well(&output, &what);
            assert!(ended == status || ended == 0 && out, "{what}: {ended}");
            if out && status == 0 {
                assert!(output.stderr.is_empty(), "{what}: {}", text(&output.stderr));
            }
            cases += 1;
        }
        is_whole(&kb, &format!("{arguments:?}"));
    }
    println!("{cases} runs whose reader went away");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_a_stream_is_said_where_it_can_be() {
    let kb = guides();
    let mut cases = 0;
    for &(arguments, status) in COMMANDS {
        let what = format!("{arguments:?}");
        let output = shell(&kb, r#"exec "$0" "$@" 2>/dev/full"#, arguments);
        assert_eq!(ended_well(&output, &what), status, "{what}");
        let writes = !output.stdout.is_empty();
        let output = shell(&kb, r#"exec "$0" "$@" >/dev/full"#, arguments);
        let ended = ended_well(&output, &what);
        if writes {
            assert_eq!(ended, 2, "{what}");
            says_one_thing(&output, &what);
            assert!(text(&output.stderr).contains("no space left"), "{what}: {}", text(&output.stderr));
        } else {
            assert_eq!(ended, status, "{what}");
        }
        let output = shell(&kb, r#"exec "$0" "$@" >/dev/full 2>&1"#, arguments);
        assert_eq!(ended_well(&output, &what), if writes { 2 } else { status }, "{what}");
        cases += 3;
        is_whole(&kb, &what);
    }
    println!("{cases} runs with full streams");
}

/// Variables, each unset or set to something.
fn surroundings() -> Vec<Vec<(&'static str, Option<OsString>)>> {
    let set = |name: &'static str, value: &str| vec![(name, Some(OsString::from(value)))];
    let raw = |name: &'static str| vec![(name, Some(OsString::from_vec(b"caf\xe9 \xff".to_vec())))];
    let mut all = vec![
        vec![("HOME", None)],
        vec![("PATH", None)],
        vec![("TERM", None)],
        vec![("HOME", None), ("PATH", None), ("TERM", None), ("LANG", None), ("LC_ALL", None), ("TMPDIR", None)],
        set("HOME", "/nowhere/at/all"),
        set("XDG_CONFIG_HOME", "/nowhere/at/all"),
        set("TMPDIR", "/nowhere/at/all"),
        set("PATH", "/nowhere/at/all"),
        set("RUST_BACKTRACE", "full"),
        set("RAYON_NUM_THREADS", "1"),
        set("RAYON_NUM_THREADS", "none"),
    ];
    for (name, values) in [
        ("TERM", &["dumb", "xterm-nonsense", "", "../../etc/passwd"][..]),
        ("COLUMNS", &["0", "1", "abc", "99999999", "-1"]),
        ("LINES", &["0", "abc"]),
        ("LANG", &["C", "POSIX", "ja_JP.SJIS", "tr_TR.UTF-8", ""]),
        ("LC_ALL", &["C", "broken.nonsense@", "ja_JP.SJIS"]),
        ("CLICOLOR_FORCE", &["1"]),
        ("TZ", &["Nowhere/Land", ":"]),
    ] {
        all.extend(values.iter().map(|value| set(name, value)));
    }
    all.extend(
        ["HOME", "PATH", "TERM", "COLUMNS", "LANG", "LC_ALL", "PAGER", "KB_PAGER", "EDITOR", "NO_COLOR"].map(raw),
    );
    all
}

#[test]
fn surroundings_do_not_change_answers() {
    let kb = guides();
    let commands: [&[&str]; 6] = [
        &["search", "granite", "--format", "paths"],
        &["search", "wages", "--format", "csv"],
        &["show", "a.md#alpha", "--format", "markdown"],
        &["facets", "--format", "json"],
        &["suggest", "gra", "--format", "json"],
        &["index", "--rebuild", "--quiet", "--format", "csv"],
    ];
    let mut cases = 0;
    for arguments in commands {
        let ordinary = kb.command(arguments).output().unwrap();
        assert_eq!(ended_well(&ordinary, "as usual"), 0);
        for variables in surroundings() {
            let what = format!("{arguments:?} with {variables:?}");
            let mut command = kb.command(arguments);
            for (name, value) in variables {
                match value {
                    Some(value) => command.env(name, value),
                    None => command.env_remove(name),
                };
            }
            let output = command.output().unwrap();
            assert_eq!(ended_well(&output, &what), 0, "{what}: {}", text(&output.stderr));
            assert_eq!(text(&output.stderr), "", "{what}");
            if arguments[0] != "index" {
                assert_eq!(output.stdout, ordinary.stdout, "{what}");
            }
            cases += 1;
        }
        let bare = kb.command(arguments).env_clear().output().unwrap();
        assert_eq!((bare.status.code(), text(&bare.stderr)), (Some(0), String::new()), "{arguments:?} with nothing");
    }
    is_whole(&kb, "rebuilt");
    println!("{cases} runs in odd surroundings");
}

/// On a terminal, the widths and colours of which TERM and COLUMNS decide.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_of_any_kind_will_do() {
    let kb = guides();
    if Command::new("script").arg("--version").output().is_err() {
        return println!("skipped: there is no `script` to make a terminal");
    }
    let mut cases = 0;
    for variables in surroundings() {
        let what = format!("{variables:?}");
        let mut command = Command::new("script");
        kb.prepare(&mut command);
        command.env("PROGRAM", PROGRAM).stdin(Stdio::null());
        let line = "\"$PROGRAM\" search alpha --no-pager && \"$PROGRAM\" index --rebuild && \"$PROGRAM\" status";
        command.args(["-qec", line, "/dev/null"]);
        // `script` has to be found, and what it starts.
        for (name, value) in variables.into_iter().filter(|(name, _)| *name != "PATH") {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let output = command.output().unwrap();
        let said = text(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{what}: {said}");
        assert!(said.contains("Alpha") && said.contains("indexed 22 guides"), "{what}: {said}");
        assert!(!said.contains("\u{1b}[?25l"), "the cursor would stay hidden after a kill, {what}");
        cases += 1;
    }
    println!("{cases} kinds of terminals");
}

#[test]
fn a_working_folder_that_is_gone_is_said() {
    let kb = guides();
    let gone = r#"mkdir gone && cd gone && rmdir ../gone && exec "$0" "$@""#;
    for arguments in [&["search", "granite"][..], &["index"], &["status"], &["init"]] {
        let output = shell(&kb, gone, arguments);
        assert_eq!(ended_well(&output, &format!("{arguments:?}")), 2, "{arguments:?}");
        says_one_thing(&output, &format!("{arguments:?}"));
    }
    for arguments in [&["--version"][..], &["--help"], &["man"], &["help"], &["completions", "fish"]] {
        let output = shell(&kb, gone, arguments);
        assert_eq!(ended_well(&output, &format!("{arguments:?}")), 0, "{arguments:?}");
    }
}

#[test]
fn arguments_that_are_no_text_are_refused() {
    let kb = guides();
    let odd = OsStr::from_bytes(b"caf\xe9\xff");
    let before: &[&[&str]] = &[
        &["search"],
        &["search", "granite", "--role"],
        &["search", "granite", "--format"],
        &["search", "granite", "--since"],
        &["search", "granite", "-n"],
        &["show"],
        &["open"],
        &["browse"],
        &["similar"],
        &["suggest"],
        &["terms"],
        &["compare"],
        &["coverage"],
        &["acronyms"],
        &["facets", "--why"],
        &["index"],
        &["search", "granite", "--config"],
        &["completions"],
        &["help"],
        &["man"],
        &[],
    ];
    for &arguments in before {
        let what = format!("{arguments:?} and no text");
        let output = kb.command(arguments).arg(odd).output().unwrap();
        assert_eq!(ended_well(&output, &what), 2, "{what}");
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{what}");
    }
    // A folder may have any name.
    let output = kb.command(["index", "--index"]).arg(odd).output().unwrap();
    assert_eq!(ended_well(&output, "an index of that name"), 0, "{}", text(&output.stderr));
    let output = kb.command(["search", "granite", "--format", "json"]).env("KB_INDEX", odd).output().unwrap();
    assert_eq!(ended_well(&output, "an index of that name"), 0, "{}", text(&output.stderr));
    println!("{} runs with arguments that are no text", before.len() + 2);
}
