//! `GET /ng/api/user/last-admin`: whether a person is the only administrator of a scope (Harness).
//!
//! Access: `core_user_view` in the scope. Answers: 200 with `true` when every administrator of the scope is this person, and
//! also when the scope has none. The server keeps the last administrator of an account alone, so ask before removing.
//! Errors: 403; 500 no person named, which cannot happen here.
//! Source: Harness API, operation `checkIfLastAdmin`; `docs/contracts/harness.md`, row 11 and 5.10.

use super::{Data, Scope, UserId, scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Asks whether somebody is the last administrator of a scope.
#[derive(Clone, Debug)]
pub struct CheckIfLastAdmin {
    /// Where.
    pub scope: Scope,
    /// Who.
    pub id: UserId,
}

impl Endpoint for CheckIfLastAdmin {
    type Answer = Data<bool>;

    const OPERATION: &'static str = "check_if_last_admin";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/ng/api/user/last-admin";
    const EFFECT: Effect = Effect::Read;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        self.scope.fill(to)?;
        scope::id(to, "userId", self.id.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::AccountId;
    use crate::api::testing::{assert_refusals, assert_request, broken, outcome};
    use crate::api::{ErrorKind, Reason, request};

    fn account() -> Scope {
        Scope::Account {
            account: AccountId::from("acc0"),
        }
    }

    fn one() -> CheckIfLastAdmin {
        CheckIfLastAdmin {
            scope: account(),
            id: UserId::from("u-1"),
        }
    }

    #[test]
    fn the_request_always_names_a_person() {
        let target = "/ng/api/user/last-admin?accountIdentifier=acc0&routingId=acc0&userId=u-1";
        assert_request(&one(), "GET", target, None);
        let mut nobody = one();
        nobody.id = UserId::from("");
        assert!(request(&nobody).is_err());
    }

    #[test]
    fn a_200_says_yes_or_no() {
        assert_eq!(outcome(&one(), "any.true"), Ok(Data(true)));
        assert_eq!(outcome(&one(), "any.false"), Ok(Data(false)));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &one(),
            &[
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.unknown_error", broken(500, "Something went wrong")),
            ],
        );
    }
}
