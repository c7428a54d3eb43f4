//! Documents that are no text files: Word, OpenDocument, books and PDF; good ones, and ones that mean harm.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::documents::{docx, good_pdf, lines, pages, pdf, stream, zipped};
use crate::harness::{Kb, hits, text};

#[test]
fn documents_of_every_kind_are_found() {
    let book = [
        ("META-INF/container.xml", "<c><rootfile full-path='b.opf'/></c>"),
        (
            "b.opf",
            "<p><metadata><dc:title>Book</dc:title></metadata><manifest><item id='1' href='1.html' media-type='text/html'/></manifest><spine><itemref idref='1'/></spine></p>",
        ),
        ("1.html", "<h1>Basalt</h1><p>of the book</p>"),
    ];
    let open = "<d><office:body><office:text><text:h>Slate</text:h><text:p>of the office</text:p></office:text></office:body></d>";
    let kb = Kb::new()
        .file(
            "corpus/a.docx",
            docx("<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>Quartz</w:t></w:r></w:p>"),
        )
        .file("corpus/b.pdf", good_pdf())
        .file("corpus/c.epub", zipped(&book))
        .file("corpus/d.odt", zipped(&[("content.xml", open)]))
        .file("corpus/e.fodt", open)
        .indexed();
    assert_eq!(kb.ids(["quartz"]), ["a.docx#quartz"]);
    assert_eq!(kb.ids(["granite"]), ["b.pdf#swaps"]);
    assert_eq!(kb.ids(["infrastructure"]), ["b.pdf#who-is-on-call"]);
    assert_eq!(kb.ids(["basalt"]), ["c.epub#basalt"]);
    assert_eq!(kb.ids(["slate", "--sort", "path"]), ["d.odt#slate", "e.fodt#slate"]);
    assert_eq!(kb.index()["unchanged"], 5);
}

#[test]
fn places_in_a_pdf_are_pages() {
    let kb = Kb::new().file("corpus/b.pdf", good_pdf()).file("corpus/a.md", "# A\n\nGranite.\n").indexed();
    let found = kb.search(["granite", "--sort", "path"]);
    let [text_file, pdf] = hits(&found).as_slice() else { panic!("{found}") };
    assert_eq!((&text_file["lines"], text_file.get("unit")), (&serde_json::json!([1, 3]), None));
    assert_eq!((&pdf["lines"], &pdf["unit"]), (&serde_json::json!([2, 2]), &"page".into()));
    assert_eq!((text(&pdf["guide"]), &pdf["tags"]), ("The pager".to_owned(), &serde_json::json!(["ops", "nights"])));
    for format in ["table", "markdown"] {
        let answer = kb.run(["search", "granite", "--format", format]).found();
        assert!(answer.stdout.contains("corpus/b.pdf, page 2"), "{answer:?}");
    }
    let shown = kb.run(["show", "b.pdf#swaps"]).found().stdout;
    assert!(shown.contains("corpus/b.pdf, page 2") && shown.contains("swapped for marble"), "{shown}");
    assert_eq!(kb.run(["show", "b.pdf#swaps", "--format", "json"]).found().json()["unit"], "page");
}

