//! Which method and path is which operation (contract 1.1 and 2).

use crate::http::percent_decode;

/// An operation that the simulator imitates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    Login,
    SecondStep,
    LoginType,
    RefreshToken,
    Logout,
    CurrentUser,
    TwoFactorSettings,
    EnableTwoFactor,
    DisableTwoFactor,
    ChangePassword,
    UpdateSelf,
    UpdateUser,
    AggregatedUsers,
    Batch,
    AggregatedUser,
    LastAdmin,
    AddUsers,
    RemoveUser,
    ResetTwoFactor,
    Unlock,
    AddToGroups,
    InvitesAggregate,
    Invites,
    ReadInvite,
    ResendInvite,
    DeleteInvite,
    Keys,
    KeysAggregate,
    KeyAggregate,
    CreateKey,
    UpdateKey,
    DeleteKey,
    TokensAggregate,
    CreateToken,
    UpdateToken,
    DeleteToken,
    RotateToken,
    ValidateToken,
    AccessCheck,
    Roles,
    ReadRole,
    AssignRoles,
    ResourceGroups,
    Groups,
    ReadGroup,
    IsGroupMember,
    AddGroupMember,
    RemoveGroupMember,
    GroupUsers,
    Account,
    AuthenticationSettings,
    PasswordStrength,
}

/// Method, path, operation, and our name of it where the scope has one.
pub(crate) const ROUTES: &[(&str, &str, Route, &str)] = &[
    ("POST", "/api/users/login", Route::Login, ""),
    ("POST", "/api/users/two-factor-login", Route::SecondStep, ""),
    ("POST", "/api/users/logintype", Route::LoginType, ""),
    ("GET", "/api/users/refresh-token", Route::RefreshToken, ""),
    ("POST", "/api/users/{userId}/logout", Route::Logout, ""),
    (
        "GET",
        "/ng/api/user/currentUser",
        Route::CurrentUser,
        "get_current_user_info",
    ),
    (
        "GET",
        "/ng/api/user/two-factor-auth/{authMechanism}",
        Route::TwoFactorSettings,
        "get_two_factor_auth_settings",
    ),
    (
        "PUT",
        "/ng/api/user/enable-two-factor-auth",
        Route::EnableTwoFactor,
        "enable_two_factor_auth",
    ),
    (
        "PUT",
        "/ng/api/user/disable-two-factor-auth",
        Route::DisableTwoFactor,
        "disable_t_two_factor_auth",
    ),
    (
        "PUT",
        "/ng/api/user/password",
        Route::ChangePassword,
        "change_user_password",
    ),
    ("PUT", "/ng/api/user", Route::UpdateSelf, "update_user_info"),
    (
        "POST",
        "/ng/api/user/aggregate",
        Route::AggregatedUsers,
        "get_aggregated_users",
    ),
    ("POST", "/ng/api/user/batch", Route::Batch, "get_users"),
    (
        "GET",
        "/ng/api/user/aggregate/{userId}",
        Route::AggregatedUser,
        "get_aggregated_user",
    ),
    (
        "GET",
        "/ng/api/user/last-admin",
        Route::LastAdmin,
        "check_if_last_admin",
    ),
    ("POST", "/ng/api/user/users", Route::AddUsers, "add_users"),
    (
        "GET",
        "/ng/api/user/reset-two-factor-auth/{userId}",
        Route::ResetTwoFactor,
        "reset2fa",
    ),
    (
        "PUT",
        "/ng/api/user/unlock-user/{userId}",
        Route::Unlock,
        "unlock_user",
    ),
    (
        "PUT",
        "/ng/api/user/add-user-to-groups/{userId}",
        Route::AddToGroups,
        "",
    ),
    (
        "PUT",
        "/ng/api/user/{userId}",
        Route::UpdateUser,
        "update_user_info1",
    ),
    (
        "DELETE",
        "/ng/api/user/{userId}",
        Route::RemoveUser,
        "remove_user",
    ),
    (
        "POST",
        "/ng/api/invites/aggregate",
        Route::InvitesAggregate,
        "",
    ),
    ("GET", "/ng/api/invites", Route::Invites, ""),
    ("GET", "/ng/api/invites/invite", Route::ReadInvite, ""),
    ("PUT", "/ng/api/invites/{inviteId}", Route::ResendInvite, ""),
    (
        "DELETE",
        "/ng/api/invites/{inviteId}",
        Route::DeleteInvite,
        "",
    ),
    ("GET", "/ng/api/apikey", Route::Keys, ""),
    ("POST", "/ng/api/apikey", Route::CreateKey, ""),
    ("GET", "/ng/api/apikey/aggregate", Route::KeysAggregate, ""),
    (
        "GET",
        "/ng/api/apikey/aggregate/{identifier}",
        Route::KeyAggregate,
        "",
    ),
    ("PUT", "/ng/api/apikey/{identifier}", Route::UpdateKey, ""),
    (
        "DELETE",
        "/ng/api/apikey/{identifier}",
        Route::DeleteKey,
        "",
    ),
    ("GET", "/ng/api/token/aggregate", Route::TokensAggregate, ""),
    ("POST", "/ng/api/token", Route::CreateToken, ""),
    ("POST", "/ng/api/token/validate", Route::ValidateToken, ""),
    (
        "POST",
        "/ng/api/token/rotate/{identifier}",
        Route::RotateToken,
        "",
    ),
    ("PUT", "/ng/api/token/{identifier}", Route::UpdateToken, ""),
    (
        "DELETE",
        "/ng/api/token/{identifier}",
        Route::DeleteToken,
        "",
    ),
    ("POST", "/authz/api/acl", Route::AccessCheck, ""),
    ("GET", "/authz/api/roles", Route::Roles, ""),
    ("GET", "/authz/api/roles/{identifier}", Route::ReadRole, ""),
    (
        "POST",
        "/authz/api/roleassignments/multi",
        Route::AssignRoles,
        "",
    ),
    (
        "GET",
        "/resourcegroup/api/v2/resourcegroup",
        Route::ResourceGroups,
        "",
    ),
    ("GET", "/ng/api/user-groups", Route::Groups, ""),
    (
        "GET",
        "/ng/api/user-groups/{identifier}",
        Route::ReadGroup,
        "",
    ),
    (
        "GET",
        "/ng/api/user-groups/{identifier}/member/{userId}",
        Route::IsGroupMember,
        "",
    ),
    (
        "PUT",
        "/ng/api/user-groups/{identifier}/member/{userId}",
        Route::AddGroupMember,
        "",
    ),
    (
        "DELETE",
        "/ng/api/user-groups/{identifier}/member/{userId}",
        Route::RemoveGroupMember,
        "",
    ),
    (
        "POST",
        "/ng/api/user-groups/{identifier}/users",
        Route::GroupUsers,
        "",
    ),
    (
        "GET",
        "/ng/api/accounts/{accountIdentifier}",
        Route::Account,
        "",
    ),
    (
        "GET",
        "/ng/api/authentication-settings",
        Route::AuthenticationSettings,
        "",
    ),
    (
        "GET",
        "/ng/api/authentication-settings/login-settings/password-strength",
        Route::PasswordStrength,
        "",
    ),
];

