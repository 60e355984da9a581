//! Methods and paths, and what a caller needs for each (contract 2).

/// A handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    Health,
    Document,
    Root,
    Token,
    Logout,
    Version,
    ReadProfile,
    WriteProfile,
    ChangePassword,
    TotpConfigs,
    TotpGenerate,
    TotpValidate,
    TotpSave,
    ReadCodes,
    RenewCodes,
    ListUsers,
    CreateUser,
    ReadUser,
    UpdateUser,
    DeleteUser,
    DisableFactor,
    ForgotUser,
    ResetUser,
    ForgotAdmin,
    ResetAdmin,
    ListKeys,
    CreateKey,
    ReadKey,
    UpdateKey,
    DeleteKey,
    ListGroups,
    CreateGroup,
    ReadGroup,
    UpdateGroup,
    DeleteGroup,
    ListRoles,
    CreateRole,
    ReadRole,
    UpdateRole,
    DeleteRole,
    ListFolders,
    CreateFolder,
    ReadFolder,
    UpdateFolder,
    DeleteFolder,
    ListAdmins,
    CreateAdmin,
    ReadAdmin,
    UpdateAdmin,
    DeleteAdmin,
    ListConnections,
    CloseConnection,
    ListScans,
    StartScan,
    SetUsage,
    SetTransfer,
    ListHosts,
    ReadHost,
    FreeHost,
    UserToken,
    UserLogout,
    ReadUserProfile,
    WriteUserProfile,
    ChangeUserPassword,
    UserTotpConfigs,
    UserTotpGenerate,
    UserTotpValidate,
    UserTotpSave,
    ReadUserCodes,
    RenewUserCodes,
    UserFiles,
}

/// Who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gate {
    /// Anybody.
    Open,
    /// A name and a password.
    Basic,
    /// An administrator, by token or key.
    Admin(Needs),
    /// A user, by token or key.
    User(Needs),
}

/// What else a caller needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Needs {
    /// Only a token will do.
    pub(crate) token: bool,
    /// Open to somebody who must first set up a second factor or a password.
    pub(crate) forced: bool,
    /// The permission, or the restriction that a user must not have; empty for none.
    pub(crate) permission: &'static str,
}

const fn right(permission: &'static str) -> Gate {
    Gate::Admin(Needs {
        token: false,
        forced: false,
        permission,
    })
}

const fn own(forced: bool, permission: &'static str) -> Gate {
    Gate::Admin(Needs {
        token: true,
        forced,
        permission,
    })
}

const fn user(forced: bool, restriction: &'static str) -> Gate {
    Gate::User(Needs {
        token: true,
        forced,
        permission: restriction,
    })
}

const ANY: Gate = Gate::Admin(Needs {
    token: false,
    forced: true,
    permission: "",
});
const FILES: Gate = Gate::User(Needs {
    token: false,
    forced: false,
    permission: "",
});
const KEYS: Gate = own(true, "*");

