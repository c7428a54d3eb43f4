//! Signals: whatever a run is doing when it is told to end, it ends at once, leaves the old state of the index or the new
//! one, no process that it started, and nothing that stops the next run.
//!
//! `KB_SOAK_SIGNALS` sets how many runs are ended (15 by default, one for each signal and kind of run).

#![cfg(unix)]

use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::harness::{Kb, PROGRAM};

/// How long an end may take on a machine that is busy with other tests; alone it takes some milliseconds.
const PATIENCE: Duration = Duration::from_secs(20);

const GUIDES: usize = 60;

fn send(signal: &str, to: u32) {
    let sent = Command::new("kill").args([&format!("-{signal}"), &to.to_string()]).status().unwrap();
    assert!(sent.success(), "{signal} to {to}");
}

fn number(signal: &str) -> i32 {
    match signal {
        "HUP" => 1,
        "INT" => 2,
        "QUIT" => 3,
        "KILL" => 9,
        "TERM" => 15,
        other => panic!("{other}"),
    }
}

/// Waits for the end of a child; gives its status and how long that took.
#[track_caller]
fn end(child: &mut Child) -> (ExitStatus, Duration) {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().unwrap() {
            return (status, started.elapsed());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let _ = child.kill();
    let _ = child.wait();
    panic!("it does not end");
}

/// Writes all guides with this word in each.
fn write(kb: &Kb, word: &str) {
    for n in 0..GUIDES {
        let filling = "Gneiss, schist and slate. ".repeat(40);
        kb.write(&format!("corpus/n{n}.md"), format!("# N{n}\n\n{word} rock.\n\n## More\n\n{filling}\n"));
    }
}

/// `kb` with signals as a terminal leaves them: who starts the tests in the background may have it ignore some, and what
/// it starts inherits that.
fn command(kb: &Kb, arguments: &[&str]) -> Command {
    if !cfg!(target_os = "linux") {
        return kb.command(arguments);
    }
    let mut command = Command::new("env");
    kb.prepare(&mut command);
    command.args(["--default-signal=INT,HUP,QUIT", PROGRAM]).args(arguments);
    command
}

/// How many guides have each of the words.
fn state(kb: &Kb, words: [&str; 2]) -> [usize; 2] {
    words.map(|word| {
        let answer = kb.run(["search", word, "-n", "0", "--format", "paths"]);
        assert!(answer.status <= 1, "{answer:?}");
        answer.stdout.lines().count()
    })
}

/// Generations in the folder of the index.
fn generations(kb: &Kb) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(kb.path("index")) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect()
}

#[test]
fn an_ended_run_leaves_the_old_state_or_the_new_one() {
    let runs = std::env::var("KB_SOAK_SIGNALS").map_or(15, |text| text.parse().unwrap());
    let kb = Kb::new();
    write(&kb, "granite");
    let started = Instant::now();
    kb.run(["index"]).found();
    let whole = started.elapsed();
    let signals = ["INT", "TERM", "HUP", "QUIT", "KILL"];
    let (mut ended, mut slowest, mut kept) = (0, Duration::ZERO, 0);
    for run in 0..runs {
        let signal = signals[run % signals.len()];
        let (old, new) = if run % 2 == 0 { ("granite", "marble") } else { ("marble", "granite") };
        let kind = run % 3;
        if kind == 0 {
            fs::remove_dir_all(kb.path("index")).unwrap();
        }
        write(&kb, new);
        let mut command = command(&kb, &["index"]);
        if kind == 1 {
            command.arg("--rebuild");
        }
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // At all points of a run, one after the other, and a little beyond.
        std::thread::sleep(whole.mul_f64((run as f64 * 0.618).fract() * 1.1));
        if child.try_wait().unwrap().is_none() {
            send(signal, child.id());
        }
        let (status, took) = end(&mut child);
        let what = format!("run {run} of kind {kind}, {signal}: {status}");
        assert!(status.success() || status.signal() == Some(number(signal)), "{what}");
        ended += usize::from(!status.success());
        slowest = slowest.max(took);
        if kb.path("index/CURRENT").exists() {
            let found = state(&kb, [old, new]);
            let expected = if found[0] > 0 { [GUIDES, 0] } else { [0, GUIDES] };
            assert_eq!(found, expected, "{what}");
            assert!(kind != 0 || found[0] == 0, "{what}: the index was new");
            kept += usize::from(found[0] > 0);
        } else {
            assert_eq!(kind, 0, "{what}");
        }
        // Nothing stands in the way of the next run, which puts in order what is left.
        let next = kb.run(["index"]).found();
        assert_eq!(next.stderr, "", "{what}");
        assert_eq!(state(&kb, [old, new]), [0, GUIDES], "{what}");
        assert_eq!(generations(&kb).len(), 1, "{what}");
    }
    println!("{runs} runs, {ended} of them ended by a signal, {kept} with the old state kept; slowest end {slowest:?}");
    assert!(ended * 4 > runs, "too few are still running when the signal comes: {ended} of {runs}");
}

