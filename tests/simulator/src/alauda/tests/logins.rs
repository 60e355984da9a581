use serde_json::{Value as Json, json};

use super::{DIRECTORY, Desk, MEMBER};
use crate::alauda::envelope::tests::seal;
use crate::http::Response;

const START: &str = "/console-platform/api/v1/token/login?client_id=alauda-auth&redirect_uri=https%3A%2F%2Fx%2Fdex%2Fcallback&response_type=code&scope=openid";

/// A login up to the password: cookie and request.
fn begin(desk: &mut Desk) -> (String, String) {
    let start = desk.send(&Desk::request("GET", START, &Json::Null)).value();
    let url = start["auth_url"].as_str().unwrap();
    let query = url.split_once('?').unwrap().1;
    let path = format!("/dex/api/v1/authorize?{query}");
    let answer = desk.send(&Desk::request("GET", &path, &Json::Null));
    let cookie = answer
        .find("Set-Cookie")
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let request = answer.value()["req"].as_str().unwrap().to_owned();
    (cookie, request)
}

fn password(desk: &mut Desk, source: &str, account: &str, password: &str) -> (String, Response) {
    let (cookie, request) = begin(desk);
    let key = desk
        .send(&Desk::request("GET", "/dex/pubkey", &Json::Null))
        .value();
    let sealed = seal(&json!({"ts": key["ts"], "password": password}).to_string());
    let path = format!("/dex/api/v1/authorize/{source}?req={request}");
    let body = json!({"account": account, "password": sealed});
    let answer = desk.send(&Desk::request("POST", &path, &body).header("Cookie", &cookie));
    (cookie, answer)
}

fn finish(desk: &mut Desk, cookie: Option<&str>, answer: &Response) -> Response {
    let url = answer.value()["redirect_url"].as_str().unwrap().to_owned();
    let query = url.split_once('?').unwrap().1;
    let path = format!("/console-platform/api/v1/token/callback?{query}");
    let mut request = Desk::request("GET", &path, &Json::Null);
    if let Some(cookie) = cookie {
        request = request.header("Cookie", cookie);
    }
    desk.send(&request)
}

// Contract 1.3: five calls and one cookie.
#[test]
fn a_login_takes_five_calls_and_a_cookie() {
    let mut desk = Desk::new();
    let (cookie, answer) = password(&mut desk, "local", MEMBER, "correct-horse-4");
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(finish(&mut desk, None, &answer).status, 400);
    let token = finish(&mut desk, Some(&cookie), &answer).value();
    assert_eq!(token["token_type"], "bearer");
    assert!(token["expire_at"].as_str().unwrap().ends_with('Z'));
    let text = token["access_token"].as_str().unwrap().to_owned();
    let path = desk.path(MEMBER);
    assert_eq!(desk.with(&text, "GET", &path, &Json::Null).status, 200);
    // A session has no record among the API tokens.
    assert!(
        desk.world
            .alauda
            .tokens
            .iter()
            .any(|known| known.is_session)
    );
    desk.world.advance_ms(8 * 3_600_000);
    assert_eq!(desk.with(&text, "GET", &path, &Json::Null).status, 401);
}

// Contract 1.3: a key is for one password.
#[test]
fn a_login_key_is_for_one_password() {
    let mut desk = Desk::new();
    let key = desk
        .send(&Desk::request("GET", "/dex/pubkey", &Json::Null))
        .value();
    let sealed = seal(&json!({"ts": key["ts"], "password": "wrong"}).to_string());
    let mut answers = Vec::new();
    for _ in 0..2 {
        let (cookie, request) = begin(&mut desk);
        let path = format!("/dex/api/v1/authorize/local?req={request}");
        let body = json!({"account": MEMBER, "password": sealed});
        let request = Desk::request("POST", &path, &body).header("Cookie", &cookie);
        answers.push(desk.send(&request).status);
    }
    assert_eq!(answers, [401, 400]);
}

// Contract 5.5: five failures lock for twenty minutes.
#[test]
fn five_failures_lock_for_twenty_minutes() {
    let mut desk = Desk::new();
    for _ in 0..5 {
        assert_eq!(password(&mut desk, "local", MEMBER, "wrong").1.status, 401);
    }
    assert_eq!(
        password(&mut desk, "local", MEMBER, "correct-horse-4")
            .1
            .status,
        401
    );
    desk.world.advance_ms(20 * 60_000);
    assert_eq!(
        password(&mut desk, "local", MEMBER, "correct-horse-4")
            .1
            .status,
        200
    );
}

// Contract 1.3, 5.4: who cannot log in, and what a policy asks for.
#[test]
fn some_cannot_log_in_at_all() {
    let mut desk = Desk::new();
    assert_eq!(
        password(&mut desk, "corp-ldap", DIRECTORY, "anything")
            .1
            .status,
        401
    );
    assert_eq!(
        password(&mut desk, "corp-ldap", MEMBER, "correct-horse-4")
            .1
            .status,
        401
    );
    for policy in ["code", "forced_change"] {
        desk.switch("login_policy", &json!(policy));
        assert_eq!(
            password(&mut desk, "local", MEMBER, "correct-horse-4")
                .1
                .status,
            403
        );
    }
    desk.switch("login_policy", &json!("none"));
    let place = desk.world.alauda.by_email[MEMBER];
    desk.world.alauda.users[place].is_valid = false;
    assert_eq!(
        password(&mut desk, "local", MEMBER, "correct-horse-4")
            .1
            .status,
        401
    );
}
