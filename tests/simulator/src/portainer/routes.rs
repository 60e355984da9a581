//! Which path and method is which operation, with the router's habits (contract 1.1).

use super::answer::failure;
use super::text::go_quote;
use crate::http::Response;

/// An operation that the simulator imitates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    SignIn,
    Logout,
    OAuthValidate,
    PublicSettings,
    Status,
    Version,
    ReadSettings,
    UpdateSettings,
    Backup,
    ListUsers,
    CreateUser,
    CurrentUser,
    InspectUser,
    UpdateUser,
    DeleteUser,
    UpdatePassword,
    UserMemberships,
    ListKeys,
    CreateKey,
    DeleteKey,
    AdminCheck,
    AdminInit,
    ListTeams,
    CreateTeam,
    InspectTeam,
    UpdateTeam,
    DeleteTeam,
    TeamMemberships,
    ListMemberships,
    CreateMembership,
    UpdateMembership,
    DeleteMembership,
}

/// Method, path without the base, operation, and our name of it where `operations.tsv` has one.
pub(crate) const ROUTES: &[(&str, &str, Route, &str)] = &[
    ("POST", "/auth", Route::SignIn, ""),
    ("POST", "/auth/logout", Route::Logout, ""),
    ("POST", "/auth/oauth/validate", Route::OAuthValidate, ""),
    ("GET", "/settings/public", Route::PublicSettings, ""),
    ("GET", "/settings", Route::ReadSettings, ""),
    ("PUT", "/settings", Route::UpdateSettings, ""),
    ("GET", "/status", Route::Status, ""),
    ("GET", "/system/status", Route::Status, ""),
    ("GET", "/system/version", Route::Version, ""),
    ("GET", "/status/version", Route::Version, ""),
    ("POST", "/backup", Route::Backup, ""),
    ("GET", "/users", Route::ListUsers, "user_list"),
    ("POST", "/users", Route::CreateUser, "user_create"),
    (
        "GET",
        "/users/admin/check",
        Route::AdminCheck,
        "user_admin_check",
    ),
    (
        "POST",
        "/users/admin/init",
        Route::AdminInit,
        "user_admin_init",
    ),
    (
        "GET",
        "/users/me",
        Route::CurrentUser,
        "current_user_inspect",
    ),
    ("GET", "/users/{id}", Route::InspectUser, "user_inspect"),
    ("PUT", "/users/{id}", Route::UpdateUser, "user_update"),
    ("DELETE", "/users/{id}", Route::DeleteUser, "user_delete"),
    (
        "PUT",
        "/users/{id}/passwd",
        Route::UpdatePassword,
        "user_update_password",
    ),
    (
        "GET",
        "/users/{id}/memberships",
        Route::UserMemberships,
        "user_memberships_inspect",
    ),
    (
        "GET",
        "/users/{id}/tokens",
        Route::ListKeys,
        "user_get_api_keys",
    ),
    (
        "POST",
        "/users/{id}/tokens",
        Route::CreateKey,
        "user_generate_api_key",
    ),
    (
        "DELETE",
        "/users/{id}/tokens/{keyID}",
        Route::DeleteKey,
        "user_remove_api_key",
    ),
    ("GET", "/teams", Route::ListTeams, ""),
    ("POST", "/teams", Route::CreateTeam, ""),
    ("GET", "/teams/{id}", Route::InspectTeam, ""),
    ("PUT", "/teams/{id}", Route::UpdateTeam, ""),
    ("DELETE", "/teams/{id}", Route::DeleteTeam, ""),
    ("GET", "/teams/{id}/memberships", Route::TeamMemberships, ""),
    ("GET", "/team_memberships", Route::ListMemberships, ""),
    ("POST", "/team_memberships", Route::CreateMembership, ""),
    ("PUT", "/team_memberships/{id}", Route::UpdateMembership, ""),
    (
        "DELETE",
        "/team_memberships/{id}",
        Route::DeleteMembership,
        "",
    ),
];

/// Everything behind these beginnings belongs to the API, the rest to the file server.
const PREFIXES: &[&str] = &[
    "auth",
    "backup",
    "custom_templates",
    "docker",
    "edge_groups",
    "edge_jobs",
    "edge_stacks",
    "edge_templates",
    "endpoint_groups",
    "endpoints",
    "gitops",
    "kubernetes",
    "ldap",
    "motd",
    "open_amt",
    "registries",
    "resource_controls",
    "restore",
    "roles",
    "settings",
    "ssl",
    "stacks",
    "status",
    "storybook",
    "system",
    "tags",
    "team_memberships",
    "teams",
    "templates",
    "upload",
    "users",
    "webhooks",
    "websocket",
];

