//! Teams of a Portainer and their members (contract, 2.2, E6 to E11).

use std::collections::BTreeMap;

use super::{number_of, user_id};
use crate::api::portainer::{
    CreateMembership, DeleteMembership, ListAllMemberships, ListMemberships, ListTeams,
    MembershipId, TeamId, TeamRole, UpdateMembership,
};
use crate::api::{ApiError, Door};
use crate::i18n::t;
use crate::platform::{Access, Account, Membership, Scene, Team};

/// Whether the caller leads a team: a membership whose role is 1, the number that means administrator elsewhere.
pub(in crate::platform) async fn leads_a_team<D: Door>(
    door: &D,
    me: &Account,
) -> Result<bool, ApiError> {
    let memberships = door
        .send(ListMemberships {
            user_id: user_id(&me.id)?,
        })
        .await?;
    Ok(memberships
        .iter()
        .any(|membership| membership.role == TeamRole::Leader))
}

/// Two requests for the teams of all accounts.
pub(in crate::platform) async fn groups<D: Door>(
    door: &D,
) -> Result<BTreeMap<String, Vec<String>>, ApiError> {
    let (teams, memberships) = futures::join!(
        door.send(ListTeams::default()),
        door.send(ListAllMemberships)
    );
    let names: BTreeMap<TeamId, String> = teams?
        .into_iter()
        .map(|team| (team.id, team.name))
        .collect();
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for membership in memberships? {
        let name = names
            .get(&membership.team_id)
            .cloned()
            .unwrap_or_else(|| membership.team_id.0.to_string());
        let names = groups.entry(membership.user_id.0.to_string()).or_default();
        // Two members added at one moment can both be stored (contract, E9).
        if !names.contains(&name) {
            names.push(name);
        }
    }
    for names in groups.values_mut() {
        names.sort();
    }
    Ok(groups)
}

/// The teams of one account, and those that the caller could add it to: all for an administrator, those that it leads
/// for a leader.
pub(in crate::platform) async fn access<D: Door>(
    door: &D,
    scene: &Scene,
    id: &str,
) -> Result<Access, ApiError> {
    let user = user_id(id)?;
    let is_admin = scene.me.is_administrator();
    let is_leader = scene.is_team_leader && !is_admin;
    let memberships = async {
        if !is_leader || scene.me.id == id {
            return door.send(ListMemberships { user_id: user }).await;
        }
        // One account's are refused to a leader, those of all teams are not (contract, E8).
        let mut all = door.send(ListAllMemberships).await?;
        all.retain(|membership| membership.user_id == user);
        Ok(all)
    };
    let led = async {
        if !is_leader {
            return Ok(Vec::new());
        }
        door.send(ListTeams { only_led: true }).await
    };
    let (teams, led, memberships) =
        futures::join!(door.send(ListTeams::default()), led, memberships);
    let (teams, led, memberships) = (teams?, led?, memberships?);
    let may_change = |id| is_admin || led.iter().any(|team| team.id == id);
    let others = teams
        .iter()
        .filter(|team| may_change(team.id) && memberships.iter().all(|m| m.team_id != team.id))
        .map(|team| Team {
            id: team.id.0.to_string(),
            name: team.name.clone(),
        })
        .collect();
    let memberships = memberships
        .iter()
        .map(|membership| {
            let id = membership.team_id.0.to_string();
            let name = teams
                .iter()
                .find(|team| team.id == membership.team_id)
                .map_or_else(|| id.clone(), |team| team.name.clone());
            Membership {
                id: membership.id.0.to_string(),
                team: Team { id, name },
                is_leader: membership.role == TeamRole::Leader,
                locked: (!may_change(membership.team_id)).then_some(t().portainer_team_changes),
            }
        })
        .collect();
    Ok(Access {
        memberships,
        others,
    })
}

/// Adds an account to a team.
pub(in crate::platform) async fn join_team<D: Door>(
    door: &D,
    id: &str,
    team: &str,
    is_leader: bool,
) -> Result<(), ApiError> {
    door.send(CreateMembership {
        user_id: user_id(id)?,
        team_id: team_id(team)?,
        role: role(is_leader),
    })
    .await?;
    Ok(())
}

/// Changes what an account is in a team; the call replaces the whole membership.
pub(in crate::platform) async fn set_leader<D: Door>(
    door: &D,
    id: &str,
    membership: &Membership,
    is_leader: bool,
) -> Result<(), ApiError> {
    door.send(UpdateMembership {
        id: membership_id(&membership.id)?,
        user_id: user_id(id)?,
        team_id: team_id(&membership.team.id)?,
        role: role(is_leader),
    })
    .await?;
    Ok(())
}

/// Takes an account out of a team.
pub(in crate::platform) async fn leave_team<D: Door>(
    door: &D,
    id: &str,
    membership: &Membership,
) -> Result<(), ApiError> {
    door.send(DeleteMembership {
        id: membership_id(&membership.id)?,
        user_id: user_id(id)?,
    })
    .await?;
    Ok(())
}

fn role(is_leader: bool) -> TeamRole {
    if is_leader {
        TeamRole::Leader
    } else {
        TeamRole::Member
    }
}

fn team_id(id: &str) -> Result<TeamId, ApiError> {
    number_of::<ListTeams>(id).map(TeamId)
}

fn membership_id(id: &str) -> Result<MembershipId, ApiError> {
    number_of::<UpdateMembership>(id).map(MembershipId)
}
