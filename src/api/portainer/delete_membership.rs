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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    const PLACE: DeleteMembership = DeleteMembership {
        id: MembershipId(2),
        user_id: UserId(3),
    };

    #[test]
    fn the_request_names_the_place() {
        assert_request(&PLACE, "DELETE", "/api/team_memberships/2", None);
    }

    #[test]
    fn an_empty_204_is_success() {
        assert_eq!(outcome(&PLACE, "teams/16"), Ok(Empty));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let not_allowed = ErrorKind::Forbidden(Reason::NotAllowed);
        assert_refusals(
            &PLACE,
            &[
                ("permissions-user/39", ErrorKind::SignedOut),
                ("permissions-user/68", not_allowed.clone()),
                ("permissions-user/97", not_allowed),
                ("teams/32", ErrorKind::NotFound),
            ],
        );
    }
}
