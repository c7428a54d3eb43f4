//! Has a PDF read by a process of its own, so that no file can hurt the run.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

#[cfg(unix)]
use rustix::process::Signal;

use super::message::Message;
use crate::corpus::formats::Refusal;
use crate::error::plain;

/// The command of the program that reads a PDF from its standard input.
const COMMAND: &str = "read-pdf";
/// How long it may take, and how much longer for every megabyte. A busy machine is no reason to give up; processor time
/// is bounded by the process itself.
const PATIENCE: Duration = Duration::from_secs(20);
const PATIENCE_PER_MEGABYTE: Duration = Duration::from_secs(1);
/// Most it may answer, in bytes: its text and the places of its lines.
const MOST: u64 = 48 * 1024 * 1024;

/// What the process said, and why it broke off, where it did.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Answer {
    pub(super) messages: Vec<Message>,
    pub(super) broken_off: Option<Refusal>,
}

/// Has these bytes read by `program`.
///
/// # Errors
/// Where it cannot be started.
pub(super) fn read(program: &Path, bytes: &[u8]) -> Result<Answer, Refusal> {
    let here = |what: String| Refusal { reason: format!("cannot be read as PDF: {what}"), lasting: false };
    let mut child = command(program)
        .spawn()
        .map_err(|error| here(format!("{} cannot be started ({})", program.display(), plain(&error))))?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (done, finished) = mpsc::channel();
    // Both pipes are served at once: either side may wait for the other.
    let (output, in_time) = std::thread::scope(|scope| {
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(bytes)));
        let reader = scope.spawn(move || {
            let mut output = Vec::new();
            let read = stdout.map(|stdout| stdout.take(MOST).read_to_end(&mut output));
            drop(read); // what came before an error counts
            let _ = done.send(());
            output
        });
        let megabytes = u32::try_from(bytes.len() / 1_000_000).unwrap_or(u32::MAX);
        let patience = PATIENCE.saturating_add(PATIENCE_PER_MEGABYTE.saturating_mul(megabytes));
        let in_time = finished.recv_timeout(patience).is_ok();
        if !in_time {
            let _ = child.kill(); // it may have ended by itself
        }
        (reader.join().unwrap_or_default(), in_time)
    });
    let too_much = output.len() as u64 >= MOST;
    if too_much {
        let _ = child.kill();
    }
    let status = child.wait().map_err(|error| here(plain(&error)))?;
    let messages = messages(&output);
    let broken_off = match messages.last() {
        Some(Message::End | Message::Refused(_)) => None,
        _ if !in_time => Some(Refusal { lasting: false, ..too_long() }),
        _ if too_much => Some(Refusal::of_content("it holds too much")),
        _ if was_stopped(status) => return Err(here("it was interrupted".to_owned())),
        _ => Some(end(status)),
    };
    Ok(Answer { messages, broken_off })
}

/// The command that reads a PDF. What a terminal sends to all that belongs to a command (Ctrl-C) does not reach it: an end
/// of the reader alone would look like a fault of the file to a run that goes on. It ends with the program that started
/// it, see `limits`.
fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.arg(COMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}

/// Has these bytes read in this process, so that a fuzzer sees what they lead to; what already is messages is taken as it
/// is.
///
/// # Errors
/// Where reading ends before its time.
#[cfg(fuzzing)]
pub(super) fn read_here(bytes: &[u8]) -> Result<Answer, Refusal> {
    if bytes.starts_with(b"{") {
        return Ok(Answer { messages: messages(bytes), broken_off: None });
    }
    let mut output = Vec::new();
    super::read_pdf_here(&mut &*bytes, &mut output).map_err(|error| Refusal::of_content(error.to_string()))?;
    Ok(Answer { messages: messages(&output), broken_off: None })
}

/// What was said, as far as it is whole.
fn messages(output: &[u8]) -> Vec<Message> {
    let lines = output.split_inclusive(|&byte| byte == b'\n').filter(|line| line.ends_with(b"\n"));
    lines.map_while(|line| serde_json::from_slice(line).ok()).collect()
}

fn too_long() -> Refusal {
    Refusal::of_content("reading it takes too long")
}

/// Whether somebody ended the process from outside, be it the system for want of memory: that says nothing about the
/// file.
#[cfg(unix)]
fn was_stopped(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt as _;

    let signals = [Signal::INT, Signal::TERM, Signal::HUP, Signal::QUIT, Signal::KILL];
    signals.into_iter().any(|signal| status.signal() == Some(signal.as_raw()))
}

#[cfg(not(unix))]
fn was_stopped(_: ExitStatus) -> bool {
    false
}

/// What an end says about the file.
#[cfg(unix)]
fn end(status: ExitStatus) -> Refusal {
    use std::os::unix::process::ExitStatusExt as _;

    match status.signal() {
        Some(signal) if signal == Signal::XCPU.as_raw() => too_long(),
        Some(_) => Refusal::of_content("it needs too much memory or goes in circles"),
        None if status.success() => Refusal::of_content("it holds too much"),
        None => Refusal::of_content("the reader failed"),
    }
}

#[cfg(not(unix))]
fn end(_: ExitStatus) -> Refusal {
    Refusal::of_content("the reader failed")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::read;

    #[test]
    fn a_program_that_is_not_there_is_no_fault_of_the_file() {
        let refusal = read(Path::new("/no/such/program"), b"x").unwrap_err();
        assert!(!refusal.lasting && refusal.reason.contains("cannot be started"), "{refusal:?}");
    }

    #[cfg(unix)]
    #[test]
    fn a_reader_that_is_ended_from_outside_says_nothing_of_the_file() {
        use std::os::unix::process::ExitStatusExt as _;
        use std::process::ExitStatus;

        use super::{Signal, end, was_stopped};

        for (signal, stopped) in
            [(Signal::INT, true), (Signal::KILL, true), (Signal::XCPU, false), (Signal::ABORT, false)]
        {
            assert_eq!(was_stopped(ExitStatus::from_raw(signal.as_raw())), stopped, "{signal:?}");
        }
        assert!(end(ExitStatus::from_raw(Signal::XCPU.as_raw())).reason.contains("too long"));
        assert!(end(ExitStatus::from_raw(Signal::SEGV.as_raw())).reason.contains("circles"));
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_says_nothing_of_use_is_noticed() {
        let large = vec![b'x'; 1_000_000];
        for program in ["/bin/true", "/bin/false", "/bin/echo"] {
            let answer = read(Path::new(program), &large).unwrap();
            assert!(answer.messages.is_empty() && answer.broken_off.is_some(), "{program}");
        }
    }
}
