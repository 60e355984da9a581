use serde_json::json;

use super::{Desk, OTHER_PASSWORD, PASSWORD, account, account_with, error, message};

// Contract 2.1, U2.
#[test]
fn a_new_account_is_disabled_unless_a_status_is_sent() {
    let mut desk = Desk::new();
    let root = desk.root();
    let body = json!({"username": "anna", "home_dir": "/srv/anna", "permissions": {"/": ["*"]}});
    let answer = desk.post(&root, "/api/v2/users", &body);
    assert_eq!(
        (answer.status, answer.find("Location")),
        (201, Some("/api/v2/users/anna"))
    );
    assert_eq!(answer.value()["status"], 0);
    assert!(answer.value().get("has_password").is_none());
}

// Contract 5.1.
#[test]
fn a_save_replaces_everything_but_the_password() {
    let mut desk = Desk::new();
    let root = desk.root();
    let mut full = account("anna");
    full["email"] = json!("anna@example.org");
    full["filters"] = json!({"allow_api_key_auth": true});
    desk.create(&root, &full);
    let thin = json!({"permissions": {"/": ["list"]}, "home_dir": "/srv/anna"});
    let answer = desk.put(&root, "/api/v2/users/anna", &thin);
    assert_eq!(
        (answer.status, message(&answer).as_str()),
        (200, "User updated")
    );
    let read = desk.read(&root, "anna");
    assert_eq!(read["status"], 0);
    assert_eq!(read["has_password"], true);
    assert!(read.get("email").is_none());
    assert!(read["filters"].get("allow_api_key_auth").is_none());
}

// Contract 5.1.
#[test]
fn a_partial_body_fails_at_the_home_or_at_the_permissions() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(&root, &account("anna"));
    let refused = desk.put(&root, "/api/v2/users/anna", &json!({"status": 1}));
    assert_eq!(
        (refused.status, error(&refused).as_str()),
        (400, "Validation error: home_dir is mandatory")
    );
    desk.switch(&json!({"base_dir": "/srv/base"}));
    let refused = desk.put(&root, "/api/v2/users/anna", &json!({"status": 1}));
    assert_eq!(
        error(&refused),
        "Validation error: please grant some permissions to this user"
    );
}

// Contract 5.1: no version check, and every save moves the clock.
#[test]
fn a_save_that_changes_nothing_moves_updated_at() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(&root, &account("anna"));
    let before = desk.read(&root, "anna");
    desk.world.advance_ms(5);
    assert_eq!(desk.put(&root, "/api/v2/users/anna", &before).status, 200);
    let after = desk.read(&root, "anna");
    assert!(after["updated_at"].as_i64() > before["updated_at"].as_i64());
    assert_eq!(after["created_at"], before["created_at"]);
}

// Contract 5.2.
#[test]
fn a_save_is_normalised() {
    let mut desk = Desk::new();
    let root = desk.root();
    let mut body = account("anna");
    body["permissions"] = json!({"/": ["list", "*"], "/in/../up/": ["upload", "upload"]});
    body["total_data_transfer"] = json!(5);
    body["upload_data_transfer"] = json!(1);
    body["upload_bandwidth"] = json!(-3);
    body["filters"] = json!({
        "start_directory": "/", "external_auth_cache_time": 60,
        "file_patterns": [{"path": "/x", "denied_patterns": ["*.EXE"]}]
    });
    let made = desk.create(&root, &body);
    assert_eq!(made["permissions"], json!({"/": ["*"], "/up": ["upload"]}));
    assert_eq!(made["upload_data_transfer"], 0);
    assert!(made.get("upload_bandwidth").is_none());
    let filters = &made["filters"];
    assert_eq!(
        filters["file_patterns"][0]["denied_patterns"],
        json!(["*.exe"])
    );
    assert!(filters.get("start_directory").is_none());
    assert!(filters.get("external_auth_cache_time").is_none());
}

