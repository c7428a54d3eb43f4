//! Completion: what shells ask `kb` between two keys, and the scripts that make them ask.

#![cfg(unix)]

use std::fs;
use std::process::Command;

use crate::harness::{Answer, Kb};

/// Asks as the script for a shell does; nothing may ever be said to be wrong.
#[track_caller]
fn ask(kb: &Kb, shell: &str, words: &[&str]) -> Vec<String> {
    let index = words.len() - 1;
    let mut command = kb.command(["--"]);
    command.args(words).env("KB_COMPLETE", shell).env("_CLAP_COMPLETE_INDEX", index.to_string());
    let answer = Answer::of(command.output().unwrap()).found();
    assert_eq!(answer.stderr, "", "{shell} {words:?}");
    answer.stdout.lines().map(str::to_owned).collect()
}

/// Asks as bash does with the cursor at the end of this line.
#[track_caller]
fn complete(kb: &Kb, line: &str) -> Vec<String> {
    ask(kb, "bash", &[line, line.rsplit([' ', ':', '=', '@', '\'', '"']).next().unwrap()])
}

fn guides() -> Kb {
    let guide = |role: &str, tags: &str, title: &str| {
        format!("---\nrole: {role}\ntags: [{tags}]\n---\n# {title}\n\nGranite.\n\n## Technical skills\n\nQuartz.\n")
    };
    Kb::with_roles()
        .file("corpus/alpha.md", guide("platform", "cloud, on call", "Alpha"))
        .file("corpus/beta.md", guide("infrastructure", "cloud, clock", "Beta") + "\n## Only here\n\nX.\n")
        .indexed()
}

#[test]
fn values_come_from_the_index() {
    let kb = guides();
    for (line, expected) in [
        ("kb search x --role ", &["platform", "infrastructure"][..]),
        ("kb search x --role pl", &["platform"]),
        ("kb search x --role=pl", &["platform"]),
        ("kb search --section sk", &["skills", "skills/technical"]),
        ("kb search --section skills/", &["skills/technical"]),
        ("kb search --tag cl", &["cloud", "clock"]),
        ("kb search --tag on", &["on\\ call"]),
        ("kb search --tag 'on", &["on call"]),
        ("kb search --corpus c", &["corpus"]),
        ("kb search --guide al", &["alpha.md"]),
        ("kb search role:pl", &["platform"]),
        ("kb search x tag:cl", &["cloud", "clock"]),
        ("kb similar alpha.md#", &["alpha.md#alpha", "alpha.md#technical-skills"]),
        ("kb show onl", &["only-here"]),
        ("kb open beta.md#b", &["beta.md#beta"]),
        ("kb facets --why beta.md#o", &["beta.md#only-here"]),
        ("kb terms --role platform --against inf", &["infrastructure"]),
        ("kb similar x --role pl", &["platform"]),
        ("kb help quer", &["queries"]),
        ("kb man sea", &["search", "searches"]),
        ("kb sea", &["search", "searches"]),
        ("kb search x --format js", &["json", "jsonl"]),
        ("kb search x --sort d", &["date"]),
        ("kb completions z", &["zsh"]),
        ("kb search --rol", &["--role"]),
        // Two sections have it.
        ("kb show tech", &[]),
        ("kb search --role zz", &[]),
    ] {
        let found = complete(&kb, line);
        let sorted = |mut values: Vec<String>| {
            values.sort();
            values
        };
        assert_eq!(sorted(found), sorted(expected.iter().map(|value| (*value).to_owned()).collect()), "{line}");
    }
}

#[test]
fn shells_are_told_what_values_are_about() {
    let kb = guides();
    assert_eq!(ask(&kb, "fish", &["kb", "search", "--role", "pl"]), ["platform\t2 sections"]);
    assert_eq!(ask(&kb, "zsh", &["kb", "search", "--role", "pl"]), ["platform:2 sections"]);
    assert_eq!(ask(&kb, "elvish", &["kb", "search", "--role", "pl"]), ["platform"]);
    assert_eq!(ask(&kb, "zsh", &["kb", "search", "--tag", "on\\ c"]), ["on call:2 sections"]);
    assert_eq!(ask(&kb, "zsh", &["kb", "search", "role:p"]), ["role\\:platform:2 sections"]);
}

#[test]
fn of_many_ids_the_guides_come_first() {
    let sections: String = (0..60).map(|n| format!("## Part {n}\n\nGranite.\n\n")).collect();
    let kb = Kb::new().file("corpus/long.md", format!("# Long\n\n{sections}")).file("corpus/b.md", "# B\n").indexed();
    assert_eq!(complete(&kb, "kb show l"), ["long.md#", "long"]);
    assert_eq!(complete(&kb, "kb show long.md#part-5").len(), 11);
}

