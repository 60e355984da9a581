use serde_json::json;

use super::{Desk, OTHER_PASSWORD, PASSWORD, account, account_with, error, message};

// Contract 5.5.
#[test]
fn bcrypt_takes_72_bytes_and_more_is_500() {
    let mut desk = Desk::new();
    let root = desk.root();
    let mut status = |name: &str, password: String| {
        let answer = desk.post(
            &root,
            "/api/v2/users",
            &account_with(name, "password", json!(password)),
        );
        answer.status
    };
    assert_eq!(status("a", "p".repeat(72)), 201);
    assert_eq!(status("b", "p".repeat(73)), 500);
    assert_eq!(status("b", "ü".repeat(37)), 500);
    let mut argon = Desk::with(&json!({"password_hash": "argon2id"}));
    let root = argon.root();
    argon.create(&root, &account_with("b", "password", json!("p".repeat(80))));
}

// Contract 5.5: what looks like a hash is stored as one and never matches.
#[test]
fn a_password_that_looks_like_a_hash_is_taken_for_one() {
    let mut desk = Desk::with(&json!({"user_entropy": 500}));
    let root = desk.root();
    let made = desk.create(
        &root,
        &account_with("a", "password", json!("$1$summer2026")),
    );
    assert_eq!(made["has_password"], true);
    assert!(made.get("last_password_change").is_none());
    assert_eq!(
        desk.try_token("/api/v2/user/token", "a", "$1$summer2026")
            .status,
        401
    );
    let plain = account_with("b", "password", json!("$2b$10$abcdefghijklmnopqrstuv"));
    assert_eq!(desk.post(&root, "/api/v2/users", &plain).status, 400);
}

// Contract 3.1 and 5.5.
#[test]
fn an_empty_password_removes_it_and_null_keeps_it() {
    let mut desk = Desk::with(&json!({"user_entropy": 0}));
    let root = desk.root();
    desk.create(&root, &account("anna"));
    let null = account_with("anna", "password", json!(null));
    assert_eq!(desk.put(&root, "/api/v2/users/anna", &null).status, 200);
    desk.sign_in_user("anna");
    desk.switch(&json!({"user_entropy": 60}));
    let empty = account_with("anna", "password", json!(""));
    assert_eq!(desk.put(&root, "/api/v2/users/anna", &empty).status, 200);
    assert!(desk.read(&root, "anna").get("has_password").is_none());
    assert_eq!(
        desk.try_token("/api/v2/user/token", "anna", PASSWORD)
            .status,
        401
    );
}

// Contract 5.5.
#[test]
fn the_primary_groups_rule_stands_before_the_own_and_the_servers() {
    let mut desk = Desk::with(&json!({"user_entropy": 20}));
    let root = desk.root();
    let settings = json!({"filters": {"password_strength": 100}});
    desk.make(
        &root,
        "/api/v2/groups",
        &json!({"name": "strict", "user_settings": settings}),
    );
    let mut status = |group: i64, strength: i64| {
        let mut body = account("x");
        body["groups"] = json!([{"name": "strict", "type": group}]);
        body["filters"] = json!({"password_strength": strength});
        desk.post(&root, "/api/v2/users", &body).status
    };
    assert_eq!(status(1, 0), 400);
    assert_eq!(status(1, 10), 400);
    assert_eq!(status(2, 200), 400);
    assert_eq!(status(2, 0), 201);
    let raised = json!({"status": 1, "home_dir": "/srv/x", "permissions": {"/": ["*"]}, "filters": {"password_strength": 200}});
    assert_eq!(desk.put(&root, "/api/v2/users/x", &raised).status, 200);
}

// Contract 5.5: users' passwords are not trimmed, administrators' are.
#[test]
fn blanks_are_kept_for_users_and_cut_for_administrators() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(&root, &account_with("a", "password", json!("  pw  ")));
    assert_eq!(
        desk.try_token("/api/v2/user/token", "a", "  pw  ").status,
        200
    );
    assert_eq!(desk.try_token("/api/v2/user/token", "a", "pw").status, 401);
    desk.create(&root, &account_with("b", "password", json!("   ")));
    let blank = desk.try_token("/api/v2/user/token", "b", "   ");
    assert_eq!((blank.status, error(&blank).as_str()), (401, ""));
    let admin = json!({"username": "c", "password": "  pw  ", "status": 1, "permissions": ["*"]});
    desk.make(&root, "/api/v2/admins", &admin);
    assert_eq!(desk.try_token("/api/v2/token", "c", "pw").status, 200);
    assert_eq!(desk.try_token("/api/v2/token", "c", "  pw  ").status, 401);
}

