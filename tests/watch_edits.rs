//! A long random sequence of what editors and people do to files, under a running `kb index --watch`: the index ends as
//! a fresh build would make it.
//!
//! `KB_WATCH_EDITS` sets how many steps are made (150), `KB_WATCH_SEED` where the sequence begins.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Kb, SETTINGS};
use crate::watch::Watching;

/// Random numbers: xorshift64* (Vigna, "An experimental exploration of Marsaglia's xorshift generators", 2016).
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize) % sides
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.throw(of.len())]
    }
}

/// Someone at work in a folder of notes.
struct Editor<'a> {
    kb: &'a Kb,
    dice: Dice,
    steps: usize,
}

const NAMES: [&str; 12] = [
    "a.md",
    "b.md",
    "c.md",
    "platform-engineer.md",
    "e.txt",
    "f.html",
    "g.md",
    "h.markdown",
    "i.md",
    "README.md",
    "draft.md",
    "picture.png",
];
const FOLDERS: [&str; 6] = ["one", "two", "three", "infrastructure", "drafts", "deep"];
const IGNORED: [&str; 7] = ["draft.md", "drafts/", "/one/*.md", "two", "!two/a.md", "*.txt", "# nothing"];

impl Editor<'_> {
    fn root(&self) -> PathBuf {
        self.kb.path("notes")
    }

    /// Every file or every folder of the notes, in a fixed order; the index, which is among them, left out.
    fn all(&self, folders: bool) -> Vec<PathBuf> {
        fn gather(folder: &Path, folders: bool, found: &mut Vec<PathBuf>) {
            let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
            entries.sort();
            for path in entries.into_iter().filter(|path| !path.ends_with("notes/index")) {
                if path.is_dir() == folders {
                    found.push(path.clone());
                }
                if path.is_dir() {
                    gather(&path, folders, found);
                }
            }
        }
        let mut found = Vec::new();
        gather(&self.root(), folders, &mut found);
        found
    }

    fn some_file(&mut self) -> PathBuf {
        let files = self.all(false);
        if files.is_empty() { self.some_place() } else { self.dice.pick(&files).clone() }
    }

    /// A folder, at times a new one below it.
    fn some_folder(&mut self) -> PathBuf {
        let mut folders = self.all(true);
        folders.push(self.root());
        let mut folder = self.dice.pick(&folders).clone();
        while self.dice.throw(4) == 0 && folder.components().count() < self.root().components().count() + 5 {
            folder = folder.join(self.dice.pick(&FOLDERS));
        }
        if folder.is_file() { self.root() } else { folder }
    }

    /// Where a file is or could be.
    fn some_place(&mut self) -> PathBuf {
        let folder = self.some_folder();
        if fs::create_dir_all(&folder).is_err() {
            return self.root().join("a.md");
        }
        folder.join(self.dice.pick(&NAMES))
    }

    /// The content of a guide, now and then of something that is none.
    fn text(&mut self) -> Vec<u8> {
        let n = self.steps;
        match self.dice.throw(12) {
            0 => Vec::new(),
            1 => b"\0\x01\x02 no text".to_vec(),
            2 => b"# The same\n\nA copy of a copy.\n".to_vec(),
            3 => format!("---\ntags: [t{}]\nrole: platform\n---\n# Step {n}\n\nword{n} granite\n", n % 5).into_bytes(),
            4 => format!("<h1>Step {n}</h1><p>word{n} marble</p>").into_bytes(),
            _ => {
                let part = self.dice.pick(&["Pay", "Soft skills", "Technical skills of a platform engineer", "Other"]);
                format!("# Step {n}\n\nIntro word{n}.\n\n## {part}\n\nBasalt {n}.\n\n## {part}\n\nAgain.\n")
                    .into_bytes()
            }
        }
    }

    /// Writes a file, unless a folder is in the way.
    fn write(&mut self, path: &Path) {
        let text = self.text();
        let _ = fs::write(path, text);
    }

    fn step(&mut self) {
        self.steps += 1;
        match self.dice.throw(24) {
            0..=3 => {
                let path = self.some_file();
                self.write(&path);
            }
            4..=6 => {
                let path = self.some_place();
                self.write(&path);
            }
            7 => drop(fs::remove_file(self.some_file())),
            8 => drop(fs::rename(self.some_file(), self.some_place())),
            // Saved by way of a temporary file.
            9 | 10 => {
                let path = self.some_file();
                let temporary = path.with_extension(self.dice.pick(&["tmp", "md~", "new.md"]));
                self.write(&temporary);
                let _ = fs::rename(temporary, path);
            }
            // Saved with a backup, kept or not.
            11 => {
                let path = self.some_file();
                let backup = PathBuf::from(format!("{}~", path.display()));
                let _ = fs::rename(&path, &backup);
                self.write(&path);
                if self.dice.throw(2) == 0 {
                    let _ = fs::remove_file(backup);
                }
            }
            // Deleted and made again.
            12 => {
                let path = self.some_file();
                let _ = fs::remove_file(&path);
                self.write(&path);
            }
            // Two files change places.
            13 => {
                let (a, b, between) = (self.some_file(), self.some_file(), self.root().join("between.md"));
                let _ = fs::rename(&a, &between);
                let _ = fs::rename(&b, &a);
                let _ = fs::rename(&between, &b);
            }
            14 => drop(fs::copy(self.some_file(), self.some_place())),
            // Written with what it holds.
            15 => {
                let path = self.some_file();
                if let Ok(text) = fs::read(&path) {
                    let _ = fs::write(&path, text);
                }
            }
            // A folder moves, with all that is in it; at times another one takes its place at once.
            16..=18 => {
                let folders = self.all(true);
                if !folders.is_empty() {
                    let from = self.dice.pick(&folders).clone();
                    let to = self.some_folder();
                    let to = if to == self.root() { to.join(self.dice.pick(&FOLDERS)) } else { to };
                    let moved = !to.starts_with(&from) && fs::rename(&from, to).is_ok();
                    if moved && self.dice.throw(3) == 0 {
                        let _ = fs::create_dir_all(from.join("deep"));
                        self.write(&from.join("deep/a.md"));
                    }
                }
            }
            19 => {
                let folders = self.all(true);
                if folders.len() > 4 {
                    let _ = fs::remove_dir_all(self.dice.pick(&folders));
                }
            }
            // A folder is filled and then gets its name.
            20 => {
                let unnamed = self.root().join("unnamed");
                let _ = fs::create_dir_all(unnamed.join("deep/deeper"));
                for name in ["a.md", "deep/b.md", "deep/deeper/c.md"] {
                    self.write(&unnamed.join(name));
                }
                let _ = fs::rename(unnamed, self.some_folder());
            }
            // What is left out changes, in the notes or above them.
            21 => {
                let folder = self.some_folder();
                let _ = fs::create_dir_all(&folder);
                let name = *self.dice.pick(&[".gitignore", ".gitignore", ".ignore"]);
                let place = if self.dice.throw(4) == 0 { self.kb.path("") } else { folder }.join(name);
                if self.dice.throw(3) == 0 {
                    let _ = fs::remove_file(place);
                } else {
                    let text = format!("{}\n{}\n", self.dice.pick(&IGNORED), self.dice.pick(&IGNORED));
                    let _ = fs::write(place, text);
                }
            }
            // A file becomes a folder.
            22 => {
                let path = self.some_file();
                let _ = fs::remove_file(&path);
                let _ = fs::create_dir_all(&path);
                self.write(&path.join("inner.md"));
            }
            // The source that is a single file.
            _ => {
                let text = self.text();
                self.kb.write("single.tmp", text);
                fs::rename(self.kb.path("single.tmp"), self.kb.path("single.md")).unwrap();
            }
        }
        // Most steps come in a burst; at times there is a pause, so that updates fall anywhere in between.
        match self.dice.throw(24) {
            0 => std::thread::sleep(Duration::from_millis(130)),
            1..=8 => std::thread::sleep(Duration::from_millis(self.dice.throw(12) as u64)),
            _ => {}
        }
    }
}

