use super::parse;
use crate::corpus::formats::packed::testing::zipped;
use crate::guide::Unit;

const CONTAINER: &str = "<container><rootfiles><rootfile full-path='text/book.opf'/></rootfiles></container>";
const PACKAGE: &str = "<package xmlns:dc='d'><metadata><dc:title>On call</dc:title><dc:creator>Somebody</dc:creator>\
    <dc:subject>ops</dc:subject><dc:subject>nights</dc:subject><meta property='dcterms:modified'>2026-11-01T00:00:00Z</meta></metadata>\
    <manifest><item id='n' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>\
    <item id='c' href='cover.xhtml' media-type='application/xhtml+xml'/>\
    <item id='1' href='a%20b.xhtml' media-type='application/xhtml+xml'/><item id='2' href='2.xhtml' media-type='application/xhtml+xml'/>\
    <item id='3' href='3.xhtml' media-type='application/xhtml+xml'/><item id='4' href='../4.xhtml' media-type='application/xhtml+xml'/>\
    <item id='p' href='p.png' media-type='image/png'/></manifest>\
    <spine><itemref idref='c'/><itemref idref='n'/><itemref idref='2'/><itemref idref='1'/><itemref idref='1'/><itemref idref='3'/>\
    <itemref idref='4'/><itemref idref='p'/><itemref idref='none'/></spine>\
    <guide><reference type='cover' href='cover.xhtml#x'/></guide></package>";

fn files() -> Vec<(&'static str, &'static str)> {
    vec![
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("text/book.opf", PACKAGE),
        (
            "text/nav.xhtml",
            "<html><body><nav><a href='a%20b.xhtml#i'>The <i>pager</i></a><a href='2.xhtml'>No</a></nav></body></html>",
        ),
        ("text/cover.xhtml", "<p>Cover</p>"),
        (
            "text/2.xhtml",
            "<html><body><p>Chapter 1</p><h1 id='s'>Rota</h1><p>alpha</p><h2 id='s'>Swaps</h2><p>beta</p></body></html>",
        ),
        ("text/a b.xhtml", "<html><body><p>gamma</p></body></html>"),
        ("text/3.xhtml", "<html><body><p>delta</p></body></html>"),
        ("4.xhtml", "<html><body><h1 id='s'>End</h1></body></html>"),
    ]
}

#[test]
fn chapters_come_in_the_order_of_reading() {
    let outline = parse(&zipped(&files())).unwrap();
    let shown: Vec<_> = outline
        .parts
        .iter()
        .map(|part| {
            let heading = part.heading.as_ref().map_or(String::new(), |h| format!("{} {}", h.level, h.text));
            (heading, part.body.as_str(), part.lines.into())
        })
        .collect();
    let expected: [(String, &str, [u32; 2]); 4] = [
        ("1 Rota".into(), "Chapter 1\n\nalpha", [1, 1]),
        ("2 Swaps".into(), "beta", [1, 1]),
        ("1 The pager".into(), "gamma\n\ndelta", [2, 3]),
        ("1 End".into(), "", [4, 4]),
    ];
    assert_eq!(shown, expected);
    assert_eq!((outline.unit, outline.warnings.len()), (Unit::Chapter, 0));
    let facts = serde_json::json!({"title": "On call", "tags": ["ops", "nights"], "date": "2026-11-01T00:00:00Z"});
    assert_eq!(serde_json::Value::Object(outline.front_matter), facts);
}

#[test]
fn old_books_have_their_contents_in_a_file_of_its_own() {
    let mut files = files();
    files[2].1 = "<package><manifest><item id='x' href='t.ncx' media-type='application/x-dtbncx+xml'/>\
        <item id='1' href='3.xhtml' media-type='application/xhtml+xml'/></manifest><spine toc='x'><itemref idref='1'/></spine></package>";
    files.push(("text/t.ncx", "<ncx><navMap><navPoint><navLabel><text>The  third</text></navLabel><content src='3.xhtml#a'/></navPoint></navMap></ncx>"));
    let outline = parse(&zipped(&files)).unwrap();
    assert_eq!(outline.parts[0].heading.as_ref().map(|heading| heading.text.as_str()), Some("The third"));
}

#[test]
fn protected_and_broken_books_are_refused() {
    let with = |name: &'static str, content: &'static str| {
        let mut files = files();
        files.push((name, content));
        parse(&zipped(&files))
    };
    let encrypted = |way: &str| {
        format!("<encryption><EncryptedData><EncryptionMethod Algorithm='{way}'/></EncryptedData></encryption>")
    };
    let aes: &'static str = encrypted("http://www.w3.org/2001/04/xmlenc#aes128-cbc").leak();
    let font: &'static str = encrypted("http://www.idpf.org/2008/embedding").leak();
    assert!(with("META-INF/encryption.xml", aes).unwrap_err().reason.contains("DRM"));
    assert!(with("META-INF/rights.xml", "").unwrap_err().reason.contains("DRM"));
    assert!(with("META-INF/encryption.xml", font).is_ok());
    let whole = zipped(&files());
    for end in [0, 10, whole.len() / 2, whole.len() - 5] {
        assert!(parse(&whole[..end]).is_err(), "{end}");
    }
    assert!(parse(&zipped(&files()[..1])).unwrap_err().reason.contains("no book"));
    let missing = parse(&zipped(&files()[..5])).unwrap_err();
    assert!(missing.reason.contains("text/2.xhtml in it is missing"), "{missing:?}");
    let some = parse(&zipped(&files()[..6])).unwrap();
    assert_eq!((some.parts.len(), some.warnings.len()), (2, 3));
}

#[test]
fn hostile_books_cost_little() {
    let mut files = files();
    let deep = "<div>".repeat(50_000) + "<p>x";
    let spine: String = (0..30_000).map(|n| format!("<itemref idref='{}'/>", n % 5)).collect();
    let package = PACKAGE.replace("<spine>", &format!("<spine>{spine}"));
    files[2].1 = package.leak();
    files[5].1 = deep.leak();
    let outline = parse(&zipped(&files)).unwrap();
    assert!(outline.parts.iter().any(|part| part.body.contains('x')));
    files[5].1 = " ".repeat(20_000_000).leak();
    assert!(parse(&zipped(&files)).unwrap().warnings.iter().any(|warning| warning.contains("far more")));
}

#[test]
fn chapters_beyond_the_limit_are_left_out_and_that_is_said() {
    let long = "<p>a</p>".to_owned() + &" ".repeat(super::MOST);
    let incompressible: String =
        (0..200_000u64).map(|n| format!("{:x}", n.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
    let mut files = files();
    files.push(("x", &incompressible)); // so that the archive may unpack to as much
    let at = files.iter().position(|(name, _)| *name == "text/2.xhtml").unwrap();
    files[at].1 = &long;
    let error = parse(&zipped(&files)).unwrap_err();
    assert!(error.reason.contains("only the first 6 MB of its chapters are read"), "{}", error.reason);
}