#[cfg(unix)]
#[test]
fn open_sends_a_viewer_to_the_page() {
    let kb = Kb::new()
        .file("corpus/b.pdf", good_pdf())
        .file("bin/zathura", "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$(dirname \"$0\")/arguments\"\n");
    let viewer = kb.path("bin/zathura");
    fs::set_permissions(&viewer, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let kb = kb.variable("KB_VIEWER", viewer.display().to_string()).variable("EDITOR", "false").indexed();
    kb.run(["open", "b.pdf#swaps"]).found();
    let arguments = fs::read_to_string(kb.path("bin/arguments")).unwrap();
    let file = kb.path("corpus/b.pdf").canonicalize().unwrap();
    assert_eq!(arguments.lines().collect::<Vec<_>>(), ["-P", "2", file.to_str().unwrap()]);
    let kb = kb.variable("KB_VIEWER", "/no/such/viewer");
    kb.run(["open", "b.pdf#swaps"]).status(2).says("KB_VIEWER");
}

/// Indexes files beside a good guide, and holds what is said of each against what is due.
#[track_caller]
fn assert_named(files: Vec<(&str, Vec<u8>, &str)>) {
    let mut kb = Kb::new().file("corpus/good.md", "# Good\n\nGranite.\n");
    for (name, content, _) in &files {
        kb = kb.file(&format!("corpus/{name}"), content);
    }
    let answer = kb.run(["index"]).found();
    for (name, _, expected) in &files {
        let line = answer.stderr.lines().find(|line| line.contains(&format!("/{name}: ")));
        assert!(line.is_some_and(|line| line.contains(expected)), "{name}: no {expected:?} in {answer:#?}");
    }
    assert!(!answer.stderr.contains("panic") && !answer.stderr.contains("internal error"), "{answer:#?}");
    assert_eq!(kb.ids(["granite"]), ["good.md#good"]);
}

#[test]
fn archives_that_mean_harm_are_named() {
    let good = docx("<w:p><w:r><w:t>x</w:t></w:r></w:p>");
    let spaces = " ".repeat(30_000_000);
    let twice = {
        let mut bytes = zipped(&[("word/document.xml", "<w:p>"), ("word/documenu.xml", "x")]);
        while let Some(at) = bytes.windows(5).position(|window| window == b"menu.") {
            bytes[at + 3] = b't';
        }
        bytes
    };
    let mut files = vec![
        ("empty.docx", Vec::new(), "an empty file"),
        ("text.odt", b"only text".to_vec(), "not a ZIP archive"),
        ("cut.docx", good[..good.len() / 2].to_vec(), "cut off"),
        ("bomb.docx", docx(&spaces), "far more"),
        ("bomb.odt", zipped(&[("content.xml", &spaces)]), "far more"),
        ("bomb.epub", zipped(&[("META-INF/container.xml", &spaces)]), "far more"),
        ("nul.docx", zipped(&[("word/document.xml", &"\0".repeat(1000))]), "no text in it"),
        ("up.docx", zipped(&[("../../word/document.xml", "<w:p><w:t>x"), ("/etc/passwd", "x")]), "no main text"),
        ("twice.docx", twice, ""),
        ("old.doc", b"\xd0\xcf\x11\xe0".to_vec(), "cannot be read yet"),
        ("old.docx", b"\xd0\xcf\x11\xe0".to_vec(), "encrypted"),
        ("half.docx", zipped(&[("word/document.xml", "<w:p><w:r><w:t>marble")]), "only its beginning"),
        ("wide.docx", docx("<!DOCTYPE x [<!ENTITY a 'aa'>]>&a;"), "no text in it"),
    ];
    let deep = "<w:tbl><w:tr><w:tc><w:p>".repeat(50_000);
    files.push(("deep.docx", zipped(&[("word/document.xml", &(deep + "<w:r><w:t>x"))]), "only its beginning"));
    assert_named(files);
}

#[test]
fn pdfs_that_mean_harm_are_named() {
    let good = good_pdf();
    let page =
        |program: &[u8], resources: &str, more: &[Vec<u8>]| pages(&[stream("", program)], "", resources, more, "");
    let form = |resources: &str, program: &str| {
        stream(&format!("/Type /XObject /Subtype /Form /Resources << {resources} >>"), program.as_bytes())
    };
    let circle = form("/XObject << /X 5 0 R >>", "/X Do");
    let many: Vec<Vec<u8>> = (0..12)
        .map(|at| form(&format!("/XObject << /X {} 0 R >>", 6 + at), &"/X Do ".repeat(if at < 11 { 30 } else { 0 })))
        .collect();
    let cyclic_tree = pdf(
        &[b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(), b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>".to_vec()],
        "",
    );
    let encrypted = "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O (abcdefghijklmnopqrstuvwxyz012345) \
         /U (abcdefghijklmnopqrstuvwxyz012345) >> /ID [(a) (a)]";
    let faulty = pages(
        &[lines(&[(10, "marble")]), stream("", b"BT /None 9 Tf (x) Tj ET"), lines(&[(10, "slate")])],
        "",
        "",
        &[],
        "",
    );
    assert_named(vec![
        ("empty.pdf", Vec::new(), "an empty file"),
        ("text.pdf", b"only text".to_vec(), "cannot be read as PDF"),
        ("garbage.pdf", [&b"%PDF-1.7\n"[..], &[0xff; 5000], b"\0\0\0"].concat(), "cannot be read as PDF"),
        ("nul.pdf", vec![0; 100_000], "cannot be read as PDF"),
        ("half.pdf", good[..good.len() / 2].to_vec(), ""),
        ("tree.pdf", cyclic_tree, "no text in it"),
        ("blank.pdf", page(b"0 0 m 9 9 l S", "", &[]), "no text in it (scanned pages?)"),
        ("circle.pdf", page(b"/X Do", "/XObject << /X 5 0 R >>", &[circle]), "goes in circles"),
        ("many.pdf", page(b"/X Do", "/XObject << /X 5 0 R >>", &many), "too long"),
        ("locked.pdf", pages(&[lines(&[(10, "x")])], "", "", &[], encrypted), "encrypted"),
        ("faulty.pdf", faulty, "not all could be read of page 2"),
        ("nested.pdf", page("[".repeat(200_000).as_bytes(), "", &[]), ""),
        ("size.pdf", String::from_utf8_lossy(&good).replace("/Length ", "/Length 99999999999").into_bytes(), ""),
        ("inflate.pdf", pages(&[bomb()], "", "", &[], ""), "cannot be read as PDF"),
    ]);
}

/// A stream of a few hundred kilobytes that inflates to 300 MB.
fn bomb() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("a", SimpleFileOptions::default()).unwrap();
    let spaces = vec![b' '; 1_000_000];
    for _ in 0..300 {
        zip.write_all(&spaces).unwrap();
    }
    let mut deflated = vec![0x78, 0x9c];
    let mut archive = ZipArchive::new(zip.finish().unwrap()).unwrap();
    archive.by_index_raw(0).unwrap().read_to_end(&mut deflated).unwrap();
    stream("/Filter /FlateDecode", &deflated)
}

#[test]
fn damaged_bytes_anywhere_hurt_nobody() {
    let mut seed = 7u64;
    let mut random = move |below: usize| {
        // Knuth's linear congruential generator (MMIX).
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let word = docx(
        "<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>x</w:t></w:r></w:p><w:tbl><w:tr><w:tc/></w:tr></w:tbl>",
    );
    let mut kb = Kb::new().file("corpus/good.md", "# Good\n\nGranite.\n");
    for nth in 0..60 {
        let (mut bytes, kind) = if nth % 2 == 0 { (good_pdf(), "pdf") } else { (word.clone(), "docx") };
        for _ in 0..=nth / 4 {
            let at = random(bytes.len());
            bytes[at] = random(256) as u8;
        }
        if nth % 5 == 0 {
            bytes.truncate(random(bytes.len()));
        }
        kb = kb.file(&format!("corpus/{nth}.{kind}"), bytes);
    }
    let answer = kb.run(["index"]).found();
    assert!(!answer.stderr.contains("panic") && !answer.stderr.contains("internal error"), "{answer:#?}");
    let files = kb.index()["files"].as_u64();
    assert_eq!((files, kb.ids(["granite", "--guide", "good.md"])), (Some(61), vec!["good.md#good".to_owned()]));
}

#[test]
fn a_pdf_that_was_refused_is_not_read_again() {
    let kb = Kb::new().file("corpus/a.md", "# A\n\nGranite.\n").file("corpus/b.pdf", "no PDF").indexed();
    let again = kb.index();
    assert_eq!((&again["read"], again["skipped"].as_array().map(Vec::len)), (&0.into(), Some(1)));
}

#[test]
fn the_command_that_reads_pdfs_is_not_shown() {
    let help = Kb::new().run(["--help"]).found().stdout;
    assert!(!help.contains("read-pdf") && help.contains("index"), "{help}");
}
