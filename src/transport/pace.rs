//! Pace: how many reads of one connection a platform takes in a minute.
//!
//! A long list that is read as fast as it comes would use the whole of what the platform grants to one credential, and
//! be refused in the middle; so would everything else that is done with that credential.

use std::cell::RefCell;
use std::collections::VecDeque;

use super::{ConnectionId, retry};

const MINUTE_MS: f64 = 60_000.0;

/// When the reads of the last minute were sent, for connections whose platform counts them.
#[derive(Default)]
pub(super) struct Pace(RefCell<Vec<(ConnectionId, VecDeque<f64>)>>);

impl Pace {
    /// Takes a place in the present minute; where none is left, how long until there may be one.
    pub(super) fn take(
        &self,
        connection: &ConnectionId,
        per_minute: usize,
        now_ms: f64,
    ) -> Option<u32> {
        let mut all = self.0.borrow_mut();
        let Some((_, sent)) = all.iter_mut().find(|(id, _)| id == connection) else {
            all.push((connection.clone(), [now_ms].into()));
            return None;
        };
        // A clock that was set back leaves instants that are yet to come: they say nothing.
        sent.retain(|at| (0.0..MINUTE_MS).contains(&(now_ms - at)));
        match sent.front() {
            Some(first) if sent.len() >= per_minute => {
                Some(retry::whole(first + MINUTE_MS - now_ms).saturating_add(1))
            }
            _ => {
                sent.push_back(now_ms);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> ConnectionId {
        ConnectionId::new(name).unwrap()
    }

    #[test]
    fn places_come_free_a_minute_after_they_were_taken() {
        let pace = Pace::default();
        assert_eq!(pace.take(&id("a"), 2, 0.0), None);
        assert_eq!(pace.take(&id("a"), 2, 10_000.0), None);
        assert_eq!(pace.take(&id("a"), 2, 20_000.0), Some(40_001));
        assert_eq!(pace.take(&id("b"), 2, 20_000.0), None);
        assert_eq!(pace.take(&id("a"), 2, 60_001.0), None);
        assert_eq!(pace.take(&id("a"), 2, 60_002.0), Some(9_999));
    }

    #[test]
    fn a_clock_that_is_set_back_stops_nobody() {
        let pace = Pace::default();
        assert_eq!(pace.take(&id("a"), 1, 1e12), None);
        assert_eq!(pace.take(&id("a"), 1, 0.0), None);
    }
}
