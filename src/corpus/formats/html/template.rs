//! Pages that a site generator has yet to fill in: front matter above HTML, and markup of templates in it.

use std::ops::Range;

use serde_json::Value;

use super::parse;
use crate::corpus::formats::front_matter;
use crate::corpus::formats::outline::Outline;
use crate::corpus::formats::rewritten::Rewriter;
use crate::corpus::formats::templates::{Closers, Kept, Templates};

/// Reads a page, or the template of one.
pub(super) fn read(text: &str) -> Outline {
    let front = front_matter::split(text);
    if front.lines == 0 && !["{{", "{%", "<%"].iter().any(|sign| text.contains(sign)) {
        return parse(text);
    }
    let title = front.map.get("title").and_then(Value::as_str).unwrap_or_default();
    // Lines keep their numbers.
    let page = "\n".repeat(front.lines as usize) + &without_markup(front.rest, title);
    let mut outline = parse(&page);
    // What stands above the page counts before what the page says of itself.
    outline.front_matter.extend(front.map);
    outline.warnings.extend(front.warning);
    outline
}

/// The page without markup of templates, as many lines as before; code keeps it.
fn without_markup(text: &str, title: &str) -> String {
    let code = code(text);
    let mut code = code.iter().peekable();
    let mut templates = Templates::new(text, title);
    let mut written = Rewriter::new(text);
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['{', '<'])).map(|found| at + found) {
        while code.peek().is_some_and(|range| range.end <= found) {
            code.next();
        }
        if let Some(range) = code.peek().filter(|range| range.start <= found) {
            at = range.end;
            continue;
        }
        at = found + 1;
        let Some(markup) = templates.at(found) else { continue };
        written.keep_to(found);
        for kept in markup.kept {
            match kept {
                Kept::Range(range) => {
                    written.blank_to(range.start);
                    written.keep_to(range.end);
                }
                Kept::Code(range) => {
                    written.blank_to(range.start);
                    written.insert("<pre>");
                    written.keep_to(range.end);
                    written.insert("</pre>");
                }
                Kept::Text(text) => {
                    let plain = text.replace(['`', '\n'], " ").replace('&', "&amp;").replace('<', "&lt;");
                    written.insert(plain.trim());
                }
            }
        }
        written.blank_to(markup.end);
        at = markup.end;
    }
    written.finish().text.into_owned()
}

/// Where code stands that is shown as it is.
fn code(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut closers = Closers::default();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('<')).map(|open| at + open) {
        at = open + 1;
        let tag = text.get(at..).unwrap_or_default();
        let element = [("pre", "</pre"), ("code", "</code"), ("samp", "</samp"), ("kbd", "</kbd")].into_iter().find(
            |(name, _)| {
                tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
                    && tag.get(name.len()..).is_some_and(|rest| rest.starts_with(['>', ' ', '\n', '\t']))
            },
        );
        if let Some((name, closer)) = element
            && let Some(end) = closers.find(text, at + name.len(), text.len(), closer)
        {
            found.push(open..end);
            at = end;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::read;

    fn shown(text: &str) -> Vec<String> {
        let parts = read(text).parts.into_iter();
        parts
            .map(|part| {
                format!("{} {} {}", part.lines.first, part.heading.map_or(String::new(), |h| h.text), part.body)
            })
            .collect()
    }

    #[test]
    fn templates_lose_their_markup() {
        let text = "---\ntitle: The page\n---\n{% include nav.html\n  x=1 %}\n<h1>{{ page.title }}</h1>\n<p>{% if x %}a{% endif %} <code>{{ b }}</code></p>\n\
            {% highlight sh %}\nls <b>\n{% endhighlight %}\n<h2 class=\"{{ c }}\">D</h2>";
        assert_eq!(shown(text), ["6 The page a {{ b }}\n\nls", "11 D "]);
        assert_eq!(read(text).front_matter["title"], "The page");
    }

    #[test]
    fn code_keeps_its_braces() {
        assert_eq!(shown("<p>{{1,2}} {{ x }} <pre>{% y %}</pre>"), ["1  {{1,2}}\n\n{% y %}"]);
        assert_eq!(shown("{{ define \"main\" }}<p>a {{- .B }}<code>{{ c }}</code>{{ end }}"), ["1  a {{ c }}"]);
    }

    #[test]
    fn hostile_templates_cost_little() {
        for open in ["<%", "{%", "{{", "{% raw %}", "<pre>{%", "{% highlight x %}<code>"] {
            assert!(read(&open.repeat(50_000)).parts.len() <= 1, "{open}");
        }
        assert!(read(&("{% ".to_owned() + &"x ".repeat(1_000_000))).parts.len() <= 1);
    }
}
