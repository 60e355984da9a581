//! Holds Harbor's typed calls against recorded exchanges.

use rollcall_replay::Flow;

use crate::tally::Tally;

/// Holds one flow.
pub(crate) fn hold(flow: &Flow, tally: &mut Tally) {
    tally.n_other_platforms += flow.exchanges.len();
}
