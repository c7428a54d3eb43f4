//! Queries made by chance: no panic, no answer that contradicts itself, none that takes long.
//!
//! `KB_SOAK_QUERIES` sets how many (6,000 by default, 40,000 in CI), `KB_SOAK_SEED` the seed.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use kb::engine::{Engine, IndexFolder};
use kb::error::Error;
use kb::query::{self, DrillDown, Group, Page, Query, Sort};
use kb::report::{Format, Style, render};
use kb::results::{FacetCount, SearchResults};

use crate::chance::{Chance, count_from};
use crate::harness::Kb;

/// Guides in many scripts, with headings, tags, roles, acronyms and text that repeats.
const GUIDES: [(&str, &str); 9] = [
    (
        "infra/iac.md",
        "---\nrole: platform\ntags: [terraform, ops/cloud]\n---\n# Infrastructure as code (IaC)\n\nInfrastructure as code \
         (IaC) keeps servers in git. The platform engineer owns it.\n\n## Technical skills\n\nTerraform, C++, CI/CD, \
         node.js, v1.2.3 and `kubectl get pods -n web`. To be or not to be.\n\n## Pay\n\nThe salary is the wage.\n",
    ),
    (
        "infra/dr.md",
        "---\nrole: infrastructure\ntags: [ops]\n---\n# Disaster recovery\n\nBackups, restores, \"RPO\" and recovery time \
         objective (RTO).\n\n## Technical skills\n\nTerraform and backup. Backup, backup, backup.\n\n## Empty\n",
    ),
    (
        "de.md",
        "# Überblick\n\nDie Plattform für Größen, Straßenbahnhaltestelle und Datensicherung.\n\n## Äußeres\n\nSchön.\n",
    ),
    ("ja.md", "# 自己紹介\n\n私は技術者です。インフラの構築を担当しています。\n\n## カタカナ\n\nプラットフォーム\n"),
    ("ar.md", "# مقدمة\n\nالبنية التحتية كرمز، والنسخ الاحتياطي.\n"),
    ("ru.md", "# Введение\n\nИнфраструктура как код, резервные копии и платформа.\n"),
    ("hi.md", "# परिचय\n\nबुनियादी ढांचा कोड के रूप में क्‍ष।\n"),
    ("th.md", "# บทนำ\n\nโครงสร้างพื้นฐานเป็นโค้ด 👩‍💻 ☁️ e\u{301}\u{327} ﬁn ſ İ ẞ\n"),
    (
        "many/long.md",
        "# Long\n\n## a\n\na b c d e f a b c d e f the of and in to the of and in to\n\n## b\n\na a a a b b b\n\n### c\n\n\
         x_y snake_case camelCase getUserName HTTPServer std::vec::Vec a/b/c.rs user@example.org 10.0.0.1\n",
    ),
];

/// Words that the guides have, or nearly.
const WORDS: [&str; 40] = [
    "infrastructure",
    "code",
    "IaC",
    "iac",
    "RTO",
    "terraform",
    "backup",
    "backups",
    "the",
    "of",
    "to",
    "be",
    "or",
    "not",
    "platform",
    "engineer",
    "salary",
    "wage",
    "skills",
    "technical",
    "Größe",
    "Straße",
    "自己",
    "技術者",
    "プラット",
    "البنية",
    "копии",
    "कोड",
    "โค้ด",
    "👩‍💻",
    "C++",
    "CI/CD",
    "node.js",
    "v1.2.3",
    "camelCase",
    "snake_case",
    "10.0.0.1",
    "a",
    "b",
    "user@example.org",
];

/// Pieces that mean something to the parser, or nearly.
const OPERATORS: [&str; 38] = [
    "(",
    ")",
    "((",
    "))",
    "\"",
    "“",
    "”",
    "„",
    "'",
    "~",
    "~3",
    "~99999999999",
    "*",
    "**",
    "a*",
    "OR",
    "AND",
    "NOT",
    "||",
    "&&",
    "-",
    "--",
    "+",
    ":",
    "title:",
    "role:",
    "section:",
    "tag:",
    "corpus:",
    "guide:",
    "path:",
    "TITLE:",
    "role:\"",
    "-(",
    "NOT (",
    "\\",
    "/",
    "^",
];

