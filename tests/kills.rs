//! `kb index` is killed at a moment of chance, again and again: the index is in the old state or in the new one, and the
//! next run makes it the new one.
//!
//! 60 times by default; `KB_SOAK_KILLS` sets how often (200 in CI).

use std::fs;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::harness::Kb;
use crate::state::{assert_sound, dump, size};

/// Guides that every version changes, and such that none does.
const CHANGED: u64 = 12;
const KEPT: u64 = 30;

/// After so many kills one run is left alone, and the index compared with one that is built from nothing.
const UNDISTURBED: u64 = 5;

fn guide(name: &str, version: &str) -> String {
    let part = |n: u64| format!("## Part {n}\n\nGranite {version} of {name}, kettle and crane {n}.\n\n");
    format!("# {name}\n\n{}", (0..6).map(part).collect::<String>())
}

/// Makes the guides what they are in a version.
fn write(kb: &Kb, version: u64) {
    for n in 0..CHANGED {
        kb.write(&format!("corpus/changed-{n}.md"), guide(&format!("Changed {n}"), &format!("v{version}")));
    }
    kb.write(&format!("corpus/new-{version}.md"), guide("New", &format!("v{version}")));
    if version > 0 {
        let _ = fs::remove_file(kb.path(&format!("corpus/new-{}.md", version - 1)));
    }
}

/// The version that an index is of: all of it must be of the same.
#[track_caller]
fn version(kb: &Kb) -> Option<u64> {
    let dump = dump(&kb.path("index")).unwrap_or_else(|error| panic!("{error}"))?;
    let mut versions: Vec<u64> = dump
        .split("Granite v")
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap())
        .collect();
    assert_eq!(versions.len() as u64, (CHANGED + 1) * 6, "sections of the versions {versions:?}");
    versions.dedup();
    assert_eq!(versions.len(), 1, "versions {versions:?} in one index");
    versions.pop()
}

#[test]
fn a_killed_run_leaves_the_old_state_or_the_new_one() {
    let kills: u64 = std::env::var("KB_SOAK_KILLS").map_or(60, |count| count.parse().unwrap());
    let kb = Kb::with_roles();
    for n in 0..KEPT {
        kb.write(&format!("corpus/kept-{n}.md"), guide(&format!("Kept {n}"), "always"));
    }
    let mut longest = Duration::from_millis(500);
    let mut now = None;
    let (mut old, mut new, mut late, mut rebuilds, mut most) = (0, 0, 0, 0, 0);
    for kill in 0..kills {
        write(&kb, kill);
        let arguments: &[&str] = if kill % 7 == 3 { &["index", "--rebuild", "-q"] } else { &["index", "-q"] };
        rebuilds += u64::from(arguments.len() == 3);
        let mut run = kb.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // The golden ratio spreads the moments evenly over the time a run takes.
        sleep(longest.mul_f64(kill as f64 * 0.618_034 % 1.0));
        let killed = run.kill();
        let ended = run.wait().unwrap();
        late += u64::from(killed.is_err() || ended.success());
        let then = version(&kb);
        assert!(then == now || then == Some(kill), "kill {kill}: version {then:?} after {now:?}");
        (old, new) = (old + u64::from(then == now), new + u64::from(then != now));
        now = then;
        most = most.max(size(&kb.path("index")));
        if kill % UNDISTURBED == UNDISTURBED - 1 {
            let started = Instant::now();
            kb.run(["index"]).found();
            longest = started.elapsed().mul_f64(1.1);
            assert_eq!(version(&kb), Some(kill), "the run after kill {kill}");
            assert_sound(&kb.path("index"));
            now = Some(kill);
        }
    }
    kb.run(["index"]).found();
    let updated = dump(&kb.path("index")).unwrap();
    let clean = size(&kb.path("index"));
    kb.run(["index", "--rebuild"]).found();
    assert!(updated == dump(&kb.path("index")).unwrap(), "the index differs from one that is built from nothing");
    assert!(clean <= 2 * size(&kb.path("index")), "{clean} bytes in the end");
    println!(
        "{kills} kills ({rebuilds} of rebuilds, {late} came too late): {old} left the old state, {new} the new one; \
         0 wrong, 0 stuck; at most {most} bytes in the folder of an index of {clean}"
    );
}
