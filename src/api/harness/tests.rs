//! What holds for all of Harness's calls together.

use proptest::prelude::*;
use serde_json::Value;
use url::Url;

use super::*;
use crate::api::testing::made_up;
use crate::api::{Auth, Effect, Endpoint, Method, Response, Secret, Timestamp, request};

fn account() -> AccountId {
    AccountId::from("acc0")
}

fn scope() -> Scope {
    Scope::Project {
        account: account(),
        org: OrgId::from("org"),
        project: ProjectId::from("project"),
    }
}

fn owner() -> Owner {
    Owner {
        account: account(),
        user: UserId::from("u-1"),
    }
}

fn settings() -> TwoFactorSettings {
    let text = r#"{"totpSecretKey":"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ","userId":"u-1"}"#;
    serde_json::from_str(text).unwrap()
}

fn user() -> UserInfo {
    serde_json::from_str(r#"{"uuid":"u-1","email":"anna@example.org"}"#).unwrap()
}

fn invite() -> Invite {
    serde_json::from_str(r#"{"id":"i-1","email":"anna@example.org"}"#).unwrap()
}

fn api_key() -> ApiKey {
    ApiKey::new(&owner(), "ci", "CI", "").unwrap()
}

fn whole_token() -> Token {
    let text =
        r#"{"identifier":"t1","name":"T","validFrom":1,"validTo":2,"apiKeyIdentifier":"ci"}"#;
    serde_json::from_str(text).unwrap()
}

/// Runs something on one example of every endpoint; `$who` is every id that stands in a path.
macro_rules! for_each_endpoint {
    ($who:expr, $run:ident $(, $arg:expr)*) => {{
        let who: &str = $who;
        let secret = || Secret::from("correct horse 1");
        let confirmed = settings().confirm("287082", Timestamp::from_unix(59)).unwrap();
        let paging = || Paging::page(0);
        let (id, group) = (|| UserId::from(who), || GroupId::from(who));
        let emails = vec!["anna@example.org".to_owned()];
        $run(&AddUsers { scope: scope(), emails, roles: vec![], groups: vec![] } $(, $arg)*);
        $run(&ChangeUserPassword { account: account(), me: id(), current: secret(), new: secret() } $(, $arg)*);
        $run(&CheckIfLastAdmin { scope: scope(), id: id() } $(, $arg)*);
        $run(&DisableTwoFactorAuth { account: account(), me: id() } $(, $arg)*);
        $run(&EnableTwoFactorAuth { account: account(), me: id(), secret: confirmed } $(, $arg)*);
        $run(&GetAggregatedUser { scope: scope(), id: id() } $(, $arg)*);
        $run(&GetAggregatedUsers { scope: scope(), narrow: Narrow::Search(who.to_owned()), sort: vec![], paging: paging() } $(, $arg)*);
        $run(&GetCurrentUserInfo { account: account() } $(, $arg)*);
        $run(&GetTwoFactorAuthSettings { account: account() } $(, $arg)*);
        $run(&GetUsers::everybody(scope()) $(, $arg)*);
        $run(&RemoveUser { scope: scope(), id: id() } $(, $arg)*);
        $run(&Reset2fa { account: account(), id: id() } $(, $arg)*);
        $run(&UnlockUser { scope: scope(), id: id() } $(, $arg)*);
        $run(&UpdateUserInfo { account: account(), user: user() } $(, $arg)*);
        $run(&UpdateUserInfo1::of(account(), &user()) $(, $arg)*);
        $run(&AddGroupMember { scope: scope(), group: group(), user: id() } $(, $arg)*);
        $run(&AddUserToGroups { scope: scope(), id: id(), groups: vec![] } $(, $arg)*);
        $run(&AssignRoles { scope: scope(), user: id(), roles: vec![(RoleId::from("r"), ResourceGroupId::from("g"))] } $(, $arg)*);
        $run(&CheckAccess::to_users(scope()) $(, $arg)*);
        $run(&CheckAddress $(, $arg)*);
        $run(&CheckGroupMember { scope: scope(), group: group(), user: id() } $(, $arg)*);
        $run(&CreateApiKey { owner: owner(), key: api_key() } $(, $arg)*);
        $run(&CreateToken { owner: owner(), token: whole_token() } $(, $arg)*);
        $run(&DeleteApiKey { owner: owner(), id: KeyId::from(who) } $(, $arg)*);
        $run(&DeleteInvite { account: account(), id: InviteId::from(who) } $(, $arg)*);
        $run(&DeleteToken { owner: owner(), key: KeyId::from(who), id: TokenId::from(who) } $(, $arg)*);
        $run(&GetAccount { account: account() } $(, $arg)*);
        $run(&GetAggregatedApiKey { owner: owner(), id: KeyId::from(who) } $(, $arg)*);
        $run(&GetAuthenticationSettings { account: account() } $(, $arg)*);
        $run(&GetInvite { account: account(), id: InviteId::from(who) } $(, $arg)*);
        $run(&GetPasswordStrength { account: account() } $(, $arg)*);
        $run(&GetUserGroup { scope: scope(), id: group() } $(, $arg)*);
        $run(&ListAggregatedApiKeys { owner: owner(), search: who.to_owned(), paging: paging() } $(, $arg)*);
        $run(&ListAggregatedTokens { account: account(), of: TokensOf::Key(id(), KeyId::from(who)), only_active: true, search: String::new(), paging: paging() } $(, $arg)*);
        $run(&ListApiKeys { owner: owner(), ids: vec![KeyId::from(who)] } $(, $arg)*);
        $run(&ListGroupUsers { scope: scope(), group: group(), search: String::new(), paging: paging() } $(, $arg)*);
        $run(&ListInvites { scope: scope(), paging: paging() } $(, $arg)*);
        $run(&ListPendingUsers { scope: scope(), narrow: Narrow::All, sort: vec![], paging: paging() } $(, $arg)*);
        $run(&ListResourceGroups { scope: scope(), paging: paging() } $(, $arg)*);
        $run(&ListRoles { scope: scope(), paging: paging() } $(, $arg)*);
        $run(&ListUserGroups { scope: scope(), with_inherited: true, paging: paging() } $(, $arg)*);
        $run(&RemoveGroupMember { scope: scope(), group: group(), user: id() } $(, $arg)*);
        $run(&ResendInvite { account: account(), invite: invite() } $(, $arg)*);
        $run(&RotateToken { owner: owner(), key: KeyId::from(who), id: TokenId::from(who), old_ends: Timestamp::from_unix(1) } $(, $arg)*);
        $run(&UpdateApiKey { owner: owner(), key: api_key() } $(, $arg)*);
        $run(&UpdateToken { owner: owner(), token: whole_token() } $(, $arg)*);
        $run(&ValidateToken { account: account(), token: secret() } $(, $arg)*);
    }};
}

fn count<E: Endpoint>(_endpoint: &E, counted: &mut Vec<&'static str>) {
    counted.push(E::OPERATION);
}

#[test]
fn every_endpoint_is_in_the_examples_and_in_the_table() {
    let mut counted = Vec::new();
    for_each_endpoint!("u-1", count, &mut counted);
    let table: Vec<_> = ENDPOINTS.iter().map(|facts| facts.operation).collect();
    assert_eq!(counted, table);
}

#[test]
fn the_method_does_not_tell_what_writes() {
    let surprising: Vec<_> = ENDPOINTS
        .iter()
        .filter(|facts| (facts.method == Method::Get) != (facts.effect == Effect::Read))
        .map(|facts| (facts.operation, facts.effect))
        .collect();
    assert_eq!(
        surprising,
        [
            ("get_aggregated_users", Effect::Read),
            ("get_users", Effect::Read),
            ("reset2fa", Effect::Write),
            ("check_access", Effect::Read),
            ("check_address", Effect::Read),
            ("list_group_users", Effect::Read),
            ("list_pending_users", Effect::Read),
            ("validate_token", Effect::Read),
        ]
    );
}

#[test]
fn what_must_not_be_repeated_is_never_repeated_by_itself() {
    let limited: Vec<_> = ENDPOINTS
        .iter()
        .filter(|facts| facts.limited)
        .map(|facts| facts.operation)
        .collect();
    assert_eq!(
        limited,
        [
            "get_two_factor_auth_settings",
            "check_address",
            "validate_token"
        ]
    );
    let is_public = |facts: &&Facts| facts.auth == Auth::Public;
    let public: Vec<_> = ENDPOINTS.iter().filter(is_public).collect();
    assert_eq!(public, [&facts::<CheckAddress>()]);
}

fn is_clean<E: Endpoint>(endpoint: &E) {
    let built = request(endpoint).unwrap();
    let target = built.target();
    let services = ["/ng/api/", "/authz/api/", "/resourcegroup/api/"];
    let is_known = services.iter().any(|start| target.starts_with(start));
    assert!(!target.contains("//") && !target.contains("/?"), "{target}");
    if E::AUTH == Auth::Public {
        // What is asked before somebody signs in is about nobody's account.
        assert_eq!(target, "/api/users/logintype");
    } else {
        assert!(is_known, "{target}");
        assert!(target.contains("accountIdentifier=acc0"), "{target}");
    }
    assert!(!target.contains("horse"), "{target}");
    let printed = format!("{built:?}");
    assert!(!printed.contains("correct horse 1") && !printed.contains("GEZD"));
    // The platform could answer in YAML (contract, 1.1).
    let accept = ("Accept", "application/json".to_owned());
    assert_eq!(built.headers.last(), Some(&accept));
    assert_eq!(built.headers.len(), 1 + usize::from(built.body.is_some()));
    let is_write = E::EFFECT == Effect::Write;
    assert_eq!(built.subject.is_some(), is_write, "{}", E::OPERATION);
}

#[test]
fn every_request_names_the_account_and_hides_its_secrets() {
    for_each_endpoint!("u-1", is_clean);
}

fn keeps<E: Endpoint>(endpoint: &E, who: &str) {
    let target = request(endpoint).unwrap().target();
    let page = Url::parse("http://127.0.0.1/base/").unwrap();
    let url = page.join(&["/base", &target].concat()).unwrap();
    assert!(url.fragment().is_none());
    let wanted = E::PATH.split('/').count() + 1;
    let parts: Vec<_> = url.path().split('/').collect();
    assert_eq!(parts.len(), wanted, "{target}");
    for (name, part) in E::PATH.split('/').zip(parts.iter().skip(1)) {
        let is_ours = matches!(
            name,
            "{userId}" | "{userIdentifier}" | "{identifier}" | "{inviteId}"
        );
        let is_fixed = matches!(
            E::OPERATION,
            "update_user_info1" | "resend_invite" | "update_api_key" | "update_token"
        );
        if is_ours && !is_fixed {
            assert_eq!(decoded(part), who, "{target}");
        }
    }
    for (name, value) in url.query_pairs() {
        let is_ours = matches!(
            name.as_ref(),
            "userId" | "inviteId" | "apiKeyIdentifier" | "identifiers"
        );
        if is_ours {
            assert_eq!(value, who, "{target}");
        }
        if name == "searchTerm" {
            assert_eq!(value, escape_search(who), "{target}");
        }
    }
}

/// What a server reads out of a path part, after the browser has parsed the address.
fn decoded(part: &str) -> String {
    // Only the query of an address decodes a plus sign, and encoded ones are none.
    let as_query = ["http://127.0.0.1/?x=", part].concat();
    let url = Url::parse(&as_query).unwrap();
    let (_, value) = url.query_pairs().next().unwrap();
    value.into_owned()
}

const WORDS: made_up::Words = made_up::Words {
    names: concat!(
        "status|code|message|data|resource|responseMessages|errors|content|totalPages|pageIndex|pageToken|",
        "user|uuid|email|name|locked|roleAssignmentMetadata|roleIdentifier|addUserResponseMap|totpSecretKey|",
        "apiKey|token|identifier|expiryAt|role|resourceGroup|users|accessControlList|permission|permitted|id",
    ),
    texts: "SUCCESS|ERROR|FAILURE|INVALID_TOKEN|ENTITY_NOT_FOUND|PASSWORD_CHANGED|USER|TOTP",
};

made_up::decoders_survive!(WORDS, "correct horse 1", for_each_endpoint, "u-1");

fn object() -> impl Strategy<Value = serde_json::Map<String, Value>> {
    proptest::collection::btree_map(".{0,8}", made_up::json(WORDS), 0..8)
        .prop_map(|map| map.into_iter().collect())
}

/// What is written back of an object after reading it, to the letter.
fn round<T: serde::de::DeserializeOwned + serde::Serialize>(object: &Value) -> String {
    let read: T = serde_json::from_str(&object.to_string()).unwrap();
    serde_json::to_string(&read).unwrap()
}

#[test]
fn only_secrets_are_dropped_from_what_is_written_back() {
    let token = serde_json::json!({"identifier": "a", "name": "A", "encodedPassword": "x", "y": 1});
    let kept = serde_json::json!({"identifier": "a", "name": "A", "y": 1});
    assert_eq!(round::<Token>(&token), kept.to_string());
    let user = serde_json::json!({"uuid": "a", "email": "b", "token": "x"});
    assert_eq!(
        round::<UserInfo>(&user),
        serde_json::json!({"uuid": "a", "email": "b"}).to_string()
    );
}

proptest! {
    #[test]
    fn a_password_that_is_repeated_never_reaches_an_error(
        before in "[^\"{}]{0,20}",
        status in prop_oneof![Just(200_u16), 400_u16..600],
    ) {
        let said = format!("{before} correct horse 1");
        let body = serde_json::json!({
            "status": "ERROR", "code": "X", "message": said, "errors": [{"fieldId": "x", "error": said}]
        });
        let response = made_up::in_json(status, &body);
        let (me, secret) = (UserId::from("u-1"), || Secret::from("correct horse 1"));
        let change = ChangeUserPassword { account: account(), me, current: secret(), new: secret() };
        read(&change, &response);
        read(&ValidateToken { account: account(), token: secret() }, &response);
    }

    #[test]
    fn any_id_and_any_search_arrive_as_they_are(who in ".{1,12}") {
        prop_assume!(!matches!(who.as_str(), "." | ".."));
        for_each_endpoint!(who.as_str(), keeps, &who);
    }

    #[test]
    fn a_scope_arrives_as_it_is(account in ".{1,8}", org in ".{1,8}", project in ".{1,8}") {
        let scope = Scope::Project {
            account: AccountId::from(account.as_str()),
            org: OrgId::from(org.as_str()),
            project: ProjectId::from(project.as_str()),
        };
        let target = request(&GetUsers::everybody(scope)).unwrap().target();
        let url = Url::parse("http://127.0.0.1/").unwrap().join(&target).unwrap();
        let found = |wanted: &str| {
            let mut pairs = url.query_pairs();
            pairs.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
        };
        prop_assert_eq!(found("accountIdentifier"), Some(account.clone()));
        prop_assert_eq!(found("routingId"), Some(account));
        prop_assert_eq!(found("orgIdentifier"), Some(org));
        prop_assert_eq!(found("projectIdentifier"), Some(project));
    }

    #[test]
    fn what_is_written_back_loses_no_member_and_changes_none(mut object in object(), a in ".*", b in ".*") {
        for name in ["token", "encodedPassword"] {
            object.remove(name);
        }
        for name in ["uuid", "id", "identifier"] {
            object.insert(name.to_owned(), Value::from(a.clone()));
        }
        for name in ["email", "name"] {
            object.insert(name.to_owned(), Value::from(b.clone()));
        }
        let whole = Value::Object(object);
        prop_assert_eq!(round::<UserInfo>(&whole), whole.to_string());
        prop_assert_eq!(round::<Invite>(&whole), whole.to_string());
        prop_assert_eq!(round::<ApiKey>(&whole), whole.to_string());
        prop_assert_eq!(round::<Token>(&whole), whole.to_string());
    }
}
