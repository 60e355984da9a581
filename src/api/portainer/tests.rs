//! What holds for all of Portainer's calls together.

use proptest::prelude::*;

use super::*;
use crate::api::{Auth, Effect, Endpoint, Method, Response, Secret, request};

/// Runs something on one example of every endpoint.
macro_rules! for_each_endpoint {
    ($run:ident $(, $arg:expr)*) => {{
        let secret = || Secret::from("correct horse 1");
        let (user_id, team_id, id) = (UserId(2), TeamId(1), MembershipId(3));
        let role = TeamRole::Member;
        $run(&ListUsers $(, $arg)*);
        $run(&CreateUser { username: "anna".into(), password: Some(secret()), role: Role::Regular } $(, $arg)*);
        $run(&GetCurrentUser $(, $arg)*);
        $run(&GetUser { id: user_id } $(, $arg)*);
        $run(&UpdateUser::new(user_id).new_password(secret()) $(, $arg)*);
        $run(&DeleteUser { id: user_id } $(, $arg)*);
        $run(&UpdatePassword { id: user_id, current: secret(), new: secret() } $(, $arg)*);
        $run(&ListMemberships { user_id } $(, $arg)*);
        $run(&ListApiKeys { user_id } $(, $arg)*);
        $run(&CreateApiKey { user_id, description: "x".into(), password: Some(secret()) } $(, $arg)*);
        $run(&DeleteApiKey { user_id, key_id: KeyId(1) } $(, $arg)*);
        $run(&CheckAdmin $(, $arg)*);
        $run(&InitAdmin { username: "admin".into(), password: secret() } $(, $arg)*);
        $run(&SignIn { username: "anna".into(), password: secret() } $(, $arg)*);
        $run(&ValidateOauth { code: secret() } $(, $arg)*);
        $run(&GetPublicSettings $(, $arg)*);
        $run(&GetStatus $(, $arg)*);
        $run(&GetOldStatus $(, $arg)*);
        $run(&GetVersion $(, $arg)*);
        $run(&ListTeams { only_led: true } $(, $arg)*);
        $run(&ListTeamMemberships { team_id } $(, $arg)*);
        $run(&ListAllMemberships $(, $arg)*);
        $run(&CreateMembership { user_id, team_id, role } $(, $arg)*);
        $run(&UpdateMembership { id, user_id, team_id, role } $(, $arg)*);
        $run(&DeleteMembership { id, user_id } $(, $arg)*);
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
fn signing_out_is_never_a_request() {
    for facts in ENDPOINTS {
        assert!(!facts.path.contains("logout"), "{}", facts.operation);
    }
}

#[test]
fn only_reads_that_are_not_counted_may_be_repeated() {
    for facts in ENDPOINTS {
        let is_get = facts.method == Method::Get;
        let is_sign_in = matches!(facts.operation, "sign_in" | "validate_oauth");
        assert_eq!(
            facts.effect == Effect::Read,
            is_get || is_sign_in,
            "{}",
            facts.operation
        );
        assert_eq!(
            facts.limited,
            is_sign_in
                || matches!(
                    facts.operation,
                    "user_update_password" | "user_generate_api_key"
                )
        );
    }
}

#[test]
fn what_is_public_carries_no_credential() {
    let public: Vec<_> = ENDPOINTS
        .iter()
        .filter(|facts| facts.auth == Auth::Public)
        .map(|facts| facts.operation)
        .collect();
    assert_eq!(
        public,
        [
            "user_admin_check",
            "user_admin_init",
            "sign_in",
            "validate_oauth",
            "get_public_settings",
            "get_status",
            "get_old_status",
        ]
    );
}

fn is_clean<E: Endpoint>(endpoint: &E) {
    let built = request(endpoint).unwrap();
    let target = built.target();
    // An unclean path is answered with a redirect that loses the base path.
    assert!(
        target.starts_with("/api/") && !target.contains("//"),
        "{target}"
    );
    assert!(
        !target.ends_with('/') && !target.contains("/./"),
        "{target}"
    );
    assert!(!target.to_ascii_lowercase().contains("token="), "{target}");
    assert!(!target.contains("correct"), "{target}");
    assert!(!target.contains("environmentId"), "{target}");
    assert!(!format!("{built:?}").contains("correct horse 1"));
    for (name, _) in &built.headers {
        assert_eq!(*name, "Content-Type");
    }
    let about_account = E::EFFECT == Effect::Write && E::OPERATION != "user_create";
    assert_eq!(built.subject.is_some(), about_account, "{}", E::OPERATION);
}

#[test]
fn every_request_is_clean_and_hides_its_secrets() {
    for_each_endpoint!(is_clean);
}

fn read<E: Endpoint>(endpoint: &E, response: &Response) {
    if let Err(error) = endpoint.read(response) {
        assert_eq!(error.operation, E::OPERATION);
        let printed = format!("{error:?} {error} {:?}", crate::api::explain(&error));
        assert!(!printed.contains("hunter2"), "{printed}");
    }
}

fn kinds() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("application/json".to_owned()),
        Just("text/plain; charset=utf-8".to_owned()),
        Just("text/html".to_owned()),
        Just(String::new()),
    ]
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    let names = prop_oneof![
        "Id|Username|Role|TokenIssueAt|ThemeSettings|UseCache|jwt|Version|message|details|rawAPIKey|apiKey",
        "id|userId|UserID|TeamID|Name|description|prefix|dateCreated|lastUsed|AuthenticationMethod|ServerVersion",
        ".{0,6}",
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(names.clone(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic_in_any_decoder(
        status in 0_u16..700,
        kind in kinds(),
        body in proptest::collection::vec(any::<u8>(), 0..120),
    ) {
        let response = Response::new(status, vec![("content-type".to_owned(), kind)], body);
        for_each_endpoint!(read, &response);
    }

    #[test]
    fn arbitrary_json_never_panics_in_any_decoder(
        status in prop_oneof![Just(200_u16), Just(201), 300_u16..600],
        body in json(),
    ) {
        let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        let response = Response::new(status, headers, body.to_string().into_bytes());
        for_each_endpoint!(read, &response);
    }

    /// The server quotes up to forty bytes of the request from the place of the mistake on.
    #[test]
    fn a_password_that_is_repeated_never_reaches_an_error(before in ".{0,20}", status in 400_u16..600) {
        let details = format!("Json: cannot unmarshal \"{before}, \\\"Password\\\": \\\"hunter2\" into x");
        let body = serde_json::json!({"message": "Invalid request payload", "details": details});
        let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        let response = Response::new(status, headers, body.to_string().into_bytes());
        for_each_endpoint!(read, &response);
    }
}
