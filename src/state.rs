//! What lives in context: session, connections, notices, preferences, and the clock that ages words on screen.
//!
//! Knows no screen. Signals are private; screens call methods.

mod calls;
mod clock;
mod connections;
mod cut;
mod files;
mod link;
mod notices;
mod preferences;
mod session;
mod storage;
mod work;

pub(crate) use calls::fetch_calls_ahead;
pub(crate) use clock::{Clock, now_secs, use_clock};
pub(crate) use connections::{Connections, Entry, use_connections};
pub(crate) use cut::{cross, cut};
pub(crate) use files::{download_text, random_bytes};
pub(crate) use link::Link;
pub(crate) use notices::{Notices, use_notices};
pub(crate) use preferences::{Density, Preferences, Theme, use_preferences};
pub(crate) use session::{
    Identity, Listing, Session, SignIn, SignedOutBecause, Standing, use_session,
};
pub(crate) use work::{Work, use_work};
