//! Who may do what: the table of contract 6.1, cell by cell, and the modes of 6.2.

use serde_json::{Value as Json, json};

use super::{Desk, admin, basic, of};

/// A body for each operation on an account.
fn body_of(operation: &str) -> Json {
    match operation {
        "create_user" => {
            json!({"username": "new", "email": "new@corp.example", "realname": "N", "password": "Abcdef12"})
        }
        "update_user_profile" => json!({"email": "x@corp.example", "realname": "X"}),
        "update_user_password" => json!({"new_password": "Newpass77"}),
        "set_user_sys_admin" => json!({"sysadmin_flag": true}),
        "set_cli_secret" => json!({}),
        _ => Json::Null,
    }
}

/// The status that one operation gives; each in a world of its own.
fn status(mode: &Json, operation: &str, who: &str, target: &str) -> u16 {
    let mut desk = Desk::new();
    desk.create("plain");
    desk.create("other");
    desk.create_admin("boss");
    desk.switch(mode);
    let id = match target {
        "plain" => 3,
        "other" => 4,
        "boss" => 5,
        _ => 1,
    };
    let (method, path) = crate::harbor::operation_template(operation).unwrap();
    let path = path
        .trim_start_matches("/api/v2.0")
        .replace("{user_id}", &id.to_string());
    let path = match operation {
        "search_users" => format!("{path}?username=o"),
        "get_current_user_permissions" => format!("{path}?scope=/system"),
        _ => path,
    };
    let credential = match who {
        "" => String::new(),
        "admin" => admin(),
        // ID tokens are how people come in OIDC mode.
        name if *mode == json!({"auth_mode": "oidc_auth"}) => {
            format!(
                "Bearer {}",
                desk.world.harbor.id_token(name, u64::from(u32::MAX))
            )
        }
        name if *mode == json!({"auth_mode": "ldap_auth"}) => basic(
            name,
            &crate::harbor::caller::directory_password(name).unwrap(),
        ),
        name => of(name),
    };
    desk.call(&credential, &method, &path, &body_of(operation))
        .status
}

const SIX: [(&str, &str); 6] = [
    ("", "plain"),
    ("plain", "plain"),
    ("plain", "other"),
    ("boss", "other"),
    ("boss", "boss"),
    ("boss", "admin"),
];

fn assert_rows(mode: &Json, rows: &[(&str, [u16; 6])]) {
    for (operation, statuses) in rows {
        let found = SIX.map(|(who, target)| status(mode, operation, who, target));
        assert_eq!(found, *statuses, "{operation} in {mode}");
    }
}

// Contract 6.1.

#[test]
fn in_db_mode_the_table_of_rights_holds() {
    assert_rows(
        &json!({}),
        &[
            ("list_users", [401, 403, 403, 200, 200, 200]),
            ("search_users", [401, 200, 200, 200, 200, 200]),
            ("get_current_user_info", [401, 200, 200, 200, 200, 200]),
            (
                "get_current_user_permissions",
                [401, 200, 200, 200, 200, 200],
            ),
            ("get_user", [500, 200, 403, 200, 200, 200]),
            ("create_user", [401, 403, 403, 201, 201, 201]),
            ("update_user_profile", [500, 200, 403, 200, 200, 200]),
            // Without the old password, which only oneself must give.
            ("update_user_password", [500, 403, 403, 200, 403, 200]),
            ("set_user_sys_admin", [401, 403, 403, 200, 200, 200]),
            ("delete_user", [401, 403, 403, 200, 403, 403]),
            ("set_cli_secret", [412; 6]),
        ],
    );
}

// Contract 6.2.

#[test]
fn in_ldap_mode_nobody_but_the_built_in_account_is_edited() {
    assert_rows(
        &json!({"auth_mode": "ldap_auth"}),
        &[
            ("list_users", [401, 403, 403, 200, 200, 200]),
            ("get_user", [500, 200, 403, 200, 200, 200]),
            ("create_user", [403; 6]),
            ("update_user_profile", [403, 403, 403, 403, 403, 200]),
            ("update_user_password", [403, 403, 403, 403, 403, 200]),
            ("set_user_sys_admin", [401, 403, 403, 200, 200, 200]),
            ("delete_user", [401, 403, 403, 200, 403, 403]),
            ("set_cli_secret", [412; 6]),
        ],
    );
}

#[test]
fn in_oidc_mode_the_cli_secret_is_there_and_profiles_are_the_providers() {
    assert_rows(
        &json!({"auth_mode": "oidc_auth"}),
        &[
            ("list_users", [401, 403, 403, 200, 200, 200]),
            ("get_current_user_info", [401, 200, 200, 200, 200, 200]),
            ("get_user", [500, 200, 403, 200, 200, 200]),
            ("create_user", [403; 6]),
            ("update_user_profile", [403, 403, 403, 403, 403, 200]),
            ("update_user_password", [403, 403, 403, 403, 403, 200]),
            ("set_user_sys_admin", [401, 403, 403, 200, 200, 200]),
            ("delete_user", [401, 403, 403, 200, 403, 403]),
            // The built-in account has no record of the provider.
            ("set_cli_secret", [500, 200, 403, 200, 200, 404]),
        ],
    );
}

#[test]
fn outside_db_mode_the_built_in_account_is_edited_by_administrators_only() {
    for mode in ["ldap_auth", "oidc_auth", "uaa_auth", "http_auth"] {
        let mode = json!({"auth_mode": mode});
        for operation in ["update_user_profile", "update_user_password"] {
            assert_eq!(
                status(&mode, operation, "", "admin"),
                401,
                "{mode} {operation}"
            );
        }
        assert_eq!(
            status(&mode, "update_user_profile", "admin", "admin"),
            200,
            "{mode}"
        );
        assert_eq!(
            status(&mode, "update_user_password", "admin", "admin"),
            403,
            "{mode}"
        );
        assert_eq!(
            status(&mode, "create_user", "admin", "admin"),
            403,
            "{mode}"
        );
    }
}
