//! One screen to a module: the only place where api, platform, state and ui meet.

mod account;
mod accounts;
mod activity;
mod add_connection;
mod connect;
mod frame;
mod me;
mod new_password;
mod nowhere;
mod overview;
mod parts;
mod place;
mod settings;

pub(crate) use activity::ActivityPage;
pub(crate) use add_connection::AddConnectionPage;
pub(crate) use frame::{ConnectionFrame, SignInAgain};
pub(crate) use nowhere::NowherePage;
pub(crate) use overview::OverviewPage;
pub(crate) use parts::{Title, glyph_state, use_location};
pub(crate) use settings::SettingsPage;
