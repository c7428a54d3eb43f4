//! A walk through README as a newcomer: every command line in it is run on the shipped guides, and what it is said to
//! print is held against what it prints. What all of them print is held against a snapshot, too.
//!
//! A command line is a line of a fenced `sh` block, or code in running text that begins with `kb ` or `cargo `. In the
//! table of commands, a flag goes on from the command before it, else from a search. What is there to be filled in ([`FILLED_IN`]) is. A fenced `text` block right below an `sh` block is the output of its first line; `[… …]`
//! in it stands for lines left out. A line that comes new into README is run without a change here, unless it cannot be
//! ([`NOT_RUN`]).

#![cfg(unix)]

use std::fs;

use regex::Regex;

use crate::harness::{Answer, Kb, copy_folder, repository};

/// What cannot be run here, and why.
const NOT_RUN: [(&str, &str); 16] = [
    ("cargo test", "runs this test"),
    ("cargo test relevance", "runs tests"),
    ("cargo install --path .", "builds the program"),
    ("cargo run --release --", "the beginning of a command line"),
    ("cargo bench", "takes minutes"),
    ("cargo bench --bench growth -- all", "takes an hour"),
    ("cargo bench --bench browse", "takes minutes"),
    ("kb index --watch", "stays until it is ended; tests/watch.rs"),
    ("kb browse", "needs a terminal; tests/browse"),
    ("kb browse kubernetes --role platform", "needs a terminal; tests/browse"),
    ("kb bench", "takes a while in a debug build; tests/bench.rs"),
    ("kb eval", "the name of the command alone; it needs to be told what to measure"),
    ("kb open", "the name of the command alone; it needs an id"),
    ("kb search \"memory allocation\"", "asks other guides"),
    ("kb init", "there is a kb.toml already; tests/show_open.rs"),
    ("kb gaps", "finds nothing where nothing was noted; tests/gaps.rs"),
];

/// Words that stand for something of the reader's.
const FILLED_IN: [(&str, &str); 9] = [
    ("ID", "developer-empathy"),
    ("PATH…", "corpus"),
    ("PATH", "corpus"),
    ("PREFIX", "infra"),
    ("R", "platform"),
    ("R2", "infrastructure"),
    ("TOPIC", "budget"),
    ("COMMAND", "search"),
    ("DIR", "made"),
];

/// The head of the table of commands.
const TASKS: &str = "| to | run |";

/// Where figures differ from run to run: how long something took, how large an index is, how fast it was made.
fn normalized(text: &str) -> String {
    let figures = Regex::new(r"\d+(\.\d+)? (ms|s|kB|MB|files/s|MB/s)\b").unwrap();
    let lines = text.lines().map(|line| figures.replace_all(line.trim_end(), "_ $2").into_owned());
    lines.collect::<Vec<_>>().join("\n")
}

/// A command line and, where README shows it, its output.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Line {
    command: String,
    /// Whether it is a command with a flag more, which may leave nothing.
    narrowed: bool,
    output: Option<String>,
}

/// The command lines of a text in Markdown, in its order.
fn command_lines(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut fence: Option<String> = None;
    // The first line of the `sh` block that was closed last, as long as nothing else came after it.
    let mut shown_next: Option<usize> = None;
    let (mut first, mut tasks, mut paragraph) = (0, false, String::new());
    // A fence at the end closes the last paragraph.
    for line in text.lines().chain(["```"]) {
        let row = line.starts_with('|');
        if row || line.trim().is_empty() || line.starts_with("```") {
            lines.extend(in_running_text(&std::mem::take(&mut paragraph), false));
        }
        tasks = line == TASKS || tasks && row;
        if let Some(language) = line.strip_prefix("```") {
            match fence.take() {
                Some(closed) if closed == "sh" => shown_next = Some(first),
                Some(_) => shown_next = None,
                None => {
                    first = lines.len();
                    fence = Some(language.trim().to_owned());
                }
            }
            continue;
        }
        match fence.as_deref() {
            Some("sh") => {
                let command = line.split("  #").next().unwrap_or_default().trim();
                if !command.is_empty() && !command.starts_with('#') {
                    lines.push(Line { command: command.to_owned(), ..Line::default() });
                }
            }
            Some("text") => {
                if let Some(of) = shown_next.and_then(|at| lines.get_mut(at)) {
                    let output = of.output.get_or_insert_default();
                    output.push_str(line);
                    output.push('\n');
                }
            }
            Some(_) => {}
            None if line.trim().is_empty() => {}
            None => {
                shown_next = None;
                if row {
                    lines.extend(in_running_text(line, tasks));
                } else {
                    // Code may go on in the next line.
                    paragraph.push_str(line);
                    paragraph.push(' ');
                }
            }
        }
    }
    lines
}