#[test]
fn of_many_tags_the_most_frequent_are_offered() {
    let tags: Vec<String> = (0..900).map(|n| format!("tag{n:03}")).collect();
    let guide = |tags: &[String]| format!("---\ntags: [{}]\n---\n# A\n\nGranite.\n", tags.join(", "));
    // A guide has three hundred at most.
    let mut kb = Kb::new().file("corpus/last.md", guide(&tags[800..]));
    for (n, some) in tags.chunks(200).enumerate() {
        kb = kb.file(&format!("corpus/{n}.md"), guide(some));
    }
    let kb = kb.indexed();
    let offered = complete(&kb, "kb search --tag ");
    assert_eq!((offered.len(), offered[0].as_str()), (500, "tag800"));
    assert_eq!(complete(&kb, "kb search --tag tag79").len(), 10);
}

#[test]
fn the_index_may_be_named_on_the_line_or_in_the_environment() {
    let kb = guides();
    fs::rename(kb.path("index"), kb.path("elsewhere")).unwrap();
    assert!(complete(&kb, "kb search --role ").is_empty());
    assert_eq!(complete(&kb, "kb --index elsewhere search --role pl"), ["platform"]);
    assert_eq!(complete(&kb, "kb search --index=elsewhere --role pl"), ["platform"]);
    let kb = kb.variable("KB_INDEX", "elsewhere");
    assert_eq!(complete(&kb, "kb search --role pl"), ["platform"]);
    assert!(!kb.path("index").exists());
}

#[test]
fn without_an_index_there_is_what_needs_none_and_nothing_is_built() {
    let kb = Kb::with_roles().file("corpus/a.md", "---\nrole: platform\n---\n# A\n\nGranite.\n");
    assert!(complete(&kb, "kb search --role ").is_empty());
    assert!(complete(&kb, "kb show ").iter().all(|value| value.starts_with('-')));
    assert_eq!(complete(&kb, "kb search x --format mark"), ["markdown"]);
    assert!(!kb.path("index").exists());
    kb.write("kb.toml", "what is this\n");
    assert!(complete(&kb, "kb search --role ").is_empty());
    assert_eq!(complete(&kb, "kb sta"), ["status"]);
}

#[test]
fn a_damaged_index_is_not_a_word_of_trouble() {
    let kb = guides();
    let generation = kb.path("index").join(fs::read_to_string(kb.path("index/CURRENT")).unwrap().trim());
    let files: Vec<_> = fs::read_dir(&generation).unwrap().map(|file| file.unwrap().path()).collect();
    let mut damages = 0;
    for file in files {
        let whole = fs::read(&file).unwrap();
        for damaged in [Vec::new(), whole[..whole.len() / 2].to_vec(), vec![0xff; whole.len()]] {
            fs::write(&file, damaged).unwrap();
            for line in ["kb search --role ", "kb show ", "kb search --guide "] {
                complete(&kb, line);
            }
            assert_eq!(complete(&kb, "kb sta"), ["status"]);
            damages += 1;
        }
        fs::write(&file, whole).unwrap();
    }
    println!("{damages} damages");
    fs::write(kb.path("index/CURRENT"), "rubbish").unwrap();
    assert!(complete(&kb, "kb search --role ").is_empty());
}

#[test]
fn nothing_is_written() {
    let kb = guides();
    let state = |kb: &Kb| {
        let mut command = Command::new("find");
        let found = command.arg(kb.path("")).args(["-printf", "%p %s %T@\n"]).output().unwrap();
        String::from_utf8(found.stdout).unwrap()
    };
    let before = state(&kb);
    for line in ["kb search --role ", "kb show ", "kb search --guide a", "kb search @", "kb index ", "kb init "] {
        complete(&kb, line);
    }
    assert_eq!(state(&kb), before);
}

/// Names that a shell would read as something else.
fn hostile() -> Kb {
    let names = [
        "$(touch pwned)",
        "`touch pwned`",
        "; touch pwned",
        "| touch pwned",
        "& touch pwned",
        "a > pwned",
        "'",
        "\\\"",
        "~root",
        "{a,b}",
        "*",
        "[a]",
        "?",
        "!x",
        "\\ttab",
        "\\nline",
        "\\e[31m",
        "\\u202e",
        "\\u200b",
        "-rf",
        "#x",
        "$HOME",
        "\\\\",
    ];
    let tags: Vec<String> = names.iter().map(|name| format!("\"zq{name}\", \"{name}\"")).collect();
    let mut kb = Kb::new().file("corpus/a.md", format!("---\ntags: [{}]\n---\n# A\n\nGranite.\n", tags.join(", ")));
    for name in [
        "zq$(touch pwned)",
        "zq`touch pwned`",
        "zq;touch pwned",
        "zq'x",
        "zq\nx",
        "zq\u{1b}[31m",
        "zq\u{202e}x",
        "zqfine",
    ] {
        kb = kb.file(&format!("corpus/{name}.md"), "# X\n\nGranite.\n");
    }
    kb.indexed()
}

