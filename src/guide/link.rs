//! Links between guides, as they are written, and the names by which what they lead to is looked up.

/// A link of a guide to somewhere in the knowledge base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What kind of place it names.
    pub kind: LinkKind,
    /// Where it leads, as written; of a [`LinkKind::Label`] the anchor that the label becomes.
    pub target: String,
    /// The line of the source file it stands in, 1-based.
    pub line: u32,
}

/// What kind of place a link names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// An address relative to the guide, of a file and a place in it: `../a.md#b`.
    Address,
    /// A page by its name, wherever it is: `[[Page]]` of a wiki, `ref "page"` of Hugo.
    Page,
    /// A document without its extension; one that begins with `/` is below the source: `:doc:` of Sphinx.
    Document,
    /// A place by a name that is unique in all guides: `:ref:` of Sphinx.
    Label,
    /// An address outside of any knowledge base, which is only counted: it has no target.
    External,
}

/// The longest target that is kept, in bytes.
const LONGEST: usize = 1_000;

impl Link {
    /// A link to an address. None where the address is empty or too long to be one.
    pub fn address(target: &str, line: u32) -> Option<Link> {
        let target = target.trim();
        // See how the shortcodes of Hugo are read.
        if let Some(page) = target.strip_prefix("ref:") {
            return Link::new(LinkKind::Page, page, line);
        }
        if is_external(target) {
            return Some(Link { kind: LinkKind::External, target: String::new(), line });
        }
        Link::new(LinkKind::Address, target, line)
    }

    /// A link of a kind. None where the target is empty or too long to be one.
    pub fn new(kind: LinkKind, target: &str, line: u32) -> Option<Link> {
        (!target.is_empty() && target.len() <= LONGEST).then(|| Link { kind, target: target.to_owned(), line })
    }

    /// The name by which sections with links to a guide are looked up: that of its file, or of its folder where its
    /// file has the name of a folder's first page. None for a link within its own guide.
    pub fn name(&self) -> Option<String> {
        match self.kind {
            LinkKind::External => None,
            LinkKind::Label => Some(label_name(&self.target)),
            LinkKind::Address | LinkKind::Page | LinkKind::Document => {
                let (path, _) = split_address(&self.target);
                (!path.is_empty()).then(|| page_name(&decoded(path)))
            }
        }
    }
}

/// The names by which links to a guide go, and to a section with this anchor by its label. `path`: the guide's, below
/// its source.
pub fn link_names(path: &str, anchor: &str) -> Vec<String> {
    let mut names = vec![page_name(path), label_name(anchor)];
    let file = path.rsplit('/').next().unwrap_or(path);
    if is_first_page(stem(file)) {
        // A link may lead to the folder, or to the file beside it.
        names.push(folded(stem(file)));
    }
    names
}

fn label_name(label: &str) -> String {
    format!(":{}", label.to_lowercase())
}

/// The name of the page that a path leads to.
fn page_name(path: &str) -> String {
    let mut parts = path.split('/').rev().filter(|part| !matches!(*part, "" | "." | ".."));
    let Some(last) = parts.next() else { return "index".to_owned() };
    match parts.next() {
        Some(folder) if is_first_page(stem(last)) && !path.ends_with('/') => folded(folder),
        _ => folded(stem(last)),
    }
}

/// A file name up to its first dot.
pub fn stem(file: &str) -> &str {
    let dot = file.get(1..).and_then(|rest| rest.find('.')).map_or(file.len(), |at| at + 1);
    file.get(..dot).unwrap_or(file)
}

/// Whether a file of this name is the page of its folder.
pub fn is_first_page(stem: &str) -> bool {
    ["index", "_index", "readme", "default", "home"].iter().any(|name| stem.eq_ignore_ascii_case(name))
}

/// A name as names are compared by: case, and what stands between words, do not matter.
pub fn folded(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '_'], "-")
}

/// The path and the fragment of an address; what is asked of the page, `?x=y`, is neither.
pub fn split_address(address: &str) -> (&str, Option<&str>) {
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (address, None),
    };
    (path.split('?').next().unwrap_or(path), fragment)
}

/// An address with its `%20` and the like resolved; as it is where that gives no text.
pub fn decoded(address: &str) -> String {
    if !address.contains('%') {
        return address.to_owned();
    }
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|digits| *first == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        match digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| address.to_owned())
}

/// Whether an address begins with a scheme or a host. A single letter is a drive, and not looked for either.
fn is_external(address: &str) -> bool {
    if address.starts_with("//") || address.starts_with("\\\\") {
        return true;
    }
    let Some((scheme, _)) = address.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::{Link, LinkKind, decoded, link_names, split_address};

    #[test]
    fn addresses_of_other_places_are_only_counted() {
        for (target, kind) in [
            ("https://x.org/a", Some(LinkKind::External)),
            ("mailto:a@b.c", Some(LinkKind::External)),
            ("//x.org", Some(LinkKind::External)),
            ("C:/a.md", Some(LinkKind::External)),
            ("a.md", Some(LinkKind::Address)),
            ("./a:b.md", Some(LinkKind::Address)),
            ("#a:b", Some(LinkKind::Address)),
            (" ", None),
        ] {
            assert_eq!(Link::address(target, 1).map(|link| link.kind), kind, "{target}");
        }
    }

    #[test]
    fn a_link_and_its_guide_have_a_name_in_common() {
        for (path, target) in [
            ("a/on-call.md", "../a/on-call.md#x"),
            ("a/on-call.md", "on-call"),
            ("a/on-call.md", "/a/On_Call.html?x#y"),
            ("a/on-call.md", "../on-call/"),
            ("a/on call.md", "on%20call.md"),
            ("a/index.md", "a/"),
            ("a/index.md", "../a/index.html"),
            ("a/README.md", "README.md"),
            ("index.md", ".."),
            ("v1.2.md", "v1.2.md"),
        ] {
            let name = Link::address(target, 1).and_then(|link| link.name()).unwrap();
            assert!(link_names(path, "").contains(&name), "{path} {target} {name}");
        }
        assert_eq!(Link::address("#x", 1).and_then(|link| link.name()), None);
    }

    #[test]
    fn addresses_are_taken_apart() {
        assert_eq!(split_address("a.md?b=#c"), ("a.md", Some("c")));
        assert_eq!(split_address("a#b?c"), ("a", Some("b?c")));
        assert_eq!(["a%20b%C3%9c", "50%", "%ff", "%g1"].map(decoded), ["a bÜ", "50%", "%ff", "%g1"]);
    }
}
