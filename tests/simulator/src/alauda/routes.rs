//! Which method and path is which operation (contract 1.1 and 2).

use crate::http::percent_decode;

/// An operation that the simulator imitates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    CreateUser,
    ListUsers,
    GetUser,
    UpdateUser,
    DeleteUser,
    PasswordKey,
    CreateToken,
    ListRecords,
    GetRecord,
    DeleteRecord,
    ListBindings,
    CreateBinding,
    DeleteBinding,
    DeleteBindings,
    ListObjects,
    GetObject,
    PatchObject,
    ListGroups,
    GetGroup,
    LoginStart,
    LoginAuthorize,
    LoginKey,
    LoginPassword,
    LoginEnd,
}

/// Where the records of a cluster begin.
const OBJECTS: &str = "/kubernetes/global/apis/auth.alauda.io/v1";

/// Method, path, operation, and our name of it where the scope has one.
pub(crate) const ROUTES: &[(&str, &str, Route, &str)] = &[
    ("POST", "/auth/v1/users", Route::CreateUser, "create_user"),
    ("GET", "/auth/v1/users", Route::ListUsers, "list_users"),
    ("GET", "/auth/v1/users/{name}", Route::GetUser, "get_user"),
    (
        "PATCH",
        "/auth/v1/users/{name}",
        Route::UpdateUser,
        "update_user",
    ),
    (
        "DELETE",
        "/auth/v1/users/{name}",
        Route::DeleteUser,
        "delete_user",
    ),
    ("GET", "/auth/v1/pubkey", Route::PasswordKey, ""),
    ("POST", "/auth/v1/accesstoken", Route::CreateToken, ""),
    ("GET", "/auth/v2/userbindings", Route::ListBindings, ""),
    ("POST", "/auth/v2/userbindings", Route::CreateBinding, ""),
    ("DELETE", "/auth/v2/userbindings", Route::DeleteBindings, ""),
    (
        "DELETE",
        "/auth/v2/userbindings/{name}",
        Route::DeleteBinding,
        "",
    ),
    ("GET", "@/users", Route::ListObjects, ""),
    ("GET", "@/users/{name}", Route::GetObject, ""),
    ("PATCH", "@/users/{name}", Route::PatchObject, ""),
    ("GET", "@/groups", Route::ListGroups, ""),
    ("GET", "@/groups/{name}", Route::GetGroup, ""),
    (
        "GET",
        "@/namespaces/{namespace}/accesstokeninfoes",
        Route::ListRecords,
        "",
    ),
    (
        "GET",
        "@/namespaces/{namespace}/accesstokeninfoes/{name}",
        Route::GetRecord,
        "",
    ),
    (
        "DELETE",
        "@/namespaces/{namespace}/accesstokeninfoes/{name}",
        Route::DeleteRecord,
        "",
    ),
    (
        "GET",
        "/console-platform/api/v1/token/login",
        Route::LoginStart,
        "",
    ),
    ("GET", "/dex/api/v1/authorize", Route::LoginAuthorize, ""),
    ("GET", "/dex/pubkey", Route::LoginKey, ""),
    (
        "POST",
        "/dex/api/v1/authorize/{idp}",
        Route::LoginPassword,
        "",
    ),
    (
        "GET",
        "/console-platform/api/v1/token/callback",
        Route::LoginEnd,
        "",
    ),
];

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
    let mut is_known = false;
    for (known, pattern, route, _) in ROUTES {
        let parts = match pattern.strip_prefix('@') {
            Some(pattern) => path
                .strip_prefix(OBJECTS)
                .and_then(|rest| matches(pattern, rest)),
            None => matches(pattern, path),
        };
        if let Some(parts) = parts {
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
fn matches(pattern: &str, path: &str) -> Option<Vec<String>> {
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

    // Contract 1.1, 5.3.
    #[test]
    fn a_path_is_matched_raw_and_its_values_are_decoded_once() {
        assert_eq!(
            find("GET", "/auth/v1/users/a%2Fb%2525"),
            Found::Route(Route::GetUser, vec!["a/b%25".to_owned()])
        );
        assert_eq!(find("PUT", "/auth/v1/users/a"), Found::WrongMethod);
        // Users of `/auth` have no cluster in front, objects always have.
        assert_eq!(
            find("GET", "/kubernetes/global/auth/v1/users"),
            Found::Nothing
        );
        assert_eq!(
            find("GET", "/kubernetes/global/apis/auth.alauda.io/v1/users"),
            Found::Route(Route::ListObjects, Vec::new())
        );
    }
}
