use serde_json::{Value as Json, json};

use super::{Desk, OTHER_PASSWORD, PASSWORD, bearer, message};
use crate::http::{Ending, Request};
use crate::world::World;

// Contract 5.7.
#[test]
fn a_role_change_ends_older_sessions_but_no_key() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let id = desk.create(&admin, "anna", 2);
    let anna = desk.sign_in("anna", PASSWORD);
    let key = desk.make_key(&anna, id);
    desk.world.next_second();
    desk.call(
        &admin,
        "PUT",
        &format!("/api/users/{id}"),
        &json!({"Role": 1}),
    );
    assert_eq!(desk.get(&anna, "/api/users/me").status, 401);
    let by_key = Desk::request("GET", "/api/users").header("X-API-KEY", &key);
    assert_eq!(desk.send(&by_key).status, 200);
}

// Contract 5.7.
#[test]
fn a_session_of_the_same_second_survives_a_change() {
    let mut desk = Desk::new();
    desk.world.next_second();
    let admin = desk.admin();
    let body = json!({"Password": PASSWORD, "NewPassword": OTHER_PASSWORD});
    assert_eq!(
        desk.call(&admin, "PUT", "/api/users/1/passwd", &body)
            .status,
        204
    );
    assert_eq!(desk.get(&admin, "/api/users/me").status, 200);
}

// Contract 5.7.
#[test]
fn changing_the_own_password_kills_the_next_call() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    desk.world.next_second();
    let body = json!({"NewPassword": OTHER_PASSWORD});
    assert_eq!(desk.call(&admin, "PUT", "/api/users/1", &body).status, 200);
    let next = desk.get(&admin, "/api/users/me");
    assert_eq!(
        (next.status, message(&next).as_str()),
        (401, "Invalid JWT token")
    );
}

// Contract 5.7.
#[test]
fn a_rename_ends_no_session() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    desk.world.next_second();
    desk.call(&admin, "PUT", "/api/users/1", &json!({"Username": "chief"}));
    assert_eq!(
        desk.get(&admin, "/api/users/me").value()["Username"],
        "chief"
    );
}

// Contract 1.2.
#[test]
fn a_session_ends_after_eight_hours_and_by_a_restart() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    desk.world.advance_ms(8 * 3_600_000 - 200);
    assert_eq!(desk.get(&admin, "/api/users/me").status, 200);
    desk.world.advance_ms(1000);
    assert_eq!(desk.get(&admin, "/api/users/me").status, 401);
    let again = desk.admin();
    let key = desk.make_key(&again, 1);
    desk.world.restart("portainer");
    assert_eq!(desk.get(&again, "/api/users/me").status, 401);
    let by_key = Desk::request("GET", "/api/users/me").header("X-API-KEY", &key);
    assert_eq!(desk.send(&by_key).status, 200);
}

// Contract 1.3.
#[test]
fn sign_in_is_complete_only_when_the_identity_answers() {
    let mut desk = Desk::new();
    desk.switch(&json!({"UserSessionTimeout": "0s"}));
    let admin = desk.admin();
    assert_eq!(desk.get(&admin, "/api/users/me").status, 401);
    desk.switch(
        &json!({"UserSessionTimeout": "8h", "AuthenticationMethod": 2, "AutoCreateUsers": false,
        "directory_password": "directory"}),
    );
    let nobody = desk.sign_in("nobody", "directory");
    assert_eq!(desk.get(&nobody, "/api/users/me").status, 401);
}

// Contract 1.3.
#[test]
fn a_directory_makes_accounts_when_it_may_and_is_500_when_it_is_down() {
    let mut desk = Desk::new();
    desk.switch(&json!({"AuthenticationMethod": 2}));
    assert_eq!(desk.try_sign_in("anna", "directory").status, 500);
    assert_eq!(desk.try_sign_in("admin", PASSWORD).status, 200);
    desk.switch(&json!({"directory_password": "directory"}));
    assert_eq!(desk.try_sign_in("anna", "wrong").status, 422);
    let anna = desk.sign_in("Anna", "directory");
    let me = desk.get(&anna, "/api/users/me").value();
    assert_eq!((&me["Username"], &me["Role"]), (&json!("Anna"), &json!(2)));
    assert_eq!(me["PortainerAuthorizations"].as_object().unwrap().len(), 16);
}

