//! Files of every format with faults made by chance: each is indexed or named as skipped, and none ends the run.
//!
//! By default some hundred files, in folders of many. `KB_SOAK_FILES` sets how many are then also indexed each alone, with
//! the time and the memory that each takes held against 2 s and 512 MB; `KB_SOAK_SEED` sets the seed, `KB_SOAK_FIRST` the
//! number of the first file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::chance::{Chance, count_from};
use crate::documents::{good_pdf, lines, pages, stream, zipped};
use crate::harness::{Answer, Kb, text};

/// A small guide in a format of text, and what its markup is made of.
struct Seed {
    extension: &'static str,
    guide: &'static str,
    tokens: &'static [&'static str],
}

const TEXTS: [Seed; 9] = [
    Seed {
        extension: "md",
        guide: "---\ntitle: Beds\ntags: [soil, 'a b']\nrole: platform\ndate: 2026-11-01\n---\n# Beds {#beds}\n\nSome *soil* and \
                `code`, [a link](x.md \"y\").\n\n## Two\n\n> - a\n> - b\n>   1. c\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```sh\n# no\n\
                ```\n\n<div>x</div>\n\n[^1]: note\n\n{{< note >}}y{{< /note >}}\n\n:::tip\nz\n:::\n",
        tokens: &[
            "# ",
            "\n# a\n",
            "> ",
            "- ",
            "\n- ",
            "1. ",
            "* ",
            "_",
            "**",
            "`",
            "```\n",
            "~~~\n",
            "[",
            "]",
            "](",
            "![",
            "[[",
            "<",
            "<a ",
            "<!--",
            "-->",
            "|",
            "|-",
            "\n|-|\n",
            "---\n",
            "{{",
            "{{<",
            "{%",
            "}}",
            "${",
            "{#",
            ":::",
            "\n:::a\n",
            "&amp;",
            "&#",
            "\\",
            "\t",
            "    ",
            "[^1]",
            "[^1]: ",
            "[a]: b\n",
            "<div>",
            "<?",
            "<![CDATA[",
            "$$",
            "===\n",
            "!!! note\n    ",
            "(IaC)",
            "A B C (ABC) ",
            "\n\n",
            "\r",
            "{.a}",
        ],
    },
    Seed {
        extension: "mdx",
        guide: "import A from 'a'\nexport const meta = { title: 'Beds', tags: ['soil'] }\n\n# Beds\n\n<A title=\"Soil\" n={1 + `x${2}`}>\n\n\
                é {1 + 1}\n\n</A>\n\n<>y</>\n",
        tokens: &[
            "{",
            "}",
            "<A>",
            "</A>",
            "<A ",
            "/>",
            "<>",
            "</>",
            "${",
            "`",
            "'",
            "\"",
            "import ",
            "export ",
            "\nimport a\n",
            "{/*",
            "*/}",
            "=>",
            "<A b={",
            "(",
            "[",
            "//",
            "/*",
            "\\",
            "# ",
            "- ",
            "\n\n",
        ],
    },
    Seed {
        extension: "html",
        guide: "<!doctype html><html><head><meta charset=utf-8><title>Beds | Site</title><meta name=keywords content='soil, a'>\
                <link rel=canonical href=x></head><body><nav><a href=y>Menu</a></nav><main><h1 id=beds>Beds</h1><p>Some <b>soil</b> &amp; \
                more<table><tr><th>a<td>b</table><ul><li>x<li>y</ul><pre><code># no</code></pre><h2>Two</h2><dl><dt>z<dd>w</dl>\
                <template>t</template><svg><title>q</title></svg></main><footer>f</footer></body></html>",
        tokens: &[
            "<div>",
            "</div>",
            "<p>",
            "<b>",
            "<i><b>",
            "</b></i>",
            "<a href=x>",
            "<table>",
            "<table><tr><td>",
            "<tr>",
            "<td>",
            "<ul><li>",
            "<h1>",
            "</h1>",
            "<h2>a</h2>",
            "<dl><dt>",
            "<svg>",
            "<math>",
            "<template>",
            "<select>",
            "<option>",
            "<script>",
            "<style>",
            "<!--",
            "-->",
            "<",
            ">",
            "&",
            "&amp;",
            "&#x10ffff;",
            "&#99999999999;",
            "<a ",
            " a=b",
            " a='",
            "<title>",
            "</p>",
            "<br>",
            "<textarea>",
            "<plaintext>",
            "<frameset>",
            "<form>",
            "<nobr>",
            "<font>",
            "<body a>",
            "<html b>",
            "</html>",
            "<p><table>",
            "<iframe>",
            "<noscript>",
            "<nav>",
            "<![CDATA[",
            "<?x",
            "<details><summary>",
            "<ruby><rt>",
            "<li>",
        ],
    },
    Seed {
        extension: "rst",
        guide: ":date: 2026-11-01\n:tags: soil\n\n====\nBeds\n====\n\n.. note:: Some :ref:`soil <x>` and ``code``\n\n   more\n\nTwo\n---\n\n\
                ===  ===\na    b\n===  ===\n1    2\n===  ===\n\n+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n+---+---+\n\n.. |s| replace:: t\n\n\
                - x\n\n  - y\n\n.. code-block:: sh\n\n   # no\n\n`link <y>`__ |s| [1]_\n\n.. [1] foot\n.. _t: u\n",
        tokens: &[
            ".. note:: ",
            ".. ",
            "\n.. a::\n\n   ",
            "===\n",
            "== ",
            "\n----\n",
            "+---",
            "+---+\n",
            "| ",
            "|\n",
            "`",
            "``",
            ":ref:`",
            ":a:",
            "`_",
            "`__",
            "|a|",
            ".. |a| replace:: |a||a|\n",
            "[1]_",
            ".. [1] ",
            "- ",
            "  - ",
            "* ",
            "#. ",
            "::\n\n",
            "   ",
            "\n\n",
            "*",
            "**",
            "\\",
            ".. _a: b\n",
            ">>> ",
            "<",
            "a\n=\n",
            "   :x: y\n",
            ".. toctree::\n",
        ],
    },
    Seed {
        extension: "adoc",
        guide: "= Beds\n:tags: soil\n:a: b\n\nSome *soil* {a} xref:x[y] `code`.\n\n== Two\n\n[NOTE]\n====\nz\n====\n\n|===\n|a |b\n\n|1 |2\n|===\n\n\
                ----\n== no\n----\n\n* x\n** y\n. z\n\nterm:: text\n\nifdef::a[]\nshown\nendif::[]\n\nfootnote:[f] link:u[v] image::w[]\n",
        tokens: &[
            "= ",
            "\n== a\n",
            "====\n",
            "----\n",
            "--\n",
            "____\n",
            "****\n",
            "|===\n",
            "|",
            "a|",
            "3+|",
            ".99999999999+|",
            "* ",
            "** ",
            ". ",
            "[NOTE]\n",
            "[",
            "]",
            "{a}",
            ":a: {a}{a}\n",
            "<<",
            ">>",
            "link:",
            "link:a[",
            "xref:",
            "footnote:[",
            "image::",
            "ifdef::a[]\n",
            "endif::[]\n",
            "a::\n",
            "+\n",
            "`",
            "*",
            "_",
            "pass:[",
            "+++",
            "((",
            "((a))",
            "//// \n",
            "//\n",
            "include::x[]\n",
            "\\",
        ],
    },
    Seed {
        extension: "org",
        guide: "#+TITLE: Beds\n#+FILETAGS: :soil:\n* Beds :a:b:\n:PROPERTIES:\n:CUSTOM_ID: beds\n:END:\nSome *soil* =code= [[x][y]] <2026-11-01 Sun>\n\
                ** TODO Two\n#+BEGIN_SRC sh\n* no\n#+END_SRC\n| a | b |\n|---+---|\n| 1 | 2 |\n- x\n  - y\n\n[fn:1] foot\n",
        tokens: &[
            "* ",
            "** ",
            "\n* a\n",
            "*",
            "[[",
            "]]",
            "][",
            ":A:\n",
            ":END:\n",
            ":PROPERTIES:\n",
            "#+BEGIN_SRC\n",
            "#+END_SRC\n",
            "#+BEGIN_a\n",
            "#+TITLE: ",
            "| ",
            "|-",
            "|-+-\n",
            "=",
            "~",
            "/",
            "_",
            "+",
            "[fn:",
            "[fn:1]",
            "<2026",
            "[",
            "<",
            "<<",
            "- ",
            "  - ",
            "# ",
            "#+",
            ":a:b",
            "\\",
            "$",
            "{",
            "src_a{",
            "#+INCLUDE: x\n",
        ],
    },
    Seed {
        extension: "ipynb",
        guide: "{\"nbformat\": 4, \"metadata\": {\"kernelspec\": {\"language\": \"python\"}, \"title\": \"Beds\"}, \"cells\": [{\"cell_type\": \
                \"markdown\", \"source\": [\"# Beds\\n\", \"Some soil\"]}, {\"cell_type\": \"code\", \"source\": \"x = 1\", \"outputs\": [{\"text\": \
                [\"1\"]}], \"execution_count\": 7}, {\"cell_type\": \"raw\", \"source\": \"y\"}]}",
        tokens: &[
            "{",
            "}",
            "[",
            "]",
            "{\"a\":",
            "[[",
            "\"",
            "\\u0000",
            "\\ud800",
            ",",
            ":",
            "null",
            "1e999",
            "-1",
            "{\"cell_type\": \"markdown\", \
             \"source\": [",
            "{\"cell_type\": \"markdown\", \"source\": \"# a\"},",
            "\\n",
            "\"source\": ",
        ],
    },
    Seed {
        extension: "txt",
        guide: "BEDS\n\nSome soil.\n\n1. One\n\ntext\n\n2. TWO WORDS\n\nmore (IaC), infrastructure as code\n\nUnder\n-----\n\n  indented\n",
        tokens: &[
            "\n\n",
            "1. ",
            "1.1.1 A\n\n",
            "A\n\n",
            "TITLE\n\n",
            "a\n---\n",
            "===\n",
            "\t",
            " ",
            "\r",
            "\u{c}",
            "\u{8}",
            "\u{1b}[1m",
            "a",
            "word ",
            "漢",
            "e\u{301}",
            "\u{301}",
            "A B C (ABC) ",
            "(ABC) ",
            "----\n",
            "* ",
            "I. ",
            "\u{200d}",
            "99999999999999999999. ",
        ],
    },
    Seed { extension: "fodt", guide: FLAT, tokens: XML },
];

