//! `SFTPGo`'s calls, as release 2.7 answers them; what earlier ones do differently is read too.
//!
//! Administrators and users are two tables with two sign-ins; the accounts that the panel lists are the users.
//! A sign-in is bound to the network address that it was made from, and nothing but the clock tells when it ends.
//! A save replaces the whole account. No list tells how long it is.
//! Source: `docs/contracts/sftpgo.md`.

pub(crate) mod error;

mod body;
mod claims;
mod model;
mod password;
mod release;
mod user;

mod add_user;
mod admin_forgot_password;
mod admin_reset_password;
mod change_own_password;
mod check_health;
mod check_interface;
mod close_file_session;
mod create_api_key;
mod delete_api_key;
mod delete_user;
mod disable_second_factor;
mod forgot_password;
mod generate_recovery_codes;
mod generate_totp;
mod generate_user_recovery_codes;
mod generate_user_totp;
mod get_admin;
mod get_api_key;
mod get_folder;
mod get_group;
mod get_host;
mod get_own_profile;
mod get_role;
mod get_user;
mod get_user_profile;
mod get_version;
mod list_admins;
mod list_api_keys;
mod list_file_sessions;
mod list_folders;
mod list_groups;
mod list_hosts;
mod list_quota_scans;
mod list_recovery_codes;
mod list_roles;
mod list_totp_configs;
mod list_user_recovery_codes;
mod list_user_totp_configs;
mod list_users;
mod reset_password;
mod save_totp;
mod save_user_totp;
mod sign_in;
mod sign_out;
mod start_quota_scan;
mod unban_host;
mod update_api_key;
mod update_own_profile;
mod update_transfer_usage;
mod update_usage;
mod update_user;
mod update_user_profile;
mod user_change_password;
mod user_sign_in;
mod user_sign_out;
mod validate_totp;
mod validate_user_totp;

pub use add_user::AddUser;
pub use admin_forgot_password::AdminForgotPassword;
pub use admin_reset_password::AdminResetPassword;
pub use change_own_password::ChangeOwnPassword;
pub use check_health::{Alive, CheckHealth};
pub use check_interface::{CheckInterface, Interface};
pub use claims::{Claims, token_claims};
pub use close_file_session::CloseFileSession;
pub use create_api_key::CreateApiKey;
pub use delete_api_key::DeleteApiKey;
pub use delete_user::DeleteUser;
pub use disable_second_factor::DisableSecondFactor;
pub use forgot_password::ForgotPassword;
pub use generate_recovery_codes::GenerateRecoveryCodes;
pub use generate_totp::GenerateTotp;
pub use generate_user_recovery_codes::GenerateUserRecoveryCodes;
pub use generate_user_totp::GenerateUserTotp;
pub use get_admin::GetAdmin;
pub use get_api_key::GetApiKey;
pub use get_folder::GetFolder;
pub use get_group::GetGroup;
pub use get_host::GetHost;
pub use get_own_profile::GetOwnProfile;
pub use get_role::GetRole;
pub use get_user::GetUser;
pub use get_user_profile::GetUserProfile;
pub use get_version::GetVersion;
pub use list_admins::ListAdmins;
pub use list_api_keys::ListApiKeys;
pub use list_file_sessions::ListFileSessions;
pub use list_folders::ListFolders;
pub use list_groups::ListGroups;
pub use list_hosts::ListHosts;
pub use list_quota_scans::ListQuotaScans;
pub use list_recovery_codes::ListRecoveryCodes;
pub use list_roles::ListRoles;
pub use list_totp_configs::ListTotpConfigs;
pub use list_user_recovery_codes::ListUserRecoveryCodes;
pub use list_user_totp_configs::ListUserTotpConfigs;
pub use list_users::ListUsers;
pub use model::{
    Admin, AdminProfile, ApiKey, FileSession, Folder, Group, Host, KeyId, KeyScope, NewApiKey,
    NewTotpSecret, Page, QuotaScan, RecoveryCode, Role, Token, TotpConfig, TotpConfigs, Transfer,
    UsageMode, UserProfile, Version, host_id,
};
pub use password::{PasswordChange, StorageSecret, is_taken_for_hash};
pub use release::resets_by_edit;
pub use reset_password::ResetPassword;
pub use save_totp::SaveTotp;
pub use save_user_totp::SaveUserTotp;
pub use sign_in::SignIn;
pub use sign_out::SignOut;
pub use start_quota_scan::StartQuotaScan;
pub use unban_host::UnbanHost;
pub use update_api_key::UpdateApiKey;
pub use update_own_profile::UpdateOwnProfile;
pub use update_transfer_usage::UpdateTransferUsage;
pub use update_usage::UpdateUsage;
pub use update_user::UpdateUser;
pub use update_user_profile::UpdateUserProfile;
pub use user::{GroupKind, GroupMapping, Storage, User};
pub use user_change_password::UserChangePassword;
pub use user_sign_in::UserSignIn;
pub use user_sign_out::UserSignOut;
pub use validate_totp::ValidateTotp;
pub use validate_user_totp::ValidateUserTotp;

