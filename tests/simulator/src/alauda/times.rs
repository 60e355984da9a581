//! Times as Alauda writes them: RFC 3339, UTC.

use crate::clock::civil;

/// Whole seconds since 1970 as a time.
pub(crate) fn rfc3339(seconds: u64) -> String {
    let (year, month, day) = civil(seconds / 86_400);
    let rest = seconds % 86_400;
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}

/// The same as the platform's language spells times by itself: `2026-11-22 00:00:00 +0000 UTC`.
pub(crate) fn spelled(seconds: u64) -> String {
    let time = rfc3339(seconds).replace('T', " ");
    format!("{} +0000 UTC", time.trim_end_matches('Z'))
}

/// Whether a text has the form of a time.
pub(crate) fn is_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else {
        return false;
    };
    let has_shape = |text: &str, shape: &str| {
        text.len() == shape.len()
            && text.chars().zip(shape.chars()).all(|(letter, wanted)| {
                letter == wanted || wanted == '0' && letter.is_ascii_digit()
            })
    };
    let (clock, zone) = time.split_at_checked(8).unwrap_or((time, ""));
    let zone = zone.strip_prefix('.').map_or(zone, |fraction| {
        fraction.trim_start_matches(|letter: char| letter.is_ascii_digit())
    });
    has_shape(date, "0000-00-00")
        && has_shape(clock, "00:00:00")
        && (matches!(zone, "Z" | "z") || has_shape(zone, "+00:00") || has_shape(zone, "-00:00"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_and_recognized() {
        assert_eq!(rfc3339(1_795_305_600), "2026-11-22T00:00:00Z");
        assert_eq!(spelled(1_795_305_600), "2026-11-22 00:00:00 +0000 UTC");
        for right in [
            "2026-01-01T00:00:00Z",
            "2026-01-01T00:00:00.123Z",
            "2026-01-01T00:00:00+08:00",
        ] {
            assert!(is_time(right), "{right}");
        }
        for wrong in [
            "",
            "2026-01-01",
            "2026-01-01 00:00:00",
            "2026-1-1T00:00:00Z",
            "T",
        ] {
            assert!(!is_time(wrong), "{wrong}");
        }
    }
}
