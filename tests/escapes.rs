//! What guides, names, settings and arguments hold cannot steer a terminal, whatever command shows it in whatever format.
//!
//! Each payload stands in every place that a guide has, in file names and folder names, and in every argument. Answers are
//! looked at in a pipe, and on a terminal that the program `script` makes.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Stdio};

use crate::harness::{Kb, PROGRAM};

/// Every format of an answer.
const FORMATS: [&str; 8] = ["table", "json", "jsonl", "csv", "tsv", "markdown", "paths", "vimgrep"];

/// The codes of colour that `kb` itself uses.
const COLOURS: [&str; 10] = ["0", "1", "1;31", "2", "32", "1;32", "36", "33", "3", "4"];

/// Sequences that begin with ESC, as ECMA-48 and xterm have them, whole ones and halves.
const ESCAPES: [&str; 54] = [
    "]0;title\x07",
    "]2;title\x1b\\",
    "]52;c;ZXZpbA==\x07",
    "]52;c;?\x07",
    "]8;;http://evil.example/\x07text\x1b]8;;\x07",
    "]4;1;rgb:00/00/00\x07",
    "]10;?\x07",
    "]9;note\x07",
    "]777;notify;a;b\x07",
    "]1337;File=inline=1:AAAA\x07",
    "]133;C\x07",
    "]0;half",
    "[2J",
    "[3J",
    "[H",
    "[1;1H",
    "[10A",
    "[99D",
    "[2K",
    "[6n",
    "[c",
    "[>c",
    "[=c",
    "[5n",
    "[21t",
    "[8;1;1t",
    "[31;5m",
    "[38;5;201m",
    "[8m",
    "[?1049h",
    "[?25l",
    "[?2004h",
    "[200~",
    "[201~rm -rf x\n",
    "[?1000h",
    "[!p",
    "[4i",
    "[1;1r",
    "[99S",
    "[99T",
    "[99X",
    "[",
    "[1;",
    "P$q\"p\x1b\\",
    "Pq#0;2;0;0;0#0~~\x1b\\",
    "Ptmux;\x1b\x1b]0;x\x07\x1b\\",
    "Phalf",
    "_Ga=T,f=24;AAAA\x1b\\",
    "^private\x1b\\",
    "Xstart\x1b\\",
    "c",
    "7",
    "#8",
    "(0",
];

/// Characters and rows of them that do harm without ESC.
const OTHERS: [&str; 46] = [
    "\u{9b}2J",
    "\u{9d}0;title\u{9c}",
    "\u{90}q\u{9c}",
    "\u{98}start\u{9c}",
    "\u{9e}private\u{9c}",
    "\u{9f}application\u{9c}",
    "\u{84}",
    "\u{85}",
    "\u{88}",
    "\u{8d}",
    "\u{8e}",
    "\u{9b}",
    "\u{80}",
    "\x07",
    "\x08\x08\x08\x08evil",
    "\x7f\x7f",
    "\0",
    "\x0b",
    "\x0c",
    "\x0e",
    "\x0f",
    "\x05",
    "\x1a",
    "\x18",
    "\x1b",
    "\x1b\x1b\x1b",
    "\revil",
    "\r\n\revil",
    "\u{202a}",
    "\u{202b}",
    "\u{202d}evil\u{202c}",
    "\u{202e}live\u{202c}",
    "\u{2066}",
    "\u{2067}live",
    "\u{2068}",
    "\u{2069}",
    "\u{200e}\u{200f}",
    "\u{61c}",
    "\u{200b}\u{2060}\u{feff}",
    "\u{ad}",
    "\u{180e}",
    "\u{2028}",
    "\u{2029}",
    "\u{e0001}\u{e0065}\u{e0076}\u{e007f}",
    "\u{fff9}a\u{fffa}b\u{fffb}",
    "\u{206a}\u{206f}",
];

fn payloads() -> Vec<String> {
    ESCAPES.iter().map(|rest| format!("\x1b{rest}")).chain(OTHERS.map(str::to_owned)).collect()
}