/// Method, path, handler, gate, and the operation of `operations.tsv` that it is.
pub(crate) type Line = (&'static str, &'static str, Route, Gate, &'static str);

/// Every route.
pub(crate) const ROUTES: &[Line] = &[
    ("GET", "/healthz", Route::Health, Gate::Open, ""),
    (
        "GET",
        "/openapi/openapi.yaml",
        Route::Document,
        Gate::Open,
        "",
    ),
    ("GET", "/", Route::Root, Gate::Open, ""),
    ("GET", "/api/v2/token", Route::Token, Gate::Basic, ""),
    ("GET", "/api/v2/logout", Route::Logout, own(true, ""), ""),
    ("GET", "/api/v2/version", Route::Version, ANY, ""),
    (
        "GET",
        "/api/v2/admin/profile",
        Route::ReadProfile,
        own(true, ""),
        "",
    ),
    (
        "PUT",
        "/api/v2/admin/profile",
        Route::WriteProfile,
        own(false, ""),
        "",
    ),
    (
        "PUT",
        "/api/v2/admin/changepwd",
        Route::ChangePassword,
        own(true, ""),
        "",
    ),
    (
        "GET",
        "/api/v2/admin/totp/configs",
        Route::TotpConfigs,
        own(true, ""),
        "",
    ),
    (
        "POST",
        "/api/v2/admin/totp/generate",
        Route::TotpGenerate,
        own(true, ""),
        "",
    ),
    (
        "POST",
        "/api/v2/admin/totp/validate",
        Route::TotpValidate,
        own(true, ""),
        "",
    ),
    (
        "POST",
        "/api/v2/admin/totp/save",
        Route::TotpSave,
        own(true, ""),
        "",
    ),
    (
        "GET",
        "/api/v2/admin/2fa/recoverycodes",
        Route::ReadCodes,
        own(true, ""),
        "",
    ),
    (
        "POST",
        "/api/v2/admin/2fa/recoverycodes",
        Route::RenewCodes,
        own(true, ""),
        "",
    ),
    (
        "GET",
        "/api/v2/users",
        Route::ListUsers,
        right("view_users"),
        "get_users",
    ),
    (
        "POST",
        "/api/v2/users",
        Route::CreateUser,
        right("add_users"),
        "add_user",
    ),
    (
        "GET",
        "/api/v2/users/{username}",
        Route::ReadUser,
        right("view_users"),
        "get_user_by_username",
    ),
    (
        "PUT",
        "/api/v2/users/{username}",
        Route::UpdateUser,
        right("edit_users"),
        "update_user",
    ),
    (
        "DELETE",
        "/api/v2/users/{username}",
        Route::DeleteUser,
        right("del_users"),
        "delete_user",
    ),
    (
        "PUT",
        "/api/v2/users/{username}/2fa/disable",
        Route::DisableFactor,
        right("disable_mfa"),
        "disable_user2fa",
    ),
    (
        "POST",
        "/api/v2/users/{username}/forgot-password",
        Route::ForgotUser,
        Gate::Open,
        "user_forgot_password",
    ),
    (
        "POST",
        "/api/v2/users/{username}/reset-password",
        Route::ResetUser,
        Gate::Open,
        "user_reset_password",
    ),
    (
        "POST",
        "/api/v2/admins/{username}/forgot-password",
        Route::ForgotAdmin,
        Gate::Open,
        "",
    ),
    (
        "POST",
        "/api/v2/admins/{username}/reset-password",
        Route::ResetAdmin,
        Gate::Open,
        "",
    ),
    ("GET", "/api/v2/apikeys", Route::ListKeys, KEYS, ""),
    ("POST", "/api/v2/apikeys", Route::CreateKey, KEYS, ""),
    ("GET", "/api/v2/apikeys/{id}", Route::ReadKey, KEYS, ""),
    ("PUT", "/api/v2/apikeys/{id}", Route::UpdateKey, KEYS, ""),
    ("DELETE", "/api/v2/apikeys/{id}", Route::DeleteKey, KEYS, ""),
    (
        "GET",
        "/api/v2/groups",
        Route::ListGroups,
        right("manage_groups"),
        "",
    ),
    (
        "POST",
        "/api/v2/groups",
        Route::CreateGroup,
        right("manage_groups"),
        "",
    ),
    (
        "GET",
        "/api/v2/groups/{name}",
        Route::ReadGroup,
        right("manage_groups"),
        "",
    ),
    (
        "PUT",
        "/api/v2/groups/{name}",
        Route::UpdateGroup,
        right("manage_groups"),
        "",
    ),
    (
        "DELETE",
        "/api/v2/groups/{name}",
        Route::DeleteGroup,
        right("manage_groups"),
        "",
    ),
    ("GET", "/api/v2/roles", Route::ListRoles, right("*"), ""),
    ("POST", "/api/v2/roles", Route::CreateRole, right("*"), ""),
    (
        "GET",
        "/api/v2/roles/{name}",
        Route::ReadRole,
        right("*"),
        "",
    ),
    (
        "PUT",
        "/api/v2/roles/{name}",
        Route::UpdateRole,
        right("*"),
        "",
    ),
    (
        "DELETE",
        "/api/v2/roles/{name}",
        Route::DeleteRole,
        right("*"),
        "",
    ),
    (
        "GET",
        "/api/v2/folders",
        Route::ListFolders,
        right("manage_folders"),
        "",
    ),
    (
        "POST",
        "/api/v2/folders",
        Route::CreateFolder,
        right("manage_folders"),
        "",
    ),
    (
        "GET",
        "/api/v2/folders/{name}",
        Route::ReadFolder,
        right("manage_folders"),
        "",
    ),
    (
        "PUT",
        "/api/v2/folders/{name}",
        Route::UpdateFolder,
        right("manage_folders"),
        "",
    ),
    (
        "DELETE",
        "/api/v2/folders/{name}",
        Route::DeleteFolder,
        right("manage_folders"),
        "",
    ),
    ("GET", "/api/v2/admins", Route::ListAdmins, right("*"), ""),
    ("POST", "/api/v2/admins", Route::CreateAdmin, right("*"), ""),
    (
        "GET",
        "/api/v2/admins/{username}",
        Route::ReadAdmin,
        right("*"),
        "",
    ),
    (
        "PUT",
        "/api/v2/admins/{username}",
        Route::UpdateAdmin,
        right("*"),
        "",
    ),
    (
        "DELETE",
        "/api/v2/admins/{username}",
        Route::DeleteAdmin,
        right("*"),
        "",
    ),
    (
        "GET",
        "/api/v2/connections",
        Route::ListConnections,
        right("view_conns"),
        "",
    ),
    (
        "DELETE",
        "/api/v2/connections/{connectionID}",
        Route::CloseConnection,
        right("close_conns"),
        "",
    ),
    (
        "GET",
        "/api/v2/quotas/users/scans",
        Route::ListScans,
        right("quota_scans"),
        "",
    ),
    (
        "POST",
        "/api/v2/quotas/users/{username}/scan",
        Route::StartScan,
        right("quota_scans"),
        "",
    ),
    (
        "PUT",
        "/api/v2/quotas/users/{username}/usage",
        Route::SetUsage,
        right("edit_users"),
        "",
    ),
    (
        "PUT",
        "/api/v2/quotas/users/{username}/transfer-usage",
        Route::SetTransfer,
        right("edit_users"),
        "",
    ),
    (
        "GET",
        "/api/v2/defender/hosts",
        Route::ListHosts,
        right("view_defender"),
        "",
    ),
    (
        "GET",
        "/api/v2/defender/hosts/{id}",
        Route::ReadHost,
        right("view_defender"),
        "",
    ),
    (
        "DELETE",
        "/api/v2/defender/hosts/{id}",
        Route::FreeHost,
        right("manage_defender"),
        "",
    ),
    (
        "GET",
        "/api/v2/user/token",
        Route::UserToken,
        Gate::Basic,
        "",
    ),
    (
        "GET",
        "/api/v2/user/logout",
        Route::UserLogout,
        user(true, ""),
        "",
    ),
    (
        "GET",
        "/api/v2/user/profile",
        Route::ReadUserProfile,
        user(true, ""),
        "",
    ),
    (
        "PUT",
        "/api/v2/user/profile",
        Route::WriteUserProfile,
        user(false, ""),
        "",
    ),
    (
        "PUT",
        "/api/v2/user/changepwd",
        Route::ChangeUserPassword,
        user(true, "password-change-disabled"),
        "",
    ),
    (
        "GET",
        "/api/v2/user/totp/configs",
        Route::UserTotpConfigs,
        user(true, "mfa-disabled"),
        "",
    ),
    (
        "POST",
        "/api/v2/user/totp/generate",
        Route::UserTotpGenerate,
        user(true, "mfa-disabled"),
        "",
    ),
    (
        "POST",
        "/api/v2/user/totp/validate",
        Route::UserTotpValidate,
        user(true, "mfa-disabled"),
        "",
    ),
    (
        "POST",
        "/api/v2/user/totp/save",
        Route::UserTotpSave,
        user(true, "mfa-disabled"),
        "",
    ),
    (
        "GET",
        "/api/v2/user/2fa/recoverycodes",
        Route::ReadUserCodes,
        user(true, "mfa-disabled"),
        "",
    ),
    (
        "POST",
        "/api/v2/user/2fa/recoverycodes",
        Route::RenewUserCodes,
        user(true, "mfa-disabled"),
        "",
    ),
    ("GET", "/api/v2/user/dirs", Route::UserFiles, FILES, ""),
];

/// What the router finds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Line(&'static Line, Vec<String>),
    /// The path is known with these methods.
    WrongMethod(Vec<&'static str>),
    Nothing,
}

/// Finds the route of a method and the parts of a path, among those that are there.
pub(crate) fn find(method: &str, parts: &[&str], is_there: impl Fn(&Line) -> bool) -> Found {
    let method = if method == "HEAD" { "GET" } else { method };
    let mut methods = Vec::new();
    for line in ROUTES {
        let Some(names) = fit(line.1, parts).filter(|_| is_there(line)) else {
            continue;
        };
        if line.0 == method {
            return Found::Line(line, names);
        }
        methods.push(line.0);
    }
    if methods.is_empty() {
        Found::Nothing
    } else {
        Found::WrongMethod(methods)
    }
}

fn fit(template: &str, parts: &[&str]) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut given = parts.iter();
    for wanted in template.trim_start_matches('/').split('/') {
        let part = given.next()?;
        if wanted.starts_with('{') {
            if part.is_empty() {
                return None;
            }
            names.push(super::paths::name_of(part));
        } else if wanted != *part {
            return None;
        }
    }
    given.next().is_none().then_some(names)
}
