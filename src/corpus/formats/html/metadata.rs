//! What a page says of itself in `<meta>` elements, as other formats say it in front matter.

use html5ever::tokenizer::Tag;
use serde_json::{Map, Value};

use super::elements::attribute;
use crate::corpus::formats::parts::folded;

/// More `<meta>` elements than any real page has words for.
const MAX_ENTRIES: usize = 100;
/// The longest value that is kept, in characters.
const MAX_VALUE: usize = 1000;
/// Keywords beyond this number were written for search engines and tell little.
const MAX_KEYWORDS: usize = 12;
/// The longest keyword that may be a tag, in characters.
const MAX_KEYWORD: usize = 40;

/// Metadata so far.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    map: Map<String, Value>,
    tags: Vec<String>,
    site: Option<String>,
    page: Option<String>,
    leads_elsewhere: bool,
}

impl Metadata {
    /// Whether a browser goes on to another page.
    pub(super) fn leads_elsewhere(&self) -> bool {
        self.leads_elsewhere
    }

    /// The `<html>` tag names the language.
    pub(super) fn language(&mut self, tag: &Tag) {
        let language = attribute(tag, "lang").or_else(|| attribute(tag, "xml:lang")).map(str::trim).unwrap_or_default();
        if !language.is_empty() && language.len() <= MAX_KEYWORD {
            self.set("lang", language);
        }
    }

    /// A `<meta>` element.
    pub(super) fn meta(&mut self, tag: &Tag) {
        let refreshes = attribute(tag, "http-equiv").is_some_and(|name| name.trim().eq_ignore_ascii_case("refresh"));
        if refreshes && attribute(tag, "content").is_some_and(|to| to.to_ascii_lowercase().contains("url=")) {
            self.leads_elsewhere = true;
        }
        let name = attribute(tag, "name").or_else(|| attribute(tag, "property")).or_else(|| attribute(tag, "itemprop"));
        let (Some(name), Some(content)) = (name, attribute(tag, "content")) else { return };
        let name = name.trim().to_ascii_lowercase();
        let content = folded(&content.chars().take(MAX_VALUE).collect::<String>());
        if content.is_empty() || self.map.len() >= MAX_ENTRIES {
            return;
        }
        match name.as_str() {
            "og:site_name" | "application-name" | "apple-mobile-web-app-title" => self.site = Some(content),
            "og:title" | "citation_title" | "dc.title" | "dcterms.title" => self.page = Some(content),
            "article:tag" => self.tag(&content),
            "keywords" => {
                let words: Vec<&str> =
                    content.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()).collect();
                if words.len() <= MAX_KEYWORDS {
                    words.into_iter().for_each(|word| self.tag(word));
                }
                self.set("keywords", &content);
            }
            "article:published_time" | "date" | "dc.date" | "dcterms.created" | "dcterms.date" | "datepublished" => {
                self.set("date", &content);
            }
            "article:modified_time"
            | "changed"
            | "datemodified"
            | "dcterms.modified"
            | "last-modified"
            | "last_modified"
            | "lastmod"
            | "modified"
            | "og:updated_time"
            | "revised"
            | "updated" => {
                self.set("lastmod", &content);
            }
            "article:author" | "dc.creator" | "dcterms.creator" => self.set("author", &content),
            // The title is that of the page; the others speak to browsers and robots.
            "title" | "viewport" | "generator" | "robots" | "googlebot" | "referrer" | "theme-color"
            | "color-scheme" | "progid" | "originator" | "format-detection" | "tags" | "tag" => {}
            name if name.contains(':') || name.starts_with("msapplication") => {}
            name => self.set(name, &content),
        }
    }

    /// The name of the site that the page is part of.
    pub(super) fn site_name(&self) -> Option<String> {
        self.site.clone()
    }

    /// The title as the page gives it to others that show it.
    pub(super) fn page_title(&self) -> Option<String> {
        self.page.clone()
    }

    /// As front matter.
    pub(super) fn into_map(mut self) -> Map<String, Value> {
        if !self.tags.is_empty() {
            self.map.insert("tags".to_owned(), Value::from(self.tags));
        }
        self.map
    }

    fn tag(&mut self, tag: &str) {
        if tag.chars().count() <= MAX_KEYWORD && self.tags.len() < MAX_KEYWORDS && self.tags.iter().all(|t| t != tag) {
            self.tags.push(tag.to_owned());
        }
    }

    /// The first of two entries counts.
    fn set(&mut self, name: &str, value: &str) {
        if !self.map.contains_key(name) {
            self.map.insert(name.to_owned(), Value::from(value));
        }
    }
}
