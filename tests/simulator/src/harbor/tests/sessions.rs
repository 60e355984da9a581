//! Schemes, cookies, CSRF and sessions (contract 1.2 to 1.8, 5.11 and 5.12).

use serde_json::json;

use super::{
    Desk, OTHER_PASSWORD, PASSWORD, admin, assert_told, basic, id_of, names_of, of, request, told,
};
use crate::http::{Request, Response};

/// What a browser keeps of the answers.
#[derive(Default)]
struct Browser {
    cookies: Vec<(String, String)>,
    token: String,
}

impl Browser {
    fn send(&mut self, desk: &mut Desk, call: Request) -> Response {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut call = call;
        if !cookies.is_empty() {
            call = call.header("Cookie", &cookies.join("; "));
        }
        let answer = desk.send(&call);
        self.keep(&answer);
        answer
    }

    fn keep(&mut self, answer: &Response) {
        for (name, value) in &answer.headers {
            match name.as_str() {
                "Set-Cookie" => {
                    let (name, value) = value.split(';').next().unwrap().split_once('=').unwrap();
                    self.cookies.retain(|(known, _)| known != name);
                    if !value.is_empty() {
                        self.cookies.push((name.to_owned(), value.to_owned()));
                    }
                }
                "X-Harbor-Csrf-Token" => self.token.clone_from(value),
                _ => {}
            }
        }
    }

    fn get(&mut self, desk: &mut Desk, path: &str) -> Response {
        self.send(desk, request("GET", path))
    }

    fn write(&mut self, desk: &mut Desk, method: &str, path: &str, body: &str) -> Response {
        let kind = if path.starts_with("/c/") {
            "application/x-www-form-urlencoded"
        } else {
            "application/json"
        };
        let token = self.token.clone();
        let call = request(method, path)
            .header("Content-Type", kind)
            .header("X-Harbor-CSRF-Token", &token)
            .body(body);
        self.send(desk, call)
    }

    fn sign_in(&mut self, desk: &mut Desk, name: &str) -> Response {
        let form = format!("principal={name}&password={PASSWORD}");
        self.write(desk, "POST", "/c/login", &form);
        self.write(desk, "POST", "/c/login", &form)
    }

