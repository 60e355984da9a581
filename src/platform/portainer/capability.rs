//! Who may do what on a Portainer (contract, 5.2, 5.6 and 6).

use crate::i18n::t;
use crate::platform::{Absence, Account, Act, Scene, Sources};

/// Id of the initial administrator, which the server never deletes.
const INITIAL: &str = "1";

/// What Portainer's accounts do not have.
pub(in crate::platform) fn absences() -> Vec<Absence> {
    let t = t();
    Absence::all([
        (
            t.portainer_absent_second_factor,
            t.portainer_absent_second_factor_why,
        ),
        (t.portainer_absent_disable, t.portainer_absent_disable_why),
        (t.portainer_absent_unlock, t.portainer_absent_unlock_why),
        (t.portainer_absent_expiry, t.portainer_absent_expiry_why),
    ])
}

/// What a deletion takes with it.
pub(in crate::platform) fn deletion_consequences() -> Vec<&'static str> {
    vec![
        t().portainer_consequence_memberships,
        t().portainer_consequence_no_undo,
    ]
}

/// Whether an account signs in with a password of the server (contract, 1.3): where a directory or single sign-on
/// looks passwords up, only the initial administrator has one.
pub(in crate::platform) fn has_password_here(scene: &Scene, id: &str) -> bool {
    scene.survey.sources == Sources::Internal || id == INITIAL
}

/// Whether a new account is sent with a password; in the other modes one is refused (contract, 1.4).
pub(in crate::platform) fn new_account_has_password(scene: &Scene) -> bool {
    scene.survey.sources == Sources::Internal
}

/// Why an act is not possible.
pub(in crate::platform) fn why_not(
    scene: &Scene,
    act: Act,
    target: Option<&Account>,
) -> Option<String> {
    reason(scene, act, target).map(str::to_owned)
}

fn reason(scene: &Scene, act: Act, target: Option<&Account>) -> Option<&'static str> {
    let t = t();
    let is_admin = scene.me.is_administrator();
    let is_self = target.is_some_and(|target| target.id == scene.me.id);
    let admin_only = (!is_admin).then_some(t.portainer_only_admin);
    let admin_or_self = (!is_admin && !is_self).then_some(t.portainer_only_admin_or_self);
    match act {
        Act::List | Act::Search | Act::Sort => {
            (!is_admin && !scene.is_team_leader).then_some(t.portainer_list_who)
        }
        Act::Create | Act::Rename | Act::ChangeRole => admin_only,
        Act::EditSettings => admin_or_self,
        Act::Delete => admin_only.or_else(|| {
            if is_self {
                Some(t.portainer_delete_self)
            } else if target.is_some_and(|target| target.id == INITIAL) {
                Some(t.portainer_delete_initial)
            } else {
                None
            }
        }),
        Act::SetPassword => admin_only.or_else(|| {
            // The server would store a password that nobody can sign in with.
            target
                .is_some_and(|target| !has_password_here(scene, &target.id))
                .then_some(t.portainer_password_elsewhere)
        }),
        Act::ChangeOwnPassword => {
            (!has_password_here(scene, &scene.me.id)).then_some(t.portainer_password_elsewhere)
        }
        Act::ListKeys | Act::RevokeKey => admin_or_self.or_else(|| {
            target
                .is_some_and(|target| target.is_administrator() && !is_self)
                .then_some(t.portainer_keys_other_admin)
        }),
        Act::CreateKey => {
            if !is_self {
                Some(t.portainer_key_other)
            } else if scene.is_api_key {
                Some(t.portainer_key_by_key)
            } else {
                None
            }
        }
        Act::Disable => Some(t.portainer_absent_disable_why),
        Act::Unlock => Some(t.portainer_absent_unlock_why),
        Act::RequirePasswordChange => Some(t.portainer_absent_expiry_why),
        Act::EnableSecondFactor | Act::DisableSecondFactor | Act::ResetSecondFactor => {
            Some(t.portainer_absent_second_factor_why)
        }
        Act::ShowGroups => Some(t.portainer_absent_groups_why),
        Act::ShowPermissions => Some(t.portainer_absent_permissions_why),
        Act::ShowLastSignIn => Some(t.portainer_absent_last_sign_in_why),
        Act::ShowTeams => {
            (!is_admin && !is_self && !scene.is_team_leader).then_some(t.portainer_teams_other)
        }
        // The server itself does not forbid it (contract, 1.4).
        Act::ChangeTeams if scene.survey.are_teams_synced => Some(t.portainer_teams_synced),
        // Which teams a leader may change, each membership says.
        Act::ChangeTeams => {
            (!is_admin && !scene.is_team_leader).then_some(t.portainer_team_changes)
        }
    }
}
