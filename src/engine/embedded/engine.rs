//! The read side: opens an index and answers.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Serialize;
use tantivy::directory::MmapDirectory;
use tantivy::schema::{Term, Value};
use tantivy::{DocAddress, DocSet, Index, ReloadPolicy, Searcher, TERMINATED, TantivyDocument};

use super::compile::{self, Context, unreadable};
use super::directory::ReadOnlyDirectory;
use super::drill::{Filter, Selection, Verdict};
use super::facets::{self, Tally};
use super::folder::IndexFolder;
use super::lookup;
use super::matching;
use super::rank::{self, OrderColumns, Preference};
use super::schema::{self, Fields};
use super::state::{CommitState, Files};
use super::stored::StoredSection;
use crate::engine::analysis::{self, Analyzer};
use crate::engine::record::Record;
use crate::engine::snippet::snippet;
use crate::error::{Error, Result};
use crate::query::{Query, Sort};
use crate::results::{Hit, JSON_VERSION, QueryEcho, SearchResults, Snippet};

/// An open index. It shows one commit, whatever is written meanwhile, and never writes.
pub struct Engine {
    generation: PathBuf,
    pub(super) searcher: Searcher,
    fields: Fields,
    state: CommitState,
    record: Record,
}

/// Facts about an index.
#[derive(Debug, Clone, Serialize)]
pub struct Stats {
    /// Guides in it.
    pub guides: u64,
    /// Sections in it.
    pub sections: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// Tantivy segments.
    pub segments: usize,
    /// When it was committed, seconds since 1970.
    pub committed: i64,
}

