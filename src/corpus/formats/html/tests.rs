//! Pages of all sorts, and what is read of them.

use super::template::read;
use super::{fragment, parse};
use crate::corpus::formats::testing::{self, shown};

fn bodies(text: &str) -> String {
    testing::bodies(&parse(text))
}

#[test]
fn headings_begin_parts() {
    let page = "<!DOCTYPE html>\n<title> Teams &amp;\n tools </title>\n<p>Before\n</p>\n\n<h1 id=top>The <em>one</em></h1>\n\
        <p>First\nparagraph.</p>\n\n<h2><a name='two'></a>Two<br>lines</h2>\ntext\n\n<h6>Deep</h6>";
    let outline = parse(page);
    assert_eq!(outline.title.as_deref(), Some("Teams & tools"));
    let expected =
        ["[4-4]: Before", "1 The one#top [7-9]: First paragraph.", "2 Two lines#two [11-12]: text", "6 Deep [14-14]: "];
    assert_eq!(shown(&outline), expected);
}

#[test]
fn permalinks_are_no_part_of_a_heading() {
    let page = "<h2>C#<a class=headerlink href='#c-sharp'>¶</a></h2><h2>One <a href='#ONE'>#</a></h2>\
        <h2 id=x>Two<a href='#y' aria-hidden=true>link</a></h2><h2><a href='#z'>Linked</a></h2>";
    assert_eq!(
        shown(&parse(page)),
        ["2 C##c-sharp [1-1]: ", "2 One#ONE [1-1]: ", "2 Two#x [1-1]: ", "2 Linked [1-1]: "]
    );
}

#[test]
fn blocks_items_cells_and_code() {
    let page = "<p>a<b>b</b> c<p>d<br>e<ul><li>one<li><p>two</p><ol><li>three</ol></ul>f\
        <table><tr><th>x<th>y<tr><td><p>1</p><td>2</table><pre>\n  if:\n    z\n</pre>g<dl><dt>h<dd>i</dl>";
    let expected = "ab c\n\nd\ne\n\n- one\n- two\n- three\n\nf\n\nx | y\n1 | 2\n\n  if:\n    z\n\ng\n\nh\ni";
    assert_eq!(bodies(page), expected);
}

#[test]
fn furniture_is_left_out() {
    let page = "<header>no</header><nav>no<ul><li>no</ul></nav><p>yes</p><div class='x navheader'><div>no</div>no</div>\
        <aside>no</aside><form>no</form><button>no</button><select><option>no</select><svg><text>no</text><title>no</title></svg>\
        <div role=search>no</div><p hidden>no<p>yes<span aria-hidden=true>no<span>no</span>no</span> yes</p>\
        <script>if (a<b) document.write('<p>no')</script><style>no</style><template>no</template><noscript>no</noscript>\
        <textarea><p>no</textarea><footer>no</footer>";
    assert_eq!(bodies(page), "yes\n\nyes yes");
    assert_eq!(parse(page).title, None);
}

#[test]
fn the_main_content_counts() {
    assert_eq!(bodies("<p>a<main><p>b</main><p>c"), "b");
    assert_eq!(bodies("<p>a<div role=main><div>b</div></div><p>c"), "b");
    assert_eq!(bodies("<p>a<article>b</article>c"), "b");
    assert_eq!(bodies("<article>a</article><article>b</article>"), "a\n\nb");
    assert_eq!(bodies("<p>a<main></main>b"), "a\n\nb");
    assert_eq!(shown(&parse("<header>no</header><article><header><h1>T</h1></header>b</article>")), ["1 T [1-1]: b"]);
    assert_eq!(bodies("<form><p>all of it</p></form>"), "all of it");
}

#[test]
fn quoted_headings_are_text() {
    assert_eq!(shown(&parse("<blockquote><h2>q</h2>r</blockquote><h2>s</h2>")), ["[1-1]: q\n\nr", "2 s [1-1]: "]);
}

