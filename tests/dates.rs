//! The dates of guides: `--since`, `--until`, `--sort date`.

use std::fs::File;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::harness::{Kb, counts, hits, ids};

fn guide(front_matter: &str) -> String {
    format!("---\n{front_matter}\n---\n# Pay\n\nGranite wages.\n")
}

/// Guides of known dates, in shapes of their own.
fn guides() -> Kb {
    Kb::with_roles()
        .file("corpus/a.md", guide("date: 2026-01-31\nrole: platform"))
        .file("corpus/b.md", guide("updated: 2026-01-31T23:59:59Z\nrole: infrastructure"))
        .file("corpus/c.md", guide("lastUpdated: 2026-02-01T00:30:00+01:00"))
        .file("corpus/d.md", guide("last_modified_at: February 1, 2026\nrole: platform"))
        .file("corpus/e.md", guide("ms.date: 02/01/2025"))
        .file("corpus/f.md", guide("date: 2999-01"))
        .indexed()
}

fn names(results: &Value) -> String {
    ids(results).iter().map(|id| id.split('.').next().unwrap()).collect()
}

fn found(kb: &Kb, flags: &[&str]) -> String {
    names(&kb.search(["granite", "--sort", "path"].iter().chain(flags)))
}

#[test]
fn since_takes_what_is_of_that_second_or_later() {
    let kb = guides();
    for (when, expected) in [
        ("2026-01-31", "abcdf"),
        ("2026-01-31T00:00:01Z", "bcdf"),
        ("2026-01-31T23:30:00Z", "bcdf"),
        ("2026-01-31T23:30:01Z", "bdf"),
        ("2026-02-01T00:59:59+01:00", "bdf"),
        ("2026-02-01", "df"),
        ("2026-02", "df"),
        ("2026", "abcdf"),
        ("2025", "abcdef"),
        ("2999-01-02", ""),
    ] {
        assert_eq!(found(&kb, &["--since", when]), expected, "{when}");
    }
}

#[test]
fn until_takes_what_is_of_that_second_or_earlier() {
    let kb = guides();
    for (when, expected) in [
        ("2026-01-31", "abce"),
        ("2026-01-31T00:00:00Z", "ae"),
        ("2026-01-30", "e"),
        ("2026-01", "abce"),
        ("2026", "abcde"),
        ("2024", ""),
    ] {
        assert_eq!(found(&kb, &["--until", when]), expected, "{when}");
    }
    assert_eq!(found(&kb, &["--since", "2026-01-31", "--until", "2026-01-31"]), "abc");
    assert_eq!(found(&kb, &["--since", "2026-02", "--until", "2026-01"]), "");
}

#[test]
fn times_told_from_now_count_from_now() {
    let kb = Kb::with_roles().file("corpus/new.md", "# New\n\nGranite.\n").file("corpus/old.md", "# Old\n\nGranite.\n");
    let old = SystemTime::now() - Duration::from_secs(40 * 86_400);
    File::options().write(true).open(kb.path("corpus/old.md")).unwrap().set_modified(old).unwrap();
    let kb = kb.indexed();
    for (when, expected) in [
        ("12h", "new"),
        ("30d", "new"),
        ("41d", "newold"),
        ("5w", "new"),
        ("6w", "newold"),
        ("1m", "new"),
        ("1y", "newold"),
    ] {
        assert_eq!(found(&kb, &["--since", when]), expected, "{when}");
    }
    assert_eq!(found(&kb, &["--until", "30d"]), "old");
    assert_eq!(found(&kb, &["--until", "today"]), "newold");
    assert_eq!(found(&kb, &["--since", "yesterday"]), "new");
}

#[test]
fn a_bad_date_is_bad_usage() {
    let kb = guides();
    for flag in ["--since", "--until"] {
        for when in ["soon", "", "2026-02-30", "30", "1.5d", "03/04/2026"] {
            let answer = kb.run(["search", "granite", flag, when]).status(2);
            let lines: Vec<&str> = answer.stderr.lines().collect();
            assert_eq!(lines[0], format!("kb: cannot read the date `{when}` of {flag}"), "{answer:?}");
            assert!(lines.len() == 2 && lines[1].starts_with("hint: write ") && lines[1].contains("30d"), "{answer:?}");
        }
    }
}

