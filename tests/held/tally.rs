//! Counts what was held against what.

use std::collections::BTreeMap;
use std::fmt;

use rollcall::api::Facts;

/// What was seen.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Answers decoded, by call.
    pub(crate) decoded: BTreeMap<&'static str, usize>,
    /// Requests rebuilt, by call.
    pub(crate) rebuilt: BTreeMap<&'static str, usize>,
    /// Requests that the panel does not make, by reason.
    pub(crate) not_made: BTreeMap<&'static str, usize>,
    /// Exchanges of calls that the panel does not have.
    pub(crate) n_not_ours: usize,
    /// Exchanges of platforms whose calls the panel does not have yet.
    pub(crate) n_other_platforms: usize,
    /// What does not agree.
    pub(crate) faults: Vec<String>,
}

impl Tally {
    /// Every call was seen, and nearly every one in a request that the panel makes.
    pub(crate) fn assert_covers(&self, endpoints: &[Facts]) {
        for facts in endpoints {
            let operation = facts.operation;
            assert!(
                self.decoded.contains_key(operation),
                "{operation}: no answer"
            );
            assert!(
                self.rebuilt.contains_key(operation),
                "{operation}: no request"
            );
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (operation, n_decoded) in &self.decoded {
            let n_rebuilt = self.rebuilt.get(operation).unwrap_or(&0);
            writeln!(
                formatter,
                "{operation:26} {n_decoded:4} answers decoded {n_rebuilt:4} requests rebuilt"
            )?;
        }
        for (reason, n_not_made) in &self.not_made {
            writeln!(formatter, "not made: {reason:32} {n_not_made:4}")?;
        }
        let sum = |counts: &BTreeMap<&str, usize>| counts.values().sum::<usize>();
        writeln!(
            formatter,
            "{} answers decoded, {} requests rebuilt, {} exchanges of other calls, {} of other platforms, {} faults",
            sum(&self.decoded),
            sum(&self.rebuilt),
            self.n_not_ours,
            self.n_other_platforms,
            self.faults.len()
        )
    }
}