#[test]
fn tags_that_never_close_swallow_little() {
    assert_eq!(bodies("<div><nav>no</div><p>yes"), "yes");
    assert_eq!(bodies("<ul><li hidden>no<li>yes</ul>"), "- yes");
    assert_eq!(bodies("<p hidden>no<div>yes</div>"), "yes");
    assert_eq!(bodies("<svg><g>no<p>yes"), "yes");
    assert_eq!(bodies("</nav></div><p>yes</p></main></li></td></tr></h1>"), "yes");
    assert_eq!(bodies("<table><tr><td><nav>no<table><tr><td>no</div></table>no</nav>yes</table>"), "yes");
    assert_eq!(shown(&parse("<h1>T<p>a</p><h2>U<div>b")), ["1 T [1-1]: a", "2 U [1-1]: b"]);
    assert_eq!(shown(&parse("<h1><div>T</div></h1>a<h2></h2>b")), ["1 T [1-1]: a\n\nb"]);
    assert_eq!(bodies("yes<script>no"), "yes");
    assert_eq!(bodies("<?xml version='1.0'?><script src='x'/><p>yes"), "yes");
}

#[test]
fn fragments_keep_what_a_page_leaves_out() {
    assert_eq!(
        fragment("<aside>\nNote <b>well</b>\n</aside><!-- no --><h2>T</h2><script>no</script>"),
        "Note well\n\nT"
    );
    assert_eq!(fragment(""), "");
    assert_eq!(fragment("a < b & c &lt; d <"), "a < b & c < d <");
}

#[test]
fn hostile_pages_cost_no_stack_and_little_time() {
    let flood: String = (0..20_000).map(|n| format!("a{n} ")).collect();
    for (text, wanted) in [
        ("<div>".repeat(50_000) + "x", "x"),
        ("<b>".repeat(10_000) + &"</i>".repeat(10_000) + "x", "x"),
        ("<span hidden>".repeat(10_000) + &"</span>".repeat(10_000) + "x", "x"),
        ("<ul><li>".repeat(10_000) + "x", "- x"),
        ("<table><tr><td>".repeat(10_000) + "x", "x"),
        ("<blockquote>".repeat(10_000) + &"</div>".repeat(10_000) + "x", "x"),
        (format!("<p {flood}>x"), "x"),
        ("\0".repeat(30_000) + "x", "x"),
        ("<".repeat(50_000), ""),
        ("&".repeat(50_000), ""),
        ("<!--".repeat(10_000), ""),
        ("<a href='".repeat(30_000), ""),
    ] {
        let body = bodies(&text);
        assert!(body.ends_with(wanted), "{}", text.get(..20).unwrap_or_default());
    }
}

/// `KB_TEST_PAGE` names a file whose outline is to be printed.
#[test]
fn an_outline_to_look_at() {
    if let Some(path) = std::env::var_os("KB_TEST_PAGE") {
        let outline = parse(&std::fs::read_to_string(path).expect("a page"));
        println!("{:?} {:?}", outline.title, outline.front_matter);
        shown(&outline).iter().for_each(|part| println!("{part}\n"));
    }
}

