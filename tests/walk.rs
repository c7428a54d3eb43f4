//! Which files are taken: ignore files, excludes, hidden and binary files, copies, links.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::{Kb, text};

const GUIDE: &str = "# A\n\nGranite.\n";

/// A knowledge base with guides at these places.
fn guides(paths: &[&str]) -> Kb {
    paths.iter().fold(Kb::new(), |kb, path| kb.file(path, GUIDE))
}

/// The guides in the index, by path.
fn indexed(kb: &Kb) -> BTreeSet<String> {
    let ids = kb.ids(["--sort", "path", "-n", "0"]);
    ids.iter().map(|id| id.split_once('#').unwrap().0.to_owned()).collect()
}

#[track_caller]
fn expect(kb: &Kb, paths: &[&str]) {
    kb.index();
    assert_eq!(indexed(kb), paths.iter().map(|path| (*path).to_owned()).collect());
}

/// What was skipped, as (file name, reason).
fn skipped(report: &Value) -> Vec<(String, String)> {
    let name = |path: &Value| text(path).rsplit('/').next().unwrap().to_owned();
    report["skipped"].as_array().unwrap().iter().map(|one| (name(&one["path"]), text(&one["reason"]))).collect()
}

#[test]
fn ignore_files_count_without_a_repository() {
    let kb =
        guides(&["corpus/a.md", "corpus/built/b.md", "corpus/sub/c.md", "corpus/sub/d.md", "corpus/sub/deep/e.md"])
            .file("corpus/.gitignore", "built/\n")
            .file("corpus/sub/.gitignore", "/d.md\n")
            .file("corpus/sub/deep/.ignore", "*.md\n");
    expect(&kb, &["a.md", "sub/c.md"]);
    kb.write("corpus/sub/deep/.kbignore", "!e.md\n");
    kb.write("corpus/.kbignore", "a.*\n");
    expect(&kb, &["sub/c.md", "sub/deep/e.md"]);
}

#[test]
fn ignore_files_above_a_corpus_count_up_to_the_settings() {
    let kb = guides(&["base/x/corpus/a.md", "base/x/corpus/b.md", "base/x/corpus/c.md", "base/x/corpus/d.md"])
        .file("base/kb.toml", "[[corpus]]\npath = \"x/corpus\"\n")
        .file(".gitignore", "*\n")
        .file("base/.gitignore", "a.md\nb.md\n")
        .file("base/x/.kbignore", "/corpus/c.md\n")
        .file("base/x/corpus/.gitignore", "!b.md\n");
    kb.run(["index", "--config", "base/kb.toml"]).found();
    let found = kb.ids(["--config", "base/kb.toml", "--sort", "path"]);
    assert_eq!(found, ["b.md#a", "d.md#a"]);
}

#[test]
fn ignore_files_above_a_corpus_count_up_to_the_repository() {
    let kb = guides(&["repo/kb/corpus/a.md", "repo/kb/corpus/b.md"])
        .file("repo/kb/kb.toml", "")
        .file("repo/.git/HEAD", "ref: refs/heads/main\n")
        .file("repo/.git/info/exclude", "b.md\n")
        .file("repo/.gitignore", "a.md\n")
        .file(".gitignore", "*\n");
    kb.run(["index", "--config", "repo/kb/kb.toml"]).found();
    assert_eq!(kb.ids(["--config", "repo/kb/kb.toml"]), ["b.md#a"]);
}

#[test]
fn what_a_user_ignores_on_one_machine_does_not_count() {
    let kb = guides(&["corpus/a.md"]).file("home/git/ignore", "*.md\n").file("corpus/.git/HEAD", "ref: x\n");
    let home = kb.path("home").display().to_string();
    expect(&kb.variable("XDG_CONFIG_HOME", home.as_str()).variable("HOME", home.as_str()), &["a.md"]);
}

