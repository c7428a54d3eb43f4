//! Files that are broken, huge, or made to do harm, among guides that are well: each of them is in the index or named
//! with a reason, and the guides are found.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::harness::{Kb, text};

/// As deep as the nesting of hostile files goes.
const DEEP: usize = 50_000;

/// Files whose content is text of a kind, however nasty: all of them are indexed.
fn nasty_texts() -> Vec<(&'static str, String)> {
    let aliases = (1..12).map(|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(", ")));
    let bomb = format!("---\ntitle: T\na0: &a0 [x, x, x]\n{}---\nText\n", aliases.collect::<String>());
    let numbered = |format: fn(usize) -> String, count: usize| (0..count).map(format).collect::<String>();
    vec![
        ("tags.html", "<div>".repeat(DEEP) + "x"),
        ("tables.html", "<table><tr><td>".repeat(DEEP / 5) + "x"),
        ("open-links.html", "<a href=x>".repeat(DEEP / 5) + "x"),
        ("headings.html", "<h1>a</h1>\n".repeat(5_000)),
        ("entities.html", "&amp;".repeat(20_000)),
        ("title.html", format!("<title>{}</title><p>x", "a | ".repeat(20_000))),
        ("attributes.html", format!("<p {}>x", numbered(|n| format!("a{n} "), 20_000))),
        ("quotes.md", ">".repeat(DEEP) + " x"),
        ("lists.md", "- ".repeat(DEEP) + "x"),
        ("brackets.md", "[".repeat(DEEP)),
        ("links.md", "[[".repeat(DEEP) + &"]]".repeat(DEEP)),
        ("emphasis.md", "*_".repeat(DEEP)),
        ("backticks.md", numbered(|n| format!("{} ", "`".repeat(n)), 500)),
        ("columns.md", format!("{}|\n{}|\n{}|\n", "|a".repeat(100_000), "|-".repeat(100_000), "|b".repeat(100_000))),
        ("many-headings.md", "# a\n".repeat(10_000)),
        ("footnotes.md", numbered(|n| format!("[^{n}]: x\n\n"), 10_000) + "x[^1]"),
        ("references.md", numbered(|n| format!("[r{n}]: /x\n"), 20_000) + "[r1]"),
        ("entities.md", "&amp;".repeat(DEEP)),
        ("aliases.md", bomb),
        ("deep-yaml.md", format!("---\na: {}\n---\nx", "[".repeat(DEEP))),
        ("deep-toml.md", format!("+++\na = {}\n+++\nx", "[".repeat(DEEP))),
        ("one-line.txt", "word ".repeat(200_000)),
        ("returns.txt", "a\r".repeat(20_000)),
        ("colours.txt", "\u{1b}[1mx".repeat(DEEP)),
        ("overstruck.txt", "a\u{8}".repeat(DEEP) + "x"),
        ("directives.rst", ".. note:: ".repeat(DEEP) + "x"),
        ("items.rst", "- ".repeat(DEEP) + "x"),
        ("borders.rst", "== ==\n".repeat(DEEP) + "x\n\ny"),
        ("roles.rst", ":a:`".repeat(DEEP)),
        ("blocks.adoc", "x\n\n".to_owned() + &"====\n--\n".repeat(DEEP)),
        ("attributes.adoc", ":a: {a}{a}x\n".repeat(DEEP) + "\n{a}"),
        ("links.adoc", "link:".repeat(DEEP)),
        ("drawers.org", "x\n".to_owned() + &":A:\n".repeat(DEEP)),
        ("links.org", "[[".repeat(DEEP)),
        ("accents.txt", "a".to_owned() + &"\u{301}".repeat(100_000)),
    ]
}

/// Files that hold no text, with the reason to be given.
fn nasty_bytes() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    vec![
        ("empty.md", Vec::new(), "no text in it"),
        ("empty.html", Vec::new(), "no text in it"),
        ("mark.md", b"\xef\xbb\xbf".to_vec(), "no text in it"),
        ("spaces.txt", b" \n\t\x0c\n".to_vec(), "no text in it"),
        ("zeros.md", b"a\0b\0\0c".to_vec(), "binary content"),
        ("program.md", (0..=255u8).cycle().take(10_000).collect(), "binary content"),
        ("empty.rst", Vec::new(), "no text in it"),
        ("comments.adoc", b"// x\n////\ny\n".to_vec(), "no text in it"),
        ("zeros.org", b"* a\0b\0\0c".to_vec(), "binary content"),
        ("archive.html", b"PK\x03\x04\x14\0\0\0\x08\0".repeat(50), "binary content"),
    ]
}

/// The reason a file was skipped for; none where it was not.
fn reason(report: &Value, path: &Path) -> Option<String> {
    let skipped = report["skipped"].as_array().unwrap();
    skipped.iter().find(|file| Path::new(&text(&file["path"])) == path).map(|file| text(&file["reason"]))
}

