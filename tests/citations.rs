//! What a found section is cited by: the hash of its file as it was indexed, and whether the file is still like that.

use std::fs;

use serde_json::Value;

use crate::harness::{Kb, hits, text};

fn kb() -> Kb {
    Kb::with_roles()
        .file("corpus/pumps.md", "# Pumps\n\nA granite pump.\n\n## Valves\n\nThe granite valve.\n")
        .file("corpus/more/wells.md", "# Wells\n\nA granite well.\n")
        .indexed()
}

/// The hash of each hit and whether it is stale, by path.
fn cited(kb: &Kb) -> Vec<(String, String, bool)> {
    let found = kb.search(["granite", "--sort", "path"]);
    let cited = |hit: &Value| (text(&hit["path"]), text(&hit["hash"]), hit["stale"].as_bool().unwrap());
    hits(&found).iter().map(cited).collect()
}

fn hash(kb: &Kb, path: &str) -> String {
    blake3::hash(&fs::read(kb.path(path)).unwrap()).to_hex().to_string()
}

#[test]
fn hits_name_what_their_file_held() {
    let kb = kb();
    let (wells, pumps) = (hash(&kb, "corpus/more/wells.md"), hash(&kb, "corpus/pumps.md"));
    let expected = |stale: [bool; 2]| {
        let pumps_at = |stale| ("corpus/pumps.md".to_owned(), pumps.clone(), stale);
        [("corpus/more/wells.md".to_owned(), wells.clone(), stale[0]), pumps_at(stale[1]), pumps_at(stale[1])]
    };
    assert_eq!(cited(&kb), expected([false, false]));
    let markdown = kb.run(["search", "well", "--format", "markdown"]).found().stdout;
    assert!(markdown.contains(&format!("(`corpus/more/wells.md:1-3`, `b3:{}`)", &wells[..12])), "{markdown}");

    // Touched is not changed; a change that a program hides behind the old time is one.
    kb.write("corpus/more/wells.md", "# Wells\n\nA granite well.\n");
    let modified = fs::metadata(kb.path("corpus/pumps.md")).unwrap().modified().unwrap();
    kb.write("corpus/pumps.md", "# Pumps\n\nA granite pipe.\n\n## Valves\n\nThe granite valve.\n");
    fs::File::options().write(true).open(kb.path("corpus/pumps.md")).unwrap().set_modified(modified).unwrap();
    assert_eq!(cited(&kb), expected([false, true]));
    let markdown = kb.run(["search", "valve", "--format", "markdown"]).found().stdout;
    assert!(markdown.contains(&format!("`b3:{}`, changed since it was indexed)", &pumps[..12])), "{markdown}");

    fs::remove_file(kb.path("corpus/more/wells.md")).unwrap();
    assert_eq!(cited(&kb), expected([true, true]));
    kb.index();
    assert!(cited(&kb).iter().all(|(.., stale)| !stale));
}

#[test]
fn a_file_that_was_indexed_at_once_is_looked_into() {
    // Not at rest: its times prove nothing.
    let kb = Kb::with_roles().file("corpus/a.md", "# A\n\nA granite pump.\n");
    kb.index();
    assert!(!cited(&kb)[0].2);
    kb.write("corpus/a.md", "# A\n\nA granite pipe.\n");
    assert!(cited(&kb)[0].2);
}

#[test]
fn lines_of_json_have_it_and_counts_need_none() {
    let kb = kb();
    let lines = kb.run(["search", "granite", "--format", "jsonl"]).found().stdout;
    assert_eq!(
        lines.lines().filter(|line| line.contains("\"hash\":\"") && line.contains("\"stale\":false")).count(),
        3
    );
    let counted = kb.run(["search", "granite", "--count", "--format", "json"]).found();
    assert_eq!(counted.json()["total"], 3);
    assert!(!counted.stdout.contains("hash"));
}

#[test]
fn every_source_has_its_files() {
    let kb = Kb::new()
        .file("one/a.md", "# A\n\nGranite one.\n")
        .file("two/a.md", "# A\n\nGranite two.\n")
        .file("kb.toml", "[[corpus]]\npath = \"one\"\n[[corpus]]\npath = \"two\"\n")
        .indexed();
    let expected = ["one/a.md", "two/a.md"].map(|path| (path.to_owned(), hash(&kb, path), false));
    assert_eq!(cited(&kb), expected);
}

#[test]
fn many_files_are_cited_as_few_are() {
    let kb = (0..250).fold(Kb::new(), |kb, n| kb.file(&format!("corpus/{n}.md"), format!("# N\n\nGranite {n}.\n")));
    kb.rest();
    kb.index();
    let found = kb.search(["granite", "-n", "0"]);
    assert_eq!(hits(&found).len(), 250);
    for hit in hits(&found) {
        assert_eq!(text(&hit["hash"]), hash(&kb, &text(&hit["path"])), "{hit}");
        assert_eq!(hit["stale"], false);
    }
}
