//! What holds for all of Alauda Container Platform's calls together.

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::api::testing::made_up;
use crate::api::{Auth, Effect, Endpoint, Method, Response, Secret, Timestamp, request};

/// Runs something on one example of every endpoint.
macro_rules! for_each_endpoint {
    ($run:ident $(, $arg:expr)*) => { for_each_endpoint!(of UserName("jane".to_owned()); $run $(, $arg)*) };
    (of $name:expr; $run:ident $(, $arg:expr)*) => {{
        let name: UserName = $name;
        let sealed = || SealedPassword(Secret::from("correcthorse1"));
        let part = || (20, Some(Continue("next/=".to_owned())));
        let validity = NewValidity::ForGood;
        $run(&CreateUser {
            email: name.0.clone(),
            username: "Anna".into(),
            mail: None,
            password: sealed(),
            validity,
        } $(, $arg)*);
        let filter = Filter::new(UserField::Email, &name.0);
        $run(&ListUsers { filter, sort: None, limit: 20, page: 1 } $(, $arg)*);
        $run(&GetUser { name: name.clone() } $(, $arg)*);
        $run(&UpdateUser::new(name.clone()).own_password(sealed(), sealed()) $(, $arg)*);
        $run(&DeleteUser { name: name.clone() } $(, $arg)*);
        $run(&CheckAddress $(, $arg)*);
        $run(&GetLoginKey $(, $arg)*);
        $run(&GetPasswordKey $(, $arg)*);
        $run(&CreateAccessToken {
            description: name.0.clone(),
            expires_at: Timestamp::from_unix(1),
        } $(, $arg)*);
        let (limit, from) = part();
        $run(&ListAccessTokens { limit, from } $(, $arg)*);
        $run(&DeleteAccessToken { name: TokenName(name.0.clone()) } $(, $arg)*);
        $run(&ListUserBindings $(, $arg)*);
        let spec = UserBindingSpec {
            subjects: vec![Subject { kind: "User".into(), name: name.0.clone() }],
            role: "r".into(),
            scope: "platform".into(),
            constraint: Vec::new(),
        };
        $run(&CreateUserBinding { name: BindingName(name.0.clone()), spec } $(, $arg)*);
        $run(&DeleteUserBinding { name: BindingName(name.0.clone()) } $(, $arg)*);
        let (limit, from) = part();
        $run(&ListUserObjects { limit, from } $(, $arg)*);
        $run(&GetUserObject { name: name.clone() } $(, $arg)*);
        $run(&UpdateUserObject::new(name.clone()).disabled(true) $(, $arg)*);
        let (limit, from) = part();
        $run(&ListGroups { limit, from } $(, $arg)*);
        $run(&GetGroup { name: GroupName(name.0) } $(, $arg)*);
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
fn only_what_is_read_may_be_repeated_and_two_calls_are_public() {
    for facts in ENDPOINTS {
        let is_get = facts.method == Method::Get;
        assert_eq!(facts.effect == Effect::Read, is_get, "{}", facts.operation);
        let is_public = matches!(facts.operation, "check_address" | "get_login_key");
        assert_eq!(facts.auth == Auth::Public, is_public, "{}", facts.operation);
        assert!(!facts.limited);
    }
}

fn is_clean<E: Endpoint>(endpoint: &E) {
    let built = request(endpoint).unwrap();
    let target = built.target();
    let is_known = [
        "/auth/v1/",
        "/auth/v2/",
        "/kubernetes/global/apis/auth.alauda.io/v1/",
        "/dex/pubkey",
    ]
    .iter()
    .any(|start| target.starts_with(start));
    assert!(is_known && !target.contains("//"), "{target}");
    assert!(!target.contains("correct"), "{target}");
    assert!(!format!("{built:?}").contains("correcthorse1"));
    for (name, _) in &built.headers {
        assert_eq!(*name, "Content-Type");
    }
    let is_about_something = E::EFFECT == Effect::Write && E::OPERATION != "create_access_token";
    assert_eq!(
        built.subject.is_some(),
        is_about_something,
        "{}",
        E::OPERATION
    );
}

#[test]
fn every_request_is_clean_and_hides_its_secrets() {
    for_each_endpoint!(is_clean);
}

#[test]
fn both_ways_to_change_an_account_share_its_place_in_the_queue() {
    let name = UserName::of_login("example4");
    let one = UpdateUser::new(name.clone()).display_name("x").subject();
    let other = UpdateUserObject::new(name.clone()).disabled(true).subject();
    assert!(one.is_some() && one == other && one == DeleteUser { name }.subject());
}

fn has_name<E: Endpoint>(endpoint: &E, name: &str) {
    let built = request(endpoint).unwrap();
    let url = url::Url::parse("http://127.0.0.1/").unwrap();
    let url = url.join(&built.target()).unwrap();
    let template: Vec<_> = E::PATH.split('/').collect();
    let parts: Vec<_> = url.path().split('/').collect();
    assert_eq!(parts.len(), template.len(), "{url}");
    for (part, place) in parts.iter().zip(template) {
        if place == "{name}" {
            assert_eq!(decoded(part), name);
        }
    }
    assert!(url.fragment().is_none());
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first == b'%' {
            let digits = std::str::from_utf8(&rest[..2]).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
            rest = &rest[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).unwrap()
}

const WORDS: made_up::Words = made_up::Words {
    names: concat!(
        "metadata|spec|items|total|kind|name|continue|creationTimestamp|email|username|expired|begin|end|groups|",
        "state|valid|connector_type|is_disabled|ts|pubkey|token|timestamp|expiration|subjects|subject|roleRef|",
        "message|error|reason|details|causes|field|retryAfterSeconds|users|refConnector|constraint",
    ),
    texts: "2026-01-01T00:00:00Z|Status|Unauthorized",
};

made_up::decoders_survive!(WORDS, "aHVudGVyMg", for_each_endpoint);

proptest! {
    /// In whichever form a server repeats an encrypted password.
    #[test]
    fn an_encrypted_password_that_is_repeated_never_reaches_an_error(
        before in "[a-z ]{0,20}",
        status in 400_u16..600,
        is_json: bool,
    ) {
        let message = format!("{before} {}", "aHVudGVyMg".repeat(34));
        let (kind, body) = if is_json {
            let body = serde_json::json!({
                "kind": "Status",
                "message": &message,
                "reason": &message,
                "details": {"causes": [{"field": &message, "message": &message}]},
            });
            ("application/json", body.to_string())
        } else {
            ("text/plain", message)
        };
        let headers = vec![("Content-Type".to_owned(), kind.to_owned())];
        let response = Response::new(status, headers, body.into_bytes());
        for_each_endpoint!(read, &response);
    }

    #[test]
    fn any_name_survives_a_browsers_url_parser(name in ".*") {
        prop_assume!(!matches!(name.as_str(), "" | "." | ".."));
        for_each_endpoint!(of UserName(name.clone()); has_name, &name);
    }

    /// What is changed is sent and nothing else: there is no way to write back what was read.
    #[test]
    fn a_change_holds_its_own_members_only(username in ".*") {
        let change = UpdateUser::new(UserName("jane".to_owned())).display_name(&*username);
        let built = request(&change).unwrap();
        let sent: Value = serde_json::from_slice(built.body.unwrap().as_bytes()).unwrap();
        prop_assert_eq!(sent, serde_json::json!({"spec": {"username": username}}));
    }
}
