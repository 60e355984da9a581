//! `PUT /ng/api/user/unlock-user/{userId}`: let somebody in again who was locked out by wrong passwords (Harness).
//!
//! Access: `core_user_manage` in the scope. Answers: 200 with the person's record after it; lists may show the lock a little
//! longer. Errors: 400 the account is not the person's default one, or nobody of that id; 403.
//! Source: Harness API, operation `unlockUser`; `docs/contracts/harness.md`, row 15 and 5.11.

use super::{Data, Scope, UserId, UserInfo, model};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Unlocks somebody.
#[derive(Clone, Debug)]
pub struct UnlockUser {
    /// Where.
    pub scope: Scope,
    /// Whom.
    pub id: UserId,
}

impl Endpoint for UnlockUser {
    type Answer = Data<UserInfo>;

    const OPERATION: &'static str = "unlock_user";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/ng/api/user/unlock-user/{userId}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("userId", &self.id)?;
        self.scope.fill(to)
    }

    fn subject(&self) -> Option<String> {
        Some(model::subject(&self.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::AccountId;
    use crate::api::testing::{assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason};

    fn account() -> Scope {
        Scope::Account {
            account: AccountId::from("acc0"),
        }
    }

    fn one() -> UnlockUser {
        UnlockUser {
            scope: account(),
            id: UserId::from("u-1"),
        }
    }

    #[test]
    fn the_request_has_no_body() {
        let target = "/ng/api/user/unlock-user/u-1?accountIdentifier=acc0&routingId=acc0";
        assert_request(&one(), "PUT", target, None);
    }

    #[test]
    fn a_200_is_the_record_without_the_lock() {
        let Data(anna) = outcome(&one(), "user.anna").unwrap();
        assert!(!anna.is_locked());
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        let refused = |code: &str, message: &str| ErrorKind::Refused {
            status: 400,
            code: Some(code.to_owned()),
            message: Some(message.to_owned()),
            fields: Box::default(),
        };
        assert_refusals(
            &one(),
            &[
                (
                    "unlock_user.elsewhere",
                    refused(
                        "INVALID_REQUEST",
                        "Another account is the default of the user",
                    ),
                ),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
            ],
        );
    }
}
