//! `kb browse` on the command line.

use clap::Args;

#[derive(Debug, Args)]
#[command(
    after_help = "Keys: type to search, arrows move, Enter reads, Tab goes to the next pane, Space ticks a facet,\n\
    Ctrl-O opens the section in an editor, Ctrl-Y copies its citation, Ctrl-R compares the roles, F1 tells\n\
    all keys, Ctrl-Q quits. The citation goes to the clipboard of the terminal (OSC 52), through SSH, too;\n\
    tmux lets it through with `set -g set-clipboard on`.\n\n\
    Examples:\n  \
    kb browse\n  \
    kb browse kubernetes --role platform"
)]
pub(in crate::cli) struct BrowseArguments {
    /// What to look for at first; nothing lists every section
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Begin with sections for this role; repeat for any of several
    #[arg(long, value_name = "R")]
    pub role: Vec<String>,
    /// Begin with sections that have this facet or one below it; repeat for any of several
    #[arg(long, value_name = "S")]
    pub section: Vec<String>,
    /// Begin with sections that have this tag; repeat for any of several
    #[arg(long, value_name = "T")]
    pub tag: Vec<String>,
    /// Begin with sections from this corpus, by its name; repeat for any of several
    #[arg(long, value_name = "NAME")]
    pub corpus: Vec<String>,
    /// Only sections of this guide, by path, file name or title; repeat for any of several
    #[arg(long, value_name = "G")]
    pub guide: Vec<String>,
    /// Leave the mouse to the terminal, as for selecting text
    #[arg(long)]
    pub no_mouse: bool,
}