/// What the router makes of a path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// An operation, with the values of its path.
    Route(Route, Vec<String>),
    /// The path is known, the method is not.
    WrongMethod,
    /// A path below a known beginning that is nothing.
    Nothing,
    /// A path that is not clean.
    Moved(String),
    /// A path outside the API.
    FileServer,
}

/// Finds the operation of a decoded path.
pub(crate) fn find(method: &str, path: &str) -> Found {
    let Some(rest) = path.strip_prefix("/api") else {
        return Found::FileServer;
    };
    let is_known = rest
        .strip_prefix('/')
        .is_some_and(|rest| PREFIXES.iter().any(|prefix| rest.starts_with(prefix)));
    if !is_known {
        return Found::FileServer;
    }
    let cleaned = clean(rest);
    if cleaned != rest {
        return Found::Moved(cleaned);
    }
    let mut is_wrong_method = false;
    for (known, pattern, route, _) in ROUTES {
        if let Some(parts) = matches(pattern, rest) {
            if *known == method {
                return Found::Route(*route, parts);
            }
            is_wrong_method = true;
        }
    }
    if is_wrong_method {
        Found::WrongMethod
    } else {
        Found::Nothing
    }
}

/// The values of `{…}` when the path fits the pattern.
pub(crate) fn matches(pattern: &str, path: &str) -> Option<Vec<String>> {
    let mut values = Vec::new();
    let mut wanted = pattern.split('/');
    let mut given = path.split('/');
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(values),
            (Some(name), Some(value)) if name.starts_with('{') && !value.is_empty() => {
                values.push(value.to_owned());
            }
            (Some(name), Some(value)) if name == value => {}
            _ => return None,
        }
    }
}

/// Without double slashes and dot segments; a slash at the end stays.
fn clean(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            other => kept.push(other),
        }
    }
    let mut cleaned = format!("/{}", kept.join("/"));
    if path.ends_with('/') && cleaned != "/" {
        cleaned.push('/');
    }
    cleaned
}

/// A path for a `Location` header.
pub(crate) fn escape_path(path: &str) -> String {
    let mut escaped = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~$&+,/:;=@".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.extend(format!("%{byte:02X}").chars());
        }
    }
    escaped
}

/// Reads an id of a path; `what` is the beginning of the refusal's message.
pub(crate) fn id(text: Option<&String>, what: &str) -> Result<i64, Response> {
    let text = text.map_or("", String::as_str);
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let problem = if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        "invalid syntax"
    } else if let Ok(number) = text.strip_prefix('+').unwrap_or(text).parse() {
        return Ok(number);
    } else {
        "value out of range"
    };
    Err(failure(
        400,
        &format!("Invalid {what} identifier route variable"),
        format!(
            "strconv.Atoi: parsing {}: {problem}",
            go_quote(text.as_bytes())
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    // Contract 1.1.

    #[test]
    fn an_id_is_anything_that_reads_as_an_integer() {
        for (text, number) in [("1", 1), ("01", 1), ("+1", 1), ("-1", -1)] {
            assert_eq!(id(Some(&text.to_owned()), "user"), Ok(number));
        }
        for text in ["1.0", "1e0", "1 ", "", "+", "abc", "٣", "1_0"] {
            assert!(id(Some(&text.to_owned()), "user").is_err(), "{text}");
        }
    }

    #[test]
    fn a_path_that_is_not_clean_moves_without_the_base() {
        assert_eq!(
            find("GET", "/api/users//1"),
            Found::Moved("/users/1".into())
        );
        assert_eq!(
            find("PUT", "/api/users/./1"),
            Found::Moved("/users/1".into())
        );
        assert_eq!(
            find("GET", "/api/users/1/.."),
            Found::Moved("/users".into())
        );
    }

    #[test]
    fn a_slash_at_the_end_is_another_path() {
        assert_eq!(find("GET", "/api/users/"), Found::Nothing);
    }

    #[test]
    fn a_wrong_method_is_told_from_a_wrong_path() {
        assert_eq!(find("HEAD", "/api/users"), Found::WrongMethod);
        assert_eq!(find("GET", "/api/users/admin/init"), Found::WrongMethod);
        assert_eq!(find("GET", "/api/usersx"), Found::Nothing);
        assert_eq!(find("GET", "/api/foo"), Found::FileServer);
    }
}
