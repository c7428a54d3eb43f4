//! Signs that a plain text is Markdown, and that Markdown is MDX.

use super::code::Fence;

/// Whether a text is clearly Markdown: at least two `# Headings`, and nothing that speaks for a script or a
/// configuration file, where such lines are comments.
pub(super) fn is_markdown(start: &str) -> bool {
    let (mut headings, mut tight, mut markup) = (0usize, false, false);
    let mut in_fence = false;
    let mut above = "";
    for line in start.lines() {
        let line = line.trim_end();
        if line.starts_with("```") || line.starts_with("~~~") {
            in_fence = !in_fence;
            markup = true;
        } else if !in_fence {
            let is_heading = is_atx(line);
            // Comments come bare, without a space, or in blocks of lines; settings have a `=`.
            let is_comment = line.starts_with('#') && (!is_heading || level(above) == level(line));
            if is_comment || is_setting(line) {
                return false;
            }
            headings += usize::from(is_heading);
            tight |= (is_atx(above) && !line.is_empty() && !is_heading)
                || (is_heading && !above.is_empty() && !is_atx(above));
            markup |= line.contains("](") || line.contains("**") || line.matches('`').count() > 1;
        }
        above = if in_fence { "" } else { line };
    }
    headings >= 2 && (markup || !tight)
}

fn level(line: &str) -> Option<usize> {
    is_atx(line).then(|| line.bytes().take_while(|&byte| byte == b'#').count())
}

fn is_atx(line: &str) -> bool {
    let text = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - text.len())) && text.starts_with(' ') && !text.trim().is_empty()
}

fn is_setting(line: &str) -> bool {
    line.split_once('=').is_some_and(|(key, _)| {
        let key = key.strip_prefix("export ").unwrap_or(key).trim_end();
        !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
    })
}

/// Whether a Markdown text makes use of components, as MDX and VuePress do: lines begin with tags whose names begin with
/// a capital, and every element is closed. Where one is not, the text speaks of them: MDX would not take it.
pub(super) fn has_components(text: &str) -> bool {
    let mut fence = Fence::default();
    let mut names: Vec<(&str, Balance)> = Vec::new();
    let mut found = false;
    for line in text.lines() {
        if fence.holds(line) || line.starts_with("    ") {
            continue;
        }
        let line = line.trim();
        let Some((name, rest)) = component(line) else { continue };
        let at = match names.iter().position(|(known, _)| *known == name) {
            Some(at) => at,
            None if names.len() == MAX_NAMES => continue,
            None => {
                names.push((name, Balance::Open(0)));
                names.len() - 1
            }
        };
        let Some((_, balance)) = names.get_mut(at) else { continue };
        let closed = rest.ends_with("/>") || (rest.ends_with('>') && rest.contains("</"));
        found |= closed || line.starts_with("</");
        match balance {
            Balance::Unknown => {}
            Balance::Open(open) if line.starts_with("</") => match open.checked_sub(1) {
                Some(less) => *open = less,
                None => return false,
            },
            Balance::Open(_) if closed => {}
            Balance::Open(open) if rest.ends_with('>') => *open += 1,
            balance @ Balance::Open(_) => *balance = Balance::Unknown,
        }
    }
    found && names.iter().all(|(_, balance)| matches!(balance, Balance::Unknown | Balance::Open(0)))
}

/// Names of components that are looked at.
const MAX_NAMES: usize = 32;

/// How many elements of a name are open.
enum Balance {
    Open(usize),
    /// A tag goes beyond its line or has text behind it.
    Unknown,
}

/// The name of the component whose tag begins a line, and the rest of the line.
fn component(line: &str) -> Option<(&str, &str)> {
    let tag = line.strip_prefix('<')?;
    let tag = tag.strip_prefix('/').unwrap_or(tag);
    let (name, rest) = tag.split_at(tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(tag.len()));
    let is_name = name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains(|c: char| c.is_ascii_lowercase());
    (is_name && (rest.is_empty() || rest.starts_with(['>', '/', ' ']))).then_some((name, rest))
}

#[cfg(test)]
mod tests {
    use super::has_components;

    #[test]
    fn components_are_closed() {
        for text in
            ["<Note>\na\n</Note>", "<Note>a</Note>", "a\n\n  <Card x={1} />\n", "<Card\n  x=1\n/>\n<Tip>b</Tip>"]
        {
            assert!(has_components(text), "{text}");
        }
        for text in [
            "<Note>",
            "</Note>\n<Note>",
            "```\n<Note>\n</Note>\n```\n",
            "    <Note>\n    </Note>",
            "a <Note>b</Note>",
            "<NOTE>\na\n</NOTE>",
            "<b>a</b>",
            "<T1, T2>",
        ] {
            assert!(!has_components(text), "{text}");
        }
    }
}