#[test]
fn hostile_names_are_not_offered() {
    let kb = hostile();
    let found = kb.search(["granite", "-n", "0"]);
    assert!(found["facets"]["tag"].as_array().unwrap().len() > 20, "{found}");
    let mut offered = 0;
    for shell in ["bash", "zsh", "fish", "elvish"] {
        for words in [
            &["kb", "search", "--tag", ""][..],
            &["kb", "search", "--tag", "zq"],
            &["kb", "search", "tag:"],
            &["kb", "search", "--guide", ""],
            &["kb", "show", "zq"],
            &["kb", "index", "corpus/"],
        ] {
            let line = words.join(" ");
            let asked = if shell == "bash" { vec![line.as_str(), words[words.len() - 1]] } else { words.to_vec() };
            let answer = ask(&kb, shell, &asked);
            for value in &answer {
                let bad = |c: char| c.is_control() && c != '\t' || "$`;|&<>'\"*?[]{}!~()\u{202e}\u{200b}".contains(c);
                assert!(
                    !value.contains(bad) && !value.starts_with("-rf") && !value.starts_with('#'),
                    "{shell}: {value:?}"
                );
            }
            offered += answer.len();
        }
    }
    println!("{offered} values offered");
    assert!(complete(&kb, "kb show zqf").contains(&"zqfine.md#x".to_owned()));
}

#[test]
fn an_ordinary_run_is_not_taken_for_a_question() {
    let kb = guides().variable("KB_COMPLETE", "bash");
    assert!(kb.run(["search", "granite", "--count"]).found().stdout.trim().parse::<u32>().unwrap() > 0);
    let kb = kb.variable("KB_COMPLETE", "no-such-shell");
    kb.run(["--", "kb search ", ""]).status(2);
}

#[test]
fn arguments_that_make_no_sense_are_answered_with_nothing() {
    let kb = guides();
    for words in [&[][..], &[""], &["kb"], &["", "", ""], &["kb search --role p", "q", "r", "s"]] {
        for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
            let mut command = kb.command(["--"]);
            command.args(words).env("KB_COMPLETE", shell).env("_CLAP_COMPLETE_INDEX", "99");
            let answer = Answer::of(command.output().unwrap()).found();
            assert_eq!(answer.stderr, "", "{shell} {words:?}");
        }
    }
}

fn exists(shell: &str) -> bool {
    let exists = Command::new(shell).arg("--version").output().is_ok();
    if !exists {
        println!("skipped: no {shell}");
    }
    exists
}

/// What bash makes of it, called as it calls functions for completion.
fn in_bash(kb: &Kb, line: &str, word: &str) -> Vec<String> {
    let script = format!(
        "source <(kb completions bash)\nCOMP_LINE={line:?} COMP_POINT=${{#COMP_LINE}}\nCOMP_LINE={line:?}; COMP_POINT=${{#COMP_LINE}}\n\
         _kb_complete kb {word:?} ''\nprintf '%s\\n' \"${{COMPREPLY[@]}}\""
    );
    let answer = kb.script("bash", &script).found();
    assert_eq!(answer.stderr, "", "{line}");
    answer.stdout.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[test]
fn bash_completes() {
    if !exists("bash") {
        return;
    }
    let kb = guides();
    assert_eq!(in_bash(&kb, "kb search --role pl", "pl"), ["platform"]);
    assert_eq!(in_bash(&kb, "kb search role:pl", "pl"), ["platform"]);
    assert_eq!(in_bash(&kb, "kb search --tag on", "on"), ["on\\ call"]);
    assert_eq!(in_bash(&kb, "kb sta", "sta"), ["status"]);
    let script = kb.script("bash", "source <(kb completions bash); complete -p kb").found();
    assert!(script.stdout.contains("-F _kb_complete kb"), "{script:?}");
    let kb = hostile();
    in_bash(&kb, "kb search --tag zq", "zq");
    in_bash(&kb, "kb show zq", "zq");
    assert!(!kb.path("pwned").exists());
}

#[test]
fn fish_completes() {
    if !exists("fish") {
        return;
    }
    let kb = guides();
    let fish = |kb: &Kb, line: &str| {
        let answer = kb.script("fish", &format!("kb completions fish | source; complete -C '{line}'")).found();
        answer.stdout.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(fish(&kb, "kb search --role pl"), ["platform\t2 sections"]);
    assert_eq!(fish(&kb, "kb similar only"), ["only-here"]);
    let kb = hostile();
    fish(&kb, "kb search --tag zq");
    assert!(!kb.path("pwned").exists());
}

#[test]
fn zsh_reads_its_script() {
    if !exists("zsh") {
        return;
    }
    let kb = guides();
    // Completion itself needs a terminal; what it calls is asked above.
    let script = "autoload -U compinit && compinit -D -u; source <(kb completions zsh); print -r -- ${_comps[kb]}";
    let answer = kb.script("zsh", script);
    if answer.stderr.contains("compinit: function definition file not found") {
        return println!("skipped: zsh without its functions");
    }
    assert_eq!(answer.stdout.trim(), "_clap_dynamic_completer_kb", "{answer:?}");
}

#[test]
fn every_shell_gets_a_script() {
    let kb = Kb::new();
    for (shell, part) in [
        ("bash", "KB_COMPLETE=bash"),
        ("zsh", "#compdef kb"),
        ("fish", "KB_COMPLETE=fish"),
        ("elvish", "KB_COMPLETE=\"elvish\""),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let script = kb.run(["completions", shell]).found().stdout;
        assert!(script.contains(part) && script.contains("kb"), "{shell}: {script}");
    }
}
