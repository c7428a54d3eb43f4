//! What an update makes of any sequence of edits is what a rebuild makes of the files as they are.
//!
//! Every sequence begins with a few guides and goes on in steps of a few edits; after each step `kb index` updates one
//! index and builds another anew, and all that can be seen of the two is held against each other. What is deleted counts
//! nowhere, so scores may differ by rounding alone: at most a hundred-thousandth.
//!
//! 20 sequences; for 1,000: `KB_SOAK_CASES=50 cargo test --test all -- properties::edits`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use proptest::collection::vec;
use proptest::sample::select;
use proptest::strategy::{BoxedStrategy, Strategy};
use proptest::{prop_assert, prop_oneof};

use super::seen::differences;
use super::{Held, Law};
use crate::harness::Kb;

/// Where guides are put, below the folder of the knowledge base.
const PLACES: [&str; 14] = [
    "corpus/a.md",
    "corpus/b.md",
    "corpus/c.md",
    "corpus/e.txt",
    "corpus/f.html",
    "corpus/deep/a.md",
    "corpus/deep/platform-engineer.md",
    "corpus/deep/deeper/i.md",
    "corpus/infrastructure/README.md",
    "corpus/infrastructure/g.rst",
    "corpus/picture.png",
    "more/a.md",
    "more/é.md",
    "corpus/b.md/inner.md",
];

/// What guides say, part by part; acronyms are defined in some and used in others.
const PARTS: [&str; 14] = [
    "Granite walls stand for long.",
    "Marble domes; granite floors.",
    "Everything is made by Infrastructure as Code (IaC).",
    "An Internal Developer Platform (IDP) has marble walls.",
    "The Incident Detection Plan (IDP) is read aloud.",
    "IaC and the IDP need a backup.",
    "A salary of 50,000 is paid to the platform engineer.",
    "Die Mauern aus Granit und Marmor werden von den Handwerkern gebaut und sind sehr haltbar, wenn sie gepflegt werden.",
    "石の壁は長く立つ。",
    "",
    "- [Granite](a.md)\n- [Marble](b.md)",
    "Slate roofs, getUserName and C++ v1.2.3.",
    "Word for word the same as elsewhere.",
    "granite granite granite marble",
];
const HEADINGS: [&str; 8] = [
    "Pay",
    "Soft skills",
    "Technical skills",
    "Other",
    "For the platform engineer",
    "Granite",
    "IaC",
    "Marble & domes",
];
/// What is written before the text of Markdown.
const FRONT_MATTER: [&str; 8] = [
    "",
    "---\nrole: platform\n---\n",
    "---\nrole: [infrastructure, platform]\ntags: [stone, stone/granite]\n---\n",
    "---\ntags: [big, stone/marble]\ndate: 2025-03-01\n---\n",
    "---\ntitle: Another title\ndate: 2026-01-31\n---\n",
    "---\ntags: [Big]\nrole: nobody\n---\n",
    "---\nbroken: [\n---\n",
    "+++\ntags = [\"stone\"]\n+++\n",
];
/// What the settings become, besides the corpora.
const SETTINGS: [&str; 6] = [
    "",
    "[[synonym]]\nwords = [\"salary\", \"wage\"]\n",
    "[[synonym]]\nwords = [\"granite\", \"marble\"]\n[[synonym]]\nword = \"dome\"\nmeans = [\"walls\"]\n",
    "[[role]]\nid = \"platform\"\naliases = [\"platform engineer\"]\n[[section]]\npath = \"skills/soft\"\naliases = [\"soft skill\"]\n",
    "[[role]]\nid = \"platform\"\naliases = [\"platform engineer\"]\n[[role]]\nid = \"infrastructure\"\n\
     [[section]]\npath = \"skills/technical\"\naliases = [\"technical skill\"]\n[[section]]\npath = \"pay\"\naliases = [\"pay\"]\n",
    "[[synonym]]\nwords = [\"salary\", \"wage\"]\n[[role]]\nid = \"platform\"\naliases = [\"platform engineer\"]\n",
];
const CORPORA: &str = "[[corpus]]\npath = \"corpus\"\n[[corpus]]\npath = \"more\"\n";

