//! Alauda Container Platform's calls, as its documentation of June 2026 describes them.
//!
//! No server could be looked at. What nobody documents is read in every way that the contract names (part 5.1).
//! An account is never written back as it was read: a change holds what changes and nothing else.
//! Deleting several role bindings at once is left out: its body is not documented.
//! Source: `docs/contracts/alauda.md`.

pub(crate) mod error;

mod body;
mod claims;
mod md5;
mod model;
mod password;
mod query;
mod rsa;

mod check_address;
mod create_access_token;
mod create_user;
mod create_user_binding;
mod delete_access_token;
mod delete_user;
mod delete_user_binding;
mod get_group;
mod get_login_key;
mod get_password_key;
mod get_user;
mod get_user_object;
mod list_access_tokens;
mod list_groups;
mod list_user_bindings;
mod list_user_objects;
mod list_users;
mod update_user;
mod update_user_object;

pub use check_address::CheckAddress;
pub use claims::{Claims, token_claims};
pub use create_access_token::CreateAccessToken;
pub use create_user::CreateUser;
pub use create_user_binding::CreateUserBinding;
pub use delete_access_token::DeleteAccessToken;
pub use delete_user::DeleteUser;
pub use delete_user_binding::DeleteUserBinding;
pub use get_group::GetGroup;
pub use get_login_key::GetLoginKey;
pub use get_password_key::GetPasswordKey;
pub use get_user::GetUser;
pub use get_user_object::GetUserObject;
pub use list_access_tokens::ListAccessTokens;
pub use list_groups::ListGroups;
pub use list_user_bindings::ListUserBindings;
pub use list_user_objects::ListUserObjects;
pub use list_users::ListUsers;
pub use model::{
    AccessToken, AccessTokenInfo, AccessTokenSpec, BindingName, Connector, Constraint, Continue,
    Group, GroupName, GroupSpec, GroupUser, List, Metadata, Moment, NewValidity, Source, Standing,
    State, Subject, TokenName, User, UserBinding, UserBindingSpec, UserName, UserSpec, Validity,
};
pub use password::{PasswordKey, SealedPassword, Unsealable, Weakness, weaknesses};
pub use query::{Filter, Sort, UserField};
pub use update_user::UpdateUser;
pub use update_user_object::UpdateUserObject;

use super::{Facts, facts};

/// The most accounts that one page may hold.
pub const MAX_PAGE: u32 = 100;

/// The longest description of an API token, in characters.
pub const MAX_DESCRIPTION_CHARS: usize = 64;

/// The namespace in which the records of all API tokens lie: presumably the system's own.
pub const TOKEN_NAMESPACE: &str = "cpaas-system";

/// How long a list may take.
const LIST_LIMIT_MS: u32 = 60_000;

/// Every call that the panel can make.
pub const ENDPOINTS: [Facts; 19] = [
    facts::<CreateUser>(),
    facts::<ListUsers>(),
    facts::<GetUser>(),
    facts::<UpdateUser>(),
    facts::<DeleteUser>(),
    facts::<CheckAddress>(),
    facts::<GetLoginKey>(),
    facts::<GetPasswordKey>(),
    facts::<CreateAccessToken>(),
    facts::<ListAccessTokens>(),
    facts::<DeleteAccessToken>(),
    facts::<ListUserBindings>(),
    facts::<CreateUserBinding>(),
    facts::<DeleteUserBinding>(),
    facts::<ListUserObjects>(),
    facts::<GetUserObject>(),
    facts::<UpdateUserObject>(),
    facts::<ListGroups>(),
    facts::<GetGroup>(),
];

#[cfg(test)]
mod tests;
