//! Finds links in text whose reader does not tell of them. No mark is looked for farther than a link is long, so that hostile
//! text takes linear time.

use crate::guide::{Link, LinkKind};

/// The links of `<a href="…">` in a piece of HTML that begins in this line; several on a line are apart.
pub(super) fn of_html(html: &str, first_line: u32) -> Vec<Link> {
    let mut links = Vec::new();
    let (mut line, mut counted) = (first_line, 0);
    for (at, _) in html.match_indices('<') {
        let Some(tag) = html.get(at + 1..) else { continue };
        if !tag.starts_with(['a', 'A']) || !tag.get(1..).is_some_and(|rest| rest.starts_with(char::is_whitespace)) {
            continue;
        }
        let tag = start(tag);
        let tag = tag.split('>').next().unwrap_or(tag);
        if let Some(target) = href(tag) {
            line += newlines(html.get(counted..at).unwrap_or_default());
            counted = at;
            links.extend(Link::address(&target.replace("&amp;", "&"), line));
        }
    }
    links
}

/// The value of the attribute `href` in a tag.
fn href(tag: &str) -> Option<&str> {
    let lower = tag.to_ascii_lowercase();
    let (at, _) = lower
        .match_indices("href")
        .find(|(at, _)| lower.get(..*at).is_some_and(|before| before.ends_with(char::is_whitespace)))?;
    let value = tag.get(at + 4..)?.trim_start().strip_prefix('=')?.trim_start();
    match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next(),
        _ => value.split(|c: char| c.is_whitespace() || c == '>').next(),
    }
}

/// The links of a wiki, `[[Page]]`, `[[Page#Heading|words]]` and `![[Page]]`, that stand in no code; a link of Markdown
/// is none. `is_code`: whether a place is in code.
pub(super) fn of_wiki(text: &str, first_line: u32, is_code: impl Fn(usize) -> bool) -> Vec<Link> {
    let mut links = Vec::new();
    let (mut line, mut counted) = (first_line, 0);
    for (at, _) in text.match_indices("[[") {
        let Some(inner) = text.get(at + 2..).map(start).and_then(|rest| rest.get(..rest.find("]]")?)) else { continue };
        let behind = text.get(at + 2 + inner.len() + 2..).unwrap_or_default();
        let page = inner.split('|').next().unwrap_or(inner).trim_end_matches('\\');
        let plain = !page.contains(['[', ']', '\n', '"', '{', '<', '=', '`', '$']);
        let is_page =
            page.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '#' | '/' | '.')) && !page.ends_with(' ');
        if plain && is_page && !behind.starts_with(['(', '[', ']']) && !is_code(at) {
            line += newlines(text.get(counted..at).unwrap_or_default());
            counted = at;
            let kind = if page.starts_with('#') { LinkKind::Address } else { LinkKind::Page };
            links.extend(Link::new(kind, page, line));
        }
    }
    links
}

/// The cross references of reStructuredText: `:ref:`, `:doc:`, links to addresses, tables of contents. Literal blocks
/// are passed over.
pub(super) fn of_rst(text: &str, first_line: u32, label: fn(&str) -> String) -> Vec<Link> {
    let mut links = Vec::new();
    // The indentation of what opened a literal block or a table of contents.
    let mut literal: Option<usize> = None;
    let mut contents: Option<usize> = None;
    // Where what began in a line before ends.
    let mut done = 0;
    for (n, line) in text.lines().enumerate() {
        let number = first_line.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        let written = line.trim_start();
        let indent = line.len() - written.len();
        if written.is_empty() {
            continue;
        }
        literal.take_if(|around| indent <= *around);
        contents.take_if(|around| indent <= *around);
        if literal.is_some() {
            continue;
        }
        if contents.is_some() {
            let entry = written.trim_end();
            let target =
                entry.strip_suffix('>').and_then(|entry| entry.rsplit_once('<')).map_or(entry, |(_, target)| target);
            if !entry.starts_with(':') && !entry.contains('*') && target != "self" {
                links.extend(document(target, number));
            }
            continue;
        }
        if let Some(name) = written.strip_prefix(".. ").and_then(|rest| rest.split_once("::")).map(|(name, _)| name) {
            match name {
                "toctree" => contents = Some(indent),
                "code-block" | "code" | "sourcecode" | "highlight" | "literalinclude" | "raw" | "parsed-literal"
                | "math" | "doctest" | "testcode" | "prompt" => literal = Some(indent),
                _ => {}
            }
        } else if written.trim_end().ends_with("::") {
            literal = Some(indent);
        }
        // A comment says nothing to the reader.
        if written.starts_with(".. ") && !written.contains("::") && !written.starts_with(".. _") {
            continue;
        }
        done = roles(text, line, number, label, done, &mut links);
    }
    links
}

