//! The dialect on its own; what single calls make of it stands with them.

use super::*;
use crate::api::facts;
use crate::api::harbor::{GetSystemInfo, GetUser, ListUsers, UpdatePassword};
use crate::api::testing::answer;

fn said(message: &str) -> Said {
    Said {
        code: "BAD_REQUEST".to_owned(),
        message: message.to_owned(),
    }
}

#[test]
fn headlines_and_quotations_are_not_shown() {
    let shown = |message: &str| said(message).shown();
    let headline = "validation failure list:";
    let twice = format!("{headline}\n{headline}\none\ntwo");
    assert_eq!(shown(&twice).as_deref(), Some("one; two"));
    assert_eq!(shown("quotes \"hunter2\"\nplain").as_deref(), Some("plain"));
    assert_eq!(shown("{hunter2"), None);
    assert_eq!(shown(""), None);
}

#[test]
fn a_long_text_is_cut_and_control_characters_are_blanks() {
    let text = said(&format!("a\u{1b}b{}", "ü".repeat(999)))
        .shown()
        .unwrap();
    assert!(text.starts_with("a bü"));
    assert_eq!(text.chars().count(), MAX_SHOWN);
}

#[test]
fn what_repeats_the_request_is_told_without_its_text() {
    let response = answer::<UpdatePassword>("any.echo");
    let kind = refusal(facts::<UpdatePassword>(), &response);
    let expected = ErrorKind::Refused {
        status: 422,
        code: Some("UNPROCESSABLE_ENTITY".to_owned()),
        message: None,
        fields: Box::default(),
    };
    assert_eq!(kind, expected);
}

#[test]
fn a_401_of_a_public_call_is_a_strangers() {
    let response = answer::<GetUser>("signed-out/1");
    assert_eq!(refusal(facts::<GetUser>(), &response), ErrorKind::SignedOut);
    let stranger = ErrorKind::NotThePlatform { status: 401 };
    assert_eq!(refusal(facts::<GetSystemInfo>(), &response), stranger);
}

#[test]
fn an_empty_500_means_signed_out_only_where_handlers_crash() {
    let response = answer::<GetUser>("signed-out/5");
    let broken = ErrorKind::Broken {
        status: 500,
        message: None,
    };
    assert_eq!(
        of_crashing(facts::<GetUser>(), &response),
        ErrorKind::SignedOut
    );
    assert_eq!(refusal(facts::<ListUsers>(), &response), broken);
    let typed = answer::<GetUser>("any.empty_500");
    assert_eq!(of_crashing(facts::<GetUser>(), &typed), broken);
}

#[test]
fn what_others_answer_is_told_apart() {
    let of = |from: &str| refusal(facts::<ListUsers>(), &answer::<ListUsers>(from));
    let stranger = |status| ErrorKind::NotThePlatform { status };
    assert_eq!(of("any.other_json"), stranger(404));
    assert_eq!(of("any.proxy_not_found"), stranger(404));
    assert_eq!(of("any.redirect"), stranger(308));
    assert_eq!(of("any.proxy_too_large"), refused(413, None));
    assert_eq!(of("server-info/14"), ErrorKind::NoSuchCall { status: 405 });
}
