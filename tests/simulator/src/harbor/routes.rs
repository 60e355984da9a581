//! Methods and paths.

use crate::http::percent_decode;

/// An operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    ListUsers,
    CreateUser,
    SearchUsers,
    CurrentUser,
    Permissions,
    GetUser,
    UpdateProfile,
    DeleteUser,
    SetSysAdmin,
    UpdatePassword,
    SetCliSecret,
    SystemInfo,
    Ping,
    Configure,
    CreateRobot,
    DeleteRobot,
}

/// Method, path below the base, operation, and its name in `operations.tsv` where that has it.
///
/// Fixed paths stand before those with an id.
pub(crate) const ROUTES: &[(&str, &str, Route, &str)] = &[
    ("GET", "/users", Route::ListUsers, "list_users"),
    ("POST", "/users", Route::CreateUser, "create_user"),
    ("GET", "/users/search", Route::SearchUsers, "search_users"),
    (
        "GET",
        "/users/current",
        Route::CurrentUser,
        "get_current_user_info",
    ),
    (
        "GET",
        "/users/current/permissions",
        Route::Permissions,
        "get_current_user_permissions",
    ),
    ("GET", "/users/{user_id}", Route::GetUser, "get_user"),
    (
        "PUT",
        "/users/{user_id}",
        Route::UpdateProfile,
        "update_user_profile",
    ),
    (
        "DELETE",
        "/users/{user_id}",
        Route::DeleteUser,
        "delete_user",
    ),
    (
        "PUT",
        "/users/{user_id}/sysadmin",
        Route::SetSysAdmin,
        "set_user_sys_admin",
    ),
    (
        "PUT",
        "/users/{user_id}/password",
        Route::UpdatePassword,
        "update_user_password",
    ),
    (
        "PUT",
        "/users/{user_id}/cli_secret",
        Route::SetCliSecret,
        "set_cli_secret",
    ),
    ("GET", "/systeminfo", Route::SystemInfo, ""),
    ("GET", "/ping", Route::Ping, ""),
    ("PUT", "/configurations", Route::Configure, ""),
    ("POST", "/robots", Route::CreateRobot, ""),
    ("DELETE", "/robots/{robot_id}", Route::DeleteRobot, ""),
];

/// What the router makes of a path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// An operation, with the values of its path.
    Route(Route, Vec<String>),
    /// The path takes these methods only.
    WrongMethod(Vec<&'static str>),
    /// There is no such path.
    Nothing,
}

/// Finds the operation of a path below the base, with its escapes, a slash at its end or not.
pub(crate) fn find(method: &str, path: &str) -> Found {
    let path = path.strip_suffix('/').unwrap_or(path);
    let mut methods = Vec::new();
    for (known, template, route, _) in ROUTES {
        if let Some(parts) = values(template, path) {
            if *known == method {
                return Found::Route(*route, parts);
            }
            if !methods.contains(known) {
                methods.push(*known);
            }
        }
    }
    if methods.is_empty() {
        Found::Nothing
    } else {
        Found::WrongMethod(methods)
    }
}

fn values(template: &str, path: &str) -> Option<Vec<String>> {
    let mut values = Vec::new();
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(values),
            (Some(name), Some(value)) if name.starts_with('{') && !value.is_empty() => {
                // Only values lose their escapes.
                let decoded = percent_decode(value).unwrap_or_default();
                values.push(String::from_utf8_lossy(&decoded).into_owned());
            }
            (Some(name), Some(value)) if name == value => {}
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Contract 2, "Paths".

    #[test]
    fn a_slash_at_the_end_is_taken_everywhere() {
        assert_eq!(find("GET", "/users/"), find("GET", "/users"));
        assert_eq!(
            find("GET", "/users/7/"),
            Found::Route(Route::GetUser, vec!["7".to_owned()])
        );
        assert_eq!(
            find("DELETE", "/users/"),
            Found::WrongMethod(vec!["GET", "POST"])
        );
    }

    #[test]
    fn a_fixed_name_is_an_id_for_methods_that_do_not_know_it() {
        assert_eq!(
            find("GET", "/users/current"),
            Found::Route(Route::CurrentUser, Vec::new())
        );
        assert_eq!(
            find("PUT", "/users/current"),
            Found::Route(Route::UpdateProfile, vec!["current".to_owned()])
        );
        assert_eq!(find("GET", "/user"), Found::Nothing);
    }
}
