//! `DELETE /ng/api/user/{userId}`: take somebody out of a scope and of all below it (Harness).
//!
//! Access: `core_user_manage` in the scope. Answers: 200 with `false` when the person was no member: nothing was done then.
//! The person stays; only the membership goes. Oneself is not protected, nor the last administrator of an organization or
//! project. Errors: 400 the last administrator of the account; 403.
//! Source: Harness API, operation `removeUser`; `docs/contracts/harness.md`, row 13 and 5.10.

use super::{Data, Scope, UserId, error, model};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, Reason, RequestParts, Response, Unsendable,
    facts,
};

/// Takes somebody out of a scope.
#[derive(Clone, Debug)]
pub struct RemoveUser {
    /// Where.
    pub scope: Scope,
    /// Whom.
    pub id: UserId,
}

impl Endpoint for RemoveUser {
    type Answer = Data<bool>;

    const OPERATION: &'static str = "remove_user";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/ng/api/user/{userId}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("userId", &self.id)?;
        self.scope.fill(to)
    }

    fn subject(&self) -> Option<String> {
        Some(model::subject(&self.id))
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        match error::refusal(facts::<Self>(), response) {
            ErrorKind::Refused {
                code: Some(code), ..
            } if code == "REQUEST_PROCESSING_INTERRUPTED" => {
                ErrorKind::Forbidden(Reason::LastAdministrator)
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::AccountId;
    use crate::api::testing::{assert_refusals, assert_request, outcome};

    fn account() -> Scope {
        Scope::Account {
            account: AccountId::from("acc0"),
        }
    }

    fn one() -> RemoveUser {
        RemoveUser {
            scope: account(),
            id: UserId::from("u-1"),
        }
    }

    #[test]
    fn the_request_has_neither_body_nor_content_type() {
        let target = "/ng/api/user/u-1?accountIdentifier=acc0&routingId=acc0";
        assert_request(&one(), "DELETE", target, None);
    }

    #[test]
    fn a_200_tells_whether_somebody_was_removed() {
        assert_eq!(outcome(&one(), "any.true"), Ok(Data(true)));
        assert_eq!(outcome(&one(), "any.false"), Ok(Data(false)));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &one(),
            &[
                (
                    "remove_user.last_admin",
                    ErrorKind::Forbidden(Reason::LastAdministrator),
                ),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.invalid_token", ErrorKind::SignedOut),
            ],
        );
    }
}