    fn cookie(&self, name: &str) -> Option<&str> {
        let found = self.cookies.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

fn signed_in(desk: &mut Desk, name: &str) -> Browser {
    let mut browser = Browser::default();
    let answer = browser.sign_in(desk, name);
    assert_eq!((answer.status, answer.text().as_str()), (200, ""));
    browser
}

const CURRENT: &str = "/api/v2.0/users/current";
const LIST: &str = "/api/v2.0/users";

// Contract 1.2.

#[test]
fn basic_takes_name_or_address_and_any_case_of_its_word() {
    let mut desk = Desk::new();
    desk.create("mira");
    let lower = of("mira").replacen("Basic", "basic", 1);
    for who in [of("mira"), of("p2@corp.example"), lower] {
        assert_eq!(desk.get(&who, "/users/current").status, 200, "{who}");
    }
    for who in [
        of("MIRA"),
        of("P2@corp.example"),
        basic("mira", ""),
        "Basic !!!".to_owned(),
        "Basic".to_owned(),
        "Bearer a.b.c".to_owned(),
    ] {
        assert_told(
            &desk.get(&who, "/users/current"),
            401,
            "UNAUTHORIZED",
            "unauthorized",
        );
    }
}

#[test]
fn one_accounts_name_may_be_anothers_address() {
    let mut desk = Desk::new();
    let first = desk.create("shared@corp.example");
    let answer = desk.try_create(&admin(), "second", "shared@corp.example");
    let second = id_of(&answer);
    let reset = json!({"new_password": OTHER_PASSWORD});
    desk.put(&admin(), &format!("/users/{second}/password"), &reset);
    for (password, id) in [(PASSWORD, first), (OTHER_PASSWORD, second)] {
        let me = desk.get(&basic("shared@corp.example", password), "/users/current");
        assert_eq!(me.value()["user_id"], json!(id));
    }
}

#[test]
fn a_name_with_a_colon_signs_in_by_its_address_or_the_form() {
    let mut desk = Desk::new();
    desk.create("a:mira");
    assert_eq!(desk.get(&of("a:mira"), "/users/current").status, 401);
    assert_eq!(
        desk.get(&of("p2@corp.example"), "/users/current").status,
        200
    );
    signed_in(&mut desk, "a:mira");
}

#[test]
fn no_401_carries_a_challenge_but_an_anonymous_422_does() {
    let mut desk = Desk::new();
    assert_eq!(desk.get("", "/users").find("WWW-Authenticate"), None);
    let refused = desk.get("", "/users/abc");
    assert_eq!(
        refused.find("WWW-Authenticate"),
        Some("Basic realm=\"API\"")
    );
    for who in [admin(), basic("nobody", "wrong")] {
        let refused = desk.get(&who, "/users/abc");
        assert_eq!(
            (refused.status, refused.find("WWW-Authenticate")),
            (422, None)
        );
    }
    // What is no Basic is none to the library that asks for it.
    for who in ["Bearer a.b.c", "Basic !!!"] {
        let refused = desk.get(who, "/users/abc");
        let challenge = refused.find("WWW-Authenticate");
        assert_eq!(challenge, Some("Basic realm=\"API\""), "{who}");
    }
}

// Contract 1.3 and 1.4.

#[test]
fn every_answer_hands_out_a_session_but_csrf_refusals() {
    let mut desk = Desk::new();
    for path in ["/api/v2.0/ping", CURRENT, "/api/version"] {
        let answer = desk.send(&request("GET", path));
        assert!(
            answer.find("Set-Cookie").unwrap().starts_with("sid="),
            "{path}"
        );
        assert_eq!(answer.find("X-Harbor-Csrf-Token"), None, "{path}");
    }
    let refused = desk.send(&request("POST", "/c/login"));
    assert!(
        refused
            .find("Set-Cookie")
            .unwrap()
            .starts_with("_gorilla_csrf=")
    );
    assert!(refused.find("X-Harbor-Csrf-Token").is_some());
}

#[test]
fn the_mere_presence_of_a_session_cookie_wakes_the_csrf_filter() {
    let mut desk = Desk::new();
    let id = desk.create("mira");
    let path = format!("/api/v2.0/users/{id}/sysadmin");
    let write = |cookie: &str| {
        request("PUT", &path)
            .header("Authorization", &admin())
            .header("Cookie", cookie)
            .header("Content-Type", "application/json")
            .body("{}")
    };
    let refused = desk.send(&write("sid=invented"));
    assert_told(
        &refused,
        403,
        "FORBIDDEN",
        "CSRF token not found in request",
    );
    let refused = desk.send(&write("sid=x").header("X-Harbor-CSRF-Token", "bm90IGEgdG9rZW4="));
    assert_told(&refused, 403, "FORBIDDEN", "CSRF token invalid");
    assert_eq!(desk.send(&write("theme=dark")).status, 200);
    let read = request("GET", LIST)
        .header("Authorization", &admin())
        .header("Cookie", "sid=invented");
    assert_eq!(desk.send(&read).find("Vary"), Some("Cookie"));
}

#[test]
fn basic_works_for_one_write_when_cookies_are_allowed() {
    // Contract 1.6.
    let mut desk = Desk::new();
    let mut browser = Browser::default();
    let call = |method: &str| {
        request(method, "/api/v2.0/users/1/sysadmin")
            .header("Authorization", &admin())
            .header("Content-Type", "application/json")
            .body(r#"{"sysadmin_flag":true}"#)
    };
    assert_eq!(browser.send(&mut desk, call("PUT")).status, 200);
    assert_eq!(
        told(&browser.send(&mut desk, call("PUT"))).2,
        "CSRF token not found in request"
    );
    // The refusal brings the token with which a retry passes.
    let token = browser.token.clone();
    let retry = call("PUT").header("X-Harbor-CSRF-Token", &token);
    assert_eq!(browser.send(&mut desk, retry).status, 200);
}

#[test]
fn older_tokens_of_a_cookie_stay_good() {
    let mut desk = Desk::new();
    let mut browser = signed_in(&mut desk, "admin");
    let old = browser.token.clone();
    browser.get(&mut desk, CURRENT);
    assert_ne!(browser.token, old);
    browser.token = old;
    let made = browser.write(
        &mut desk,
        "PUT",
        "/api/v2.0/users/1/sysadmin",
        r#"{"sysadmin_flag":true}"#,
    );
    assert_eq!(made.status, 200);
}

// Contract 1.5.

#[test]
fn the_form_signs_in_and_a_new_session_replaces_the_old() {
    let mut desk = Desk::new();
    desk.create("mira");
    let mut browser = Browser::default();
    browser.get(&mut desk, "/api/v2.0/systeminfo");
    assert_eq!(browser.token, "");
    browser.get(&mut desk, "/api/v2.0/systeminfo");
    let before = browser.cookie("sid").unwrap().to_owned();
    for form in ["principal=mira&password=wrong", "principal=&password="] {
        let refused = browser.write(&mut desk, "POST", "/c/login", form);
        assert_eq!((refused.status, refused.text().as_str()), (401, ""));
    }
    let form = format!("principal=mira&password={PASSWORD}");
    assert_eq!(
        browser.write(&mut desk, "POST", "/c/login", &form).status,
        200
    );
    assert_ne!(browser.cookie("sid"), Some(before.as_str()));
    assert_eq!(
        browser.get(&mut desk, CURRENT).value()["username"],
        json!("mira")
    );
}

#[test]
fn signing_out_ends_the_session_with_or_without_one() {
    let mut desk = Desk::new();
    let mut browser = signed_in(&mut desk, "admin");
    let sid = browser.cookie("sid").unwrap().to_owned();
    assert_eq!(browser.get(&mut desk, "/c/log_out").status, 200);
    assert_eq!(browser.cookie("sid"), None);
    browser.cookies.push(("sid".to_owned(), sid));
    assert_eq!(browser.get(&mut desk, CURRENT).status, 401);
    assert_eq!(browser.get(&mut desk, "/c/log_out").status, 200);
}

// Contract 1.7.

#[test]
fn rights_in_a_session_are_those_of_the_sign_in() {
    let mut desk = Desk::new();
    let id = desk.create("mira");
    let mut browser = signed_in(&mut desk, "mira");
    desk.flag(&admin(), id, true);
    assert_eq!(
        browser.get(&mut desk, CURRENT).value()["sysadmin_flag"],
        json!(true)
    );
    assert_told(&browser.get(&mut desk, LIST), 403, "FORBIDDEN", "mira");
    assert_eq!(desk.get(&of("mira"), "/users").status, 200);
    let mut later = signed_in(&mut desk, "mira");
    desk.flag(&admin(), id, false);
    assert_eq!(later.get(&mut desk, LIST).status, 200);
    assert_eq!(desk.get(&of("mira"), "/users").status, 403);
}

#[test]
fn a_session_outlives_its_password_and_its_account() {
    // Contract 5.9 and 5.11.
    let mut desk = Desk::new();
    let id = desk.create("mira");
    let mut browser = signed_in(&mut desk, "mira");
    desk.put(
        &admin(),
        &format!("/users/{id}/password"),
        &json!({"new_password": OTHER_PASSWORD}),
    );
    assert_eq!(browser.get(&mut desk, CURRENT).status, 200);
    desk.delete(&admin(), id);
    assert_told(
        &browser.get(&mut desk, CURRENT),
        404,
        "NOT_FOUND",
        "user 3 not found",
    );
    let search = browser.get(&mut desk, "/api/v2.0/users/search?username=a");
    assert_eq!(search.status, 200);
}

#[test]
fn basic_wins_over_a_session_and_a_wrong_one_falls_back_to_it() {
    // Contract 6.3.
    let mut desk = Desk::new();
    desk.create("mira");
    let browser = signed_in(&mut desk, "admin");
    let cookie = format!("sid={}", browser.cookie("sid").unwrap());
    for (who, name) in [(of("mira"), "mira"), (basic("mira", "wrong"), "admin")] {
        let call = request("GET", CURRENT)
            .header("Authorization", &who)
            .header("Cookie", &cookie);
        assert_eq!(desk.send(&call).value()["username"], json!(name));
    }
}

// Contract 5.11.

#[test]
fn a_session_ends_when_idle_and_quiet_requests_do_not_renew_it() {
    const MINUTE_MS: u64 = 60_000;
    let mut desk = Desk::new();
    desk.switch(&json!({"session_timeout": 10}));
    let mut browser = signed_in(&mut desk, "admin");
    for _ in 0..3 {
        desk.world.advance_ms(9 * MINUTE_MS);
        assert_eq!(browser.get(&mut desk, CURRENT).status, 200);
    }
    desk.world.advance_ms(6 * MINUTE_MS);
    let quiet = request("GET", CURRENT).header("X-Harbor-No-Session-Renewal", "true");
    assert_eq!(browser.send(&mut desk, quiet).status, 200);
    desk.world.advance_ms(6 * MINUTE_MS);
    let over = browser.get(&mut desk, CURRENT);
    assert_eq!(over.status, 401);
    assert!(over.find("Set-Cookie").is_some());
}

// Contract 5.12.

#[test]
fn some_operations_fall_over_nobody() {
    let mut desk = Desk::new();
    let profile = json!({"email": "e@corp.example", "realname": "E"});
    for who in [String::new(), basic("admin", "wrong")] {
        for answer in [
            desk.get(&who, "/users/1"),
            desk.put(&who, "/users/1", &profile),
            desk.put(
                &who,
                "/users/1/password",
                &json!({"new_password": PASSWORD}),
            ),
        ] {
            assert_eq!((answer.status, answer.text().as_str()), (500, ""));
            assert_eq!(answer.find("Content-Type"), None);
        }
    }
    desk.switch(&json!({"signed_out_profile": "2.2"}));
    assert_eq!(desk.get("", "/users/1").status, 401);
}

// Contract 1.8 and 3.6.

#[test]
fn system_info_is_no_test_of_credentials() {
    let mut desk = Desk::new();
    for who in [String::new(), basic("admin", "wrong")] {
        let info = desk.get(&who, "/systeminfo");
        assert_eq!(info.status, 200);
        assert!(info.value().get("harbor_version").is_none());
    }
    let info = desk.get(&admin(), "/systeminfo").value();
    assert_eq!(info["harbor_version"], json!("v2.16.0-c50c7ddd"));
    assert_eq!(info["read_only"], json!(false));
}

// Contract 2.2, row 16.

#[test]
fn the_portals_own_lookup_never_sees_the_built_in_account() {
    let mut desk = Desk::new();
    desk.create("mira");
    let mut browser = Browser::default();
    browser.write(&mut desk, "POST", "/c/userExists", "");
    let refused = browser.write(
        &mut desk,
        "POST",
        "/c/userExists",
        "target=username&value=mira",
    );
    assert_eq!(refused.status, 412);
    assert!(
        refused
            .find("Content-Type")
            .unwrap()
            .starts_with("text/plain")
    );
    desk.switch(&json!({"self_registration": true}));
    for (form, exists) in [
        ("target=username&value=mira", "true"),
        ("target=username&value=MIRA", "false"),
        ("target=username&value=admin", "false"),
        ("target=email&value=p2%40corp.example", "true"),
        ("target=x&value=y", "true"),
    ] {
        let answer = browser.write(&mut desk, "POST", "/c/userExists", form);
        assert_eq!(answer.text(), exists, "{form}");
    }
}

// Contract 6.1, below the table.

#[test]
fn self_registration_needs_a_session_cookie_and_a_token() {
    let mut desk = Desk::new();
    desk.create("mira");
    desk.switch(&json!({"self_registration": true}));
    let message = "self-registration cannot be triggered via API";
    for who in [String::new(), of("mira")] {
        let refused = desk.try_create(&who, "walk-in", "walk-in@corp.example");
        assert_told(&refused, 403, "FORBIDDEN", message);
    }
    let mut browser = Browser::default();
    browser.get(&mut desk, LIST);
    let body = json!({"username": "walk-in", "email": "w@corp.example", "realname": "W", "password": PASSWORD}).to_string();
    browser.token.clear();
    assert_eq!(browser.write(&mut desk, "POST", LIST, &body).status, 403);
    assert_eq!(browser.write(&mut desk, "POST", LIST, &body).status, 201);
    assert_eq!(
        desk.try_create(&admin(), "by-admin", "b@corp.example")
            .status,
        201
    );
    assert_eq!(names_of(&desk.get(&admin(), "/users")).len(), 3);
}

// Contract 1.8.

#[test]
fn read_only_mode_denies_every_write_before_anything_else_but_csrf() {
    let mut desk = Desk::new();
    let id = desk.create("mira");
    desk.switch(&json!({"read_only": true}));
    let message = "The system is in read only mode. Any modification is prohibited.";
    for (who, method, path) in [
        (admin(), "POST", "/users".to_owned()),
        (String::new(), "POST", "/users".to_owned()),
        (admin(), "PUT", "/users/abc".to_owned()),
        (String::new(), "PUT", format!("/users/{id}/password")),
        (admin(), "PUT", format!("/users/{id}/cli_secret")),
        (admin(), "DELETE", format!("/users/{id}")),
    ] {
        let refused = desk.call(&who, method, &path, &json!({}));
        assert_told(&refused, 403, "DENIED", message);
        assert_eq!(refused.find("Set-Cookie"), None);
    }
    assert_eq!(names_of(&desk.get(&admin(), "/users")), ["mira"]);
    let mut browser = signed_in(&mut desk, "mira");
    browser.token.clear();
    let refused = browser.write(&mut desk, "PUT", "/api/v2.0/users/3", "{}");
    assert_eq!(told(&refused).2, "CSRF token not found in request");
}
