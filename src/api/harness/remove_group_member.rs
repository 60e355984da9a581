//! `DELETE /ng/api/user-groups/{identifier}/member/{userIdentifier}`: take somebody out of a group (Harness).
//!
//! Access: `core_usergroup_manage`. Answers: 200 with the group.
//! Errors: 400 unknown group, or one that a provider owns; 403.
//! Source: Harness API, operation `deleteMember`; `docs/contracts/harness.md`, 2.5.

use super::{Data, GroupId, Scope, UserGroup, UserId, error, model};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Unsendable, facts,
};

/// Takes somebody out of a group.
#[derive(Clone, Debug)]
pub struct RemoveGroupMember {
    /// Where.
    pub scope: Scope,
    /// Which group.
    pub group: GroupId,
    /// Who.
    pub user: UserId,
}

impl Endpoint for RemoveGroupMember {
    type Answer = Data<UserGroup>;

    const OPERATION: &'static str = "remove_group_member";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/ng/api/user-groups/{identifier}/member/{userIdentifier}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("identifier", &self.group)?;
        to.segment("userIdentifier", &self.user)?;
        self.scope.fill(to)
    }

    fn subject(&self) -> Option<String> {
        Some(model::subject(&self.user))
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

    fn one() -> RemoveGroupMember {
        RemoveGroupMember {
            scope: account(),
            group: GroupId::from("ops"),
            user: UserId::from("u-1"),
        }
    }

    #[test]
    fn the_request_is_exact() {
        let target = "/ng/api/user-groups/ops/member/u-1?accountIdentifier=acc0&routingId=acc0";
        assert_request(&one(), "DELETE", target, None);
    }

    #[test]
    fn a_200_is_read() {
        let Data(group) = outcome(&one(), "user_groups.one").unwrap();
        assert_eq!(group.name, "Operations");
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
