//! What holds for all of `SFTPGo`'s calls together.

use std::fmt::Write;

use proptest::prelude::*;
use url::Url;

use super::*;
use crate::api::testing::made_up;
use crate::api::{Auth, Effect, Endpoint, Method, Response, Secret, request};

/// Runs something on one example of every endpoint.
macro_rules! for_each_endpoint {
    ($run:ident $(, $arg:expr)*) => {{
        let secret = || Secret::from("correct horse 1");
        let username = || String::from("anna");
        let name = || String::from("lab");
        let id = || KeyId("Bcd2".to_owned());
        let config_name = || String::from("Default");
        let page = Page::FIRST;
        let user = || User::new("anna");
        let secrets = || vec![StorageSecret { block: "s3config", member: "access_secret", value: Some(secret()) }];
        let ip = || String::from("127.0.0.5");
        let mode = UsageMode::Reset;
        let scope = KeyScope::Admin;
        $run(&ListUsers { page } $(, $arg)*);
        $run(&AddUser { user: user(), password: Some(secret()), secrets: secrets() } $(, $arg)*);
        $run(&GetUser { username: username() } $(, $arg)*);
        $run(&UpdateUser { user: user(), password: PasswordChange::Set(secret()), secrets: secrets(), disconnect: true } $(, $arg)*);
        $run(&DeleteUser { username: username() } $(, $arg)*);
        $run(&DisableSecondFactor { username: username() } $(, $arg)*);
        $run(&ForgotPassword { username: username() } $(, $arg)*);
        $run(&AdminForgotPassword { username: username() } $(, $arg)*);
        $run(&ResetPassword { username: username(), code: secret(), password: secret() } $(, $arg)*);
        $run(&AdminResetPassword { username: username(), code: secret(), password: secret() } $(, $arg)*);
        $run(&SignIn { username: username(), password: secret(), passcode: Some(Secret::from("123456")) } $(, $arg)*);
        $run(&UserSignIn { username: username(), password: secret(), passcode: None } $(, $arg)*);
        $run(&SignOut $(, $arg)*);
        $run(&UserSignOut $(, $arg)*);
        $run(&GetVersion $(, $arg)*);
        $run(&CheckHealth $(, $arg)*);
        $run(&CheckInterface $(, $arg)*);
        $run(&GetOwnProfile $(, $arg)*);
        $run(&UpdateOwnProfile { profile: AdminProfile::default() } $(, $arg)*);
        $run(&ChangeOwnPassword { current: secret(), new: secret() } $(, $arg)*);
        $run(&UserChangePassword { current: secret(), new: secret() } $(, $arg)*);
        $run(&GetUserProfile $(, $arg)*);
        $run(&UpdateUserProfile { profile: UserProfile::default() } $(, $arg)*);
        $run(&ListTotpConfigs $(, $arg)*);
        $run(&GenerateTotp { config_name: config_name() } $(, $arg)*);
        $run(&ValidateTotp { config_name: config_name(), passcode: secret(), secret: secret() } $(, $arg)*);
        $run(&SaveTotp { on: Some((config_name(), secret())) } $(, $arg)*);
        $run(&ListRecoveryCodes $(, $arg)*);
        $run(&GenerateRecoveryCodes $(, $arg)*);
        $run(&ListApiKeys { page } $(, $arg)*);
        $run(&CreateApiKey { name: name(), scope, owner: username(), expires_ms: 5, description: name() } $(, $arg)*);
        $run(&GetApiKey { id: id() } $(, $arg)*);
        $run(&UpdateApiKey { id: id(), name: name(), scope, owner: username(), expires_ms: 5, description: name() } $(, $arg)*);
        $run(&DeleteApiKey { id: id() } $(, $arg)*);
        $run(&ListGroups { page } $(, $arg)*);
        $run(&GetGroup { name: name() } $(, $arg)*);
        $run(&ListRoles { page } $(, $arg)*);
        $run(&GetRole { name: name() } $(, $arg)*);
        $run(&ListFolders { page } $(, $arg)*);
        $run(&GetFolder { name: name() } $(, $arg)*);
        $run(&ListAdmins { page } $(, $arg)*);
        $run(&GetAdmin { username: username() } $(, $arg)*);
        $run(&ListFileSessions $(, $arg)*);
        $run(&CloseFileSession { id: name() } $(, $arg)*);
        $run(&ListQuotaScans $(, $arg)*);
        $run(&StartQuotaScan { username: username() } $(, $arg)*);
        $run(&UpdateUsage { username: username(), bytes: 1, files: 1, mode } $(, $arg)*);
        $run(&UpdateTransferUsage { username: username(), uploaded_bytes: 1, downloaded_bytes: 1, mode } $(, $arg)*);
        $run(&ListHosts $(, $arg)*);
        $run(&GetHost { ip: ip() } $(, $arg)*);
        $run(&UnbanHost { ip: ip() } $(, $arg)*);
        $run(&ListUserTotpConfigs $(, $arg)*);
        $run(&GenerateUserTotp { config_name: config_name() } $(, $arg)*);
        $run(&ValidateUserTotp { config_name: config_name(), passcode: secret(), secret: secret() } $(, $arg)*);
        $run(&SaveUserTotp { on: Some((config_name(), secret())), protocols: vec![name()] } $(, $arg)*);
        $run(&ListUserRecoveryCodes $(, $arg)*);
        $run(&GenerateUserRecoveryCodes $(, $arg)*);
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
fn signing_out_is_the_one_get_that_changes_something() {
    for facts in ENDPOINTS {
        let is_get = facts.method == Method::Get;
        let is_sign_out = facts.operation.ends_with("sign_out");
        let is_made_up = facts.operation.ends_with("generate_totp");
        assert_eq!(
            facts.effect == Effect::Read,
            is_get && !is_sign_out || is_made_up,
            "{}",
            facts.operation
        );
    }
}

#[test]
fn what_can_lead_to_a_ban_or_costs_is_never_repeated() {
    for facts in ENDPOINTS {
        let counts = [
            "sign_in",
            "forgot_password",
            "reset_password",
            "generate_totp",
        ];
        let is_counted = counts.iter().any(|name| facts.operation.ends_with(name));
        assert_eq!(facts.limited, is_counted, "{}", facts.operation);
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
            "user_forgot_password",
            "admin_forgot_password",
            "user_reset_password",
            "admin_reset_password",
            "sign_in",
            "user_sign_in",
            "check_health",
            "check_interface",
        ]
    );
}

fn is_clean<E: Endpoint>(endpoint: &E) {
    let built = request(endpoint).unwrap();
    let target = built.target();
    assert!(!target.contains("//") && !target.ends_with('/'), "{target}");
    assert_eq!(target.starts_with("/api/v2/"), !E::AT_ROOT, "{target}");
    assert!(!target.contains("correct"), "{target}");
    assert!(!target.contains("confidential"), "{target}");
    assert!(!format!("{built:?}").contains("correct horse 1"));
    for (name, _) in &built.headers {
        assert_eq!(*name, "Content-Type");
    }
    let is_sign_in = E::OPERATION.ends_with("sign_in");
    assert_eq!(!built.secret_headers.is_empty(), is_sign_in);
    let makes = matches!(E::OPERATION, "add_user" | "create_api_key");
    let about_one = E::EFFECT == Effect::Write && !makes;
    assert_eq!(built.subject.is_some(), about_one, "{}", E::OPERATION);
}

#[test]
fn every_request_is_clean_and_hides_its_secrets() {
    for_each_endpoint!(is_clean);
}

const WORDS: made_up::Words = made_up::Words {
    names: concat!(
        "id|username|status|email|permissions|filters|filesystem|groups|message|error|access_token|expires_at|",
        "name|scope|key|code|used|secret|config_name|version|features|connection_id|ip|ban_time|users|user_settings",
    ),
    texts: "Redacted|Secretbox|AES-256-GCM",
};

made_up::decoders_survive!(WORDS, "correct horse 1", for_each_endpoint);

fn decode(part: &str) -> Vec<u8> {
    let bytes = part.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = part
            .get(at + 1..at + 3)
            .filter(|_| *byte == b'%')
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(hex.unwrap_or(*byte));
        at += if hex.is_some() { 3 } else { 1 };
    }
    out
}

/// How the server's language writes a path by itself: it leaves these letters, and encodes all others.
fn written_by_server(bytes: &[u8]) -> String {
    let mut out = String::new();
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-_.~$&+,/:;=@".contains(byte) {
            out.push(char::from(*byte));
        } else {
            write!(out, "%{byte:02X}").unwrap();
        }
    }
    out
}

