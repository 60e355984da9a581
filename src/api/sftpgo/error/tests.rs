//! The dialect on its own; what single calls make of it stands with them.

use super::*;
use crate::api::facts;
use crate::api::sftpgo::{GetUser, SignIn};
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
