//! Harbor's calls, as core 2.16 answers them.
//!
//! They are sent with Basic (or a bearer ID token) and never with a cookie: the mere presence of Harbor's `sid` turns
//! its CSRF check on. The private session calls under `/c/` live on cookies, so there is no endpoint for any of them:
//! signing in is asking who one is, and signing out is forgetting the password.
//! An error status means that nothing was changed: each write is one transaction.
//! Source: `docs/contracts/harbor.md`.

pub(crate) mod error;
pub(crate) mod standing;

mod filter;
mod id_token;
mod model;
mod rules;

mod create_user;
mod delete_user;
mod get_current_user;
mod get_permissions;
mod get_server_details;
mod get_system_info;
mod get_user;
mod list_users;
mod ping;
mod search_users;
mod set_cli_secret;
mod set_sys_admin;
mod update_password;
mod update_profile;

pub use create_user::{CreateUser, Created};
pub use delete_user::DeleteUser;
pub use filter::{Column, Filter, Match, Sort, TextColumn};
pub use get_current_user::GetCurrentUser;
pub use get_permissions::{GetPermissions, Scope};
pub use get_server_details::GetServerDetails;
pub use get_system_info::GetSystemInfo;
pub use get_user::GetUser;
pub use id_token::{IdToken, read_id_token};
pub use list_users::{ListUsers, UserPage};
pub use model::{AuthMode, CliAccess, FoundUser, Permission, SystemInfo, User, UserId};
pub use ping::{Ping, Pong};
pub use rules::{
    MAX_COMMENT_BYTES, MAX_EMAIL_CHARS, MAX_NAME_BYTES, MAX_PAGE_SIZE, MAX_PASSWORD_BYTES,
    MAX_WIDE_NAME_BYTES, MIN_PASSWORD_BYTES, may_be_undeletable,
};
pub use search_users::SearchUsers;
pub use set_cli_secret::SetCliSecret;
pub use set_sys_admin::SetSysAdmin;
pub use update_password::UpdatePassword;
pub use update_profile::UpdateProfile;

use super::{Facts, facts};

/// How long a change may take. A password costs the server half a second of work, and requests queue up for it.
const WRITE_LIMIT_MS: u32 = 60_000;

/// How long a list may take: all accounts at once are megabytes.
const LIST_LIMIT_MS: u32 = 60_000;

/// Every call that the panel can make.
pub const ENDPOINTS: [Facts; 14] = [
    facts::<ListUsers>(),
    facts::<CreateUser>(),
    facts::<GetCurrentUser>(),
    facts::<GetPermissions>(),
    facts::<SearchUsers>(),
    facts::<GetUser>(),
    facts::<UpdateProfile>(),
    facts::<DeleteUser>(),
    facts::<SetSysAdmin>(),
    facts::<UpdatePassword>(),
    facts::<SetCliSecret>(),
    facts::<GetSystemInfo>(),
    facts::<GetServerDetails>(),
    facts::<Ping>(),
];

#[cfg(test)]
mod tests;
