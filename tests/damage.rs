//! Single bits of an index are turned over and its files are cut short: `check` names every one of them, opening names
//! what was touched, and no search ends in a panic, an abort or a signal even where the time of the file hides it.
//!
//! `KB_SOAK_DAMAGE` sets how many bits (100 by default, 500 in CI); a tenth as many files are cut. The places are the same
//! in every run.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kb::engine::{Engine, IndexFolder, check};

use crate::harness::{Answer, Kb};
use crate::state::restore;

/// A search must end within this time, on a busy machine and without optimization.
const LONGEST: Duration = Duration::from_secs(20);

/// The same numbers in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most.max(1)
    }
}

/// An index of two segments, one of them with deletions.
fn index() -> Kb {
    let kb = Kb::with_roles();
    let roles = ["platform", "infrastructure"];
    for guide in 0..30 {
        let role = roles[guide % 2];
        let sections: String = (0..5)
            .map(|n| {
                format!("## Part {n}\n\nGranite {guide} and marble {n} of **wages** (GM{n}), kettle and crane.\n\n")
            })
            .collect();
        kb.write(
            &format!("corpus/{guide:02}.md"),
            format!("---\nrole: {role}\ntags: [t{n}]\n---\n# Guide {guide}\n\n{sections}", n = guide % 4),
        );
    }
    kb.rest();
    kb.index();
    kb.write("corpus/03.md", "# Guide 3\n\nDie Löhne der Leitung und der Kran, das ist nicht aus Granit.\n");
    kb.write("corpus/31.md", "# Guide 31\n\nQuartz.\n");
    fs::remove_file(kb.path("corpus/04.md")).unwrap();
    kb.rest();
    kb.index();
    kb
}

/// The files of an index.
fn files(kb: &Kb) -> Vec<PathBuf> {
    let generation = fs::read_to_string(kb.path("index/CURRENT")).unwrap();
    let generation = kb.path("index").join(generation.trim());
    let mut files: Vec<PathBuf> = fs::read_dir(generation).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.push(kb.path("index/CURRENT"));
    files.sort();
    files
}

/// Writes a file and gives it the time it had.
fn write_as_if_untouched(file: &Path, content: &[u8]) {
    let time = fs::metadata(file).unwrap().modified().unwrap();
    fs::write(file, content).unwrap();
    File::options().write(true).open(file).unwrap().set_modified(time).unwrap();
}

/// What became of damages.
#[derive(Default)]
struct Seen {
    by_check: u64,
    at_opening: u64,
    searches: BTreeMap<&'static str, u64>,
}

impl Seen {
    fn damage(&mut self, kb: &Kb, file: &Path, content: &[u8], searches: &[&[&str]], sound: &[Answer]) {
        let before = fs::read(file).unwrap();
        let time = fs::metadata(file).unwrap().modified().unwrap();
        let what = format!("{} of {} bytes now {}", file.display(), before.len(), content.len());
        let folder = IndexFolder::new(kb.path("index"));

        // As an editor or a copy would leave it.
        fs::write(file, content).unwrap();
        let opened = Engine::open(&folder).err().map(|error| error.to_string());
        let later = file.file_name().unwrap().to_string_lossy().starts_with("files-");
        let same = file.ends_with("CURRENT")
            && String::from_utf8_lossy(content).trim() == String::from_utf8_lossy(&before).trim();
        match &opened {
            Some(error) => assert!(error.contains("damaged"), "{what}: {error}"),
            None => assert!(later || same, "{what}: opened"),
        }
        self.at_opening += u64::from(opened.is_some());

        // As a disk would leave it.
        File::options().write(true).open(file).unwrap().set_modified(time).unwrap();
        let checked = check(&folder).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert!(
            checked.damages.iter().any(|damage| damage.file == file || file.ends_with("CURRENT")),
            "{what}: {checked:?}"
        );
        self.by_check += 1;
        for (arguments, sound) in searches.iter().zip(sound) {
            let started = Instant::now();
            let answer = Answer::of(kb.command(*arguments).output().unwrap());
            assert!(started.elapsed() < LONGEST, "{what}: {arguments:?} took {:?}", started.elapsed());
            assert!((0..=2).contains(&answer.status), "{what}: {arguments:?} gave {answer:?}");
            assert!(!answer.stderr.contains("internal error"), "{what}: {arguments:?} gave {answer:?}");
            let outcome = match (answer.status, answer.stdout == sound.stdout) {
                (2, _) => "refused",
                (_, true) => "the same answer",
                (_, false) => "another answer",
            };
            *self.searches.entry(outcome).or_default() += 1;
        }
        write_as_if_untouched(file, &before);
    }
}

