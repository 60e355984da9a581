//! Directory, identity provider, robots, and the settings behind the modes (contract 1.2, 1.5, 1.8, 1.9 and 5.10).

use serde_json::{Value as Json, json};

use super::{Desk, PASSWORD, admin, assert_told, basic, of, request, told};
use crate::http::Response;

// Contract 1.2, LDAP mode.

#[test]
fn the_first_sign_in_makes_an_account_from_the_directory() {
    let mut desk = Desk::new();
    desk.switch(&json!({"auth_mode": "ldap_auth"}));
    let lia = basic("lia", "Lia-pass1");
    let user = desk.get(&lia, "/users/current").value();
    assert_eq!(user["comment"], json!("from LDAP."));
    assert_eq!(user["email"], json!("lia@ldap.example"));
    for who in [
        basic("lia", "wrong"),
        basic("lia@ldap.example", "Lia-pass1"),
    ] {
        assert_eq!(desk.get(&who, "/users/current").status, 401);
    }
    // Deleted, she comes back as somebody else, without the flag.
    let id = user["user_id"].as_i64().unwrap();
    desk.flag(&admin(), id, true);
    assert_eq!(desk.get(&lia, "/users").status, 200);
    desk.delete(&admin(), id);
    let again = desk.get(&lia, "/users/current").value();
    assert_ne!(again["user_id"], json!(id));
    assert_eq!(again["sysadmin_flag"], json!(false));
}

// Contract 1.7, LDAP mode.

#[test]
fn a_group_of_the_directory_gives_the_right_for_one_sign_in() {
    let mut desk = Desk::new();
    desk.switch(&json!({"auth_mode": "ldap_auth"}));
    let chief = basic("chief.one", "Chief.one-pass1");
    let flags = |desk: &mut Desk| {
        let me = desk.get(&chief, "/users/current").value();
        (
            me["sysadmin_flag"].clone(),
            me["admin_role_in_auth"].clone(),
        )
    };
    assert_eq!(flags(&mut desk), (json!(false), json!(false)));
    assert_eq!(desk.get(&chief, "/users").status, 403);
    desk.switch(&json!({"ldap_group_admin_dn": "cn=bosses,dc=corp,dc=example"}));
    assert_eq!(flags(&mut desk), (json!(false), json!(true)));
    // It counts for everything, and shows on one's own record only.
    let listed = desk.get(&chief, "/users");
    assert_eq!(listed.status, 200);
    assert_eq!(listed.value()[0]["admin_role_in_auth"], json!(false));
    let id = listed.value()[0]["user_id"].as_i64().unwrap();
    let seen = desk.get(&admin(), &format!("/users/{id}")).value();
    assert_eq!(seen["admin_role_in_auth"], json!(false));
    assert_eq!(
        desk.get(&chief, "/users/current/permissions?scope=/system")
            .value()[0]["resource"],
        json!("catalog")
    );
    assert_eq!(desk.delete(&chief, 1).status, 403);
    assert_eq!(desk.get(&basic("lia", "Lia-pass1"), "/users").status, 403);
}

// Contract 5.4.

#[test]
fn a_directorys_names_hold_what_local_ones_cannot() {
    let mut desk = Desk::new();
    desk.switch(&json!({"auth_mode": "ldap_auth"}));
    for (given, kept) in [("50%#~$\"x", "50%#~$\"x"), ("a,b", "a_b")] {
        let mut letters = given.chars();
        let first = letters.next().unwrap().to_ascii_uppercase();
        let who = basic(given, &format!("{first}{}-pass1", letters.as_str()));
        for _ in 0..2 {
            let me = desk.get(&who, "/users/current");
            assert_eq!(me.value()["username"], json!(kept), "{}", me.text());
        }
    }
    assert_eq!(desk.names(""), ["50%#~$\"x", "a_b"]);
    assert_eq!(
        desk.names("?q=username%3D50%2525%2523%257E%2524%2522x"),
        ["50%#~$\"x"]
    );
}

#[test]
fn a_directory_that_is_down_answers_like_a_wrong_password() {
    let mut desk = Desk::new();
    desk.switch(&json!({"auth_mode": "ldap_auth", "ldap_url": "ldap://127.0.0.1:9"}));
    let refused = desk.get(&basic("lia", "Lia-pass1"), "/users/current");
    assert_told(&refused, 401, "UNAUTHORIZED", "unauthorized");
    assert_eq!(desk.get(&admin(), "/users/current").status, 200);
}

