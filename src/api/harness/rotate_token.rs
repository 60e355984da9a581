//! `POST /ng/api/token/rotate/{identifier}`: put a new token in the place of an old one, which lives on until an instant (Harness).
//!
//! Access: oneself, as a person. Answers: 200 with the new token itself, once. The old one is renamed first and ends at that
//! instant; with as many tokens as a key may have, the rename is done and the new one is refused.
//! Errors: 400 no free place, after the rename; 403 somebody else's; 500 no instant, which cannot happen here.
//! Source: Harness API, operation `rotateToken`; `docs/contracts/harness.md`, 2.4 and 5.8.

use super::{Data, KeyId, Owner, TokenId, error, object, scope};
use crate::api::{
    Effect, Endpoint, ErrorKind, Method, Platform, RequestParts, Response, Secret, Timestamp,
    Unsendable, facts,
};

/// Rotates one of one's own tokens.
#[derive(Clone, Debug)]
pub struct RotateToken {
    /// Oneself.
    pub owner: Owner,
    /// The key that it is in.
    pub key: KeyId,
    /// Which token.
    pub id: TokenId,
    /// When the old one ends.
    pub old_ends: Timestamp,
}

impl Endpoint for RotateToken {
    type Answer = Data<Secret>;

    const OPERATION: &'static str = "rotate_token";
    const PLATFORM: Platform = Platform::Harness;
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/ng/api/token/rotate/{identifier}";
    const EFFECT: Effect = Effect::Write;

    fn fill(&self, to: &mut RequestParts) -> Result<(), Unsendable> {
        to.segment("identifier", &self.id)?;
        to.query("rotateTimestamp", &object::to_millis(self.old_ends));
        self.owner.fill(to)?;
        scope::id(to, "apiKeyIdentifier", self.key.as_str())
    }

    fn subject(&self) -> Option<String> {
        Some(self.owner.subject())
    }

    fn refusal(&self, response: &Response) -> ErrorKind {
        error::partial(response, error::refusal(facts::<Self>(), response))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Reason;
    use crate::api::harness::{AccountId, UserId};
    use crate::api::testing::{assert_refusals, assert_request, broken, outcome};

    fn owner() -> Owner {
        Owner {
            account: AccountId::from("acc0"),
            user: UserId::from("u-1"),
        }
    }

    fn one() -> RotateToken {
        RotateToken {
            owner: owner(),
            key: KeyId::from("ci"),
            id: TokenId::from("t1"),
            old_ends: Timestamp::from_unix(1_700_000_000),
        }
    }

    #[test]
    fn the_request_is_exact() {
        let target = "/ng/api/token/rotate/t1?rotateTimestamp=1700000000000&accountIdentifier=acc0&routingId=acc0&apiKeyType=USER&parentIdentifier=u-1&apiKeyIdentifier=ci";
        assert_request(&one(), "POST", target, None);
    }

    #[test]
    fn a_200_is_read() {
        let Data(secret) = outcome(&one(), "tokens.plaintext").unwrap();
        assert!(!secret.is_empty());
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
                ("any.limit", broken(400, "The limit is reached")),
                ("any.unknown_error", broken(500, "Something went wrong")),
            ],
        );
    }
}
