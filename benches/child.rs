//! A program run in a process of its own: how long it took, by the clock and of the processors, and how much memory it had.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often the memory of a process is looked at.
const SAMPLED: Duration = Duration::from_millis(2);

/// What a run cost. Where the system does not tell (anywhere but on Linux), a figure is none.
pub(crate) struct Run {
    /// What it printed.
    pub(crate) output: Output,
    /// By the clock.
    pub(crate) wall: Duration,
    /// Seconds of all processors, of its own and of the system for it.
    pub(crate) cpu: Option<f64>,
    /// The most memory it had at once that is in no file, in bytes: the most of what was seen every few milliseconds.
    pub(crate) anonymous: Option<f64>,
    /// The most memory it had at once, mapped files among it, in bytes.
    pub(crate) resident: Option<f64>,
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Run {
    let before = children_seconds();
    let started = Instant::now();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().expect("the program can be run");
    let status = Path::new("/proc").join(child.id().to_string()).join("status");
    let ended = AtomicBool::new(false);
    let (output, wall, (anonymous, resident)) = std::thread::scope(|scope| {
        let sampler = scope.spawn(|| sample(&status, &ended));
        let output = child.wait_with_output().expect("the program can be waited for");
        let wall = started.elapsed();
        ended.store(true, Ordering::Relaxed);
        (output, wall, sampler.join().expect("the sampler ends"))
    });
    let cpu = before.zip(children_seconds()).map(|(before, after)| after - before);
    Run { output, wall, cpu, anonymous, resident }
}

/// The most anonymous and the most resident memory of a process until it ends.
fn sample(status: &Path, ended: &AtomicBool) -> (Option<f64>, Option<f64>) {
    let (mut anonymous, mut resident) = (None, None);
    while !ended.load(Ordering::Relaxed) {
        if let Ok(text) = std::fs::read_to_string(status) {
            anonymous = most(anonymous, kilobytes(&text, "RssAnon:"));
            resident = most(resident, kilobytes(&text, "VmHWM:"));
        }
        std::thread::sleep(SAMPLED);
    }
    (anonymous, resident)
}

fn most(known: Option<f64>, seen: Option<f64>) -> Option<f64> {
    known.into_iter().chain(seen).reduce(f64::max)
}

/// A line of `/proc/PID/status`, in bytes.
fn kilobytes(status: &str, name: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix(" kB")?.parse::<f64>().ok().map(|kilobytes| kilobytes * 1_024.0)
}

/// Seconds of all processors that finished children of this process have had: fields 16 and 17 of `/proc/self/stat`, in
/// ticks, of which Linux has always told programs that there are a hundred in a second.
fn children_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in parentheses, is the second field and may hold spaces.
    let (_, after) = stat.rsplit_once(')')?;
    let mut ticks = after.split_whitespace().skip(13).take(2).map(str::parse::<f64>);
    Some((ticks.next()?.ok()? + ticks.next()?.ok()?) / 100.0)
}
