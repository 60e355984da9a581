//! Alauda Container Platform's adapter: against a server that only lists, and against the simulator's core.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends at what it did not expect"
)]

#[path = "alauda/capability.rs"]
mod capability;
#[path = "alauda/load.rs"]
mod load;
