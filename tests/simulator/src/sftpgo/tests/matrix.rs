//! Contract 6: operation by role by scheme.

use serde_json::{Value as Json, json};

use super::{Desk, account, account_with, bearer, by_key, message};
use crate::http::Request;

/// Method, path, body, the permission that opens it, and the statuses of: every permission, exactly the permission,
/// none of it, another role's target, a forced action, a key with the permission, a user's token, a user's key,
/// nothing. 0 stands for a cell that the contract leaves out.
type Row = (
    &'static str,
    &'static str,
    fn() -> Json,
    &'static str,
    [u16; 9],
);

fn nothing() -> Json {
    Json::Null
}

fn change() -> Json {
    account("anna")
}

fn profile() -> Json {
    json!({"email": "x@example.org"})
}

const ROWS: &[Row] = &[
    (
        "GET",
        "/api/v2/users",
        nothing,
        "view_users",
        [200, 200, 403, 200, 403, 200, 401, 403, 401],
    ),
    (
        "POST",
        "/api/v2/users",
        change,
        "add_users",
        [409, 409, 403, 409, 403, 409, 401, 403, 401],
    ),
    (
        "GET",
        "/api/v2/users/anna",
        nothing,
        "view_users",
        [200, 200, 403, 404, 403, 200, 401, 403, 401],
    ),
    (
        "GET",
        "/api/v2/users/anna?confidential_data=1",
        nothing,
        "view_users",
        [200, 200, 403, 404, 403, 200, 401, 403, 401],
    ),
    (
        "PUT",
        "/api/v2/users/anna",
        change,
        "edit_users",
        [200, 200, 403, 404, 403, 200, 401, 403, 401],
    ),
    (
        "PUT",
        "/api/v2/users/anna/2fa/disable",
        nothing,
        "disable_mfa",
        [400, 400, 403, 404, 403, 400, 401, 403, 401],
    ),
    (
        "POST",
        "/api/v2/users/anna/forgot-password",
        nothing,
        "",
        [400, 0, 400, 400, 400, 400, 400, 400, 400],
    ),
    (
        "POST",
        "/api/v2/users/anna/reset-password",
        || json!({"code": "x", "password": "y"}),
        "",
        [400, 0, 400, 400, 400, 400, 400, 400, 400],
    ),
    (
        "GET",
        "/api/v2/token",
        nothing,
        "",
        [401, 0, 401, 401, 401, 401, 401, 401, 401],
    ),
    (
        "GET",
        "/api/v2/version",
        nothing,
        "",
        [200, 0, 200, 200, 200, 200, 401, 403, 401],
    ),
    (
        "GET",
        "/api/v2/admin/profile",
        nothing,
        "",
        [200, 0, 200, 200, 200, 403, 401, 403, 401],
    ),
    (
        "PUT",
        "/api/v2/admin/profile",
        profile,
        "",
        [200, 0, 200, 200, 403, 403, 401, 403, 401],
    ),
    (
        "PUT",
        "/api/v2/admin/changepwd",
        || json!({}),
        "",
        [400, 0, 400, 400, 400, 403, 401, 403, 401],
    ),
    (
        "GET",
        "/api/v2/admin/totp/configs",
        nothing,
        "",
        [200, 0, 200, 200, 200, 403, 401, 403, 401],
    ),
    (
        "POST",
        "/api/v2/admin/totp/generate",
        || json!({"config_name": "Default"}),
        "",
        [200, 0, 200, 200, 200, 403, 401, 403, 401],
    ),
    (
        "GET",
        "/api/v2/apikeys",
        nothing,
        "",
        [200, 0, 403, 403, 200, 403, 401, 403, 401],
    ),
    (
        "GET",
        "/api/v2/groups",
        nothing,
        "manage_groups",
        [200, 200, 403, 200, 403, 200, 401, 403, 401],
    ),
    (
        "GET",
        "/api/v2/folders",
        nothing,
        "manage_folders",
        [200, 200, 403, 200, 403, 200, 401, 403, 401],
    ),
    (
        "GET",
        "/api/v2/roles",
        nothing,
        "",
        [200, 0, 403, 403, 403, 403, 401, 403, 401],
    ),
    (
        "GET",
        "/api/v2/admins",
        nothing,
        "",
        [200, 0, 403, 403, 403, 403, 401, 403, 401],
    ),
    (
        "GET",
        "/api/v2/connections",
        nothing,
        "view_conns",
        [200, 200, 403, 200, 403, 200, 401, 403, 401],
    ),
    (
        "DELETE",
        "/api/v2/connections/none",
        nothing,
        "close_conns",
        [404, 404, 403, 404, 403, 404, 401, 403, 401],
    ),
    (
        "GET",
        "/api/v2/quotas/users/scans",
        nothing,
        "quota_scans",
        [200, 200, 403, 200, 403, 200, 401, 403, 401],
    ),
    (
        "POST",
        "/api/v2/quotas/users/anna/scan",
        nothing,
        "quota_scans",
        [202, 202, 403, 404, 403, 202, 401, 403, 401],
    ),
    (
        "PUT",
        "/api/v2/quotas/users/anna/usage",
        || json!({}),
        "edit_users",
        [200, 200, 403, 404, 403, 200, 401, 403, 401],
    ),
    (
        "GET",
        "/api/v2/defender/hosts",
        nothing,
        "view_defender",
        [200, 200, 403, 200, 403, 200, 401, 403, 401],
    ),
    (
        "DELETE",
        "/api/v2/defender/hosts/3132372e302e302e31",
        nothing,
        "manage_defender",
        [404, 404, 403, 404, 403, 404, 401, 403, 401],
    ),
    (
        "GET",
        "/api/v2/user/profile",
        nothing,
        "",
        [401, 0, 401, 401, 401, 403, 200, 403, 401],
    ),
    (
        "DELETE",
        "/api/v2/users/nobody",
        nothing,
        "del_users",
        [404, 404, 403, 404, 403, 404, 401, 403, 401],
    ),
    (
        "GET",
        "/api/v2/logout",
        nothing,
        "",
        [200, 0, 200, 200, 200, 403, 401, 403, 401],
    ),
];