#[test]
fn a_sphinx_page() {
    let page = "<html lang=en><head><title>Beds — Garden 2.1 documentation</title></head><body>\
        <div class='related' role='navigation' aria-label='related navigation'><h3>Navigation</h3><ul><li><a href=x>index</a></ul></div>\
        <div class='document'><div class='bodywrapper'><div class='body' role='main'>\
        <section id='raised-beds'><span id='index-0'></span><h1>Beds<a class='headerlink' href='#raised-beds' title='Link to this heading'>Link</a></h1>\
        <nav class='contents' id='contents'><p>Contents</p><ul><li><a href='#soil'>Soil in beds</a></ul></nav><p>Beds are raised.</p>\
        <div class='admonition note'><p class='admonition-title'>Note</p><p>Mind the frost.</p></div>\
        <aside class='sidebar'><p>Tools</p><p>A spade is enough.</p></aside>\
        <table class='highlighttable'><tr><td class='linenos'><pre>1\n2</pre></td><td class='code'><pre>dig()\nsow()</pre></td></table>\
        <section id='search'><h2>Search</h2><p>Where to look for seeds.</p></section></section></div></div></div>\
        <div class='sphinxsidebar' role='navigation'><h3>Table of Contents</h3><ul><li><a href='#'>Beds</a></ul></div></div>\
        <div class='footer' role='contentinfo'>&copy; the gardeners</div></body></html>";
    let outline = parse(page);
    assert_eq!(outline.title.as_deref(), Some("Beds"));
    let expected = [
        "1 Beds#raised-beds [1-3]: Beds are raised.\n\nNote\n\nMind the frost.\n\nTools\n\nA spade is enough.\n\ndig()\nsow()",
        "2 Search#search [3-3]: Where to look for seeds.",
    ];
    assert_eq!(shown(&outline), expected);
}

#[test]
fn a_docbook_page() {
    let page = "<?xml version='1.0'?><html><head><title>3.2. Soil</title></head><body><div class='navheader'><table><tr><th>3.2. Soil</th></tr>\
        <tr><td><a href='p.html'>Prev</a></td><td><a href='n.html'>Next</a></td></tr></table><hr /></div>\
        <div class='sect1' id='SOIL'><div class='titlepage'><div><div><h2 class='title'>3.2. Soil</h2></div><div><h3 class='author'>A. Gardener</h3></div></div></div>\
        <div class='toc'><dl class='toc'><dt><a href='#SOIL-SAND'>3.2.1. Sand in it</a></dt></dl></div>\
        <a id='id-1.2' class='indexterm'></a><p>Soil is what beds hold.</p>\
        <div class='tip'><h3 class='title'>Tip</h3><p>Smell it.</p></div>\
        <div class='sect2' id='id-1.2.3'><div class='titlepage'><h3>3.2.1. Sand</h3></div><p>Sand drains.</p></div></div>\
        <div class='navfooter'><table><tr><td><a href='p.html'>Prev</a></td><td>3.1. Beds</td></tr></table></div></body></html>";
    let outline = parse(page);
    assert_eq!(outline.title.as_deref(), Some("3.2. Soil"));
    let expected = [
        "1 3.2. Soil#SOIL [1-1]: A. Gardener\n\nSoil is what beds hold.\n\nTip\n\nSmell it.",
        "3 3.2.1. Sand [1-1]: Sand drains.",
    ];
    assert_eq!(shown(&outline), expected);
}