/// Values of facets, those of the guides and others.
const VALUES: [&str; 12] = [
    "platform",
    "infrastructure",
    "skills",
    "skills/technical",
    "ops",
    "ops/cloud",
    "terraform",
    "corpus",
    "infra/iac.md",
    "de.md",
    "/",
    "no such value",
];

/// What else may stand anywhere: white space, control characters, marks, ends of Unicode.
const ODD: [char; 30] = [
    ' ',
    ' ',
    '\t',
    '\n',
    '\r',
    '\0',
    '\u{1b}',
    '\u{7f}',
    '\u{85}',
    '\u{9b}',
    '\u{a0}',
    '\u{ad}',
    '\u{300}',
    '\u{34f}',
    '\u{200b}',
    '\u{200d}',
    '\u{202e}',
    '\u{2028}',
    '\u{2066}',
    '\u{3000}',
    '\u{fe0f}',
    '\u{feff}',
    '\u{fffd}',
    '\u{ffff}',
    '\u{e0041}',
    '\u{10ffff}',
    'İ',
    'ﬃ',
    '𝔘',
    '٣',
];

/// One piece of a query.
fn piece(chance: &mut Chance, out: &mut String) {
    match chance.below(12) {
        0..=3 => out.push_str(chance.pick::<&str>(&WORDS)),
        4 | 5 => out.push_str(chance.pick::<&str>(&OPERATORS)),
        6 => out.push_str(&slip(chance)),
        7 => out.push(*chance.pick(&ODD)),
        8 => out.extend((0..chance.below(6)).map(|_| character(chance))),
        9 => out.push_str(&chance.next().to_string()[..chance.below(12) + 1]),
        10 => {
            let quoted: Vec<&str> = (0..chance.below(5)).map(|_| *chance.pick(&WORDS)).collect();
            out.push_str(&format!("\"{}\"~{}", quoted.join(" "), chance.below(120)));
        }
        _ => out.push_str(&format!("{}{}", chance.pick(&OPERATORS), chance.pick(&VALUES))),
    }
}

/// A word with a slip of the finger in it, or a beginning of it.
fn slip(chance: &mut Chance) -> String {
    let mut letters: Vec<char> = chance.pick(&WORDS).chars().collect();
    let at = chance.below(letters.len());
    match chance.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, character(chance)),
        2 => letters[at] = 'e',
        _ => {
            letters.truncate(at + 1);
            letters.push('*');
        }
    }
    letters.into_iter().collect()
}

/// Any character of Unicode, most from the parts that are in use.
fn character(chance: &mut Chance) -> char {
    let end = *chance.pick(&[0x80, 0x250, 0x3000, 0x1_0000, 0x2_0000, 0x11_0000]);
    char::from_u32(chance.below(end) as u32).unwrap_or('\u{fffd}')
}

/// A query text: most are short, some are one piece again and again, up to beyond what is allowed.
fn text(chance: &mut Chance) -> String {
    let mut text = String::new();
    if chance.once_in(50) {
        let mut part = String::new();
        (0..=chance.below(3)).for_each(|_| piece(chance, &mut part));
        let times = chance.below(300);
        (0..times).for_each(|_| {
            text.push_str(&part);
            text.push_str(if part.len().is_multiple_of(2) { " " } else { "" });
        });
    }
    let most = if chance.once_in(30) { 60 } else { 9 };
    for _ in 0..chance.below(most) {
        piece(chance, &mut text);
        if !chance.once_in(4) {
            text.push(' ');
        }
    }
    text
}

