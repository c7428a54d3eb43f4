//! All guides by where links may lead to them.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use super::paths::{bare, ends_with, file, folder, has_extension, joined};
use crate::guide::{Link, LinkKind, Source, decoded, folded, is_first_page, split_address, stem};

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Led {
    /// To a guide, or to a place in it.
    Guide {
        /// The guide's key.
        key: String,
        /// The place; none for the guide as a whole.
        anchor: Option<String>,
    },
    /// To a place that no known guide has by its label.
    Label(String),
    /// Out of its source.
    Outside,
    /// To no guide. There may be a file of another kind in these places.
    NoGuide {
        /// Absolute, all below the source.
        files: Vec<PathBuf>,
        /// How sure it is that it should lead to a file.
        style: Style,
        /// The guide that has the same name, if only one has.
        near: Option<String>,
    },
    /// To a place that only a site generator knows.
    Unknown,
}

/// How the address of a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// As the path of a file: `../a.md`. A broken one is broken.
    File,
    /// As the address of a page, relative to its own: `../a/`, or `a.html` where guides are no HTML.
    Page,
    /// As an address below the site: `/docs/a`.
    Site,
    /// As the name of a page.
    Name,
}

/// All guides of an index by where links may lead to them.
#[derive(Debug)]
pub struct GuideMap<'a> {
    sources: &'a [Source],
    keys: HashSet<&'a str>,
    /// Path without extension, behind its source's number ─► key. Folders lead to their first pages.
    pages: HashMap<(usize, String), &'a str>,
    /// Folded name of the file ─► keys with their paths without extension.
    names: HashMap<String, Vec<(usize, String, &'a str)>>,
    /// Label ─► key.
    labels: HashMap<String, &'a str>,
}