/// The roles of a line that refer to a document or a label, and its links to addresses, from the place `done` in the
/// text on; gives where the last of them ends.
fn roles(text: &str, line: &str, number: u32, label: fn(&str) -> String, done: usize, links: &mut Vec<Link>) -> usize {
    let offset = line.as_ptr() as usize - text.as_ptr() as usize;
    let mut from = done.saturating_sub(offset);
    while let Some(at) = line.get(from..).and_then(|rest| rest.find('`')).map(|at| from + at) {
        let before = line.get(..at).unwrap_or_default();
        if line.get(at..).is_some_and(|rest| rest.starts_with("``")) {
            // A literal; it ends in this line or is none.
            from = line.get(at + 2..).and_then(|rest| rest.find("``")).map_or(line.len(), |end| at + end + 4);
            continue;
        }
        // What a role holds may go on in the next line.
        let Some(rest) = text.get(offset + at + 1..) else { break };
        let Some(close) = rest.bytes().take(1_000).position(|byte| byte == b'`') else { break };
        let content = rest.get(..close).unwrap_or_default();
        if content.contains("\n\n") {
            break;
        }
        let target = content.trim().strip_suffix('>').and_then(|content| content.rsplit_once('<'));
        let named = target.map_or(content, |(_, target)| target).split_whitespace().collect::<Vec<_>>().join(" ");
        let is_link = rest.get(close + 1..).is_some_and(|rest| rest.starts_with('_'));
        if before.ends_with(":ref:") || before.ends_with(":numref:") {
            // A colon names another project.
            if !named.contains(':') {
                links.extend(Link::new(LinkKind::Label, &label(&named), number));
            }
        } else if before.ends_with(":doc:") {
            links.extend(document(&named, number));
        } else if is_link && target.is_some() && !before.ends_with(':') && !named.ends_with('_') {
            links.extend(Link::address(&named, number));
        }
        from = at + 1 + close + 1;
    }
    done.max(offset + from)
}

/// A document of Sphinx; an address that stands among them is one.
fn document(target: &str, line: u32) -> Option<Link> {
    match Link::address(target, line)?.kind {
        LinkKind::External => Link::address(target, line),
        _ => Link::new(LinkKind::Document, target, line),
    }
}

/// The links of AsciiDoc, `xref:a.adoc#b[]`, `<<b>>`, `<<a.adoc#b,words>>` and `link:a[]`, outside of blocks of code.
pub(super) fn of_asciidoc(text: &str, first_line: u32) -> Vec<Link> {
    let mut links = Vec::new();
    let mut block: Option<&str> = None;
    for (n, line) in text.lines().enumerate() {
        let number = first_line.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        let fence = line.trim_end();
        let is_fence = fence.len() >= 3
            && ["----", "....", "////", "```", "++++"].iter().any(|mark| {
                fence.starts_with(mark) && fence.chars().all(|c| mark.starts_with(c))
                    || *mark == "```" && fence.starts_with(mark)
            });
        match block {
            Some(open) if fence == open => block = None,
            None if is_fence => block = Some(if fence.starts_with("```") { "```" } else { fence }),
            Some(_) => {}
            None if line.starts_with("//") => {}
            None => asciidoc_line(line, number, &mut links),
        }
    }
    links
}