const FLAT: &str = "<?xml version=\"1.0\"?><office:document><office:meta><dc:title>Beds</dc:title><meta:keyword>soil</meta:keyword>\
    </office:meta><office:body><office:text><text:h text:outline-level=\"1\">Beds</text:h><text:p>Some <text:span>soil</text:span><text:s \
    text:c=\"3\"/>x</text:p><text:list><text:list-item><text:p>y</text:p></text:list-item></text:list><table:table><table:table-row>\
    <table:table-cell table:number-columns-repeated=\"2\"><text:p>z</text:p></table:table-cell></table:table-row></table:table>\
    <text:note><text:note-body><text:p>f</text:p></text:note-body></text:note></office:text></office:body></office:document>";

/// What XML of documents is made of.
const XML: &[&str] = &[
    "<text:p>",
    "</text:p>",
    "<text:h text:outline-level=\"1\">",
    "<text:span>",
    "<text:list><text:list-item>",
    "<text:s text:c=\"999999999\"/>",
    "<table:table><table:table-row><table:table-cell>",
    "<table:table-cell table:number-columns-repeated=\"999999999\">",
    "<w:p>",
    "</w:p>",
    "<w:r><w:t>",
    "<w:tbl><w:tr><w:tc>",
    "<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr>",
    "<w:del>",
    "<w:fldSimple>",
    "<w:txbxContent>",
    "<a>",
    "<a b='c'>",
    "<a ",
    " b='c'",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?x ?>",
    "&amp;",
    "&#x41;",
    "&#999999999;",
    "&lol;",
    "<",
    ">",
    "'",
    "\"",
    "<!DOCTYPE a [<!ENTITY lol 'ha'><!ENTITY lol1 '&lol;&lol;&lol;'>]>",
    "<!DOCTYPE a [",
    "<item id='1' href='1.html' media-type='text/html'/>",
    "<itemref idref='1'/>",
    "<w:style w:styleId='a'><w:basedOn w:val='a'/></w:style>",
    "<h1>a</h1>",
    "<text:note><text:note-body>",
];