// Contract 1.8.

#[test]
fn the_mode_is_told_to_everybody_and_fixed_once_there_are_accounts() {
    let mut desk = Desk::new();
    let configure = |desk: &mut Desk, mode: &str| {
        desk.put(&admin(), "/configurations", &json!({"auth_mode": mode}))
    };
    let id = desk.create("mira");
    assert_eq!(configure(&mut desk, "ldap_auth").status, 400);
    desk.delete(&admin(), id);
    assert_eq!(configure(&mut desk, "ldap_auth").status, 200);
    assert_eq!(
        desk.get("", "/systeminfo").value()["auth_mode"],
        json!("ldap_auth")
    );
    assert_eq!(desk.put("", "/configurations", &json!({})).status, 401);
    desk.switch(&json!({"auth_mode": "http_auth"}));
    // Contract 3.6: inside, empty and false keys are left out.
    let settings =
        |desk: &mut Desk| desk.get("", "/systeminfo").value()["authproxy_settings"].clone();
    assert_eq!(settings(&mut desk), json!({"verify_cert": true}));
    let proxy = "http://127.0.0.1:18300/sign-in";
    desk.switch(&json!({"http_authproxy_endpoint": proxy, "http_authproxy_verify_cert": false}));
    assert_eq!(settings(&mut desk), json!({"endpoint": proxy}));
}

// Contract 1.5, OIDC.

/// Cookies and token of somebody's browser on the way through the provider.
fn through_the_provider(desk: &mut Desk, person: &str) -> (String, Response) {
    let away = desk.send(&request("GET", "/c/oidc/login?redirect_url=/panel"));
    assert_eq!(away.status, 302, "{}", away.text());
    let cookies = cookies_of(&away);
    let state = away
        .find("Location")
        .unwrap()
        .split("state=")
        .nth(1)
        .unwrap()
        .to_owned();
    let path = format!("/c/oidc/callback?code=code-{person}&state={state}");
    let back = desk.send(&request("GET", &path).header("Cookie", &cookies));
    let sid = cookies_of(&back);
    let csrf = cookies
        .split("; ")
        .find(|cookie| cookie.starts_with("_gorilla"))
        .unwrap();
    (format!("{csrf}; {sid}"), back)
}

fn cookies_of(answer: &Response) -> String {
    let cookies: Vec<&str> = answer
        .headers
        .iter()
        .filter(|(name, _)| name == "Set-Cookie")
        .map(|(_, value)| value.split(';').next().unwrap())
        .collect();
    cookies.join("; ")
}

fn with_cookie(desk: &mut Desk, method: &str, path: &str, cookie: &str) -> Response {
    desk.send(&request(method, path).header("Cookie", cookie))
}

