//! When nobody has used the panel for so long that its sessions must end.
//!
//! Owns the counting only: `app` tells it what happens, and ends the sessions.

/// How long nobody has used the panel. Times are Unix seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idle {
    limit_secs: i64,
    last_secs: i64,
    n_requests: u64,
}

impl Idle {
    /// Begins to count; nothing to count where the limit is 0.
    pub fn new(limit_minutes: u32, now_secs: i64) -> Option<Self> {
        (limit_minutes > 0).then(|| Self {
            limit_secs: i64::from(limit_minutes).saturating_mul(60),
            last_secs: now_secs,
            n_requests: 0,
        })
    }

    /// The limit in whole minutes, as it was configured.
    pub const fn limit_minutes(&self) -> i64 {
        self.limit_secs / 60
    }

    /// Time has passed, and so many requests were sent since the page was opened. Answers whether the limit is over.
    ///
    /// Work that goes on by itself is use: nobody wants to find half of a long job refused.
    pub fn passes(&mut self, now_secs: i64, n_requests: u64) -> bool {
        if self.n_requests != n_requests {
            self.n_requests = n_requests;
            self.last_secs = self.last_secs.max(now_secs);
        }
        self.is_over(now_secs)
    }

    /// Somebody uses the panel. Answers whether it is too late for that: a machine that slept counts nothing.
    pub fn is_used(&mut self, now_secs: i64) -> bool {
        let is_over = self.is_over(now_secs);
        self.last_secs = now_secs;
        is_over
    }

    const fn is_over(&self, now_secs: i64) -> bool {
        now_secs.saturating_sub(self.last_secs) >= self.limit_secs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_counts_from_the_last_use() {
        let mut idle = Idle::new(15, 1_000).unwrap();
        assert!(!idle.passes(1_899, 0));
        assert!(!idle.is_used(1_899));
        assert!(!idle.passes(2_798, 0));
        assert!(idle.passes(2_799, 0));
    }

    #[test]
    fn who_comes_back_too_late_is_told_so_once() {
        let mut idle = Idle::new(1, 0).unwrap();
        assert!(idle.is_used(3_600));
        assert!(!idle.is_used(3_601));
    }

    #[test]
    fn requests_under_way_are_use() {
        let mut idle = Idle::new(1, 0).unwrap();
        assert!(!idle.passes(59, 3));
        assert!(!idle.passes(118, 3));
        assert!(idle.passes(119, 3));
    }

    #[test]
    fn no_limit_is_never_over() {
        assert_eq!(Idle::new(0, 0), None);
        let mut idle = Idle::new(u32::MAX, i64::MIN).unwrap();
        assert!(!idle.is_used(i64::MIN));
        assert!(idle.passes(i64::MAX, 0));
    }
}
