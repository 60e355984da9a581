//! How many requests are let through (contract 5.12).

use std::collections::HashMap;

use crate::clock::Clock;

const MINUTE_MS: u64 = 60_000;

/// Counts by window; a window begins with the first request in it.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    windows: HashMap<String, (u64, u64)>,
}

impl Limiter {
    fn is_let_through(&mut self, name: String, clock: Clock, length_ms: u64, limit: u64) -> bool {
        let now = clock.now_ms();
        let window = self.windows.entry(name).or_insert((now, 0));
        if now.saturating_sub(window.0) >= length_ms {
            *window = (now, 0);
        }
        window.1 += 1;
        window.1 <= limit
    }

    /// 5,000 in ten seconds from an address.
    pub(crate) fn address(&mut self, peer: &str, clock: Clock) -> bool {
        self.is_let_through(format!("address {peer}"), clock, 10_000, 5000)
    }

    /// 1,000 in a minute with a key.
    pub(crate) fn key(&mut self, key: &str, clock: Clock) -> bool {
        self.is_let_through(format!("key {key}"), clock, MINUTE_MS, 1000)
    }

    /// Ten invitations in a minute from an address.
    pub(crate) fn invitations(&mut self, peer: &str, clock: Clock) -> bool {
        self.is_let_through(format!("invitations {peer}"), clock, MINUTE_MS, 10)
    }

    /// One body of more than 500,000 characters in ten seconds from an address.
    pub(crate) fn large_body(&mut self, peer: &str, clock: Clock) -> bool {
        self.is_let_through(format!("body {peer}"), clock, 10_000, 1)
    }
}
