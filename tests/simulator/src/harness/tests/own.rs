use serde_json::{Value as Json, json};

use super::{ADMIN, Desk, MEMBER, SECOND, SERVICE, refusal};
use crate::harness::totp;

const SETTINGS: &str = "/ng/api/user/two-factor-auth/TOTP";
const ENABLE: &str = "/ng/api/user/enable-two-factor-auth";
const DISABLE: &str = "/ng/api/user/disable-two-factor-auth";
const PASSWORD: &str = "/ng/api/user/password";

// Contract 2.1 row 1, 3.2: what is null is sent.
#[test]
fn the_current_user_is_told_with_every_member() {
    let mut desk = Desk::new();
    let me = desk.data(MEMBER, "GET", "/ng/api/user/currentUser", &Json::Null);
    assert_eq!(me["email"], MEMBER);
    assert_eq!(me["token"], Json::Null);
    assert_eq!(me.as_object().unwrap().len(), 22);
    assert_eq!(me["accounts"][0]["nextGenEnabled"], true);
    assert!(me["createdAt"].as_u64().unwrap() > 1_000_000_000_000);
}

// Contract 1.5: the old flag has nothing to do with permissions.
#[test]
fn an_administrator_need_not_be_one_of_the_old_generation() {
    let mut desk = Desk::new();
    let me = desk.data(ADMIN, "GET", "/ng/api/user/currentUser", &Json::Null);
    assert_eq!(me["admin"], false);
}

// Contract 5.7, row 2: a new secret with each read, and nothing stored.
#[test]
fn every_read_of_the_settings_makes_a_secret_that_is_stored_nowhere() {
    let mut desk = Desk::new();
    let first = desk.data(MEMBER, "GET", SETTINGS, &Json::Null);
    let second = desk.data(MEMBER, "GET", SETTINGS, &Json::Null);
    assert_ne!(first["totpSecretKey"], second["totpSecretKey"]);
    let url = second["totpqrurl"].as_str().unwrap();
    assert!(url.starts_with("otpauth://totp/Harness_Acme-Delivery:theo.brandt@acme.example?"));
    assert!(url.contains(second["totpSecretKey"].as_str().unwrap()));
    assert!(url.ends_with("issuer=Harness-Inc"));
    let place = desk.world.harness.by_email[MEMBER];
    assert_eq!(desk.world.harness.users[place].totp_secret, None);
}

// Contract 2.1 row 2: a value outside the path's enumeration is an unknown route.
#[test]
fn another_mechanism_is_an_unknown_route() {
    let mut desk = Desk::new();
    let path = "/ng/api/user/two-factor-auth/SMS";
    assert_eq!(
        desk.refused(MEMBER, "GET", path, &Json::Null),
        refusal(400, "RESOURCE_NOT_FOUND_EXCEPTION")
    );
}

// Contract 5.7, row 3: no code is asked for, and a second body replaces the secret.
#[test]
fn enabling_asks_for_no_code_and_replaces_the_secret() {
    let mut desk = Desk::new();
    for secret in ["GEZDGNBVGY3TQOJQ", "MFRGGZDFMZTWQ2LK"] {
        let body = json!({
            "mechanism": "TOTP",
            "totpSecretKey": secret,
            "twoFactorAuthenticationEnabled": false,
        });
        let me = desk.data(MEMBER, "PUT", ENABLE, &body);
        assert_eq!(me["twoFactorAuthenticationEnabled"], true);
        let place = desk.world.harness.by_email[MEMBER];
        let stored = desk.world.harness.users[place].totp_secret.clone();
        assert_eq!(stored.as_deref(), Some(secret));
    }
    let off = desk.data(MEMBER, "PUT", DISABLE, &Json::Null);
    assert_eq!(off["twoFactorAuthenticationEnabled"], false);
    let again = desk.data(MEMBER, "PUT", DISABLE, &Json::Null);
    assert_eq!(again["lastUpdatedAt"], off["lastUpdatedAt"]);
}

// Contract 2.1 row 3.
#[test]
fn enabling_without_a_mechanism_or_a_body_is_refused() {
    let mut desk = Desk::new();
    let body = json!({"totpSecretKey": "GEZDGNBVGY3TQOJQ"});
    assert_eq!(
        desk.refused(MEMBER, "PUT", ENABLE, &body),
        refusal(400, "INVALID_REQUEST")
    );
    assert_eq!(
        desk.refused(MEMBER, "PUT", ENABLE, &Json::Null),
        refusal(500, "UNKNOWN_ERROR")
    );
}

// Contract 5.7: a factor without a secret locks out at the next sign-in.
#[test]
fn enabling_without_a_secret_locks_the_person_out() {
    let mut desk = Desk::new();
    let me = desk.data(MEMBER, "PUT", ENABLE, &json!({"mechanism": "TOTP"}));
    assert_eq!(me["twoFactorAuthenticationEnabled"], true);
    let answer = desk.log_in(MEMBER, "correct-horse-3");
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.value()["responseMessages"][0]["code"],
        "INVALID_TWO_FACTOR_AUTHENTICATION_CONFIGURATION"
    );
}