/// A request with flags of all sorts.
fn request(chance: &mut Chance) -> Option<Query> {
    let text = text(chance);
    let expr = if chance.once_in(20) { query::plain(&text) } else { query::parse(&text) }.ok()?;
    // Mostly values that there are: an answer tells more than a refusal.
    let some = |chance: &mut Chance, known: &[&str]| -> Vec<String> {
        let values = if chance.once_in(20) { &VALUES } else { known };
        let count = if chance.once_in(5) { 1 + chance.below(2) } else { 0 };
        (0..count).map(|_| (*chance.pick(values)).to_owned()).collect()
    };
    let mut drill_down = DrillDown {
        roles: some(chance, &["platform", "infrastructure", "Platform Engineer"]),
        sections: some(chance, &["skills", "skills/technical", "pay"]),
        tags: some(chance, &["ops", "ops/cloud", "terraform"]),
        corpora: Vec::new(),
        guides: some(chance, &["infra/iac.md", "de.md", "Long", "dr"]),
        since: None,
        until: None,
    };
    if chance.once_in(10) {
        drill_down.corpora = vec!["corpus".to_owned()];
        drill_down.since = Some(chance.next() as i64 >> chance.below(60));
    }
    Some(Query {
        drill_down,
        page: Page { limit: *chance.pick(&[0, 1, 2, 10, 1000]), offset: *chance.pick(&[0, 0, 0, 1, 7, usize::MAX]) },
        sort: *chance.pick(&[Sort::Relevance, Sort::Relevance, Sort::Path, Sort::Date]),
        group: *chance.pick(&[Group::Section, Group::Section, Group::Guide]),
        any: chance.once_in(4),
        exact: chance.once_in(4),
        explain: chance.once_in(3),
        fold: !chance.once_in(5),
        facets: !chance.once_in(3),
        facet_limit: *chance.pick(&[0, 1, 10, 100]),
        ..Query::new(&text, expr)
    })
}

/// What an answer contradicts itself in; nothing where it is sound.
fn contradiction(query: &Query, results: &SearchResults) -> Option<String> {
    let hits = results.hits.len() as u64;
    let most = if query.group == Group::Guide { results.total_guides.unwrap_or(0) } else { results.total };
    if hits > most || query.page.limit > 0 && hits > query.page.limit as u64 {
        return Some(format!("{hits} hits of {most}"));
    }
    if query.page.offset == 0 && most > 0 && hits == 0 {
        return Some(format!("no hits of {most}"));
    }
    for hit in &results.hits {
        let (text, mut end) = (&hit.snippet.text, 0);
        for range in &hit.snippet.highlights {
            if range.start < end || range.start >= range.end || text.get(range.clone()).is_none() {
                return Some(format!("highlight {range:?} in {text:?}"));
            }
            end = range.end;
        }
        if !hit.score.is_finite() {
            return Some(format!("a score of {}", hit.score));
        }
        if let Some(parts) = &hit.explanation {
            let sum: f32 = parts.iter().map(|part| part.worth).sum();
            if (sum - hit.score).abs() > 0.001 * hit.score.abs().max(10.0) && hit.score != 0.0 {
                return Some(format!("parts add up to {sum} and not to {}: {parts:?}", hit.score));
            }
        }
    }
    let drilled = &query.drill_down;
    let counted = [
        (&results.facets.role, &drilled.roles),
        (&results.facets.section, &drilled.sections),
        (&results.facets.tag, &drilled.tags),
        (&results.facets.corpus, &drilled.corpora),
    ];
    for (counts, selected) in counted {
        // The counts of a facet leave its own selection aside.
        let beyond = |value: &&FacetCount| value.count > results.total || value.count == 0;
        if let Some(value) = counts.iter().find(beyond).filter(|_| selected.is_empty()) {
            return Some(format!("{value:?} of {}", results.total));
        }
    }
    None
}

