use serde_json::{Value as Json, json};

use super::{Desk, PASSWORD, account, account_with, basic, bearer, by_key, claims, error, message};

// Contract 1.4.
#[test]
fn a_token_says_who_and_what_and_where() {
    let mut desk = Desk::new();
    let root = desk.root();
    let said = claims(&root);
    assert_eq!(said["username"], "root");
    assert_eq!(said["permissions"], json!(["*"]));
    assert_eq!(said["aud"], json!(["API", "127.0.0.1"]));
    assert!(said.get("role").is_none() && said.get("chpwd").is_none());
    let (exp, iat, nbf) = (
        said["exp"].as_i64(),
        said["iat"].as_i64().unwrap(),
        said["nbf"].as_i64(),
    );
    assert_eq!((exp, nbf), (Some(iat + 1200), Some(iat - 10)));
    assert_eq!(said["jti"].as_str().unwrap().len(), 20);
    desk.create(&root, &account("anna"));
    let user = desk.sign_in_user("anna");
    assert_eq!(claims(&user)["aud"][0], "APIUser");
    assert!(claims(&user).get("permissions").is_none());
}

// Contract 1.4 and 1.5.
#[test]
fn a_token_is_bound_to_its_address_unless_the_server_lets_it_go() {
    let mut desk = Desk::new();
    let root = desk.root();
    let mut request = bearer(Desk::request("GET", "/api/v2/users"), &root);
    request.peer = "192.0.2.7".to_owned();
    let refused = desk.send(&request);
    assert_eq!(
        (refused.status, message(&refused).as_str()),
        (401, "Your token is not valid")
    );
    desk.switch(&json!({"token_validation": 1}));
    assert_eq!(desk.send(&request).status, 200);
}

// Contract 1.5: an expired token cannot be told from none.
#[test]
fn a_token_ends_half_a_minute_after_its_time() {
    let mut desk = Desk::with(&json!({"token_minutes": 1}));
    let root = desk.root();
    desk.world.advance_ms(85_000);
    assert_eq!(desk.get(&root, "/api/v2/version").status, 200);
    desk.world.advance_ms(7_000);
    let expired = desk.get(&root, "/api/v2/version");
    let nothing = desk.open("GET", "/api/v2/version", &Json::Null);
    assert_eq!(expired.text(), nothing.text());
    assert_eq!(
        expired.text(),
        r#"{"error":"no token found","message":"Unauthorized"}"#
    );
    assert_eq!(expired.find("WWW-Authenticate"), None);
}

// Contract 1.5.
#[test]
fn broken_tokens_look_like_none_and_the_wrong_kind_does_not() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(&root, &account("anna"));
    let user = desk.sign_in_user("anna");
    for header in [
        "Bearer ",
        "Bearer abc",
        "Bearer a.b.c",
        &root,
        "Basic cm9vdDp4",
    ] {
        let refused =
            desk.send(&Desk::request("GET", "/api/v2/users").header("Authorization", header));
        assert_eq!(error(&refused), "no token found", "{header}");
    }
    let lower =
        Desk::request("GET", "/api/v2/users").header("Authorization", &format!("bearer {root}"));
    assert_eq!(desk.send(&lower).status, 200);
    for (token, path) in [(&user, "/api/v2/users"), (&root, "/api/v2/user/profile")] {
        let refused = desk.get(token, path);
        assert_eq!(
            (refused.status, message(&refused).as_str()),
            (401, "Your token audience is not valid")
        );
    }
}

// Contract 1.4: permissions are frozen in the token.
#[test]
fn a_token_outlives_what_happens_to_its_administrator() {
    let mut desk = Desk::new();
    let root = desk.root();
    let anna = desk.admin(
        &root,
        "anna",
        &json!({"permissions": ["view_users", "add_users"]}),
    );
    desk.put(
        &root,
        "/api/v2/admins/anna",
        &json!({"status": 0, "permissions": ["view_status"]}),
    );
    assert_eq!(desk.get(&anna, "/api/v2/users").status, 200);
    desk.create(&anna, &account("x"));
    assert_eq!(
        desk.try_token("/api/v2/token", "anna", PASSWORD).status,
        401
    );
    desk.call(&root, "DELETE", "/api/v2/admins/anna", &Json::Null);
    assert_eq!(desk.get(&anna, "/api/v2/users").status, 200);
    for (method, path) in [("POST", "/api/v2/users"), ("GET", "/api/v2/admin/profile")] {
        let gone = desk.call(&anna, method, path, &account("y"));
        assert_eq!(
            (gone.status, error(&gone).as_str()),
            (404, "Not Found"),
            "{path}"
        );
    }
}

