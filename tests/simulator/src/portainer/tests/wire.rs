use serde_json::json;

use super::{Desk, bearer};

// Contract 1.1.
#[test]
fn wrong_paths_and_methods_are_no_json() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    for (method, path, status, kind) in [
        ("GET", "/api/users/", 404, Some("text/plain; charset=utf-8")),
        (
            "GET",
            "/api/users/1%2F2",
            404,
            Some("text/plain; charset=utf-8"),
        ),
        ("GET", "/api/usersx", 404, Some("text/plain; charset=utf-8")),
        ("HEAD", "/api/users", 405, None),
        ("OPTIONS", "/api/users", 405, None),
        ("POST", "/api/users/1", 405, None),
    ] {
        let answer = desk.send(&bearer(Desk::request(method, path), &admin));
        assert_eq!(
            (answer.status, answer.find("Content-Type")),
            (status, kind),
            "{method} {path}"
        );
        assert_eq!(
            answer.find("X-Content-Type-Options").is_some(),
            status == 404,
            "{path}"
        );
        assert_eq!(answer.find("Allow"), None);
    }
}

// Contract 1.1.
#[test]
fn an_unclean_path_moves_and_loses_the_base_in_every_method() {
    let mut desk = Desk::new();
    for method in ["GET", "PUT", "DELETE"] {
        let answer = desk.send(&Desk::request(method, "/api/users//1?x=1"));
        assert_eq!(
            (answer.status, answer.find("Location")),
            (301, Some("/users/1?x=1"))
        );
        assert!(answer.body.is_empty());
    }
}

// Contract 1.1.
#[test]
fn outside_the_api_a_file_server_says_404_for_a_year() {
    let mut desk = Desk::new();
    let answer = desk.send(&Desk::request("GET", "/api/foo"));
    assert_eq!(
        (answer.status, answer.find("Cache-Control")),
        (404, Some("max-age=31536000"))
    );
    let page = desk.send(&Desk::request("GET", "/api/foo").header("Accept", "text/html"));
    assert_eq!(
        page.find("Cache-Control"),
        Some("no-cache, no-store, must-revalidate")
    );
}

// Contract 1.1: the file server answers outside the API, with the habits of Go's.
#[test]
fn the_file_server_names_a_folder_by_its_slash_only() {
    let mut desk = Desk::new();
    for (path, location) in [("/index.html", "./"), ("/api/foo/index.html?x=1", "./?x=1")] {
        let answer = desk.send(&Desk::request("GET", path));
        assert_eq!(
            (answer.status, answer.find("Location")),
            (301, Some(location)),
            "{path}"
        );
        assert!(answer.body.is_empty());
    }
    assert_eq!(desk.send(&Desk::request("GET", "/index.htm")).status, 404);
}

// Contract 1.1.
#[test]
fn an_id_may_be_escaped_and_me_is_only_an_alias_of_one_call() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    for (path, status) in [
        ("/api/users/%31", 200),
        ("/api/users/+1", 200),
        ("/api/users/%6de", 200),
        ("/api/users/me/tokens", 400),
        ("/api/users/99999999999", 404),
        ("/api/users/99999999999999999999", 400),
    ] {
        assert_eq!(desk.get(&admin, path).status, status, "{path}");
    }
    assert_eq!(
        desk.call(&admin, "DELETE", "/api/users/me", &json!(null))
            .status,
        400
    );
    assert_eq!(
        desk.call(&admin, "PUT", "/api/users/me", &json!({})).status,
        400
    );
}

// Contract 4.
#[test]
fn the_details_of_a_broken_body_repeat_the_password() {
    let mut desk = Desk::new();
    let body = r#"{"Username": ["a"], "Password": "my own secret"}"#;
    let answer = desk.send(&Desk::request("POST", "/api/auth").body(body));
    let details = answer.value()["details"].as_str().unwrap().to_owned();
    assert!(
        details.starts_with("Json: ") && details.contains("my own secre"),
        "{details}"
    );
}

// Contract 1.1 and 5.12.
#[test]
fn answers_carry_the_headers_that_the_contract_names_and_no_others() {
    let mut desk = Desk::new();
    let admin = desk.admin();
    let answer = desk.get(&admin, "/api/users/1");
    let names: Vec<&str> = answer
        .headers
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(
        names,
        ["Content-Type", "X-Content-Type-Options", "X-Csrf-Token"]
    );
    assert_eq!(answer.find("X-Csrf-Token"), Some(""));
    assert_eq!(answer.value()["TokenIssueAt"], 0);
}
