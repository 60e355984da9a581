//! `POST /ng/api/token/validate`: what a token is, if it is good (Harness).
//!
//! Access: anybody who is signed in. The token stands in the body as plain text. Answers: 200 with what is known of it.
//! Errors: 400 or 401 it is not good; a 401 can mean the caller's own credential too. Nothing changes, but it is sent once.
//! Source: Harness API, operation `validateToken`; `docs/contracts/harness.md`, 2.4.

use super::{AccountId, Data, Token, error, scope};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Secret, Unsendable,
    facts,
};

/// Looks at a token.
#[derive(Clone, Debug)]
pub struct ValidateToken {
    /// The account.
    pub account: AccountId,
    /// The token.
    pub token: Secret,
}

impl Endpoint for ValidateToken {
    type Answer = Data<Token>;

    const OPERATION: &'static str = "validate_token";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/ng/api/token/validate";
    const EFFECT: Effect = Effect::Read;
    const LIMITED: bool = true;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        scope::fill_account(&self.account, to)?;
        to.text(&self.token);
        Ok(())
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        match error::refusal(facts::<Self>(), response) {
            ErrorKind::SignedOut | ErrorKind::Refused { status: 400, .. } => {
                ErrorKind::BadCredentials
            }
            other => error::without(other, &[&self.token]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::UserId;
    use crate::api::testing::{assert_masked, assert_refusals, assert_request_as, broken, outcome};

    fn one() -> ValidateToken {
        ValidateToken {
            account: AccountId::from("acc0"),
            token: Secret::from("pat.acc0.x.y"),
        }
    }

    #[test]
    fn the_token_stands_in_the_body_as_it_is() {
        let target = "/ng/api/token/validate?accountIdentifier=acc0&routingId=acc0";
        assert_request_as(&one(), "POST", target, Some("pat.acc0.x.y"), "text/plain");
        assert_masked(&one(), &["pat.acc0.x.y"]);
    }

    #[test]
    fn a_200_tells_whose_it_is() {
        let Data(token) = outcome(&one(), "tokens.one").unwrap();
        assert_eq!(token.parent(), UserId::from("u-1"));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &one(),
            &[
                ("any.invalid_token", ErrorKind::BadCredentials),
                ("any.limit", ErrorKind::BadCredentials),
                ("any.unknown_error", broken(500, "Something went wrong")),
            ],
        );
    }
}