// Contract 1.2.
#[test]
fn the_first_credential_found_decides() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let key = desk.make_key(&admin, 1);
    let me = || Desk::request("GET", "/api/users/me");
    let mut status = |request: Request| desk.send(&request).status;
    assert_eq!(status(me().header("Authorization", &admin)), 200);
    for bad in [
        format!("bearer {admin}"),
        format!("Bearer  {admin}"),
        "Basic YTpi".to_owned(),
        String::new(),
    ] {
        assert_eq!(status(me().header("Authorization", &bad)), 401, "{bad}");
    }
    assert_eq!(status(bearer(me().header("X-API-KEY", ""), &admin)), 200);
    assert_eq!(
        status(bearer(me().header("Cookie", "portainer_api_key="), &admin)),
        401
    );
    assert_eq!(
        status(bearer(
            Desk::request("GET", "/api/users/me?token=rubbish"),
            &admin
        )),
        401
    );
    assert_eq!(
        status(bearer(
            Desk::request("GET", "/api/users/me?x-Api-Key=ptr_wrong"),
            &admin
        )),
        401
    );
    assert_eq!(
        status(bearer(me().header("X-API-KEY", &key), "rubbish")),
        403
    );
    let encoded = key.replace('+', "%2B");
    let both = bearer(
        Desk::request("GET", &format!("/api/users/me?x-api-key={encoded}")),
        "rubbish",
    );
    assert_eq!(status(both), 200);
}

// Contract 1.2.
#[test]
fn two_credential_headers_are_refused_on_every_route() {
    let mut desk = Desk::new();
    for (method, path) in [
        ("GET", "/api/users"),
        ("POST", "/api/auth"),
        ("GET", "/api/users/admin/check"),
        ("GET", "/nothing"),
    ] {
        let request = bearer(
            Desk::request(method, path).header("X-API-KEY", "ptr_x"),
            "y",
        );
        let refused = desk.send(&request);
        assert_eq!(
            (refused.status, refused.find("X-Content-Type-Options")),
            (403, None),
            "{path}"
        );
    }
}

// Contract 2.1, S10.
#[test]
fn a_key_cannot_make_keys() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let key = desk.make_key(&admin, 1);
    let body = json!({"password": PASSWORD, "description": "child"}).to_string();
    let request = Desk::request("POST", "/api/users/1/tokens")
        .header("X-API-KEY", &key)
        .body(body);
    let refused = desk.send(&request);
    assert_eq!(
        (refused.status, message(&refused).as_str()),
        (401, "Auth not supported")
    );
}

fn cookies(desk: &mut Desk, token: &str) -> (String, String) {
    let session = format!("portainer_api_key={token}");
    let answer =
        desk.send(&Desk::request("GET", "/api/settings/public").header("Cookie", &session));
    let set = answer.find("Set-Cookie").unwrap().to_owned();
    let csrf = set.split(';').next().unwrap();
    (
        format!("{session}; {csrf}"),
        answer.find("X-Csrf-Token").unwrap().to_owned(),
    )
}

// Contract 1.5.
#[test]
fn every_token_of_a_cookie_is_good_and_each_looks_different() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let (both, first) = cookies(&mut desk, &admin);
    let me = desk.send(&Desk::request("GET", "/api/users/me").header("Cookie", &both));
    let second = me.find("X-Csrf-Token").unwrap().to_owned();
    assert_eq!((first.len(), second.len()), (88, 88));
    assert_ne!(first, second);
    for token in [first, second] {
        let request = Desk::request("PUT", "/api/users/1")
            .header("Cookie", &both)
            .header("X-CSRF-Token", &token)
            .body("{}");
        let answer = desk.send(&request);
        assert_eq!((answer.status, answer.find("Vary")), (200, Some("Cookie")));
    }
}

