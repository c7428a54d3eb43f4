//! Runs with next to no memory, open files, stack, file sizes or threads: they do what they were asked or say in a line what
//! is the matter, and the index stays whole.

#![cfg(unix)]

use std::os::unix::process::ExitStatusExt as _;

use crate::endings::{ended_well, guides, is_whole, says_one_thing, shell, text};

/// Bounds for a process, as a line of the shell sets them; whether `kb` must do with that much.
const BOUNDS: [(&str, bool); 11] = [
    ("ulimit -n 32", true),
    ("ulimit -n 12", false),
    ("ulimit -n 6", false),
    ("ulimit -v 1000000", true),
    ("ulimit -v 300000", false),
    ("ulimit -v 100000", false),
    ("ulimit -s 512", true),
    ("ulimit -f 0", false),
    ("ulimit -f 4", false),
    ("ulimit -c 0", true),
    ("taskset -p 1 $$ >/dev/null 2>&1", true),
];

#[test]
fn where_memory_files_or_sizes_are_short_it_is_done_or_said() {
    let kb = guides();
    let commands: [&[&str]; 4] =
        [&["search", "granite", "--format", "paths"], &["index", "--rebuild"], &["index"], &["status"]];
    let mut outcomes = Vec::new();
    for (bound, will_do) in BOUNDS {
        for (at, arguments) in commands.into_iter().enumerate() {
            let what = format!("{arguments:?} with {bound}");
            if at == 2 {
                kb.write("corpus/a.md", "---\nrole: platform\n---\n# Alpha\n\nGranite wages of Alpha, again.\n");
            }
            let output = shell(&kb, &format!(r#"{bound}; exec "$0" "$@""#), arguments);
            match output.status.code() {
                Some(0) => {}
                Some(2) if !will_do => says_one_thing(&output, &what),
                // What the system does to who writes beyond its bounds.
                None if bound.starts_with("ulimit -f") && output.status.signal() == Some(25) => {}
                _ => panic!("{what}: {:?} {}", output.status, text(&output.stderr)),
            }
            outcomes.push((what.clone(), output.status));
            is_whole(&kb, &what);
        }
        kb.run(["index"]).found();
    }
    for (what, status) in &outcomes {
        println!("{what}: {status}");
    }
    println!("{} runs within bounds", outcomes.len());
}

/// Run as somebody else where need be, for nothing keeps root from starting more.
#[cfg(target_os = "linux")]
#[test]
fn where_no_more_threads_may_be_started_it_is_done_or_said() {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    use std::process::Command;

    use crate::harness::PROGRAM;

    const SOMEBODY: u32 = 65_531;
    if Command::new("prlimit").arg("--version").output().is_err() {
        return println!("skipped: there is no `prlimit`");
    }
    let kb = guides();
    let is_root = fs::metadata(kb.path("")).unwrap().uid() == 0;
    fs::set_permissions(kb.path(""), Permissions::from_mode(0o777)).unwrap();
    // A copy could be found busy: another test may start a program while it is being written.
    if fs::hard_link(PROGRAM, kb.path("program")).is_err() {
        fs::copy(PROGRAM, kb.path("program")).unwrap();
    }
    let mut outcomes = Vec::new();
    for most in [0, 1, 2, 3, 4, 5, 6, 8, 12] {
        for arguments in [&["index", "--index", "own"][..], &["search", "granite"], &["status"]] {
            let what = format!("{arguments:?} with {most} processes");
            let mut command = Command::new("prlimit");
            kb.prepare(&mut command);
            command.arg(format!("--nproc={most}")).arg(kb.path("program")).args(arguments);
            if is_root {
                command.uid(SOMEBODY).gid(SOMEBODY);
            }
            let output = command.output().unwrap();
            let ended = ended_well(&output, &what);
            if ended != 0 {
                says_one_thing(&output, &what);
            }
            outcomes.push(ended);
            is_whole(&kb, &what);
        }
        // Where the processes of others count, there may be enough at any time.
        let _ = fs::remove_dir_all(kb.path("own"));
    }
    let done = outcomes.iter().filter(|status| **status == 0).count();
    println!("{} runs with few processes, {done} of them did what they were asked", outcomes.len());
}