#[test]
fn dates_filter_every_count_and_change_no_score() {
    let kb = guides();
    let all = kb.search(["granite"]);
    let some = kb.search(["granite", "--since", "2026-01-31", "--until", "2026-01-31", "--role", "platform"]);
    assert_eq!(
        (&some["total"], json!(counts(&some, "role"))),
        (&json!(1), json!({"platform": 1, "infrastructure": 1}))
    );
    assert_eq!(
        (&some["query"]["since"], &some["query"]["until"]),
        (&json!("2026-01-31T00:00:00Z"), &json!("2026-01-31T23:59:59Z"))
    );
    assert_eq!((&all["query"]["since"], &all["query"]["until"]), (&Value::Null, &Value::Null));
    let kept = hits(&all).iter().find(|hit| hit["id"] == hits(&some)[0]["id"]).unwrap();
    assert_eq!(kept["score"], hits(&some)[0]["score"]);
}

#[test]
fn hits_tell_the_date_of_their_guide() {
    let kb = guides();
    let results = kb.search(["granite", "--sort", "path"]);
    let dates: Vec<&Value> = hits(&results).iter().map(|hit| &hit["date"]).collect();
    assert_eq!(
        json!(dates),
        json!([
            "2026-01-31T00:00:00Z",
            "2026-01-31T23:59:59Z",
            "2026-01-31T23:30:00Z",
            "2026-02-01T00:00:00Z",
            "2025-02-01T00:00:00Z",
            "2999-01-01T00:00:00Z",
        ])
    );
    let table = |flags: &[&str]| kb.run(["search", "granite"].iter().chain(flags)).found().stdout;
    assert!(!table(&[]).contains(" 2026-01-31"));
    for flags in [
        &["--sort", "date"][..],
        &["--since", "2020"],
        &["--until", "3000"],
        &["--sort", "date", "--format", "markdown"],
    ] {
        assert!(table(flags).contains(" 2026-01-31"), "{flags:?}");
    }
}

#[test]
fn the_newest_guide_comes_first() {
    let kb = guides();
    assert_eq!(names(&kb.search(["granite", "--sort", "date"])), "fdbcae");
    assert_eq!(names(&kb.search(["--sort", "date", "-n", "2", "--offset", "1"])), "db");
    // The same date: by path and line.
    let kb = Kb::new()
        .file("corpus/b.md", "---\ndate: 2026-01\n---\n# B\n\nGranite.\n\n## B2\n\nGranite.\n")
        .file("corpus/a.md", "---\ndate: 2026-01-01\n---\n# A\n\nGranite.\n")
        .indexed();
    assert_eq!(ids(&kb.search(["granite", "--sort", "date"])), ["a.md#a", "b.md#b", "b.md#b2"]);
}

#[test]
fn nothing_of_that_date_says_what_to_leave_out() {
    let kb = guides();
    kb.run(["search", "granite", "--since", "2999-06", "--role", "platform"])
        .status(1)
        .says("without “--since 2999-06-01T00:00:00Z” 2 sections");
}

#[test]
fn an_update_dates_guides_as_a_rebuild_would() {
    let kb = Kb::with_roles()
        .file("corpus/a.md", "# A\n\nGranite.\n")
        .file("corpus/b.md", guide("date: 2026-01-31"))
        .indexed();
    let set = |name: &str, seconds: u64| {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        File::options().write(true).open(kb.path(name)).unwrap().set_modified(time).unwrap();
    };
    set("corpus/a.md", 1_000_000_000);
    set("corpus/b.md", 1_000_000_000);
    kb.rest();
    let report = kb.index();
    assert_eq!((&report["read"], &report["changed"], &report["unchanged"]), (&json!(2), &json!(1), &json!(1)));
    let dates =
        || hits(&kb.search(["granite", "--sort", "path"])).iter().map(|hit| hit["date"].clone()).collect::<Vec<_>>();
    assert_eq!(json!(dates()), json!(["2001-09-09T01:46:40Z", "2026-01-31T00:00:00Z"]));
    assert_eq!(kb.index()["read"], 0);
}
