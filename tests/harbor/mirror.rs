//! What the capability table says, held against what the simulated server does (contract, part 6).
//!
//! Every act that is a call is tried by every kind of caller on every kind of target: "yes" must succeed, and "no" must
//! be what the server refuses, or what it would let happen and the panel must not offer.

use rollcall::api::harbor::{
    CreateUser, DeleteUser, GetPermissions, ListUsers, Scope, SearchUsers, SetCliSecret,
    SetSysAdmin, UpdatePassword, UpdateProfile, UserId,
};
use rollcall::api::{ErrorKind, Secret};
use rollcall::platform::{Account, Act, Role};

use crate::panel::{HARBOR, PASSWORD, Panel};

/// Whether the server let it happen.
fn is_done(panel: &Panel, act: Act, target: &Account) -> Option<bool> {
    let id = UserId(target.id.parse().unwrap());
    let is_self = panel.me().id == target.id;
    let new = || Secret::from("Another horse 1");
    let outcome = match act {
        Act::List | Act::Sort => panel.send(&ListUsers::default()).map(drop),
        Act::Search => {
            let username = "mi".to_owned();
            panel
                .send(&SearchUsers {
                    username,
                    page_size: None,
                })
                .map(drop)
        }
        Act::Create => panel
            .send(&CreateUser {
                username: "created".to_owned(),
                email: "created@corp.example".to_owned(),
                realname: "Created".to_owned(),
                password: Secret::from(PASSWORD),
                comment: None,
            })
            .map(drop),
        Act::EditSettings => panel
            .send(&UpdateProfile {
                id,
                email: format!("changed-{id}@corp.example"),
                realname: "Changed".to_owned(),
                comment: None,
            })
            .map(drop),
        Act::ChangeRole => panel.send(&SetSysAdmin { id, is_admin: true }).map(drop),
        Act::Delete => panel.send(&DeleteUser { id }).map(drop),
        Act::SetPassword => {
            let (current, new) = (None, new());
            panel.send(&UpdatePassword { id, current, new }).map(drop)
        }
        Act::ChangeOwnPassword if is_self => {
            let (current, new) = (Some(Secret::from(PASSWORD)), new());
            panel.send(&UpdatePassword { id, current, new }).map(drop)
        }
        Act::CreateKey => panel.send(&SetCliSecret { id, secret: None }).map(drop),
        Act::ShowPermissions if is_self => {
            let scope = Scope::System;
            panel.send(&GetPermissions { scope }).map(drop)
        }
        _ => return None,
    };
    if let Err(error) = &outcome {
        // An account that the provider does not know has no secret that could be replaced.
        let is_absent = act == Act::CreateKey && error.kind == ErrorKind::NotFound;
        let is_refusal = is_absent || matches!(error.kind, ErrorKind::Forbidden(_));
        assert!(is_refusal, "{act:?}: {error}");
    }
    Some(outcome.is_ok())
}

/// A server in a mode, with an administrator, two others, and the panel of whoever tries.
fn world(caller: &str, mode: &str) -> (Panel, Vec<Account>) {
    let admin = Panel::installed();
    let ids = [
        ("built-in", UserId::BUILT_IN),
        ("boss", admin.create_admin("boss")),
        ("mira", admin.create("mira")),
        ("zoe", admin.create("zoe")),
    ];
    if mode != "db_auth" {
        admin.switch("auth_mode", &format!("\"{mode}\""));
    }
    let targets = ids
        .into_iter()
        .map(|(name, id)| {
            let is_admin = matches!(name, "built-in" | "boss");
            let role = if is_admin {
                Role::Administrator
            } else {
                Role::Regular
            };
            Account::new(id.to_string(), name.to_owned(), role)
        })
        .collect();
    let panel = match (caller, mode) {
        ("built-in", _) => admin,
        (name, "ldap_auth") => {
            let panel = admin.other(name);
            let first = name.chars().next().unwrap().to_ascii_uppercase();
            panel.use_password(name, &format!("{first}{}-pass1", &name[1..]));
            panel
        }
        (name, _) => admin.other(name),
    };
    (panel, targets)
}

fn assert_mirrored(callers: &[&str], mode: &str) {
    let mut n_held = 0;
    for caller in callers {
        for act in Act::ALL {
            for index in 0..4 {
                // A world of its own for each try: nothing that was done before is in the way.
                let (panel, targets) = world(caller, mode);
                let target = &targets[index];
                let said = HARBOR.can(&panel.scene(), *act, Some(target));
                let Some(is_done) = is_done(&panel, *act, target) else {
                    continue;
                };
                assert_eq!(
                    said.is_yes(),
                    is_done,
                    "{mode}: {caller} does {act:?} to {}: {said:?}",
                    target.name
                );
                n_held += 1;
            }
        }
    }
    assert!(n_held >= callers.len() * 30, "{n_held}");
}

#[test]
fn database_mode_is_mirrored() {
    assert_mirrored(&["built-in", "boss", "mira"], "db_auth");
}

#[test]
fn a_directory_is_mirrored() {
    assert_mirrored(&["built-in", "boss", "mira"], "ldap_auth");
}

#[test]
fn other_modes_are_mirrored_for_whoever_signs_in_locally() {
    for mode in ["uaa_auth", "http_auth", "oidc_auth"] {
        assert_mirrored(&["built-in"], mode);
    }
}
