use serde_json::{Value as Json, json};

use super::{Desk, account, account_with, error, message};

// Contract 5.15.
#[test]
fn older_releases_ask_for_other_permissions() {
    let mut desk = Desk::with(&json!({"release": "2.5"}));
    let root = desk.root();
    desk.create(&root, &account("anna"));
    assert_eq!(
        desk.post(&root, "/api/v2/users", &account("anna")).status,
        500
    );
    let editor = desk.admin(
        &root,
        "editor",
        &json!({"permissions": ["edit_users", "manage_roles"]}),
    );
    let answer = desk.put(&editor, "/api/v2/users/anna/2fa/disable", &Json::Null);
    assert_eq!(message(&answer), "two-factor authentication is not enabled");
    assert_eq!(desk.get(&editor, "/api/v2/roles").status, 200);
    assert_eq!(
        desk.get(&editor, "/api/v2/version").find("Server"),
        Some("SFTPGo/2.5.6")
    );
    desk.switch(&json!({"release": "2.7"}));
    assert_eq!(
        desk.put(&editor, "/api/v2/users/anna/2fa/disable", &Json::Null)
            .status,
        403
    );
    assert_eq!(desk.get(&editor, "/api/v2/roles").status, 403);
}

// Contract 5.15.
#[test]
fn a_name_that_is_taken_and_a_role_that_is_missing_were_a_500() {
    for (release, status) in [("2.5", 500), ("2.6.0", 409), ("2.7", 409)] {
        let mut desk = Desk::with(&json!({"release": release}));
        let root = desk.root();
        desk.make(&root, "/api/v2/groups", &json!({"name": "lab"}));
        for (path, body) in [
            ("/api/v2/groups", json!({"name": "lab"})),
            ("/api/v2/users", account_with("anna", "role", json!("none"))),
        ] {
            let answer = desk.post(&root, path, &body);
            assert_eq!(answer.status, status, "{release}: {path}");
        }
    }
}

// Contract 5.15.
#[test]
fn permissions_come_and_go() {
    for (release, permission, status) in [
        ("2.5", "disable_mfa", 400),
        ("2.5", "manage_folders", 400),
        ("2.5", "manage_admins", 201),
        ("2.6.0", "disable_mfa", 201),
        ("2.6.0", "retention_checks", 201),
        ("2.6.3", "retention_checks", 400),
        ("2.6.3", "manage_folders", 201),
        ("2.7", "manage_system", 400),
    ] {
        let mut desk = Desk::with(&json!({"release": release}));
        let root = desk.root();
        let body = json!({
            "username": "boris", "password": super::PASSWORD, "status": 1, "permissions": [permission]
        });
        let answer = desk.post(&root, "/api/v2/admins", &body);
        assert_eq!(answer.status, status, "{release}: {permission}");
    }
}

// Contract 5.15.
#[test]
fn what_administers_the_server_once_showed_everything() {
    for (release, is_shown) in [("2.6.0", true), ("2.6.3", false)] {
        let mut desk = Desk::with(&json!({"release": "2.6.0"}));
        let root = desk.root();
        desk.create(&root, &account("anna"));
        let permissions = json!({"permissions": ["view_users", "manage_system"]});
        let token = desk.admin(&root, "system", &permissions);
        desk.switch(&json!({"release": release}));
        let shown = desk.read(&token, "anna?confidential_data=1");
        assert_eq!(shown.get("password").is_some(), is_shown, "{release}");
    }
}

// Contract 5.15 and 5.8.
#[test]
fn names_were_refused_little_by_little() {
    for (release, refused) in [
        ("2.7.0", &[][..]),
        ("2.7.1", &["a/b", "a:b", "nul", "end."][..]),
        ("2.7.3", &["a/b", "a:b", "nul", "end.", "a*b", "a|b"][..]),
    ] {
        let mut desk = Desk::with(&json!({"release": release}));
        let root = desk.root();
        for name in ["a/b", "a:b", "nul", "end.", "a*b", "a|b"] {
            let body = account_with(name, "home_dir", json!("/srv/x"));
            let status = desk.post(&root, "/api/v2/users", &body).status;
            let wanted = if refused.contains(&name) { 400 } else { 201 };
            assert_eq!(status, wanted, "{release}: {name}");
        }
    }
}

// Contract 5.1 and 5.15.
#[test]
fn members_that_a_release_does_not_know_are_passed_over() {
    let s3 = json!({"provider": 1, "s3config": {
        "bucket": "data", "region": "eu", "sse_customer_key": {"status": "Plain", "payload": "weak"}
    }});
    let mut body = account_with(
        "anna",
        "filters",
        json!({"additional_emails": ["b@example.org"]}),
    );
    body["filesystem"] = s3;
    let mut desk = Desk::with(&json!({"release": "2.6.3"}));
    let root = desk.root();
    let made = desk.create(&root, &body);
    assert!(made["filters"].get("additional_emails").is_none());
    assert!(
        made["filesystem"]["s3config"]
            .get("sse_customer_key")
            .is_none()
    );
    for (release, status) in [("2.7.0", 201), ("2.7.3", 400)] {
        desk.switch(&json!({"release": release}));
        body["username"] = json!(["boris", release].concat());
        let answer = desk.post(&root, "/api/v2/users", &body);
        assert_eq!(answer.status, status, "{release}: {}", answer.text());
    }
    assert_eq!(
        desk.read(&root, "boris2.7.0")["filters"]["additional_emails"][0],
        "b@example.org"
    );
    let mount = json!([
        {"name": "shared", "virtual_path": "/a", "subpath": "/x", "quota_size": -1, "quota_files": -1},
        {"name": "shared", "virtual_path": "/b", "subpath": "/y", "quota_size": -1, "quota_files": -1}
    ]);
    desk.make(
        &root,
        "/api/v2/folders",
        &json!({"name": "shared", "mapped_path": "/srv/shared"}),
    );
    let twice = account_with("carla", "virtual_folders", mount);
    assert!(error(&desk.post(&root, "/api/v2/users", &twice)).contains("duplicated"));
    desk.switch(&json!({"release": "2.7"}));
    assert_eq!(
        desk.create(&root, &twice)["virtual_folders"][1]["subpath"],
        "/y"
    );
}

// Contract 5.15.
#[test]
fn short_secrets_were_taken_until_2_7_5() {
    for (release, status) in [("2.7.3", 200), ("2.7.5", 400)] {
        let mut desk = Desk::with(&json!({"release": release}));
        let root = desk.root();
        let body = json!({
            "enabled": true, "config_name": "Default", "secret": {"status": "Plain", "payload": "SHORT"}
        });
        let answer = desk.post(&root, "/api/v2/admin/totp/save", &body);
        assert_eq!(answer.status, status, "{release}: {}", answer.text());
    }
}

// Contract 1.1.
#[test]
fn older_releases_name_their_character_set() {
    for (release, kind) in [
        ("2.5", "application/json; charset=utf-8"),
        ("2.6.0", "application/json"),
    ] {
        let mut desk = Desk::with(&json!({"release": release}));
        let root = desk.root();
        let answer = desk.get(&root, "/api/v2/version");
        assert_eq!(answer.find("Content-Type"), Some(kind));
        let told = answer.value()["version"].clone();
        assert!(told.as_str().unwrap().starts_with(release));
    }
}
