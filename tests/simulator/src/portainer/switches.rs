//! What tests can set of a Portainer: release profiles and settings (contract 5.14).

use serde_json::{Value as Json, json};

use super::Portainer;
use super::settings::is_duration;
use super::state::{CsrfProfile, LogoutProfile};
use crate::clock::Clock;
use crate::imitation::switch;

/// One switch with its present value.
fn entry(name: &str, value: &Json, values: &str) -> Json {
    switch("portainer", name, value, values)
}

/// Every switch, its present value and what it takes.
pub(super) fn list(portainer: &Portainer) -> Vec<Json> {
    let switches = &portainer.switches;
    let csrf = match switches.csrf {
        CsrfProfile::Token => "2.23",
        CsrfProfile::Origin => "2.27.7",
        CsrfProfile::Named => "2026",
    };
    let logout = match switches.logout {
        LogoutProfile::Crash => "crash",
        LogoutProfile::Fixed => "fixed",
    };
    let first_run = match portainer.first_run_ends_ms {
        None => "over",
        Some(_) => "open",
    };
    let mut all = vec![
        entry("csrf_profile", &json!(csrf), "2.23 | 2.27.7 | 2026"),
        entry(
            "trusted_origins",
            &json!(switches.trusted_origins),
            "hosts with commas between them, for csrf_profile from 2.27.7",
        ),
        entry(
            "tls",
            &json!(switches.has_tls),
            "true | false, for csrf_profile from 2.27.7",
        ),
        entry("logout_profile", &json!(logout), "crash | fixed"),
        entry("first_run", &json!(first_run), "open | timed-out"),
        entry(
            "oauth_provider",
            &json!(switches.has_provider),
            "true | false",
        ),
        entry(
            "directory_password",
            &json!(switches.directory_password),
            "text, or null for a directory that is down",
        ),
        entry(
            "backup",
            &json!(portainer.is_backup_stuck),
            "true for a backup that never ends",
        ),
    ];
    for (name, pointer, values) in SETTINGS {
        all.push(entry(name, portainer.settings.at(pointer), values));
    }
    all.push(entry(
        "TeamSync",
        &json!(portainer.settings.team_sync()),
        "true | false",
    ));
    all
}

/// Settings of the server that are switches too: name, place, what it takes.
const SETTINGS: &[(&str, &str, &str)] = &[
    (
        "AuthenticationMethod",
        "/AuthenticationMethod",
        "1 internal | 2 LDAP | 3 OAuth",
    ),
    (
        "RequiredPasswordLength",
        "/InternalAuthSettings/RequiredPasswordLength",
        "any integer",
    ),
    (
        "UserSessionTimeout",
        "/UserSessionTimeout",
        "a duration such as 8h",
    ),
    (
        "AutoCreateUsers",
        "/LDAPSettings/AutoCreateUsers",
        "true | false",
    ),
    (
        "OAuthAutoCreateUsers",
        "/OAuthSettings/OAuthAutoCreateUsers",
        "true | false",
    ),
    ("SSO", "/OAuthSettings/SSO", "true | false"),
];

/// Sets one switch; nothing when there is none of that name.
pub(super) fn set(
    portainer: &mut Portainer,
    name: &str,
    value: &Json,
    clock: Clock,
) -> Option<Result<(), String>> {
    let wrong = || format!("switch {name} does not take {value}");
    let switches = &mut portainer.switches;
    match name {
        "csrf_profile" => {
            switches.csrf = match value.as_str() {
                Some("2.23") => CsrfProfile::Token,
                Some("2.27.7") => CsrfProfile::Origin,
                Some("2026") => CsrfProfile::Named,
                _ => return Some(Err(wrong())),
            };
        }
        "trusted_origins" => match value.as_str() {
            Some(hosts) => hosts.clone_into(&mut switches.trusted_origins),
            None => return Some(Err(wrong())),
        },
        "tls" => match value.as_bool() {
            Some(has_tls) => switches.has_tls = has_tls,
            None => return Some(Err(wrong())),
        },
        "logout_profile" => {
            switches.logout = match value.as_str() {
                Some("crash") => LogoutProfile::Crash,
                Some("fixed") => LogoutProfile::Fixed,
                _ => return Some(Err(wrong())),
            };
        }
        "first_run" => match value.as_str() {
            Some("timed-out") => portainer.time_out(clock),
            Some("open") => {}
            _ => return Some(Err(wrong())),
        },
        "oauth_provider" => match value.as_bool() {
            Some(has_provider) => switches.has_provider = has_provider,
            None => return Some(Err(wrong())),
        },
        "directory_password" => match value {
            Json::String(password) => switches.directory_password = Some(password.clone()),
            Json::Null => switches.directory_password = None,
            _ => return Some(Err(wrong())),
        },
        "backup" => match value.as_bool() {
            Some(is_stuck) => portainer.is_backup_stuck = is_stuck,
            None => return Some(Err(wrong())),
        },
        "TeamSync" => {
            let Some(is_on) = value.as_bool() else {
                return Some(Err(wrong()));
            };
            let base = if is_on {
                "ou=groups,dc=corp,dc=example"
            } else {
                ""
            };
            portainer.settings.set(
                "/LDAPSettings/GroupSearchSettings/0/GroupBaseDN",
                json!(base),
            );
        }
        _ => {
            let (_, pointer, _) = SETTINGS.iter().find(|(known, ..)| *known == name)?;
            return Some(set_setting(portainer, pointer, value).ok_or_else(wrong));
        }
    }
    Some(Ok(()))
}

fn set_setting(portainer: &mut Portainer, pointer: &str, value: &Json) -> Option<()> {
    let before = portainer.settings.at(pointer);
    let is_same_type = std::mem::discriminant(before) == std::mem::discriminant(value);
    let is_mode = pointer == "/AuthenticationMethod";
    let fits = match value {
        Json::Number(number) => number
            .as_i64()
            .is_some_and(|number| !is_mode || (1..=3).contains(&number)),
        Json::String(text) if pointer == "/UserSessionTimeout" => is_duration(text),
        _ => true,
    };
    if !is_same_type || !fits {
        return None;
    }
    portainer.settings.set(pointer, value.clone());
    if is_mode && value == &json!(3) {
        // A mode without a provider's addresses would give the panel half a link.
        for (name, address) in [
            ("ClientID", "rollcall"),
            ("AuthorizationURI", "http://id.example/authorize"),
            ("RedirectURI", "http://panel.example/"),
            ("Scopes", "profile"),
            ("LogoutURI", "http://id.example/logout"),
        ] {
            portainer
                .settings
                .set(&format!("/OAuthSettings/{name}"), json!(address));
        }
    }
    Some(())
}
