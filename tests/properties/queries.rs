//! The parser of queries and their printer agree, and no text is too odd for the parser.

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::sample::select;
use proptest::strategy::{BoxedStrategy, Just, Strategy};
use proptest::{prop_assert, prop_assert_eq, prop_oneof};

use kb::query::{Expr, MAX_BYTES, MAX_DEPTH, MAX_WORDS, parse, period, plain};

use super::texts::text;
use super::{Held, Law};

/// Whatever means something in a query, or nearly does.
const SIGNS: [&str; 48] = [
    "OR",
    "AND",
    "NOT",
    "||",
    "&&",
    "or",
    "(",
    "(",
    "(",
    ")",
    ")",
    ")",
    "\"",
    "\"",
    "“",
    "”",
    "„",
    "~3",
    "~",
    "~999",
    "*",
    "pre*",
    "-",
    "--",
    "-n",
    "-x*",
    "- ",
    "title:",
    "role:",
    "section:",
    "tag:",
    "corpus:",
    "guide:",
    "path:",
    "Title:",
    "foo:",
    ":",
    "a“b",
    "\u{1}",
    "\u{a0}",
    "\n",
    "«",
    "title",
    "x",
    "c++",
    "()",
    "\"\"",
    "\"a b\"~2",
];

fn sign() -> BoxedStrategy<String> {
    prop_oneof![
        12 => select(&SIGNS[..]).prop_map(str::to_owned),
        3 => select(&["word", "two", "k8s", "CI/CD"][..]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ]
    .boxed()
}

/// A query of signs, with spaces between some of them.
fn query() -> BoxedStrategy<String> {
    let signs = vec((sign(), any::<bool>()), 0..24).prop_map(|signs| {
        signs.into_iter().flat_map(|(sign, space)| [sign, if space { " " } else { "" }.to_owned()]).collect::<String>()
    });
    let nested = (signs.clone(), 0usize..70, select(&["(", "NOT ", "(a OR ", "(a ", "-(", "NOT (b OR c "][..]))
        .prop_map(|(inner, depth, open)| format!("{}{inner}{}", open.repeat(depth), ")".repeat(depth)));
    prop_oneof![10 => signs, 2 => nested, 2 => text(12)].boxed()
}

/// How many levels deep a tree is.
fn depth(expr: &Expr) -> usize {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => 1 + parts.iter().map(depth).max().unwrap_or(0),
        Expr::Not(inner) | Expr::Title(inner) => 1 + depth(inner),
        _ => 1,
    }
}

/// What the parser never gives: a group of one, an empty word, a NOT of a NOT.
fn is_normal(expr: &Expr) -> bool {
    match expr {
        Expr::All => false,
        Expr::Word(text) | Expr::Prefix(text) | Expr::Is(_, text) => !text.is_empty(),
        Expr::Phrase { text, .. } => !text.is_empty() && text.trim() == text,
        Expr::Title(inner) => {
            matches!(**inner, Expr::Word(_) | Expr::Prefix(_) | Expr::Phrase { .. }) && is_normal(inner)
        }
        Expr::And(parts) | Expr::Or(parts) => parts.len() > 1 && parts.iter().all(is_normal),
        Expr::Not(inner) => !matches!(**inner, Expr::Not(_)) && is_normal(inner),
    }
}

#[test]
fn a_printed_query_reads_as_what_was_printed() {
    let law = Law { name: "print and parse agree", cases: 6_000, shrinks: 4_000 };
    law.holds(&query(), |text| -> Held {
        let Ok(tree) = parse(&text) else { return Ok(()) };
        prop_assert!(tree == Expr::All || is_normal(&tree), "{:?}", tree);
        let printed = tree.to_string();
        match parse(&printed) {
            Ok(again) => prop_assert_eq!(again, tree, "printed as {:?}", printed),
            Err(error) => prop_assert!(false, "printed as {:?}, which is refused: {}", printed, error),
        }
        Ok(())
    });
}

#[test]
fn only_size_is_refused() {
    let law = Law { name: "only size is refused", cases: 3_000, shrinks: 4_000 };
    let long = (query(), 1usize..400).prop_map(|(text, times)| text.repeat(times));
    law.holds(&prop_oneof![3 => query(), 1 => long, 1 => text(40)], |text| -> Held {
        let large = text.len() > MAX_BYTES;
        match parse(&text) {
            Ok(tree) => {
                prop_assert!(!large && depth(&tree) <= 2 * MAX_DEPTH + 2, "{:?}", tree);
                prop_assert_eq!(tree == Expr::All, text.trim().is_empty());
            }
            Err(error) => {
                let openings = text.matches(['(', '-']).count() + text.matches("NOT").count();
                // Every word takes a byte and something that ends it.
                let may_be = large || openings > MAX_DEPTH || text.len() > MAX_WORDS;
                prop_assert!(may_be && error.hint().is_some(), "{}", error);
            }
        }
        if let Ok(tree) = plain(&text) {
            prop_assert_eq!(tree == Expr::All, text.trim().is_empty());
        }
        Ok(())
    });
}

#[test]
fn any_text_is_a_date_or_refused() {
    let dates = prop_oneof![
        text(3),
        (any::<i32>(), select(&["d", "w", "m", "y", "h", "", "-", "é"][..])).prop_map(|(n, unit)| format!("{n}{unit}")),
        (0u32..11_000, 0u32..14, 0u32..33).prop_map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}")),
        Just("2026-01-31T10:00:00+99:99".to_owned()),
    ];
    let law = Law { name: "any text is a date or refused", cases: 2_000, shrinks: 4_000 };
    law.holds(&(dates, any::<i32>()), |(text, now)| -> Held {
        match period("since", &text, i64::from(now)) {
            Ok(period) => prop_assert!(period.first <= period.last, "{:?}", period),
            Err(error) => prop_assert!(error.to_string().contains("--since"), "{}", error),
        }
        Ok(())
    });
}
