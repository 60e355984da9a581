//! Who may do what on an `SFTPGo` (contract, 1.4 to 1.6, 5.4 and 6).
//!
//! Permissions are separate: to change an account takes two of them here, because all of it has to be read before it is
//! written. Where nobody tells what the caller may do, nothing is ruled out and the server decides.

use super::{NEEDS_NEW_PASSWORD, NEEDS_SECOND_FACTOR};
use crate::i18n::{fill, t};
use crate::platform::{Absence, Account, Act, Scene};

/// What `SFTPGo`'s accounts do not have.
pub(in crate::platform) fn absences() -> Vec<Absence> {
    let t = t();
    Absence::all([
        (t.sftpgo_absent_unlock, t.sftpgo_absent_unlock_why),
        (t.sftpgo_absent_rename, t.sftpgo_absent_rename_why),
        (t.sftpgo_absent_role, t.sftpgo_absent_role_why),
        (t.sftpgo_absent_teams, t.sftpgo_absent_teams_why),
    ])
}

/// Why an act is not possible.
pub(in crate::platform) fn why_not(
    scene: &Scene,
    act: Act,
    target: Option<&Account>,
) -> Option<String> {
    let t = t();
    if let Some(never) = never(act) {
        return Some(never.to_owned());
    }
    let is_self = target.is_some_and(|target| target.id == scene.me.id);
    let is_own = is_self || (target.is_none() && is_about_oneself(act));
    if is_own {
        return own(scene, act).map(str::to_owned);
    }
    // Keys alone are not held back by what a session must do first (contract, 1.5).
    let is_of_keys = matches!(act, Act::ListKeys | Act::CreateKey | Act::RevokeKey);
    if let Some(first) = first(scene).filter(|_| !is_of_keys) {
        return Some(first.to_owned());
    }
    for permission in needed(act) {
        if !may(scene, permission) {
            let reason = match *permission {
                "*" => t.sftpgo_only_super.to_owned(),
                permission => fill(t.sftpgo_lacks, &[("permission", permission)]),
            };
            return Some(reason);
        }
    }
    let has_second_factor = target.is_none_or(|target| target.second_factor != Some(false));
    let by_rule = match act {
        Act::EnableSecondFactor => Some(t.sftpgo_second_factor_other),
        Act::DisableSecondFactor | Act::ResetSecondFactor if !has_second_factor => {
            Some(t.sftpgo_second_factor_none)
        }
        _ if is_of_keys && scene.is_api_key => Some(t.sftpgo_not_with_key),
        _ => None,
    };
    by_rule.map(str::to_owned)
}

/// What no release of the server can do.
fn never(act: Act) -> Option<&'static str> {
    let t = t();
    match act {
        Act::Rename => Some(t.sftpgo_absent_rename_why),
        Act::ChangeRole => Some(t.sftpgo_absent_role_why),
        Act::Unlock => Some(t.sftpgo_absent_unlock_why),
        Act::ShowTeams | Act::ChangeTeams => Some(t.sftpgo_absent_teams_why),
        _ => None,
    }
}

/// Acts that concern the caller when nobody else is named.
fn is_about_oneself(act: Act) -> bool {
    matches!(act, Act::ChangeOwnPassword | Act::EnableSecondFactor)
}

/// What stands before everything else in this session.
fn first(scene: &Scene) -> Option<&'static str> {
    let has = |word: &str| grants(scene).any(|grant| grant == word);
    if has(NEEDS_SECOND_FACTOR) {
        Some(t().sftpgo_second_factor_first)
    } else if has(NEEDS_NEW_PASSWORD) {
        Some(t().sftpgo_new_password_first)
    } else {
        None
    }
}

fn grants(scene: &Scene) -> impl Iterator<Item = &str> {
    scene.grants.iter().flatten().map(String::as_str)
}

fn may(scene: &Scene, permission: &str) -> bool {
    // Up to release 2.6.2 keys had a permission of their own.
    let is_old = |grant: &str| permission == "*" && grant == "manage_apikeys";
    scene.grants.is_none()
        || grants(scene).any(|grant| grant == "*" || grant == permission || is_old(grant))
}

/// The permissions that an act on a user takes.
fn needed(act: Act) -> &'static [&'static str] {
    match act {
        Act::List
        | Act::Search
        | Act::Sort
        | Act::ShowGroups
        | Act::ShowPermissions
        | Act::ShowLastSignIn => &["view_users"],
        Act::Create => &["add_users"],
        Act::EditSettings | Act::Disable | Act::SetPassword | Act::RequirePasswordChange => {
            &["view_users", "edit_users"]
        }
        Act::Delete => &["del_users"],
        Act::DisableSecondFactor | Act::ResetSecondFactor => &["disable_mfa"],
        Act::ListKeys | Act::CreateKey | Act::RevokeKey => &["*"],
        _ => &[],
    }
}

/// What an administrator may do to themselves here. Other administrators are no part of this panel.
fn own(scene: &Scene, act: Act) -> Option<&'static str> {
    let t = t();
    match act {
        Act::ChangeOwnPassword | Act::EnableSecondFactor | Act::DisableSecondFactor => {
            scene.is_api_key.then_some(t.sftpgo_not_with_key)
        }
        Act::EditSettings => scene
            .is_api_key
            .then_some(t.sftpgo_not_with_key)
            .or_else(|| first(scene)),
        Act::ListKeys | Act::CreateKey | Act::RevokeKey => {
            if scene.is_api_key {
                Some(t.sftpgo_not_with_key)
            } else {
                (!may(scene, "*")).then_some(t.sftpgo_only_super)
            }
        }
        Act::ShowPermissions => scene
            .grants
            .is_none()
            .then_some(t.sftpgo_permissions_unknown),
        Act::ResetSecondFactor => Some(t.sftpgo_second_factor_own),
        Act::SetPassword => Some(t.sftpgo_password_own),
        Act::Delete | Act::Disable | Act::RequirePasswordChange => Some(t.sftpgo_self_protected),
        Act::ShowGroups | Act::ShowLastSignIn => Some(t.sftpgo_admin_elsewhere),
        _ => None,
    }
}
