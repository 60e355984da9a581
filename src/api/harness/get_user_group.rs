//! `GET /ng/api/user-groups/{identifier}`: one group (Harness).
//!
//! Access: `core_usergroup_view`. Answers: 200. Errors: 400 `RESOURCE_NOT_FOUND_EXCEPTION` unknown; 403.
//! Source: Harness API, operation `getUserGroup`; `docs/contracts/harness.md`, 2.5 and 3.6.

use super::{Data, GroupId, Scope, UserGroup, error};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Reads one group.
#[derive(Clone, Debug)]
pub struct GetUserGroup {
    /// Where.
    pub scope: Scope,
    /// Which group.
    pub id: GroupId,
}

impl Endpoint for GetUserGroup {
    type Answer = Data<UserGroup>;

    const OPERATION: &'static str = "get_user_group";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/ng/api/user-groups/{identifier}";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("identifier", &self.id)?;
        self.scope.fill(to)
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::unknown_object(error::refusal(facts::<Self>(), response))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Reason;
    use crate::api::harness::{AccountId, UserId};
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    fn account() -> Scope {
        Scope::Account {
            account: AccountId::from("acc0"),
        }
    }

    fn one() -> GetUserGroup {
        GetUserGroup {
            scope: account(),
            id: GroupId::from("ops"),
        }
    }

    #[test]
    fn the_request_is_exact() {
        assert_request(
            &one(),
            "GET",
            "/ng/api/user-groups/ops?accountIdentifier=acc0&routingId=acc0",
            None,
        );
    }

    #[test]
    fn a_200_is_read() {
        let Data(group) = outcome(&one(), "user_groups.one").unwrap();
        assert_eq!(group.users, [UserId::from("u-1")]);
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &one(),
            &[
                ("any.invalid_token", ErrorKind::SignedOut),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.unknown_route", ErrorKind::NotFound),
            ],
        );
    }
}