#[test]
fn pages_of_site_generators_and_wikis() {
    for page in [
        // A theme without <main>, and the site's name as a heading.
        "<title>Soil | Garden</title><header class='site-header'><h1><a href='/'>Garden</a></h1><ul><li><a href=a>Beds</a></ul></header>\
         <ul class='breadcrumb'><li><a href=/>Home</a></ul><h2>Soil</h2><p>It holds water for the dry days of summer.<div class='pagination'><a href=n>Next</a></div>\
         <p class='edit-this-page'><a href=e>Edit this page</a><div class='cookie-banner'>We use cookies.</div>",
        // A wiki.
        "<title>Soil - Garden</title><div id='mw-head'>Log in</div><div id='content'><h1 id='firstHeading'>Soil</h1><div id='bodyContent'>\
         <div id='siteSub' style='display: none'>From Garden</div><div id='toc' class='toc'><a href='#a'>1 Sand</a></div>\
         <p>It holds water for the dry days of summer.<span class='mw-editsection'>[edit]</span></p><div class='printfooter'>Retrieved</div></div></div>\
         <div id='mw-navigation'><h2>Navigation menu</h2></div>",
        // Tables for layout, nothing named.
        "<title>Soil</title><table><tr><td><a href=a>Home page</a><br><a href=b>Beds</a><br><a href=c>About</a></td>\
         <td><h1>Soil</h1>It holds water for the dry days of summer.</td></tr></table><p><a href=p>Prev</a> | <a href=n>Next</a></p>",
        // A menu above the heading.
        "<title>Soil</title><body><ul><li><a href=a>Home</a><li><a href=b>Plan</a></ul><h1>Soil</h1><p>It holds water for the dry days of summer.",
        // Docusaurus.
        "<title>Soil | Garden</title><a class=skipToContent href='#x'></a><nav class='navbar navbar--fixed-top'>x</nav><main><article>\
         <nav class=theme-doc-breadcrumbs aria-label=Breadcrumbs><ul><li>Plan</ul></nav><div class='tocCollapsible theme-doc-toc-mobile'>x <a href='#a'>On this page</a></div>\
         <div class='theme-doc-markdown markdown'><header><h1>Soil</h1></header><p>It holds water for the dry days of summer.</p></div>\
         <footer class=theme-doc-footer><a href=e>Edit this page</a></footer></article><nav class=pagination-nav>x</nav></main><footer>x</footer>",
        // MkDocs with the Material theme.
        "<title>Soil - Garden</title><header class='md-header'>x</header><main class=md-main><div class='md-sidebar md-sidebar--primary'><nav>x</nav></div>\
         <div class=md-content><article class='md-content__inner md-typeset'><a class='md-content__button md-icon' title='Edit this page' href=e></a>\
         <h1 id=soil>Soil<a class=headerlink href='#soil' title='Permanent link'>&para;</a></h1><p>It holds water for the dry days of summer.\
         <aside class=md-source-file><span>Last update</span></aside></article></div></main>",
        // Doxygen.
        "<title>Garden: Soil</title><div id=top><div id=titlearea>Garden 1.2</div><div id=main-nav></div></div><div id=nav-path class=navpath><ul><li>x</ul></div>\
         <div class=header><div class=headertitle><h1 class=title>Soil</h1></div></div><div class=contents><p>It holds water for the dry days of summer.</div>\
         <div id=nav-path class=navpath>x</div><address class=footer>Generated by a program</address>",
        // Javadoc.
        "<title>Soil - Garden</title><header role=banner><div class=top-nav id=navbar-top>x</div></header><div class=flex-content>\
         <main role=main><div class=header><h1 class=title>Soil</h1></div><section class=class-description><p>It holds water for the dry days of summer.</section></main></div>",
        // A wiki made pages.
        "<title>Garden : Soil</title><div id=main-header><div id=breadcrumb-section><ol id=breadcrumbs><li>x</ol></div><h1 id=title-heading>Soil</h1></div>\
         <div id=content class=view><div class=page-metadata>Created by x</div><div id=main-content class='wiki-content group'>\
         <p>It holds water for the dry days of summer.</div></div><div id=footer role=contentinfo>x</div>",
        // Read the Docs and the like.
        "<title>Soil — Garden</title><nav class='wy-nav-side'>x</nav><div role='main'><ul class='wy-breadcrumbs'><li>x</ul><h1>Soil</h1>\
         <p>It holds water for the dry days of summer.</div><footer>x</footer>",
    ] {
        let outline = parse(page);
        assert_eq!(outline.title.as_deref(), Some("Soil"), "{page}");
        let parts: Vec<_> = outline
            .parts
            .iter()
            .map(|part| (part.heading.as_ref().map(|h| h.text.as_str()), part.body.as_str()))
            .collect();
        assert_eq!(parts, [(Some("Soil"), "It holds water for the dry days of summer.")], "{page}");
    }
}

