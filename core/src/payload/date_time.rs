//! XEP-0082: XMPP Date and Time Profiles (version 1.1.1).
//!
//! The profile DateTime alone: a moment, to the millisecond. Dates without times are left out.

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;

use crate::declare::record;
use crate::stanza::TextValue;

record! {
    /// A moment between the years 0001 and 9999.
    #[derive(Copy, Eq)]
    pub struct DateTime {
        /// Milliseconds since 1970-01-01T00:00:00Z; negative before. What lies beyond the years
        /// 0001 to 9999 is written as the first or the last moment in them.
        pub unix_ms: i64,
    }
}

const DAY_MS: i64 = 86_400_000;

/// What can be written: 0001-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z.
const WRITABLE_MS: RangeInclusive<i64> = -62_135_596_800_000..=253_402_300_799_999;

impl DateTime {
    /// The moment in `text`, such as `2026-11-25T03:32:45.123Z` or with an offset `+01:00`. Digits
    /// behind the millisecond are dropped; a leap second counts as the second before it.
    pub fn parse(text: &str) -> Option<DateTime> {
        let (date, time) = text.trim().split_once('T')?;
        let days = parse_date(date)?;
        let (clock, offset_ms) = split_offset(time)?;
        let unix_ms = days * DAY_MS + parse_clock(clock)? - offset_ms;
        WRITABLE_MS.contains(&unix_ms).then_some(DateTime { unix_ms })
    }
}

/// Days since 1970-01-01 of `YYYY-MM-DD`.
fn parse_date(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let (year, month, day) =
        (digits(parts.next()?, 4)?, digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let valid =
        year >= 1 && (1..=12).contains(&month) && (1..=month_days(year, month)).contains(&day);
    (valid && parts.next().is_none()).then(|| days_of(year, month, day))
}

/// Milliseconds of `hh:mm:ss[.fraction]`.
fn parse_clock(text: &str) -> Option<i64> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = clock.split(':');
    let (hour, minute, second) =
        (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let valid = hour < 24 && minute < 60 && second <= 60 && parts.next().is_none();
    if !valid || fraction.is_empty() || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let padded: String = fraction.chars().chain("00".chars()).take(3).collect();
    let ms: i64 = padded.parse().ok()?;
    Some(((hour * 60 + minute) * 60 + second.min(59)) * 1000 + ms)
}

/// The time of day, and the milliseconds by which it is ahead of UTC.
fn split_offset(text: &str) -> Option<(&str, i64)> {
    if let Some(clock) = text.strip_suffix('Z') {
        return Some((clock, 0));
    }
    let at = text.rfind(['+', '-'])?;
    let (hours, minutes) = text.get(at + 1..)?.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    let sign = if text[at..].starts_with('-') { -1 } else { 1 };
    (hours < 24 && minutes < 60).then(|| (&text[..at], sign * (hours * 60 + minutes) * 60_000))
}

fn digits(text: &str, count: usize) -> Option<i64> {
    let valid = text.len() == count && text.bytes().all(|digit| digit.is_ascii_digit());
    valid.then(|| text.parse().ok()).flatten()
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn month_days(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from the first of January of the year 1 to the first of March of `year`, in which a year
/// is taken to begin: so the leap day is its last, and months follow one pattern.
fn days_before_march(year: i64) -> i64 {
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) - 306
}

/// Days of a year that begins in March in front of its month 0 (March) to 11 (February).
fn days_before_month(month: i64) -> i64 {
    (153 * month + 2) / 5
}

/// Days between the first of January of the year 1 and the day that Unix time begins with.
const UNIX_DAY: i64 = 719_162;

fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    days_before_march(year) + days_before_month(month) + day - 1 - UNIX_DAY
}

/// Year, month and day.
fn date_of(unix_days: i64) -> (i64, i64, i64) {
    let days = unix_days + UNIX_DAY;
    // The mean year of 400 tells the year, or the one after it.
    let guess = (days + 306) * 400 / 146_097 + 1;
    let past = |year: &i64| days_before_march(*year) <= days;
    let year = [guess, guess - 1].into_iter().find(past).unwrap_or(guess - 2);
    let rest = days - days_before_march(year);
    let month = (5 * rest + 2) / 153;
    let day = rest - days_before_month(month) + 1;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unix_ms = self.unix_ms.clamp(*WRITABLE_MS.start(), *WRITABLE_MS.end());
        let (year, month, day) = date_of(unix_ms.div_euclid(DAY_MS));
        let ms = unix_ms.rem_euclid(DAY_MS);
        let (hour, minute, second) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        match ms % 1000 {
            0 => f.write_str("Z"),
            fraction => write!(f, ".{fraction:03}Z"),
        }
    }
}

impl TextValue for DateTime {
    fn from_text(text: &str) -> Option<Self> {
        DateTime::parse(text)
    }
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn moments_are_read_and_written() {
        for (text, unix_ms, written) in [
            ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"),
            ("1969-07-21T02:56:15Z", -14_159_025_000, "1969-07-21T02:56:15Z"),
            ("1969-07-20T21:56:15-05:00", -14_159_025_000, "1969-07-21T02:56:15Z"),
            ("2026-11-25T03:32:45.1Z", 1_795_577_565_100, "2026-11-25T03:32:45.100Z"),
            ("2024-02-29T23:59:60.9999Z", 1_709_251_199_999, "2024-02-29T23:59:59.999Z"),
        ] {
            let moment = DateTime::parse(text).expect(text);
            assert_eq!((moment.unix_ms, moment.to_string().as_str()), (unix_ms, written), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "2026-11-25",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-11-25T24:00:00Z",
            "2026-11-25T03:32Z",
            "2026-11-25T03:32:45",
            "2026-11-25T03:32:45.Z",
            "0000-01-01T00:00:00Z",
            "2026-11-25T03:32:45+1:00",
            "20261125T03:32:45Z",
            "2026-11-25T03:32:45é",
        ] {
            assert_eq!(DateTime::parse(text), None, "{text}");
        }
    }

    #[test]
    fn every_day_is_read_and_written() {
        let mut unix_ms = *WRITABLE_MS.start();
        for year in 1..=9999 {
            for (month, day) in
                (1..=12).flat_map(|m| (1..=month_days(year, m)).map(move |d| (m, d)))
            {
                assert_eq!(days_of(year, month, day) * DAY_MS, unix_ms);
                assert_eq!(date_of(unix_ms / DAY_MS), (year, month, day));
                unix_ms += DAY_MS;
            }
        }
        assert_eq!(unix_ms, *WRITABLE_MS.end() + 1);
    }

    #[test]
    fn moments_beyond_the_years_are_held_at_the_edge() {
        let written = |unix_ms| DateTime { unix_ms }.to_string();
        assert_eq!(written(i64::MIN), "0001-01-01T00:00:00Z");
        assert_eq!(written(i64::MAX), "9999-12-31T23:59:59.999Z");
        assert_eq!(DateTime::parse("0001-01-01T00:00:00+00:01"), None);
        assert_eq!(DateTime::parse("9999-12-31T23:59:59-00:01"), None);
    }

    proptest! {
        #[test]
        fn a_written_moment_reads_back(unix_ms in WRITABLE_MS) {
            let moment = DateTime { unix_ms };
            prop_assert_eq!(DateTime::parse(&moment.to_string()), Some(moment));
        }

        #[test]
        fn no_text_panics(text in ".{0,40}") {
            let _ = DateTime::parse(&text);
        }
    }
}