impl<'a> GuideMap<'a> {
    /// `keys`: of all guides.
    pub fn new(sources: &'a [Source], keys: impl Iterator<Item = &'a str>) -> GuideMap<'a> {
        let mut map = GuideMap {
            sources,
            keys: HashSet::new(),
            pages: HashMap::new(),
            names: HashMap::new(),
            labels: HashMap::new(),
        };
        for key in keys {
            let Some((source, path)) = map.place(key) else { continue };
            map.keys.insert(key);
            let page = bare(path).to_owned();
            if is_first_page(file(&page)) {
                map.pages.entry((source, folder(path).to_owned())).or_insert(key);
                map.name(file(folder(path)), source, folder(path), key);
            }
            map.name(file(&page), source, &page, key);
            // Jekyll leaves off the `_` of a collection's folder.
            if page.starts_with('_') {
                let shown = page.trim_start_matches('_').to_owned();
                if is_first_page(file(&page)) {
                    map.pages.entry((source, folder(&shown).to_owned())).or_insert(key);
                }
                map.pages.entry((source, shown)).or_insert(key);
            }
            map.pages.entry((source, page)).or_insert(key);
        }
        map
    }

    fn name(&mut self, name: &str, source: usize, page: &str, key: &'a str) {
        self.names.entry(folded(stem(name))).or_default().push((source, page.to_owned(), key));
    }

    /// Notes that a guide has a place that other guides know by its name.
    pub fn label(&mut self, label: &str, key: &'a str) {
        self.labels.entry(label.to_lowercase()).or_insert(key);
    }

    /// The number of a guide's source and its path below that.
    fn place<'k>(&self, key: &'k str) -> Option<(usize, &'k str)> {
        if self.sources.len() == 1 {
            return Some((0, key));
        }
        let below = |source: &Source| key.strip_prefix(source.name.as_str())?.strip_prefix(':');
        self.sources.iter().enumerate().find_map(|(n, source)| Some((n, below(source)?)))
    }

    /// Where a link of a guide leads. Nothing on disk is looked at.
    pub fn follow(&self, from: &str, link: &Link) -> Led {
        let Some((source, own)) = self.place(from) else { return Led::Outside };
        match link.kind {
            LinkKind::External => Led::Outside,
            LinkKind::Label => match self.labels.get(&link.target.to_lowercase()) {
                Some(key) => Led::Guide { key: (*key).to_owned(), anchor: Some(link.target.clone()) },
                None => Led::Label(link.target.clone()),
            },
            LinkKind::Address => self.address(from, source, own, &link.target),
            LinkKind::Document => self.document(source, own, &link.target),
            LinkKind::Page => self.page(source, own, &link.target),
        }
    }

    fn address(&self, from: &str, source: usize, own: &str, target: &str) -> Led {
        let (path, fragment) = split_address(target);
        let (path, anchor) = (decoded(path).replace('\\', "/"), fragment.map(decoded));
        if path.is_empty() {
            return Led::Guide { key: from.to_owned(), anchor };
        }
        // Left over from a template.
        if path.contains(['{', '}', '<', '>', '$', '*']) || path.contains("%%") {
            return Led::Unknown;
        }
        if let Some(path) = path.strip_prefix('/') {
            return self.site(source, own, path, anchor);
        }
        let Some(place) = joined(folder(own), &path) else { return self.beyond(source, own, &path, anchor) };
        let found = self.at(source, &place);
        // Sites show `a/b.md` as `a/b/`: there `../c` is beside it.
        let as_folder = || joined(bare(own), &path).and_then(|place| self.at(source, &place));
        if let Some(key) = found.or_else(as_folder) {
            return Led::Guide { key: key.to_owned(), anchor };
        }
        let style = address_style(own, &path);
        let mut files = vec![self.file(source, &place)];
        files.extend(joined(bare(own), &path).map(|place| self.file(source, &place)));
        Led::NoGuide { files, style, near: self.near(&place) }
    }

    /// How the address of a link is written, and the number of the source that the guide it stands in is from: sites
    /// differ in what they make of their pages' addresses.
    pub fn style(&self, from: &str, link: &Link) -> (usize, Style) {
        let Some((source, own)) = self.place(from) else { return (0, Style::File) };
        let style = match link.kind {
            LinkKind::Address => address_style(own, &decoded(split_address(&link.target).0)),
            LinkKind::Page => Style::Name,
            LinkKind::Document | LinkKind::Label | LinkKind::External => Style::File,
        };
        (source, style)
    }

    /// A link that leaves its source; it may lead into another one.
    fn beyond(&self, source: usize, own: &str, path: &str, anchor: Option<String>) -> Led {
        let Some(root) = self.sources.get(source).map(|source| source.path.to_string_lossy().replace('\\', "/")) else {
            return Led::Outside;
        };
        let Some(absolute) = joined(&format!("{root}/{}", folder(own)), path) else { return Led::Outside };
        let found = self.sources.iter().enumerate().find_map(|(n, other)| {
            let below = other.path.to_string_lossy().replace('\\', "/");
            let place = absolute.strip_prefix(below.trim_start_matches('/'))?.strip_prefix('/')?;
            self.at(n, place)
        });
        match found {
            Some(key) => Led::Guide { key: key.to_owned(), anchor },
            None => Led::Outside,
        }
    }

    /// An address below a site, whose root may be anywhere: the source, a folder of it, or above it.
    fn site(&self, source: usize, own: &str, path: &str, anchor: Option<String>) -> Led {
        let place = joined("", path).unwrap_or_default();
        if let Some(key) = self.at(source, &place) {
            return Led::Guide { key: key.to_owned(), anchor };
        }
        let page = bare(&place);
        let candidates = self.names.get(&folded(stem(file(page)))).into_iter().flatten();
        let fits = candidates.filter(|(other, known, _)| {
            *other == source
                && (ends_with(known, page) || known.contains('/') && ends_with(page, known.trim_start_matches('_')))
        });
        // In a site of several languages, the page in the same one.
        let near = |known: &str| known.split('/').zip(own.split('/')).take_while(|(a, b)| a == b).count();
        let fits: Vec<_> = fits.collect();
        match fits.iter().max_by_key(|(_, known, _)| (known.len().min(page.len()), near(known))) {
            // Which page it is, is a guess: its places are not judged.
            Some((.., key)) => Led::Guide { key: (*key).to_owned(), anchor: anchor.filter(|_| fits.len() == 1) },
            None => {
                let roots = ["", "static", "public", "assets", "docs", "content", "src"];
                let files = roots.iter().filter_map(|root| Some(self.file(source, &joined(root, &place)?))).collect();
                Led::NoGuide { files, style: Style::Site, near: None }
            }
        }
    }

    /// A document of Sphinx.
    fn document(&self, source: usize, own: &str, target: &str) -> Led {
        let (path, fragment) = split_address(target);
        let anchor = fragment.map(decoded);
        let below = path.strip_prefix('/');
        let folder = if below.is_some() { "" } else { folder(own) };
        let Some(place) = joined(folder, below.unwrap_or(path)) else { return Led::Outside };
        // The source of the documents may be a folder of ours.
        let ancestors = || own.match_indices('/').filter_map(|(at, _)| own.get(..at));
        let rooted = || below.and_then(|path| ancestors().find_map(|root| self.at(source, &joined(root, path)?)));
        match self.at(source, &place).or_else(rooted) {
            Some(key) => Led::Guide { key: key.to_owned(), anchor },
            None => {
                let roots = std::iter::once(folder).chain(ancestors().filter(|_| below.is_some()));
                let written = [".rst", ".txt", ".md", ""];
                let files = roots
                    .filter_map(|root| joined(root, below.unwrap_or(path)))
                    .flat_map(|place| written.map(|extension| self.file(source, &format!("{place}{extension}"))))
                    .collect();
                Led::NoGuide { files, style: Style::File, near: self.near(&place) }
            }
        }
    }

    /// A page by its name.
    fn page(&self, source: usize, own: &str, target: &str) -> Led {
        let (path, fragment) = split_address(target);
        // `[[#Heading]]` is in the page itself.
        let (path, anchor) = (decoded(path), fragment.map(|fragment| crate::guide::slug(&decoded(fragment))));
        let path = path.trim_matches('/');
        let direct = [folder(own), ""].iter().find_map(|folder| self.at(source, &joined(folder, path)?));
        if let Some(key) = direct {
            return Led::Guide { key: key.to_owned(), anchor };
        }
        let page = folded(bare(path));
        let candidates = self.names.get(&folded(stem(file(&page)))).into_iter().flatten();
        let mut fits = candidates.filter(|(_, known, _)| ends_with(&folded(known), &page));
        match fits.next() {
            Some((.., key)) => Led::Guide { key: (*key).to_owned(), anchor },
            None => {
                let folders = [folder(own), ""];
                let files = folders.iter().filter_map(|folder| Some(self.file(source, &joined(folder, path)?)));
                Led::NoGuide { files: files.collect(), style: Style::Name, near: None }
            }
        }
    }

    /// The guide at a place: its file, its page without or with another extension, the first page of a folder.
    fn at(&self, source: usize, place: &str) -> Option<&'a str> {
        let key = match self.sources.len() {
            1 => place.to_owned(),
            _ => format!("{}:{place}", self.sources.get(source)?.name),
        };
        if let Some(key) = self.keys.get(key.as_str()) {
            return Some(key);
        }
        let page = |place: &str| self.pages.get(&(source, place.to_owned())).copied();
        page(place).or_else(|| page(bare(place)))
    }

    /// A place below a source on this disk.
    fn file(&self, source: usize, place: &str) -> PathBuf {
        let Some(source) = self.sources.get(source) else { return PathBuf::from(place) };
        let is_file = source.path.file_name().is_some_and(|name| source.path.is_file() && !name.is_empty());
        let root = if is_file { source.path.parent().unwrap_or(&source.path) } else { &source.path };
        place.split('/').fold(root.to_owned(), |at, part| at.join(part))
    }

    /// The only guide with the name of a page that is not there.
    fn near(&self, place: &str) -> Option<String> {
        if has_extension(place) && bare(place) == place {
            return None;
        }
        match self.names.get(&folded(stem(file(bare(place)))))?.as_slice() {
            [(.., only)] => Some((*only).to_owned()),
            _ => None,
        }
    }
}

