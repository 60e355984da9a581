//! `SFTPGo`'s recorded exchanges as typed values.

#[path = "sftpgo/own.rs"]
mod own;

use rollcall::api::sftpgo::{
    AddUser, Admin, AdminForgotPassword, AdminResetPassword, Alive, ApiKey, CheckHealth,
    CheckInterface, CloseFileSession, CreateApiKey, DeleteApiKey, DeleteUser, DisableSecondFactor,
    ENDPOINTS, FileSession, Folder, ForgotPassword, GetAdmin, GetApiKey, GetFolder, GetGroup,
    GetHost, GetRole, GetUser, GetVersion, Group, Host, Interface, KeyId, KeyScope, ListAdmins,
    ListApiKeys, ListFileSessions, ListFolders, ListGroups, ListHosts, ListQuotaScans, ListRoles,
    ListUsers, NewApiKey, Page, PasswordChange, QuotaScan, ResetPassword, Role, SignIn, SignOut,
    StartQuotaScan, Token, UnbanHost, UpdateApiKey, UpdateTransferUsage, UpdateUsage, UpdateUser,
    UsageMode, User, UserSignIn, UserSignOut, Version, is_taken_for_hash,
};
use rollcall::api::{Auth, Clash, Empty, ErrorKind, Facts, Reason, Secret, Timestamp, request};
use rollcall::transport::Credential;
use rollcall_replay::{Exchange, Flow, Got, Sent};
use serde_json::{Value, json};

use super::body::Members;
use super::core::{Dialect, Header, Held, is_word};
use super::expected::Expected;
use super::harbor::pair;
use super::tally::Tally;

/// Calls that no recorded flow makes.
pub(crate) const NOT_RECORDED: [&str; 3] = [
    "user_sign_out",
    "user_validate_totp",
    "user_generate_recovery_codes",
];

/// Holds every exchange of a flow against the typed client.
pub(crate) fn hold(flow: &Flow, tally: &mut Tally) {
    let dialect = Dialect {
        endpoints: ENDPOINTS.to_vec(),
        expected,
        credential,
        header,
        recorded,
    };
    for exchange in &flow.exchanges {
        let place = format!("{} step {}", flow.path.display(), exchange.step);
        let exchange = &bound(exchange);
        let Some((facts, values)) = dialect.endpoint_of(&exchange.request) else {
            tally.n_not_ours += 1;
            continue;
        };
        let is_nobody = facts.operation == "sign_in" && exchange.request.headers.is_empty();
        let facts = if is_nobody {
            rollcall::api::facts::<CheckInterface>()
        } else {
            facts
        };
        let mut held = Held {
            place,
            facts,
            dialect: &dialect,
            exchange,
            tally,
            id: i64::from(has_groups(&exchange.request)),
            is_query_used: false,
            is_made: true,
        };
        let part = values.first().map(String::as_str).unwrap_or_default();
        let is_sign_in = facts.operation.ends_with("sign_in");
        let has_basic = exchange
            .request
            .headers
            .iter()
            .any(|(_, value)| pair(value).is_some());
        held.unless(
            has_basic && !is_sign_in,
            "name and password where a token belongs",
        );
        let name = name(&mut held, part);
        call(&mut held, name);
    }
}

/// Whether a body names groups: then a 404 is about those.
fn has_groups(sent: &Sent) -> bool {
    let body: Option<Value> = sent
        .body
        .as_deref()
        .and_then(|body| serde_json::from_str(body).ok());
    body.is_some_and(|body| body["groups"].as_array().is_some_and(|all| !all.is_empty()))
}

/// `{{word}}`, which stands for something that differs each time, as the plain word.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let is_of_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        match after.split_once("}}") {
            Some((word, behind)) if !word.is_empty() && word.chars().all(is_of_word) => {
                out.push_str(word);
                rest = behind;
            }
            _ => {
                out.push_str("{{");
                rest = after;
            }
        }
    }
    out + rest
}

