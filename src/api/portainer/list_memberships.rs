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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::portainer::{MembershipId, TeamId, TeamRole};
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    const ANNA: ListMemberships = ListMemberships { user_id: UserId(2) };

    #[test]
    fn the_request_names_the_account() {
        assert_request(&ANNA, "GET", "/api/users/2/memberships", None);
    }

    #[test]
    fn a_200_lists_the_teams_and_an_unknown_account_has_none() {
        let leader = TeamMembership {
            id: MembershipId(1),
            user_id: UserId(2),
            team_id: TeamId(1),
            role: TeamRole::Leader,
        };
        assert_eq!(outcome(&ANNA, "teams/17"), Ok(vec![leader]));
        assert_eq!(outcome(&ANNA, "teams/33"), Ok(vec![]));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &ANNA,
            &[
                ("permissions-user/22", ErrorKind::SignedOut),
                (
                    "permissions-user/52",
                    ErrorKind::Forbidden(Reason::NotAllowed),
                ),
            ],
        );
    }
}
