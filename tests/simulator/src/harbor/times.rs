//! Instants as Harbor writes them and as its database reads them.

use crate::clock::civil;

/// RFC 3339 in UTC with milliseconds.
pub(crate) fn show(ms: u64) -> String {
    let (date, time) = parts(ms);
    format!("{date}T{time}Z")
}

/// As the database turns a time into text.
pub(crate) fn as_text(ms: u64) -> String {
    let (date, time) = parts(ms);
    format!("{date} {time}")
}

fn parts(ms: u64) -> (String, String) {
    let seconds = ms / 1000;
    let (year, month, day) = civil(seconds / 86_400);
    let rest = seconds % 86_400;
    (
        format!("{year:04}-{month:02}-{day:02}"),
        format!(
            "{:02}:{:02}:{:02}.{:03}",
            rest / 3600,
            rest / 60 % 60,
            rest % 60,
            ms % 1000
        ),
    )
}

/// Milliseconds since 1970 of a filter's time.
///
/// The library cuts what begins as it writes times itself, with a blank between date and time or without a time; the
/// rest goes to the database as it is.
pub(crate) fn read(text: &str) -> Option<i64> {
    let length = if text.len() < 19 { 10 } else { 19 };
    let cut = text.get(..length).filter(|head| is_plain(head));
    stored(cut.unwrap_or(text))
}

/// Whether a text is a date, or a date, a blank and a time, each with all its digits.
fn is_plain(text: &str) -> bool {
    let wanted = "0000-00-00 00:00:00";
    text.bytes().zip(wanted.bytes()).all(|(byte, wanted)| {
        if wanted == b'0' {
            byte.is_ascii_digit()
        } else {
            byte == wanted
        }
    })
}

/// A time that the database understands: a date, or a date and a time behind `T` or a blank, with an offset that is
/// not looked at (the column has no zone).
fn stored(text: &str) -> Option<i64> {
    let text = text.trim();
    let (date, time) = match text.find(['T', ' ']) {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?.trim_start()),
        None => (text, ""),
    };
    let mut fields = date.split('-');
    let year = number(fields.next()?, 4)?;
    let month = number(fields.next()?, 2)?;
    let day = number(fields.next()?, 2)?;
    if fields.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let of_day = if time.is_empty() { 0 } else { read_time(time)? };
    Some(days(year, month, day) * 86_400_000 + of_day)
}

fn read_time(text: &str) -> Option<i64> {
    let clock = match text.find(['Z', '+', '-']) {
        Some(at) => {
            let (clock, offset) = text.split_at_checked(at)?;
            let digits = offset.trim_start_matches(['Z', '+', '-']);
            let is_offset = digits.bytes().all(|b| b.is_ascii_digit() || b == b':');
            is_offset.then_some(clock)?
        }
        None => text,
    };
    let mut fields = clock.split(':');
    let hour = number(fields.next()?, 2)?;
    let minute = number(fields.next()?, 2)?;
    let (second, fraction) = match fields.next() {
        None => (0, 0),
        Some(text) => {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
            let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
            (number(whole, 2)?, number(&digits, 3)?)
        }
    };
    if fields.next().is_some() || hour > 24 || minute > 59 || second > 60 {
        return None;
    }
    Some(((hour * 60 + minute) * 60 + second) * 1000 + fraction)
}

fn number(text: &str, most: usize) -> Option<i64> {
    let is_number = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// Days since 1970 of a date.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let shifted = if month > 2 { year } else { year - 1 };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let ms = 1_772_442_895_120;
        assert_eq!(show(ms), "2026-03-02T09:14:55.120Z");
        assert_eq!(read(&show(ms)), i64::try_from(ms).ok());
        assert_eq!(stored(&as_text(ms)), i64::try_from(ms).ok());
    }

    // Contract 5.4.

    #[test]
    fn what_follows_a_time_with_a_blank_or_a_date_is_cut() {
        for text in ["2026-03-02 09:14:55.9", "2026-03-02 09:14:55 02:00"] {
            assert_eq!(read(text), read("2026-03-02T09:14:55"), "{text}");
        }
        assert_eq!(read("2026-03-02 09"), read("2026-03-02"));
        assert_eq!(read("2026-03-02T09:14:55.9"), Some(1_772_442_895_900));
    }

    #[test]
    fn a_time_may_stand_behind_a_blank_or_be_left_out() {
        assert_eq!(read("2026-03-02"), Some(1_772_409_600_000));
        assert_eq!(read("2026-03-02 09:14:55"), read("2026-03-02T09:14:55Z"));
        assert_eq!(read("1970-01-01"), Some(0));
        assert_eq!(
            read("2026-03-02T09:14:55+02:00"),
            read("2026-03-02T09:14:55")
        );
        for bad in [
            "yesterday-ish",
            "2026",
            "2026-13-01",
            "2026-03-02T09:14:55 02:00",
            "5",
            "",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