// Contract 2.2, P3.
#[test]
fn a_change_of_the_own_password_ends_the_calling_token_only() {
    let mut desk = Desk::new();
    let root = desk.root();
    let one = desk.admin(&root, "anna", &json!({"permissions": ["view_users"]}));
    let two = desk.sign_in("anna", PASSWORD);
    let path = "/api/v2/admin/changepwd";
    for (current, new, text) in [
        (
            "",
            OTHER_PASSWORD,
            "please provide the current password and the new one two times",
        ),
        (
            PASSWORD,
            PASSWORD,
            "the new password must be different from the current one",
        ),
        ("wrong", OTHER_PASSWORD, "current password does not match"),
    ] {
        let refused = desk.put(
            &one,
            path,
            &json!({"current_password": current, "new_password": new}),
        );
        assert_eq!(
            (refused.status, error(&refused)),
            (400, format!("Validation error: {text}"))
        );
    }
    let change = json!({"current_password": PASSWORD, "new_password": OTHER_PASSWORD});
    assert_eq!(desk.put(&one, path, &change).status, 200);
    let dead = desk.get(&one, "/api/v2/admin/profile");
    assert_eq!(
        (dead.status, message(&dead).as_str()),
        (401, "Your token is no longer valid")
    );
    assert_eq!(desk.get(&two, "/api/v2/admin/profile").status, 200);
    desk.sign_in("anna", OTHER_PASSWORD);
}

// Contract 2.1, U7.
#[test]
fn a_forgotten_password_is_told_to_nobody_who_must_not_know() {
    let mut desk = Desk::new();
    let root = desk.root();
    let mut anna = account_with("anna", "email", json!("anna@example.org"));
    anna["filters"] = json!({"additional_emails": ["two@example.org"]});
    desk.create(&root, &anna);
    let mut off = account_with("off", "email", json!("off@example.org"));
    off["status"] = json!(0);
    desk.create(&root, &off);
    let mut denied = account_with("denied", "email", json!("d@example.org"));
    denied["filters"] = json!({"denied_protocols": ["HTTP"]});
    desk.create(&root, &denied);
    desk.create(&root, &account("mailless"));
    let mut barred = account_with("barred", "email", json!("b@example.org"));
    barred["filters"] = json!({"web_client": ["password-reset-disabled"]});
    desk.create(&root, &barred);
    let mut forgot = |name: &str| {
        desk.open(
            "POST",
            &format!("/api/v2/users/{name}/forgot-password"),
            &json!(null),
        )
    };
    for silent in ["anna", "nobody", "off", "denied"] {
        let answer = forgot(silent);
        assert_eq!(
            (answer.status, message(&answer).as_str()),
            (200, "Check your email for the confirmation code")
        );
    }
    assert!(error(&forgot("mailless")).contains("does not have an email address"));
    assert!(error(&forgot("barred")).contains("you are not allowed to reset your password"));
    let mail = desk.mail();
    assert_eq!(mail.len(), 1);
    assert_eq!(
        mail[0]["to"],
        json!(["anna@example.org", "two@example.org"])
    );
    assert_eq!(mail[0]["code"].as_str().unwrap().len(), 22);
    desk.switch(&json!({"mail": "broken"}));
    let failed = desk.open("POST", "/api/v2/users/anna/forgot-password", &json!(null));
    assert!(failed.status == 500 && error(&failed).contains("anna@example.org"));
    desk.switch(&json!({"mail": "off"}));
    let off = desk.open("POST", "/api/v2/users/nobody/forgot-password", &json!(null));
    assert_eq!(
        (off.status, message(&off).as_str()),
        (400, "No SMTP configuration")
    );
}

// Contract 2.1, U8.
#[test]
fn the_code_alone_selects_the_account() {
    let mut desk = Desk::with(&json!({"user_entropy": 60}));
    let root = desk.root();
    let mut body = account_with("anna", "email", json!("anna@example.org"));
    body["password"] = json!("hT7-kQ2_zP9.wX4,v");
    body["filters"] = json!({"require_password_change": true});
    desk.create(&root, &body);
    for _ in 0..2 {
        desk.open("POST", "/api/v2/users/anna/forgot-password", &json!(null));
    }
    let mail = desk.mail();
    let (one, two) = (mail[0]["code"].clone(), mail[1]["code"].clone());
    let path = "/api/v2/users/somebody-else/reset-password";
    let mut reset = |path: &str, code: &serde_json::Value, password: &str| {
        desk.open("POST", path, &json!({"code": code, "password": password}))
    };
    assert!(error(&reset(path, &one, "")).contains("please set a password"));
    assert!(error(&reset(path, &json!(""), "x")).contains("please set a confirmation code"));
    assert!(error(&reset(path, &json!("x"), "x")).contains("confirmation code not found"));
    assert!(
        error(&reset("/api/v2/admins/anna/reset-password", &one, "x"))
            .contains("invalid confirmation code")
    );
    assert_eq!(reset(path, &one, "weak").status, 400);
    assert_eq!(reset(path, &one, "hT7-kQ2_zP9.wX4,w").status, 200);
    assert_eq!(reset(path, &one, "hT7-kQ2_zP9.wX4,w").status, 400);
    assert_eq!(reset(path, &two, "hT7-kQ2_zP9.wX4,x").status, 200);
    assert!(
        desk.read(&root, "anna")["filters"]
            .get("require_password_change")
            .is_none()
    );
    assert_eq!(
        desk.try_token("/api/v2/user/token", "anna", "hT7-kQ2_zP9.wX4,x")
            .status,
        200
    );
}

