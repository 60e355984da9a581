//! The rate limiter that four routes share (contract 5.9).

use std::collections::HashMap;

const CAPACITY: f64 = 10.0;
const BAN_MS: u64 = 60 * 60 * 1000;

/// One token bucket and one ban per remote address.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    buckets: HashMap<String, Bucket>,
}

#[derive(Debug)]
struct Bucket {
    tokens: f64,
    seen_ms: u64,
    banned_until_ms: u64,
}

impl Limiter {
    /// Counts a request; `false` when it is refused.
    pub(crate) fn admits(&mut self, address: &str, now_ms: u64) -> bool {
        let bucket = self
            .buckets
            .entry(address.to_owned())
            .or_insert_with(|| Bucket {
                tokens: CAPACITY,
                seen_ms: now_ms,
                banned_until_ms: 0,
            });
        if now_ms < bucket.banned_until_ms {
            return false;
        }
        let passed = u32::try_from(now_ms.saturating_sub(bucket.seen_ms)).unwrap_or(u32::MAX);
        bucket.tokens = (bucket.tokens + f64::from(passed) / 1000.0).min(CAPACITY);
        bucket.seen_ms = now_ms;
        if bucket.tokens < 1.0 {
            bucket.banned_until_ms = now_ms + BAN_MS;
            return false;
        }
        bucket.tokens -= 1.0;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Contract 5.9.

    #[test]
    fn ten_pass_at_once_and_the_eleventh_bans_for_an_hour() {
        let mut limiter = Limiter::default();
        assert!((0..10).all(|_| limiter.admits("a", 0)));
        assert!(!limiter.admits("a", 0));
        assert!(!limiter.admits("a", 20_000));
        assert!(!limiter.admits("a", BAN_MS - 1));
        assert!(limiter.admits("a", BAN_MS));
        assert!(limiter.admits("b", 0));
    }

    #[test]
    fn one_a_second_passes_for_ever() {
        let mut limiter = Limiter::default();
        assert!((0..1000).all(|second| limiter.admits("a", second * 1000)));
    }

    #[test]
    fn the_bucket_fills_again_by_one_a_second() {
        let mut limiter = Limiter::default();
        assert!((0..10).all(|_| limiter.admits("a", 0)));
        assert!((0..3).all(|_| limiter.admits("a", 3400)));
        assert!(!limiter.admits("a", 3400));
    }
}
