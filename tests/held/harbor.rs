//! Harbor's recorded exchanges as typed values.

use std::fmt::Write as _;

use rollcall::api::harbor::{
    AuthMode, Column, CreateUser, Created, DeleteUser, ENDPOINTS, Filter, FoundUser,
    GetCurrentUser, GetPermissions, GetServerDetails, GetSystemInfo, GetUser, ListUsers, Match,
    Permission, Ping, Pong, Scope, SearchUsers, SetCliSecret, SetSysAdmin, Sort, SystemInfo,
    TextColumn, UpdatePassword, UpdateProfile, User, UserId, UserPage,
};
use rollcall::api::{Auth, Clash, Empty, ErrorKind, Facts, Reason, Secret, Timestamp};
use rollcall::transport::Credential;
use rollcall_replay::{Exchange, Flow, Got, Sent};
use serde_json::{Value, json};

use super::body::Members;
use super::core::{Dialect, Header, Held, is_word};
use super::expected::Expected;
use super::tally::Tally;

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
        let value = values.first().map(String::as_str).unwrap_or_default();
        let id = value
            .parse::<i64>()
            .ok()
            .filter(|id| id.to_string() == value);
        let mut held = Held {
            place,
            facts,
            dialect: &dialect,
            exchange,
            tally,
            id: id.unwrap_or_default(),
            is_query_used: false,
            is_made: true,
        };
        held.unless(
            id.is_none() && !value.is_empty(),
            "path value that is no plain number",
        );
        held.unless(held.id > i64::from(i32::MAX), "number above 32 bits");
        call(&mut held);
    }
}

/// The exchange with the base64 that stands for a name and its password in place of the word for it.
fn bound(exchange: &Exchange) -> Exchange {
    let mut bound = exchange.clone();
    for (name, value) in &mut bound.request.headers {
        let word = value
            .strip_prefix("Basic {{")
            .and_then(|rest| rest.strip_suffix("_basic}}"));
        if let Some(word) = word
            && name.eq_ignore_ascii_case("authorization")
        {
            let password = Secret::from(format!("{{{{{word}_password}}}}"));
            Secret::basic(word, &password).expose().clone_into(value);
        }
    }
    bound
}

fn base64(text: &str) -> Option<String> {
    let mut bits = String::new();
    for letter in text.trim_end_matches('=').bytes() {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let value = letters.bytes().position(|known| known == letter)?;
        write!(bits, "{value:06b}").ok()?;
    }
    let bytes = bits.as_bytes().chunks_exact(8);
    let bytes = bytes.map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2));
    String::from_utf8(bytes.collect::<Result<_, _>>().ok()?).ok()
}

/// Name and password that the panel could keep.
pub(crate) fn pair(value: &str) -> Option<(String, String)> {
    let decoded = base64(value.strip_prefix("Basic ")?)?;
    let (name, password) = decoded.split_once(':')?;
    let is_kept = |text: &str| !text.is_empty() && !text.contains(char::is_control);
    (is_kept(name) && is_kept(password)).then(|| (name.to_owned(), password.to_owned()))
}

fn credential(sent: &Sent) -> Option<Credential> {
    sent.headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("authorization"))
        .find_map(|(_, value)| {
            if let Some(token) = value.strip_prefix("Bearer ") {
                return Some(Credential::Bearer {
                    token: Secret::from(token),
                    expires_at: None,
                });
            }
            let (name, password) = pair(value)?;
            Some(Credential::Basic {
                name,
                password: Secret::from(password),
            })
        })
}

fn header(name: &str, value: &str) -> Header {
    match (name, value) {
        ("content-type", "application/json") => Header::ContentType,
        ("authorization", value)
            if pair(value).is_some() || value.strip_prefix("Bearer ").is_some_and(is_word) =>
        {
            Header::Credential
        }
        _ => Header::Other,
    }
}