#[test]
fn a_corpus_that_is_itself_ignored_is_walked() {
    expect(&guides(&["corpus/a.md"]).file("kb.toml", "").file(".gitignore", "/corpus/\n"), &["a.md"]);
}

#[test]
fn excludes_are_read_as_gitignore_patterns() {
    let kb = guides(&["corpus/a.md", "corpus/drafts/b.md", "corpus/sub/c.md", "corpus/sub/keep.md", "corpus/sub/x.md"])
        .file(
            "kb.toml",
            "[[corpus]]\npath = \"corpus\"\nexclude = [\"drafts\", \"/sub/*\", \"!keep.md\", \"# none\"]\n",
        );
    expect(&kb, &["a.md", "sub/keep.md"]);
}

#[test]
fn hidden_files_are_left_out_unless_their_folder_is_named() {
    let kb = guides(&["corpus/a.md", "corpus/.b.md", "corpus/.notes/c.md"]);
    expect(&kb, &["a.md"]);
    let kb = guides(&["corpus/.notes/c.md", "corpus/.notes/.d.md"]);
    kb.run(["index", "corpus/.notes"]).found();
    assert_eq!(indexed(&kb), ["c.md".to_owned()].into());
}

#[test]
fn folders_of_packages_are_left_out_by_ignore_files_only() {
    let paths = ["corpus/a.md", "corpus/node_modules/p/readme.md", "corpus/target/b.md", "corpus/vendor/c.md"];
    expect(&guides(&paths), &["a.md", "node_modules/p/readme.md", "target/b.md", "vendor/c.md"]);
    let kb = guides(&paths).file("corpus/.gitignore", "node_modules/\ntarget\n/vendor/\n");
    expect(&kb, &["a.md"]);
}

#[test]
fn files_for_programs_are_no_guides() {
    let kb = guides(&["corpus/CHANGELOG", "corpus/LICENSE", "corpus/a.txt", "corpus/system-requirements.txt"])
        .file("corpus/requirements.txt", "serde==1\n")
        .file("corpus/requirements-dev.txt", "serde==1\n")
        .file("corpus/sub/CMakeLists.txt", "project(x)\n")
        .file("corpus/robots.txt", "User-agent: *\n");
    expect(&kb, &["CHANGELOG", "LICENSE", "a.txt", "system-requirements.txt"]);
    let report = kb.index();
    assert_eq!((&report["other"], &report["skipped"]), (&json!({"txt": 4}), &json!([])));
    assert!(kb.run(["index", "-v"]).found().stderr.contains("left out 4 files of kind .txt"));
}

#[test]
fn binary_files_are_named() {
    let kb = guides(&["corpus/a.md"]).file("corpus/b.md", b"\x00\x01\x02GIF\x00\xff".repeat(50));
    let named = skipped(&kb.index());
    assert_eq!(named.len(), 1);
    assert_eq!(named[0].0, "b.md");
    assert!(named[0].1.contains("binary"), "{named:?}");
    assert_eq!(indexed(&kb), ["a.md".to_owned()].into());
}