/// Whether a character steers a terminal, turns text round or cannot be seen, wherever it stands.
fn is_dangerous(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The dangerous characters of an output besides what lines, columns and our own colours are made of.
pub(crate) fn dangerous(output: &str, coloured: bool) -> BTreeSet<String> {
    let mut text = output.replace("\r\n", "\n");
    if coloured {
        for code in COLOURS {
            text = text.replace(&format!("\x1b[{code}m"), "");
        }
    }
    text.chars().filter(|c| is_dangerous(*c) && !matches!(c, '\n' | '\t')).map(|c| format!("{c:?}")).collect()
}

/// A knowledge base with each payload in every place of a guide. The marker of a payload stands beside it.
pub(crate) fn hostile() -> Kb {
    let mut kb = Kb::new();
    let settings = |text: &str| serde_json::to_string(text).unwrap().replace('\u{7f}', "\\u007f");
    let names: String = payloads()
        .iter()
        .enumerate()
        .map(|(n, payload)| {
            let (id, name) = (format!("role{n}"), settings(&format!("zqrole{n} {payload}")));
            format!("[[role]]\nid = \"{id}\"\nname = {name}\naliases = [{name}]\n")
        })
        .collect();
    let searches: String = payloads()
        .iter()
        .enumerate()
        .map(|(n, payload)| {
            let text = settings(&format!("zqsearch{n} {payload}"));
            format!("[search.s{n}]\nquery = {text}\nabout = {text}\nrole = {text}\n")
        })
        .collect();
    kb.write("kb.toml", format!("[[corpus]]\npath = \"corpus\"\n{names}[inference]\nopen_roles = true\n{searches}"));
    for (n, payload) in payloads().iter().enumerate() {
        let quoted = serde_json::to_string(payload).unwrap();
        let entities: String = payload.chars().map(|c| format!("&#{};", c as u32)).collect();
        let line = payload.replace(['\r', '\n'], " ");
        kb = kb
            .file(
                &format!("corpus/{n}.md"),
                format!(
                    "---\ntitle: {quoted}\ntags: [\"zqtag{n}\", {quoted}]\nrole: [\"role{n}\", {quoted}]\n---\n# zqtitle{n} {line}\n\n\
                     Granite zqbody{n} {payload} end.\n\nZulu{n} Quebec {line} Marker{n} (ZQM{n}) and infra{line}structure as code \
                     (IaC{n}).\n\n## zqhead{n} {line} granite\n\n```\nzqcode{n} {payload}\n```\n\n[zqlink{n} {line}](<x{line}>) granite \
                     {payload}\n\n### {line} {{#zq{line}anchor}}\n\ngranite\n"
                ),
            )
            .file(&format!("corpus/{n}.html"), format!("<title>zqpage{n}{entities}</title><h1>zqh{n}{entities}</h1>granite {entities}"));
        // What no file can be called stays out.
        let name = payload.replace(['/', '\0'], "_");
        kb.write(&format!("corpus/zqfolder{n}{name}/zqfile{n}{name}.md"), format!("granite zqnamed{n}\n"));
        kb.write(&format!("corpus/zqempty{n}{name}.md"), "");
        kb.write(&format!("corpus/zqmatter{n}{name}.md"), format!("---\na: [{payload}\n---\ngranite\n"));
    }
    kb
}

/// Commands that show what is in an index.
const SHOWING: &[&[&str]] = &[
    &["search", "granite", "-n", "0"],
    &["search", "granite", "--budget", "100000"],
    &["search", "-n", "0", "--facet-limit", "0"],
    &["search", "granite", "-n", "100", "--explain", "--group", "guide"],
    &["search", "zqbody7", "zqhead9"],
    &["search", "tag:zqtag7"],
    &["show", "50.md#zqtitle50-8-end"],
    &["show", "50.md#zqtitle50-8-end", "-C", "2", "--query", "granite"],
    &["suggest", "zq", "-n", "0"],
    &["suggest", "-n", "0", "end"],
    &["terms", "--role", "role7", "-n", "0"],
    &["acronyms"],
    &["acronyms", "ZQM7"],
    &["facets"],
    &["facets", "--why", "0.html#zqh0"],
    &["status"],
    &["searches"],
    &["search", "@s7"],
    &["similar", "0.html#zqh0", "-n", "0"],
    &["compare", "granite", "-n", "0", "--terms"],
    &["compare", "--rows", "0"],
    &["coverage"],
    &["coverage", "zqbody7", "granite"],
    &["links", "0.html#zqh0"],
    &["check", "--links"],
    &["eval", "--self", "--sample", "20"],
    &["index", "--dry-run", "--rebuild", "-v"],
];

/// One output that was looked at: what was run, in which format, and what was dangerous in it.
type Looked = (String, BTreeSet<String>);

#[test]
fn nothing_raw_is_shown_of_guides_and_names() {
    let kb = hostile();
    kb.rest();
    let built = kb.run(["index"]).found();
    let mut looked: Vec<Looked> = vec![("index".to_owned(), dangerous(&built.stderr, false))];
    let ids = kb.search(["zqfile", "OR", "zqnamed3*", "-n", "5"]);
    assert!(ids["total"].as_u64() > Some(0), "{ids}");
    let mut shown = BTreeSet::new();
    for format in FORMATS {
        for command in SHOWING {
            let answer = kb.run(command.iter().chain(&["--format", format]));
            let what = format!("{command:?} as {format}");
            looked.push((format!("{what}, to standard error"), dangerous(&answer.stderr, false)));
            // A script needs names as they are.
            if !matches!(format, "paths" | "vimgrep") {
                looked.push((what, dangerous(&answer.stdout, false)));
            }
            let markers =
                answer.stdout.split("zq").skip(1).map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_lowercase()));
            let number =
                |rest: &str| rest.split(|c: char| !c.is_ascii_digit()).next().and_then(|n| n.parse::<usize>().ok());
            shown.extend(markers.filter_map(number));
        }
    }
    for id in ids["hits"].as_array().unwrap().iter().filter_map(|hit| hit["id"].as_str()) {
        for command in ["show", "similar", "links", "open"] {
            let answer = kb.run([command, id]);
            looked.push((format!("{command} {id:?}"), dangerous(&(answer.stdout + &answer.stderr), false)));
        }
    }
    // The Markdown of every guide, laid out.
    let all = kb.search(["granite", "-n", "0"]);
    let all: Vec<&str> = all["hits"].as_array().unwrap().iter().filter_map(|hit| hit["id"].as_str()).collect();
    for format in ["table", "markdown", "json"] {
        let answer = kb.run(["show", "--query", "granite", "--format", format].iter().chain(&all)).found();
        looked.push((format!("show of {} sections as {format}", all.len()), dangerous(&answer.stdout, false)));
    }
    println!("{} payloads × 12 places × {} commands × {} formats", payloads().len(), SHOWING.len(), FORMATS.len());
    println!("{} outputs in a pipe", looked.len());
    let missing: Vec<usize> = (0..payloads().len()).filter(|n| !shown.contains(n)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert_safe(looked);
}

