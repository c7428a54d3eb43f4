//! Whole screens, compared.

use super::pseudo_terminal::Terminal;
use super::{CONTROL_R, CONTROL_T, DOWN, ENTER, NARROW, TAB, WIDE};
use crate::harness::Kb;

/// The screen without the time that the search took, which differs from run to run.
fn screen(terminal: &Terminal) -> String {
    let mut rows = terminal.rows();
    if let Some((query, total)) = rows[0].rsplit_once("  ") {
        let total = total.split(" · ").next().unwrap_or_default();
        rows[0] = format!("{} | {total}", query.trim_end());
    }
    rows.join("\n")
}

/// On the shipped corpus, once the answer is there.
fn shipped(size: (u16, u16), query: &str, answer: &str) -> Terminal {
    let terminal = Terminal::kb(Kb::shipped(), size, &["browse", query]);
    terminal.shows(answer).wait("the section", |text| text.contains("corpus/"));
    terminal
}

#[test]
fn snapshot_at_80_columns() {
    insta::assert_snapshot!(screen(&shipped(NARROW, "infrastructure as code", "Hit 1 of")));
}

#[test]
fn snapshot_at_160_columns() {
    insta::assert_snapshot!(screen(&shipped(WIDE, "infrastructure as code", "Hit 1 of")));
}

#[test]
fn snapshot_of_everything_at_160_columns() {
    insta::assert_snapshot!(screen(&shipped(WIDE, "", "Hit 1 of")));
}

#[test]
fn snapshot_of_ticked_facets_at_80_columns() {
    let mut terminal = shipped(NARROW, "security", "Hit 1 of");
    terminal.send(CONTROL_T);
    terminal.shows("[ ] platform");
    terminal.send(" ");
    terminal.shows("[x]").hides("… ");
    insta::assert_snapshot!(screen(&terminal));
}

#[test]
fn snapshot_of_a_section_at_80_columns() {
    let mut terminal = shipped(NARROW, "technical skills", "Hit 1 of");
    terminal.send(ENTER);
    terminal.shows("Enter read");
    terminal.send(ENTER);
    terminal.shows("↑↓ scroll");
    terminal.send(DOWN);
    terminal.hides(" 0%");
    insta::assert_snapshot!(screen(&terminal));
}

#[test]
fn snapshot_of_the_keys_at_80_columns() {
    let mut terminal = shipped(NARROW, "", "Hit 1 of");
    terminal.send("?");
    terminal.shows("Everywhere");
    insta::assert_snapshot!(screen(&terminal));
}

#[test]
fn snapshot_of_the_roles_on_security() {
    for (name, size) in [("80", NARROW), ("160", WIDE)] {
        let mut terminal = shipped(size, "security", "Hit 1 of");
        terminal.send(CONTROL_R);
        terminal.shows("Roles on “security”").hides("comparing …");
        insta::assert_snapshot!(format!("the_roles_at_{name}_columns"), screen(&terminal));
    }
}

#[test]
fn snapshot_of_wide_characters() {
    let kb = Kb::with_roles()
        .file(
            "corpus/a.md",
            "---\nrole: platform\n---\n# 自己紹介とプラットフォーム・エンジニアリングの手引き\n\n花崗岩 granite と大理石。雲の上で☁️働く👩‍💻開発者のための\
             とても長い文章で、幅の広い文字がどこで折り返されるかを確かめる。\n\n## Emoji 🚀🚀🚀 in a heading that is longer than its pane 🎉\n\nGranite \
             🪨 is a rock, e\u{301}tude is a study, and ☁️ is a cloud.\n",
        )
        .indexed();
    let mut terminal = Terminal::kb(kb, NARROW, &["browse", "granite"]);
    terminal.shows("Hit 1 of 2").shows("corpus/a.md");
    terminal.send(TAB);
    terminal.shows("Enter read");
    // The line between the panes is straight, whatever stands before it.
    terminal.look(|screen| {
        for row in 2..23 {
            assert_eq!(
                screen.cell(row, 32).map(|cell| cell.contents()),
                Some("│"),
                "row {row}:\n{}",
                screen.contents()
            );
        }
    });
    insta::assert_snapshot!(screen(&terminal));
}