// Contract 1.4.
#[test]
fn with_signatures_any_save_of_the_account_ends_its_tokens() {
    let mut desk = Desk::with(&json!({"token_validation": 2}));
    let root = desk.root();
    let anna = desk.admin(&root, "anna", &json!({"permissions": ["view_users"]}));
    desk.sign_in("anna", PASSWORD);
    assert_eq!(desk.get(&anna, "/api/v2/version").status, 200);
    desk.world.advance_ms(5);
    assert_eq!(
        desk.put(
            &anna,
            "/api/v2/admin/profile",
            &json!({"email": "a@example.org"})
        )
        .status,
        200
    );
    let dead = desk.get(&anna, "/api/v2/version");
    assert_eq!(
        (dead.status, message(&dead).as_str()),
        (401, "Your token is no longer valid")
    );
}

// Contract 1.4 and 2.2, T2.
#[test]
fn logout_ends_one_token_and_a_restart_all() {
    let mut desk = Desk::new();
    let (one, two) = (desk.root(), desk.root());
    assert_eq!(desk.get(&one, "/api/v2/logout").status, 200);
    let again = desk.get(&one, "/api/v2/logout");
    assert_eq!(
        (again.status, message(&again).as_str()),
        (401, "Your token is no longer valid")
    );
    assert_eq!(desk.get(&two, "/api/v2/version").status, 200);
    desk.world.restart("sftpgo");
    assert_eq!(error(&desk.get(&two, "/api/v2/version")), "no token found");
}

