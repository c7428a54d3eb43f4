//! `kb similar`: sections like a section.

use std::sync::{Arc, Mutex, Weak};

use serde_json::{Value, json};

use crate::harness::{Kb, ids, shared};

const BACKUPS: &str = "---\nrole: platform\ntags: [data]\n---\n# Backups\n\nThe team and its service, at work.\n\n\
    ## Nightly dump\n\nThe team dumps the ledger database at night, encrypts the archive and ships it to a vault \
    overseas. The service sleeps meanwhile.\n\n\
    ## Lunch\n\nThe team of the service eats soup at noon.\n\n\
    ## Retention\n\nThe service keeps an encrypted archive in the vault for ninety days, says the team.\n";
const LEDGER: &str = "---\nrole: infrastructure\n---\n# Ledger\n\nA service of the team.\n\n\
    ## Dump of the ledger\n\nEach night the team dumps the ledger database, encrypts the archive and ships it overseas \
    to the vault of the service.\n\n\
    ## Pay\n\nThe team of the service is paid.\n\n\
    ## Bookkeeping\n\nThe team books every coin in the database each night, and the service sums them up. Nobody at the \
    service writes off a coin without a second signature, and the team hands over its books in spring.\n";
/// Has a section of the first guide and one of the second as they are.
const COPIES: &str = "# Copies\n\nWhat the team has copied for the service.\n\n\
    ## Nightly dump\n\nThe team dumps the ledger database at night, encrypts the archive and ships it to a vault \
    overseas. The service sleeps meanwhile.\n\n\
    ## Dump of the ledger\n\nEach night the team dumps the ledger database, encrypts the archive and ships it overseas \
    to the vault of the service.\n";

fn kb() -> Kb {
    Kb::with_roles()
        .file("corpus/backups.md", BACKUPS)
        .file("corpus/ledger.md", LEDGER)
        .file("corpus/more/copies.md", COPIES)
}

fn guides() -> Arc<Kb> {
    static SHARED: Mutex<Weak<Kb>> = Mutex::new(Weak::new());
    shared(&SHARED, kb)
}

fn similar(kb: &Kb, arguments: &[&str]) -> Value {
    kb.run(["similar", "--format", "json"].iter().chain(arguments)).found().json()
}

#[test]
fn the_near_duplicate_is_first_and_common_words_make_nothing_alike() {
    let found = similar(&guides(), &["backups.md#nightly-dump"]);
    assert_eq!(ids(&found), ["ledger.md#dump-of-the-ledger", "backups.md#retention", "ledger.md#bookkeeping"]);
    let scores: Vec<f64> = found["hits"].as_array().unwrap().iter().map(|hit| hit["score"].as_f64().unwrap()).collect();
    assert!(scores[0] > 0.6 && scores[0] < 1.0 && scores[0] > 2.0 * scores[1] && scores[2] >= 0.1, "{scores:?}");
}

#[test]
fn identical_passages_are_no_hits_of_their_own() {
    let found = similar(&guides(), &["backups.md#nightly-dump"]);
    assert_eq!(found["also"], json!(["more/copies.md#nightly-dump"]));
    assert_eq!(found["hits"][0]["also"], json!(["more/copies.md#dump-of-the-ledger"]));
    assert_eq!(found["total"], 4, "the folded one counts");
    // Asked the other way round, each pair stands for the same.
    let found = similar(&guides(), &["copies.md#dump-of-the-ledger"]);
    assert_eq!(found["query"]["id"], "more/copies.md#dump-of-the-ledger");
    assert_eq!(found["also"], json!(["ledger.md#dump-of-the-ledger"]));
    assert_eq!(ids(&found)[0], "backups.md#nightly-dump");
}

#[test]
fn the_json_has_its_shape() {
    let mut found = similar(&guides(), &["backups.md#nightly-dump", "--role", "Platform engineer", "-n", "1"]);
    assert!(found["took_ms"].as_f64().unwrap() >= 0.0);
    found["took_ms"] = json!(0);
    let hit = &mut found["hits"][0];
    assert!(hit["score"].is_number());
    hit["score"] = json!(0);
    let words = found["query"]["words"].clone();
    for word in ["dump", "night", "database", "archive", "vault"] {
        let known = |known: &Value| known.as_str().unwrap().to_lowercase().starts_with(word);
        assert!(words.as_array().unwrap().iter().any(known), "no {word} in {words}");
    }
    for word in ["team", "service", "the"] {
        assert!(!words.as_array().unwrap().contains(&json!(word)), "{word} in {words}");
    }
    assert_eq!(
        found,
        json!({
            "version": 1,
            "query": {
                "id": "backups.md#nightly-dump",
                "breadcrumb": ["Backups", "Nightly dump"],
                "roles": ["platform"],
                "sections": [],
                "corpora": [],
                "words": words,
            },
            "total": 1,
            "hits": [{
                "rank": 1,
                "score": 0,
                "id": "backups.md#retention",
                "guide": "Backups",
                "title": "Retention",
                "breadcrumb": ["Backups", "Retention"],
                "roles": ["platform"],
                "section": "retention",
                "tags": ["data"],
                "corpus": "corpus",
                "path": "corpus/backups.md",
                "lines": [17, 19],
                "words": ["archive", "encrypts", "vault"],
                "also": [],
            }],
            "also": [],
            "took_ms": 0,
        })
    );
}