// Contract 2.1, U8: ten minutes.
#[test]
fn a_code_runs_out() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(
        &root,
        &account_with("anna", "email", json!("anna@example.org")),
    );
    desk.open("POST", "/api/v2/users/anna/forgot-password", &json!(null));
    let code = desk.mail()[0]["code"].clone();
    desk.world.advance_ms(600_000);
    let body = json!({"code": code, "password": OTHER_PASSWORD});
    let refused = desk.open("POST", "/api/v2/users/anna/reset-password", &body);
    assert!(error(&refused).contains("confirmation code not found"));
}

// Contract 2.2, P5: whatever is wrong with an administrator's new password is 500.
#[test]
fn a_weak_password_of_an_administrator_is_500_at_the_reset() {
    let mut desk = Desk::with(&json!({"admin_entropy": 0}));
    let root = desk.root();
    desk.admin(
        &root,
        "anna",
        &json!({"permissions": ["view_users"], "email": "anna@example.org"}),
    );
    desk.open("POST", "/api/v2/admins/anna/forgot-password", &json!(null));
    let code = desk.mail()[0]["code"].clone();
    desk.switch(&json!({"admin_entropy": 70}));
    let path = "/api/v2/admins/x/reset-password";
    let refused = desk.open("POST", path, &json!({"code": code, "password": "weak"}));
    assert_eq!(refused.status, 500);
    assert!(
        error(&refused)
            .starts_with("unable to set the new password: Validation error: insecure password")
    );
    let body = json!({"code": code, "password": "hT7-kQ2_zP9.wX4,w"});
    assert_eq!(desk.open("POST", path, &body).status, 200);
}

// Contract 1.4 and 2.6: a token outlives what its account may do, its password does not.
#[test]
fn who_may_no_longer_sign_in_cannot_change_the_password() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(&root, &account("anna"));
    let token = desk.sign_in_user("anna");
    let mut off = account("anna");
    off["status"] = json!(0);
    off["password"] = json!(null);
    assert_eq!(desk.put(&root, "/api/v2/users/anna", &off).status, 200);
    let change = json!({"current_password": PASSWORD, "new_password": OTHER_PASSWORD});
    let refused = desk.put(&token, "/api/v2/user/changepwd", &change);
    assert_eq!(
        error(&refused),
        "Validation error: current password does not match"
    );
}

// Contract 2.6: what is forbidden now counts, and only all of it together forbids the call.
#[test]
fn a_profile_obeys_the_restrictions_of_the_moment() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(&root, &account("anna"));
    let token = desk.sign_in_user("anna");
    let mut body = account("anna");
    body["password"] = json!(null);
    let some = ["info-change-disabled", "publickey-change-disabled"];
    let all = [
        "info-change-disabled",
        "publickey-change-disabled",
        "tls-cert-change-disabled",
        "api-key-auth-change-disabled",
    ];
    let profile = json!({"email": "anna@example.org", "allow_api_key_auth": true});
    for (restrictions, status) in [(&some[..], 200), (&all[..], 403)] {
        body["filters"] = json!({"web_client": restrictions});
        assert_eq!(desk.put(&root, "/api/v2/users/anna", &body).status, 200);
        let answer = desk.put(&token, "/api/v2/user/profile", &profile);
        assert_eq!(answer.status, status, "{}", answer.text());
    }
    assert!(desk.read(&root, "anna").get("email").is_none());
}

// Contract P2: a deleted administrator is told before the body is read.
#[test]
fn the_profile_of_an_administrator_who_is_gone_is_not_there() {
    let mut desk = Desk::new();
    let root = desk.root();
    let token = desk.admin(&root, "boris", &json!({"permissions": ["*"]}));
    desk.call(&root, "DELETE", "/api/v2/admins/boris", &json!(null));
    for body in [json!({}), json!([])] {
        assert_eq!(desk.put(&token, "/api/v2/admin/profile", &body).status, 404);
    }
}
