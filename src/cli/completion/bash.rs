//! What is particular to bash: it breaks words at `:`, `=` and `@`, and puts what it is given on the line as it is.

/// The script that makes bash complete `kb`. The line up to the cursor is handed over whole, and what bash itself takes
/// for the word, which is what it replaces.
pub(super) const SCRIPT: &str = r#"# Completion of kb for bash. Load it with: source <(kb completions bash)
_kb_complete() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(KB_COMPLETE=bash command kb -- "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
    if [[ "${#COMPREPLY[@]}" -eq 1 && "${COMPREPLY[0]}" == *[/=:#] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o nosort -F _kb_complete kb 2>/dev/null || complete -F _kb_complete kb
"#;

/// A command line up to the cursor.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its words, without quotes and backslashes; the last is the one being typed, and may be empty.
    pub words: Vec<String>,
    /// Whether the last word is within quotes that are still open.
    pub quoted: bool,
}

impl Line {
    /// Reads a line as the shell would, without expanding anything.
    pub(super) fn read(line: &str) -> Line {
        let mut words = vec![String::new()];
        let (mut quote, mut started) = (None, false);
        let mut characters = line.chars();
        while let Some(c) = characters.next() {
            let escaped = c == '\\' && quote != Some('\'');
            let c = if escaped { characters.next().unwrap_or('\\') } else { c };
            match c {
                _ if escaped => {}
                '"' | '\'' if quote == Some(c) => quote = None,
                '"' | '\'' if quote.is_none() => quote = Some(c),
                c if c.is_whitespace() && quote.is_none() => {
                    if started {
                        words.push(String::new());
                        started = false;
                    }
                    continue;
                }
                _ => {}
            }
            started = true;
            let is_mark = !escaped && matches!(c, '"' | '\'') && (quote.is_none() || quote == Some(c));
            if let Some(word) = words.last_mut().filter(|_| !is_mark) {
                word.push(c);
            }
        }
        Line { words, quoted: quote.is_some() }
    }
}

/// What bash puts in the place of `replaced`, the last part of the word, to make it `value`. None where the value does
/// not go on from the word.
pub(super) fn replacement(value: &str, word: &str, replaced: &str, quoted: bool) -> Option<String> {
    // Within quotes a space is part of the word.
    let read = if quoted { replaced.to_owned() } else { Line::read(replaced).words.pop().unwrap_or_default() };
    let before = word.strip_suffix(read.as_str()).unwrap_or_default();
    let rest = value.strip_prefix(before)?;
    Some(if quoted { rest.to_owned() } else { rest.replace(' ', "\\ ") })
}

#[cfg(test)]
mod tests {
    use super::{Line, replacement};

    fn words(line: &str) -> (Vec<String>, bool) {
        let Line { words, quoted } = Line::read(line);
        (words, quoted)
    }

    #[test]
    fn lines_are_read_as_the_shell_reads_them() {
        for (line, expected, quoted) in [
            ("kb search ", &["kb", "search", ""][..], false),
            ("kb search pl", &["kb", "search", "pl"], false),
            ("kb --tag on\\ c", &["kb", "--tag", "on c"], false),
            ("kb --tag 'on c", &["kb", "--tag", "on c"], true),
            ("kb --tag \"on \\\"c\" x", &["kb", "--tag", "on \"c", "x"], false),
            ("kb show guides:a.md#al", &["kb", "show", "guides:a.md#al"], false),
            ("kb '' x", &["kb", "", "x"], false),
            ("kb \"it's\" ", &["kb", "it's", ""], false),
            ("kb x\\", &["kb", "x\\"], false),
            ("", &[""], false),
        ] {
            assert_eq!(words(line), (expected.iter().map(|word| (*word).to_owned()).collect(), quoted), "{line}");
        }
    }

    #[test]
    fn only_what_bash_takes_for_the_word_is_replaced() {
        assert_eq!(replacement("platform", "pl", "pl", false).unwrap(), "platform");
        assert_eq!(replacement("@oncall", "@on", "on", false).unwrap(), "oncall");
        assert_eq!(replacement("@oncall", "@", "", false).unwrap(), "oncall");
        assert_eq!(replacement("@oncall", "@on", "@on", false).unwrap(), "@oncall");
        assert_eq!(replacement("guides:a.md#alpha", "guides:a.md#al", "a.md#al", false).unwrap(), "a.md#alpha");
        assert_eq!(replacement("on call", "on c", "on\\ c", false).unwrap(), "on\\ call");
        assert_eq!(replacement("on call", "on c", "on c", true).unwrap(), "on call");
        assert_eq!(replacement("x", "a:b", "b", false), None);
    }
}
