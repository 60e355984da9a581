use serde_json::json;

use super::{Desk, OTHER_PASSWORD, PASSWORD, bearer, message};

// Contract 5.4.
#[test]
fn a_password_has_twelve_to_72_bytes_and_too_long_is_500() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let mut create = |name: &str, password: &str| {
        let body = json!({"Username": name, "Password": password, "Role": 2});
        desk.call(&admin, "POST", "/api/users", &body).status
    };
    assert_eq!(create("a", "elevenchars"), 400);
    assert_eq!(create("a", "éééééé"), 200);
    assert_eq!(create("b", "            "), 200);
    assert_eq!(create("c", "\0\0\0\0\0\0\0\0\0\0\0\0"), 200);
    assert_eq!(create("d", &"x".repeat(72)), 200);
    assert_eq!(create("e", &"x".repeat(73)), 500);
    assert_eq!(
        desk.try_sign_in("d", &format!("{}more", "x".repeat(72)))
            .status,
        200
    );
    assert_eq!(desk.try_sign_in("d", &"x".repeat(71)).status, 422);
}

// Contract 5.4.
#[test]
fn a_minimum_above_72_leaves_nothing_that_fits() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    desk.switch(&json!({"RequiredPasswordLength": 80}));
    let mut create = |length: usize| {
        let body = json!({"Username": "a", "Password": "x".repeat(length), "Role": 2});
        desk.call(&admin, "POST", "/api/users", &body).status
    };
    assert_eq!(create(79), 400);
    assert_eq!(create(80), 500);
}

// Contract 5.2 and 2.1, S7.
#[test]
fn an_administrator_changes_a_password_without_the_present_one_only_by_update() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let id = desk.create(&admin, "anna", 2);
    let passwd = json!({"Password": "nonsense", "NewPassword": OTHER_PASSWORD});
    let refused = desk.call(&admin, "PUT", &format!("/api/users/{id}/passwd"), &passwd);
    assert_eq!(refused.status, 403);
    assert!(message(&refused).starts_with("Current password doesn't match"));
    let update = json!({"NewPassword": OTHER_PASSWORD});
    assert_eq!(
        desk.call(&admin, "PUT", &format!("/api/users/{id}"), &update)
            .status,
        200
    );
    assert_eq!(desk.try_sign_in("anna", OTHER_PASSWORD).status, 200);
}

// Contract 2.1, S5: nothing is saved unless all passes.
#[test]
fn a_refused_update_changes_nothing() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let id = desk.create(&admin, "anna", 2);
    let path = format!("/api/users/{id}");
    let body = json!({"Username": "bea", "UseCache": true, "Role": 1, "NewPassword": "short"});
    assert_eq!(desk.call(&admin, "PUT", &path, &body).status, 400);
    let user = desk.get(&admin, &path).value();
    assert_eq!(
        (&user["Username"], &user["Role"], &user["UseCache"]),
        (&json!("anna"), &json!(2), &json!(false))
    );
}

// Contract 1.3 and 3.2.
#[test]
fn a_password_shorter_than_the_present_minimum_is_only_hinted_at() {
    let mut desk = Desk::new();
    desk.switch(&json!({"RequiredPasswordLength": 18}));
    let admin = desk.admin();
    let me = desk.get(&admin, "/api/users/me").value();
    assert_eq!(me["forceChangePassword"], true);
    assert_eq!(
        (&me["Password"], &me["UserTheme"]),
        (&json!(""), &json!(""))
    );
    assert_eq!(desk.get(&admin, "/api/users").status, 200);
    let id = me["Id"].as_i64().unwrap();
    let key = desk.make_key(&admin, id);
    let by_key = desk
        .send(&Desk::request("GET", "/api/users/me").header("X-API-KEY", &key))
        .value();
    assert_eq!(by_key["forceChangePassword"], false);
    assert!(by_key.get("Password").is_none());
}

// Contract 5.9.
#[test]
fn four_routes_share_one_bucket_and_a_ban_of_one_hour() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let malformed = Desk::request("POST", "/api/auth").body("{");
    for _ in 0..10 {
        assert_eq!(desk.send(&malformed).status, 400);
    }
    let banned = desk.send(&malformed);
    assert_eq!(
        (banned.status, message(&banned).as_str()),
        (403, "Access denied")
    );
    assert_eq!(banned.find("X-Content-Type-Options"), None);
    for (method, path) in [
        ("PUT", "/api/users/1/passwd"),
        ("POST", "/api/users/1/tokens"),
    ] {
        let refused = desk.call(&admin, method, path, &json!({}));
        assert_eq!(
            (refused.status, message(&refused).as_str()),
            (403, "Access denied"),
            "{path}"
        );
        let unknown = desk.open(method, path, &json!({}));
        assert_eq!(unknown.status, 401, "{path}");
    }
    assert_eq!(
        desk.open("POST", "/api/auth/oauth/validate", &json!({"Code": ""}))
            .status,
        403
    );
    assert_eq!(desk.get(&admin, "/api/users").status, 200);
    let update = json!({"NewPassword": PASSWORD});
    assert_eq!(
        desk.call(&admin, "PUT", "/api/users/1", &update).status,
        200
    );
    desk.world.advance_ms(3_590_000);
    assert_eq!(desk.send(&malformed).status, 403);
    desk.world.advance_ms(10_000);
    assert_eq!(desk.send(&malformed).status, 400);
}

// Contract 5.9: the address is the peer's, whatever a proxy writes.
#[test]
fn a_forwarded_address_does_not_help() {
    let mut desk = Desk::new();
    let statuses: Vec<u16> = (0..11)
        .map(|number| {
            let request = Desk::request("POST", "/api/auth")
                .header("X-Forwarded-For", &format!("10.0.0.{number}"));
            desk.send(&request).status
        })
        .collect();
    assert_eq!(statuses.last(), Some(&403));
}

// Contract 5.9.
#[test]
fn a_restart_lifts_the_ban() {
    let mut desk = Desk::new();
    let malformed = Desk::request("POST", "/api/auth");
    for _ in 0..11 {
        desk.send(&malformed);
    }
    desk.world.restart("portainer");
    assert_eq!(desk.send(&malformed).status, 400);
}

// Contract 5.10: the present password is compared first, then the new one is hashed.
#[test]
fn a_change_of_the_own_password_takes_two_hashes() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let body = json!({"Password": PASSWORD, "NewPassword": OTHER_PASSWORD});
    let request =
        bearer(Desk::request("PUT", "/api/users/1/passwd"), &admin).body(body.to_string());
    assert_eq!(desk.begin(&request).delay_ms, 200);
}
