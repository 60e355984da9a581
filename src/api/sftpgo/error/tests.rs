//! The dialect on its own; what single calls make of it stands with them.

use super::*;
use crate::api::facts;
use crate::api::sftpgo::{AddUser, GetUser, SignIn};
use crate::api::testing::answer;

fn said(error: &str, message: &str) -> Said {
    Said {
        message: message.to_owned(),
        error: error.to_owned(),
    }
}

#[test]
fn the_error_is_shown_before_the_message_and_without_its_first_word() {
    assert_eq!(said("", "Forbidden").shown().as_deref(), Some("Forbidden"));
    let both = said("Validation error: x is wrong", "Bad");
    assert_eq!(both.shown().as_deref(), Some("x is wrong"));
    assert_eq!(said("", "").shown(), None);
}

#[test]
fn what_quotes_the_request_is_not_shown() {
    for text in [
        "json: cannot unmarshal number 42 into Go struct field User.password of type string",
        "Validation error: unable to decode JSON body: json: hunter2",
    ] {
        assert_eq!(said(text, "").shown(), None, "{text}");
    }
}

#[test]
fn a_long_text_is_cut_and_control_characters_are_blanks() {
    let shown = said(&format!("a\nb\u{1b}{}", "ü".repeat(999)), "").shown();
    let shown = shown.unwrap();
    assert!(shown.starts_with("a b ü"));
    assert_eq!(shown.chars().count(), MAX_SHOWN);
}

#[test]
fn a_401_means_something_else_at_sign_in() {
    let response = answer::<GetUser>("token-failures/4");
    assert_eq!(refusal(facts::<GetUser>(), &response), ErrorKind::SignedOut);
    let expected = ErrorKind::BadCredentialsOrPasscode;
    assert_eq!(refusal(facts::<SignIn>(), &response), expected);
}

#[test]
fn an_object_that_is_missing_is_told_from_a_call_that_is_missing() {
    let object = answer::<GetUser>("read/9");
    assert_eq!(refusal(facts::<GetUser>(), &object), ErrorKind::NotFound);
    let call = answer::<GetUser>("facts/5");
    let expected = ErrorKind::NoSuchCall { status: 404 };
    assert_eq!(refusal(facts::<GetUser>(), &call), expected);
}

#[test]
fn a_session_from_another_address_is_told_from_one_that_ended() {
    let other = answer::<GetUser>("token-failures/15");
    assert_eq!(refusal(facts::<GetUser>(), &other), ErrorKind::OtherAddress);
    let ended = answer::<GetUser>("token-failures/19");
    assert_eq!(refusal(facts::<GetUser>(), &ended), ErrorKind::SignedOut);
}

#[test]
fn texts_of_stores_that_nobody_has_seen_are_understood_by_their_words() {
    let conflict = |text: &str| conflict(&said(text, ""));
    for text in [
        "duplicate key value violates unique constraint \"users_username_key\"",
        "Error 1062 (23000): Duplicate entry 'bob' for key 'username'",
    ] {
        assert_eq!(conflict(text), ErrorKind::Conflict(Clash::Name), "{text}");
    }
    let text = "insert or update on table violates foreign key constraint \"role_id\"";
    let expected = in_field(409, "role", Some(text.to_owned()));
    assert_eq!(conflict(text), expected);
}

#[test]
fn a_body_that_a_proxy_finds_too_large_was_refused() {
    let response = answer::<GetUser>("any.too_large");
    assert_eq!(refusal(facts::<GetUser>(), &response), refused(413, None));
}

#[test]
fn a_path_that_is_none_was_refused() {
    let response = answer::<GetUser>("any.bad_path");
    assert_eq!(refusal(facts::<GetUser>(), &response), refused(400, None));
}

// Contract, part 4: words tell which input is meant, and what somebody typed is no word of the server's.
#[test]
fn the_words_of_a_refusal_name_the_input() {
    for (text, field) in [
        (r#"Validation error: email "group@x" is not valid"#, "email"),
        (
            r#"Validation error: email "a\"folder\"" is not valid"#,
            "email",
        ),
        (
            r#"Validation error: username "status" is not valid, the following"#,
            "username",
        ),
        (
            "Validation error: home_dir must be an absolute path, actual value: group",
            "home_dir",
        ),
        (r#"Validation error: invalid TLS username: "x""#, "filters"),
        (
            "Validation error: invalid size 1024 for rsa key at position 1, minimum 2048",
            "public_keys",
        ),
        (
            "Validation error: mount/virtual path is mandatory",
            "virtual_folders",
        ),
        (
            r#"Validation error: invalid quota_size: -2 folder path "/home_dir""#,
            "virtual_folders",
        ),
        ("Validation error: invalid day of week: 7", "filters"),
        (
            "Validation error: invalid time of day. Supported format: HH:MM",
            "filters",
        ),
        (
            "Validation error: you cannot require password change and at the same time disallow it",
            "filters",
        ),
        (
            "Validation error: could not validate SFTP fs config: username cannot be empty",
            "filesystem",
        ),
        ("unable to load group password policies", "groups"),
        (
            "NOT NULL constraint failed: users_groups_mapping.group_id",
            "groups",
        ),
        (
            "bcrypt hashing error: bcrypt: password length exceeds 72 bytes",
            "password",
        ),
        (
            "Validation error: Invalid input. Slashes (/ ), colons (:), control characters",
            "username",
        ),
    ] {
        assert_eq!(field_of(text), Some(field), "{text}");
    }
    assert_eq!(field_of(r#"something with "email" and "group""#), None);
}

// Contract, 5.6 and 5.15.
#[test]
fn a_crash_is_about_an_input_only_where_the_contract_says_so() {
    let kind = |text: &str| {
        let body = serde_json::json!({"error": text, "message": ""}).to_string();
        let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        let facts = facts::<AddUser>();
        save_refusal(facts, &Response::new(500, headers, body.into_bytes()))
    };
    for taken in [
        "UNIQUE constraint failed: users.username",
        "duplicate key value violates unique constraint",
        "Error 1062: Duplicate entry 'bob' for key 'username'",
        "username bob already exists",
    ] {
        assert_eq!(kind(taken), ErrorKind::Conflict(Clash::Name), "{taken}");
    }
    for broken in [
        "mkdir /srv: permission denied",
        "the day is over",
        "status unknown",
    ] {
        assert!(matches!(kind(broken), ErrorKind::Broken { .. }), "{broken}");
    }
    for refused in [
        "unable to load group password policies",
        "invalid read buffer size must be between 0 and 10 MB",
    ] {
        assert!(
            matches!(kind(refused), ErrorKind::Refused { .. }),
            "{refused}"
        );
    }
}