/// Command lines among the code of a paragraph or row, which may be one of the table of tasks.
fn in_running_text(line: &str, task: bool) -> Vec<Line> {
    let (mut lines, mut before) = (Vec::new(), "kb search platform");
    for code in line.split('`').skip(1).step_by(2) {
        if code.starts_with("kb ") || code.starts_with("cargo ") {
            before = code;
            lines.push(Line { command: code.to_owned(), ..Line::default() });
        } else if task && (code.starts_with("--") || code.starts_with("-n ")) {
            lines.push(Line { command: format!("{before} {code}"), narrowed: true, output: None });
        }
    }
    lines
}

fn filled_in(command: &str) -> String {
    let word =
        |word: &str| FILLED_IN.iter().find(|(name, _)| *name == word).map_or(word.to_owned(), |(_, v)| (*v).to_owned());
    command.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// The shipped guides, and the files that README speaks of.
fn newcomer() -> Kb {
    let kb = Kb::new()
        .variable("EDITOR", "true")
        .file("kb.toml", fs::read(repository().join("kb.toml")).unwrap())
        .file(
            "q.tsv",
            "1\twho does the infrastructure manager report to\n2\tsalary of a platform engineering manager\n",
        )
        .file("q.qrels", "1 0 reporting-lines 1\n2 0 compensation 1\n")
        .file("after.run", "1 Q0 reporting-lines 1 9.5 x\n2 Q0 compensation 1 8.5 x\n");
    copy_folder(&repository().join("corpus"), &kb.path("corpus"));
    kb
}

fn readme() -> String {
    fs::read_to_string(repository().join("README.md")).unwrap()
}

/// Whether what a line prints differs from day to day, as guides grow older, or is mostly figures.
fn is_unsteady(line: &str) -> bool {
    let of_today = Regex::new(r"--(since|until) (\d+[a-z]|today|yesterday)").unwrap();
    let figures = ["kb index", "kb status", "kb check", "kb eval", "kb bench"];
    of_today.is_match(line) || figures.iter().any(|command| line.starts_with(command))
}

/// An output without what differs from run to run: figures of [`normalized`], moments, sizes, and where it ran.
fn lasting(text: &str, kb: &Kb) -> String {
    let text = normalized(&text.replace(&kb.path("").canonicalize().unwrap().display().to_string(), "ROOT"));
    let text = text.replace(&kb.path("").display().to_string(), "ROOT");
    let moment = Regex::new(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?Z?").unwrap();
    let figure = Regex::new(r#""(took_ms|bytes|committed)": ?[\d.]+"#).unwrap();
    figure.replace_all(&moment.replace_all(&text, "_moment_"), "\"$1\": _").into_owned()
}

/// The first lines of an output, and how many there are beyond those.
fn beginning(text: &str) -> String {
    const SHOWN: usize = 25;
    let lines: Vec<&str> = text.lines().collect();
    let more = lines.len().saturating_sub(SHOWN);
    let mut shown = lines.iter().take(SHOWN).map(|line| format!("{line}\n")).collect::<String>();
    if more > 0 {
        shown.push_str(&format!("[{more} lines more]\n"));
    }
    shown
}

/// Holds lines against lines, where `[… …]` stands for any number of them.
fn is_like(shown: &str, printed: &str) -> bool {
    let (shown, printed) = (normalized(shown), normalized(printed));
    let parts: Vec<&str> = shown.split('\n').collect();
    let mut rest = printed.trim_end();
    for (n, part) in parts.split(|line| line.trim_start().starts_with("[…")).enumerate() {
        let part = part.join("\n");
        let part = part.trim_end();
        match rest.find(part) {
            Some(at) if n > 0 || at == 0 => rest = &rest[at + part.len()..],
            _ => return false,
        }
    }
    rest.trim().is_empty()
}

#[test]
fn every_command_of_the_readme_works_and_prints_what_is_shown() {
    let kb = newcomer();
    let (mut run, mut compared, mut wrong) = (0, 0, Vec::new());
    let mut printed = String::new();
    for Line { command, narrowed, output } in command_lines(&readme()) {
        if NOT_RUN.iter().any(|(listed, _)| *listed == command) {
            continue;
        }
        let line = filled_in(&command).replace("cargo run --release -- ", "kb ");
        assert!(line.starts_with("kb "), "how is `{line}` to be run?");
        let answer: Answer = kb.line(&line);
        run += 1;
        if !is_unsteady(&line) {
            printed.push_str(&format!("$ {line}\n{}\n", beginning(&lasting(&answer.stdout, &kb))));
        }
        // The name of a flag alone.
        if narrowed && answer.stderr.contains("a value is required") {
            continue;
        }
        if answer.status > i32::from(narrowed) {
            wrong.push(format!("`{line}` ends with {}: {}", answer.status, answer.stderr));
        }
        if let Some(shown) = output {
            compared += 1;
            if !is_like(&shown, &answer.stdout) {
                wrong.push(format!("`{line}` prints\n{}\nand not\n{shown}", answer.stdout));
            }
        }
    }
    println!("{run} command lines of README run, {compared} outputs compared");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(run >= 40 && compared >= 1, "{run} {compared}");
    insta::assert_snapshot!(printed);
}

#[test]
fn what_is_not_run_is_still_there() {
    let lines = command_lines(&readme());
    for (listed, reason) in NOT_RUN {
        assert!(lines.iter().any(|line| line.command == listed), "`{listed}` ({reason}) is no longer in README");
    }
}

/// The indented table of queries.
#[test]
fn every_query_of_the_readme_is_one() {
    let kb = newcomer();
    let readme = readme();
    let table = readme.split("### Queries").nth(1).unwrap().split("\n\n").nth(1).unwrap();
    let queries: Vec<&str> = table.lines().map(|line| line.trim().split("  ").next().unwrap()).collect();
    for query in &queries {
        let answer = Answer::of(kb.command(["search", "--count", "--", query]).output().unwrap());
        assert!(answer.status <= 1, "{query}: {answer:?}");
    }
    println!("{} queries of README run", queries.len());
    assert!(queries.len() >= 6, "{queries:?}");
}

#[test]
fn command_lines_are_found_wherever_they_stand() {
    let text = "Run `kb\na` or `--no`\n\n```sh\nkb b  # why\n\n# only a comment\nkb c\n```\n\n```text\nout\n```\n\n| to | run |\n|---|---|\n| x | `kb d`, or `-n 2` |\n\
                | y | `--role z`, `no` |\n\n| `--key` | no |\n\n```sh\nkb e\n```\nwords\n```text\nof something else\n```\n";
    let line = |command: &str| Line { command: command.to_owned(), ..Line::default() };
    let narrowed = |command: &str| Line { narrowed: true, ..line(command) };
    let shown = Line { output: Some("out\n".to_owned()), ..line("kb b") };
    let expected = [
        line("kb a"),
        shown,
        line("kb c"),
        line("kb d"),
        narrowed("kb d -n 2"),
        narrowed("kb search platform --role z"),
        line("kb e"),
    ];
    assert_eq!(command_lines(text), expected);
}

#[test]
fn output_is_compared_but_for_figures_and_what_is_left_out() {
    let printed = "7 sections in 3.1 ms\nfirst\nsecond\nthird\nlast\n";
    for (shown, like) in [
        ("7 sections in 0.6 ms\nfirst\n  [… more …]\nlast\n", true),
        ("7 sections in 0.6 ms\nfirst\nsecond\nthird\nlast\n", true),
        ("8 sections in 0.6 ms\nfirst\n[… more …]\nlast\n", false),
        ("7 sections in 0.6 ms\nfirst\n[… more …]\n", false),
        ("first\n[… more …]\nlast\n", false),
        ("7 sections in 0.6 ms\nsecond\n[… more …]\nlast\n", false),
    ] {
        assert_eq!(is_like(shown, printed), like, "{shown}");
    }
}
