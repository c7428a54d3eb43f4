//! However `kb browse` ends, the terminal is as it was.

use std::fs;
use std::process::Command;
use std::sync::Arc;

use vt100::MouseProtocolMode;

use super::pseudo_terminal::Terminal;
use super::{CONTROL_Q, NARROW, guides};
use crate::harness::Kb;

/// Runs it in a shell that notes how the terminal is set before and after, and the number of the process.
const LINE: &str =
    r#"stty -a >before; sh -c 'echo $$ >number; exec "$0" browse' "$0"; echo "status $?"; stty -a >after; read -r _"#;

#[track_caller]
fn is_as_it_was(kb: &Kb, terminal: &Terminal, what: &str) {
    let before = fs::read_to_string(kb.path("before")).unwrap();
    terminal.wait("the shell", |_| fs::read_to_string(kb.path("after")).is_ok_and(|after| after.len() >= before.len()));
    assert_eq!(fs::read_to_string(kb.path("after")).unwrap(), before, "{what}");
    terminal.look(|screen| {
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste(), "{what}");
        assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::None, "{what}");
    });
}

#[test]
fn quitting_gives_the_terminal_back() {
    let kb = Arc::new(guides());
    for (what, keys) in [("Ctrl-Q", CONTROL_Q), ("Ctrl-C", "\x03"), ("q", "\tq")] {
        let mut terminal = Terminal::shell(Arc::clone(&kb), NARROW, LINE);
        terminal.shows("4 sections");
        terminal.look(|screen| {
            assert!(screen.alternate_screen() && screen.bracketed_paste());
            assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::PressRelease, "no moves of the mouse");
        });
        terminal.send(keys);
        terminal.shows("status 0");
        is_as_it_was(&kb, &terminal, what);
        fs::remove_file(kb.path("after")).unwrap();
    }
}

#[test]
fn a_signal_gives_the_terminal_back_and_ends_it() {
    let kb = Arc::new(guides());
    for (signal, status) in [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131)] {
        let terminal = Terminal::shell(Arc::clone(&kb), NARROW, LINE);
        terminal.shows("4 sections");
        let number = fs::read_to_string(kb.path("number")).unwrap();
        assert!(Command::new("kill").args([&format!("-{signal}"), number.trim()]).status().unwrap().success());
        terminal.shows(&format!("status {status}"));
        is_as_it_was(&kb, &terminal, signal);
        fs::remove_file(kb.path("after")).unwrap();
    }
}

#[test]
fn it_can_be_stopped_and_goes_on() {
    let kb = Arc::new(guides());
    let line = r#"set -m; "$0" browse; echo "stopped $?"; read -r _; fg >/dev/null; echo "status $?"; read -r _"#;
    let mut terminal = Terminal::shell(Arc::clone(&kb), NARROW, line);
    terminal.shows("4 sections");
    // Ctrl-Z
    terminal.send("\x1a");
    terminal.shows("stopped ");
    terminal.look(|screen| assert!(!screen.alternate_screen() && !screen.hide_cursor()));
    terminal.send("\r");
    terminal.shows("4 sections").shows("Search:").shows("Hit 1 of 4");
    terminal.look(|screen| assert!(screen.alternate_screen()));
    terminal.send("basalt");
    terminal.shows("Search: basalt").shows("1 section ");
    terminal.send(CONTROL_Q);
    terminal.shows("status 0");
}

#[test]
fn no_colour_is_none() {
    let kb = Arc::new(guides());
    for (arguments, variables, colours) in [
        (&["browse", "granite"][..], &[][..], true),
        (&["browse", "granite"], &[("NO_COLOR", "1")], false),
        (&["browse", "granite", "--color", "never"], &[], false),
    ] {
        let terminal = Terminal::start(Arc::clone(&kb), NARROW, crate::harness::PROGRAM, arguments, variables);
        terminal.shows("3 sections").shows("Granite");
        let colored = terminal.look(|screen| {
            (0..24).flat_map(|row| (0..80).map(move |column| (row, column))).any(|(row, column)| {
                screen.cell(row, column).is_some_and(|cell| cell.fgcolor() != vt100::Color::Default)
            })
        });
        assert_eq!(colored, colours, "{arguments:?} {variables:?}");
    }
}