const EVERY: [&str; 12] = [
    "view_users",
    "add_users",
    "edit_users",
    "del_users",
    "disable_mfa",
    "quota_scans",
    "manage_groups",
    "manage_folders",
    "view_conns",
    "close_conns",
    "view_defender",
    "manage_defender",
];

fn permission_or(permission: &str) -> &str {
    if permission.is_empty() {
        "view_events"
    } else {
        permission
    }
}

#[test]
fn every_operation_answers_every_kind_of_caller() {
    for (method, path, body, permission, expected) in ROWS {
        let mut desk = Desk::with(&json!({"token_validation": 1}));
        let root = desk.root();
        desk.make(&root, "/api/v2/roles", &json!({"name": "north"}));
        desk.create(
            &root,
            &account_with("anna", "filters", json!({"allow_api_key_auth": true})),
        );
        let keyed = json!({"allow_api_key_auth": true});
        let one = desk.admin(
            &root,
            "one",
            &json!({"permissions": [permission_or(permission)], "filters": keyed}),
        );
        let none = desk.admin(&root, "none", &json!({"permissions": ["view_status"]}));
        let tenant = desk.admin(
            &root,
            "tenant",
            &json!({"permissions": EVERY, "role": "north"}),
        );
        let forced = desk.admin(
            &root,
            "forced",
            &json!({"permissions": ["*"], "filters": {"require_two_factor": true}}),
        );
        let mut key = |body: Json| {
            desk.make(&root, "/api/v2/apikeys", &body)["key"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        let admin_key = key(json!({"name": "k", "scope": 1, "admin": "one"}));
        let user_key = key(json!({"name": "u", "scope": 2, "user": "anna"}));
        let user = desk.sign_in_user("anna");
        let plain = |_: &str| {
            let request = Desk::request(method, path);
            if body().is_null() {
                request
            } else {
                request.body(body().to_string())
            }
        };
        let callers: [(&str, Request); 9] = [
            ("every permission", bearer(plain(""), &root)),
            ("exactly the permission", bearer(plain(""), &one)),
            ("none of it", bearer(plain(""), &none)),
            ("another role's", bearer(plain(""), &tenant)),
            ("a forced action", bearer(plain(""), &forced)),
            ("a key", by_key(plain(""), &admin_key)),
            ("a user", bearer(plain(""), &user)),
            ("a user's key", by_key(plain(""), &user_key)),
            ("nothing", plain("")),
        ];
        for ((caller, request), status) in callers.into_iter().zip(expected) {
            if *status != 0 {
                let answer = desk.send(&request);
                assert_eq!(
                    answer.status,
                    *status,
                    "{method} {path} by {caller}: {}",
                    answer.text()
                );
            }
        }
    }
}

// Contract 6, U5 and U2: the happy cells that need an account of their own.
#[test]
fn creations_and_deletions_pass_for_those_who_may() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.make(&root, "/api/v2/roles", &json!({"name": "north"}));
    let adder = desk.admin(&root, "adder", &json!({"permissions": ["add_users"]}));
    let tenant = desk.admin(
        &root,
        "tenant",
        &json!({"permissions": EVERY, "role": "north"}),
    );
    let remover = desk.admin(&root, "remover", &json!({"permissions": ["del_users"]}));
    desk.create(&adder, &account("a"));
    let forced = desk.create(&tenant, &account_with("b", "role", json!("south")));
    assert_eq!(forced["role"], "north");
    assert_eq!(
        desk.put(&tenant, "/api/v2/users/b", &account("b")).status,
        200
    );
    assert_eq!(desk.read(&tenant, "b")["role"], "north");
    assert_eq!(desk.names(&tenant, ""), ["b"]);
    assert_eq!(
        desk.post(&tenant, "/api/v2/users", &account("a")).status,
        409
    );
    assert_eq!(
        desk.call(&tenant, "DELETE", "/api/v2/users/a", &Json::Null)
            .status,
        404
    );
    let deleted = desk.call(&remover, "DELETE", "/api/v2/users/a", &Json::Null);
    assert_eq!(
        (deleted.status, message(&deleted).as_str()),
        (200, "User deleted")
    );
}
