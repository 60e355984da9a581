//! What holds for all of Harbor's calls together.

use proptest::prelude::*;
use url::Url;

use super::*;
use crate::api::testing::made_up;
use crate::api::{Auth, Effect, Endpoint, Method, Response, Secret, request};

/// Runs something on one example of every endpoint.
macro_rules! for_each_endpoint {
    ($run:ident $(, $arg:expr)*) => {{
        let secret = || Secret::from("Correct horse 1");
        let id = UserId(3);
        $run(&ListUsers { filters: vec![Filter::IsAdmin(true)], ..ListUsers::default() } $(, $arg)*);
        $run(&CreateUser {
            username: "mira".into(),
            email: "mira@corp.example".into(),
            realname: "Mira".into(),
            password: secret(),
            comment: None,
        } $(, $arg)*);
        $run(&GetCurrentUser $(, $arg)*);
        $run(&GetPermissions { scope: Scope::System } $(, $arg)*);
        $run(&SearchUsers { username: "mi".into(), page_size: None } $(, $arg)*);
        $run(&GetUser { id } $(, $arg)*);
        $run(&UpdateProfile {
            id,
            email: "mira@corp.example".into(),
            realname: "Mira".into(),
            comment: None,
        } $(, $arg)*);
        $run(&DeleteUser { id } $(, $arg)*);
        $run(&SetSysAdmin { id, is_admin: true } $(, $arg)*);
        $run(&UpdatePassword { id, current: Some(secret()), new: secret() } $(, $arg)*);
        $run(&SetCliSecret { id, secret: Some(secret()) } $(, $arg)*);
        $run(&GetSystemInfo $(, $arg)*);
        $run(&GetServerDetails $(, $arg)*);
        $run(&Ping $(, $arg)*);
    }};
}

fn count<E: Endpoint>(_endpoint: &E, counted: &mut Vec<&'static str>) {
    counted.push(E::OPERATION);
}

#[test]
fn every_endpoint_is_in_the_examples_and_in_the_table() {
    let mut counted = Vec::new();
    for_each_endpoint!(count, &mut counted);
    let table: Vec<_> = ENDPOINTS.iter().map(|facts| facts.operation).collect();
    assert_eq!(counted, table);
}

#[test]
fn what_lives_on_cookies_is_never_a_request() {
    for facts in ENDPOINTS {
        assert!(
            !facts.at_root && !facts.path.starts_with("/c/"),
            "{}",
            facts.operation
        );
        assert!(!facts.limited, "{}", facts.operation);
    }
}

#[test]
fn every_get_is_a_read_and_nothing_else_is() {
    for facts in ENDPOINTS {
        let is_get = facts.method == Method::Get;
        assert_eq!(facts.effect == Effect::Read, is_get, "{}", facts.operation);
    }
}

#[test]
fn what_is_public_carries_no_credential() {
    let public: Vec<_> = ENDPOINTS
        .iter()
        .filter(|facts| facts.auth == Auth::Public)
        .map(|facts| facts.operation)
        .collect();
    assert_eq!(public, ["get_system_info", "ping"]);
}

fn is_clean<E: Endpoint>(endpoint: &E) {
    let built = request(endpoint).unwrap();
    let target = built.target();
    // Behind an empty number stands the whole list, with a 200.
    assert!(
        target.starts_with("/api/v2.0/") && !target.contains("//"),
        "{target}"
    );
    assert!(!target.ends_with('/') && !target.contains("/?"), "{target}");
    assert!(!target.contains("orrect"), "{target}");
    assert!(!format!("{built:?}").contains("Correct horse 1"));
    for (name, _) in &built.headers {
        assert_eq!(*name, "Content-Type");
    }
    assert_eq!(built.headers.is_empty(), built.body.is_none());
    let about_account = E::EFFECT == Effect::Write && E::OPERATION != "create_user";
    assert_eq!(built.subject.is_some(), about_account, "{}", E::OPERATION);
}

#[test]
fn every_request_is_clean_and_hides_its_secrets() {
    for_each_endpoint!(is_clean);
}

#[test]
fn writes_about_one_account_have_one_subject() {
    let id = UserId(3);
    let delete = DeleteUser { id }.subject();
    assert_eq!(SetSysAdmin { id, is_admin: true }.subject(), delete);
    assert_eq!(SetCliSecret { id, secret: None }.subject(), delete);
    assert_ne!(DeleteUser { id: UserId(4) }.subject(), delete);
}

const WORDS: made_up::Words = made_up::Words {
    names: concat!(
        "user_id|username|email|realname|comment|sysadmin_flag|admin_role_in_auth|creation_time|update_time|",
        "oidc_user_meta|subiss|secret|errors|code|message|resource|action|auth_mode|harbor_version|read_only",
    ),
    texts: "2026-03-02T09:14:55.120Z|oidc_auth|NOT_FOUND",
};

made_up::decoders_survive!(WORDS, "hunter2", for_each_endpoint);

/// The values of a query as the server's first decoding gives them, after a browser's parser.
fn seen<E: Endpoint>(endpoint: &E) -> Option<Vec<(String, String)>> {
    let target = request(endpoint).ok()?.target();
    let url = Url::parse("http://127.0.0.1/")
        .unwrap()
        .join(&target)
        .unwrap();
    let owned = url.query_pairs().into_owned();
    Some(owned.collect())
}

proptest! {
    /// Texts of the decoder quote what they stumble over.
    #[test]
    fn a_password_that_is_repeated_never_reaches_an_error(before in "[^\n]{0,20}", status in 400_u16..600) {
        let message = format!("validation failure list:\n{before}\"new_password\": \"hunter2");
        let body = serde_json::json!({"errors": [{"code": "UNPROCESSABLE_ENTITY", "message": message}]});
        let response = made_up::in_json(status, &body);
        for_each_endpoint!(read, &response);
    }

    #[test]
    fn any_text_that_is_sent_arrives_decoded_once_or_twice(text in ".{1,30}") {
        let search = SearchUsers { username: text.clone(), page_size: None };
        if let Some(pairs) = seen(&search) {
            prop_assert_eq!(&pairs, &[("username".to_owned(), text.clone())]);
        } else {
            prop_assert!(text.contains('\0'));
        }
        let list = ListUsers { username: Some(text.clone()), ..ListUsers::default() };
        if let Some(pairs) = seen(&list) {
            prop_assert_eq!(&pairs, &[("username".to_owned(), text.clone())]);
        } else {
            prop_assert!(text.contains(['\0', '%']));
        }
        let filters = vec![Filter::Text(TextColumn::Email, Match::Contains(text.clone()))];
        if let Some(pairs) = seen(&ListUsers { filters, ..ListUsers::default() }) {
            let condition = pairs[0].1.strip_prefix("email=~").unwrap();
            // The second decoding, which takes a plus sign for a blank as well.
            let again = format!("v={condition}");
            let (_, value) = url::form_urlencoded::parse(again.as_bytes()).next().unwrap();
            prop_assert_eq!(value, text);
        } else {
            prop_assert!(text.contains(['\0', '%', ',']));
        }
    }
}