// Contract 1.5.
#[test]
fn a_dead_cookie_switches_the_check_on_for_sign_in_and_unknown_paths() {
    let mut desk = Desk::new();
    for path in ["/api/auth", "/api/nothing", "/elsewhere"] {
        let request = Desk::request("POST", path)
            .header("Cookie", "portainer_api_key=rubbish")
            .body("{}");
        let refused = desk.send(&request);
        assert_eq!(refused.status, 403, "{path}");
        assert_eq!(
            refused.text(),
            "Forbidden - CSRF token not found in request\n"
        );
        assert!(
            refused
                .find("Set-Cookie")
                .unwrap()
                .starts_with("_gorilla_csrf=")
        );
    }
}

// Contract 1.5.
#[test]
fn after_a_restart_reading_says_401_and_writing_says_csrf() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let (both, token) = cookies(&mut desk, &admin);
    desk.world.restart("portainer");
    let read = Desk::request("GET", "/api/users/me").header("Cookie", &both);
    assert_eq!(desk.send(&read).status, 401);
    let write = Desk::request("PUT", "/api/users/1")
        .header("Cookie", &both)
        .header("X-CSRF-Token", &token);
    assert_eq!(desk.send(&write).text(), "Forbidden - CSRF token invalid\n");
}

// Contract 1.5: later releases look at the origin.
#[test]
fn a_foreign_origin_is_refused_by_later_releases_only() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let (both, token) = cookies(&mut desk, &admin);
    let write = |origin: &str| {
        Desk::request("PUT", "/api/users/1")
            .header("Host", "portainer.example")
            .header("Cookie", &both)
            .header("X-CSRF-Token", &token)
            .header("Origin", origin)
            .body("{}")
    };
    assert_eq!(desk.send(&write("http://other.example")).status, 200);
    desk.switch(&json!({"csrf_profile": "2.27.7"}));
    assert_eq!(desk.send(&write("http://portainer.example")).status, 200);
    assert_eq!(
        desk.send(&write("http://other.example")).text(),
        "Forbidden - origin invalid\n"
    );
    let with_bearer = bearer(Desk::request("PUT", "/api/users/1"), &admin)
        .header("Origin", "http://other.example");
    assert_eq!(desk.send(&with_bearer.body("{}")).status, 200);
}

// Contract 1.5: what later releases let in, and what they say to the rest.
#[test]
fn later_releases_look_at_origin_then_at_referer() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let (both, token) = cookies(&mut desk, &admin);
    let write = |name: &str, value: &str| {
        Desk::request("PUT", "/api/users/1")
            .header("Host", "portainer.example")
            .header("Cookie", &both)
            .header("X-CSRF-Token", &token)
            .header(name, value)
            .body("{}")
    };
    for (switches, name, value, wanted) in [
        (json!({"csrf_profile": "2.27.7"}), "Accept", "*/*", ""),
        (
            json!({}),
            "Origin",
            "https://portainer.example",
            "origin invalid",
        ),
        (json!({}), "Origin", "null", "origin invalid"),
        (
            json!({}),
            "Origin",
            "http://panel.example",
            "origin invalid",
        ),
        (
            json!({"trusted_origins": "a.example, panel.example"}),
            "Origin",
            "https://panel.example",
            "",
        ),
        (
            json!({"tls": true}),
            "Origin",
            "https://portainer.example",
            "",
        ),
        (
            json!({}),
            "Origin",
            "http://portainer.example",
            "origin invalid",
        ),
        (json!({}), "Accept", "*/*", "referer not supplied"),
        (
            json!({}),
            "Referer",
            "https://other.example/x",
            "referer invalid",
        ),
        (json!({}), "Referer", "https://portainer.example/x?y", ""),
        (
            json!({"tls": false, "csrf_profile": "2026"}),
            "Accept",
            "*/*",
            "origin not supplied",
        ),
        (json!({}), "Sec-Fetch-Site", "same-origin", ""),
        (
            json!({"csrf_profile": "2.23"}),
            "Origin",
            "http://other.example",
            "",
        ),
    ] {
        desk.switch(&switches);
        let answer = desk.send(&write(name, value));
        let wanted = match wanted {
            "" => (200, String::new()),
            reason => (403, format!("Forbidden - {reason}\n")),
        };
        let text = if answer.status == 200 {
            String::new()
        } else {
            answer.text()
        };
        assert_eq!((answer.status, text), wanted, "{name}: {value}");
    }
}

