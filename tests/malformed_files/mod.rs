//! Files of every format with faults made by chance: each is indexed or named as skipped, and none ends the run.
//!
//! By default some hundred files, in folders of many. `KB_SOAK_FILES` sets how many are then also indexed each alone, with
//! the time and the memory that each takes held against 2 s and 512 MB; `KB_SOAK_SEED` sets the seed, `KB_SOAK_FIRST` the
//! number of the first file.

mod made;
mod seeds;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::chance::count_from;
use crate::harness::{Answer, Kb, text};

use made::malformed;

/// The files that a run skipped, by name, with the reason.
fn skipped(answer: &Answer) -> BTreeMap<String, String> {
    let report = answer.json();
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    report["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (name(&text(&file["path"])), text(&file["reason"])))
        .collect()
}

/// What is wrong with an answer of `kb index`; nothing where it ran to its end as it should.
fn wrong(answer: &Answer) -> Option<String> {
    let bad = answer.status != 0 || answer.stderr.contains("panicked") || answer.stderr.contains("internal error");
    bad.then(|| format!("exit {}: {}", answer.status, answer.stderr.chars().take(600).collect::<String>()))
}

#[test]
fn every_malformed_file_is_indexed_or_named() {
    const BATCH: usize = 325;
    let (count, seed) = (count_from("KB_SOAK_FILES", 2 * BATCH), count_from("KB_SOAK_SEED", 6) as u64);
    let (mut taken, mut reasons, mut faults) = (0, BTreeMap::new(), Vec::new());
    for first in (0..count).step_by(BATCH) {
        let kb = Kb::new().file("corpus/good.md", "# Good\n\nMarigolds.\n");
        let mut names = BTreeSet::from(["good.md".to_owned()]);
        for n in first..count.min(first + BATCH) {
            let (extension, bytes) = malformed(n, seed);
            let name = format!("{n}.{extension}");
            kb.write(&format!("corpus/{name}"), bytes);
            names.insert(name);
        }
        kb.rest();
        let answer = kb.run(["index", "--format", "json"]);
        if let Some(what) = wrong(&answer) {
            faults.push(format!("files {first} to {} of seed {seed}: {what}", first + BATCH));
            continue;
        }
        let skipped = skipped(&answer);
        let paths = kb.run(["search", "-n", "0", "--format", "paths"]).found().stdout;
        let indexed: BTreeSet<&str> = paths.lines().filter_map(|path| path.rsplit('/').next()).collect();
        for name in &names {
            if indexed.contains(name.as_str()) == skipped.contains_key(name) {
                faults.push(format!(
                    "{name} of seed {seed} is {}",
                    if skipped.contains_key(name) { "both" } else { "lost" }
                ));
            }
        }
        assert_eq!(kb.ids(["marigolds", "--guide", "good.md"]), ["good.md#good"]);
        taken += indexed.len() - 1;
        for (name, reason) in skipped {
            assert!(answer.stderr.contains(&name), "{name} is not named: {}", answer.stderr);
            let kind: String =
                reason.split(['(', ':']).next().unwrap_or_default().chars().filter(|c| !c.is_ascii_digit()).collect();
            *reasons.entry(kind).or_insert(0) += 1;
        }
    }
    println!("{count} malformed files of seed {seed}: {taken} indexed, skipped {reasons:?}");
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(taken > count / 4 && !reasons.is_empty(), "{taken} of {count} indexed");
}

/// What one file took.
struct Cost {
    name: String,
    took: Duration,
    /// The most memory that was resident, in bytes; 0 where the system does not tell.
    memory: u64,
}

/// Indexes one file alone.
fn cost(name: String, bytes: &[u8]) -> Result<Cost, String> {
    let kb = Kb::new().file(&format!("corpus/{name}"), bytes);
    let output = fs::File::create(kb.path("said")).unwrap();
    let mut command = kb.command(["index", "--format", "json"]);
    let started = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(output).spawn().unwrap();
    let status_file = format!("/proc/{}/status", child.id());
    let mut memory = 0;
    let status = loop {
        memory = memory.max(peak(Path::new(&status_file)));
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None if started.elapsed() > Duration::from_secs(60) => {
                child.kill().unwrap();
                child.wait().unwrap();
                return Err(format!("{name} takes more than a minute"));
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let took = started.elapsed();
    let said = String::from_utf8_lossy(&fs::read(kb.path("said")).unwrap()).into_owned();
    if !status.success() || said.contains("internal error") {
        return Err(format!("{name}: {status}: {said}"));
    }
    Ok(Cost { name, took, memory })
}

/// The peak of a process's resident memory in bytes, as Linux tells it.
fn peak(status: &Path) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) * 1024
}

#[test]
fn no_malformed_file_takes_long_or_much_memory() {
    let (count, seed) = (count_from("KB_SOAK_FILES", 52), count_from("KB_SOAK_SEED", 6) as u64);
    let next = AtomicUsize::new(count_from("KB_SOAK_FIRST", 0));
    let seen: Mutex<(Vec<Cost>, Vec<String>)> = Mutex::default();
    let work = || {
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= count {
                break;
            }
            let (extension, bytes) = malformed(n, seed);
            match cost(format!("{n}.{extension}"), &bytes) {
                Ok(cost) => seen.lock().unwrap().0.push(cost),
                Err(what) => seen.lock().unwrap().1.push(what),
            }
        }
    };
    std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        (0..threads).for_each(|_| drop(scope.spawn(work)));
    });
    let (mut costs, faults) = seen.into_inner().unwrap();
    costs.sort_by_key(|cost| std::cmp::Reverse(cost.took));
    for Cost { name, took, memory } in costs.iter().take(5) {
        println!("{name} took {took:?} and {} MB", memory / 1_000_000);
    }
    let most = costs.iter().max_by_key(|cost| cost.memory).unwrap();
    println!(
        "{} files of seed {seed} alone: the slowest took {:?}; the most memory is {} MB, of {}",
        costs.len(),
        costs[0].took,
        most.memory / 1_000_000,
        most.name
    );
    assert!(faults.is_empty(), "{faults:#?}");
    let seconds = if cfg!(debug_assertions) { 40 } else { 2 };
    assert!(costs[0].took < Duration::from_secs(seconds), "{} took {:?}", costs[0].name, costs[0].took);
    assert!(most.memory < 512_000_000, "{} took {} bytes", most.name, most.memory);
}