// Contract 1.3: points 4, 7, 9 and 10.
#[test]
fn without_credentials_there_is_no_error_member() {
    let mut desk = Desk::new();
    for header in [
        None,
        Some("Bearer x"),
        Some("Basic !!!"),
        Some("Basic cm9vdA=="),
    ] {
        let mut request = Desk::request("GET", "/api/v2/token");
        if let Some(header) = header {
            request = request.header("Authorization", header);
        }
        let refused = desk.send(&request);
        assert_eq!(
            (refused.status, refused.text().as_str()),
            (401, r#"{"message":"Unauthorized"}"#)
        );
        assert!(refused.find("WWW-Authenticate").is_some());
    }
    assert_eq!(
        desk.try_token("/api/v2/token", " root", PASSWORD).status,
        200
    );
    desk.switch(&json!({"disabled_login_methods": 48}));
    for path in [
        "token",
        "user/token",
        "users/x/forgot-password",
        "admins/x/reset-password",
    ] {
        let method = if path.ends_with("token") {
            "GET"
        } else {
            "POST"
        };
        let gone = desk.open(method, &format!("/api/v2/{path}"), &Json::Null);
        assert_eq!(
            (gone.status, message(&gone).as_str()),
            (404, "Not Found"),
            "{path}"
        );
    }
}

// Contract 1.5.
#[test]
fn each_fault_of_a_key_has_its_own_answer() {
    let mut desk = Desk::new();
    let root = desk.root();
    let filters = json!({"allow_api_key_auth": true});
    desk.admin(
        &root,
        "anna",
        &json!({"permissions": ["*"], "filters": filters}),
    );
    desk.admin(&root, "boris", &json!({"permissions": ["*"]}));
    desk.create(
        &root,
        &account_with("dario", "filters", json!({"allow_api_key_auth": true})),
    );
    let mut make = |body: Json| {
        desk.make(&root, "/api/v2/apikeys", &body)["key"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let anna = make(json!({"name": "a", "scope": 1, "admin": "anna"}));
    let boris = make(json!({"name": "b", "scope": 1, "admin": "boris"}));
    let free = make(json!({"name": "f", "scope": 1}));
    let old = make(json!({"name": "o", "scope": 1, "admin": "anna", "expires_at": 1000}));
    let user = make(json!({"name": "u", "scope": 2, "user": "dario"}));
    let id = anna.split('.').next().unwrap().to_owned();
    for (key, status, text) in [
        (anna.clone(), 200, ""),
        (format!("{anna}.boris"), 200, ""),
        (format!("{free}.anna"), 200, ""),
        (free.clone(), 401, "the admin associated with"),
        (boris, 401, "the admin associated with"),
        ("nodots".to_owned(), 400, "is not valid"),
        ("unknown.secret".to_owned(), 400, "is not valid"),
        (format!("{id}.wrong"), 401, "cannot be authenticated"),
        (old, 401, "cannot be authenticated"),
        (user.clone(), 403, "is invalid for this request"),
        (String::new(), 401, "no token found"),
    ] {
        let answer = desk.send(&by_key(Desk::request("GET", "/api/v2/users"), &key));
        assert_eq!(answer.status, status, "{key}: {}", answer.text());
        assert!(error(&answer).contains(text), "{key}: {}", answer.text());
    }
    let both = bearer(
        by_key(Desk::request("GET", "/api/v2/users"), "nodots"),
        &root,
    );
    assert_eq!(desk.send(&both).status, 400);
    let files = by_key(Desk::request("GET", "/api/v2/user/dirs"), &user);
    assert_eq!(desk.send(&files).status, 200);
    desk.switch(&json!({"disabled_login_methods": 192}));
    let off = desk.send(&by_key(Desk::request("GET", "/api/v2/users"), &anna));
    assert_eq!(error(&off), "no token found");
}

// Contract 1.5: the administrator of a key is read at every call.
#[test]
fn a_key_ends_with_its_administrator() {
    let mut desk = Desk::new();
    let root = desk.root();
    let filters = json!({"allow_api_key_auth": true});
    desk.admin(
        &root,
        "anna",
        &json!({"permissions": ["*"], "filters": filters}),
    );
    let key = desk.make(
        &root,
        "/api/v2/apikeys",
        &json!({"name": "a", "scope": 1, "admin": "anna"}),
    );
    let request = by_key(
        Desk::request("GET", "/api/v2/users"),
        key["key"].as_str().unwrap(),
    );
    assert_eq!(desk.send(&request).status, 200);
    desk.put(
        &root,
        "/api/v2/admins/anna",
        &json!({"status": 0, "permissions": ["*"], "filters": filters}),
    );
    assert_eq!(desk.send(&request).status, 401);
    desk.call(&root, "DELETE", "/api/v2/admins/anna", &Json::Null);
    assert_eq!(desk.send(&request).status, 400);
}

// Contract 2.4.
#[test]
fn a_key_shows_its_secret_once_and_a_save_without_a_date_makes_it_eternal() {
    let mut desk = Desk::new();
    let root = desk.root();
    let body = json!({"name": "k", "scope": 1, "admin": "root", "expires_at": 4_102_444_800_000_i64, "description": "d"});
    let answer = desk.post(&root, "/api/v2/apikeys", &body);
    let id = answer.find("X-Object-Id").unwrap().to_owned();
    assert_eq!(
        answer.find("Location"),
        Some(format!("/api/v2/apikeys/{id}").as_str())
    );
    assert!(
        answer.value()["key"]
            .as_str()
            .unwrap()
            .starts_with(&format!("{id}."))
    );
    let path = format!("/api/v2/apikeys/{id}");
    let read = desk.get(&root, &path).value();
    assert!(read.get("key").is_none() && read["expires_at"].is_i64());
    assert_eq!(
        desk.put(&root, &path, &json!({"name": "n", "scope": 1}))
            .status,
        200
    );
    let read = desk.get(&root, &path).value();
    assert!(read.get("expires_at").is_none() && read.get("admin").is_none());
    for (body, text) in [
        (json!({"scope": 1}), "name is mandatory"),
        (json!({"name": "k"}), "invalid scope: 0"),
        (
            json!({"name": "k", "scope": 1, "admin": "root", "user": "x"}),
            "not both",
        ),
        (
            json!({"name": "k", "scope": 1, "admin": "nobody"}),
            "unable to check API key admin nobody",
        ),
        (
            json!({"name": "k", "scope": 2, "user": "nobody"}),
            "unable to check API key user nobody",
        ),
    ] {
        let refused = desk.post(&root, "/api/v2/apikeys", &body);
        assert!(
            refused.status == 400 && error(&refused).contains(text),
            "{}",
            refused.text()
        );
    }
    assert_eq!(desk.call(&root, "DELETE", &path, &Json::Null).status, 200);
    assert_eq!(desk.call(&root, "DELETE", &path, &Json::Null).status, 404);
}

// Contract 2.2, P1 and P2.
#[test]
fn the_own_profile_has_no_name_and_a_save_clears_what_is_left_out() {
    let mut desk = Desk::new();
    let root = desk.root();
    let own = desk.admin(
        &root,
        "anna",
        &json!({"permissions": ["view_users"], "email": "a@example.org", "description": "d"}),
    );
    let path = "/api/v2/admin/profile";
    let read = desk.get(&own, path).value();
    assert_eq!(
        read,
        json!({"email": "a@example.org", "description": "d", "allow_api_key_auth": false})
    );
    assert_eq!(
        desk.put(&own, path, &json!({"allow_api_key_auth": true}))
            .status,
        200
    );
    assert_eq!(
        desk.get(&own, path).value(),
        json!({"allow_api_key_auth": true})
    );
    assert_eq!(
        desk.put(&own, path, &json!({"email": "nonsense"})).status,
        400
    );
}

// Contract 2.6.
#[test]
fn a_users_restrictions_close_calls_or_protect_members() {
    let mut desk = Desk::new();
    let root = desk.root();
    let limits = [
        "password-change-disabled",
        "mfa-disabled",
        "info-change-disabled",
    ];
    desk.create(
        &root,
        &account_with("anna", "filters", json!({"web_client": limits})),
    );
    let token = desk.sign_in_user("anna");
    for path in ["totp/configs", "2fa/recoverycodes"] {
        assert_eq!(
            desk.get(&token, &format!("/api/v2/user/{path}")).status,
            403
        );
    }
    let save = json!({"email": "x@example.org", "allow_api_key_auth": true});
    assert_eq!(desk.put(&token, "/api/v2/user/profile", &save).status, 200);
    assert_eq!(
        desk.get(&token, "/api/v2/user/profile").value(),
        json!({"allow_api_key_auth": true})
    );
}

// Contract 2.6.
#[test]
fn a_right_password_may_be_refused_with_a_reason() {
    let mut desk = Desk::new();
    let root = desk.root();
    for (name, filters, text) in [
        (
            "http",
            json!({"denied_protocols": ["HTTP"]}),
            "protocol HTTP is not allowed for user \"http\"",
        ),
        (
            "method",
            json!({"denied_login_methods": ["password"]}),
            "login method password is not allowed",
        ),
        (
            "address",
            json!({"denied_ip": ["127.0.0.0/8"]}),
            "is not allowed from this address: 127.0.0.1:",
        ),
    ] {
        desk.create(&root, &account_with(name, "filters", filters));
        let refused = desk.try_token("/api/v2/user/token", name, PASSWORD);
        assert_eq!(
            (refused.status, message(&refused).as_str()),
            (403, "Forbidden")
        );
        assert!(error(&refused).contains(text), "{}", refused.text());
    }
    let now = desk.world.clock().now_ms();
    desk.create(&root, &account_with("busy", "max_sessions", json!(1)));
    desk.sign_in_user("busy");
    desk.world.sftpgo.open_session("busy", "SFTP", 7, now);
    let refused = desk.try_token("/api/v2/user/token", "busy", PASSWORD);
    assert_eq!(error(&refused), "too many open sessions: 1");
    let both = json!({"allowed_ip": ["127.0.0.1/32"], "denied_ip": ["127.0.0.0/8"]});
    desk.create(&root, &account_with("both", "filters", both));
    desk.sign_in_user("both");
    desk.create(
        &root,
        &account_with("expired", "expiration_date", json!(1000)),
    );
    assert_eq!(
        desk.try_token("/api/v2/user/token", "expired", PASSWORD)
            .status,
        401
    );
    // The world begins on a Sunday at midnight.
    let hours = json!({"access_time": [{"day_of_week": 0, "from": "08:00", "to": "18:00"}]});
    desk.create(&root, &account_with("hours", "filters", hours));
    assert_eq!(
        desk.try_token("/api/v2/user/token", "hours", PASSWORD)
            .status,
        401
    );
    desk.world.advance_ms(9 * 3_600_000);
    desk.sign_in_user("hours");
}

// Contract 1.3: an allow list of the administrator.
#[test]
fn an_administrators_allow_list_counts() {
    let mut desk = Desk::new();
    let root = desk.root();
    let admin = json!({"username": "far", "password": PASSWORD, "status": 1, "permissions": ["*"], "filters": {"allow_list": ["192.0.2.0/24"]}});
    desk.make(&root, "/api/v2/admins", &admin);
    assert_eq!(desk.try_token("/api/v2/token", "far", PASSWORD).status, 401);
    let mut request = basic(Desk::request("GET", "/api/v2/token"), "far", PASSWORD);
    request.peer = "192.0.2.9".to_owned();
    assert_eq!(desk.send(&request).status, 200);
}

// Contract 3.1: a sign-in is noted at most every ten minutes.
#[test]
fn the_last_sign_in_is_noted_every_ten_minutes() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(&root, &account("anna"));
    desk.sign_in_user("anna");
    let first = desk.read(&root, "anna")["last_login"].clone();
    desk.world.advance_ms(300_000);
    desk.sign_in_user("anna");
    assert_eq!(desk.read(&root, "anna")["last_login"], first);
    desk.world.advance_ms(300_000);
    desk.sign_in_user("anna");
    assert_ne!(desk.read(&root, "anna")["last_login"], first);
}

// Contract 3.2: a password may be valid for some days only.
#[test]
fn an_old_password_must_be_changed_first() {
    let mut desk = Desk::new();
    let root = desk.root();
    let filters = json!({"password_expiration": 30});
    desk.create(&root, &account_with("anna", "filters", filters));
    let fresh = desk.sign_in_user("anna");
    assert!(claims(&fresh).get("chpwd").is_none());
    desk.world.advance_ms(31 * 86_400_000);
    let old = desk.sign_in_user("anna");
    assert_eq!(claims(&old)["chpwd"], true);
    let refused = desk.put(&old, "/api/v2/user/profile", &json!({}));
    assert!(error(&refused).starts_with("Password change required"));
    let change = json!({"current_password": PASSWORD, "new_password": "battery staple 2"});
    assert_eq!(
        desk.put(&old, "/api/v2/user/changepwd", &change).status,
        200
    );
}

// Contract K4: a date before 1970 is taken as well, and only a date in the past ends a key.
#[test]
fn a_key_with_a_negative_end_never_ends() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.admin(
        &root,
        "keyed",
        &json!({"permissions": ["*"], "filters": {"allow_api_key_auth": true}}),
    );
    for (expires, status) in [(-1, 200), (0, 200), (1000, 401)] {
        let body = json!({"name": "k", "scope": 1, "admin": "keyed", "expires_at": expires});
        let key = desk.make(&root, "/api/v2/apikeys", &body)["key"].clone();
        let call = by_key(Desk::request("GET", "/api/v2/users"), key.as_str().unwrap());
        assert_eq!(desk.send(&call).status, status, "{expires}");
    }
}

// Contract 1.2 and 3.1: a key is a sign-in of the account that it acts for.
#[test]
fn a_call_with_a_key_is_a_sign_in_of_its_account() {
    let mut desk = Desk::new();
    let root = desk.root();
    let keys = json!({"allow_api_key_auth": true});
    let settings = json!({"permissions": ["*"], "filters": keys});
    let mut body = settings.clone();
    body["username"] = json!("keyed");
    body["password"] = json!(PASSWORD);
    body["status"] = json!(1);
    desk.make(&root, "/api/v2/admins", &body);
    desk.create(&root, &account_with("anna", "filters", keys));
    for (path, scope, owner, call) in [
        ("/api/v2/admins/keyed", 1, "admin", "/api/v2/users"),
        ("/api/v2/users/anna", 2, "user", "/api/v2/user/dirs"),
    ] {
        let name = path.rsplit('/').next().unwrap();
        let before = desk.get(&root, path).value();
        assert_eq!(before["last_login"].as_u64().unwrap_or(0), 0);
        let body = json!({"name": "k", "scope": scope, owner: name});
        let key = desk.make(&root, "/api/v2/apikeys", &body)["key"].clone();
        let call = by_key(Desk::request("GET", call), key.as_str().unwrap());
        assert_eq!(desk.send(&call).status, 200);
        assert!(
            desk.get(&root, path).value()["last_login"]
                .as_u64()
                .unwrap()
                > 0
        );
    }
}

// Contract 2.5, C1 and C2, and 5.12.
#[test]
fn an_upload_is_a_session_until_it_is_closed() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(&root, &account("anna"));
    let begin =
        json!({"begin_upload": {"user": "anna", "protocol": "HTTP", "path": "/a", "size": 7}});
    desk.switch(&begin);
    let all = desk.get(&root, "/api/v2/connections").value();
    let session = &all[0];
    assert_eq!(
        (
            &session["protocol"],
            &session["command"],
            &session["username"]
        ),
        (&json!("HTTP"), &json!("POST"), &json!("anna"))
    );
    assert!(session.get("client_version").is_none() && session.get("node").is_none());
    let transfer = &session["active_transfers"][0];
    assert_eq!(
        (&transfer["path"], &transfer["size"]),
        (&json!("/a"), &json!(7))
    );
    let save = account("anna");
    let put = |desk: &mut Desk, query: &str, body: &Json| {
        desk.put(&root, &format!("/api/v2/users/anna{query}"), body);
        let left = desk.get(&root, "/api/v2/connections").value();
        left.as_array().unwrap().len()
    };
    assert_eq!(put(&mut desk, "", &save), 1);
    assert_eq!(put(&mut desk, "?disconnect=1", &json!({})), 1);
    assert_eq!(put(&mut desk, "?disconnect=1", &save), 0);
    desk.switch(&begin);
    desk.switch(&begin);
    let all = desk.get(&root, "/api/v2/connections").value();
    let [one, two] = [0, 1].map(|index| all[index]["connection_id"].as_str().unwrap().to_owned());
    assert_ne!(one, two);
    let path = format!("/api/v2/connections/{one}");
    assert_eq!(desk.call(&root, "DELETE", &path, &Json::Null).status, 200);
    assert_eq!(desk.call(&root, "DELETE", &path, &Json::Null).status, 404);
}

