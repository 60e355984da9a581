//! `GET /users/{id}/memberships`: the teams of an account (Portainer).
//!
//! Access: administrator, self. Answers: 200, a list; `[]` for an unknown account. Errors: 403 neither.
//! Source: Portainer API, operation `UserMembershipsInspect`; `docs/contracts/portainer.md`, S8.

use super::{TeamMembership, UserId};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists the places of one account in teams.
#[derive(Clone, Copy, Debug)]
pub struct ListMemberships {
    /// Which account.
    pub user_id: UserId,
}

impl Endpoint for ListMemberships {
    type Answer = Vec<TeamMembership>;

    const OPERATION: &'static str = "user_memberships_inspect";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/users/{id}/memberships";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("id", &self.user_id)
    }
}
