//! What the capability table says, held against what the simulated server does (contract, 5.4 and part 6).
//!
//! Every act that is a call is tried by every kind of caller: "yes" must succeed, and "no" must be what the server
//! refuses, or what it would let happen and the panel must not offer.

use rollcall::api::sftpgo::{
    AddUser, ChangeOwnPassword, DeleteUser, DisableSecondFactor, GetUser, ListApiKeys, ListUsers,
    Page, PasswordChange, UpdateUser, User,
};
use rollcall::api::{ApiError, ErrorKind, Secret};
use rollcall::platform::{Account, Act, Capability, Role};
use serde_json::json;

use crate::panel::{PASSWORD, Panel, SFTPGO};

/// Whether the server let it happen; nothing where the act is no call.
fn is_done(panel: &Panel, act: Act, target: &Account) -> Option<bool> {
    let username = target.id.clone();
    let outcome: Result<(), ApiError> = match act {
        Act::List | Act::Search | Act::Sort => {
            panel.send(&ListUsers { page: Page::FIRST }).map(drop)
        }
        Act::ShowGroups | Act::ShowPermissions | Act::ShowLastSignIn => {
            panel.send(&GetUser { username }).map(drop)
        }
        Act::Create => {
            let mut user = User::new("created");
            user.set_home_dir("/srv/created");
            let (password, secrets) = (None, Vec::new());
            panel
                .send(&AddUser {
                    user,
                    password,
                    secrets,
                })
                .map(drop)
        }
        Act::EditSettings | Act::Disable | Act::SetPassword | Act::RequirePasswordChange => {
            panel.send(&GetUser { username }).and_then(|mut user| {
                user.set_description("changed");
                let save = UpdateUser {
                    user,
                    password: PasswordChange::Keep,
                    secrets: Vec::new(),
                    disconnect: false,
                };
                panel.send(&save).map(drop)
            })
        }
        Act::Delete => panel.send(&DeleteUser { username }).map(drop),
        Act::DisableSecondFactor | Act::ResetSecondFactor => {
            panel.send(&DisableSecondFactor { username }).map(drop)
        }
        Act::ListKeys => panel.send(&ListApiKeys { page: Page::FIRST }).map(drop),
        Act::ChangeOwnPassword => {
            let (current, new) = (Secret::from(PASSWORD), Secret::from("battery staple 2"));
            panel.send(&ChangeOwnPassword { current, new }).map(drop)
        }
        _ => return None,
    };
    Some(match outcome {
        Ok(()) => true,
        // There is no second factor to reset: the right to do so is there.
        Err(error) if matches!(error.kind, ErrorKind::Refused { status: 400, .. }) => true,
        Err(error) => {
            let is_refusal = matches!(error.kind, ErrorKind::Forbidden(_));
            assert!(is_refusal, "{act:?}: {error}");
            false
        }
    })
}

/// Callers by name, with what they may do.
fn callers() -> Vec<(&'static str, serde_json::Value)> {
    let single = |permission: &str| json!({"permissions": [permission]});
    vec![
        ("super", single("*")),
        ("views", single("view_users")),
        ("adds", single("add_users")),
        ("edits", single("edit_users")),
        (
            "edits-and-views",
            json!({"permissions": ["edit_users", "view_users"]}),
        ),
        ("deletes", single("del_users")),
        ("resets", single("disable_mfa")),
        ("scans", single("quota_scans")),
        (
            "must-enroll",
            json!({"permissions": ["*"], "filters": {"require_two_factor": true}}),
        ),
        (
            "must-change",
            json!({"permissions": ["*"], "filters": {"require_password_change": true}}),
        ),
        (
            "with-key",
            json!({"permissions": ["*"], "filters": {"allow_api_key_auth": true}}),
        ),
    ]
}

/// A caller at a server of their own with one user, since every act changes it.
fn caller(name: &str, settings: &serde_json::Value) -> Panel {
    let root = Panel::installed();
    root.create("target", |_| ());
    let panel = root.administrator(name, settings.clone());
    if name == "with-key" {
        root.key_of(name)
    } else {
        panel
    }
}

#[test]
fn the_table_says_what_the_server_does() {
    let target = Account::new("target".to_owned(), "target".to_owned(), Role::Regular);
    let mut n_held = 0;
    for (name, settings) in callers() {
        for act in Act::ALL {
            let panel = caller(name, &settings);
            let scene = panel.scene();
            let of = (*act != Act::ChangeOwnPassword).then_some(&target);
            let says = SFTPGO.can(&scene, *act, of);
            let Some(is_done) = is_done(&panel, *act, &target) else {
                continue;
            };
            n_held += 1;
            assert_eq!(says.is_yes(), is_done, "{name}: {act:?}: {says:?}");
        }
    }
    assert!(n_held > 100, "{n_held}");
}

#[test]
fn every_no_has_a_sentence() {
    let target = Account::new("target".to_owned(), "target".to_owned(), Role::Regular);
    for (name, settings) in callers() {
        let panel = caller(name, &settings);
        let scene = panel.scene();
        for act in Act::ALL {
            for of in [None, Some(&target), Some(&scene.me)] {
                if let Capability::No(reason) = SFTPGO.can(&scene, *act, of) {
                    assert!(
                        reason.ends_with('.') && reason.len() > 20,
                        "{act:?}: {reason}"
                    );
                    assert!(!reason.contains(['{', '}']), "{act:?}: {reason}");
                }
            }
        }
    }
}

#[test]
fn an_administrator_acts_on_themselves_by_other_rules() {
    let root = Panel::installed();
    let scene = root.scene();
    let me = Some(&scene.me);
    for act in [
        Act::ChangeOwnPassword,
        Act::EnableSecondFactor,
        Act::CreateKey,
        Act::EditSettings,
    ] {
        assert!(SFTPGO.can(&scene, act, me).is_yes(), "{act:?}");
    }
    for act in [
        Act::Delete,
        Act::Disable,
        Act::SetPassword,
        Act::ChangeRole,
        Act::Rename,
    ] {
        assert!(!SFTPGO.can(&scene, act, me).is_yes(), "{act:?}");
    }
    for absence in SFTPGO.absences() {
        assert!(!absence.title.is_empty() && absence.reason.ends_with('.'));
    }
}
