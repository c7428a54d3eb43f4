//! What stays of template markup.

use super::{Kept, Templates};

/// What is left of a text when its markup is taken out; code between bars.
fn left(text: &str) -> String {
    let mut templates = Templates::new(text, "The page");
    let mut left = String::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(['{', '<']).map(|found| at + found) {
        left.push_str(&text[at..found]);
        let Some(markup) = templates.at(found) else {
            left.push_str(&text[found..=found]);
            at = found + 1;
            continue;
        };
        for kept in markup.kept {
            match kept {
                Kept::Range(range) => left.push_str(&text[range]),
                Kept::Code(range) => left.push_str(&format!("|{}|", &text[range])),
                Kept::Text(text) => left.push_str(&text),
            }
        }
        at = markup.end;
    }
    left + &text[at..]
}

#[test]
fn liquid() {
    for (text, expected) in [
        ("a {% if x %}b{%- else -%}c{% endif %} d", "a bc d"),
        ("{% include note.html content=\"Some **words** {{ site.x }}here\" type='x' %}", "Some **words** here"),
        ("{% raw %}{{ kept }}{% endraw %} {{ gone }}", "{{ kept }} "),
        ("{%- raw -%}{% x %}{%- endraw -%}", "{% x %}"),
        ("a{% comment %}\n\n# no {% raw %}\n{% endcomment %}b", "ab"),
        ("{% highlight ruby %}\n# x\n{% endhighlight %}", "|\n# x\n|"),
        ("{% capture x %}kept{% endcapture %}{% assign a = \"no\" %}", "kept"),
        ("{{ site.version | append: \"x\" }}-min", "-min"),
        ("# {{ page.title }} again {{title}}", "# The page again The page"),
        ("a {# no #} {#id} b", "a  {#id} b"),
        ("{% raw %} to the end {{ x }}", " to the end "),
    ] {
        assert_eq!(left(text), expected, "{text}");
    }
}

#[test]
fn shortcodes_of_hugo() {
    for (text, expected) in [
        ("[a]({{< ref \"/x#y\" >}})", "[a]()"),
        ("{{% alert title=\"Tip\" color=\"x\" %}}text{{% /alert %}}", "Tiptext"),
        (
            "{{< tabs >}}{{< tab tabName=\"One\" >}}a{{< /tab >}}{{< tab \"Two\" >}}b{{< /tab >}}{{< /tabs >}}",
            "OneaTwob",
        ),
        ("{{< highlight go >}}\nx {{ y }}\n{{< /highlight >}}", "|\nx {{ y }}\n|"),
        ("{{</* alert title=\"A\" */>}}{{!-- no --}}{{/* no */}}", "A"),
        ("{{< glossary_tooltip\n text=\"Pod\" term_id=\"pod\" >}}s", "Pods"),
        ("{{{raw}}} {{#each x}}a{{/each}}", " a"),
    ] {
        assert_eq!(left(text), expected, "{text}");
    }
}

#[test]
fn macros_of_mdn() {
    for (text, expected) in [
        ("{{domxref(\"Node.x\")}}, {{DOMxRef('Node.x', \"x()\")}}", "`Node.x`, `x()`"),
        ("{{HTTPStatus(404)}} {{glossary(\"a`b\", \"\")}}", " `a b`"),
        ("{{APIRef(\"DOM\")}}{{Compat}}{{EmbedLiveSample(\"x\", 1)}}", ""),
    ] {
        assert_eq!(left(text), expected, "{text}");
    }
}

#[test]
fn ruby() {
    for (text, expected) in [
        ("<%= govuk_link_to \"The text\", x_path, class: \"no\" %>.", "The text."),
        ("<% content_for :title, title: \"T\" do %>a<% end %>", "Ta"),
        ("<%# link_to \"no\" %><%= x.y %>b", "b"),
        ("a <% b", "a <% b"),
    ] {
        assert_eq!(left(text), expected, "{text}");
    }
}

#[test]
fn headings_of_nothing_else_keep_a_name() {
    for (text, expected) in [
        ("## {{ site.data.first_steps | upcase }}\n", "## first steps\n"),
        ("x\n# <%= page.intro %> #", "x\n# intro #"),
        ("## {{ x }} y", "##  y"),
        ("## {% x %}", "## "),
        ("a ## {{ x }}", "a ## "),
    ] {
        assert_eq!(left(text), expected, "{text}");
    }
}

#[test]
fn other_braces_are_text() {
    for text in [
        "{{1, 2}, {3}}",
        "{a}",
        "\\{{a}}",
        "x^{{a}}",
        "{{",
        "{{ a\n\n}}",
        "{% a\n \n%}",
        "{%}",
        "{% 5 %}",
        "<b>",
        "{{{{",
        "é{{é",
    ] {
        assert_eq!(left(text), text);
    }
}
