//! Paths, methods, media types and bodies (contract 1.1, 1.6, 2 and 5.15).

use serde_json::{Value as Json, json};

use super::{Desk, admin, assert_told, request, told};

// Contract 2, "Paths".

#[test]
fn ids_may_be_spelt_in_many_ways() {
    let mut desk = Desk::new();
    for path in [
        "/users/1",
        "/users/01",
        "/users/+1",
        "/users/%31",
        "/users/1/",
    ] {
        assert_eq!(desk.get(&admin(), path).status, 200, "{path}");
    }
    for (id, shown) in [
        ("abc", "abc"),
        ("1.0", "1.0"),
        ("1%20", "1 "),
        ("9223372036854775808", "9223372036854775808"),
    ] {
        let refused = desk.get(&admin(), &format!("/users/{id}"));
        let message =
            format!("validation failure list:\nuser_id in path must be of type int64: \"{shown}\"");
        assert_told(&refused, 422, "UNPROCESSABLE_ENTITY", &message);
    }
}

#[test]
fn an_empty_id_is_the_list_and_slashes_merge() {
    let mut desk = Desk::new();
    let list = desk.get(&admin(), "/users/");
    assert_eq!((list.status, list.text().as_str()), (200, "[]\n"));
    let call = request("GET", "/api//v2.0///users").header("Authorization", &admin());
    assert_eq!(desk.send(&call).status, 200);
    let refused = desk.call(&admin(), "DELETE", "/users/", &Json::Null);
    assert_eq!((refused.status, refused.find("Allow")), (405, None));
}

#[test]
fn only_values_lose_their_escapes_and_dots_are_steps() {
    let mut desk = Desk::new();
    for path in ["/users/./1", "/users/1/../1", "/users/x/../../users/1"] {
        assert_eq!(desk.get(&admin(), path).status, 200, "{path}");
    }
    for path in ["/us%65rs", "/users%2F1", "/users/current%2Fpermissions/x"] {
        let message = format!("path /api/v2.0{path} was not found");
        assert_told(&desk.get(&admin(), path), 404, "NOT_FOUND", &message);
    }
    let refused = desk.get(&admin(), "/users/1%2Fpassword");
    let message = "validation failure list:\nuser_id in path must be of type int64: \"1/password\"";
    assert_told(&refused, 422, "UNPROCESSABLE_ENTITY", message);
    assert_eq!(
        desk.send(&request("GET", "/api/v2.0nowhere"))
            .find("Content-Type"),
        Some("text/html; charset=utf-8")
    );
}

#[test]
fn ids_beyond_the_database_are_server_errors() {
    let mut desk = Desk::new();
    assert_eq!(desk.get(&admin(), "/users/2147483647").status, 404);
    assert_eq!(desk.get(&admin(), "/users/2147483648").status, 500);
    assert_eq!(desk.flag(&admin(), 2_147_483_648, true).status, 500);
    assert_eq!(desk.delete(&admin(), 2_147_483_648).status, 500);
    for id in [0, -1, 2] {
        let refused = desk.get(&admin(), &format!("/users/{id}"));
        assert_told(&refused, 404, "NOT_FOUND", &format!("user {id} not found"));
    }
}

