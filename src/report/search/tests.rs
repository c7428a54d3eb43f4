use unicode_width::UnicodeWidthStr;

use crate::error::Error;
use crate::guide::SectionId;
use crate::report::table::without_codes;
use crate::report::{Format, Style, render, sanitize};
use crate::results::{
    Expansion, FacetCount, FacetCounts, FacetsMore, Hit, JSON_VERSION, QueryEcho, SearchResults, Snippet,
};

const ALL: [Format; 8] = [
    Format::Table,
    Format::Json,
    Format::Jsonl,
    Format::Csv,
    Format::Tsv,
    Format::Markdown,
    Format::Paths,
    Format::Vimgrep,
];

fn hit(rank: u64, path: &str, breadcrumb: &[&str], section: &str, text: &str, matched: &str) -> Hit {
    let title = breadcrumb.last().copied().unwrap_or_default();
    let highlights = text.match_indices(matched).map(|(at, word)| at..at + word.len()).collect();
    Hit {
        rank,
        score: 12.31 / rank as f32,
        id: SectionId(format!("{path}#{}", crate::guide::slug(title))),
        key: path.to_owned(),
        guide: breadcrumb.first().copied().unwrap_or_default().to_owned(),
        title: title.to_owned(),
        breadcrumb: breadcrumb.iter().map(|&title| title.to_owned()).collect(),
        roles: vec!["platform".to_owned()],
        section: section.to_owned(),
        tags: vec![],
        corpus: "corpus".to_owned(),
        date: "2026-01-31T10:30:00Z".to_owned(),
        path: format!("corpus/{path}"),
        lines: [41, 58].into(),
        unit: Default::default(),
        snippet: Snippet { text: text.to_owned(), highlights },
        also: vec![],
        also_more: 0,
        explanation: None,
        citation: None,
    }
}

fn counts(values: &[(&str, u64, bool)]) -> Vec<FacetCount> {
    values.iter().map(|&(value, count, selected)| FacetCount { value: value.to_owned(), count, selected }).collect()
}

fn sample() -> SearchResults {
    let mut second = hit(
        2,
        "infrastructure-manager.md",
        &["Infrastructure Manager", "Responsibilities", "Automation"],
        "responsibilities",
        "Owns the estate of servers and the code that describes it: every change goes through infrastructure as code and is reviewed.",
        "infrastructure as code",
    );
    second.roles = vec!["infrastructure".into(), "platform".into()];
    second.tags = vec!["cloud".into(), "automation".into()];
    second.also = vec![SectionId("archive/infrastructure-manager-2023.md#automation".into())];
    SearchResults {
        version: JSON_VERSION,
        query: QueryEcho {
            text: "IaC".into(),
            roles: vec!["platform".into()],
            expanded: vec![Expansion {
                term: "IaC".into(),
                to: vec!["infrastructure as code".into()],
                source: "synonym".into(),
                place: "kb.toml".into(),
            }],
            ..QueryEcho::default()
        },
        total: 7,
        total_guides: None,
        hits: vec![
            hit(
                1,
                "platform-engineering-manager.md",
                &["Platform Engineering Manager", "Skills", "Technical skills"],
                "skills/technical",
                "… reads and reviews IaC written in Terraform or Pulumi, knows when a module should become a product, and can say what IaC does not solve: ownership, naming, and the cost of drift …",
                "IaC",
            ),
            second,
            hit(
                3,
                "platform-engineering-manager.md",
                &["Platform Engineering Manager", "Interview questions"],
                "interview",
                "How would you introduce IaC in a team that has never used it?",
                "IaC",
            ),
        ],
        facets: FacetCounts {
            role: counts(&[("platform", 7, true), ("infrastructure", 4, false), ("sre", 2, false)]),
            section: counts(&[
                ("skills", 3, false),
                ("skills/technical", 2, false),
                ("responsibilities", 2, false),
                ("interview", 1, false),
                ("skills/soft", 1, false),
            ]),
            tag: counts(&[("cloud", 3, false), ("automation", 2, false)]),
            corpus: counts(&[("corpus", 7, false)]),
        },
        facets_more: FacetsMore { tag: 12, ..FacetsMore::default() },
        suggestions: vec![],
        instead: vec![],
        took_ms: 0.42,
        several_corpora: false,
        dated: false,
        hints: vec![],
    }
}