// Contract 3.2.
#[test]
fn anonymous_rewrites_permissions_and_lists_and_leaves_them_behind() {
    let mut desk = Desk::new();
    let root = desk.root();
    let body = account_with(
        "anna",
        "filters",
        json!({"is_anonymous": true, "denied_protocols": ["FTP"]}),
    );
    let mut made = desk.create(&root, &body);
    assert_eq!(made["permissions"]["/"], json!(["list", "download"]));
    assert_eq!(
        made["filters"]["denied_protocols"],
        json!(["FTP", "SSH", "HTTP"])
    );
    made["filters"]
        .as_object_mut()
        .unwrap()
        .remove("is_anonymous");
    assert_eq!(desk.put(&root, "/api/v2/users/anna", &made).status, 200);
    let read = desk.read(&root, "anna");
    assert_eq!(read["permissions"]["/"], json!(["list", "download"]));
    assert_eq!(
        read["filters"]["denied_login_methods"]
            .as_array()
            .unwrap()
            .len(),
        7
    );
}

// Contract 3.6.
#[test]
fn a_secret_is_kept_replaced_or_erased() {
    let mut desk = Desk::new();
    let root = desk.root();
    let s3 = |secret: serde_json::Value| {
        let mut body = account("anna");
        body["filesystem"] = json!({"provider": 1, "s3config": {
            "bucket": "b", "region": "r", "access_key": "AK", "access_secret": secret
        }});
        body
    };
    let made = desk.create(&root, &s3(json!({"status": "Plain", "payload": "one"})));
    let stored = made["filesystem"]["s3config"]["access_secret"].clone();
    assert_eq!(stored["status"], "Secretbox");
    assert!(stored.get("key").is_none());
    for kept in [
        json!({"status": "Redacted"}),
        stored.clone(),
        json!({"status": "Secretbox", "payload": "x"}),
    ] {
        assert_eq!(desk.put(&root, "/api/v2/users/anna", &s3(kept)).status, 200);
        assert_eq!(
            desk.read(&root, "anna")["filesystem"]["s3config"]["access_secret"],
            stored
        );
    }
    for erased in [json!(null), json!({})] {
        let refused = desk.put(&root, "/api/v2/users/anna", &s3(erased));
        assert!(
            error(&refused).contains("access_secret cannot be empty"),
            "{}",
            refused.text()
        );
    }
    let plain = s3(json!({"status": "Plain", "payload": "two"}));
    assert_eq!(desk.put(&root, "/api/v2/users/anna", &plain).status, 200);
    assert_ne!(
        desk.read(&root, "anna")["filesystem"]["s3config"]["access_secret"],
        stored
    );
    let unknown = desk.put(
        &root,
        "/api/v2/users/anna",
        &s3(json!({"status": "ROT13", "payload": "x"})),
    );
    assert_eq!(
        (unknown.status, error(&unknown).as_str()),
        (400, "invalid secret")
    );
}

// Contract 3.6: cloning needs every secret typed again.
#[test]
fn a_new_account_can_keep_no_secret() {
    let mut desk = Desk::new();
    let root = desk.root();
    let crypt = |secret: serde_json::Value| {
        account_with(
            "anna",
            "filesystem",
            json!({"provider": 4, "cryptconfig": {"passphrase": secret}}),
        )
    };
    let refused = desk.post(
        &root,
        "/api/v2/users",
        &crypt(json!({"status": "Redacted"})),
    );
    assert_eq!(
        error(&refused),
        "Validation error: cannot save a user with a redacted secret"
    );
    let refused = desk.post(
        &root,
        "/api/v2/users",
        &crypt(json!({"status": "Secretbox", "payload": "x"})),
    );
    assert!(error(&refused).contains("invalid encrypted passphrase"));
    let refused = desk.post(
        &root,
        "/api/v2/users",
        &crypt(json!({"status": "Plain", "payload": "secret"})),
    );
    assert!(error(&refused).contains("too weak"));
}

