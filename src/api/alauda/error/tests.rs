//! The dialect on its own; what single calls make of it stands with them.

use super::*;
use crate::api::alauda::{GetPasswordKey, GetUser, ListUsers};
use crate::api::facts;
use crate::api::testing::answer;

fn meaning(from: &str) -> ErrorKind {
    refusal(facts::<GetUser>(), &answer::<GetUser>(from))
}

fn message(from: &str) -> Option<String> {
    match meaning(from) {
        ErrorKind::Refused { message, .. } | ErrorKind::Broken { message, .. } => message,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_form_of_a_body_is_read() {
    assert_eq!(
        message("any.simple").as_deref(),
        Some("the filter is malformed")
    );
    // A message that is no text counts for nothing.
    assert_eq!(message("any.simple_error").as_deref(), Some("bad request"));
    assert_eq!(message("any.text").as_deref(), Some("something is wrong"));
    assert_eq!(message("any.no_words"), None);
    assert_eq!(message("any.gateway"), None);
    assert_eq!(
        message("any.broken").as_deref(),
        Some("Internal error occurred: etcd")
    );
}

#[test]
fn what_may_repeat_an_encrypted_password_is_not_shown() {
    let shown = message("any.echo").unwrap();
    assert_eq!(shown, "cannot decrypt … with this key");
}

#[test]
fn a_long_text_is_cut() {
    assert_eq!(clean(&"ü ".repeat(999)).chars().count(), MAX_SHOWN);
    assert_eq!(clean("a\u{1b}[31m\n\tb"), "a [31m b");
}

#[test]
fn the_status_decides_and_not_the_text() {
    for (from, kind) in [
        ("any.signed_out", ErrorKind::SignedOut),
        ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
        (
            "any.forbidden_empty",
            ErrorKind::Forbidden(Reason::NotAllowed),
        ),
        ("any.not_found", ErrorKind::NotFound),
        ("any.not_found_text", ErrorKind::NotFound),
        ("any.wrong_method", ErrorKind::NoSuchCall { status: 405 }),
        ("any.conflict", ErrorKind::Conflict(Clash::Other)),
        ("any.moved", ErrorKind::NotThePlatform { status: 302 }),
    ] {
        assert_eq!(meaning(from), kind, "{from}");
    }
}

#[test]
fn a_whole_collection_cannot_be_missing() {
    let response = answer::<GetUser>("any.not_found");
    let no_call = ErrorKind::NoSuchCall { status: 404 };
    assert_eq!(refusal(facts::<ListUsers>(), &response), no_call);
    assert_eq!(refusal(facts::<GetPasswordKey>(), &response), no_call);
}

#[test]
fn how_long_to_wait_stands_in_the_header_or_in_the_status() {
    for (from, seconds) in [("any.slow_down", 7), ("any.slow_down_header", 9)] {
        let slow_down = ErrorKind::SlowDown {
            retry_after_s: Some(seconds),
        };
        assert_eq!(meaning(from), slow_down);
    }
}