fn asciidoc_line(line: &str, number: u32, links: &mut Vec<Link>) {
    for (name, kind) in [("xref:", true), ("link:", false)] {
        for (at, _) in line.match_indices(name) {
            let begins = line
                .get(..at)
                .is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '\\' || c == '`'));
            let rest = start(line.get(at + name.len()..).unwrap_or_default());
            let Some(target) = rest
                .get(..rest.find('[').unwrap_or(0))
                .filter(|target| begins && !target.is_empty() && !target.contains(char::is_whitespace))
            else {
                continue;
            };
            links.extend(asciidoc_target(target, kind, number));
        }
    }
    for (at, _) in line.match_indices("<<") {
        let rest = start(line.get(at + 2..).unwrap_or_default());
        let Some(target) = rest.get(..rest.find(">>").unwrap_or(0)).and_then(|content| content.split(',').next())
        else {
            continue;
        };
        let target = target.trim();
        let is_target = target.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '#' | '.' | '/'));
        if is_target
            && !target.contains(['"', '(', ')', ';', '<'])
            && !line.get(..at).is_some_and(|before| before.ends_with(['\\', '`', '<']))
        {
            links.extend(asciidoc_target(target, true, number));
        }
    }
}

/// A reference without a file is to a place in its own document, whatever its title says.
fn asciidoc_target(target: &str, is_reference: bool, line: u32) -> Option<Link> {
    let own =
        is_reference && !target.contains(['#', '/']) && !target.ends_with(".adoc") && !target.ends_with(".asciidoc");
    if own && !target.contains(' ') {
        Link::address(&format!("#{target}"), line)
    } else if own {
        None
    } else {
        Link::address(target, line)
    }
}

/// The links of Org, `[[file:a.org::*Heading][words]]` and the like, outside of blocks of code.
pub(super) fn of_org(text: &str, first_line: u32) -> Vec<Link> {
    let mut links = Vec::new();
    let mut in_block = false;
    for (n, line) in text.lines().enumerate() {
        let number = first_line.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        let keyword = line.trim_start().to_ascii_lowercase();
        if keyword.starts_with("#+begin_src") || keyword.starts_with("#+begin_example") {
            in_block = true;
        } else if keyword.starts_with("#+end_") {
            in_block = false;
        }
        if in_block || keyword.starts_with("# ") {
            continue;
        }
        for (at, _) in line.match_indices("[[") {
            let rest = start(line.get(at + 2..).unwrap_or_default());
            let Some(content) = rest.find("]]").and_then(|end| rest.get(..end)) else { continue };
            let target = content.split("][").next().unwrap_or(content);
            let (file, place) = target.split_once("::").unwrap_or((target, ""));
            let heading = |place: &str| crate::guide::slug(place.trim_start_matches('*'));
            let (file, place) = match file.strip_prefix("file:") {
                Some(file) => (file, place),
                None if file.starts_with(['*', '#']) => ("", file),
                None if file.starts_with("./") || file.starts_with("../") => (file, place),
                None if target.contains(':') => {
                    links.extend(Link::address(target, number));
                    continue;
                }
                None => continue,
            };
            let address = match place.strip_prefix('#') {
                Some(id) => format!("{file}#{id}"),
                None if place.starts_with('*') => format!("{file}#{}", heading(place)),
                None => file.to_owned(),
            };
            links.extend(Link::address(&address, number));
        }
    }
    links
}

/// The longest link that is looked for, in bytes.
const LONGEST: usize = 1_000;

