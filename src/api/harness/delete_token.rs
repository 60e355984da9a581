//! `DELETE /ng/api/token/{identifier}`: delete a token (Harness).
//!
//! Access: oneself, as a person. Answers: 200 with a boolean; the token may work for a moment longer. Deleting the one in use
//! ends the caller's own access. Errors: 403 somebody else's; 500 unknown.
//! Source: Harness API, operation `deleteToken`; `docs/contracts/harness.md`, 2.4 and 5.8.

use super::{Data, KeyId, Owner, TokenId, scope};
use crate::api::{Effect, Endpoint, Method, Platform, RequestParts, Unsendable};

/// Deletes one of one's own tokens.
#[derive(Clone, Debug)]
pub struct DeleteToken {
    /// Oneself.
    pub owner: Owner,
    /// The key that it is in.
    pub key: KeyId,
    /// Which token.
    pub id: TokenId,
}

impl Endpoint for DeleteToken {
    type Answer = Data<bool>;

    const OPERATION: &'static str = "delete_token";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/ng/api/token/{identifier}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("identifier", &self.id)?;
        self.owner.fill(to)?;
        scope::id(to, "apiKeyIdentifier", self.key.as_str())
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

    fn one() -> DeleteToken {
        DeleteToken {
            owner: owner(),
            key: KeyId::from("ci"),
            id: TokenId::from("t1"),
        }
    }

    #[test]
    fn the_request_is_exact() {
        let target = "/ng/api/token/t1?accountIdentifier=acc0&routingId=acc0&apiKeyType=USER&parentIdentifier=u-1&apiKeyIdentifier=ci";
        assert_request(&one(), "DELETE", target, None);
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
