//! `SFTPGo`'s adapter and calls: against a server that only lists, and against the simulator's core.

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

#[path = "sftpgo/calls.rs"]
mod calls;
#[path = "sftpgo/load.rs"]
mod load;
#[path = "sftpgo/mirror.rs"]
mod mirror;
#[path = "sftpgo/panel.rs"]
mod panel;
#[path = "sftpgo/reads.rs"]
mod reads;
