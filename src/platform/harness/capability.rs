//! Who may do what in a Harness account (contract, 1.5, 2.2, 5.6 to 5.11 and 6).

use super::{ENFORCED, is_invited, is_service};
use crate::api::harness::{INVITE_USERS, MANAGE_USERS, VIEW_USERS};
use crate::i18n::t;
use crate::platform::{Absence, Account, Act, Scene};

/// What the platform's accounts do not have.
pub(in crate::platform) fn absences() -> Vec<Absence> {
    let t = t();
    Absence::all([
        (t.harness_absent_password, t.harness_absent_password_why),
        (t.harness_absent_disable, t.harness_absent_disable_why),
        (t.harness_absent_expiry, t.harness_absent_expiry_why),
    ])
}

/// Why an act is not possible.
pub(in crate::platform) fn why_not(
    scene: &Scene,
    act: Act,
    target: Option<&Account>,
) -> Option<String> {
    reason(scene, act, target).map(str::to_owned)
}

/// First what the platform does not have at all, then who has not come yet, then the right, then the rule of the target.
fn reason(scene: &Scene, act: Act, target: Option<&Account>) -> Option<&'static str> {
    let t = t();
    let target = target.unwrap_or(&scene.me);
    let is_self = target.id == scene.me.id;
    let pending = is_invited(target).then_some(t.harness_pending);
    let view = (!scene.is_granted(VIEW_USERS)).then_some(t.harness_needs_view);
    let manage = (!scene.is_granted(MANAGE_USERS)).then_some(t.harness_needs_manage);
    let invite = (!scene.is_granted(INVITE_USERS)).then_some(t.harness_needs_invite);
    let elsewhere = target.source.is_some().then_some(t.harness_kept_elsewhere);
    let view_other = if is_self { None } else { view };
    // A service account may manage others, and has nothing of its own.
    let by_service = is_service(&scene.me);
    let own = (by_service && is_self).then_some(t.harness_service_own);
    let is_enforced = scene.grants.is_some() && scene.is_granted(ENFORCED);
    match act {
        Act::List | Act::Search | Act::Sort => view,
        Act::Create => invite,
        Act::Rename | Act::EditSettings if by_service => own.or(pending).or(manage).or(elsewhere),
        Act::Rename | Act::EditSettings => pending
            .or((!is_self).then_some(t.harness_names_own))
            .or(elsewhere),
        Act::ChangeRole => Some(t.harness_role_console),
        Act::Disable => Some(t.harness_absent_disable_why),
        // An invite is taken back by whoever may invite.
        Act::Delete if is_invited(target) => invite,
        Act::Delete => manage.or(is_self.then_some(t.harness_delete_self)),
        Act::SetPassword => Some(t.harness_absent_password_why),
        Act::ChangeOwnPassword if by_service => Some(t.harness_service_own),
        Act::ChangeOwnPassword => scene
            .me
            .source
            .is_some()
            .then_some(t.harness_kept_elsewhere),
        Act::RequirePasswordChange => Some(t.harness_absent_expiry_why),
        Act::Unlock => own.or(pending).or(manage),
        Act::EnableSecondFactor | Act::DisableSecondFactor => own
            .or(pending)
            .or((!is_self).then_some(t.harness_second_factor_own))
            .or((act == Act::DisableSecondFactor && is_enforced)
                .then_some(t.harness_second_factor_enforced)),
        Act::ResetSecondFactor => own
            .or(pending)
            .or(manage)
            .or((target.second_factor == Some(false)).then_some(t.harness_second_factor_none)),
        Act::ListKeys | Act::CreateKey | Act::RevokeKey if by_service => {
            Some(t.harness_service_keys)
        }
        Act::ListKeys => pending.or(if is_self { None } else { manage }),
        Act::CreateKey | Act::RevokeKey => pending.or((!is_self).then_some(t.harness_keys_own)),
        Act::ShowGroups | Act::ShowPermissions => view_other,
        Act::ShowTeams | Act::ChangeTeams => Some(t.harness_absent_teams_why),
        Act::ShowLastSignIn => Some(t.harness_absent_last_sign_in_why),
    }
}