#[test]
fn every_flipped_bit_and_every_cut_is_found() {
    let flips: u64 = std::env::var("KB_SOAK_DAMAGE").map_or(100, |count| count.parse().unwrap());
    let cuts = flips / 10;
    let kb = index();
    let files = files(&kb);
    let searches: [&[&str]; 2] = [
        &["search", "granite marble wages", "--role", "platform", "-n", "0", "--format", "csv"],
        &["search", "mar*", "--sort", "path", "-n", "0", "--format", "csv"],
    ];
    let sound = searches.map(|arguments| kb.run(arguments).found());
    let (mut numbers, mut seen) = (Numbers(6), Seen::default());
    for nth in 0..flips {
        let file = &files[numbers.below(files.len() as u64) as usize];
        let mut content = fs::read(file).unwrap();
        let at = numbers.below(content.len() as u64) as usize;
        content[at] ^= 1 << numbers.below(8);
        // One search for each damage, by turns.
        let turn = (nth % 2) as usize;
        seen.damage(&kb, file, &content, &searches[turn..=turn], &sound[turn..=turn]);
    }
    for _ in 0..cuts {
        let file = &files[numbers.below(files.len() as u64) as usize];
        let content = fs::read(file).unwrap();
        let left = numbers.below(content.len() as u64) as usize;
        seen.damage(&kb, file, &content[..left], &searches[..1], &sound[..1]);
    }
    assert!(check(&IndexFolder::new(kb.path("index"))).unwrap().damages.is_empty());
    println!(
        "{flips} flipped bits and {cuts} cuts over {} files: check named {}, opening {}; searches with the time of the \
         file put back: {:?}; 0 panics, aborts or signals",
        files.len(),
        seen.by_check,
        seen.at_opening,
        seen.searches
    );
    assert_eq!(seen.by_check, flips + cuts);
}

#[test]
fn check_says_what_is_wrong_and_what_repairs_it() {
    let kb = Kb::with_roles().file("corpus/a.md", "# Alpha\n\nGranite wages.\n").indexed();
    let answer = kb.run(["check"]).found();
    assert!(answer.stdout.starts_with("the index is sound: "), "{answer:?}");
    let file = files(&kb).into_iter().find(|file| file.extension().is_some_and(|kind| kind == "idx")).unwrap();
    let before = fs::read(&file).unwrap();
    let mut damaged = before.clone();
    damaged[20] ^= 1;
    write_as_if_untouched(&file, &damaged);
    let answer = kb.run(["check", "--format", "json"]).status(1).says("hint: run `kb index --rebuild`");
    let report = answer.json();
    assert_eq!((&report["sound"], &report["repair"]), (&false.into(), &"kb index --rebuild".into()));
    assert_eq!(report["damages"][0]["path"], file.display().to_string());
    let table = kb.run(["check"]).status(1).stdout;
    assert!(table.contains("not as it was written") && table.contains(".idx"), "{table}");

    // Nothing to do, so nothing is looked at closely; a change is never made on top of damage.
    assert_eq!(kb.index()["written"], false);
    kb.write("corpus/b.md", "# Beta\n\nMarble.\n");
    kb.rest();
    let report = kb.index();
    assert!(report["rebuilt"].as_str().unwrap().contains("damaged"), "{report}");
    kb.run(["check"]).found();
    assert_eq!(kb.ids(["granite"]), ["a.md#alpha"]);
}