#[test]
fn the_provider_brings_people_in_and_groups_make_administrators() {
    let mut desk = Desk::new();
    desk.switch(&json!({"auth_mode": "oidc_auth", "oidc_admin_group": "bosses"}));
    let (mira, back) = through_the_provider(&mut desk, "mira");
    assert_eq!((back.status, back.find("Location")), (302, Some("/panel")));
    let user = with_cookie(&mut desk, "GET", "/api/v2.0/users/current", &mira).value();
    assert_eq!(user["comment"], json!("Onboarded via OIDC provider"));
    assert!(
        user["oidc_user_meta"]["subiss"]
            .as_str()
            .unwrap()
            .starts_with("sub-mirahttp")
    );
    assert_eq!(
        with_cookie(&mut desk, "GET", "/api/v2.0/users", &mira).status,
        403
    );
    let (chief, _) = through_the_provider(&mut desk, "chief%20one");
    let user = with_cookie(&mut desk, "GET", "/api/v2.0/users/current", &chief).value();
    assert_eq!(user["username"], json!("chief_one"));
    assert_eq!(
        (&user["sysadmin_flag"], &user["admin_role_in_auth"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(
        with_cookie(&mut desk, "GET", "/api/v2.0/users", &chief).status,
        200
    );
    // Read by somebody else the right by group does not show.
    let path = format!("/users/{}", user["user_id"]);
    let own = with_cookie(&mut desk, "GET", &format!("/api/v2.0{path}"), &chief).value();
    assert_eq!(own["admin_role_in_auth"], json!(true));
    assert_eq!(
        desk.get(&admin(), &path).value()["admin_role_in_auth"],
        json!(false)
    );
}

#[test]
fn a_403_may_mean_navigate_there() {
    let mut desk = Desk::new();
    desk.switch(&json!({"auth_mode": "oidc_auth"}));
    let (mira, _) = through_the_provider(&mut desk, "mira");
    let stays = with_cookie(&mut desk, "GET", "/c/log_out", &mira);
    let place = "http://hub.corp.example/c/oidc/logout";
    assert_eq!(
        (stays.status, stays.value()),
        (403, json!({"redirect_location": place}))
    );
    assert_eq!(
        with_cookie(&mut desk, "GET", "/api/v2.0/users/current", &mira).status,
        200
    );
    assert_eq!(
        with_cookie(&mut desk, "GET", "/c/oidc/logout", &mira).status,
        302
    );
    assert_eq!(
        with_cookie(&mut desk, "GET", "/api/v2.0/users/current", &mira).status,
        401
    );
    let first = desk.send(&request("POST", "/c/login"));
    let form = |name: &str| {
        request("POST", "/c/login")
            .header("Cookie", &cookies_of(&first))
            .header(
                "X-Harbor-CSRF-Token",
                first.find("X-Harbor-Csrf-Token").unwrap(),
            )
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(format!("principal={name}&password={PASSWORD}"))
    };
    for name in ["mira", "unknown"] {
        let answer = desk.send(&form(name));
        assert_eq!(answer.status, 403);
        assert_eq!(
            answer.value()["redirect_location"],
            json!("http://hub.corp.example/c/oidc/login")
        );
    }
    assert_eq!(desk.send(&form("admin")).status, 200);
}

#[test]
fn the_way_to_the_provider_is_guarded() {
    let mut desk = Desk::new();
    let refused = desk.send(&request("GET", "/c/oidc/login"));
    assert_told(
        &refused,
        412,
        "PRECONDITION_FAILED",
        "auth mode: db_auth is not OIDC based",
    );
    desk.switch(&json!({"auth_mode": "oidc_auth"}));
    for place in [
        "//evil.example",
        "https://evil.example",
        "/%5Cevil",
        "/a%0Ab",
    ] {
        let refused = desk.send(&request(
            "GET",
            &format!("/c/oidc/login?redirect_url={place}"),
        ));
        assert_told(
            &refused,
            400,
            "BAD_REQUEST",
            "cannot redirect to other site",
        );
    }
    for endpoint in ["", "http://127.0.0.1:9/realm"] {
        desk.switch(&json!({"oidc_endpoint": endpoint}));
        assert_told(
            &desk.send(&request("GET", "/c/oidc/login")),
            500,
            "UNKNOWN",
            "internal server error",
        );
    }
}

#[test]
fn whoever_comes_back_with_another_state_or_an_error_can_still_come_back_well() {
    let mut desk = Desk::new();
    desk.switch(&json!({"auth_mode": "oidc_auth"}));
    let away = desk.send(&request("GET", "/c/oidc/login"));
    let cookies = cookies_of(&away);
    let place = away.find("Location").unwrap();
    let state = place.split("state=").nth(1).unwrap().to_owned();
    let mut back = |query: &str| {
        let path = format!("/c/oidc/callback?{query}");
        with_cookie(&mut desk, "GET", &path, &cookies)
    };
    for query in ["code=code-mira", "code=code-mira&state=other"] {
        assert_told(&back(query), 400, "BAD_REQUEST", "State mismatch");
    }
    let refused = back(&format!(
        "error=access_denied&error_description=no&state={state}"
    ));
    let message = "OIDC callback returned error: access_denied - no";
    assert_told(&refused, 400, "BAD_REQUEST", message);
    let done = back(&format!("code=code-mira&state={state}"));
    assert_eq!((done.status, done.find("Location")), (302, Some("/")));
}

#[test]
fn without_auto_onboarding_a_newcomer_chooses_a_name() {
    let mut desk = Desk::new();
    desk.switch(&json!({"auth_mode": "oidc_auth", "oidc_auto_onboard": false}));
    let away = desk.send(&request("GET", "/c/oidc/login"));
    let cookies = cookies_of(&away);
    let state = away
        .find("Location")
        .unwrap()
        .split("state=")
        .nth(1)
        .unwrap()
        .to_owned();
    let path = format!("/c/oidc/callback?code=code-mira&state={state}");
    let back = with_cookie(&mut desk, "GET", &path, &cookies);
    assert!(
        back.find("Location")
            .unwrap()
            .starts_with("/oidc-onboard?username=mira")
    );
    assert_eq!(
        with_cookie(&mut desk, "GET", "/api/v2.0/users/current", &cookies).status,
        401
    );
    let token = back.find("X-Harbor-Csrf-Token").unwrap().to_owned();
    let mut onboard = |body: &str| {
        let call = request("POST", "/c/oidc/onboard")
            .header("Cookie", &cookies)
            .header("X-Harbor-CSRF-Token", &token)
            .header("Content-Type", "application/json")
            .body(body);
        desk.send(&call)
    };
    let conflict = onboard(r#"{"username":"admin"}"#);
    assert_eq!(
        (told(&conflict).0, told(&conflict).1.as_str()),
        (409, "UNKNOWN")
    );
    for (body, message) in [
        ("", "Invalid json request"),
        (r#"{"username":1}"#, "Invalid json request"),
        ("{}", "username with illegal length"),
        ("null", "username with illegal length"),
        (
            r#"{"username":"a#b"}"#,
            "username a#b contains illegal characters: ,\"~#%$",
        ),
    ] {
        assert_told(&onboard(body), 400, "BAD_REQUEST", message);
    }
    let done = onboard(r#"{"username":"mira"}"#);
    assert_eq!((done.status, done.text().as_str()), (200, ""));
}

// Contract 5.10.

fn secret(desk: &mut Desk, id: i64) -> Json {
    let user = desk.get(&admin(), &format!("/users/{id}")).value();
    user["oidc_user_meta"]["secret"].clone()
}

#[test]
fn the_cli_secret_can_be_chosen_or_made_and_is_read_again_at_any_time() {
    let mut desk = Desk::new();
    let id = desk.create("mira");
    desk.switch(&json!({"auth_mode": "oidc_auth"}));
    let path = format!("/users/{id}/cli_secret");
    assert_eq!(
        desk.put(&admin(), &path, &json!({"secret": "Chosen123"}))
            .status,
        200
    );
    assert_eq!(secret(&mut desk, id), json!("Chosen123"));
    let mut made = vec![json!("Chosen123")];
    for body in [json!({}), json!({"secret": ""}), json!({"secret": null})] {
        assert_eq!(desk.put(&admin(), &path, &body).text(), "");
        let now = secret(&mut desk, id);
        assert_eq!(now.as_str().unwrap().len(), 9);
        assert!(!made.contains(&now));
        made.push(now);
    }
    assert_eq!(
        desk.put(&admin(), &path, &json!({"secret": "weak"})).status,
        400
    );
    for (id, message) in [
        (1, "oidc info for user 1 not found"),
        (99, "oidc info for user 99 not found"),
    ] {
        let refused = desk.put(&admin(), &format!("/users/{id}/cli_secret"), &json!({}));
        assert_told(&refused, 404, "NOT_FOUND", message);
    }
}

// Contract 6.3.

#[test]
fn the_cli_secret_opens_system_info_and_nothing_about_accounts() {
    let mut desk = Desk::new();
    let id = desk.create("mira");
    desk.switch(&json!({"auth_mode": "oidc_auth"}));
    desk.put(
        &admin(),
        &format!("/users/{id}/cli_secret"),
        &json!({"secret": PASSWORD}),
    );
    let who = of("mira");
    assert!(desk.get(&who, "/systeminfo").value()["harbor_version"].is_string());
    assert_eq!(desk.get(&who, "/users/current").status, 401);
    assert_eq!(desk.get(&who, &format!("/users/{id}")).status, 500);
    assert_eq!(desk.flag(&who, id, true).status, 401);
}

#[test]
fn a_bearer_token_counts_in_oidc_mode_only_and_while_it_lasts() {
    let mut desk = Desk::new();
    desk.create("mira");
    let now_s = desk.world.clock().now_s();
    let token = desk.world.harbor.id_token("mira", now_s + 60);
    desk.switch(&json!({"auth_mode": "oidc_auth"}));
    let subject = |word: &str| format!("{word} {token}");
    assert_eq!(desk.get(&subject("Bearer"), "/users/current").status, 200);
    assert_eq!(desk.get(&subject("bearer"), "/users/current").status, 401);
    desk.world.advance_ms(61_000);
    assert_eq!(desk.get(&subject("Bearer"), "/users/current").status, 401);
    desk.switch(&json!({"auth_mode": "db_auth"}));
    assert_eq!(desk.get(&subject("Bearer"), "/users/current").status, 401);
}

// Contract 2.1, rows 3 and 5.

#[test]
fn an_account_without_its_record_cannot_be_read_in_oidc_mode() {
    let mut desk = Desk::new();
    let id = desk.create("mira");
    desk.switch(&json!({"auth_mode": "oidc_auth"}));
    desk.switch(&json!({"oidc_records": false}));
    let refused = desk.get(&admin(), &format!("/users/{id}"));
    assert_told(&refused, 500, "UNKNOWN", "internal server error");
    assert_eq!(desk.get(&admin(), "/users/1").status, 200);
}

// Contract 1.9.

#[test]
fn a_robot_may_do_what_it_was_given() {
    let mut desk = Desk::new();
    let id = desk.create("mira");
    let access =
        json!([{"resource": "user", "action": "list"}, {"resource": "catalog", "action": "read"}]);
    let body = json!({
        "name": "reader", "level": "system", "duration": -1,
        "permissions": [{"kind": "system", "namespace": "/", "access": access}]
    });
    assert_eq!(desk.call(&of("mira"), "POST", "/robots", &body).status, 403);
    let made = desk.call(&admin(), "POST", "/robots", &body);
    assert_eq!(
        (made.status, made.find("Location")),
        (201, Some("/api/v2.0/robots/1"))
    );
    let robot = basic("robot$reader", made.value()["secret"].as_str().unwrap());
    assert_eq!(desk.get(&robot, "/users").status, 200);
    assert_told(
        &desk.get(&robot, &format!("/users/{id}")),
        403,
        "FORBIDDEN",
        "robot$reader",
    );
    assert_eq!(desk.delete(&robot, id).status, 403);
    assert_eq!(
        desk.call(&admin(), "DELETE", "/robots/1", &Json::Null)
            .status,
        200
    );
    assert_eq!(desk.get(&robot, "/users").status, 401);
}

#[test]
fn a_robot_manages_accounts_and_is_none_itself() {
    let mut desk = Desk::new();
    let id = desk.create("mira");
    let robot = basic("robot$rollcall", "Robot-secret-1");
    assert_eq!(desk.get(&robot, "/users").status, 401);
    desk.switch(&json!({"robot": true}));
    assert_eq!(told(&desk.get(&robot, "/users/current")).1, "PRECONDITION");
    let permissions = desk.get(&robot, "/users/current/permissions?scope=/system");
    assert_eq!(permissions.text(), "[]\n");
    for path in ["/users", "/users/search?username=m", "/users/3"] {
        assert_eq!(desk.get(&robot, path).status, 200, "{path}");
    }
    // Earlier releases let it do everything else.
    desk.switch(&json!({"robot_reads_users": "2.14"}));
    assert_told(
        &desk.get(&robot, "/users/3"),
        403,
        "FORBIDDEN",
        "robot$rollcall",
    );
    desk.switch(&json!({"robot_reads_users": "2.15"}));
    assert_eq!(desk.get(&robot, "/users/3").status, 200);
    assert_eq!(
        desk.try_create(&robot, "nora", "n@corp.example").status,
        201
    );
    assert_eq!(
        desk.put(
            &robot,
            "/users/3/password",
            &json!({"new_password": "Newpass77"})
        )
        .status,
        200
    );
    assert_eq!(desk.flag(&robot, id, true).status, 200);
    assert_eq!(desk.delete(&robot, id).status, 200);
}