#[track_caller]
fn assert_safe(looked: Vec<Looked>) {
    let raw: Vec<Looked> = looked.into_iter().filter(|(_, dangerous)| !dangerous.is_empty()).collect();
    assert!(raw.is_empty(), "{} raw: {:#?}", raw.len(), raw.iter().take(10).collect::<Vec<_>>());
}

#[test]
fn json_gives_every_name_back_as_it_is() {
    let kb = hostile();
    kb.rest();
    kb.run(["index"]).found();
    let found = kb.search(["granite", "-n", "0"]);
    let paths: BTreeSet<String> =
        found["hits"].as_array().unwrap().iter().filter_map(|hit| hit["path"].as_str().map(str::to_owned)).collect();
    for (n, payload) in payloads().iter().enumerate() {
        let name = payload.replace(['/', '\0'], "_");
        let path = format!("corpus/zqfolder{n}{name}/zqfile{n}{name}.md");
        assert!(paths.contains(&path), "{path:?}");
    }
}

#[test]
fn nothing_raw_is_shown_of_arguments() {
    let kb = Kb::new()
        .file("corpus/a.md", "---\ntags: [soil]\nrole: platform\n---\n# A\n\nGranite.\n")
        .file("q.tsv", "1\tgranite\n")
        .file("bad.tsv", payloads().concat())
        .indexed();
    let mut looked: Vec<Looked> = Vec::new();
    let texts: Vec<String> = payloads().iter().map(|payload| payload.replace('\0', "")).collect();
    for text in texts.chunks(10).map(|some| some.join("zq ")).collect::<Vec<_>>() {
        let named = format!("x{text}");
        let file = named.replace('/', "_");
        kb.write(&format!("{file}.toml"), format!("{text}\n"));
        let commands: &[&[&str]] = &[
            &["search", &named],
            &["search", "granite", &named, "--any", "--explain"],
            &["search", &format!("role:\"{named}\" tag:\"{named}\" path:\"{named}\"")],
            &["search", "granite", "--role", &named],
            &["search", "granite", "--tag", &named],
            &["search", "granite", "--section", &named],
            &["search", "granite", "--corpus", &named],
            &["search", "granite", "--guide", &named],
            &["search", "granite", "--since", &named],
            &["search", "granite", "-n", &named],
            &["search", "granite", "--sort", &named],
            &["search", "--format", &named],
            &["search", &format!("--{named}")],
            &[&named],
            &["show", &named],
            &["open", &named],
            &["browse", &named],
            &["similar", &named],
            &["links", &named],
            &["suggest", &named],
            &["terms", "--role", &named],
            &["compare", &named, "--role", &named],
            &["compare", &named],
            &["coverage", &named],
            &["coverage", "--section", &named],
            &["acronyms", &named],
            &["facets", "--why", &named],
            &["index", &named],
            &["index", "corpus", "--index", &file],
            &["search", "granite", "--index", &named],
            &["search", "granite", "--config", &named],
            &["search", "granite", "--config", &format!("{file}.toml")],
            &["eval", "--queries", &named, "--qrels", &named],
            &["eval", "--queries", "bad.tsv", "--qrels", "bad.tsv"],
            &["init", &format!("corpus/a.md/{named}")],
            &["completions", &named],
            &["help", &named],
            &["search", &format!("@{named}")],
            &["man", &named],
            &["man", "--dir", &format!("corpus/a.md/{named}")],
        ];
        for command in commands {
            for format in ["table", "json"] {
                let answer = kb.run(command.iter().chain(&["--format", format]));
                assert!(answer.status >= 0, "{answer:?}");
                looked.push((format!("{command:?} as {format}"), dangerous(&(answer.stdout + &answer.stderr), false)));
            }
        }
    }
    println!("{} payloads in 35 arguments: {} outputs", texts.len(), looked.len());
    assert_safe(looked);
}