// Contract 3.5: out of range is 500, not 400.
#[test]
fn buffer_sizes_out_of_range_are_500() {
    let mut desk = Desk::new();
    let root = desk.root();
    let body = account_with(
        "anna",
        "filesystem",
        json!({"provider": 0, "osconfig": {"read_buffer_size": 11}}),
    );
    let refused = desk.post(&root, "/api/v2/users", &body);
    assert_eq!(refused.status, 500);
    assert_eq!(
        error(&refused),
        "invalid read buffer size must be between 0 and 10 MB"
    );
}

// Contract 3.7.
#[test]
fn confidential_data_is_for_those_with_every_permission_who_send_the_digit_1() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(&root, &account("anna"));
    let viewer = desk.admin(&root, "viewer", &json!({"permissions": ["view_users"]}));
    let path = "/api/v2/users/anna?confidential_data=";
    assert!(
        desk.get(&root, &format!("{path}1")).value()["password"]
            .as_str()
            .unwrap()
            .starts_with("$2a$")
    );
    assert!(
        desk.get(&root, &format!("{path}true"))
            .value()
            .get("password")
            .is_none()
    );
    assert!(
        desk.get(&viewer, &format!("{path}1"))
            .value()
            .get("password")
            .is_none()
    );
    let list = desk.get(&root, "/api/v2/users?confidential_data=1").value();
    assert!(list[0].get("password").is_none());
}

// Contract 4 and 5.6: each store has its own words and codes.
#[test]
fn what_a_save_names_must_exist() {
    for (store, taken, role, group) in [
        (
            "sqlite",
            "UNIQUE constraint failed",
            "FOREIGN KEY constraint failed",
            500,
        ),
        (
            "memory",
            "username anna already exists",
            "role \"nowhere\" does not exist",
            404,
        ),
        (
            "bolt",
            "username anna already exists",
            "role \"nowhere\" does not exist",
            500,
        ),
    ] {
        let mut desk = Desk::with(&json!({"store": store}));
        let root = desk.root();
        desk.create(&root, &account("anna"));
        let again = desk.post(&root, "/api/v2/users", &account("anna"));
        assert_eq!(again.status, 409);
        assert!(
            error(&again).contains(taken) && error(&again).contains("duplicated key"),
            "{store}"
        );
        let body = account_with("b", "role", json!("nowhere"));
        let refused = desk.post(&root, "/api/v2/users", &body);
        assert_eq!(refused.status, 409);
        assert!(
            error(&refused).contains(role) && error(&refused).contains("foreign key"),
            "{store}"
        );
        let mut body = account_with("b", "groups", json!([{"name": "no", "type": 2}]));
        assert_eq!(
            desk.post(&root, "/api/v2/users", &body).status,
            group,
            "{store}"
        );
        body["groups"][0]["type"] = json!(1);
        let refused = desk.post(&root, "/api/v2/users", &body);
        assert_eq!(
            (refused.status, error(&refused).as_str()),
            (500, "unable to load group password policies")
        );
        let mount =
            json!([{"name": "no", "virtual_path": "/v", "quota_size": -1, "quota_files": -1}]);
        let body = account_with("b", "virtual_folders", mount);
        assert_eq!(
            desk.post(&root, "/api/v2/users", &body).status,
            500,
            "{store}"
        );
        assert_eq!(desk.names(&root, ""), ["anna"]);
    }
}

