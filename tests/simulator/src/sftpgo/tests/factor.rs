use serde_json::{Value as Json, json};

use super::super::totp;
use super::{Desk, PASSWORD, account, account_with, basic, claims, error, message};
use crate::http::Response;

const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

fn plain(enabled: bool) -> Json {
    json!({"enabled": enabled, "config_name": "Default", "secret": {"status": "Plain", "payload": SECRET}})
}

fn sign_in(desk: &mut Desk, path: &str, name: &str, password: &str, code: &str) -> Response {
    let request = basic(Desk::request("GET", path), name, password);
    desk.send(&request.header("X-SFTPGO-OTP", code))
}

fn code(desk: &Desk) -> String {
    totp::passcode_at(SECRET, desk.world.clock().now_s())
}

// Contract 1.3.
#[test]
fn nothing_tells_a_missing_passcode_from_a_wrong_password() {
    let mut desk = Desk::new();
    let root = desk.root();
    let own = desk.admin(&root, "anna", &json!({"permissions": ["view_users"]}));
    assert_eq!(
        desk.post(&own, "/api/v2/admin/totp/save", &plain(true))
            .status,
        200
    );
    let path = "/api/v2/token";
    let good = code(&desk);
    let refusals = [
        desk.try_token(path, "anna", PASSWORD),
        desk.try_token(path, "anna", "wrong"),
        desk.try_token(path, "nobody", PASSWORD),
        sign_in(&mut desk, path, "anna", PASSWORD, "000000"),
        sign_in(&mut desk, path, "anna", "wrong", &good),
    ];
    for refused in refusals {
        assert_eq!(refused.status, 401);
        assert_eq!(
            refused.text(),
            r#"{"error":"invalid credentials","message":"Unauthorized"}"#
        );
        assert_eq!(
            refused.find("WWW-Authenticate"),
            Some("Basic realm=\"SFTPGo\"")
        );
    }
    // A good passcode with a wrong password was not used up, but it is good only once.
    assert_eq!(
        sign_in(&mut desk, path, "anna", PASSWORD, &good).status,
        200
    );
    assert_eq!(
        sign_in(&mut desk, path, "anna", PASSWORD, &good).status,
        401
    );
    desk.world.advance_ms(150_000);
    let later = code(&desk);
    assert_eq!(
        sign_in(&mut desk, path, "anna", PASSWORD, &later).status,
        200
    );
    let codes = desk.get(&own, "/api/v2/admin/2fa/recoverycodes").value();
    let recovery = codes[0]["code"].as_str().unwrap().to_owned();
    assert_eq!(
        sign_in(&mut desk, path, "anna", PASSWORD, &recovery).status,
        401
    );
}

// Contract 2.3.
#[test]
fn the_own_factor_is_set_up_without_a_passcode() {
    let mut desk = Desk::new();
    let root = desk.root();
    let own = desk.admin(&root, "anna", &json!({"permissions": ["view_users"]}));
    let configs = desk.get(&own, "/api/v2/admin/totp/configs").value();
    assert_eq!(
        configs,
        json!([{"name": "Default", "issuer": "SFTPGo", "algo": "sha1"}])
    );
    let made = desk
        .post(
            &own,
            "/api/v2/admin/totp/generate",
            &json!({"config_name": "Default"}),
        )
        .value();
    assert_eq!(made["secret"].as_str().unwrap().len(), 32);
    assert!(
        made["url"]
            .as_str()
            .unwrap()
            .starts_with("otpauth://totp/SFTPGo:Admin%20%22anna%22?")
    );
    let picture = base64::Engine::decode(
        &base64::engine::general_purpose::STANDARD,
        made["qr_code"].as_str().unwrap(),
    )
    .unwrap();
    assert!(picture.starts_with(b"\x89PNG"));
    assert_eq!(
        desk.get(&own, "/api/v2/admin/2fa/recoverycodes").status,
        403
    );
    for (body, text) in [
        (
            json!({"enabled": true, "config_name": "No", "secret": {"status": "Plain", "payload": SECRET}}),
            "config name \"No\" not found",
        ),
        (
            json!({"enabled": true, "config_name": "Default"}),
            "secret is mandatory",
        ),
        (
            json!({"enabled": true, "config_name": "Default", "secret": {"status": "Plain", "payload": "SHORT"}}),
            "at least 20 bytes",
        ),
        (json!([]), "unable to decode JSON body"),
    ] {
        let refused = desk.post(&own, "/api/v2/admin/totp/save", &body);
        assert!(
            refused.status == 400 && error(&refused).contains(text),
            "{}",
            refused.text()
        );
    }
    assert_eq!(
        desk.post(&own, "/api/v2/admin/totp/save", &plain(true))
            .status,
        200
    );
    let first = desk.get(&own, "/api/v2/admin/2fa/recoverycodes").value();
    assert_eq!(first.as_array().unwrap().len(), 12);
    let renewed = desk
        .post(&own, "/api/v2/admin/2fa/recoverycodes", &Json::Null)
        .value();
    assert!(renewed[0].as_str().unwrap().starts_with("RC-"));
    assert_ne!(renewed[0], first[0]["code"]);
    assert_eq!(
        desk.post(&own, "/api/v2/admin/totp/save", &json!({"enabled": false}))
            .status,
        200
    );
    assert_eq!(
        desk.get(&own, "/api/v2/admin/2fa/recoverycodes").status,
        403
    );
}

