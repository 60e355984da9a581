//! Portainer's calls, as Community Edition 2.23.0 answers them.
//!
//! Lists come whole, in ascending id order: nothing is paged, sorted or searched by the server.
//! There is no endpoint for signing out, on purpose: without Portainer's own cookie that call crashes its handler
//! and leaves a lock behind, and the next backup then blocks every change until a restart. To sign out, forget the token.
//! Source: `docs/contracts/portainer.md`.

pub(crate) mod error;

mod body;
mod claims;
mod first_run;
mod model;

mod check_admin;
mod create_api_key;
mod create_membership;
mod create_user;
mod delete_api_key;
mod delete_membership;
mod delete_user;
mod get_current_user;
mod get_old_status;
mod get_public_settings;
mod get_status;
mod get_user;
mod get_version;
mod init_admin;
mod list_all_memberships;
mod list_api_keys;
mod list_memberships;
mod list_team_memberships;
mod list_teams;
mod list_users;
mod sign_in;
mod update_membership;
mod update_password;
mod update_user;
mod validate_oauth;

pub use check_admin::{AdminCheck, CheckAdmin};
pub use claims::{Claims, token_claims};
pub use create_api_key::CreateApiKey;
pub use create_membership::CreateMembership;
pub use create_user::CreateUser;
pub use delete_api_key::DeleteApiKey;
pub use delete_membership::DeleteMembership;
pub use delete_user::DeleteUser;
pub use first_run::{FirstRun, first_run};
pub use get_current_user::GetCurrentUser;
pub use get_old_status::GetOldStatus;
pub use get_public_settings::GetPublicSettings;
pub use get_status::GetStatus;
pub use get_user::GetUser;
pub use get_version::GetVersion;
pub use init_admin::InitAdmin;
pub use list_all_memberships::ListAllMemberships;
pub use list_api_keys::ListApiKeys;
pub use list_memberships::ListMemberships;
pub use list_team_memberships::ListTeamMemberships;
pub use list_teams::ListTeams;
pub use list_users::ListUsers;
pub use model::{
    ApiKey, AuthMode, CurrentUser, KeyId, MembershipId, NewApiKey, PublicSettings, Role, Session,
    Status, Team, TeamId, TeamMembership, TeamRole, Theme, User, UserId, UserSummary, Version,
};
pub use sign_in::SignIn;
pub use update_membership::UpdateMembership;
pub use update_password::UpdatePassword;
pub use update_user::UpdateUser;
pub use validate_oauth::ValidateOauth;

use super::{Facts, facts};

/// The longest password, in UTF-8 bytes: longer ones are answered with a 500, not with a reason.
pub const MAX_PASSWORD_BYTES: usize = 72;

/// The longest key description, in characters.
pub const MAX_DESCRIPTION_CHARS: usize = 127;

/// How long a change may take.
///
/// While a backup holds changes back, the server itself answers after one minute with "nothing was changed";
/// giving up earlier would turn that certainty into doubt.
const WRITE_LIMIT_MS: u32 = 65_000;

/// How long a list may take.
const LIST_LIMIT_MS: u32 = 60_000;

/// Every call that the panel can make.
pub const ENDPOINTS: [Facts; 25] = [
    facts::<ListUsers>(),
    facts::<CreateUser>(),
    facts::<GetCurrentUser>(),
    facts::<GetUser>(),
    facts::<UpdateUser>(),
    facts::<DeleteUser>(),
    facts::<UpdatePassword>(),
    facts::<ListMemberships>(),
    facts::<ListApiKeys>(),
    facts::<CreateApiKey>(),
    facts::<DeleteApiKey>(),
    facts::<CheckAdmin>(),
    facts::<InitAdmin>(),
    facts::<SignIn>(),
    facts::<ValidateOauth>(),
    facts::<GetPublicSettings>(),
    facts::<GetStatus>(),
    facts::<GetOldStatus>(),
    facts::<GetVersion>(),
    facts::<ListTeams>(),
    facts::<ListTeamMemberships>(),
    facts::<ListAllMemberships>(),
    facts::<CreateMembership>(),
    facts::<UpdateMembership>(),
    facts::<DeleteMembership>(),
];

#[cfg(test)]
mod tests;
