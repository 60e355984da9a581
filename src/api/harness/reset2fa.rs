//! `GET /ng/api/user/reset-two-factor-auth/{userId}`: give somebody a new secret for the second factor, by mail (Harness).
//!
//! Access: `core_user_manage` in the account. A GET that writes: it draws a new secret and mails it, so that the old codes
//! end. It is a write here in every respect: sent once, never by itself, never kept.
//! Answers: 200 with `false` when the person has no second factor: nothing was done then.
//! Errors: 400 no mail server, or an edition without second factors; 403.
//! Source: Harness API, operation `reset2fa`; `docs/contracts/harness.md`, row 14 and 5.7.

use super::{AccountId, Data, UserId, model, scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Replaces the secret of somebody's second factor.
#[derive(Clone, Debug)]
pub struct Reset2fa {
    /// The account.
    pub account: AccountId,
    /// Whose.
    pub id: UserId,
}

impl Endpoint for Reset2fa {
    type Answer = Data<bool>;

    const OPERATION: &'static str = "reset2fa";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/ng/api/user/reset-two-factor-auth/{userId}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("userId", &self.id)?;
        scope::fill_account(&self.account, to)
    }

    fn subject(&self) -> Option<String> {
        Some(model::subject(&self.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::Scope;
    use crate::api::testing::{answer, assert_refusals, assert_request, outcome};
    use crate::api::{ErrorKind, Reason, request};

    fn one() -> Reset2fa {
        Reset2fa {
            account: AccountId::from("acc0"),
            id: UserId::from("u-1"),
        }
    }

    #[test]
    fn a_get_that_writes_is_a_write() {
        let target = "/ng/api/user/reset-two-factor-auth/u-1?accountIdentifier=acc0&routingId=acc0";
        assert_request(&one(), "GET", target, None);
        assert_eq!(request(&one()).unwrap().effect, Effect::Write);
        let removal = crate::api::harness::RemoveUser {
            scope: Scope::Account {
                account: AccountId::from("acc0"),
            },
            id: UserId::from("u-1"),
        };
        assert_eq!(one().subject(), removal.subject());
    }

    #[test]
    fn a_200_tells_whether_a_secret_was_sent() {
        assert_eq!(outcome(&one(), "reset2fa.sent"), Ok(Data(true)));
        assert_eq!(outcome(&one(), "reset2fa.none"), Ok(Data(false)));
        assert_eq!(outcome(&one(), "any.true"), Ok(Data(true)));
    }

    #[test]
    fn a_lost_answer_may_have_reset_it() {
        let answer = answer::<Reset2fa>("any.bad_gateway");
        assert!(one().read(&answer).unwrap_err().may_have_happened());
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
                    "reset2fa.no_mail",
                    refused(
                        "INVALID_REQUEST",
                        "Invalid request: no mail server is set up",
                    ),
                ),
                ("any.forbidden", ErrorKind::Forbidden(Reason::NotAllowed)),
                ("any.expired_token", ErrorKind::SignedOut),
            ],
        );
    }
}
