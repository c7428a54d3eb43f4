//! `kb help`: every example of every lesson works on the shipped guides and prints what is said of it.

#![cfg(unix)]

use serde_json::Value;

use crate::harness::{Kb, repository, text};

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

/// Everything there is help on, commands first, and whether there is a lesson on it.
fn topics(kb: &Kb) -> Vec<(String, bool)> {
    let overview = kb.run(["help", "--format", "json"]).found().json();
    let commands = list(&overview["tasks"]).iter().flat_map(|task| list(&task["commands"]));
    let named = |one: &Value| (text(&one["name"]), one["lesson"] == true);
    commands.chain(list(&overview["topics"])).map(named).collect()
}

#[test]
fn every_example_works_and_prints_what_it_is_said_to() {
    // Of its own: some of them write an index.
    let kb = Kb::new().file("kb.toml", std::fs::read(repository().join("kb.toml")).unwrap());
    crate::harness::copy_folder(&repository().join("corpus"), &kb.path("corpus"));
    let kb = kb.indexed();
    let (mut lessons, mut examples, mut parts) = (0, 0, 0);
    for (topic, _) in topics(&kb).into_iter().filter(|(_, lesson)| *lesson) {
        let lesson = kb.run(["help", &topic, "--format", "json"]).found().json();
        assert!(!list(&lesson["examples"]).is_empty(), "{topic}");
        for example in list(&lesson["examples"]) {
            let command = text(&example["command"]);
            let answer = kb.line(&command).found();
            let said = answer.stdout + &answer.stderr;
            for part in list(&example["prints"]) {
                assert!(said.contains(&text(part)), "{topic}: `{command}` does not print {part}:\n{said}");
                parts += 1;
            }
            examples += 1;
        }
        lessons += 1;
    }
    println!("{examples} examples of {lessons} lessons, {parts} parts of what they print");
    assert!(lessons >= 8 && examples >= 30);
}

#[test]
fn help_lists_every_command_once() {
    let kb = Kb::new();
    let mut listed: Vec<String> = topics(&kb).into_iter().map(|(name, _)| name).collect();
    let help = kb.run(["--help"]).found().stdout;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    for command in commands.filter_map(|line| line.split_whitespace().next()) {
        assert_eq!(listed.iter().filter(|name| *name == command).count(), 1, "{command} in {listed:?}");
    }
    let before = listed.len();
    listed.sort();
    listed.dedup();
    assert_eq!(listed.len(), before);
    let table = kb.run(["help"]).found().stdout;
    assert!(table.contains("Find\n") && table.contains("  search ") && table.contains("  queries "), "{table}");
}

#[test]
fn there_is_help_on_everything_that_is_listed() {
    let kb = Kb::new();
    for (topic, lesson) in topics(&kb) {
        let answer = kb.run(["help", &topic]).found();
        assert!(answer.stderr.is_empty() && answer.stdout.contains(&topic), "{answer:?}");
        // Without a lesson there are the flags.
        assert_eq!(answer.stdout.contains("Usage: "), !lesson, "{answer:?}");
        for see in kb.run(["help", &topic, "--format", "json"]).found().stdout.split("\"see\"").skip(1) {
            let see: Value =
                serde_json::from_str(see.trim_start_matches([':', ' ']).trim_end().trim_end_matches('}')).unwrap();
            for other in list(&see) {
                assert_ne!(text(other), topic);
                kb.run(["help", &text(other)]).found();
            }
        }
    }
}

/// What the lesson shows is what the flags show below them.
#[test]
fn help_of_a_command_does_not_contradict_its_flags() {
    let kb = Kb::new();
    let mut both = 0;
    for (topic, _) in topics(&kb).into_iter().filter(|(_, lesson)| *lesson) {
        let lesson = kb.run(["help", &topic, "--format", "json"]).found().json();
        let flags = kb.run([topic.as_str(), "--help"]);
        if flags.status != 0 {
            continue;
        }
        for example in list(&lesson["examples"]) {
            assert!(flags.stdout.contains(&text(&example["command"])), "{topic}: {example}");
        }
        for row in lesson["table"]["rows"].as_array().into_iter().flatten() {
            assert!(list(row).iter().all(|part| flags.stdout.contains(&text(part))), "{topic}: {row}");
        }
        both += 1;
    }
    assert!(both >= 5, "{both}");
}

