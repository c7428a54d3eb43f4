//! `kb show` and `kb open`, on a terminal as well; and the command that helps to start: init.

use std::fs;

use serde_json::Value;
use unicode_width::UnicodeWidthStr as _;

use crate::harness::{Answer, Kb, PROGRAM};

fn guides() -> Kb {
    Kb::new()
        .file("corpus/a.md", "# Alpha\n\n## Skills\n\nGranite body.\n\n## Soft skills\n\nMarble.\n")
        .file("corpus/sub/b.md", "# Beta\n\n## Skills\n\nBasalt.\n")
        .indexed()
}

#[test]
fn show_prints_the_section_of_an_id() {
    let answer = guides().run(["show", "a.md#skills"]).found();
    for part in ["Alpha", "Skills", "Granite body.", "corpus/a.md:3"] {
        assert!(answer.stdout.contains(part), "no {part} in {answer:?}");
    }
    assert!(!answer.stdout.contains("Marble"), "{answer:?}");
}

#[test]
fn any_unambiguous_end_of_an_id_will_do() {
    let kb = guides();
    assert!(kb.run(["show", "soft-skills"]).found().stdout.contains("Marble"));
    assert!(kb.run(["show", "b.md#skills"]).found().stdout.contains("Basalt"));
    assert_eq!(kb.run(["show", "beta", "--format", "json"]).found().json()["id"], "sub/b.md#beta");
}

#[test]
fn an_ambiguous_end_names_the_candidates() {
    let answer = guides().run(["show", "skills"]).status(2).says("hint:");
    answer.says("a.md#skills").says("sub/b.md#skills");
}

#[test]
fn an_unknown_id_names_the_nearest() {
    guides().run(["show", "a.md#skils"]).status(1).says("did you mean `a.md#skills`");
    guides().run(["open", "zebra"]).status(1).says("hint:");
}

/// Markdown with all that a reader lays out, and text that is wide.
const RICH: &str = r#"---
title: Handbuch 手引き
---
# Handbuch 手引き

## Betrieb