/// Text that guides may hold and that must not reach a terminal, or that is hard to lay out.
const HOSTILE: [&str; 24] = [
    "\x1b[31mred\x1b[0m",
    "\x1b]0;new title\x07",
    "\x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\",
    "\x1b[2J\x1b[H",
    "\x1bP1;1|17/ab\x1b\\",
    "\x1b[6n\x1b[c",
    "\u{9b}31mred",
    "\u{9d}0;title\u{9c}",
    "a\rb\r\nc\nd\te",
    "back\u{8}\u{8}space\u{7f}",
    "nul\0bell\x07vt\x0bff\x0c",
    "\u{202e}desrever\u{202c}",
    "\u{2066}isolate\u{2067}\u{2069}",
    "\u{61c}\u{200e}\u{200f}",
    "zero\u{200b}width\u{2060}\u{feff}",
    "tag\u{e0001}\u{e0041}\u{e007f}",
    "line\u{2028}paragraph\u{2029}",
    "nel\u{85}",
    "selectors\u{fe01}\u{e0100}\u{e0101}",
    "自己紹介とプラットフォームエンジニアリングの責任者に必要な技術的スキルについての説明",
    "👩‍💻👨‍👩‍👧‍👦🏳️‍🌈☁️ 1️⃣ 🇨🇭🇩🇪 👍🏽",
    "مرحبا بالعالم שלום עולם",
    "**bold** <script>alert(1)</script> | [x](y) `code` \"quoted\", comma",
    "",
];

fn hostile(text: &str) -> SearchResults {
    let mut results = sample();
    let long = text.to_owned() + &"x".repeat(300);
    results.query.text = text.to_owned();
    results.query.corrected = Some(text.to_owned());
    results.query.expanded[0].to = vec![text.to_owned(), long.clone()];
    results.facets.tag = counts(&[(text, 3, true), (&long, 2, false)]);
    results.facets.corpus = counts(&[(text, 3, true), (&long, 2, false)]);
    results.query.corpora = vec![text.to_owned()];
    (results.several_corpora, results.dated) = (true, true);
    results.facets.section = counts(&[(&long, 3, false), (&format!("{long}/{text}"), 2, true)]);
    for (at, hit) in results.hits.iter_mut().enumerate() {
        hit.title = text.to_owned();
        hit.guide = text.to_owned();
        hit.breadcrumb = vec![text.to_owned(); 3];
        hit.roles = vec![text.to_owned(), "platform".to_owned()];
        hit.section = text.to_owned();
        hit.corpus = text.to_owned();
        hit.tags = vec![text.to_owned(), long.clone()];
        hit.id = SectionId(if at == 0 { long.clone() } else { text.to_owned() });
        hit.snippet =
            Snippet { text: format!("{long} {text}"), highlights: vec![0..3, 2..9, 5000..6000, 301..usize::MAX] };
    }
    results
}