impl Engine {
    /// Opens the index in `folder`.
    ///
    /// # Errors
    /// Where there is none, where another version of kb made it, or where it cannot be read.
    pub fn open(folder: &IndexFolder) -> Result<Engine> {
        let mut tries = 0;
        loop {
            let generation = folder.current()?.ok_or_else(|| no_index(folder.path()))?;
            match open_generation(&generation) {
                Ok(engine) => return Ok(engine),
                // Another process may have replaced what we were about to open.
                Err(_) if tries < 3 => {
                    tries += 1;
                    std::thread::sleep(std::time::Duration::from_millis(10 * tries));
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// How the index was built.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The source files of the index, by guide key.
    ///
    /// # Errors
    /// Where the list is damaged.
    pub fn files(&self) -> Result<Files> {
        self.state.read_files(&self.generation)
    }

    /// Facts about the index.
    pub fn stats(&self) -> Stats {
        let entries = std::fs::read_dir(&self.generation).into_iter().flatten().flatten();
        Stats {
            guides: self.state.guides,
            sections: self.state.sections,
            bytes: entries.filter_map(|entry| entry.metadata().ok()).map(|data| data.len()).sum(),
            segments: self.searcher.segment_readers().len(),
            committed: self.state.time,
        }
    }

    /// Runs a search.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a selected facet value that nothing has; otherwise where the index cannot be read.
    pub fn search(&self, query: &Query) -> Result<SearchResults> {
        let started = Instant::now();
        let mut analyzer = Analyzer::new(&self.state.languages);
        let selection = Selection::resolve(&query.drill_down, &self.searcher, &self.fields, &self.record)?;
        let context = Context {
            searcher: &self.searcher,
            fields: &self.fields,
            vocabulary: &self.record.vocabulary,
            settings: &self.record.settings,
            sections: self.state.sections,
        };
        let plan = compile::compile(query, &context, &mut analyzer)?;
        let average = (self.state.words as f32 / self.state.sections.max(1) as f32).max(1.0);
        let found = matching::matches(&plan, &self.searcher, average, query.any).map_err(unreadable)?;

        let order = OrderColumns::open(&self.searcher)?;
        let mut tallies = Vec::new();
        let mut hits = Vec::new();
        for (n, (reader, candidates)) in self.searcher.segment_readers().iter().zip(&found.segments).enumerate() {
            let filter = Filter::new(&selection, reader, &self.fields)?;
            let preference = Preference::new(&plan.preferred, reader)?;
            let mut tally = if query.facets { Some(Tally::new(reader)?) } else { None };
            for candidate in candidates {
                let verdict = filter.judge(candidate.doc);
                if verdict == Verdict::Passes {
                    let gain = if plan.wanted.is_empty() { 0.0 } else { preference.gain(candidate.doc) };
                    hits.push(order[n].ranked(n as u32, candidate.doc, candidate.score + gain));
                }
                match (&mut tally, verdict) {
                    (Some(tally), Verdict::Passes) => tally.count(candidate.doc, None),
                    (Some(tally), Verdict::FailsOnly(facet)) => tally.count(candidate.doc, Some(facet)),
                    _ => {}
                }
            }
            tallies.extend(tally);
        }
        let total = hits.len() as u64;
        let sort = if plan.wanted.is_empty() && query.sort == Sort::Relevance { Sort::Path } else { query.sort };
        let (page, total_guides) = rank::page(hits, sort, query.group, query.page);
        let (counts, facets_more) = if query.facets {
            facets::counts(&tallies, &selection.values, query.facet_limit)?
        } else {
            Default::default()
        };
        let mut shown = Vec::with_capacity(page.len());
        for (n, ranked) in page.into_iter().enumerate() {
            let section = self.stored(ranked.address)?;
            let passage = if query.snippets {
                snippet(&section.body, section.language, &plan.marks, &mut analyzer)
            } else {
                Snippet::default()
            };
            shown.push(self.hit((query.page.offset + n) as u64 + 1, ranked.score, section, passage));
        }
        let mut hints = plan.hints;
        if plan.unsearchable {
            hints.push(format!("nothing in “{}” can be searched: it has no letters or digits", query.text.trim()));
        } else if found.relaxed && total > 0 {
            hints.push("no section has all these words; these have most of them".to_owned());
        }
        let [roles, sections, tags] = selection.values;
        Ok(SearchResults {
            version: JSON_VERSION,
            query: QueryEcho {
                text: query.text.clone(),
                roles,
                sections,
                tags,
                corrected: None,
                expanded: plan.expanded,
            },
            total,
            total_guides,
            hits: shown,
            facets: counts,
            facets_more,
            suggestions: Vec::new(),
            took_ms: (started.elapsed().as_secs_f64() * 100_000.0).round() / 100.0,
            hints,
        })
    }

    /// The section with this id, or with the only id that ends so.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none, with the nearest id; [`Error::User`] where several end so.
    pub fn section(&self, id: &str) -> Result<StoredSection> {
        if let Some(address) = self.find_id(id)? {
            return self.stored(address);
        }
        let mut ends: Vec<String> = Vec::new();
        let ids = lookup::values(&self.searcher, self.fields.id)?;
        for known in ids.iter().filter(|known| known.ends_with(id)) {
            if self.find_id(known)?.is_some() {
                ends.push(known.clone());
            }
        }
        // `skills` means `…#skills` before it means `…#soft-skills`.
        let whole: Vec<&String> =
            ends.iter().filter(|known| known[..known.len() - id.len()].ends_with(['#', '/', ':'])).collect();
        let chosen = if whole.is_empty() { ends.iter().collect() } else { whole };
        match chosen.as_slice() {
            [only] => match self.find_id(only)? {
                Some(address) => self.stored(address),
                None => Err(lookup::unknown("section with the id", id, &ids)),
            },
            [] => Err(lookup::unknown("section with the id", id, &ids).with_hint(nearest_id(id, &ids))),
            several => {
                let listed = several.iter().take(5).map(|id| String::as_str(id)).collect::<Vec<_>>().join(", ");
                let more = if several.len() > 5 { ", …" } else { "" };
                Err(Error::user(format!("{} sections have an id that ends in `{id}`", several.len()))
                    .with_hint(format!("say which: {listed}{more}")))
            }
        }
    }

    /// The source file of a guide as it is on this machine.
    pub fn file(&self, key: &str) -> PathBuf {
        self.record.file(key)
    }

    fn find_id(&self, id: &str) -> Result<Option<DocAddress>> {
        let term = Term::from_field_text(self.fields.id, id);
        for (n, reader) in self.searcher.segment_readers().iter().enumerate() {
            let inverted = reader.inverted_index(self.fields.id).map_err(unreadable)?;
            let postings = inverted.read_postings(&term, tantivy::schema::IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(|error| unreadable(error.into()))? else { continue };
            while postings.doc() != TERMINATED {
                if !reader.is_deleted(postings.doc()) {
                    return Ok(Some(DocAddress::new(n as u32, postings.doc())));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    fn stored(&self, address: DocAddress) -> Result<StoredSection> {
        self.section_of(&self.searcher.doc(address).map_err(unreadable)?)
    }

    /// The section kept in a document.
    pub(super) fn section_of(&self, document: &TantivyDocument) -> Result<StoredSection> {
        let bytes = document.get_first(self.fields.stored).and_then(|value| value.as_bytes());
        StoredSection::from_bytes(bytes.unwrap_or_default())
    }

    fn hit(&self, rank: u64, score: f32, section: StoredSection, snippet: Snippet) -> Hit {
        Hit {
            rank,
            score,
            snippet,
            path: self.record.shown_path(&section.key),
            id: section.id,
            key: section.key,
            guide: section.guide,
            title: section.title,
            breadcrumb: section.breadcrumb,
            roles: section.roles.into_iter().collect(),
            section: section.section,
            tags: section.tags,
            lines: section.lines,
            also: Vec::new(),
        }
    }
}

fn nearest_id(id: &str, ids: &[String]) -> String {
    match lookup::nearest(id, ids) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`kb search` gives the ids of what it finds".to_owned(),
    }
}

fn no_index(path: &Path) -> Error {
    Error::user(format!("there is no index in {}", path.display())).with_hint("run `kb index PATH` to build one")
}

fn open_generation(generation: &Path) -> Result<Engine> {
    let directory = MmapDirectory::open(generation).map_err(|error| unreadable(error.into()))?;
    let index = Index::open(ReadOnlyDirectory(directory)).map_err(unreadable)?;
    let state = read_state(&index)?;
    if state.schema != schema::VERSION || state.analysis != analysis::VERSION {
        return Err(Error::user(format!("the index in {} was made by another version of kb", generation.display()))
            .with_hint("run `kb index` to build it anew"));
    }
    let record = state.read_record(generation)?;
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(unreadable)?;
    Ok(Engine {
        generation: generation.to_owned(),
        searcher: reader.searcher(),
        fields: schema::schema().1,
        state,
        record,
    })
}

/// The payload of the last commit.
pub(super) fn read_state(index: &Index) -> Result<CommitState> {
    let payload = index.load_metas().map_err(unreadable)?.payload.unwrap_or_default();
    serde_json::from_str(&payload)
        .map_err(|_| Error::user("the index is incomplete: its last commit has no description"))
        .map_err(|error| error.with_hint("run `kb index --rebuild` to build it anew"))
}
