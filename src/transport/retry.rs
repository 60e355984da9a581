//! When a request is sent again, and after how long.

use super::{Failure, Transport};
use crate::api::{Response, Timestamp, UtcTime};

/// The most times that a read is sent.
pub(super) const MAX_TRIES: u32 = 3;

/// The longest that the panel waits because a server asks it to. Longer is the person's decision.
const LONGEST_WAIT_MS: u32 = 10_000;

/// The wait before the second try, without jitter. Each further one is three times as long.
const FIRST_WAIT_MS: u32 = 500;

/// How long to wait before sending a read again; `None` when it should not be sent again.
///
/// `is_put_off` says that the answer means "later", whatever its status is.
pub(super) fn wait_ms(
    outcome: &Result<Response, Failure>,
    is_put_off: bool,
    try_number: u32,
    transport: &dyn Transport,
) -> Option<u32> {
    if try_number >= MAX_TRIES {
        return None;
    }
    match outcome {
        Err(Failure::Unreachable | Failure::TimedOut | Failure::CutShort) => {
            Some(backoff_ms(try_number, transport.random()))
        }
        Ok(response) if is_put_off || matches!(response.status, 429 | 502..=504) => {
            let backoff = backoff_ms(try_number, transport.random());
            match retry_after_ms(response, transport.now_ms()) {
                Some(asked) if asked > LONGEST_WAIT_MS => None,
                Some(asked) => Some(asked.max(backoff)),
                None => Some(backoff),
            }
        }
        Err(Failure::Cancelled | Failure::BlockedByPolicy) | Ok(_) => None,
    }
}

/// Between a half and the whole of the step, so that many panels do not come back at the same moment.
fn backoff_ms(try_number: u32, random: f64) -> u32 {
    let step = FIRST_WAIT_MS.saturating_mul(3_u32.saturating_pow(try_number.saturating_sub(1)));
    whole(f64::from(step) * (0.5 + 0.5 * random.clamp(0.0, 1.0)))
}

/// What `Retry-After` asks for, in either of its forms.
pub(super) fn retry_after_ms(response: &Response, now_ms: f64) -> Option<u32> {
    let value = response.header("retry-after")?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that is too large to read is a long time all the same.
        let seconds = value.parse::<u32>().unwrap_or(u32::MAX);
        return Some(seconds.saturating_mul(1_000));
    }
    let seconds = http_date(value)?.unix_seconds();
    let now_secs = i64::from(whole(now_ms / 1_000.0));
    let wait_secs = u32::try_from((seconds - now_secs).max(0)).unwrap_or(u32::MAX);
    Some(wait_secs.saturating_mul(1_000))
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form of an HTTP date that is still written.
fn http_date(text: &str) -> Option<Timestamp> {
    let (_weekday, rest) = text.split_once(", ")?;
    let mut parts = rest.split(' ');
    let day = parts.next()?.parse().ok()?;
    let month = match parts.next()? {
        "Jan" => 1,
        "Feb" => 2,
        "Mar" => 3,
        "Apr" => 4,
        "May" => 5,
        "Jun" => 6,
        "Jul" => 7,
        "Aug" => 8,
        "Sep" => 9,
        "Oct" => 10,
        "Nov" => 11,
        "Dec" => 12,
        _ => return None,
    };
    let year = parts.next()?.parse().ok()?;
    let mut clock = parts.next()?.split(':');
    let mut next = || clock.next()?.parse::<i64>().ok();
    let (hour, minute, second) = (next()?, next()?, next()?);
    if parts.next()? != "GMT" {
        return None;
    }
    Timestamp::from_utc(UtcTime {
        year,
        month,
        day,
        hour,
        minute,
        second,
    })
}

/// The whole part of a number; 0 below 0, the most there is above.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "there is no other way from a float; this one clamps and never panics"
)]
pub(super) const fn whole(number: f64) -> u32 {
    number as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn asked(value: &str, now_ms: f64) -> Option<u32> {
        let headers = vec![("Retry-After".to_owned(), value.to_owned())];
        retry_after_ms(&Response::new(429, headers, Vec::new()), now_ms)
    }

    #[test]
    fn both_forms_of_retry_after_are_read() {
        assert_eq!(asked("3", 0.0), Some(3_000));
        assert_eq!(asked(" 3 ", 0.0), Some(3_000));
        // Too long to be told exactly is still no reason to come back at once.
        assert_eq!(asked("99999999999", 0.0), Some(u32::MAX));
        assert_eq!(asked("Fri, 31 Dec 9999 23:59:59 GMT", 0.0), Some(u32::MAX));
        let now_ms = 784_111_777_000.0;
        assert_eq!(asked("Sun, 06 Nov 1994 08:49:40 GMT", now_ms), Some(3_000));
        assert_eq!(asked("Sun, 06 Nov 1994 08:49:30 GMT", now_ms), Some(0));
        for rubbish in [
            "",
            "soon",
            "-1",
            "+1",
            "1.5",
            "Sun, 06 Foo 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994",
        ] {
            assert_eq!(asked(rubbish, now_ms), None, "{rubbish}");
        }
    }

    #[test]
    fn waits_grow_and_differ() {
        assert_eq!(backoff_ms(1, 0.0), 250);
        assert_eq!(backoff_ms(1, 1.0), 500);
        assert_eq!(backoff_ms(2, 0.0), 750);
        assert_eq!(backoff_ms(2, 1.0), 1_500);
        assert_eq!(backoff_ms(99, f64::NAN), 0);
    }

    proptest! {
        #[test]
        fn any_header_is_taken(value in ".*") {
            let _ = asked(&value, 0.0);
        }
    }
}
