//! Harness's adapter and calls against the simulator's core.

#![expect(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

#[path = "simulated/seat.rs"]
mod seat;
#[path = "simulated/transport.rs"]
mod transport;

#[path = "harness/calls.rs"]
mod calls;
#[path = "harness/capability.rs"]
mod capability;
#[path = "harness/load.rs"]
mod load;
#[path = "harness/mirror.rs"]
mod mirror;
#[path = "harness/panel.rs"]
mod panel;
#[path = "harness/readings.rs"]
mod readings;
#[path = "harness/reads.rs"]
mod reads;