#[test]
fn filters_narrow_and_never_change_a_score() {
    let kb = guides();
    let all = similar(&kb, &["backups.md#nightly-dump"]);
    let some = similar(&kb, &["backups.md#nightly-dump", "--role", "infrastructure"]);
    assert_eq!(ids(&some), ["ledger.md#dump-of-the-ledger", "ledger.md#bookkeeping"]);
    assert_eq!(some["hits"][0]["score"], all["hits"][0]["score"]);
    assert_eq!((&some["hits"][0]["also"], &some["also"]), (&json!([]), &json!([])), "copies are filtered, too");
    let section = ["backups.md#nightly-dump", "--section", "bookkeeping", "--section", "retention"];
    assert_eq!(ids(&similar(&kb, &section)), ["backups.md#retention", "ledger.md#bookkeeping"]);
    let unknown = ["similar", "backups.md#nightly-dump", "--role"];
    kb.run(unknown.iter().chain(&["infrastructur"])).status(1).says("did you mean `infrastructure`?");
    kb.run(["similar", "backups.md#nightly-dump", "--section", "retension"])
        .status(1)
        .says("kb: no section `retension`")
        .says("did you mean `retention`?");
}

#[test]
fn exit_codes_tell_what_went_wrong() {
    let kb = guides();
    let answer = kb.run(["similar", "lunch", "--format", "json"]).status(1).says("hint: no ");
    assert_eq!(answer.json()["hits"], json!([]));
    kb.run(["similar", "backups.md#nightly-dump", "--section", "lunch"])
        .status(1)
        .says("try without --role, --section and --corpus");
    kb.run(["similar", "nightli-dump"]).status(1).says("did you mean `");
    kb.run(["similar", "dump-of-the-ledger"]).status(2).says("say which: ledger.md#dump-of-the-ledger, more/copies.md");
    kb.run(["similar"]).status(2);
    // Nothing but a copy is still something.
    let copy = ["similar", "backups.md#nightly-dump", "--section", "nightly-dump", "--format", "json"];
    let copy = kb.run(copy).found().json();
    assert_eq!((copy["total"].clone(), copy["also"].clone()), (json!(0), json!(["more/copies.md#nightly-dump"])));
}

#[test]
fn every_format_has_them() {
    let kb = guides();
    let run = |format: &str| kb.run(["similar", "backups.md#nightly-dump", "--format", format]).found().stdout;
    let csv = run("csv");
    assert!(
        csv.starts_with("rank,score,id,guide,title,roles,section,tags,path,first_line,last_line,words,corpus\n1,0."),
        "{csv}"
    );
    assert!(
        csv.contains(",Retention,platform,retention,data,corpus/backups.md,17,19,archive;encrypts;vault,corpus\n"),
        "{csv}"
    );
    assert_eq!(run("tsv").lines().count(), 4);
    let lines: Vec<Value> = run("jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(json!(lines), similar(&kb, &["backups.md#nightly-dump"])["hits"]);
    assert_eq!(run("paths"), "corpus/ledger.md\ncorpus/backups.md\n");
    assert!(run("vimgrep").contains("corpus/backups.md:17:1:Retention — archive, encrypts, vault\n"));
    assert!(run("markdown").contains("| Backups › Retention"), "{}", run("markdown"));
}

#[test]
fn a_narrow_terminal_shows_the_same() {
    let kb = guides();
    for columns in ["44", "72", "100", "160"] {
        let mut command = kb.command(["similar", "backups.md#nightly-dump"]);
        let output = command.env("COLUMNS", columns).output().unwrap();
        let table = String::from_utf8(output.stdout).unwrap();
        assert!(table.lines().all(|line| line.chars().count() <= columns.parse().unwrap()), "{table}");
        let words: Vec<&str> = table.split_whitespace().collect();
        for word in ["Retention", "vault", "platform", "4", "sections", "same"] {
            assert!(words.iter().any(|shown| shown.trim_matches(',') == word), "no {word} at {columns}: {table}");
        }
    }
}

#[test]
fn a_deleted_guide_is_no_longer_like_anything() {
    let kb = kb().indexed();
    std::fs::remove_file(kb.path("corpus/ledger.md")).unwrap();
    std::fs::remove_file(kb.path("corpus/more/copies.md")).unwrap();
    kb.write("corpus/cellar.md", "# Cellar\n\n## Vault\n\nA vault for the encrypted archive of the ledger.\n");
    kb.index();
    let found = similar(&kb, &["backups.md#nightly-dump"]);
    assert_eq!(ids(&found), ["cellar.md#vault", "backups.md#retention"]);
    assert_eq!(found["also"], json!([]));
}
