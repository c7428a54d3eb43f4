#!/usr/bin/env bash
# Indexes files that are meant to do harm, each alone beside a small guide, and prints for each the seconds on the
# clock, the seconds of processor time, the most memory of a process in MB, and what became of it. Ends with 1 where one
# took more than 2 s of processor time or 512 MB, or ended the run. Processor time is compared, because
# the clock tells more about what else the machine does.
#
#   KB=target/release/kb benches/hostile.sh [PATTERN]
#
# PATTERN: a regular expression for the names of the cases. Needs python3 and GNU time.
set -Eeuo pipefail

KB="$(realpath "${KB:-target/release/kb}")"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

cat > "$folder/cases.py" <<'PYTHON'
"""cases.py [NAME]: lists the cases, or writes one to its standard output."""
import io, sys, zipfile, zlib

MB = 1_000_000
cases = {}


def repeated(extension, name, pattern, megabytes=(6, 60)):
    for size in megabytes:
        cases[f"{name}-{size}.{extension}"] = lambda size=size: pattern.encode() * (size * MB // len(pattern.encode()))


# Markup that opens, nests or ends all the time, over and over, by extension.
PATTERNS = {
    "md": ["# a\n", "[", "[a](b) ", "*a **a ", "`a` ", "<", "> ", "- a\n", "|a|b|\n|-|-|\n", "[a]: b\n", "[^a]: b\n",
           "{{ a ", "{{{{", "{%", "<% ", "[!a ", "<A>", "::: a\n", "a\n\n", "\n", "word "],
    "mdx": ["<A>", "{a\n", "<A b={", "# a\n", "import a from 'b'\n"],
    "html": ["<div>", "<h1>", "<h1>a</h1>", "<p>a", "<table><tr><td>", "<b><p>", "<", "&", "<!--", "<script>"],
    "rst": ["*a", ":a:`b` ", ".. note::\n\n   a\n\n", "=\na\n=\n", "=== ===\na b\n", "a\n\n", "|a|", "\n"],
    "adoc": ["== a\n", "*a", "|===\n|a |b\n|===\n", "a:b[", "====\n", "{a}", "[[a]]"],
    "org": ["* a\n", "[[", "#+begin_src\n", ":a:\n", "|a|b\n", "{{{a"],
    "txt": ["word ", "Title\n=====\n", "1. Heading\n\n", "庭の土は水を保ちます。", "N\bN", "\x1b[1mB\x1b[0m", "\n"],
}
for extension, patterns in PATTERNS.items():
    for nth, pattern in enumerate(patterns):
        repeated(extension, f"pattern{nth}", pattern)


def letters(n):
    return "".join(chr(97 + n // 26**place % 26) for place in range(5))


def defined(n):
    return f"{' '.join(letter + 'word' for letter in letters(n))} ({letters(n).upper()}) is used.\n"


cases["deep.md"] = lambda: b">" * 50_000 + b" a\n"
cases["zeros.md"] = lambda: b"# a\n" * 3_000 + b"\0" * 10 * MB
cases["latin.md"] = lambda: "Größe der Straße\n".encode("latin-1") * (60 * MB // 17)
cases["line.txt"] = lambda: b"a" * 100 * MB
cases["different.txt"] = lambda: " ".join(f"q{n * 2654435761 % 2**32:x}" for n in range(6 * MB)).encode()
cases["acronyms.md"] = lambda: "".join(map(defined, range(100_000))).encode()
cases["ticks.md"] = lambda: b" ".join(b"`" * n for n in range(4_400))
cases["columns.md"] = lambda: b"|a" * 100_000 + b"|\n" + b"|-" * 100_000 + b"|\n" + b"|a\n" * 3 * MB
cases["references.md"] = lambda: "".join(f"[r{n}]: b\n" for n in range(800_000)).encode()
cases["aliases.md"] = lambda: (
    "---\na0: &a0 [x, x]\n"
    + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    + "---\nb\n").encode()
cases["yaml.md"] = lambda: b"---\na: " + b"[" * 10 * MB + b"\n---\nb\n"
cases["keys.md"] = lambda: b"---\n" + b"".join(b"k%d: v\n" % n for n in range(900_000)) + b"---\nb\n"
cases["toml.md"] = lambda: b"+++\na = " + b"[" * 10 * MB + b"\n+++\nb\n"
cases["nested.rst"] = lambda: b"".join(b" " * n + b".. note::\n\n" for n in range(3_000))
cases["attributes.html"] = lambda: b"<p " + b"".join(b"a%d=b " % n for n in range(900_000)) + b">x"


def notebook(cells):
    return b'{"cells": [' + b",".join(cells) + b'], "metadata": {}}'


cases["cells.ipynb"] = lambda: notebook([b'{"cell_type":"markdown","source":["# a\\n"]}'] * (60 * MB // 44))
cases["empty.ipynb"] = lambda: notebook([b'{"cell_type":""}'] * (60 * MB // 17))
cases["lines.ipynb"] = lambda: notebook(
    [b'{"cell_type":"markdown","source":[' + b",".join([b'"# a\\n"'] * (60 * MB // 8)) + b"]}"])
cases["deep.ipynb"] = lambda: b'{"cells": ' + b"[" * 60 * MB


def archive(files, packed):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as written:
        for name, content in files:
            written.writestr(name, content)
    return target.getvalue()


def book(chapter, count):
    items = "".join(f"<item id='c{n}' href='{n}.html' media-type='application/xhtml+xml'/>" for n in range(count))
    spine = "".join(f"<itemref idref='c{n}'/>" for n in range(count))
    return [
        ("META-INF/container.xml", "<container><rootfiles><rootfile full-path='o.opf'/></rootfiles></container>"),
        ("o.opf", f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>"),
    ] + [(f"{n}.html", chapter) for n in range(count)]


WORD = b"<w:document><w:body>"
OPEN = b"<office:document-content><office:body><office:text>"
XML = {
    "docx": ("word/document.xml", WORD, [b"<w:p><w:r><w:t>a</w:t></w:r></w:p>", b"<w:p/>", b"<w:tbl><w:tr><w:tc><w:p>"]),
    "odt": ("content.xml", OPEN, [b"<text:p>a</text:p>", b"<text:p/>", b"<text:s text:c='1000000000'/>"]),
}
for extension, (name, start, patterns) in XML.items():
    for nth, pattern in enumerate(patterns):
        for size, packed in [(31, False), (60, False), (300, True)]:
            cases[f"pattern{nth}-{size}.{extension}"] = lambda name=name, start=start, pattern=pattern, size=size, \
                packed=packed: archive([(name, start + pattern * (size * MB // len(pattern)))], packed)
cases["files.docx"] = lambda: archive([(f"{n}", b"") for n in range(70_000)], False)
cases["tags.epub"] = lambda: archive(book(b"<div>" * (12 * MB // 5), 1), False)
cases["chapters.epub"] = lambda: archive(book(b"<p>a</p>" * (MB // 8), 60), False)
cases["many.epub"] = lambda: archive(book(b"<p>a</p>", 30_000), True)


def pdf(program, filters):
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
    stream = b"<< /Length %d %s >>\nstream\n" % (len(program), filters) + program + b"\nendstream"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, stream, font]
    written, places = b"%PDF-1.7\n", b""
    for nth, content in enumerate(objects):
        places += b"%010d 00000 n \n" % len(written)
        written += b"%d 0 obj\n" % (nth + 1) + content + b"\nendobj\n"
    table = b"xref\n0 6\n0000000000 65535 f \n" + places + b"trailer\n<< /Size 6 /Root 1 0 R >>\n"
    return written + table + b"startxref\n%d\n%%%%EOF\n" % len(written)


def inflating(megabytes):
    packer = zlib.compressobj(9)
    return b"".join([packer.compress(b" " * MB) for _ in range(megabytes)] + [packer.flush()])


for size in (1, 10, 60):
    cases[f"drawing-{size}.pdf"] = lambda size=size: pdf(b"0 0 m 9 9 l S\n" * (size * MB // 14), b"")
    cases[f"text-{size}.pdf"] = lambda size=size: pdf(b"BT /F 9 Tf 9 9 Td (word) Tj ET\n" * (size * MB // 31), b"")
    cases[f"objects-{size}.pdf"] = lambda size=size: b"%PDF-1.7\n" + b"1 0 obj\n" * (size * MB // 8)
cases["inflates.pdf"] = lambda: pdf(inflating(2_000), b"/Filter /FlateDecode")

if len(sys.argv) == 1:
    print("\n".join(cases))
else:
    sys.stdout.buffer.write(cases[sys.argv[1]]())
PYTHON

over=0
printf '%8s %8s %6s  %s\n' clock processor MB case
for name in $(python3 "$folder/cases.py" | grep -E "${1:-.}"); do
    rm -rf "$folder/corpus" "$folder/index"
    mkdir "$folder/corpus"
    printf '# Raised beds\n\nSoil for marigolds.\n' > "$folder/corpus/small.md"
    python3 "$folder/cases.py" "$name" > "$folder/corpus/$name"
    ended=0
    (cd "$folder" && command time -o time -f '%e %U %S %M' timeout 60 "$KB" index corpus --index index) \
        > "$folder/said" 2>&1 || ended=$?
    read -r clock user system memory < <(tail -n 1 "$folder/time")
    said="$(grep -aoE "$name: .*" "$folder/said" | cut -d: -f2- | head -n 2 | tr '\n' ';' || true)"
    verdict="$(awk -v p="$user" -v s="$system" -v m="$memory" -v e="$ended" \
        'BEGIN { print (p + s > 2 || m > 512 * 1024 || e != 0) ? "OVER" : "" }')"
    [ -z "$verdict" ] || over=1
    printf '%8.2f %8.2f %6d  %s %s%s\n' "$clock" "$(awk "BEGIN { print $user + $system }")" "$((memory / 1024))" \
        "$name" "$verdict" "$said"
done
exit "$over"