// Contract 3.3 and 3.4.
#[test]
fn groups_and_folders_have_rules_of_their_own() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.make(&root, "/api/v2/groups", &json!({"name": "one"}));
    desk.make(&root, "/api/v2/groups", &json!({"name": "two"}));
    desk.make(
        &root,
        "/api/v2/folders",
        &json!({"name": "shared", "mapped_path": "/srv/shared"}),
    );
    let mut status = |member: &str, value: serde_json::Value| {
        let body = account_with("x", member, value);
        desk.post(&root, "/api/v2/users", &body).status
    };
    assert_eq!(
        status(
            "groups",
            json!([{"name": "one", "type": 1}, {"name": "two", "type": 1}])
        ),
        400
    );
    assert_eq!(
        status(
            "groups",
            json!([{"name": "one", "type": 2}, {"name": "one", "type": 3}])
        ),
        400
    );
    assert_eq!(status("groups", json!([{"name": "one", "type": 4}])), 400);
    let mount = |path: &str, size: i64, files: i64| json!({"name": "shared", "virtual_path": path, "quota_size": size, "quota_files": files});
    assert_eq!(status("virtual_folders", json!([mount("", -1, -1)])), 400);
    assert_eq!(status("virtual_folders", json!([mount("/v", -1, 0)])), 400);
    assert_eq!(
        status(
            "virtual_folders",
            json!([mount("/v", -1, -1), mount("/v/w", -1, -1)])
        ),
        400
    );
    assert_eq!(status("virtual_folders", json!([mount("/v", -1, -1)])), 201);
    let read = desk.read(&root, "x");
    assert_eq!(read["virtual_folders"][0]["mapped_path"], "/srv/shared");
    assert_eq!(
        read["virtual_folders"][0]["filesystem"]["s3config"]["access_secret"],
        json!({})
    );
    assert_eq!(read["filesystem"]["s3config"], json!({}));
    assert_eq!(desk.put(&root, "/api/v2/users/x", &read).status, 200);
}

// Contract 5.7.
#[test]
fn a_deletion_takes_keys_and_sessions_and_the_id_comes_back() {
    let mut desk = Desk::new();
    let root = desk.root();
    let id = desk.create(&root, &account("anna"))["id"].clone();
    let key = desk.make(
        &root,
        "/api/v2/apikeys",
        &json!({"name": "k", "scope": 2, "user": "anna"}),
    );
    let key_id = key["key"]
        .as_str()
        .unwrap()
        .split('.')
        .next()
        .unwrap()
        .to_owned();
    let deleted = desk.call(&root, "DELETE", "/api/v2/users/anna", &json!(null));
    assert_eq!(
        (deleted.status, message(&deleted).as_str()),
        (200, "User deleted")
    );
    assert_eq!(
        desk.call(&root, "DELETE", "/api/v2/users/anna", &json!(null))
            .status,
        404
    );
    assert_eq!(
        desk.get(&root, &format!("/api/v2/apikeys/{key_id}")).status,
        404
    );
    assert_eq!(desk.create(&root, &account("berta"))["id"], id);
    let mut bolt = Desk::with(&json!({"store": "bolt"}));
    let root = bolt.root();
    bolt.create(&root, &account("anna"));
    bolt.call(&root, "DELETE", "/api/v2/users/anna", &json!(null));
    assert_eq!(bolt.create(&root, &account("berta"))["id"], 2);
}

// Contract 5.3.
#[test]
fn lists_are_paged_by_bytes_of_names_and_never_tell_a_total() {
    let mut desk = Desk::new();
    let root = desk.root();
    for name in ["a1", "B2", "ä3", "_5"] {
        desk.create(&root, &account(name));
    }
    assert_eq!(desk.names(&root, ""), ["B2", "_5", "a1", "ä3"]);
    assert_eq!(desk.names(&root, "?order=DESC&limit=1"), ["ä3"]);
    assert_eq!(desk.names(&root, "?limit=2&offset=2"), ["a1", "ä3"]);
    assert_eq!(desk.names(&root, "?limit=2;offset=1").len(), 4);
    assert!(desk.names(&root, "?limit=0").is_empty());
    assert!(desk.names(&root, "?offset=4").is_empty());
    assert_eq!(desk.names(&root, "?offset=-1").len(), 4);
    for (query, text) in [
        ("limit=", "invalid limit"),
        ("offset=x", "invalid offset"),
        ("order=asc", "invalid order"),
    ] {
        let refused = desk.get(&root, &format!("/api/v2/users?{query}"));
        assert_eq!((refused.status, error(&refused).as_str()), (400, text));
    }
    for list in ["users", "groups", "roles", "folders", "admins", "apikeys"] {
        let crash = desk.get(&root, &format!("/api/v2/{list}?limit=-1"));
        assert_eq!((crash.status, crash.body.len()), (500, 0), "{list}");
        assert_eq!(crash.find("Content-Type"), None);
    }
}