/// How a path is written in the file `own`: `a.html` in Markdown is the address of a page that is made of a guide.
fn address_style(own: &str, path: &str) -> Style {
    let is_html = |path: &str| [".html", ".htm", ".xhtml"].iter().any(|end| path.to_ascii_lowercase().ends_with(end));
    match path {
        _ if path.starts_with('/') => Style::Site,
        _ if path.ends_with('/') || !has_extension(path) => Style::Page,
        _ if is_html(path) && !is_html(own) => Style::Page,
        _ => Style::File,
    }
}

#[cfg(test)]
mod tests {
    use super::{GuideMap, Led, Style};
    use crate::guide::{Link, LinkKind, Source};

    const KEYS: [&str; 8] = [
        "index.md",
        "ops/README.md",
        "ops/on-call.md",
        "ops/deep/rota.md",
        "dev/Clay Beds.md",
        "page.html",
        "_tools/index.md",
        "doc/a.rst",
    ];

    fn led(from: &str, kind: LinkKind, target: &str) -> String {
        let sources = [Source::new("a", "/kb")];
        let mut map = GuideMap::new(&sources, KEYS.into_iter());
        map.label("the-label", "doc/a.rst");
        match map.follow(from, &Link { kind, target: target.to_owned(), line: 1 }) {
            Led::Guide { key, anchor } => {
                format!("{key}{}", anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default())
            }
            Led::Label(label) => format!("label {label}"),
            Led::Outside => "outside".to_owned(),
            Led::NoGuide { style, near, .. } => format!("none {style:?} {}", near.unwrap_or_default()),
            Led::Unknown => "unknown".to_owned(),
        }
    }