/// What an answer must mean, said a second time and in another way than the client says it.
fn expected(facts: Facts, id: i64, got: &Got) -> Expected {
    let operation = facts.operation;
    let status = got.status;
    let body: Option<Value> = serde_json::from_str(&got.body).ok();
    let said = body.as_ref().map(|body| &body["errors"][0]);
    let member = |name: &str| {
        let text = said.and_then(|said| said[name].as_str());
        text.unwrap_or_default().to_owned()
    };
    let (code, message) = (member("code"), member("message"));
    if (200..300).contains(&status) {
        return Expected::Success;
    }
    let forbidden = |reason| Expected::Error(ErrorKind::Forbidden(reason));
    if status == 403 && !code.is_empty() {
        let is_of_administrators = [
            "list_users",
            "create_user",
            "delete_user",
            "set_user_sys_admin",
        ];
        return forbidden(match (code.as_str(), message.as_str()) {
            ("DENIED", _) => Reason::ReadOnly,
            (_, "CSRF token not found in request" | "CSRF token invalid") => Reason::Csrf,
            (_, "Current password is incorrect") => Reason::WrongCurrentPassword,
            (_, text) if text.contains("cannot be deleted") && id == 1 => {
                Reason::FirstAdministrator
            }
            (_, text) if text.contains("cannot be deleted") => Reason::Myself,
            (_, text) if text.contains("can't be updated") || text.contains("under auth mode") => {
                Reason::ManagedElsewhere
            }
            _ if is_of_administrators.contains(&operation) => Reason::NeedsAdministrator,
            _ => Reason::NotAllowed,
        });
    }
    let crashes = [
        "get_user",
        "update_user_profile",
        "update_user_password",
        "set_cli_secret",
    ];
    Expected::Error(match (status, code.as_str()) {
        (401, "UNAUTHORIZED") if facts.auth == Auth::Required => ErrorKind::SignedOut,
        (404, "NOT_FOUND") if operation == "get_current_user_info" => ErrorKind::SignedOut,
        (404, "NOT_FOUND") => ErrorKind::NotFound,
        (405, _) => ErrorKind::NoSuchCall { status },
        (409, "CONFLICT") => ErrorKind::Conflict(Clash::NameOrEmail),
        (412, "PRECONDITION") if operation == "set_cli_secret" => {
            return forbidden(Reason::SingleSignOnOnly);
        }
        (412, "PRECONDITION") => return forbidden(Reason::NoUserAccount),
        (413, _) => refused(status, None),
        (400 | 422, code) if !code.is_empty() => refused(status, Some(code.to_owned())),
        (500, "") if is_crash(got) && crashes.contains(&operation) => ErrorKind::SignedOut,
        (500..=599, _) => ErrorKind::Broken {
            status,
            message: None,
        },
        _ => ErrorKind::NotThePlatform { status },
    })
}

/// A handler that fell over says nothing at all, not even of what type nothing is.
fn is_crash(got: &Got) -> bool {
    got.body.is_empty() && got.all("content-type").next().is_none()
}

fn refused(status: u16, code: Option<String>) -> ErrorKind {
    ErrorKind::Refused {
        status,
        code,
        message: None,
        fields: Box::default(),
    }
}

/// A success with its headers where the typed value has them too, absent texts as empty ones, and times to the second.
fn recorded(facts: Facts, got: &Got) -> Value {
    let body: Value = serde_json::from_str(&got.body).unwrap_or_default();
    match facts.operation {
        "ping" => Value::from(got.body.trim().trim_matches('"')),
        "create_user" => {
            let location = got.all("location").next().unwrap_or_default();
            json!(location.rsplit_once('/').map(|(_, id)| id))
        }
        "list_users" => {
            let total = got.all("x-total-count").next();
            json!({
                "users": filled(body),
                "total": total.and_then(|total| total.trim().parse::<u64>().ok()),
                "has_next": got.all("link").any(|link| link.contains("rel=\"next\"")),
            })
        }
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
        let text = value.as_str().map(str::to_owned);
        match text.filter(|_| name.ends_with("_time")) {
            Some(text) => *value = text.chars().take(19).collect::<String>().into(),
            None => *value = filled(value.take()),
        }
    }
    for text in ["email", "realname", "comment"] {
        members.entry(text).or_insert_with(|| Value::from(""));
    }
    for absent in ["oidc_user_meta", "harbor_version", "read_only"] {
        members.entry(absent).or_insert(Value::Null);
    }
    value
}

