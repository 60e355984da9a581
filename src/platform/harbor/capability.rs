//! Who may do what on a Harbor (contract, 1.8, 5.6 to 5.10 and 6).

use super::BUILT_IN;
use crate::i18n::t;
use crate::platform::{Absence, Account, Act, Scene, Sources};

/// What Harbor's accounts do not have.
pub(in crate::platform) fn absences() -> Vec<Absence> {
    let t = t();
    Absence::all([
        (
            t.harbor_absent_second_factor,
            t.harbor_absent_second_factor_why,
        ),
        (t.harbor_absent_disable, t.harbor_absent_disable_why),
        (t.harbor_absent_unlock, t.harbor_absent_unlock_why),
        (t.harbor_absent_expiry, t.harbor_absent_expiry_why),
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

/// In the order of the server's own checks: first the mode, then the right, then the rule of the target.
fn reason(scene: &Scene, act: Act, target: Option<&Account>) -> Option<&'static str> {
    let t = t();
    let target = target.unwrap_or(&scene.me);
    let is_admin = scene.me.is_administrator();
    let is_self = target.id == scene.me.id;
    let is_built_in = target.id == BUILT_IN;
    let is_internal = scene.survey.sources == Sources::Internal;
    let admin_only = (!is_admin).then_some(t.harbor_only_admin);
    let admin_or_self = (!is_admin && !is_self).then_some(t.harbor_only_admin_or_self);
    // Outside of database mode only the built-in account is Harbor's own, and only administrators change it.
    let may_change = match (is_internal, is_built_in) {
        (true, _) => admin_or_self,
        (false, true) => admin_only,
        (false, false) => Some(t.harbor_kept_elsewhere),
    };
    match act {
        Act::List | Act::Sort => (!is_admin).then_some(t.harbor_list_who),
        // Anyone who is signed in may look names up.
        Act::Search => None,
        Act::Create if is_internal => admin_only,
        Act::Create => Some(t.harbor_create_elsewhere),
        Act::Rename => Some(t.harbor_rename_never),
        Act::EditSettings => may_change,
        Act::ChangeRole => admin_only,
        Act::Delete => admin_only
            .or(is_self.then_some(t.harbor_delete_self))
            .or(is_built_in.then_some(t.harbor_delete_built_in)),
        Act::SetPassword => may_change
            .or(admin_only)
            .or(is_self.then_some(t.harbor_password_own)),
        Act::ChangeOwnPassword => match (is_internal, scene.me.id == BUILT_IN) {
            (true, _) => None,
            (false, true) => admin_only,
            (false, false) => Some(t.harbor_kept_elsewhere),
        },
        Act::ListKeys | Act::CreateKey => {
            if scene.survey.sources != Sources::SingleSignOn {
                Some(t.harbor_cli_mode)
            } else if is_built_in {
                Some(t.harbor_cli_built_in)
            } else {
                admin_or_self
            }
        }
        Act::RevokeKey if scene.survey.sources == Sources::SingleSignOn => {
            Some(t.harbor_cli_revoke)
        }
        Act::RevokeKey => Some(t.harbor_cli_mode),
        Act::Disable => Some(t.harbor_absent_disable_why),
        Act::Unlock => Some(t.harbor_absent_unlock_why),
        Act::RequirePasswordChange => Some(t.harbor_absent_expiry_why),
        Act::EnableSecondFactor | Act::DisableSecondFactor | Act::ResetSecondFactor => {
            Some(t.harbor_absent_second_factor_why)
        }
        Act::ShowGroups => Some(t.harbor_absent_groups_why),
        Act::ShowTeams | Act::ChangeTeams => Some(t.harbor_absent_teams_why),
        Act::ShowPermissions => (!is_self).then_some(t.harbor_permissions_other),
        Act::ShowLastSignIn => Some(t.harbor_absent_last_sign_in_why),
    }
}
