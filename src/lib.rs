//! Rollcall: one browser panel for the user accounts of the platforms a team runs itself.
//!
//! What builds requests, reads answers and decides what a platform can do is plain Rust and is tested natively.
//! What draws and fetches exists for `wasm32` only.
//! `ARCHITECTURE.md` shows how the parts hang together and which way they may import each other.

pub mod api;
pub mod config;
pub mod i18n;
pub mod idle;
pub mod platform;
pub mod route;
pub mod transport;

#[cfg(target_arch = "wasm32")]
#[expect(unreachable_pub, reason = "the component macro writes `pub`")]
mod app;
#[cfg(target_arch = "wasm32")]
pub mod entry;
#[cfg(target_arch = "wasm32")]
#[expect(unreachable_pub, reason = "the component macro writes `pub`")]
mod page;
#[cfg(target_arch = "wasm32")]
mod state;
#[cfg(target_arch = "wasm32")]
pub mod ui;