// Contract 2.3, M3.
#[test]
fn validating_a_passcode_uses_it_up() {
    let mut desk = Desk::new();
    let root = desk.root();
    let path = "/api/v2/admin/totp/validate";
    let body = |code: &str, config: &str| json!({"config_name": config, "passcode": code, "secret": SECRET});
    let good = code(&desk);
    assert_eq!(desk.post(&root, path, &body(&good, "Default")).status, 200);
    let used = desk.post(&root, path, &body(&good, "Default"));
    assert_eq!(
        (error(&used).as_str(), message(&used).as_str()),
        ("this passcode was already used", "Invalid passcode")
    );
    let wrong = desk.post(&root, path, &body("000000", "Default"));
    assert_eq!((wrong.status, error(&wrong).as_str()), (400, ""));
    let unknown = desk.post(&root, path, &body(&good, "No"));
    assert_eq!(error(&unknown), "totp: no configuration \"No\"");
}

// Contract 2.3, M1 and M2.
#[test]
fn a_server_without_configurations_answers_null() {
    let mut desk = Desk::with(&json!({"totp_configs": 0}));
    let root = desk.root();
    assert_eq!(desk.get(&root, "/api/v2/admin/totp/configs").text(), "null");
    let refused = desk.post(
        &root,
        "/api/v2/admin/totp/generate",
        &json!({"config_name": "Default"}),
    );
    assert_eq!(refused.status, 400);
}

// Contract 1.5: a forced factor stands before a forced password, and one leaves the other.
#[test]
fn forced_actions_close_everything_but_the_way_out() {
    let mut desk = Desk::new();
    let root = desk.root();
    let filters = json!({"require_two_factor": true, "require_password_change": true, "allow_api_key_auth": true});
    let forced = desk.admin(
        &root,
        "anna",
        &json!({"permissions": ["*"], "filters": filters}),
    );
    let said = claims(&forced);
    assert_eq!(
        (&said["2fa_required"], &said["chpwd"]),
        (&json!(true), &json!(true))
    );
    for path in ["users", "groups", "roles", "connections", "defender/hosts"] {
        let refused = desk.get(&forced, &format!("/api/v2/{path}"));
        assert!(
            refused.status == 403 && error(&refused).starts_with("Two-factor"),
            "{path}"
        );
    }
    assert_eq!(
        desk.put(&forced, "/api/v2/admin/profile", &json!({}))
            .status,
        403
    );
    for path in ["version", "admin/profile", "admin/totp/configs", "apikeys"] {
        assert_eq!(
            desk.get(&forced, &format!("/api/v2/{path}")).status,
            200,
            "{path}"
        );
    }
    let key = desk.make(
        &forced,
        "/api/v2/apikeys",
        &json!({"name": "k", "scope": 1, "admin": "anna"}),
    );
    let request = super::by_key(
        Desk::request("GET", "/api/v2/users"),
        key["key"].as_str().unwrap(),
    );
    assert_eq!(desk.send(&request).status, 200);
    let refused = desk.post(
        &forced,
        "/api/v2/admin/totp/save",
        &json!({"enabled": false}),
    );
    assert!(error(&refused).contains("two-factor authentication must be enabled"));
    assert_eq!(
        desk.post(&forced, "/api/v2/admin/totp/save", &plain(true))
            .status,
        200
    );
    assert_eq!(desk.get(&forced, "/api/v2/version").status, 401);
    let good = code(&desk);
    let token = sign_in(&mut desk, "/api/v2/token", "anna", PASSWORD, &good).value();
    let token = token["access_token"].as_str().unwrap().to_owned();
    assert!(error(&desk.get(&token, "/api/v2/users")).starts_with("Password change required"));
}

