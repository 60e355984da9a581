//! Teams of a Portainer and their members (contract, 2.2, E6 to E11).

use std::collections::BTreeMap;

use super::{number_of, user_id};
use crate::api::portainer::{
    CreateMembership, DeleteMembership, ListAllMemberships, ListMemberships, ListTeams,
    MembershipId, TeamId, TeamRole, UpdateMembership,
};
use crate::api::{ApiError, Door};
use crate::platform::{Access, Account, Membership, Team};

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

/// The teams of one account, and the others.
pub(in crate::platform) async fn access<D: Door>(door: &D, id: &str) -> Result<Access, ApiError> {
    let user = user_id(id)?;
    let (teams, memberships) = futures::join!(
        door.send(ListTeams::default()),
        door.send(ListMemberships { user_id: user })
    );
    let teams: Vec<Team> = teams?
        .into_iter()
        .map(|team| Team {
            id: team.id.0.to_string(),
            name: team.name,
        })
        .collect();
    let memberships: Vec<Membership> = memberships?
        .into_iter()
        .map(|membership| {
            let id = membership.team_id.0.to_string();
            let name = teams
                .iter()
                .find(|team| team.id == id)
                .map_or_else(|| id.clone(), |team| team.name.clone());
            Membership {
                id: membership.id.0.to_string(),
                team: Team { id, name },
                is_leader: membership.role == TeamRole::Leader,
            }
        })
        .collect();
    let others = teams
        .into_iter()
        .filter(|team| memberships.iter().all(|m| m.team.id != team.id))
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