fn call(held: &mut Held<'_>) {
    let id = UserId(held.id);
    let mut body = Members::of(held.exchange.request.body.as_deref());
    match held.facts.operation {
        "list_users" => {
            let list = list(held);
            held.bare(&list, |page: &UserPage| {
                let users: Value = page.users.iter().map(user).collect();
                json!({"users": users, "total": page.total, "has_next": page.has_next})
            });
        }
        "create_user" => {
            let create = CreateUser {
                username: body.needed_text("username"),
                email: body.needed_text("email"),
                realname: body.needed_text("realname"),
                password: body.needed_secret("password"),
                comment: body.text("comment"),
            };
            let limit = if create.username.is_ascii() { 255 } else { 240 };
            too_long(held, &create.username, limit);
            texts(
                held,
                &create.email,
                &create.realname,
                create.comment.as_deref(),
            );
            too_long(held, create.password.expose(), 128);
            held.with_body(&create, &body, |made: &Created| {
                json!(made.id.map(|id| id.to_string()))
            });
        }
        "get_current_user_info" => held.bare(&GetCurrentUser, user),
        "get_current_user_permissions" => {
            let scope = scope(held);
            held.bare(&GetPermissions { scope }, |all: &Vec<Permission>| {
                let pair =
                    |one: &Permission| json!({"resource": one.resource, "action": one.action});
                all.iter().map(pair).collect()
            });
        }
        "search_users" => {
            let search = search(held);
            held.bare(&search, |all: &Vec<FoundUser>| {
                let row = |one: &FoundUser| json!({"user_id": one.id.0, "username": one.username});
                all.iter().map(row).collect()
            });
        }
        "get_user" => held.bare(&GetUser { id }, user),
        "update_user_profile" => {
            let update = UpdateProfile {
                id,
                email: body.needed_text("email"),
                realname: body.needed_text("realname"),
                comment: body.text("comment"),
            };
            texts(
                held,
                &update.email,
                &update.realname,
                update.comment.as_deref(),
            );
            held.with_body(&update, &body, nothing);
        }
        "delete_user" => held.bare(&DeleteUser { id }, nothing),
        "set_user_sys_admin" => {
            let is_admin = body.needed_flag("sysadmin_flag");
            held.with_body(&SetSysAdmin { id, is_admin }, &body, nothing);
        }
        "update_user_password" => {
            let update = UpdatePassword {
                id,
                current: body.secret("old_password"),
                new: body.needed_secret("new_password"),
            };
            too_long(held, update.new.expose(), 128);
            held.with_body(&update, &body, nothing);
        }
        "set_cli_secret" => {
            let secret = body.secret("secret");
            let is_empty = secret.as_ref().is_some_and(Secret::is_empty);
            held.unless(is_empty, "empty text that means another one");
            too_long(held, secret.as_ref().map_or("", Secret::expose), 128);
            held.with_body(&SetCliSecret { id, secret }, &body, nothing);
        }
        "get_system_info" => held.bare(&GetSystemInfo, info),
        "get_server_details" => held.bare(&GetServerDetails, info),
        "ping" => held.bare(&Ping, |_: &Pong| Value::from("Pong")),
        other => panic!("{other} is not held against recordings"),
    }
}

fn too_long(held: &mut Held<'_>, text: &str, max_bytes: usize) {
    held.unless(text.len() > max_bytes, "text that is too long");
    held.unless(text.contains('\0'), "text with NUL");
}

fn texts(held: &mut Held<'_>, email: &str, realname: &str, comment: Option<&str>) {
    held.unless(email.chars().count() > 255, "text that is too long");
    held.unless(email.contains('\0'), "text with NUL");
    too_long(held, realname, 255);
    too_long(held, comment.unwrap_or_default(), 30);
}

