//! Dates: seconds since 1970 in UTC, and how they are written.
//!
//! Days are counted by the Gregorian calendar, years from March, so that a leap day is the last of its year (Hinnant,
//! "chrono-compatible low-level date algorithms", 2013).

/// Seconds of a day.
pub const DAY: i64 = 86_400;

/// A stretch of time, in seconds since 1970, both ends included. `2026-01` is a whole month, a time of day one second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first second.
    pub first: i64,
    /// The last second.
    pub last: i64,
}

impl Period {
    /// One second.
    pub fn moment(second: i64) -> Period {
        Period { first: second, last: second }
    }

    /// The day that begins at this second.
    pub fn day(first: i64) -> Period {
        Period { first, last: first + DAY - 1 }
    }

    /// Reads `2026`, `2026-01`, `2026-01-31` (also with `/` or `.`), `20260131`, and a day with a time as RFC 3339 has
    /// it or nearly so; without an offset the time is UTC. None for anything else and for days that do not exist.
    pub fn iso(text: &str) -> Option<Period> {
        let text = text.trim();
        let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '/' | '.')).unwrap_or(text.len());
        let (date, rest) = text.split_at(end);
        let period = calendar_period(date)?;
        if rest.is_empty() {
            return Some(period);
        }
        let clock = rest.strip_prefix(['T', 't', ' '])?;
        // Only a day has times.
        if period.last - period.first >= DAY { None } else { Some(Period::moment(period.first + time(clock)?)) }
    }
}

/// A year, month or day in digits, largest part first.
fn calendar_period(date: &str) -> Option<Period> {
    if date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit()) {
        return midnight(digits(&date[..4])?, digits(&date[4..6])?, digits(&date[6..])?).map(Period::day);
    }
    let separator = date.find(|c: char| !c.is_ascii_digit()).and_then(|at| date[at..].chars().next()).unwrap_or('-');
    let parts: Vec<&str> = date.split(separator).collect();
    if parts[0].len() != 4 || parts[1..].iter().any(|part| part.len() > 2) {
        return None;
    }
    let parts: Vec<i64> = parts.into_iter().map(digits).collect::<Option<_>>()?;
    match *parts.as_slice() {
        [year] => Some(Period { first: midnight(year, 1, 1)?, last: midnight(year, 12, 31)? + DAY - 1 }),
        [year, month] => {
            let first = midnight(year, month, 1)?;
            Some(Period { first, last: first + days_in_month(year, month) * DAY - 1 })
        }
        [year, month, day] => midnight(year, month, day).map(Period::day),
        _ => None,
    }
}

/// Reads a time of day such as `10:30`, `10:30:05.250Z`, `10:30 +0200` or `4:05 PM`: seconds after midnight UTC, which
/// an offset may put on the day before or after.
pub fn time(text: &str) -> Option<i64> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(text.len());
    let (clock, mut zone) = text.split_at(end);
    let parts: Vec<&str> = clock.split(':').collect();
    let (hour, minute, second) = match *parts.as_slice() {
        [hour, minute] => (digits(hour)?, digits(minute)?, 0),
        [hour, minute, second] => (digits(hour)?, digits(minute)?, digits(second.split('.').next()?)?),
        _ => return None,
    };
    zone = zone.trim_start();
    let mut hour = hour;
    let half = zone.get(..2).map(str::to_ascii_lowercase).filter(|half| half == "am" || half == "pm");
    if let Some(half) = half {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if half == "pm" { 12 } else { 0 };
        zone = zone[2..].trim_start();
    }
    // A leap second is the last second of its minute.
    let known = hour < 24 && minute < 60 && second <= 60;
    known.then_some(hour * 3_600 + minute * 60 + second.min(59)).and_then(|time| Some(time - offset(zone)?))
}

/// Seconds east of Greenwich: `Z`, `UTC`, `+02:00`, `-0700`, `+01`, or nothing for UTC.
fn offset(zone: &str) -> Option<i64> {
    if ["", "z", "utc", "gmt"].contains(&zone.to_ascii_lowercase().as_str()) {
        return Some(0);
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let bare: String = zone.strip_prefix(['+', '-'])?.split(':').collect();
    let (hours, minutes) = match bare.len() {
        2 => (digits(&bare)?, 0),
        4 => (digits(bare.get(..2)?)?, digits(bare.get(2..)?)?),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3_600 + minutes * 60))
}

