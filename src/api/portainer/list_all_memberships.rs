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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    #[test]
    fn the_request_asks_for_all_teams() {
        assert_request(&ListAllMemberships, "GET", "/api/team_memberships", None);
    }

    #[test]
    fn a_200_lists_all_places() {
        assert_eq!(outcome(&ListAllMemberships, "teams/6"), Ok(vec![]));
        assert_eq!(outcome(&ListAllMemberships, "teams/26").unwrap().len(), 2);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &ListAllMemberships,
            &[
                ("permissions-user/36", ErrorKind::SignedOut),
                (
                    "permissions-user/65",
                    ErrorKind::Forbidden(Reason::NotAllowed),
                ),
            ],
        );
    }
}
