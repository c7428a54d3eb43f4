//! Pages of all sorts, and what is read of them.

use super::{fragment, parse};
use crate::corpus::formats::outline::Outline;

/// `level text#anchor [first-last]: body` for each part.
fn shown(outline: &Outline) -> Vec<String> {
    let part = |part: &crate::corpus::formats::outline::Part| {
        let heading = part.heading.as_ref().map_or(String::new(), |heading| {
            let anchor = heading.anchor.as_ref().map_or(String::new(), |anchor| format!("#{anchor}"));
            format!("{} {}{anchor} ", heading.level, heading.text)
        });
        format!("{heading}[{}-{}]: {}", part.lines.first, part.lines.last, part.body)
    };
    outline.parts.iter().map(part).collect()
}

fn bodies(text: &str) -> String {
    parse(text).parts.into_iter().map(|part| part.body).collect::<Vec<_>>().join("\n#\n")
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
        ("<b>".repeat(50_000) + &"</i>".repeat(50_000) + "x", "x"),
        ("<span hidden>".repeat(50_000) + &"</span>".repeat(50_000) + "x", "x"),
        ("<ul><li>".repeat(50_000) + "x", "- x"),
        ("<table><tr><td>".repeat(50_000) + "x", "x"),
        ("<blockquote>".repeat(50_000) + &"</div>".repeat(50_000) + "x", "x"),
        (format!("<p {flood}>x"), "x"),
        ("\0".repeat(100_000) + "x", "x"),
        ("<".repeat(200_000), ""),
        ("&".repeat(200_000), ""),
        ("<!--".repeat(50_000), ""),
        ("<a href='".repeat(100_000), ""),
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
