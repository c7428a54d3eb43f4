//! What becomes of a directive: which of its words a reader sees.

/// How a directive is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Directive {
    /// What follows the name is the beginning of the text.
    Text,
    /// What follows the name is a title with inline markup, and the rest is text.
    Titled,
    /// The lines that follow the name describe an object as they stand; the rest is text.
    Signature,
    /// As [`Directive::Signature`] if there is any text; else it only marks a place for links.
    Target,
    /// What follows the name goes before the text in other words: `New in version 2`.
    Version(&'static str),
    /// What follows the name is for the machine; the rest is text.
    Body,
    /// The rest is code.
    Code,
    /// The rest is code with inline markup.
    Parsed,
    /// Only captions and alternative texts are seen.
    Picture,
    /// A list of other documents.
    Toctree,
    /// A title, and a list of lists that is a table.
    ListTable,
    /// A title, and comma-separated values.
    CsvTable,
    /// Fields about the document.
    Meta,
    /// Nothing is seen.
    Hidden,
}

/// How the directive of this name is read. One of an unknown name has a title and text.
pub(super) fn directive(name: &str) -> Directive {
    let name = name.to_ascii_lowercase();
    let (domain, own) = name.rsplit_once(':').map_or((None, name.as_str()), |(domain, own)| (Some(domain), own));
    match own {
        "note" | "warning" | "tip" | "hint" | "important" | "caution" | "attention" | "danger" | "error"
        | "seealso" | "todo" | "line-block" | "centered" => Directive::Text,
        "versionadded" => Directive::Version("New in version"),
        "versionchanged" => Directive::Version("Changed in version"),
        "deprecated" => Directive::Version("Deprecated since version"),
        "versionremoved" => Directive::Version("Removed in version"),
        "only" | "ifconfig" | "container" | "compound" | "epigraph" | "highlights" | "pull-quote" | "hlist"
        | "glossary" | "rst-class" | "cssclass" | "tabs" | "tab-set" | "grid" => Directive::Body,
        "code-block" | "code" | "sourcecode" | "console" | "math" | "prompt" | "doctest" | "testcode"
        | "testoutput" | "productionlist" | "terminal" | "ipython" | "code-tab" => Directive::Code,
        "parsed-literal" => Directive::Parsed,
        "image" | "figure" | "literalinclude" | "graphviz" | "digraph" | "graph" | "uml" | "mermaid" | "plot" => {
            Directive::Picture
        }
        "toctree" => Directive::Toctree,
        "list-table" => Directive::ListTable,
        "csv-table" => Directive::CsvTable,
        "meta" => Directive::Meta,
        "contents"
        | "sectnum"
        | "section-numbering"
        | "index"
        | "currentmodule"
        | "module"
        | "py-module"
        | "highlight"
        | "default-role"
        | "default-domain"
        | "default-intersphinx-role"
        | "role"
        | "tabularcolumns"
        | "raw"
        | "include"
        | "program"
        | "unicode"
        | "replace"
        | "date"
        | "header"
        | "footer"
        | "target-notes"
        | "testsetup"
        | "testcleanup"
        | "title"
        | "autosummary"
        | "automodule"
        | "sectionauthor"
        | "moduleauthor"
        | "codeauthor" => Directive::Hidden,
        "class"
        | "function"
        | "method"
        | "attribute"
        | "data"
        | "exception"
        | "classmethod"
        | "staticmethod"
        | "property"
        | "decorator"
        | "decoratormethod"
        | "describe"
        | "object"
        | "option"
        | "cmdoption"
        | "envvar"
        | "confval"
        | "django-admin"
        | "django-admin-option"
        | "autoclass"
        | "autofunction"
        | "automethod"
        | "autoexception"
        | "autodata"
        | "autoattribute"
        | "macro"
        | "type"
        | "directive" => Directive::Signature,
        "setting" | "fieldlookup" | "templatetag" | "templatefilter" => Directive::Target,
        _ if domain.is_some() => Directive::Signature,
        _ => Directive::Titled,
    }
}

/// The name of the directive that a text begins with, and what follows its colons.
pub(super) fn parse(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.split_once("::")?;
    let name = name.strip_suffix(' ').unwrap_or(name);
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | '.' | ':');
    let apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (apart && name.starts_with(char::is_alphanumeric) && name.chars().all(is_name)).then_some((name, rest.trim()))
}

/// The name and the beginning of the value of a field such as `:name: value`.
pub(super) fn field(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix(':')?;
    if rest.starts_with([' ', ':']) {
        return None;
    }
    let (name, value) = match rest.split_once(": ") {
        Some((name, value)) => (name, value.trim()),
        None => (rest.strip_suffix(':')?, ""),
    };
    (!name.is_empty() && !name.contains('`') && !name.ends_with(' ')).then_some((name, value))
}

#[cfg(test)]
mod tests {
    use super::{Directive, directive, field, parse};

    #[test]
    fn names_decide() {
        for (name, expected) in [
            ("Note", Directive::Text),
            ("py:function", Directive::Signature),
            ("http:get", Directive::Signature),
            ("code-block", Directive::Code),
            ("my-box", Directive::Titled),
        ] {
            assert_eq!(directive(name), expected, "{name}");
        }
    }

    #[test]
    fn what_a_directive_and_a_field_look_like() {
        for (text, expected) in [
            ("note::", Some(("note", ""))),
            ("py:class:: A(b::c)", Some(("py:class", "A(b::c)"))),
            ("a note :: b", None),
            ("note ::  b", Some(("note", "b"))),
            ("std::vector is", None),
            (":: x", None),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
        for (text, expected) in [
            (":a b: c", Some(("a b", "c"))),
            (":orphan:", Some(("orphan", ""))),
            (":ref:`x`: y", None),
            (":py:class:`x`", None),
            ("::", None),
            (": a: b", None),
        ] {
            assert_eq!(field(text), expected, "{text}");
        }
    }
}
