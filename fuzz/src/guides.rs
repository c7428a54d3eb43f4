//! Any bytes are a guide or refused with a reason, and what is made a guide hangs together.

use std::collections::HashSet;
use std::sync::OnceLock;

use kb::corpus::{InferenceSettings, Rules, guide_of};
use kb::guide::{Role, SectionFacet, Vocabulary};

/// A few names, so that they are looked for.
fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| {
        let role = |id: &str, alias: &str| Role { id: id.into(), name: String::new(), aliases: vec![alias.into()] };
        let pay = SectionFacet { path: "skills/pay".into(), name: String::new(), aliases: vec!["pay".into()] };
        let vocabulary = Vocabulary {
            roles: vec![role("platform", "platform engineer"), role("infrastructure", "infra")],
            sections: vec![pay],
            synonyms: Vec::new(),
        };
        Rules::new(&vocabulary, &InferenceSettings::default()).expect("they can be used")
    })
}

pub fn guide(name: &str, bytes: &[u8]) {
    let guide = match guide_of(name, bytes, rules()) {
        Ok((guide, warnings)) => {
            assert!(warnings.iter().all(|warning| !warning.trim().is_empty()), "an empty warning");
            guide
        }
        Err(reason) => return assert!(!reason.trim().is_empty(), "no reason"),
    };
    assert!(!guide.sections.is_empty() && !guide.title.trim().is_empty(), "{guide:?}");
    let mut ids = HashSet::new();
    let mut line = 0;
    for section in &guide.sections {
        assert!(ids.insert(&section.id), "twice: {}", section.id);
        assert!(section.lines.first >= 1 && section.lines.first <= section.lines.last, "{:?}", section.lines);
        assert!(section.lines.first >= line, "{:?} after line {line}", section.lines);
        line = section.lines.first;
        assert_eq!(section.breadcrumb.first(), Some(&guide.title));
        assert!(section.level <= 6, "{}", section.level);
    }
}

/// Whatever the process that reads a PDF may say of it, a JSON message a line, is made a guide or refused. It numbers pages
/// in their order from 1, which random messages do not.
pub fn pages(bytes: &[u8]) {
    if bytes.starts_with(b"{") {
        let _ = guide_of("g.pdf", bytes, rules());
    }
}

/// Bytes between the signs of front matter, as YAML and as TOML.
pub fn front_matter(bytes: &[u8]) {
    for sign in ["---", "+++"] {
        guide("g.md", &[sign.as_bytes(), b"\n", bytes, b"\n", sign.as_bytes(), b"\n# Beds\n\nText.\n"].concat());
    }
}