// Contract 5.3: on these stores the offset counts the accounts of other tenants.
#[test]
fn pages_of_a_tenant_overlap_on_the_memory_store() {
    for (store, second) in [("sqlite", &["u6"][..]), ("memory", &["u2", "u4"][..])] {
        let mut desk = Desk::with(&json!({"store": store}));
        let root = desk.root();
        desk.make(&root, "/api/v2/roles", &json!({"name": "north"}));
        for number in 0..7 {
            let mut body = account(&format!("u{number}"));
            if [2, 4, 6].contains(&number) {
                body["role"] = json!("north");
            }
            desk.create(&root, &body);
        }
        let north = desk.admin(
            &root,
            "boss",
            &json!({"permissions": ["view_users"], "role": "north"}),
        );
        assert_eq!(desk.names(&north, "?limit=2&offset=0"), ["u2", "u4"]);
        assert_eq!(desk.names(&north, "?limit=2&offset=2"), second, "{store}");
    }
}

// Contract 2.1, U4: the order of mistakes.
#[test]
fn disconnect_is_read_before_the_name_and_the_name_before_the_body() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(&root, &account("anna"));
    let broken = |path: &str| super::bearer(Desk::request("PUT", path), &root).body("{");
    let refused = desk.send(&broken("/api/v2/users/nobody?disconnect=x"));
    assert!(error(&refused).starts_with("invalid disconnect parameter"));
    assert_eq!(desk.send(&broken("/api/v2/users/nobody")).status, 404);
    let refused = desk.send(&broken("/api/v2/users/anna"));
    assert_eq!(
        (refused.status, error(&refused).as_str()),
        (400, "unexpected EOF")
    );
}

// Contract 5.12.
#[test]
fn only_a_save_that_passes_disconnects() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(&root, &account("anna"));
    let now = desk.world.clock().now_ms();
    desk.world.sftpgo.open_session("anna", "SFTP", 7, now);
    let mut count = |path: &str, body: &serde_json::Value| {
        desk.put(&root, path, body);
        desk.get(&root, "/api/v2/connections")
            .value()
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(count("/api/v2/users/anna", &account("anna")), 1);
    assert_eq!(
        count("/api/v2/users/anna?disconnect=2", &account("anna")),
        1
    );
    assert_eq!(count("/api/v2/users/anna?disconnect=1", &json!({})), 1);
    assert_eq!(
        count("/api/v2/users/anna?disconnect=1", &account("anna")),
        0
    );
}

// Contract 2.5, C2.
#[test]
fn a_session_is_closed_once() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(&root, &account("anna"));
    let now = desk.world.clock().now_ms();
    desk.world.sftpgo.open_session("anna", "SFTP", 7, now);
    let id = desk.get(&root, "/api/v2/connections").value()[0]["connection_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/api/v2/connections/{id}");
    assert_eq!(desk.call(&root, "DELETE", &path, &json!(null)).status, 200);
    let again = desk.call(&root, "DELETE", &path, &json!(null));
    assert_eq!((again.status, message(&again).as_str()), (404, "Not Found"));
}

