//! `kb show`, `kb open`, and the command that helps to start: init.

use std::fs;

use crate::harness::Kb;

fn guides() -> Kb {
    Kb::new()
        .file("corpus/a.md", "# Alpha\n\n## Skills\n\nGranite body.\n\n## Soft skills\n\nMarble.\n")
        .file("corpus/sub/b.md", "# Beta\n\n## Skills\n\nBasalt.\n")
        .indexed()
}

#[test]
fn show_prints_the_section_of_an_id() {
    let answer = guides().run(["show", "a.md#skills"]).found();
    for part in ["Alpha", "Skills", "Granite body.", "corpus/a.md:3"] {
        assert!(answer.stdout.contains(part), "no {part} in {answer:?}");
    }
    assert!(!answer.stdout.contains("Marble"), "{answer:?}");
}

#[test]
fn any_unambiguous_end_of_an_id_will_do() {
    let kb = guides();
    assert!(kb.run(["show", "soft-skills"]).found().stdout.contains("Marble"));
    assert!(kb.run(["show", "b.md#skills"]).found().stdout.contains("Basalt"));
    assert_eq!(kb.run(["show", "beta", "--format", "json"]).found().json()["id"], "sub/b.md#beta");
}

#[test]
fn an_ambiguous_end_names_the_candidates() {
    let answer = guides().run(["show", "skills"]).status(2).says("hint:");
    answer.says("a.md#skills").says("sub/b.md#skills");
}

#[test]
fn an_unknown_id_names_the_nearest() {
    guides().run(["show", "a.md#skils"]).status(1).says("did you mean `a.md#skills`");
    guides().run(["open", "zebra"]).status(1).says("hint:");
}

#[cfg(unix)]
#[test]
fn open_sends_the_editor_to_the_line() {
    let kb = guides().file("editor", "printf '%s\\n' \"$@\" > \"$(dirname \"$0\")/arguments\"\n");
    let editor = format!("sh {}", kb.path("editor").display());
    let kb = kb.variable("EDITOR", editor);
    kb.run(["open", "a.md#soft-skills"]).found();
    let arguments = fs::read_to_string(kb.path("arguments")).unwrap();
    let file = kb.path("corpus/a.md").canonicalize().unwrap();
    assert_eq!(arguments.lines().collect::<Vec<_>>(), ["+7", file.to_str().unwrap()]);
}

#[test]
fn open_without_an_editor_says_what_to_set() {
    guides().run(["open", "soft-skills"]).status(2).says("EDITOR");
}

#[test]
fn open_of_a_vanished_file_says_so() {
    let kb = guides().variable("EDITOR", "true");
    fs::remove_file(kb.path("corpus/a.md")).unwrap();
    kb.run(["open", "soft-skills"]).status(2).says("no longer there").says("kb index");
}

#[test]
fn status_tells_what_changed_on_disk() {
    let kb = guides();
    kb.write("corpus/a.md", "# Alpha\n\nOther.\n");
    kb.write("corpus/c.md", "# Gamma\n");
    fs::remove_file(kb.path("corpus/sub/b.md")).unwrap();
    let report = kb.run(["status", "--format", "json"]).found().json();
    assert_eq!(report["changed"], serde_json::json!(["corpus/a.md"]));
    assert_eq!(report["new"], serde_json::json!(["corpus/c.md"]));
    assert_eq!(report["removed"], serde_json::json!(["corpus/sub/b.md"]));
    assert_eq!((&report["guides"], &report["sections"]), (&2.into(), &5.into()));
}

#[test]
fn init_writes_settings_that_work_and_never_overwrites() {
    let kb = Kb::new().file("corpus/a.md", "# A\n\nGranite.\n");
    kb.run(["init"]).found();
    kb.run(["index"]).found();
    assert_eq!(kb.ids(["granite"]), ["a.md#a"]);
    kb.write("kb.toml", "# mine\n");
    kb.run(["init"]).status(2).says("is there already");
    assert_eq!(fs::read_to_string(kb.path("kb.toml")).unwrap(), "# mine\n");
}