fn rendered(results: &SearchResults, format: Format, style: Style) -> String {
    let mut out = Vec::new();
    render(results, format, &style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn no_line_is_wider_than_the_page() {
    for width in [40, 60, 80, 100, 120, 139, 140, 160, 200] {
        for results in std::iter::once(sample()).chain(HOSTILE.map(hostile)) {
            let plain = rendered(&results, Format::Table, Style::plain(width));
            let colored = rendered(&results, Format::Table, Style { color: true, ..Style::plain(width) });
            for line in plain.lines() {
                assert!(line.width() <= usize::from(width), "{width}: {line:?} of {:?}", results.query.text);
            }
            assert_eq!(without_codes(&colored), plain, "colour changes nothing but colour");
        }
    }
}

#[test]
fn nothing_that_steers_or_deceives_is_in_any_output() {
    for text in HOSTILE {
        for format in ALL {
            for color in [false, true] {
                let written = rendered(&hostile(text), format, Style { color, terminal: true, ..Style::plain(80) });
                let written = if format == Format::Table && color { without_codes(&written) } else { written };
                let tab = |c| format == Format::Tsv && c == '\t';
                let odd = written.chars().find(|c| sanitize::is_unsafe(*c) && *c != '\n' && !tab(*c));
                assert_eq!(odd, None, "{text:?} as {format:?}: {written}");
            }
        }
    }
}

#[test]
fn json_gives_back_the_same_values() {
    for text in HOSTILE {
        let results = hostile(text);
        let whole: serde_json::Value =
            serde_json::from_str(&rendered(&results, Format::Json, Style::plain(80))).unwrap();
        let usual: serde_json::Value = serde_json::from_str(&serde_json::to_string(&results).unwrap()).unwrap();
        assert!(whole == usual, "{text:?}");
        let lines = rendered(&results, Format::Jsonl, Style::plain(80));
        let hits: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(serde_json::Value::from(hits) == whole["hits"], "{text:?}");
    }
}

#[test]
fn scripts_get_records_and_places() {
    let csv = rendered(&sample(), Format::Csv, Style::plain(80));
    let mut lines = csv.lines();
    assert_eq!(
        lines.next().unwrap(),
        "rank,score,id,guide,title,roles,section,tags,path,first_line,last_line,snippet,corpus,date"
    );
    assert!(lines.nth(1).unwrap().starts_with(
        "2,6.155,infrastructure-manager.md#automation,Infrastructure Manager,Automation,infrastructure;platform,\
         responsibilities,cloud;automation,corpus/infrastructure-manager.md,41,58,"
    ));
    assert_eq!(
        rendered(&sample(), Format::Paths, Style::plain(80)),
        "corpus/platform-engineering-manager.md\ncorpus/infrastructure-manager.md\n"
    );
    assert!(rendered(&sample(), Format::Vimgrep, Style::plain(80)).ends_with(
        "corpus/platform-engineering-manager.md:41:1:Interview questions — How would you introduce IaC in a team that \
         has never used it?\n"
    ));
}

#[test]
fn nothing_found_is_one_line_and_no_records() {
    let mut results = sample();
    (results.total, results.hits) = (0, vec![]);
    results.query.expanded.clear();
    let written = |format| rendered(&results, format, Style::plain(80));
    assert_eq!(written(Format::Table), "nothing found in 0.4 ms · “IaC” · role: platform\n");
    assert_eq!(written(Format::Markdown), "**nothing found** · “IaC” · role: platform\n");
    assert_eq!(written(Format::Csv).lines().count(), 1);
    for format in [Format::Jsonl, Format::Paths, Format::Vimgrep] {
        assert_eq!(written(format), "");
    }
}

#[test]
fn facets_show_the_tree_the_selection_and_the_rest() {
    let table = rendered(&sample(), Format::Table, Style::plain(60));
    for part in ["● platform", "  infrastructure", "skills ", "  technical", "… 12 more"] {
        assert!(table.contains(part), "{part}: {table}");
    }
    let at = |part: &str| table.rfind(part).unwrap();
    assert!(at("  technical") < at("  soft") && at("  soft") < at("responsibilities"), "children follow their parent");
}

#[test]
fn corpora_are_shown_where_there_are_several_and_dates_where_they_were_asked_for() {
    let mut results = sample();
    for format in [Format::Table, Format::Markdown] {
        let written = rendered(&results, format, Style::plain(100));
        assert!(!written.contains("Corpus") && !written.contains("2026-01-31"), "{written}");
    }
    (results.several_corpora, results.dated) = (true, true);
    results.query.corpora = vec!["handbook".to_owned()];
    results.query.since = Some("2026-01-01T00:00:00Z".to_owned());
    results.query.until = Some("2026-02-28T11:00:00Z".to_owned());
    let table = rendered(&results, Format::Table, Style::plain(100));
    for part in [
        "corpus: handbook · since 2026-01-01 · until",
        "2026-02-28T11:00:00Z",
        ".md:41-58 · 2026-01-31",
        "Corpus",
        "corpus  7",
    ] {
        assert!(table.contains(part), "no {part} in {table}");
    }
    let markdown = rendered(&results, Format::Markdown, Style::plain(80));
    for part in ["Corpus", "`, 2026-01-31)"] {
        assert!(markdown.contains(part), "no {part} in {markdown}");
    }
}

#[test]
fn markdown_names_whole_facets_and_quotes_with_matches_in_bold() {
    let markdown = rendered(&sample(), Format::Markdown, Style::plain(80));
    assert!(markdown.contains("| skills/technical | 2 |"), "{markdown}");
    assert!(markdown.contains(
        "3. **Interview questions** — Platform Engineering Manager (`corpus/platform-engineering-manager.md:41-58`)\n\n   \
         > How would you introduce **IaC** in a team"
    ));
}

#[test]
fn narrow_pages_show_labels_below_the_passage_and_no_score() {
    let wide = rendered(&sample(), Format::Table, Style::plain(100));
    assert!(wide.contains("Score") && wide.contains("12.31") && wide.contains("Role · facet"));
    let narrow = rendered(&sample(), Format::Table, Style::plain(60));
    assert!(!narrow.contains("Score") && narrow.contains("\n   platform · skills/technical\n"), "{narrow}");
}

#[test]
fn matches_are_coloured_only_where_colour_is_wanted() {
    let colored = rendered(&sample(), Format::Table, Style { color: true, ..Style::plain(100) });
    assert!(colored.contains("reviews \x1b[1;31mIaC\x1b[0m written"), "{colored}");
    assert!(!rendered(&sample(), Format::Table, Style::plain(100)).contains('\x1b'));
}

#[test]
fn a_reader_that_went_away_is_a_closed_pipe() {
    struct Gone;
    impl std::io::Write for Gone {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for format in ALL {
        let error = render(&sample(), format, &Style::plain(80), &mut Gone).unwrap_err();
        assert!(matches!(error, Error::ClosedPipe), "{format:?}: {error}");
    }
}

#[test]
#[ignore = "prints samples for the eye"]
fn show() {
    let width = std::env::var("COLUMNS").map_or(100, |columns| columns.parse().unwrap());
    for format in ALL {
        println!(
            "{}",
            rendered(&sample(), format, Style { color: std::env::var_os("COLOR").is_some(), ..Style::plain(width) })
        );
        if format == Format::Table && std::env::var_os("ALL").is_none() {
            break;
        }
    }
}
