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

/// Whether a Markdown text makes use of components, as MDX and VuePress do: a line begins with a tag whose name begins
/// with a capital, and the tag closes itself in that line or another line closes the element.
pub(super) fn has_components(text: &str) -> bool {
    let mut fence = Fence::default();
    let mut open: Vec<&str> = Vec::new();
    text.lines().any(|line| {
        if fence.holds(line) || line.starts_with("    ") {
            return false;
        }
        let Some(tag) = line.trim_start().strip_prefix('<') else { return false };
        let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').next().unwrap_or_default();
        let is_component =
            name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains(|c: char| c.is_ascii_lowercase());
        let rest = tag.get(name.len()..).unwrap_or_default();
        if !is_component || !(rest.is_empty() || rest.starts_with(['>', '/', ' '])) {
            return false;
        }
        let close = line.trim_end();
        if !closes && !open.contains(&name) && open.len() < MAX_NAMES {
            open.push(name);
        }
        (closes && open.contains(&name))
            || close.ends_with("/>")
            || close
                .strip_suffix('>')
                .and_then(|close| close.strip_suffix(name))
                .is_some_and(|close| close.ends_with("</"))
    })
}

/// Names of components that are remembered until they close.
const MAX_NAMES: usize = 32;