/// What somebody does to the files. Numbers choose among the files or places there are at that moment.
#[derive(Debug, Clone)]
enum Edit {
    Write { place: usize, text: String },
    Change { file: usize, text: String },
    Append { file: usize, text: String },
    FrontMatter { file: usize, text: &'static str },
    Move { file: usize, place: usize },
    Copy { file: usize, place: usize },
    Swap { file: usize, other: usize },
    Delete { file: usize },
    Empty { file: usize },
    MakeBinary { file: usize },
    Touch { file: usize },
    OtherCase { file: usize },
    IntoFolder { file: usize },
    MoveFolder { folder: usize, to: &'static str },
    DeleteFolder { folder: usize },
    Ignore { text: &'static str },
    Settings { text: &'static str },
}

/// The text of a guide, without front matter.
fn text() -> BoxedStrategy<String> {
    let part = (1usize..4, select(&HEADINGS[..]), select(&PARTS[..]));
    let parts = vec(part, 0..4).prop_map(|parts| -> String {
        parts.iter().map(|(level, heading, text)| format!("{} {heading}\n\n{text}\n\n", "#".repeat(*level))).collect()
    });
    (select(&FRONT_MATTER[..]), select(&PARTS[..]), parts)
        .prop_map(|(front, lead, parts)| format!("{front}{lead}\n\n{parts}"))
        .boxed()
}

fn edit() -> BoxedStrategy<Edit> {
    let file = || 0usize..20;
    let place = || 0..PLACES.len();
    let folders = select(&["corpus/deep", "corpus/moved", "more/moved", "corpus/infrastructure/moved"][..]);
    prop_oneof![
        5 => (place(), text()).prop_map(|(place, text)| Edit::Write { place, text }),
        4 => (file(), text()).prop_map(|(file, text)| Edit::Change { file, text }),
        2 => (file(), select(&PARTS[..])).prop_map(|(file, text)| Edit::Append { file, text: format!("\n{text}\n") }),
        2 => (file(), select(&FRONT_MATTER[..])).prop_map(|(file, text)| Edit::FrontMatter { file, text }),
        3 => (file(), place()).prop_map(|(file, place)| Edit::Move { file, place }),
        2 => (file(), place()).prop_map(|(file, place)| Edit::Copy { file, place }),
        2 => (file(), file()).prop_map(|(file, other)| Edit::Swap { file, other }),
        4 => file().prop_map(|file| Edit::Delete { file }),
        1 => file().prop_map(|file| Edit::Empty { file }),
        1 => file().prop_map(|file| Edit::MakeBinary { file }),
        2 => file().prop_map(|file| Edit::Touch { file }),
        1 => file().prop_map(|file| Edit::OtherCase { file }),
        1 => file().prop_map(|file| Edit::IntoFolder { file }),
        1 => (0usize..4, folders).prop_map(|(folder, to)| Edit::MoveFolder { folder, to }),
        1 => (0usize..4).prop_map(|folder| Edit::DeleteFolder { folder }),
        1 => select(&["", "deep/\n", "*.txt\n", "a.md\n!/a.md\n"][..]).prop_map(|text| Edit::Ignore { text }),
        1 => select(&SETTINGS[..]).prop_map(|text| Edit::Settings { text }),
    ]
    .boxed()
}

/// The folder of guides while it is edited. Times of files are set by hand and grow, so that they do not depend on when
/// the test runs.
struct Editor<'k> {
    kb: &'k Kb,
    hours: u64,
}

impl Editor<'_> {
    /// Every file or every folder of the guides, in order; links and the corpora themselves aside.
    fn all(&self, folders: bool) -> Vec<PathBuf> {
        fn gather(folder: &Path, folders: bool, found: &mut Vec<PathBuf>) {
            let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
            entries.sort();
            for path in entries {
                if path.is_dir() == folders {
                    found.push(path.clone());
                }
                if path.is_dir() {
                    gather(&path, folders, found);
                }
            }
        }
        let mut found = Vec::new();
        ["corpus", "more"].iter().for_each(|corpus| gather(&self.kb.path(corpus), folders, &mut found));
        found
    }

    /// The file with this number, counted over and over.
    fn file(&self, number: usize) -> Option<PathBuf> {
        let files = self.all(false);
        (!files.is_empty()).then(|| files[number % files.len()].clone())
    }

    /// Writes a file with a time of its own; does nothing where a folder is in the way.
    fn write(&mut self, path: &Path, text: &[u8]) {
        if path.parent().is_some_and(|folder| fs::create_dir_all(folder).is_ok()) && fs::write(path, text).is_ok() {
            self.touch(path);
        }
    }

    fn touch(&mut self, path: &Path) {
        self.hours += 7;
        let time = UNIX_EPOCH + Duration::from_secs(1_700_000_000 + self.hours * 3_600);
        File::options().append(true).open(path).unwrap().set_modified(time).unwrap();
    }

    fn rename(&self, from: &Path, to: &Path) {
        if to.parent().is_some_and(|folder| fs::create_dir_all(folder).is_ok()) {
            // Refused where a folder is in the way, or it would move into itself.
            let _ = fs::rename(from, to);
        }
    }

    fn edit(&mut self, edit: &Edit) {
        let place = |place: usize| self.kb.path(PLACES[place]);
        match edit {
            Edit::Write { place: at, text } => self.write(&place(*at), text.as_bytes()),
            Edit::Ignore { text } => self.write(&self.kb.path("corpus/.gitignore"), text.as_bytes()),
            Edit::Settings { text } => self.kb.write("kb.toml", format!("{CORPORA}{text}")),
            Edit::MoveFolder { folder, to } => {
                if let Some(from) = self.folder(*folder) {
                    self.rename(&from, &self.kb.path(to));
                }
            }
            Edit::DeleteFolder { folder } => {
                if let Some(folder) = self.folder(*folder) {
                    fs::remove_dir_all(folder).unwrap();
                }
            }
            Edit::Change { file, .. }
            | Edit::Append { file, .. }
            | Edit::FrontMatter { file, .. }
            | Edit::Move { file, .. }
            | Edit::Copy { file, .. }
            | Edit::Swap { file, .. }
            | Edit::Delete { file }
            | Edit::Empty { file }
            | Edit::MakeBinary { file }
            | Edit::Touch { file }
            | Edit::OtherCase { file }
            | Edit::IntoFolder { file } => {
                if let Some(path) = self.file(*file) {
                    self.edit_file(edit, &path);
                }
            }
        }
    }

    fn folder(&self, number: usize) -> Option<PathBuf> {
        let folders = self.all(true);
        (!folders.is_empty()).then(|| folders[number % folders.len()].clone())
    }

    fn edit_file(&mut self, edit: &Edit, path: &Path) {
        match edit {
            Edit::Change { text, .. } => self.write(path, text.as_bytes()),
            Edit::Append { text, .. } => {
                let longer = [fs::read(path).unwrap(), text.clone().into_bytes()].concat();
                self.write(path, &longer);
            }
            Edit::FrontMatter { text, .. } => {
                let old = fs::read(path).unwrap();
                let old = String::from_utf8_lossy(&old);
                let body = FRONT_MATTER[1..].iter().find_map(|front| old.strip_prefix(front)).unwrap_or(&old);
                self.write(path, format!("{text}{body}").as_bytes());
            }
            Edit::Move { place, .. } => self.rename(path, &self.kb.path(PLACES[*place])),
            Edit::Copy { place, .. } => self.write(&self.kb.path(PLACES[*place]), &fs::read(path).unwrap()),
            Edit::Swap { other, .. } => {
                let (other, between) = (self.file(*other).unwrap(), self.kb.path("between"));
                self.rename(path, &between);
                self.rename(&other, path);
                self.rename(&between, &other);
            }
            Edit::Delete { .. } => fs::remove_file(path).unwrap(),
            Edit::Empty { .. } => self.write(path, b""),
            Edit::MakeBinary { .. } => self.write(path, b"\0\x01\x02 no text"),
            Edit::Touch { .. } => self.touch(path),
            Edit::OtherCase { .. } => {
                let name = path.file_name().unwrap().to_str().unwrap();
                let other = if name == name.to_uppercase() { name.to_lowercase() } else { name.to_uppercase() };
                self.rename(path, &path.with_file_name(other));
            }
            Edit::IntoFolder { .. } => {
                let content = fs::read(path).unwrap();
                fs::remove_file(path).unwrap();
                self.write(&path.join("inner.md"), &content);
            }
            other => panic!("{other:?} is no edit of a file"),
        }
    }
}

#[test]
fn an_update_after_any_edits_equals_a_rebuild() {
    let start = vec((0..PLACES.len(), text()).prop_map(|(place, text)| Edit::Write { place, text }), 2..9);
    let steps = vec(vec(edit(), 1..5), 1..6);
    let law = Law { name: "an update equals a rebuild", cases: 20, shrinks: 120 };
    law.holds(&(select(&SETTINGS[..]), start, steps), |(settings, start, steps)| -> Held {
        let kb = Kb::in_memory().file("kb.toml", format!("{CORPORA}{settings}"));
        ["corpus", "more"].iter().for_each(|corpus| fs::create_dir(kb.path(corpus)).unwrap());
        let mut editor = Editor { kb: &kb, hours: 0 };
        for step in std::iter::once(&start).chain(&steps) {
            step.iter().for_each(|edit| editor.edit(edit));
            let updated = kb.run(["index", "--index", "updated"]);
            let rebuilt = kb.run(["index", "--index", "rebuilt", "--rebuild"]);
            prop_assert!(updated.status == 0 && rebuilt.status == 0, "{:?} {:?}", updated, rebuilt);
            let different = differences(&kb.path("updated"), &kb.path("rebuilt"));
            prop_assert!(different.is_empty(), "after {:?}: {:#?}", step, different);
        }
        Ok(())
    });
}