#[test]
fn unknown_paths_are_json_inside_and_pages_outside() {
    let mut desk = Desk::new();
    let message = "path /api/v2.0/user was not found";
    assert_told(&desk.get(&admin(), "/user"), 404, "NOT_FOUND", message);
    let page = desk.send(&request("GET", "/nowhere"));
    assert_eq!(page.status, 404);
    assert!(page.find("Content-Type").unwrap().starts_with("text/html"));
    let version = desk.send(&request("GET", "/api/version"));
    assert_eq!(version.text(), r#"{"version":"v2.0"}"#);
}

// Contract 1.6.

#[test]
fn preflights_and_heads_are_refused_without_any_cors_header() {
    let mut desk = Desk::new();
    for method in ["OPTIONS", "HEAD", "PATCH"] {
        let call = request(method, "/api/v2.0/users").header("Origin", "https://panel.example");
        let refused = desk.send(&call);
        assert_eq!(refused.status, 405, "{method}");
        let has_cors = refused
            .headers
            .iter()
            .any(|(name, _)| name.starts_with("Access-Control"));
        assert!(!has_cors && refused.find("Allow").is_none());
    }
}

// Contract 2, rows 400 and 422.

#[test]
fn a_query_that_cannot_be_read_is_refused_first() {
    let mut desk = Desk::new();
    for (query, message) in [
        ("page=%zz", "invalid URL escape \"%zz\""),
        ("page=%4", "invalid URL escape \"%4\""),
        ("page=1;page_size=2", "invalid semicolon separator in query"),
    ] {
        let refused = desk.get("", &format!("/users?{query}"));
        assert_told(&refused, 400, "BAD_REQUEST", message);
        assert_eq!(refused.find("Set-Cookie"), None);
    }
}

#[test]
fn validation_comes_before_authentication() {
    let mut desk = Desk::new();
    for (method, path, body, problem) in [
        (
            "GET",
            "/users?page_size=101",
            Json::Null,
            "page_size in query should be less than or equal to 100",
        ),
        (
            "GET",
            "/users?page=x",
            Json::Null,
            "page in query must be of type int64: \"x\"",
        ),
        (
            "GET",
            "/users/search",
            Json::Null,
            "username in query is required",
        ),
        (
            "GET",
            "/users/search?username=",
            Json::Null,
            "username in query is required",
        ),
        ("POST", "/users", Json::Null, "userReq in body is required"),
        (
            "PUT",
            "/users/3/password",
            json!([]),
            "parsing password body from \"\" failed, because json: cannot unmarshal array into Go value of type models.PasswordReq",
        ),
        (
            "PUT",
            "/users/3/sysadmin",
            json!({"sysadmin_flag": "true"}),
            "parsing sysadminFlag body from \"\" failed, because json: cannot unmarshal string into Go struct field UserSysAdminFlag.sysadmin_flag of type bool",
        ),
        (
            "PUT",
            "/users/3",
            json!({"email": 5}),
            "parsing profile body from \"\" failed, because json: cannot unmarshal number into Go struct field UserProfile.email of type string",
        ),
        (
            "PUT",
            "/users/x/cli_secret",
            json!({}),
            "user_id in path must be of type int64: \"x\"",
        ),
    ] {
        let refused = desk.call("", method, path, &body);
        let message = format!("validation failure list:\n{problem}");
        assert_told(&refused, 422, "UNPROCESSABLE_ENTITY", &message);
    }
}

#[test]
fn a_body_needs_its_type_on_deletion_too() {
    let mut desk = Desk::new();
    let id = desk.create("mira");
    let path = format!("/api/v2.0/users/{id}");
    let call = request("DELETE", &path)
        .header("Authorization", &admin())
        .body("{}");
    let (status, _, message) = told(&desk.send(&call));
    assert_eq!(status, 422);
    assert!(message.contains("\"application/octet-stream\", only [application/json] are allowed"));
    let call = call.header("Content-Type", "application/json; charset=utf-8");
    assert_eq!(desk.send(&call).status, 200);
}

#[test]
fn an_answer_that_excludes_json_is_a_validation_error() {
    let mut desk = Desk::new();
    let list = |accept: &str| {
        request("GET", "/api/v2.0/users")
            .header("Authorization", &admin())
            .header("Accept", accept)
    };
    let (status, _, message) = told(&desk.send(&list("text/html")));
    assert_eq!(status, 422);
    assert!(
        message
            .ends_with("unsupported media type requested, only [application/json] are available")
    );
    assert_eq!(
        desk.send(&list("application/*;q=0.5, text/html")).status,
        200
    );
}

// Contract 2, row 422: `null` counts as `{}`.

#[test]
fn null_is_an_empty_body() {
    let mut desk = Desk::new();
    let call = request("PUT", "/api/v2.0/users/1")
        .header("Authorization", &admin())
        .header("Content-Type", "application/json")
        .body("null");
    assert_told(
        &desk.send(&call),
        400,
        "BAD_REQUEST",
        "email can't be empty",
    );
}

// Contract 2, row 413.

#[test]
fn a_body_above_four_mebibytes_is_refused_in_plain_text() {
    let mut desk = Desk::new();
    let write = |path: &str, size: usize| {
        request("PUT", path)
            .header("Authorization", &admin())
            .header("Content-Type", "application/json")
            .body(" ".repeat(size - 2) + "{}")
    };
    let refused = desk.send(&write("/api/v2.0/users/1", 4_194_305));
    assert_eq!(
        (refused.status, refused.text().trim()),
        (413, "request body too large")
    );
    assert_eq!(refused.find("Set-Cookie"), None);
    assert_eq!(
        desk.send(&write("/api/v2.0/users/1", 4_194_304)).status,
        400
    );
    // This operation is not audited.
    assert_eq!(
        desk.send(&write("/api/v2.0/users/1/cli_secret", 4_194_305))
            .status,
        412
    );
}

// Contract 2: the request id, and row 13.

#[test]
fn the_request_id_comes_back() {
    let mut desk = Desk::new();
    let ping = request("GET", "/api/v2.0/ping");
    let given = desk.send(&ping.clone().header("X-Request-Id", "panel-0001"));
    assert_eq!(given.find("X-Request-Id"), Some("panel-0001"));
    assert_eq!(desk.send(&ping).find("X-Request-Id").unwrap().len(), 36);
}

#[test]
fn a_ping_answers_in_the_wanted_type() {
    let mut desk = Desk::new();
    for (accept, text) in [("*/*", "Pong"), ("application/json", "\"Pong\"\n")] {
        let call = request("GET", "/api/v2.0/ping").header("Accept", accept);
        assert_eq!(desk.send(&call).text(), text);
    }
    let call = request("GET", "/api/v2.0/ping").header("Accept", "text/html");
    assert_eq!(desk.send(&call).status, 422);
}

// Contract 5.15.

#[test]
fn reads_carry_no_cache_headers() {
    let mut desk = Desk::new();
    let list = desk.get(&admin(), "/users");
    assert_eq!(
        (list.find("ETag"), list.find("Cache-Control")),
        (None, None)
    );
    assert_eq!(list.find("Content-Type"), Some("application/json"));
}

#[test]
fn whatever_comes_gets_an_answer() {
    const METHODS: [&str; 5] = ["GET", "POST", "PUT", "DELETE", "PATCH"];
    const PARTS: [&str; 16] = [
        "/api/v2.0",
        "/users",
        "/users/",
        "/search",
        "/current",
        "/permissions",
        "/1",
        "/-9223372036854775808",
        "/3/password",
        "/3/sysadmin",
        "/3/cli_secret",
        "//",
        "/%00",
        "/c/login",
        "/c/oidc/callback",
        "/%ff",
    ];
    const QUERY: [&str; 16] = [
        "q=",
        "username=",
        "page=",
        "page_size=",
        "sort=",
        "scope=/project/",
        "relative=",
        "%3D~",
        "%7B",
        "%5B~",
        "&",
        "%25",
        "_",
        "9223372036854775807",
        "-1",
        "user_id",
    ];
    const BODY: [&str; 12] = [
        "{",
        "}",
        "\"username\"",
        ":",
        ",",
        "\"\\ud800\"",
        "null",
        "1e9",
        "[",
        "]",
        "\u{e9}",
        "true",
    ];
    let mut desk = Desk::new();
    desk.create("mira");
    let mut random = crate::random::Random::new(5);
    for _ in 0..3000 {
        let mut some = |from: &[&str], most: u64| -> String {
            let count = random.below(most + 1);
            (0..count)
                .map(|_| random.pick(from).unwrap().to_owned())
                .collect()
        };
        let target = format!("/api/v2.0{}?{}", some(&PARTS, 3), some(&QUERY, 6));
        let body = some(&BODY, 6);
        let method = some(&METHODS, 1);
        let call = request(if method.is_empty() { "GET" } else { &method }, &target)
            .header("Authorization", &admin())
            .header("Content-Type", "application/json")
            .body(body);
        let status = desk.send(&call).status;
        assert!((200..600).contains(&status), "{target}");
    }
}