/// Everything that is asked of one query; what is wrong, in words.
fn asked(engine: &Engine, query: &Query, chance: &mut Chance) -> Result<&'static str, String> {
    let results = match engine.search(query) {
        Ok(results) => results,
        Err(Error::NotFound { .. }) => return Ok("unknown value"),
        Err(error) => return Err(error.to_string()),
    };
    if let Some(what) = contradiction(query, &results) {
        return Err(what);
    }
    if chance.once_in(8) {
        let other = Query { facets: !query.facets, snippets: false, explain: false, ..query.clone() };
        let other = engine.search(&other).map_err(|error| error.to_string())?;
        if other.total != results.total {
            return Err(format!("{} with other facets, else {}", other.total, results.total));
        }
    }
    let formats = [Format::Table, Format::Json, Format::Jsonl, Format::Csv, Format::Tsv, Format::Markdown];
    let formats = formats.iter().chain(&[Format::Paths, Format::Vimgrep]).copied().collect::<Vec<_>>();
    let style = Style { color: chance.once_in(2), ..Style::plain(*chance.pick(&[1, 40, 80, 200])) };
    let mut out = Vec::new();
    render(&results, *chance.pick(&formats), &style, &mut out).map_err(|error| error.to_string())?;
    String::from_utf8(out).map_err(|error| error.to_string())?;
    Ok(if results.total > 0 { "found" } else { "nothing found" })
}

/// What all threads have seen.
#[derive(Default)]
struct Seen {
    outcomes: BTreeMap<&'static str, usize>,
    slowest: (Duration, String),
    faults: Vec<String>,
}

#[test]
fn queries_made_by_chance_are_answered_soundly_and_at_once() {
    let kb = Kb::with_roles();
    for (path, text) in GUIDES {
        kb.write(&format!("corpus/{path}"), text);
    }
    let kb = kb.indexed();
    let engine = Engine::open(&IndexFolder::new(kb.path("index"))).unwrap();
    let (count, seed) = (count_from("KB_SOAK_QUERIES", 6_000), count_from("KB_SOAK_SEED", 6) as u64);
    let (next, seen) = (AtomicUsize::new(0), Mutex::new(Seen::default()));
    let work = || {
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= count {
                break;
            }
            // Each has a seed of its own: it can be asked again alone.
            let mut chance = Chance::new(seed.wrapping_mul(1 << 32).wrapping_add(n as u64));
            let started = Instant::now();
            let query = catch_unwind(AssertUnwindSafe(|| request(&mut chance)));
            let outcome = match &query {
                Ok(None) => Ok("refused"),
                Ok(Some(query)) => catch_unwind(AssertUnwindSafe(|| asked(&engine, query, &mut chance)))
                    .unwrap_or_else(|_| Err("a panic".to_owned())),
                Err(_) => Err("a panic of the parser".to_owned()),
            };
            let took = started.elapsed();
            let text = || {
                query
                    .as_ref()
                    .ok()
                    .and_then(Option::as_ref)
                    .map_or_else(String::new, |query| query.text.chars().take(80).collect())
            };
            let mut seen = seen.lock().unwrap();
            match outcome {
                Ok(kind) => *seen.outcomes.entry(kind).or_default() += 1,
                Err(what) => seen.faults.push(format!("query {n} of seed {seed}, {:?}: {what}", text())),
            }
            if took > seen.slowest.0 {
                seen.slowest = (took, text());
            }
        }
    };
    let started = Instant::now();
    std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        (0..threads).for_each(|_| drop(scope.spawn(work)));
    });
    let Seen { outcomes, slowest, faults } = seen.into_inner().unwrap();
    println!("{count} queries of seed {seed} in {:?}: {outcomes:?}; the slowest took {slowest:?}", started.elapsed());
    assert!(faults.is_empty(), "{} faults: {:#?}", faults.len(), &faults[..faults.len().min(10)]);
    assert!(outcomes.get("found").is_some_and(|found| *found > count / 4), "{outcomes:?}");
    // A debug build on a busy machine is many times slower than the second that a release has.
    let most = if cfg!(debug_assertions) { 20 } else { 1 };
    assert!(slowest.0 < Duration::from_secs(most), "{slowest:?}");
}
