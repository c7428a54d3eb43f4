//! `import` and `export` in MDX.

use super::expression::Budget;

/// Where the module code ends that begins with the line at `at`, if it does: with the line in which its brackets are
/// closed, else with its paragraph. A line of prose that begins with such a word is none.
pub(super) fn module_end(text: &str, at: usize, budget: &mut Budget) -> Option<usize> {
    let line = text.get(at..)?.lines().next()?;
    let is_import = line.strip_prefix("import").is_some_and(|rest| {
        let from = rest.contains(" from '") || rest.contains(" from \"");
        rest.starts_with([' ', '{']) && (from || rest.trim_start().starts_with(['"', '\'', '{', '*']))
    });
    let is_export = line.strip_prefix("export ").is_some_and(|rest| {
        let word = rest.trim_start().split([' ', '(', '{']).next().unwrap_or_default();
        matches!(word, "const" | "let" | "var" | "function" | "default" | "class" | "async" | "")
            || rest.trim_start().starts_with('*')
    });
    if !is_import && !is_export {
        return None;
    }
    let mut from = at;
    let mut line_start = true;
    while from < text.len() {
        let line = text.get(from..)?.split_inclusive('\n').next().unwrap_or_default();
        if line_start && line.trim().is_empty() {
            return Some(from);
        }
        let end = from + line.len();
        let open = line.find(['{', '(', '[', '`']).filter(|_| !line.trim_start().starts_with("//"));
        // Code goes on behind a bracket up to the end of the line, where the next one may open.
        let close = open.and_then(|open| closing(text, from + open, budget));
        line_start = close.is_none();
        from = close.unwrap_or(end);
    }
    Some(text.len())
}

/// Where the bracket or template that opens at `open` closes.
fn closing(text: &str, open: usize, budget: &mut Budget) -> Option<usize> {
    if text.as_bytes().get(open) == Some(&b'`') {
        let start = open + 1;
        return text.get(start..)?.find('`').map(|close| start + close + 1);
    }
    budget.balanced(text, open, text.len())
}

#[cfg(test)]
mod tests {
    use super::{Budget, module_end};

    #[test]
    fn code_ends_with_its_brackets() {
        for (text, rest) in [
            ("import A from 'a'\nimport {\n  B,\n\n  C\n} from 'b';\n\ntext", "\ntext"),
            ("export const a = [\n\n  1,\n]\n\ntext", "\ntext"),
            ("export function A() {\n  return <b>{'x'}</b>\n\n}\n\ntext", "\ntext"),
            ("export default ({children}) => <div>{children}</div>\n\n# A", "\n# A"),
            ("import 'a.css'", ""),
            ("export const a = {\n\ntext", "\ntext"),
        ] {
            assert_eq!(module_end(text, 0, &mut Budget::of(text)).map(|end| &text[end..]), Some(rest), "{text}");
        }
        for text in ["import the data", "export it", "important", "imports from 'a'", " import 'a'"] {
            assert_eq!(module_end(text, 0, &mut Budget::of(text)), None, "{text}");
        }
    }
}
