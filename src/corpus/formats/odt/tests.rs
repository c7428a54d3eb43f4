use super::parse;
use crate::corpus::formats::outline::Outline;
use crate::corpus::formats::packed::testing::zipped;

const META: &str = "<office:document-meta><office:meta><dc:title>Left behind</dc:title><meta:keyword>ops</meta:keyword>\
    <meta:keyword>nights</meta:keyword><meta:creation-date>2020-01-01</meta:creation-date><dc:date>2026-11-01T10:00:00</dc:date></office:meta></office:document-meta>";

fn content(body: &str) -> String {
    format!(
        "<office:document-content><office:automatic-styles><style:style style:name='P1' style:parent-style-name='Title'/>\
         <style:style style:name='P2' style:parent-style-name='P2'/></office:automatic-styles>\
         <office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
}

fn read(body: &str) -> Outline {
    let styles =
        "<style:style style:name='T' style:parent-style-name='P1'/><style:header><text:p>no</text:p></style:header>";
    parse(&zipped(&[("content.xml", &content(body)), ("styles.xml", styles), ("meta.xml", META)])).unwrap()
}

fn body(text: &str) -> String {
    read(text).parts.into_iter().map(|part| part.body).collect::<Vec<_>>().join("\n#\n")
}

#[test]
fn headings_begin_parts() {
    let outline = read(
        "<text:p text:style-name='T'>Rota</text:p><text:p text:style-name='P2'>Intro</text:p>\
         <text:h text:outline-level='1'>Who</text:h><text:p>Ada</text:p><text:h text:outline-level='9'>Deep</text:h>",
    );
    let shown: Vec<_> = outline
        .parts
        .iter()
        .map(|part| {
            (
                part.heading.as_ref().map_or((0, ""), |h| (h.level, h.text.as_str())),
                part.body.as_str(),
                part.lines.first,
            )
        })
        .collect();
    assert_eq!(shown, [((0, ""), "Intro", 2), ((1, "Who"), "Ada", 3), ((6, "Deep"), "", 5)]);
    let facts = serde_json::json!({"title": "Rota", "tags": ["ops", "nights"], "date": "2026-11-01T10:00:00"});
    assert_eq!(serde_json::Value::Object(outline.front_matter), facts);
}

#[test]
fn lists_tables_links_notes_and_what_is_left_out() {
    let text = "<text:tracked-changes><text:deletion><text:p>no</text:p></text:deletion></text:tracked-changes>\
        <text:table-of-content><text:index-body><text:p>no</text:p></text:index-body></text:table-of-content>\
        <text:p>See<text:s text:c='3'/><text:a xlink:href='x'>the wiki</text:a><text:note><text:note-citation>1</text:note-citation>\
        <text:note-body><text:p>A note.</text:p></text:note-body></text:note>,\n now<office:annotation><text:p>no</text:p></office:annotation><text:line-break/>or</text:p>\
        <text:list><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>two</text:p></text:list-item></text:list></text:list-item></text:list>\
        <table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>";
    assert_eq!(body(text), "See the wiki, now\nor\n\nA note.\n\n- one\n- two\n\na | b");
    assert_eq!(read(text).parts[0].linked, 7);
}

#[test]
fn one_file_of_xml_will_do() {
    let flat = format!(
        "<?xml version='1.0'?><office:document>{META}<office:body><office:text><text:h>One</text:h><text:p>x</text:p></office:text></office:body></office:document>"
    );
    let outline = parse(flat.as_bytes()).unwrap();
    assert_eq!((outline.parts.len(), outline.parts[0].body.as_str()), (1, "x"));
    assert_eq!(outline.front_matter.get("title"), Some(&"Left behind".into()));
}

#[test]
fn hostile_documents_cost_little() {
    assert!(body(&("<text:p>".repeat(50_000) + "x")).ends_with('x'));
    assert!(body(&("<text:list><text:list-item>".repeat(50_000) + "<text:p>x")).ends_with("- x"));
    assert!(body(&("<table:table><table:table-row><table:table-cell>".repeat(50_000) + "<text:p>x")).ends_with('x'));
    assert!(body("<text:p>a<text:s text:c='4000000000'/>b</text:p>").len() < 10);
    let manifest = "<m><file-entry><encryption-data/></file-entry></m>";
    let locked = zipped(&[("content.xml", "x"), ("META-INF/manifest.xml", manifest)]);
    assert_eq!(parse(&locked).unwrap_err().reason, "encrypted");
    let whole = zipped(&[("content.xml", &content("<text:p>x</text:p>"))]);
    for bytes in [&b""[..], b"\0\0", &whole[..20], &whole[..whole.len() - 3], &zipped(&[("a", "b")])] {
        assert!(parse(bytes).is_err());
    }
    let cut = parse(&zipped(&[("content.xml", "<a><office:body><text:p>kept")])).unwrap();
    assert_eq!((cut.parts[0].body.as_str(), cut.warnings.len()), ("kept", 1));
}
