//! `kb man`: manual pages of the program and of every command.

use std::process::{Command, Stdio};

use crate::harness::Kb;

/// The commands that `kb --help` lists.
fn commands(kb: &Kb) -> Vec<String> {
    let help = kb.run(["--help"]).found().stdout;
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    lines.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect()
}

#[test]
fn every_command_has_a_page_of_its_own() {
    let kb = Kb::new();
    kb.run(["man", "--dir", "pages"]).found().says("pages to pages");
    let main = kb.run(["man"]).found().stdout;
    assert_eq!(main, std::fs::read_to_string(kb.path("pages/kb.1")).unwrap());
    let commands = commands(&kb);
    assert!(commands.len() >= 17, "{commands:?}");
    for command in &commands {
        let page = kb.run(["man", command]).found().stdout;
        assert_eq!(page, std::fs::read_to_string(kb.path(&format!("pages/kb-{command}.1"))).unwrap());
        assert!(page.contains(&format!(".TH kb-{command} 1 ")) && page.contains(".SH SYNOPSIS"), "{page}");
        assert!(main.contains(&format!(r"kb\-{command}(1)")), "no {command} in {main}");
    }
    assert_eq!(std::fs::read_dir(kb.path("pages")).unwrap().count(), commands.len() + 1);
    let search = kb.run(["man", "search"]).found().stdout;
    // The lesson is in it.
    for part in [r"kb search IaC \-\-role platform", ".SH QUERIES", ".SH EXAMPLES", "What is found is the section"] {
        assert!(search.contains(part), "no {part} in {search}");
    }
    assert!(!main.contains("read\\-pdf"), "{main}");
}

#[test]
fn a_page_that_is_not_there_names_the_nearest() {
    let kb = Kb::new();
    kb.run(["man", "serch"]).status(2).says("no command or topic `serch`").says("did you mean `search`?");
    kb.run(["man", "search", "--dir", "x"]).status(2);
    assert!(!kb.path("x").exists());
    kb.write("file", "mine");
    kb.run(["man", "--dir", "file"]).status(2).says("file").says("hint:");
    assert_eq!(std::fs::read_to_string(kb.path("file")).unwrap(), "mine");
}

/// Held against the formatters that are there.
#[test]
fn no_formatter_warns() {
    let kb = Kb::new();
    kb.run(["man", "--dir", "pages", "-q"]).found();
    let mut checked = 0;
    for (program, arguments) in [
        ("man", &["--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z"][..]),
        ("mandoc", &["-T", "lint", "-W", "warning"]),
    ] {
        let exists =
            Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
        if !exists {
            println!("skipped: no {program}");
            continue;
        }
        for page in std::fs::read_dir(kb.path("pages")).unwrap() {
            let page = page.unwrap().path();
            let output = Command::new(program).args(arguments).arg(&page).env("MANROFFSEQ", "").output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success() && said.is_empty(), "{program} {}: {said}", page.display());
            checked += 1;
        }
    }
    println!("{checked} pages checked");
}
