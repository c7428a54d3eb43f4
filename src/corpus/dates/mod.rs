//! Dates of guides: those that front matter states, in the shapes that people write, and those of git.

mod git;
mod git_dates;

pub use self::git_dates::{GitDates, commit_marks, date_by_git};

use serde_json::{Map, Value};

use crate::guide::{Period, midnight, time};

use crate::corpus::metadata;

/// Keys whose dates are always written month first: documentation of Microsoft has `ms.date: 11/04/2016`.
const MONTH_FIRST: &str = "ms.date";

/// The date under the first of these keys that has one that can be read, in seconds since 1970.
pub(in crate::corpus) fn stated(front_matter: &Map<String, Value>, keys: &[String]) -> Option<i64> {
    keys.iter().find_map(|key| {
        let month_first = key.eq_ignore_ascii_case(MONTH_FIRST);
        metadata::whole_values(front_matter, key).into_iter().find_map(|text| date(&text, month_first))
    })
}

/// Seconds since 1970 of a date as written; the first second of a day, month or year. None where it cannot be read, or
/// could be two days: `03/04/2024` is read only where it is known that the month comes first.
fn date(text: &str, month_first: bool) -> Option<i64> {
    let text = text.trim().trim_matches(['<', '>', '[', ']', '"', '\'']).trim();
    // No date is longer, and a whole page under the key is none.
    if text.len() > 100 {
        return None;
    }
    Period::iso(text)
        .or_else(|| day_before_odd_time(text))
        .map(|period| period.first)
        .or_else(|| year_last(text, month_first))
        .or_else(|| in_words(text))
}

/// `2024-03-12 Tue 10:00`, `2024-03-12T25:99`: the day counts, whatever stands behind it.
fn day_before_odd_time(text: &str) -> Option<Period> {
    let end = text.find(|c: char| c.is_whitespace() || c == 'T')?;
    Period::iso(&text[..end]).filter(|period| period.last - period.first < crate::guide::DAY)
}

/// `12.03.2024` (day first), `12/25/2024`, `25-12-2024`, each with a time or without.
fn year_last(text: &str, month_first: bool) -> Option<i64> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '/' | '.')).unwrap_or(text.len());
    let (date, rest) = text.split_at(end);
    let separator = date.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<&str> = date.split(separator).collect();
    let [a, b, year] = *parts.as_slice() else { return None };
    if year.len() != 4 || a.len() > 2 || b.len() > 2 {
        return None;
    }
    let (a, b, year): (i64, i64, i64) = (a.parse().ok()?, b.parse().ok()?, year.parse().ok()?);
    let (day, month) = match separator {
        '.' => (a, b),
        _ if month_first || b > 12 => (b, a),
        _ if a > 12 || a == b => (a, b),
        _ => return None,
    };
    Some(midnight(year, month, day)? + time(rest.trim_start_matches([',', 'T', ' '])).unwrap_or(0))
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// `12 March 2024`, `March 12th, 2024`, `Mar 2024`, `Tue, 12-Mar-2024 10:30:00 GMT`. English only.
fn in_words(text: &str) -> Option<i64> {
    let lower = text.to_lowercase();
    let (words, clock) = match lower.find(':') {
        // The time begins with the hour before its first colon and ends the text.
        Some(colon) => lower.split_at(lower[..colon].trim_end_matches(|c: char| c.is_ascii_digit()).len()),
        None => (lower.as_str(), ""),
    };
    let (mut year, mut month, mut day) = (None, None, None);
    for word in words.split(|c: char| c.is_whitespace() || matches!(c, ',' | '-')).filter(|word| !word.is_empty()) {
        let name = word.trim_end_matches('.');
        let number = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(name);
        if let Ok(number) = number.parse::<i64>() {
            let place = if number >= 1_000 { &mut year } else { &mut day };
            if place.replace(number).is_some() {
                return None;
            }
        } else if let Some(at) = place_of(name, &MONTHS) {
            if month.replace(at as i64 + 1).is_some() {
                return None;
            }
        } else if place_of(name, &WEEKDAYS).is_none() && !matches!(name, "of" | "the" | "at" | "on" | "t") {
            return None;
        }
    }
    Some(midnight(year?, month?, day.unwrap_or(1))? + time(clock).unwrap_or(0))
}