// Contract 2.5, Q2 to Q4.
#[test]
fn usage_is_set_added_and_scanned() {
    let mut desk = Desk::with(&json!({"scan_ms": 1000}));
    let root = desk.root();
    desk.create(&root, &account_with("anna", "quota_size", json!(1000)));
    desk.create(&root, &account("berta"));
    let usage = json!({"used_quota_size": 7, "used_quota_files": 1});
    let path = |name: &str, rest: &str| format!("/api/v2/quotas/users/{name}/{rest}");
    assert_eq!(desk.put(&root, &path("anna", "usage"), &usage).status, 200);
    assert_eq!(
        desk.put(&root, &path("anna", "usage?mode=add"), &usage)
            .status,
        200
    );
    assert_eq!(desk.read(&root, "anna")["used_quota_size"], 14);
    assert_eq!(
        desk.put(&root, &path("berta", "usage?mode=add"), &usage)
            .status,
        400
    );
    assert_eq!(
        desk.put(&root, &path("anna", "usage?mode=set"), &usage)
            .status,
        400
    );
    assert_eq!(
        desk.put(
            &root,
            &path("anna", "transfer-usage"),
            &json!({"used_upload_data_transfer": 5})
        )
        .status,
        200
    );
    assert_eq!(
        desk.post(&root, &path("anna", "scan"), &json!(null)).status,
        202
    );
    assert_eq!(
        desk.post(&root, &path("anna", "scan"), &json!(null)).status,
        409
    );
    assert_eq!(desk.put(&root, &path("anna", "usage"), &usage).status, 409);
    assert_eq!(
        desk.get(&root, "/api/v2/quotas/users/scans").value()[0]["username"],
        "anna"
    );
    desk.world.advance_ms(1000);
    assert_eq!(
        desk.get(&root, "/api/v2/quotas/users/scans").value(),
        json!([])
    );
    assert!(desk.read(&root, "anna").get("used_quota_size").is_none());
    desk.switch(&json!({"track_quota": 0}));
    assert_eq!(
        desk.post(&root, &path("anna", "scan"), &json!(null)).status,
        403
    );
    assert!(
        error(&desk.put(&root, &path("anna", "usage"), &usage))
            .starts_with("Method disabled error")
    );
}

// Contract 5.14: a group's values count at sign-in and are not shown.
#[test]
fn a_group_changes_what_a_user_may_do() {
    let mut desk = Desk::new();
    let root = desk.root();
    let settings =
        json!({"expires_in": 1, "filters": {"web_client": ["password-change-disabled"]}});
    desk.make(
        &root,
        "/api/v2/groups",
        &json!({"name": "base", "user_settings": settings}),
    );
    desk.create(
        &root,
        &account_with("anna", "groups", json!([{"name": "base", "type": 1}])),
    );
    desk.create(
        &root,
        &account_with("berta", "groups", json!([{"name": "base", "type": 3}])),
    );
    let token = desk.sign_in_user("anna");
    assert_eq!(
        super::claims(&token)["permissions"],
        json!(["password-change-disabled"])
    );
    let change = json!({"current_password": PASSWORD, "new_password": OTHER_PASSWORD});
    assert_eq!(
        desk.put(&token, "/api/v2/user/changepwd", &change).status,
        403
    );
    let member = desk.sign_in_user("berta");
    assert!(super::claims(&member).get("permissions").is_none());
    assert!(
        desk.read(&root, "anna")["filters"]
            .get("web_client")
            .is_none()
    );
    desk.world.advance_ms(86_400_001);
    assert_eq!(
        desk.try_token("/api/v2/user/token", "anna", PASSWORD)
            .status,
        401
    );
    assert_eq!(
        desk.try_token("/api/v2/user/token", "berta", PASSWORD)
            .status,
        200
    );
}

// Contract 5.9: a default expiry of the caller, unless the body says never.
#[test]
fn an_administrator_may_have_a_default_expiry() {
    let mut desk = Desk::new();
    let root = desk.root();
    let filters = json!({"preferences": {"default_users_expiration": 30}});
    let prefs = desk.admin(
        &root,
        "prefs",
        &json!({"permissions": ["add_users"], "filters": filters}),
    );
    assert!(
        desk.create(&prefs, &account("soon"))["expiration_date"]
            .as_i64()
            .is_some()
    );
    let never = account_with("never", "expiration_date", json!(0));
    assert!(desk.create(&prefs, &never).get("expiration_date").is_none());
}