use super::{Facts, facts};

/// The longest password, in UTF-8 bytes, on a server with its own settings: longer ones are answered with a 500.
pub const MAX_PASSWORD_BYTES: usize = 72;

/// The most rows that a list sends at once; what asks for more is cut silently.
pub const MAX_PAGE: u32 = 500;

/// How long a change may take: the server itself gives up after a minute.
const WRITE_LIMIT_MS: u32 = 65_000;

/// How long a list may take.
const LIST_LIMIT_MS: u32 = 60_000;

/// How long a sign-in may take, or a mail: after a mistake the server waits on purpose.
const LOGIN_LIMIT_MS: u32 = 60_000;

/// Every call that the panel can make.
pub const ENDPOINTS: [Facts; 57] = [
    facts::<ListUsers>(),
    facts::<AddUser>(),
    facts::<GetUser>(),
    facts::<UpdateUser>(),
    facts::<DeleteUser>(),
    facts::<DisableSecondFactor>(),
    facts::<ForgotPassword>(),
    facts::<AdminForgotPassword>(),
    facts::<ResetPassword>(),
    facts::<AdminResetPassword>(),
    facts::<SignIn>(),
    facts::<UserSignIn>(),
    facts::<SignOut>(),
    facts::<UserSignOut>(),
    facts::<GetVersion>(),
    facts::<CheckHealth>(),
    facts::<CheckInterface>(),
    facts::<GetOwnProfile>(),
    facts::<UpdateOwnProfile>(),
    facts::<ChangeOwnPassword>(),
    facts::<UserChangePassword>(),
    facts::<GetUserProfile>(),
    facts::<UpdateUserProfile>(),
    facts::<ListTotpConfigs>(),
    facts::<GenerateTotp>(),
    facts::<ValidateTotp>(),
    facts::<SaveTotp>(),
    facts::<ListRecoveryCodes>(),
    facts::<GenerateRecoveryCodes>(),
    facts::<ListApiKeys>(),
    facts::<CreateApiKey>(),
    facts::<GetApiKey>(),
    facts::<UpdateApiKey>(),
    facts::<DeleteApiKey>(),
    facts::<ListGroups>(),
    facts::<GetGroup>(),
    facts::<ListRoles>(),
    facts::<GetRole>(),
    facts::<ListFolders>(),
    facts::<GetFolder>(),
    facts::<ListAdmins>(),
    facts::<GetAdmin>(),
    facts::<ListFileSessions>(),
    facts::<CloseFileSession>(),
    facts::<ListQuotaScans>(),
    facts::<StartQuotaScan>(),
    facts::<UpdateUsage>(),
    facts::<UpdateTransferUsage>(),
    facts::<ListHosts>(),
    facts::<GetHost>(),
    facts::<UnbanHost>(),
    facts::<ListUserTotpConfigs>(),
    facts::<GenerateUserTotp>(),
    facts::<ValidateUserTotp>(),
    facts::<SaveUserTotp>(),
    facts::<ListUserRecoveryCodes>(),
    facts::<GenerateUserRecoveryCodes>(),
];

#[cfg(test)]
mod tests;
