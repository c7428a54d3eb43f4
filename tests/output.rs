//! How answers look: formats, widths, colours, and that nothing in a guide can command the terminal.

use std::collections::HashSet;

use serde_json::Value;

use crate::harness::{Answer, Kb};

fn shipped(arguments: &[&str], columns: &str) -> Answer {
    let kb = Kb::shipped();
    Answer::of(kb.command(arguments).env("COLUMNS", columns).output().unwrap())
}

#[test]
fn csv_and_tsv_have_a_header_and_a_record_a_hit() {
    let kb = Kb::shipped();
    for (format, separator) in [("csv", ','), ("tsv", '\t')] {
        let text = kb.run(["search", "budget", "-n", "3", "--format", format]).found().stdout;
        let header: Vec<&str> = text.lines().next().unwrap().split(separator).collect();
        assert!(header.contains(&"id") && header.contains(&"path"), "{header:?}");
        if format == "tsv" {
            assert_eq!(text.lines().count(), 4);
            assert!(text.lines().all(|line| line.split('\t').count() == header.len()), "{text}");
        }
    }
}

#[test]
fn jsonl_has_one_object_a_line() {
    let text = Kb::shipped().run(["search", "budget", "-n", "3", "--format", "jsonl"]).found().stdout;
    let ranks: Vec<u64> =
        text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["rank"].as_u64().unwrap()).collect();
    assert_eq!(ranks, [1, 2, 3]);
}

