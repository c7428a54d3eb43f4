//! `kb browse` on a terminal: keys in, screens out.

#![cfg(unix)]

mod leaving;
mod pseudo_terminal;
mod screens;

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use crate::escapes::{dangerous, hostile};
use crate::harness::Kb;
use pseudo_terminal::Terminal;

const NARROW: (u16, u16) = (80, 24);
const WIDE: (u16, u16) = (160, 50);

const ENTER: &str = "\r";
const ESCAPE: &str = "\x1b";
const TAB: &str = "\t";
const DOWN: &str = "\x1b[B";
const CONTROL_Q: &str = "\x11";
const CONTROL_O: &str = "\x0f";
const CONTROL_R: &str = "\x12";
const CONTROL_T: &str = "\x14";
const CONTROL_Y: &str = "\x19";

fn guides() -> Kb {
    let long: String = (0..80).map(|n| format!("Line {n} of the text.\n\n")).collect();
    Kb::with_roles()
        .file(
            "corpus/a.md",
            format!(
                "---\nrole: platform\n---\n# Alpha\n\nGranite.\n\n## Technical skills\n\nMarble and granite.\n\n{long}"
            ),
        )
        .file("corpus/b.md", "---\nrole: infrastructure\n---\n# Beta\n\nGranite and basalt.\n\n## Pay\n\nWages.\n")
        .indexed()
}

#[test]
fn hits_come_while_one_types() {
    let mut terminal = Terminal::kb(guides(), NARROW, &["browse"]);
    terminal.shows("4 sections").shows("Hit 1 of 4");
    terminal.send("basa");
    terminal.shows("words that begin with “basa”").shows("1 section ").shows("Beta");
    terminal.send("lt");
    terminal.hides("begin with").shows(" basalt ").shows("corpus/b.md:4-6");
    // Backspace, six times.
    terminal.send("\x7f\x7f\x7f\x7f\x7f\x7f");
    terminal.shows("4 sections");
    terminal.send("xylophone");
    terminal.shows("nothing found").shows("0 sections");
    terminal.send(CONTROL_Q);
    assert!(terminal.end().success());
}

#[test]
fn a_query_and_a_selection_can_be_given() {
    let terminal = Terminal::kb(guides(), WIDE, &["browse", "granite", "--role", "platform engineer"]);
    terminal.shows("Search: granite").shows("2 sections").shows("[x] platform").shows("[ ] infrastructure");
}

#[test]
fn what_cannot_be_used_is_refused_before_the_screen_is_taken() {
    let kb = Arc::new(guides());
    for (arguments, status, part) in [
        (&["browse", "--role", "platfrom"][..], 1, "did you mean `platform`"),
        (&["browse", "--section", "nowhere"], 1, "hint:"),
        (&["browse", "--index", "kb.toml"], 2, "kb: "),
    ] {
        let mut terminal = Terminal::kb(Arc::clone(&kb), NARROW, arguments);
        assert_eq!(terminal.end().exit_code(), status, "{arguments:?}: {}", terminal.text());
        assert!(terminal.text().contains(part), "{arguments:?}: {}", terminal.text());
    }
    let long = "granite ".repeat(300);
    assert_eq!(Terminal::kb(Arc::clone(&kb), NARROW, &["browse", &long]).end().exit_code(), 2);
}

