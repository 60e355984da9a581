//! `DELETE /ng/api/apikey/{identifier}`: delete an API key with all its tokens (Harness).
//!
//! Access: oneself, as a person. Answers: 200 with a boolean. Tokens may work for a moment longer. A second deletion fails with
//! a 500. Errors: 403 somebody else's; 500 unknown.
//! Source: Harness API, operation `deleteApiKey`; `docs/contracts/harness.md`, 2.4 and 5.8.

use super::{Data, KeyId, Owner};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Deletes one of one's own API keys.
#[derive(Clone, Debug)]
pub struct DeleteApiKey {
    /// Oneself.
    pub owner: Owner,
    /// Which key.
    pub id: KeyId,
}

impl Endpoint for DeleteApiKey {
    type Answer = Data<bool>;

    const OPERATION: &'static str = "delete_api_key";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/ng/api/apikey/{identifier}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("identifier", &self.id)?;
        self.owner.fill(to)
    }

    fn subject(&self) -> Option<String> {
        Some(self.owner.subject())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::harness::{AccountId, UserId};
    use crate::api::testing::{assert_refusals, assert_request, broken, outcome};
    use crate::api::{ErrorKind, Reason};

    fn owner() -> Owner {
        Owner {
            account: AccountId::from("acc0"),
            user: UserId::from("u-1"),
        }
    }

    fn one() -> DeleteApiKey {
        DeleteApiKey {
            owner: owner(),
            id: KeyId::from("ci"),
        }
    }

    #[test]
    fn the_request_is_exact() {
        assert_request(
            &one(),
            "DELETE",
            "/ng/api/apikey/ci?accountIdentifier=acc0&routingId=acc0&apiKeyType=USER&parentIdentifier=u-1",
            None,
        );
    }

    #[test]
    fn a_200_is_read() {
        assert_eq!(outcome(&one(), "any.true"), Ok(Data(true)));
    }

    #[test]
    fn every_refusal_has_its_meaning() {
        assert_refusals(
            &one(),
            &[
                ("any.invalid_token", ErrorKind::SignedOut),
                (
                    "any.forbidden_key",
                    ErrorKind::Forbidden(Reason::NotAllowed),
                ),
                ("any.unknown_error", broken(500, "Something went wrong")),
            ],
        );
    }
}
