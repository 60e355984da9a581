use serde_json::json;

use super::{Desk, PASSWORD, basic, bearer, error};

// Contract 5.11.
#[test]
fn the_twenty_first_request_at_once_is_refused() {
    let mut desk = Desk::new();
    let sign_in = basic(Desk::request("GET", "/api/v2/token"), "root", PASSWORD);
    for number in 1..=20 {
        assert_eq!(desk.begin(&sign_in).status, 200, "{number}");
    }
    for path in ["/api/v2/token", "/healthz", "/api/v2/users"] {
        let refused = desk.begin(&Desk::request("GET", path));
        assert_eq!(
            (refused.status, error(&refused).as_str()),
            (403, "you are not allowed to connect")
        );
    }
    let mut other = sign_in.clone();
    other.peer = "192.0.2.1".to_owned();
    assert_eq!(desk.begin(&other).status, 200);
    desk.world.advance_ms(100);
    assert_eq!(desk.begin(&sign_in).status, 200);
}

// Contract 5.11: it counts requests being worked on, so quick ones do not add up.
#[test]
fn sixty_quick_requests_in_a_row_pass() {
    let mut desk = Desk::new();
    let root = desk.root();
    let version = bearer(Desk::request("GET", "/api/v2/version"), &root);
    for _ in 0..60 {
        assert_eq!(desk.begin(&version).status, 200);
    }
}

// Contract 5.11.
#[test]
fn the_rate_limiter_says_when_to_come_back() {
    let mut desk = Desk::with(&json!({"rate_limit": 3, "rate_burst": 5}));
    let health = Desk::request("GET", "/healthz");
    for _ in 0..5 {
        assert_eq!(desk.send(&health).status, 200);
    }
    let refused = desk.send(&health);
    assert_eq!(
        (refused.status, refused.find("Retry-After")),
        (429, Some("1"))
    );
    assert!(refused.find("X-Retry-In").unwrap().ends_with("ms"));
    assert!(error(&refused).starts_with("rate limit exceed, wait time to respect rate "));
    desk.world.advance_ms(1000);
    assert_eq!(desk.send(&health).status, 200);
}

// Contract 5.11 and 2.5, D1 and D2.
#[test]
fn failed_sign_ins_are_slow_and_end_in_a_ban_of_the_address() {
    let mut desk = Desk::with(&json!({"defender": 8, "ban_minutes": 1}));
    let root = desk.root();
    let from = |mut request: crate::http::Request| {
        request.peer = "192.0.2.5".to_owned();
        request
    };
    let wrong = from(basic(
        Desk::request("GET", "/api/v2/token"),
        "root",
        "wrong",
    ));
    let unknown = from(basic(
        Desk::request("GET", "/api/v2/token"),
        "nobody",
        "wrong",
    ));
    assert!(desk.send(&wrong).delay_ms >= 1000);
    let path = "/api/v2/defender/hosts/3139322e302e322e35";
    let host = desk.get(&root, path).value();
    assert_eq!(
        host,
        json!({"ip": "192.0.2.5", "score": 1, "ban_time": "0001-01-01T00:00:00Z"})
    );
    assert_eq!(
        desk.get(&root, "/api/v2/defender/hosts").value()[0]["id"],
        "3139322e302e322e35"
    );
    // Neither nothing nor a bad token counts.
    desk.send(&from(Desk::request("GET", "/api/v2/token")));
    desk.send(&from(bearer(
        Desk::request("GET", "/api/v2/users"),
        "rubbish",
    )));
    for _ in 0..4 {
        assert_eq!(desk.send(&unknown).status, 401);
    }
    for path in ["/healthz", "/api/v2/token"] {
        let banned = desk.send(&from(Desk::request("GET", path)));
        assert_eq!(
            (banned.status, error(&banned).as_str()),
            (403, "your IP address is blocked")
        );
    }
    let list = desk.get(&root, "/api/v2/defender/hosts").value();
    assert!(list[0].get("score").is_none() && list[0]["ban_time"].is_string());
    assert_eq!(desk.call(&root, "DELETE", path, &json!(null)).status, 200);
    assert_eq!(desk.call(&root, "DELETE", path, &json!(null)).status, 404);
    assert_eq!(desk.send(&wrong).status, 401);
    for (id, text) in [
        ("zz", "invalid host id"),
        ("616263", "ip address \"abc\" is not valid"),
    ] {
        let refused = desk.call(
            &root,
            "DELETE",
            &format!("/api/v2/defender/hosts/{id}"),
            &json!(null),
        );
        assert_eq!((refused.status, error(&refused).as_str()), (400, text));
    }
}

// Contract 2.5, D1 and D2.
#[test]
fn without_a_defender_the_list_is_empty_and_a_look_fails() {
    let mut desk = Desk::new();
    let root = desk.root();
    assert_eq!(desk.get(&root, "/api/v2/defender/hosts").value(), json!([]));
    let refused = desk.get(&root, "/api/v2/defender/hosts/3132372e302e302e31");
    assert_eq!(
        (refused.status, error(&refused).as_str()),
        (500, "defender is disabled")
    );
    for _ in 0..20 {
        assert_eq!(desk.try_token("/api/v2/token", "root", "wrong").status, 401);
    }
}