/// Documents that are archives: the extension and the files in them.
const ARCHIVES: [(&str, &[(&str, &str)]); 3] = [
    (
        "docx",
        &[
            (
                "word/document.xml",
                "<w:document><w:body><w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>Beds</w:t></w:r></w:p><w:p><w:r><w:t>Some \
                 soil</w:t><w:tab/><w:footnoteReference w:id='1'/></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>\
                 </w:tr></w:tbl></w:body></w:document>",
            ),
            (
                "word/styles.xml",
                "<w:styles><w:style w:styleId='Heading1'><w:name w:val='heading 1'/><w:basedOn w:val='Normal'/><w:pPr><w:outlineLvl \
                 w:val='0'/></w:pPr></w:style><w:style w:styleId='Normal'/></w:styles>",
            ),
            (
                "word/footnotes.xml",
                "<w:footnotes><w:footnote w:id='1'><w:p><w:r><w:t>f</w:t></w:r></w:p></w:footnote></w:footnotes>",
            ),
            ("docProps/core.xml", "<c><dc:title>Beds</dc:title><cp:keywords>soil, a</cp:keywords></c>"),
        ],
    ),
    (
        "odt",
        &[("content.xml", FLAT), ("meta.xml", "<m><dc:title>Beds</dc:title><meta:keyword>soil</meta:keyword></m>")],
    ),
    (
        "epub",
        &[
            ("META-INF/container.xml", "<c><rootfile full-path='o/b.opf'/></c>"),
            (
                "o/b.opf",
                "<p><metadata><dc:title>Beds</dc:title><dc:subject>soil</dc:subject></metadata><manifest><item id='1' href='1.html' \
                 media-type='application/xhtml+xml'/><item id='2' href='../o/2.html' media-type='text/html'/><item id='n' href='n.html' \
                 properties='nav' media-type='application/xhtml+xml'/></manifest><spine toc='n'><itemref idref='1'/><itemref idref='2'/></spine></p>",
            ),
            ("o/1.html", "<html><body><h1>Beds</h1><p>Some soil</p></body></html>"),
            ("o/2.html", "<h2 id=x>Two</h2><p>more"),
            (
                "o/n.html",
                "<nav epub:type=toc><ol><li><a href='1.html'>Beds</a><ol><li><a href='2.html#x'>Two</a></ol></ol></nav>",
            ),
        ],
    ),
];

