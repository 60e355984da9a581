//! Alauda Container Platform's adapter: against a server that only lists, and against the simulator's core.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends at what it did not expect"
)]

#[path = "simulated/seat.rs"]
mod seat;
#[path = "simulated/transport.rs"]
mod transport;

#[path = "alauda/calls.rs"]
mod calls;
#[path = "alauda/capability.rs"]
mod capability;
#[path = "alauda/load.rs"]
mod load;
#[path = "alauda/mirror.rs"]
mod mirror;
#[path = "alauda/panel.rs"]
mod panel;
#[path = "alauda/readings.rs"]
mod readings;
#[path = "alauda/reads.rs"]
mod reads;