    #[test]
    fn addresses_lead_where_a_reader_gets() {
        for (from, target, expected) in [
            ("ops/on-call.md", "deep/rota.md#x", "ops/deep/rota.md#x"),
            ("ops/on-call.md", "#y%20z", "ops/on-call.md#y z"),
            ("ops/on-call.md", "../dev/Clay%20Beds.md", "dev/Clay Beds.md"),
            ("ops/on-call.md", "../dev/clay-beds.md", "none File dev/Clay Beds.md"),
            ("ops/on-call.md", "../deep/rota/", "ops/deep/rota.md"),
            ("ops/on-call.md", "deep/rota", "ops/deep/rota.md"),
            ("ops/on-call.md", "deep/rota.html", "ops/deep/rota.md"),
            ("ops/on-call.md", ".", "ops/README.md"),
            ("ops/on-call.md", "..", "index.md"),
            ("ops/on-call.md", "../../x.md", "outside"),
            ("ops/on-call.md", "rotta.md", "none File "),
            ("ops/on-call.md", "rota.md", "none File ops/deep/rota.md"),
            ("ops/on-call.md", "rotta.html", "none Page "),
            ("page.html", "rotta.html", "none File "),
            ("ops/on-call.md", "rotta", "none Page "),
            ("ops/on-call.md", "a.png", "none File "),
            ("ops/on-call.md", "/ops/deep/rota/", "ops/deep/rota.md"),
            ("ops/on-call.md", "/docs/latest/ops/on-call", "ops/on-call.md"),
            ("ops/on-call.md", "/deep/rota", "ops/deep/rota.md"),
            ("ops/on-call.md", "/elsewhere/rotta", "none Site "),
            ("ops/on-call.md", "/tools/#x", "_tools/index.md#x"),
            ("ops/on-call.md", "{{ x }}/rota.md", "unknown"),
        ] {
            assert_eq!(led(from, LinkKind::Address, target), expected, "{from} {target}");
        }
    }

    #[test]
    fn pages_documents_and_labels_go_by_name() {
        for (kind, target, expected) in [
            (LinkKind::Page, "Clay Beds#Deep Beds", "dev/Clay Beds.md#deep-beds"),
            (LinkKind::Page, "clay_beds", "dev/Clay Beds.md"),
            (LinkKind::Page, "deep/rota.md", "ops/deep/rota.md"),
            (LinkKind::Page, "Nowhere", "none Name "),
            (LinkKind::Document, "a", "doc/a.rst"),
            (LinkKind::Document, "/a", "doc/a.rst"),
            (LinkKind::Document, "/doc/a", "doc/a.rst"),
            (LinkKind::Document, "b", "none File "),
            (LinkKind::Label, "The-Label", "doc/a.rst#The-Label"),
            (LinkKind::Label, "other", "label other"),
        ] {
            assert_eq!(led("doc/a.rst", kind, target), expected, "{target}");
        }
    }

    #[test]
    fn sources_are_apart_and_may_lead_to_one_another() {
        let sources = [Source::new("one", "/kb/one"), Source::new("two", "/kb/two")];
        let map = GuideMap::new(&sources, ["one:a.md", "two:b.md"].into_iter());
        let follow = |target: &str| {
            map.follow("one:a.md", &Link { kind: LinkKind::Address, target: target.to_owned(), line: 1 })
        };
        assert_eq!(follow("../two/b.md"), Led::Guide { key: "two:b.md".to_owned(), anchor: None });
        assert_eq!(follow("../three/b.md"), Led::Outside);
        assert!(matches!(follow("b.md"), Led::NoGuide { style: Style::File, .. }));
    }
}