/// The files that are in the index.
fn indexed(kb: &Kb) -> BTreeSet<String> {
    let paths = kb.run(["search", "-n", "0", "--format", "paths"]).found().stdout;
    paths.lines().map(|path| path.rsplit('/').next().unwrap().to_owned()).collect()
}

#[test]
fn every_bad_file_is_indexed_or_named_and_the_guides_are_found() {
    let kb = Kb::new().file("corpus/good.md", "# Raised beds\n\nSoil for marigolds.\n");
    kb.write("corpus/deep/down/good.html", "<h1>Compost</h1><p>Leaves for marigolds.");
    let (texts, bytes) = (nasty_texts(), nasty_bytes());
    for (name, content) in &texts {
        kb.write(&format!("corpus/{name}"), content);
    }
    for (name, content, _) in &bytes {
        kb.write(&format!("corpus/{name}"), content);
    }
    // Sparse: it takes no room on the disk.
    fs::File::create(kb.path("corpus/long-line.md")).unwrap().set_len(100 * 1024 * 1024).unwrap();
    kb.rest();
    let answer = kb.run(["index", "--format", "json"]).found();
    assert!(!answer.stderr.contains("panicked") && !answer.stderr.contains("internal error"), "{}", answer.stderr);
    let report = answer.json();
    for (name, _, expected) in &bytes {
        let path = kb.path("corpus").canonicalize().unwrap().join(name);
        assert_eq!(reason(&report, &path).as_deref(), Some(*expected), "{name}");
    }
    let long = kb.path("corpus").canonicalize().unwrap().join("long-line.md");
    assert_eq!(reason(&report, &long).as_deref(), Some("larger than 64 MB"));
    let indexed = indexed(&kb);
    let missing: Vec<&str> = texts.iter().map(|(name, _)| *name).filter(|name| !indexed.contains(*name)).collect();
    assert!(missing.is_empty(), "{missing:?} not among {indexed:?}: {}", answer.stderr);
    for name in ["aliases.md", "deep-yaml.md", "deep-toml.md"] {
        let warned = answer.stderr.lines().any(|line| line.contains(name) && line.contains("front matter"));
        assert!(warned, "{name}: {}", answer.stderr);
    }
    assert_eq!(kb.ids(["marigolds"]).len(), 2);
    assert_eq!(kb.index()["written"], false);
}