// Contract 3.4: what an app computes from the shown secret is what the sign-in asks for.
#[test]
fn the_shown_secret_gives_the_code_of_the_sign_in() {
    let mut desk = Desk::new();
    let shown = desk.data(MEMBER, "GET", SETTINGS, &Json::Null);
    desk.data(MEMBER, "PUT", ENABLE, &shown);
    let secret = shown["totpSecretKey"].as_str().unwrap();
    let step = desk.log_in(MEMBER, "correct-horse-3").value()["resource"].clone();
    assert_eq!(step["token"], Json::Null);
    let code = totp::code(secret, desk.world.clock().now_s()).unwrap();
    let done = desk.give_code(step["twoFactorJwtToken"].as_str().unwrap(), &code);
    assert!(
        done.value()["resource"]["token"].is_string(),
        "{}",
        done.text()
    );
}

// Contract 1.5: the community edition has no second factor.
#[test]
fn the_community_edition_refuses_the_second_factor() {
    let mut desk = Desk::new();
    desk.switch("edition", &json!("free"));
    assert_eq!(
        desk.call(
            MEMBER,
            "PUT",
            "/ng/api/user/disable-two-factor-auth",
            &Json::Null
        )
        .status,
        200
    );
    desk.switch("edition", &json!("community"));
    let body = json!({"mechanism": "TOTP", "totpSecretKey": "GEZDGNBVGY3TQOJQ"});
    let id = desk.id(MEMBER);
    for (method, path) in [
        ("PUT", ENABLE.to_owned()),
        ("PUT", DISABLE.to_owned()),
        ("GET", format!("/ng/api/user/reset-two-factor-auth/{id}")),
    ] {
        assert_eq!(
            desk.refused(ADMIN, method, &path, &body),
            refusal(400, "INVALID_REQUEST"),
            "{path}"
        );
    }
}

fn change(current: &str, new: &str) -> Json {
    json!({"currentPassword": current, "newPassword": new})
}

// Contract 5.9: the outcome stands inside a 200.
#[test]
fn a_wrong_password_is_told_with_200() {
    let mut desk = Desk::new();
    let outcome = desk.data(MEMBER, "PUT", PASSWORD, &change("wrong", "new-horse-1"));
    assert_eq!(outcome, "INCORRECT_CURRENT_PASSWORD");
    desk.switch("password_policy", &json!(true));
    let outcome = desk.data(MEMBER, "PUT", PASSWORD, &change("correct-horse-3", "short"));
    assert_eq!(outcome, "PASSWORD_STRENGTH_VIOLATED");
    let strong = change("correct-horse-3", "New-horse-1-here");
    assert_eq!(
        desk.data(MEMBER, "PUT", PASSWORD, &strong),
        "PASSWORD_CHANGED"
    );
    // Not to be repeated: the old one is no longer right (contract 5.14).
    assert_eq!(
        desk.data(MEMBER, "PUT", PASSWORD, &strong),
        "INCORRECT_CURRENT_PASSWORD"
    );
}

// Contract 5.9: strength is asked for only where the policy is on.
#[test]
fn without_a_policy_any_password_is_taken() {
    let mut desk = Desk::new();
    let outcome = desk.data(MEMBER, "PUT", PASSWORD, &change("correct-horse-3", "a"));
    assert_eq!(outcome, "PASSWORD_CHANGED");
    assert_eq!(
        desk.mail(),
        [(MEMBER.to_owned(), "Your password was changed".to_owned())]
    );
}

// Contract 1.3, 5.9: sessions die shortly after, API keys live on.
#[test]
fn a_new_password_ends_sessions_and_no_keys() {
    let mut desk = Desk::new();
    let token = desk.session(MEMBER, "correct-horse-3");
    desk.data(MEMBER, "PUT", PASSWORD, &change("correct-horse-3", "b"));
    assert_eq!(
        desk.with_session(&token, "/ng/api/user/currentUser").status,
        200
    );
    desk.world.advance_ms(1000);
    assert_eq!(
        desk.with_session(&token, "/ng/api/user/currentUser").status,
        401
    );
    assert_eq!(desk.get(MEMBER, "/ng/api/user/currentUser").status, 200);
}

// Contract 2.1 row 5.
#[test]
fn a_person_of_a_provider_has_no_password_to_change() {
    let mut desk = Desk::new();
    let place = desk.world.harness.by_email[MEMBER];
    desk.world.harness.users[place].password = None;
    for (body, wanted) in [
        (change("a", "b"), refusal(400, "INVALID_REQUEST")),
        (json!({"newPassword": "b"}), refusal(400, "INVALID_REQUEST")),
        (Json::Null, refusal(500, "UNKNOWN_ERROR")),
    ] {
        assert_eq!(desk.refused(MEMBER, "PUT", PASSWORD, &body), wanted);
    }
}

