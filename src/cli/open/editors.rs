//! How editors are told to go to a line: each in its own way.

use std::path::Path;

use super::programs::name_of;

/// Programs that run another one, which is among their arguments.
const RUNNERS: [&str; 8] = ["env", "nice", "nohup", "setsid", "sudo", "doas", "command", "exec"];

/// What is added to the words of a command that runs an editor.
pub(super) fn arguments(words: &[String], file: &Path, line: u32) -> Vec<String> {
    let file = file.to_string_lossy().into_owned();
    match editor(words) {
        Some(way) => way.arguments(file, line),
        None => Way::Plus.arguments(file, line),
    }
}

/// The way of the editor that a command runs; none where it is not known.
fn editor(words: &[String]) -> Option<Way> {
    let (program, rest) = words.split_first()?;
    let name = name_of(program);
    if RUNNERS.contains(&name.as_str()) { rest.iter().find_map(|word| way_of(&name_of(word))) } else { way_of(&name) }
}

/// How an editor takes a line.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// `+7 FILE`
    Plus,
    /// `FILE:7`
    Colon,
    /// `--goto FILE:7`
    Goto,
    /// `--line 7 FILE`
    Line,
    /// `-n7 FILE`
    Number,
    /// `-goto:7 FILE`
    Scite,
    /// `FILE -g 7`
    Behind,
    /// `FILE -- +7`
    Inner,
    /// Not at all.
    FileOnly,
}

fn way_of(name: &str) -> Option<Way> {
    Some(match name {
        "code" | "code-insiders" | "code-oss" | "codium" | "codium-insiders" | "vscodium" | "cursor" | "windsurf"
        | "positron" | "trae" => Way::Goto,
        "hx" | "helix" | "zed" | "zeditor" | "zedit" | "subl" | "sublime" | "sublime_text" | "atom" | "pulsar"
        | "lapce" => Way::Colon,
        "idea" | "idea64" | "pycharm" | "pycharm64" | "charm" | "webstorm" | "webstorm64" | "wstorm" | "phpstorm"
        | "phpstorm64" | "rubymine" | "rubymine64" | "clion" | "clion64" | "goland" | "goland64" | "rider"
        | "rider64" | "rustrover" | "rustrover64" | "datagrip" | "datagrip64" | "dataspell" | "dataspell64"
        | "appcode" | "aqua" | "studio" | "studio64" => Way::Line,
        "kate" | "kwrite" | "mate" | "rmate" => Way::Line,
        // Two editors of one name: that of Xcode and that of Linux Mint.
        "xed" if cfg!(target_os = "macos") => Way::Line,
        "notepad++" => Way::Number,
        "scite" => Way::Scite,
        "jed" => Way::Behind,
        "neovide" | "nvim-qt" => Way::Inner,
        "ed" | "notepad" | "wordpad" | "gnome-text-editor" | "open" | "xdg-open" | "cat" | "less" | "more" => {
            Way::FileOnly
        }
        "vi" | "vim" | "nvim" | "gvim" | "mvim" | "view" | "emacs" | "emacsclient" | "nano" | "micro" | "kak"
        | "joe" | "gedit" | "pluma" | "geany" | "bbedit" | "mcedit" | "xed" => Way::Plus,
        _ => return None,
    })
}

impl Way {
    fn arguments(self, file: String, line: u32) -> Vec<String> {
        match self {
            Way::Plus => vec![format!("+{line}"), file],
            Way::Colon => vec![format!("{file}:{line}")],
            Way::Goto => vec!["--goto".to_owned(), format!("{file}:{line}")],
            Way::Line => vec!["--line".to_owned(), line.to_string(), file],
            Way::Number => vec![format!("-n{line}"), file],
            Way::Scite => vec![format!("-goto:{line}"), file],
            Way::Behind => vec![file, "-g".to_owned(), line.to_string()],
            Way::Inner => vec![file, "--".to_owned(), format!("+{line}")],
            Way::FileOnly => vec![file],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::arguments;
    use crate::report::pager::split_words;
    use std::path::Path;

    #[test]
    fn editors_are_sent_to_the_line() {
        for (command, expected) in [
            ("/usr/bin/vim", &["+7", "/a/b c.md"][..]),
            ("nvim -p", &["+7", "/a/b c.md"]),
            ("emacs -nw", &["+7", "/a/b c.md"]),
            ("emacsclient -t -a ''", &["+7", "/a/b c.md"]),
            ("some-editor", &["+7", "/a/b c.md"]),
            ("code --wait", &["--goto", "/a/b c.md:7"]),
            ("Code.exe", &["--goto", "/a/b c.md:7"]),
            ("'/opt/VS Code/bin/code' -n", &["--goto", "/a/b c.md:7"]),
            ("code.cmd", &["--goto", "/a/b c.md:7"]),
            ("env LANG=C cursor --wait", &["--goto", "/a/b c.md:7"]),
            ("vim -S code", &["+7", "/a/b c.md"]),
            ("hx", &["/a/b c.md:7"]),
            ("subl -w", &["/a/b c.md:7"]),
            ("zed --wait", &["/a/b c.md:7"]),
            ("idea", &["--line", "7", "/a/b c.md"]),
            ("/opt/idea/bin/idea.sh", &["--line", "7", "/a/b c.md"]),
            ("kate -b", &["--line", "7", "/a/b c.md"]),
            ("notepad++", &["-n7", "/a/b c.md"]),
            ("jed", &["/a/b c.md", "-g", "7"]),
            ("neovide --no-fork", &["/a/b c.md", "--", "+7"]),
            ("notepad.exe", &["/a/b c.md"]),
        ] {
            assert_eq!(arguments(&split_words(command), Path::new("/a/b c.md"), 7), expected, "{command}");
        }
    }
}
