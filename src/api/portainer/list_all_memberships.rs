//! `GET /team_memberships`: who is in which team (Portainer).
//!
//! Access: administrator, any team leader. Answers: 200, the places in all teams. Errors: 403 neither.
//! Source: Portainer API, operation `TeamMembershipList`; `docs/contracts/portainer.md`, E8.

use super::{LIST_LIMIT_MS, TeamMembership};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Lists the places in all teams.
#[derive(Clone, Copy, Debug)]
pub struct ListAllMemberships;

impl Endpoint for ListAllMemberships {
    type Answer = Vec<TeamMembership>;

    const OPERATION: &'static str = "list_all_memberships";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/team_memberships";
    const EFFECT: Effect = Effect::Read;
    const TIME_LIMIT_MS: u32 = LIST_LIMIT_MS;

    fn fill(&self, _to: &mut RequestParts) -> Result<(), Unsendable> {
        Ok(())
    }
}