Die **Plattform** wird von *zwei* Teams getragen: 基盤チーム und `sre-team`. Mehr steht im [Leitfaden](guide.md#start) und
auf <https://example.com/docs>; siehe auch [Regeln][rules] und ~~alte Regeln~~.[^1]

- Prüfen 🔍 täglich, ob alle Dienste laufen, und das Ergebnis im Protokoll festhalten
  - [x] Sicherung gemacht
  - [ ] 復元テスト: die Wiederherstellung einer Sicherung auf einem leeren System wird jedes Quartal geübt
- Melden

1. Erster Schritt
2. Zweiter Schritt

   ```sh
   kb search "基盤"   # indented
       deeper
   ```

> [!WARNING]
> Nie ohne Vier-Augen-Prinzip.
>
> - auch nachts nicht

| Dienst | 担当 | Stufe | Bemerkung |
|:-------|:----:|------:|-----------|
| API 🚀 | 基盤チーム | 1 | Antwortet in weniger als 200 ms, sonst wird der Bereitschaftsdienst gerufen |
| 夜間バッチ処理 | データチーム | 12 | läuft ab 02:00 |

![Ablauf der Meldung](flow.png)

<details><summary>Mehr</summary>Text in HTML</details>

[^1]: Seit 2024.

## Anhang

[rules]: rules.md
"#;

fn rich() -> Kb {
    Kb::new()
        .file("corpus/rich.md", RICH)
        .file("corpus/other.md", "# Betrieb\n\nDie Plattform im Betrieb: Dienste, Teams.\n")
        .indexed()
}

fn wide(kb: &Kb, arguments: &[&str], columns: u16) -> String {
    let answer = Answer::of(kb.command(arguments).env("COLUMNS", columns.to_string()).output().unwrap()).found();
    for line in answer.stdout.lines() {
        assert!(line.width() <= usize::from(columns), "{columns}: {line}");
    }
    answer.stdout
}

#[test]
fn snapshot_of_a_section_at_60_columns() {
    insta::assert_snapshot!(wide(&rich(), &["show", "rich.md#betrieb"], 60));
}

#[test]
fn snapshot_of_a_section_at_80_columns() {
    insta::assert_snapshot!(wide(&rich(), &["show", "rich.md#betrieb"], 80));
}

#[test]
fn snapshot_of_a_section_at_120_columns() {
    insta::assert_snapshot!(wide(&rich(), &["show", "rich.md#betrieb"], 120));
}

#[test]
fn snapshot_of_a_section_at_200_columns() {
    insta::assert_snapshot!(wide(&rich(), &["show", "rich.md#betrieb"], 200));
}

#[test]
fn words_of_a_query_are_marked_as_in_a_search() {
    let kb = Kb::with_roles()
        .file("corpus/a.md", "# Pay\n\nThe **sal**ary: `wages` are reviewed.\n\n| Wage |\n|---|\n| salaries |\n");
    let kb = kb.indexed();
    let shown = kb.run(["show", "pay", "--query", "salary", "--color", "always"]).found().stdout;
    let marked: Vec<&str> = shown.split("\x1b[1;31m").skip(1).map(|rest| rest.split('\x1b').next().unwrap()).collect();
    // A word is marked whole, whatever of it is stressed.
    assert_eq!(marked, ["salary", "wages", "salaries"], "{shown}");
    let json = kb.run(["show", "pay", "--query", "salary", "--format", "json"]).found().json();
    let body = json["body"].as_str().unwrap();
    let marked: Vec<&str> =
        json["highlights"].as_array().unwrap().iter().map(|range| &body[at(&range[0])..at(&range[1])]).collect();
    let found = &kb.search(["salary"])["hits"][0]["snippet"];
    let passage = found["text"].as_str().unwrap();
    let in_search: Vec<&str> =
        found["highlights"].as_array().unwrap().iter().map(|range| &passage[at(&range[0])..at(&range[1])]).collect();
    assert_eq!((marked.len() > 2, &marked), (true, &in_search), "{json}");
}

fn at(value: &Value) -> usize {
    value.as_u64().unwrap() as usize
}

#[test]
fn neighbours_and_similar_sections_are_named_with_their_ids() {
    let kb = Kb::new()
        .file("corpus/a.md", "# Alpha\n\nIntro.\n\n## One\n\nGranite ledger quartz.\n\n### Deep\n\nx\n\n### Deeper\n\ny\n\n## Two\n\nBasalt.\n")
        .file("corpus/b.md", "# Beta\n\nGranite ledger quartz as well.\n")
        .file("corpus/c.md", "# Gamma\n\nNothing of that.\n")
        .indexed();
    let json = kb.run(["show", "a.md#one", "--format", "json"]).found().json();
    let id = |value: &Value| value["id"].as_str().unwrap_or_default().to_owned();
    let around = &json["neighbours"];
    let named = ["parent", "previous", "next"].map(|which| id(&around[which]));
    assert_eq!(named, ["a.md#alpha", "a.md#alpha", "a.md#deep"]);
    assert_eq!(around["children"].as_array().unwrap().iter().map(id).collect::<Vec<_>>(), ["a.md#deep", "a.md#deeper"]);
    assert_eq!(json["similar"].as_array().unwrap().iter().map(id).collect::<Vec<_>>(), ["b.md#beta"]);
    assert_eq!((&json["stale"], json["before"].is_null()), (&false.into(), true));
    let table = kb.run(["show", "a.md#one"]).found().stdout;
    for part in ["part of   a.md#alpha", "parts     a.md#deep ", "similar   b.md#beta "] {
        assert!(table.contains(part), "no {part} in {table}");
    }
    let last = kb.run(["show", "a.md#two", "--format", "json"]).found().json();
    assert_eq!(
        (id(&last["neighbours"]["previous"]), last["neighbours"]["next"].is_null()),
        ("a.md#deeper".to_owned(), true)
    );
}

#[test]
fn context_shows_the_sections_around() {
    let kb = Kb::new()
        .file("corpus/a.md", "# A\n\n## One\n\nuno\n\n## Two\n\ndue\n\n## Three\n\ntre\n\n## Four\n\nquattro\n")
        .indexed();
    let table = kb.run(["show", "two", "-C", "1"]).found().stdout;
    let places: Vec<usize> = ["uno", "due", "tre"].iter().map(|word| table.find(word).unwrap()).collect();
    assert!(places.is_sorted() && !table.contains("quattro") && table.contains("a.md#four"), "{table}");
    let json = kb.run(["show", "two", "--context", "99", "--format", "json"]).found().json();
    let titles = |key: &str| json[key].as_array().unwrap().iter().map(|page| page["title"].clone()).collect::<Vec<_>>();
    assert_eq!(
        (titles("before"), titles("after")),
        (vec!["A".into(), "One".into()], vec!["Three".into(), "Four".into()])
    );
    let markdown = kb.run(["show", "two", "-C1", "--format", "markdown"]).found().stdout;
    assert!(markdown.starts_with("*A › One* (`corpus/a.md:3-5`)\n\n## One\n\nuno\n\n*A › Two*"), "{markdown}");
}

#[test]
fn several_sections_are_shown_one_after_the_other() {
    let kb = guides();
    let ids = ["show", "soft-skills", "b.md#skills"];
    let table = kb.run(ids).found().stdout;
    assert!(table.find("Marble").unwrap() < table.find("Basalt").unwrap(), "{table}");
    let json = kb.run(ids.iter().chain(&["--format", "json"])).found().json();
    assert_eq!(json["sections"].as_array().unwrap().len(), 2);
    assert_eq!(kb.run(ids.iter().chain(&["--format", "jsonl"])).found().stdout.lines().count(), 2);
    assert_eq!(kb.run(ids.iter().chain(&["--format", "csv"])).found().stdout.lines().count(), 3);
    assert_eq!(kb.run(ids.iter().chain(&["--format", "vimgrep"])).found().stdout.lines().count(), 2);
    kb.run(["show", "soft-skills", "zebra"]).status(1).says("zebra");
    kb.run(["show"]).status(2);
}

#[test]
fn a_file_that_changed_is_shown_as_it_was_indexed() {
    let kb = Kb::new().file("corpus/a.md", "# A\n\n## B\n\nGranite **wall**.\n").indexed();
    let json = |kb: &Kb| kb.run(["show", "a.md#b", "--format", "json"]).found().json();
    assert_eq!(json(&kb)["markdown"], "## B\n\nGranite **wall**.");
    kb.write("corpus/a.md", "# A\n\nMarble.\n\n## C\n\nBasalt.\n");
    let answer = kb.run(["show", "a.md#b"]).found().says("corpus/a.md is not what was indexed").says("kb index");
    assert!(answer.stdout.contains("Granite wall.") && !answer.stdout.contains("Basalt"), "{answer:?}");
    assert_eq!((&json(&kb)["stale"], &json(&kb)["markdown"]), (&true.into(), &Value::Null));
    let markdown = kb.run(["show", "a.md#b", "--format", "markdown"]).found().stdout;
    assert_eq!(markdown, "*A › B* (`corpus/a.md:3-5`)\n\n## B\n\nGranite wall.\n");
    fs::remove_file(kb.path("corpus/a.md")).unwrap();
    assert_eq!(json(&kb)["stale"], true);
    // Written anew as it was: other times, the same content.
    kb.write("corpus/a.md", "# A\n\n## B\n\nGranite **wall**.\n");
    assert_eq!(json(&kb)["stale"], false);
    kb.run(["show", "a.md#b", "--fresh"]).found();
}

#[cfg(unix)]
#[test]
fn nothing_else_is_read_in_place_of_a_file() {
    let kb = Kb::new().file("corpus/a.md", "# A\n\nGranite.\n").file("secret.md", "# A\n\nSecrets.\n").indexed();
    fs::remove_file(kb.path("corpus/a.md")).unwrap();
    std::os::unix::fs::symlink(kb.path("secret.md"), kb.path("corpus/a.md")).unwrap();
    let answer = kb.run(["show", "a.md#a"]).found().says("not what was indexed");
    assert!(!answer.stdout.contains("Secrets"), "{answer:?}");
    fs::remove_file(kb.path("corpus/a.md")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(kb.path("corpus/a.md")).status().unwrap().success());
    kb.run(["show", "a.md#a"]).found().says("not what was indexed");
}

#[test]
fn other_formats_are_shown_as_the_index_has_them() {
    let kb = Kb::new()
        .file("corpus/a.rst", "Alpha\n=====\n\nText with ``code``.\n\n* one\n* two\n")
        .file(
            "corpus/b.mdx",
            "import X from 'y'\n\n# Beta\n\n<Card title=\"Shown\">\n\nText {props.x} here.\n\n</Card>\n",
        )
        .indexed();
    let answer = kb.run(["show", "a.rst#alpha"]).found();
    assert!(answer.stdout.contains("Text with code.\n\n• one\n• two\n") && answer.stderr.is_empty(), "{answer:?}");
    let json = kb.run(["show", "a.rst#alpha", "--format", "json"]).found().json();
    assert_eq!((&json["markdown"], &json["stale"]), (&Value::Null, &false.into()));
    let shown = kb.run(["show", "b.mdx#beta"]).found().stdout;
    assert!(shown.contains("Text") && !shown.contains("props") && !shown.contains("Card"), "{shown}");
}

/// Runs `kb open` with a fake editor of this name; gives the arguments that it got.
#[cfg(unix)]
fn opened_with(kb: &Kb, name: &str, value: &str) -> Vec<String> {
    use std::os::unix::fs::PermissionsExt as _;

    let editor = kb.path(name);
    kb.write(name, "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$(dirname \"$0\")/arguments\"\n");
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let value = value.replace("EDITOR", editor.to_str().unwrap());
    let run = kb.command(["open", "a.md#soft-skills"]).env("EDITOR", value).output().unwrap();
    Answer::of(run).found();
    let got = fs::read_to_string(editor.parent().unwrap().join("arguments")).unwrap();
    let file = kb.path("corpus/a.md").canonicalize().unwrap();
    got.lines().map(|argument| argument.replace(file.to_str().unwrap(), "FILE")).collect()
}

#[cfg(unix)]
#[test]
fn open_sends_every_editor_to_the_line_in_its_way() {
    let kb = guides();
    for (name, value, expected) in [
        ("bin/vim", "EDITOR", &["+7", "FILE"][..]),
        ("bin/emacsclient", "EDITOR -t -a ''", &["-t", "-a", "", "+7", "FILE"]),
        ("bin/code", "EDITOR --wait", &["--wait", "--goto", "FILE:7"]),
        ("bin/hx", "EDITOR", &["FILE:7"]),
        ("bin/idea", "EDITOR", &["--line", "7", "FILE"]),
        ("my tools/code", "'EDITOR' --wait", &["--wait", "--goto", "FILE:7"]),
        ("my tools/my editor", "EDITOR", &["+7", "FILE"]),
        ("bin/nano", "env \"A=b c\" EDITOR -l", &["-l", "+7", "FILE"]),
    ] {
        assert_eq!(opened_with(&kb, name, value), expected, "{name} {value}");
    }
}

#[test]
fn visual_comes_first_and_the_command_can_be_printed() {
    let kb = guides().variable("VISUAL", "code -w").variable("EDITOR", "false");
    let printed = kb.run(["open", "soft-skills", "--print"]).found().stdout;
    assert!(printed.starts_with("code -w --goto ") && printed.ends_with("a.md:7\n"), "{printed}");
    let kb = guides().variable("VISUAL", " ").variable("EDITOR", "vi");
    assert!(kb.run(["open", "soft-skills", "--print"]).found().stdout.starts_with("vi +7 "));
}

#[test]
fn an_editor_that_cannot_be_run_or_fails_is_named() {
    guides()
        .variable("EDITOR", "kb-no-such-editor -x")
        .run(["open", "soft-skills"])
        .status(2)
        .says("kb-no-such-editor")
        .says("EDITOR");
    if cfg!(unix) {
        guides()
            .variable("EDITOR", "false")
            .run(["open", "soft-skills"])
            .status(2)
            .says("the editor `false` ended with");
    }
}

#[test]
fn open_without_an_editor_says_what_to_set() {
    guides().run(["open", "soft-skills"]).status(2).says("EDITOR");
}

#[test]
fn open_of_a_vanished_file_says_so() {
    let kb = guides().variable("EDITOR", "true");
    fs::remove_file(kb.path("corpus/a.md")).unwrap();
    kb.run(["open", "soft-skills"]).status(2).says("no longer there").says("kb index");
}

#[cfg(unix)]
#[test]
fn open_takes_nothing_in_place_of_a_file() {
    use std::os::unix::fs::symlink;

    let kb = guides().variable("EDITOR", "true");
    let file = kb.path("corpus/a.md");
    fs::remove_file(&file).unwrap();
    symlink(kb.path("corpus/sub/b.md"), &file).unwrap();
    kb.run(["open", "soft-skills"]).status(2).says("no longer the file that was indexed").says("kb index");
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    kb.run(["open", "soft-skills", "--print"]).status(2).says("no longer the file that was indexed");
}

#[test]
fn sections_without_a_title_have_a_name_to_be_read() {
    let kb = Kb::new().file("corpus/a.md", "# Alpha\n\nText.\n\n##\n\nMarble.\n\n### Part\n\nSlate.\n").indexed();
    let part = kb.run(["show", "part"]).found().stdout;
    assert!(part.starts_with("Alpha › (untitled) › Part\n"), "{part}");
    assert!(part.lines().any(|line| line.starts_with("part of") && line.ends_with("(untitled)")), "{part}");
}

/// Runs a line of the shell on a terminal of 80 × 24 that the program `script` makes; none where there is no such
/// program.
#[cfg(target_os = "linux")]
fn on_a_terminal(kb: &Kb, line: &str) -> Option<String> {
    let mut script = std::process::Command::new("script");
    if script.arg("--version").output().is_err() {
        println!("skipped: no program `script` as util-linux has it");
        return None;
    }
    let mut script = std::process::Command::new("script");
    kb.prepare(&mut script);
    kb.write("line.sh", format!("stty cols 80 rows 24; {line}\n"));
    let log = kb.path("typescript");
    let mut child = script
        .args(["-q", "-e", "-c", &format!("sh '{}'", kb.path("line.sh").display())])
        .arg(&log)
        .env("TERM", "xterm-256color")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    assert!(child.wait().unwrap().success());
    Some(String::from_utf8(fs::read(log).unwrap()).unwrap().replace("\r\n", "\n"))
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_taller_than_the_terminal_goes_through_the_pager_with_its_colours() {
    let long: String = (0..60).map(|n| format!("- item **{n}**\n")).collect();
    let kb = Kb::new().file("corpus/a.md", format!("# Long\n\n{long}\n## Short\n\nGranite.\n")).indexed();
    let pager = "KB_PAGER='sed s/^/paged:/'";
    let show = |line: &str| on_a_terminal(&kb, &line.replace("RUN", PROGRAM));
    let Some(paged) = show(&format!("{pager} RUN show a.md#long")) else { return };
    assert!(paged.contains("paged:") && paged.contains("• \x1b[0mitem \x1b[1m59\x1b[0m"), "{paged}");
    for line in ["RUN show a.md#short", "RUN show a.md#long --no-pager", "RUN show a.md#long | cat"] {
        let shown = show(&format!("export {pager}; {line}")).unwrap();
        assert!(!shown.contains("paged:") && shown.contains("Long"), "{line}: {shown}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_the_editor_of_the_system_is_taken_and_named() {
    let kb = guides().file("bin/vi", "#!/bin/sh\necho \"opened $*\"\n").file("editor", "#!/bin/sh\necho stranger\n");
    let Some(shown) = on_a_terminal(
        &kb,
        &format!("chmod +x bin/vi editor; PATH=.:$PWD/bin:/nowhere; '{PROGRAM}' open a.md#soft-skills"),
    ) else {
        return;
    };
    assert!(shown.contains("neither VISUAL nor EDITOR is set") && shown.contains("opened +7 "), "{shown}");
    assert!(!shown.contains("stranger"), "{shown}");
}

#[test]
fn status_tells_what_changed_on_disk() {
    let kb = guides();
    kb.write("corpus/a.md", "# Alpha\n\nOther.\n");
    kb.write("corpus/c.md", "# Gamma\n");
    fs::remove_file(kb.path("corpus/sub/b.md")).unwrap();
    let report = kb.run(["status", "--format", "json"]).found().json();
    assert_eq!(report["changed"], serde_json::json!(["corpus/a.md"]));
    assert_eq!(report["new"], serde_json::json!(["corpus/c.md"]));
    assert_eq!(report["removed"], serde_json::json!(["corpus/sub/b.md"]));
    assert_eq!((&report["guides"], &report["sections"]), (&2.into(), &5.into()));
}

#[test]
fn init_writes_settings_that_work_and_never_overwrites() {
    let kb = Kb::new().file("corpus/a.md", "# A\n\nGranite.\n");
    kb.run(["init"]).found();
    kb.run(["index"]).found();
    assert_eq!(kb.ids(["granite"]), ["a.md#a"]);
    kb.write("kb.toml", "# mine\n");
    kb.run(["init"]).status(2).says("is there already");
    assert_eq!(fs::read_to_string(kb.path("kb.toml")).unwrap(), "# mine\n");
}