#[test]
fn an_unknown_topic_names_the_nearest() {
    let kb = Kb::new();
    kb.run(["help", "serch"]).status(2).says("no command or topic `serch`").says("did you mean `search`?");
    kb.run(["help", "querys"]).status(2).says("did you mean `queries`?");
    kb.run(["help", "zzzzzz"]).status(2).says("hint: `kb help` lists");
    // What somebody may paste.
    assert_eq!(kb.run(["help", "kb", "search"]).found().stdout, kb.run(["help", "search"]).found().stdout);
}

#[test]
fn a_wrong_name_on_the_command_line_names_the_nearest() {
    let kb = Kb::new();
    kb.run(["serch", "x"]).status(2).says("kb: no command `serch`\n").says("hint: did you mean `search`?");
    kb.run(["zzzzzz"]).status(2).says("kb: no command `zzzzzz`\nhint: `kb help` lists them");
    kb.run(["search", "--roel", "x"]).status(2).says("kb: no flag `--roel` here\n").says("did you mean `--role`?");
    kb.run(["search", "x", "--format", "jsn"])
        .status(2)
        .says("--format cannot be `jsn`\n")
        .says("did you mean `json`?");
    kb.run(["search", "x", "--sort", "dat"]).status(2).says("--sort cannot be `dat`\n").says("did you mean `date`?");
    kb.run(["bench", "--class", "phrse"]).status(2).says("did you mean `phrase`?");
    kb.run(["eval", "--self", "--without", "headngs"]).status(2).says("did you mean `headings`?");
    kb.run(["completions", "bsh"]).status(2).says("did you mean `bash`?");
    kb.run(["search", "x", "--color", "red"])
        .status(2)
        .says("--color cannot be `red`\nhint: there is auto, always, never");
}

#[test]
fn whatever_is_wrong_with_the_arguments_is_said_in_a_line() {
    let kb = Kb::new();
    for (arguments, said) in [
        (
            &["show"][..],
            "kb: the following required arguments were not provided: <ID>...\nhint: usage: kb show <ID>... (",
        ),
        (&["status", "extra"], "kb: unexpected argument 'extra' found\nhint: usage: kb status [OPTIONS] ("),
        (&["search", "-n", "abc"], "kb: invalid value 'abc' for '--limit <N>'"),
        (&["search", "--since"], "kb: a value is required for '--since <WHEN>' but none was supplied\nhint: "),
        (
            &["search", "--since", "1d", "--since", "2d"],
            "kb: the argument '--since <WHEN>' cannot be used multiple times\n",
        ),
        (&["man", "search", "--dir", "x"], "kb: the argument '[COMMAND]' cannot be used with '--dir <DIR>'\n"),
    ] {
        let answer = kb.run(arguments).status(2).says(said);
        assert_eq!((answer.stderr.lines().count(), answer.stdout.as_str()), (2, ""), "{answer:?}");
    }
    // Without anything there is the whole list.
    kb.run([""; 0]).status(2).says("Commands:");
}

#[test]
fn a_command_without_a_lesson_shows_its_flags_in_every_format() {
    let kb = Kb::new();
    let json = kb.run(["help", "check", "--format", "json"]).found().json();
    assert!(text(&json["flags"]).contains("Usage: kb check"), "{json}");
    kb.run(["help", "check", "--format", "paths"]).status(2).says("no paths");
}

#[test]
fn a_tall_lesson_goes_through_the_pager() {
    if !cfg!(target_os = "linux") || std::process::Command::new("script").arg("--version").output().is_err() {
        return println!("skipped: no program `script` as util-linux has it");
    }
    let kb = Kb::new();
    let shown = |rows: u16| {
        let line = format!("stty rows {rows} cols 100; KB_PAGER='sh -c \"echo paged\"' kb help search");
        kb.line(&format!("script -q -e -c '{}' /dev/null </dev/null", line.replace('\'', r"'\''"))).found().stdout
    };
    let small = shown(20);
    assert!(small.contains("paged") && !small.contains("Queries"), "{small}");
    let large = shown(200);
    assert!(!large.contains("paged") && large.contains("Queries"), "{large}");
}