/// A PDF that takes a while to read: it writes the same line many times over.
fn long_pdf() -> Vec<u8> {
    let line = "BT /F 10 Tf 1 0 0 1 50 750 Tm (granite and marble) Tj ET\n".repeat(6_000);
    let pages = 40;
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Count {pages} /Kids [{}] >>",
            (0..pages).map(|at| format!("{} 0 R ", 5 + at)).collect::<String>()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{line}endstream", line.len()),
    ];
    objects.extend((0..pages).map(|_| {
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 3 0 R >> >> >>"
            .to_owned()
    }));
    let mut pdf = "%PDF-1.7\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (at, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", pdf.len());
        pdf += &format!("{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let start = pdf.len();
    pdf += &format!("{table}trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    pdf.into_bytes()
}

/// The processes that one has started and that have not ended.
#[cfg(target_os = "linux")]
fn children(parent: u32) -> Vec<u32> {
    let stat = |entry: std::io::Result<fs::DirEntry>| {
        let text = fs::read_to_string(entry.ok()?.path().join("stat")).ok()?;
        // The name of the program, in brackets, may have anything in it.
        let (number, rest) = (text.split_once(' ')?.0, text.rsplit_once(") ")?.1);
        let mut rest = rest.split(' ');
        let (state, above) = (rest.next()?, rest.next()?);
        (state != "Z" && above.parse() == Ok(parent)).then_some(number.parse().ok()?)
    };
    fs::read_dir("/proc").unwrap().filter_map(stat).collect()
}

#[cfg(target_os = "linux")]
fn lives(process: u32) -> bool {
    fs::read_to_string(format!("/proc/{process}/stat"))
        .is_ok_and(|text| text.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z')))
}

#[cfg(target_os = "linux")]
#[test]
fn what_reads_a_pdf_ends_with_the_run() {
    let kb = Kb::new().file("corpus/a.md", "# Alpha\n\nGranite.\n").file("corpus/long.pdf", long_pdf());
    for (signal, arguments) in [
        ("INT", &["index"][..]),
        ("TERM", &["index"]),
        ("HUP", &["index"]),
        ("KILL", &["index"]),
        ("TERM", &["index", "--watch"]),
        ("INT", &["index", "--watch"]),
    ] {
        let what = format!("{signal} to {arguments:?}");
        let mut child = command(&kb, arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let started = Instant::now();
        let readers = loop {
            let found = children(child.id());
            if !found.is_empty() {
                break found;
            }
            assert!(child.try_wait().unwrap().is_none() && started.elapsed() < PATIENCE, "{what}: no reader was seen");
        };
        // Some time into its work.
        std::thread::sleep(Duration::from_millis(30));
        send(signal, child.id());
        let (status, took) = end(&mut child);
        let asked = arguments.len() == 1;
        assert_eq!(status.signal(), asked.then(|| number(signal)), "{what}: {status}");
        let started = Instant::now();
        while readers.iter().any(|reader| lives(*reader)) {
            assert!(started.elapsed() < PATIENCE, "{what}: its reader goes on");
            std::thread::sleep(Duration::from_millis(1));
        }
        println!("{what}: {status} after {took:?}, its reader {:?} later", started.elapsed());
        assert!(!kb.path("index/CURRENT").exists(), "{what}: it was not done");
    }
    assert_eq!(kb.index()["guides"], 2);
}

/// A terminal sends Ctrl-C to all that belongs to the command in front.
#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_while_a_pdf_is_read_never_commits_without_it() {
    use std::os::unix::process::CommandExt as _;

    let kb = Kb::new().file("corpus/a.md", "# Alpha\n\nGranite.\n").file("corpus/long.pdf", long_pdf()).indexed();
    assert_eq!(kb.index()["guides"], 2);
    for arguments in [&["index", "--rebuild"][..], &["index", "--watch", "--rebuild"]] {
        let mut command = command(&kb, arguments);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).process_group(0).spawn().unwrap();
        let started = Instant::now();
        while children(child.id()).is_empty() {
            assert!(started.elapsed() < PATIENCE && child.try_wait().unwrap().is_none(), "no reader was seen");
        }
        send("INT", child.id());
        let group = format!("-{}", child.id());
        let _ = Command::new("kill").args(["-INT", "--", &group]).stderr(Stdio::null()).status();
        end(&mut child);
        let found = kb.run(["search", "marble", "--format", "paths"]).found();
        assert_eq!(found.stdout, "corpus/long.pdf\n", "{arguments:?}");
    }
}

#[test]
fn a_second_signal_while_watching_ends_it_at_once() {
    let kb = Kb::new().file("corpus/long.pdf", long_pdf()).file("corpus/a.md", "# Alpha\n\nGranite.\n");
    let mut child = command(&kb, &["index", "--watch"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let started = Instant::now();
    while !kb.path("index/LOCK").exists() {
        assert!(started.elapsed() < PATIENCE);
        std::thread::sleep(Duration::from_millis(1));
    }
    send("INT", child.id());
    let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).stderr(Stdio::null()).status();
    let (status, took) = end(&mut child);
    assert!([Some(0), Some(130)].contains(&status.code()), "{status}");
    println!("{status} after {took:?}");
    assert_eq!(kb.index()["guides"], 2);
}

/// What a pager does with Ctrl-C is its own affair: a `kb` that ended by it would leave both the shell and the pager
/// reading the terminal.
#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_in_a_pager_is_for_the_pager() {
    let kb = (0..80).fold(Kb::new(), |kb, n| kb.file(&format!("corpus/n{n}.md"), format!("# N{n}\n\nGranite.\n")));
    let kb = kb.indexed();
    if Command::new("script").arg("--version").output().is_err() {
        return println!("skipped: there is no `script` to make a terminal");
    }
    // It tells the number of `kb`, waits, and tells that it has ended.
    let pager = "#!/bin/sh\ntrap : INT\ncat >/dev/null\necho $PPID >pager.up\nwhile [ ! -e pager.go ]; do sleep 0.02; done\n\
                 echo done >pager.down\n";
    kb.write("pager.sh", pager);
    let mut command = Command::new("env");
    kb.prepare(&mut command);
    command.env("PROGRAM", PROGRAM).env("KB_PAGER", "sh pager.sh").env("TERM", "xterm").stdin(Stdio::piped());
    // The shell gets the Ctrl-C too and has to live on to tell the status: which shell it is decides otherwise.
    let line = "trap : INT; stty rows 24 cols 80; \"$PROGRAM\" search granite -n 0; echo \"status $?\"";
    command.env("SHELL", "/bin/sh").args(["--default-signal=INT", "script", "-qec", line, "/dev/null"]);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut keys = child.stdin.take().unwrap();
    let started = Instant::now();
    let wait = |file: &str| {
        while fs::read_to_string(kb.path(file)).unwrap_or_default().is_empty() {
            assert!(started.elapsed() < PATIENCE, "{file} does not come");
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    wait("pager.up");
    let program: u32 = fs::read_to_string(kb.path("pager.up")).unwrap().trim().parse().unwrap();
    // To the pager and to us, as the terminal does.
    keys.write_all(b"\x03").unwrap();
    send("INT", program);
    std::thread::sleep(Duration::from_millis(200));
    assert!(lives(program), "the pager is still up");
    kb.write("pager.go", "now");
    wait("pager.down");
    let mut said = String::new();
    child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    drop(keys);
    end(&mut child);
    assert!(said.contains("status 0"), "{said:?}");
}
