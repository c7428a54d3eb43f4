//! `kb help completions`.

use super::{Example, Lesson, Table};

pub(super) const COMPLETIONS: Lesson = Lesson {
    topic: "completions",
    about: "Print a completion script for a shell",
    text: "Once a shell has loaded the script, the Tab key completes commands, flags and their values, and from the index \
           roles, section facets, tags, corpora, guides and ids of sections (any end of an id that is a heading will do), \
           also in a query, as in role:pl; and saved searches of kb.toml. The index is only read. PowerShell gets commands \
           and flags.",
    table: Some(Table {
        heading: "How a shell loads it",
        rows: &[
            ("bash", "source <(kb completions bash), in ~/.bashrc"),
            ("zsh", "source <(kb completions zsh), in ~/.zshrc below compinit"),
            ("fish", "kb completions fish > ~/.config/fish/completions/kb.fish"),
            ("elvish", "eval (kb completions elvish | slurp), in ~/.config/elvish/rc.elv"),
            ("powershell", "kb completions powershell | Out-String | Invoke-Expression, in $PROFILE"),
        ],
    }),
    examples: &[Example {
        command: "kb completions bash",
        says: "The script, to look at.",
        prints: &["source <(kb completions bash)"],
    }],
    see: &["searches", "roles"],
};
