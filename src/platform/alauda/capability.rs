//! Who may do what on an Alauda Container Platform (contract, 1.4, 5.4 to 5.8 and 6).

use super::LIST;
use crate::i18n::t;
use crate::platform::{Absence, Account, Act, Scene, Status};

/// What the platform's accounts do not have.
pub(in crate::platform) fn absences() -> Vec<Absence> {
    let t = t();
    Absence::all([
        (
            t.alauda_absent_second_factor,
            t.alauda_absent_second_factor_why,
        ),
        (t.alauda_absent_unlock, t.alauda_absent_unlock_why),
        (t.alauda_absent_expiry, t.alauda_absent_expiry_why),
    ])
}

/// Whether the caller sees the account list, which only platform administrators and auditors do.
pub(super) fn may_list(scene: &Scene) -> bool {
    scene.is_granted(LIST)
}

/// Why an act is not possible.
pub(in crate::platform) fn why_not(
    scene: &Scene,
    act: Act,
    target: Option<&Account>,
) -> Option<String> {
    reason(scene, act, target).map(str::to_owned)
}

/// First what the platform does not have at all, then the right, then the rule of the target.
///
/// An auditor cannot be told from an administrator: both see the list. The server refuses the auditor's changes.
fn reason(scene: &Scene, act: Act, target: Option<&Account>) -> Option<&'static str> {
    let t = t();
    let target = target.unwrap_or(&scene.me);
    let is_self = target.id == scene.me.id;
    let is_admin = may_list(scene);
    let admin_only = (!is_admin).then_some(t.alauda_only_admin);
    let admin_or_self = (!is_admin && !is_self).then_some(t.alauda_only_admin_or_self);
    let deleted = (target.status == Status::Other(t.alauda_deleted.to_owned()))
        .then_some(t.alauda_deleted_why);
    // Screens of administrators cannot manage the first administrator, who can still change what is their own.
    let system = (target.is_administrator() && !is_self).then_some(t.alauda_system);
    let elsewhere = target.source.is_some().then_some(t.alauda_kept_elsewhere);
    match act {
        Act::List | Act::Search | Act::Sort => (!is_admin).then_some(t.alauda_list_who),
        Act::Create => admin_only,
        Act::Rename => admin_or_self.or(deleted).or(elsewhere).or(system),
        Act::Delete => admin_only
            .or(is_self.then_some(t.alauda_delete_self))
            .or(deleted)
            .or(system),
        Act::SetPassword => admin_only
            .or(is_self.then_some(t.alauda_password_own))
            .or(deleted)
            .or(elsewhere)
            .or(system),
        Act::ChangeOwnPassword => scene.me.source.is_some().then_some(t.alauda_kept_elsewhere),
        Act::EditSettings => Some(t.alauda_settings_console),
        Act::Disable => Some(t.alauda_disable_console),
        Act::ChangeRole => Some(t.alauda_role_console),
        Act::Unlock => Some(t.alauda_absent_unlock_why),
        Act::RequirePasswordChange => Some(t.alauda_absent_expiry_why),
        Act::EnableSecondFactor | Act::DisableSecondFactor | Act::ResetSecondFactor => {
            Some(t.alauda_absent_second_factor_why)
        }
        Act::CreateKey => (!is_self).then_some(t.alauda_token_other),
        // All records lie in one place and none says whose it is; even developers may delete them.
        Act::ListKeys | Act::RevokeKey => Some(t.alauda_token_records),
        Act::ShowPermissions => (!is_admin && !is_self).then_some(t.alauda_roles_who),
        Act::ShowTeams | Act::ChangeTeams => Some(t.alauda_absent_teams_why),
        Act::ShowGroups | Act::ShowLastSignIn => None,
    }
}
