//! What holds for all of Portainer's calls together.

use proptest::prelude::*;

use super::*;
use crate::api::testing::made_up;
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

const WORDS: made_up::Words = made_up::Words {
    names: concat!(
        "Id|Username|Role|TokenIssueAt|ThemeSettings|UseCache|jwt|Version|message|details|rawAPIKey|apiKey|",
        "id|userId|UserID|TeamID|Name|description|prefix|dateCreated|lastUsed|AuthenticationMethod|ServerVersion",
    ),
    texts: "Internal|bearer|2.23.0",
};

made_up::decoders_survive!(WORDS, "hunter2", for_each_endpoint);

proptest! {
    /// The server quotes up to forty bytes of the request from the place of the mistake on.
    #[test]
    fn a_password_that_is_repeated_never_reaches_an_error(before in ".{0,20}", status in 400_u16..600) {
        let details = format!("Json: cannot unmarshal \"{before}, \\\"Password\\\": \\\"hunter2\" into x");
        let body = serde_json::json!({"message": "Invalid request payload", "details": details});
        let response = made_up::in_json(status, &body);
        for_each_endpoint!(read, &response);
    }
}