impl Route {
    /// Whether nothing changes; one GET is not of these.
    pub(crate) fn is_read(self) -> bool {
        matches!(
            self,
            Self::CurrentUser
                | Self::TwoFactorSettings
                | Self::AggregatedUsers
                | Self::Batch
                | Self::AggregatedUser
                | Self::LastAdmin
                | Self::InvitesAggregate
                | Self::Invites
                | Self::ReadInvite
                | Self::Keys
                | Self::KeysAggregate
                | Self::KeyAggregate
                | Self::TokensAggregate
                | Self::ValidateToken
                | Self::AccessCheck
                | Self::Roles
                | Self::ReadRole
                | Self::ResourceGroups
                | Self::Groups
                | Self::ReadGroup
                | Self::IsGroupMember
                | Self::GroupUsers
                | Self::Account
                | Self::AuthenticationSettings
                | Self::PasswordStrength
        )
    }

    /// Whether anybody may ask without a credential.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::Login | Self::SecondStep | Self::LoginType)
    }

    /// Whether rules are refused in the manager's envelope (contract 4.4).
    pub(crate) fn is_of_manager(self) -> bool {
        self.is_open() || matches!(self, Self::RefreshToken | Self::Logout)
    }
}

/// What a path is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// An operation, with the values of its path.
    Route(Route, Vec<String>),
    /// The path is known, the method is not.
    WrongMethod,
    /// Nothing at all.
    Nothing,
}

/// Finds the operation of a path as it was sent.
pub(crate) fn find(method: &str, path: &str) -> Found {
    // Generated clients put the gateway in front (contract 1.1).
    let path = path.strip_prefix("/gateway").unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    let mut is_known = false;
    for (known, pattern, route, _) in ROUTES {
        if let Some(parts) = matches(pattern, path) {
            if *known == method {
                return Found::Route(*route, parts);
            }
            is_known = true;
        }
    }
    if is_known {
        Found::WrongMethod
    } else {
        Found::Nothing
    }
}

/// The decoded values of `{…}` when a path fits a pattern.
pub(crate) fn matches(pattern: &str, path: &str) -> Option<Vec<String>> {
    let mut values = Vec::new();
    let mut wanted = pattern.split('/');
    let mut given = path.split('/');
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(values),
            (Some(name), Some(value)) if name.starts_with('{') && !value.is_empty() => {
                values.push(String::from_utf8(percent_decode(value)?).ok()?);
            }
            (Some(name), Some(value)) if name == value => {}
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Contract 1.1, 5.13.
    #[test]
    fn a_path_is_matched_raw_and_its_values_are_decoded_once() {
        assert_eq!(
            find("DELETE", "/gateway/ng/api/user/a%2Fb%2525"),
            Found::Route(Route::RemoveUser, vec!["a/b%25".to_owned()])
        );
        assert_eq!(find("GET", "/ng/api/user/u1"), Found::WrongMethod);
        assert_eq!(find("GET", "/ng/api/nothing"), Found::Nothing);
    }

    // Contract 5.14.
    #[test]
    fn the_reset_of_a_second_factor_is_no_read() {
        for (method, path, route, _) in ROUTES {
            let is_write = *method != "GET"
                && !path.contains("aggregate")
                && !path.ends_with("/batch")
                && !path.ends_with("/acl")
                && !path.ends_with("/validate")
                && !path.ends_with("/{identifier}/users");
            let is_mutating_get = matches!(route, Route::ResetTwoFactor | Route::RefreshToken);
            assert_eq!(route.is_read(), !is_write && !is_mutating_get, "{path}");
        }
    }
}
