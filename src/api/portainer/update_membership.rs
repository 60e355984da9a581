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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};
    use crate::api::{ErrorKind, Reason};

    const PLACE: UpdateMembership = UpdateMembership {
        id: MembershipId(2),
        user_id: UserId(3),
        team_id: TeamId(1),
        role: TeamRole::Leader,
    };

    #[test]
    fn the_request_has_all_members() {
        let body = r#"{"UserID":3,"TeamID":1,"Role":1}"#;
        assert_request(&PLACE, "PUT", "/api/team_memberships/2", Some(body));
    }

    #[test]
    fn a_200_is_the_place() {
        assert_eq!(outcome(&PLACE, "teams/27").unwrap().role, TeamRole::Leader);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let not_allowed = ErrorKind::Forbidden(Reason::NotAllowed);
        assert_refusals(
            &PLACE,
            &[
                ("permissions-user/38", ErrorKind::SignedOut),
                ("permissions-user/67", not_allowed.clone()),
                ("permissions-user/96", not_allowed),
                ("teams/28", refused(400, "Invalid UserID")),
                ("teams/29", ErrorKind::NotFound),
            ],
        );
    }
}