#[test]
fn copies_and_names_that_differ_in_case_are_all_indexed() {
    let kb = guides(&["corpus/a.md", "corpus/copy/a.md"]);
    std::fs::hard_link(kb.path("corpus/a.md"), kb.path("corpus/hard.md")).unwrap();
    expect(&kb, &["a.md", "copy/a.md", "hard.md"]);
    kb.write("corpus/A.md", GUIDE);
    // Some disks take both for one file.
    let both = std::fs::read_dir(kb.path("corpus")).unwrap().count() == 4;
    let expected: &[&str] =
        if both { &["A.md", "a.md", "copy/a.md", "hard.md"] } else { &["a.md", "copy/a.md", "hard.md"] };
    expect(&kb, expected);
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::{expect, guides, indexed, skipped};
    use crate::harness::{Kb, text};

    fn named(kb: &Kb) -> Vec<(String, String)> {
        skipped(&kb.index())
    }

    #[test]
    fn links_to_what_is_indexed_anyway_are_only_counted() {
        let kb = guides(&["corpus/a.md", "corpus/sub/b.md", "corpus/pictures/c.svg"]);
        for (link, target) in [
            ("corpus/again.md", "a.md"),
            ("corpus/latest", "sub"),
            ("corpus/sub/loop", ".."),
            ("corpus/sub/abs.md", kb.path("corpus/a.md").to_str().unwrap()),
            ("corpus/images", "pictures"),
            ("corpus/chain.md", "again.md"),
        ] {
            symlink(target, kb.path(link)).unwrap();
        }
        symlink("pictures/c.svg", kb.path("corpus/logo.svg")).unwrap();
        let report = kb.index();
        assert_eq!((skipped(&report), &report["links"]), (Vec::new(), &6.into()));
        assert_eq!(report["other"]["svg"], 2);
        expect(&kb, &["a.md", "sub/b.md"]);
        kb.run(["index", "-v"]).found().says("left out 6 symbolic links to what is indexed anyway");
        let report = kb.run(["index", "corpus/sub", "--format", "json"]).found().json();
        assert_eq!((skipped(&report), &report["removed"]), (Vec::new(), &0.into()));
    }

    #[test]
    fn other_links_are_named_and_not_followed() {
        let kb = guides(&["corpus/a.md", "outside/b.md", "corpus/.hidden/c.md"]);
        for (link, target) in [
            ("corpus/b.md", "../outside/b.md"),
            ("corpus/more", "../outside"),
            ("corpus/gone.md", "nowhere.md"),
            ("corpus/gone", "nowhere"),
            ("corpus/self.md", "self.md"),
            ("corpus/c.md", ".hidden/c.md"),
            ("corpus/open", ".hidden"),
            ("corpus/gone.png", "nowhere.png"),
            ("corpus/out.png", "../kb.png"),
        ] {
            symlink(target, kb.path(link)).unwrap();
        }
        kb.write("kb.png", "x");
        let out = "a symbolic link out of the corpus, not followed";
        let mut found = named(&kb);
        let looped = found.iter().position(|(name, _)| name == "self.md").map(|at| found.remove(at)).unwrap();
        assert!(looped.1.starts_with("a symbolic link that leads nowhere"), "{looped:?}");
        let expected = [
            ("b.md", out),
            ("c.md", "a symbolic link to a file that is left out, not followed"),
            ("gone", "a broken symbolic link"),
            ("gone.md", "a broken symbolic link"),
            ("more", out),
            ("open", "a symbolic link to a folder that is left out, not followed"),
        ];
        assert_eq!(found, expected.map(|(name, why)| (name.to_owned(), why.to_owned())));
        assert_eq!(indexed(&kb), ["a.md".to_owned()].into());
    }

    #[test]
    fn a_corpus_that_is_a_link_works() {
        let kb = guides(&["real/a.md"]);
        symlink("real", kb.path("corpus")).unwrap();
        symlink(kb.path("real/a.md"), kb.path("real/again.md")).unwrap();
        expect(&kb, &["a.md"]);
        assert_eq!(named(&kb), []);
        assert_eq!(text(&kb.search(["granite"])["hits"][0]["path"]), "real/a.md");
        kb.run(["index", "corpus"]).found().says("");
        expect(&kb, &["a.md"]);
    }

    #[test]
    fn a_link_from_one_corpus_into_another_is_known() {
        let kb = guides(&["a/x.md", "b/y.md"]).file("kb.toml", "[[corpus]]\npath = \"a\"\n[[corpus]]\npath = \"b\"\n");
        symlink("../b/y.md", kb.path("a/y.md")).unwrap();
        let report = kb.index();
        assert_eq!((skipped(&report), &report["links"]), (Vec::new(), &1.into()));
        assert_eq!(indexed(&kb), ["a:x.md".to_owned(), "b:y.md".to_owned()].into());
    }
}
