use serde_json::{Value as Json, json};

use super::{Desk, account, bearer, error};

// Contract 1.1.
#[test]
fn unknown_paths_and_methods_are_answered_before_anybody_is_asked_who_it_is() {
    let mut desk = Desk::new();
    let unknown = desk.open("GET", "/api/v2/nothing", &Json::Null);
    assert_eq!(
        (unknown.status, unknown.text().as_str()),
        (404, r#"{"message":"Not Found"}"#)
    );
    let wrong = desk.open("PATCH", "/api/v2/users", &Json::Null);
    let allowed: Vec<_> = wrong
        .headers
        .iter()
        .filter(|(name, _)| name == "Allow")
        .map(|(_, value)| value.as_str())
        .collect();
    assert_eq!(
        (wrong.status, wrong.body.len(), allowed),
        (405, 0, vec!["GET", "POST"])
    );
    let lone = desk.open("GET", "/api/v2/users/50%", &Json::Null);
    assert_eq!(
        (lone.status, lone.text().as_str()),
        (400, "400 Bad Request")
    );
    assert_eq!(desk.open("GET", "/healthz", &Json::Null).text(), "ok");
    let root = desk.open("GET", "/", &Json::Null);
    assert_eq!(
        (root.status, root.find("Location")),
        (302, Some("/web/client/login"))
    );
    let document = desk.open("GET", "/openapi/openapi.yaml", &Json::Null);
    assert!(document.text().starts_with("openapi: 3.0.3"));
}

// Contract 1.1.
#[test]
fn one_slash_at_the_end_is_stripped_and_head_stands_for_get() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(&root, &account("bob"));
    assert_eq!(desk.get(&root, "/api/v2/users/").status, 200);
    assert_eq!(desk.get(&root, "/api/v2/users//").status, 404);
    assert_eq!(
        desk.get(&root, "/api/v2/users/bob%2F").value()["username"],
        "bob"
    );
    let head = desk.send(&bearer(Desk::request("HEAD", "/api/v2/users"), &root));
    assert_eq!((head.status, head.body.len()), (200, 0));
}

// Contract 1.1 and 4.
#[test]
fn bodies_are_read_as_go_reads_them() {
    let mut desk = Desk::new();
    let root = desk.root();
    let mut post =
        |body: &str| desk.send(&bearer(Desk::request("POST", "/api/v2/users"), &root).body(body));
    for (body, text) in [
        ("", "EOF"),
        ("{", "unexpected EOF"),
        (
            "[]",
            "json: cannot unmarshal array into Go value of type dataprovider.User",
        ),
        (
            r#"{"status":"1"}"#,
            "json: cannot unmarshal string into Go struct field User.BaseUser.status of type int",
        ),
        (
            r#"{"quota_size":1.5}"#,
            "json: cannot unmarshal number 1.5 into Go struct field User.BaseUser.quota_size of type int64",
        ),
        (
            r#"{"max_sessions":"1"}"#,
            "json: cannot unmarshal string into Go struct field User.BaseUser.max_sessions of type int",
        ),
        ("null", "Validation error: username is mandatory"),
    ] {
        let refused = post(body);
        assert_eq!(
            (refused.status, error(&refused).as_str()),
            (400, text),
            "{body}"
        );
    }
    let taken = r#"{"USERNAME":"anna","Home_Dir":"/srv/a","permissions":{"/":["*"]},"email":null,"unknown":1} rest"#;
    assert_eq!(post(taken).status, 201);
    let large = format!(r#"{{"username":"{}"}}"#, "x".repeat(1_048_577));
    let refused = post(&large);
    assert_eq!(
        (refused.status, error(&refused).as_str()),
        (400, "http: request body too large")
    );
}

// Contract 5.10.
#[test]
fn numbers_keep_their_64_bits() {
    let mut desk = Desk::new();
    let root = desk.root();
    let mut body = account("anna");
    body["quota_files"] = json!(9_007_199_254_740_993_i64);
    body["quota_size"] = json!(-1);
    let made = desk.create(&root, &body);
    assert_eq!(made["quota_files"], 9_007_199_254_740_993_i64);
    assert_eq!(made["quota_size"], -1);
}

// Contract 1.1 and 1.6.
#[test]
fn the_server_header_tells_the_version() {
    let mut desk = Desk::new();
    let root = desk.root();
    let answer = desk.get(&root, "/api/v2/version");
    assert_eq!(answer.find("Server"), Some("SFTPGo/2.7.99-dev"));
    assert_eq!(answer.value()["version"], "2.7.99-dev");
    assert_eq!(answer.find("Content-Type"), Some("application/json"));
    desk.switch(&json!({"server_version": "short"}));
    assert_eq!(
        desk.get(&root, "/api/v2/version").find("Server"),
        Some("SFTPGo")
    );
}

// Contract 4: markup never comes as it is.
#[test]
fn angle_brackets_are_escaped_in_answers() {
    let mut desk = Desk::new();
    let root = desk.root();
    let mut body = account("anna");
    body["description"] = json!("<b>&");
    let answer = desk.post(&root, "/api/v2/users", &body);
    assert!(
        answer.text().contains(r"\u003cb\u003e\u0026"),
        "{}",
        answer.text()
    );
}

// Contract 1.1 and 5.3: what cannot be read of a query is not there.
#[test]
fn broken_parts_of_a_query_are_dropped() {
    let mut desk = Desk::new();
    let root = desk.root();
    for (query, status) in [
        ("limit=%zz", 200),
        ("%zz=1&limit=x", 400),
        ("limit=x;offset=1", 200),
        ("limit=1&limit=x", 200),
        ("Limit=x", 200),
    ] {
        let answer = desk.get(&root, &format!("/api/v2/users?{query}"));
        assert_eq!(answer.status, status, "{query}");
    }
}

// Contract 1.1.
#[test]
fn a_method_that_the_router_does_not_know_is_allowed_nowhere() {
    let mut desk = Desk::new();
    for path in ["/api/v2/users", "/nowhere"] {
        let answer = desk.open("FOO", path, &Json::Null);
        assert_eq!((answer.status, answer.find("Allow")), (405, None), "{path}");
    }
    let known = desk.open("TRACE", "/api/v2/token", &Json::Null);
    assert_eq!((known.status, known.find("Allow")), (405, Some("GET")));
    assert_eq!(desk.open("TRACE", "/nowhere", &Json::Null).status, 404);
}

// Contract 3.6: a secret is read by itself.
#[test]
fn mistakes_inside_of_a_secret_do_not_say_where_it_stands() {
    let mut desk = Desk::new();
    let root = desk.root();
    for (secret, text) in [
        (
            json!("x"),
            "json: cannot unmarshal string into Go value of type kms.BaseSecret",
        ),
        (
            json!({"status": 5}),
            "json: cannot unmarshal number into Go struct field BaseSecret.status of type string",
        ),
        (json!({"status": "ROT13", "payload": "x"}), "invalid secret"),
    ] {
        let storage = json!({"provider": 1, "s3config": {"access_secret": secret}});
        let mut body = account("anna");
        body["filesystem"] = storage;
        let answer = desk.post(&root, "/api/v2/users", &body);
        assert_eq!((answer.status, error(&answer).as_str()), (400, text));
    }
}