fn bound(exchange: &Exchange) -> Exchange {
    let mut bound = exchange.clone();
    for (_, value) in &mut bound.request.headers {
        let plain = plain(value);
        let word = plain
            .strip_prefix("Basic ")
            .and_then(|rest| rest.strip_suffix("_basic"));
        *value = match word {
            Some(word) => {
                let password = Secret::from(format!("{word}_password"));
                Secret::basic(word, &password).expose().to_owned()
            }
            None => plain,
        };
    }
    bound.request.target = plain(&bound.request.target);
    bound.request.body = bound.request.body.as_deref().map(plain);
    bound.response.body = plain(&bound.response.body);
    // Too long to keep: there is nothing to decode.
    if bound.response.body.starts_with("(left out: ") {
        bound.response.status = 0;
    }
    bound
}

fn decoded(part: &str) -> Option<String> {
    let mut bytes = part.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits = [bytes.next()?, bytes.next()?];
            let digits = std::str::from_utf8(&digits).ok()?;
            out.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

/// The name that a part of a path stands for, if the panel would write it so.
fn name(held: &mut Held<'_>, part: &str) -> String {
    let once = decoded(part).unwrap_or_default();
    let twice = decoded(&once).unwrap_or_default();
    let found = [&once, &twice].into_iter().find(|name| {
        let username = (*name).clone();
        let built = request(&GetUser { username });
        built.is_ok_and(|built| built.path.rsplit('/').next() == Some(part))
    });
    let is_other = found.is_none() && !part.is_empty();
    held.unless(is_other, "path part that the panel writes in another way");
    found.unwrap_or(&once).clone()
}

fn credential(sent: &Sent) -> Option<Credential> {
    sent.headers.iter().find_map(|(name, value)| {
        if name.eq_ignore_ascii_case("authorization") {
            let token = Secret::from(value.strip_prefix("Bearer ")?);
            return Some(Credential::Bearer {
                token,
                expires_at: None,
            });
        }
        let is_key = name.eq_ignore_ascii_case("x-sftpgo-api-key");
        is_key.then(|| Credential::ApiKey(Secret::from(value.as_str())))
    })
}

fn header(name: &str, value: &str) -> Header {
    let is_token = value.strip_prefix("Bearer ").is_some_and(is_word);
    match name {
        "content-type" if value == "application/json" => Header::ContentType,
        "authorization" if is_token => Header::Credential,
        "authorization" if pair(value).is_some() => Header::OfCall,
        "x-sftpgo-api-key" if is_word(value) => Header::Credential,
        "x-sftpgo-otp" if is_word(value) => Header::OfCall,
        _ => Header::Other,
    }
}

/// What an answer must mean, said a second time and in another way than the client says it.
fn expected(facts: Facts, has_groups: i64, got: &Got) -> Expected {
    let (operation, status) = (facts.operation, got.status);
    let is_there = operation == "check_interface" && matches!(status, 401 | 404);
    if is_there || (200..300).contains(&status) {
        return Expected::Success;
    }
    let body: Option<Value> = serde_json::from_str(&got.body).ok();
    let said = body.as_ref().filter(|body| body["message"].is_string());
    let Some(said) = said else {
        return Expected::Error(match status {
            405 => ErrorKind::NoSuchCall { status },
            500..=599 => broken(status),
            400 if got.body == "400 Bad Request" => refused(status),
            _ => ErrorKind::NotThePlatform { status },
        });
    };
    let error = said["error"].as_str().unwrap_or_default();
    let message = said["message"].as_str().unwrap_or_default();
    let text = if error.is_empty() { message } else { error };
    let says = |word: &str| text.contains(word);
    let forbidden = |reason| Expected::Error(ErrorKind::Forbidden(reason));
    let is_public = facts.auth == Auth::Public;
    let is_own = [
        "get_own_profile",
        "update_own_profile",
        "change_own_password",
        "user_change_password",
        "user_get_profile",
        "user_update_profile",
    ]
    .contains(&operation);
    Expected::Error(match (status, text) {
        (400, "the provided api key is not valid") => ErrorKind::SignedOut,
        (400, text) if text.ends_with("current password does not match") => {
            return forbidden(Reason::WrongCurrentPassword);
        }
        (401, _) if is_public => ErrorKind::BadCredentialsOrPasscode,
        (401, "Your token is not valid") => ErrorKind::OtherAddress,
        (401, "Your token audience is not valid") => return forbidden(Reason::WrongKindOfAccount),
        (401, _) => ErrorKind::SignedOut,
        (403, "your IP address is blocked") => ErrorKind::Banned { up_to_s: None },
        (403, "you are not allowed to connect") => ErrorKind::SlowDown {
            retry_after_s: None,
        },
        (403, "Forbidden") => return forbidden(Reason::NotAllowed),
        (403, "API key authentication is not allowed") => return forbidden(Reason::NotWithKey),
        (403, text) if text.starts_with("the provided api key is invalid") => {
            return forbidden(Reason::WrongKindOfAccount);
        }
        (403, text) if text.starts_with("Two-factor") => {
            return forbidden(Reason::NeedsSecondFactor);
        }
        (403, text) if text.starts_with("Password change") => {
            return forbidden(Reason::NeedsNewPassword);
        }
        (404, _) if operation == "add_user" && has_groups == 1 => refused(404),
        (404, _) if operation == "add_user" || is_own => ErrorKind::SignedOut,
        (404, _) if !error.is_empty() => ErrorKind::NotFound,
        (404, _) if matches!(operation, "close_file_session" | "unban_host") => ErrorKind::NotFound,
        (404, _) if is_public => return forbidden(Reason::PasswordSignInOff),
        (404, _) => ErrorKind::NoSuchCall { status },
        (409, _) if says("foreign key") => refused(409),
        (409, _) if says("uplicate") => ErrorKind::Conflict(Clash::Name),
        (409, _) => ErrorKind::Conflict(Clash::Other),
        (429, _) => ErrorKind::SlowDown {
            retry_after_s: got
                .all("retry-after")
                .next()
                .and_then(|secs| secs.parse().ok()),
        },
        (500, _) if says("group") || says("folder") || says("buffer size") => refused(500),
        (500, _) if says("password length") || says("set the new password") => refused(500),
        (500, "defender is disabled") => refused(500),
        (400..=499, _) => refused(status),
        _ => broken(status),
    })
}

fn refused(status: u16) -> ErrorKind {
    ErrorKind::Refused {
        status,
        code: None,
        message: None,
        fields: Box::default(),
    }
}

fn broken(status: u16) -> ErrorKind {
    ErrorKind::Broken {
        status,
        message: None,
    }
}

/// Members that the server leaves out when they are empty, or that another release does not know.
fn defaults() -> Value {
    let mut all = serde_json::Map::new();
    let mut set = |names: &[&str], empty: Value| {
        for name in names {
            all.insert((*name).to_owned(), empty.clone());
        }
    };
    let texts = [
        "email",
        "description",
        "role",
        "admin",
        "user",
        "additional_info",
        "client_version",
        "command",
        "node",
        "id",
        "build_date",
        "commit_hash",
        "url",
        "qr_code",
        "issuer",
        "algo",
        "protocol",
        "remote_address",
        "mapped_path",
        "operation_type",
        "path",
    ];
    let lists = [
        "users",
        "admins",
        "groups",
        "permissions",
        "additional_emails",
        "public_keys",
        "tls_certs",
        "active_transfers",
        "virtual_folders",
        "features",
    ];
    let numbers = [
        "score",
        "expires_at",
        "last_use_at",
        "last_login",
        "ban_time",
        "created_at",
        "updated_at",
        "used_quota_size",
        "used_quota_files",
        "last_quota_update",
        "connection_time",
        "last_activity",
        "start_time",
        "size",
    ];
    set(&texts, json!(""));
    set(&lists, json!([]));
    set(&numbers, json!(0));
    set(&["used", "allow_api_key_auth"], json!(false));
    set(&["filters", "user_settings"], json!({}));
    Value::Object(all)
}

/// A success with what was left out, and milliseconds as seconds. Accounts stay as they are: they come back whole.
fn recorded(facts: Facts, got: &Got) -> Value {
    let body: Value = serde_json::from_str(&got.body).unwrap_or_default();
    match facts.operation {
        "get_users" | "get_user_by_username" | "add_user" => body,
        "list_totp_configs" | "user_list_totp_configs" if body.is_null() => json!([]),
        "check_health" => Value::from(got.body.trim()),
        "check_interface" => Value::from(got.status),
        _ => filled(body),
    }
}

fn filled(mut value: Value) -> Value {
    let members = match &mut value {
        Value::Array(all) => return all.drain(..).map(filled).collect(),
        Value::Object(members) => members,
        _ => return value,
    };
    for (name, value) in members.iter_mut() {
        let is_time = name.ends_with("_at") && name != "expires_at"
            || name.ends_with("_time")
            || ["last_login", "last_activity", "last_quota_update"].contains(&name.as_str());
        *value = match (value.as_i64(), value.as_str()) {
            (Some(ms), _) if is_time => json!(ms / 1_000),
            (_, Some(text)) if is_time => json!(clock(text)),
            // What nobody reads apart stays whole.
            _ if matches!(name.as_str(), "user_settings" | "filters") => value.take(),
            _ => filled(value.take()),
        };
    }
    let Value::Object(defaults) = defaults() else {
        return value;
    };
    for (name, empty) in defaults {
        members.entry(name).or_insert(empty);
    }
    value
}

/// Digits of a time in RFC 3339; 0 for the year 1.
fn clock(text: &str) -> i64 {
    let digits: String = text.chars().take(19).filter(char::is_ascii_digit).collect();
    if text.starts_with("0001") {
        0
    } else {
        digits.parse().unwrap()
    }
}

/// The same digits of a typed time.
fn digits(time: Option<Timestamp>) -> i64 {
    time.map_or(0, |time| {
        let utc = time.to_utc();
        let day = (utc.year * 100 + utc.month) * 100 + utc.day;
        ((day * 100 + utc.hour) * 100 + utc.minute) * 100 + utc.second
    })
}

fn seconds(time: Option<Timestamp>) -> i64 {
    time.map(Timestamp::unix_seconds).unwrap_or_default()
}

fn call(held: &mut Held<'_>, username: String) {
    let mut body = Members::of(held.exchange.request.body.as_deref());
    match held.facts.operation {
        "get_users" => {
            let page = page(held);
            held.bare(&ListUsers { page }, |all: &Vec<User>| {
                all.iter().map(user).collect()
            });
        }
        "add_user" => {
            let (user, password, form) = account(held);
            let add = AddUser {
                user: user.unwrap_or_else(|| User::new("x")),
                password: match password {
                    PasswordChange::Set(password) => Some(password),
                    PasswordChange::Clear => Some(Secret::default()),
                    PasswordChange::Keep => None,
                },
                secrets: Vec::new(),
            };
            held.with_body(&add, &form, self::user);
        }
        "get_user_by_username" => held.bare(&GetUser { username }, user),
        "update_user" => {
            let (user, password, form) = account(held);
            let user = user.unwrap_or_else(|| User::new(&username));
            held.unless(user.username() != username, "account with another name");
            let disconnect = held.query().iter().any(|(_, value)| value == "1");
            held.is_query_used = disconnect;
            let update = UpdateUser {
                user,
                password,
                secrets: Vec::new(),
                disconnect,
            };
            held.with_body(&update, &form, nothing);
        }
        "delete_user" => held.bare(&DeleteUser { username }, nothing),
        "disable_user2fa" => held.bare(&DisableSecondFactor { username }, nothing),
        "user_forgot_password" => held.bare(&ForgotPassword { username }, nothing),
        "admin_forgot_password" => held.bare(&AdminForgotPassword { username }, nothing),
        "user_reset_password" => {
            let reset = ResetPassword {
                username,
                code: body.needed_secret("code"),
                password: body.needed_secret("password"),
            };
            too_long(held, &reset.password);
            held.with_body(&reset, &body, nothing);
        }
        "admin_reset_password" => {
            let reset = AdminResetPassword {
                username,
                code: body.needed_secret("code"),
                password: body.needed_secret("password"),
            };
            too_long(held, &reset.password);
            held.with_body(&reset, &body, nothing);
        }
        "sign_in" => {
            let (username, password, passcode) = credentials(held);
            let sign_in = SignIn {
                username,
                password,
                passcode,
            };
            held.bare(&sign_in, token);
        }
        "user_sign_in" => {
            let (username, password, passcode) = credentials(held);
            let sign_in = UserSignIn {
                username,
                password,
                passcode,
            };
            held.bare(&sign_in, token);
        }
        _ => look_up(held, username, &mut body),
    }
}

#[expect(clippy::too_many_lines, reason = "one arm for each call")]
fn look_up(held: &mut Held<'_>, name: String, body: &mut Members) {
    match held.facts.operation {
        "sign_out" => held.bare(&SignOut, nothing),
        "user_sign_out" => held.bare(&UserSignOut, nothing),
        "get_version" => held.bare(&GetVersion, |version: &Version| {
            json!({
                "version": version.version, "build_date": version.build_date,
                "commit_hash": version.commit_hash, "features": version.features,
            })
        }),
        "check_health" => held.bare(&CheckHealth, |_: &Alive| Value::from("ok")),
        "check_interface" => held.bare(&CheckInterface, |there: &Interface| {
            Value::from(if there.takes_passwords { 401 } else { 404 })
        }),
        "list_groups" => {
            let page = page(held);
            held.bare(&ListGroups { page }, |all: &Vec<Group>| all.iter().map(group).collect());
        }
        "get_group" => held.bare(&GetGroup { name }, group),
        "list_roles" => {
            let page = page(held);
            held.bare(&ListRoles { page }, |all: &Vec<Role>| all.iter().map(role).collect());
        }
        "get_role" => held.bare(&GetRole { name }, role),
        "list_folders" => {
            let page = page(held);
            held.bare(&ListFolders { page }, |all: &Vec<Folder>| all.iter().map(folder).collect());
        }
        "get_folder" => held.bare(&GetFolder { name }, folder),
        "list_admins" => {
            let page = page(held);
            held.bare(&ListAdmins { page }, |all: &Vec<Admin>| all.iter().map(admin).collect());
        }
        "get_admin" => held.bare(&GetAdmin { username: name }, admin),
        "list_api_keys" => {
            let page = page(held);
            held.bare(&ListApiKeys { page }, |all: &Vec<ApiKey>| all.iter().map(key).collect());
        }
        "get_api_key" => held.bare(&GetApiKey { id: KeyId(name) }, key),
        "delete_api_key" => held.bare(&DeleteApiKey { id: KeyId(name) }, nothing),
        "create_api_key" => {
            let (scope, owner) = owner(held, body);
            let create = CreateApiKey {
                name: body.needed_text("name"),
                scope,
                owner,
                expires_ms: body.number("expires_at").unwrap_or_default(),
                description: body.text("description").unwrap_or_default(),
            };
            held.with_body(&create, body, |made: &NewApiKey| json!({"key": made.key.expose()}));
        }
        "update_api_key" => {
            let (scope, owner) = owner(held, body);
            let update = UpdateApiKey {
                id: KeyId(name),
                name: body.needed_text("name"),
                scope,
                owner,
                expires_ms: body.number("expires_at").unwrap_or_default(),
                description: body.text("description").unwrap_or_default(),
            };
            held.with_body(&update, body, nothing);
        }
        "list_file_sessions" => held.bare(&ListFileSessions, |all: &Vec<FileSession>| {
            all.iter().map(session).collect()
        }),
        "close_file_session" => held.bare(&CloseFileSession { id: name }, nothing),
        "list_quota_scans" => held.bare(&ListQuotaScans, |all: &Vec<QuotaScan>| {
            let scan = |scan: &QuotaScan| {
                json!({"username": scan.username, "start_time": seconds(scan.began_at)})
            };
            all.iter().map(scan).collect()
        }),
        "start_quota_scan" => held.bare(&StartQuotaScan { username: name }, nothing),
        "update_usage" => {
            let mode = mode(held);
            let update = UpdateUsage {
                username: name,
                bytes: body.needed_number("used_quota_size"),
                files: body.needed_number("used_quota_files"),
                mode,
            };
            held.unless(update.bytes < 0 || update.files < 0, "usage below zero");
            held.with_body(&update, body, nothing);
        }
        "update_transfer_usage" => {
            let mode = mode(held);
            let update = UpdateTransferUsage {
                username: name,
                uploaded_bytes: body.needed_number("used_upload_data_transfer"),
                downloaded_bytes: body.needed_number("used_download_data_transfer"),
                mode,
            };
            let is_negative = update.uploaded_bytes < 0 || update.downloaded_bytes < 0;
            held.unless(is_negative, "usage below zero");
            held.with_body(&update, body, nothing);
        }
        "list_hosts" => {
            held.bare(&ListHosts, |all: &Vec<Host>| all.iter().map(host).collect());
        }
        "get_host" => {
            let ip = address(held, &name);
            held.bare(&GetHost { ip }, host);
        }
        "unban_host" => {
            let ip = address(held, &name);
            held.bare(&UnbanHost { ip }, nothing);
        }
        _ => own::call(held, body),
    }
}

fn too_long(held: &mut Held<'_>, password: &Secret) {
    let is_long = password.len_bytes() > 72 && !is_taken_for_hash(password);
    held.unless(is_long, "new password over 72 bytes");
}

/// The page that a list asks for.
fn page(held: &mut Held<'_>) -> Page {
    held.is_query_used = true;
    let mut page = Page {
        offset: 0,
        limit: None,
        is_descending: false,
    };
    let mut named = Vec::new();
    for (name, value) in held.query() {
        let number = value
            .parse::<u32>()
            .ok()
            .filter(|number| number.to_string() == value && *number > 0);
        match (name.as_str(), number) {
            ("offset", Some(number)) => page.offset = number,
            ("limit", Some(number)) => page.limit = Some(number),
            ("order", None) if value == "DESC" => page.is_descending = true,
            _ => held.refuse("parameter that the panel does not send"),
        }
        held.unless(named.contains(&name), "parameter twice");
        named.push(name);
    }
    let is_cut = page.limit.is_some_and(|limit| limit > 500);
    held.unless(is_cut, "limit that no server takes as it is");
    page.limit = page.limit.map(|limit| limit.min(500));
    page
}

fn mode(held: &mut Held<'_>) -> UsageMode {
    match held.query().as_slice() {
        [(name, value)] if name == "mode" && value == "add" => {
            held.is_query_used = true;
            UsageMode::Add
        }
        _ => UsageMode::Reset,
    }
}

/// The account of a body, what happens to its password, and whether the body has the panel's form.
fn account(held: &mut Held<'_>) -> (Option<User>, PasswordChange, Members) {
    let text = held.exchange.request.body.clone().unwrap_or_default();
    // One member twice, text behind the object, or no object: nothing that the panel would write.
    let is_object = Members::of(Some(&text)).is_object();
    let mut value: Value = serde_json::from_str(&text).unwrap_or_default();
    let password = value
        .as_object_mut()
        .and_then(|members| members.remove("password"));
    let password = match password {
        None => PasswordChange::Keep,
        Some(Value::String(text)) if text.is_empty() => PasswordChange::Clear,
        Some(Value::String(text)) => PasswordChange::Set(Secret::from(text)),
        Some(_) => {
            held.refuse("password that is no text");
            PasswordChange::Keep
        }
    };
    if let PasswordChange::Set(password) = &password {
        too_long(held, password);
    }
    let folders = value["virtual_folders"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let is_whole = |folder: &Value| folder.get("mapped_path").is_some();
    held.unless(
        folders.iter().any(is_whole),
        "folder with what belongs to the folder",
    );
    let has_hooks = value.get("oidc_custom_fields").is_some();
    held.unless(has_hooks, "members for the server's own hooks");
    let user: Option<User> = serde_json::from_value(value).ok();
    held.unless(
        user.is_none(),
        "account without name or status, or of another form",
    );
    let form = if is_object { Some("{}") } else { None };
    (user, password, Members::of(form))
}

/// Name, password and passcode of a sign-in.
fn credentials(held: &mut Held<'_>) -> (String, Secret, Option<Secret>) {
    let headers = &held.exchange.request.headers;
    let found = headers.iter().find_map(|(_, value)| pair(value));
    let passcode = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("x-sftpgo-otp"))
        .map(|(_, value)| Secret::from(value.as_str()));
    held.unless(found.is_none(), "sign-in without name and password");
    let (name, password) = found.unwrap_or_else(|| ("x".to_owned(), String::new()));
    (name, Secret::from(password), passcode)
}

/// Scope and owner of a key.
fn owner(held: &mut Held<'_>, body: &mut Members) -> (KeyScope, String) {
    let scope = KeyScope::from(body.needed_number("scope"));
    let member = match scope {
        KeyScope::Admin => "admin",
        KeyScope::User => "user",
        KeyScope::Unknown(_) => {
            held.refuse("scope that no key has");
            "admin"
        }
    };
    (scope, body.text(member).unwrap_or_default())
}

/// The address that a host's name stands for.
fn address(held: &mut Held<'_>, id: &str) -> String {
    let bytes: Option<Vec<u8>> = id
        .as_bytes()
        .chunks(2)
        .map(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok())
        .collect();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    held.unless(text.is_none(), "host that is no address");
    text.unwrap_or_else(|| "x".to_owned())
}

fn user(of: &User) -> Value {
    serde_json::to_value(of.object()).unwrap()
}

fn token(of: &Token) -> Value {
    json!({"access_token": of.access_token.expose(), "expires_at": expiry(of.expires_at)})
}

/// As the server writes it.
fn expiry(time: Option<Timestamp>) -> Value {
    let Some(utc) = time.map(Timestamp::to_utc) else {
        return Value::from(0);
    };
    json!(format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second
    ))
}

