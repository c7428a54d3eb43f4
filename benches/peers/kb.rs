//! kb's side of the comparison with its peers, see docs/performance.md. `benches/peers/run.sh` starts it.
//!
//! ```text
//! peers sections INDEX FOLDER    writes the sections of an index as sections.tsv and sections.jsonl
//! peers search INDEX QUERIES     answers all queries each time a line on standard input names a way to answer
//! ```
//!
//! The protocol of all drivers: the way to answer comes in, one line a query goes out (nanoseconds, for `answers` the
//! total and the ids of the first ten), then an empty line. So the caller decides who measures next.

use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead as _, BufWriter, Write, stdin, stdout};
use std::path::Path;
use std::time::Instant;

use kb::engine::{Engine, IndexFolder, StoredSection};
use kb::query::{DrillDown, Query, Ranking, parse};
use serde_json::json;

/// What went wrong, for whoever reads the script's output.
type Outcome = Result<(), Box<dyn std::error::Error>>;

/// A line of the file of queries: class, operator, words, role (tab-separated; the role may be empty).
struct Asked {
    operator: String,
    words: String,
    role: Option<String>,
}

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["sections", index, folder, ..] => write_sections(&open(index)?, Path::new(folder)),
        ["search", index, queries, ..] => serve(&open(index)?, &std::fs::read_to_string(queries)?),
        // `cargo bench` and `cargo test --benches` come this way: there is nothing to measure without a corpus.
        _ => {
            println!("run benches/peers/run.sh FOLDER to compare kb with its peers");
            Ok(())
        }
    }
}

fn open(index: &str) -> Result<Engine, Box<dyn std::error::Error>> {
    let mut engine = Engine::open(&IndexFolder::new(index))?;
    engine.warm()?;
    Ok(engine)
}

/// The request for a query in one of the ways to answer.
fn request(asked: &Asked, way: &str) -> Result<Query, Box<dyn std::error::Error>> {
    let text = match asked.operator.as_str() {
        "or" => asked.words.replace(' ', " OR "),
        "phrase" => format!("\"{}\"", asked.words),
        _ => asked.words.clone(),
    };
    let drill_down = DrillDown { roles: asked.role.iter().cloned().collect(), ..DrillDown::default() };
    let full = Query { drill_down, facet_limit: 10, ..Query::new(&text, parse(&text)?) };
    Ok(match way {
        "full" => full,
        "one-pass" => Query { ranking: Ranking::one_pass(), ..full },
        "facets" => Query { ranking: Ranking::one_pass(), exact: true, snippets: false, ..full },
        "top" => Query { ranking: Ranking::one_pass(), exact: true, totals: false, facets: false, fold: false, ..full },
        "ids" => Query { ranking: Ranking::one_pass(), exact: true, snippets: false, facets: false, ..full },
        // What peers do, for comparing answers: BM25 alone, nothing folded.
        _ => Query { ranking: Ranking::bm25(), exact: true, snippets: false, facets: false, fold: false, ..full },
    })
}

fn serve(engine: &Engine, queries: &str) -> Outcome {
    let asked =
        queries.lines().map(asked).collect::<Option<Vec<Asked>>>().ok_or("a query has no class, operator, words")?;
    for way in stdin().lock().lines() {
        let way = way?;
        let requests = asked.iter().map(|asked| request(asked, &way)).collect::<Result<Vec<_>, _>>()?;
        let mut lines = String::new();
        for request in &requests {
            let started = Instant::now();
            if way == "top" {
                black_box(engine.find(black_box(request))?);
                lines += &format!("{}\n", started.elapsed().as_nanos());
                continue;
            }
            let results = engine.search(black_box(request))?;
            let took = started.elapsed().as_nanos();
            if way == "answers" {
                let ids: Vec<&str> = results.hits.iter().map(|hit| hit.id.0.as_str()).collect();
                lines += &format!("{}\t{}\n", results.total, ids.join("\t"));
            } else {
                lines += &format!("{took}\n");
            }
        }
        println!("{lines}");
        stdout().flush()?;
    }
    Ok(())
}

fn asked(line: &str) -> Option<Asked> {
    let mut fields = line.split('\t').skip(1).map(str::to_owned);
    let (operator, words) = (fields.next()?, fields.next()?);
    Some(Asked { operator, words, role: fields.next().filter(|role| !role.is_empty()) })
}

/// The sections as every peer gets them. Columns: id, roles, section facet with its parents (both comma-separated),
/// and one text of breadcrumb (whose last part is the heading) and body on one line.
fn write_sections(engine: &Engine, folder: &Path) -> Outcome {
    let create = |name: &str| File::create(folder.join(name)).map(BufWriter::new);
    let (mut table, mut lines) = (create("sections.tsv")?, create("sections.jsonl")?);
    for section in engine.sections()? {
        let id = section.id.0.as_str();
        let roles: Vec<&str> = section.roles.iter().map(String::as_str).collect();
        let facets = with_parents(&section.section);
        let text = one_line(&section);
        writeln!(table, "{id}\t{}\t{}\t{text}", roles.join(","), facets.join(","))?;
        writeln!(lines, "{}", json!({ "id": id, "role": roles, "section": facets, "text": text }))?;
    }
    table.flush()?;
    Ok(lines.flush()?)
}

/// `a/b/c` is `a`, `a/b` and `a/b/c`; nothing is nothing.
fn with_parents(path: &str) -> Vec<&str> {
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    ends.map(|end| &path[..end]).filter(|facet| !facet.is_empty()).collect()
}

fn one_line(section: &StoredSection) -> String {
    let parts = section.breadcrumb.iter().map(String::as_str).chain([section.body.as_str()]);
    parts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}
