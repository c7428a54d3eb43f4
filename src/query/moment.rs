//! The days and moments a user may name: `2026-01-31`, `30d`, `today`.

use crate::error::{Error, Result};
use crate::guide::{DAY, Period, civil, days_in_month, midnight};

/// What a text says of time, `now` being seconds since 1970: a year, month or day, a moment as RFC 3339 has it, `today`,
/// `yesterday`, or how long ago (`12h`, `30d`, `2w`, `6m` months, `1y`). Days are those of UTC.
///
/// # Errors
/// [`Error::User`] where it says nothing of the kind; `flag` is named in it.
pub fn period(flag: &str, text: &str, now: i64) -> Result<Period> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let today = now.div_euclid(DAY) * DAY;
    let found = match lower.as_str() {
        "today" => Some(Period::day(today)),
        "yesterday" => Some(Period::day(today - DAY)),
        _ => ago(&lower, now).map(Period::moment).or_else(|| Period::iso(text)),
    };
    found.ok_or_else(|| {
        Error::user(format!("cannot read the date `{text}` of --{flag}"))
            .with_hint(format!("write --{flag} 2026-01-31, 2026-01, 2026, 30d, 12h, 2w, 6m (months), 1y or today"))
    })
}

/// The moment so long before `now`; never before the year 1.
fn ago(text: &str, now: i64) -> Option<i64> {
    let unit = text.chars().last().filter(char::is_ascii_alphabetic)?;
    let number = &text[..text.len() - 1];
    if number.is_empty() || number.len() > 9 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = number.parse().ok()?;
    let second = match unit {
        'h' => Some(now - number * 3_600),
        'd' => Some(now - number * DAY),
        'w' => Some(now - number * 7 * DAY),
        'm' => months_ago(number, now),
        'y' => months_ago(number * 12, now),
        _ => return None,
    };
    let first = midnight(1, 1, 1)?;
    Some(second.unwrap_or(first).max(first))
}

/// The same day and time so many months before, the month's last day where it is shorter. None before the year 1.
fn months_ago(months: i64, now: i64) -> Option<i64> {
    let (year, month, day) = civil(now);
    let month = year * 12 + month - 1 - months;
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    Some(midnight(year, month, day.min(days_in_month(year, month)))? + now.rem_euclid(DAY))
}

#[cfg(test)]
mod tests {
    use super::period;
    use crate::guide::rfc3339;

    /// 2026-03-31T12:00:00Z
    const NOW: i64 = 1_774_958_400;

    #[test]
    fn times_are_told_from_now() {
        assert_eq!(rfc3339(NOW), "2026-03-31T12:00:00Z");
        for (text, first) in [
            ("12h", "2026-03-31T00:00:00Z"),
            ("30d", "2026-03-01T12:00:00Z"),
            ("2W", "2026-03-17T12:00:00Z"),
            ("1m", "2026-02-28T12:00:00Z"),
            ("13m", "2025-02-28T12:00:00Z"),
            ("2y", "2024-03-31T12:00:00Z"),
            ("0d", "2026-03-31T12:00:00Z"),
            ("999999999y", "0001-01-01T00:00:00Z"),
            ("999999999w", "0001-01-01T00:00:00Z"),
            (" today ", "2026-03-31T00:00:00Z"),
            ("Yesterday", "2026-03-30T00:00:00Z"),
            ("2026-01-31", "2026-01-31T00:00:00Z"),
            ("2027", "2027-01-01T00:00:00Z"),
            ("2026-01-31T10:00:00+02:00", "2026-01-31T08:00:00Z"),
        ] {
            let found = period("since", text, NOW).map(|period| rfc3339(period.first));
            assert_eq!(found.unwrap_or_else(|error| error.to_string()), first, "{text}");
        }
        assert_eq!(rfc3339(period("until", "today", NOW).unwrap().last), "2026-03-31T23:59:59Z");
    }

    #[test]
    fn what_says_nothing_of_time_is_refused() {
        for text in
            ["", "d", "30", "3 d", "-3d", "1.5y", "30x", "soon", "2026-02-30", "é", "1é", "9999999999d", "03/04/2026"]
        {
            let error = period("since", text, NOW).unwrap_err();
            assert!(error.to_string().contains("--since"), "{text}: {error}");
            assert!(error.hint().unwrap().contains("--since 2026-01-31"), "{text}");
        }
    }
}