/// As much of a text as a link may have.
fn start(text: &str) -> &str {
    let mut end = LONGEST.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

fn newlines(text: &str) -> u32 {
    u32::try_from(text.bytes().filter(|&byte| byte == b'\n').count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{of_asciidoc, of_html, of_org, of_rst, of_wiki};
    use crate::guide::{Link, LinkKind};

    fn shown(links: &[Link]) -> Vec<String> {
        let kind = |kind| match kind {
            LinkKind::Address => "",
            LinkKind::Page => "page ",
            LinkKind::Document => "doc ",
            LinkKind::Label => "label ",
            LinkKind::External => "external ",
        };
        links.iter().map(|link| format!("{}{}{}", link.line, [" ", kind(link.kind)].concat(), link.target)).collect()
    }

    #[test]
    fn hostile_text_takes_linear_time() {
        for piece in [
            "<a ", "<a href=", "[[", "[[a]", "`", "``", ":ref:`a", "<<", "<<a", "xref:", "link:a", "[[a]]", ".. x::",
            "`a`_",
        ] {
            let text = piece.repeat(100_000);
            drop((of_html(&text, 1), of_wiki(&text, 1, |_| false), of_rst(&text, 1, str::to_owned)));
            drop((of_asciidoc(&text, 1), of_org(&text, 1)));
        }
    }

    #[test]
    fn html() {
        let html = "<a href=\"a.html?x&amp;y#b\">a</a>\n<A class=x HREF=b.html>b</A><abbr href=c>\n<a name=d><a data-href='e'>";
        assert_eq!(shown(&of_html(html, 3)), ["3 a.html?x&y#b", "4 b.html"]);
    }

    #[test]
    fn wikis() {
        let text = "[[Beds]] and ![[Clay soil#Deep|deep]]\n[[#Own]] [[a]](b) [[ -f x ]] `[[code]]` [[x = 1]]";
        let code = text.find("[[code").unwrap();
        assert_eq!(shown(&of_wiki(text, 1, |at| at == code)), ["1 page Beds", "1 page Clay soil#Deep", "2 #Own"]);
    }

    #[test]
    fn restructured_text() {
        let text = "See :ref:`the\nbeds <Clay_Beds>`, :ref:`x`, :doc:`/a/b`, `page <a.html>`_ and `y <https://x.org>`__.\n\n\
            ``:ref:`no```, :ref:`python:other`\n\n.. toctree::\n   :maxdepth: 2\n\n   intro\n   Tools <more/tools>\n\n\
            Code::\n\n   :ref:`no`\n\n.. code-block:: rst\n\n   :doc:`no`\n\n:doc:`yes`\n";
        let label = |label: &str| label.to_lowercase().replace('_', "-");
        assert_eq!(
            shown(&of_rst(text, 1, label)),
            [
                "1 label clay-beds",
                "2 label x",
                "2 doc /a/b",
                "2 a.html",
                "2 external ",
                "9 doc intro",
                "10 doc more/tools",
                "20 doc yes"
            ]
        );
    }

    #[test]
    fn asciidoc() {
        let text = "See <<beds>>, <<a.adoc#b,the b>>, xref:c/d.adoc[], link:e.html[e], xref:#f[].\n----\n<<no>>\n----\n// <<no>>\nstd::cout << x; <<Some Title>> link:https://x.org[x]";
        assert_eq!(
            shown(&of_asciidoc(text, 1)),
            ["1 c/d.adoc", "1 #f", "1 e.html", "1 #beds", "1 a.adoc#b", "6 external "]
        );
    }

    #[test]
    fn org() {
        let text = "[[file:a.org::*Deep Beds][a]] [[#own]] [[*Own Head]] [[https://x.org]] [[target]]\n#+BEGIN_SRC\n[[file:no.org]]\n#+END_SRC\n[[./b.org]]";
        assert_eq!(shown(&of_org(text, 2)), ["2 a.org#deep-beds", "2 #own", "2 #own-head", "2 external ", "6 ./b.org"]);
    }
}
