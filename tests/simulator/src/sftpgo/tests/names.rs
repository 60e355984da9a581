use serde_json::json;

use super::{Desk, account, account_with, error};

// Contract 5.8.
#[test]
fn a_name_with_a_percent_sign_needs_two_encodings() {
    let mut desk = Desk::new();
    let root = desk.root();
    let name = "a%41b";
    desk.create(&root, &account_with(name, "description", json!("the one")));
    assert_eq!(desk.get(&root, "/api/v2/users/a%2541b").status, 404);
    desk.create(
        &root,
        &account_with("aAb", "description", json!("the other")),
    );
    assert_eq!(desk.read(&root, "a%2541b")["description"], "the other");
    assert_eq!(desk.read(&root, "a%252541b")["description"], "the one");
    assert_eq!(
        desk.read(&root, "%61%25%34%31%62")["description"],
        "the one"
    );
    desk.call(&root, "DELETE", "/api/v2/users/a%2541b", &json!(null));
    assert_eq!(desk.names(&root, ""), [name]);
}

// Contract 5.8 and 1.8: a proxy that decodes undoes what is encoded byte by byte.
#[test]
fn behind_a_decoding_proxy_only_two_encodings_are_right() {
    let mut desk = Desk::with(&json!({"proxy": "decoding"}));
    let root = desk.root();
    desk.create(
        &root,
        &account_with("a%41b", "description", json!("the one")),
    );
    desk.create(
        &root,
        &account_with("aAb", "description", json!("the other")),
    );
    for (path, found) in [
        ("a%2541b", "the other"),
        ("%61%25%34%31%62", "the other"),
        ("a%252541b", "the one"),
        ("aAb", "the other"),
    ] {
        assert_eq!(desk.read(&root, path)["description"], found, "{path}");
    }
    desk.create(&root, &account("50%"));
    assert_eq!(desk.read(&root, "50%2525")["username"], "50%");
}

// Contract 5.8: the answer to a creation is encoded once, and following it hits the trap.
#[test]
fn the_location_of_a_new_account_is_encoded_once() {
    let mut desk = Desk::new();
    let root = desk.root();
    for (name, location) in [
        ("a%41b", "a%2541b"),
        ("ä@ö.de", "%C3%A4@%C3%B6.de"),
        ("a;b,c", "a%3Bb%2Cc"),
        ("o'neil", "o%27neil"),
        ("$&+=~", "$&+=~"),
    ] {
        let answer = desk.post(
            &root,
            "/api/v2/users",
            &account_with(name, "home_dir", json!("/srv/x")),
        );
        let expected = format!("/api/v2/users/{location}");
        assert_eq!(answer.find("Location"), Some(expected.as_str()), "{name}");
    }
}

// Contract 5.8.
#[test]
fn names_are_converted_on_a_save_in_paths_and_at_sign_in() {
    let mut desk = Desk::with(&json!({"naming_rules": 7}));
    let root = desk.sign_in(" ROOT ", super::PASSWORD);
    assert_eq!(super::claims(&root)["username"], "root");
    let made = desk.create(
        &root,
        &account_with(" Bob@X.org ", "home_dir", json!("/srv/b")),
    );
    assert_eq!(made["username"], "bob@x.org");
    assert_eq!(
        desk.get(&root, "/api/v2/users/%20Bob%40X.org%20").status,
        200
    );
    let mut strict = Desk::with(&json!({"naming_rules": 0}));
    let root = strict.root();
    let refused = strict.post(
        &root,
        "/api/v2/users",
        &account_with("a b", "home_dir", json!("/srv/b")),
    );
    assert!(error(&refused).contains("the following characters are allowed"));
    let refused = strict.post(
        &root,
        "/api/v2/users",
        &account_with(" x ", "home_dir", json!("/srv/b")),
    );
    assert!(error(&refused).contains("Invalid input"));
    strict.create(
        &root,
        &account_with("A.b-c_d~9", "home_dir", json!("/srv/b")),
    );
    assert_eq!(
        strict
            .try_token("/api/v2/token", " root", super::PASSWORD)
            .status,
        401
    );
}

// Contract 5.8.
#[test]
fn old_accounts_can_be_read_and_deleted_and_not_saved() {
    let mut desk = Desk::new();
    let root = desk.root();
    desk.create(&root, &account("old"));
    let token = desk.sign_in_user("old");
    let save = json!({"enabled": true, "config_name": "Default", "secret": {"status": "Plain", "payload": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"}, "protocols": ["SSH"]});
    assert_eq!(
        desk.post(&token, "/api/v2/user/totp/save", &save).status,
        200
    );
    desk.switch(&json!({"rename_user": ["old", "team/bob"]}));
    for path in ["team%2Fbob", "team%252Fbob"] {
        assert_eq!(desk.read(&root, path)["username"], "team/bob");
    }
    let old = "/api/v2/users/team%2Fbob";
    let refused = desk.put(&root, old, &account("x"));
    assert!(
        error(&refused).contains("Invalid input"),
        "{}",
        refused.text()
    );
    let refused = desk.put(&root, &format!("{old}/2fa/disable"), &json!(null));
    assert_eq!(refused.status, 400);
    assert_eq!(
        desk.try_token("/api/v2/user/token", "team/bob", super::PASSWORD)
            .status,
        200
    );
    assert_eq!(desk.call(&root, "DELETE", old, &json!(null)).status, 200);
}

// Contract 5.8.
#[test]
fn reserved_and_empty_names_have_their_own_words() {
    let mut desk = Desk::new();
    let root = desk.root();
    for (name, text) in [
        ("", "username is mandatory"),
        ("__self__", "this username is reserved"),
        ("a/b", "Invalid input. Slashes"),
        ("CON", "Invalid input. Slashes"),
    ] {
        let refused = desk.post(&root, "/api/v2/users", &account(name));
        assert_eq!(refused.status, 400);
        assert!(error(&refused).contains(text), "{name}: {}", refused.text());
    }
    desk.create(
        &root,
        &account_with("__SELF__", "home_dir", json!("/srv/b")),
    );
}
