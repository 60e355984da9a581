//! `GET /ng/api/user-groups/{identifier}/member/{userIdentifier}`: whether somebody is in a group (Harness).
//!
//! Access: `core_usergroup_view`. Answers: 200 with a boolean.
//! Errors: 400 unknown group; 403.
//! Source: Harness API, operation `getMember`; `docs/contracts/harness.md`, 2.5.

use super::{Data, GroupId, Scope, UserId, error};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Asks whether somebody is in a group.
#[derive(Clone, Debug)]
pub struct CheckGroupMember {
    /// Where.
    pub scope: Scope,
    /// Which group.
    pub group: GroupId,
    /// Who.
    pub user: UserId,
}

impl Endpoint for CheckGroupMember {
    type Answer = Data<bool>;

    const OPERATION: &'static str = "check_group_member";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/ng/api/user-groups/{identifier}/member/{userIdentifier}";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("identifier", &self.group)?;
        to.segment("userIdentifier", &self.user)?;
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
    use crate::api::harness::AccountId;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    fn account() -> Scope {
        Scope::Account {
            account: AccountId::from("acc0"),
        }
    }

    fn one() -> CheckGroupMember {
        CheckGroupMember {
            scope: account(),
            group: GroupId::from("ops"),
            user: UserId::from("u-1"),
        }
    }

    #[test]
    fn the_request_is_exact() {
        let target = "/ng/api/user-groups/ops/member/u-1?accountIdentifier=acc0&routingId=acc0";
        assert_request(&one(), "GET", target, None);
    }

    #[test]
    fn a_200_is_read() {
        assert_eq!(outcome(&one(), "any.false"), Ok(Data(false)));
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
