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

    proptest! {
        #[test]
        fn there_and_back(seconds in 0_i64..253_402_300_799) {
            let there = Timestamp::from_unix(seconds);
            prop_assert_eq!(Timestamp::from_utc(there.to_utc()), Some(there));
        }
    }
}