/// The name that the server reads: once more decoded when the part is what the server itself would have written.
fn read_by_server(part: &str) -> String {
    let once = decode(part);
    let name = if written_by_server(&once) == part {
        decode(std::str::from_utf8(&once).unwrap())
    } else {
        once
    };
    String::from_utf8(name).unwrap()
}

/// What a proxy hands on that decodes the path and writes it again.
fn through_proxy(path: &str) -> String {
    let mut out = String::new();
    for byte in decode(path) {
        if byte <= b' ' || byte >= 0x7f || b"%?#".contains(&byte) {
            write!(out, "%{byte:02X}").unwrap();
        } else {
            out.push(char::from(byte));
        }
    }
    out
}

fn path_of(username: &str) -> String {
    let username = username.to_owned();
    let built = request(&DisableSecondFactor { username }).unwrap();
    let page = Url::parse("http://127.0.0.1/deep/page").unwrap();
    page.join(&built.target()).unwrap().path().to_owned()
}

fn part_of(path: &str) -> &str {
    let rest = path.strip_prefix("/api/v2/users/").unwrap();
    rest.strip_suffix("/2fa/disable").unwrap()
}

#[test]
fn a_name_with_a_percent_sign_would_name_another_account_if_encoded_once() {
    assert_eq!(read_by_server("a%2541b"), "aAb");
    assert_eq!(read_by_server("%61%25%34%31%62"), "a%41b");
    assert_eq!(read_by_server(part_of(&path_of("a%41b"))), "a%41b");
}

