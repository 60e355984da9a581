//! The dialect on its own; what single calls make of it stands with them.

use super::*;
use crate::api::facts;
use crate::api::portainer::{GetUser, SignIn};
use crate::api::testing::answer;

fn said(message: &str, details: &str) -> Said {
    Said {
        message: message.to_owned(),
        details: details.to_owned(),
    }
}

#[test]
fn details_are_shown_before_the_message() {
    let shown = said("Cannot do that", "Unauthorized").shown();
    assert_eq!(shown.as_deref(), Some("Unauthorized"));
    assert_eq!(
        said("Cannot do that", "").shown().as_deref(),
        Some("Cannot do that")
    );
    assert_eq!(said("", "").shown(), None);
}

#[test]
fn what_quotes_the_request_is_not_shown() {
    for details in [
        "Json: expected 'null' but found invalid token: not json",
        "json: x",
        "JSON: x",
        "Offset 3: \"Password\"",
        "Found {Password: hunter2}",
    ] {
        assert_eq!(
            said("Bad", details).shown().as_deref(),
            Some("Bad"),
            "{details}"
        );
        assert_eq!(said(details, details).shown(), None, "{details}");
    }
}

#[test]
fn a_long_text_is_cut_and_control_characters_are_blanks() {
    let shown = said("", &format!("a\nb\u{1b}{}", "ü".repeat(999)))
        .shown()
        .unwrap();
    assert!(shown.starts_with("a b ü"));
    assert_eq!(shown.chars().count(), MAX_SHOWN);
}

#[test]
fn a_401_of_a_public_call_is_a_strangers() {
    let response = answer::<GetUser>("credentials/5");
    assert_eq!(refusal(facts::<GetUser>(), &response), ErrorKind::SignedOut);
    let stranger = ErrorKind::NotThePlatform { status: 401 };
    assert_eq!(refusal(facts::<SignIn>(), &response), stranger);
}

#[test]
fn a_ban_is_told_from_a_missing_right_by_the_call() {
    let response = answer::<SignIn>("rate-limit/13");
    let banned = ErrorKind::Banned {
        up_to_s: Some(BAN_SECS),
    };
    assert_eq!(refusal(facts::<SignIn>(), &response), banned);
    let not_allowed = ErrorKind::Forbidden(Reason::NotAllowed);
    assert_eq!(refusal(facts::<GetUser>(), &response), not_allowed);
}

#[test]
fn later_refusals_of_the_csrf_layer_are_known_too() {
    let response = answer::<SignIn>("any.csrf_origin");
    assert_eq!(
        refusal(facts::<SignIn>(), &response),
        ErrorKind::Forbidden(Reason::Csrf)
    );
}

#[test]
fn a_body_that_a_proxy_finds_too_large_was_refused() {
    let response = answer::<SignIn>("any.too_large");
    assert_eq!(refusal(facts::<SignIn>(), &response), refused(413, None));
}
