//! What tests can set of a Harbor: its own settings, and what differs between installations and releases.

use serde_json::{Value as Json, json};

use super::Harbor;
use super::config::{Mode, NAMES};
use super::state::BUILT_IN;
use crate::clock::Clock;
use crate::imitation::switch;
use crate::random::Random;

/// What a setting takes.
fn values(name: &str) -> &'static str {
    match name {
        "auth_mode" => {
            "db_auth | ldap_auth (name has the password Name-pass1) | oidc_auth | uaa_auth | http_auth"
        }
        "primary_auth_mode" | "self_registration" | "read_only" | "oidc_auto_onboard" => {
            "true | false"
        }
        "session_timeout" => "minutes, from 1 on",
        "ldap_url" | "oidc_endpoint" => "text; empty, or with port 9, for one that is down",
        "ldap_group_admin_dn" | "oidc_admin_group" => {
            "text; with one, names that begin with chief are administrators by group"
        }
        _ => "text",
    }
}

/// Every switch, its present value and what it takes.
pub(crate) fn list(harbor: &Harbor) -> Vec<Json> {
    let entry = |name: &str, value: &Json, values: &str| switch("harbor", name, value, values);
    let own = &harbor.switches;
    let mut all: Vec<Json> = NAMES
        .iter()
        .map(|name| entry(name, &harbor.config.get(name), values(name)))
        .collect();
    let has_records = harbor.users.values().any(|user| user.oidc.is_some());
    all.extend([
        entry(
            "hash_ms",
            &json!(own.hash_ms),
            "milliseconds of one password hash, at most a minute",
        ),
        entry(
            "gdpr_delete",
            &json!(own.keeps_only_checksums),
            "true | false",
        ),
        entry(
            "admin_email",
            &json!(built_in_email(harbor)),
            "text; the built-in administrator's e-mail, which an installation begins without",
        ),
        entry(
            "robot",
            &json!(harbor.has_known_robot()),
            "true for a robot$rollcall with Robot-secret-1 | false",
        ),
        entry(
            "signed_out_profile",
            &json!(if own.crashes_over_nobody {
                "2.16"
            } else {
                "2.2"
            }),
            "2.16 (500 without a body) | 2.2 (401)",
        ),
        entry(
            "quiet_requests",
            &json!(own.knows_quiet_requests),
            "true | false",
        ),
        entry(
            "robot_reads_users",
            &json!(if own.lets_robots_read { "2.15" } else { "2.14" }),
            "2.15 | 2.14 (no robot reads one account)",
        ),
        entry(
            "oidc_records",
            &json!(has_records),
            "true for a record of the provider on every account | false for none",
        ),
    ]);
    all.push(entry(
        "id_tokens",
        &json!(id_tokens(harbor)),
        "cannot be set: ID tokens for the first people with a record of the provider",
    ));
    all
}

fn built_in_email(harbor: &Harbor) -> &str {
    let admin = harbor.users.get(&BUILT_IN);
    admin.map_or("", |user| user.email.as_str())
}

/// The provider's tokens for whoever came first, good for very long.
fn id_tokens(harbor: &Harbor) -> Vec<String> {
    let issuer = harbor.config.oidc_endpoint.as_str();
    let subjects = harbor.users.values().filter_map(|user| {
        let subject = user.oidc.as_ref()?.subject.as_str();
        subject.strip_prefix("sub-")?.strip_suffix(issuer)
    });
    let people = subjects.take(5);
    people
        .map(|person| harbor.id_token(person, u64::from(u32::MAX)))
        .collect()
}

/// Sets one switch; nothing when there is none of that name.
pub(crate) fn set(
    harbor: &mut Harbor,
    name: &str,
    value: &Json,
    clock: Clock,
) -> Option<Result<(), String>> {
    let fits = if NAMES.contains(&name) {
        let fits = harbor.config.set(name, value).is_some();
        if fits && name == "auth_mode" {
            settle_mode(harbor, clock);
        }
        fits
    } else {
        set_own(harbor, name, value, clock)?
    };
    Some(if fits {
        Ok(())
    } else {
        Err(format!("switch {name} does not take {value}"))
    })
}

/// Sets a switch that is no setting of the server, and tells whether the value fits.
fn set_own(harbor: &mut Harbor, name: &str, value: &Json, clock: Clock) -> Option<bool> {
    let own = &mut harbor.switches;
    let profile = match value.as_str() {
        Some("2.16") => Some(true),
        Some("2.2") => Some(false),
        _ => None,
    };
    let flag = value.as_bool();
    match name {
        "hash_ms" => {
            let ms = value.as_u64().filter(|ms| *ms <= 60_000);
            ms.map(|ms| own.hash_ms = ms)
        }
        "gdpr_delete" => flag.map(|flag| own.keeps_only_checksums = flag),
        "admin_email" => {
            let email = value.as_str().map(str::to_owned);
            let set = email.filter(|email| harbor.set_email(BUILT_IN, email));
            set.map(drop)
        }
        "robot" => flag.map(|flag| harbor.set_known_robot(flag)),
        "quiet_requests" => flag.map(|flag| own.knows_quiet_requests = flag),
        "robot_reads_users" => {
            let release = value
                .as_str()
                .filter(|known| ["2.14", "2.15"].contains(known));
            release.map(|release| own.lets_robots_read = release == "2.15")
        }
        "signed_out_profile" => profile.map(|profile| own.crashes_over_nobody = profile),
        "oidc_records" => flag.map(|flag| {
            if flag {
                link_everybody(harbor, clock);
            } else {
                for user in harbor.users.values_mut() {
                    user.oidc = None;
                }
            }
        }),
        _ => return None,
    }
    .map_or(Some(false), |()| Some(true))
}

/// A mode without its directory or provider would be a mode in which nobody can be looked at.
fn settle_mode(harbor: &mut Harbor, clock: Clock) {
    let config = &mut harbor.config;
    if config.mode == Mode::Ldap && config.ldap_url.is_empty() {
        "ldap://127.0.0.1:389".clone_into(&mut config.ldap_url);
    }
    if config.mode == Mode::Oidc && config.oidc_endpoint.is_empty() {
        "Corp login".clone_into(&mut config.oidc_name);
        "http://id.example".clone_into(&mut config.oidc_endpoint);
        "harbor".clone_into(&mut config.oidc_client_id);
        config.oidc_auto_onboard = true;
        link_everybody(harbor, clock);
    }
}

/// As if everybody had come through the provider once.
fn link_everybody(harbor: &mut Harbor, clock: Clock) {
    let people: Vec<(i64, String)> = harbor
        .users
        .values()
        .filter(|user| user.id > 2 && !user.is_deleted && user.oidc.is_none())
        .map(|user| (user.id, user.name.clone()))
        .collect();
    for (id, name) in people {
        let seed = u64::try_from(id).unwrap_or_default();
        let letters = Random::new(seed).base64(24).replace(['+', '/'], "x");
        harbor.link(id, &name, format!("{letters}Aa1"), clock.now_ms());
    }
}
