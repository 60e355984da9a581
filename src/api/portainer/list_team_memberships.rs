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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::portainer::TeamRole;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    const DEV: ListTeamMemberships = ListTeamMemberships { team_id: TeamId(1) };

    #[test]
    fn the_request_names_the_team() {
        assert_request(&DEV, "GET", "/api/teams/1/memberships", None);
    }

    #[test]
    fn a_200_lists_who_is_in_it_and_an_unknown_team_is_empty() {
        let places = outcome(&DEV, "teams/23").unwrap();
        assert_eq!(places.len(), 2);
        assert_eq!(places[1].role, TeamRole::Member);
        assert_eq!(outcome(&DEV, "teams/25"), Ok(vec![]));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let not_allowed = ErrorKind::Forbidden(Reason::NotAllowed);
        assert_refusals(
            &DEV,
            &[
                ("permissions-user/34", ErrorKind::SignedOut),
                ("permissions-user/63", not_allowed.clone()),
                ("permissions-user/93", not_allowed),
            ],
        );
    }
}
