//! `GET /teams/{id}/memberships`: who is in a team (Portainer).
//!
//! Access: administrator, leader of that team. Answers: 200, a list; `[]` for an unknown team. Errors: 403 neither.
//! Source: Portainer API, operation `TeamMembershipsInspect`; `docs/contracts/portainer.md`, E7.

use super::{LIST_LIMIT_MS, TeamId, TeamMembership};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists the places in one team.
#[derive(Clone, Copy, Debug)]
pub struct ListTeamMemberships {
    /// Which team.
    pub team_id: TeamId,
}

impl Endpoint for ListTeamMemberships {
    type Answer = Vec<TeamMembership>;

    const OPERATION: &'static str = "list_team_memberships";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/teams/{id}/memberships";
    const EFFECT: Effect = Effect::Read;
    const TIME_LIMIT_MS: u32 = LIST_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("id", &self.team_id)
    }
}