#[test]
fn without_a_terminal_a_line_says_what_to_do() {
    let kb = Arc::new(guides());
    let answer = kb.run(["browse", "granite"]).status(2).says("needs a terminal").says("`kb search`");
    assert_eq!((answer.stdout.as_str(), answer.stderr.lines().count()), ("", 2));
    // Standard input alone is none.
    let mut terminal = Terminal::shell(Arc::clone(&kb), NARROW, r#""$0" browse </dev/null; echo "status $?""#);
    terminal.shows("standard input is none").shows("status 2");
    assert!(terminal.end().success());
    let mut dumb = Terminal::start(Arc::clone(&kb), NARROW, crate::harness::PROGRAM, &["browse"], &[("TERM", "dumb")]);
    assert_eq!(dumb.end().exit_code(), 2);
    assert!(dumb.text().contains("TERM=dumb"), "{}", dumb.text());
}

#[test]
fn facets_are_ticked_with_keys() {
    let mut terminal = Terminal::kb(guides(), NARROW, &["browse", "granite"]);
    terminal.shows("3 sections");
    terminal.send(CONTROL_T);
    terminal.shows("[ ] platform").shows("Space tick");
    terminal.send(" ");
    // The other role's count stays: it says what a tick there would add.
    terminal
        .shows("[x] platform")
        .shows("2 sections")
        .wait("the count", |text| text.lines().any(|row| row.contains("[ ] infrastructure") && row.contains(" 1 │")));
    terminal.send(DOWN);
    terminal.send(" ");
    terminal.shows("[x] infrastructure").shows("3 sections");
    terminal.send(ESCAPE);
    terminal.shows("corpus/");
}

#[test]
fn the_mouse_selects_ticks_and_scrolls() {
    let mut terminal = Terminal::kb(guides(), WIDE, &["browse"]);
    terminal.shows("4 sections").shows("[ ] platform");
    let place = |terminal: &Terminal, part: &str| {
        let rows = terminal.rows();
        let y = rows.iter().position(|row| row.contains(part)).unwrap();
        let before = rows[y].split(part).next().unwrap();
        (before.chars().count() as u16, y as u16)
    };
    let at = place(&terminal, "Beta");
    terminal.mouse(0, at);
    terminal.shows("Hit 3 of 4").shows("corpus/b.md:4-");
    let at = place(&terminal, "Technical skills");
    terminal.mouse(0, at);
    terminal.shows("corpus/a.md:8-");
    (0..3).for_each(|_| terminal.mouse(65, (150, 20)));
    terminal.shows("Line 24 of the text.");
    (0..3).for_each(|_| terminal.mouse(64, (150, 20)));
    terminal.hides("Line 24 of the text.");
    let at = place(&terminal, "[ ] infrastructure");
    terminal.mouse(0, at);
    terminal.shows("[x] infrastructure").shows("2 sections");
}

#[test]
fn another_size_is_another_picture() {
    let mut terminal = Terminal::kb(guides(), WIDE, &["browse", "granite"]);
    terminal.shows("Facets").shows("Hit 1 of 3").shows("corpus/");
    terminal.resize(NARROW);
    terminal.hides("Facets").shows("Hit 1 of 3").shows("corpus/");
    terminal.resize((50, 12));
    terminal.hides("corpus/").shows("Hit 1 of 3");
    terminal.resize((20, 4));
    terminal.shows("too small");
    terminal.resize((1, 1));
    terminal.wait("one letter", |text| text.trim().chars().count() == 1);
    terminal.resize(WIDE);
    terminal.shows("Facets").shows("Hit 1 of 3").shows("corpus/");
}

#[test]
fn the_editor_has_the_terminal_and_the_keys_until_it_ends() {
    let kb = guides()
        .file("editor", "read -r line\nprintf '%s\\n' \"$line\" \"$@\" > \"$(dirname \"$0\")/written\"\necho edited\n");
    let editor = format!("sh {}", kb.path("editor").display());
    let kb = Arc::new(kb.variable("EDITOR", editor));
    let mut terminal = Terminal::kb(Arc::clone(&kb), NARROW, &["browse", "basalt"]);
    terminal.shows("corpus/b.md:4-6");
    terminal.send(CONTROL_O);
    terminal.wait("the editor", |text| !text.contains("corpus/b.md"));
    assert!(!terminal.look(|screen| screen.alternate_screen()), "the editor has the screen");
    terminal.send("for the editor\r");
    terminal.shows("corpus/b.md:4-6").shows("Search: basalt ");
    let written = fs::read_to_string(kb.path("written")).unwrap();
    let file = kb.path("corpus/b.md").canonicalize().unwrap();
    assert_eq!(written.lines().collect::<Vec<_>>(), ["for the editor", "+4", file.to_str().unwrap()]);
    // Keys are ours again.
    terminal.send("s");
    terminal.shows("Search: basalts");
}

#[test]
fn an_editor_that_cannot_be_started_is_told_on_the_screen() {
    let mut terminal = Terminal::kb(guides().variable("EDITOR", "kb-no-such-editor"), NARROW, &["browse", "basalt"]);
    terminal.shows("corpus/b.md:4-6");
    terminal.send(CONTROL_O);
    terminal.shows("cannot start the editor `kb-no-such-editor`").shows("Search: basalt");
}

#[test]
fn a_citation_goes_to_the_clipboard() {
    let mut terminal = Terminal::kb(guides(), WIDE, &["browse", "wages"]);
    terminal.shows("corpus/b.md:8-10");
    terminal.send(CONTROL_Y);
    terminal.shows("sent to the clipboard: Beta › Pay (corpus/b.md:8-10, b.md#pay)");
    // `base64` of that text.
    let copied = "QmV0YSDigLogUGF5IChjb3JwdXMvYi5tZDo4LTEwLCBiLm1kI3BheSk=";
    assert_eq!(terminal.told(|told| told.copied.clone()), [copied]);
}

#[test]
fn what_is_pasted_is_a_query_and_never_a_key() {
    let mut terminal = Terminal::kb(guides(), NARROW, &["browse"]);
    terminal.shows("4 sections");
    assert!(terminal.look(|screen| screen.bracketed_paste()));
    terminal.send("\x1b[200~granite\r\nbasalt\x11\x1b[201~");
    terminal.shows("Search: granite basalt").shows("1 section ");
}

#[test]
fn an_index_that_changes_is_seen() {
    let kb = Arc::new(guides());
    let mut terminal = Terminal::kb(Arc::clone(&kb), NARROW, &["browse"]);
    terminal.shows("4 sections");
    kb.write("corpus/c.md", "# Gamma\n\nObsidian.\n");
    kb.rest();
    kb.index();
    // An index is taken to be as it was for a second.
    std::thread::sleep(Duration::from_millis(1_100));
    terminal.send("obsidian");
    terminal.shows("corpus/c.md").shows("1 section ");
}

#[test]
fn nothing_of_a_guide_steers_the_terminal() {
    let kb = Arc::new(hostile());
    kb.rest();
    kb.run(["index"]).found();
    let mut terminal = Terminal::kb(Arc::clone(&kb), WIDE, &["browse", "granite"]);
    terminal.shows("Hit 1 of 50+");
    let mut seen = 0;
    for _ in 0..60 {
        terminal.send(DOWN);
        seen += 1;
        terminal.shows(&format!("Hit {} of", seen + 1));
        let raw = dangerous(&terminal.text(), false);
        assert!(raw.is_empty(), "{raw:?} in\n{}", terminal.text());
    }
    for keys in [CONTROL_Y, CONTROL_R, ESCAPE, TAB, TAB, DOWN, " ", "zq\x1b[200~\u{9b}2J\x1b[201~"] {
        terminal.send(keys);
    }
    terminal.send(CONTROL_Q);
    assert!(terminal.end().success());
    terminal.told(|told| assert!(told.odd.is_empty(), "{:?}", told.odd));
    println!("{seen} hits of hostile guides");
}
