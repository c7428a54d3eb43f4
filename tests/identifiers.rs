//! Names of technical writing, found through `kb search` whole and in parts. The long table of them is with the
//! analysis.

use std::sync::{Arc, Mutex, Weak};

use crate::harness::{Kb, hits, shared, text};

const GUIDES: [(&str, &str); 12] = [
    ("cpp.md", "# Native code\n\nThe agent is written in C++17 and built with g++.\n"),
    ("c.md", "# Kernel modules\n\nModules are written in C.\n"),
    ("net.md", "# Windows services\n\nServices run on .NET 8, sites on ASP.NET; both are C#.\n"),
    ("income.md", "# Finance\n\nThe net income of the year, $150,000 of it from 8 sites.\n"),
    ("decision.md", "# Decisions\n\nDEC-0054 chose k8s and CI/CD; see docs/ops/on-call.md.\n"),
    ("release.md", "# Releases\n\nVersion v1.2.3 sets max_connections and drops getUserName.\n"),
    ("older.md", "# Older releases\n\nVersion 1.2.4, for node.js.\n"),
    ("java.md", "# Front ends\n\nWritten in JavaScript; FileNotFoundException is not known there.\n"),
    ("pods.md", "# Pods\n\nRun kubectl get pods -n web, or kubectl describe pods.\n"),
    ("dots.md", "# Dot files\n\nKeep .env out of git with .gitignore.\n"),
    ("environment.md", "# Environment\n\nThe env of a shell, and e-mail to ops@example.com.\n"),
    ("host.md", "# Hosts\n\nThe gateway is 10.0.0.1, its page https://example.com/gate?way=1.\n"),
];

fn guides() -> Arc<Kb> {
    static SHARED: Mutex<Weak<Kb>> = Mutex::new(Weak::new());
    shared(&SHARED, || {
        GUIDES.iter().fold(Kb::with_roles(), |kb, (name, text)| kb.file(&format!("corpus/{name}"), text))
    })
}

/// A query, the guides it finds, those it must not find.
const QUERIES: [(&str, &[&str], &[&str]); 30] = [
    ("C++", &["cpp.md"], &["c.md", "net.md"]),
    ("C++17", &["cpp.md"], &["c.md"]),
    ("C#", &["net.md"], &["c.md", "cpp.md"]),
    ("C", &["c.md", "cpp.md", "net.md"], &["java.md"]),
    ("g++", &["cpp.md"], &["c.md"]),
    (".NET", &["net.md"], &["income.md"]),
    ("\".NET 8\"", &["net.md"], &["income.md"]),
    ("ASP.NET", &["net.md"], &["income.md"]),
    ("net", &["net.md", "income.md"], &["cpp.md"]),
    ("$150,000", &["income.md"], &["net.md"]),
    ("150000", &["income.md"], &["net.md"]),
    ("DEC-0054", &["decision.md"], &["release.md"]),
    ("CI/CD", &["decision.md"], &["c.md"]),
    ("K8s", &["decision.md"], &["pods.md"]),
    ("oncall", &["decision.md"], &["pods.md"]),
    ("docs/ops/on-call.md", &["decision.md"], &["environment.md"]),
    ("v1.2.3", &["release.md"], &["older.md"]),
    ("1.2.3", &["release.md"], &["older.md"]),
    ("v1.2.4", &["older.md"], &["release.md"]),
    ("max_connections", &["release.md"], &["older.md"]),
    ("getUserName", &["release.md"], &["older.md"]),
    ("user", &["release.md"], &["older.md"]),
    ("node.js", &["older.md"], &["java.md"]),
    (".js", &["older.md"], &["java.md"]),
    ("java", &[], &["java.md"]),
    ("exception", &["java.md"], &["c.md"]),
    ("\"kubectl get pods -n\"", &["pods.md"], &["host.md"]),
    (".env", &["dots.md"], &["environment.md"]),
    ("email", &["environment.md"], &["dots.md"]),
    ("10.0.0.1", &["host.md"], &["release.md"]),
];

#[test]
fn names_are_found_whole_and_in_parts() {
    let kb = guides();
    for (query, found, not) in QUERIES {
        let results = kb.search(["--exact", query]);
        let ids: Vec<String> = hits(&results).iter().map(|hit| text(&hit["id"])).collect();
        let has = |name: &str| ids.iter().any(|id| id.split('#').next() == Some(name));
        assert!(found.iter().all(|name| has(name)), "{query} finds {ids:?}, not all of {found:?}");
        assert!(!not.iter().any(|name| has(name)), "{query} finds {ids:?}, some of {not:?}");
    }
}

#[test]
fn snippets_mark_names_as_they_are_written() {
    let kb = guides();
    for (query, marked) in [("C++", "C++"), (".net", ".NET"), ("oncall", "on-call"), ("user", "User"), ("v1.2.3", "v1")]
    {
        let results = kb.search(["--exact", query]);
        let snippet = &hits(&results)[0]["snippet"];
        let shown = text(&snippet["text"]);
        let marks: Vec<&str> = snippet["highlights"]
            .as_array()
            .unwrap()
            .iter()
            .map(|range| {
                let end = |n: usize| usize::try_from(range[n].as_u64().unwrap()).unwrap();
                &shown[end(0)..end(1)]
            })
            .collect();
        assert!(marks.contains(&marked), "{query}: {marks:?} in {shown}");
    }
}