/// All that an index holds, as far as it can be seen.
fn state(kb: &Kb, index: &str) -> Value {
    let everything = kb.search(["-n", "0", "--sort", "path", "--facet-limit", "0", "--index", index]);
    let found = kb.search(["granite OR basalt", "-n", "0", "--sort", "path", "--index", index]);
    let status = kb.run(["status", "--format", "json", "--index", index]).found().json();
    let picked = |value: &Value, keys: &[&str]| keys.iter().map(|key| value[*key].clone()).collect::<Value>();
    json!([
        picked(&everything, &["total", "hits", "facets"]),
        picked(&found, &["total", "facets"]),
        picked(&status, &["guides", "sections", "sources", "skipped", "copies", "new", "changed", "removed"]),
    ])
}

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn random_edits_end_in_the_state_of_a_fresh_build() {
    let settings = format!("index = \"notes/index\"\n[[corpus]]\npath = \"single.md\"\n{SETTINGS}");
    let kb = Kb::new().file("kb.toml", settings.replace("\"corpus\"", "\"notes\"")).file("single.md", "# Single\n");
    fs::create_dir(kb.path(".git")).unwrap();
    let mut editor = Editor { kb: &kb, dice: Dice(number("KB_WATCH_SEED", 20_261_124)), steps: 0 };
    fs::create_dir(editor.root()).unwrap();
    for _ in 0..20 {
        let path = editor.some_place();
        editor.steps += 1;
        editor.write(&path);
    }
    let watching = Watching::start(&kb, &[]);
    for _ in 0..number("KB_WATCH_EDITS", 150) {
        editor.step();
    }
    kb.rest();
    kb.run(["index", "--index", "fresh"]).found();
    let fresh = state(&kb, "fresh");
    assert!(fresh[0][0].as_u64().unwrap() > 10, "hardly anything is left: {fresh:#}");
    // An update may be going on: only what stays different is wrong.
    watching.wait_or(
        "the index is that of a fresh build",
        || state(&kb, "notes/index") == fresh,
        || {
            let (watched, fresh) = (state(&kb, "notes/index"), fresh.clone());
            for (a, b) in watched.as_array().unwrap().iter().zip(fresh.as_array().unwrap()) {
                for (a, b) in a.as_array().unwrap().iter().zip(b.as_array().unwrap()).filter(|(a, b)| a != b) {
                    eprintln!("watched: {a}\nfresh:   {b}");
                }
            }
        },
    );
}