/// Which of the names a word is, whole or cut to three letters or more.
fn place_of(word: &str, names: &[&str]) -> Option<usize> {
    if word.len() < 3 { None } else { names.iter().position(|name| name.starts_with(word)) }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{date, stated};
    use crate::corpus::inference::rules::InferenceSettings;
    use crate::guide::rfc3339;

    fn read(text: &str) -> Option<String> {
        date(text, false).map(rfc3339)
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, day) in [
            ("2024-03-12", "2024-03-12"),
            (" 2024/03/12 ", "2024-03-12"),
            ("2024-03", "2024-03-01"),
            ("2024", "2024-01-01"),
            ("12.03.2024", "2024-03-12"),
            ("3.4.2024", "2024-04-03"),
            ("12 March 2024", "2024-03-12"),
            ("12-Mar-2024", "2024-03-12"),
            ("March 12, 2024", "2024-03-12"),
            ("Mar. 12th, 2024", "2024-03-12"),
            ("Sept 2024", "2024-09-01"),
            ("the 1st of May 2024", "2024-05-01"),
            ("12/25/2024", "2024-12-25"),
            ("25/12/2024", "2024-12-25"),
            ("25-12-2024", "2024-12-25"),
            ("4/4/2024", "2024-04-04"),
            ("<2024-03-12 Tue>", "2024-03-12"),
            ("2024-03-12 (draft)", "2024-03-12"),
            ("2024-03-12T99:99", "2024-03-12"),
        ] {
            assert_eq!(read(text), Some(format!("{day}T00:00:00Z")), "{text}");
        }
        for (text, moment) in [
            ("2025-06-17T04:17:54+05:30", "2025-06-16T22:47:54Z"),
            ("2025-01-16 12:00:00", "2025-01-16T12:00:00Z"),
            ("Tue, 12 Mar 2024 10:30:00 GMT", "2024-03-12T10:30:00Z"),
            ("March 12, 2024 at 4:05 PM", "2024-03-12T16:05:00Z"),
            ("12/25/2024 9:30:00 AM", "2024-12-25T09:30:00Z"),
        ] {
            assert_eq!(read(text).as_deref(), Some(moment), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_or_two_is_none() {
        for text in [
            "yesterday",
            "",
            "soon",
            "03/04/2024",
            "2023-02-29",
            "31.04.2024",
            "May",
            "12 March",
            "2024 2025 May",
            "May June 2024",
            "Marchioness 2024",
            "v1.2.3",
            "1.2.2024.3",
            "$date$",
            "{{ page.date }}",
            "a:b",
            ":",
            "é:1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"2024-03-12 ".repeat(1000)), None);
        assert_eq!(date("03/04/2024", true).map(rfc3339).as_deref(), Some("2024-03-04T00:00:00Z"));
    }

    #[test]
    fn what_says_updated_comes_before_what_says_created() {
        let keys = InferenceSettings::default().date_keys;
        let of = |matter: Value| stated(matter.as_object().unwrap(), &keys).map(|date| rfc3339(date)[..10].to_owned());
        for (matter, expected) in [
            (json!({"created": "2020-01-01", "date": "2021-01-01", "last-update": "2022-01-01"}), Some("2022-01-01")),
            (json!({"created": "2020-01-01", "date": "2021-01-01"}), Some("2021-01-01")),
            (json!({"created": "2020-01-01", "lastUpdated": "tba"}), Some("2020-01-01")),
            (json!({"ms.date": "11/04/2016"}), Some("2016-11-04")),
            (json!({"last_update": {"date": "3/14/2024", "author": "A"}}), Some("2024-03-14")),
            (json!({"Last Modified At": "March 12, 2024"}), Some("2024-03-12")),
            (json!({"dateModified": 2024}), Some("2024-01-01")),
            (json!({"date": ["soon", "2024-05"]}), Some("2024-05-01")),
            (json!({"date": {"published": "2024-05"}, "title": "2024"}), None),
        ] {
            assert_eq!(of(matter.clone()).as_deref(), expected, "{matter}");
        }
    }
}
