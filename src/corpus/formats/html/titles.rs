//! One title for a page that has two: its `<title>` often names the site as well, and so does the first heading of some.

use crate::corpus::formats::outline::Part;
use crate::corpus::formats::parts::same_words;

/// What stands between the title of a page and the name of its site.
const SEPARATORS: [&str; 12] = [" | ", " — ", " – ", " - ", " · ", " • ", " :: ", " » ", " « ", " / ", ": ", " : "];

/// Takes the site's name out of the title where a heading or the page's metadata show which part it is, and out of
/// the headings where the page's own title stands below it.
///
/// `site`: the name of the site as metadata has it; `page`: likewise the title of the page.
pub(super) fn with_one_title(
    title: Option<String>,
    site: Option<&str>,
    page: Option<&str>,
    mut parts: Vec<Part>,
) -> (Option<String>, Vec<Part>) {
    let Some(title) = title else { return (page.map(str::to_owned), parts) };
    let pieces = pieces(&title);
    let site_at = heading_of_site(&pieces, &parts).or_else(|| heading_above_title(&title, &parts));
    let own = match site_at {
        Some((_, own)) => Some(own),
        None => own_piece(&pieces, site, page, &parts),
    };
    if let Some((at, _)) = site_at {
        if parts.get(at).is_some_and(|part| part.body.is_empty()) {
            parts.remove(at);
        } else if at == 0
            && let Some(part) = parts.first_mut()
        {
            part.heading = None; // its text stands above the page's own heading
        }
    }
    let title = own.unwrap_or(&title).to_owned();
    raise_title(&title, &mut parts);
    (Some(title), parts)
}

/// The place of a first heading that is but the site's name, with the page's own title: `<title>Beds | Garden</title>`
/// over the headings "Garden" and "Beds".
fn heading_of_site<'a>(pieces: &[(&'a str, &'a str)], parts: &[Part]) -> Option<(usize, &'a str)> {
    let mut headings = parts.iter().enumerate().filter(|(_, part)| part.heading.is_some());
    let (at, first) = headings.next()?;
    let (_, second) = headings.next()?;
    let found = pieces.iter().find(|(own, site)| is_headed(first, site) && is_headed(second, own));
    found.map(|&(own, _)| (at, own))
}

/// The place of a first heading below which the title stands as a heading of its own, higher than all that follow:
/// `<title>Beds</title>` over the headings "The Garden Book" and "Beds".
fn heading_above_title<'a>(title: &'a str, parts: &[Part]) -> Option<(usize, &'a str)> {
    let mut headings = parts.iter().enumerate().filter(|(_, part)| part.heading.is_some());
    let (at, first) = headings.next()?;
    let (_, second) = headings.next()?;
    let level = |part: &Part| part.heading.as_ref().map(|heading| heading.level);
    let is_alone = level(first) < level(second) && headings.all(|(_, other)| level(other) > level(second));
    (is_alone && !is_headed(first, title) && is_headed(second, title)).then_some((at, title))
}

/// The first heading is the title's, however low it is, if nothing above it has a higher one.
fn raise_title(title: &str, parts: &mut [Part]) {
    let mut headings = parts.iter_mut().filter_map(|part| part.heading.as_mut());
    if let Some(first) = headings.next()
        && first.level > 1
        && same(&first.text, title)
        && headings.all(|other| other.level >= first.level)
    {
        first.level -= 1;
    }
}

/// Each way to take the title apart in two, and its first and last piece of all.
fn pieces(title: &str) -> Vec<(&str, &str)> {
    let mut pieces = Vec::new();
    for separator in SEPARATORS {
        for (at, _) in title.match_indices(separator).take(8) {
            let (first, last) = (title.get(..at), title.get(at + separator.len()..));
            if let (Some(first), Some(last)) = (first.map(str::trim), last.map(str::trim))
                && !first.is_empty()
                && !last.is_empty()
            {
                pieces.push((first, last));
            }
        }
    }
    pieces
}