#[test]
fn nothing_raw_reaches_a_terminal() {
    if !cfg!(target_os = "linux") || Command::new("script").arg("--version").output().is_err() {
        return println!("skipped: no program `script` as util-linux has it");
    }
    let kb = hostile();
    kb.rest();
    let mut script = format!("export COLUMNS=120; cd '{}' || exit 9\n", kb.path("").display());
    let mut runs = 0;
    let mut run = |arguments: &[&str]| {
        let quoted: Vec<String> = arguments.iter().map(|argument| format!("'{argument}'")).collect();
        script += &format!("'{PROGRAM}' {} --no-pager\n", quoted.join(" "));
        runs += 1;
    };
    // Quietly: a bar that shows progress moves the cursor itself.
    run(&["index", "-q"]);
    for format in FORMATS {
        for command in SHOWING.iter().filter(|command| command[0] != "index") {
            for color in ["auto", "always"] {
                run(&[*command, &["--format", format, "--color", color]].concat());
            }
        }
    }
    // What is wrong with an argument is told by a library, not as the rest is.
    for payload in payloads() {
        let payload = payload.replace(['\0', '\''], "");
        run(&["search", "--format", &format!("x{payload}")]);
        run(&[&format!("x{payload}")]);
    }
    kb.write("run.sh", script + "echo the end\n");
    let log = kb.path("typescript");
    let mut command = Command::new("script");
    kb.prepare(&mut command);
    let mut child = command
        .args(["-q", "-e", "-c", &format!("sh '{}'", kb.path("run.sh").display())])
        .arg(&log)
        .env("TERM", "xterm-256color")
        // Open until the end: at its end, `script` would send what ends the input of a terminal.
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    assert!(child.wait().unwrap().success());
    let seen = String::from_utf8(fs::read(log).unwrap()).unwrap();
    // What `script` itself writes on its first and last line.
    let shown: String = seen.lines().filter(|line| !line.starts_with("Script ")).collect::<Vec<_>>().join("\n");
    println!(
        "{runs} runs on a terminal, {} MB: {} payloads × {} formats",
        shown.len() / 1_000_000,
        payloads().len(),
        FORMATS.len()
    );
    assert!(shown.contains("the end") && shown.contains("\x1b[1;31m") && shown.contains("zqfile99"), "{}", shown.len());
    let raw = dangerous(&shown.replace('\r', ""), true);
    let lines: Vec<&str> = shown.lines().filter(|line| !dangerous(&line.replace('\r', ""), true).is_empty()).collect();
    assert!(raw.is_empty(), "{raw:?} in {} lines: {:#?}", lines.len(), &lines[..lines.len().min(5)]);
    // `\r` is only part of the ends of lines, where the terminal puts it.
    assert!(seen.split('\n').all(|line| !line.trim_end_matches('\r').contains('\r')));
}

#[test]
fn there_are_a_hundred_payloads() {
    let all = payloads();
    assert!(all.len() >= 100 && all.iter().collect::<BTreeSet<_>>().len() == all.len(), "{}", all.len());
    assert!(all.iter().all(|payload| payload.chars().any(is_dangerous)), "{all:?}");
}
