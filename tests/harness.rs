//! A knowledge base in a temporary folder, and `kb` run in it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_kb");

/// Two roles and a few section facets, for guides in `corpus/`.
pub(crate) const SETTINGS: &str = r#"
[[corpus]]
path = "corpus"
[[role]]
id = "platform"
aliases = ["platform engineer"]
[[role]]
id = "infrastructure"
aliases = ["infrastructure manager"]
[[section]]
path = "skills/technical"
aliases = ["technical skill"]
[[section]]
path = "skills/soft"
aliases = ["soft skill"]
[[section]]
path = "pay"
aliases = ["pay"]
[[synonym]]
words = ["salary", "wage"]
"#;

/// A knowledge base of one test; deleted with it.
pub(crate) struct Kb {
    folder: TempDir,
    variables: BTreeMap<String, String>,
}

/// What one run of `kb` gave.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Kb {
    /// An empty folder.
    pub(crate) fn new() -> Kb {
        Kb { folder: tempfile::tempdir().unwrap(), variables: BTreeMap::new() }
    }

    /// An empty folder in memory where the system has a place for that: a commit need not wait for a disk there.
    pub(crate) fn in_memory() -> Kb {
        Kb { folder: folder_in_memory(), variables: BTreeMap::new() }
    }

    /// A folder with [`SETTINGS`].
    pub(crate) fn with_roles() -> Kb {
        Kb::new().file("kb.toml", SETTINGS)
    }

    /// The corpus this repository ships, indexed; shared by the tests that only read it.
    pub(crate) fn shipped() -> Arc<Kb> {
        static SHARED: Mutex<Weak<Kb>> = Mutex::new(Weak::new());
        shared(&SHARED, || {
            let kb = Kb::new();
            let root = repository();
            fs::copy(root.join("kb.toml"), kb.path("kb.toml")).unwrap();
            copy_folder(&root.join("corpus"), &kb.path("corpus"));
            kb
        })
    }

    /// Writes a file, making its folders.
    pub(crate) fn file(self, path: &str, text: impl AsRef<[u8]>) -> Kb {
        self.write(path, text);
        self
    }

    /// Writes a file, making its folders.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Sets a variable of the environment for all runs.
    pub(crate) fn variable(mut self, name: &str, value: impl Into<String>) -> Kb {
        self.variables.insert(name.to_owned(), value.into());
        self
    }

    /// Waits until files are old enough for their times to be trusted, then indexes.
    pub(crate) fn indexed(self) -> Kb {
        self.rest();
        self.index();
        self
    }

    /// Waits until files are old enough for their times to be trusted.
    pub(crate) fn rest(&self) {
        std::thread::sleep(Duration::from_millis(120));
    }

    /// `kb index --format json`.
    pub(crate) fn index(&self) -> Value {
        self.run(["index", "--format", "json"]).found().json()
    }

    /// A place in the folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// `kb` in the folder, nothing of the caller's settings set.
    pub(crate) fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(PROGRAM);
        self.prepare(&mut command);
        command.args(arguments);
        command
    }

    /// Gives a command the folder and the environment of this knowledge base.
    pub(crate) fn prepare(&self, command: &mut Command) {
        command.current_dir(self.folder.path());
        for name in [
            "KB_INDEX",
            "KB_CONFIG",
            "NO_COLOR",
            "COLUMNS",
            "PAGER",
            "VISUAL",
            "EDITOR",
            "KB_VIEWER",
            "KB_COMPLETE",
            "XDG_STATE_HOME",
            "CLICOLOR",
            "CLICOLOR_FORCE",
        ] {
            command.env_remove(name);
        }
        command.envs(&self.variables);
    }

    /// Runs `kb`.
    pub(crate) fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Answer {
        Answer::of(self.command(arguments).output().unwrap())
    }

    /// Runs a line of the shell, in which `kb` is the program under test.
    pub(crate) fn line(&self, line: &str) -> Answer {
        self.script("/bin/sh", line)
    }

    /// Runs a line of some shell, in which `kb` is the program under test.
    pub(crate) fn script(&self, shell: &str, line: &str) -> Answer {
        let mut command = Command::new(shell);
        self.prepare(&mut command);
        let folders = std::env::var_os("PATH").unwrap_or_default();
        let own = Path::new(PROGRAM).parent().unwrap().to_owned();
        let folders = std::iter::once(own).chain(std::env::split_paths(&folders));
        command.env("PATH", std::env::join_paths(folders).unwrap());
        Answer::of(command.args(["-c", line]).output().unwrap())
    }

    /// `kb search … --format json`.
    pub(crate) fn search<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Value {
        let mut command = self.command(["search", "--format", "json"]);
        Answer::of(command.args(arguments).output().unwrap()).json()
    }

    /// The ids a search gives, in order.
    pub(crate) fn ids<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Vec<String> {
        ids(&self.search(arguments))
    }
}

impl Answer {
    pub(crate) fn of(output: Output) -> Answer {
        Answer {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Holds the exit status against the one that is due.
    #[track_caller]
    pub(crate) fn status(self, status: i32) -> Answer {
        assert_eq!(self.status, status, "{self:#?}");
        self
    }

    /// Exit 0.
    #[track_caller]
    pub(crate) fn found(self) -> Answer {
        self.status(0)
    }

    /// Standard error says this.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Answer {
        assert!(self.stderr.contains(text), "no {text:?} in {self:#?}");
        self
    }

    /// The answer as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}

/// The ids of the hits, in order.
pub(crate) fn ids(results: &Value) -> Vec<String> {
    hits(results).iter().map(|hit| text(&hit["id"])).collect()
}

/// The hits.
pub(crate) fn hits(results: &Value) -> &Vec<Value> {
    results["hits"].as_array().unwrap()
}

/// A string of some JSON.
#[track_caller]
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no string: {value}")).to_owned()
}

/// The counts of one facet by value.
pub(crate) fn counts(results: &Value, facet: &str) -> BTreeMap<String, u64> {
    let values = results["facets"][facet].as_array().unwrap();
    values.iter().map(|value| (text(&value["value"]), value["count"].as_u64().unwrap())).collect()
}

/// An empty folder, in memory where the system has a place for that.
pub(crate) fn folder_in_memory() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// The folder this crate is in.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Copies a folder with all that is in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The knowledge base that other running tests read, or a new one.
pub(crate) fn shared(slot: &Mutex<Weak<Kb>>, make: impl FnOnce() -> Kb) -> Arc<Kb> {
    let mut slot = slot.lock().unwrap();
    slot.upgrade().unwrap_or_else(|| {
        let kb = Arc::new(make().indexed());
        *slot = Arc::downgrade(&kb);
        kb
    })
}