// Contract 5.7 and 5.4.
#[test]
fn an_administrator_cannot_lock_itself_out() {
    let mut desk = Desk::new();
    let root = desk.root();
    let own = "/api/v2/admins/root";
    let deleted = desk.call(&root, "DELETE", own, &json!(null));
    assert_eq!(
        (deleted.status, error(&deleted).as_str()),
        (400, "you cannot delete yourself")
    );
    for body in [
        json!({"status": 0, "permissions": ["*"]}),
        json!({"status": 1, "permissions": ["view_users"]}),
        json!({"status": 1, "permissions": ["*"], "role": "north"}),
    ] {
        assert_eq!(desk.put(&root, own, &body).status, 400, "{body}");
    }
    for body in [
        json!({"permissions": []}),
        json!({"permissions": ["manage_users"]}),
        json!({"permissions": ["*"], "role": "north"}),
    ] {
        let mut admin = json!({"username": "w", "password": PASSWORD, "status": 1});
        for (member, value) in body.as_object().unwrap() {
            admin[member] = value.clone();
        }
        assert_eq!(
            desk.post(&root, "/api/v2/admins", &admin).status,
            400,
            "{body}"
        );
    }
}

// Contract 5.7: what is in use stays.
#[test]
fn a_role_or_a_group_in_use_cannot_be_deleted() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.make(&root, "/api/v2/roles", &json!({"name": "north"}));
    desk.make(&root, "/api/v2/groups", &json!({"name": "lab"}));
    let mut body = account_with("anna", "role", json!("north"));
    body["groups"] = json!([{"name": "lab", "type": 2}]);
    desk.create(&root, &body);
    for path in ["/api/v2/roles/north", "/api/v2/groups/lab"] {
        assert_eq!(desk.call(&root, "DELETE", path, &json!(null)).status, 400);
    }
    desk.call(&root, "DELETE", "/api/v2/users/anna", &json!(null));
    for path in ["/api/v2/roles/north", "/api/v2/groups/lab"] {
        assert_eq!(desk.call(&root, "DELETE", path, &json!(null)).status, 200);
    }
}

// Contract 5.4: permissions are independent of one another.
#[test]
fn one_permission_brings_no_other() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(&root, &account("anna"));
    let mut only = |name: &str, permission: &str| {
        desk.admin(&root, name, &json!({"permissions": [permission]}))
    };
    let (editor, adder) = (only("e", "edit_users"), only("a", "add_users"));
    let (watcher, warden) = (only("w", "view_conns"), only("d", "manage_defender"));
    assert_eq!(
        desk.put(&editor, "/api/v2/users/anna", &account("anna"))
            .status,
        200
    );
    assert_eq!(desk.get(&editor, "/api/v2/users/anna").status, 403);
    assert_eq!(desk.create(&adder, &account("b"))["home_dir"], "/srv/b");
    assert_eq!(desk.get(&adder, "/api/v2/users").status, 403);
    let closed = desk.call(&watcher, "DELETE", "/api/v2/connections/x", &json!(null));
    assert_eq!(
        (closed.status, message(&closed).as_str()),
        (403, "Forbidden")
    );
    assert_eq!(desk.get(&warden, "/api/v2/defender/hosts").status, 403);
}

// Contract 5.12: a new password ends neither sessions nor tokens.
#[test]
fn sessions_outlive_a_new_password() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(&root, &account("anna"));
    let token = desk.sign_in_user("anna");
    let now = desk.world.clock().now_ms();
    desk.world.sftpgo.open_session("anna", "SFTP", 7, now);
    let new = account_with("anna", "password", json!(OTHER_PASSWORD));
    assert_eq!(desk.put(&root, "/api/v2/users/anna", &new).status, 200);
    assert_eq!(desk.get(&token, "/api/v2/user/profile").status, 200);
    let sessions = desk.get(&root, "/api/v2/connections").value();
    assert_eq!(sessions.as_array().unwrap().len(), 1);
    assert_eq!(
        desk.try_token("/api/v2/user/token", "anna", PASSWORD)
            .status,
        401
    );
}