// Contract 5.13 and 2.1, U6.
#[test]
fn an_administrator_resets_the_factor_of_a_user_but_no_save_does() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(&root, &account("anna"));
    let path = "/api/v2/users/anna/2fa/disable";
    let never = desk.put(&root, path, &Json::Null);
    assert_eq!(
        (never.status, message(&never).as_str()),
        (400, "two-factor authentication is not enabled")
    );
    let token = desk.sign_in_user("anna");
    let mut save = plain(true);
    save["protocols"] = json!(["HTTP"]);
    assert_eq!(
        desk.post(&token, "/api/v2/user/totp/save", &save).status,
        200
    );
    let wipe = account_with(
        "anna",
        "filters",
        json!({"totp_config": {"enabled": false}}),
    );
    assert_eq!(desk.put(&root, "/api/v2/users/anna", &wipe).status, 200);
    let read = desk.read(&root, "anna");
    assert_eq!(read["filters"]["totp_config"]["enabled"], true);
    assert_eq!(
        read["filters"]["recovery_codes"].as_array().unwrap().len(),
        12
    );
    assert!(
        read["filters"]["recovery_codes"][0]["secret"]
            .get("key")
            .is_none()
    );
    let forbid = account_with("anna", "filters", json!({"web_client": ["mfa-disabled"]}));
    assert_eq!(desk.put(&root, "/api/v2/users/anna", &forbid).status, 400);
    assert_eq!(
        desk.try_token("/api/v2/user/token", "anna", PASSWORD)
            .status,
        401
    );
    assert_eq!(desk.put(&root, path, &Json::Null).status, 200);
    assert_eq!(desk.put(&root, path, &Json::Null).status, 400);
    assert_eq!(
        desk.read(&root, "anna")["filters"]["totp_config"],
        json!({"secret": {}})
    );
    desk.sign_in_user("anna");
}

// Contract 2.6 and 5.13.
#[test]
fn a_users_factor_counts_by_protocol() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(
        &root,
        &account_with(
            "anna",
            "filters",
            json!({"two_factor_protocols": ["SSH", "HTTP"]}),
        ),
    );
    let token = desk.sign_in_user("anna");
    assert_eq!(claims(&token)["2fa_protos"], json!(["SSH", "HTTP"]));
    let refused = desk.put(&token, "/api/v2/user/profile", &json!({}));
    assert!(
        refused.status == 403
            && error(&refused).ends_with("for the following protocols: SSH, HTTP")
    );
    let save = |protocols: Json| {
        let mut body = plain(true);
        body["protocols"] = protocols;
        body
    };
    desk.create(&root, &account("boris"));
    let free = desk.sign_in_user("boris");
    for (token, protocols, text) in [
        (&free, json!([]), "specify at least one protocol"),
        (&free, json!(["DAV"]), "invalid protocol \"DAV\""),
        (&token, json!(["SSH"]), "protocols are required"),
        // What is required is looked at before anything else.
        (&token, json!([]), "protocols are required"),
    ] {
        let refused = desk.post(token, "/api/v2/user/totp/save", &save(protocols));
        assert!(
            refused.status == 400 && error(&refused).contains(text),
            "{}",
            refused.text()
        );
    }
    assert_eq!(
        desk.post(
            &token,
            "/api/v2/user/totp/save",
            &save(json!(["SSH", "HTTP"]))
        )
        .status,
        200
    );
    let good = code(&desk);
    let answer = sign_in(&mut desk, "/api/v2/user/token", "anna", PASSWORD, &good);
    assert!(
        claims(answer.value()["access_token"].as_str().unwrap())
            .get("2fa_required")
            .is_none()
    );
}

// Contract 5.8: every save of an account from before the rules fails, its own included.
#[test]
fn an_account_with_an_old_name_cannot_change_its_second_factor() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(&root, &account("old"));
    let token = desk.sign_in_user("old");
    let save = json!({
        "enabled": true, "config_name": "Default", "protocols": ["SSH"],
        "secret": {"status": "Plain", "payload": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"}
    });
    let saved = desk.post(&token, "/api/v2/user/totp/save", &save);
    assert_eq!(saved.status, 200, "{}", saved.text());
    desk.switch(&json!({"rename_user": ["old", "team/old"]}));
    let token = desk.sign_in_user("team/old");
    for (path, body) in [
        ("/api/v2/user/totp/save", save),
        ("/api/v2/user/2fa/recoverycodes", json!(null)),
    ] {
        let answer = desk.post(&token, path, &body);
        assert_eq!(answer.status, 400, "{path}");
        assert!(
            error(&answer).contains("Invalid input"),
            "{}",
            answer.text()
        );
    }
    let codes = desk.get(&token, "/api/v2/user/2fa/recoverycodes");
    assert_eq!(codes.value().as_array().unwrap().len(), 12);
}
