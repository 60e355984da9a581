//! Harbor's adapter and calls: against a server that only lists, and against the simulator's core.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test ends at what it did not expect"
)]

#[path = "simulated/seat.rs"]
mod seat;
#[path = "simulated/transport.rs"]
mod transport;

#[path = "harbor/calls.rs"]
mod calls;
#[path = "harbor/capability.rs"]
mod capability;
#[path = "harbor/load.rs"]
mod load;
#[path = "harbor/mirror.rs"]
mod mirror;
#[path = "harbor/panel.rs"]
mod panel;
#[path = "harbor/reads.rs"]
mod reads;