// Contract 1.7.
#[test]
fn a_refused_preflight_looks_like_an_allowed_one_without_the_allow_headers() {
    let mut desk = Desk::with(&json!({"cors": "panel", "cors_origin": "https://panel.example"}));
    let preflight = |origin: &str, method: &str, headers: &str| {
        Desk::request("OPTIONS", "/api/v2/users")
            .header("Origin", origin)
            .header("Access-Control-Request-Method", method)
            .header("Access-Control-Request-Headers", headers)
    };
    let panel = "https://panel.example";
    let allowed = desk.send(&preflight(panel, "PUT", "authorization,content-type"));
    assert_eq!(
        (allowed.status, allowed.find("Access-Control-Allow-Origin")),
        (204, Some(panel))
    );
    assert_eq!(allowed.find("Access-Control-Max-Age"), Some("600"));
    for (origin, method, headers) in [
        ("https://other.example", "PUT", "authorization"),
        (panel, "PATCH", "authorization"),
        (panel, "GET", "x-other"),
    ] {
        let refused = desk.send(&preflight(origin, method, headers));
        assert_eq!(
            (refused.status, refused.find("Access-Control-Allow-Origin")),
            (204, None)
        );
        assert!(refused.find("Vary").is_some());
    }
    let foreign = Desk::request("GET", "/api/v2/users").header("Origin", "https://other.example");
    let answer = desk.send(&foreign);
    assert_eq!((answer.status, answer.find("Vary")), (401, Some("Origin")));
    desk.switch(&json!({"cors": "bare"}));
    let refused = desk.send(&preflight(panel, "GET", "authorization"));
    assert_eq!(refused.find("Access-Control-Allow-Origin"), None);
    let bare = desk.send(&preflight(panel, "GET", "content-type"));
    assert_eq!(bare.find("Access-Control-Allow-Origin"), Some("*"));
    desk.switch(&json!({"cors": "off"}));
    assert_eq!(desk.send(&preflight(panel, "GET", "")).status, 405);
}

// Contract 1.8: what a proxy says of its client counts only where the proxy is trusted.
#[test]
fn a_trusted_proxy_hands_on_the_clients_address() {
    let mut desk = Desk::new();
    let sign_in = basic(Desk::request("GET", "/api/v2/token"), "root", PASSWORD)
        .header("X-Forwarded-For", "192.0.2.77");
    let address = |answer: &crate::http::Response| {
        super::claims(answer.value()["access_token"].as_str().unwrap())["aud"][1].clone()
    };
    let answer = desk.send(&sign_in);
    assert_eq!(address(&answer), "127.0.0.1");
    desk.switch(&json!({"trusted_proxy": true}));
    let answer = desk.send(&sign_in);
    assert_eq!(address(&answer), "192.0.2.77");
}

// Contract 1.8.
#[test]
fn a_server_may_answer_one_host_only() {
    let mut desk = Desk::with(&json!({"allowed_host": "files.example"}));
    let other = Desk::request("GET", "/healthz").header("Host", "panel.example");
    let refused = desk.send(&other);
    assert_eq!(
        (refused.status, error(&refused).as_str()),
        (403, "Forbidden")
    );
    let right = Desk::request("GET", "/healthz").header("Host", "files.example");
    assert_eq!(desk.send(&right).status, 200);
}

// Contract 1.1, 1.4 and 1.6: what one address of the server has, another need not.
#[test]
fn an_address_can_lack_the_interface_its_document_and_the_tokens_of_another() {
    let mut desk = Desk::new();
    let root = desk.root();
    let statuses = |desk: &mut Desk| {
        ["/api/v2/version", "/healthz", "/openapi/openapi.yaml"]
            .map(|path| desk.get(&root, path).status)
    };
    assert_eq!(statuses(&mut desk), [200, 200, 200]);
    desk.switch(&json!({"rest_api": false}));
    assert_eq!(statuses(&mut desk), [404, 200, 200]);
    assert_eq!(
        desk.call(&root, "PATCH", "/api/v2/users", &json!(null))
            .status,
        404
    );
    desk.switch(&json!({"rest_api": true, "render_openapi": false}));
    assert_eq!(statuses(&mut desk), [200, 200, 404]);
    desk.switch(&json!({"listener": "other"}));
    let refused = desk.get(&root, "/api/v2/version");
    assert_eq!(
        (refused.status, error(&refused).as_str()),
        (401, "no token found")
    );
    let other = desk.root();
    assert_eq!(desk.get(&other, "/api/v2/version").status, 200);
    desk.switch(&json!({"disabled_login_methods": 16}));
    for method in ["GET", "POST"] {
        assert_eq!(desk.open(method, "/api/v2/token", &json!(null)).status, 404);
    }
}
