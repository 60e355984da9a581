//! Harbor's adapter and calls: against a server that only lists, and against the simulator's core.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends at what it did not expect"
)]

#[path = "harbor/capability.rs"]
mod capability;
#[path = "harbor/load.rs"]
mod load;
