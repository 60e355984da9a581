//! Rules that several request bodies share.

use super::{MAX_PASSWORD_BYTES, Role, TeamId, TeamRole, UserId};
use crate::api::{Secret, Unsendable};

/// Refuses a new password that the server would answer with a 500.
pub(super) fn fits(field: &'static str, password: &Secret) -> Result<(), Unsendable> {
    if password.len_bytes() > MAX_PASSWORD_BYTES {
        return Err(Unsendable::TooLong {
            field,
            max_bytes: MAX_PASSWORD_BYTES,
        });
    }
    Ok(())
}

/// The number of a role that can be given to an account.
pub(super) fn role_number(role: Role) -> Result<i64, Unsendable> {
    match role {
        Role::Administrator | Role::Regular => Ok(role.number()),
        Role::Unknown(_) => Err(Unsendable::Unknown { field: "role" }),
    }
}

/// `TeamMembershipPayload`: all members are required, on create and on update.
#[derive(serde::Serialize)]
pub(super) struct Membership {
    #[serde(rename = "UserID")]
    user_id: UserId,
    #[serde(rename = "TeamID")]
    team_id: TeamId,
    #[serde(rename = "Role")]
    role: i64,
}

impl Membership {
    pub(super) fn new(
        user_id: UserId,
        team_id: TeamId,
        role: TeamRole,
    ) -> Result<Self, Unsendable> {
        match role {
            TeamRole::Leader | TeamRole::Member => Ok(Self {
                user_id,
                team_id,
                role: role.number(),
            }),
            TeamRole::Unknown(_) => Err(Unsendable::Unknown { field: "role" }),
        }
    }
}

/// The subject of a write about one account.
pub(super) fn subject(id: UserId) -> String {
    format!("user {id}")
}
