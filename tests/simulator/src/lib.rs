//! Imitates the platforms that the panel administers, for tests and for the demo.
//!
//! The core is pure: [`handle`] takes a [`World`] and a [`Request`] and gives a [`Response`].
//! Clock and random source live inside the world, so the same seed and the same calls give the same answers.
//! The native server around it is the feature `server`; nothing here knows the panel.

mod alauda;
pub mod clock;
mod control;
mod faults;
mod gorilla;
mod harbor;
mod harness;
pub mod http;
mod imitation;
mod names;
#[cfg(test)]
mod notes;
mod portainer;
pub mod random;
#[cfg(feature = "server")]
pub mod server;
mod sftpgo;
mod toggles;
pub mod world;

pub use http::{Ending, Request, Response};
pub use imitation::PLATFORMS;
pub use world::{Account, Admin, Plan, World, handle, start};