/// A guide of each format that is text.
const GUIDES: [(&str, &str); 9] = [
    ("md", "---\ntags: [soil]\n---\n# Beds\n\n> Granite {{< note >}}é{{< /note >}}\n\n```\nx\n```\n"),
    ("mdx", "import A from 'a'\n\n# Beds\n\n<A title=\"Granite\">é {1 + 1}</A>\n"),
    ("html", "<!doctype html><title>Beds</title><body><h1>Beds</h1><p>Granite <b>é</b><table><tr><td>x"),
    ("rst", "Beds\n====\n\n.. note:: Granite :ref:`é <x>`\n\n===  ===\na    b\n===  ===\n"),
    ("adoc", "= Beds\n:tags: soil\n\n[NOTE]\n====\nGranite xref:x[é]\n====\n\n|===\n|a |b\n|===\n"),
    ("org", "#+TITLE: Beds\n* Granite\n:PROPERTIES:\n:X: y\n:END:\n[[x][é]]\n#+BEGIN_SRC\nx\n#+END_SRC\n"),
    (
        "ipynb",
        "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": [\"# Beds\\n\", \"Granite é\"]}], \"metadata\": {}}",
    ),
    ("txt", "BEDS\n\nGranite é\n\n1. One\n\ntext\n"),
    ("fodt", "<office:document><office:body><office:text><text:p>Granite é</text:p></office:text></office:body>"),
];

#[test]
fn every_format_of_text_takes_what_is_empty_cut_off_zeros_or_of_another_charset() {
    let kb = Kb::new().file("corpus/good.md", "# Good\n\nMarigolds.\n");
    let mut written = Vec::new();
    let mut write = |name: String, content: Vec<u8>| {
        kb.write(&format!("corpus/{name}"), content);
        written.push(name);
    };
    for (extension, guide) in GUIDES {
        let bytes = guide.as_bytes();
        write(format!("empty.{extension}"), Vec::new());
        for cut in (1..bytes.len()).step_by(7) {
            write(format!("cut-{cut}.{extension}"), bytes[..cut].to_vec());
        }
        write(format!("zeros.{extension}"), [bytes, &[0; 3_000]].concat());
        write(format!("latin.{extension}"), guide.chars().map(|c| u8::try_from(c as u32).unwrap()).collect());
        write(format!("wide.{extension}"), guide.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    kb.rest();
    let answer = kb.run(["index", "--format", "json"]).found();
    assert!(!answer.stderr.contains("panicked") && !answer.stderr.contains("internal error"), "{}", answer.stderr);
    let report = answer.json();
    let (indexed, corpus) = (indexed(&kb), kb.path("corpus").canonicalize().unwrap());
    for name in written {
        let reason = reason(&report, &corpus.join(&name));
        assert_eq!(reason.is_none(), indexed.contains(&name), "{name}: {reason:?}");
        assert!(!name.starts_with("empty.") || reason.is_some(), "{name}");
        assert!(!name.starts_with("latin.") || reason.is_none(), "{name}: {reason:?}");
    }
    assert_eq!(kb.ids(["marigolds"]), ["good.md#good"]);
}

#[test]
fn what_a_large_file_has_beyond_the_limits_is_cut_and_said() {
    let long = |text: &str| text.repeat(6 * 1024 * 1024 / text.len() + 1);
    let acronyms = |n: usize| {
        let letters: Vec<char> = (0..4).map(|place| char::from(b'a' + (n / 26usize.pow(place) % 26) as u8)).collect();
        let words: Vec<String> = letters.iter().map(|letter| format!("{letter}{letter}o")).collect();
        format!("{} ({}) is.\n", words.join(" "), letters.iter().collect::<String>().to_uppercase())
    };
    let cell = |text: &str| format!(r#"{{"cell_type": "markdown", "source": "{text}"}}"#);
    let notebook = format!(r#"{{"cells": [{}, {}]}}"#, cell("Granite"), cell(&long("-")));
    let different: String = (0..100_010).map(|n| format!("{} ", n * 7)).collect();
    let files = [
        ("long.txt", "Granite\n".to_owned() + &long("\t \n"), "only the first 5 MB are read"),
        ("long.ipynb", notebook, "only the first 5 MB of its cells are read"),
        ("different.txt", "Granite\n".to_owned() + &different, "only the first 100000 different words"),
        ("acronyms.txt", "Granite\n".to_owned() + &(0..10_001).map(acronyms).collect::<String>(), "acronyms count"),
    ];
    let kb = Kb::new();
    for (name, content, _) in &files {
        kb.write(&format!("corpus/{name}"), content);
    }
    let said = kb.run(["index"]).found().stderr;
    for (name, _, warning) in files {
        assert!(said.lines().any(|line| line.contains(name) && line.contains(warning)), "{name}: {said}");
    }
    assert_eq!(indexed(&kb).len(), 4, "{said}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_or_no_name_is_named() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let kb = Kb::new().file("corpus/good.md", "# Raised beds\n\nSoil for marigolds.\n");
    let at = |name: &str| kb.path("corpus").canonicalize().unwrap().join(name);
    kb.write("outside/secret.md", "# Secret\n\nmarigolds\n");
    kb.write("corpus/folder.md/inside.md", "# Inside\n\nmarigolds\n");
    assert!(std::process::Command::new("mkfifo").arg(at("pipe.md")).status().unwrap().success());
    symlink(kb.path("outside"), at("outside")).unwrap();
    symlink(kb.path("outside/secret.md"), at("secret.md")).unwrap();
    symlink(at("loop.md"), at("loop.md")).unwrap();
    symlink(at(""), at("self")).unwrap();
    symlink(at("gone.md"), at("dangling.md")).unwrap();
    kb.write("corpus/closed.md", "# Closed\n");
    fs::set_permissions(at("closed.md"), fs::Permissions::from_mode(0o000)).unwrap();
    kb.write("corpus/new\nline.md", "# New line\n\nmarigolds\n");
    kb.write("corpus/\u{1b}[31mred.md", "# Red\n\nmarigolds\n");
    let strange = at("").join(OsStr::from_bytes(b"caf\xe9.md"));
    let takes_any_name = fs::write(&strange, "# Strange\n").is_ok(); // some file systems refuse it

    let answer = kb.run(["index", "--format", "json"]).found();
    let report = answer.json();
    assert_eq!(reason(&report, &at("pipe.md")).as_deref(), Some("not a regular file"));
    for (name, why) in [
        ("secret.md", "a symbolic link out of the corpus, not followed"),
        ("outside", "a symbolic link out of the corpus, not followed"),
        ("loop.md", "a symbolic link that leads nowhere (too many levels of symbolic links)"),
        ("dangling.md", "a broken symbolic link"),
    ] {
        assert_eq!(reason(&report, &at(name)).as_deref(), Some(why), "{name}");
    }
    // Whoever may read everything reads this as well.
    let closed = reason(&report, &at("closed.md"));
    assert!(closed.as_deref().is_none_or(|reason| reason.contains("cannot be read")), "{closed:?}");
    assert_eq!(closed.is_none(), indexed(&kb).contains("closed.md"));
    if takes_any_name {
        assert!(answer.stderr.contains("its name is not UTF-8"), "{}", answer.stderr);
    }
    assert!(!answer.stderr.contains('\u{1b}') && !answer.stdout.contains('\u{1b}'), "{answer:?}");
    let mut found = kb.ids(["marigolds"]);
    found.sort();
    assert_eq!(
        found,
        ["\u{1b}[31mred.md#red", "folder.md/inside.md#inside", "good.md#raised-beds", "new\nline.md#new-line"]
    );
    let table = kb.run(["search", "marigolds"]).found().stdout;
    assert!(!table.contains('\u{1b}'), "{table:?}");
}
