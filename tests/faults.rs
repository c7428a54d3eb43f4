//! Every step that a writer takes on the disk and that changes it is the last one the process takes; every step fails, as
//! on a full disk, once or from then on. The index is then in the old state or in the new one, and the next run makes it the
//! new one and tidies up.
//!
//! The steps are taken in a process of their own, this same test binary, which a variable of the environment tells what to
//! do. All steps fail, however many there are. A process is ended at every third by default, and at every single one where
//! `KB_SOAK_FAULTS=1` says so (as in CI). The counts are printed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use kb::engine::{Step, watch_disk};

use crate::harness::Kb;
use crate::state::{assert_sound, dump, restore, size};

/// What the process is to do, with the number of the step and the folder.
const TASK: &str = "KB_FAULT_TASK";
const STEP: &str = "KB_FAULT_STEP";
const FOLDER: &str = "KB_FAULT_FOLDER";
/// Further arguments of `kb index`.
const ARGUMENTS: &str = "KB_FAULT_ARGUMENTS";

/// From one step at which a process is ended to the next.
const EVERY: &str = "KB_SOAK_FAULTS";

/// How a process ends that was ended at a step.
const ENDED: i32 = 86;

/// At least so many steps are expected of a run.
const LEAST: u64 = 50;

/// How much more than before the folder of an index may hold when a run has failed, as a multiple of a clean index. After
/// the next run there is nothing else in it.
const MOST_LEFT: u64 = 2;

/// A folder that is brought from one state to another again and again.
struct Scenario {
    kb: Kb,
    arguments: &'static str,
    /// The index before, with all files; empty for a first build.
    before: PathBuf,
    old: Option<String>,
    new: Option<String>,
    clean: u64,
}

fn guide(name: &str, version: u64) -> String {
    format!("---\nrole: platform\n---\n# {name}\n\nGranite {version}.\n\n## Pay\n\nWages (W{version}) of {name}.\n")
}

impl Scenario {
    /// First so many states of the corpus, one after the other, each a commit and a segment; then the corpus that is yet
    /// to be indexed.
    fn new(commits: u64, arguments: &'static str) -> Scenario {
        let kb = Kb::with_roles();
        for version in 0..commits {
            kb.write(&format!("corpus/kept-{version}.md"), guide("Kept", version));
            kb.write("corpus/changed.md", guide("Changed", version));
            kb.write("corpus/gone.md", guide("Gone", version));
            kb.rest();
            kb.index();
        }
        let before = kb.path("before");
        restore(&kb.path("index"), &before);
        kb.write("corpus/changed.md", guide("Changed", commits));
        kb.write("corpus/new.md", guide("New", commits));
        let _ = fs::remove_file(kb.path("corpus/gone.md"));
        kb.rest();
        let old = dump(&kb.path("index")).unwrap();
        let mut scenario = Scenario { kb, arguments, before, old, new: None, clean: 0 };
        assert!(scenario.task("run", 0).status.success());
        scenario.new = dump(&scenario.index()).unwrap();
        scenario.clean = size(&scenario.index());
        assert_ne!(scenario.old, scenario.new);
        scenario
    }

    fn index(&self) -> PathBuf {
        self.kb.path("index")
    }

    /// Lets the process of the tests do something.
    fn task(&self, task: &str, step: u64) -> Output {
        let mut command = Command::new(std::env::current_exe().unwrap());
        self.kb.prepare(&mut command);
        command.args(["--exact", "faults::in_a_process_of_its_own", "--nocapture"]);
        command
            .env(TASK, task)
            .env(STEP, step.to_string())
            .env(FOLDER, self.kb.path(""))
            .env(ARGUMENTS, self.arguments);
        command.output().unwrap()
    }

    /// Holds what is left after a failure against what may be.
    #[track_caller]
    fn assert_old_or_new(&self, at: &str) -> bool {
        let state = dump(&self.index()).unwrap_or_else(|error| panic!("{at}: {error}"));
        assert!(state == self.old || state == self.new, "{at}: neither the old state nor the new one");
        let left = size(&self.index());
        let most = size(&self.before) + MOST_LEFT * self.clean;
        assert!(left <= most, "{at}: {left} bytes are left, where {} are needed", self.clean);
        state == self.new
    }

    /// Ends the process at one step after the other; gives how often, and after how many the new state was there. Each
    /// process is also the next run after the one before it.
    fn end_at_each(&self) -> (u64, u64) {
        fs::write(self.kb.path("new.json"), self.new.as_deref().unwrap()).unwrap();
        let every: usize = std::env::var(EVERY).map_or(3, |text| text.parse().unwrap());
        let (mut ends, mut new) = (0, 0);
        for step in (1..).step_by(every) {
            let ended = self.task("end", step);
            if ended.status.success() {
                return (ends, new);
            }
            ends += 1;
            let at = format!("ended at step {step}");
            assert_eq!(ended.status.code(), Some(ENDED), "{at}: {}", String::from_utf8_lossy(&ended.stderr));
            new += u64::from(self.assert_old_or_new(&at));
        }
        unreachable!()
    }

    /// Lets each step fail, or all from each step on; gives how many there were.
    fn fail_at_each(&self, task: &str) -> u64 {
        let failed = self.task(task, 0);
        let said = String::from_utf8_lossy(&failed.stderr);
        assert!(failed.status.success(), "{task}: {}\n{said}", String::from_utf8_lossy(&failed.stdout));
        assert!(!said.contains("panicked") && !said.contains("internal error"), "{task}: {said}");
        let stdout = String::from_utf8_lossy(&failed.stdout);
        let counted = stdout.lines().find_map(|line| line.split("steps that failed: ").nth(1));
        counted.and_then(|count| count.trim().parse().ok()).unwrap_or_else(|| panic!("no count in {stdout}"))
    }

