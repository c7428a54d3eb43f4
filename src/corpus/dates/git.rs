//! Runs git so that nothing but git runs.
//!
//! Repositories of strangers may hold settings that name programs. All that could start one (hooks, filters, monitors of
//! the file system, signature and diff programs, fetching what a partial clone lacks) is switched off; git finds the
//! repository itself, so that its own check of who owns it holds; it has only so much time.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Longest part of an output, in bytes: no file has such a name.
const LONGEST: u64 = 64 * 1024;

/// How long git's complaint may be waited for once its output has ended.
const COMPLAINT: Duration = Duration::from_secs(1);

/// Settings that could make git run other programs, talk to other machines or leave something out.
const SETTINGS: [&str; 14] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.sshCommand=false",
    "core.askPass=",
    "core.alternateRefsCommand=false",
    "credential.helper=",
    "diff.external=",
    "gpg.program=false",
    "log.showRoot=true",
    "log.showSignature=false",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
    "submodule.recurse=false",
];

/// Variables of the caller that are kept: where the user's own settings and git itself are. All others, such as those a
/// hook sets, would lead to another repository.
const KEPT: [&str; 4] = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH"];

/// Git in one repository.
pub(in crate::corpus) struct Git<'a> {
    /// The folder that holds its files and its `.git`.
    pub top: &'a Path,
    /// Names of settings of filter programs, to be emptied.
    pub filters: Vec<String>,
    /// When git must be done.
    pub deadline: Instant,
}

/// What was read of an output.
pub(in crate::corpus) enum Reading<T> {
    /// Everything.
    All(T),
    /// As much as was wanted.
    Enough(T),
}

impl Git<'_> {
    /// Runs one command and has `read` read what it prints.
    ///
    /// # Errors
    /// In words, where git cannot be started, ends with another code than those allowed, takes too long or prints what
    /// cannot be read.
    pub(in crate::corpus) fn run<T: Send + 'static>(
        &self,
        arguments: &[&str],
        allowed: &[i32],
        read: impl FnOnce(&mut dyn BufRead) -> std::io::Result<Reading<T>> + Send + 'static,
    ) -> Result<T, String> {
        let mut child = self.command().args(arguments).spawn().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => "git is not installed".to_owned(),
            _ => format!("git cannot be started: {}", crate::error::plain(&error)),
        })?;
        // Reading is left to threads of their own, so that nothing git does can hold us up.
        let (sender, output) = mpsc::channel();
        if let Some(out) = child.stdout.take() {
            std::thread::spawn(move || sender.send(read(&mut BufReader::new(out))));
        }
        let (sender, complaint) = mpsc::channel();
        if let Some(err) = child.stderr.take() {
            std::thread::spawn(move || sender.send(first_line(err)));
        }
        match output.recv_timeout(self.deadline.saturating_duration_since(Instant::now())) {
            Ok(Ok(Reading::Enough(found))) => {
                stop(&mut child);
                Ok(found)
            }
            Ok(Ok(Reading::All(found))) => {
                let code = child.wait().ok().and_then(|status| status.code());
                if code.is_some_and(|code| allowed.contains(&code)) {
                    return Ok(found);
                }
                let said = complaint.recv_timeout(COMPLAINT).ok().filter(|line| !line.is_empty());
                Err(format!("git failed: {}", said.as_deref().unwrap_or("it does not say why")))
            }
            Ok(Err(error)) => {
                stop(&mut child);
                Err(format!("what git says cannot be read: {}", crate::error::plain(&error)))
            }
            Err(_) => {
                stop(&mut child);
                Err("git takes too long".to_owned())
            }
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new("git");
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("GIT_") && !KEPT.contains(&text.as_ref()) {
                command.env_remove(&name);
            }
        }
        command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0");
        command.env("LC_ALL", "C");
        if let Some(above) = self.top.parent() {
            command.env("GIT_CEILING_DIRECTORIES", above);
        }
        command.env("GIT_CONFIG_COUNT", self.filters.len().to_string());
        for (at, name) in self.filters.iter().enumerate() {
            let value = if name.ends_with(".required") { "false" } else { "" };
            command.env(format!("GIT_CONFIG_KEY_{at}"), name).env(format!("GIT_CONFIG_VALUE_{at}"), value);
        }
        command.args(["--no-pager", "--literal-pathspecs"]).arg("--work-tree").arg(self.top);
        command.args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
        // Ctrl-C is for us to act on: git alone ended by it would look like a repository that cannot be read. Once we are
        // gone it ends, too, for nobody reads what it prints.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.current_dir(self.top).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

fn stop(child: &mut Child) {
    // Either fails only where it has ended already.
    let _ = child.kill();
    let _ = child.wait();
}

/// The first line of what git complains about; the rest is read and dropped, so that git never waits for us.
fn first_line(mut err: impl Read) -> String {
    let mut start = Vec::new();
    let _ = (&mut err).take(2_000).read_to_end(&mut start);
    let _ = std::io::copy(&mut err, &mut std::io::sink());
    let text = String::from_utf8_lossy(&start);
    text.lines().next().unwrap_or_default().trim_start_matches("fatal: ").trim().to_owned()
}

/// The next part of an output whose parts end in NUL; none at its end. One that is not UTF-8 is empty: no guide has such
/// a name.
pub(in crate::corpus) fn part(out: &mut dyn BufRead) -> std::io::Result<Option<String>> {
    let mut bytes = Vec::new();
    out.take(LONGEST).read_until(0, &mut bytes)?;
    match bytes.pop() {
        None => Ok(None),
        Some(0) => Ok(Some(String::from_utf8(bytes).unwrap_or_default())),
        Some(_) => Err(std::io::Error::other("a name has no end")),
    }
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn parts_end_in_nul() {
        let mut out = "a\nb\0\0c\0".as_bytes();
        for expected in [Some("a\nb"), Some(""), Some("c"), None] {
            assert_eq!(part(&mut out).unwrap().as_deref(), expected);
        }
        assert!(part(&mut "x".repeat(100_000).as_bytes()).is_err());
        assert!(part(&mut "x".as_bytes()).is_err());
    }
}
