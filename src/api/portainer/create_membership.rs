//! `POST /team_memberships`: put an account into a team (Portainer).
//!
//! Access: administrator, leader of that team. Answers: 200 with the membership. Whether account and team exist is not
//! checked. Errors: 400 id 0 or role; 403 neither; 409 already in it. Two at the same moment can both succeed.
//! Source: Portainer API, operation `TeamMembershipCreate`; `docs/contracts/portainer.md`, E9.

use super::body::{self, Membership};
use super::error;
use super::{TeamId, TeamMembership, TeamRole, UserId, WRITE_LIMIT_MS};
use crate::api::{
    Clash, Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Puts one account into one team.
#[derive(Clone, Copy, Debug)]
pub struct CreateMembership {
    /// Which account.
    pub user_id: UserId,
    /// Which team.
    pub team_id: TeamId,
    /// What it is there.
    pub role: TeamRole,
}

impl Endpoint for CreateMembership {
    type Answer = TeamMembership;

    const OPERATION: &'static str = "create_membership";
    const PLATFORM: Platform = Platform::Portainer;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/team_memberships";
    const EFFECT: Effect = Effect::Write;
    const TIME_LIMIT_MS: u32 = WRITE_LIMIT_MS;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.json(&Membership::new(self.user_id, self.team_id, self.role)?)
    }

    fn subject(&self) -> Option<String> {
        Some(body::subject(self.user_id))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        match error::refusal(facts::<Self>(), response) {
            ErrorKind::Conflict(_) => ErrorKind::Conflict(Clash::Membership),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::portainer::MembershipId;
    use crate::api::testing::{assert_refusals, assert_request, outcome, refused};
    use crate::api::{Reason, request};

    const PLACE: CreateMembership = CreateMembership {
        user_id: UserId(2),
        team_id: TeamId(1),
        role: TeamRole::Leader,
    };

    #[test]
    fn the_request_has_all_members() {
        let body = r#"{"UserID":2,"TeamID":1,"Role":1}"#;
        assert_request(&PLACE, "POST", "/api/team_memberships", Some(body));
        let mut odd = PLACE;
        odd.role = TeamRole::Unknown(3);
        assert!(request(&odd).is_err());
    }

    #[test]
    fn a_200_is_the_place() {
        let made = outcome(&PLACE, "teams/9").unwrap();
        assert_eq!((made.id, made.role), (MembershipId(1), TeamRole::Leader));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let not_allowed = ErrorKind::Forbidden(Reason::NotAllowed);
        assert_refusals(
            &PLACE,
            &[
                ("permissions-user/37", ErrorKind::SignedOut),
                ("permissions-user/66", not_allowed.clone()),
                ("permissions-user/95", not_allowed),
                ("teams/11", ErrorKind::Conflict(Clash::Membership)),
                ("teams/12", refused(400, "Invalid UserID")),
                ("any.writes_held", ErrorKind::WritesHeld),
            ],
        );
    }
}