// Contract 5.14.
#[test]
fn some_calls_must_not_be_repeated_blindly() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(
        &root,
        &account_with("anna", "email", json!("a@example.org")),
    );
    let key = json!({"name": "same", "scope": 1});
    for _ in 0..2 {
        desk.make(&root, "/api/v2/apikeys", &key);
        desk.open("POST", "/api/v2/users/anna/forgot-password", &json!(null));
    }
    assert_eq!(
        desk.get(&root, "/api/v2/apikeys")
            .value()
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(desk.mail().len(), 2);
    let mut secret = || {
        let body = json!({"config_name": "Default"});
        desk.post(&root, "/api/v2/admin/totp/generate", &body)
            .value()["secret"]
            .clone()
    };
    assert_ne!(secret(), secret());
}

// Contract U4.
#[test]
fn a_number_that_is_none_is_told_from_one_that_is_too_large() {
    let mut desk = Desk::new();
    let root = desk.root();
    for (value, words) in [
        ("x", "invalid syntax"),
        ("", "invalid syntax"),
        ("1.0", "invalid syntax"),
        ("-", "invalid syntax"),
        ("99999999999999999999", "value out of range"),
        ("-99999999999999999999", "value out of range"),
    ] {
        let path = format!("/api/v2/users/nobody?disconnect={value}");
        let answer = desk.put(&root, &path, &json!({}));
        assert_eq!(answer.status, 400);
        assert!(error(&answer).ends_with(words), "{}", answer.text());
    }
}

// Contract 5.7.
#[test]
fn an_administrator_cannot_free_itself_of_duties() {
    let mut desk = Desk::new();
    let root = desk.root();
    let body = |more: serde_json::Value| {
        let mut body = json!({
            "username": "boris", "status": 1, "permissions": ["*"],
            "filters": {"allow_api_key_auth": true, "require_two_factor": false}
        });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
    };
    let token = desk.admin(&root, "boris", &body(json!({})));
    let path = "/api/v2/admins/boris";
    for (more, text) in [
        (
            json!({"permissions": ["view_users"], "status": 0}),
            "you cannot change your permissions",
        ),
        (json!({"status": 0}), "you cannot disable yourself"),
        (json!({"role": "x"}), "you cannot add/change your role"),
    ] {
        assert_eq!(error(&desk.put(&token, path, &body(more))), text);
    }
    let duty = json!({"filters": {"allow_api_key_auth": true, "require_password_change": true}});
    assert_eq!(desk.put(&root, path, &body(duty)).status, 200);
    assert_eq!(desk.put(&token, path, &body(json!({}))).status, 200);
    let kept = desk.get(&root, path).value();
    assert_eq!(kept["filters"]["require_password_change"], true);
    let key = json!({"name": "k", "scope": 1, "admin": "boris"});
    let key = desk.make(&root, "/api/v2/apikeys", &key)["key"].clone();
    let call = super::by_key(Desk::request("PUT", path), key.as_str().unwrap());
    let refused = desk.send(&call.body(body(json!({})).to_string()));
    assert!(
        error(&refused).contains("impersonated"),
        "{}",
        refused.text()
    );
}

// Contract 3.6, for the storage of a group as for that of an account.
#[test]
fn a_group_keeps_the_secrets_of_its_storage() {
    let mut desk = Desk::new();
    let root = desk.root();
    let group = |secret: serde_json::Value| {
        json!({"name": "lab", "user_settings": {"filesystem": {"provider": 1, "s3config": {
            "bucket": "data", "region": "eu", "access_key": "a", "access_secret": secret
        }}}})
    };
    let plain = json!({"status": "Plain", "payload": "secret"});
    desk.make(&root, "/api/v2/groups", &group(plain));
    let before = desk.get(&root, "/api/v2/groups/lab").value();
    let kept = group(json!({"status": "Redacted"}));
    let saved = desk.put(&root, "/api/v2/groups/lab", &kept);
    assert_eq!(saved.status, 200, "{}", saved.text());
    let after = desk.get(&root, "/api/v2/groups/lab").value();
    assert_eq!(
        before["user_settings"]["filesystem"],
        after["user_settings"]["filesystem"]
    );
}
