//! Instants.

use serde::{Deserialize, Deserializer};

/// An instant, in unix seconds.
///
/// Where a platform writes 0 for "never", the model holds `Option<Timestamp>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

/// An instant as a calendar and a clock show it at Greenwich.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcTime {
    /// Year of the Gregorian calendar.
    pub year: i64,
    /// 1 to 12.
    pub month: i64,
    /// 1 to 31.
    pub day: i64,
    /// 0 to 23.
    pub hour: i64,
    /// 0 to 59.
    pub minute: i64,
    /// 0 to 59.
    pub second: i64,
}

const DAY_SECS: i64 = 86_400;

/// The first instant of year 1, which Go writes for an instant that was never set.
const YEAR_ONE: i64 = -62_135_596_800;

impl Timestamp {
    /// From unix seconds.
    pub const fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Unix seconds.
    pub const fn unix_seconds(self) -> i64 {
        self.0
    }

    /// The same instant on calendar and clock.
    pub const fn to_utc(self) -> UtcTime {
        // Days are counted from 1 March of year 0, so that a leap day is the last of its year.
        let days = self.0.div_euclid(DAY_SECS) + 719_468;
        let second = self.0.rem_euclid(DAY_SECS);
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = if shifted_month < 10 {
            shifted_month + 3
        } else {
            shifted_month - 9
        };
        UtcTime {
            year: year_of_era + era * 400 + if month <= 2 { 1 } else { 0 },
            month,
            day: day_of_year - (153 * shifted_month + 2) / 5 + 1,
            hour: second / 3_600,
            minute: second % 3_600 / 60,
            second: second % 60,
        }
    }

    /// From calendar and clock. `None` when a part is out of its range.
    pub const fn from_utc(time: UtcTime) -> Option<Self> {
        let is_in_range = time.month >= 1
            && time.month <= 12
            && time.day >= 1
            && time.day <= 31
            && time.hour >= 0
            && time.hour <= 23
            && time.minute >= 0
            && time.minute <= 59
            && time.second >= 0
            && time.second <= 60
            && time.year >= 0
            && time.year <= 9_999;
        if !is_in_range {
            return None;
        }
        let year = if time.month <= 2 {
            time.year - 1
        } else {
            time.year
        };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let shifted_month = if time.month > 2 {
            time.month - 3
        } else {
            time.month + 9
        };
        let day_of_year = (153 * shifted_month + 2) / 5 + time.day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let days = era * 146_097 + day_of_era - 719_468;
        Some(Self(
            days * DAY_SECS + time.hour * 3_600 + time.minute * 60 + time.second,
        ))
    }

