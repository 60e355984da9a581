//! One screen to a module: the only place where api, platform, state and ui meet.

mod account;
mod accounts;
mod activity;
mod add_connection;
mod connect;
mod first_administrator;
mod frame;
mod later;
mod leave_guard;
mod me;
mod new_password;
mod nowhere;
mod overview;
mod parts;
mod place;
mod settings;

pub(crate) use later::{Later, LaterScreen, activity, add_connection, connection, settings};
pub(crate) use nowhere::NowherePage;
pub(crate) use overview::OverviewPage;
pub(crate) use parts::{Title, glyph_state, use_location};
