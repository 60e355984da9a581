//! Replays recorded exchanges of real servers against the simulator, and counts how many are answered alike.
//!
//! The recordings are the judge: a difference is the simulator's or the replayer's.
//! What may differ is told by the rules in `excuses.json`, each with its reason.

pub mod bind;
pub mod compare;
pub mod excuse;
pub mod flow;
mod moment;
pub mod peer;
pub mod report;
pub mod run;
mod setup;
pub mod unseen;

pub use flow::{Exchange, Flow, Got, Sent, load};
pub use report::Report;
