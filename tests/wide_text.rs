//! Tables of text with wide characters (Chinese, Japanese, emoji), at the widths of narrow and of very wide terminals: no
//! line is wider than the terminal, and they are to be looked at as snapshots.

use std::sync::{Arc, Mutex, Weak};

use unicode_width::UnicodeWidthStr as _;

use crate::harness::{Kb, shared};
use crate::output::timeless;

const WIDTHS: [&str; 4] = ["60", "80", "120", "200"];

const SETTINGS: &str = r#"
[[corpus]]
path = "corpus"
[[role]]
id = "platform"
name = "平台工程经理 🚀"
[[role]]
id = "infrastructure"
name = "インフラ管理者"
[[section]]
path = "技能/技术"
name = "技术技能"
aliases = ["技术技能", "skills"]
[[section]]
path = "pay"
name = "Pay 💰"
aliases = ["pay"]
"#;

fn guides() -> Arc<Kb> {
    static SHARED: Mutex<Weak<Kb>> = Mutex::new(Weak::new());
    shared(&SHARED, || {
        Kb::new()
            .file("kb.toml", SETTINGS)
            .file(
                "corpus/平台.md",
                "---\nrole: platform\ndate: 2026-01-02\n---\n# 平台工程经理手册\n\n## 技术技能\n\n平台工程经理负责 Kubernetes 集群、\
                 持续集成流水线和内部开发者平台。👩‍💻 团队使用 Terraform 管理基础设施，并且为开发人员提供自助服务。\n\n\
                 ## Pay\n\nKubernetes pays well 💸: from 150,000 to 250,000 a year.\n",
            )
            .file(
                "corpus/インフラ.md",
                "---\nrole: infrastructure\ndate: 2026-01-02\n---\n# インフラ管理者の手引き\n\n## Skills\n\nサーバー、ネットワーク、ストレージ。\
                 Kubernetes も使いますが、中心は運用の安定性です。🛠️ 障害対応と容量計画を担当します。\n",
            )
            .file(
                "corpus/both.md",
                "---\nroles: [platform, infrastructure]\ndate: 2026-01-02\n---\n# Both\n\n## Skills\n\nBoth roles know \
                 Kubernetes 🤝 and 基础设施即代码.\n",
            )
    })
}

/// The command's tables at all widths, one below the other.
fn at_all_widths(command: &[&str]) -> String {
    let kb = guides();
    let mut shown = String::new();
    for width in WIDTHS {
        let output = kb.command(command).env("COLUMNS", width).output().unwrap();
        let table = String::from_utf8(output.stdout).unwrap();
        let widest = table.lines().map(|line| line.width()).max().unwrap_or(0);
        assert!(widest <= width.parse().unwrap(), "{command:?} at {width} has a line of {widest}:\n{table}");
        assert!(widest > 5, "{command:?} at {width}: {table}");
        shown.push_str(&format!("{width} columns\n\n{}\n\n", timeless(&table)));
    }
    shown
}

#[test]
fn compare() {
    insta::assert_snapshot!(at_all_widths(&["compare", "kubernetes", "--terms"]));
}

#[test]
fn coverage() {
    insta::assert_snapshot!(at_all_widths(&["coverage"]));
}

#[test]
fn search() {
    insta::assert_snapshot!(at_all_widths(&["search", "kubernetes"]));
}

#[test]
fn similar() {
    insta::assert_snapshot!(at_all_widths(&["similar", "both.md#skills"]));
}

#[test]
fn others() {
    for command in [
        &["facets"][..],
        &["facets", "--why", "both.md#skills"],
        &["terms", "--role", "platform"],
        &["show", "both.md#skills"],
        &["suggest", "ku"],
        &["status"],
    ] {
        at_all_widths(command);
    }
}