// Contract 5.6: what is left out is cleared.
#[test]
fn an_update_clears_what_it_does_not_name() {
    let mut desk = Desk::new();
    let body = json!({"email": MEMBER, "name": "Theo B."});
    let me = desk.data(MEMBER, "PUT", "/ng/api/user", &body);
    assert_eq!(me["name"], "Theo B.");
    assert_eq!(me["givenName"], Json::Null);
    assert_eq!(me["familyName"], Json::Null);
    let me = desk.data(
        MEMBER,
        "PUT",
        "/ng/api/user",
        &json!({"email": MEMBER, "givenName": "Theo"}),
    );
    assert_eq!(me["name"], Json::Null);
    assert_eq!(me["givenName"], "Theo");
}

// Contract 5.6, 6: people change themselves only, and the comparison knows capitals.
#[test]
fn the_e_mail_in_the_body_must_be_ones_own_to_the_letter() {
    let mut desk = Desk::new();
    for email in [json!(SECOND), json!("Theo.Brandt@acme.example"), Json::Null] {
        let body = json!({"email": email, "name": "x"});
        assert_eq!(
            desk.refused(MEMBER, "PUT", "/ng/api/user", &body),
            refusal(400, "INVALID_REQUEST"),
            "{email}"
        );
    }
    let other = format!("/ng/api/user/{}", desk.id(SECOND));
    let body = json!({"email": SECOND, "name": "x"});
    assert_eq!(
        desk.refused(ADMIN, "PUT", &other, &body),
        refusal(400, "INVALID_REQUEST")
    );
}

// Contract 3.7 point 6: the path says somebody, the body says who.
#[test]
fn the_path_of_an_update_does_not_choose_the_person() {
    let mut desk = Desk::new();
    let path = format!("/ng/api/user/{}", desk.id(SECOND));
    let changed = desk.data(MEMBER, "PUT", &path, &json!({"name": "Somebody"}));
    assert_eq!(changed["email"], MEMBER);
    assert_eq!(changed["name"], "Somebody");
    let place = desk.world.harness.by_email[SECOND];
    assert_eq!(
        desk.world.harness.users[place].name.as_deref(),
        Some("Marc Weber")
    );
}

// Contract 2.1 row 7: the path's id is asked for one thing only.
#[test]
fn an_externally_managed_id_in_the_path_refuses_the_update() {
    let mut desk = Desk::new();
    let place = desk.world.harness.by_email[SECOND];
    desk.world.harness.users[place].is_externally_managed = true;
    let id = desk.id(SECOND);
    let wanted = refusal(400, "INVALID_REQUEST");
    let path = format!("/ng/api/user/{id}");
    assert_eq!(
        desk.refused(MEMBER, "PUT", &path, &json!({"name": "x"})),
        wanted
    );
    let body = json!({"email": MEMBER, "name": "x", "uuid": id});
    assert_eq!(desk.refused(MEMBER, "PUT", "/ng/api/user", &body), wanted);
    desk.data(
        MEMBER,
        "PUT",
        "/ng/api/user",
        &json!({"email": MEMBER, "name": "x"}),
    );
}

// Contract 3.2: the pattern of names.
#[test]
fn a_name_with_a_forbidden_character_is_refused() {
    let mut desk = Desk::new();
    for name in ["a:b", "<b>", "a=b", "a/b", &"x".repeat(256)] {
        let answer = desk.call(
            MEMBER,
            "PUT",
            "/ng/api/user",
            &json!({"email": MEMBER, "name": name}),
        );
        assert_eq!(answer.status, 400, "{name}");
        assert_eq!(answer.value()["status"], "FAILURE");
        assert_eq!(answer.value()["errors"][0]["fieldId"], "name");
    }
    desk.data(
        MEMBER,
        "PUT",
        "/ng/api/user",
        &json!({"email": MEMBER, "name": "李伟 🦊"}),
    );
}

// Contract 6: a service account names the person and needs the permission.
#[test]
fn a_service_account_updates_the_person_whom_the_e_mail_names() {
    let mut desk = Desk::new();
    let body = json!({"email": MEMBER, "name": "Renamed"});
    let changed = desk.data(SERVICE, "PUT", "/ng/api/user", &body);
    assert_eq!(changed["name"], "Renamed");
    for email in [Json::Null, json!("nobody@acme.example")] {
        let body = json!({"email": email, "name": "x"});
        assert_eq!(
            desk.refused(SERVICE, "PUT", "/ng/api/user", &body),
            refusal(400, "INVALID_REQUEST")
        );
    }
}
