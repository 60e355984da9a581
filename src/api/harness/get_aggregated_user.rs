//! `GET /ng/api/user/aggregate/{userId}`: one member of a scope, with the roles given there (Harness).
//!
//! Access: `core_user_view` in the scope. Answers: 200. There is no other way to look at one person but oneself.
//! Errors: 403; 404 not a member of the scope.
//! Source: Harness API, operation `getAggregatedUser`; `docs/contracts/harness.md`, row 10.

use super::{Data, Scope, UserAggregate, UserId};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Reads one member of a scope.
#[derive(Clone, Debug)]
pub struct GetAggregatedUser {
    /// Where.
    pub scope: Scope,
    /// Who.
    pub id: UserId,
}

impl Endpoint for GetAggregatedUser {
    type Answer = Data<UserAggregate>;

    const OPERATION: &'static str = "get_aggregated_user";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/ng/api/user/aggregate/{userId}";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("userId", &self.id)?;
        self.scope.fill(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::{AccountId, RoleId};
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason, request};

    fn account() -> Scope {
        Scope::Account {
            account: AccountId::from("acc0"),
        }
    }

    fn one() -> GetAggregatedUser {
        GetAggregatedUser {
            scope: account(),
            id: UserId::from("a/b"),
        }
    }

    #[test]
    fn the_request_names_person_and_scope() {
        let target = "/ng/api/user/aggregate/a%2Fb?accountIdentifier=acc0&routingId=acc0";
        assert_request(&one(), "GET", target, None);
        let mut nobody = one();
        nobody.id = UserId::from("..");
        assert!(request(&nobody).is_err());
    }

    #[test]
    fn a_200_is_the_member() {
        let Data(found) = outcome(&one(), "get_aggregated_user.one").unwrap();
        assert!(found.user.is_externally_managed);
        assert_eq!(
            found.roles[0].role_identifier,
            RoleId::from("_account_viewer")
        );
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &one(),
            &[
                ("any.not_member", ErrorKind::NotFound),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.invalid_token", ErrorKind::SignedOut),
            ],
        );
    }
}