#[test]
fn a_file_that_was_touched_is_looked_at_before_it_is_believed() {
    let kb = Kb::with_roles().file("corpus/a.md", "# Alpha\n\nGranite wages.\n").indexed();
    let file = files(&kb).into_iter().find(|file| file.extension().is_some_and(|kind| kind == "store")).unwrap();
    let content = fs::read(&file).unwrap();
    fs::write(&file, &content).unwrap();
    kb.run(["search", "granite"]).found();
    kb.run(["check"]).found();
    // The next run believes it again, and says so in the index.
    assert_eq!(kb.index()["written"], true);
    assert_eq!(kb.index()["written"], false);
    fs::write(files(&kb).into_iter().find(|file| file.extension().is_some_and(|kind| kind == "store")).unwrap(), b"")
        .unwrap();
    kb.run(["search", "granite"]).status(2).says("damaged").says("0 bytes").says("hint: run `kb index --rebuild`");
    kb.run(["index"]).found();
    kb.run(["search", "granite"]).found();
}

/// Tantivy panics when it opens some of these: a rebuild must not need to open them.
#[test]
fn no_damage_stands_in_the_way_of_a_rebuild() {
    let kb = Kb::with_roles().file("corpus/a.md", "# Alpha\n\nGranite wages.\n");
    kb.rest();
    kb.run(["index", "corpus"]).found();
    let before = kb.path("before");
    restore(&kb.path("index"), &before);
    let mut tried = 0;
    for kind in ["fieldnorm", "fast", "pos", "store", "term", "idx"] {
        for at in 0..6 {
            restore(&before, &kb.path("index"));
            let file = files(&kb).into_iter().find(|file| file.extension().is_some_and(|other| other == kind)).unwrap();
            let mut content = fs::read(&file).unwrap();
            let place = content.len() * at / 6;
            content[place] ^= 0x20;
            write_as_if_untouched(&file, &content);
            for arguments in [&["search", "granite"][..], &["status"]] {
                let answer = kb.run(arguments);
                let said = answer.status != 2 || answer.stderr.contains("damaged");
                assert!(said && !answer.stderr.contains("internal error"), "{kind} {place}: {answer:?}");
            }
            kb.run(["index", "--rebuild"]).found();
            kb.run(["check"]).found();
            assert_eq!(kb.ids(["granite"]), ["a.md#alpha"], "{kind} {place}");
            tried += 1;
        }
    }
    println!("{tried} damages, each repaired by `kb index --rebuild`");
}

#[test]
fn a_folder_of_guides_that_goes_away_during_a_run_leaves_the_index_as_it_is() {
    let kb = Kb::with_roles();
    for n in 0..400 {
        kb.write(&format!("corpus/{n}.md"), format!("# Guide {n}\n\nGranite wages.\n"));
    }
    kb.rest();
    kb.index();
    let count = || kb.run(["search", "granite", "--count"]).found().stdout;
    assert_eq!(count(), "400\n");
    for delay in 0..6 {
        let mut run = kb.command(["index", "--rebuild", "-q"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(30 * delay));
        fs::rename(kb.path("corpus"), kb.path("away")).unwrap();
        let ended = run.wait().unwrap();
        fs::rename(kb.path("away"), kb.path("corpus")).unwrap();
        assert_eq!(count(), "400\n", "gone after {delay} times 30 ms, ended with {ended}");
    }
}

#[test]
fn check_needs_an_index() {
    Kb::with_roles().run(["check"]).status(2).says("there is no index").says("hint:");
}

#[test]
fn what_a_run_left_behind_is_said_and_deleted() {
    let kb = Kb::with_roles().file("corpus/a.md", "# Alpha\n\nGranite wages.\n").indexed();
    let stray = files(&kb)[1].with_file_name("0123456789abcdef0123456789abcdef.7.del");
    let own = stray.with_file_name("notes.txt");
    fs::write(&stray, "x").unwrap();
    fs::write(&own, "x").unwrap();
    kb.write("index/gen-1/x.store", "x");
    kb.write("index/gen-2", "x");
    kb.write("index/.DS_Store", "x");
    let report = kb.run(["check", "--format", "json"]).found().json();
    assert_eq!(report["leftovers"].as_array().unwrap().len(), 3, "{report}");
    kb.run(["index"]).found();
    for gone in [&stray, &kb.path("index/gen-1"), &kb.path("index/gen-2")] {
        assert!(!gone.exists(), "{}", gone.display());
    }
    // What kb did not make is not its to delete.
    assert!(own.exists() && kb.path("index/.DS_Store").exists());
}
