use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use super::{ADMIN, Desk, MEMBER};
use crate::http::{Request, Response};

impl Desk {
    fn manager(&mut self, path: &str, authorization: &str) -> Response {
        let request = Request::new("POST", &format!("/platforms/harness{path}"))
            .header("Content-Type", "application/json")
            .body(json!({"authorization": authorization}).to_string());
        self.send(&request)
    }

    pub(super) fn log_in(&mut self, email: &str, password: &str) -> Response {
        let pair = STANDARD.encode(format!("{email}:{password}"));
        self.manager("/api/users/login", &format!("Basic {pair}"))
    }

    pub(super) fn give_code(&mut self, step: &str, code: &str) -> Response {
        let pair = STANDARD.encode(format!("{step}:{code}"));
        self.manager("/api/users/two-factor-login", &format!("JWT {pair}"))
    }

    pub(super) fn session(&mut self, email: &str, password: &str) -> String {
        let answer = self.log_in(email, password);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.value()["resource"]["token"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub(super) fn with_session(&mut self, token: &str, path: &str) -> Response {
        let mark = if path.contains('?') { '&' } else { '?' };
        let path = format!("{path}{mark}routingId={}", self.account);
        let request = self
            .request("GET", &path, &Json::Null)
            .header("Authorization", &format!("Bearer {token}"));
        self.send(&request)
    }
}

fn code_of(answer: &Response) -> (u16, String) {
    let code = &answer.value()["responseMessages"][0]["code"];
    (answer.status, code.as_str().unwrap_or_default().to_owned())
}

fn wanted(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

// Contract 1.3: the same answer to a wrong password and to nobody.
#[test]
fn a_wrong_sign_in_does_not_say_what_was_wrong() {
    let mut desk = Desk::new();
    for (email, password) in [(MEMBER, "wrong"), ("nobody@acme.example", "x")] {
        let answer = desk.log_in(email, password);
        assert_eq!(code_of(&answer), wanted(401, "INVALID_CREDENTIAL"));
        assert_eq!(answer.value()["metaData"], json!({}));
        assert_eq!(answer.value()["resource"], Json::Null);
    }
}

// Contract 1.2: a session needs its account in `routingId`.
#[test]
fn a_session_needs_its_routing_id() {
    let mut desk = Desk::new();
    let token = desk.session(ADMIN, "correct-horse-1");
    assert_eq!(
        desk.with_session(&token, "/ng/api/user/currentUser").status,
        200
    );
    let bare = desk
        .request("GET", "/ng/api/user/currentUser", &Json::Null)
        .header("Authorization", &format!("Bearer {token}"));
    assert_eq!(desk.send(&bare).status, 401);
}

// Contract 1.3: a session ends after a day.
#[test]
fn a_session_ends() {
    let mut desk = Desk::new();
    let token = desk.session(ADMIN, "correct-horse-1");
    desk.world.advance_ms(86_400_000);
    let answer = desk.with_session(&token, "/ng/api/user/currentUser");
    assert_eq!(
        (answer.status, answer.value()["code"].as_str()),
        (401, Some("EXPIRED_TOKEN"))
    );
}

// Contract 1.3: a token is refreshed once, by a GET that writes.
#[test]
fn a_session_is_refreshed_once() {
    let mut desk = Desk::new();
    let token = desk.session(ADMIN, "correct-horse-1");
    let answer = desk.with_session(&token, "/api/users/refresh-token");
    assert_eq!(answer.status, 200);
    let new = answer.value()["resource"].as_str().unwrap().to_owned();
    let again = desk.with_session(&token, "/api/users/refresh-token");
    assert_eq!(code_of(&again), wanted(401, "TOKEN_ALREADY_REFRESHED_ONCE"));
    assert_eq!(
        desk.with_session(&new, "/api/users/refresh-token").status,
        200
    );
}

// Contract 1.3.
#[test]
fn a_logout_ends_the_session() {
    let mut desk = Desk::new();
    let token = desk.session(ADMIN, "correct-horse-1");
    let path = format!(
        "/api/users/{}/logout?routingId={}",
        desk.id(ADMIN),
        desk.account
    );
    let request = desk
        .request("POST", &path, &Json::Null)
        .header("Authorization", &format!("Bearer {token}"));
    assert_eq!(desk.send(&request).status, 200);
    assert_eq!(
        desk.with_session(&token, "/ng/api/user/currentUser").status,
        401
    );
}

// Contract 5.11: five failures lock for a day where the policy is on.
#[test]
fn the_lockout_policy_locks_after_five_failures() {
    let mut desk = Desk::new();
    for _ in 0..6 {
        desk.log_in(MEMBER, "wrong");
    }
    desk.session(MEMBER, "correct-horse-3");
    desk.switch("lockout_policy", &json!(true));
    for _ in 0..5 {
        assert_eq!(
            code_of(&desk.log_in(MEMBER, "wrong")).1,
            "INVALID_CREDENTIAL"
        );
    }
    let locked = desk.log_in(MEMBER, "correct-horse-3");
    assert_eq!(code_of(&locked), wanted(400, "USER_LOCKED"));
    desk.world.advance_ms(24 * 3_600_000);
    desk.session(MEMBER, "correct-horse-3");
}

// Contract 1.3: ten wrong codes in five minutes, where the limit is on.
#[test]
fn too_many_wrong_codes_are_refused() {
    let mut desk = Desk::new();
    desk.switch("wrong_code_limit", &json!(true));
    let place = desk.world.harness.by_email[MEMBER];
    desk.world.harness.users[place].has_second_factor = true;
    desk.world.harness.users[place].totp_secret = Some("GEZDGNBVGY3TQOJQ".to_owned());
    let answer = desk.log_in(MEMBER, "correct-horse-3");
    assert_eq!(answer.value()["resource"]["token"], Json::Null);
    let step = answer.value()["resource"]["twoFactorJwtToken"]
        .as_str()
        .unwrap()
        .to_owned();
    for _ in 0..10 {
        assert_eq!(
            code_of(&desk.give_code(&step, "nothing")),
            wanted(401, "INVALID_TOTP_TOKEN")
        );
    }
    assert_eq!(
        code_of(&desk.give_code(&step, "nothing")),
        wanted(401, "MAX_FAILED_ATTEMPT_COUNT_EXCEEDED")
    );
}

// Contract 1.3, 5.7: the account may ask everybody for a code, and then switching off does not help.
#[test]
fn an_enforced_second_factor_is_asked_for_even_when_it_is_off() {
    let mut desk = Desk::new();
    let place = desk.world.harness.by_email[MEMBER];
    desk.world.harness.users[place].totp_secret = Some("GEZDGNBVGY3TQOJQ".to_owned());
    desk.switch("two_factor_enforced", &json!(true));
    let answer = desk.log_in(MEMBER, "correct-horse-3");
    assert!(answer.value()["resource"]["twoFactorJwtToken"].is_string());
    let path = format!("/ng/api/accounts/{}", desk.account);
    let account = desk.data(MEMBER, "GET", &path, &Json::Null);
    assert_eq!(account["twoFactorAdminEnforced"], true);
}

// Contract 1.3: a right password may not be enough.
#[test]
fn a_right_password_may_meet_another_refusal() {
    let mut desk = Desk::new();
    for code in ["PASSWORD_EXPIRED", "NOT_WHITELISTED_IP"] {
        desk.switch("login", &json!(code));
        assert_eq!(
            code_of(&desk.log_in(MEMBER, "correct-horse-3")),
            wanted(400, code)
        );
        assert_eq!(
            code_of(&desk.log_in(MEMBER, "wrong")),
            wanted(401, "INVALID_CREDENTIAL")
        );
    }
    let place = desk.world.harness.by_email[MEMBER];
    desk.world.harness.users[place].is_email_verified = false;
    assert_eq!(
        code_of(&desk.log_in(MEMBER, "correct-horse-3")),
        wanted(401, "EMAIL_NOT_VERIFIED")
    );
}

// Contract 1.3: which way to sign in.
#[test]
fn the_way_to_sign_in_is_told_before() {
    let mut desk = Desk::new();
    desk.switch("authentication", &json!("SAML"));
    let request = Request::new("POST", "/platforms/harness/api/users/logintype")
        .header("Content-Type", "application/json")
        .body(json!({"userName": MEMBER}).to_string());
    let answer = desk.send(&request);
    assert_eq!(
        answer.value()["resource"]["authenticationMechanism"],
        "SAML"
    );
}