    /// From RFC 3339, such as `2026-11-22T17:23:11.250Z` or with an offset. Fractions of a second are dropped.
    pub(crate) fn parse_rfc3339(text: &str) -> Option<Self> {
        let digits = |from: usize, to: usize| -> Option<i64> {
            let part = text.get(from..to)?;
            let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| part.parse().ok()).flatten()
        };
        let letter = |at: usize| text.as_bytes().get(at).copied();
        let has_marks = letter(4) == Some(b'-')
            && letter(7) == Some(b'-')
            && matches!(letter(10), Some(b'T' | b't' | b' '))
            && letter(13) == Some(b':')
            && letter(16) == Some(b':');
        if !has_marks {
            return None;
        }
        let local = Self::from_utc(UtcTime {
            year: digits(0, 4)?,
            month: digits(5, 7)?,
            day: digits(8, 10)?,
            hour: digits(11, 13)?,
            minute: digits(14, 16)?,
            second: digits(17, 19)?,
        })?;
        let rest = text.get(19..)?;
        let zone = match rest.strip_prefix('.') {
            Some(fraction) => fraction.trim_start_matches(|letter: char| letter.is_ascii_digit()),
            None => rest,
        };
        let offset_secs = if zone.eq_ignore_ascii_case("z") {
            0
        } else {
            let start = text.len() - zone.len();
            let is_offset = zone.len() == 6 && letter(start + 3) == Some(b':');
            let (hours, minutes) = (digits(start + 1, start + 3)?, digits(start + 4, start + 6)?);
            match letter(start) {
                Some(b'+') if is_offset => hours * 3_600 + minutes * 60,
                Some(b'-') if is_offset => -(hours * 3_600 + minutes * 60),
                _ => return None,
            }
        };
        Some(Self(local.0 - offset_secs))
    }

    /// As RFC 3339 at Greenwich, such as `2026-11-22T17:23:11Z`.
    pub(crate) fn to_rfc3339(self) -> String {
        let time = self.to_utc();
        let mut text = String::new();
        let parts = [
            (time.year, 4, '-'),
            (time.month, 2, '-'),
            (time.day, 2, 'T'),
            (time.hour, 2, ':'),
            (time.minute, 2, ':'),
            (time.second, 2, 'Z'),
        ];
        for (number, width, mark) in parts {
            let digits = number.to_string();
            for _ in digits.len()..width {
                text.push('0');
            }
            text.push_str(&digits);
            text.push(mark);
        }
        text
    }

    /// For members in RFC 3339 in which an empty text or the first instant of year 1 stands for "never".
    pub(crate) fn rfc3339<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else {
            return Ok(None);
        };
        if text.is_empty() {
            return Ok(None);
        }
        let time = Self::parse_rfc3339(&text)
            .ok_or_else(|| serde::de::Error::custom("no instant in RFC 3339"))?;
        Ok((time.0 > YEAR_ONE).then_some(time))
    }

    /// For members in which 0 stands for "never": `#[serde(deserialize_with = "...")]`.
    pub(crate) fn zero_is_never<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self>, D::Error> {
        let seconds = i64::deserialize(deserializer)?;
        Ok((seconds != 0).then_some(Self(seconds)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_known_instant_reads_right() {
        let time = Timestamp::from_unix(1_795_368_191).to_utc();
        assert_eq!((time.year, time.month, time.day), (2026, 11, 22));
        assert_eq!((time.hour, time.minute, time.second), (17, 23, 11));
        assert_eq!(Timestamp::from_unix(-1).to_utc().year, 1969);
        let leap = Timestamp::from_unix(951_782_400).to_utc();
        assert_eq!((leap.month, leap.day), (2, 29));
    }

    #[test]
    fn rfc_3339_is_read_in_all_its_forms() {
        let known = Some(Timestamp::from_unix(1_795_368_191));
        for text in [
            "2026-11-22T17:23:11Z",
            "2026-11-22T17:23:11.250Z",
            "2026-11-22 17:23:11.123456789z",
            "2026-11-22T19:23:11+02:00",
            "2026-11-22T11:53:11.5-05:30",
        ] {
            assert_eq!(Timestamp::parse_rfc3339(text), known, "{text}");
        }
        for text in [
            "",
            "2026-11-22",
            "2026-11-22T17:23:11",
            "2026-13-22T17:23:11Z",
            "2026-11-22T17:23:11+0200",
            "2026-11-22T17:23:11*02:00",
            "+026-11-22T17:23:11Z",
            "2026-11-22T17:23:11Zü",
        ] {
            assert_eq!(Timestamp::parse_rfc3339(text), None, "{text}");
        }
    }

    #[test]
    fn an_instant_that_was_never_set_is_none() {
        let read = |text: &str| {
            let mut json = serde_json::Deserializer::from_str(text);
            Timestamp::rfc3339(&mut json).ok()
        };
        assert_eq!(read("\"0001-01-01T00:00:00.000Z\""), Some(None));
        assert_eq!(read("\"\""), Some(None));
        assert_eq!(read("null"), Some(None));
        assert_eq!(read("\"1970-01-01T00:00:01Z\""), Some(Some(Timestamp(1))));
        assert_eq!(read("\"soon\""), None);
        assert_eq!(read("7"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_no_instant_or_one(text in ".*") {
            let _ = Timestamp::parse_rfc3339(&text);
        }

        #[test]
        fn rfc_3339_there_and_back(seconds in YEAR_ONE..253_402_300_799) {
            let there = Timestamp::from_unix(seconds);
            prop_assert_eq!(Timestamp::parse_rfc3339(&there.to_rfc3339()), Some(there));
        }

        #[test]
        fn there_and_back(seconds in 0_i64..253_402_300_799) {
            let there = Timestamp::from_unix(seconds);
            prop_assert_eq!(Timestamp::from_utc(there.to_utc()), Some(there));
        }
    }
}
