//! `DELETE /team_memberships/{id}`: take an account out of a team (Portainer).
//!
//! Access: administrator, leader of that team. Answers: 204 empty. Errors: 403 neither; 404 unknown.
//! Source: Portainer API, operation `TeamMembershipDelete`; `docs/contracts/portainer.md`, E11.

use super::{MembershipId, UserId, WRITE_LIMIT_MS, body};
use crate::api::{Effect, Empty, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Takes one account out of one team.
#[derive(Clone, Copy, Debug)]
pub struct DeleteMembership {
    /// Which membership.
    pub id: MembershipId,
    /// Its account. Not sent: it keeps this call from running beside another change of that account.
    pub user_id: UserId,
}

impl Endpoint for DeleteMembership {
    type Answer = Empty;

    const OPERATION: &'static str = "delete_membership";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/team_memberships/{id}";
    const EFFECT: Effect = Effect::Write;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("id", &self.id)
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(self.user_id))
    }
}