#[test]
fn a_name_that_is_empty_is_not_sent() {
    let username = String::new();
    assert!(request(&GetUser { username }).is_err());
}

proptest! {
    #[test]
    fn any_name_is_read_back_with_and_without_a_proxy(
        name in prop_oneof![".+", "[%a-f0-9/.\\\\?#;:+ \u{0}]{1,12}", "(%[0-9a-f]{2}){1,4}", "[.]{1,4}"],
    ) {
        let path = path_of(&name);
        prop_assert_eq!(read_by_server(part_of(&path)), name.as_str());
        let behind = through_proxy(&path);
        prop_assert_eq!(read_by_server(part_of(&behind)), name.as_str());
        // A server behind two of them, as a container often has it.
        let twice = through_proxy(&behind);
        prop_assert_eq!(read_by_server(part_of(&twice)), name);
    }

}

/// A call whose request holds the password, and an error that repeats it.
fn is_silent<E: Endpoint>(endpoint: &E, response: &Response) {
    let holds = [
        "add_user",
        "update_user",
        "user_reset_password",
        "admin_reset_password",
        "change_own_password",
        "user_change_password",
    ];
    if holds.contains(&E::OPERATION) {
        read(endpoint, response);
    }
}

proptest! {
    #[test]
    fn a_password_that_is_repeated_never_reaches_an_error(before in ".{0,20}", status in 400_u16..600) {
        let text = format!("Validation error: {before} \"correct horse 1\" is too weak");
        let body = serde_json::json!({"error": text, "message": ""});
        let response = made_up::in_json(status, &body);
        for_each_endpoint!(is_silent, &response);
    }
}