/// What PDFs are made of.
const PDF: &[&str] = &[
    "<<",
    ">>",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "/",
    "1 0 R ",
    "2 0 R ",
    "/Kids [2 0 R] ",
    "/Count 99999999 ",
    "/Length 9999999999 ",
    "stream\n",
    "endstream\n",
    "1 0 obj\n",
    "endobj\n",
    "xref\n",
    "trailer\n",
    "startxref\n0\n",
    "BT ",
    "ET ",
    "q ",
    "Q ",
    "(x) Tj ",
    "[(a) -999999 (b)] TJ ",
    "/F 999999999 Tf ",
    "1e38 0 0 1e38 0 0 cm ",
    "/X Do ",
    "BI ID EI ",
    "/Filter /FlateDecode ",
    "/Filter [/ASCIIHexDecode /LZWDecode] ",
    "%",
    "-",
    "9",
    "/Encrypt 1 0 R ",
    "/Prev 9 ",
    "/Type /ObjStm /N 99999 /First 9 ",
    "<feff",
];

/// How large a file may grow by repetition, in bytes.
const LARGE: usize = 300_000;

/// A fault put into some bytes.
fn fault(chance: &mut Chance, bytes: &mut Vec<u8>, tokens: &[&str]) {
    let at = chance.below(bytes.len() + 1);
    let mut insert = |what: &[u8]| drop(bytes.splice(at..at, what.iter().copied()));
    match chance.below(16) {
        0 | 1 => {
            for _ in 0..=chance.below(12) {
                if !bytes.is_empty() {
                    let at = chance.below(bytes.len());
                    bytes[at] ^= 1 << chance.below(8);
                }
            }
        }
        2 => bytes.truncate(at),
        3 => drop(bytes.drain(..at)),
        4 => {
            let end = (at + chance.below(40)).min(bytes.len());
            bytes.drain(at..end);
        }
        // The same again and again: what opens and never closes, what closes what was never open, long rows.
        5..=8 => {
            let token = chance.pick(tokens).as_bytes();
            let most = *chance.pick(&[8, 300, LARGE / token.len()]);
            insert(&token.repeat(1 + chance.below(most)));
        }
        // One after another of several.
        9 | 10 => {
            let row: String = (0..=chance.below(4)).map(|_| *chance.pick(tokens)).collect();
            insert(&row.as_bytes().repeat(1 + chance.below(LARGE / 4 / row.len().max(1))));
        }
        11 => insert(&other(chance)),
        12 => {
            let number =
                *chance.pick(&["99999999999999999999", "-1", "0", "1e999", "4294967296", "65536", "2147483648"]);
            if let Some(digit) = bytes.iter().skip(at).position(u8::is_ascii_digit) {
                bytes.splice(at + digit..=at + digit, number.bytes());
            }
        }
        13 => {
            let odd: [&[u8]; 9] = [
                b"\0",
                b"\xff",
                b"\xc0\x80",
                b"\xed\xa0\x80",
                b"\xf4\x90\x80\x80",
                b"\xe2\x80\xae",
                b"\xef\xbb\xbf",
                b"\x1b[2J",
                b"\r\r\n",
            ];
            insert(&chance.pick(&odd).repeat(1 + chance.below(300)));
        }
        14 => *bytes = encoded(chance, bytes),
        _ => *bytes = bytes.repeat(1 + chance.below(40)),
    }
}