/// A number of ASCII digits and nothing else.
fn digits(text: &str) -> Option<i64> {
    if text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// The first second of a day, months and days counted from 1. None where there is no such day or the year is not 1 to
/// 9999.
pub fn midnight(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=9_999).contains(&year) || !(1..=12).contains(&month) || !(1..=days_in_month(year, month)).contains(&day) {
        return None;
    }
    let shifted = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let (era, year_of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let days = era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468;
    Some(days * DAY)
}

/// How many days a month from 1 to 12 has.
pub fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The year, month and day a second is in, months and days counted from 1.
pub fn civil(second: i64) -> (i64, i64, i64) {
    let days = second.div_euclid(DAY) + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// Writes a second as RFC 3339 in UTC: `2026-01-31T10:30:00Z`.
pub fn rfc3339(second: i64) -> String {
    let (year, month, day) = civil(second);
    let of_day = second.rem_euclid(DAY);
    let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::{DAY, Period, civil, days_in_month, midnight, rfc3339};

    #[test]
    fn days_and_seconds_are_each_others_inverse() {
        let mut expected = midnight(1899, 12, 31).unwrap();
        for year in 1900..=2100 {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    expected += DAY;
                    assert_eq!(midnight(year, month, day), Some(expected));
                    assert_eq!(civil(expected + DAY - 1), (year, month, day));
                }
            }
        }
        assert_eq!(midnight(1970, 1, 1), Some(0));
        assert_eq!(rfc3339(951_827_696), "2000-02-29T12:34:56Z");
        assert_eq!(rfc3339(-1), "1969-12-31T23:59:59Z");
        assert_eq!(rfc3339(midnight(1, 1, 1).unwrap()), "0001-01-01T00:00:00Z");
    }

    #[test]
    fn what_is_written_is_a_stretch_of_time() {
        for (text, first, last) in [
            ("2026", "2026-01-01T00:00:00Z", "2026-12-31T23:59:59Z"),
            ("2024-02", "2024-02-01T00:00:00Z", "2024-02-29T23:59:59Z"),
            ("2026/1/31", "2026-01-31T00:00:00Z", "2026-01-31T23:59:59Z"),
            ("2026.01.31", "2026-01-31T00:00:00Z", "2026-01-31T23:59:59Z"),
            ("20260131", "2026-01-31T00:00:00Z", "2026-01-31T23:59:59Z"),
            ("2026-01-31T10:30:00Z", "2026-01-31T10:30:00Z", "2026-01-31T10:30:00Z"),
            ("2026-01-31t23:30:00.5-07:00", "2026-02-01T06:30:00Z", "2026-02-01T06:30:00Z"),
            ("2026-01-31 00:15 +0530", "2026-01-30T18:45:00Z", "2026-01-30T18:45:00Z"),
            ("2026-01-31 4:05 PM", "2026-01-31T16:05:00Z", "2026-01-31T16:05:00Z"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", "2016-12-31T23:59:59Z"),
        ] {
            let period = Period::iso(text).unwrap_or_else(|| panic!("{text} is not read"));
            assert_eq!((rfc3339(period.first), rfc3339(period.last)), (first.to_owned(), last.to_owned()), "{text}");
        }
        for text in [
            "",
            "-",
            "26",
            "0000",
            "2026-",
            "2026-13",
            "2023-02-29",
            "2026-1-1-1",
            "2026-01/31",
            "2026-01-31x",
            "2026-01T10:00",
            "2026-01-31T24:00",
            "2026-01-31T10:00+99:00",
            "2026-01-31T10",
            "٢٠٢٦",
            "+2026",
            "99999999",
            "2026-001-1",
            "2026-01-31T:",
            "2026-01-31T10:00 é",
        ] {
            assert_eq!(Period::iso(text), None, "{text}");
        }
    }
}