/// The piece that is the page's own title.
fn own_piece<'a>(
    pieces: &[(&'a str, &'a str)],
    site: Option<&str>,
    page: Option<&str>,
    parts: &[Part],
) -> Option<&'a str> {
    let both = || pieces.iter().flat_map(|&(first, last)| [(first, last), (last, first)]);
    let by_site = || site.and_then(|site| both().find(|(_, rest)| same(rest, site)));
    let by_page = || page.and_then(|page| both().find(|(own, _)| same(own, page)));
    let by_heading = || {
        let headed = |own: &str| parts.iter().position(|part| is_headed(part, own));
        both().filter_map(|found| Some((headed(found.0)?, found))).min_by_key(|(at, _)| *at).map(|(_, found)| found)
    };
    by_site().or_else(by_page).or_else(by_heading).map(|(own, _)| own)
}

/// Whether a part's heading, one of the upper levels, has this text.
fn is_headed(part: &Part, text: &str) -> bool {
    part.heading.as_ref().is_some_and(|heading| heading.level <= 2 && same(&heading.text, text))
}

/// Whether two titles are the same, and not just punctuation.
fn same(a: &str, b: &str) -> bool {
    a.contains(char::is_alphanumeric) && same_words(a, b)
}

#[cfg(test)]
mod tests {
    use super::with_one_title;
    use crate::corpus::formats::outline::{Heading, Part};
    use crate::guide::LineRange;

    fn parts(headings: &[(u8, &str)]) -> Vec<Part> {
        let part = |&(level, text): &(u8, &str)| {
            let heading = Some(Heading { level, text: text.to_owned(), anchor: None });
            Part { heading, body: String::new(), linked: 0, lines: LineRange::from([1, 1]) }
        };
        headings.iter().map(part).collect()
    }

    fn title(text: &str, headings: &[(u8, &str)]) -> String {
        with_one_title(Some(text.to_owned()), None, None, parts(headings)).0.unwrap_or_default()
    }

    #[test]
    fn the_site_is_cut_off_where_a_heading_shows_it() {
        assert_eq!(title("Beds — Garden 15 book", &[(1, "Beds")]), "Beds");
        assert_eq!(title("Garden | Tools | Spades & rakes", &[(1, "Spades & Rakes")]), "Spades & rakes");
        assert_eq!(title("Garden: a - b", &[(1, "Something else")]), "Garden: a - b");
        assert_eq!(title("Seeds - buying", &[]), "Seeds - buying");
        assert_eq!(title("Seeds: overview", &[(1, "Seeds"), (2, "Overview")]), "Seeds");
    }

    #[test]
    fn the_site_is_cut_off_where_metadata_name_it() {
        let one = |site, page| with_one_title(Some("Beds | Garden".into()), site, page, parts(&[(1, "x")])).0;
        assert_eq!(one(Some("Garden"), None).as_deref(), Some("Beds"));
        assert_eq!(one(None, Some("Beds")).as_deref(), Some("Beds"));
        assert_eq!(with_one_title(None, None, Some("Beds"), Vec::new()).0.as_deref(), Some("Beds"));
    }

    #[test]
    fn a_heading_with_the_name_of_the_site_is_none() {
        let (title, left) =
            with_one_title(Some("Beds | Garden".into()), None, None, parts(&[(1, "Garden"), (2, "Beds"), (2, "Soil")]));
        let headings: Vec<_> =
            left.iter().filter_map(|part| part.heading.as_ref()).map(|h| (h.level, h.text.as_str())).collect();
        assert_eq!((title.as_deref(), headings), (Some("Beds"), vec![(1, "Beds"), (2, "Soil")]));
    }

    #[test]
    fn a_heading_above_the_title_is_that_of_the_site() {
        let headings = |headings: &[(u8, &str)]| {
            let left = with_one_title(Some("Beds".into()), None, None, parts(headings)).1;
            left.iter().filter_map(|part| part.heading.as_ref()).map(|h| format!("{} {}", h.level, h.text)).collect()
        };
        let left: Vec<String> = headings(&[(1, "The Garden Book"), (2, "Beds"), (3, "Soil")]);
        assert_eq!(left, ["1 Beds", "3 Soil"]);
        for kept in [&[(1, "Garden"), (2, "Beds"), (2, "Soil")][..], &[(1, "Garden"), (1, "Beds")], &[(1, "Beds")]] {
            assert_eq!(headings(kept).len(), kept.len());
        }
    }
}