/// The same text with another byte order mark, or in another encoding.
fn encoded(chance: &mut Chance, bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    match chance.below(4) {
        0 => [b"\xef\xbb\xbf", bytes].concat(),
        1 => [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
        2 => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => [&[0xff, 0xfe, 0, 0][..], &text.chars().flat_map(|c| (c as u32).to_le_bytes()).collect::<Vec<u8>>()]
            .concat(),
    }
}

/// A piece of a guide in any format.
fn other(chance: &mut Chance) -> Vec<u8> {
    let whole = match chance.below(TEXTS.len() + 2) {
        0 => good_pdf(),
        1 => zipped(chance.pick(&ARCHIVES).1),
        nth => TEXTS[nth - 2].guide.as_bytes().to_vec(),
    };
    let start = chance.below(whole.len());
    whole[start..start + chance.below(whole.len() - start)].to_vec()
}

/// Front matter that is too much of something.
fn front_matter(chance: &mut Chance) -> String {
    let many = 1 + chance.below(20_000);
    let value = match chance.below(7) {
        0 => format!("tags: [{}]", "x, ".repeat(many)),
        1 => format!("a: {}", "[".repeat(many)),
        2 => format!("a: {}", "{a: ".repeat(many)),
        3 => (0..many).map(|n| format!("k{n}: v\n")).collect(),
        4 => (0..many % 40).map(|n| format!("a{n}: &a{n} [*a{}, *a{}]\n", n.max(1) - 1, n.max(1) - 1)).collect(),
        5 => format!("title: \"{}\"", "é".repeat(many)),
        _ => format!("date: {}\nrole: {}", "9".repeat(many), "- a\n".repeat(many)),
    };
    if chance.once_in(4) { format!("+++\n{value}\n+++\n") } else { format!("---\n{value}\n---\n") }
}

/// An archive in an archive in an archive, each with a file that unpacks to much more than it takes.
fn nested_bomb(chance: &mut Chance, name: &str) -> Vec<u8> {
    let spaces = " ".repeat(1 + chance.below(6_000_000));
    let inner = zipped(&[(name, &spaces)]);
    // What is packed in it is text to the outer one: bytes beyond ASCII are of no use to a reader of XML anyway.
    let text: String = inner.iter().map(|byte| char::from(*byte)).collect();
    zipped(&[("inner.zip", &text), (name, if chance.once_in(2) { &spaces } else { &text })])
}

/// A malformed file: its extension and what it holds.
fn malformed(n: usize, seed: u64) -> (&'static str, Vec<u8>) {
    let chance = &mut Chance::new(seed.wrapping_mul(1 << 32).wrapping_add(n as u64));
    let kind = n % (TEXTS.len() + ARCHIVES.len() + 1);
    let faults = 1 + chance.below(4);
    let (extension, mut bytes, tokens) = if let Some(Seed { extension, guide, tokens }) = TEXTS.get(kind) {
        let start = if chance.once_in(8) { front_matter(chance) } else { String::new() };
        (*extension, (start + guide).into_bytes(), *tokens)
    } else if let Some((extension, files)) = ARCHIVES.get(kind - TEXTS.len()) {
        let mut files: Vec<(&str, Vec<u8>)> =
            files.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())).collect();
        if chance.once_in(20) {
            return (extension, nested_bomb(chance, files[0].0));
        }
        if chance.once_in(3) {
            (*extension, packed(&files), XML)
        } else {
            let at = chance.below(files.len());
            (0..faults).for_each(|_| fault(chance, &mut files[at].1, XML));
            return (extension, packed(&files));
        }
    } else if chance.once_in(2) {
        ("pdf", good_pdf(), PDF)
    } else {
        let mut program = lines(&[(24, "Beds"), (10, "Some soil"), (10, "and more of it")]);
        (0..faults).for_each(|_| fault(chance, &mut program, PDF));
        return ("pdf", pages(&[stream("", &program), program], "", "", &[], ""));
    };
    (0..faults).for_each(|_| fault(chance, &mut bytes, tokens));
    if chance.once_in(25) {
        let all =
            TEXTS.iter().map(|seed| seed.extension).chain(ARCHIVES.map(|(extension, _)| extension)).chain(["pdf"]);
        return (*chance.pick(&all.collect::<Vec<_>>()), bytes);
    }
    (extension, bytes)
}

