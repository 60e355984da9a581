//! Harness's calls about people: the current one, the members of a scope, their keys, groups and roles.
//!
//! Every call names its account, most a scope in it. Answers come in one of two envelopes, lists in pages.
//! Source: `docs/contracts/harness.md`.

pub(crate) mod error;

mod envelope;
mod keys;
mod lookup;
mod model;
mod object;
mod paging;
mod scope;
mod totp;
mod two_factor;

mod add_group_member;
mod add_user_to_groups;
mod add_users;
mod assign_roles;
mod change_user_password;
mod check_access;
mod check_address;
mod check_group_member;
mod check_if_last_admin;
mod create_api_key;
mod create_token;
mod delete_api_key;
mod delete_invite;
mod delete_token;
mod disable_t_two_factor_auth;
mod enable_two_factor_auth;
mod get_account;
mod get_aggregated_api_key;
mod get_aggregated_user;
mod get_aggregated_users;
mod get_authentication_settings;
mod get_current_user_info;
mod get_invite;
mod get_password_strength;
mod get_two_factor_auth_settings;
mod get_user_group;
mod get_users;
mod list_aggregated_api_keys;
mod list_aggregated_tokens;
mod list_api_keys;
mod list_group_users;
mod list_invites;
mod list_pending_users;
mod list_resource_groups;
mod list_roles;
mod list_user_groups;
mod remove_group_member;
mod remove_user;
mod resend_invite;
mod reset2fa;
mod rotate_token;
mod unlock_user;
mod update_api_key;
mod update_token;
mod update_user_info;
mod update_user_info1;
mod validate_token;

pub use add_group_member::AddGroupMember;
pub use add_user_to_groups::AddUserToGroups;
pub use add_users::{AddOutcome, AddUsers, Added, MAX_EMAILS};
pub use assign_roles::AssignRoles;
pub use change_user_password::{ChangeUserPassword, PasswordChanged};
pub use check_access::CheckAccess;
pub use check_address::CheckAddress;
pub use check_group_member::CheckGroupMember;
pub use check_if_last_admin::CheckIfLastAdmin;
pub use create_api_key::CreateApiKey;
pub use create_token::CreateToken;
pub use delete_api_key::DeleteApiKey;
pub use delete_invite::DeleteInvite;
pub use delete_token::DeleteToken;
pub use disable_t_two_factor_auth::DisableTwoFactorAuth;
pub use enable_two_factor_auth::EnableTwoFactorAuth;
pub use envelope::Data;
pub use get_account::GetAccount;
pub use get_aggregated_api_key::GetAggregatedApiKey;
pub use get_aggregated_user::GetAggregatedUser;
pub use get_aggregated_users::GetAggregatedUsers;
pub use get_authentication_settings::GetAuthenticationSettings;
pub use get_current_user_info::GetCurrentUserInfo;
pub use get_invite::GetInvite;
pub use get_password_strength::GetPasswordStrength;
pub use get_two_factor_auth_settings::GetTwoFactorAuthSettings;
pub use get_user_group::GetUserGroup;
pub use get_users::{GetUsers, Parents};
pub use keys::{ApiKey, ApiKeyAggregate, Owner, Token, TokenAggregate, is_key_id};
pub use list_aggregated_api_keys::ListAggregatedApiKeys;
pub use list_aggregated_tokens::{ListAggregatedTokens, TokensOf};
pub use list_api_keys::ListApiKeys;
pub use list_group_users::ListGroupUsers;
pub use list_invites::ListInvites;
pub use list_pending_users::ListPendingUsers;
pub use list_resource_groups::ListResourceGroups;
pub use list_roles::ListRoles;
pub use list_user_groups::ListUserGroups;
pub use lookup::{
    AccessList, Account, AuthenticationSettings, INVITE_USERS, KeyLimits, MANAGE_USERS, Mechanism,
    PasswordPolicy, ResourceGroup, ResourceGroupResponse, Role, RoleResponse, USER_RESOURCE,
    UserGroup, VIEW_USERS,
};
pub use model::{
    Invite, InviteKind, Narrow, RoleAssignment, RoleBinding, UserAggregate, UserInfo, UserMetadata,
};
pub use paging::{Direction, MAX_PAGE_SIZE, Page, Paging, Sort, SortBy, escape_search};
pub use remove_group_member::RemoveGroupMember;
pub use remove_user::RemoveUser;
pub use resend_invite::ResendInvite;
pub use reset2fa::Reset2fa;
pub use rotate_token::RotateToken;
pub use scope::{
    AccountId, GroupId, InviteId, KeyId, OrgId, ProjectId, ResourceGroupId, RoleId, Scope, TokenId,
    UserId, account_of_key, is_service_account_key,
};
pub use two_factor::{ConfirmedSecret, TwoFactorSettings};
pub use unlock_user::UnlockUser;
pub use update_api_key::UpdateApiKey;
pub use update_token::UpdateToken;
pub use update_user_info::UpdateUserInfo;
pub use update_user_info1::UpdateUserInfo1;
pub use validate_token::ValidateToken;

use super::{Facts, facts};

/// Every call that the panel can make.
pub const ENDPOINTS: [Facts; 47] = [
    facts::<AddUsers>(),
    facts::<ChangeUserPassword>(),
    facts::<CheckIfLastAdmin>(),
    facts::<DisableTwoFactorAuth>(),
    facts::<EnableTwoFactorAuth>(),
    facts::<GetAggregatedUser>(),
    facts::<GetAggregatedUsers>(),
    facts::<GetCurrentUserInfo>(),
    facts::<GetTwoFactorAuthSettings>(),
    facts::<GetUsers>(),
    facts::<RemoveUser>(),
    facts::<Reset2fa>(),
    facts::<UnlockUser>(),
    facts::<UpdateUserInfo>(),
    facts::<UpdateUserInfo1>(),
    facts::<AddGroupMember>(),
    facts::<AddUserToGroups>(),
    facts::<AssignRoles>(),
    facts::<CheckAccess>(),
    facts::<CheckAddress>(),
    facts::<CheckGroupMember>(),
    facts::<CreateApiKey>(),
    facts::<CreateToken>(),
    facts::<DeleteApiKey>(),
    facts::<DeleteInvite>(),
    facts::<DeleteToken>(),
    facts::<GetAccount>(),
    facts::<GetAggregatedApiKey>(),
    facts::<GetAuthenticationSettings>(),
    facts::<GetInvite>(),
    facts::<GetPasswordStrength>(),
    facts::<GetUserGroup>(),
    facts::<ListAggregatedApiKeys>(),
    facts::<ListAggregatedTokens>(),
    facts::<ListApiKeys>(),
    facts::<ListGroupUsers>(),
    facts::<ListInvites>(),
    facts::<ListPendingUsers>(),
    facts::<ListResourceGroups>(),
    facts::<ListRoles>(),
    facts::<ListUserGroups>(),
    facts::<RemoveGroupMember>(),
    facts::<ResendInvite>(),
    facts::<RotateToken>(),
    facts::<UpdateApiKey>(),
    facts::<UpdateToken>(),
    facts::<ValidateToken>(),
];

#[cfg(test)]
mod tests;