/// A value of the query, decoded once as a form is, or `None` when it is not encoded at all or wrongly.
fn decoded(value: &str) -> Option<String> {
    let mut bytes = value.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let (high, low) = (bytes.next()?, bytes.next()?);
            let digits = [high, low];
            out.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

/// The text behind a value that is encoded as the panel does it: everything but the unreserved characters.
fn strictly_decoded(value: &str) -> Option<String> {
    let text = decoded(value)?;
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").ok()?;
        }
    }
    (encoded == value).then_some(text)
}

fn list(held: &mut Held<'_>) -> ListUsers {
    let mut list = ListUsers::default();
    held.is_query_used = true;
    let mut seen = Vec::new();
    for (name, value) in held.query() {
        held.unless(seen.contains(&name), "parameter twice");
        let number = plain_number(&value);
        let text = strictly_decoded(&value);
        match name.as_str() {
            "page" if number.is_some() => list.page = number,
            "page_size" if number.is_some_and(|number| number <= 100) => list.page_size = number,
            "sort" => match sorts(&value) {
                Some(sort) => list.sort = sort,
                None => held.refuse("sort word that the panel does not send"),
            },
            "q" => match text.as_deref().and_then(filters) {
                Some(filters) => list.filters = filters,
                None => held.refuse("filter that the panel does not write so"),
            },
            "username" | "email" => {
                let is_sent = text
                    .as_ref()
                    .is_some_and(|text| !text.contains(['%', '\0']));
                held.unless(!is_sent, "search that the panel does not make");
                if name == "username" {
                    list.username = text;
                } else {
                    list.email = text;
                }
            }
            _ => held.refuse("parameter that the panel does not send"),
        }
        seen.push(name);
    }
    list
}

/// A number that is written in the only way in which the panel writes it.
fn plain_number<T: std::str::FromStr + ToString>(text: &str) -> Option<T> {
    let number = text.parse::<T>().ok()?;
    (number.to_string() == text).then_some(number)
}

fn sorts(value: &str) -> Option<Vec<Sort>> {
    let words = value.split(',');
    let sort = |word: &str| {
        let name = word.strip_prefix('-').unwrap_or(word);
        let by = match name {
            "user_id" => Column::Id,
            "sysadmin_flag" => Column::IsAdmin,
            "creation_time" => Column::CreatedAt,
            "update_time" => Column::UpdatedAt,
            name => Column::Text(column(name)?),
        };
        Some(Sort {
            by,
            is_descending: word.starts_with('-'),
        })
    };
    words.map(sort).collect()
}

fn column(name: &str) -> Option<TextColumn> {
    Some(match name {
        "username" => TextColumn::Username,
        "email" => TextColumn::Email,
        "realname" => TextColumn::Realname,
        "comment" => TextColumn::Comment,
        _ => return None,
    })
}

/// The conditions of a `q` that was decoded once, each of a column of its own.
fn filters(text: &str) -> Option<Vec<Filter>> {
    let mut seen = Vec::new();
    let condition = |condition: &str| {
        let (key, value) = condition.split_once('=')?;
        if value.is_empty() || seen.contains(&key.to_owned()) {
            return None;
        }
        seen.push(key.to_owned());
        Some(match key {
            "user_id" => Filter::Id(UserId(plain_number::<i32>(value)?.into())),
            "sysadmin_flag" => Filter::IsAdmin(value.parse().ok()?),
            "username_or_email" => match matched(value)? {
                Match::Is(text) => Filter::NameOrEmail(text),
                _ => return None,
            },
            key => Filter::Text(column(key)?, matched(value)?),
        })
    };
    text.split(',').map(condition).collect()
}

