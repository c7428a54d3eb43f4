use super::parse;
use crate::corpus::formats::outline::Outline;
use crate::corpus::formats::packed::testing::zipped;
use crate::guide::Unit;

const STYLES: &str = "<w:styles><w:style w:styleId='U1'><w:name w:val='heading 1'/></w:style>\
    <w:style w:styleId='U2'><w:name w:val='heading 2'/></w:style><w:style w:styleId='T'><w:name w:val='Title'/></w:style></w:styles>";

fn packed(body: &str) -> Vec<u8> {
    let document = format!("<?xml version='1.0'?><w:document><w:body>{body}</w:body></w:document>");
    let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = format!(
        "<Relationships><Relationship Type='{kinds}/officeDocument' Target='/text/main.xml'/>\
         <Relationship Type='http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties' Target='core.xml'/></Relationships>"
    );
    let own = format!(
        "<Relationships><Relationship Type='{kinds}/styles' Target='../s.xml'/>\
         <Relationship Type='{kinds}/hyperlink' Target='https://x' TargetMode='External'/>\
         <Relationship Type='{kinds}/footnotes' Target='notes.xml'/></Relationships>"
    );
    zipped(&[
        ("_rels/.rels", &main),
        ("text/_rels/main.xml.rels", &own),
        ("text/main.xml", &document),
        ("s.xml", STYLES),
        (
            "text/notes.xml",
            "<w:footnotes><w:footnote w:id='2'><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>",
        ),
        ("core.xml", "<c><dc:title>From the template</dc:title><cp:keywords>ops</cp:keywords></c>"),
        ("../../evil.xml", "x"),
    ])
}

fn read(body: &str) -> Outline {
    parse(&packed(body)).unwrap()
}

fn paragraph(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn bodies(body: &str) -> String {
    read(body).parts.into_iter().map(|part| part.body).collect::<Vec<_>>().join("\n#\n")
}

#[test]
fn headings_by_style_begin_parts() {
    let text = [("T", "Rota"), ("", "Intro"), ("U1", "Who"), ("", "Ada"), ("U2", "Swaps"), ("Heading3", "Deep")];
    let outline = read(&text.map(|(style, text)| paragraph(style, text)).concat());
    let shown: Vec<_> = outline
        .parts
        .iter()
        .map(|part| {
            let heading = part.heading.as_ref().map_or((0, ""), |heading| (heading.level, heading.text.as_str()));
            (heading, part.body.as_str(), part.lines.first)
        })
        .collect();
    assert_eq!(shown, [((0, ""), "Intro", 2), ((1, "Who"), "Ada", 3), ((2, "Swaps"), "", 5), ((3, "Deep"), "", 6)]);
    assert_eq!(outline.front_matter.get("title"), Some(&"Rota".into()));
    assert_eq!((outline.unit, outline.warnings.len()), (Unit::Paragraph, 0));
    let titled = read(&paragraph("U1", "Who"));
    assert_eq!(titled.front_matter.get("title"), Some(&"From the template".into()));
    assert_eq!(titled.front_matter.get("tags"), Some(&vec!["ops"].into()));
}

#[test]
fn lists_tables_links_and_notes() {
    let item = |text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='3'/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let cell = |text: &str| format!("<w:tc><w:tcPr/>{}</w:tc>", paragraph("", text));
    let body = [
        "<w:p><w:r><w:t>See </w:t></w:r><w:hyperlink r:id='x'><w:r><w:t>the wiki</w:t></w:r></w:hyperlink>\
         <w:r><w:footnoteReference w:id='2'/><w:tab/><w:t>now</w:t><w:br/><w:t>or never</w:t></w:r></w:p>"
            .to_owned(),
        item("one"),
        item("two"),
        format!("<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>", cell("a"), cell("b"), cell("c"), cell("d")),
    ]
    .concat();
    let outline = read(&body);
    assert_eq!(outline.parts[0].body, "See the wiki now\nor never\n\nA note.\n\n- one\n- two\n\na | b\nc | d");
    assert_eq!(outline.parts[0].linked, 7);
}

#[test]
fn what_readers_do_not_see_is_left_out() {
    let body = "<w:p><w:pPr><w:tabs><w:tab w:pos='1'/></w:tabs><w:rPr><w:vanish/></w:rPr></w:pPr>\
        <w:r><w:t>Kept</w:t></w:r><w:del><w:r><w:delText>no</w:delText><w:t>no</w:t></w:r></w:del>\
        <w:ins><w:r><w:t> added</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>no</w:t></w:r></w:moveFrom>\
        <w:r><w:instrText>PAGE no</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r>\
        <w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Box</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
        <mc:Fallback><w:txbxContent><w:p><w:r><w:t>no</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>\
        <w:r><w:t>.</w:t></w:r></w:p>\
        <w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>\
        <w:sdtContent><w:p><w:r><w:t>no</w:t></w:r></w:p></w:sdtContent></w:sdt>\
        <w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>Control</w:t></w:r></w:p></w:sdtContent></w:sdt>";
    assert_eq!(bodies(body), "Kept added.\n\nBox\n\nControl");
}

#[test]
fn hostile_documents_cost_little() {
    assert!(bodies(&("<w:p><w:r>".repeat(50_000) + "<w:t>x")).ends_with('x'));
    assert!(bodies(&("<w:tbl><w:tr><w:tc>".repeat(50_000) + &paragraph("", "x"))).ends_with('x'));
    assert!(
        bodies(&("<w:p><w:r><w:txbxContent><w:tbl><w:tr><w:tc>".repeat(20_000) + &paragraph("", "x"))).contains('x')
    );
    assert_eq!(bodies(&("</w:p></w:tbl></w:tr>".repeat(50_000) + &paragraph("", "x"))), "x");
    let again = "<w:p><w:r><w:footnoteReference w:id='2'/></w:r></w:p>".repeat(20_000);
    assert_eq!(bodies(&(paragraph("", "x") + &again)), "x\n\nA note.");
    let cut = "<?xml version='1.0'?><w:document><w:body>".to_owned() + &paragraph("", "kept") + "<w:p><w:r><w:t>ha";
    let outline = parse(&zipped(&[("word/document.xml", &cut)])).unwrap();
    assert_eq!((outline.parts[0].body.as_str(), outline.warnings.len()), ("kept\n\nha", 1));
    for bytes in [&b""[..], b"PK\x03\x04", b"plain text", &zipped(&[("a", "b")]), &packed("x")[..200]] {
        assert!(parse(bytes).is_err());
    }
}