#[test]
fn markdown_has_no_colour_and_names_the_hits() {
    let kb = Kb::shipped();
    let text = kb.run(["search", "budget", "--format", "markdown", "--color", "always"]).found().stdout;
    assert!(text.contains("corpus/") && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn paths_are_files_each_once() {
    let kb = Kb::shipped();
    let text = kb.run(["search", "platform", "-n", "0", "--format", "paths"]).found().stdout;
    let paths: Vec<&str> = text.lines().collect();
    assert_eq!(paths.iter().collect::<HashSet<_>>().len(), paths.len());
    assert!(paths.iter().all(|path| kb.path(path).is_file()), "{paths:?}");
}

#[test]
fn vimgrep_lines_point_into_files() {
    let kb = Kb::shipped();
    let text = kb.run(["search", "budget", "--format", "vimgrep"]).found().stdout;
    for line in text.lines() {
        let parts: Vec<&str> = line.splitn(4, ':').collect();
        let lines = std::fs::read_to_string(kb.path(parts[0])).unwrap().lines().count();
        assert!((1..=lines).contains(&parts[1].parse().unwrap()), "{line}");
        assert!(parts[2].parse::<usize>().unwrap() >= 1);
    }
    assert!(text.lines().count() >= 3);
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for columns in [60, 80, 100, 200] {
        for arguments in [
            &["search", "budget"][..],
            &["search", "IaC", "--role", "platform"],
            &["facets"],
            &["status"],
            &["show", "platform-engineering-manager.md#platform-engineering-manager"],
        ] {
            // A path in the answer of `status` is as long as it is.
            if arguments == ["status"] && columns < 200 {
                continue;
            }
            let answer = shipped(arguments, &columns.to_string());
            for line in answer.stdout.lines() {
                assert!(line.chars().count() <= columns, "{columns} {arguments:?}: {line}");
            }
        }
    }
}

#[test]
fn colour_is_on_demand() {
    let kb = Kb::shipped();
    let coloured =
        |command: &mut std::process::Command| Answer::of(command.output().unwrap()).found().stdout.contains('\u{1b}');
    let search = ["search", "budget"];
    assert!(coloured(kb.command(search).args(["--color", "always"])));
    assert!(!coloured(&mut kb.command(search)), "a pipe is no terminal");
    assert!(!coloured(kb.command(search).args(["--color", "never"])));
    assert!(!coloured(kb.command(search).env("NO_COLOR", "1")));
    assert!(!coloured(kb.command(search).env("TERM", "dumb")));
}

const FORMATS: [&str; 8] = ["table", "json", "jsonl", "csv", "tsv", "markdown", "paths", "vimgrep"];

const HOSTILE: &str = "# Hos\u{1b}[31mtile \u{202e}gnp\n\nGranite \u{1b}]0;owned\u{7} and \u{9b}2J and \u{2066}bidi\u{2069} \
    and \u{8}back\u{85}.\n\n## Part \u{1b}[2J granite\n\nGranite `\u{1b}[1m`.\n";

/// Whether a character could command a terminal or reorder text.
fn is_dangerous(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

#[test]
fn nothing_in_a_guide_reaches_the_terminal_raw() {
    let kb = Kb::new().file("corpus/a.md", HOSTILE).indexed();
    for format in FORMATS {
        for command in [&["search", "granite"][..], &["show", "a.md#hostile-gnp"], &["facets"], &["status"]] {
            is_safe(&kb, command, format);
        }
    }
}

/// `paths` and `vimgrep` give names to scripts as they are; a terminal gets them safe.
#[cfg(unix)]
#[test]
fn no_file_name_reaches_the_terminal_raw() {
    let kb = Kb::new().file("corpus/b\u{1b}[31m\u{202e}.md", "# Granite\n\nGranite.\n").indexed();
    for format in FORMATS.into_iter().filter(|format| !matches!(*format, "paths" | "vimgrep")) {
        is_safe(&kb, &["search", "granite"], format);
        is_safe(&kb, &["show", "granite"], format);
    }
}

#[track_caller]
fn is_safe(kb: &Kb, command: &[&str], format: &str) {
    let answer = kb.run(command.iter().copied().chain(["--format", format]));
    let dangerous: Vec<char> =
        answer.stdout.chars().chain(answer.stderr.chars()).filter(|c| is_dangerous(*c)).collect();
    assert!(dangerous.is_empty(), "{format} {command:?} {dangerous:?}: {answer:?}");
}

#[cfg(unix)]
#[test]
fn a_skipped_file_is_named_without_commands_to_the_terminal() {
    let kb = Kb::new().file("corpus/b\u{1b}[31m\u{202e}.md", [0u8; 300]).file("corpus/a.md", "# A\n");
    let answer = kb.run(["index"]).found().says("skipped");
    assert!(!answer.stderr.chars().any(is_dangerous), "{answer:?}");
}

#[test]
fn quiet_says_nothing_but_the_answer() {
    let kb = Kb::new().file("corpus/a.md", "# A\n\nGranite.\n");
    let answer = kb.run(["search", "granite marble", "-q", "--format", "paths"]).found();
    assert_eq!((answer.stdout.as_str(), answer.stderr.as_str()), ("corpus/a.md\n", ""));
}

/// The time a search took is the only part of an answer that changes from run to run.
pub(crate) fn timeless(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let time =
            words.windows(3).position(|w| w[0] == "in" && w[1].parse::<f64>().is_ok() && matches!(w[2], "ms" | "s"));
        out.push(match time {
            Some(at) => [&words[..at], &["in", "0.4", "ms"], &words[at + 3..]].concat().join(" "),
            None => line.to_owned(),
        });
    }
    out.join("\n")
}

#[test]
fn snapshot_of_a_search_at_100_columns() {
    insta::assert_snapshot!(timeless(&shipped(&["search", "IaC", "--role", "platform"], "100").found().stdout));
}

#[test]
fn snapshot_of_a_search_at_60_columns() {
    insta::assert_snapshot!(timeless(&shipped(&["search", "IaC", "--role", "platform"], "60").found().stdout));
}

#[test]
fn snapshot_of_the_facets() {
    insta::assert_snapshot!(shipped(&["facets"], "100").found().stdout);
}

#[test]
fn what_has_no_places_is_not_done_first() {
    let kb = Kb::new().file("corpus/a.md", "# Granite\n\nMarble.\n");
    for format in ["paths", "vimgrep"] {
        kb.run(["index", "--format", format]).status(2).says("no paths to print");
        assert!(!kb.path("index").exists(), "an error says that nothing was done");
        kb.run(["bench", "--format", format]).status(2).says("no paths to print");
        assert!(!kb.path("index").exists());
    }
}