fn packed(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let texts: Vec<(&str, String)> =
        files.iter().map(|(name, bytes)| (*name, String::from_utf8_lossy(bytes).into_owned())).collect();
    zipped(&texts.iter().map(|(name, text)| (*name, text.as_str())).collect::<Vec<_>>())
}

/// The files that a run skipped, by name, with the reason.
fn skipped(answer: &Answer) -> BTreeMap<String, String> {
    let report = answer.json();
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    report["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (name(&text(&file["path"])), text(&file["reason"])))
        .collect()
}

/// What is wrong with an answer of `kb index`; nothing where it ran to its end as it should.
fn wrong(answer: &Answer) -> Option<String> {
    let bad = answer.status != 0 || answer.stderr.contains("panicked") || answer.stderr.contains("internal error");
    bad.then(|| format!("exit {}: {}", answer.status, answer.stderr.chars().take(600).collect::<String>()))
}

#[test]
fn every_malformed_file_is_indexed_or_named() {
    const BATCH: usize = 325;
    let (count, seed) = (count_from("KB_SOAK_FILES", 2 * BATCH), count_from("KB_SOAK_SEED", 6) as u64);
    let (mut taken, mut reasons, mut faults) = (0, BTreeMap::new(), Vec::new());
    for first in (0..count).step_by(BATCH) {
        let kb = Kb::new().file("corpus/good.md", "# Good\n\nMarigolds.\n");
        let mut names = BTreeSet::from(["good.md".to_owned()]);
        for n in first..count.min(first + BATCH) {
            let (extension, bytes) = malformed(n, seed);
            let name = format!("{n}.{extension}");
            kb.write(&format!("corpus/{name}"), bytes);
            names.insert(name);
        }
        kb.rest();
        let answer = kb.run(["index", "--format", "json"]);
        if let Some(what) = wrong(&answer) {
            faults.push(format!("files {first} to {} of seed {seed}: {what}", first + BATCH));
            continue;
        }
        let skipped = skipped(&answer);
        let paths = kb.run(["search", "-n", "0", "--format", "paths"]).found().stdout;
        let indexed: BTreeSet<&str> = paths.lines().filter_map(|path| path.rsplit('/').next()).collect();
        for name in &names {
            if indexed.contains(name.as_str()) == skipped.contains_key(name) {
                faults.push(format!(
                    "{name} of seed {seed} is {}",
                    if skipped.contains_key(name) { "both" } else { "lost" }
                ));
            }
        }
        assert_eq!(kb.ids(["marigolds", "--guide", "good.md"]), ["good.md#good"]);
        taken += indexed.len() - 1;
        for (name, reason) in skipped {
            assert!(answer.stderr.contains(&name), "{name} is not named: {}", answer.stderr);
            let kind: String =
                reason.split(['(', ':']).next().unwrap_or_default().chars().filter(|c| !c.is_ascii_digit()).collect();
            *reasons.entry(kind).or_insert(0) += 1;
        }
    }
    println!("{count} malformed files of seed {seed}: {taken} indexed, skipped {reasons:?}");
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(taken > count / 4 && !reasons.is_empty(), "{taken} of {count} indexed");
}

/// What one file took.
struct Cost {
    name: String,
    took: Duration,
    /// The most memory that was resident, in bytes; 0 where the system does not tell.
    memory: u64,
}

/// Indexes one file alone.
fn cost(name: String, bytes: &[u8]) -> Result<Cost, String> {
    let kb = Kb::new().file(&format!("corpus/{name}"), bytes);
    let output = fs::File::create(kb.path("said")).unwrap();
    let mut command = kb.command(["index", "--format", "json"]);
    let started = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(output).spawn().unwrap();
    let status_file = format!("/proc/{}/status", child.id());
    let mut memory = 0;
    let status = loop {
        memory = memory.max(peak(Path::new(&status_file)));
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None if started.elapsed() > Duration::from_secs(60) => {
                child.kill().unwrap();
                child.wait().unwrap();
                return Err(format!("{name} takes more than a minute"));
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let took = started.elapsed();
    let said = String::from_utf8_lossy(&fs::read(kb.path("said")).unwrap()).into_owned();
    if !status.success() || said.contains("internal error") {
        return Err(format!("{name}: {status}: {said}"));
    }
    Ok(Cost { name, took, memory })
}

/// The peak of a process's resident memory in bytes, as Linux tells it.
fn peak(status: &Path) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) * 1024
}

#[test]
fn no_malformed_file_takes_long_or_much_memory() {
    let (count, seed) = (count_from("KB_SOAK_FILES", 52), count_from("KB_SOAK_SEED", 6) as u64);
    let next = AtomicUsize::new(count_from("KB_SOAK_FIRST", 0));
    let seen: Mutex<(Vec<Cost>, Vec<String>)> = Mutex::default();
    let work = || {
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= count {
                break;
            }
            let (extension, bytes) = malformed(n, seed);
            match cost(format!("{n}.{extension}"), &bytes) {
                Ok(cost) => seen.lock().unwrap().0.push(cost),
                Err(what) => seen.lock().unwrap().1.push(what),
            }
        }
    };
    std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        (0..threads).for_each(|_| drop(scope.spawn(work)));
    });
    let (mut costs, faults) = seen.into_inner().unwrap();
    costs.sort_by_key(|cost| std::cmp::Reverse(cost.took));
    for Cost { name, took, memory } in costs.iter().take(5) {
        println!("{name} took {took:?} and {} MB", memory / 1_000_000);
    }
    let most = costs.iter().max_by_key(|cost| cost.memory).unwrap();
    println!(
        "{} files of seed {seed} alone: the slowest took {:?}; the most memory is {} MB, of {}",
        costs.len(),
        costs[0].took,
        most.memory / 1_000_000,
        most.name
    );
    assert!(faults.is_empty(), "{faults:#?}");
    let seconds = if cfg!(debug_assertions) { 40 } else { 2 };
    assert!(costs[0].took < Duration::from_secs(seconds), "{} took {:?}", costs[0].name, costs[0].took);
    assert!(most.memory < 512_000_000, "{} took {} bytes", most.name, most.memory);
}