fn matched(value: &str) -> Option<Match> {
    let of = |text: &str| {
        strictly_decoded(text).filter(|text| !text.is_empty() && !text.contains([',', '\0']))
    };
    // In quotes the panel puts what would be a number or an instant otherwise; nothing recorded is written so.
    let member = |text: &str| {
        let is_instant = text.as_bytes().get(10) == Some(&b'T');
        let is_plain = text.parse::<i128>().is_err() && !is_instant && text.trim() == text;
        of(text).filter(|text| is_plain && !text.contains(['"', '\'', ' ', '{', '}', '[', ']']))
    };
    if let Some(part) = value.strip_prefix('~') {
        return of(part)
            .filter(|part| !part.contains('%'))
            .map(Match::Contains);
    }
    if let Some(list) = value.strip_prefix('{') {
        let list = list.strip_suffix('}')?;
        let words = list.split(' ').filter(|_| !list.is_empty());
        return words.map(member).collect::<Option<_>>().map(Match::OneOf);
    }
    if let Some(range) = value.strip_prefix('[') {
        let (from, to) = range.strip_suffix(']')?.split_once('~')?;
        return Some(Match::Between(member(from)?, member(to)?));
    }
    let text = of(value)?;
    match text.strip_prefix('\\') {
        Some(rest) if rest.starts_with(['~', '[', '{', '(']) => Some(Match::Is(rest.to_owned())),
        Some(_) => None,
        None => Some(Match::Is(text)),
    }
}

fn search(held: &mut Held<'_>) -> SearchUsers {
    let mut search = SearchUsers {
        username: String::new(),
        page_size: None,
    };
    held.is_query_used = true;
    for (name, value) in held.query() {
        match name.as_str() {
            "username" => match strictly_decoded(&value).filter(|text| !text.contains('\0')) {
                Some(text) => search.username = text,
                None => held.refuse("search that the panel does not make"),
            },
            "page_size" => match plain_number(&value) {
                Some(number @ 1..=100) => search.page_size = Some(number),
                _ => held.refuse("page size that the panel does not ask for"),
            },
            _ => held.refuse("parameter that the panel does not send"),
        }
    }
    held.unless(
        search.username.is_empty(),
        "search that the panel does not make",
    );
    search
}

fn scope(held: &mut Held<'_>) -> Scope {
    held.is_query_used = true;
    let query = held.query();
    let words: Vec<_> = query
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let is_relative = words.contains(&("relative", "true"));
    let project = |scope: &str| plain_number(scope.strip_prefix("/project/")?);
    match words.as_slice() {
        [("scope", "/system")] => return Scope::System,
        [("scope", scope)] | [("scope", scope), ("relative", "true")] => {
            if let Some(id) = project(scope) {
                return Scope::Project { id, is_relative };
            }
        }
        _ => {}
    }
    held.refuse("scope that the panel does not ask for");
    Scope::System
}

fn time(of: Option<Timestamp>) -> String {
    let Some(of) = of.map(Timestamp::to_utc) else {
        return "0001-01-01T00:00:00".to_owned();
    };
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
        of.year, of.month, of.day, of.hour, of.minute, of.second
    )
}

fn user(of: &User) -> Value {
    let oidc = of.cli_access.as_ref().map(|access| {
        json!({
            "subiss": access.subiss,
            "secret": access.secret.expose(),
            "creation_time": time(access.created_at),
        })
    });
    json!({
        "user_id": of.id.0,
        "username": of.username,
        "email": of.email,
        "realname": of.realname,
        "comment": of.comment,
        "sysadmin_flag": of.is_flagged_admin,
        "admin_role_in_auth": of.is_admin_by_group,
        "oidc_user_meta": oidc,
        "creation_time": time(of.created_at),
        "update_time": time(of.updated_at),
    })
}

fn info(of: &SystemInfo) -> Value {
    let mode = match &of.auth_mode {
        AuthMode::Database => "db_auth",
        AuthMode::Ldap => "ldap_auth",
        AuthMode::Oidc => "oidc_auth",
        AuthMode::Uaa => "uaa_auth",
        AuthMode::HttpProxy => "http_auth",
        AuthMode::Unknown(word) => word,
    };
    json!({
        "auth_mode": mode,
        "self_registration": of.self_registration,
        "oidc_provider_name": of.oidc_provider_name,
        "harbor_version": of.harbor_version,
        "read_only": of.read_only,
    })
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "all projections have one form"
)]
fn nothing(_: &Empty) -> Value {
    Value::Null
}