#[test]
fn lists_of_links_are_content_where_they_are_the_page() {
    let links = "<li><a href=a>Beds in spring</a><li><a href=b>Soil in autumn</a>";
    assert_eq!(bodies(&format!("<ul>{links}</ul>")), "- Beds in spring\n- Soil in autumn");
    assert_eq!(bodies(&format!("<h1>All</h1><ul>{links}</ul>")), "- Beds in spring\n- Soil in autumn");
    assert_eq!(bodies(&format!("<ul>{links}</ul><h3>Contact</h3>us")), "- Beds in spring\n- Soil in autumn\n#\nus");
    assert_eq!(
        bodies(&format!("<h1>All</h1><div class=toc><ul>{links}</ul></div>")),
        "- Beds in spring\n- Soil in autumn"
    );
    assert_eq!(
        bodies(&format!("<h1>All</h1><p>x<h2>See also</h2><ul>{links}</ul>")),
        "x\n#\n- Beds in spring\n- Soil in autumn"
    );
}

#[test]
fn what_is_meant_to_be_read_is_taken_whatever_it_is_called() {
    let prose =
        "A bed is dug in autumn, left to the frost, and raked in spring, when the soil is warm and dry enough. "
            .repeat(4);
    for open in
        ["<div class=sidebar>", "<form>", "<div id=nav>", "<aside>", "<td class=menu>", "<div style='display:none'>"]
    {
        let page = format!("<title>T</title><p>x</p>{open}<h2>H</h2><p>{prose}</p><nav>MENU</nav>");
        let body = bodies(&page);
        assert!(body.contains("left to the frost") && !body.contains("MENU"), "{open}: {body}");
    }
    // Answers that unfold.
    assert!(
        bodies(&format!("<p>{prose}{prose}<p>{prose}{prose}<div style='display: none'>{prose} Unfolded.</div>"))
            .contains("Unfolded")
    );
    // A short main part is no reason to lose the text beside it.
    assert!(bodies(&format!("<main>x</main><div><p>{prose}</div>")).contains("frost"));
    // What serves the page stays out, long as it may be.
    let body = bodies(&format!("<p>{prose}<footer>{prose}</footer>"));
    assert_eq!(body.matches("left to the frost").count(), 4);
}

#[test]
fn the_title_in_a_header_is_kept() {
    let page = "<header><nav><a href=a>no</a></nav><h1>T</h1><p>Lead</p><p><a href=b>no</a></header><div>b</div>";
    assert_eq!(shown(&parse(page)), ["1 T [1-1]: Lead\n\nb"]);
}

#[test]
fn anchors_are_those_that_links_lead_to() {
    let page = "<section id=a><div><h2>A</h2></div></section><a name=b></a><h2>B</h2><a name=c></a>text<h2>C</h2>\
        <div id=d class='section level2'></div><h2>D</h2><h2><a id=e>E</a></h2><div role=heading aria-level=3 id=f>F</div>\
        <a name=_Toc12></a><h2>G</h2><section id=id7><h2>H</h2></section>\
        <section id=i>1.0 · <a href=s>Source</a><a href='#i'>§</a><h2>I</h2><p>x</p></section>\
        <section id=j><p>A text that is more than a word or two of its own.</p><h2>J</h2></section>";
    let anchors: Vec<_> =
        shown(&parse(page)).iter().map(|part| part.split(" [").next().unwrap_or_default().to_owned()).collect();
    assert_eq!(anchors, ["2 A#a", "2 B#b", "2 C", "2 D", "2 E#e", "3 F#f", "2 G", "2 H", "2 I#i", "2 J"]);
}

#[test]
fn lines_are_counted_in_tags_too() {
    let page = "<h1\nid=a>A</h1>\n<p><a href=\n'x'>x</a> <img alt='y\nz' src =\n\nw>\n<h2>B</h2>\n<p>x";
    assert_eq!(shown(&parse(page)), ["1 A#a [2-4]: x y z", "2 B [8-9]: x"]);
}

#[test]
fn tools_are_no_part_of_a_heading() {
    let page = "<h1>A<a href='https://x/a.js#L5'>[src]</a><a href='#a'>#</a></h1><h2>B <a href=e>[edit]</a></h2><h2>[1] C</h2>";
    assert_eq!(shown(&parse(page)), ["1 A#a [1-1]: ", "2 B [1-1]: ", "2 [1] C [1-1]: "]);
}