fn group(of: &Group) -> Value {
    json!({
        "name": of.name, "description": of.description, "users": of.users, "admins": of.admins,
        "created_at": seconds(of.created_at), "updated_at": seconds(of.updated_at),
        "user_settings": of.user_settings,
    })
}

fn role(of: &Role) -> Value {
    json!({
        "name": of.name, "description": of.description, "users": of.users, "admins": of.admins,
        "created_at": seconds(of.created_at), "updated_at": seconds(of.updated_at),
    })
}

fn folder(of: &Folder) -> Value {
    json!({
        "name": of.name, "mapped_path": of.mapped_path, "description": of.description,
        "used_quota_size": of.used_quota_size, "used_quota_files": of.used_quota_files,
        "last_quota_update": seconds(of.last_quota_update), "users": of.users, "groups": of.groups,
    })
}

fn admin(of: &Admin) -> Value {
    json!({
        "username": of.username, "status": of.status, "email": of.email, "permissions": of.permissions,
        "role": of.role, "description": of.description, "additional_info": of.additional_info,
        "filters": of.filters, "created_at": seconds(of.created_at), "updated_at": seconds(of.updated_at),
        "last_login": seconds(of.last_login_at),
    })
}

fn key(of: &ApiKey) -> Value {
    json!({
        "id": of.id.0, "name": of.name, "scope": of.scope.number(), "description": of.description,
        "created_at": seconds(of.created_at), "updated_at": seconds(of.updated_at),
        "last_use_at": seconds(of.last_used_at), "expires_at": of.expires_ms, "user": of.user, "admin": of.admin,
    })
}

fn session(of: &FileSession) -> Value {
    let transfers: Value = of
        .active_transfers
        .iter()
        .map(|file| {
            json!({
                "operation_type": file.operation_type, "path": file.path, "size": file.size,
                "start_time": seconds(file.began_at),
            })
        })
        .collect();
    json!({
        "username": of.username, "connection_id": of.id, "client_version": of.client_version,
        "remote_address": of.remote_address, "protocol": of.protocol, "command": of.command, "node": of.node,
        "connection_time": seconds(of.began_at), "last_activity": seconds(of.active_at),
        "active_transfers": transfers,
    })
}

fn host(of: &Host) -> Value {
    json!({"ip": of.ip, "id": of.id, "score": of.score, "ban_time": digits(of.banned_until)})
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "all projections have one form"
)]
fn nothing(_: &Empty) -> Value {
    json!({})
}