    fn every_step(&self, name: &str) {
        let (ends, new) = self.end_at_each();
        let once = self.fail_at_each("fail-once");
        let sticky = self.fail_at_each("fail-from");
        println!(
            "{name}: ended at {ends} steps ({new} times the new state was there, else the old one); {once} steps failed \
             once, {sticky} for good; 0 wrong, 0 stuck"
        );
        for count in [once, sticky] {
            assert!(count >= LEAST, "{name}: only {count} steps");
        }
    }
}

#[test]
fn every_step_of_a_first_build() {
    Scenario::new(0, "").every_step("first build");
}

/// With so many segments that the update merges some.
#[test]
fn every_step_of_an_update() {
    Scenario::new(3, "").every_step("update");
}

#[test]
fn every_step_of_a_rebuild() {
    Scenario::new(2, "--rebuild").every_step("rebuild");
}

/// What is to become of steps.
#[derive(Default)]
struct Plan {
    /// Steps so far.
    taken: AtomicU64,
    /// The step that fails; 0 for none.
    at: AtomicU64,
    /// Whether those after it fail as well.
    sticky: AtomicI64,
}

/// Not a test of its own: what [`Scenario::task`] starts.
#[test]
fn in_a_process_of_its_own() {
    let Ok(task) = std::env::var(TASK) else { return };
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap());
    let step: u64 = std::env::var(STEP).unwrap().parse().unwrap();
    let plan = Arc::new(Plan::default());
    let watched = Arc::clone(&plan);
    let ends = task == "end";
    watch_disk(Box::new(move |step, _| watched.take(step, ends)));
    match task.as_str() {
        "run" => assert_eq!(index(), code(ExitCode::SUCCESS)),
        "end" => {
            assert_eq!(index(), code(ExitCode::SUCCESS), "the run after the end before step {step} failed");
            let new = fs::read_to_string(folder.join("new.json")).unwrap();
            assert_finished(&folder.join("index"), &new, &format!("after the end before step {step}"));
            restore(&folder.join("before"), &folder.join("index"));
            plan.taken.store(0, Ordering::SeqCst);
            plan.at.store(step, Ordering::SeqCst);
            assert_eq!(index(), code(ExitCode::SUCCESS));
        }
        "fail-once" => fail_at_each(&folder, &plan, false),
        "fail-from" => fail_at_each(&folder, &plan, true),
        other => panic!("no task {other}"),
    }
}

impl Plan {
    fn take(&self, step: Step, ends: bool) -> io::Result<()> {
        let sticky = self.sticky.load(Ordering::SeqCst) != 0;
        let passed_over = match step {
            // It leaves the disk as the step before did.
            Step::Read | Step::Lock => ends || sticky,
            // A full disk gives away what it holds.
            Step::Delete => sticky,
            _ => false,
        };
        if passed_over {
            return Ok(());
        }
        let taken = self.taken.fetch_add(1, Ordering::SeqCst) + 1;
        let at = self.at.load(Ordering::SeqCst);
        let hit = at != 0 && (taken == at || sticky && taken > at);
        match hit {
            true if ends => std::process::exit(ENDED),
            true => Err(io::Error::from(io::ErrorKind::StorageFull)),
            false => Ok(()),
        }
    }
}

fn fail_at_each(folder: &Path, plan: &Plan, sticky: bool) {
    let (before, target) = (folder.join("before"), folder.join("index"));
    let run = |at: u64| {
        plan.taken.store(0, Ordering::SeqCst);
        plan.at.store(at, Ordering::SeqCst);
        plan.sticky.store(i64::from(sticky && at > 0), Ordering::SeqCst);
        index()
    };
    let state = || dump(&target).unwrap();
    restore(&before, &target);
    let old = state();
    assert_eq!(run(0), code(ExitCode::SUCCESS));
    let (new, clean) = (state(), size(&target));
    for at in 1.. {
        restore(&before, &target);
        let ended = run(at);
        let reached = plan.taken.load(Ordering::SeqCst) >= at;
        plan.at.store(0, Ordering::SeqCst);
        let now = state();
        if ended == code(ExitCode::SUCCESS) {
            assert!(now == new, "step {at} failed, the run did not, and the state is not the new one");
        } else {
            assert_eq!(ended, code(ExitCode::from(2)), "step {at}");
            assert!(now == old || now == new, "step {at} failed: neither the old state nor the new one");
        }
        let left = size(&target);
        assert!(left <= size(&before) + MOST_LEFT * clean, "step {at} failed: {left} bytes are left of {clean}");
        assert_eq!(run(0), code(ExitCode::SUCCESS), "the run after step {at} failed");
        assert_finished(&target, new.as_deref().unwrap(), &format!("after step {at} failed"));
        if !reached {
            println!("steps that failed: {}", at - 1);
            return;
        }
    }
}

/// Holds an index against the state that it is to be in after a run that nothing disturbed.
fn assert_finished(index: &Path, new: &str, when: &str) {
    let state = dump(index).unwrap_or_else(|error| panic!("{when}: {error}"));
    assert!(state.as_deref() == Some(new), "{when}: the next run did not make the new state");
    assert_sound(index);
}

fn index() -> String {
    let mut arguments = vec!["kb".into(), "index".into(), "--quiet".into()];
    let further = std::env::var(ARGUMENTS).unwrap();
    arguments.extend(further.split_whitespace().map(Into::into));
    code(kb::cli::run(arguments))
}

/// An exit code in a form that can be compared.
fn code(code: ExitCode) -> String {
    format!("{code:?}")
}
