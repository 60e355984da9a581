//! `PUT /team_memberships/{id}`: change what an account is in a team (Portainer).
//!
//! Access: administrator, leader of both teams. Answers: 200 with the membership. A full replace: all members are
//! sent, and other ids would move the membership. Errors: 400; 403 neither; 404 unknown.
//! Source: Portainer API, operation `TeamMembershipUpdate`; `docs/contracts/portainer.md`, E10.

use super::body::{self, Membership};
use super::{MembershipId, TeamId, TeamMembership, TeamRole, UserId, WRITE_LIMIT_MS};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Replaces one membership.
#[derive(Clone, Copy, Debug)]
pub struct UpdateMembership {
    /// Which membership.
    pub id: MembershipId,
    /// Its account, as read.
    pub user_id: UserId,
    /// Its team, as read.
    pub team_id: TeamId,
    /// What the account shall be there.
    pub role: TeamRole,
}

impl Endpoint for UpdateMembership {
    type Answer = TeamMembership;

    const OPERATION: &'static str = "update_membership";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/team_memberships/{id}";
    const EFFECT: Effect = Effect::Write;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("id", &self.id)?;
        to.json(&Membership::new(self.user_id, self.team_id, self.role)?)
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(self.user_id))
    }
}