#[test]
fn links_end_where_they_must() {
    let linked = |page: &str| parse(page).parts.iter().map(|part| part.linked).collect::<Vec<_>>();
    assert_eq!(linked("<p><a name=x>not a link, never closed<p>text"), [0]);
    assert_eq!(linked("<div><a href=x>four</div>text"), [4]);
    assert_eq!(linked("<p><a href=x>four <a href=y>five</a> text"), [8]);
    assert_eq!(linked("<h1>T</h1><a href=x>four<h2>U</h2>text"), [4, 0]);
    assert_eq!(linked("<a href=x><div>four</div></a>text"), [4]);
}

#[test]
fn pieces_of_text() {
    for (page, expected) in [
        ("<p>See <img src=x alt='a spade'>here<img alt=''>.", "See a spade here ."),
        ("<p><ruby>漢<rp>(<rt>kan<rp>)</ruby>字", "漢字"),
        ("<p><ruby>漢<rt>kan</rt></ruby>字 <del>old</del> <ins>new</ins> <kbd>Ctrl</kbd>", "漢字 old new Ctrl"),
        ("<div><a href='#x'>§</a>one</div><a href='#y'>here</a>", "one\n\nhere"),
        ("<details><summary>More</summary><p>text</details>", "More\n\ntext"),
        ("<p>x <math><mi>y</mi><annotation encoding=t>\\y</annotation></math>", "x y"),
        ("<dialog>no</dialog><p>yes<dialog open>yes</dialog>", "yes\n\nyes"),
        ("<div role=tabpanel hidden>yes</div><div hidden>no</div>", "yes"),
        ("<frameset><frame src=a><noframes>no</noframes></frameset>", ""),
        ("<p class=MsoNormal>a<o:p></o:p></p><xml>no</xml><![if !x]><p>b<![endif]>", "a\n\nb"),
    ] {
        assert_eq!(bodies(page), expected, "{page}");
    }
}

#[test]
fn metadata_are_front_matter() {
    let page = "<html lang='de'><meta name=Keywords content='soil, beds ; sand'><meta name=description content=' On  soil '>\
        <meta property=article:modified_time content=2024-05-01T10:00><meta name=viewport content=x><meta property=og:url content=x>\
        <meta name=audience content=Gardeners><meta name=title content=no><p>x";
    let expected = serde_json::json!({"lang": "de", "keywords": "soil, beds ; sand", "tags": ["soil", "beds", "sand"],
        "description": "On soil", "lastmod": "2024-05-01T10:00", "audience": "Gardeners"});
    assert_eq!(serde_json::Value::Object(parse(page).front_matter), expected);
    let flood = format!("<meta name=keywords content='{}'><p>x", "a, b, c, d, e, f, g, h, i, j, k, l, m");
    assert!(!parse(&flood).front_matter.contains_key("tags"));
    let outline = read("---\ntitle: Beds\nlang: en\n---\n<html lang=de><h1>x</h1>\n");
    assert_eq!(
        serde_json::Value::Object(outline.front_matter.clone()),
        serde_json::json!({"title": "Beds", "lang": "en"})
    );
    assert_eq!(shown(&outline), ["1 x [5-5]: "]);
}

#[test]
fn a_page_that_only_leads_elsewhere_is_no_text() {
    let page =
        |text: &str| format!("<head><meta http-equiv=Refresh content='0; URL=b.html'></head><h1>Moved</h1><p>{text}");
    assert!(parse(&page("See <a href=b.html>there</a>.")).parts.is_empty());
    assert_eq!(parse(&page(&"It says more than that. ".repeat(20))).parts.len(), 1);
    assert_eq!(parse("<meta http-equiv=refresh content=60><p>Every minute.").parts.len(), 1);
}