// Contract 2.5, Q2 to Q4, and 5.14.
#[test]
fn a_mode_is_a_word_and_limits_of_the_primary_group_count() {
    let mut desk = Desk::with(&json!({"scan_ms": 1000}));
    let root = desk.root();
    let settings = json!({"quota_size": 5000, "upload_data_transfer": 7});
    desk.make(
        &root,
        "/api/v2/groups",
        &json!({"name": "lab", "user_settings": settings}),
    );
    desk.create(&root, &account("free"));
    let groups = json!([{"name": "lab", "type": 1}]);
    desk.create(&root, &account_with("limited", "groups", groups));
    for (name, status) in [("free", 400), ("limited", 200)] {
        for path in ["usage", "transfer-usage"] {
            let path = format!("/api/v2/quotas/users/{name}/{path}");
            let add = desk.put(&root, &format!("{path}?mode=add"), &json!({}));
            assert_eq!(add.status, status, "{path}: {}", add.text());
            for mode in ["", "Reset", "set"] {
                let refused = desk.put(&root, &format!("{path}?mode={mode}"), &json!({}));
                assert_eq!(
                    (refused.status, error(&refused).as_str()),
                    (400, "invalid mode")
                );
            }
        }
    }
    let scan = "/api/v2/quotas/users/%20free/scan";
    assert_eq!(desk.post(&root, scan, &Json::Null).status, 202);
    let again = desk.post(&root, scan, &Json::Null);
    assert_eq!(again.status, 409);
    assert_eq!(
        message(&again),
        "Another scan is already in progress for user \" free\""
    );
}
