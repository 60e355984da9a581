//! The adapters against the simulator's core: what they send, what they make of it, and what they refuse to send.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends at what it did not expect"
)]

#[path = "simulated/panel.rs"]
mod panel;
#[path = "simulated/transport.rs"]
mod transport;

#[path = "portainer/capability.rs"]
mod capability;
#[path = "portainer/reads.rs"]
mod reads;
#[path = "portainer/writes.rs"]
mod writes;