#[test]
fn a_switch_of_the_wrong_form_is_refused() {
    let mut desk = Desk::new();
    for switches in [
        json!({"tls": "yes"}),
        json!({"trusted_origins": ["a"]}),
        json!({"directory_password": 5}),
        json!({"RequiredPasswordLength": 1.5}),
        json!({"UserSessionTimeout": "soon"}),
        json!({"AuthenticationMethod": 4}),
    ] {
        let request = Request::new("POST", "/__sim/switches").body(switches.to_string());
        assert_eq!(desk.send(&request).status, 400, "{switches}");
    }
}

// Contract 2.2, E2.
#[test]
fn a_logout_without_a_live_cookie_crashes_and_the_next_backup_stops_every_write() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let logout = bearer(Desk::request("POST", "/api/auth/logout"), &admin);
    assert_eq!(desk.send(&logout).ending, Ending::Closed);
    assert_eq!(desk.get(&admin, "/api/users/me").status, 200);
    let backup = bearer(Desk::request("POST", "/api/backup"), &admin).body("{}");
    assert_eq!(desk.send(&backup).ending, Ending::Never);
    let before = desk.world.clock().now_ms();
    let refused = desk.try_sign_in("admin", PASSWORD);
    assert_eq!(
        (refused.status, refused.find("X-Content-Type-Options")),
        (408, None)
    );
    assert_eq!(desk.world.clock().now_ms() - before, 60_000);
    assert_eq!(desk.get(&admin, "/api/users").status, 200);
    desk.world.restart("portainer");
    assert_eq!(desk.try_sign_in("admin", PASSWORD).status, 200);
}

// Contract 2.2, E2.
#[test]
fn a_backup_without_leaked_locks_ends() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let backup = bearer(Desk::request("POST", "/api/backup"), &admin).body("{}");
    assert_eq!(desk.send(&backup).status, 200);
    assert_eq!(desk.try_sign_in("admin", PASSWORD).status, 200);
}

// Contract 2.2, E2.
#[test]
fn later_releases_answer_a_logout_without_a_cookie() {
    let mut desk = Desk::new();
    desk.switch(&json!({"logout_profile": "fixed"}));
    let admin = desk.admin();
    let answer = desk.send(&bearer(Desk::request("POST", "/api/auth/logout"), &admin));
    assert_eq!(answer.status, 204);
    assert_eq!(desk.get(&admin, "/api/users/me").status, 200);
}

// Contract 1.3.
#[test]
fn five_minutes_without_an_administrator_close_nearly_everything() {
    let mut desk = Desk {
        world: World::first_run(1),
    };
    desk.world.advance_ms(299_000);
    assert_eq!(
        desk.open("GET", "/api/users/admin/check", &Json::Null)
            .status,
        404
    );
    desk.world.advance_ms(1000);
    let body = json!({"Username": "admin", "Password": PASSWORD});
    for (method, path, status) in [
        ("GET", "/api/users/admin/check", 303),
        ("POST", "/api/users/admin/init", 303),
        ("GET", "/api/settings/public", 200),
        ("GET", "/api/settings/public?x=1", 303),
        ("GET", "/api/status", 200),
        ("GET", "/api/system/status", 303),
        ("GET", "/", 307),
    ] {
        let answer = desk.open(method, path, &body);
        assert_eq!(answer.status, status, "{path}");
        let reason = (status == 303).then_some("AdminInitTimeout");
        assert_eq!(answer.find("redirect-reason"), reason, "{path}");
        assert_eq!(answer.find("Location").is_some(), status == 307, "{path}");
    }
    desk.world.restart("portainer");
    assert_eq!(
        desk.open("POST", "/api/users/admin/init", &body).status,
        200
    );
    desk.world.advance_ms(3_600_000);
    assert_eq!(
        desk.open("GET", "/api/users/admin/check", &Json::Null)
            .status,
        204
    );
}
